"""Situations that failed once, on a stack with empty shops. Every scene creates the listings that it needs.

    python3 tests/local/flow.py cases             on a new stack of its own, removed afterwards

Real queues, the real table, the sandboxes over HTTP. Prints a line per check and, last, `N passed, N failed`.
"""

import itertools
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

import lifecycle
from client import Api, Refused, fetch, follow

SHOPEE, TIKTOK = os.environ.get("SHOPEE_SANDBOX_URL", ""), os.environ.get("TIKTOK_SANDBOX_URL", "")
BASES = {"shopee": SHOPEE, "tiktok_shop": TIKTOK}
MARKUPS = {"shopee": 15, "tiktok_shop": 20}
ZERO_WIDTH = "\u200b"

# Two products each: they differ in one word, the SKU and the picture, and neither has a true partner in the other shop.
TWINS = [
    (("Kaos Kru Balap Katun Abu Lengan Pendek", "KRU-01", 80_500), ("Kaos Kru Balap Katun Abu Lengan Panjang", "KRU-07", 96_000)),
    (("Pita Pantul Cahaya Motif Zigzag 3 cm", "PTL-3", 11_500), ("Pita Pantul Cahaya Motif Zigzag 8 cm lebar", "PTL-8", 24_000)),
    (("Jas Hujan Setelan Ponco Ukuran M", "JHP-M", 80_500), ("Jas Hujan Setelan Ponco Ukuran XXL", "JHP-XXL", 84_000)),
    (("Kipas Lipat Kain Motif Batik Mega", "KPS-MG", 57_500), ("Kipas Lipat Kain Motif Batik Truntum", "KPS-TR", 60_000)),
    (("Pelindung Baling 3 inch TPU Set Isi 4", "PLB-3", 46_000), ("Pelindung Baling 6 inch TPU Set Isi 4", "PLB-6", 72_000)),
    (("Casing Lentur iPhone 12 Mini Anti Benturan", "CSL-12M", 28_750), ("Casing Lentur iPhone 13 Mini Anti Benturan", "CSL-13M", 30_000)),
    (("Baterai LiPo Gaoneng 3S 850mAh 75C XT30", "GNB-3S85", 345_000), ("Baterai LiPo Gaoneng 6S 850mAh 75C XT30", "GNB-6S85", 480_000)),
    (("Pedal Sepeda Aluminium Sebelah Kiri", "PDL-L", 45_000), ("Pedal Sepeda Aluminium Sebelah Kanan", "PDL-R", 45_000)),
]
PICTURE_TEXT = '<p>Pembuka</p><ul><li>Poin satu</li></ul><img src="{address}" width="10"/><p>Penutup&nbsp;akhir</p>'


class Cases:
    hidden_and_deleted = lifecycle.hidden_and_deleted

    def __init__(self, api: Api) -> None:
        self.api = api
        self.passed = self.failed = 0
        self.numbers = itertools.count(1_000_001)

    def check(self, sentence: str, right: bool, shown: object = "") -> None:
        self.passed, self.failed = self.passed + bool(right), self.failed + (not right)
        print(f"   {'ok  ' if right else 'FAIL'}  {sentence}{'' if right else f': {str(shown)[:800]}'}", flush=True)

    # Helpers for the scenes.

    def listing(self, channel: str, title: str, sku: str, price: int, **more: object) -> str:
        """Puts a listing into a shop; with `variants`, one offer for each `(value, sku, price)`."""
        number = str(next(self.numbers))
        name = ("57" if channel == "shopee" else "17") + "00000" + number
        picture = more.pop("picture", None) or f"gambar-{name}"
        variants = more.pop("variants", None)
        offers = [
            {"id": f"{name}{place}", "sku": own, "option_values": [value], "price": cost, "stock": 10}
            for place, (value, own, cost) in enumerate(variants or [], 1)
        ]
        single = {"id": "only" if channel == "shopee" else f"{name}1", "sku": sku, "option_values": [], "price": price, "stock": 10}
        tiktok = channel == "tiktok_shop"
        content = {
            "title": title,
            "description": f"<p>{title}, dibuat sendiri.</p>" if tiktok else f"{title}, dibuat sendiri.",
            "images": [{"reference": picture, "url": f"{BASES[channel]}/_sandbox/images/{picture}"}],
            "category": {"id": "1047688" if tiktok else "101933", "name": "Aksesori"},
            "attributes": [],
            "brand": None,
            "weight": 200,
            "dimensions": None,
            "pre_order": 5,
            "shipping": [{"id": "7129000000000000008", "name": "Pengiriman Reguler"} if tiktok else {"id": "8003", "name": "J&T Express"}],
            "storefronts": ["tiktok_shop", "tokopedia"] if tiktok else [],
            "status": "live",
            "options": ["Warna"] if variants else [],
            "offers": offers or [single],
        }
        fetch(f"{BASES[channel]}/_sandbox/seed", "POST", [{"id": name, "content": content | more}])
        return name

    def connect(self) -> None:
        for channel, base in BASES.items():
            self.api.call("PUT", f"/v1/connections/{channel}/credentials", fetch(f"{base}/_sandbox/health")["credentials"])
            follow(self.api.call("POST", f"/v1/connections/{channel}/authorization", {})["link"])

    def imported(self, seconds: int = 300) -> dict:
        started = self.api.start("/v1/imports", {"channels": list(BASES)})
        return self.api.wait(f"/v1/imports/{started['id']}", lambda now: now["phase"] in ("finished", "failed"), seconds)

    def product_of(self, channel: str, listing: str) -> dict:
        """The product that a listing belongs to."""
        for card in self.api.items(f"/v1/products?channel={channel}"):
            for one in self.api.get(f"/v1/products/{card['id']}/listings")["items"]:
                if one["channel"] == channel and one["external_id"] == listing:
                    return self.api.get(f"/v1/products/{card['id']}")
        raise LookupError(f"{channel} {listing} has no product")

    def listing_of(self, channel: str, listing: str) -> dict:
        product = self.product_of(channel, listing)
        items = self.api.get(f"/v1/products/{product['id']}/listings")["items"]
        return next(one for one in items if one["channel"] == channel and one["external_id"] == listing)

    def edit(self, product: dict, **fields: object) -> None:
        self.api.call("PATCH", f"/v1/products/{product['id']}", fields, If_Match=f'"{product["version"]}"')

    def plan(self, **asked: object) -> tuple[dict, list[dict]]:
        plan = self.api.plan(asked)
        return plan, self.api.items(f"/v1/plans/{plan['id']}/entries")

    def carry_out(self, plan: dict, seconds: int = 120) -> tuple[dict, list[dict]]:
        run = self.api.start("/v1/runs", {"plan_id": plan["id"], "plan_hash": plan["hash"], "waves": "single"})["id"]

        def ended(now: dict) -> bool:
            return now["state"] == "finished" and not now["counts"].get("accepted")

        return self.api.wait(f"/v1/runs/{run}", ended, seconds), self.api.items(f"/v1/runs/{run}/jobs")

    def notices(self) -> list[dict]:
        return self.api.items("/v1/notifications")

    def told(self, part: str, seconds: int = 15) -> list[dict]:
        """Notifications that contain `part`; they appear a moment after their cause."""
        until = time.monotonic() + seconds
        while True:
            found = [notice for notice in self.notices() if part in notice["text"] or part in notice["subject"]]
            if found or time.monotonic() > until:
                return found
            time.sleep(0.5)

    @staticmethod
    def blockers(entries: list[dict]) -> set[str]:
        return {change["blocked"]["code"] for entry in entries for change in entry["changes"] if change["blocked"]}

    def sheet(self, name: str, body: str | bytes) -> tuple[dict, list[dict]]:
        """Uploads a spreadsheet; returns the preview and its errors, or the refusal as one error."""
        where = f"{self.api.base}/v1/products/sheets?name={urllib.parse.quote(name)}"
        request = urllib.request.Request(where, data=body if isinstance(body, bytes) else body.encode(), method="POST")
        kind = "text/csv" if name.endswith(".csv") else "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        for header, value in (("Authorization", f"Bearer {self.api.token}"), ("Content-Type", kind), ("Idempotency-Key", str(uuid.uuid4()))):
            request.add_header(header, value)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                preview = json.loads(answer.read())
        except urllib.error.HTTPError as error:
            problem = json.loads(error.read())
            return {}, [{"code": problem.get("code"), "detail": problem.get("detail", ""), "row": None}]
        return preview, self.api.items(f"/v1/products/sheets/{preview['id']}/errors", None)

    # The scenes.

    def near_twins(self) -> None:
        """First import: similar but different products are not joined, and none is proposed as nearly certain."""
        for left, right in TWINS:
            self.listing("shopee", *left)
            self.listing("tiktok_shop", *right)
        self.listing("shopee", "Pelindung Lensa Kaca Tempered Drone Mini Isi 2", "PLK-2", 33_000, picture="kaca")
        self.listing("tiktok_shop", "Kaca Tempered Pelindung Lensa untuk Drone Mini isi 2 pcs", "PLK-2", 34_000, picture="kaca")
        done = self.imported()
        self.check("an import of both shops finishes", done["phase"] == "finished", done["failure"])
        self.check("only the true pair becomes one product", done["masters_joined"] == 1, done["masters_joined"])
        entries = self.api.items("/v1/matches")
        sure = [entry for entry in entries if entry["score_percent"] >= 90]
        self.check("no pair of different products is called nearly certain", len(sure) <= 1, [(e["score_percent"], e["listing"]["title"], e["candidates"][0]["listing"]["title"]) for e in sure])
        self.check("a listing is asked about once, with five candidates at most", len(entries) <= len(TWINS) and all(len(entry["candidates"]) <= 5 for entry in entries), len(entries))

    def rules(self) -> None:
        """The first rules change no price: shop prices include the fees, so a plan of everything pushes no price."""
        for channel, markup in MARKUPS.items():
            rule = {"markup_percent": markup, "guard_percent": 60}
            self.api.call("PUT", f"/v1/price-rules/{channel}", rule, If_Match='"0"')
        plan, _ = self.plan(filter={}, fields=["price"])
        self.check("before anybody says what the shops' prices mean, no price is planned", plan["changes"] == 0, plan)
        started = self.api.start("/v1/price-rules/base-readings", {"reading": "shop_prices_include_fees"})
        self.api.wait(f"/v1/bulk-tasks/{started['id']}", lambda now: now["finished_at"] is not None, 120)
        plan, entries = self.plan(filter={}, fields=["price"])
        raised = [(c["from"], c["to"]) for entry in entries for c in entry["changes"] if c["pushed"]]
        self.check("prices that have the fees in them stay, but for the one true pair that disagrees", len(raised) <= 1, raised)

    def slow_shop(self) -> None:
        """A shop that serves fewer calls than we make, then one that refuses every third call: imports still finish."""
        for place in range(40):
            self.listing("shopee", f"Baut Titanium Panjang {place + 4} mm Kepala Tirus", f"BTT-{place}", 5_000 + place, variants=[("Emas", f"BTT-{place}-E", 5_000), ("Hitam", f"BTT-{place}-H", 5_500)])
        fetch(f"{SHOPEE}/_sandbox/budget", "POST", {"calls_per_second": 5})
        done = self.imported(400)
        fetch(f"{SHOPEE}/_sandbox/budget", "POST", {"calls_per_second": 10})
        self.check("an import finishes though the shop answers half as many calls as we make", done["phase"] == "finished", done)
        fetch(f"{SHOPEE}/_sandbox/journal", "DELETE")
        fetch(f"{SHOPEE}/_sandbox/faults", "POST", {"match": "/api/v2/product/", "kind": "rate_limit", "times": 100_000, "every": 3})
        done = self.imported(400)
        fetch(f"{SHOPEE}/_sandbox/faults", "DELETE")
        self.check("an import finishes though a third of its calls is refused as too many", done["phase"] == "finished", done)
        entries = fetch(f"{SHOPEE}/_sandbox/journal")["entries"]
        answered = [entry for entry in entries if entry["status"] == 200 and "get_model_list" in entry["path"]]
        varied = sum(1 for one in fetch(f"{SHOPEE}/_sandbox/items")["items"] if fetch(f"{SHOPEE}/_sandbox/items/{one}")["models"])
        self.check("… and nothing that was pulled is pulled twice", len(answered) <= varied, (len(answered), varied))

    def frozen(self) -> None:
        """A product that TikTok Shop freezes is shown as frozen, reported, not editable, never treated as deleted."""
        before = self.listing("tiktok_shop", "Tas Serut Parasut Landing Pad 55 cm", "TSP-55", 42_000)
        never = self.listing("tiktok_shop", "Bendera Gerbang Balap Lipat 2 m", "BGB-2", 88_000)
        fetch(f"{TIKTOK}/_sandbox/edit", "POST", {"product_id": never, "status": "FREEZE"})
        self.imported()
        fetch(f"{TIKTOK}/_sandbox/edit", "POST", {"product_id": before, "status": "FREEZE"})
        done = self.imported()
        self.check("an import with a frozen product finishes", done["phase"] == "finished", done)
        # A listing that was never read completely gets its product when the channel unfreezes it. Until then the seller
        # has a notification about it.
        found = next(shop["found"] for shop in done["shops"] if shop["channel"] == "tiktok_shop")
        self.check("… and counts both", found == len(fetch(f"{TIKTOK}/_sandbox/products")["products"]), done["shops"])
        status = self.listing_of("tiktok_shop", before)["observed"]["status"]
        self.check("a product frozen after its import is called frozen", status == "frozen", status)
        product = self.product_of("tiktok_shop", before)
        self.edit(product, title=product["title"] + " Baru")
        _, entries = self.plan(products=[product["id"]], channels=["tiktok_shop"], fields=["title"])
        self.check("… and its edit is blocked with the reason", "not_editable" in self.blockers(entries), entries)
        for part in ("Tas Serut", "Bendera Gerbang"):
            told = [notice for notice in self.told(part) if "dibekukan" in notice["text"]]
            self.check(f"… and the seller is told of it once: {part}", len(told) == 1, [n["text"] for n in self.notices()][:5])

    def kept_pictures(self) -> None:
        """A sentence is added to a description with a picture and a list: both stay, or the plan says what is lost."""
        address = f"{TIKTOK}/_sandbox/images/isi"
        listing = self.listing("tiktok_shop", "Rak Pengering Filamen Dinding", "RPF-1", 120_000, description=PICTURE_TEXT.format(address=address))
        self.imported()
        product = self.product_of("tiktok_shop", listing)
        self.edit(product, description=product["description"] + "\n\nGaransi tujuh hari.")
        plan, entries = self.plan(products=[product["id"]], channels=["tiktok_shop"], fields=["description"])
        if not plan["listings_changed"]:
            self.check("a description that cannot be kept is blocked before the push", bool(self.blockers(entries)), entries)
            return
        warned = any(entry["warnings"] for entry in entries)
        self.carry_out(plan)
        text = fetch(f"{TIKTOK}/_sandbox/products/{listing}")["product"]["description"]
        kept = "<img" in text and "<li>" in text
        self.check("picture and list stay in a description, or the plan warned", kept or warned, text)
        self.check("… and the new sentence is there", "Garansi tujuh hari." in text, text)

    def audit_refuses(self) -> None:
        """An edit that the audit refuses later is reported automatically, with the listing."""
        listing = self.listing("tiktok_shop", "Gantungan Baling Baling Akrilik", "GBA-1", 15_000)
        self.imported()
        product = self.product_of("tiktok_shop", listing)
        self.edit(product, title="Gantungan Baling Baling TERLARANG Akrilik")
        plan, _ = self.plan(products=[product["id"]], channels=["tiktok_shop"], fields=["title"])
        known = {notice["id"] for notice in self.notices()}
        run, jobs = self.carry_out(plan)
        self.check("the job of a refused edit fails", [job["state"] for job in jobs] == ["failed"], jobs)
        time.sleep(2)
        new = [notice for notice in self.notices() if notice["id"] not in known]
        naming = [notice for notice in new if listing in notice["subject"] + notice["text"] or "Gantungan" in notice["text"]]
        self.check("the seller is told which listing was refused", len(naming) >= 1, [n["text"] for n in new])
        empty = [notice["text"] for notice in new if notice["text"].endswith("0 berhasil, 0 gagal.")]
        self.check("nobody is told of a run that did nothing", not empty, empty)

    def editable_states(self) -> None:
        """A listing that the seller can correct may be edited; one that is under review may not."""
        for channel, status, may in (("shopee", "BANNED", True), ("shopee", "REVIEWING", False), ("tiktok_shop", "PLATFORM_DEACTIVATED", True), ("tiktok_shop", "FAILED", True)):
            listing = self.listing(channel, f"Spacer Nilon M3 {status.title()} Isi 20", f"SPC-{status[:4]}", 12_000)
            self.imported()
            product = self.product_of(channel, listing)
            field = "item_id" if channel == "shopee" else "product_id"
            fetch(f"{BASES[channel]}/_sandbox/edit", "POST", {field: int(listing) if channel == "shopee" else listing, "status": status})
            self.imported()
            self.edit(self.product_of(channel, listing), title=product["title"] + " Rapi")
            plan, entries = self.plan(products=[product["id"]], channels=[channel], fields=["title"])
            blocked = self.blockers(entries)
            right = (plan["changes"] == 1 and "not_editable" not in blocked) if may else "not_editable" in blocked
            self.check(f"a title of {channel} {status} is {'planned' if may else 'blocked'}", right, (plan["changes"], entries))

    def vanished_variant(self) -> None:
        """A variant that was deleted at the channel is not created again when another one gets a price."""
        colours = [("Hitam", "TLP-H", 30_000), ("Putih", "TLP-P", 30_000), ("Merah", "TLP-M", 30_000)]
        listing = self.listing("shopee", "Tali Pengikat Propeler Elastis", "TLP", 30_000, variants=colours)
        self.imported()
        product = self.product_of("shopee", listing)
        # The seller removes the third variant in the Seller Centre.
        content = fetch(f"{SHOPEE}/_sandbox/items/{listing}")
        offers = [{"id": str(m["id"]), "sku": m["sku"], "option_values": [value], "price": m["price"], "stock": m["stock"]} for m, (value, _, _) in zip(content["models"], colours)]
        self.reseed("shopee", listing, "Tali Pengikat Propeler Elastis", offers[:2])
        self.imported()
        variants = [dict(v) for v in self.api.get(f"/v1/products/{product['id']}")["variants"]]
        black = next(v for v in variants if v["sku"] == "TLP-H")
        fresh = self.api.get(f"/v1/products/{product['id']}")
        body = {"base_price": black["base_price"] + 1_000}
        self.api.call("PATCH", f"/v1/products/{product['id']}/variants/{black['id']}", body, If_Match=f'"{fresh["version"]}"')
        plan, entries = self.plan(skus=["TLP-H"], channels=["shopee"])
        made = [change for entry in entries for change in entry["changes"] if change["field"] == "variants" and change["pushed"]]
        self.check("a plan for one variant makes no vanished one again", not made, made)
        if plan["changes"]:
            self.carry_out(plan)
        names = [model["sku"] for model in fetch(f"{SHOPEE}/_sandbox/items/{listing}")["models"]]
        self.check("… and the shop has the two that are left", sorted(names) == ["TLP-H", "TLP-P"], names)
        said = self.told("TLP-M", 5) or [e for e in entries if "TLP-M" in json.dumps(e)]
        self.check("… and the seller is told of the one that vanished", bool(said), entries)

    def reseed(self, channel: str, listing: str, title: str, offers: list[dict]) -> None:
        content = {
            "title": title, "description": f"{title}, dibuat sendiri.", "images": [{"reference": f"gambar-{listing}", "url": f"{BASES[channel]}/_sandbox/images/gambar-{listing}"}],
            "category": {"id": "101933", "name": "Aksesori"}, "attributes": [], "brand": None, "weight": 200, "dimensions": None, "pre_order": 5,
            "shipping": [{"id": "8003", "name": "J&T Express"}], "storefronts": [], "status": "live", "options": ["Warna"], "offers": offers,
        }  # fmt: skip
        fetch(f"{BASES[channel]}/_sandbox/seed", "POST", [{"id": listing, "content": content}])

    def sheets(self) -> None:
        """Files that spreadsheet programs damaged, and files that other tools wrote."""
        total = self.api.get("/v1/products?limit=1")["total"]
        sku = "GBA-1"
        preview, errors = self.sheet("stok.csv", f"SKU,Stok\n{sku}{ZERO_WIDTH},2\n")
        self.check("an invisible character in a SKU is no second product", preview.get("creates") == 0 and not errors, (preview, errors))
        preview, errors = self.sheet("gambar.csv", f'SKU,Gambar\n{sku},"https://gambar.contoh/a.jpg, https://gambar.contoh/b.jpg"\n')
        shown = json.dumps(self.api.items(f"/v1/products/sheets/{preview['id']}/entries", None)) if preview else ""
        self.check("two addresses in one cell are two pictures, or an error", bool(errors) or "a.jpg," not in shown, shown)
        for damaged in ("6.93217E+12", "05-Mar", "#REF!", "TRUE"):
            _, errors = self.sheet("rusak.csv", f"SKU,Stok\n{damaged},1\n")
            named = [error for error in errors if error["code"] != "sku_unknown"]
            self.check(f"what a spreadsheet made of a SKU is named: {damaged}", bool(named), errors)
        preview, errors = self.sheet("laporan.csv", f"Laporan stok toko 12/05/2026,\n,\nSKU,Stok\n{sku},5\n")
        self.check("headings are found below a report's title", bool(preview) and not errors, errors)
        _, errors = self.sheet("kutip.csv", f'SKU,Judul\n{sku},"Judul tanpa penutup\nGBA-2,Lain\n')
        self.check("a quote that never closes is an error", bool(errors), errors)
        foreign = "Handle,Title,Body (HTML),Vendor,Variant SKU,Variant Price,Image Src\nkaos,Kaos,Isi,toko,KAOS-1,50000,https://gambar.contoh/1.jpg\n"
        preview, errors = self.sheet("produk.csv", foreign)
        self.check("another shop system's file is called by its name", any("Shopify" in error["detail"] for error in errors), (preview, errors))
        self.check("no preview changed the catalogue", self.api.get("/v1/products?limit=1")["total"] == total)

    def first_listings(self) -> None:
        """Products typed once are in both shops with the right prices, and an undo takes them back."""
        picture = [{"url": f"{SHOPEE}/_sandbox/images/baru-{place}"} for place in range(3)]
        shared = {"description": "Dicetak dari TPU, tahan benturan.", "category": "Dudukan", "weight_g": 60, "pre_order_days": 7, "images": picture}
        shared["dimensions"] = {"length_cm": 10, "width_cm": 8, "height_cm": 3}
        kinds = {
            "single": {"title": "Dudukan Kamera Aksi untuk Drone FPV Lima Inci", "variants": [{"sku": "BARU-1", "base_price": 150_000, "stock": 9}]},
            "varied": {
                "title": "Dudukan Antena GPS untuk Drone FPV Tujuh Inci", "options": ["Warna"],
                "variants": [{"sku": f"BARU-2-{color}", "option_values": [color], "base_price": 150_000, "stock": 4} for color in ("Merah", "Hitam")],
            },
        }
        products = {kind: self.api.start("/v1/products", shared | one)["id"] for kind, one in kinds.items()}
        asked = {"products": list(products.values()), "channels": list(BASES), "create": True}
        _, entries = self.plan(**asked)
        self.check("a new listing says what it lacks before anything is sent", len(entries) == 4 and self.blockers(entries) == {"creation_lacks"}, self.blockers(entries))
        for product in products.values():
            for channel in BASES:
                leaf = self.api.get(f"/v1/channels/{channel}/categories?product_id={product}")["items"]
                self.check(f"a category of {channel} is suggested", bool(leaf), leaf)
                details = {"category": {"id": leaf[0]["id"], "name": leaf[0]["path"][-1]}}
                if channel == "tiktok_shop":
                    details["storefronts"] = ["tiktok_shop", "tokopedia"]
                version = self.api.get(f"/v1/products/{product}")["version"]
                self.api.call("PUT", f"/v1/products/{product}/details/{channel}", details, If_Match=f'"{version}"')
        plan, entries = self.plan(**asked)
        self.check("… and then nothing", (plan["listings_changed"], plan["blocked"]) == (4, 0), self.blockers(entries))
        run, jobs = self.carry_out(plan)
        self.check("four listings are created", [job["state"] for job in jobs] == ["succeeded"] * 4, [(job["state"], job["failure"]) for job in jobs])
        made = [one for product in products.values() for one in self.api.get(f"/v1/products/{product}/listings")["items"]]
        prices = {channel: sorted(price for one in made if one["channel"] == channel for price in self.prices(channel, one["external_id"])) for channel in BASES}
        self.check("each shop's own records have the right prices", prices == {"shopee": [172_500] * 3, "tiktok_shop": [180_000] * 3}, prices)
        _, entries = self.plan(products=list(products.values()))
        self.check("nothing differs afterwards", not any(change["pushed"] for entry in entries for change in entry["changes"]), [(e["listing"], c["field"], c["from"], c["to"]) for e in entries for c in e["changes"] if c["pushed"]])
        undo = self.api.plan({}, f"/v1/runs/{run['id']}/undo")
        _, jobs = self.carry_out(undo)
        self.check("an undo takes all four back", [job["state"] for job in jobs] == ["succeeded"] * 4, [(job["state"], job["failure"]) for job in jobs])
        left = {str(one) for one in fetch(f"{SHOPEE}/_sandbox/items")["items"]} & {one["external_id"] for one in made if one["channel"] == "shopee"}
        self.check("… from the shop as well", not left or all(fetch(f"{SHOPEE}/_sandbox/items/{one}").get("status") == "SELLER_DELETE" for one in left), left)

    @staticmethod
    def prices(channel: str, listing: str) -> list[int]:
        """The prices of a listing's offers in the sandbox's own records."""
        if channel == "shopee":
            item = fetch(f"{SHOPEE}/_sandbox/items/{listing}")
            return [model["price"] for model in item["models"]] or [item["price"]]
        skus = fetch(f"{TIKTOK}/_sandbox/products/{listing}")["product"]["skus"]
        return [int(sku["price"].get("sale_price") or sku["price"]["tax_exclusive_price"]) for sku in skus]

    def scene(self) -> None:
        self.connect()
        scenes = (self.near_twins, self.rules, self.frozen, self.kept_pictures, self.audit_refuses, self.editable_states, self.hidden_and_deleted, self.vanished_variant, self.sheets, self.first_listings, self.slow_shop)
        for scene in scenes:
            print(f"{scene.__name__.replace('_', ' ')}")
            try:
                scene()
            except (Exception, SystemExit) as problem:  # noqa: BLE001 (a scene that breaks is a failure, and the next one still runs)
                self.check(scene.__name__, False, f"{type(problem).__name__}: {problem}")


def main() -> int:
    if not (SHOPEE and TIKTOK):
        print("0 passed, 0 failed")
        return 0
    cases = Cases(Api(os.environ["API_URL"], os.environ["TOKEN"]))
    cases.scene()
    print(f"{cases.passed} passed, {cases.failed} failed")
    return 1 if cases.failed else 0


if __name__ == "__main__":
    sys.exit(main())
