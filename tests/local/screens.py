"""`make screens`: a picture of every screen and state of the dashboard, at 360 and 1280 px, light and dark.

    python3 tests/local/screens.py [name…]    all of them, or those whose name has one of these words

They come from the cases of `frontend/browser`, which are checked at the same time, and are in `frontend/.screens`.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import browser  # noqa: E402
import checks  # noqa: E402
import pages  # noqa: E402

SCREENS = pages.SOURCES / ".screens"


def main() -> int:
    checks.python_version()
    checks.tools("node", "npm")
    env = os.environ | {"DIST": str(pages.build()), "CHROMIUM": browser.chromium(), "SCREENS": str(SCREENS)}
    chosen = ["-t", "|".join(map(re.escape, sys.argv[1:]))] if sys.argv[1:] else []
    if not chosen:
        shutil.rmtree(SCREENS, ignore_errors=True)
    done = subprocess.run(["npm", "run", "test:browser", "--", *chosen], cwd=pages.SOURCES, env=env)
    print(f"{len(list(SCREENS.glob('*.png')))} gambar · pictures: {SCREENS}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
