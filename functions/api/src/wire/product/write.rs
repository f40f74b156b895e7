//! Products as a caller sends them. Only the types are checked here; the use case checks the values.

use std::collections::BTreeSet;

use app::catalogue::products::{DimensionsEdit, ImageEdit, ProductEdit, VariantEdit};
use domain::Rupiah;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Dimensions, ProductStatus};
use crate::wire::patch::present;

/// A new product. Without `variants` it has one, without a SKU or price.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProduct {
    /// 1 to 255 characters.
    #[schema(example = "Frame 5 inch Motekar V2")]
    pub title: String,
    /// Plain text of at most 10,000 characters.
    #[serde(default)]
    pub description: String,
    /// At most 9, in the order in which buyers see them.
    #[serde(default)]
    pub images: Vec<NewImage>,
    #[serde(default)]
    pub category: Option<String>,
    #[serde(default)]
    pub brand: Option<String>,
    /// Of the parcel, in grams. Needed unless each variant has its own.
    #[serde(default)]
    #[schema(example = 250)]
    pub weight_g: Option<u32>,
    #[serde(default)]
    pub dimensions: Option<Dimensions>,
    /// 1 to 90; leave it out for a product that ships from stock.
    #[serde(default)]
    #[schema(example = 5)]
    pub pre_order_days: Option<u16>,
    /// At most 3 option axes.
    #[serde(default)]
    pub options: Vec<String>,
    #[serde(default)]
    pub variants: Option<Vec<NewVariant>>,
}

/// A picture: its address, or the id of one that the product has.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewImage {
    #[serde(default)]
    pub id: Option<String>,
    #[serde(default)]
    pub url: Option<String>,
}

/// A new variant.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVariant {
    #[serde(default)]
    #[schema(example = "MTK-FRM5-V2")]
    pub sku: Option<String>,
    /// One value for each option of the product.
    #[serde(default)]
    pub option_values: Vec<String>,
    /// Whole rupiah, 1 to 100,000,000.
    #[serde(default)]
    #[schema(value_type = Option<i64>, example = 150_000)]
    pub base_price: Option<Rupiah>,
    /// Whole rupiah.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub cost: Option<Rupiah>,
    #[serde(default)]
    pub stock: Option<u32>,
    /// Grams.
    #[serde(default)]
    pub weight_g: Option<u32>,
}

/// An edit of a product as a JSON merge patch: absent fields stay, `null` empties.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductPatch {
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub description: Option<String>,
    /// The whole list, in order.
    #[serde(default)]
    pub images: Option<Vec<NewImage>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub category: Option<Option<String>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub brand: Option<Option<String>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u32>)]
    pub weight_g: Option<Option<u32>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Dimensions>)]
    pub dimensions: Option<Option<Dimensions>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u16>)]
    pub pre_order_days: Option<Option<u16>>,
    #[serde(default)]
    pub options: Option<Vec<String>>,
    /// The whole list, in order: one that is left out is removed, one without an id is new, and one with an id keeps
    /// the fields that are not named.
    #[serde(default)]
    pub variants: Option<Vec<VariantItem>>,
    #[serde(default)]
    pub status: Option<ProductStatus>,
    /// What is left to look at; a person can only take away.
    #[serde(default)]
    pub attention: Option<BTreeSet<String>>,
}

/// A variant within an edit of its product.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VariantItem {
    /// Leave it out for a new variant.
    #[serde(default)]
    pub id: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub sku: Option<Option<String>>,
    #[serde(default)]
    pub option_values: Option<Vec<String>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    pub base_price: Option<Option<Rupiah>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    pub cost: Option<Option<Rupiah>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u32>)]
    pub stock: Option<Option<u32>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u32>)]
    pub weight_g: Option<Option<u32>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub image_id: Option<Option<String>>,
}

/// An edit of one variant as a JSON merge patch: absent fields stay, `null` empties.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VariantPatch {
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub sku: Option<Option<String>>,
    #[serde(default)]
    pub option_values: Option<Vec<String>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>, example = 150_000)]
    pub base_price: Option<Option<Rupiah>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    pub cost: Option<Option<Rupiah>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u32>)]
    pub stock: Option<Option<u32>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u32>)]
    pub weight_g: Option<Option<u32>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub image_id: Option<Option<String>>,
}

fn image(image: NewImage) -> ImageEdit {
    ImageEdit { id: image.id, url: image.url }
}

fn dimensions(given: Dimensions) -> DimensionsEdit {
    DimensionsEdit { length: given.length_cm.0, width: given.width_cm.0, height: given.height_cm.0 }
}

impl From<NewProduct> for ProductEdit {
    fn from(new: NewProduct) -> Self {
        Self {
            title: None,
            description: Some(new.description),
            images: Some(new.images.into_iter().map(image).collect()),
            category: Some(new.category),
            brand: Some(new.brand),
            weight: Some(new.weight_g),
            dimensions: Some(new.dimensions.map(dimensions)),
            pre_order_days: Some(new.pre_order_days),
            options: Some(new.options),
            variants: new.variants.map(|variants| variants.into_iter().map(VariantEdit::from).collect()),
            status: None,
            attention: None,
        }
    }
}

impl From<NewVariant> for VariantEdit {
    fn from(new: NewVariant) -> Self {
        Self {
            id: None,
            sku: Some(new.sku),
            option_values: Some(new.option_values),
            base_price: Some(new.base_price),
            cost: Some(new.cost),
            stock: Some(new.stock),
            weight: Some(new.weight_g),
            image: None,
        }
    }
}

impl From<ProductPatch> for ProductEdit {
    fn from(patch: ProductPatch) -> Self {
        Self {
            title: patch.title,
            description: patch.description,
            images: patch.images.map(|images| images.into_iter().map(image).collect()),
            category: patch.category,
            brand: patch.brand,
            weight: patch.weight_g,
            dimensions: patch.dimensions.map(|given| given.map(dimensions)),
            pre_order_days: patch.pre_order_days,
            options: patch.options,
            variants: patch.variants.map(|variants| variants.into_iter().map(VariantEdit::from).collect()),
            status: patch.status.map(Into::into),
            attention: patch.attention,
        }
    }
}

impl From<VariantItem> for VariantEdit {
    fn from(item: VariantItem) -> Self {
        Self {
            id: item.id,
            sku: item.sku,
            option_values: item.option_values,
            base_price: item.base_price,
            cost: item.cost,
            stock: item.stock,
            weight: item.weight_g,
            image: item.image_id,
        }
    }
}

impl From<VariantPatch> for VariantEdit {
    fn from(patch: VariantPatch) -> Self {
        Self {
            id: None,
            sku: patch.sku,
            option_values: patch.option_values,
            base_price: patch.base_price,
            cost: patch.cost,
            stock: patch.stock,
            weight: patch.weight_g,
            image: patch.image_id,
        }
    }
}
