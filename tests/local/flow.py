"""The main flow against a running stack: import, price, push, read back.

    python3 tests/local/flow.py attach            on the desk's stack (`make demo`)
    python3 tests/local/flow.py faults            what can go wrong, on the desk's stack after the demo
    python3 tests/local/flow.py storm [300]       a push of everything through faults, and its undo, on the desk's stack
    python3 tests/local/flow.py cases             situations that went wrong once, on a new stack with empty shops
    python3 tests/local/flow.py browser [sign-in] the dashboard in a browser, on a new stack with empty shops
    python3 tests/local/flow.py pictures          the README's pictures, from the desk's stack after the demo
    python3 tests/local/flow.py fresh native      both on a new stack of its own, removed afterwards
    python3 tests/local/flow.py fresh lambda      the same through the deployed form

The flow itself is `demo.py`; it finds the stack in these variables: API_URL, WEBHOOK_URL, SHOPEE_SANDBOX_URL,
TIKTOK_SANDBOX_URL (empty when that sandbox is not ours), TOKEN (an owner's).
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import browser

ROOT = Path(__file__).resolve().parents[2]
STACK = [sys.executable, str(ROOT / "tests" / "local" / "stack.py")]
DEMO = [sys.executable, str(ROOT / "tests" / "local" / "demo.py")]
# Suites whose last line is their own `N passed, N failed`.
FAULTS, STORM, CASES = ([sys.executable, str(ROOT / "tests" / "local" / name)] for name in ("faults.py", "storm.py", "cases.py"))
LAMBDA_SHOPEE_LISTINGS = "900"


def output(*arguments: str) -> str:
    done = subprocess.run([*STACK, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(done.returncode)
    return done.stdout


def told(report: dict) -> dict[str, str]:
    return {
        "API_URL": report["api"],
        "WEBHOOK_URL": report["webhook"],
        "SHOPEE_SANDBOX_URL": report["shopee_sandbox"] or "",
        "TIKTOK_SANDBOX_URL": report["tiktok_sandbox"] or "",
        "TOKEN": output("token", "--dir", report["dir"], "--role", "owner").strip(),
        "STACK": json.dumps(report),
    }


def demo(report: dict, arguments: list[str]) -> int:
    return subprocess.run([*DEMO, *arguments], cwd=ROOT, env=os.environ | told(report)).returncode


def suite(command: list[str], report: dict) -> tuple[int, int]:
    """Returns the counts of the suite's last line. These suites kill processes, so they need the native host."""
    ran = subprocess.Popen(command, cwd=ROOT, env=os.environ | told(report), stdout=subprocess.PIPE, text=True)
    lines = []
    for line in ran.stdout:
        lines.append(line)
        print(line, end="", flush=True)
    found = re.findall(r"^(\d+) passed, (\d+) failed$", "".join(lines), re.M)
    passed, failed = map(int, found[-1]) if found else (0, 1)
    return passed, failed or int(ran.wait() != 0)


def in_browser(report: dict, specs: list[str]) -> int:
    """Reads Playwright's summary, which has a line for each outcome. A test that did not run counts as failed."""
    browser.packages()
    logins = (Path(report["dir"]) / "owner.json").read_text()
    env = os.environ | told(report) | {"LOGINS": logins, "CHROMIUM": browser.chromium(), "NO_COLOR": "1"}
    ran = subprocess.Popen(["npx", "playwright", "test", *specs], cwd=browser.E2E, env=env, stdout=subprocess.PIPE, text=True)
    lines = []
    for line in ran.stdout:
        lines.append(line)
        print(line, end="", flush=True)
    counts = {word: int(number) for number, word in re.findall(r"^  (\d+) (passed|failed|flaky|did not run|interrupted)", "".join(lines), re.M)}
    failed = sum(number for word, number in counts.items() if word != "passed")
    failed = failed or int(ran.wait() != 0 or not counts)
    print(f"{counts.get('passed', 0)} passed, {failed} failed")
    return int(failed != 0)


def fresh(host: str, arguments: list[str]) -> int:
    directory = str(ROOT / ".local" / f"test-{host}")
    if host == "lambda":
        # Emulated invocations are slow, so pictures are hashed only on the native host.
        os.environ.setdefault("HASH_IMAGES", "false")
    subprocess.run([*STACK, "clean", "--dir", directory], cwd=ROOT, check=True)
    try:
        # The native host imports the whole catalogue; an emulated invocation is slow, and takes a part of it.
        part = ["--shopee-listings", LAMBDA_SHOPEE_LISTINGS] if host == "lambda" else []
        report = json.loads(output("up", "--dir", directory, "--ports", "auto", "--host", host, "--json", *part))
        failed = int(demo(report, arguments) != 0)
        passed = 1 - failed
        if host == "native" and not failed:
            more = suite(FAULTS, report)
            passed, failed = passed + more[0], failed + more[1]
        print(f"{passed} passed, {failed} failed")
        return int(failed != 0)
    finally:
        subprocess.run([*STACK, "down", "--dir", directory], cwd=ROOT)


def on_empty_shops(name: str, what: Callable[[dict], int]) -> int:
    directory = str(ROOT / ".local" / f"test-{name}")
    subprocess.run([*STACK, "clean", "--dir", directory], cwd=ROOT, check=True)
    try:
        return what(json.loads(output("up", "--dir", directory, "--ports", "auto", "--host", "native", "--empty-shops", "--json")))
    finally:
        subprocess.run([*STACK, "down", "--dir", directory], cwd=ROOT)


def main() -> int:
    match sys.argv[1:]:
        case ["attach", *arguments]:
            where = ["--dir", os.environ["LOCAL_DIR"]] if os.environ.get("LOCAL_DIR") else []
            return demo(json.loads(output("status", "--json", *where)), arguments)
        case [("faults" | "storm") as name, *arguments]:
            where = ["--dir", os.environ["LOCAL_DIR"]] if os.environ.get("LOCAL_DIR") else []
            command = FAULTS if name == "faults" else STORM
            return int(suite([*command, *arguments], json.loads(output("status", "--json", *where)))[1] != 0)
        case ["pictures"]:
            where = ["--dir", os.environ["LOCAL_DIR"]] if os.environ.get("LOCAL_DIR") else []
            return in_browser(json.loads(output("status", "--json", *where)), ["--config", "pictures.config.ts"])
        case ["cases"]:
            return on_empty_shops("cases", lambda report: int(suite(CASES, report)[1] != 0))
        case ["browser", *specs]:
            return on_empty_shops("browser", lambda report: in_browser(report, specs))
        case ["fresh", ("native" | "lambda") as host, *arguments]:
            return fresh(host, arguments)
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
