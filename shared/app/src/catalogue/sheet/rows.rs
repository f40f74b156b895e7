//! The rows of one product while they are read: what they say, and what is wrong with them.

use domain::{
    Invalid, Product, Variant,
    sheet::{Column, Fault, Table, whole},
};

use super::place::{At, Wrong, line};

/// The rows of one product while they are read.
pub(super) struct Rows<'a> {
    pub tables: &'a [Table],
    pub lines: &'a [At],
    pub wrongs: Vec<Wrong>,
}

/// What a product's rows say in one of its columns.
pub(super) enum Said {
    /// The sheet lacks the column, or its cells are empty in every row of the product.
    Nothing,
    /// Empty in the row that carries the product: the one with the title.
    Blank,
    /// What an export would say.
    Same,
    Value(domain::sheet::Cell, At),
    /// The word that empties a field.
    Clear(At),
}

impl Rows<'_> {
    pub fn first(&self) -> At {
        self.lines.first().copied().unwrap_or(At { table: 0, line: 0 })
    }

    pub fn wrong(&mut self, at: At, column: Column, fault: &Fault) {
        self.wrongs.push(Wrong::new(at, column, fault));
    }

    /// What no cell may contain, whatever its column.
    pub fn guard(&mut self) {
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
    pub fn compare_versions(&mut self, now: u64) {
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
    pub fn invalid(&self, problems: Vec<Invalid>, places: &[Option<At>]) -> Vec<Wrong> {
        let wrong = |problem: Invalid| {
            let (column, variant) = column_of(&problem.field);
            let of_variant = variant.and_then(|index| places.get(index).copied().flatten());
            let says = |at: &&At| line(self.tables, **at).is_some_and(|line| line.content(column).is_some());
            let at = of_variant.or_else(|| self.lines.iter().find(says).copied());
            Wrong::invalid(at.unwrap_or_else(|| self.first()), column, &problem)
        };
        problems.into_iter().map(wrong).collect()
    }

    pub fn new_skus(&self, before: &Product, after: &Product, places: &[Option<At>]) -> Vec<(String, At)> {
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
