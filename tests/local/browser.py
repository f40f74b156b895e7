"""Finds or installs the browser and the packages of the browser tests; otherwise says clearly what to install."""

import os
import shutil
import subprocess
from pathlib import Path

from say import step, stop_with

ROOT = Path(__file__).resolve().parents[2]
E2E = ROOT / "tests" / "e2e"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def chromium() -> str:
    """The path of a Chromium: CHROMIUM, the system's, Debian's package (as root), or Playwright's own."""
    if named := os.environ.get("CHROMIUM"):
        return named
    if found := next(filter(None, map(shutil.which, NAMES)), None):
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        step("memasang Chromium (sekali saja)", "installing Chromium (once)")
        quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
        install = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
        if subprocess.run(install, **quiet).returncode:
            subprocess.run(["apt-get", "update"], **quiet)
            subprocess.run(install, **quiet)
        if found := shutil.which("chromium"):
            return found
    packages()
    subprocess.run(["npx", "playwright", "install", "chromium"], cwd=E2E, stdout=2)
    own = subprocess.run(
        ["node", "-e", "import('@playwright/test').then(({ chromium }) => console.log(chromium.executablePath()))"],
        cwd=E2E, stdout=subprocess.PIPE, text=True,
    ).stdout.strip()
    if own and Path(own).exists():
        return own
    stop_with("Chromium tidak ada. Pasang: apt install chromium", "There is no Chromium. Install it: apt install chromium")


def packages() -> None:
    env = os.environ | {"PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1"}
    if subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=E2E, env=env, stdout=2).returncode:
        stop_with("`npm ci` di tests/e2e gagal.", "`npm ci` in tests/e2e failed.")
