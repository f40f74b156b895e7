//! Flags: what a person should check, each reported once.

use std::collections::BTreeMap;

use super::field;
use crate::{ContentHash, Product};

/// The flags that building sets, as in [`Product::attention`].
pub mod flag {
    /// The title had to be cut or cleaned to be valid for a product.
    pub const TITLE_ADAPTED: &str = "title_adapted";
    pub const DESCRIPTION_CUT: &str = "description_cut";
    /// Pictures without a known address could not be added.
    pub const IMAGES_MISSING: &str = "images_missing";
    /// Pictures of another shop could not be compared, so the product may lack some of them. That shop keeps its own
    /// pictures while the flag is set.
    pub const IMAGES_NOT_COMPARED: &str = "images_not_compared";
    /// There were more pictures than a product can have.
    pub const IMAGES_LEFT_OUT: &str = "images_left_out";
    /// Two offers of the listing have the same option values.
    pub const OPTIONS_UNCLEAR: &str = "options_unclear";
    pub const SKU_MISSING: &str = "sku_missing";
    /// Another variant or product owns the SKU.
    pub const SKU_DUPLICATE: &str = "sku_duplicate";
    /// The shops have different SKUs for one variant.
    pub const SKU_DIFFERS: &str = "sku_differs";
    pub const BASE_PRICE_MISSING: &str = "base_price_missing";
    /// No base price gives exactly the channel's price.
    pub const BASE_PRICE_INEXACT: &str = "base_price_inexact";
    /// The shops' prices come from different base prices.
    pub const BASE_PRICE_DIFFERS: &str = "base_price_differs";
    /// A variant is not in every shop.
    pub const VARIANTS_DIFFER: &str = "variants_differ";
    /// An offer is similar to a variant, but not certainly the same.
    pub const VARIANTS_UNSURE: &str = "variants_unsure";
    /// The product, with the variants that a person set, has none for an offer.
    pub const OFFER_UNLINKED: &str = "offer_unlinked";
}

/// All flags that building sets and removes. Other flags are not changed by it.
pub const OWNED_FLAGS: [&str; 16] = [
    flag::TITLE_ADAPTED,
    flag::DESCRIPTION_CUT,
    flag::IMAGES_MISSING,
    flag::IMAGES_NOT_COMPARED,
    flag::IMAGES_LEFT_OUT,
    flag::OPTIONS_UNCLEAR,
    flag::SKU_MISSING,
    flag::SKU_DUPLICATE,
    flag::SKU_DIFFERS,
    flag::BASE_PRICE_MISSING,
    flag::BASE_PRICE_INEXACT,
    flag::BASE_PRICE_DIFFERS,
    flag::VARIANTS_DIFFER,
    flag::VARIANTS_UNSURE,
    flag::OFFER_UNLINKED,
    // Of earlier versions.
    "variant_added",
];

/// The field to which a flag of [`OWNED_FLAGS`] belongs.
pub fn field_of(flag: &str) -> Option<&'static str> {
    Some(match flag {
        flag::TITLE_ADAPTED => field::TITLE,
        flag::DESCRIPTION_CUT => field::DESCRIPTION,
        flag::IMAGES_MISSING | flag::IMAGES_NOT_COMPARED | flag::IMAGES_LEFT_OUT => field::IMAGES,
        flag::OPTIONS_UNCLEAR => field::OPTIONS,
        flag::SKU_MISSING | flag::SKU_DUPLICATE | flag::SKU_DIFFERS => field::SKU,
        flag::BASE_PRICE_MISSING | flag::BASE_PRICE_INEXACT | flag::BASE_PRICE_DIFFERS => field::BASE_PRICE,
        flag::VARIANTS_DIFFER | flag::VARIANTS_UNSURE | flag::OFFER_UNLINKED => field::VARIANTS,
        known if OWNED_FLAGS.contains(&known) => field::VARIANTS,
        _ => return None,
    })
}

/// The flags of a build, each with its reasons.
#[derive(Debug, Default)]
pub(super) struct Raised(BTreeMap<&'static str, Vec<String>>);

impl Raised {
    /// Sets a flag. `about` is the reason: a cleared flag is not shown again for the same reason, but it is for a new
    /// one.
    pub fn raise(&mut self, flag: &'static str, about: impl Into<String>) {
        self.0.entry(flag).or_default().push(about.into());
    }

    /// Writes the flags to `product`. A flag that a person has cleared is set again only for another reason.
    pub fn settle(self, product: &mut Product, before: Option<&Product>) {
        let mut flagged = BTreeMap::new();
        for (flag, mut about) in self.0 {
            about.sort();
            about.dedup();
            flagged.insert(flag.to_owned(), ContentHash::of(&about).short());
        }
        product.attention.retain(|flag| !OWNED_FLAGS.contains(&flag.as_str()));
        for (flag, about) in &flagged {
            let looked_at = before.is_some_and(|before| {
                before.flagged.get(flag) == Some(about) && !before.attention.contains(flag)
            });
            if !looked_at {
                product.attention.insert(flag.clone());
            }
        }
        product.flagged = flagged;
    }
}
