"""A push of many listings with many faults, then its undo: nothing is wrong, duplicated or lost.

    python3 tests/local/flow.py storm             every listing of the desk's stack, after the demo
    python3 tests/local/flow.py storm 300         at most so many products

One per cent of the calls are refused as too many, one per cent of the answers are lost, half a per cent are answered
with 500; the functions are killed and started again while they work; promotions hold some prices and audits refuse
some titles. The shops' own records are read before and after, without our channel code.
Prints a line per check and, last, `N passed, N failed`.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from client import Api, Refused, fetch

ROOT = Path(__file__).resolve().parents[2]
SHOPS = {"shopee": os.environ.get("SHOPEE_SANDBOX_URL", ""), "tiktok_shop": os.environ.get("TIKTOK_SANDBOX_URL", "")}
# A part of the path that all calls of a channel about products have.
PRODUCT_CALLS = {"shopee": "/api/v2/product/", "tiktok_shop": "/product/"}
# The audit of the TikTok sandbox refuses a text with this word.
REFUSED_WORD = "TERLARANG"
RATES = (("rate_limit", 100), ("drop_after", 200), ("drop_before", 200), ("server_error", 200))
KILLS, PROMOTED, REFUSED = 3, 4, 3
ENDED = {"succeeded", "unchanged", "failed", "stale", "dropped"}


def record(channel: str, listing: str) -> dict:
    """A listing from the sandbox's own records: its title, and each offer's price by its id."""
    base = SHOPS[channel]
    if channel == "shopee":
        item = fetch(f"{base}/_sandbox/items/{listing}")
        prices = {str(model["id"]): model["price"] for model in item["models"]} or {"only": item["price"]}
        return {"title": item["name"], "prices": prices, "stock": [model["stock"] for model in item["models"]] or [item["stock"]]}
    product = fetch(f"{base}/_sandbox/products/{listing}")["product"]

    def price(sku: dict) -> int:
        return int(sku["price"].get("sale_price") or sku["price"]["tax_exclusive_price"])

    stock = [sum(place["quantity"] for place in sku.get("inventory") or ()) for sku in product["skus"]]
    return {"title": product["title"], "prices": {sku["id"]: price(sku) for sku in product["skus"]}, "stock": stock}


def records() -> dict[str, dict]:
    """All listings of both shops, by `channel:id`."""
    ids = [("shopee", str(one)) for one in fetch(f"{SHOPS['shopee']}/_sandbox/items")["items"]]
    ids += [("tiktok_shop", one) for one in fetch(f"{SHOPS['tiktok_shop']}/_sandbox/products")["products"]]
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda one: record(*one), ids)
        return {f"{channel}:{listing}": seen for (channel, listing), seen in zip(ids, found, strict=True)}


def short(listing: str) -> str:
    """`channel:shop:id` as `channel:id`."""
    channel, _, listing_id = listing.split(":", 2)
    return f"{channel}:{listing_id}"


class Storm:
    def __init__(self, api: Api, report: dict, most: int) -> None:
        self.api, self.report, self.most = api, report, most
        self.passed = self.failed = 0

    def check(self, sentence: str, right: bool, shown: object = "") -> None:
        self.passed, self.failed = self.passed + bool(right), self.failed + (not right)
        print(f"   {'ok  ' if right else 'FAIL'}  {sentence}{'' if right else f': {str(shown)[:600]}'}", flush=True)

    def wrong(self, sentence: str, found: list) -> None:
        """Checks that a list of faults is empty; shows the first few."""
        self.check(sentence, not found, f"{len(found)}: {found[:4]}")

    # The preparation.

    def raise_prices(self) -> None:
        """Raises every rule by two percentage points, so that every listing has a price to push."""
        for channel in SHOPS:
            stored = self.api.get(f"/v1/price-rules/{channel}")
            higher = stored["rule"] | {"markup_percent": stored["rule"]["markup_percent"] + 2, "guard_percent": 40}
            self.api.call("PUT", f"/v1/price-rules/{channel}", higher, If_Match=f'"{stored["version"]}"')

    def products(self) -> list[dict]:
        """Products in both shops come first, because they have audits. Those that cannot be pushed are left out."""
        cards = [card for card in self.api.items("/v1/products?sort=title") if not card.get("archived")]
        cards.sort(key=lambda card: -len(card["channels"]))
        return cards if not self.most else cards[: self.most]

    def refuse_titles(self, cards: list[dict]) -> list[str]:
        """Gives some products on TikTok Shop a title that the audit will refuse."""
        changed = []
        for card in cards:
            if len(changed) == REFUSED:
                break
            if "tiktok_shop" not in card["channels"]:
                continue
            product = self.api.get(f"/v1/products/{card['id']}")
            title = f"{REFUSED_WORD} {product['title']}"[:100]
            try:
                self.api.call("PATCH", f"/v1/products/{card['id']}", {"title": title}, If_Match=f'"{product["version"]}"')
            except Refused:
                continue
            changed.append(card["id"])
        return changed

    def plan(self, cards: list[dict]) -> dict:
        """Prices and titles of `cards`; a plan of everything is a filter, as a person would ask for it."""
        request: dict = {"fields": ["price", "title"], "channels": list(SHOPS)}
        if self.most:
            request["products"] = [card["id"] for card in cards][:1000]
        else:
            request["filter"] = {}
        return self.api.plan(request)

    def pushed(self, plan: dict) -> dict[str, list[dict]]:
        """The changes that the plan will push, by `channel:id`."""
        entries = self.api.items(f"/v1/plans/{plan['id']}/entries")
        found = {short(entry["listing"]): [one for one in entry["changes"] if one["pushed"]] for entry in entries}
        return {listing: changes for listing, changes in found.items() if changes}

    def promote(self, wanted: dict[str, list[dict]]) -> set[str]:
        """A promotion begins on some listings after the plan was made."""
        held = set()
        for channel, base in SHOPS.items():
            listings = [one for one in wanted if one.startswith(channel) and any(c["field"] == "price" for c in wanted[one])]
            for listing in listings[7 : 7 + PROMOTED]:
                listing_id = listing.split(":")[1]
                body = {"item_id": int(listing_id), "price": 1000} if channel == "shopee" else {"product_id": listing_id}
                fetch(f"{base}/_sandbox/promotions", "POST", body)
                held.add(listing)
        return held

    def end_promotions(self, held: set[str]) -> None:
        fetch(f"{SHOPS['shopee']}/_sandbox/promotions", "DELETE")
        for listing in held:
            if listing.startswith("tiktok_shop"):
                body = {"product_id": listing.split(":")[1], "ended": True}
                fetch(f"{SHOPS['tiktok_shop']}/_sandbox/promotions", "POST", body)

    def trouble(self) -> None:
        for channel, base in SHOPS.items():
            for kind, every in RATES:
                body = {"match": PRODUCT_CALLS[channel], "kind": kind, "times": 1_000_000, "every": every}
                fetch(f"{base}/_sandbox/faults", "POST", body)

    def calm(self) -> None:
        for base in SHOPS.values():
            fetch(f"{base}/_sandbox/faults", "DELETE")

    # The events during the run.

    def carry_out(self, plan: dict, kills: int) -> tuple[dict, list[dict]]:
        """Starts a run in one wave, kills the functions while it works, and waits until every job has ended."""
        asked = {"plan_id": plan["id"], "plan_hash": plan["hash"], "waves": "single"}
        run = self.api.start("/v1/runs", asked)["id"]
        until, before, whole = time.monotonic() + 3600, None, plan["listings_changed"]
        while True:
            now = self.api.get(f"/v1/runs/{run}")
            counts = now["counts"]
            ended = sum(number for state, number in counts.items() if state in ENDED)
            if counts != before:
                before = counts
                print(f"   {now['state']}: {counts}", flush=True)
            if kills and ended >= whole * (KILLS - kills + 1) // (KILLS + 2):
                self.kill()
                kills -= 1
            if now["state"] == "finished" and not counts.get("accepted"):
                return now, self.api.items(f"/v1/runs/{run}/jobs")
            if time.monotonic() > until:
                raise SystemExit(f"run {run} does not end: {now}")
            time.sleep(1)

    def kill(self) -> None:
        """Kills the functions while they work, and starts them again."""
        os.kill(self.report["pids"]["functions"], signal.SIGKILL)
        stack = [sys.executable, str(ROOT / "tests" / "local" / "stack.py"), "up", "--no-build", "--json"]
        again = subprocess.run([*stack, "--dir", self.report["dir"], "--ports", "auto"], cwd=ROOT, capture_output=True, text=True)
        self.report = json.loads(again.stdout)
        self.api.base = self.report["api"]

    def notices(self) -> list[dict]:
        return self.api.items("/v1/notifications")

    # The checks afterwards.

    def compare(self, name: str, wanted: dict[str, list[dict]], jobs: list[dict], before: dict, after: dict, held: set[str]) -> None:
        by_listing: dict[str, list[dict]] = {}
        for job in jobs:
            by_listing.setdefault(short(job["listing"]), []).append(job)
        self.wrong(f"{name}: every approved listing has one job", [one for one in wanted if len(by_listing.get(one, ())) != 1])
        self.wrong(f"{name}: every job has ended", [job for job in jobs if job["state"] not in ENDED])
        self.wrong(f"{name}: a failed job names its reason", [j for j in jobs if j["state"] == "failed" and not (j["failure"] or {}).get("code")])
        self.check(f"{name}: no listing came or went", set(before) == set(after), set(before) ^ set(after))
        self.wrong(f"{name}: no variant came or went", [k for k in before if set(before[k]["prices"]) != set(after[k]["prices"])])
        self.wrong(f"{name}: no stock moved", [k for k in before if before[k]["stock"] != after[k]["stock"]])
        untouched = [k for k in before if k not in wanted and before[k] != after[k]]
        self.wrong(f"{name}: nothing moved that was not approved", untouched)
        wrong, unfinished = [], []
        for listing, changes in wanted.items():
            done = by_listing[listing][0]["state"] in ("succeeded", "unchanged")
            for change in changes:
                was, now, to = self.seen(before[listing], change), self.seen(after[listing], change), change["to"]["value"]
                if now not in (was, to):
                    wrong.append((listing, change["field"], was, to, now))
                elif done and now != to:
                    unfinished.append((listing, change["field"], to, now))
        self.wrong(f"{name}: every value is the old one or the approved one", wrong)
        self.wrong(f"{name}: a succeeded job's values are at the channel", unfinished)
        states = Counter(job["state"] for listing, found in by_listing.items() for job in found if listing not in held)
        self.check(f"{name}: all but what promotions and audits hold succeeds", set(states) <= {"succeeded", "unchanged"}, states)

    @staticmethod
    def seen(found: dict, change: dict) -> object:
        if change["field"] == "title":
            return found["title"]
        return found["prices"].get(change["offer"]) if change["offer"] in found["prices"] else next(iter(found["prices"].values()))

    def told_once(self, name: str, run: str, jobs: list[dict], refused: set[str], since: set[str]) -> None:
        new = [notice for notice in self.notices() if notice["id"] not in since]
        ends = [n for n in new if n["kind"] == "run_finished" and run in n["subject"]]
        self.check(f"{name}: its end is told once", len(ends) == 1, ends)
        for listing in refused:
            listing_id = listing.split(":")[1]
            about = [n for n in new if listing_id in n["subject"] or listing_id in n["text"]]
            jobs_of = [job["id"] for job in jobs if short(job["listing"]) == listing]
            about += [n for n in new if any(job in n["subject"] for job in jobs_of) and n not in about]
            self.check(f"{name}: the audit's refusal of {listing} is told once", len(about) == 1, [n["text"] for n in about])

    def scene(self) -> None:
        print("1. Siapkan · prepare")
        self.calm()
        self.raise_prices()
        cards = self.products()
        refused_products = self.refuse_titles(cards)
        plan = self.plan(cards)
        wanted = self.pushed(plan)
        refused = {one for one in wanted if one.startswith("tiktok_shop") and self.is_refused(wanted[one])}
        print(f"   {len(cards)} produk · products, {plan['listings_changed']} listing, {plan['changes']} perubahan · changes")
        self.check("the plan has something to push on both channels", {one.split(":")[0] for one in wanted} == set(SHOPS))
        self.check("titles that the audit will refuse are among it", len(refused) >= min(REFUSED, len(refused_products)), refused)
        before, known = records(), {notice["id"] for notice in self.notices()}
        held = self.promote(wanted)
        print("2. Sinkronkan di tengah gangguan · push through the storm")
        self.trouble()
        began = time.monotonic()
        run, jobs = self.carry_out(plan, KILLS)
        took = time.monotonic() - began
        self.calm()
        after = records()
        print(f"   {len(jobs)} listing, {took:.0f} s")
        self.compare("push", wanted, jobs, before, after, held | refused)
        # Titles that the audit refuses later are reported separately, after a moment.
        time.sleep(5)
        self.told_once("push", run["id"], jobs, refused, known)
        print("3. Batalkan · undo")
        self.end_promotions(held)
        known = {notice["id"] for notice in self.notices()}
        undo = self.api.plan({}, f"/v1/runs/{run['id']}/undo")
        back = self.pushed(undo)
        self.trouble()
        undone, undo_jobs = self.carry_out(undo, 1)
        self.calm()
        self.compare("undo", back, undo_jobs, after, records(), set())
        last = records()
        self.wrong("push, then undo: both shops are as they were", [k for k in before if before[k] != last[k]])
        self.told_once("undo", undone["id"], undo_jobs, set(), known)

    @staticmethod
    def is_refused(changes: list[dict]) -> bool:
        return any(c["field"] == "title" and REFUSED_WORD in c["to"]["value"] for c in changes)


def main() -> int:
    if not all(SHOPS.values()):
        print("0 passed, 0 failed")
        return 0
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    storm = Storm(Api(os.environ["API_URL"], os.environ["TOKEN"]), json.loads(os.environ["STACK"]), most)
    try:
        storm.scene()
    except (Exception, SystemExit) as problem:  # noqa: BLE001 (a scene that breaks is a failure)
        storm.check("the storm", False, f"{type(problem).__name__}: {problem}")
    finally:
        storm.calm()
    print(f"{storm.passed} passed, {storm.failed} failed")
    return 1 if storm.failed else 0


if __name__ == "__main__":
    sys.exit(main())
