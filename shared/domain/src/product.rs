//! The master record: what the seller types once.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    Channel, ContentHash, Dimensions, Grams, ImageId, Invalid, ListingDetails, PreOrderDays, ProductId,
    Rupiah, ShopId, Sku, Title, VariantId, identity, master::Provenance,
};

/// The most pictures of a product; no known channel allows more than nine.
pub const MAX_IMAGES: usize = 9;
/// The most variants that a product has (TikTok Shop in Indonesia; Shopee's 50 is checked when planning).
pub const MAX_VARIANTS: usize = 100;
/// The most option axes, such as size and colour (TikTok Shop; Shopee's 2 is checked when planning).
pub const MAX_OPTIONS: usize = 3;
/// The longest description, in characters (TikTok Shop's limit; each channel's own is checked when planning).
pub const MAX_DESCRIPTION: usize = 10_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductStatus {
    /// On sale; its listings follow it.
    Active,
    /// Kept for the record; nothing is pushed.
    Archived,
}

/// A product of the master catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    pub id: ProductId,
    pub title: Title,
    /// Plain text; each channel renders it into what it accepts.
    pub description: String,
    /// In the order in which buyers see them; at most [`MAX_IMAGES`].
    pub images: Vec<ProductImage>,
    /// The seller's own word for the kind of thing, such as `Frame`.
    pub category: Option<String>,
    pub brand: Option<String>,
    /// Of the parcel. Needed before a listing can be created; a variant may have its own.
    pub weight: Option<Grams>,
    pub dimensions: Option<Dimensions>,
    /// Absent where the product ships from stock.
    pub pre_order: Option<PreOrderDays>,
    /// Option axes in order, such as `Size`. Empty for a product without variants.
    pub options: Vec<String>,
    /// At least one. A product without variants has one, with no option values.
    pub variants: Vec<Variant>,
    pub status: ProductStatus,
    /// The channels on which it is listed; updated when listings are linked.
    #[serde(default)]
    pub channels: BTreeSet<Channel>,
    /// Where each value came from and by which rule, by [`crate::master::field`].
    #[serde(default)]
    pub sources: BTreeMap<String, Provenance>,
    /// What a person should look at, such as `base_price_differs`.
    #[serde(default)]
    pub attention: BTreeSet<String>,
    /// The product that took its listings when both were merged. A merged product is archived, keeps its values and
    /// owns no SKU.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<ProductId>,
    /// The flags of the last build, each with a short hash of its reason. A flag that is here but not in `attention`
    /// was cleared by a person, and is set again only for another reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub flagged: BTreeMap<String, ContentHash>,
    /// When a person last set each field that channels move by themselves, by [`crate::master::field`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set_at: BTreeMap<String, Timestamp>,
    /// What only one channel needs to know of its listing, such as the category there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<Channel, ListingDetails>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A sellable version of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    pub id: VariantId,
    pub sku: Option<Sku>,
    /// One value for each of [`Product::options`], in that order.
    pub option_values: Vec<String>,
    /// The price before any channel's mark-up. Without it nothing is priced or pushed.
    pub base_price: Option<Rupiah>,
    /// The seller's cost of one piece; the floor is computed from it.
    pub cost: Option<Rupiah>,
    /// Absent where SyncStore does not set stock.
    pub stock: Option<u32>,
    /// Overrides the product's.
    pub weight: Option<Grams>,
    pub image: Option<ImageId>,
}

/// A picture of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductImage {
    pub id: ImageId,
    /// Where its bytes can be fetched.
    pub url: String,
    /// The channel copy that it came from. On that channel no upload is needed.
    pub origin: Option<ImageOrigin>,
    /// Copies of the same picture on other channels, where no upload is needed either.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<ImageOrigin>,
}

/// A channel's own copy of a picture.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ImageOrigin {
    pub channel: Channel,
    pub shop: ShopId,
    /// The channel's name for it.
    pub reference: String,
}

impl Product {
    /// A product with only a title.
    pub const fn blank(id: ProductId, title: Title, now: Timestamp) -> Self {
        Self {
            id,
            title,
            description: String::new(),
            images: Vec::new(),
            category: None,
            brand: None,
            weight: None,
            dimensions: None,
            pre_order: None,
            options: Vec::new(),
            variants: Vec::new(),
            status: ProductStatus::Active,
            channels: BTreeSet::new(),
            sources: BTreeMap::new(),
            attention: BTreeSet::new(),
            merged_into: None,
            flagged: BTreeMap::new(),
            set_at: BTreeMap::new(),
            details: BTreeMap::new(),
            created_at: now,
            updated_at: now,
        }
    }

    /// Checks the rules that every stored product must follow. The error names the field as in the API.
    pub fn check(&self) -> Result<(), Invalid> {
        if self.images.len() > MAX_IMAGES {
            let problem = format!("at most {MAX_IMAGES} images, this product has {}", self.images.len());
            return Err(Invalid::new("images", "too_many_images", problem));
        }
        if self.description.chars().count() > MAX_DESCRIPTION {
            let problem = format!("a description has at most {MAX_DESCRIPTION} characters");
            return Err(Invalid::new("description", "description_too_long", problem));
        }
        if self.options.len() > MAX_OPTIONS {
            return Err(Invalid::new(
                "options",
                "too_many_options",
                format!("at most {MAX_OPTIONS} option axes"),
            ));
        }
        if self.variants.is_empty() || self.variants.len() > MAX_VARIANTS {
            let problem = format!("a product has 1 to {MAX_VARIANTS} variants");
            return Err(Invalid::new("variants", "variant_count", problem));
        }
        let (mut combinations, mut skus, mut ids) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for (index, variant) in self.variants.iter().enumerate() {
            let at = format!("variants[{index}]");
            if variant.option_values.len() != self.options.len() {
                let problem = format!("expected {} option values, one for each option", self.options.len());
                return Err(Invalid::new("option_values", "option_values_mismatch", problem).within(&at));
            }
            if !combinations.insert(identity::keys(&variant.option_values)) {
                let problem = "another variant has the same option values";
                return Err(Invalid::new("option_values", "variant_duplicate", problem).within(&at));
            }
            if let Some(sku) = &variant.sku
                && !skus.insert(sku.folded())
            {
                return Err(Invalid::new("sku", "sku_duplicate", "another variant has this SKU").within(&at));
            }
            if !ids.insert(variant.id.clone()) {
                return Err(
                    Invalid::new("id", "variant_duplicate", "another variant has this id").within(&at)
                );
            }
            if let Some(price) = variant.base_price {
                Rupiah::price(price.get()).map_err(|mut wrong| {
                    "base_price".clone_into(&mut wrong.field);
                    wrong.within(&at)
                })?;
            }
        }
        for (channel, details) in &self.details {
            details.check().map_err(|wrong| wrong.within(&format!("details.{channel}")))?;
        }
        Ok(())
    }

    pub fn variant(&self, id: &VariantId) -> Option<&Variant> {
        self.variants.iter().find(|variant| &variant.id == id)
    }

    /// The SKUs that no other product may have. A product that was merged into another owns none.
    pub fn owned_skus(&self) -> impl Iterator<Item = (&Variant, &Sku)> {
        let owns = self.merged_into.is_none();
        self.variants
            .iter()
            .filter(move |_| owns)
            .filter_map(|variant| Some((variant, variant.sku.as_ref()?)))
    }

    /// The weight of one parcel of `variant`.
    pub fn weight_of(&self, variant: &Variant) -> Option<Grams> {
        variant.weight.or(self.weight)
    }

    /// The hash of all values that listings follow, without times, sources and attention.
    pub fn content_hash(&self) -> ContentHash {
        ContentHash::of(&(
            (&self.title, &self.description, &self.images, &self.category, &self.brand),
            (&self.weight, &self.dimensions, &self.pre_order, &self.options, &self.variants, &self.status),
        ))
    }
}
