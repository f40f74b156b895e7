"""docs/RUNBOOK.md has a section for every alarm, and says something of every failure that an operator meets."""

import re
import unittest

import template as description
from settings import ROOT

RUNBOOK = (ROOT / "docs/RUNBOOK.md").read_text(encoding="utf-8")
ERRORS = (ROOT / "docs/ERRORS.md").read_text(encoding="utf-8")
PARTS = ("Cause", "Check", "Action")


def sections() -> dict[str, str]:
    found = re.split(r"^#{2,3} (.+)$", RUNBOOK, flags=re.M)[1:]
    return dict(zip(found[::2], found[1::2], strict=True))


def codes(heading: str) -> set[str]:
    body = ERRORS.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `(\w+)` \|", body, re.M))


class Runbook(unittest.TestCase):
    def test_every_alarm_of_the_template_has_a_section_with_cause_check_and_action(self) -> None:
        resources = description.load()["Resources"]
        alarms = {name for name, one in resources.items() if one["Type"].endswith("::Alarm") or one["Type"].endswith("::CompositeAlarm")}
        self.assertGreater(len(alarms), 10)
        told = {name for name in sections() if name.endswith("Alarm")}
        self.assertEqual(told, alarms)
        lacking = [f"{alarm}: {part}" for alarm in alarms for part in PARTS if f"- **{part}**: " not in sections()[alarm]]
        self.assertEqual(lacking, [])

    def test_every_failure_of_a_channel_a_job_or_a_message_has_a_row(self) -> None:
        for heading, section in (("What a channel said", "What a channel said"), ("Why a job or a message failed", "A job or a message failed")):
            rows = re.findall(r"^\| (`[^|]+) \|", sections()[section], re.M)
            told = {code for row in rows for code in re.findall(r"`(\w+)`", row)}
            self.assertEqual(told, codes(heading), heading)

    def test_every_answer_of_500_and_above_is_named(self) -> None:
        failures = set(re.findall(r"^\| `(\w+)` \| 5\d\d \|", ERRORS, re.M))
        self.assertGreater(len(failures), 5)
        self.assertEqual({code for code in failures if f"`{code}`" not in sections()["ApiErrorsAlarm"]}, set())

    def test_every_incident_has_steps(self) -> None:
        for name in ("A leaked key", "A wrong mass push", "An outage of a shop", "A lost or damaged table"):
            self.assertGreaterEqual(len(re.findall(r"^\d\. ", sections()[name], re.M)), 4, name)

    def test_the_log_group_and_function_names_are_those_of_the_template(self) -> None:
        functions = set(description.functions(description.load()))
        named = set(re.findall(r"\$STACK-(\w+)", RUNBOOK)) - {"f"}
        listed = {one for loop in re.findall(r"for f in ([\w ]+);", RUNBOOK) for one in loop.split()}
        self.assertEqual((named | listed) - functions, set())
        tasks = set(re.findall(r'"task":"(\w+)"', (ROOT / "infra/template.yaml").read_text(encoding="utf-8")))
        self.assertEqual({task for task in tasks if f"`{task}`" not in sections()["ScheduleErrorsAlarm"]}, set())


if __name__ == "__main__":
    unittest.main()
