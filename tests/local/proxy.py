"""A local proxy for the emulator's HTTP API and function URL.

MiniStack serves them under paths of its single port. This listens on the printed ports and forwards each
request unchanged below that path, so that both hosts have the same addresses.

    python tests/local/proxy.py --to http://127.0.0.1:4566 '8787=/_aws/execute-api/ID/$default' 8788=/_aws/lambda-url/ID

With `--pages` the first port serves the dashboard too, beside the API.
"""

import argparse
import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from page_files import Pages

# Headers that belong to one connection and not to the request.
HOP_BY_HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}


def handler_for(upstream: str, prefix: str, pages: Pages | None = None) -> type[BaseHTTPRequestHandler]:
    target = urlsplit(upstream)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def forward(self) -> None:
            body = self.body()
            if pages and pages.answers(self.command, self.path):
                self.reply(*pages.answer(self.path, self.headers.get("Accept-Encoding", "")))
                return
            connection = http.client.HTTPConnection(target.hostname, target.port, timeout=60)
            try:
                connection.putrequest(self.command, prefix + self.path, skip_host=True, skip_accept_encoding=True)
                for name, value in self.headers.items():
                    if name.lower() not in HOP_BY_HOP | {"content-length"}:
                        connection.putheader(name, value)
                if body or self.command in ("POST", "PUT", "PATCH"):
                    connection.putheader("Content-Length", str(len(body)))
                connection.endheaders(body or None)
                answer = connection.getresponse()
                content = answer.read()
            except OSError as problem:
                self.reply(502, [("Content-Type", "text/plain")], f"upstream: {problem}".encode())
                return
            finally:
                connection.close()
            kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in HOP_BY_HOP]
            self.reply(answer.status, kept, content)

        def body(self) -> bytes:
            if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
                parts = []
                while size := int(self.rfile.readline().split(b";")[0], 16):
                    parts.append(self.rfile.read(size))
                    self.rfile.readline()
                self.rfile.readline()
                return b"".join(parts)
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))

        def reply(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
            self.send_response_only(status)
            for name, value in headers:
                if name.lower() != "content-length":
                    self.send_header(name, value)
            if status != 304 and status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD" and status not in (204, 304):
                self.wfile.write(content)

        do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = forward

        def log_message(self, *_: object) -> None:
            """Paths may contain authorisation codes, so nothing is logged here."""

    return Handler


def serve(upstream: str, doors: dict[int, str], pages: Pages | None = None) -> list[ThreadingHTTPServer]:
    servers = []
    for at, (port, prefix) in enumerate(doors.items()):
        server = ThreadingHTTPServer(("127.0.0.1", port), handler_for(upstream, prefix, None if at else pages))
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
    return servers


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--to", required=True)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("doors", nargs="+")
    options = parser.parse_args()
    doors = {int(port): prefix for port, _, prefix in (door.partition("=") for door in options.doors)}
    serve(options.to, doors, Pages(options.pages) if options.pages else None)
    threading.Event().wait()


if __name__ == "__main__":
    main()
