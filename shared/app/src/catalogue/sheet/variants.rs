//! The variants of a product: which row speaks of which, and what it changes.
//!
//! A row names its variant by id, else by its SKU, else by its option values. A row that names none and says nothing
//! about a variant is about the product alone. Variants that no row names stay; only the mark removes one.

#![expect(clippy::option_option, reason = "absent: as it stands; `Some(None)`: emptied")]

use domain::{
    Product, Sku, Variant, identity,
    sheet::{
        Cell, Column, Damage, Fault, Line, clean, is_clear_word, marked, money, shown_of, sku_text, whole,
    },
};

use super::{
    place::{At, line, row},
    rows::Rows,
};
use crate::catalogue::products::VariantEdit;

/// Which variant a row speaks of.
enum Named {
    /// By its place in the product.
    Known(usize),
    /// By its SKU, however that is spelled: the row does not change it.
    BySku(usize),
    New,
    None,
}

/// The whole list of variants where any of them changes, and for each of the list the row that spoke of it.
pub(super) fn edit(
    rows: &mut Rows<'_>,
    before: &Product,
    options: usize,
    is_new: bool,
) -> (Option<Vec<VariantEdit>>, Vec<Option<At>>) {
    let mut list: Vec<Slot> = before.variants.iter().map(Slot::of).collect();
    let mut changed = false;
    for at in rows.lines {
        let Some(line) = line(rows.tables, *at) else { continue };
        let (index, keeps_sku) = match named(rows, line, *at, before, is_new) {
            Named::None => continue,
            Named::Known(index) => (index, false),
            Named::BySku(index) => (index, true),
            Named::New => {
                list.push(Slot::default());
                (list.len() - 1, false)
            }
        };
        let Some(slot) = list.get_mut(index) else { continue };
        if let Some(earlier) = slot.at {
            let earlier = row(rows.tables, earlier).to_string();
            rows.wrong(*at, Column::VariantId, &Fault::VariantTwice { row: earlier.clone() });
            continue;
        }
        slot.at = Some(*at);
        let marked = line.cell(Column::Delete).filter(|cell| !cell.is_blank()).map(marked);
        if marked.and_then(|mark| rows.keep(*at, Column::Delete, mark)).unwrap_or(false) {
            slot.deleted = true;
            changed = true;
            continue;
        }
        slot.edit = fields(rows, line, *at, before.variants.get(index), options);
        if keeps_sku {
            slot.edit.sku = None;
        }
        changed |= slot.edit != VariantEdit::default() || index >= before.variants.len();
        slot.edit.id = before.variants.get(index).map(|variant| variant.id.to_string());
    }
    if is_new && list.is_empty() {
        // A product without a word about variants has one.
        list.push(Slot { at: Some(rows.first()), ..Slot::default() });
        changed = true;
    }
    list.retain(|slot| !slot.deleted);
    let places = list.iter().map(|slot| slot.at).collect();
    (changed.then(|| list.into_iter().map(|slot| slot.edit).collect()), places)
}

#[derive(Default)]
struct Slot {
    edit: VariantEdit,
    at: Option<At>,
    deleted: bool,
}

impl Slot {
    fn of(variant: &Variant) -> Self {
        let edit = VariantEdit { id: Some(variant.id.to_string()), ..VariantEdit::default() };
        Self { edit, at: None, deleted: false }
    }
}

fn named(rows: &mut Rows<'_>, line: &Line, at: At, before: &Product, is_new: bool) -> Named {
    if let Some(id) = line.content(Column::VariantId) {
        let place = before.variants.iter().position(|variant| variant.id.as_str() == id);
        return place.map_or_else(
            || {
                rows.wrong(at, Column::VariantId, &Fault::VariantUnknown);
                Named::None
            },
            Named::Known,
        );
    }
    let says = |column: &Column| line.content(*column).is_some();
    let speaks = Column::VARIANT.iter().any(says) || says(&Column::Delete);
    if is_new {
        return if speaks { Named::New } else { Named::None };
    }
    if !speaks {
        return Named::None;
    }
    let sku = line.content(Column::Sku).and_then(|sku| Sku::parse(&sku).ok()).map(|sku| sku.folded());
    let by_sku = |variant: &Variant| sku.is_some() && variant.sku.as_ref().map(Sku::folded) == sku;
    if let Some(place) = before.variants.iter().position(by_sku) {
        return Named::BySku(place);
    }
    let values: Vec<String> = Column::VALUES.iter().filter_map(|column| line.content(*column)).collect();
    let by_values =
        |variant: &Variant| !values.is_empty() && identity::same_all(&variant.option_values, &values);
    if let Some(place) = before.variants.iter().position(by_values) {
        return Named::Known(place);
    }
    // Digits of one of the product's codes that lost the zeros before them add no variant.
    let skus = || before.variants.iter().filter_map(|variant| variant.sku.as_ref()).map(Sku::as_str);
    let damage = line.cell(Column::Sku).and_then(Damage::of).and_then(|damage| damage.fault(skus()));
    if let Some(fault) = damage.filter(|fault| matches!(fault, Fault::SkuZerosLost { .. })) {
        rows.wrong(at, Column::Sku, &fault);
        return Named::None;
    }
    match (values.is_empty(), sku, before.variants.len()) {
        // The only variant of a product without options: there is no other that the row could mean.
        (true, _, 1) => Named::Known(0),
        (true, None, _) => {
            rows.wrong(at, Column::VariantId, &Fault::VariantUnclear);
            Named::None
        }
        _ => Named::New,
    }
}

/// What a row changes of its variant; `before` is absent for a new one.
fn fields(rows: &mut Rows<'_>, line: &Line, at: At, before: Option<&Variant>, options: usize) -> VariantEdit {
    let stored = before.and_then(|variant| variant.sku.as_ref()).map(Sku::as_str);
    VariantEdit {
        id: None,
        sku: field(rows, line, at, before, Column::Sku, |cell| sku_text(cell, stored)),
        option_values: option_values(line, before, options),
        base_price: field(rows, line, at, before, Column::BasePrice, money),
        cost: field(rows, line, at, before, Column::Cost, money),
        stock: field(rows, line, at, before, Column::Stock, whole),
        weight: field(rows, line, at, before, Column::VariantWeight, whole),
        image: None,
    }
}

fn field<T>(
    rows: &mut Rows<'_>,
    line: &Line,
    at: At,
    before: Option<&Variant>,
    column: Column,
    read: impl Fn(&Cell) -> Result<T, Fault>,
) -> Option<Option<T>> {
    let cell = line.cell(column)?;
    let stands = before.map(|variant| shown_of(variant, column)).unwrap_or_default();
    let content = cell.content();
    if content == stands {
        return None;
    }
    if content.is_empty() {
        return column.is_cleared_by_blank().then_some(None);
    }
    if is_clear_word(&content) {
        return (!stands.is_empty()).then_some(None);
    }
    rows.keep(at, column, read(cell)).map(Some)
}

/// One value for each option; an empty cell keeps what stands. `None` where nothing changes.
fn option_values(line: &Line, before: Option<&Variant>, options: usize) -> Option<Vec<String>> {
    let stored = before.map(|variant| variant.option_values.as_slice()).unwrap_or_default();
    let says = |column: &Column| line.content(*column).is_some_and(|content| !is_clear_word(&content));
    // A value beyond the last option is kept, so that it is refused and not lost.
    let count = options.max(Column::VALUES.iter().rposition(says).map_or(0, |last| last + 1));
    let value = |nth: usize| {
        let stands = stored.get(nth);
        let content = Column::VALUES.get(nth).and_then(|column| line.content(*column));
        match (content, stands) {
            (Some(content), Some(stands)) if clean(stands) == content => Some(stands.clone()),
            (Some(content), _) if is_clear_word(&content) => None,
            (Some(content), _) => Some(content),
            (None, stands) => Some(stands.cloned().unwrap_or_default()),
        }
    };
    let values: Vec<String> = (0..count).filter_map(value).collect();
    (values != stored).then_some(values)
}
