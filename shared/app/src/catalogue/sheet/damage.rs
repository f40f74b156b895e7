//! SKUs of a file that nobody owns and that look like what a spreadsheet makes of a code: which code was meant.

use std::collections::{BTreeMap, BTreeSet};

use domain::sheet::{Column, Damage, Fault, Table};

use super::{claims::claims, group::folded_sku, place::At};
use crate::{
    Ports, StoreError,
    ports::{CatalogueQuery, SkuClaim},
};

/// The longest code whose lost zeros are looked for.
const LONGEST: usize = 14;
/// The most pages of the catalogue that are looked at for the code that was meant.
const PAGES: usize = 500;
const PAGE: usize = 200;

/// The rows whose SKU is damaged. Digits alone are damage only where a code of the same digits has zeros before them.
pub(super) async fn damaged(
    ports: &Ports,
    tables: &[Table],
    owners: &BTreeMap<String, SkuClaim>,
) -> Result<BTreeMap<At, Fault>, StoreError> {
    let mut found: BTreeMap<At, Damage> = BTreeMap::new();
    for (table, of) in tables.iter().enumerate() {
        for (nth, line) in of.lines.iter().enumerate() {
            let named = line.content(Column::ProductId).is_some();
            let owned = folded_sku(line).is_some_and(|sku| owners.contains_key(&sku));
            let damage = line.cell(Column::Sku).filter(|_| !named && !owned).and_then(Damage::of);
            found.extend(damage.map(|damage| (At { table, line: nth }, damage)));
        }
    }
    let mut skus = padded(ports, found.values()).await?;
    if found.values().any(|damage| matches!(damage, Damage::Scientific { .. } | Damage::Date { .. })) {
        skus.extend(all(ports).await?);
    }
    let skus: Vec<&str> = skus.iter().map(String::as_str).collect();
    let told = |(at, damage): (At, Damage)| Some((at, damage.fault(skus.iter().copied())?));
    Ok(found.into_iter().filter_map(told).collect())
}

/// The codes that exist with zeros before the digits that are left.
async fn padded<'a>(
    ports: &Ports,
    damages: impl Iterator<Item = &'a Damage>,
) -> Result<BTreeSet<String>, StoreError> {
    let digits = damages.filter_map(|damage| match damage {
        Damage::Digits(digits) => Some(digits),
        _ => None,
    });
    let with_zeros = digits
        .flat_map(|digits| (digits.len() + 1..=LONGEST).map(move |length| format!("{digits:0>length$}")));
    let wanted: Vec<String> = with_zeros.collect();
    if wanted.is_empty() {
        return Ok(BTreeSet::new());
    }
    Ok(claims(ports, wanted).await?.into_keys().collect())
}

async fn all(ports: &Ports) -> Result<BTreeSet<String>, StoreError> {
    let (mut skus, mut cursor) = (BTreeSet::new(), None);
    for _ in 0..PAGES {
        let query = CatalogueQuery { limit: PAGE, cursor, ..CatalogueQuery::default() };
        let page = ports.catalogue.search(&query).await?;
        skus.extend(page.cards.into_iter().flat_map(|card| card.skus));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok(skus)
}
