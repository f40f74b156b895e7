//! The import's part: two shops are compared, and the differences to what is stored are written.
//!
//! Repeat-safe: everything is computed from what is stored, and what is as before writes nothing. A person who decides
//! meanwhile wins, because records are written at the version they were read at.

use std::collections::{BTreeMap, BTreeSet};

use domain::{ListingKey, MatchId, matching::Tier};

use super::{
    found::{self, Found, Offer, Pair},
    shop_items::{self, ShopItems},
};
use crate::{
    Ports, StoreError, WorkError,
    catalogue::sku_rules::sku_rules,
    ports::{Decision, MatchRecord, MatchRow, Versioned},
    shops::directory::Shop,
};

/// Certainty moves a little with every listing that is added anywhere; less than this, in a thousand, is no news.
const NEWS: u32 = 20;
/// Records written at once.
const BATCH: usize = 100;

/// Matches the listings of two shops of different channels and stores what changed. `by` is the import.
pub async fn match_shops(ports: &Ports, by: &str, one: &Shop, other: &Shop) -> Result<Found, WorkError> {
    let (one, other) = if one <= other { (one, other) } else { (other, one) };
    let mut rows = BTreeMap::new();
    for open in [true, false] {
        let read = shop_items::rows(ports, one, other, open).await?;
        rows.extend(read.into_iter().map(|row| (row.id.clone(), row)));
    }
    let (left, right) = (ShopItems::read(ports, one).await?, ShopItems::read(ports, other).await?);
    // What was deleted at its channel holds no partner back: its successor may be offered in its place.
    let there = || rows.values().filter(|row| left.has(&row.left) && right.has(&row.right));
    let (settled, linked) = (found::settled(there()), linked(there()));
    let wanted =
        move |left: &ShopItems, right: &ShopItems, pairs: &[Pair]| wanted(left, right, &linked, pairs);
    let rules = sku_rules(ports).await?.value;
    let (left, right, offers) = found::find(left, right, settled, rules, wanted).await?;
    let change = Change::between(&left, &right, &rows, offers);
    change.write(ports, by).await?;
    tracing::info!(
        channel = %one.0, other.channel = %other.0, matches.auto = change.found.auto,
        matches.suggested = change.found.suggested, matches.review = change.found.review,
        written = change.put.len(), removed = change.remove.len(), "two shops matched"
    );
    Ok(change.found)
}

/// Listings by the partner that they are linked to.
fn linked<'a>(rows: impl Iterator<Item = &'a MatchRow>) -> BTreeMap<ListingKey, ListingKey> {
    let linked = rows.filter(|row| row.decision.is_linked());
    linked
        .flat_map(|row| [(row.left.clone(), row.right.clone()), (row.right.clone(), row.left.clone())])
        .collect()
}

/// Which candidates are worth keeping: a listing that has its partner is offered nothing else.
fn wanted(
    left: &ShopItems,
    right: &ShopItems,
    linked: &BTreeMap<ListingKey, ListingKey>,
    pairs: &[Pair],
) -> Vec<bool> {
    let (left_of, right_of) = (left.by_product(), right.by_product());
    // The partner of a listing by what is stored: linked, or in one product.
    let partner = |pair: &Pair| {
        let a = linked.get(&pair.left).or_else(|| Some(*right_of.get(left.product(&pair.left)?)?));
        let b = linked.get(&pair.right).or_else(|| Some(*left_of.get(right.product(&pair.right)?)?));
        (a.cloned(), b.cloned())
    };
    let is_taken = |pair: &Pair| {
        let (a, b) = partner(pair);
        a.is_some_and(|key| key != pair.right) || b.is_some_and(|key| key != pair.left)
    };
    let sure: Vec<bool> = pairs.iter().map(|pair| pair.tier == Tier::Auto && !is_taken(pair)).collect();
    let taken: BTreeSet<&ListingKey> = pairs
        .iter()
        .zip(&sure)
        .filter(|(_, sure)| **sure)
        .flat_map(|(pair, _)| [&pair.left, &pair.right])
        .collect();
    let free = |pair: &Pair| {
        !taken.contains(&pair.left) && !taken.contains(&pair.right) && partner(pair) == (None, None)
    };
    pairs.iter().zip(&sure).map(|(pair, sure)| *sure || (pair.tier != Tier::Auto && free(pair))).collect()
}

/// What has to be written.
struct Change {
    found: Found,
    put: Vec<(Offer, Decision, Option<MatchRow>)>,
    remove: Vec<MatchRow>,
}

impl Change {
    fn between(
        left: &ShopItems,
        right: &ShopItems,
        rows: &BTreeMap<MatchId, MatchRow>,
        offers: Vec<Offer>,
    ) -> Self {
        let mut change = Self { found: Found::default(), put: Vec::new(), remove: Vec::new() };
        let mut offered = BTreeSet::new();
        for offer in offers {
            let id = MatchRecord::id_of(&offer.left, &offer.right);
            let (a, b) = (left.product(&offer.left), right.product(&offer.right));
            let apart = a.is_some() && b.is_some() && a != b;
            let row = rows.get(&id);
            change
                .found
                .count(row.filter(|row| row.decision != Decision::Open).map_or(offer.tier, |row| row.tier));
            offered.insert(id);
            let decision = found::undecided(offer.tier, apart);
            match row {
                Some(row) if row.decision.is_by_person() => {}
                Some(row) if row.decision == Decision::LinkedAutomatically && !apart => {}
                Some(row) if row.decision == decision && is_as_before(row, &offer) => {}
                row => change.put.push((offer, decision, row.cloned())),
            }
        }
        for row in rows.values().filter(|row| !offered.contains(&row.id)) {
            let (a, b) = (left.product(&row.left), right.product(&row.right));
            let one_product = a.is_some() && a == b;
            if row.decision == Decision::Open
                || (row.decision == Decision::LinkedAutomatically && !one_product)
            {
                change.remove.push(row.clone());
            } else {
                change.found.count(row.tier);
            }
        }
        change
    }

    async fn write(&self, ports: &Ports, by: &str) -> Result<(), StoreError> {
        let now = ports.clock.now();
        for batch in self.put.chunks(BATCH) {
            let known: Vec<MatchId> =
                batch.iter().filter_map(|(_, _, row)| Some(row.as_ref()?.id.clone())).collect();
            let before: BTreeMap<MatchId, MatchRecord> = ports
                .matches
                .get_many(&known)
                .await?
                .into_iter()
                .map(|record| (record.value.id.clone(), record.value))
                .collect();
            let records: Vec<Versioned<MatchRecord>> = batch
                .iter()
                .map(|(offer, decision, row)| {
                    let id = MatchRecord::id_of(&offer.left, &offer.right);
                    let linked = *decision == Decision::LinkedAutomatically;
                    let value = MatchRecord {
                        left: offer.left.clone(),
                        right: offer.right.clone(),
                        tier: offer.tier,
                        score: offer.score,
                        rank_left: offer.rank_left,
                        rank_right: offer.rank_right,
                        evidence: Some(offer.evidence.clone()),
                        decision: *decision,
                        before: None,
                        earlier: Vec::new(),
                        decided_by: linked.then(|| by.to_owned()),
                        decided_at: linked.then_some(now),
                        found_at: before.get(&id).map_or(now, |before| before.found_at),
                        names: offer.names.clone(),
                        id,
                    };
                    Versioned { value, version: row.as_ref().map_or(0, |row| row.version) }
                })
                .collect();
            // One that moved was decided by a person meanwhile, or written by another import.
            ports.matches.put_many(&records).await?;
        }
        for batch in self.remove.chunks(BATCH) {
            ports.matches.remove_many(batch).await?;
        }
        Ok(())
    }
}

/// Nothing moved that a person would see.
fn is_as_before(row: &MatchRow, offer: &Offer) -> bool {
    let record = MatchRecord {
        id: row.id.clone(),
        left: offer.left.clone(),
        right: offer.right.clone(),
        tier: offer.tier,
        score: offer.score,
        rank_left: offer.rank_left,
        rank_right: offer.rank_right,
        evidence: Some(offer.evidence.clone()),
        decision: row.decision,
        before: None,
        earlier: Vec::new(),
        decided_by: None,
        decided_at: None,
        found_at: jiff::Timestamp::UNIX_EPOCH,
        names: offer.names.clone(),
    };
    row.score.abs_diff(offer.score) < NEWS && row.summary == record.summary() && row.names == record.names
}
