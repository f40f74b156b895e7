"""A small client of SyncStore's API for the demo: standard library only."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid


class Refused(Exception):
    """The API answered with a problem."""

    def __init__(self, method: str, path: str, status: int, body: str) -> None:
        try:
            problem = json.loads(body)
            self.code, words = problem.get("code", ""), f"{problem.get('detail')} · {problem.get('detail_en')}"
        except ValueError:
            self.code, words = "", body[:300]
        self.status = status
        super().__init__(f"{method} {path}: {status} {self.code} {words}")


class Api:
    def __init__(self, base: str, token: str) -> None:
        self.base, self.token = base.rstrip("/"), token

    def call(self, method: str, path: str, body: object = None, **headers: str) -> dict:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data=data, method=method)
        request.add_header("Authorization", f"Bearer {self.token}")
        if data is not None:
            request.add_header("Content-Type", "application/json")
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            raise Refused(method, path, error.code, error.read().decode(errors="replace")) from None

    def get(self, path: str) -> dict:
        return self.call("GET", path)

    def start(self, path: str, body: object = None) -> dict:
        """A request that starts work."""
        return self.call("POST", path, {} if body is None else body, Idempotency_Key=str(uuid.uuid4()))

    def plan(self, request: dict, path: str = "/v1/plans", seconds: int = 600) -> dict:
        """Waits until a plan is ready; the queue's workers compute a large one."""
        plan = self.start(path, request)
        if plan["state"] == "preparing":
            plan = self.wait(f"/v1/plans/{plan['id']}", lambda now: now["state"] != "preparing", seconds)
        if plan["state"] != "ready":
            raise SystemExit(f"rencana gagal · the plan failed: {json.dumps(plan['failure'])}")
        return plan

    def items(self, path: str, limit: int | None = 200) -> list[dict]:
        """The items of all pages of a list. Lists with stored pages accept no `limit`."""
        found, cursor = [], None
        while True:
            asked = urllib.parse.urlencode({name: value for name, value in (("limit", limit), ("cursor", cursor)) if value})
            page = self.get(f"{path}{'&' if '?' in path else '?'}{asked}" if asked else path)
            found += page["items"]
            cursor = page.get("next")
            if not cursor:
                return found

    def wait(self, path: str, done, seconds: int, shown=None) -> dict:
        """Polls until `done(answer)` is true; fails with the last answer after `seconds`."""
        until, said = time.monotonic() + seconds, None
        while True:
            answer = self.get(path)
            if shown and (line := shown(answer)) != said:
                said = line
                print(f"   {line}", flush=True)
            if done(answer):
                return answer
            if time.monotonic() > until:
                raise SystemExit(f"{path}: belum selesai setelah {seconds} detik · not done after {seconds} s\n{json.dumps(answer)[:1500]}")
            time.sleep(0.5)


def follow(link: str) -> str:
    """Follows an authorise link like a seller's browser, until a page answers."""
    request = urllib.request.Request(link, headers={"Accept": "text/html"})
    with urllib.request.urlopen(request, timeout=60) as page:
        return page.read().decode(errors="replace")


def fetch(url: str, method: str = "GET", body: object = None) -> dict:
    """Calls a sandbox's control address."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read() or b"{}")
