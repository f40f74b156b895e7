"""The dashboard's files for the local proxy of the deployed host; `tests/local/src/pages.rs` serves them natively."""

import json
import mimetypes
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

Answer = tuple[int, list[tuple[str, str]], bytes]
PACKED = {"br": ".br", "gzip": ".gz"}
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("application/manifest+json", ".webmanifest")


class Pages:
    """Serves the files that `pages.py` described."""

    def __init__(self, file: Path):
        self.described = json.loads(file.read_text())
        self.root = Path(self.described["root"]).resolve()

    def answers(self, method: str, target: str) -> bool:
        """Whether a request is for the pages and not for the API."""
        path = urlsplit(target).path
        return method in ("GET", "HEAD") and path not in ("/health", "/v1") and not path.startswith("/v1/")

    def answer(self, target: str, accepted: str) -> Answer:
        path = unquote(urlsplit(target).path)
        if path == "/config.json":
            return self.reply(path, HTTPStatus.OK, "application/json", json.dumps(self.described["config"]).encode())
        # The address of a page is not a file; index.html is served for all pages.
        file = self.root / path.lstrip("/") if "." in path.rsplit("/", 1)[-1] else self.root / "index.html"
        if not file.resolve().is_relative_to(self.root) or not file.is_file():
            return self.reply(path, HTTPStatus.NOT_FOUND, "text/plain", b"")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        for coding, ending in PACKED.items():
            packed = file.with_name(file.name + ending)
            if coding in accepted and packed.is_file():
                return self.reply(path, HTTPStatus.OK, kind, packed.read_bytes(), [("Content-Encoding", coding)])
        return self.reply(path, HTTPStatus.OK, kind, file.read_bytes())

    def reply(self, path: str, status: int, kind: str, content: bytes, more: list[tuple[str, str]] | None = None) -> Answer:
        beginnings = [beginning for beginning in self.described["cache"] if path.startswith(beginning)]
        headers = [("Content-Type", kind), ("Vary", "accept-encoding"), *self.described["headers"].items(), *(more or [])]
        headers += [("Cache-Control", self.described["cache"][max(beginnings, key=len)])] if beginnings else []
        return status, headers, content
