//! Shopee's own files: the sales information of a mass update and the sheet of a mass upload.
//!
//! A row of keys for programs stands above, the headings one or two rows below it, then rows of hints, then the data.
//! The price in them is Shopee's and no base price; it is not read, and the preview names it.

use std::collections::BTreeMap;

use super::{Cell, CellKind, Column, grid::GridRow, headings::is_blank};
use crate::Grams;

/// The rows among which the keys stand, and the rows below them among which the headings do.
const ABOVE: usize = 5;

/// The columns of one of Shopee's files, by the place of each.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub columns: BTreeMap<Column, usize>,
    /// The index of the row with the headings that people read.
    pub heading: usize,
    /// The index of the first row of data.
    pub data: usize,
    /// The SKU of a product without variants stands in a column of its own.
    parent_sku: Option<usize>,
    /// Says that the row is a variant.
    variation: Option<usize>,
}

fn column_of(key: &str) -> Option<Column> {
    Some(match key {
        "et_title_variation_sku" | "ps_sku_short" => Column::Sku,
        "et_title_variation_stock" | "ps_stock" => Column::Stock,
        "ps_product_name" => Column::Title,
        "ps_product_description" => Column::Description,
        "ps_weight" => Column::Weight,
        "et_title_variation_1" => Column::Option1,
        "et_title_option_for_variation_1" => Column::Value1,
        "et_title_variation_2" => Column::Option2,
        "et_title_option_for_variation_2" => Column::Value2,
        _ => return None,
    })
}

impl Layout {
    /// The layout of `rows`, where they are a file of Shopee's that names SKUs.
    pub fn of(rows: &[GridRow]) -> Option<Self> {
        rows.iter().take(ABOVE).enumerate().find_map(|(at, row)| {
            let keys = row
                .cells
                .iter()
                .map(|cell| cell.text.split('|').next().unwrap_or_default().trim().to_owned());
            let keys: Vec<String> = keys.collect();
            let place = |wanted: &[&str]| keys.iter().position(|key| wanted.contains(&key.as_str()));
            let columns: BTreeMap<Column, usize> =
                keys.iter().enumerate().filter_map(|(index, key)| Some((column_of(key)?, index))).collect();
            let sku = *columns.get(&Column::Sku)?;
            let filled =
                |row: &GridRow, index: usize| row.cells.get(index).is_some_and(|cell| !cell.is_blank());
            let below = rows.iter().enumerate().skip(at + 1).take(ABOVE);
            // A row of the file's own marks may stand between; the headings are the first row that names every column.
            let names = |row: &GridRow| (0..keys.len()).filter(|index| filled(row, *index)).count();
            let heading = below
                .filter(|(_, row)| filled(row, sku))
                .min_by_key(|(_, row)| std::cmp::Reverse(names(row)))
                .map(|(index, _)| index)?;
            let numbers: Vec<usize> = keys
                .iter()
                .enumerate()
                .filter(|(_, key)| ["_stock", "_price", "_weight"].iter().any(|end| key.ends_with(end)))
                .map(|(index, _)| index)
                .collect();
            let is_data = |row: &GridRow| {
                numbers.iter().any(|index| {
                    row.cells
                        .get(*index)
                        .is_some_and(|cell| cell.text.bytes().any(|byte| byte.is_ascii_digit()))
                })
            };
            let rest = rows.iter().enumerate().skip(heading + 1);
            let data =
                rest.into_iter().find(|(_, row)| !is_blank(row) && is_data(row)).map(|(index, _)| index);
            Some(Self {
                columns,
                heading,
                data: data.unwrap_or(rows.len()),
                parent_sku: place(&["et_title_parent_sku", "ps_sku_parent_short"]),
                variation: place(&["et_title_variation_id", "et_title_variation_integration_no"]),
            })
        })
    }

    /// A row with its values as our columns have them.
    pub fn adapted(&self, mut row: GridRow) -> GridRow {
        let content = |row: &GridRow, index: Option<usize>| {
            index.and_then(|index| row.cells.get(index)).map(Cell::content).unwrap_or_default()
        };
        let sku = self.columns.get(&Column::Sku).copied();
        let alone = matches!(content(&row, self.variation).as_str(), "" | "0" | "-");
        if alone && content(&row, sku).is_empty() {
            let parent = self.parent_sku.and_then(|index| row.cells.get(index).cloned());
            if let (Some(parent), Some(slot)) = (parent, sku.and_then(|index| row.cells.get_mut(index))) {
                *slot = parent;
            }
        }
        // Grams are whole: a weight with decimals can only be kilograms.
        let weight = self.columns.get(&Column::Weight).and_then(|index| row.cells.get_mut(*index));
        if let Some(cell) = weight {
            let text = cell.content().replace(',', ".");
            if let (true, Ok(grams)) = (text.contains('.'), Grams::from_kilograms(&text)) {
                *cell = Cell { text: grams.get().to_string(), kind: CellKind::Number };
            }
        }
        row
    }
}
