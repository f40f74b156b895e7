"""What the launcher says: Bahasa Indonesia first, English after it."""

import sys
from typing import NoReturn


def step(indonesian: str, english: str) -> None:
    """One line of progress; on stderr, so that stdout stays for what was asked."""
    print(f"• {indonesian} · {english}", file=sys.stderr, flush=True)


def stop_with(indonesian: str, english: str, detail: str = "") -> NoReturn:
    """Ends the launcher with a remedy instead of a traceback."""
    print(f"\n✗ {indonesian}\n  {english}", file=sys.stderr)
    if detail:
        print("\n" + "\n".join("    " + line for line in detail.strip().splitlines()), file=sys.stderr)
    raise SystemExit(2)
