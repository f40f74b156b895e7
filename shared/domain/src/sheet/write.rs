//! Writes a product as the texts of cells. Uploaded cells are compared with these texts: a cell with the same text as
//! an export changes nothing, whatever the field's value is.

use super::{Column, clean};
use crate::{Length, Product, ProductStatus, Variant};

/// The headings of an export.
pub fn headings() -> Vec<&'static str> {
    Column::all().map(Column::heading).collect()
}

/// The rows of a product, one per variant: the product's own fields are only in the first row, its id and version in
/// every row, so that rows can be sorted and removed.
pub fn rows(product: &Product, version: u64) -> Vec<Vec<String>> {
    let row = |(nth, variant): (usize, &Variant)| {
        let cell = |column: Column| match column {
            Column::ProductId => product.id.to_string(),
            Column::Version => version.to_string(),
            column if Column::PRODUCT.contains(&column) => {
                if nth == 0 {
                    shown(product, column)
                } else {
                    String::new()
                }
            }
            column => shown_of(variant, column),
        };
        Column::all().map(cell).collect()
    };
    product.variants.iter().enumerate().map(row).collect()
}

/// The text of a product column.
pub fn shown(product: &Product, column: Column) -> String {
    let side = |of: fn(&crate::Dimensions) -> Length| product.dimensions.as_ref().map(|d| length(of(d)));
    let option = |place: usize| product.options.get(place).map(|name| clean(name));
    let text = match column {
        Column::Title => Some(clean(product.title.as_str())),
        Column::Description => Some(clean(&product.description)),
        Column::Category => product.category.as_deref().map(clean),
        Column::Brand => product.brand.as_deref().map(clean),
        Column::Status => Some(word(product.status).to_owned()),
        Column::Weight => product.weight.map(|weight| weight.get().to_string()),
        Column::Length => side(|d| d.length),
        Column::Width => side(|d| d.width),
        Column::Height => side(|d| d.height),
        Column::PreOrder => product.pre_order.map(|days| days.get().to_string()),
        Column::Images => {
            let urls: Vec<String> = product.images.iter().map(|image| clean(&image.url)).collect();
            Some(clean(&urls.join("\n")))
        }
        Column::Option1 => option(0),
        Column::Option2 => option(1),
        Column::Option3 => option(2),
        _ => None,
    };
    text.unwrap_or_default()
}

/// The text of a variant column.
pub fn shown_of(variant: &Variant, column: Column) -> String {
    let value = |place: usize| variant.option_values.get(place).map(|value| clean(value));
    let text = match column {
        Column::VariantId => Some(variant.id.to_string()),
        Column::Value1 => value(0),
        Column::Value2 => value(1),
        Column::Value3 => value(2),
        Column::Sku => variant.sku.as_ref().map(|sku| clean(sku.as_str())),
        Column::BasePrice => variant.base_price.map(|price| price.get().to_string()),
        Column::Cost => variant.cost.map(|cost| cost.get().to_string()),
        Column::Stock => variant.stock.map(|stock| stock.to_string()),
        Column::VariantWeight => variant.weight.map(|weight| weight.get().to_string()),
        _ => None,
    };
    text.unwrap_or_default()
}

/// A length with decimals is written with its unit, because an Indonesian Excel reads `20.5` alone as a date.
fn length(length: Length) -> String {
    let text = length.to_centimetres();
    if text.contains('.') { format!("{text} cm") } else { text }
}

const fn word(status: ProductStatus) -> &'static str {
    match status {
        ProductStatus::Active => "aktif",
        ProductStatus::Archived => "arsip",
    }
}
