//! The shop itself, its places and what the app may see of lost pushes.

use serde::Deserialize;

use super::loose::{Flag, Int, Text, or_default};

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

/// One entry of `shop/get_warehouse_detail`, whose `response` is an array.
#[derive(Debug, Deserialize)]
pub struct Warehouse {
    #[serde(default)]
    pub warehouse_name: Text,
    #[serde(default)]
    pub location_id: Text,
}

#[derive(Debug, Default, Deserialize)]
pub struct Channels {
    #[serde(default, deserialize_with = "or_default")]
    pub logistics_channel_list: Vec<Channel>,
}

#[derive(Debug, Deserialize)]
pub struct Channel {
    pub logistics_channel_id: Int,
    #[serde(default)]
    pub logistics_channel_name: Text,
    #[serde(default)]
    pub enabled: Flag,
    /// 0 for a channel that buyers choose at checkout; only those go into an item.
    #[serde(default)]
    pub mask_channel_id: Int,
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
