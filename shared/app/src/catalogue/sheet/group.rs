//! Groups the rows by product.
//!
//! A row names its product by id. Without an id, it belongs to the product above if its title is the same or empty.
//! Otherwise its SKU decides, if a product owns it. Otherwise its title begins a new product.

use std::collections::BTreeMap;

use domain::{
    ProductId, Sku, identity,
    sheet::{Column, Fault, Line, Table},
};

use super::place::{At, Wrong};
use crate::ports::SkuClaim;

/// The rows of one product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// Absent for a new product.
    pub product: Option<ProductId>,
    pub lines: Vec<At>,
    /// Its rows do not identify a product.
    pub unclear: bool,
    title: Option<String>,
}

/// The folded SKUs of rows without a product id. Their owners decide to which product such rows belong.
pub(super) fn skus_to_look_up(tables: &[Table]) -> Vec<String> {
    let lines = tables.iter().flat_map(|table| &table.lines);
    lines.filter(|line| line.content(Column::ProductId).is_none()).filter_map(folded_sku).collect()
}

pub(super) fn folded_sku(line: &Line) -> Option<String> {
    line.content(Column::Sku).and_then(|sku| Sku::parse(&sku).ok()).map(|sku| sku.folded())
}

/// Puts every line into exactly one group, in the order of the groups' first rows.
pub(super) fn groups(
    tables: &[Table],
    claims: &BTreeMap<String, SkuClaim>,
    damaged: &BTreeMap<At, Fault>,
) -> (Vec<Group>, Vec<Wrong>) {
    let mut all = Groups { found: Vec::new(), by_id: BTreeMap::new(), wrongs: Vec::new() };
    for (place, table) in tables.iter().enumerate() {
        let mut current = None;
        for (nth, line) in table.lines.iter().enumerate() {
            let at = At { table: place, line: nth };
            let index = all.group_of(table, line, at, current, &Known { claims, damaged });
            if let Some(group) = all.found.get_mut(index) {
                group.lines.push(at);
                group.title = group.title.take().or_else(|| line.content(Column::Title));
            }
            current = Some(index);
        }
    }
    (all.found, all.wrongs)
}

/// What is known about the SKUs of a file: their owners, and which of them a spreadsheet damaged.
struct Known<'a> {
    claims: &'a BTreeMap<String, SkuClaim>,
    damaged: &'a BTreeMap<At, Fault>,
}

struct Groups {
    found: Vec<Group>,
    by_id: BTreeMap<ProductId, usize>,
    wrongs: Vec<Wrong>,
}

impl Groups {
    fn group_of(
        &mut self,
        table: &Table,
        line: &Line,
        at: At,
        current: Option<usize>,
        known: &Known<'_>,
    ) -> usize {
        // A cell that is not a valid name is ignored here.
        for column in [Column::ProductId, Column::Sku] {
            let fault =
                line.cell(column).filter(|cell| !cell.is_blank()).and_then(|cell| cell.guard(column).err());
            let fault = known.damaged.get(&at).filter(|_| column == Column::Sku).cloned().or(fault);
            let named_above = column == Column::Sku && line.content(Column::ProductId).is_some();
            if let Some(fault) = fault.filter(|_| !named_above) {
                return self.unclear(Wrong::new(at, column, &fault));
            }
        }
        if let Some(text) = line.content(Column::ProductId) {
            return match ProductId::parse(&text) {
                Ok(id) => self.known(id),
                Err(invalid) => self.unclear(Wrong::invalid(at, Column::ProductId, &invalid)),
            };
        }
        let owner =
            folded_sku(line).and_then(|sku| known.claims.get(&sku)).map(|claim| claim.product.clone());
        let title = line.content(Column::Title);
        // In a sheet of SKUs and prices, each row is independent.
        if !table.has(Column::ProductId) && !table.has(Column::Title) {
            return match (owner, line.content(Column::Sku)) {
                (Some(owner), _) => self.known(owner),
                (None, Some(sku)) => {
                    let problem = format!("no product has the SKU {sku}");
                    let unknown = domain::Invalid::new("sku", "sku_unknown", problem).with("sku", &sku);
                    self.unclear(Wrong::invalid(at, Column::Sku, &unknown))
                }
                (None, None) => self.unclear(Wrong::new(at, Column::Sku, &Fault::ProductUnclear)),
            };
        }
        let above = current.filter(|index| {
            let of_group = self.found.get(*index).and_then(|group| group.title.as_ref());
            let same = |title: &String| of_group.is_some_and(|other| identity::same(title, other));
            title.as_ref().is_none_or(same)
        });
        match (above, owner, title) {
            (Some(above), ..) => above,
            (None, Some(owner), _) => self.known(owner),
            (None, None, Some(_)) => self.add(None, false),
            (None, None, None) => self.unclear(Wrong::new(at, Column::ProductId, &Fault::ProductUnclear)),
        }
    }

    fn known(&mut self, id: ProductId) -> usize {
        if let Some(index) = self.by_id.get(&id) {
            return *index;
        }
        let index = self.add(Some(id.clone()), false);
        self.by_id.insert(id, index);
        index
    }

    fn unclear(&mut self, wrong: Wrong) -> usize {
        self.wrongs.push(wrong);
        self.add(None, true)
    }

    fn add(&mut self, product: Option<ProductId>, unclear: bool) -> usize {
        self.found.push(Group { product, lines: Vec::new(), unclear, title: None });
        self.found.len() - 1
    }
}
