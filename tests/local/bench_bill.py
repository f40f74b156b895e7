"""The part of `make bench` that computes this seller's monthly AWS bill from the measurements of the other parts.

Prices are in US$, on demand, for ap-southeast-3 (Jakarta). The region's own price list could not be read when this
was written, so each price names its source. Change them here and run `make bench PART=bill`.
"""

import re
from dataclasses import dataclass

import template
from bench_report import Report, kept

GB = 1e9
DAYS = 30
SECONDS = DAYS * 24 * 3600


@dataclass(frozen=True)
class Price:
    usd: float
    per: float
    # The monthly amount that is free for every account without a time limit.
    free: float
    source: str

    def cost(self, used: float, free: bool) -> float:
        return max(used - (self.free if free else 0), 0) * self.usd / self.per


SINGAPORE = "Singapore's price, 2025; Jakarta's was not looked up"
EVERYWHERE = "the same in all regions looked at, 2025"
PRICES = {
    "secret": Price(0.40, 1, 0, EVERYWHERE),
    "secret_call": Price(0.05, 10_000, 0, EVERYWHERE),
    "sqs": Price(0.40, 1e6, 1e6, EVERYWHERE),
    "sqs_fifo": Price(0.50, 1e6, 0, EVERYWHERE + "; the free million is spent on the other queues"),
    "dynamodb_write": Price(0.71, 1e6, 0, SINGAPORE + ", after the cut of November 2024"),
    "dynamodb_read": Price(0.1425, 1e6, 0, SINGAPORE + ", after the cut of November 2024"),
    "dynamodb_storage": Price(0.285, 1, 25, SINGAPORE),
    "dynamodb_pitr": Price(0.228, 1, 0, SINGAPORE),
    "lambda_gb_s": Price(0.0000133334, 1, 400_000, "arm64, " + EVERYWHERE),
    "lambda_request": Price(0.20, 1e6, 1e6, EVERYWHERE),
    "logs": Price(0.70, 1, 5, "Singapore's price on a bill of May 2025; Jakarta's was not looked up"),
    "alarm": Price(0.10, 1, 10, EVERYWHERE),
    "http_api": Price(1.25, 1e6, 0, SINGAPORE),
    "kms": Price(0.03, 10_000, 20_000, EVERYWHERE),
    "mail": Price(0.10, 1_000, 0, EVERYWHERE),
    "s3_storage": Price(0.025, 1, 0, SINGAPORE),
    "s3_write": Price(0.005, 1_000, 0, SINGAPORE),
    "s3_read": Price(0.0004, 1_000, 0, SINGAPORE),
    "schedule": Price(1.25, 1e6, 14e6, SINGAPORE),
}

# The assumed usage of a month. The frequency of the schedules is read from the template.
MONTH = {
    "imports of everything": 1,
    "changes of a price rule on both channels": 2,
    "listings pushed": 2_000,
    "webhooks, half of them about an edit": 5_000,
    "edits that only a reconcile finds": 200,
    "requests of the dashboard": 6_000,
    "searches among them": 2_000,
    "cold searches": 300,
    "mails": 100,
}
# One for each marketplace.
SECRETS = 2
# The seller's own pictures: five for each of 500 products, at 1,600 pixels; those that are new, and how often one is shown
# or sent to a shop. A browser keeps what it was shown.
PICTURES = {"kept": 2_500, "bytes": 250_000, "new": 100, "shown": 5_000}
# A mapping keeps five long polls of 20 seconds open on an idle queue, so these are the polls in a month.
POLLS = 5 * SECONDS / 20
# The bytes that Lambda itself writes to the log for one invocation.
LOG_OF_LAMBDA = 350
# Reads for one API request other than a search, such as a page of products or a run's progress.
READS_OF_A_REQUEST = 3


def run() -> Report:
    flow, functions, webhook = kept("import"), kept("functions"), kept("webhook")
    if flow is None:
        raise SystemExit("jalankan dulu · run first: make bench PART=import")
    month = Month(flow.facts, (functions or Report()).facts, (webhook or Report()).facts)
    report = Report()
    lines = month.lines()
    for name, shown, parts in lines:
        with_free, without = total(parts, True), total(parts, False)
        report.tell(f"{name}: {shown}", f"US$ {with_free:.3f} ({without:.3f})")
    paid, full = (sum(total(parts, free) for *_, parts in lines) for free in (True, False))
    report.judge("the month's bill (without AWS's lasting free quotas)", f"US$ {paid:.2f} ({full:.2f})", "≤ US$ 2.00", paid <= 2)
    for lever in levers(month, paid):
        report.tell(*lever)
    report.facts = {"usd": paid, "usd_without_free": full}
    return report


def total(parts: list[tuple[str, float]], free: bool) -> float:
    return sum(PRICES[name].cost(used, free) for name, used in parts)


class Month:
    """The usage of the assumed month."""

    def __init__(self, flow: dict, functions: dict, webhook: dict) -> None:
        self.flow, self.functions, self.webhook = flow, functions, webhook
        self.template = template.load()
        self.ticks = ticks(self.template)
        # A phase of the flow, and how often it happens in a month for each record on which it was measured.
        self.often = {
            "import": MONTH["imports of everything"],
            "reprice": MONTH["changes of a price rule on both channels"] / 2,
            "push": MONTH["listings pushed"] / flow["push"]["count"],
            "webhook": MONTH["webhooks, half of them about an edit"] / flow["webhook"]["count"],
            "reconcile": self.ticks["reconcile"],
            "reconcile_edits": MONTH["edits that only a reconcile finds"] / flow["reconcile_edits"]["count"],
            "refresh_tokens": self.ticks["refresh_tokens"],
            "health": self.ticks["health"],
            "fees": self.ticks["fees"],
            "outcomes": self.ticks["outcomes"],
            "search": MONTH["searches among them"] / flow["search"]["count"],
            "search_cold": MONTH["cold searches"],
        }

    def of(self, fact: str) -> float:
        return sum(self.flow[phase][fact] * often for phase, often in self.often.items())

    def work(self, what: str, function: str | None = None) -> float:
        """The work of the functions that consume queues."""
        return sum(
            sums[what] * often
            for phase, often in self.often.items()
            for name, sums in self.flow[phase]["work"].items()
            if name != "api" and function in (None, name)
        )

    def lines(self) -> list[tuple[str, str, list[tuple[str, float]]]]:
        calls, polled = self.secret_calls(), POLLS * 4
        standard, fifo = self.queue_requests()
        write, read = self.of("write_units"), self.of("read_units") + MONTH["requests of the dashboard"] * READS_OF_A_REQUEST
        held = (self.flow["table"]["table"] + self.flow["table"]["indexes"]) / GB
        invocations, seconds = self.invocations(), self.gb_seconds()
        logs = (self.of("log_bytes") + invocations * LOG_OF_LAMBDA) / GB
        alarms = sum(resource["Type"] == "AWS::CloudWatch::Alarm" for resource in self.template["Resources"].values())
        return [
            ("Secrets Manager", f"{SECRETS} secrets, {calls:,.0f} calls", [("secret", SECRETS), ("secret_call", calls)]),
            ("SQS", f"{polled / 1e6:.2f} M idle polls, {(standard + fifo - polled) / 1e3:.0f} k others", [("sqs", standard), ("sqs_fifo", fifo)]),
            ("DynamoDB requests", f"{write / 1e6:.2f} M written, {read / 1e6:.2f} M read", [("dynamodb_write", write), ("dynamodb_read", read)]),
            ("DynamoDB storage with PITR", f"{held:.3f} GB", [("dynamodb_storage", held), ("dynamodb_pitr", held)]),
            ("Lambda", f"{invocations / 1e3:.0f} k invocations, {seconds:,.0f} GB-s", [("lambda_request", invocations), ("lambda_gb_s", seconds)]),
            ("CloudWatch logs", f"{logs:.3f} GB", [("logs", logs)]),
            ("CloudWatch alarms", f"{alarms}", [("alarm", alarms)]),
            ("KMS, the key of the table", f"{invocations / 1e3:.0f} k calls at most", [("kms", invocations)]),
            ("S3, the pictures", f"{PICTURES['kept']:,} of {PICTURES['bytes'] / 1e3:.0f} kB", self.pictures()),
            ("HTTP API, mail, scheduler", f"{MONTH['requests of the dashboard']:,} requests, {MONTH['mails']} mails", self.rest()),
        ]

    def rest(self) -> list[tuple[str, float]]:
        return [("http_api", MONTH["requests of the dashboard"]), ("mail", MONTH["mails"]), ("schedule", sum(self.ticks.values()))]

    def pictures(self) -> list[tuple[str, float]]:
        # An upload writes the picture and takes its mark away; the daily tick lists pictures and marks, 1,000 a page.
        listed = self.ticks["pictures"] * (PICTURES["kept"] / 1_000 + 2)
        writes = PICTURES["new"] * 2 + listed
        held = PICTURES["kept"] * PICTURES["bytes"] / GB
        shown = PICTURES["shown"]
        # The API passes each picture on.
        return [("s3_storage", held), ("s3_write", writes), ("s3_read", shown), ("http_api", shown)]

    def secret_calls(self) -> float:
        """At most one per invocation that calls a channel or checks a push: a process caches a secret for a minute."""
        talking = self.work("invocations", "import") + self.work("invocations", "sync")
        return talking + MONTH["webhooks, half of them about an edit"] + 4 * sum(self.ticks.values())

    def queue_requests(self) -> tuple[float, float]:
        """Idle polls, and three requests for each message: send, receive and delete."""
        fifo = self.work("messages", "sync")
        others = self.work("messages") - fifo
        return 3 * POLLS + 3 * others, POLLS + 3 * fifo

    def invocations(self) -> float:
        direct = MONTH["webhooks, half of them about an edit"] + MONTH["requests of the dashboard"] + sum(self.ticks.values())
        return self.work("invocations") + direct

    def gb_seconds(self) -> float:
        """Computed as if every invocation were a cold start; a warm one is cheaper."""
        settings = template.functions(self.template)
        usual = self.template["Globals"]["Function"]["MemorySize"]

        def gb(name: str) -> float:
            return settings[name]["Properties"].get("MemorySize", usual) / 1024

        def start(name: str) -> float:
            return self.functions.get(f"{name}.start_ms", 100) / 1e3

        seconds = 0.0
        for name in ("import", "sync", "pricing", "notify"):
            seconds += gb(name) * (self.work("busy_ms", name) / 1e3 + self.work("invocations", name) * start(name))
        pushes = MONTH["webhooks, half of them about an edit"]
        seconds += gb("webhook") * pushes * (self.webhook.get("cloud_p50_ms", 50) / 1e3 + start("webhook"))
        seconds += gb("api") * MONTH["requests of the dashboard"] * (0.05 + start("api"))
        for task, often in self.ticks.items():
            seconds += gb("schedule") * often * (self.flow.get(task, {}).get("tick_ms", 500) / 1e3 + start("schedule"))
        return seconds


def ticks(described: dict) -> dict[str, float]:
    """How often each task of the template runs in a month."""
    found = {}
    for resource in described["Resources"].values():
        if resource["Type"] == "AWS::Scheduler::Schedule":
            properties = resource["Properties"]
            count, unit = re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", properties["ScheduleExpression"]).groups()
            task = re.search(r'"task":"(\w+)"', properties["Target"]["Input"])[1]
            found[task] = SECONDS / (int(count) * {"minute": 60, "hour": 3600, "day": 86400}[unit])
    return found


def levers(month: Month, paid: float) -> list[tuple[str, str]]:
    """Changes that would lower the bill, the largest first."""
    mapping = PRICES["sqs"].cost(POLLS, free=False)
    alarm = PRICES["alarm"].usd
    saves = [
        ("one secret for both channels in place of two", PRICES["secret"].usd),
        ("pricing and notify on one queue: one idle mapping less", mapping),
        ("one alarm over all functions' errors in place of one each", alarm),
    ]
    if paid <= 2:
        return []
    return [(f"lever: {what}", f"− US$ {usd:.2f}") for what, usd in saves]
