"""The two pinned Python environments: one for the local cloud, one for packaging and lints.

Only the standard library is used here, because this runs before either exists.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from say import step, stop_with
from settings import ROOT

HERE = Path(__file__).resolve().parent
# Always in the repository's `.local`, so that a test stack in another directory does not install everything again.
HOME = ROOT / ".local"


def cloud() -> Path:
    return ensure(HOME / "venv", HERE / "requirements.txt")


def packaging() -> Path:
    return ensure(HOME / "venv-test", HERE / "requirements-test.txt")


def ensure(where: Path, requirements: Path, python: str = sys.executable) -> Path:
    """Creates the environment unless it already has exactly these requirements; returns its `bin`."""
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    mark = where / ".requirements"
    if mark.exists() and mark.read_text() == wanted and (where / "bin" / "python").exists():
        return where / "bin"
    step(f"memasang {requirements.name} (sekali saja)", f"installing {requirements.name} (once)")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("VIRTUAL_ENV")}
    for command in (
        [python, "-m", "venv", "--clear", str(where)],
        [str(where / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", "-r", str(requirements)],
    ):
        done = subprocess.run(command, capture_output=True, text=True, env=clean)
        if done.returncode:
            stop_with(
                f"Gagal menyiapkan lingkungan Python dari {requirements.name}. Periksa sambungan internet (dan paket python3-venv), lalu ulangi.",
                f"Could not set up the Python environment from {requirements.name}. Check the network (and the python3-venv package), then try again.",
                (done.stdout + done.stderr)[-1500:],
            )
    mark.write_text(wanted)
    return where / "bin"


def enter(script: str) -> None:
    """Restarts the script in the local cloud's environment if this is another Python."""
    python = cloud() / "python"
    if Path(sys.prefix).resolve() != python.parent.parent.resolve():
        os.execv(python, [str(python), script, *sys.argv[1:]])
