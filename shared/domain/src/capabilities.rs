//! What a channel can do and where it draws its lines, as data, so that no rule asks for a channel by name.

use serde::{Deserialize, Serialize};

use crate::{Channel, Rupiah};

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

/// What a channel can do, known without asking it.
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
    /// Edits of text and pictures are looked at by the channel before they are live.
    pub audits_edits: bool,
    /// The description is limited HTML rather than plain text.
    pub html_description: bool,
    /// Pictures are uploaded and then named by the channel; otherwise their address is enough.
    pub uploads_images: bool,
    /// How many listings one detail call returns.
    pub detail_batch: usize,
    /// How many offers one price or stock call takes.
    pub offers_per_call: usize,
    /// The limits that hold when the shop was not asked yet.
    pub limits: Limits,
}

/// Lengths, counts and amounts that a channel accepts. Read from the shop where it tells, else from its documents.
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
    /// The dearest variant may cost at most this many times the cheapest; absent where there is no such rule.
    pub price_spread: Option<u32>,
    pub weight_required: bool,
    pub dimensions_required: bool,
}
