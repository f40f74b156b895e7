//! Matches in memory, and the decisions that move products and listings with them.

use std::collections::{BTreeMap, BTreeSet};

use app::{
    StoreError,
    ports::{
        Decision, MatchQuery, MatchRecord, MatchRow, Matches, Merger, Page, Settlement, Standing, Versioned,
    },
};
use async_trait::async_trait;
use domain::{Channel, ListingKey, MatchId, Product, ProductId, ShopId, matching::Tier};

use super::{
    imports::newest_key,
    memory::{Kind, Memory, State, bad_cursor, page},
};

#[derive(Debug, Default)]
pub(super) struct MatchTables {
    by_id: BTreeMap<MatchId, Versioned<MatchRecord>>,
    mergers: BTreeMap<MatchId, Merger>,
    standings: BTreeMap<MatchId, Standing>,
}

impl MatchTables {
    fn version(&self, id: &MatchId) -> u64 {
        self.by_id.get(id).map_or(0, |stored| stored.version)
    }

    fn store(&mut self, record: &Versioned<MatchRecord>) {
        let stored = Versioned { value: record.value.clone(), version: record.version + 1 };
        self.by_id.insert(record.value.id.clone(), stored);
    }
}

/// The sort key of a record in a list; `None` if the list does not contain it.
fn place(tiers: &[Tier], decisions: &[Decision], record: &MatchRecord) -> Option<String> {
    let tier = tiers.iter().position(|tier| tier == &record.tier)?;
    let decision = decisions.iter().position(|decision| decision == &record.decision)?;
    let best = format!("{:04}", 9999_u32.saturating_sub(record.score));
    let within = match record.decided_at.filter(|_| record.decision != Decision::Open) {
        // Later moments sort first, so each digit is replaced by nine minus the digit.
        Some(at) => newest_key(at, "").bytes().map(|b| char::from(b'0' + (b'9'.saturating_sub(b)))).collect(),
        None => String::new(),
    };
    Some(format!("{tier:02}{decision:02}|{within}|{best}|{}", record.id))
}

impl State {
    /// Checks that every SKU of the settlement's products has only one owner.
    fn settled_skus(&self, products: &[Versioned<Product>]) -> Result<(), StoreError> {
        let part: BTreeSet<&ProductId> = products.iter().map(|product| &product.value.id).collect();
        let mut owners: BTreeMap<String, &ProductId> = BTreeMap::new();
        for product in products {
            for (_, sku) in product.value.owned_skus() {
                let taken = |owner: &ProductId| {
                    Err(StoreError::SkuTaken { sku: sku.to_string(), product: owner.to_string() })
                };
                if let Some(owner) = owners.insert(sku.folded(), &product.value.id) {
                    return taken(owner);
                }
                if let Some(owner) = self.products.owner(&sku.folded()).filter(|owner| !part.contains(owner))
                {
                    return taken(owner);
                }
            }
        }
        Ok(())
    }
}

#[async_trait]
impl Matches for Memory {
    async fn get(&self, id: &MatchId) -> Result<Option<Versioned<MatchRecord>>, StoreError> {
        Ok(self.state().matches.by_id.get(id).cloned())
    }

    async fn get_many(&self, ids: &[MatchId]) -> Result<Vec<Versioned<MatchRecord>>, StoreError> {
        let state = self.state();
        Ok(ids.iter().filter_map(|id| state.matches.by_id.get(id).cloned()).collect())
    }

    async fn list(&self, query: &MatchQuery) -> Result<Page<Versioned<MatchRecord>>, StoreError> {
        let state = self.state();
        let of_channel = |record: &MatchRecord| {
            query.channel.as_ref().is_none_or(|c| c == &record.left.channel || c == &record.right.channel)
        };
        if query.cursor.as_ref().is_some_and(|cursor| !cursor.contains('|')) {
            return Err(bad_cursor());
        }
        let wanted: BTreeMap<String, &Versioned<MatchRecord>> = state
            .matches
            .by_id
            .values()
            .filter(|record| of_channel(&record.value))
            .filter_map(|record| Some((place(&query.tiers, &query.decisions, &record.value)?, record)))
            .collect();
        let wanted = wanted.into_iter().map(|(place, record)| (place, record.clone()));
        Ok(page(wanted, query.cursor.as_ref(), query.limit))
    }

    async fn of_listing(&self, key: &ListingKey) -> Result<Vec<MatchRow>, StoreError> {
        let state = self.state();
        let records = state.matches.by_id.values();
        let mut rows: Vec<MatchRow> =
            records.filter(|r| &r.value.left == key || &r.value.right == key).map(MatchRow::of).collect();
        rows.sort_by(|a, b| a.other(key).cmp(b.other(key)));
        Ok(rows)
    }

    async fn of_shop(
        &self,
        channel: &Channel,
        shop: &ShopId,
        open: bool,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<MatchRow>, StoreError> {
        let state = self.state();
        let here = |key: &ListingKey| &key.channel == channel && &key.shop == shop;
        let mut rows = BTreeMap::new();
        for record in state.matches.by_id.values() {
            if (record.value.decision == Decision::Open) != open {
                continue;
            }
            let row = MatchRow::of(record);
            for key in [&row.left, &row.right] {
                if here(key) {
                    rows.insert(format!("{key}#{}", row.other(key)), row.clone());
                }
            }
        }
        Ok(page(rows, cursor.map(str::to_owned).as_ref(), limit))
    }

    async fn put_many(&self, records: &[Versioned<MatchRecord>]) -> Result<Vec<bool>, StoreError> {
        let mut state = self.state();
        let mut written = Vec::new();
        for record in records {
            let unmoved = state.matches.version(&record.value.id) == record.version;
            if unmoved {
                state.write(Kind::Match)?;
                state.matches.store(record);
            }
            written.push(unmoved);
        }
        Ok(written)
    }

    async fn remove_many(&self, rows: &[MatchRow]) -> Result<Vec<bool>, StoreError> {
        let mut state = self.state();
        let mut removed = Vec::new();
        for row in rows {
            let unmoved = row.version > 0 && state.matches.version(&row.id) == row.version;
            if unmoved {
                state.write(Kind::Match)?;
                state.matches.by_id.remove(&row.id);
                state.matches.mergers.remove(&row.id);
                state.matches.standings.remove(&row.id);
            }
            removed.push(unmoved);
        }
        Ok(removed)
    }

    async fn settle(&self, settlement: &Settlement) -> Result<(), StoreError> {
        let mut state = self.state();
        let at = |id: &ProductId| state.products.by_id.get(id).map_or(0, |stored| stored.version);
        let moved = settlement.matches.iter().any(|r| state.matches.version(&r.value.id) != r.version)
            || settlement.products.iter().any(|product| at(&product.value.id) != product.version);
        if moved {
            return Err(StoreError::Conflict);
        }
        state.unmoved(&settlement.listings)?;
        state.settled_skus(&settlement.products)?;
        // All checks come before the first change, as in one transaction.
        for _ in &settlement.matches {
            state.write(Kind::Match)?;
        }
        for product in &settlement.products {
            state.products.forget_claims(&product.value.id);
        }
        for (index, product) in settlement.products.iter().enumerate() {
            let listings = if index == 0 { settlement.listings.as_slice() } else { &[] };
            state.store(&product.value, product.version + 1, listings)?;
        }
        if settlement.products.is_empty() {
            for listing in &settlement.listings {
                state.write(Kind::ListingState)?;
                let next = Versioned { value: listing.value.clone(), version: listing.version + 1 };
                state.listings.states.insert(listing.value.key.clone(), next);
            }
        }
        for record in &settlement.matches {
            state.matches.store(record);
        }
        if let (Some(first), Some(merger)) = (settlement.matches.first(), &settlement.merger) {
            state.matches.mergers.insert(first.value.id.clone(), merger.clone());
        }
        if let (Some(first), Some(standing)) = (settlement.matches.first(), &settlement.standing) {
            state.matches.standings.insert(first.value.id.clone(), standing.clone());
        }
        Ok(())
    }

    async fn merger(&self, id: &MatchId) -> Result<Option<Merger>, StoreError> {
        Ok(self.state().matches.mergers.get(id).cloned())
    }

    async fn standing(&self, id: &MatchId) -> Result<Option<Standing>, StoreError> {
        Ok(self.state().matches.standings.get(id).cloned())
    }
}
