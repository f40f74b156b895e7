"""The part of `make bench` that needs a whole stack: calls and time of an import, table units of everything.

It uses its own native stack with the full-size sandboxes. Calls are counted by the sandboxes,
units by the store's own meter, invocations and their time by the functions' log.
"""

import hashlib
import hmac
import json
import math
import time
import urllib.request
from datetime import datetime

import bench_size
from bench_report import Report
from bench_stack import Phase, Stack, fresh, launch
from client import fetch
from demo import CHANNELS, Demo

PUSHED_PRODUCTS = 50
PUSHES_HEARD = 100
CHANGED_BY_HAND = 20
IDLE_SECONDS = 30


def run() -> Report:
    with fresh("bench-flow", "--host", "native", "--release") as told:
        report, stack = Report(), Stack(told)
        demo = Demo(stack.api, stack.sandboxes)
        demo.connect()
        stack.wait_for_quiet()
        first = imported(stack, report, "first import")
        listings = first.listings
        second = imported(stack, report, "second import, unchanged shops")
        slowed(stack, report, second.seconds)
        rules = repriced(stack, report, demo, listings)
        planned(stack, report, listings)
        pushed(stack, report)
        heard(stack, report)
        ticked(stack, report)
        idle(stack, report)
        searched(stack, report, told)
        report.facts["listings"] = listings
        report.facts["table"] = sizes = bench_size.table(told)
        shown = f"{sizes['items']} items, {sizes['table'] / 1e6:.1f} + {sizes['indexes'] / 1e6:.1f} MB"
        report.tell("size of the table after all this, and of its indexes", shown)
        total = first.write_units + rules.write_units
        report.tell("table units of a listing, import and prices together", units(total + 0.0, first.read_units + rules.read_units, listings))
        assert second.listings == listings, "the shops did not change in between"
        return report


def units(write: float, read: float, count: int) -> str:
    return f"{read / count:.2f} read, {write / count:.2f} write"


def keep(report: Report, name: str, phase: Phase, count: int) -> None:
    """Stores the facts of a phase, divided by `count` records."""
    report.facts[name] = {
        "count": count,
        "seconds": phase.seconds,
        "read_units": phase.read_units,
        "write_units": phase.write_units,
        "log_bytes": phase.log_bytes,
        "work": phase.work,
    }


class Bound:
    """The smallest number of calls that an import can make, computed from the contents of the shop."""

    def __init__(self, stack: Stack, channel: str) -> None:
        base = stack.sandboxes[channel]
        health = fetch(f"{base}/_sandbox/health")
        if channel == "shopee":
            self.listings = health["items"]
            items = fetch(f"{base}/_sandbox/items")["items"]
            self.with_models = sum(bool(fetch(f"{base}/_sandbox/items/{item}")["models"]) for item in items)
            self.calls = math.ceil(self.listings / 100) + math.ceil(self.listings / 50) + self.with_models
        else:
            self.listings = health["products"]
            self.calls = math.ceil(self.listings / 100) + self.listings
        self.seconds = self.calls / stack.calls_per_second(channel)


def imported(stack: Stack, report: Report, name: str) -> Phase:
    bounds = {channel: Bound(stack, channel) for channel in CHANNELS}
    before = {channel: stack.last_call(channel) for channel in CHANNELS}
    with stack.phase(name) as phase:
        done = wait_for_import(stack, stack.api.start("/v1/imports", {"channels": list(CHANNELS)})["id"])
        stack.wait_for_quiet()
    if done["phase"] != "finished":
        raise SystemExit(f"impor gagal · the import failed: {done['failure']}")
    wall = (moment(done["finished_at"]) - moment(done["started_at"])).total_seconds()
    phase.seconds, phase.listings = wall, sum(bound.listings for bound in bounds.values())
    for channel, bound in bounds.items():
        journal = stack.journal(channel, before[channel])
        calls, writes = len(journal), sum(entry["write"] for entry in journal)
        pulled = (moment(journal[-1]["at"]) - moment(journal[0]["at"])).total_seconds()
        shown = f"{calls} of {bound.calls} = {calls / bound.calls:.2f}"
        report.judge(f"{name}: {channel} calls ÷ lower bound, {bound.listings} listings", shown, "1.00", calls == bound.calls)
        report.judge(f"{name}: {channel} write calls", str(writes), "0", writes == 0)
        refused = sum(entry["status"] == 429 for entry in journal)
        report.judge(f"{name}: {channel} calls above the budget", str(refused), "0", refused == 0)
        shown = f"{pulled:.1f} of {bound.seconds:.1f} s = {pulled / bound.seconds:.2f}"
        report.judge(f"{name}: {channel} first to last call ÷ its budget's time", shown, "≤ 1.20", pulled / bound.seconds <= 1.2)
    allowed = max(bound.seconds for bound in bounds.values())
    shown = f"{wall:.1f} of {allowed:.1f} s = {wall / allowed:.2f}"
    report.judge(f"{name}: start to finish, masters included, ÷ the budget's time", shown, "≤ 1.20", wall / allowed <= 1.2)
    report.tell(f"{name}: table units of a listing", units(phase.write_units, phase.read_units, phase.listings))
    keep(report, "import" if name.startswith("first") else "import_again", phase, phase.listings)
    return phase


def slowed(stack: Stack, report: Report, usual: float) -> None:
    """Imports a shop that refuses one call in a hundred, and a shop that serves half of the budget's pace."""
    base = stack.sandboxes["shopee"]
    limit = stack.calls_per_second("shopee")
    bound = Bound(stack, "shopee")
    for name, path, body, target in (
        ("one call in a hundred refused", "faults", {"match": "/api/v2/", "kind": "rate_limit", "times": 1_000_000, "every": 100}, bound.seconds * 1.05 * 1.05),
        ("a shop that serves half of the budget", "budget", {"calls_per_second": limit // 2}, bound.seconds * 2 * 1.15),
    ):
        before = stack.last_call("shopee")
        fetch(f"{base}/_sandbox/{path}", "POST", body)
        done = wait_for_import(stack, stack.api.start("/v1/imports", {"channels": ["shopee"]})["id"])
        fetch(f"{base}/_sandbox/faults", "DELETE")
        fetch(f"{base}/_sandbox/budget", "POST", {"calls_per_second": limit})
        stack.wait_for_quiet()
        report.judge(f"{name}: the import", done["phase"], "finished", done["phase"] == "finished")
        journal = stack.journal("shopee", before)
        refused = sum(entry["status"] == 429 for entry in journal)
        pulled = (moment(journal[-1]["at"]) - moment(journal[0]["at"])).total_seconds()
        shown = f"{pulled:.1f} s, {refused} of {len(journal)} calls refused (all in all {usual:.1f} s without)"
        report.judge(f"{name}: first to last call", shown, f"≤ {target:.1f} s", pulled <= target)
        answered = len(journal) - refused
        report.judge(f"{name}: answered calls ÷ lower bound", f"{answered / bound.calls:.2f}", "≤ 1.05", answered <= bound.calls * 1.05)


def wait_for_import(stack: Stack, import_id: str) -> dict:
    """Polls rarely, because the cost of polling is measured too."""
    until = time.monotonic() + 900
    while time.monotonic() < until:
        now = stack.api.get(f"/v1/imports/{import_id}")
        if now["phase"] in ("finished", "failed"):
            return now
        time.sleep(3)
    raise SystemExit(f"impor belum selesai · the import is not done: {now}")


def moment(text: str) -> datetime:
    """Reads a time, cut to microseconds; its fraction can have up to nine digits."""
    whole, _, fraction = text.rstrip("Z").partition(".")
    return datetime.fromisoformat(f"{whole}.{(fraction + '000000')[:6]}+00:00")


def repriced(stack: Stack, report: Report, demo: Demo, listings: int) -> Phase:
    with stack.phase("a price rule for each channel") as phase:
        demo.rules()
        stack.wait_for_quiet()
    report.tell("price rules: table units of a listing that is quoted", units(phase.write_units, phase.read_units, listings))
    keep(report, "reprice", phase, listings)
    for channel in CHANNELS:
        fees_changed(stack, report, channel)
    return phase


def fees_changed(stack: Stack, report: Report, channel: str) -> None:
    """Raises a fee of every sale by one percent; then saves the same fees once more."""
    path = f"/v1/fee-schedules/{channel}"
    stored = stack.api.get(path)
    fees, version = stored["schedule"]["fees"], stored["version"]
    raised = {**stored["schedule"], "fees": [{"name": "Biaya uji", "kind": "percent", "percent": 1, "enabled": True}, *fees]}
    for name, schedule in (("a fee change", raised), ("the same fees again", raised)):
        with stack.phase(f"{channel}: {name}") as phase:
            began = time.monotonic()
            saved = stack.api.call("PUT", path, schedule, If_Match=f'"{version}"')
            version = saved["version"]
            done = wait_for_repricing(stack, saved["repricing_id"])
            took = time.monotonic() - began
            stack.wait_for_quiet()
        looked, written = done["listings"], done["written"]
        shown = f"{took:.1f} s, {units(phase.write_units, phase.read_units, looked)}"
        report.tell(f"{channel}: {name} over {looked} listings: wall time, table units of each", shown)
        if name != "a fee change":
            report.judge(f"{channel}: {name}: listings written", str(written), "0", written == 0)
        keep(report, f"fees_{channel}_{'changed' if name == 'a fee change' else 'again'}", phase, looked)
    tried = {"channel": channel, "fees": stored["schedule"]}
    began = time.monotonic()
    found = stack.api.start("/v1/price-rules/preview", tried)
    answered = time.monotonic() - began
    # For a large catalogue, a bulk task computes the preview.
    while "task" in found and not found["task"]["finished_at"]:
        time.sleep(0.5)
        found = {"task": stack.api.get(f"/v1/bulk-tasks/{found['task']['id']}")}
    took = time.monotonic() - began
    found = found["task"]["preview"] if "task" in found else found
    report.judge(f"{channel}: what if over {found['offers']} offers: the request", f"{answered:.1f} s", "< 1 s", answered < 1)
    report.tell(f"{channel}: what if over {found['offers']} offers: the whole answer", f"{took:.1f} s")


def wait_for_repricing(stack: Stack, repricing: str) -> dict:
    until = time.monotonic() + 600
    while time.monotonic() < until:
        now = stack.api.get(f"/v1/repricings/{repricing}")
        if now["state"] == "finished":
            return now
        time.sleep(1)
    raise SystemExit(f"harga belum selesai dihitung · the prices are not computed: {now}")


def planned(stack: Stack, report: Report, listings: int) -> None:
    """Plans every product on both channels: one request records the plan, the queue's workers compute it."""
    with stack.phase("a plan of the whole catalogue") as phase:
        began = time.monotonic()
        begun = stack.api.start("/v1/plans", {"filter": {}, "channels": list(CHANNELS)})
        took = time.monotonic() - began
        plan = stack.api.wait(f"/v1/plans/{begun['id']}", lambda now: now["state"] != "preparing", 600)
        whole = time.monotonic() - began
    report.judge(f"the request of a plan of {listings} listings", f"{took:.2f} s", "< 1 s", took < 1)
    report.tell(f"until the plan is ready, with {plan['changes']} changes", f"{whole:.1f} s")
    report.tell("plan of the whole catalogue: table units of a listing", units(phase.write_units, phase.read_units, listings))


def pushed(stack: Stack, report: Report) -> None:
    """Pushes everything that differs, for products on both channels."""
    cards = [card for card in stack.api.items("/v1/products?channel=tiktok_shop") if {"shopee", "tiktok_shop"} <= set(card["channels"])]
    chosen = [card["id"] for card in cards if card["status"] == "active"][:PUSHED_PRODUCTS]
    before = {channel: stack.last_call(channel) for channel in CHANNELS}
    with stack.phase(f"a push of {len(chosen)} products to both shops") as phase:
        plan = stack.api.plan({"products": chosen, "channels": list(CHANNELS)})
        run = stack.api.start("/v1/runs", {"plan_id": plan["id"], "plan_hash": plan["hash"], "waves": "single"})
        stack.wait_for_quiet(seconds=15)
    done = stack.api.get(f"/v1/runs/{run['id']}")
    jobs, counts = plan["listings_changed"], done["counts"]
    calls = {channel: len(stack.journal(channel, before[channel])) for channel in CHANNELS}
    writes = {channel: sum(entry["write"] for entry in stack.journal(channel, before[channel])) for channel in CHANNELS}
    good = counts.get("succeeded", 0) + counts.get("unchanged", 0)
    report.judge("pushes that ended right", f"{good} of {jobs}", "all", good == jobs)
    report.tell("push: calls to the channels, each listing", f"{sum(calls.values()) / jobs:.1f}, {sum(writes.values()) / jobs:.1f} of them writes")
    report.tell("push: table units of a listing, plan and run included", units(phase.write_units, phase.read_units, jobs))
    keep(report, "push", phase, jobs)
    report.facts["push"]["calls"] = sum(calls.values())


def heard(stack: Stack, report: Report) -> None:
    """Sends Shopee pushes over HTTP: half of them are about an edit, half about nothing new."""
    base = stack.sandboxes["shopee"]
    key = fetch(f"{base}/_sandbox/health")["credentials"]["app_secret"]
    shop = fetch(f"{base}/_sandbox/health")["shop_id"]
    items = fetch(f"{base}/_sandbox/items")["items"][-PUSHES_HEARD:]
    took = []
    with stack.phase(f"{PUSHES_HEARD} pushes heard, half of them about an edit") as phase:
        for nth, item in enumerate(items):
            if nth % 2:
                fetch(f"{base}/_sandbox/edit", "POST", {"item_id": item, "price": 99_000 + nth * 100})
            took.append(push(stack, key, shop, item))
        stack.wait_for_quiet(seconds=8)
    took.sort()
    report.tell("webhook over HTTP to the native host: median", f"{took[len(took) // 2] * 1000:.0f} ms")
    report.tell("table units of a push that is heard, looked at and stored", units(phase.write_units, phase.read_units, PUSHES_HEARD))
    keep(report, "webhook", phase, PUSHES_HEARD)


def push(stack: Stack, key: str, shop: int, item: int) -> float:
    url, now = f"{stack.webhook}/webhooks/shopee", int(time.time())
    data = {"item_id": item, "model_id": 0, "update_field": "original_price", "old_value": 1, "new_value": 2, "update_time": now}
    body = json.dumps({"data": data, "shop_id": shop, "code": 22, "timestamp": now}).encode()
    signature = hmac.new(key.encode(), url.encode() + b"|" + body, hashlib.sha256).hexdigest()
    request = urllib.request.Request(url, data=body, headers={"Authorization": signature, "Content-Type": "application/json"})
    begun = time.monotonic()
    with urllib.request.urlopen(request, timeout=10) as answer:
        answer.read()
    return time.monotonic() - begun


def ticked(stack: Stack, report: Report) -> None:
    """Runs each schedule once when nothing changed, and a reconcile that finds edits without a webhook."""
    for task in ("refresh_tokens", "health", "fees", "outcomes"):
        with stack.phase(f"schedule: {task}") as phase:
            stack.tick(task)
            stack.wait_for_quiet()
        keep(report, task, phase, 1)
    with stack.phase("schedule: the first reconcile") as phase:
        stack.tick("reconcile")
        stack.wait_for_quiet()
    keep(report, "reconcile_first", phase, 1)
    with stack.phase("schedule: reconcile of a quiet day") as phase:
        began = time.monotonic()
        stack.tick("reconcile")
        took = time.monotonic() - began
        stack.wait_for_quiet()
    report.tell("reconcile of a quiet day: table units, time", f"{phase.read_units:.0f} read, {phase.write_units:.0f} write, {took:.1f} s")
    keep(report, "reconcile", phase, 1)
    report.facts["reconcile"]["tick_ms"] = took * 1000
    base = stack.sandboxes["shopee"]
    for item in fetch(f"{base}/_sandbox/items")["items"][:CHANGED_BY_HAND]:
        fetch(f"{base}/_sandbox/edit", "POST", {"item_id": item, "name": f"Dudukan Kamera FPV disunting {item}"})
    with stack.phase(f"schedule: reconcile with {CHANGED_BY_HAND} edits by hand") as phase:
        stack.tick("reconcile")
        stack.wait_for_quiet(seconds=8)
    report.tell("reconcile: table units of an edit that nobody told of", units(phase.write_units, phase.read_units, CHANGED_BY_HAND))
    keep(report, "reconcile_edits", phase, CHANGED_BY_HAND)


def idle(stack: Stack, report: Report) -> None:
    with stack.phase(f"{IDLE_SECONDS} s without work") as phase:
        time.sleep(IDLE_SECONDS)
    used = phase.read_units + phase.write_units
    report.judge(f"table units in {IDLE_SECONDS} s without work", f"{used:.1f}", "0", used == 0)


def searched(stack: Stack, report: Report, told: dict) -> None:
    """The first search of a new process reads the catalogue; later ones only read changes."""
    where = ["--dir", told["dir"]]
    launch("down", *where)
    stack = Stack(json.loads(launch("up", *where, "--ports", "auto", "--json", "--host", "native", "--release", "--no-build")))
    for name, again in (("first search of a new process", 1), ("search after that", 10)):
        with stack.phase(name) as phase:
            for _ in range(again):
                stack.api.get("/v1/products?limit=50&q=dudukan")
        report.tell(f"{name}: table units", units(phase.write_units, phase.read_units, again))
        keep(report, "search_cold" if again == 1 else "search", phase, again)

