"""Checks the whole catalogue of a running stack: prices, titles, links (`make verify`).

    python3 tests/local/verify.py          on the desk's stack
    API_URL=… TOKEN=… python3 tests/local/verify.py

Prints the checklist of counts and every row that failed. The exit code is 1 when a row failed.
"""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STACK = [sys.executable, str(ROOT / "tests" / "local" / "stack.py")]
# Seconds without progress after which a check is given up. A check of 4,000 listings takes only seconds.
PATIENCE = 600


def output(*arguments: str) -> str:
    done = subprocess.run([*STACK, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(done.returncode)
    return done.stdout


def where() -> tuple[str, str]:
    if os.environ.get("API_URL") and os.environ.get("TOKEN"):
        return os.environ["API_URL"], os.environ["TOKEN"]
    directory = ["--dir", os.environ["LOCAL_DIR"]] if os.environ.get("LOCAL_DIR") else []
    report = json.loads(output("status", "--json", *directory))
    return report["api"], output("token", "--dir", report["dir"], "--role", "owner").strip()


class Api:
    def __init__(self, base: str, token: str):
        self.base, self.token = base.rstrip("/"), token

    def call(self, method: str, path: str) -> dict:
        headers = {"authorization": f"Bearer {self.token}", "content-type": "application/json"}
        body = None
        if method == "POST":
            headers["idempotency-key"] = str(uuid.uuid4())
            body = b"{}"
        request = urllib.request.Request(self.base + path, data=body, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            raise SystemExit(f"{method} {path}: {refused.code} {refused.read().decode(errors='replace')}") from None

    def pages(self, path: str):
        cursor = ""
        while cursor is not None:
            answer = self.call("GET", path + (f"&cursor={cursor}" if cursor else ""))
            yield from answer["items"]
            cursor = answer.get("next")


def finished(api: Api, started: dict) -> dict:
    last, since = -1, time.monotonic()
    while True:
        report = api.call("GET", "/v1/verification")
        if report["id"] != started["id"]:
            raise SystemExit("pemeriksaan lain dimulai · another check was started")
        if report["finished_at"]:
            return report
        if report["listings"] != last:
            last, since = report["listings"], time.monotonic()
        if time.monotonic() - since > PATIENCE:
            raise SystemExit(f"pemeriksaan berhenti di {last} listing · the check stands still at {last} listings")
        time.sleep(1)


def main() -> int:
    api = Api(*where())
    report = finished(api, api.call("POST", "/v1/verification"))
    print(f"{report['listings']} listing · judul/titles {report['titles']} · mirip/near {report['title_risks']}")
    failed = 0
    for check in report["checks"]:
        reasons = ", ".join(f"{reason} {count}" for reason, count in check["reasons"].items())
        mark = "OK  " if not check["failed"] else "FAIL"
        print(
            f"{mark} {check['text']} · {check['text_en']}: {check['passed']} benar/passed, "
            f"{check['explained']} dijelaskan/explained{f' ({reasons})' if reasons else ''}, {check['failed']} salah/failed"
        )
        failed += check["failed"]
    if failed:
        for row in rows(api, report):
            place = " ".join(str(row[part]) for part in ("listing", "product_id", "variant_id", "offer") if row.get(part))
            print(f"  {row['check']}: {row['reason']}: {place}: {row['details']}")
    if not report["listings"]:
        print("tidak ada listing; impor dulu (make demo) · no listings; import first (make demo)")
        return 1
    return int(failed != 0)


def rows(api: Api, report: dict):
    for check in report["checks"]:
        if check["failed"]:
            yield from api.pages(f"/v1/verification/rows?check={check['check']}")


if __name__ == "__main__":
    sys.exit(main())
