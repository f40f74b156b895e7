//! The signature of a request: HMAC-SHA256 over secret, path, sorted query, body bytes, secret.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Query parameters that never count.
const UNSIGNED: [&str; 3] = ["sign", "access_token", "x-tts-access-token"];

/// Signs a request. `query` holds the decoded values, `body` the exact bytes that are sent: empty for a request
/// without one and for an upload, whose parts are not signed. The digits are lower case; others are refused.
pub fn sign(secret: &str, path: &str, query: &[(String, String)], body: &[u8]) -> String {
    let mut signed: Vec<_> = query.iter().filter(|(key, _)| !UNSIGNED.contains(&key.as_str())).collect();
    signed.sort();
    let mut parts: Vec<&[u8]> = vec![secret.as_bytes(), path.as_bytes()];
    for (key, value) in signed {
        parts.push(key.as_bytes());
        parts.push(value.as_bytes());
    }
    parts.push(body);
    parts.push(secret.as_bytes());
    hex::encode(hmac_of(secret, &parts))
}

/// The HMAC of `parts` one after the other.
fn hmac_of(secret: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mac = keyed(secret);
    parts.iter().fold(mac, Mac::chain_update).finalize().into_bytes().to_vec()
}

/// The signature of a push: over the app key and the raw body.
#[cfg(feature = "sandbox")]
pub fn sign_notice(app_key: &str, secret: &str, body: &[u8]) -> String {
    hex::encode(hmac_of(secret, &[app_key.as_bytes(), body]))
}

/// Checks the signature of a push in constant time.
pub fn verify_notice(app_key: &str, secret: &str, body: &[u8], signature: &str) -> bool {
    let Ok(signature) = hex::decode(signature) else { return false };
    keyed(secret).chain_update(app_key.as_bytes()).chain_update(body).verify_slice(&signature).is_ok()
}

fn keyed(secret: &str) -> Hmac<Sha256> {
    // HMAC hashes a longer key and pads a shorter one: every length is accepted.
    Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const SECRET: &str = "1f2e3d4c5b6a79880a1b2c3d4e5f60718293a4b5";
    const KEY: &str = "68xu9ks5p4i8";
    const CIPHER: &str = "GCP_XF90igAAAABh00qsWgtvOiGFNqyubMt3";
    const STOCK: &str = r#"{"skus":[{"id":"1729592969712207012","inventory":[{"warehouse_id":"7068517275539719942","quantity":42}]}]}"#;
    const STOCK_PATH: &str = "/product/202309/products/1729592969712207008/inventory/update";

    fn query(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[rstest]
    #[case::official("e59af819cc", "/authorization/202309/shops", &[("app_key", "29a39d"), ("timestamp", "1623812664")], "", "b596b73e0cc6de07ac26f036364178ab16b0a907af13d43f0a0cd2345f582dc8")]
    #[case::php_client("app_secret", "/test-api", &[("foo", "bar")], "", "d3cb7fe11ecae942802ceeca67e7cf10120cc12f1517d45fbc1c8cfe5413c80f")]
    #[case::net_client_get("e59af819cc", "/event/202309/webhooks", &[("app_key", KEY), ("shop_cipher", "ROW_xkMbgAAAeVAQra0eZWebFQq5aIK"), ("timestamp", "1696909648")], "", "ed58e1b5e59865c22a7b828c1cab65007441f43cc91a6cb2f2cdc638e0995a37")]
    #[case::net_client_put("e59af819cc", "/event/202309/webhooks", &[("app_key", KEY), ("shop_cipher", "ROW_xkMbgAAAeVAQra0eZWebFQq5aIK"), ("timestamp", "1696909648")], r#"{"event_type":"PACKAGE_UPDATE","address":"https://partner.tiktokshop.com"}"#, "701dd6deb2389fe4c469b89bd37fc56f96a6da6afeb4d01c9077a65169752fa7")]
    #[case::v1(SECRET, "/authorization/202309/shops", &[("app_key", KEY), ("timestamp", "1763686800")], "", "6c511a3052b3b01a5d87940059c9fa0cf38802566949f6691516a6369497c803")]
    #[case::v2(SECRET, "/product/202502/products/search", &[("app_key", KEY), ("timestamp", "1763686801"), ("shop_cipher", CIPHER), ("page_size", "100")], "{}", "b12c2e3cb635f3e132e189be7806f7e36cd0f012fc2414f2123d853bdd9e6c1f")]
    #[case::v3(SECRET, STOCK_PATH, &[("app_key", KEY), ("timestamp", "1763686802"), ("shop_cipher", CIPHER)], STOCK, "8140c4afca2d2b744abec265e5a00258a7954dd7820ff4133cf2ce7c09dac478")]
    #[case::v4(SECRET, "/order/202507/orders", &[("app_key", KEY), ("timestamp", "1763686803"), ("shop_cipher", CIPHER), ("ids", "576461413038785752,576461413038785753"), ("sign", "ignored"), ("access_token", "ignored")], "", "90dd7ba1d8b040ce57039189ecfd499caee898d731db930fd3a1948592c08ddd")]
    #[case::v5_upload(SECRET, "/product/202309/images/upload", &[("app_key", KEY), ("timestamp", "1763686804")], "", "13e04fda12da048d272f4c306ef6971fb317bd5198de276eb2f520456308daaf")]
    #[case::v6(SECRET, "/event/202309/webhooks", &[("app_key", KEY), ("timestamp", "1763686805"), ("shop_cipher", CIPHER)], r#"{"address": "https://hooks.example.id/tts/é", "event_type": "ORDER_STATUS_CHANGE"}"#, "a7878ad25969843a1fab63f51cadfdebe7e34ad0f47dec2ac40399a136ec3a92")]
    #[case::v7(SECRET, "/order/202309/orders/search", &[("app_key", KEY), ("timestamp", "1763686806"), ("shop_cipher", CIPHER), ("page_size", "20"), ("page_token", "6AsPQ/N5M1kH+7D1ud64MPNz5OaT=="), ("sort_field", "update_time"), ("sort_order", "ASC")], r#"{"update_time_ge":1763600000,"update_time_lt":1763686400}"#, "0ddbce01b61dc40f7de3a77cc40eb5ac7d95af64f2edf33e838b2043d35315ec")]
    #[case::v8(SECRET, "/product/202309/products", &[("app_key", KEY), ("timestamp", "1763686807"), ("shop_cipher", CIPHER)], r#"{"product_ids":["1729592969712207008"]}"#, "5f207c40780a875ce208ab3cf677a3ef63970c3826e036fee1d29048822955d5")]
    fn a_known_request_gets_its_known_signature(
        #[case] secret: &str,
        #[case] path: &str,
        #[case] parameters: &[(&str, &str)],
        #[case] body: &str,
        #[case] expected: &str,
    ) {
        assert_eq!(sign(secret, path, &query(parameters), body.as_bytes()), expected);
    }

    #[test]
    fn the_body_counts_and_a_plain_digest_is_not_a_signature() {
        let parameters = query(&[("app_key", KEY), ("timestamp", "1763686802"), ("shop_cipher", CIPHER)]);
        let signed = sign(SECRET, STOCK_PATH, &parameters, STOCK.as_bytes());
        let without_body = sign(SECRET, STOCK_PATH, &parameters, b"");
        assert_eq!(without_body, "8f6c1d960f90bce19174bf1d08ae1eeb293e14e482a09593cd4359a3c2b9a522");
        assert_ne!(signed, without_body);
        assert_ne!(signed, "5b97cae2f5e93280bcd7a317feefd7f42ec2808f1e095530cec5a42fba26680f");
    }

    #[test]
    fn the_token_header_sent_as_a_query_does_not_count() {
        let parameters = [("app_key", KEY), ("timestamp", "1763686800"), ("x-tts-access-token", "TTP_x")];
        assert_eq!(
            sign(SECRET, "/authorization/202309/shops", &query(&parameters), b""),
            "6c511a3052b3b01a5d87940059c9fa0cf38802566949f6691516a6369497c803"
        );
    }
}
