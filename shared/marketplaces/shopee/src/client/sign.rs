//! Shopee's signatures: HMAC-SHA256 over a base string without separators, in lower-case hex.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

type HmacSha256 = Hmac<Sha256>;

/// On whose behalf a call is made: decides what follows the timestamp in the base string.
#[derive(Debug, Clone, Copy)]
pub enum Scope<'a> {
    Public,
    /// A shop call names the shop; a merchant call names the merchant in the same place.
    Owner {
        access_token: &'a str,
        id: u64,
    },
}

/// The text that is signed. `path` starts with `/api/v2/` and has neither host nor query.
pub fn base_string(partner_id: u64, path: &str, timestamp: i64, scope: Scope<'_>) -> String {
    match scope {
        Scope::Public => format!("{partner_id}{path}{timestamp}"),
        Scope::Owner { access_token, id } => format!("{partner_id}{path}{timestamp}{access_token}{id}"),
    }
}

/// The partner key is used exactly as the console shows it, prefix included; it is not hex to be decoded.
fn mac(key: &SecretString, message: &[u8]) -> HmacSha256 {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length; the error type cannot occur")]
    let mut mac = HmacSha256::new_from_slice(key.expose_secret().as_bytes()).expect("any key length");
    mac.update(message);
    mac
}

/// The signature of a request's base string.
pub fn sign(key: &SecretString, base: &str) -> String {
    hex::encode(mac(key, base.as_bytes()).finalize().into_bytes())
}

/// The bytes that a push signs: the saved address, a bar, and the raw body.
fn push_message(callback_url: &str, body: &[u8]) -> Vec<u8> {
    [callback_url.as_bytes(), b"|", body].concat()
}

/// The `Authorization` header of a push.
pub fn sign_push(key: &SecretString, callback_url: &str, body: &[u8]) -> String {
    hex::encode(mac(key, &push_message(callback_url, body)).finalize().into_bytes())
}

/// Whether `authorization` signs the push; compared in constant time.
pub fn verify_push(key: &SecretString, callback_url: &str, body: &[u8], authorization: &str) -> bool {
    let Ok(given) = hex::decode(authorization.trim()) else { return false };
    mac(key, &push_message(callback_url, body)).verify_slice(&given).is_ok()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const K: &str = "shpk4f6d59536b7a4c7a55794d4e7a6f5a4b4a7562524f4c6a6d";
    const A: &str = "59777174636562737266615546704c6d";
    const TEST_KEY: &str = "test-partner-key";
    const TEST_TOKEN: &str = "6b5a46716e474d6f6e59777659459849";
    const SHOP: Scope<'static> = Scope::Owner { access_token: A, id: 14_701_711 };
    const MERCHANT: Scope<'static> = Scope::Owner { access_token: A, id: 1_000_000 };
    const TEST_SHOP: Scope<'static> = Scope::Owner { access_token: TEST_TOKEN, id: 322_300_222 };

    #[rstest]
    #[case::v1(
        K,
        2_001_887,
        1_655_714_431,
        "/api/v2/public/get_shops_by_partner",
        Scope::Public,
        "2001887/api/v2/public/get_shops_by_partner1655714431",
        "872f00f6fbba57399f9cdd163259551a369b2bdeab55822f63f74d2a4cda6ef7"
    )]
    #[case::v2_authorise_link(
        K,
        2_001_887,
        1_655_714_431,
        "/api/v2/shop/auth_partner",
        Scope::Public,
        "2001887/api/v2/shop/auth_partner1655714431",
        "998cb404339e8077c6cd477fe645298cf9708256f7bb2036674b50276867de71"
    )]
    #[case::v3(
        K,
        2_001_887,
        1_655_714_431,
        "/api/v2/auth/token/get",
        Scope::Public,
        "2001887/api/v2/auth/token/get1655714431",
        "d120ea9b7f58fc2a3a8772c710912fb1e65291c7d71a1eb4d67bd67b57719006"
    )]
    #[case::v4(
        K,
        2_001_887,
        1_655_714_431,
        "/api/v2/auth/access_token/get",
        Scope::Public,
        "2001887/api/v2/auth/access_token/get1655714431",
        "8815e873ebb27e084d3108af27efa16a266fbc97e5702723aa65a03a81611805"
    )]
    #[case::v5_shop(
        K,
        2_001_887,
        1_655_714_431,
        "/api/v2/shop/get_shop_info",
        SHOP,
        "2001887/api/v2/shop/get_shop_info165571443159777174636562737266615546704c6d14701711",
        "e98c2737bce9e039500dbd2ff1983373566028546c06723e14165005b2759b63"
    )]
    #[case::v6_merchant(
        K,
        2_001_887,
        1_655_714_431,
        "/api/v2/global_product/get_category",
        MERCHANT,
        "2001887/api/v2/global_product/get_category165571443159777174636562737266615546704c6d1000000",
        "dbe2c6b402386f376ed937044278e973700e2609d80de18dd24b676a5aef25b3"
    )]
    #[case::v7_shop(
        TEST_KEY,
        1_000_016,
        1_700_000_000,
        "/api/v2/product/update_stock",
        TEST_SHOP,
        "1000016/api/v2/product/update_stock17000000006b5a46716e474d6f6e59777659459849322300222",
        "2b106e5d2ab4efc09cfa5412cd8e56a8d045a3b52ec2b9f517e4d506d4baa756"
    )]
    #[case::v8(
        TEST_KEY,
        1_000_016,
        1_700_000_000,
        "/api/v2/media_space/upload_image",
        Scope::Public,
        "1000016/api/v2/media_space/upload_image1700000000",
        "7dbb45ad2183892cb276fa62fbf1af50474a895979c20443f071cfecb5e5ebc9"
    )]
    fn requests_are_signed_as_the_vectors_say(
        #[case] key: &str,
        #[case] partner: u64,
        #[case] timestamp: i64,
        #[case] path: &str,
        #[case] scope: Scope<'_>,
        #[case] base: &str,
        #[case] signature: &str,
    ) {
        let text = base_string(partner, path, timestamp, scope);
        assert_eq!(text, base);
        assert_eq!(sign(&SecretString::from(key), &text), signature);
    }

    const URL: &str = "https://example.com/webhooks/shopee";
    const P1: &str = r#"{"data":{"items":[],"ordersn":"220810QSK8S7BX","status":"PROCESSED","completed_scenario":"","update_time":1660123127},"shop_id":727720655,"code":3,"timestamp":1660123127}"#;
    const P2: &str = r#"{"code":0,"data":{"verify_info":"This is a Verification message.Please respond in the certain format."}}"#;
    const P3: &str = r#"{"data": {"item_id": 1861418518, "model_id": 8791278571, "update_field": "original_price", "old_value": 119.99, "new_value": 99.99, "update_time": 1660124246}, "shop_id": 127449165, "code": 22, "timestamp": 1660124246}"#;
    const P3_MINIFIED: &str = r#"{"data":{"item_id":1861418518,"model_id":8791278571,"update_field":"original_price","old_value":119.99,"new_value":99.99,"update_time":1660124246},"shop_id":127449165,"code":22,"timestamp":1660124246}"#;
    const P3_SIGN: &str = "da24eff33bbebca6c4bec19ed85315aa8721949af9e3a197c3dfd8285423afb8";

    #[rstest]
    #[case::p1(K, URL, P1, "5c84736c226af52a9799cccb9d462f4b3bb09439d01081a7413e105b8b69aaac")]
    #[case::p1_with_a_trailing_slash(
        K,
        "https://example.com/webhooks/shopee/",
        P1,
        "3295844765150ad9e96ebae636ce3a89b67ae2a171c581503343fef8609ddc5e"
    )]
    #[case::p2(K, URL, P2, "640b0944b91ebe60af7cb34e60e2cc66f31c708528bd861a271f92f4745bd3f4")]
    #[case::p3(TEST_KEY, URL, P3, P3_SIGN)]
    #[case::p3_minified(
        TEST_KEY,
        URL,
        P3_MINIFIED,
        "bdbe1c27e0f251da02f1196e89dba9dc9374cb3a6463b584ab491da0c8b424fe"
    )]
    fn pushes_are_signed_as_the_vectors_say(
        #[case] key: &str,
        #[case] url: &str,
        #[case] body: &str,
        #[case] signature: &str,
    ) {
        let key = SecretString::from(key);
        assert_eq!(sign_push(&key, url, body.as_bytes()), signature);
        assert!(verify_push(&key, url, body.as_bytes(), signature));
        assert!(!verify_push(&key, "https://example.com/other", body.as_bytes(), signature));
        assert!(!verify_push(&SecretString::from("other"), url, body.as_bytes(), signature));
    }

    #[test]
    fn a_body_that_went_through_a_json_parser_no_longer_verifies() {
        assert!(!verify_push(&SecretString::from(TEST_KEY), URL, P3_MINIFIED.as_bytes(), P3_SIGN));
    }

    #[test]
    fn a_header_that_is_no_signature_is_refused() {
        for wrong in ["", "zz", "Bearer abc", &P3_SIGN[..62], &format!("{P3_SIGN}00")] {
            assert!(!verify_push(&SecretString::from(TEST_KEY), URL, P3.as_bytes(), wrong), "{wrong}");
        }
    }
}
