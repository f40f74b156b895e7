"""Starts one local stack step by step. Each step changes nothing that is already in the wanted state."""

import json
import os
import subprocess
from pathlib import Path

import checks
import cloud
import lambda_host
import localstack
import pages
import template as description
from procs import Book, Spec, identity, lingers, start
from say import step, stop_with
from settings import REGION, ROOT, Settings
from venvs import HERE, cloud as cloud_venv

CREDENTIALS = {"AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


def bring_up(settings: Settings, book: Book) -> dict:
    if settings.host == "lambda" and settings.cloud == "localstack":
        stop_with(
            "LocalStack menjalankan Lambda hanya dengan Docker. Pakai `make run CLOUD=localstack` tanpa HOST=lambda.",
            "LocalStack runs Lambda only with Docker. Use `make run CLOUD=localstack` without HOST=lambda.",
        )
    target = build(settings) if settings.functions else None
    built = pages.build(settings.build) if settings.functions else None
    ensure(settings, book, ministack(settings), settings.ministack + "/_ministack/health", "MINISTACK_PORT")
    if settings.cloud == "localstack":
        step("menyalakan LocalStack", "starting LocalStack")
        ensure(settings, book, localstack.spec(settings), settings.localstack + "/_localstack/health", "LOCALSTACK_PORT", 120)
    report = put_state(settings)
    if settings.functions and target:
        run_sandbox(settings, book, target)
        if settings.host == "lambda":
            run_deployed(settings, book, target, report, built)
        else:
            run_native(settings, book, target, report, built)
        report["dashboard"] = settings.api if built else None
    report["pids"] = {name: record["pid"] for name, record in book.data["processes"].items()}
    book.data["report"] = report
    book.save()
    return report


def build(settings: Settings) -> Path:
    """Builds the programs that this machine runs itself; returns cargo's target directory."""
    command = ["cargo", "metadata", "--no-deps", "--format-version", "1", "--locked"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if told.returncode:
        stop_with("`cargo metadata` gagal.", "`cargo metadata` failed.", told.stderr[-1500:])
    target = Path(json.loads(told.stdout)["target_directory"])
    wanted = ["sandbox"] if settings.own_shopee or settings.own_tiktok else []
    wanted += ["local"] if settings.host == "native" else []
    if settings.build and wanted:
        if not all((programs(settings, target) / name).exists() for name in wanted):
            checks.disk(ROOT)
            step("build pertama memakan beberapa menit", "the first build takes some minutes")
        packages = [part for name in wanted for part in ("-p", name)]
        # The workspace's tests have already built the programs with the same features, so nothing is compiled twice.
        if os.environ.get("BUILD_WITH_TESTS") and not settings.release:
            packages = ["--workspace", "--all-targets"]
        chosen = [*(["--release"] if settings.release else []), *packages]
        # cargo's output goes to stderr; stdout is only for the report.
        if subprocess.run(["cargo", "build", "--locked", *chosen], cwd=ROOT, stdout=2).returncode:
            stop_with("Build gagal; lihat pesan di atas.", "The build failed; see above.")
    for name in wanted:
        if not (programs(settings, target) / name).exists():
            stop_with(f"Program `{name}` belum dibangun. Jalankan tanpa --no-build.", f"`{name}` is not built. Run without --no-build.")
    return target


def programs(settings: Settings, target: Path) -> Path:
    return target / ("release" if settings.release else "debug")


def ministack(settings: Settings) -> Spec:
    port = str(settings.ports["MINISTACK_PORT"])
    return Spec(
        "ministack",
        [str(cloud_venv() / "python"), "-m", "ministack"],
        {
            "GATEWAY_PORT": port,
            "BIND_HOST": "127.0.0.1",
            "PERSIST_STATE": "1",
            "STATE_DIR": str(settings.state),
            # Disabled, because its MQTT listener binds a port on every interface.
            "IOT_MTLS_ENABLED": "0",
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(settings.state / "s3"),
            "MINISTACK_REGION": REGION,
            # The address that the functions on MiniStack use to call it.
            "AWS_ENDPOINT_URL": settings.ministack,
            "LOG_LEVEL": "WARNING",
        },
    )


def ensure(settings: Settings, book: Book, spec: Spec, health: str, port: str, patience: float = 60) -> None:
    """Keeps a healthy process of exactly this command; otherwise starts it again."""
    running = book.process(spec.name)
    if running and running["stamp"] == spec.stamp() and checks.answers(health):
        return
    book.end(spec.name)
    checks.port_free(settings.ports[port], port)
    record = start(spec, settings.logs)
    book.put(spec.name, record)
    if not checks.wait_for(health, patience, lambda: lingers(record)):
        log = settings.logs / f"{spec.name}.log"
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-12:])
        stop_with(
            f"`{spec.name}` tidak menjawab di {health}. Lihat log {log.name} (make logs).",
            f"`{spec.name}` does not answer at {health}. See the log {log.name} (make logs).",
            tail,
        )
    # By now a wrapper script has been replaced by its program (exec); the start time is still the same.
    book.put(spec.name, record | (identity(record["pid"]) or {}))


def put_state(settings: Settings) -> dict:
    """Creates the table, the queues and the people from the template; the deployed host adds the rest."""
    whole = description.load()
    values = settings.parameters()
    variables: dict[str, str] = {}
    outputs: dict[str, str] = {}
    places = [(settings.ministack, description.STATE)]
    if settings.cloud == "localstack":
        places = [(settings.ministack, description.STATE - description.QUEUES), (settings.localstack, description.QUEUES)]
    if settings.host == "native" or not settings.functions:
        for endpoint, kinds in places:
            reduced, carried = description.stateful(whole, kinds)
            told = cloud.put_stack(endpoint, reduced, values)
            variables |= {carried[name]: value[1:] for name, value in told.items() if name in carried}
            outputs |= {name: value for name, value in told.items() if name not in carried}
    cloud.verify_senders(settings.ministack, [values["MailFrom"], values["MailTo"]])
    report = {
        "dir": str(settings.dir),
        "host": settings.host if settings.functions else None,
        "cloud": settings.cloud,
        "region": REGION,
        "ports": settings.ports,
        "ministack": settings.ministack,
        "localstack": settings.localstack if settings.cloud == "localstack" else None,
        "api": settings.api if settings.functions else None,
        "webhook": settings.webhook if settings.functions else None,
        "shopee_sandbox": settings.shopee_sandbox if settings.functions else None,
        "tiktok_sandbox": settings.tiktok_sandbox if settings.functions else None,
        "env": variables | CREDENTIALS | {"AWS_ENDPOINT_URL": settings.ministack},
    }
    return report | (with_people(settings, report, outputs) if outputs else {})


def with_people(settings: Settings, report: dict, outputs: dict[str, str]) -> dict:
    pool, client_id = outputs["UserPoolId"], outputs["UserPoolClientId"]
    jwks = f"{settings.ministack}/{pool}/.well-known/jwks.json"
    # These name parts of the stack that the native host does not have.
    own = {"OIDC_JWKS_URL": jwks, "WEBHOOK_BASE_URL": settings.webhook, "PUBLIC_API_URL": settings.parameters()["PublicApiUrl"]}
    env = report["env"] | own
    if settings.cloud == "localstack":
        env |= localstack.endpoints(settings)
    cloud.finish_table(settings.ministack, outputs["TableName"], description.load()["Resources"]["Table"]["Properties"])
    users = cloud.people(settings, pool)
    return {
        "env": env,
        "user_pool_id": pool,
        "client_id": client_id,
        "jwks_url": jwks,
        "table": outputs["TableName"],
        "users": users,
        "owner": users["owner"],
    }


def run_sandbox(settings: Settings, book: Book, target: Path) -> None:
    if not (settings.own_shopee or settings.own_tiktok):
        book.end("sandbox")
        return
    binary = programs(settings, target) / "sandbox"
    argv = [str(binary), "--state-dir", str(settings.dir / "sandbox")]
    argv += ["--shopee-port", str(settings.ports["SHOPEE_SANDBOX_PORT"]), "--tiktok-port", str(settings.ports["TIKTOK_SANDBOX_PORT"])]
    argv += [] if settings.own_shopee else ["--no-shopee"]
    argv += [] if settings.own_tiktok else ["--no-tiktok"]
    argv += ["--empty"] if settings.empty_shops else []
    argv += ["--shopee-listings", str(settings.shopee_listings)] if settings.shopee_listings else []
    first, port = (
        (settings.shopee_sandbox, "SHOPEE_SANDBOX_PORT") if settings.own_shopee else (settings.tiktok_sandbox, "TIKTOK_SANDBOX_PORT")
    )
    if settings.own_shopee and settings.own_tiktok and not book.process("sandbox"):
        checks.port_free(settings.ports["TIKTOK_SANDBOX_PORT"], "TIKTOK_SANDBOX_PORT")
    (settings.dir / "sandbox").mkdir(parents=True, exist_ok=True)
    ensure(settings, book, Spec("sandbox", argv, {"LOG_LEVEL": "info"}, (binary,)), f"{first}/_sandbox/health", port)


def run_native(settings: Settings, book: Book, target: Path, report: dict, built: Path | None) -> None:
    """All functions in one process."""
    book.end("proxy")
    binary = programs(settings, target) / "local"
    env = report["env"] | {"API_PORT": str(settings.ports["API_PORT"]), "WEBHOOK_PORT": str(settings.ports["WEBHOOK_PORT"])}
    described = (pages.write(settings, report["user_pool_id"], report["client_id"]),) if built else ()
    env |= {"PAGES": str(path) for path in described}
    spec = Spec("functions", [str(binary)], env, (binary, *described))
    running = book.process("functions")
    if not running:
        checks.port_free(settings.ports["WEBHOOK_PORT"], "WEBHOOK_PORT")
    ensure(settings, book, spec, settings.api + "/health", "API_PORT")


def run_deployed(settings: Settings, book: Book, target: Path, report: dict, built: Path | None) -> None:
    """The functions as Lambdas on MiniStack, reached through the proxy."""
    book.end("functions")
    bootstraps = lambda_host.build(target) if settings.build else target / "lambda"
    outputs, doors = lambda_host.put(settings, bootstraps)
    report |= with_people(settings, report, outputs)
    argv = [str(cloud_venv() / "python"), str(HERE / "proxy.py"), "--to", settings.ministack]
    described = (pages.write(settings, report["user_pool_id"], report["client_id"]),) if built else ()
    argv += [part for path in described for part in ("--pages", str(path))]
    argv += [f"{port}={path}" for port, path in doors.items()]
    if not book.process("proxy"):
        checks.port_free(settings.ports["WEBHOOK_PORT"], "WEBHOOK_PORT")
    ensure(settings, book, Spec("proxy", argv, {}, (HERE / "proxy.py", HERE / "page_files.py", *described)), settings.api + "/health", "API_PORT")


def banner(report: dict) -> str:
    """The text that `make run` prints at the end."""
    rows = [
        ("Dasbor · dashboard", report["dashboard"]),
        ("Masuk · login", f"{report['owner']['email']}  {report['owner']['password']}"),
        ("API", report["api"]),
        ("Webhook", report["webhook"]),
        ("Shopee sandbox", report["shopee_sandbox"] or report["env"].get("SHOPEE_API_BASE")),
        ("TikTok sandbox", report["tiktok_sandbox"] or report["env"].get("TIKTOK_API_BASE")),
        ("AWS lokal · local AWS", report["ministack"]),
        ("LocalStack", report["localstack"]),
        ("Token", 'make token   (curl -H "Authorization: Bearer $(make -s token)" ' + f"{report['api']}/v1/me)"),
        ("Lalu · next", "make demo · make logs · make stop"),
    ]
    head = f"SyncStore berjalan · is running   (host: {report['host']}, cloud: {report['cloud']})"
    return "\n".join(["", head, *(f"  {name:<22} {value}" for name, value in rows if value), ""])
