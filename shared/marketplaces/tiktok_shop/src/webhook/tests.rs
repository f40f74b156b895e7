use std::collections::BTreeMap;

use rstest::rstest;

use super::*;
use crate::client::sign::verify_notice;

const KEY: &str = "68xu9ks5p4i8";
const SECRET: &str = "1f2e3d4c5b6a79880a1b2c3d4e5f60718293a4b5";
const W1: &str = r#"{"type":1,"tts_notification_id":"7327112393057371910","shop_id":"7494049642642441621","timestamp":1644412885,"data":{"order_id":"576486316948490001","order_status":"AWAITING_SHIPMENT","is_on_hold_order":false,"update_time":1644412885}}"#;
const W2: &str = r#"{"type": 35, "tts_notification_id": "7327112393057371911", "seller_open_id": "VIyStQAAAADCBQ40s4TzOSSOEIW-bM5O9cod3vK8OytW8m-bnBYlXw", "timestamp": 1644412999, "data": {"tts_shop_id": "7494049642642441621", "mirror_status": "MIRRORED", "update_time": 1627587600}}"#;
const W2_SIGNATURE: &str = "a72833f42c83940bd473892c29d47f78ed07da2bb1c33f3fce5d146521975766";

fn credentials() -> AppCredentials {
    AppCredentials { app_id: KEY.to_owned(), app_secret: SECRET.to_owned().into(), service_id: None }
}

fn sign(body: &str) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let mac = Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    hex::encode(mac.chain_update(KEY).chain_update(body).finalize().into_bytes())
}

fn receive(body: &str, signature: &str, now: i64) -> Result<Notice, NoticeError> {
    let headers = BTreeMap::from([("Authorization".to_owned(), signature.to_owned())]);
    read(
        &credentials(),
        &RawNotice {
            headers: &headers,
            body: body.as_bytes(),
            callback_url: "https://hooks.example.id/webhooks/tiktok_shop",
            now: Timestamp::from_second(now).unwrap(),
        },
    )
}

/// A push of `kind` with `data`, signed and received the moment it was sent.
fn received(kind: i64, data: &str) -> Notice {
    let body = format!(
        r#"{{"type":{kind},"tts_notification_id":"7","shop_id":"7494049642642441621","timestamp":1644412885,"data":{data}}}"#
    );
    receive(&body, &sign(&body), 1_644_412_885).unwrap()
}

fn listing() -> ExternalId {
    ExternalId::parse("1729592969712207008").unwrap()
}

#[rstest]
#[case::official("abcdef", "123", r#"{"type":1,"tts_notification_id":"7380066284010030890","shop_id":"7495540735365777507","timestamp":1718305585,"data":{"is_on_hold_order":true,"order_id":"576653688135258178","order_status":"UNPAID","update_time":1718305585}}"#, "5dec0f11ec2f6783b8deee53c9ffbf8d024302f7c7e7fa55a35d17629031ac05")]
#[case::w1(KEY, SECRET, W1, "f49ae1e8ae80595665f6d1b555cb5ebb83f7acc81b936379405ccd3dafd52466")]
#[case::w2_with_spaces(KEY, SECRET, W2, W2_SIGNATURE)]
#[case::w3("fake_app_key", "fake_app_secret", r#"{"type":1,"shop_id":"7494726673780148744","timestamp":1664095733,"data":{"order_id":"576684019603311365","order_status":"AWAITING_SHIPMENT","update_time":1664095610}}"#, "21109834de72ec53c9959716d8514ae388ce1f123e5ffdcafc46713fcdf62b27")]
fn a_known_push_has_its_known_signature(
    #[case] key: &str,
    #[case] secret: &str,
    #[case] body: &str,
    #[case] signature: &str,
) {
    assert!(verify_notice(key, secret, body.as_bytes(), signature));
}

#[test]
fn a_body_written_anew_is_another_body() {
    let compact = serde_json::to_string(&serde_json::from_str::<Value>(W2).unwrap()).unwrap();
    assert!(verify_notice(
        KEY,
        SECRET,
        compact.as_bytes(),
        "ed49ac5dff7d00880a2d123a8dc98dd280823a7d6e01b2602183d42acca4ef87"
    ));
    assert_eq!(receive(&compact, W2_SIGNATURE, 1_644_412_999), Err(NoticeError::Forged));
}

#[rstest]
#[case::missing("")]
#[case::no_hex("zz")]
#[case::truncated("f49ae1e8ae80595665f6d1b555cb5ebb")]
#[case::of_another_body(W2_SIGNATURE)]
fn a_wrong_signature_is_forged(#[case] signature: &str) {
    assert_eq!(receive(W1, signature, 1_644_412_885), Err(NoticeError::Forged));
}

#[rstest]
#[case(0, true)]
#[case(15 * 3600 + 1800, true)]
#[case(24 * 3600, true)]
#[case(24 * 3600 + 1, false)]
#[case(-300, true)]
#[case(-301, false)]
fn a_push_is_believed_for_a_day(#[case] age: i64, #[case] believed: bool) {
    let received = receive(W1, &sign(W1), 1_644_412_885 + age);
    assert_eq!(received.is_ok(), believed, "{received:?}");
}

#[rstest]
#[case(
    15,
    r#"{"product_id":1729592969712207008,"change_source":"SELLER_CENTER","changed_fields":["title"]}"#
)]
#[case(16, r#"{"product_id":"1729592969712207008","product_types":["COMBINED_PRODUCT"],"update_time":1}"#)]
#[case(18, r#"{"product_id":"1729592969712207008","previous_category_id":"1","current_category_id":"2"}"#)]
#[case(27, r#"{"product_id":"1729592969712207008","sku_id":"1","current_inventory_status":"OUT_OF_STOCK"}"#)]
#[case(38, r#"{"product_id":"1729592969712207008","sku_id":"1"}"#)]
#[case(5, r#"{"product_id":1729592969712207008,"status":"PRODUCT_STATUS_CHANGED","suspended_reason":""}"#)]
#[case(37, r#"{"product_id":1729592969712207008,"audit":{"status":"APPROVED","pre_approved_reason":"KYC_PENDING"},"integrated_platform_statuses":{"platform":"TOKOPEDIA","status":"APPROVED"}}"#)]
#[case(68, r#"{"event_id":"u","product_id":"1729592969712207008","sku_id":"1","occurred_at":"2026-04-02T09:28:34.979101552Z"}"#)]
fn a_push_about_a_listing_says_where_to_look(#[case] kind: i64, #[case] data: &str) {
    assert_eq!(received(kind, data).event, Event::ListingChanged { listing: listing() });
}

#[test]
fn a_failed_audit_is_a_violation_with_its_reason() {
    let data =
        r#"{"product_id":"1729592969712207008","status":"PRODUCT_AUDIT_FAILURE","suspended_reason":"brand"}"#;
    assert_eq!(
        received(5, data).event,
        Event::ListingViolation { listing: listing(), reason: "brand".to_owned() }
    );
    let data = r#"{"product_id":1729592969712207008,"audit":{"status":"APPROVED"},"integrated_platform_statuses":{"platform":"TOKOPEDIA","status":"FAILED"}}"#;
    let reason = "the audit failed on TOKOPEDIA".to_owned();
    assert_eq!(received(37, data).event, Event::ListingViolation { listing: listing(), reason });
}

#[test]
fn authorisation_pushes_name_the_shop() {
    let shop = ShopId::parse("7494049642642441621").unwrap();
    assert_eq!(
        received(6, r#"{"message":"bye"}"#).event,
        Event::ShopDeauthorized { shops: vec![shop.clone()], reason: "bye".to_owned() }
    );
    assert_eq!(
        received(7, r#"{"message":"soon","expiration_time":"1646412885"}"#).event,
        Event::AuthorizationExpiring {
            shops: vec![shop],
            expires_at: Timestamp::from_second(1_646_412_885).ok()
        }
    );
}

#[test]
fn the_mirror_push_finds_its_shop_though_the_envelope_names_none() {
    let notice = receive(W2, W2_SIGNATURE, 1_644_412_999).unwrap();
    assert_eq!(notice.shop, ShopId::parse("7494049642642441621").ok());
    assert_eq!((notice.kind.as_str(), notice.event), ("35 tokopedia_mirror_status_change", Event::Other));
}

#[test]
fn the_inventory_push_is_read_without_an_envelope() {
    let body = r#"{"event_id":"0b7c","occurred_at":"2026-04-02T09:28:34.979101552Z","seller_id":"7","product_id":"1729592969712207008","sku_id":"2","quantity_snapshot_after_change":{"total_quantity":7},"change_detail":[]}"#;
    let notice = receive(body, &sign(body), 1_775_122_200).unwrap();
    assert_eq!(
        (notice.id.as_str(), notice.shop, notice.event),
        ("0b7c", None, Event::ListingChanged { listing: listing() })
    );
    assert_eq!(receive(body, &sign(body), 1_775_322_200), Err(NoticeError::Stale));
}

#[test]
fn a_promotion_that_changed_may_name_a_product_or_none() {
    let none = Event::PromotionChanged { listing: None };
    assert_eq!(received(39, r#"{"activity_id":"5","status":"EXPIRED"}"#).event, none);
    assert_eq!(received(63, r#"{"activity_id":"5"}"#).event, none);
    let data = r#"{"product_id":"1729592969712207008","activity_id":"1","status":"ONGOING"}"#;
    assert_eq!(received(39, data).event, Event::PromotionChanged { listing: Some(listing()) });
}

#[test]
fn known_pushes_of_no_concern_are_kept_apart_from_unknown_ones() {
    assert_eq!(received(1, r#"{"order_id":"5"}"#).event, Event::Other);
    assert_eq!(received(9, r#"{"audit":"strange"}"#).event, Event::Unknown);
    assert_eq!(received(4711, "[]").event, Event::Unknown);
}

#[test]
fn a_push_without_an_id_has_the_same_one_each_time() {
    let body = r#"{"type":3,"shop_id":"1","timestamp":1644412885,"data":{}}"#;
    let once = receive(body, &sign(body), 1_644_412_885).unwrap();
    assert_eq!(once.id, receive(body, &sign(body), 1_644_412_999).unwrap().id);
    assert_eq!(once.id.len(), 64);
}

#[test]
fn a_signed_body_that_is_no_push_is_malformed() {
    for body in ["", "[]", "{\"type\":5,\"timestamp\":1644412885,\"data\":{}}", "{\"type\":"] {
        let received = receive(body, &sign(body), 1_644_412_885);
        assert!(matches!(received, Err(NoticeError::Malformed(_))), "{body}: {received:?}");
    }
}
