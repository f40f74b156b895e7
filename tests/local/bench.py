"""`make bench`: what an import calls, what the functions take, what a month costs; one table with targets.

    python3 tests/local/bench.py                every part, in this order
    python3 tests/local/bench.py import         calls, time and table units of the whole flow
    python3 tests/local/bench.py functions      start, memory, processor time and size of each function
    python3 tests/local/bench.py webhook        the webhook's handler alone
    python3 tests/local/bench.py catalogue      the catalogue search
    python3 tests/local/bench.py matching       the matcher on made-up catalogues of growing size
    python3 tests/local/bench.py prices         100,000 offers quoted in the domain
    python3 tests/local/bench.py whole          plan, run, approve, cancel, undo over 4,147 and 100,000 listings
    python3 tests/local/bench.py dashboard      the dashboard in a browser: searching, scrolling, Lighthouse
    python3 tests/local/bench.py bill           the monthly bill, from the last run of the others

A missed target is marked; the exit code is 0 all the same. docs/BENCH.md says what each figure means.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import checks  # noqa: E402
import venvs  # noqa: E402

FUNCTIONS = ("api", "webhook", "import", "sync", "pricing", "schedule", "notify")


def built(*packages: str) -> Path:
    """The release build, as AWS gets it: one command, so that all share one set of features."""
    from settings import ROOT

    checks.tools("cargo", "cc")
    chosen = [part for package in packages for part in ("-p", package)]
    command = ["nice", "cargo", "build", "--locked", "--release", *chosen]
    print("• build: " + " ".join(command[1:]), file=sys.stderr, flush=True)
    if subprocess.run(command, cwd=ROOT, stdout=2).returncode:
        raise SystemExit("build gagal · the build failed")
    told = subprocess.run(
        ["cargo", "metadata", "--no-deps", "--format-version", "1", "--locked"], cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    return Path(json.loads(told.stdout)["target_directory"]) / "release"


def measured(programs: Path, *arguments: str, env: dict | None = None):
    """The results of the Rust program."""
    from bench_report import Report

    print(f"• bench {arguments[0]}", file=sys.stderr, flush=True)
    done = subprocess.run([programs / "bench", "--json", *arguments], env=env, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"bench {arguments[0]} gagal · failed")
    return Report(**json.loads(done.stdout))


def on_cloud(programs: Path, *arguments: str):
    """Runs a part with an emulator that has only the stateful stack."""
    from bench_stack import fresh

    with fresh("bench-cloud", "--no-functions") as told:
        # The environment that a function has in the cloud, without the credentials of this machine.
        env = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")} | told["env"]
        return measured(programs, *arguments, env=env)


def dashboard():
    """The production build in a real browser; needs no Rust program."""
    import browser
    import pages
    from bench_report import KEPT, Report

    KEPT.mkdir(parents=True, exist_ok=True)
    found = KEPT / "dashboard-rows.json"
    found.unlink(missing_ok=True)
    env = os.environ | {"DIST": str(pages.build()), "CHROMIUM": browser.chromium(), "BENCH": str(found)}
    print("• bench dashboard", file=sys.stderr, flush=True)
    if subprocess.run(["npm", "run", "bench"], cwd=pages.SOURCES, env=env, stdout=2).returncode or not found.exists():
        raise SystemExit("bench dashboard gagal · failed")
    return Report(**json.loads(found.read_text()))


def part(name: str, programs: Path | None):
    if name == "import":
        import bench_flow

        return bench_flow.run()
    if name == "dashboard":
        return dashboard()
    if name == "bill":
        import bench_bill

        return bench_bill.run()
    programs = programs or built("bench", *(FUNCTIONS if name == "functions" else ()))
    if name == "functions":
        return on_cloud(programs, "functions", "--programs", str(programs))
    if name == "webhook":
        return on_cloud(programs, "webhook")
    if name == "whole":
        report = on_cloud(programs, "whole")
        report.rows += on_cloud(programs, "whole", "--listings", "100000").rows
        return report
    return measured(programs, name)


PARTS = ("import", "functions", "webhook", "catalogue", "matching", "prices", "whole", "dashboard", "bill")


def main() -> int:
    checks.python_version()
    chosen = sys.argv[1:] or list(PARTS)
    if unknown := [name for name in chosen if name not in PARTS]:
        print(f"{', '.join(unknown)}: ?\n{__doc__}", file=sys.stderr)
        return 2
    venvs.enter(__file__)
    from bench_report import keep, table

    programs = built("bench", *FUNCTIONS) if len(chosen) == len(PARTS) else None
    reports = []
    for name in chosen:
        report = part(name, programs)
        keep(name, report)
        reports.append((name, report))
    print(table(reports))
    return 0


if __name__ == "__main__":
    sys.exit(main())
