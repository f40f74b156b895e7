//! Where the shop keeps stock, and how it sends parcels.

use serde::Deserialize;

use super::tolerant::{Flag, Int, Text, or_default};

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
