"""Every setting of the local stack, read once from the environment (or from make's command line)."""

import os
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REGION = "ap-southeast-3"
STACK = "syncstore"
STAGE = "local"
ROLES = ("owner", "admin", "member", "viewer")
PORTS = {
    "MINISTACK_PORT": 4566,
    "API_PORT": 8787,
    "WEBHOOK_PORT": 8788,
    "SHOPEE_SANDBOX_PORT": 8791,
    "TIKTOK_SANDBOX_PORT": 8792,
    "LOCALSTACK_PORT": 4577,
}
TIKTOK_OWN = "https://open-api.tiktokglobalshop.com"
# Passed on to the functions when set; each is a parameter of infra/template.yaml.
PASSED_ON = {
    "SHOPEE_API_BASE": "ShopeeApiBase",
    "SHOPEE_AUTH_BASE": "ShopeeAuthBase",
    "TIKTOK_API_BASE": "TiktokApiBase",
    "TIKTOK_AUTH_BASE": "TiktokAuthBase",
    "SHOPEE_CALLS_PER_SECOND": "ShopeeCallsPerSecond",
    "TIKTOK_CALLS_PER_SECOND": "TiktokCallsPerSecond",
    "HASH_IMAGES": "HashImages",
    "ALLOWED_ORIGINS": "AllowedOrigins",
    "PUBLIC_API_URL": "PublicApiUrl",
    "MAIL_FROM": "MailFrom",
    "MAIL_TO": "MailTo",
    "LOG_LEVEL": "LogLevel",
}


@dataclass
class Settings:
    """The stack's directories and ports, and the servers that it uses."""

    dir: Path
    host: str = "native"
    cloud: str = "ministack"
    functions: bool = True
    build: bool = True
    release: bool = False
    empty_shops: bool = False
    # Of the seeded catalogue; None is all.
    shopee_listings: int | None = None
    ports: dict[str, int] = field(default_factory=lambda: dict(PORTS))
    given: dict[str, str] = field(default_factory=dict)

    @property
    def ministack(self) -> str:
        return f"http://127.0.0.1:{self.ports['MINISTACK_PORT']}"

    @property
    def localstack(self) -> str:
        return f"http://127.0.0.1:{self.ports['LOCALSTACK_PORT']}"

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.ports['API_PORT']}"

    @property
    def webhook(self) -> str:
        return f"http://127.0.0.1:{self.ports['WEBHOOK_PORT']}"

    @property
    def own_shopee(self) -> bool:
        """Whether we start the Shopee sandbox. `from_env` sets the API base whenever the authorise base is set."""
        return not self.given.get("SHOPEE_API_BASE")

    @property
    def own_tiktok(self) -> bool:
        return not self.given.get("TIKTOK_API_BASE")

    @property
    def shopee_sandbox(self) -> str | None:
        return f"http://127.0.0.1:{self.ports['SHOPEE_SANDBOX_PORT']}" if self.own_shopee else None

    @property
    def tiktok_sandbox(self) -> str | None:
        return f"http://127.0.0.1:{self.ports['TIKTOK_SANDBOX_PORT']}" if self.own_tiktok else None

    @property
    def state(self) -> Path:
        return self.dir / "state"

    @property
    def logs(self) -> Path:
        return self.dir / "logs"

    def parameters(self) -> dict[str, str]:
        """The template's parameters for the local stack."""
        values = {
            "Stage": STAGE,
            "MailFrom": "syncstore@motekarfpv.test",
            "MailTo": "owner@motekarfpv.test",
            "PublicApiUrl": self.api,
            "AllowedOrigins": "http://127.0.0.1:5173,http://localhost:5173",
        }
        if self.shopee_sandbox:
            values["ShopeeApiBase"] = self.shopee_sandbox
        if self.tiktok_sandbox:
            values["TiktokApiBase"] = values["TiktokAuthBase"] = self.tiktok_sandbox
        for name, parameter in PASSED_ON.items():
            if self.given.get(name):
                values[parameter] = self.given[name]
        return values


def somebodys_bases(given: dict[str, str]) -> dict[str, str]:
    """Completes pairs of base addresses, so that a run against another server never calls the channel's hosts."""
    given = dict(given)
    for channel in ("SHOPEE", "TIKTOK"):
        api, auth = f"{channel}_API_BASE", f"{channel}_AUTH_BASE"
        if given.get(auth) and not given.get(api):
            raise SystemExit(f"{auth} diisi tanpa {api}: isi keduanya · is set without {api}: set both")
    api = given.get("TIKTOK_API_BASE", "").rstrip("/")
    # The real TikTok Shop has a separate host for tokens; a stand-in serves both on one host.
    if api and api != TIKTOK_OWN and not given.get("TIKTOK_AUTH_BASE"):
        given["TIKTOK_AUTH_BASE"] = api
    return given


def from_env(directory: str | None = None) -> Settings:
    """Settings of this call. An empty variable counts as not set, because make passes empty ones."""
    env = {name: value for name, value in os.environ.items() if value}
    where = Path(directory or env.get("LOCAL_DIR", ".local"))
    cloud = env.get("CLOUD", "ministack")
    if cloud not in ("ministack", "localstack"):
        raise SystemExit(f"CLOUD={cloud}: ministack atau localstack · ministack or localstack")
    return Settings(
        dir=where if where.is_absolute() else ROOT / where,
        # Some shells export HOST as the machine's name.
        host=env.get("HOST", "native") if env.get("HOST") in ("native", "lambda") else "native",
        cloud=cloud,
        ports={name: int(env.get(name, default)) for name, default in PORTS.items()},
        given=somebodys_bases({name: env[name] for name in PASSED_ON if name in env}),
    )
