"""What the docs name is there: files, folders, links, and names of the code. Who renames a file learns here which page says its old name."""

import re
import subprocess
import unittest
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from settings import ROOT

# Made when the product is built or started, so not in the repository.
MADE = {
    "README.md": {"frontend/.screens"},
    "docs/DEPLOY.md": {"infra/built.yaml"},
    "frontend/README.md": {"src/routeTree.gen.ts"},
}
SOURCES = (".rs", ".py", ".ts", ".tsx", ".mjs", ".md")
CODE = (".rs", ".py", ".ts", ".tsx", ".json", ".yaml", ".toml")
FILE = re.compile(r"[\w.<>*/-]+\.(?:rs|py|tsx?|mjs|md)\b(?![\w(/])")
NAME = re.compile(r"\b(?:\w+::)+(\w+)")
SENTENCE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+){3,}")
LINK = re.compile(r"\]\(([^)\s]+)\)")


@cache
def tracked() -> tuple[str, ...]:
    """Files that git has or would take."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    return tuple(sorted(name for name in set(names) if (ROOT / name).is_file()))


@cache
def places() -> frozenset[str]:
    """Every file and folder, by its whole path."""
    folders = {str(parent) for name in tracked() for parent in Path(name).parents}
    return frozenset(tracked()) | folders


@cache
def endings() -> frozenset[str]:
    """Every file and folder by each end of its path: `app/src/message.rs`, `src/message.rs`, `message.rs`."""
    parts = (name.split("/") for name in places())
    return frozenset("/".join(path[at:]) for path in parts for at in range(len(path)))


@cache
def words() -> frozenset[str]:
    """Every word of the code."""
    found: set[str] = set()
    for name in tracked():
        if name.endswith(CODE) and "package-lock" not in name:
            found.update(re.findall(r"\w+", (ROOT / name).read_text(encoding="utf-8", errors="replace")))
    return frozenset(found)


def docs() -> list[str]:
    return [name for name in tracked() if name.endswith(".md")]


def quoted(text: str) -> list[str]:
    """What stands between backticks, outside blocks."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))


def blocks(text: str) -> list[str]:
    return re.findall(r"^```.*?^```", text, flags=re.M | re.S)


def is_there(named: str, among: frozenset[str]) -> bool:
    """`<name>` and `*` stand for any name."""
    pattern = re.sub(r"<[\w-]+>", "*", named)
    return named in among or ("*" in pattern and any(fnmatchcase(one, pattern) for one in among))


def unknown_paths(doc: str, text: str) -> list[str]:
    top = {name.split("/")[0] for name in tracked() if "/" in name}
    wrong = []
    for said in [*quoted(text), *blocks(text)]:
        for named in FILE.findall(said):
            if not is_there(named.removeprefix("./"), endings()):
                wrong.append(named)
        for named in re.findall(r"(?<![\w./<-])[\w.-]+/[\w./<>*-]*", said):
            whole = named.rstrip("/.")
            if named.split("/")[0] in top and not is_there(whole, places()) and not is_there(whole, endings()):
                wrong.append(named)
    return sorted(set(wrong) - MADE.get(doc, set()))


@cache
def source() -> str:
    """The code of the use cases, whichever file it is in."""
    names = (name for name in tracked() if name.startswith("shared/app/src/") and name.endswith(".rs"))
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def variants(name: str) -> set[str]:
    """The variants of an enum without values, as JSON writes them."""
    body = re.search(rf"pub enum {name} {{\n(.*?)\n}}", source(), re.S)[1]
    return {snake(one) for one in re.findall(r"^    ([A-Z]\w*),$", body, re.M)}


def heading_ids(text: str) -> set[str]:
    """The anchors that GitHub makes of headings."""
    titles = re.findall(r"^#+\s+(.+)$", text, re.M)
    return {re.sub(r"[^\w\s-]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def has_word(path: str, name: str) -> bool:
    """Whether a file whose path ends so says `name`."""
    pattern = "*/" + re.sub(r"<[\w-]+>", "*", path)
    files = [file for file in tracked() if fnmatchcase("/" + file, pattern)]
    return any(re.search(rf"\b{name}\b", (ROOT / file).read_text(encoding="utf-8")) for file in files)


def misplaced(_: str, text: str) -> list[str]:
    """A name that is said to be in a file and is not: `Name` in `file.rs`, and rows of tables that have files and then names."""
    said = [([path], name) for name, path in re.findall(r"`([A-Za-z_][\w:]*)` (?:in|of) `([^`\s]+\.rs)`", text)]
    for row in re.findall(r"^\|[^|\n]*\|([^|\n]*\.rs`[^|\n]*)\|((?:[, ]*`[A-Za-z_][\w:]*`)+)(?: of [^|\n]*)? *\|$", text, re.M):
        files = re.findall(r"`([^`\s]+\.rs)`", row[0])
        said += [(files, name) for name in re.findall(r"`([^`]+)`", row[1])]
    there = lambda files, name: any(has_word(file, name.rsplit("::")[-1]) for file in files)
    return [f"{name} in {' or '.join(files)}" for files, name in said if not there(files, name)]


class Docs(unittest.TestCase):
    def each(self, problems) -> None:
        found = [f"{doc}: {one}" for doc in docs() for one in problems(doc, (ROOT / doc).read_text(encoding="utf-8"))]
        if found:
            self.fail("These pages say what is not there any more:\n" + "\n".join(found))

    def test_every_file_and_folder_that_a_page_names_is_there(self) -> None:
        self.each(unknown_paths)

    def test_every_name_is_in_the_file_that_a_page_says(self) -> None:
        self.each(misplaced)

    def test_every_link_between_pages_leads_somewhere(self) -> None:
        def broken(doc: str, text: str) -> list[str]:
            wrong = []
            for link in LINK.findall(text):
                if re.match(r"\w+:", link):
                    continue
                path, _, anchor = link.partition("#")
                target = (ROOT / doc).parent / path if path else ROOT / doc
                if not target.exists() or (anchor and anchor not in heading_ids(target.read_text(encoding="utf-8"))):
                    wrong.append(link)
            return wrong

        self.each(broken)

    def test_every_name_of_the_code_that_a_page_says_is_in_the_code(self) -> None:
        def unknown(_: str, text: str) -> list[str]:
            said = quoted(text)
            names = {name for one in said for name in NAME.findall(one)}
            names |= {one for one in said if SENTENCE.fullmatch(one)}
            return sorted(names - words())

        self.each(unknown)

    def test_the_pictures_of_the_architecture_have_every_state(self) -> None:
        page = set(re.findall(r"\w+", (ROOT / "docs/ARCHITECTURE.md").read_text(encoding="utf-8")))
        for name in ("PlanState", "RunState", "JobState", "ImportPhase"):
            states = variants(name)
            self.assertGreater(len(states), 2, name)
            self.assertEqual(states - page, set(), name)

    def test_the_table_of_a_runs_states_is_that_of_the_code(self) -> None:
        code = re.search(r"pub const fn after\(self, wish: RunWish\).*?\n    }\n", source(), re.S)[0]
        said: dict[tuple[str, str], str] = {}
        for arm in re.finditer(r"((?:\|?\s*\(RunWish::\w+, [^)]*\)\s*)+)=> Some\((\w+)\)", code):
            for wish, states in re.findall(r"RunWish::(\w+), ([^)]*)\)", arm[1]):
                said |= {(wish, snake(state)): snake(arm[2]) for state in re.findall(r"\w+", states)}
        text = (ROOT / "docs/ARCHITECTURE.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| `([A-Z]\w+)` \| (`[a-z_`, ]+`) \| `([a-z_]+)` \|$", text, re.M)
        told = {(wish, state): to for wish, states, to in rows for state in re.findall(r"\w+", states)}
        self.assertGreater(len(said), 10)
        self.assertEqual(told, said)

    def test_the_access_patterns_name_the_parts_of_keys_that_the_store_uses(self) -> None:
        def parts(texts: list[str]) -> set[str]:
            return {part for text in texts for part in re.findall(r"\b[A-Z]{2,}\b|\b[A-Z](?=#)", text)}

        def strings(files: list[str]) -> list[str]:
            texts = [(ROOT / name).read_text(encoding="utf-8").split("#[cfg(test)]")[0] for name in files]
            return [one for text in texts for one in re.findall(r'"([^"\n]*)"', re.sub(r"//.*", "", text))]

        store = [name for name in tracked() if name.startswith("shared/store/src/") and name.endswith(".rs")]
        keys = [name for name in store if name.startswith("shared/store/src/keys") and not name.endswith("tests.rs")]
        page = (ROOT / "shared/store/ACCESS-PATTERNS.md").read_text(encoding="utf-8")
        said = parts(re.findall(r"`([^`\n]*)`", page))
        self.assertGreater(len(parts(strings(keys))), 40)
        self.assertEqual(parts(strings(keys)) - said, set(), "keys.rs has them, the page does not")
        self.assertEqual(said - parts(strings(store)), set(), "the page has them, the store does not")

    def test_the_reader_finds_what_is_wrong(self) -> None:
        text = "`app/src/no_such_file.rs`, `app/src/message.rs`, `shared/none/`, `shared/app`, `functions/<name>`"
        self.assertEqual(unknown_paths("docs/X.md", text), ["app/src/no_such_file.rs", "shared/none/"])
        text = "`SyncMessage` in `app/src/message.rs`, `RunState` in `app/src/message.rs`\n| a | `app/src/message.rs` | `RunState`, `Envelope` |\n"
        self.assertEqual(misplaced("docs/X.md", text), ["RunState in app/src/message.rs"] * 2)


if __name__ == "__main__":
    unittest.main()
