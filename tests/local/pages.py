"""The dashboard of a stack: built when its sources changed, and described for the host that serves it."""

import fcntl
import hashlib
import json
import subprocess
from pathlib import Path

from say import step, stop_with
from settings import REGION, ROOT, STAGE, Settings

SOURCES = ROOT / "frontend"
DIST = SOURCES / "dist"
MODULES = SOURCES / "node_modules"
# What the build is made of: the dashboard, and the manual that it serves.
INPUTS = (SOURCES, ROOT / "docs/panduan")
# Files that the build or local tests create.
MADE = {"node_modules", "dist", "dev-dist", ".tanstack", ".screens", "routeTree.gen.ts"}


def build(wanted: bool = True) -> Path | None:
    """Builds the dashboard if needed; None if it must not be built and was never built before."""
    if not wanted:
        return DIST if (DIST / "index.html").exists() else None
    lock = ROOT / ".local" / "pages.lock"
    lock.parent.mkdir(exist_ok=True)
    with open(lock, "w") as held:
        # Two stacks of one checkout share the build.
        fcntl.flock(held, fcntl.LOCK_EX)
        install()
        mark, now = DIST / ".sources", "".join(map(fingerprint, INPUTS))
        if not mark.exists() or mark.read_text() != now:
            step("membangun dasbor", "building the dashboard")
            npm("run", "bundle")
            mark.write_text(now)
    return DIST


def install() -> None:
    """Installs exactly the packages of the lock file."""
    # npm's own record of the installed packages.
    there = versions(MODULES / ".package-lock.json")
    wanted = versions(SOURCES / "package-lock.json", optional=False)
    if wanted.items() <= there.items():
        return
    step("memasang paket dasbor (sekali saja)", "installing the dashboard's packages (once)")
    npm("ci", "--ignore-scripts")


def versions(lock: Path, optional: bool = True) -> dict[str, str]:
    """The version of each package by its path. Optional packages for other systems are left out."""
    if not lock.exists():
        return {}
    packages = json.loads(lock.read_text())["packages"]
    return {path: package["version"] for path, package in packages.items() if path and (optional or not package.get("optional"))}


def npm(*arguments: str) -> None:
    done = subprocess.run(["npm", *arguments], cwd=SOURCES, capture_output=True, text=True)
    if done.returncode:
        stop_with(
            f"`npm {' '.join(arguments)}` gagal di frontend/. Periksa sambungan internet dan versi Node.js (20.19 atau lebih baru).",
            f"`npm {' '.join(arguments)}` failed in frontend/. Check the network and the version of Node.js (20.19 or newer).",
            (done.stdout + done.stderr)[-1500:],
        )


def fingerprint(folder: Path) -> str:
    """A hash of all sources of the dashboard."""
    seen = hashlib.sha256()
    for path in sorted(sources(folder)):
        seen.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()


def sources(folder: Path):
    for path in folder.iterdir():
        if path.name in MADE:
            continue
        if path.is_dir():
            yield from sources(path)
        else:
            yield path


def describe(settings: Settings, pool: str, client_id: str) -> dict:
    """Describes what the host serves: the folder, the headers of every answer, and `/config.json`."""
    described = json.loads((SOURCES / "headers.json").read_text())
    # The sandboxes serve pictures over plain HTTP and on other ports.
    sandboxes = "".join(f" {base}" for base in sorted({settings.shopee_sandbox, settings.tiktok_sandbox} - {None}))
    filled = {"sign_in": settings.ministack, "images": sandboxes}
    return {
        "root": str(DIST),
        "headers": {name: value.format(**filled) for name, value in described["headers"].items()},
        "cache": described["cache"],
        "config": {
            "stage": STAGE,
            "cognito": {"endpoint": settings.ministack, "region": REGION, "pool_id": pool, "client_id": client_id},
        },
    }


def write(settings: Settings, pool: str, client_id: str) -> Path:
    file = settings.dir / "pages.json"
    text = json.dumps(describe(settings, pool, client_id), indent=2) + "\n"
    # Not written when nothing changed, because the host is restarted whenever this file changes.
    if not file.exists() or file.read_text() != text:
        file.write_text(text)
    return file
