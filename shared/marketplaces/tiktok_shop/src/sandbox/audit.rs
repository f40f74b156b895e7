//! Audits: an edit of a live product waits next to it, passes when its time has come, or is refused silently and
//! leaves the old version as it is.

use serde_json::{Value, json};

use super::{
    Desk, REFUSED_WORD,
    pushes::Push,
    state::Review,
    views::{is_live, items, items_mut, platforms, remove, set_status, text},
};

/// What an edit is answered.
pub enum Verdict {
    Auditing,
    Approved,
    /// Nothing to audit: the product is not live.
    None,
}

impl Verdict {
    pub fn word(&self) -> &'static str {
        match self {
            Self::Auditing => "AUDITING",
            Self::Approved => "APPROVED",
            Self::None => "NONE",
        }
    }
}

/// Submits a new version of a product.
pub fn submit(desk: &mut Desk<'_>, id: &str, version: Value) -> Verdict {
    let due = desk.now + i64::try_from(desk.options.audit_delay.as_millis()).unwrap_or(i64::MAX / 2);
    let refused = is_refused(&version);
    let now = desk.seconds();
    let Some(stored) = desk.state.products.get_mut(id) else { return Verdict::None };
    if !is_live(&stored.live) && stored.review.is_none() {
        stored.live = touched(version, now);
        return Verdict::None;
    }
    if due <= desk.now && !refused {
        stored.live = approved(version, now);
        stored.review = None;
        return Verdict::Approved;
    }
    set_audit(&mut stored.live, "AUDITING");
    stored.review = Some(Review { version, due });
    Verdict::Auditing
}

/// Starts the audit of a whole product: it is new, or was just activated.
pub fn submit_product(desk: &mut Desk<'_>, id: &str, platforms: &[String]) {
    let due = desk.now + i64::try_from(desk.options.audit_delay.as_millis()).unwrap_or(i64::MAX / 2);
    let Some(stored) = desk.state.products.get_mut(id) else { return };
    let mut version = stored.live.clone();
    set_status(&mut version, platforms, "ACTIVATE");
    set_status(&mut stored.live, platforms, "PENDING");
    set_audit(&mut stored.live, "AUDITING");
    stored.review = Some(Review { version, due });
    settle(desk);
}

/// Decides the audits that are due.
pub fn settle(desk: &mut Desk<'_>) {
    let (now_ms, now) = (desk.now, desk.seconds());
    for (id, stored) in &mut desk.state.products {
        let Some(review) = stored.review.take_if(|review| review.due <= now_ms) else { continue };
        if is_refused(&review.version) {
            refuse(&mut stored.live, now);
            desk.pushes.push(Push::audit(id, "FAILED", now));
            desk.pushes.push(Push::status(id, "PRODUCT_AUDIT_FAILURE", "prohibited content", now));
        } else {
            let version = with_amounts(review.version, &stored.live);
            stored.live = approved(version, now);
            desk.pushes.push(Push::audit(id, "APPROVED", now));
            desk.pushes.push(Push::status(id, "PRODUCT_STATUS_CHANGED", "", now));
        }
    }
}

/// What the seller sees is the live version; a product that was never live is refused as a whole.
fn refuse(live: &mut Value, now: i64) {
    set_audit(live, "FAILED");
    let places = platforms(live);
    if !is_live(live) {
        set_status(live, &places, "FAILED");
    }
    live["audit_failed_reasons"] = json!([{
        "position": "product",
        "reasons": ["violate listing rules"],
        "suggestions": [format!("Remove the word {REFUSED_WORD} and submit again.")],
        "listing_platform": places.first().map_or("TIKTOK_SHOP", String::as_str),
    }]);
    live["update_time"] = json!(now);
}

/// Prices and stock are never audited: what the live version has is newer than what waited.
fn with_amounts(mut version: Value, live: &Value) -> Value {
    for sku in items_mut(&mut version, "skus") {
        if let Some(now) = items(live, "skus").iter().find(|now| now["id"] == sku["id"]) {
            sku["price"] = now["price"].clone();
            sku["inventory"] = now["inventory"].clone();
        }
    }
    version
}

fn approved(version: Value, now: i64) -> Value {
    let mut version = touched(version, now);
    set_audit(&mut version, "APPROVED");
    remove(&mut version, "audit_failed_reasons");
    version
}

fn touched(mut version: Value, now: i64) -> Value {
    version["update_time"] = json!(now);
    version
}

/// A product that is in Tokopedia only has no audit to show.
fn set_audit(document: &mut Value, status: &str) {
    if document.get("status").is_some() {
        document["audit"] = json!({ "status": status });
    }
}

fn is_refused(document: &Value) -> bool {
    [text(document, "title"), text(document, "description")]
        .iter()
        .any(|text| text.to_ascii_uppercase().contains(REFUSED_WORD))
}
