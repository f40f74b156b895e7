//! Stores a decision and all its changes in one transaction.

use app::{
    StoreError,
    ports::{Settlement, matches::SETTLEMENT_ROOM},
};
use serde::Serialize;

use crate::{
    Store, body,
    db::{Outcome, Write},
    keys::{self, Key},
};

impl Store {
    pub(super) async fn settle_all(&self, settlement: &Settlement) -> Result<(), StoreError> {
        let known = self.known_listings(&settlement.listings).await?;
        if known.has_moved(&settlement.listings) {
            return Err(StoreError::Conflict);
        }
        // A crash may have left orphaned claims; each round removes one.
        for _ in 0..=SETTLEMENT_ROOM {
            let products = self.products_together(&settlement.products).await?;
            let mut writes = products.writes()?;
            for state in &settlement.listings {
                writes.extend(known.state_writes(state)?);
            }
            for record in &settlement.matches {
                writes.extend(self.record_writes(record)?);
            }
            if let Some(first) = settlement.matches.first() {
                let id = &first.value.id;
                let merger = settlement.merger.as_ref().map(|m| kept(keys::merger(id), m));
                let standing = settlement.standing.as_ref().map(|s| kept(keys::standing(id), s));
                for write in [merger, standing].into_iter().flatten() {
                    writes.push(write?);
                }
            }
            if writes.len() > SETTLEMENT_ROOM {
                let problem = format!("{} records would have to change at once", writes.len());
                return Err(StoreError::Corrupt(problem));
            }
            match self.transact(writes).await? {
                Outcome::Written => {
                    self.show(&settlement.products);
                    return Ok(());
                }
                Outcome::Refused(refused) => match products.taken(&refused) {
                    Some((sku, owner)) if self.clear_if_orphaned(&sku, &owner).await? => {}
                    Some((sku, product)) => return Err(StoreError::SkuTaken { sku, product }),
                    None => return Err(StoreError::Conflict),
                },
            }
        }
        Err(StoreError::Conflict)
    }
}

fn kept<T: Serialize>(key: Key, what: &T) -> Result<Write, StoreError> {
    let mut item = key.into_item();
    item.insert(body::BODY.to_owned(), body::pack(what)?);
    Ok(Write::put(item))
}
