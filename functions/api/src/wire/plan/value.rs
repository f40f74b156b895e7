//! One value of a field, as it is compared and shown.

use domain::diff::{self, Value};
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::{enums::ListingStatus, product::Dimensions};

/// One value of a field.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum FieldValue {
    Nothing,
    Text(String),
    Texts(Vec<String>),
    /// Whole rupiah.
    Money(i64),
    Count(u32),
    /// Grams.
    Weight(u32),
    Dimensions(Dimensions),
    Days(u16),
    Visibility(ListingStatus),
    Sku(String),
    Images(Vec<ImageValue>),
    Variant(VariantValue),
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ImageValue {
    pub reference: String,
    pub url: Option<String>,
}

/// A variant that is added or removed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VariantValue {
    pub variant_id: Option<String>,
    pub sku: Option<String>,
    pub option_values: Vec<String>,
    /// Whole rupiah.
    pub price: Option<i64>,
    pub stock: Option<u32>,
}

impl From<&Value> for FieldValue {
    fn from(value: &Value) -> Self {
        match value {
            Value::Nothing => Self::Nothing,
            Value::Text(text) => Self::Text(text.clone()),
            Value::Texts(texts) => Self::Texts(texts.clone()),
            Value::Money(amount) => Self::Money(amount.get()),
            Value::Count(count) => Self::Count(*count),
            Value::Weight(weight) => Self::Weight(weight.get()),
            Value::Dimensions(dimensions) => Self::Dimensions((*dimensions).into()),
            Value::Days(days) => Self::Days(days.get()),
            Value::Visibility(status) => Self::Visibility((*status).into()),
            Value::Sku(sku) => Self::Sku(sku.to_string()),
            Value::Images(images) => {
                let image =
                    |i: &diff::ImageValue| ImageValue { reference: i.reference.clone(), url: i.url.clone() };
                Self::Images(images.iter().map(image).collect())
            }
            Value::Variant(variant) => Self::Variant(VariantValue {
                variant_id: variant.variant_id.as_ref().map(ToString::to_string),
                sku: variant.sku.as_ref().map(ToString::to_string),
                option_values: variant.option_values.clone(),
                price: variant.price.map(domain::Rupiah::get),
                stock: variant.stock,
            }),
        }
    }
}
