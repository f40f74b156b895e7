//! Tokens, authorised shops, and what a shop needs before it can list.

use std::fmt;

use app::marketplace::tolerant;
use serde::Deserialize;

/// What the auth host answers to a code or a refresh token. Despite their names both times are absolute.
/// Its `Debug` shows nothing: it holds tokens.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Tokens {
    #[serde(deserialize_with = "tolerant::text")]
    pub access_token: String,
    /// Unix seconds.
    #[serde(deserialize_with = "tolerant::integer")]
    pub access_token_expire_in: i64,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub refresh_token: Option<String>,
    /// Unix seconds.
    #[serde(deserialize_with = "tolerant::optional_integer")]
    pub refresh_token_expire_in: Option<i64>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub seller_name: Option<String>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub seller_base_region: Option<String>,
    /// 0 seller, 1 creator, 3 partner.
    #[serde(deserialize_with = "tolerant::integer")]
    pub user_type: i64,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").finish_non_exhaustive()
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Shops {
    #[serde(deserialize_with = "tolerant::list")]
    pub shops: Vec<Shop>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Shop {
    #[serde(deserialize_with = "tolerant::text")]
    pub id: String,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub name: Option<String>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub region: Option<String>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub cipher: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Prerequisites {
    #[serde(deserialize_with = "tolerant::list")]
    pub check_results: Vec<Prerequisite>,
}

/// One thing that a shop needs before it can list; `check_item` is `SHOP_STATUS`, `BANk_ACCOUNT` (sic) and so on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Prerequisite {
    #[serde(deserialize_with = "tolerant::text")]
    pub check_item: String,
    #[serde(deserialize_with = "tolerant::flag")]
    pub is_failed: bool,
    #[serde(deserialize_with = "tolerant::list")]
    pub fail_reasons: Vec<String>,
}
