"""The deployed form: cargo-lambda bootstraps and the whole of infra/template.yaml on MiniStack."""

import hashlib
import io
import os
import platform
import subprocess
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import template as description
from botocore.exceptions import ClientError
from cloud import client, put_stack
from say import step, stop_with
from settings import ROOT, Settings
from venvs import packaging

BUCKET = "syncstore-code"


def build(target: Path) -> Path:
    """One build of all functions; returns the folder with a bootstrap per function."""
    if os.environ.get("BUILD_WITH_TESTS"):
        return built_with_tests(target)
    step("membangun fungsi Lambda (profil quick)", "building the Lambda functions (profile quick)")
    names = list(description.functions(description.load()))
    chosen = [part for name in names for part in ("-p", name)]
    # The bootstraps run on this machine, so its own linker can be used.
    command = ["cargo", "lambda", "build", "--profile", "quick", "--locked", "--compiler", "cargo", *chosen]
    env = os.environ | {"PATH": f"{packaging()}:{os.environ['PATH']}"}
    if subprocess.run(command, cwd=ROOT, env=env, stdout=2).returncode:
        stop_with("Build fungsi Lambda gagal; lihat pesan di atas.", "Building the Lambda functions failed; see above.")
    return target / "lambda"


def built_with_tests(target: Path) -> Path:
    """The functions that `start.build` built with the tests, without symbols; another build would take minutes."""
    bootstraps = target / "lambda-with-tests"
    for name in description.functions(description.load()):
        (bootstraps / name).mkdir(parents=True, exist_ok=True)
        subprocess.run(["strip", "-o", bootstraps / name / "bootstrap", target / "debug" / name], check=True)
    return bootstraps


def zipped(bootstrap: Path) -> bytes:
    """A zip with the same bytes for the same program, so that an unchanged function is not updated."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        entry = zipfile.ZipInfo("bootstrap", date_time=(1980, 1, 1, 0, 0, 0))
        entry.external_attr = 0o755 << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, bootstrap.read_bytes())
    return packed.getvalue()


def upload(endpoint: str, bootstraps: Path, names: list[str]) -> dict[str, tuple[str, str]]:
    s3 = client("s3", endpoint)
    try:
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": s3.meta.region_name})
    except ClientError as refusal:
        if refusal.response["Error"]["Code"] not in ("BucketAlreadyOwnedByYou", "BucketAlreadyExists"):
            raise
    code = {}
    for name in names:
        packed = zipped(bootstraps / name / "bootstrap")
        key = f"{name}-{hashlib.sha256(packed).hexdigest()[:16]}.zip"
        s3.put_object(Bucket=BUCKET, Key=key, Body=packed)
        code[name] = (BUCKET, key)
    return code


def put(settings: Settings, bootstraps: Path) -> tuple[dict[str, str], dict[int, str]]:
    """Puts the whole stack on MiniStack; returns its outputs, and the path for each port."""
    whole = description.load()
    step("memasang template lengkap di MiniStack", "putting the whole template on MiniStack")
    code = upload(settings.ministack, bootstraps, list(description.functions(whole)))
    variables = {
        # The issuer in MiniStack's tokens is the real address; only the keys are served here.
        "OIDC_JWKS_URL": {"Fn::Sub": settings.ministack + "/${UserPool}/.well-known/jwks.json"},
        "WEBHOOK_BASE_URL": settings.webhook,
    }
    patched = description.deployed(whole, code, variables)
    if platform.machine() in ("aarch64", "arm64"):
        patched["Globals"]["Function"]["Architectures"] = ["arm64"]
    patched["Outputs"]["HttpApiId"] = {"Value": {"Ref": "HttpApi"}}
    outputs = put_stack(settings.ministack, patched, settings.parameters())
    url_id = urlsplit(outputs["WebhookUrl"]).netloc.split(".")[0]
    # Routed by path and not by Host, because MiniStack itself answers some paths, such as /health, for every Host.
    doors = {
        settings.ports["API_PORT"]: f"/_aws/execute-api/{outputs['HttpApiId']}/$default",
        settings.ports["WEBHOOK_PORT"]: f"/_aws/lambda-url/{url_id}",
    }
    return outputs, doors
