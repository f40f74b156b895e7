//! Pushes. Numbers may be texts, and keys differ from code to code.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    promotions::ViolationDetail,
    tolerant::{Flag, Int, Text, or_default},
};

#[derive(Debug, Deserialize)]
pub struct Push {
    pub code: Int,
    #[serde(default, alias = "shopid")]
    pub shop_id: Int,
    #[serde(default)]
    pub timestamp: Int,
    #[serde(default)]
    pub msg_id: Text,
    pub data: Option<Box<RawValue>>,
}

/// The fields of `data` that mean something to us, whichever code they come with.
#[derive(Debug, Default, Deserialize)]
pub struct Data {
    #[serde(default)]
    pub item_id: Int,
    #[serde(default, alias = "shopid")]
    pub shop_id: Int,
    #[serde(default, deserialize_with = "or_default")]
    pub shop_id_list: Vec<Int>,
    #[serde(default)]
    pub authorize_type: Text,
    /// Absent counts as success.
    pub success: Option<Flag>,
    #[serde(default, deserialize_with = "or_default")]
    pub shop_expire_soon: Vec<ExpiringShop>,
    #[serde(default)]
    pub expire_before: Int,
    #[serde(default)]
    pub update_time: Option<Int>,
    #[serde(default)]
    pub item_status: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub reason_list: Vec<ViolationDetail>,
    #[serde(default, deserialize_with = "or_default")]
    pub item_status_details: Vec<ViolationDetail>,
    #[serde(default, deserialize_with = "or_default")]
    pub deboost_details: Vec<ViolationDetail>,
    /// The other spelling of the same.
    #[serde(default, deserialize_with = "or_default")]
    pub deboosted_details: Vec<ViolationDetail>,
}

/// A bare id, or an object with one.
#[derive(Debug, Deserialize)]
#[serde(from = "Box<RawValue>")]
pub struct ExpiringShop(pub Int);

impl From<Box<RawValue>> for ExpiringShop {
    fn from(raw: Box<RawValue>) -> Self {
        #[derive(Deserialize)]
        struct Object {
            #[serde(default, alias = "shopid")]
            shop_id: Int,
        }
        let bare = serde_json::from_str::<Int>(raw.get());
        let object = || serde_json::from_str::<Object>(raw.get()).map(|object| object.shop_id);
        Self(bare.or_else(|_| object()).unwrap_or_default())
    }
}

#[derive(Debug, Default, Deserialize)]
pub struct LostPushes {
    #[serde(default, deserialize_with = "or_default")]
    pub push_message_list: Vec<LostPush>,
    #[serde(default)]
    pub has_next_page: Flag,
    #[serde(default)]
    pub last_message_id: Int,
}

#[derive(Debug, Deserialize)]
pub struct LostPush {
    /// The whole envelope of the push, as a text.
    #[serde(default)]
    pub data: Text,
}
