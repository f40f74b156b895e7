"""The launcher's messages: first in Bahasa Indonesia, then in English."""

import sys
from typing import NoReturn


def step(indonesian: str, english: str) -> None:
    """Prints one line of progress to stderr, because stdout is only for the result."""
    print(f"• {indonesian} · {english}", file=sys.stderr, flush=True)


def stop_with(indonesian: str, english: str, detail: str = "") -> NoReturn:
    """Ends the launcher with a remedy, without a traceback."""
    print(f"\n✗ {indonesian}\n  {english}", file=sys.stderr)
    if detail:
        print("\n" + "\n".join("    " + line for line in detail.strip().splitlines()), file=sys.stderr)
    raise SystemExit(2)
