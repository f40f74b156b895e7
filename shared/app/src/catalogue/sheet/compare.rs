//! What the rows of one product say, compared with the product as it is stored.

use domain::{
    Invalid, Product, Variant, VariantId,
    sheet::{Column, Fault, Table, shown, shown_of, whole},
};

use super::{
    place::{At, Wrong, line},
    product, variants,
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

/// The rows of one product while they are read.
pub(super) struct Rows<'a> {
    pub tables: &'a [Table],
    pub lines: &'a [At],
    pub wrongs: Vec<Wrong>,
}

/// What a product's rows say in one of its columns.
pub(super) enum Said {
    /// The sheet lacks the column, or no row that carries the product does say anything.
    Nothing,
    /// Empty in the row that carries the product: the one with the title.
    Blank,
    /// What an export would say.
    Same,
    Value(domain::sheet::Cell, At),
    /// The word that empties a field.
    Clear(At),
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

impl Rows<'_> {
    pub fn first(&self) -> At {
        self.lines.first().copied().unwrap_or(At { table: 0, line: 0 })
    }

    pub fn wrong(&mut self, at: At, column: Column, fault: &Fault) {
        self.wrongs.push(Wrong::new(at, column, fault));
    }

    /// What no cell may be, whatever column it stands in.
    fn guard(&mut self) {
        for at in self.lines {
            let Some(line) = line(self.tables, *at) else { continue };
            for (column, cell) in line.cells() {
                if let Err(fault) = cell.guard(column) {
                    self.wrong(*at, column, &fault);
                }
            }
        }
    }

    /// Keeps what went well, and the fault with its place where it did not.
    pub fn keep<T>(&mut self, at: At, column: Column, read: Result<T, Fault>) -> Option<T> {
        read.map_err(|fault| self.wrong(at, column, &fault)).ok()
    }

    /// What the rows say about the product in `column`; rows that say different things are an error.
    /// `stands` is what an export would say.
    pub fn said(&mut self, column: Column, stands: &str) -> Said {
        let (mut said, mut first): (Option<(At, String)>, Said) = (None, Said::Nothing);
        for at in self.lines {
            let Some(line) = line(self.tables, *at) else { continue };
            let Some(cell) = line.cell(column) else { continue };
            let content = cell.content();
            if content.is_empty() {
                let carries = line.content(Column::Title).is_some();
                if carries && matches!(first, Said::Nothing) {
                    first = Said::Blank;
                }
                continue;
            }
            match &said {
                Some((_, known)) if *known == content => {}
                Some((_, known)) => {
                    let short: String = known.chars().take(60).collect();
                    let fault = Fault::RowsDisagree { other: short.clone() };
                    self.wrongs.push(Wrong::new(*at, column, &fault));
                    return Said::Nothing;
                }
                None => {
                    first = if content == stands {
                        Said::Same
                    } else if domain::sheet::is_clear_word(&content) {
                        Said::Clear(*at)
                    } else {
                        Said::Value(cell.clone(), *at)
                    };
                    said = Some((*at, content));
                }
            }
        }
        first
    }

    /// A file that was exported before somebody else changed the product must not put the old values back.
    fn compare_versions(&mut self, now: u64) {
        for at in self.lines {
            let Some(line) = line(self.tables, *at) else { continue };
            let Some(cell) = line.cell(Column::Version).filter(|cell| !cell.is_blank()) else { continue };
            let wrong = match whole(cell) {
                Ok(version) if u64::from(version) == now => continue,
                Ok(_) => Fault::VersionStale { version: now.to_string() },
                Err(fault) => fault,
            };
            self.wrongs.push(Wrong::new(*at, Column::Version, &wrong));
            return;
        }
    }

    /// Problems of an edit with the cells that they come from. `places` says for each variant of the edit which row
    /// spoke of it.
    fn invalid(&self, problems: Vec<Invalid>, places: &[Option<At>]) -> Vec<Wrong> {
        let wrong = |problem: Invalid| {
            let (column, variant) = column_of(&problem.field);
            let of_variant = variant.and_then(|index| places.get(index).copied().flatten());
            let says = |at: &&At| line(self.tables, **at).is_some_and(|line| line.content(column).is_some());
            let at = of_variant.or_else(|| self.lines.iter().find(says).copied());
            Wrong::invalid(at.unwrap_or_else(|| self.first()), column, &problem)
        };
        problems.into_iter().map(wrong).collect()
    }

    fn new_skus(&self, before: &Product, after: &Product, places: &[Option<At>]) -> Vec<(String, At)> {
        let folded = |variant: &Variant| variant.sku.as_ref().map(domain::Sku::folded);
        let known: Vec<String> = before.variants.iter().filter_map(folded).collect();
        let skus = after.variants.iter().enumerate().filter_map(|(nth, v)| folded(v).map(|sku| (nth, sku)));
        let new = skus.filter(|(_, sku)| !known.contains(sku));
        new.map(|(nth, sku)| (sku, places.get(nth).copied().flatten().unwrap_or_else(|| self.first())))
            .collect()
    }
}

/// The column that a field of the API is in, and the variant that it is of.
fn column_of(field: &str) -> (Column, Option<usize>) {
    let number = |text: &str| text.split(']').next().and_then(|digits| digits.parse::<usize>().ok());
    if let Some(rest) = field.strip_prefix("variants[") {
        let name = rest.split_once("].").map_or("", |(_, name)| name);
        let column = match name.split('[').next().unwrap_or_default() {
            "sku" => Column::Sku,
            "option_values" => {
                let nth = name.split_once('[').and_then(|(_, rest)| number(rest)).unwrap_or(0);
                Column::VALUES.get(nth).copied().unwrap_or(Column::Value1)
            }
            "base_price" => Column::BasePrice,
            "cost" => Column::Cost,
            "weight_g" => Column::VariantWeight,
            "image_id" => Column::Images,
            _ => Column::VariantId,
        };
        return (column, number(rest));
    }
    let column = match field.split(['[', '.']).next().unwrap_or_default() {
        "title" => Column::Title,
        "description" => Column::Description,
        "category" => Column::Category,
        "brand" => Column::Brand,
        "weight_g" => Column::Weight,
        "dimensions" if field.contains("width") => Column::Width,
        "dimensions" if field.contains("height") => Column::Height,
        "dimensions" => Column::Length,
        "pre_order_days" => Column::PreOrder,
        "images" => Column::Images,
        "options" => {
            let nth = field.split_once('[').and_then(|(_, rest)| number(rest)).unwrap_or(0);
            Column::OPTIONS.get(nth).copied().unwrap_or(Column::Option1)
        }
        "variants" => Column::VariantId,
        _ => Column::ProductId,
    };
    (column, None)
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
