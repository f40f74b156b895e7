use bytes::Bytes;
use rstest::rstest;

use super::*;
use crate::wire::envelope::Nothing;

fn call(effect: Effect) -> Call {
    let mut call = Call::get("/api/v2/product/update_price", Vec::new());
    call.effect = effect;
    call
}

fn verdict(effect: Effect, status: u16, body: &str) -> Refusal {
    let answer = Answer::Whole { status, retry_after: None, body: Bytes::from(body.to_owned()) };
    let now = "2026-11-21T10:00:00Z".parse().unwrap();
    read::<Nothing>(&call(effect), answer, now).unwrap_err()
}

fn error(effect: Effect, status: u16, body: &str) -> ChannelError {
    verdict(effect, status, body).into_error()
}

#[rstest]
#[case::nothing("{\"error\":\"\",\"message\":\"\",\"response\":{}}")]
#[case::a_hyphen("{\"error\":\"-\",\"message\":\"-\",\"warning\":\"-\"}")]
#[case::a_blank("{\"error\":\" \",\"response\":{\"x\":1}}")]
#[case::no_error_at_all("{\"response\":{}}")]
#[case::null("{\"error\":null,\"response\":null}")]
fn an_empty_error_is_success(#[case] body: &str) {
    let answer = Answer::Whole { status: 200, retry_after: None, body: Bytes::from(body.to_owned()) };
    assert!(read::<Nothing>(&call(Effect::Set), answer, Timestamp::UNIX_EPOCH).is_ok());
}

#[rstest]
#[case::of_another_server("{\"status\":\"maintenance\"}", "channel_outcome_unknown")]
#[case::without_a_response("{\"error\":\"\",\"message\":\"\"}", "")]
#[case::null("{\"error\":\"\",\"response\":null}", "")]
fn a_read_without_a_response_is_no_answer(#[case] body: &str, #[case] of_a_write: &str) {
    assert_eq!(error(Effect::Read, 200, body).code(), "channel_unavailable");
    let answer = Answer::Whole { status: 200, retry_after: None, body: Bytes::from(body.to_owned()) };
    let written = read::<Nothing>(&call(Effect::Set), answer, Timestamp::UNIX_EPOCH);
    assert_eq!(written.map_or_else(|verdict| verdict.into_error().code(), |_| ""), of_a_write);
}

#[rstest]
#[case::documented_with_two_e("invalid_acceess_token", "")]
#[case::spelled_right("invalid_access_token", "")]
#[case::prefixed("common.invalid_acceess_token", "")]
#[case::as_error_auth("error_auth", "Invalid access_token.")]
fn a_refused_token_is_recognised_whatever_the_status(#[case] code: &str, #[case] message: &str) {
    for status in [200, 403] {
        let body = format!("{{\"error\":\"{code}\",\"message\":\"{message}\"}}");
        assert!(matches!(verdict(Effect::Set, status, &body), Refusal::Token(_)), "{status}");
    }
}

#[test]
fn an_expired_timestamp_asks_for_a_new_signature() {
    let body = r#"{"error":"error_param","message":"Timestamp is expired."}"#;
    assert!(matches!(verdict(Effect::Set, 200, body), Refusal::Clock(_)));
}

#[test]
fn throttling_is_told_by_code_or_status() {
    let body = r#"{"error":"common.error_rate_limit","message":"Too many requests"}"#;
    assert!(matches!(verdict(Effect::Set, 200, body), Refusal::Throttled(None)));
    assert!(matches!(verdict(Effect::Read, 429, "<html>slow down</html>"), Refusal::Throttled(None)));
}

#[test]
fn the_days_quota_comes_back_at_midnight_in_utc_plus_8() {
    let body = r#"{"error":"error_limit","message":"daily"}"#;
    // 10:00 UTC is 18:00 in UTC+8: six hours are left.
    let expected = ChannelError::QuotaExhausted { retry_after: Duration::from_hours(6) };
    assert_eq!(error(Effect::Set, 200, body), expected);
    let batch = r#"{"error":"logistics.error_limit","message":"more than 50"}"#;
    assert!(matches!(error(Effect::Set, 200, batch), ChannelError::Rejected { .. }));
}

#[rstest]
#[case::read(Effect::Read, "channel_unavailable")]
#[case::set(Effect::Set, "channel_outcome_unknown")]
#[case::make(Effect::Make, "channel_outcome_unknown")]
fn a_broken_edge_loses_the_outcome_of_writes_only(#[case] effect: Effect, #[case] expected: &str) {
    for (status, body) in [
        (502, "<html>bad gateway</html>"),
        (200, ""),
        (204, ""),
        (302, "<html>moved</html>"),
        (500, "{\"error\":\"\"}"),
        (200, "{"),
    ] {
        assert_eq!(error(effect, status, body).code(), expected, "{status} {body}");
    }
}

#[rstest]
#[case::read(Effect::Read, "channel_unavailable")]
#[case::absolute(Effect::Set, "channel_unavailable")]
#[case::creating(Effect::Make, "channel_outcome_unknown")]
fn a_busy_channel_may_be_asked_again_unless_something_new_was_made(
    #[case] effect: Effect,
    #[case] expected: &str,
) {
    for body in [
        r#"{"error":"error_system_busy","message":"busy"}"#,
        r#"{"error":"product.error_busi","message":"Too many connections"}"#,
        r#"{"error":"error_auth","message":"System error, please try again later."}"#,
        r#"{"error":"product.error_inner","message":"system error"}"#,
    ] {
        assert_eq!(error(effect, 200, body).code(), expected, "{body}");
    }
}

#[rstest]
#[case("error_price_exceed_max_limitt", "", "price")]
#[case("product.error_busi_update_stock_failed", "reserved stock", "stock")]
#[case("error_title_character_forbidden", "", "title")]
#[case("error_desc_hash_tag_over_limit", "", "description")]
#[case("error_param", "Image not exist.", "images")]
#[case("error.param", "weight should be greater than 0", "weight")]
#[case("error attribute", "", "attributes")]
#[case("error_sign", "Wrong sign.", "app_secret")]
fn a_refusal_names_the_field(#[case] code: &str, #[case] message: &str, #[case] expected: &str) {
    let body = format!("{{\"error\":\"{code}\",\"message\":\"{message}\"}}");
    match error(Effect::Set, 200, &body) {
        ChannelError::Rejected { code: kept, field, .. } => {
            assert_eq!((kept.as_str(), field.as_deref()), (code, Some(expected)));
        }
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[case("error_item_not_found", "", "channel_not_found")]
#[case("product.error_param", "Wrong model_id.", "channel_not_found")]
#[case("shop_no_linked", "", "channel_unauthorized")]
#[case("error_auth", "Invalid refresh_token.", "channel_unauthorized")]
#[case("source_ip_undeclared", "", "channel_rejected")]
#[case("error_never_heard_of", "new", "channel_rejected")]
fn other_refusals_say_what_can_be_done(#[case] code: &str, #[case] message: &str, #[case] expected: &str) {
    let body = format!("{{\"error\":\"{code}\",\"message\":\"{message}\"}}");
    assert_eq!(error(Effect::Set, 200, &body).code(), expected);
}

#[test]
fn refused_parts_are_read_even_beside_an_error() {
    let body = r#"{"error":"product.error_busi","message":"update failed",
        "response":{"failure_list":[{"model_id":7,"failed_reason":"price is locked by a promotion"}]}}"#;
    match error(Effect::Set, 200, body) {
        ChannelError::InPromotion { reason, .. } => {
            assert!(reason.contains("locked by a promotion"), "{reason}");
        }
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[case("product.error_cannt_edit_price_in_promotion", "", "in_promotion")]
#[case("error_slash_price_not_lowest", "", "in_promotion")]
#[case("error_cannt_edit_name_in_promotion", "", "in_promotion")]
#[case("product.error_cannt_edit_description_in_promotion", "", "in_promotion")]
#[case("error_cannt_edit_days_to_ship_in_promotion", "", "in_promotion")]
#[case("error_cannt_unlisted_in_promotion", "", "in_promotion")]
#[case("error_cannt_change_tier_variation_in_promotion", "", "in_promotion")]
#[case("error_promotion_cantnot_update_stock", "", "in_promotion")]
#[case("error_invalid_price", "Price is invalid.", "channel_rejected")]
fn what_a_promotion_holds_is_told_apart(#[case] code: &str, #[case] message: &str, #[case] expected: &str) {
    let body = format!("{{\"error\":\"{code}\",\"message\":\"{message}\"}}");
    assert_eq!(error(Effect::Set, 200, &body).code(), expected);
    let part = |text| partial("update_price", text, "price").code();
    assert_eq!(part("7: locked: in an ongoing promotion"), "in_promotion");
    assert_eq!(part("7: locked by a promotion; 8: price is too low"), "channel_rejected");
}

#[test]
fn a_runaway_text_is_cut() {
    assert_eq!(shortened(&"é".repeat(400)).chars().count(), 301);
}
