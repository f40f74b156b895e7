"""Situations of a listing after it exists, for `cases.py`: hidden, shown again, hidden by hand, deleted."""

import os
from typing import Any

from client import fetch

SHOPEE, TIKTOK = os.environ.get("SHOPEE_SANDBOX_URL", ""), os.environ.get("TIKTOK_SANDBOX_URL", "")
BASES = {"shopee": SHOPEE, "tiktok_shop": TIKTOK}


def shown(channel: str, listing: str) -> str:
    """The status in the sandbox's own record; empty for a listing that is not there any more."""
    if channel == "shopee":
        return fetch(f"{SHOPEE}/_sandbox/items/{listing}").get("status", "")
    return fetch(f"{TIKTOK}/_sandbox/products/{listing}")["product"].get("status", "")


def hidden_and_deleted(cases: Any) -> None:
    """A listing is hidden, shown again, undone, hidden by hand, and deleted, on both channels."""
    words = {"shopee": ("NORMAL", "UNLIST", ("SELLER_DELETE", "DELETED", "")), "tiktok_shop": ("ACTIVATE", "SELLER_DEACTIVATED", ("DELETED", ""))}
    made = {channel: cases.listing(channel, f"Pelindung Antena {name} Fleksibel Drone FPV", f"PAF-{name[:3].upper()}", 18_000) for channel, name in (("shopee", "Oranye"), ("tiktok_shop", "Toska"))}
    cases.imported()
    for channel, listing in made.items():
        live, hidden, gone = words[channel]
        product = cases.product_of(channel, listing)["id"]
        asked = {"products": [product], "channels": [channel]}
        plan, _ = cases.plan(**asked, visibility="unlisted")
        cases.check(f"{channel}: hiding changes one field", (plan["changes"], plan["fields"]) == (1, ["visibility"]), plan)
        run, jobs = cases.carry_out(plan)
        cases.check("… and the shop hides it", (shown(channel, listing), [job["state"] for job in jobs]) == (hidden, ["succeeded"]), jobs)
        cases.carry_out(cases.api.start(f"/v1/runs/{run['id']}/undo", {}))
        cases.check("… and its undo shows it again", shown(channel, listing) == live, shown(channel, listing))
        field = {"item_id": int(listing)} if channel == "shopee" else {"product_id": listing}
        fetch(f"{BASES[channel]}/_sandbox/edit", "POST", {**field, "status": hidden})
        cases.imported()
        state = cases.listing_of(channel, listing)["state"]
        cases.check("what is hidden by hand is drift", state["state"] == "drift" and "visibility" in state["fields"], state)
        plan, entries = cases.plan(**asked)
        cases.check("… and is named, not pushed", "visibility_moved" in cases.blockers(entries), entries)
        plan, _ = cases.plan(**asked, visibility="listed")
        _, jobs = cases.carry_out(plan)
        cases.check("… until a person asks for it", shown(channel, listing) == live, jobs)
        key = cases.listing_of(channel, listing)["key"]
        stale = cases.api.start("/v1/deletion-plans", {"listings": [key]})
        cases.carry_out(cases.plan(**asked, visibility="unlisted")[0])
        _, jobs = cases.carry_out(stale)
        cases.check("what changed since its deletion was planned is not deleted", [job["state"] for job in jobs] == ["stale"] and shown(channel, listing) == hidden, jobs)
        run, jobs = cases.carry_out(cases.api.start("/v1/deletion-plans", {"listings": [key]}))
        cases.check("a deletion deletes", shown(channel, listing) in gone and [job["state"] for job in jobs] == ["succeeded"], jobs)
        undo = cases.api.start(f"/v1/runs/{run['id']}/undo", {})
        cases.check("… and its undo says that nothing brings it back", (undo["changes"], undo["by_code"]) == (0, {"deleted": 1}), undo)
