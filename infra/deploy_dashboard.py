"""Builds the dashboard and puts it where a deployed stack serves it: `make deploy-dashboard STACK_NAME=syncstore`.

Needs AWS credentials that may read the stack's outputs and write its bucket. Old assets are not deleted, because open
pages still request them. The page itself is uploaded last.
"""

import json
import mimetypes
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "local"))

import venvs  # noqa: E402
from say import step, stop_with  # noqa: E402

DIST = ROOT / "frontend" / "dist"
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("application/manifest+json", ".webmanifest")
# CloudFront compresses files itself; the manifest is only for tests.
NOT_SERVED = {".br", ".gz", ".map"}


def files(dist: Path, cache: dict[str, str]) -> Iterator[tuple[Path, dict[str, str]]]:
    """The files to upload with their headers, the page last. `cache`: Cache-Control by the beginning of the address."""
    found = [path for path in dist.rglob("*") if path.is_file() and path.suffix not in NOT_SERVED]
    found = [path for path in found if not any(part.startswith(".") for part in path.relative_to(dist).parts)]
    for path in sorted(found, key=lambda path: (path.name == "index.html", str(path))):
        address = f"/{path.relative_to(dist)}"
        begins = max((begin for begin in cache if address.startswith(begin)), key=len)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        yield path, {"ContentType": kind, "CacheControl": cache[begins]}


def config(outputs: dict[str, str], stage: str, region: str) -> dict:
    """`/config.json` of a stack: which sign-in service the page uses."""
    endpoint = f"https://cognito-idp.{region}.amazonaws.com/"
    cognito = {"endpoint": endpoint, "region": region, "pool_id": outputs["UserPoolId"], "client_id": outputs["UserPoolClientId"]}
    return {"stage": stage, "cognito": cognito}


def main(stack: str) -> None:
    import boto3

    session = boto3.Session()
    if not session.region_name:
        stop_with("Region AWS belum diatur: AWS_REGION=ap-southeast-3", "No AWS region is set: AWS_REGION=ap-southeast-3")
    described = session.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in described["Outputs"]}
    stage = next(one["ParameterValue"] for one in described["Parameters"] if one["ParameterKey"] == "Stage")
    step("membangun dasbor", "building the dashboard")
    for command in (["npm", "ci"], ["npm", "run", "build"]):
        if subprocess.run(command, cwd=ROOT / "frontend", stdout=2).returncode:
            stop_with(f"`{' '.join(command)}` gagal.", f"`{' '.join(command)}` failed.")
    step("mengunggah", "uploading")
    s3, bucket = session.client("s3"), outputs["DashboardBucket"]
    settings = json.dumps(config(outputs, stage, session.region_name)).encode()
    s3.put_object(Bucket=bucket, Key="config.json", Body=settings, ContentType="application/json", CacheControl="no-cache")
    cache = json.loads((ROOT / "frontend" / "headers.json").read_text())["cache"]
    for path, headers in files(DIST, cache):
        s3.upload_file(str(path), bucket, str(path.relative_to(DIST)), ExtraArgs=headers)
    print(outputs["DashboardUrl"])


if __name__ == "__main__":
    venvs.enter(__file__)
    main(sys.argv[1] if len(sys.argv) > 1 else "syncstore")
