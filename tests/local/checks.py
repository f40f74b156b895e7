"""Checks of the machine before anything starts; each failure names the remedy."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from say import stop_with

FREE_FOR_FIRST_BUILD = 6 * 1024**3
FREE_FOR_ALL_SUITES = 9 * 1024**3


def python_version() -> None:
    if sys.version_info < (3, 11):
        stop_with(
            "Python 3.11 atau lebih baru diperlukan. Pasang Python baru, lalu jalankan lagi dengan PYTHON=python3.12 make run.",
            "Python 3.11 or newer is needed. Install one, then run again with PYTHON=python3.12 make run.",
        )


TOOLS = {
    "cargo": ("pasang Rust lewat https://rustup.rs", "install Rust from https://rustup.rs"),
    "cc": ("pasang kompilator C (Debian/Ubuntu: apt install build-essential; macOS: xcode-select --install)", "install a C compiler (Debian/Ubuntu: apt install build-essential; macOS: xcode-select --install)"),
    "node": ("pasang Node.js 20 atau lebih baru dari https://nodejs.org", "install Node.js 20 or newer from https://nodejs.org"),
    "npm": ("pasang Node.js 20 (npm ikut serta) dari https://nodejs.org", "install Node.js 20 (npm comes along) from https://nodejs.org"),
}


def tools(*names: str) -> None:
    for name in names:
        if shutil.which(name) is None:
            indonesian, english = TOOLS[name]
            stop_with(f"`{name}` tidak ditemukan: {indonesian}.", f"`{name}` was not found: {english}.")


def disk(where: Path, needed: int = FREE_FOR_FIRST_BUILD) -> None:
    free = shutil.disk_usage(where).free
    if free < needed:
        stop_with(
            f"Ruang disk tinggal {free / 1024**3:.1f} GB; build pertama perlu {needed / 1024**3:.0f} GB. Kosongkan disk, atau pakai CARGO_TARGET_DIR di disk lain.",
            f"Only {free / 1024**3:.1f} GB of disk is free; a first build needs {needed / 1024**3:.0f} GB. Free some, or set CARGO_TARGET_DIR to another disk.",
        )


def is_listening(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def port_free(port: int, setting: str, patience: float = 2) -> None:
    """Waits a moment if needed, because a process of ours that has just ended may still hold its port."""
    deadline = time.monotonic() + patience
    while is_listening(port) and time.monotonic() < deadline:
        time.sleep(0.05)
    if is_listening(port):
        stop_with(
            f"Port {port} sedang dipakai program lain. Hentikan program itu, atau pilih port lain: make run {setting}={port + 1000}",
            f"Port {port} is in use by another program. Stop it, or choose another port: make run {setting}={port + 1000}",
            holder(port),
        )


def holder(port: int) -> str:
    """The process that uses the port, if the system reports it."""
    command = ["ss", "-ltnpH", f"sport = :{port}"] if shutil.which("ss") else ["lsof", "-nP", f"-iTCP:{port}", "-sTCP:LISTEN"]
    if shutil.which(command[0]) is None:
        return ""
    return subprocess.run(command, capture_output=True, text=True).stdout


def free_ports(names: list[str]) -> dict[str, int]:
    """Free ports for a stack beside another one. All are held open until all are chosen."""
    held, chosen = [], {}
    for name in names:
        probe = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        probe.bind(("127.0.0.1", 0))
        held.append(probe)
        chosen[name] = probe.getsockname()[1]
    for probe in held:
        probe.close()
    return chosen


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return response.status == 200
    except (OSError, ValueError):
        return False


def wait_for(url: str, seconds: float, alive) -> bool:
    """Waits until the address answers 200; gives up early when the process behind it has died."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answers(url):
            return True
        if not alive():
            return False
        time.sleep(0.1)
    return False
