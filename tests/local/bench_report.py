"""The results of the parts of `make bench`: stored as JSON, printed as one table."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from settings import ROOT

KEPT = ROOT / ".local" / "bench"
MARKS = {True: "ok", False: "MISS", None: ""}


@dataclass
class Report:
    """Rows for people, facts for parts that calculate with them."""

    rows: list[dict] = field(default_factory=list)
    facts: dict = field(default_factory=dict)

    def tell(self, figure: str, actual: str) -> None:
        self.rows.append({"figure": figure, "actual": actual, "target": None, "met": None})

    def judge(self, figure: str, actual: str, target: str, met: bool) -> None:
        self.rows.append({"figure": figure, "actual": actual, "target": target, "met": met})


def file_of(part: str) -> Path:
    return KEPT / f"{part}.json"


def keep(part: str, report: Report) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    file_of(part).write_text(json.dumps(asdict(report), indent=2) + "\n")


def kept(part: str) -> Report | None:
    """The stored result of a part's last run, or None."""
    if not file_of(part).exists():
        return None
    return Report(**json.loads(file_of(part).read_text()))


def table(reports: list[tuple[str, Report]]) -> str:
    """All rows, with the missed targets listed again at the end."""
    lines = [f"{'':<74}{'actual':>32}  target"]
    missed = []
    for part, report in reports:
        lines.append(f"── {part} " + "─" * (120 - len(part)))
        for row in report.rows:
            line = f"{row['figure']:<74}{row['actual']:>32}"
            if row["target"]:
                line += f"  {row['target']:<14}{MARKS[row['met']]}"
            lines.append(line)
            missed += [f"{part}: {row['figure']}: {row['actual']}, target {row['target']}"] if row["met"] is False else []
    judged = sum(row["met"] is not None for _, report in reports for row in report.rows)
    lines.append("")
    lines += [f"MISS  {line}" for line in missed]
    lines.append(f"{judged - len(missed)} of {judged} targets met")
    return "\n".join(lines)
