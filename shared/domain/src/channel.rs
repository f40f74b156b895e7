//! Where things are sold: channels, shops, and the names of listings there.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::Invalid;

macro_rules! text_newtype {
    ($(#[$doc:meta])* $name:ident, $field:literal, $code:literal, $rule:literal, $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            pub fn parse(text: &str) -> Result<Self, Invalid> {
                let check: fn(&str) -> bool = $check;
                if check(text) { Ok(Self(text.to_owned())) } else { Err(Invalid::new($field, $code, $rule)) }
            }
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl FromStr for $name {
            type Err = Invalid;
            fn from_str(text: &str) -> Result<Self, Invalid> {
                Self::parse(text)
            }
        }
        impl TryFrom<String> for $name {
            type Error = Invalid;
            fn try_from(text: String) -> Result<Self, Invalid> {
                Self::parse(&text)
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}

/// Letters, digits, `-`, `_` and `.`: all that ids of marketplaces contain, and no character with a meaning in our
/// keys.
fn is_token(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

text_newtype!(
    /// A place to sell, such as `shopee`. A validated text and not an enum, because the registry decides which channels
    /// exist.
    Channel, "channel", "channel_malformed", "a channel is 2 to 32 lower-case letters, digits and underscores",
    |t| (2..=32).contains(&t.len())
        && t.starts_with(|c: char| c.is_ascii_lowercase())
        && t.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
);
text_newtype!(
    /// One connected account on a channel, by the channel's own id.
    ShopId, "shop", "shop_malformed", "a shop id is 1 to 64 letters, digits, dots, hyphens and underscores",
    |t| is_token(t, 64)
);
text_newtype!(
    /// A listing by the channel's own id.
    ExternalId, "external_id", "external_id_malformed",
    "a listing id is 1 to 64 letters, digits, dots, hyphens and underscores", |t| is_token(t, 64)
);
text_newtype!(
    /// An offer (a variant of a listing) by the channel's own id. A listing without variants has one offer, `0`.
    OfferId, "offer_id", "offer_id_malformed",
    "an offer id is 1 to 64 letters, digits, dots, hyphens and underscores", |t| is_token(t, 64)
);

/// What ids of listings that do not exist yet begin with. No channel's own ids have it.
const UNBORN: &str = "new-";

impl ExternalId {
    /// The name of `product`'s listing in a shop until the channel gives it one.
    pub fn unborn(product: &crate::ProductId) -> Self {
        Self(format!("{UNBORN}{product}"))
    }

    /// Whether the listing is still to be created.
    pub fn is_unborn(&self) -> bool {
        self.0.starts_with(UNBORN)
    }
}

impl OfferId {
    /// The only offer of a listing that has no variants.
    pub fn only() -> Self {
        Self("0".to_owned())
    }
}

/// The full name of a listing: `shopee:14701711:2500139861`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ListingKey {
    pub channel: Channel,
    pub shop: ShopId,
    pub external_id: ExternalId,
}

impl ListingKey {
    pub fn new(channel: Channel, shop: ShopId, external_id: ExternalId) -> Self {
        Self { channel, shop, external_id }
    }

    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let mut parts = text.splitn(3, ':');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(channel), Some(shop), Some(external_id)) => Ok(Self {
                channel: Channel::parse(channel)?,
                shop: ShopId::parse(shop)?,
                external_id: ExternalId::parse(external_id)?,
            }),
            _ => Err(Invalid::new("listing", "listing_malformed", "expected channel:shop:id")),
        }
    }
}

impl fmt::Display for ListingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.channel, self.shop, self.external_id)
    }
}

impl TryFrom<String> for ListingKey {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::parse(&text)
    }
}

impl From<ListingKey> for String {
    fn from(key: ListingKey) -> Self {
        key.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_key_survives_its_text() {
        let key = ListingKey::parse("tiktok_shop:7494049642642441621:1729592969712207008").unwrap();
        assert_eq!(ListingKey::parse(&key.to_string()).unwrap(), key);
        assert_eq!(
            serde_json::to_string(&key).unwrap(),
            "\"tiktok_shop:7494049642642441621:1729592969712207008\""
        );
    }

    #[test]
    fn a_separator_cannot_be_smuggled_into_a_part() {
        assert!(ShopId::parse("1#2").is_err());
        assert!(ExternalId::parse("1:2").is_err());
        assert!(Channel::parse("Shopee").is_err());
        assert!(ListingKey::parse("shopee:1").is_err());
    }
}
