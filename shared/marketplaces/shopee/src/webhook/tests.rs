use std::collections::BTreeMap;

use rstest::rstest;

use super::*;
use crate::client::sign::sign_push;

const URL: &str = "https://example.com/webhooks/shopee";
const SENT: i64 = 1_660_124_246;

fn credentials() -> AppCredentials {
    AppCredentials { app_id: "2001887".into(), app_secret: "test-partner-key".into(), service_id: None }
}

fn read_at(body: &str, authorization: &str, now: i64) -> Result<Notice, NoticeError> {
    let headers = BTreeMap::from([("Authorization".to_owned(), authorization.to_owned())]);
    let now = jiff::Timestamp::from_second(now).unwrap();
    let raw = RawNotice { headers: &headers, body: body.as_bytes(), callback_url: URL, now };
    super::read(&credentials(), &raw)
}

fn signed(body: &str) -> Result<Notice, NoticeError> {
    let signature = sign_push(&credentials().app_secret, URL, body.as_bytes());
    read_at(body, &signature, SENT + 1)
}

fn push(code: i64, data: &str) -> String {
    format!(r#"{{"data":{data},"shop_id":127449165,"code":{code},"timestamp":{SENT}}}"#)
}

fn listing(id: &str) -> ExternalId {
    ExternalId::parse(id).unwrap()
}

fn shop(id: &str) -> ShopId {
    ShopId::parse(id).unwrap()
}

#[rstest]
#[case::price(22, r#"{"item_id":18,"model_id":87,"update_field":"original_price","old_value":1,"new_value":2,"update_time":1}"#)]
#[case::promotion(7, r#"{"item_id":18,"variation_id":87,"action":"promo_lock_stock","update_time":1}"#)]
#[case::reserved_stock(8, r#"{"shop_id":1,"item_id":18,"changed_values":[{"name":"reserved_stock","old":4951,"new":4950}],"update_time":1}"#)]
#[case::promotion_time(9, r#"{"item_id":"18","action":"promo_time_updated","update_time":"1"}"#)]
#[case::publication_failed(27, r#"{"shop_id":220904434,"item_id":18,"scheduled_publish_time":1725922200}"#)]
fn pushes_about_a_listing_ask_to_look_at_it(#[case] code: i64, #[case] data: &str) {
    let notice = signed(&push(code, data)).unwrap();
    assert_eq!(notice.event, Event::ListingChanged { listing: listing("18") });
    assert_eq!(notice.shop, Some(shop("127449165")));
    assert!(notice.kind.starts_with(&format!("{code} ")), "{}", notice.kind);
}

#[rstest]
#[case(16, r#"{"item_id":18,"item_status":"BANNED","item_status_details":[{"violation_type":"Prohibited","violation_reason":"Merek","suggestion":"Hapus"}]}"#, "BANNED; Prohibited: Merek: Hapus")]
#[case(16, r#"{"item_id":18,"deboosted_details":[{"violation_reason":"Spam"}],"deboost":"TRUE"}"#, "Spam")]
#[case(
    6,
    r#"{"item_id":18,"name":"x","reason_list":[{"violation_reason":"Palsu","days_to_fix":3}]}"#,
    "Palsu"
)]
#[case(16, r#"{"item_id":18}"#, "Shopee names no reason")]
fn violations_say_why(#[case] code: i64, #[case] data: &str, #[case] expected: &str) {
    let event = signed(&push(code, data)).unwrap().event;
    assert_eq!(event, Event::ListingViolation { listing: listing("18"), reason: expected.to_owned() });
}

#[test]
fn authorisations_name_their_shops_wherever_the_ids_lie() {
    let at = |code: i64, data: &str| {
        format!(r#"{{"code":{code},"partner_id":1,"timestamp":{SENT},"data":{data}}}"#)
    };
    let event = |code: i64, data: &str| signed(&at(code, data)).unwrap().event;
    assert_eq!(
        event(1, r#"{"shop_id_list":[1,"2"],"authorize_type":"shop authorization by user","success":1}"#),
        Event::ShopAuthorized { shops: vec![shop("1"), shop("2")] }
    );
    assert_eq!(
        event(2, r#"{"shopid":7,"authorize_type":"user cancel shop authorization"}"#),
        Event::ShopDeauthorized { shops: vec![shop("7")], reason: "user cancel shop authorization".into() }
    );
    assert_eq!(
        event(
            12,
            r#"{"shop_expire_soon":[7,{"shop_id":"8"}],"merchant_expire_soon":[],"expire_before":1660724246,"page_no":1,"total_page":1}"#
        ),
        Event::AuthorizationExpiring {
            shops: vec![shop("7"), shop("8")],
            expires_at: jiff::Timestamp::from_second(1_660_724_246).ok()
        }
    );
}

#[rstest]
#[case(
    3,
    r#"{"ordersn":"220810QSK8S7BX","status":"PROCESSED","items":[],"update_time":1660123127}"#,
    Event::Other
)]
#[case(10, r#"{"type":"message","content":{"shop_id":"not a number"}}"#, Event::Other)]
#[case(28, r#"{"action_type":1,"update_time":"1660123127000"}"#, Event::Other)]
#[case(17, "[1,2,3]", Event::Unknown)]
#[case(99, "null", Event::Unknown)]
fn what_does_not_concern_listings_is_kept_and_never_an_error(
    #[case] code: i64,
    #[case] data: &str,
    #[case] expected: Event,
) {
    assert_eq!(signed(&push(code, data)).unwrap().event, expected);
}

#[test]
fn the_address_check_is_answered_even_unsigned() {
    let body = r#"{"code":0,"data":{"verify_info":"This is a Verification message.Please respond in the certain format."}}"#;
    assert_eq!(signed(body).unwrap().event, Event::Verification);
    assert_eq!(read_at(body, "", SENT).unwrap().event, Event::Verification);
}

#[test]
fn a_push_that_is_not_signed_for_this_body_and_address_is_forged() {
    let body = push(22, r#"{"item_id":18}"#);
    let signature = sign_push(&credentials().app_secret, URL, body.as_bytes());
    assert!(read_at(&body, &signature, SENT).is_ok());
    let other_address = sign_push(&credentials().app_secret, "https://example.com/", body.as_bytes());
    let other_key = sign_push(&"other".into(), URL, body.as_bytes());
    for wrong in ["", "nonsense", other_address.as_str(), other_key.as_str()] {
        assert_eq!(read_at(&body, wrong, SENT), Err(NoticeError::Forged), "{wrong}");
    }
    let truncated = &body[..body.len() - 1];
    assert_eq!(read_at(truncated, &signature, SENT), Err(NoticeError::Forged));
}

#[test]
fn repeats_are_let_in_for_a_day_and_the_future_for_five_minutes() {
    let body = push(22, r#"{"item_id":18,"update_time":1}"#);
    let signature = sign_push(&credentials().app_secret, URL, body.as_bytes());
    let at = |seconds: i64| read_at(&body, &signature, SENT + seconds).map(drop);
    assert_eq!(at(3 * 3600 + 13 * 60), Ok(()), "the last repeat");
    assert_eq!(at(24 * 3600 + 1), Err(NoticeError::Stale));
    assert_eq!(at(-300), Ok(()));
    assert_eq!(at(-301), Err(NoticeError::Stale));
}

#[test]
fn a_signed_push_that_cannot_be_read_is_malformed() {
    for body in ["not json", "[]", r#"{"code":22,"data":{},"timestamp":1}"#, r#"{"code":3,"data":{}}"#] {
        assert!(matches!(signed(body), Err(NoticeError::Malformed(_))), "{body}");
    }
}

#[test]
fn repeats_share_an_id_and_different_events_do_not() {
    let id = |body: &str| parse(body.as_bytes()).unwrap().id;
    let price = push(22, r#"{"item_id":18,"update_time":1}"#);
    let later = price.replace(&SENT.to_string(), &(SENT + 300).to_string());
    assert_eq!(id(&price), id(&later), "a repeat with its own time of sending");
    assert_eq!(id(&price), id(&price.replace(':', ": ")), "blanks do not count");
    assert_ne!(id(&price), id(&push(22, r#"{"item_id":18,"update_time":2}"#)));
    let gone = push(2, r#"{"shop_id":7}"#);
    assert_ne!(
        id(&gone),
        id(&gone.replace(&SENT.to_string(), &(SENT + 300).to_string())),
        "no time in the data"
    );
    let named = price.replace("\"code\"", "\"msg_id\":\"m1\",\"code\"");
    assert_eq!(id(&named), id(&named.replace("\"item_id\":18", "\"item_id\":19")));
}
