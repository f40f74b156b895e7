"""SyncStore's main job, end to end, on a stack that runs: connect, import, price, plan, push, read back.

Reads API_URL, TOKEN (an owner's), SHOPEE_SANDBOX_URL and TIKTOK_SANDBOX_URL (empty: that channel is an external
server and must be connected already). The exit code is 0 only when every shown value is the expected one.
"""

import os
import sys
from dataclasses import dataclass, field

import pictures
from client import Api, Refused, fetch, follow

CHANNELS = {"shopee": ("SHOPEE_SANDBOX_URL", 15), "tiktok_shop": ("TIKTOK_SANDBOX_URL", 20)}
# Where each sandbox lists what it holds.
RECORDS = {"shopee": ("/_sandbox/items", "items"), "tiktok_shop": ("/_sandbox/products", "products")}
# Facts about the sandbox's two shops, from `testkit::catalogue`: products in both shops, and how many of them have
# equal SKUs.
TRUE_PAIRS, PAIRS_WITH_EQUAL_SKUS = 450, 300


@dataclass
class Demo:
    api: Api
    sandboxes: dict[str, str]
    wrong: list[str] = field(default_factory=list)

    def check(self, what: str, expected: object, actual: object) -> None:
        if expected != actual:
            self.wrong.append(f"{what}: diharapkan {expected!r}, nyatanya {actual!r} · expected {expected!r}, got {actual!r}")

    def connect(self) -> None:
        """Saves credentials and follows the authorise link to the last page, like a seller's browser."""
        for channel, sandbox in self.sandboxes.items():
            state = self.state_of(channel)
            if state == "connected":
                print(f"   {channel}: sudah terhubung · connected already")
                continue
            if not sandbox:
                raise SystemExit(f"{channel}: hubungkan dulu · connect it first: PUT /v1/connections/{channel}/credentials")
            known = fetch(f"{sandbox}/_sandbox/health")["credentials"]
            self.api.call("PUT", f"/v1/connections/{channel}/credentials", known)
            follow(self.api.call("POST", f"/v1/connections/{channel}/authorization", {})["link"])
            self.check(f"{channel} connection", "connected", self.state_of(channel))
            print(f"   {channel}: terhubung · connected")

    def state_of(self, channel: str) -> str:
        try:
            return self.api.get(f"/v1/connections/{channel}")["state"]
        except Refused as refused:
            if refused.status == 404:
                return "absent"
            raise

    def import_all(self) -> dict:
        started = self.api.start("/v1/imports", {"channels": list(CHANNELS)})

        def shown(now: dict) -> str:
            shops = ", ".join(f"{s['channel']} {s['created'] + s['changed'] + s['unchanged']}/{s['total'] or s['found']}" for s in now["shops"])
            return f"{now['phase']}: {shops}"

        done = self.api.wait(f"/v1/imports/{started['id']}", lambda now: now["phase"] in ("finished", "failed"), 900, shown)
        self.check("import", "finished", done["phase"])
        if done["failure"]:
            self.wrong.append(done["failure"])
        return done

    def check_catalogue(self, done: dict) -> None:
        held = {}
        for shop in done["shops"]:
            channel = shop["channel"]
            if self.sandboxes[channel]:
                path, name = RECORDS[channel]
                held[channel] = len(fetch(self.sandboxes[channel] + path)[name])
                self.check(f"{channel} listings", held[channel], shop["found"])
        total = self.api.get("/v1/products?limit=1")["total"]
        found = sum(shop["found"] for shop in done["shops"])
        print(f"   {found} listing, {total} produk · {found} listings, {total} products")
        auto, suggested, review = (done[f"matches_{tier}"] for tier in ("auto", "suggested", "review"))
        print(f"   pencocokan · matches: auto {auto}, disarankan · suggested {suggested}, ditinjau · review {review}")
        if not all(shop["created"] == shop["found"] for shop in done["shops"]) or not all(self.sandboxes.values()):
            return
        # After a first import every listing has a product, and only the certain pairs share one.
        self.check("listings joined", auto, done["masters_joined"])
        self.check("products", found - auto, total)
        self.check("sure pairs, at least those with equal SKUs and at most the true ones", True, PAIRS_WITH_EQUAL_SKUS <= auto <= TRUE_PAIRS)
        self.check("true pairs linked or in a queue", True, auto + suggested + review >= TRUE_PAIRS)
        linked = sum(1 for entry in self.api.items("/v1/matches?tier=auto&decision=linked_automatically") for candidate in entry["candidates"] if candidate["one_product"])
        self.check("sure pairs that are one product", auto, linked)
        queue = self.api.get("/v1/matches?limit=1")
        open_ = queue["counts"]["open"]
        self.check("products without the name of a category, of the first 200", 0, sum(not card["category"] for card in self.api.get("/v1/products?limit=200&sort=title")["items"]))
        print(f"   antrean · queue: {queue['counts']['waiting']} listing menunggu jawaban · listings wait for an answer, {open_['unlikely']} tidak mungkin · unlikely")
        self.check("the queue asks once for each listing of the smaller shop that has no sure partner, at most", True, sum(open_.values()) <= held["tiktok_shop"] - auto)

    def rules(self) -> None:
        for channel, (_, markup) in CHANNELS.items():
            rule = {"markup_percent": markup, "guard_percent": 40}
            try:
                version = self.api.get(f"/v1/price-rules/{channel}")["version"]
            except Refused as refused:
                if refused.status != 404:
                    raise
                version = 0
            self.api.call("PUT", f"/v1/price-rules/{channel}", rule, If_Match=f'"{version}"')
            print(f"   {channel}: +{markup} %")
        if all(self.sandboxes.values()):
            self.base_reading()

    def base_reading(self) -> None:
        """The sandbox's prices are base prices. This is declared once, so that a plan adds +15 % and +20 % to them."""
        started = self.api.start("/v1/price-rules/base-readings", {"reading": "shop_prices_are_base"})
        done = self.api.wait(f"/v1/bulk-tasks/{started['id']}", lambda now: now["finished_at"] is not None, 600)
        print(f"   harga di toko adalah harga dasar · shop prices are base prices: {done['looked_at']} produk · products")

    def pick(self) -> list[dict]:
        """One product without variants and one with three or more, each with an offer at 150,000, both on both channels and clear of flags."""
        single = several = None
        for card in self.api.items("/v1/products?channel=tiktok_shop"):
            if not {"shopee", "tiktok_shop"} <= set(card["channels"]):
                continue
            if single and several:
                break
            product = self.api.get(f"/v1/products/{card['id']}")
            prices = [variant["base_price"] for variant in product["variants"]]
            if not single and len(prices) == 1 and prices[0] == 150_000 and not product["options"] and self.can_push(product):
                single = product
            elif not several and len(prices) >= 3 and 150_000 in prices and self.is_whole(product) and self.can_push(product):
                several = product
        if not (single and several):
            raise SystemExit("tidak ada produk yang cocok untuk demo · no product fits the demo")
        return [single, several]

    @staticmethod
    def is_whole(product: dict) -> bool:
        """Nothing has to be corrected by a person first. For example, TikTok Shop accepts no SKU with spaces."""
        clear = all(variant["base_price"] and variant["sku"] and " " not in variant["sku"] for variant in product["variants"])
        # If pictures are not hashed, as in the deployed flow, every joined product has a note that they were not
        # compared.
        expected = {"images_not_compared"} if os.environ.get("HASH_IMAGES") == "false" else set()
        return clear and not set(product["attention"]) - expected

    def can_push(self, product: dict) -> bool:
        listings = self.api.get(f"/v1/products/{product['id']}/listings")["items"]
        return all(listing["observed"]["status"] == "live" for listing in listings)

    def push(self, products: list[dict]) -> None:
        request = {"products": [product["id"] for product in products], "channels": list(CHANNELS)}
        plan = self.api.plan(request)
        print(f"   rencana · plan {plan['hash'][:12]}: {plan['changes']} perubahan · changes, {plan['calls']} panggilan · calls, {plan['seconds']} s")
        for entry in self.api.items(f"/v1/plans/{plan['id']}/entries"):
            for change in entry["changes"]:
                if change.get("blocked"):
                    self.wrong.append(f"{entry['listing']} {change['field']}: {change['blocked']['text']} · {change['blocked']['text_en']}")
        if plan["changes"] == 0:
            print("   tidak ada yang perlu dikirim · nothing to push")
            return
        run = self.api.start("/v1/runs", {"plan_id": plan["id"], "plan_hash": plan["hash"], "waves": "single"})

        def settled(now: dict) -> bool:
            return now["state"] == "finished" and not now["counts"].get("accepted")

        done = self.api.wait(f"/v1/runs/{run['id']}", settled, 300, lambda now: f"{now['state']}: {now['counts']}")
        for job in self.api.items(f"/v1/runs/{run['id']}/jobs"):
            if job["state"] not in ("succeeded", "unchanged"):
                self.wrong.append(f"{job['listing']}: {job['state']} {job['failure']}")
        self.check("run", plan["listings_changed"], done["counts"].get("succeeded", 0) + done["counts"].get("unchanged", 0))

    def read_back(self, products: list[dict]) -> None:
        """Compares the channels' own values with the expected ones, offer by offer."""
        rows = [("SKU", "dasar · base", *(f"{c} {w}" for c in CHANNELS for w in ("target", "nyata · actual")))]
        for product in products:
            listings = {listing["channel"]: self.fresh(listing) for listing in self.api.get(f"/v1/products/{product['id']}/listings")["items"]}
            for channel in CHANNELS:
                self.check_listing(product, channel, listings[channel])
            for variant in product["variants"]:
                row = [variant["sku"] or "-", variant["base_price"]]
                for channel, (_, markup) in CHANNELS.items():
                    expected = (variant["base_price"] * (100 + markup) + 50) // 100
                    offer = self.offer(listings[channel], variant)
                    actual = offer and offer["price"]
                    self.check(f"{channel} {variant['sku']}", expected, actual)
                    row += [expected, actual]
                rows.append(tuple(row))
        table(rows)

    def fresh(self, listing: dict) -> dict:
        """The listing as its job read it back from the channel after the push."""
        job = self.last_job(listing["key"])
        return {**listing, "observed": job["read_back"] if job and job.get("read_back") else listing["observed"]}

    def last_job(self, key: str) -> dict | None:
        for run in self.api.get("/v1/runs?limit=5")["items"]:
            for job in self.api.items(f"/v1/runs/{run['id']}/jobs"):
                if job["listing"] == key and job["state"] in ("succeeded", "unchanged"):
                    return self.api.get(f"/v1/runs/{run['id']}/jobs/{job['id']}")
        return None

    @staticmethod
    def offer(listing: dict, variant: dict) -> dict | None:
        offers = listing["observed"]["offers"]
        if not variant["option_values"]:
            return offers[0] if len(offers) == 1 else None

        def same(offer: dict) -> bool:
            # Hyphens and spaces do not make two SKUs different, so such a difference is not pushed.
            sku, other = ("".join(c for c in text or "" if c.isalnum()).casefold() for text in (offer["sku"], variant["sku"]))
            return sku == other and offer["option_values"] == variant["option_values"]

        return next((offer for offer in offers if same(offer)), None)

    def check_listing(self, product: dict, channel: str, listing: dict) -> None:
        seen, name = listing["observed"], f"{channel} {product['title'][:30]}"
        self.check(f"{name}: judul · title", product["title"], seen["title"])
        self.check(f"{name}: gambar · images", len(product["images"]), len(seen["images"]))
        self.check(f"{name}: berat · weight", product["weight_g"], seen["weight_g"])
        self.check(f"{name}: pre-order", product["pre_order_days"], seen["pre_order_days"])
        wanted = sorted(tuple(v["option_values"]) for v in product["variants"])
        self.check(f"{name}: varian · variants", wanted, sorted(tuple(o["option_values"]) for o in seen["offers"]))
        if self.sandboxes[channel]:
            record = at_channel(channel, self.sandboxes[channel], listing["external_id"])
            self.check(f"{name}: judul di kanal · title at the channel", product["title"], record["title"])
            self.check(f"{name}: gambar di kanal · images at the channel", [i["reference"] for i in seen["images"]], record["images"])
            offers = sorted((tuple(o["option_values"]), o["sku"] or "", o["price"]) for o in seen["offers"])
            self.check(f"{name}: penawaran di kanal · offers at the channel", offers, record["offers"])
            # The same pictures in the same order, except for each shop's own stamp.
            shown = [pictures.same(ours["url"], theirs["url"]) for ours, theirs in zip(product["images"], seen["images"])]
            self.check(f"{name}: isi gambar · what the images show", [True] * len(product["images"]), shown)

    def writes(self) -> dict[str, int]:
        return {channel: fetch(f"{sandbox}/_sandbox/stats")["writes"] for channel, sandbox in self.sandboxes.items() if sandbox}


def at_channel(channel: str, sandbox: str, listing: str) -> dict:
    """A listing from the sandbox's own records, read without our channel code: its title, the names of its
    pictures in order, and of each offer the option values, the SKU and the price."""
    if channel == "shopee":
        item = fetch(f"{sandbox}/_sandbox/items/{listing}")

        def values(model: dict) -> tuple[str, ...]:
            return tuple(tier["options"][at]["name"] for tier, at in zip(item["tiers"], model["index"]))

        offers = [(values(model), model["sku"], model["price"]) for model in item["models"]] or [((), item["sku"], item["price"])]
        return {"title": item["name"], "images": item["images"], "offers": sorted(offers)}
    product = fetch(f"{sandbox}/_sandbox/products/{listing}")["product"]

    def offer(sku: dict) -> tuple[tuple[str, ...], str, int]:
        price = sku["price"].get("sale_price") or sku["price"]["tax_exclusive_price"]
        return tuple(option["value_name"] for option in sku.get("sales_attributes") or ()), sku.get("seller_sku") or "", int(price)

    images = [image["uri"] for image in product["main_images"]]
    return {"title": product["title"], "images": images, "offers": sorted(offer(sku) for sku in product["skus"])}


def table(rows: list[tuple]) -> None:
    shown = [[f"{cell:,}".replace(",", ".") if isinstance(cell, int) else str(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in shown) for column in range(len(shown[0]))]
    for row in shown:
        print("   " + "  ".join(cell.ljust(width) if column == 0 else cell.rjust(width) for column, (cell, width) in enumerate(zip(row, widths))))


def main() -> int:
    sandboxes = {channel: os.environ.get(setting, "") for channel, (setting, _) in CHANNELS.items()}
    demo = Demo(Api(os.environ["API_URL"], os.environ["TOKEN"]), sandboxes)
    print("1. Hubungkan · connect")
    demo.connect()
    print("2. Impor · import")
    demo.check_catalogue(demo.import_all())
    print("3. Aturan harga · price rules")
    demo.rules()
    print("4. Kirim · push")
    products = demo.pick()
    demo.push(products)
    print("5. Baca kembali · read back")
    demo.read_back(products)
    print("6. Sekali lagi: tidak ada yang ditulis · once more: nothing is written")
    before = demo.writes()
    demo.import_all()
    demo.push(products)
    demo.check("writes of the second round", before, demo.writes())
    for line in demo.wrong:
        print(f"   SALAH · WRONG  {line}")
    print("   semua sesuai · all as expected" if not demo.wrong else f"   {len(demo.wrong)} beda · differences")
    return 1 if demo.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
