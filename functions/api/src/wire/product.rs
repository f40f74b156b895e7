//! Products as they are returned; `write.rs` has them as they are sent by a caller.

use std::collections::{BTreeMap, BTreeSet};

use app::ports::Versioned;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{enums::ProductStatus, number::Centimetres};

mod write;
pub use write::{NewImage, NewProduct, NewVariant, ProductPatch, VariantItem, VariantPatch};

/// A product of the master catalogue.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Product {
    pub id: String,
    pub title: String,
    /// Plain text; each channel renders it into what it accepts.
    pub description: String,
    /// In the order in which buyers see them.
    pub images: Vec<ProductImage>,
    pub category: Option<String>,
    pub brand: Option<String>,
    /// Of the parcel, in grams; a variant may have its own.
    pub weight_g: Option<u32>,
    pub dimensions: Option<Dimensions>,
    /// Days promised; absent where the product ships from stock.
    pub pre_order_days: Option<u16>,
    /// Option axes in order, such as `Size`.
    pub options: Vec<String>,
    pub variants: Vec<Variant>,
    pub status: ProductStatus,
    /// Where it is listed.
    pub channels: BTreeSet<String>,
    /// What a person should look at, such as `base_price_differs`.
    pub attention: BTreeSet<String>,
    /// The product that its listings went to when the two turned out to be one.
    pub merged_into: Option<String>,
    /// Where each field came from, by field; a field kept per variant is named `base_price/{variant id}`.
    pub sources: BTreeMap<String, FieldSource>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    /// Also the `ETag`; name it in `If-Match` to edit.
    pub version: u64,
}

/// Where the value of one field came from, why, and what was not taken.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldSource {
    /// A listing's key, or `person`.
    #[schema(example = "shopee:14701711:2500139861")]
    pub from: String,
    /// The rule that decided: `typed`, `chosen`, `agree`, `only_one`, `newer_edit`, `longer_text`, `union`,
    /// `longer_promise`, `most_variants`, or `earlier`.
    #[schema(example = "newer_edit")]
    pub rule: String,
    /// Listings that say something else; one that is not here agrees or says nothing.
    pub others: Vec<Alternative>,
}

/// What a listing says that was not taken.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Alternative {
    pub from: String,
    /// As text, at most 120 characters of it: rupiah, grams, days or centimetres where the field is a number.
    pub value: String,
}

impl From<&domain::master::Provenance> for FieldSource {
    fn from(provenance: &domain::master::Provenance) -> Self {
        let others = provenance.others.iter();
        Self {
            from: provenance.from.to_string(),
            rule: provenance.rule.as_str().to_owned(),
            others: others
                .map(|said| Alternative { from: said.from.to_string(), value: said.value.clone() })
                .collect(),
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProductImage {
    pub id: String,
    pub url: String,
}

/// The size of a parcel, in centimetres.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Dimensions {
    #[schema(value_type = f64, example = 10.5)]
    pub length_cm: Centimetres,
    #[schema(value_type = f64, example = 8)]
    pub width_cm: Centimetres,
    #[schema(value_type = f64, example = 3)]
    pub height_cm: Centimetres,
}

/// A sellable version of a product.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Variant {
    pub id: String,
    pub sku: Option<String>,
    /// One value for each option of the product.
    pub option_values: Vec<String>,
    /// The price before any channel's mark-up, in whole rupiah.
    pub base_price: Option<i64>,
    /// What one piece costs the seller, in whole rupiah.
    pub cost: Option<i64>,
    /// Absent where SyncStore does not set stock.
    pub stock: Option<u32>,
    /// Overrides the product's, in grams.
    pub weight_g: Option<u32>,
    pub image_id: Option<String>,
}

impl From<&domain::Variant> for Variant {
    fn from(variant: &domain::Variant) -> Self {
        Self {
            id: variant.id.to_string(),
            sku: variant.sku.as_ref().map(ToString::to_string),
            option_values: variant.option_values.clone(),
            base_price: variant.base_price.map(domain::Rupiah::get),
            cost: variant.cost.map(domain::Rupiah::get),
            stock: variant.stock,
            weight_g: variant.weight.map(domain::Grams::get),
            image_id: variant.image.as_ref().map(ToString::to_string),
        }
    }
}

impl From<domain::Dimensions> for Dimensions {
    fn from(dimensions: domain::Dimensions) -> Self {
        Self {
            length_cm: Centimetres(dimensions.length.to_centimetres()),
            width_cm: Centimetres(dimensions.width.to_centimetres()),
            height_cm: Centimetres(dimensions.height.to_centimetres()),
        }
    }
}

impl From<&Versioned<domain::Product>> for Product {
    fn from(stored: &Versioned<domain::Product>) -> Self {
        let product = &stored.value;
        let images = product.images.iter();
        Self {
            id: product.id.to_string(),
            title: product.title.to_string(),
            description: product.description.clone(),
            images: images.map(|i| ProductImage { id: i.id.to_string(), url: i.url.clone() }).collect(),
            category: product.category.clone(),
            brand: product.brand.clone(),
            weight_g: product.weight.map(domain::Grams::get),
            dimensions: product.dimensions.map(Dimensions::from),
            pre_order_days: product.pre_order.map(domain::PreOrderDays::get),
            options: product.options.clone(),
            variants: product.variants.iter().map(Variant::from).collect(),
            status: product.status.into(),
            channels: product.channels.iter().map(ToString::to_string).collect(),
            attention: product.attention.clone(),
            merged_into: product.merged_into.as_ref().map(ToString::to_string),
            sources: product.sources.iter().map(|(field, source)| (field.clone(), source.into())).collect(),
            created_at: product.created_at,
            updated_at: product.updated_at,
            version: stored.version,
        }
    }
}

/// The variants of a product.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VariantList {
    pub items: Vec<Variant>,
}
