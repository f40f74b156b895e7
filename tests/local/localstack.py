"""`make run CLOUD=localstack`: queues and secrets on LocalStack, the rest on MiniStack.

LocalStack without Docker has SQS, Secrets Manager, KMS, Events, Scheduler and CloudFormation. Its DynamoDB
needs a download and its Lambda needs Docker; its free edition has neither Cognito nor SES v2. Those stay on
MiniStack, which the AWS SDK finds by one endpoint variable per service.
"""

import os
import shutil
import subprocess
from pathlib import Path

from procs import Spec
from say import stop_with
from settings import REGION, Settings
from venvs import HERE, HOME, ensure

# LocalStack 4.14 does not start on an older Python.
PYTHON = "3.13"
# The services that the native host uses on MiniStack in this profile, by the names of the SDK's variables.
ON_MINISTACK = ("DYNAMODB", "COGNITO_IDENTITY_PROVIDER", "SESV2")


def find_python() -> str:
    """A Python 3.13 that really runs, because a version manager's shim on the PATH may not."""
    home = Path.home()
    candidates = [os.environ.get("PYTHON313", ""), shutil.which(f"python{PYTHON}") or ""]
    for pattern in (f".pyenv/versions/{PYTHON}*/bin/python3", f".local/share/uv/python/*{PYTHON}*/bin/python3"):
        candidates += [str(path) for path in sorted(home.glob(pattern), reverse=True)]
    candidates += [f"/opt/homebrew/bin/python{PYTHON}", f"/usr/local/bin/python{PYTHON}"]
    for candidate in filter(None, candidates):
        try:
            told = subprocess.run([candidate, "--version"], capture_output=True, text=True)
        except OSError:
            continue
        if told.returncode == 0 and told.stdout.startswith(f"Python {PYTHON}"):
            return candidate
    stop_with(
        "LocalStack 4.14 perlu Python 3.13. Pasang (pyenv install 3.13, uv python install 3.13, atau paket sistem) "
        "dan ulangi; letak lain: PYTHON313=/jalur/python3.13 make run CLOUD=localstack. Tanpa itu, `make run` biasa memakai MiniStack.",
        "LocalStack 4.14 needs Python 3.13. Install one (pyenv install 3.13, uv python install 3.13, or a system "
        "package) and try again; elsewhere: PYTHON313=/path/python3.13 make run CLOUD=localstack. Plain `make run` uses MiniStack.",
    )


def spec(settings: Settings) -> Spec:
    python = ensure(HOME / "venv-localstack", HERE / "requirements-localstack.txt", find_python()) / "python"
    return Spec(
        "localstack",
        [str(python), "-m", "localstack.runtime.main"],
        {
            "GATEWAY_LISTEN": f"127.0.0.1:{settings.ports['LOCALSTACK_PORT']}",
            # The default server binds the port on every interface and ignores GATEWAY_LISTEN.
            "GATEWAY_SERVER": "hypercorn",
            "DNS_ADDRESS": "0",
            "LOCALSTACK_HOST": f"127.0.0.1:{settings.ports['LOCALSTACK_PORT']}",
            "LOCALSTACK_VOLUME_DIR": str(settings.dir / "localstack"),
            "DATA_DIR": str(settings.dir / "localstack"),
            "FILESYSTEM_ROOT": str(settings.dir / "localstack"),
            "SQS_ENDPOINT_STRATEGY": "path",
            "SKIP_SSL_CERT_DOWNLOAD": "1",
            "DISABLE_EVENTS": "1",
            "DEFAULT_REGION": REGION,
            "SERVICES": "sqs,secretsmanager,kms,events,scheduler,ses,cloudformation,sts,iam",
        },
    )


def endpoints(settings: Settings) -> dict[str, str]:
    """The endpoint variables for the functions."""
    return {"AWS_ENDPOINT_URL": settings.localstack} | {
        f"AWS_ENDPOINT_URL_{service}": settings.ministack for service in ON_MINISTACK
    }
