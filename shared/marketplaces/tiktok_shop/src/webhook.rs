//! Pushes: their signature over the raw bytes, their age, and what they mean.
//!
//! The channel does not promise the order of its pushes and may lose some: they say what to read again, and the listing
//! itself says what is true.

use app::marketplace::{AppCredentials, Event, Notice, NoticeError, RawNotice};
use domain::{ContentHash, ExternalId, ShopId};
use jiff::{SignedDuration, Timestamp};
use secrecy::ExposeSecret;
use serde_json::Value;

use crate::{
    client::sign::verify_notice,
    mapping::moment,
    wire::notice::{Data, Notice as WireNotice},
};

/// The last retry comes 15.5 hours after the first try; dedupe guards against replays within the window.
const OLDEST: SignedDuration = SignedDuration::from_hours(24);
/// How far the channel's clock may be ahead of ours.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);
/// The number of the inventory push is not on its page; other clients agree on it.
const INVENTORY: i64 = 68;

/// Checks the signature and the age of a push, and reads it.
pub(crate) fn read(credentials: &AppCredentials, raw: &RawNotice<'_>) -> Result<Notice, NoticeError> {
    let signature = raw.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    let signature = signature.map(|(_, value)| value.trim()).ok_or(NoticeError::Forged)?;
    let secret = credentials.app_secret.expose_secret();
    if !verify_notice(&credentials.app_id, secret, raw.body, signature) {
        return Err(NoticeError::Forged);
    }
    let malformed = |problem: serde_json::Error| NoticeError::unreadable(&problem);
    let whole: Value = serde_json::from_slice(raw.body).map_err(malformed)?;
    if !whole.is_object() {
        return Err(NoticeError::Malformed("the body is not an object".to_owned()));
    }
    let envelope: WireNotice = serde_json::from_value(whole.clone()).map_err(malformed)?;
    // The inventory push has been seen without any envelope.
    let flat = envelope.kind.is_none() && whole.get("quantity_snapshot_after_change").is_some();
    let kind = if flat { INVENTORY } else { envelope.kind.unwrap_or_default() };
    let data =
        if flat || (kind == INVENTORY && envelope.data.is_null()) { whole } else { envelope.data.clone() };
    let sent_at = envelope.timestamp.and_then(moment).or_else(|| occurred_at(&data));
    if let Some(sent_at) = sent_at {
        let age = raw.now.duration_since(sent_at);
        if age > OLDEST || age < -AHEAD {
            return Err(NoticeError::Stale);
        }
    }
    let shop_id = envelope.shop_id.clone().or_else(|| text_at(&data, "tts_shop_id"));
    let shop = shop_id.and_then(|id| ShopId::parse(&id).ok());
    let id = envelope
        .tts_notification_id
        .clone()
        .or_else(|| text_at(&data, "event_id"))
        // Old kinds have no id; repeats have the same bytes, so their hash is used.
        .unwrap_or_else(|| ContentHash::of_bytes(raw.body).to_string());
    let event = event(kind, data, shop.as_ref())?;
    Ok(Notice { id, shop, sent_at, kind: name(kind), event })
}

fn occurred_at(data: &Value) -> Option<Timestamp> {
    data.get("occurred_at")?.as_str()?.parse().ok()
}

fn text_at(data: &Value, key: &str) -> Option<String> {
    match data.get(key)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn event(kind: i64, data: Value, shop: Option<&ShopId>) -> Result<Event, NoticeError> {
    let concerns = matches!(kind, 5 | 6 | 7 | 15 | 16 | 18 | 27 | 37 | 38 | 39 | 63 | INVENTORY);
    if !concerns {
        return Ok(if known(kind).is_some() { Event::Other } else { Event::Unknown });
    }
    // Kind 37 has its platform statuses as one object on its page and as a list elsewhere: both are read.
    let data: Data = serde_json::from_value(data).map_err(|problem| NoticeError::unreadable(&problem))?;
    let shops = shop.cloned().into_iter().collect();
    match kind {
        6 => {
            let reason = data.message.unwrap_or_else(|| "the seller withdrew the authorisation".to_owned());
            return Ok(Event::ShopDeauthorized { shops, reason });
        }
        7 => {
            let expires_at = data.expiration_time.and_then(moment);
            return Ok(Event::AuthorizationExpiring { shops, expires_at });
        }
        _ => {}
    }
    if matches!(kind, 39 | 63) {
        // Any change of a promotion: it names products only sometimes, and locks or frees several prices.
        let listing = data.product_id.as_deref().and_then(|id| ExternalId::parse(id).ok());
        return Ok(Event::PromotionChanged { listing });
    }
    let Some(product) = data.product_id.as_deref() else {
        return Err(NoticeError::Malformed("the push names no product".to_owned()));
    };
    let listing =
        ExternalId::parse(product).map_err(|problem| NoticeError::Malformed(problem.to_string()))?;
    Ok(match refusal(kind, &data) {
        Some(reason) => Event::ListingViolation { listing, reason },
        None => Event::ListingChanged { listing },
    })
}

/// Why the audit refused, when the push says so.
fn refusal(kind: i64, data: &Data) -> Option<String> {
    match kind {
        5 if data.status.as_deref() == Some("PRODUCT_AUDIT_FAILURE") => {
            Some(data.suspended_reason.clone().unwrap_or_else(|| "PRODUCT_AUDIT_FAILURE".to_owned()))
        }
        37 => {
            let own = data.audit.as_ref().filter(|audit| audit.status == "FAILED");
            let own = own.map(|_| "TIKTOK_SHOP".to_owned());
            let others = data.integrated_platform_statuses.iter().filter(|other| other.status == "FAILED");
            let places: Vec<String> = own.into_iter().chain(others.map(|o| o.platform.clone())).collect();
            (!places.is_empty()).then(|| format!("the audit failed on {}", places.join(", ")))
        }
        _ => None,
    }
}

fn name(kind: i64) -> String {
    format!("{kind} {}", known(kind).unwrap_or("unknown"))
}

/// Every kind that is in some document.
fn known(kind: i64) -> Option<&'static str> {
    Some(match kind {
        1 => "order_status_change",
        2 => "reverse_status_update",
        3 => "recipient_address_update",
        4 => "package_update",
        5 => "product_status_change",
        6 => "seller_deauthorization",
        7 => "upcoming_authorization_expiration",
        11 => "cancellation_status_change",
        12 => "return_status_change",
        13 => "new_conversation",
        14 => "new_message",
        15 => "product_information_change",
        16 => "product_creation",
        17 => "shoppable_content_posting",
        18 => "product_category_change",
        19 => "size_chart_change",
        20 => "creator_deauthorization",
        21 => "inbound_order_status",
        22 => "fbt_merchant_onboarding",
        23 => "goods_match",
        24 => "fbt_inventory",
        25 => "opportunity_matching_status",
        27 => "inventory_status_change",
        33 => "new_message_listener",
        35 => "tokopedia_mirror_status_change",
        36 => "invoice_status_change",
        37 => "product_audit_status_change",
        38 => "strikethrough_price_expired",
        39 => "promotion_activity_status",
        42 => "combined_listing",
        46 => "image_translation",
        51 => "global_replication",
        52 => "global_listing_method",
        55 => "video_precheck",
        56 => "sample_application",
        63 => "activity_change",
        67 => "refund_success",
        INVENTORY => "inventory_changed",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
