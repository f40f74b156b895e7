"""The seller's manual says what the dashboard says: labels, messages, codes and links are those of the product."""

import re
import unittest
from functools import cache

import pages as launched
from manual_pictures import LIMIT, PICTURES
from settings import ROOT

PANDUAN = ROOT / "docs/panduan"
MESSAGES = PANDUAN / "pesan-kesalahan.md"
ROW = re.compile(r"^\| `(\w+)` \| (?:\d+ \| )?(.+?) \|", re.M)
# A gap of a label, filled in: a channel, a number, a name.
GAP = r"[^*]{1,40}"


def pages() -> dict[str, str]:
    return {page.name: page.read_text(encoding="utf-8") for page in sorted(PANDUAN.glob("*.md"))}


@cache
def dictionaries() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """The Indonesian labels of the dashboard: those without gaps, and patterns of those with gaps."""
    fixed: set[str] = set()
    open_ended: list[re.Pattern[str]] = []
    for file in (ROOT / "frontend/src").rglob("words.id.ts"):
        text = file.read_text(encoding="utf-8")
        fixed |= set(re.findall(r'"((?:[^"\\\n]|\\.)*)"', text))
        for template in re.findall(r"`([^`]*)`", text):
            parts = re.split(r"\$\{[^}]*\}", template)
            # Without words of its own a template would fit anything.
            if len(re.sub(r"\W", "", "".join(parts))) >= 4:
                open_ended.append(re.compile(GAP.join(re.escape(part) for part in parts)))
    return frozenset(fixed), tuple(open_ended)


def is_label(text: str) -> bool:
    fixed, open_ended = dictionaries()
    return text in fixed or any(pattern.fullmatch(text) for pattern in open_ended)


def labels(text: str) -> list[str]:
    """What is bold; a way through the pages is written with › between the labels."""
    return [part for bold in re.findall(r"\*\*(.+?)\*\*", text) for part in bold.split(" › ")]


@cache
def errors() -> tuple[dict[str, str], frozenset[str]]:
    """What each code of the API and of spreadsheets says to the seller, and all codes that he can meet."""
    text = (ROOT / "docs/ERRORS.md").read_text(encoding="utf-8")
    sheets = (ROOT / "docs/SHEETS.md").read_text(encoding="utf-8").split("\n## Errors\n")[1]
    said = dict(ROW.findall(text.split("\n## Why a change is not pushed\n")[0])) | dict(ROW.findall(sheets))
    return said, frozenset(said) | {code for code, _ in ROW.findall(text)}


@cache
def said_by_the_code() -> str:
    """The seller's words in the source: strings, without the breaks of lines."""
    files = [*(ROOT / "shared/app/src/words").rglob("*.rs"), ROOT / "docs/ERRORS.md", ROOT / "docs/SHEETS.md"]
    return gaps("\n".join(file.read_text(encoding="utf-8") for file in files))


def gaps(text: str) -> str:
    return re.sub(r"\{[\w:]*\}", "…", text)


def explained(text: str) -> dict[str, list[str]]:
    """By code: the lines of the list that end with it."""
    found: dict[str, list[str]] = {}
    for line in re.findall(r"^- .*$", text, re.M):
        for code in re.findall(r"`([a-z][a-z_]+)`", re.search(r"((?: `[a-z_]+`)*)$", line)[1]):
            found.setdefault(code, []).append(line)
    return found


class Panduan(unittest.TestCase):
    def test_every_bold_text_is_a_label_of_the_dashboard(self) -> None:
        wrong = [f"{name}: {label}" for name, text in pages().items() for label in labels(text) if not is_label(label)]
        self.assertEqual(wrong, [])

    def test_every_code_that_a_seller_can_see_is_explained(self) -> None:
        _, codes = errors()
        self.assertGreater(len(codes), 280)
        told = set(explained(MESSAGES.read_text(encoding="utf-8")))
        self.assertEqual(codes - told, set(), "docs/ERRORS.md or docs/SHEETS.md has them, the manual does not")
        self.assertEqual(told - codes, set(), "the manual explains codes that no longer exist")

    def test_a_message_is_quoted_as_the_api_says_it(self) -> None:
        said, _ = errors()
        told = explained(MESSAGES.read_text(encoding="utf-8"))
        wrong = [code for code, text in said.items() if not any(f"“{text}”" in line for line in told.get(code, []))]
        self.assertEqual(wrong, [])

    def test_every_other_quoted_message_is_in_the_source(self) -> None:
        wrong = []
        for quoted in re.findall(r"^- “(.+?)”", MESSAGES.read_text(encoding="utf-8"), re.M):
            wrong += [part for part in gaps(quoted).split("…") if part.strip(" .") and part.strip(" .") not in said_by_the_code()]
        self.assertEqual(wrong, [])

    def test_every_page_is_in_the_table_of_contents(self) -> None:
        listed = set(re.findall(r"\]\(([\w-]+\.md)\)", pages()["README.md"]))
        self.assertEqual(listed, set(pages()) - {"README.md"})

    def test_every_picture_is_there_small_and_made_by_the_command(self) -> None:
        shown = {name for text in pages().values() for name in re.findall(r"!\[[^\]]+\]\(gambar/([\w-]+)\.png\)", text)}
        stored = {file.stem: file.stat().st_size for file in (PANDUAN / "gambar").iterdir()}
        self.assertEqual(shown, set(stored))
        self.assertEqual(shown, set(PICTURES))
        self.assertLessEqual(len(stored), 12)
        self.assertEqual({name: size for name, size in stored.items() if size > LIMIT}, {})

    def test_a_changed_page_of_the_manual_builds_the_dashboard_again(self) -> None:
        self.assertIn(PANDUAN, launched.INPUTS)

    def test_the_reader_finds_what_is_wrong(self) -> None:
        self.assertTrue(is_label("Setujui"))
        self.assertTrue(is_label("Izinkan di Shopee"))
        self.assertFalse(is_label("Tombol yang tidak ada"))
        self.assertEqual(labels("**Lainnya › Impor** dan **Tes**"), ["Lainnya", "Impor", "Tes"])
        self.assertEqual(explained("- “Salah.” Ulangi. `a_code` `other_code`\n"), {code: ["- “Salah.” Ulangi. `a_code` `other_code`"] for code in ("a_code", "other_code")})


if __name__ == "__main__":
    unittest.main()
