"""Starting, recognising and ending the processes of one local stack.

A pid alone is not enough: it may belong to another process by now. Each record also has the process's start
time and command, and a signal is sent only if both still match.
"""

import hashlib
import json
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

# The variables that a child inherits. Credentials and profiles of a real cloud account are never passed on.
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "RUST_BACKTRACE", "RUST_LOG")
# Children must be waited for; otherwise they stay as zombies, which look alive.
_children: dict[int, subprocess.Popen] = {}


@dataclass
class Spec:
    """One process that the stack needs."""

    name: str
    argv: list[str]
    env: dict[str, str]
    watched: tuple[Path, ...] = ()

    def stamp(self) -> str:
        """A hash of the command, its settings and its program. If it changes, the process is started again."""
        seen = [self.argv, sorted(self.env.items())]
        for path in self.watched:
            status = path.stat()
            seen.append([str(path), status.st_mtime_ns, status.st_size])
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]


def identity(pid: int) -> dict[str, str] | None:
    """Start time and command of a live process, or None when there is none."""
    child = _children.get(pid)
    if child is not None and child.poll() is not None:
        return None
    proc = Path(f"/proc/{pid}")
    if Path("/proc/self/stat").exists():
        try:
            fields = (proc / "stat").read_text().rpartition(")")[2].split()
            if fields[0] == "Z":
                return None
            command = (proc / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            return {"started": fields[19], "command": command}
        except (OSError, IndexError):
            return None
    told = subprocess.run(["ps", "-o", "lstart=,command=", "-p", str(pid)], capture_output=True, text=True)
    line = told.stdout.strip()
    return {"started": line[:24], "command": line[24:].strip()} if line else None


def is_same(record: dict) -> bool:
    """Whether the recorded process is still that process."""
    now = identity(record["pid"])
    return now is not None and now == {"started": record["started"], "command": record["command"]}


def start(spec: Spec, logs: Path) -> dict:
    """Starts the process in a new session, so that it survives this call and its terminal."""
    logs.mkdir(parents=True, exist_ok=True)
    env = {name: os.environ[name] for name in INHERITED if name in os.environ} | spec.env
    with open(logs / f"{spec.name}.log", "ab") as log:
        child = subprocess.Popen(
            spec.argv, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    _children[child.pid] = child
    return {"pid": child.pid, "stamp": spec.stamp(), **settled_identity(child.pid)}


def settled_identity(pid: int) -> dict[str, str]:
    """The identity after the child's `exec`; before that it has the parent's command."""
    before, deadline = None, time.monotonic() + 2
    while time.monotonic() < deadline:
        now = identity(pid)
        if now is None or now == before:
            break
        before = now
        time.sleep(0.05)
    return before or {"started": "", "command": ""}


def end(record: dict, patience: float = 40) -> bool:
    """Ends exactly the recorded process and gives it time to save its state; True when it was alive."""
    if not is_same(record):
        return False
    pid = record["pid"]
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while lingers(record) and time.monotonic() < deadline:
        time.sleep(0.05)
    if is_same(record):
        os.kill(pid, signal.SIGKILL)
        while lingers(record):
            time.sleep(0.05)
    return True


def lingers(record: dict) -> bool:
    """Whether the process still exists. While it ends it has no command any more but still holds its ports."""
    now = identity(record["pid"])
    return now is not None and now["started"] == record["started"]


class Book:
    """`run.json`: the ports and processes of the stack in one directory."""

    def __init__(self, directory: Path):
        self.path = directory / "run.json"
        self.data: dict = {"processes": {}}
        if self.path.exists():
            try:
                self.data |= json.loads(self.path.read_text())
            except ValueError:
                pass  # a half-written file from a power cut; the processes of that day are gone too

    def save(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".tmp")
        # The file contains the local passwords.
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(self.data, indent=2) + "\n")
        draft.replace(self.path)

    def process(self, name: str) -> dict | None:
        record = self.data["processes"].get(name)
        return record if record and is_same(record) else None

    def put(self, name: str, record: dict) -> None:
        self.data["processes"][name] = record
        self.save()

    def end(self, name: str) -> bool:
        record = self.data["processes"].get(name)
        was_alive = bool(record) and end(record)
        self.data["processes"].pop(name, None)
        self.save()
        return was_alive
