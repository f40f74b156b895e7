"""The local stack: up, down, token, logs, clean. `make run` and the tests both call this.

    python3 tests/local/stack.py up [--dir .local] [--ports auto] [--no-functions] [--host lambda] [--json]

With `--json` the last thing on stdout is one object with every address; see docs/LOCAL.md for its fields.
"""

import argparse
import fcntl
import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import checks  # noqa: E402
import say  # noqa: E402
import settings as config  # noqa: E402
import venvs  # noqa: E402
from procs import Book  # noqa: E402

# Processes are ended in this order: one that uses another is ended before it.
ORDER = ("functions", "proxy", "sandbox", "localstack", "ministack")
KEPT_BY_CLEAN = {"venv", "venv-test", "venv-localstack", "lock"}


@contextmanager
def only_one(directory: Path):
    """Two calls at the same time would start everything twice, so the second one waits."""
    directory.mkdir(parents=True, exist_ok=True)
    with open(directory / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The local stack of SyncStore.")
    parser.add_argument("command", choices=["up", "down", "token", "logs", "clean", "status"])
    parser.add_argument("--dir", help="where the stack keeps its state (default: LOCAL_DIR or .local)")
    parser.add_argument("--ports", choices=["env", "auto"], default="env")
    parser.add_argument("--no-functions", action="store_true", help="only the emulator and the stateful stack")
    parser.add_argument("--no-build", action="store_true", help="use the binaries as they are")
    parser.add_argument("--release", action="store_true", help="the release profile, as `make bench` measures it")
    parser.add_argument("--empty-shops", action="store_true", help="sandboxes without the seeded catalogue")
    parser.add_argument("--shopee-listings", type=int, help="of the seeded catalogue, so many Shopee listings")
    parser.add_argument("--host", choices=["native", "lambda"])
    parser.add_argument("--role", default=os.environ.get("ROLE") or "owner", choices=config.ROLES)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def settle_ports(stack: config.Settings, auto: bool, book: Book) -> None:
    """A stack on free ports keeps the ports of its first start, so that a second `up` finds it."""
    if auto:
        kept = book.data.get("ports", {})
        stack.ports = kept if set(kept) == set(config.PORTS) else checks.free_ports(list(config.PORTS))
    book.data["ports"] = stack.ports


def up(stack: config.Settings, options: argparse.Namespace) -> dict:
    checks.tools(*(["cargo", "cc", "node", "npm"] if stack.functions else []))
    with only_one(stack.dir):
        book = Book(stack.dir)
        settle_ports(stack, options.ports == "auto", book)
        from start import bring_up  # needs the environment that `enter` has just made sure of

        return bring_up(stack, book)


def down(directory: Path) -> list[str]:
    with only_one(directory):
        book = Book(directory)
        ended = [name for name in ORDER if book.end(name)]
    return ended


def clean(directory: Path) -> None:
    down(directory)
    for path in directory.iterdir():
        if path.name not in KEPT_BY_CLEAN:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def running(directory: Path) -> dict:
    """The report of the last `up`, if it is still valid."""
    book = Book(directory)
    report = book.data.get("report")
    if not report or not book.process("ministack"):
        say.stop_with(
            "Stack lokal tidak berjalan. Jalankan `make run` dahulu.",
            "The local stack is not running. Run `make run` first.",
        )
    return report


def token(directory: Path, role: str) -> str:
    from cloud import token as fetch

    report = running(directory)
    return fetch(report["ministack"], report["client_id"], report["users"][role])


def logs(directory: Path) -> None:
    files = sorted((directory / "logs").glob("*.log"))
    if not files:
        say.stop_with("Belum ada log. Jalankan `make run` dahulu.", "There are no logs yet. Run `make run` first.")
    try:
        subprocess.run(["tail", "-n", "40", "-F", *map(str, files)], check=False)
    except KeyboardInterrupt:
        pass


def main() -> None:
    checks.python_version()
    options = read_options()
    stack = config.from_env(options.dir)
    stack.host = options.host or stack.host
    stack.functions, stack.build, stack.release = not options.no_functions, not options.no_build, options.release
    stack.empty_shops = options.empty_shops
    stack.shopee_listings = options.shopee_listings
    if options.command == "down":
        ended = down(stack.dir)
        say.step(*(("dihentikan: " + ", ".join(ended), "stopped") if ended else ("tidak ada yang berjalan", "nothing was running")))
        return
    if options.command == "clean":
        stack.dir.mkdir(parents=True, exist_ok=True)
        clean(stack.dir)
        say.step("data lokal dihapus", "local data removed")
        return
    if options.command == "logs":
        logs(stack.dir)
        return
    venvs.enter(__file__)
    if options.command == "token":
        print(token(stack.dir, options.role))
        return
    report = running(stack.dir) if options.command == "status" else up(stack, options)
    if options.json:
        print(json.dumps(report, indent=2))
    else:
        from start import banner

        print(banner(report))


if __name__ == "__main__":
    main()
