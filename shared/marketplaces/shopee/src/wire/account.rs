//! Tokens and the shop itself. These answers have no `response` around them.

use std::fmt;

use secrecy::SecretString;
use serde::{Deserialize, Deserializer, Serialize};

use super::tolerant::{Int, Text, or_default};

#[derive(Serialize)]
pub struct CodeExchange<'a> {
    pub code: &'a str,
    /// Repeated from the query, as a number.
    pub partner_id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shop_id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub main_account_id: Option<u64>,
}

#[derive(Serialize)]
pub struct Refresh<'a> {
    pub refresh_token: &'a str,
    pub partner_id: u64,
    pub shop_id: u64,
}

macro_rules! hidden {
    ($($name:ident $(<$life:lifetime>)?),*) => {$(
        impl fmt::Debug for $name $(<$life>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )*};
}
hidden!(CodeExchange<'_>, Refresh<'_>);

/// A text that is never shown.
#[derive(Debug)]
pub struct Hidden(pub SecretString);

impl<'de> Deserialize<'de> for Hidden {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(text.into()))
    }
}

#[derive(Debug, Deserialize)]
pub struct Tokens {
    pub access_token: Hidden,
    pub refresh_token: Hidden,
    /// Seconds to live; one sample shows an epoch instead.
    #[serde(default)]
    pub expire_in: Int,
    /// Filled for a main account only.
    #[serde(default, deserialize_with = "or_default")]
    pub shop_id_list: Vec<Int>,
}

/// `shop/get_shop_info`: flat, without `response`.
#[derive(Debug, Deserialize)]
pub struct ShopInfo {
    #[serde(default)]
    pub shop_name: Text,
    #[serde(default)]
    pub region: Text,
    #[serde(default)]
    pub expire_time: Int,
}
