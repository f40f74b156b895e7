//! Why a change will not be pushed although it differs. The sentences are `app::words`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    BasisPoints, Lack, Limits, ListingStatus, ProductId, Rupiah, description,
    diff::{Field, Value},
    plan::Visibility,
};

/// A reason not to push. `code` is stable; the values are what a person needs to correct it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Blocker {
    /// No rule, fee schedule or base price gave a price; `reason` is the quote's own code.
    NoPrice {
        reason: String,
    },
    PriceOutOfRange {
        price: Rupiah,
        min: Rupiah,
        max: Rupiah,
    },
    /// The move is larger than the guard allows in one push.
    PriceMove {
        from: Rupiah,
        to: Rupiah,
        moved: BasisPoints,
        guard: BasisPoints,
    },
    /// The channel does not report the offer's current price, so the size of the move is unknown.
    UnknownCurrentPrice,
    /// A promotion on the channel locks the field until this time, if the end is known. Plans from before other fields
    /// than prices were supported have `price_locked`.
    #[serde(alias = "price_locked")]
    InPromotion {
        #[serde(default = "price")]
        field: Field,
        #[serde(default)]
        until: Option<Timestamp>,
    },
    /// The most expensive variant would cost more than `most` times the cheapest.
    PriceSpread {
        min: Rupiah,
        max: Rupiah,
        most: u32,
    },
    TextLength {
        field: Field,
        length: u32,
        min: u32,
        max: u32,
    },
    /// The channel refuses the title for another reason than its length; `reason` is the check, such as `title_emoji`.
    TitleRefused {
        reason: String,
    },
    /// The title was accepted for a master's title with different numbers; these are the differences.
    TitleOutdated {
        words: Vec<String>,
    },
    /// The description names a placeholder that does not exist, or that the product has nothing for.
    Placeholder {
        name: String,
        known: bool,
    },
    ImageCount {
        count: u32,
        min: u32,
        max: u32,
    },
    StockOutOfRange {
        stock: u32,
        max: u32,
    },
    PreOrderNotTaken,
    PreOrderOutOfRange {
        days: u16,
        min: u16,
        max: u16,
    },
    SkuTooLong {
        length: u32,
        max: u32,
    },
    SkuHasSpaces,
    TooManyVariants {
        count: u32,
        max: u32,
    },
    OptionTooLong {
        value: String,
        max: u32,
    },
    /// The listing has other option axes than the product, so adding variants would destroy the existing ones.
    VariantAxesDiffer {
        listing: Vec<String>,
        product: Vec<String>,
    },
    /// The channel lets nobody edit the listing in this state.
    NotEditable {
        status: ListingStatus,
    },
    /// Undo: the channel was changed after our push, and that newer value is left alone.
    ChangedSince,
    /// The channel changed the field by itself since both sides agreed, and no person has set it since.
    MovedByChannel {
        field: Field,
    },
    /// Somebody showed or hid the listing at the channel itself since both sides agreed, and no person has asked for
    /// `wanted` again.
    VisibilityMoved {
        wanted: Visibility,
    },
    /// Undo: the listing was deleted, which no channel takes back.
    Deleted,
    /// The variant was deleted at the channel, and no person asked to create it again.
    VariantGone,
    /// The product is archived.
    ProductArchived,
    /// The product's listings went to another product.
    ProductMerged {
        into: ProductId,
    },
    /// The listing belongs to another product, or to none, since.
    ListingMoved {
        product: Option<ProductId>,
    },
    /// The listing cannot be created before these are there.
    CreationLacks {
        missing: Vec<Lack>,
    },
    /// A listing is created whole or not at all, and this field of it is blocked.
    CreationHeld {
        field: Field,
    },
}

impl Blocker {
    /// The limit that `value` of `field` breaks, if any.
    pub(super) fn of_value(field: Field, value: &Value, limits: &Limits) -> Option<Self> {
        if let (Field::Description, Value::Text(text)) = (field, value)
            && let Some(description::Placeholder { name, known }) = description::unfilled(text)
        {
            return Some(Self::Placeholder { name, known });
        }
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        match (field, value) {
            (Field::Title | Field::Description, Value::Text(text)) => {
                let limit = if field == Field::Title { limits.title } else { limits.description };
                let length = count(text.chars().count());
                (!limit.contains(&length)).then_some(Self::TextLength {
                    field,
                    length,
                    min: limit.min,
                    max: limit.max,
                })
            }
            (Field::Images, Value::Images(images)) => {
                let (count, limit) = (count(images.len()), limits.images);
                (!limit.contains(&count)).then_some(Self::ImageCount {
                    count,
                    min: limit.min,
                    max: limit.max,
                })
            }
            (Field::Stock, Value::Count(stock)) => (!limits.stock.contains(stock))
                .then_some(Self::StockOutOfRange { stock: *stock, max: limits.stock.max }),
            (Field::PreOrder, Value::Days(days)) => match limits.pre_order_days {
                None => Some(Self::PreOrderNotTaken),
                Some(limit) => (!limit.contains(&days.get())).then_some(Self::PreOrderOutOfRange {
                    days: days.get(),
                    min: limit.min,
                    max: limit.max,
                }),
            },
            (Field::Sku, Value::Sku(sku)) => {
                let length = count(sku.as_str().chars().count());
                if length > limits.sku {
                    Some(Self::SkuTooLong { length, max: limits.sku })
                } else {
                    (limits.sku_without_spaces && sku.as_str().contains(' ')).then_some(Self::SkuHasSpaces)
                }
            }
            _ => None,
        }
    }

    /// The stable code.
    pub fn code(&self) -> String {
        let json = serde_json::to_value(self).unwrap_or_default();
        json.get("code").and_then(|code| code.as_str()).unwrap_or("blocked").to_owned()
    }
}

const fn price() -> Field {
    Field::Price
}
