//! What a channel can do, and its limits, as data, so that no rule depends on a channel's name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Channel, ListingStatus, Rupiah,
    channel_status::{self, ChannelStatus, Edits},
    diff::Field,
};

/// Inclusive bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range<T> {
    pub min: T,
    pub max: T,
}

impl<T: PartialOrd> Range<T> {
    pub const fn new(min: T, max: T) -> Self {
        Self { min, max }
    }

    pub fn contains(&self, value: &T) -> bool {
        *value >= self.min && *value <= self.max
    }
}

/// What a channel can do, known without a call to it.
#[expect(clippy::struct_excessive_bools, reason = "each is a separate, documented ability")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capabilities {
    pub channel: Channel,
    /// As the seller knows it, such as `Shopee`.
    pub name: String,
    /// Storefronts within the channel; empty where there is only one.
    pub storefronts: Vec<String>,
    /// A remote shop that must be connected; false for the seller's own web store.
    pub remote: bool,
    /// The channel checks edits of text and pictures before they are live.
    pub audits_edits: bool,
    /// The description is limited HTML rather than plain text.
    pub html_description: bool,
    /// Pictures are uploaded and then named by the channel; otherwise their address is enough.
    pub uploads_images: bool,
    /// How many listings one detail call returns.
    pub detail_batch: usize,
    /// How many offers one price or stock call takes.
    pub offers_per_call: usize,
    /// The limits that apply until the shop's own limits are read.
    pub limits: Limits,
    /// The fields that a listing has there, each under the channel's own name, such as `item_name` for the title.
    #[serde(default)]
    pub fields: BTreeMap<Field, String>,
    /// The channel's own words for the status of a listing.
    #[serde(default)]
    pub statuses: Vec<ChannelStatus>,
}

impl Capabilities {
    /// What can be edited of a listing with `status`.
    pub fn edits(&self, status: ListingStatus) -> Edits {
        channel_status::edits(&self.statuses, status)
    }
}

/// Lengths, counts and amounts that a channel accepts. Read from the shop if it reports them, otherwise from the
/// channel's documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Characters.
    pub title: Range<u32>,
    /// Characters.
    pub description: Range<u32>,
    pub images: Range<u32>,
    pub price: Range<Rupiah>,
    pub stock: Range<u32>,
    pub variants: u32,
    pub options: u32,
    /// Characters of an option's name and of its values.
    pub option_name: u32,
    pub option_value: u32,
    /// Characters of a SKU.
    pub sku: u32,
    pub sku_without_spaces: bool,
    /// Days of a pre-order; absent where the channel or category takes none.
    pub pre_order_days: Option<Range<u16>>,
    /// The most expensive variant may cost at most this many times the cheapest; absent if there is no such rule.
    pub price_spread: Option<u32>,
    pub weight_required: bool,
    pub dimensions_required: bool,
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A channel with these fields; its other values do not matter.
    pub(crate) fn a_channel<const N: usize>(fields: [(Field, &str); N]) -> Capabilities {
        Capabilities {
            channel: Channel::parse("pasar").unwrap(),
            name: "Pasar".to_owned(),
            storefronts: Vec::new(),
            remote: true,
            audits_edits: false,
            html_description: false,
            uploads_images: true,
            detail_batch: 50,
            offers_per_call: 50,
            limits: Limits {
                title: Range::new(1, 255),
                description: Range::new(0, 2000),
                images: Range::new(1, 9),
                price: Range::new(Rupiah::new(100), Rupiah::MAX_PRICE),
                stock: Range::new(0, 1_000),
                variants: 50,
                options: 2,
                option_name: 14,
                option_value: 20,
                sku: 100,
                sku_without_spaces: false,
                pre_order_days: None,
                price_spread: None,
                weight_required: true,
                dimensions_required: false,
            },
            fields: fields.into_iter().map(|(field, name)| (field, name.to_owned())).collect(),
            statuses: Vec::new(),
        }
    }

    #[test]
    fn capabilities_stored_before_fields_had_names_still_decode() {
        let mut json = serde_json::to_value(a_channel([(Field::Title, "nama")])).unwrap();
        assert_eq!(json["fields"]["title"], "nama");
        json.as_object_mut().unwrap().remove("fields");
        let read: Capabilities = serde_json::from_value(json).unwrap();
        assert_eq!(read, a_channel([]));
    }
}
