//! Stores observations: hashes are compared first, and only changes are written.

use std::collections::{BTreeMap, HashMap, HashSet};

use app::{
    StoreError,
    ports::{ListingState, Listings, Observed, Overrides, Upsert},
};
use aws_sdk_dynamodb::types::AttributeValue;
use domain::{
    ListingKey, ListingStatus,
    diff::{FieldKey, Owners, Value, agreed, base_of},
};

use super::{observed_item, row, state::state_item};
use crate::{
    Store, body,
    db::{Expr, Item, Write, flag, n, number, s, text},
    keys,
};

/// How often an observation is tried again because another one came in between.
const TRIES: usize = 5;

/// The stored attributes of the earlier observation.
struct Before {
    hash: String,
    /// When it was last read from the channel, changed or not, in epoch nanoseconds.
    seen: i128,
    /// The channel's time of the stored change, in epoch nanoseconds; 0 if the channel gave none.
    updated: i128,
    status: ListingStatus,
    gone: bool,
}

impl Store {
    pub(super) async fn observe_all(&self, observed: &[Observed]) -> Result<Vec<Upsert>, StoreError> {
        let mut answers = vec![Upsert::Unchanged; observed.len()];
        let mut waiting: Vec<(usize, &Observed)> = observed.iter().enumerate().collect();
        let mut tries = 0;
        while !waiting.is_empty() {
            // A listing that appears twice is processed twice, in the given order.
            let mut named = HashSet::new();
            let (now, mut later): (Vec<_>, Vec<_>) =
                waiting.into_iter().partition(|(_, seen)| named.insert(&seen.key));
            let before = self.observed_before(now.iter().map(|(_, seen)| *seen)).await?;
            let moved = now.iter().filter(|(_, seen)| {
                let known = before.get(keys::listing_partition(&seen.key).as_str());
                known.is_some_and(|known| known.hash != seen.hash.as_str())
            });
            let agreed = self.still_agreed(&moved.map(|(_, seen)| *seen).collect::<Vec<_>>()).await?;
            let (mut places, mut groups) = (Vec::new(), Vec::new());
            for (place, seen) in now {
                let known = before.get(keys::listing_partition(&seen.key).as_str());
                let (upsert, writes) = decide(known, seen, agreed.get(&seen.key))?;
                if !writes.is_empty() {
                    places.push((place, seen, upsert));
                    groups.push(writes);
                }
            }
            let outcomes = self.write_groups(groups).await?;
            let mut lost = Vec::new();
            for ((place, seen, upsert), outcome) in places.into_iter().zip(outcomes) {
                if outcome.is_written() {
                    if let Some(answer) = answers.get_mut(place) {
                        *answer = upsert;
                    }
                } else {
                    lost.push((place, seen));
                }
            }
            if !lost.is_empty() {
                tries += 1;
                if tries >= TRIES {
                    return Err(StoreError::Conflict);
                }
                lost.append(&mut later);
                later = lost;
            }
            waiting = later;
        }
        Ok(answers)
    }

    /// For listings whose content changes: the values that both sides agreed on and that the channel no longer shows.
    async fn still_agreed(
        &self,
        moved: &[&Observed],
    ) -> Result<BTreeMap<ListingKey, BTreeMap<FieldKey, Value>>, StoreError> {
        if moved.is_empty() {
            return Ok(BTreeMap::new());
        }
        let keys: Vec<ListingKey> = moved.iter().map(|seen| seen.key.clone()).collect();
        let (listings, mut known) = tokio::try_join!(self.get_many(&keys), self.agreed(&keys))?;
        let mut all = BTreeMap::new();
        for listing in listings {
            let Observed { key, content, .. } = listing.observed;
            let Some(now) = moved.iter().find(|seen| seen.key == key) else { continue };
            let before = known.remove(&key).unwrap_or_default();
            let kept = agreed::kept(&listing.state.value.base, &content, &before, &now.content);
            if !kept.is_empty() {
                all.insert(key, kept);
            }
        }
        Ok(all)
    }

    async fn observed_before<'a>(
        &self,
        observed: impl Iterator<Item = &'a Observed>,
    ) -> Result<HashMap<String, Before>, StoreError> {
        let wanted = observed.map(|seen| keys::observed(&seen.key));
        let items =
            self.read_many(wanted, Some("#pk, #sk, #hash, #seen, #looked, #updated, #status, #gone")).await?;
        let read = |item: &Item| {
            let missing = |name: &str| body::unreadable(item, &format!("{name} is missing"));
            let seen = number(item, "seen").ok_or_else(|| missing("seen"))?;
            let before = Before {
                hash: text(item, "hash").ok_or_else(|| missing("hash"))?.to_owned(),
                seen: number(item, "looked").map_or(seen, |looked: i128| looked.max(seen)),
                // Items of an older version lack this attribute. Their content cannot be newer than the time it was
                // read.
                updated: number(item, "updated").unwrap_or(seen),
                status: body::unpack_from(item, "status")?,
                gone: flag(item, "gone"),
            };
            Ok((text(item, "pk").unwrap_or_default().to_owned(), before))
        };
        items.iter().map(read).collect()
    }
}

/// Compares an observation with the stored one. Returns the result and the writes that it needs.
fn decide(
    before: Option<&Before>,
    seen: &Observed,
    agreed: Option<&BTreeMap<FieldKey, Value>>,
) -> Result<(Upsert, Vec<Write>), StoreError> {
    let Some(before) = before else { return Ok((Upsert::Created, created(seen)?)) };
    let differs = before.hash != seen.hash.as_str();
    let seen_at = seen.seen_at.as_nanosecond();
    // A page that was fetched before a push and stored after it must not bring back the old state.
    if before.seen > seen_at {
        return Ok((Upsert::Unchanged, Vec::new()));
    }
    let later = seen.updated_at.map(jiff::Timestamp::as_nanosecond).filter(|at| *at > before.updated);
    if !differs && !before.gone {
        return Ok((Upsert::Unchanged, later.map(|at| touched(seen, at)).into_iter().collect()));
    }
    let mut writes = Vec::new();
    if differs {
        let newest = Expr::new("#seen <= :now AND (attribute_not_exists(#looked) OR #looked <= :now)")
            .value(":now", n(seen_at));
        let mut item = observed_item(seen)?;
        if let Some(agreed) = agreed {
            item.insert("agreed".to_owned(), body::pack(agreed)?);
        }
        writes.push(Write::put(item).when(newest));
    } else {
        let mut change = Expr::new("REMOVE #gone");
        if let Some(at) = later {
            change = Expr::new("SET #updated = :at, #looked = :looked REMOVE #gone")
                .value(":at", n(at))
                .value(":looked", n(seen_at));
        }
        writes.push(Write::update(keys::observed(&seen.key), change).when(Expr::exists()));
    }
    if before.gone || before.status != seen.content.status {
        let change = Expr::new("SET #channel_status = :status, #gone = :no ADD #version :one")
            .value(":status", body::pack(&seen.content.status)?)
            .value(":no", AttributeValue::Bool(false))
            .value(":one", n(1));
        writes.push(Write::update(keys::state(&seen.key), change).when(Expr::exists()));
    }
    if before.gone {
        let back = Write::update(keys::shop_row(&seen.key), Expr::new("REMOVE #gone"));
        writes.push(back.when(Expr::exists()));
    }
    Ok((Upsert::Changed, writes))
}

/// The channel changed something that is not part of our content, or accepted an edit that buyers do not see yet.
fn touched(seen: &Observed, at: i128) -> Write {
    let same = Expr::new("#hash = :hash").value(":hash", s(seen.hash.as_str()));
    // A page that was read before this look must not bring back what was changed and changed back in between.
    let change = Expr::new("SET #updated = :at, #looked = :looked")
        .value(":at", n(at))
        .value(":looked", n(seen.seen_at.as_nanosecond()));
    Write::update(keys::observed(&seen.key), change).when(same)
}

fn created(seen: &Observed) -> Result<Vec<Write>, StoreError> {
    let state = ListingState {
        key: seen.key.clone(),
        product: None,
        links: BTreeMap::new(),
        base: base_of(&seen.content),
        overrides: Overrides::default(),
        owners: Owners::default(),
        channel_status: seen.content.status,
        gone: false,
        awaiting: None,
        promotion_hold: None,
        reported: app::ports::Reported::default(),
        known_since: Some(seen.seen_at),
    };
    Ok(vec![
        Write::put(observed_item(seen)?).when(Expr::absent()),
        Write::put(state_item(&state, 1)?).when(Expr::absent()),
        Write::put(row(&seen.key, None, false)),
    ])
}
