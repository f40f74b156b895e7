"""Tests of the launcher: pids, ports, settings, the local proxy."""

import contextlib
import http.client
import io
import json
import os
import socket
import subprocess
import sys
import tempfile
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from unittest import mock

import checks
import localstack
import page_files
import pages
import procs
import proxy
import settings
import stack
import start


def refusal(call, *arguments) -> tuple[int, str]:
    """Exit code and message of a call that stops with a remedy."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        try:
            call(*arguments)
        except SystemExit as end:
            return end.code, said.getvalue()
    return 0, said.getvalue()


class Machine(unittest.TestCase):
    def test_a_busy_port_names_the_setting_that_moves_it(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            code, said = refusal(checks.port_free, port, "API_PORT")
        self.assertEqual(code, 2)
        self.assertIn(f"Port {port} sedang dipakai", said)
        self.assertIn(f"make run API_PORT={port + 1000}", said)

    def test_a_free_port_passes(self) -> None:
        port = checks.free_ports(["API_PORT"])["API_PORT"]
        self.assertEqual(refusal(checks.port_free, port, "API_PORT"), (0, ""))

    def test_a_missing_tool_says_where_to_get_it(self) -> None:
        with mock.patch("shutil.which", return_value=None):
            code, said = refusal(checks.tools, "cargo")
        self.assertEqual(code, 2)
        self.assertIn("https://rustup.rs", said)

    def test_a_full_disk_stops_the_first_build(self) -> None:
        code, said = refusal(checks.disk, Path("/"), 1 << 60)
        self.assertEqual(code, 2)
        self.assertIn("CARGO_TARGET_DIR", said)

    def test_an_old_python_is_refused(self) -> None:
        with mock.patch.object(sys, "version_info", (3, 10, 0)):
            self.assertEqual(refusal(checks.python_version)[0], 2)

    def test_lambda_on_localstack_is_refused_with_the_reason(self) -> None:
        wish = settings.Settings(Path("/nowhere"), host="lambda", cloud="localstack")
        code, said = refusal(start.bring_up, wish, None)
        self.assertEqual(code, 2)
        self.assertIn("Docker", said)


class Processes(unittest.TestCase):
    def setUp(self) -> None:
        self.place = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.spec = procs.Spec("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], {})

    def begin(self) -> dict:
        record = procs.start(self.spec, self.place / "logs")
        self.addCleanup(procs.end, record)
        return record

    def test_a_started_process_is_recognised_and_ended(self) -> None:
        record = self.begin()
        self.assertTrue(procs.is_same(record))
        self.assertTrue(procs.end(record))
        self.assertFalse(procs.is_same(record))

    def test_a_pid_of_another_process_is_left_alone(self) -> None:
        record = self.begin()
        stranger = record | {"started": "1"}
        self.assertFalse(procs.end(stranger))
        renamed = record | {"command": "something else"}
        self.assertFalse(procs.end(renamed))
        self.assertTrue(procs.is_same(record))

    def test_the_book_forgets_what_has_died(self) -> None:
        book = procs.Book(self.place)
        record = self.begin()
        book.put("sleeper", record)
        self.assertIsNotNone(procs.Book(self.place).process("sleeper"))
        procs.end(record)
        self.assertIsNone(procs.Book(self.place).process("sleeper"))

    def test_a_damaged_book_reads_as_empty(self) -> None:
        (self.place / "run.json").write_text('{"processes": {"a"')
        self.assertEqual(procs.Book(self.place).data["processes"], {})

    def test_a_rebuilt_program_changes_the_stamp(self) -> None:
        program = self.place / "program"
        program.write_text("one")
        spec = procs.Spec("p", [str(program)], {"A": "1"}, (program,))
        before = spec.stamp()
        self.assertEqual(before, spec.stamp())
        program.write_text("two!")
        self.assertNotEqual(before, spec.stamp())

    def test_a_child_does_not_see_the_callers_cloud_account(self) -> None:
        spec = procs.Spec("env", [sys.executable, "-c", "import os; print(dict(os.environ))"], {"OURS": "1"})
        with mock.patch.dict(os.environ, {"AWS_PROFILE": "real", "AWS_SECRET_ACCESS_KEY": "real"}):
            procs.start(spec, self.place / "logs")
        told = self.place / "logs" / "env.log"
        for _ in range(100):
            if "OURS" in told.read_text():
                break
            subprocess.run(["sleep", "0.05"])
        self.assertNotIn("AWS_", told.read_text())


class Configuration(unittest.TestCase):
    def read(self, **env: str) -> settings.Settings:
        with mock.patch.dict(os.environ, env, clear=True):
            return settings.from_env()

    def test_empty_variables_count_as_not_set(self) -> None:
        plain = self.read(API_PORT="", SHOPEE_API_BASE="", HOST="")
        self.assertEqual((plain.ports["API_PORT"], plain.host, plain.own_shopee), (8787, "native", True))

    def test_a_marketplace_base_turns_its_sandbox_off_and_reaches_the_functions(self) -> None:
        real = self.read(SHOPEE_API_BASE="http://127.0.0.1:9")
        self.assertIsNone(real.shopee_sandbox)
        self.assertEqual(real.parameters()["ShopeeApiBase"], "http://127.0.0.1:9")
        self.assertEqual(real.parameters()["TiktokApiBase"], real.tiktok_sandbox)
        self.assertEqual(real.parameters()["TiktokAuthBase"], real.tiktok_sandbox)

    def test_a_stand_ins_tokens_are_never_asked_of_the_channels_own_host(self) -> None:
        stand_in = self.read(TIKTOK_API_BASE="http://127.0.0.1:9").parameters()
        self.assertEqual(stand_in["TiktokAuthBase"], "http://127.0.0.1:9")
        real = self.read(TIKTOK_API_BASE="https://open-api.tiktokglobalshop.com")
        self.assertNotIn("TiktokAuthBase", real.parameters())
        for half in ("TIKTOK_AUTH_BASE", "SHOPEE_AUTH_BASE"):
            with self.assertRaises(SystemExit) as refused:
                self.read(**{half: "http://127.0.0.1:9"})
            self.assertIn(half, str(refused.exception))

    def test_an_unknown_cloud_is_refused(self) -> None:
        with self.assertRaises(SystemExit):
            self.read(CLOUD="localstak")

    def test_what_holds_passwords_is_readable_by_its_owner_alone(self) -> None:
        place = Path(self.enterContext(tempfile.TemporaryDirectory()))
        book = procs.Book(place)
        book.save()
        self.assertEqual(book.path.stat().st_mode & 0o777, 0o600)

    def test_a_stack_on_free_ports_finds_its_ports_again(self) -> None:
        place = Path(self.enterContext(tempfile.TemporaryDirectory()))
        first, second = settings.Settings(place), settings.Settings(place)
        book = procs.Book(place)
        stack.settle_ports(first, True, book)
        book.save()
        stack.settle_ports(second, True, procs.Book(place))
        self.assertEqual(first.ports, second.ports)
        self.assertEqual(len(set(first.ports.values())), len(settings.PORTS))

    def test_clean_keeps_only_the_environments(self) -> None:
        place = Path(self.enterContext(tempfile.TemporaryDirectory()))
        for name in ("state", "venv", "sandbox", "logs"):
            (place / name).mkdir()
        (place / "owner.json").write_text("{}")
        stack.clean(place)
        self.assertEqual({path.name for path in place.iterdir()}, {"venv", "lock"})

    def test_localstack_sends_what_it_lacks_to_ministack(self) -> None:
        wish = settings.Settings(Path("/nowhere"), cloud="localstack")
        told = localstack.endpoints(wish)
        self.assertEqual(told["AWS_ENDPOINT_URL"], wish.localstack)
        self.assertEqual(told["AWS_ENDPOINT_URL_DYNAMODB"], wish.ministack)


class Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        told = {"method": self.command, "path": self.path, "host": self.headers["Host"], "body": body.decode("latin-1")}
        content = json.dumps(told).encode()
        self.send_response(409)
        self.send_header("ETag", '"7"')
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_DELETE = answer

    def log_message(self, *_: object) -> None:
        pass


class Door(unittest.TestCase):
    def setUp(self) -> None:
        upstream = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
        Thread(target=upstream.serve_forever, daemon=True).start()
        self.port = checks.free_ports(["API_PORT"])["API_PORT"]
        doors = proxy.serve(f"http://127.0.0.1:{upstream.server_port}", {self.port: "/_aws/x"})
        for server in (upstream, *doors):
            self.addCleanup(server.server_close)
            self.addCleanup(server.shutdown)

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[http.client.HTTPResponse, dict]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        self.addCleanup(connection.close)
        connection.request(method, path, body)
        answer = connection.getresponse()
        return answer, json.loads(answer.read())

    def test_a_request_passes_unchanged_below_its_path(self) -> None:
        answer, told = self.ask("POST", "/webhooks/shopee?a=%20b", b"\x00\xff{}")
        self.assertEqual((answer.status, answer.headers["ETag"]), (409, '"7"'))
        self.assertEqual(told["path"], "/_aws/x/webhooks/shopee?a=%20b")
        self.assertEqual(told["body"].encode("latin-1"), b"\x00\xff{}")
        self.assertEqual(told["host"], f"127.0.0.1:{self.port}")

    def test_several_requests_share_a_connection(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        self.addCleanup(connection.close)
        for method in ("GET", "DELETE", "GET"):
            connection.request(method, "/v1/me")
            self.assertEqual(json.loads(connection.getresponse().read())["method"], method)


class Dashboard(unittest.TestCase):
    """The pages of the local proxy; `tests/local/src/pages.rs` has the same cases for the native host."""

    def setUp(self) -> None:
        place = Path(self.enterContext(tempfile.TemporaryDirectory()))
        dist = place / "dist"
        (dist / "assets").mkdir(parents=True)
        (dist / "index.html").write_text("the page")
        (dist / "assets" / "app-1.js").write_text("plain script")
        (dist / "assets" / "app-1.js.gz").write_text("zipped script")
        (place / "secret.txt").write_text("secret")
        wish = settings.Settings(place)
        with mock.patch.object(pages, "DIST", dist):
            described = pages.write(wish, "region_pool", "client")
        upstream = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
        Thread(target=upstream.serve_forever, daemon=True).start()
        self.ports = list(checks.free_ports(["API_PORT", "WEBHOOK_PORT"]).values())
        doors = {self.ports[0]: "/_aws/x", self.ports[1]: "/_aws/y"}
        served = proxy.serve(f"http://127.0.0.1:{upstream.server_port}", doors, page_files.Pages(described))
        for server in (upstream, *served):
            self.addCleanup(server.server_close)
            self.addCleanup(server.shutdown)

    def ask(self, path: str, method: str = "GET", accept: str = "identity", door: int = 0) -> tuple[http.client.HTTPResponse, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[door], timeout=5)
        self.addCleanup(connection.close)
        connection.request(method, path, headers={"Accept-Encoding": accept})
        answer = connection.getresponse()
        return answer, answer.read().decode()

    def test_every_address_of_a_page_is_the_page_and_v1_is_the_api(self) -> None:
        for path in ("/", "/products", "/products/0199?tab=titles"):
            answer, text = self.ask(path)
            self.assertEqual((answer.status, text), (200, "the page"), path)
            self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
            self.assertEqual(answer.headers["Cache-Control"], "no-cache")
            self.assertTrue(answer.headers["Content-Type"].startswith("text/html"))
        for path, method in (("/v1/me", "GET"), ("/health", "GET"), ("/products", "POST")):
            self.assertEqual(json.loads(self.ask(path, method)[1])["path"], f"/_aws/x{path}")
        self.assertEqual(json.loads(self.ask("/", door=1)[1])["path"], "/_aws/y/")

    def test_assets_are_immutable_and_packed_and_a_missing_one_is_no_page(self) -> None:
        answer, text = self.ask("/assets/app-1.js")
        self.assertEqual((text, answer.headers["Content-Encoding"]), ("plain script", None))
        self.assertIn("immutable", answer.headers["Cache-Control"])
        answer, text = self.ask("/assets/app-1.js", accept="gzip, deflate")
        self.assertEqual((text, answer.headers["Content-Encoding"]), ("zipped script", "gzip"))
        for path in ("/assets/app-0.js", "/../secret.txt", "/%2e%2e/secret.txt"):
            self.assertEqual(self.ask(path)[0].status, 404, path)

    def test_the_config_names_this_stacks_sign_in(self) -> None:
        answer, text = self.ask("/config.json")
        config = json.loads(text)
        self.assertEqual((config["stage"], config["cognito"]["pool_id"]), ("local", "region_pool"))
        self.assertIn(f"connect-src 'self' {config['cognito']['endpoint']};", answer.headers["Content-Security-Policy"])

    def test_the_policy_allows_nothing_unsafe(self) -> None:
        policy = self.ask("/")[0].headers["Content-Security-Policy"]
        self.assertNotIn("unsafe", policy)
        self.assertNotRegex(policy, r"[ ;]\*|\bhttp:(?!//127)|data:")

    def test_packages_are_installed_again_only_when_the_lock_file_wants_others(self) -> None:
        place = Path(self.enterContext(tempfile.TemporaryDirectory()))
        (place / "node_modules").mkdir()

        def lock(path: Path, version: str) -> None:
            packages = {"": {}, "node_modules/react": {"version": version}, "node_modules/mac": {"version": "1.0.0", "optional": True}}
            path.write_text(json.dumps({"packages": packages}))

        with mock.patch.multiple(pages, SOURCES=place, MODULES=place / "node_modules"), mock.patch.object(pages, "npm") as npm:
            lock(place / "package-lock.json", "19.0.0")
            pages.install()
            npm.assert_called_once_with("ci", "--ignore-scripts")
            (place / "node_modules" / ".package-lock.json").write_text('{"packages": {"node_modules/react": {"version": "19.0.0"}}}')
            pages.install()
            npm.assert_called_once()
            lock(place / "package-lock.json", "19.0.1")
            pages.install()
            self.assertEqual(npm.call_count, 2)

    def test_a_changed_source_changes_the_fingerprint_and_what_the_build_makes_does_not(self) -> None:
        place = Path(self.enterContext(tempfile.TemporaryDirectory()))
        (place / "src").mkdir()
        (place / "src" / "main.tsx").write_text("one")
        before = pages.fingerprint(place)
        (place / "dist").mkdir()
        (place / "dist" / "index.html").write_text("made")
        self.assertEqual(pages.fingerprint(place), before)
        (place / "src" / "main.tsx").write_text("two")
        self.assertNotEqual(pages.fingerprint(place), before)


if __name__ == "__main__":
    unittest.main()
