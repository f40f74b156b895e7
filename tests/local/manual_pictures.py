"""The pictures of the seller's manual: screens at 360 px, light, in Bahasa Indonesia, as the browser suite draws them.

    make screens                              # every screen into frontend/.screens
    python3 tests/local/manual_pictures.py    # those of the manual from there into docs/panduan/gambar
"""

import shutil
import sys
from pathlib import Path

from settings import ROOT

SCREENS = ROOT / "frontend/.screens"
PLACE = ROOT / "docs/panduan/gambar"
# A phone pays for its data, and the service worker stores all of them.
LIMIT = 60_000
# The manual's name of a picture, and the screen that it shows.
PICTURES = {
    "beranda": "busy",
    "kunci": "settings_no_keys",
    "cocokkan": "matches_a_pair",
    "rincian-harga": "products_prd_1?sheet=quote&listing=shopee_1_9&variant=v1_quote",
    "rencana": "sync_plans_pln_1_ready",
    "proses": "sync_runs_run_1_a_wave_waits",
    "listing-baru": "products_prd_1?sheet=new-listing&channel=tiktok_shop_a_new_listing_filled_in",
    "konflik": "conflicts_a_price",
    "pesan-mati": "dead-letters_some_letters",
}


def main() -> int:
    missing = [screen for screen in PICTURES.values() if not source(screen).is_file()]
    if missing:
        print("Jalankan `make screens` dulu · run `make screens` first: " + ", ".join(missing), file=sys.stderr)
        return 1
    PLACE.mkdir(parents=True, exist_ok=True)
    for name, screen in PICTURES.items():
        shutil.copyfile(source(screen), PLACE / f"{name}.png")
    return 0


def source(screen: str) -> Path:
    return SCREENS / f"{screen}.360.light.png"


if __name__ == "__main__":
    sys.exit(main())
