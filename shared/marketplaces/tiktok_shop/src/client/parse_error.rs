//! What a refusal means to us: the one place that knows the channel's codes.
//!
//! Codes come and go (they were split in July 2025), so an unknown one is a plain refusal with its own message and
//! never an error of ours.

use std::time::Duration;

use app::{ChannelError, marketplace::call::Refusal};

use crate::wire::envelope::PartialError;

const A_DAY: Duration = Duration::from_hours(24);

/// A refusal by its code, then by its message where one code covers many things. `status` is the HTTP status.
pub fn parse_error(status: u16, code: i64, message: &str) -> Refusal {
    let reason = || format!("{message} ({code})");
    let unauthorized = || ChannelError::Unauthorized { reason: reason() };
    Refusal::Final(match code {
        105_001 | 105_002 => return Refusal::Token(reason()),
        36_009_004 => return catch_all(code, message),
        36_009_002 => return Refusal::Throttled(None),
        // Quotas of a day: customer service, and new listings.
        45_101_004 | 12_052_093 => ChannelError::QuotaExhausted { retry_after: A_DAY },
        // Token of another kind or shop, scope missing, code used up, our address not allowed, signature wrong: in
        // each case a person has to look at the app's settings or authorise again.
        101_000 | 105_005 | 36_004_004 | 36_009_033 | 106_001 => unauthorized(),
        36_009_003 | 36_009_007 | 12_001_000 | 12_052_881 | 33_001_002 | 10_002_014 | 10_002_015 => {
            ChannelError::Unavailable { reason: reason() }
        }
        12_019_150 | 12_052_030..=12_052_032 | 12_052_048 | 12_052_260 => {
            ChannelError::NotFound { what: format!("the listing: {}", reason()) }
        }
        12_052_553 | 12_052_556 | 12_052_557 => {
            ChannelError::NotFound { what: format!("the offer: {}", reason()) }
        }
        12_019_045 | 12_052_038 => {
            ChannelError::InPromotion { field: Some("price".to_owned()), reason: reason() }
        }
        12_052_393 => ChannelError::InPromotion { field: Some("stock".to_owned()), reason: reason() },
        _ if status == 429 => return Refusal::Throttled(None),
        _ if status >= 500 => ChannelError::Unavailable { reason: reason() },
        _ => ChannelError::Rejected {
            code: code.to_string(),
            field: field_of(code).map(str::to_owned),
            reason: message.to_owned(),
        },
    })
}

/// 36009004 has a dozen causes that differ only in the message.
fn catch_all(code: i64, message: &str) -> Refusal {
    let folded = message.to_ascii_lowercase();
    let reason = format!("{message} ({code})");
    if folded.contains("timestamp") {
        Refusal::Clock(ChannelError::Unavailable { reason: format!("our clock is wrong: {reason}") })
    } else if folded.contains("token") || folded.contains("app_key") || folded.contains("app key") {
        Refusal::Final(ChannelError::Unauthorized { reason })
    } else {
        Refusal::Final(ChannelError::Rejected {
            code: code.to_string(),
            field: None,
            reason: message.to_owned(),
        })
    }
}

/// The first failure inside an answer with code 0. The code 12052990 only groups others: its `extra_errors` say the
/// cause.
pub fn parse_partial(errors: &[PartialError]) -> Option<ChannelError> {
    let error = errors.first()?;
    let (code, message) = match error.detail.extra_errors.first() {
        Some(extra) => (extra.code, extra.message.as_str()),
        None => (error.code, error.message.as_str()),
    };
    let names = [
        error.detail.sku_id.as_ref().map(|id| format!("SKU {id}")),
        error.detail.product_id.as_ref().map(|id| format!("product {id}")),
        error.detail.listing_platform.clone(),
    ];
    let about = names.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let message = if about.is_empty() { message.to_owned() } else { format!("{about}: {message}") };
    Some(parse_error(200, code, &message).into_error())
}

/// The field of ours that a refusal is about.
fn field_of(code: i64) -> Option<&'static str> {
    Some(match code {
        12_052_051 | 12_052_261..=12_052_263 | 12_052_931 => "title",
        12_052_013 | 12_052_015 | 12_052_056 | 12_052_324 | 12_052_340..=12_052_352 => "description",
        12_052_028 | 12_052_300..=12_052_306 => "images",
        12_019_011 | 12_052_006 | 12_052_181 => "weight",
        12_019_060 | 12_052_003..=12_052_005 | 12_052_116 => "dimensions",
        12_052_012 | 12_052_073 | 12_052_084 | 12_052_092 | 12_052_570 | 12_052_571 => "price",
        12_019_022
        | 12_019_024
        | 12_019_028
        | 12_052_037
        | 12_052_055
        | 12_052_094
        | 12_052_096
        | 12_052_097
        | 12_052_115
        | 12_052_141
        | 12_052_144
        | 12_052_382
        | 12_052_486
        | 12_052_530..=12_052_533
        | 12_052_850
        | 12_052_921 => "stock",
        12_019_094..=12_019_100
        | 12_052_229
        | 12_052_273
        | 12_052_315
        | 12_052_329
        | 12_052_702
        | 12_052_712 => "pre_order",
        12_052_023..=12_052_025 | 12_052_217 | 12_052_220..=12_052_227 | 12_052_230 | 12_052_446 => {
            "category"
        }
        12_052_026 | 12_052_200 | 12_052_201 | 12_052_208 => "brand",
        12_052_104 | 12_052_151 | 12_052_182 | 12_052_183 => "attributes",
        12_052_050 | 12_052_152 | 12_052_153 | 12_052_307 | 12_052_902 => "variants",
        12_052_054 => "sku",
        12_052_330 => "storefronts",
        12_019_113 | 12_052_901 => "visibility",
        _ => return None,
    })
}

/// The refusal of an action that the product's status does not allow.
pub fn is_wrong_status(error: &ChannelError) -> bool {
    matches!(error, ChannelError::Rejected { code, .. } if code == "12019113" || code == "12052901")
}

/// More than 10,000 products match a search.
pub fn is_window_full(error: &ChannelError) -> bool {
    matches!(error, ChannelError::Rejected { code, .. } if code == "12052180")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::wire::envelope::Remarks;

    #[rstest]
    #[case(200, 36_009_002, "channel_rate_limited")]
    #[case(429, 0, "channel_rate_limited")]
    #[case(503, 0, "channel_unavailable")]
    #[case(200, 36_009_003, "channel_unavailable")]
    #[case(200, 36_009_007, "channel_unavailable")]
    #[case(200, 45_101_004, "channel_quota_exhausted")]
    #[case(200, 12_052_093, "channel_quota_exhausted")]
    #[case(401, 105_002, "channel_unauthorized")]
    #[case(200, 105_005, "channel_unauthorized")]
    #[case(200, 12_052_032, "channel_not_found")]
    #[case(200, 12_019_045, "in_promotion")]
    #[case(200, 12_052_038, "in_promotion")]
    #[case(200, 12_052_051, "channel_rejected")]
    #[case(200, 99_999_999, "channel_rejected")]
    fn a_code_says_what_the_caller_can_do(#[case] status: u16, #[case] code: i64, #[case] expected: &str) {
        assert_eq!(parse_error(status, code, "m").into_error().code(), expected);
    }

    #[rstest]
    #[case(12_052_051, "title")]
    #[case(12_052_073, "price")]
    #[case(12_019_028, "stock")]
    #[case(12_019_100, "pre_order")]
    #[case(12_052_304, "images")]
    #[case(12_052_054, "sku")]
    #[case(12_052_330, "storefronts")]
    fn a_refusal_names_our_field(#[case] code: i64, #[case] expected: &str) {
        let Refusal::Final(ChannelError::Rejected { field, .. }) = parse_error(200, code, "m") else {
            panic!("not a refusal")
        };
        assert_eq!(field.as_deref(), Some(expected));
    }

    #[test]
    fn the_catch_all_is_told_apart_by_its_words() {
        assert!(matches!(parse_error(400, 36_009_004, "Expired timestamp"), Refusal::Clock(_)));
        assert_eq!(
            parse_error(400, 36_009_004, "invalid app_key").into_error().code(),
            "channel_unauthorized"
        );
        assert_eq!(
            parse_error(400, 36_009_004, "param body.address is missing").into_error().code(),
            "channel_rejected"
        );
    }

    #[test]
    fn a_failure_inside_a_success_is_read_from_under_its_umbrella() {
        let data = r#"{"errors":[{"code":12052990,"message":"Check failed","detail":{"sku_id":"1729","extra_errors":[{"warehouse_id":"7","code":12052097,"message":"no such warehouse"}]}}]}"#;
        let remarks: Remarks = serde_json::from_str(data).unwrap();
        assert_eq!(
            parse_partial(&remarks.errors),
            Some(ChannelError::Rejected {
                code: "12052097".to_owned(),
                field: Some("stock".to_owned()),
                reason: "SKU 1729: no such warehouse".to_owned()
            })
        );
        assert_eq!(parse_partial(&[]), None);
    }
}
