"""Faults of marketplaces and machines, on a running stack whose catalogue the demo has imported.

Real queues, the real table, the sandboxes over HTTP. Prints a line per check and, last, `N passed, N failed`.
"""

import hashlib
import hmac
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from client import Api, fetch

ROOT = Path(__file__).resolve().parents[2]
SHOPEE = os.environ.get("SHOPEE_SANDBOX_URL", "")
PRICE = "product/update_price"


class Faults:
    def __init__(self, api: Api, report: dict) -> None:
        self.api, self.report = api, report
        self.passed = self.failed = 0
        self.fresh = self.listed()

    def listed(self):
        """Yields products on Shopee without variants whose price still has to be pushed."""
        for card in self.api.items("/v1/products?channel=shopee&sort=title"):
            if card["min_price"] and card["min_price"] == card["max_price"] and len(card["skus"]) <= 1:
                listing = next(one for one in self.api.get(f"/v1/products/{card['id']}/listings")["items"] if one["channel"] == "shopee")
                seen = listing["observed"]
                if seen["status"] == "live" and len(seen["offers"]) == 1 and seen["offers"][0]["price"] == card["min_price"]:
                    yield card["id"], listing["external_id"], (card["min_price"] * 115 + 50) // 100

    def take(self, count: int) -> list[tuple[str, str, int]]:
        return [next(self.fresh) for _ in range(count)]

    def check(self, sentence: str, right: bool, shown: object = "") -> None:
        self.passed, self.failed = self.passed + bool(right), self.failed + (not right)
        print(f"   {'ok  ' if right else 'FAIL'}  {sentence}{'' if right else f': {shown}'}", flush=True)

    def start(self, products: list[tuple[str, str, int]]) -> str:
        request = {"products": [one[0] for one in products], "channels": ["shopee"], "fields": ["price"]}
        plan = self.api.plan(request)
        return self.api.start("/v1/runs", {"plan_id": plan["id"], "plan_hash": plan["hash"], "waves": "single"})["id"]

    def finished(self, run: str, seconds: int = 240) -> dict:
        return self.api.wait(f"/v1/runs/{run}", lambda now: now["state"] == "finished", seconds)["counts"]

    def price(self, item: str) -> int:
        return fetch(f"{SHOPEE}/_sandbox/items/{item}")["price"]

    def journal(self) -> list[dict]:
        return fetch(f"{SHOPEE}/_sandbox/journal")["entries"]

    def clean(self) -> None:
        fetch(f"{SHOPEE}/_sandbox/faults", "DELETE")
        fetch(f"{SHOPEE}/_sandbox/journal", "DELETE")

    def fault(self, match: str, kind: str, times: int = 1, **more: object) -> None:
        fetch(f"{SHOPEE}/_sandbox/faults", "POST", {"match": match, "kind": kind, "times": times, **more})

    def writes_to(self, item: str) -> int:
        return sum(PRICE in entry["path"] for entry in self.journal())

    def lost_answer(self) -> None:
        self.clean()
        [(product, item, target)] = self.take(1)
        self.fault(PRICE, "drop_after")
        counts = self.finished(self.start([(product, item, target)]))
        self.check("an answer lost after the price was written ends in one price", self.price(item) == target, self.price(item))
        self.check("… in a succeeded job", counts == {"succeeded": 1}, counts)
        self.check("… and in one write", self.writes_to(item) == 1, self.writes_to(item))

    def lost_request(self) -> None:
        self.clean()
        [(product, item, target)] = self.take(1)
        self.fault(PRICE, "drop_before")
        counts = self.finished(self.start([(product, item, target)]))
        self.check("a request that never arrived is sent again", (self.price(item), counts) == (target, {"succeeded": 1}), counts)

    def storm(self) -> None:
        self.clean()
        products = self.take(20)
        self.fault("/api/v2/product/", "rate_limit", 15)
        counts = self.finished(self.start(products), 400)
        self.check("a storm of 429 ends with every job done", counts == {"succeeded": 20}, counts)
        own = [entry for entry in self.journal() if "/product/" in entry["path"]]
        refused = sum(entry["status"] == 429 for entry in own)
        self.check("… and no call above the budget beside those that the storm refused", refused == 15, refused)
        wrong = [item for _, item, target in products if self.price(item) != target]
        self.check("… and every price right", not wrong, wrong)

    def one_refresh(self) -> None:
        self.clean()
        products = self.take(20)
        self.fault("/api/v2/product/", "token_revoked")
        counts = self.finished(self.start(products), 400)
        refreshes = sum("auth/access_token/get" in entry["path"] for entry in self.journal())
        self.check("twenty jobs that meet a revoked token use one refresh", refreshes == 1, refreshes)
        self.check("… and all succeed", counts == {"succeeded": 20}, counts)

    def killed(self) -> None:
        """The functions are killed after the price was written, before it was read back; the queue delivers again."""
        self.clean()
        [(product, item, target)] = self.take(1)
        # The read before the write works; the read after it hangs until the process is killed.
        self.fault("get_item_base_info", "slow", 1, delay_ms=8000, skip=1)
        run = self.start([(product, item, target)])
        until = time.monotonic() + 60
        while self.price(item) != target and time.monotonic() < until:
            time.sleep(0.05)
        state = self.api.get(f"/v1/runs/{run}")["counts"]
        os.kill(self.report["pids"]["functions"], signal.SIGKILL)
        self.check("the kill came between push and read-back", state == {"pushing": 1}, state)
        stack = [sys.executable, str(ROOT / "tests" / "local" / "stack.py"), "up", "--no-build", "--json"]
        again = subprocess.run([*stack, "--dir", self.report["dir"], "--ports", "auto"], cwd=ROOT, capture_output=True, text=True)
        self.report = json.loads(again.stdout)
        self.api.base = self.report["api"]
        counts = self.finished(run, 120)
        self.check("the redelivered job ends right", (counts, self.price(item)) == ({"succeeded": 1}, target), counts)
        self.check("… with one write", self.writes_to(item) == 1, self.writes_to(item))

    def sync_visibility(self, seconds: int) -> None:
        """Sets the queue's visibility time-out, in seconds; on AWS it is six times the function's time-out."""
        where = self.report["env"]["SYNC_QUEUE_URL"]
        body = {"QueueUrl": where, "Attributes": {"VisibilityTimeout": str(seconds)}}
        request = urllib.request.Request(self.report["ministack"], data=json.dumps(body).encode(), method="POST")
        request.add_header("Content-Type", "application/x-amz-json-1.0")
        request.add_header("X-Amz-Target", "AmazonSQS.SetQueueAttributes")
        scope = f"test/20260101/{self.report['region']}/sqs/aws4_request"
        request.add_header("Authorization", f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0")
        urllib.request.urlopen(request, timeout=10).close()

    def webhooks(self) -> None:
        connection = self.api.get("/v1/connections/shopee")
        known = fetch(f"{SHOPEE}/_sandbox/health")
        [(_, item, _)] = self.take(1)
        shop = int(known["shop_id"])

        def body(at: float) -> bytes:
            data = {"item_id": int(item), "model_id": 0, "update_field": "original_price", "old_value": 1, "new_value": 2, "update_time": int(at)}
            return json.dumps({"data": data, "shop_id": shop, "code": 22, "timestamp": int(at)}).encode()

        def sign(raw: bytes) -> str:
            message = connection["webhook_url"].encode() + b"|" + raw
            return hmac.new(known["credentials"]["app_secret"].encode(), message, hashlib.sha256).hexdigest()

        def send(raw: bytes, signature: str) -> tuple[int, bytes]:
            where = self.report["webhook"] + "/webhooks/shopee"
            request = urllib.request.Request(where, data=raw, method="POST", headers={"Authorization": signature})
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    return answer.status, answer.read()
            except urllib.error.HTTPError as error:
                return error.code, error.read()

        def looks() -> int:
            return sum("get_item_base_info" in entry["path"] for entry in self.journal())

        self.clean()
        now = body(time.time())
        self.check("a forged push is refused", send(now, "0" * 64)[0] == 401)
        self.check("a truncated push is refused", send(now[:-5], sign(now))[0] == 401)
        stale = body(time.time() - 3 * 86_400)
        self.check("a stale push is refused", send(stale, sign(stale))[0] == 400)
        time.sleep(2)
        self.check("… and none of them was enqueued", looks() == 0, looks())
        answer = send(now, sign(now))
        self.check("a signed push is answered with an empty 2xx", answer[0] in (200, 204) and answer[1] == b"", answer)
        until = time.monotonic() + 20
        while looks() == 0 and time.monotonic() < until:
            time.sleep(0.2)
        self.check("… and the listing is looked at", looks() == 1, looks())
        self.check("a replay is acknowledged", send(now, sign(now))[0] in (200, 204))
        time.sleep(3)
        self.check("… and dropped", looks() == 1, looks())


def main() -> int:
    if not SHOPEE:
        print("0 passed, 0 failed")
        return 0
    faults = Faults(Api(os.environ["API_URL"], os.environ["TOKEN"]), json.loads(os.environ["STACK"]))
    # Set before all scenes, because a running long poll still hides its messages for the old time.
    faults.sync_visibility(45)
    for scene in (faults.lost_answer, faults.lost_request, faults.one_refresh, faults.storm, faults.webhooks, faults.killed):
        try:
            scene()
        except (Exception, SystemExit) as problem:  # noqa: BLE001 (a scene that breaks is a failure, and the next one still runs)
            faults.check(scene.__name__, False, f"{type(problem).__name__}: {problem}")
    faults.clean()
    faults.sync_visibility(720)
    print(f"{faults.passed} passed, {faults.failed} failed")
    return 1 if faults.failed else 0


if __name__ == "__main__":
    sys.exit(main())
