//! Pushes: believed only when signed over their raw bytes, then read for what they mean to listings.
//!
//! The answer Shopee wants is any 2xx with an **empty** body within three seconds (`200 {"ok":true}` counts as a
//! failure); the webhook function answers 204.

use app::marketplace::{AppCredentials, Event, Notice, NoticeError, RawNotice};
use domain::{ContentHash, ExternalId, ShopId};
use jiff::SignedDuration;
use serde_json::Value;

use crate::{
    client::{promotions::in_words, sign::verify_push},
    wire::{
        notice::{Data, Push},
        tolerant::Int,
    },
};

/// Shopee repeats an unanswered push after 5 minutes, 30 minutes and 3 hours, with the time of the first try inside.
/// A day lets every repeat in; a captured push that is sent again within that day is caught by its id.
const OLDEST: SignedDuration = SignedDuration::from_hours(24);
/// Clocks differ, but not by more.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

pub(crate) fn read(credentials: &AppCredentials, raw: &RawNotice<'_>) -> Result<Notice, NoticeError> {
    let authorization = raw
        .headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("authorization"))
        .map_or("", |(_, value)| value.as_str());
    if !verify_push(&credentials.app_secret, raw.callback_url, raw.body, authorization) {
        // The message that checks the address is reported to come with a signature that does not match. It asks for
        // nothing and changes nothing, so it is answered all the same.
        return match parse(raw.body) {
            Ok(notice) if notice.event == Event::Verification => Ok(notice),
            _ => Err(NoticeError::Forged),
        };
    }
    let notice = parse(raw.body)?;
    if notice.event == Event::Verification {
        return Ok(notice);
    }
    let sent_at = notice.sent_at.ok_or_else(|| NoticeError::Malformed("no timestamp".to_owned()))?;
    let age = raw.now.duration_since(sent_at);
    if age > OLDEST || age < -AHEAD { Err(NoticeError::Stale) } else { Ok(notice) }
}

/// Reads a push that is believed already.
pub(crate) fn parse(body: &[u8]) -> Result<Notice, NoticeError> {
    let malformed = |problem: serde_json::Error| NoticeError::unreadable(&problem);
    let push: Push = serde_json::from_slice(body).map_err(malformed)?;
    let raw_data = push.data.as_ref().map_or("{}", |data| data.get());
    let code = push.code.0;
    let known = name_of(code);
    // What means nothing to us may have any shape.
    let data = match serde_json::from_str::<Option<Data>>(raw_data) {
        Ok(data) => data.unwrap_or_default(),
        Err(problem) if matters(code) => return Err(malformed(problem)),
        Err(_) => Data::default(),
    };
    let shop = shop_id(push.shop_id).or_else(|| shop_id(data.shop_id));
    let event = event(code, known.is_some(), &data, shop.as_ref())?;
    Ok(Notice {
        id: identity(&push, code, shop.as_ref(), raw_data, &data),
        shop,
        sent_at: push.timestamp.time(),
        kind: format!("{code} {}", known.unwrap_or("unknown")),
        event,
    })
}

/// Equal for repeats. The envelope's time counts only where the data has none of its own: two withdrawals of one
/// shop on different days are two events, and look alike otherwise.
fn identity(push: &Push, code: i64, shop: Option<&ShopId>, raw_data: &str, data: &Data) -> String {
    let shop = shop.map_or("", ShopId::as_str);
    if !push.msg_id.0.is_empty() {
        return ContentHash::of_parts(&["msg", shop, &push.msg_id.0]).as_str().to_owned();
    }
    let time = if data.update_time.is_some() { String::new() } else { push.timestamp.0.to_string() };
    // Through a parser, so that blanks and escapes do not count.
    let canonical =
        serde_json::from_str::<Value>(raw_data).map_or_else(|_| raw_data.to_owned(), |v| v.to_string());
    ContentHash::of_parts(&[&code.to_string(), shop, &time, &canonical]).as_str().to_owned()
}

fn event(code: i64, known: bool, data: &Data, shop: Option<&ShopId>) -> Result<Event, NoticeError> {
    let listing = || {
        ExternalId::parse(&data.item_id.0.to_string())
            .ok()
            .filter(|_| data.item_id.0 > 0)
            .ok_or_else(|| NoticeError::Malformed("no item_id".to_owned()))
    };
    let shops = || {
        let listed: Vec<ShopId> = data.shop_id_list.iter().filter_map(|id| shop_id(*id)).collect();
        if listed.is_empty() { shop.cloned().into_iter().collect() } else { listed }
    };
    Ok(match code {
        0 => Event::Verification,
        1 if data.success.is_none_or(|success| success.0) => Event::ShopAuthorized { shops: shops() },
        2 => {
            let reason = match data.authorize_type.0.trim() {
                "" => "authorisation withdrawn".to_owned(),
                reason => reason.to_owned(),
            };
            Event::ShopDeauthorized { shops: shops(), reason }
        }
        6 | 16 => Event::ListingViolation { listing: listing()?, reason: violation(data) },
        // Promotions lock and free prices; the price push tells of edits by hand; a publication that failed leaves
        // the listing hidden. All of them are found by looking.
        7 | 8 | 9 | 22 | 27 => Event::ListingChanged { listing: listing()? },
        12 => Event::AuthorizationExpiring {
            shops: data.shop_expire_soon.iter().filter_map(|shop| shop_id(shop.0)).collect(),
            expires_at: data.expire_before.time(),
        },
        _ if known => Event::Other,
        _ => Event::Unknown,
    })
}

fn violation(data: &Data) -> String {
    let details = data.reason_list.iter().chain(&data.item_status_details).chain(&data.deboost_details);
    let mut parts: Vec<String> = Vec::new();
    if !data.item_status.0.is_empty() {
        parts.push(data.item_status.0.clone());
    }
    parts.extend(details.chain(&data.deboosted_details).map(in_words).filter(|words| !words.is_empty()));
    if parts.is_empty() { "Shopee names no reason".to_owned() } else { parts.join("; ") }
}

fn shop_id(id: Int) -> Option<ShopId> {
    id.id().and_then(|id| ShopId::parse(&id.to_string()).ok())
}

/// Codes whose data is read.
fn matters(code: i64) -> bool {
    matches!(code, 1 | 2 | 6 | 7 | 8 | 9 | 12 | 16 | 22 | 27)
}

/// The documented codes; the others are kept and counted as unknown.
fn name_of(code: i64) -> Option<&'static str> {
    Some(match code {
        0 => "verification",
        1 => "shop_authorization",
        2 => "shop_authorization_canceled",
        3 => "order_status",
        4 => "order_trackingno",
        5 => "shopee_updates",
        6 => "banned_item",
        7 => "item_promotion",
        8 => "reserved_stock_change",
        9 => "promotion_update",
        10 => "webchat",
        11 => "video_upload",
        12 => "open_api_authorization_expiry",
        13 => "brand_register_result",
        15 => "shipping_document_status",
        16 => "violation_item",
        18..=21 => "consignment",
        22 => "item_price_update",
        23 => "booking_status",
        24 => "booking_trackingno",
        25 => "booking_shipping_document_status",
        27 => "item_scheduled_publish_failed",
        28 => "shop_penalty_update",
        29 => "return_updates",
        30 => "package_fulfillment_status",
        31 | 33..=35 => "fulfilment_or_invoice",
        36 => "fbs_sellable_stock",
        37 => "courier_delivery_binding_status",
        38 => "video_upload_result",
        47 => "package_info",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
