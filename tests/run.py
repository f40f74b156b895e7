"""Runs all suites one after the other and adds up their counts (`make test`). The last line is `N passed, N failed`.

    python3 tests/run.py                every suite
    python3 tests/run.py check infra    only these
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / "tests" / "local"
sys.path.insert(0, str(LOCAL))

import browser  # noqa: E402
import checks  # noqa: E402
import pages  # noqa: E402
import settings  # noqa: E402
import venvs  # noqa: E402

TEMPLATE = "infra/template.yaml"
WASM = "wasm32-unknown-unknown"
Count = Callable[[str, int], tuple[int, int]]


def one(_: str, code: int) -> tuple[int, int]:
    """Runs a command that counts as one test."""
    return (0, 1) if code else (1, 0)


def cargo(text: str, code: int) -> tuple[int, int]:
    """Reads libtest's summary lines, one per test program. A failed build counts as one failure."""
    found = re.findall(r"^test result: \w+\. (\d+) passed; (\d+) failed;", text, re.M)
    return blame(sum(int(p) for p, _ in found), sum(int(f) for _, f in found), code)


def unittest(text: str, code: int) -> tuple[int, int]:
    ran = re.search(r"^Ran (\d+) tests?", text, re.M)
    bad = sum(int(number) for number in re.findall(r"(?:failures|errors)=(\d+)", text))
    return blame(max(int(ran[1]) - bad, 0) if ran else 0, bad, code)


def said(text: str, code: int) -> tuple[int, int]:
    """Reads the suite's own last `N passed, N failed`."""
    found = re.findall(r"(\d+) passed, (\d+) failed", text)
    return blame(*map(int, found[-1] if found else (0, 0)), code)


def vitest(text: str, code: int) -> tuple[int, int]:
    """Reads Vitest's line `Tests  2 failed | 120 passed (122)`."""
    line = re.search(r"^\s*Tests\s+(.*)$", re.sub(r"\x1b\[[0-9;]*m", "", text), re.M)
    number = {word: int(count) for count, word in re.findall(r"(\d+) (passed|failed)", line[1])} if line else {}
    return blame(number.get("passed", 0), number.get("failed", 0), code)


def blame(passed: int, failed: int, code: int) -> tuple[int, int]:
    """A suite that ends with an error, or that ran no test, has failed regardless of its counts."""
    return (passed, failed or 1) if code or not passed + failed else (passed, failed)


@dataclass
class Suite:
    group: str
    name: str
    command: list[str]
    count: Count = one
    needs_cloud: bool = False
    env: dict[str, str] = field(default_factory=dict)


def suites(chosen: set[str]) -> Iterator[Suite]:
    python, packaging = str(venvs.cloud() / "python"), venvs.packaging()
    yield Suite("check", "format", ["cargo", "fmt", "--all", "--check"])
    yield Suite("check", "python compiles", [python, "-m", "compileall", "-q", "tests/local", "tests/oracle", "tests/run.py"])
    yield Suite("infra", "cfn-lint", [str(packaging / "cfn-lint"), TEMPLATE])
    lint = ["validate", "--lint", "--region", "ap-southeast-3", "--template", TEMPLATE]
    yield Suite("infra", "sam validate", [str(packaging / "sam"), *lint])
    yield Suite("launcher", "launcher and template", [python, "-m", "unittest", "discover", "-s", "tests/local"], unittest)
    lints = ["--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]
    yield Suite("check", "clippy", ["cargo", "clippy", "--quiet", *lints])
    wasm = ["-p", "domain", "--target", WASM]
    yield Suite("check", "domain on wasm32", ["cargo", "check", "--quiet", "--locked", *wasm])
    if subprocess.run(["cargo", "deny", "--version"], capture_output=True).returncode == 0:
        yield Suite("check", "dependencies", ["cargo", "deny", "--offline", "check", "bans", "licenses", "sources"])
    if subprocess.run(["cargo", "machete", "--version"], capture_output=True).returncode == 0:
        yield Suite("check", "unused dependencies", ["cargo", "machete"])
    yield Suite("cargo", "workspace tests", ["cargo", "test", "--workspace", "--locked", "--no-fail-fast"], cargo, True)
    yield Suite("dashboard", "dashboard: types and lints", ["npm", "run", "check", "--prefix", "frontend"])
    yield Suite("dashboard", "dashboard: behaviour", ["npm", "test", "--prefix", "frontend"], vitest)
    built = {"DIST": str(pages.DIST)}
    yield Suite("dashboard", "dashboard: sizes", ["npm", "run", "test:built", "--prefix", "frontend"], vitest, env=built)
    if not chosen or "dashboard" in chosen:
        built |= {"CHROMIUM": browser.chromium()}
    yield Suite("dashboard", "dashboard: every page in a browser", ["npm", "run", "test:browser", "--prefix", "frontend"], vitest, env=built)
    yield Suite("oracle", "prices by another hand", [python, "tests/oracle/prices.py"])
    if (ROOT / "tests" / "clients" / "run.sh").exists():
        yield Suite("clients", "sandboxes by others' clients", ["bash", "tests/clients/run.sh"], said)
    cases = [sys.executable, "tests/local/flow.py", "cases"]
    yield Suite("cases", "situations that went wrong", cases, said)
    yield Suite("browser", "the seller's day in a browser", [sys.executable, "tests/local/flow.py", "browser"], said)
    for host in ("native", "lambda"):
        yield Suite("flow", f"main flow, {host} host", [sys.executable, "tests/local/flow.py", "fresh", host], said)


@contextmanager
def emulator(wanted: bool) -> Iterator[dict[str, str]]:
    """A new MiniStack on a free port, for the suites that use AWS."""
    if not wanted:
        yield {}
        return
    stack = [sys.executable, str(LOCAL / "stack.py")]
    where = ["--dir", str(ROOT / ".local" / "test-cloud")]
    subprocess.run([*stack, "clean", *where], cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
    up = [*stack, "up", *where, "--ports", "auto", "--no-functions", "--json"]
    try:
        report = json.loads(subprocess.run(up, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
        yield {"MINISTACK_URL": report["ministack"]}
    finally:
        subprocess.run([*stack, "down", *where], cwd=ROOT, stderr=subprocess.DEVNULL)


def run(suite: Suite) -> tuple[int, int, float]:
    print(f"\n━━ {suite.name}: {' '.join(shown(part) for part in suite.command)}", flush=True)
    began = time.monotonic()
    # Real credentials and local settings are not passed to the suites, because they would change the results.
    apart = {*settings.PASSED_ON, *settings.PORTS, "HOST", "CLOUD", "LOCAL_DIR", "ROLE"}
    env = {name: value for name, value in os.environ.items() if not name.startswith("AWS_") and name not in apart}
    env |= {"SAM_CLI_TELEMETRY": "0", "AWS_DEFAULT_REGION": "ap-southeast-3", "BUILD_WITH_TESTS": "1"}
    # Cargo treats every folder of tests/ as a crate, including __pycache__.
    env |= {"PYTHONPYCACHEPREFIX": str(ROOT / ".local" / "pycache")}
    lines = []
    try:
        with emulator(suite.needs_cloud) as more:
            running = subprocess.Popen(
                suite.command, cwd=ROOT, env=env | suite.env | more, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
            )
            for line in running.stdout:
                lines.append(line)
                print(line, end="", flush=True)
            code = running.wait()
    except (subprocess.CalledProcessError, OSError) as problem:
        print(f"could not run: {problem}", flush=True)
        code = 1
    return *suite.count("".join(lines), code), time.monotonic() - began


def shown(part: str) -> str:
    return Path(part).name if part.startswith("/") else part


def pinned_toolchain() -> None:
    """Rustup adds the components and targets of rust-toolchain.toml only to a toolchain that it installs itself."""
    if shutil.which("rustup") is None:
        return
    pinned = tomllib.loads((ROOT / "rust-toolchain.toml").read_text())["toolchain"]
    for kind, wanted in (("component", pinned["components"]), ("target", [WASM])):
        if subprocess.run(["rustup", kind, "add", *wanted], cwd=ROOT, stdout=2).returncode:
            print(f"rustup {kind} add {' '.join(wanted)}: gagal · failed", file=sys.stderr)


def main() -> int:
    checks.python_version()
    checks.tools("cargo", "node", "npm")
    pinned_toolchain()
    chosen = set(sys.argv[1:])
    if not chosen and "CARGO_TARGET_DIR" not in os.environ and not (ROOT / "target").exists():
        checks.disk(ROOT, checks.FREE_FOR_ALL_SUITES)
    if not chosen or "dashboard" in chosen:
        pages.build()
    results = [(suite.name, *run(suite)) for suite in suites(chosen) if not chosen or suite.group in chosen]
    print(f"\n{'suite':<34}{'passed':>8}{'failed':>8}{'seconds':>9}")
    for name, passed, failed, seconds in results:
        print(f"{name:<34}{passed:>8}{failed:>8}{seconds:>9.1f}{'' if not failed else '  ✗'}")
    passed, failed = sum(r[1] for r in results), sum(r[2] for r in results)
    print(f"\n{passed} passed, {failed} failed")
    return 1 if failed or not results else 0


if __name__ == "__main__":
    sys.exit(main())
