//! What the rows of one product say, compared with the product as it is stored.

use domain::{
    Product, Variant, VariantId,
    sheet::{Column, Table, shown, shown_of},
};

use super::{
    place::{At, Wrong},
    product,
    rows::Rows,
    variants,
};
use crate::{
    catalogue::products::{self, ProductEdit},
    ports::{SheetChange, Versioned},
};

/// What comes of the rows of one product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Compared {
    Unchanged,
    Changed(Box<Changed>),
    /// At least one error: nothing of it is applied.
    Refused(Vec<Wrong>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Changed {
    pub after: Product,
    pub changes: Vec<SheetChange>,
    /// Where each SKU that the product did not have before is written, by its folded text.
    pub new_skus: Vec<(String, At)>,
}

/// Compares `lines` with `before`. `unique` draws texts for new ids: the same ones each time it is asked again.
pub(super) fn compare(
    tables: &[Table],
    lines: &[At],
    before: &Versioned<Product>,
    unique: &dyn Fn() -> String,
) -> Compared {
    let is_new = before.version == 0;
    let mut rows = Rows { tables, lines, wrongs: Vec::new() };
    rows.guard();
    if !rows.wrongs.is_empty() {
        return Compared::Refused(rows.wrongs);
    }
    let (edit, options) = product::edit(&mut rows, &before.value);
    let (variants, places) = variants::edit(&mut rows, &before.value, options, is_new);
    let edit = ProductEdit { variants, ..edit };
    if !rows.wrongs.is_empty() {
        return Compared::Refused(rows.wrongs);
    }
    if edit == ProductEdit::default() {
        return Compared::Unchanged;
    }
    let after = match edit.apply(&before.value, unique) {
        Ok(after) => after,
        Err(problems) => return Compared::Refused(rows.invalid(problems, &places)),
    };
    if is_new && let Some(missing) = products::without_weight(&after) {
        return Compared::Refused(rows.invalid(vec![missing], &places));
    }
    if !is_new && after == before.value {
        return Compared::Unchanged;
    }
    rows.compare_versions(before.version);
    if !rows.wrongs.is_empty() {
        return Compared::Refused(rows.wrongs);
    }
    let changes = changes(&before.value, &after, is_new);
    let new_skus = rows.new_skus(&before.value, &after, &places);
    Compared::Changed(Box::new(Changed { after, changes, new_skus }))
}

/// Every field that differs, as a spreadsheet shows it. Variants are compared by their id.
fn changes(before: &Product, after: &Product, is_new: bool) -> Vec<SheetChange> {
    let mut changes = Vec::new();
    let mut change = |field: &str, variant: Option<&VariantId>, from: String, to: String| {
        if from != to {
            let (field, variant) = (field.to_owned(), variant.cloned());
            changes.push(SheetChange { field, variant, from, to });
        }
    };
    for column in Column::PRODUCT {
        // A new product is compared with nothing: its draft has the title already.
        let from = if is_new { String::new() } else { shown(before, column) };
        change(column.name(), None, from, shown(after, column));
    }
    for variant in &after.variants {
        let known = before.variant(&variant.id);
        if known.is_none() {
            change("variant", Some(&variant.id), String::new(), label(variant));
        }
        for column in Column::VARIANT {
            let from = known.map(|known| shown_of(known, column)).unwrap_or_default();
            change(column.name(), Some(&variant.id), from, shown_of(variant, column));
        }
    }
    for variant in before.variants.iter().filter(|variant| after.variant(&variant.id).is_none()) {
        change("variant", Some(&variant.id), label(variant), String::new());
    }
    changes
}

/// A variant in one line: its option values, its SKU, or its id.
fn label(variant: &Variant) -> String {
    let mut parts: Vec<&str> = variant.option_values.iter().map(String::as_str).collect();
    parts.extend(variant.sku.as_ref().map(domain::Sku::as_str));
    if parts.is_empty() { variant.id.to_string() } else { parts.join(" · ") }
}
