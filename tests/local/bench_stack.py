"""A stack that the bench measures, and the measurements of its processes."""

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from client import Api, fetch
from settings import ROOT

LAUNCHER = [sys.executable, str(ROOT / "tests" / "local" / "stack.py")]


def launch(*arguments: str) -> str:
    """Local settings are not passed on, because they would change the measurements."""
    apart = ("SHOPEE_", "TIKTOK_", "AWS_", "HOST", "CLOUD", "LOCAL_DIR")
    env = {name: value for name, value in os.environ.items() if not name.startswith(apart)}
    done = subprocess.run([*LAUNCHER, *arguments], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(done.returncode)
    return done.stdout


@contextmanager
def fresh(name: str, *arguments: str):
    """Starts a new stack, yields its report, and ends it afterwards."""
    where = ["--dir", str(ROOT / ".local" / name)]
    launch("clean", *where)
    try:
        yield json.loads(launch("up", *where, "--ports", "auto", "--json", *arguments))
    finally:
        launch("down", *where)


@dataclass
class Phase:
    """The cost of one piece of work, summed over all functions."""

    name: str
    seconds: float = 0.0
    read_units: float = 0.0
    write_units: float = 0.0
    requests: int = 0
    log_bytes: int = 0
    # By function: invocations, messages, busy milliseconds.
    work: dict[str, dict[str, float]] = field(default_factory=dict)

    def of(self, function: str, what: str) -> float:
        return self.work.get(function, {}).get(what, 0)


class Stack:
    """A native stack with its meter, its log and its sandboxes' journals."""

    def __init__(self, report: dict) -> None:
        self.report = report
        self.log = Path(report["dir"]) / "logs" / "functions.log"
        self.webhook = report["webhook"]
        self.sandboxes = {"shopee": report["shopee_sandbox"], "tiktok_shop": report["tiktok_sandbox"]}
        token = launch("token", "--dir", report["dir"], "--role", "owner").strip()
        self.api = Api(report["api"], token)

    def calls_per_second(self, channel: str) -> int:
        return int(self.report["env"][f"{'SHOPEE' if channel == 'shopee' else 'TIKTOK'}_CALLS_PER_SECOND"])

    def meter(self) -> dict:
        return fetch(f"{self.webhook}/_local/meter")

    def tick(self, task: str) -> dict:
        return fetch(f"{self.webhook}/_local/schedule/{task}", "POST")

    def journal(self, channel: str, since: int = 0) -> list[dict]:
        """The calls since a given one, in order. The two sandboxes wrap the list differently."""
        told = fetch(f"{self.sandboxes[channel]}/_sandbox/journal?since={since}")
        return told["entries"] if isinstance(told, dict) else told

    def last_call(self, channel: str) -> int:
        return max((entry["seq"] for entry in self.journal(channel)), default=0)

    @contextmanager
    def phase(self, name: str):
        print(f"• {name}", file=sys.stderr, flush=True)
        done, before, place, begun = Phase(name), self.meter(), self.log.stat().st_size, time.monotonic()
        yield done
        done.seconds = time.monotonic() - begun
        after = self.meter()
        for unit in ("read_units", "write_units", "requests"):
            setattr(done, unit, after[unit] - before[unit])
        done.log_bytes = self.log.stat().st_size - place
        done.work = self.work_since(place)

    def work_since(self, place: int) -> dict[str, dict[str, float]]:
        """What the functions logged about their invocations."""
        work: dict[str, dict[str, float]] = {}
        with open(self.log, "rb") as log:
            log.seek(place)
            for line in log:
                try:
                    entry = json.loads(line)
                except ValueError:
                    continue  # a line that is being written
                if entry.get("message") == "batch worked":
                    function, messages = entry["queue"].lower(), entry["records"]
                elif entry.get("message") == "the request was answered":
                    function, messages = "api", 1
                else:
                    continue
                sums = work.setdefault(function, {"invocations": 0, "messages": 0, "again": 0, "busy_ms": 0})
                sums["invocations"] += 1
                sums["messages"] += messages
                sums["again"] += entry.get("again", 0)
                sums["busy_ms"] += entry["duration_ms"]
        return work

    def wait_for_quiet(self, seconds: float = 5, at_most: float = 600) -> None:
        """Waits until no function has logged anything for a while. Makes no request to the stack."""
        until, size, since = time.monotonic() + at_most, -1, time.monotonic()
        while time.monotonic() < until:
            now = self.log.stat().st_size
            if now != size:
                size, since = now, time.monotonic()
            elif time.monotonic() - since > seconds:
                return
            time.sleep(0.25)
        raise SystemExit("tumpukan tidak juga tenang · the stack does not come to rest")
