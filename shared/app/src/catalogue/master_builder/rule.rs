//! Which product a listing belongs to: that of the listing it is matched with, where the matcher was sure or a person
//! said so. What is only offered decides nothing.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Channel, ListingKey, ProductId, ShopId};

use crate::{
    Ports, StoreError,
    ports::{Decision, Listing, MatchRow, Versioned},
};

/// What the matches say of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Belongs {
    To(ProductId),
    /// To no product that exists.
    Nowhere,
}

/// The partners of listings, and the products that these have.
#[derive(Debug, Default)]
pub(super) struct Partners {
    /// By listing: what a person linked first, then the surest.
    links: BTreeMap<ListingKey, Vec<MatchRow>>,
    products: BTreeMap<ListingKey, ProductId>,
}

impl Partners {
    pub(super) async fn read(ports: &Ports, open: &[Listing]) -> Result<Self, StoreError> {
        let mut partners = Self::default();
        let wanted: BTreeSet<&ListingKey> = open.iter().map(|listing| &listing.observed.key).collect();
        let shops: BTreeSet<(&Channel, &ShopId)> =
            wanted.iter().map(|key| (&key.channel, &key.shop)).collect();
        for (channel, shop) in shops {
            let mut cursor: Option<String> = None;
            loop {
                // All decided matches of the shop in one query: a batch looks at many listings.
                let page = ports.matches.of_shop(channel, shop, false, cursor.as_deref(), 1000).await?;
                for row in page.items.into_iter().filter(|row| row.decision.is_linked()) {
                    for key in [&row.left, &row.right].into_iter().filter(|key| wanted.contains(key)) {
                        partners.links.entry(key.clone()).or_default().push(row.clone());
                    }
                }
                cursor = page.next;
                if cursor.is_none() {
                    break;
                }
            }
        }
        let mut others = BTreeSet::new();
        for (key, rows) in &mut partners.links {
            let first = |row: &MatchRow| (!row.decision.is_by_person(), u32::MAX - row.score, row.id.clone());
            rows.sort_by_key(first);
            rows.dedup();
            others.extend(rows.iter().map(|row| row.other(key).clone()));
        }
        let others: Vec<ListingKey> = others.into_iter().collect();
        let read = ports.listings.get_many(&others).await?;
        partners.products =
            read.into_iter().filter_map(|l| Some((l.observed.key, l.state.value.product?))).collect();
        Ok(partners)
    }

    /// The product of the first partner that has one; `made` are those of this moment, by listing.
    pub(super) fn belongs(&self, key: &ListingKey, made: &BTreeMap<ListingKey, ProductId>) -> Belongs {
        let partners = self.links.get(key).into_iter().flatten().map(|row| row.other(key));
        let mut products = partners.filter_map(|other| made.get(other).or_else(|| self.products.get(other)));
        products.next().map_or(Belongs::Nowhere, |product| Belongs::To(product.clone()))
    }

    /// Every product that a partner has.
    pub(super) fn products(&self) -> BTreeSet<ProductId> {
        self.products.values().cloned().collect()
    }

    /// The matches that `key` did not follow into the product that it has now: they were linked automatically, so a
    /// person is asked.
    pub(super) async fn ask(
        &self,
        ports: &Ports,
        key: &ListingKey,
        now: Option<&ProductId>,
    ) -> Result<(), StoreError> {
        let elsewhere = |row: &&MatchRow| {
            row.decision == Decision::LinkedAutomatically
                && self.products.get(row.other(key)).is_some_and(|product| Some(product) != now)
        };
        let rows = self.links.get(key).into_iter().flatten();
        let ids: Vec<_> = rows.filter(elsewhere).map(|row| row.id.clone()).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let mut records = ports.matches.get_many(&ids).await?;
        records.retain(|record| record.value.decision == Decision::LinkedAutomatically);
        for Versioned { value, .. } in &mut records {
            value.decision = Decision::Open;
            (value.decided_by, value.decided_at) = (None, None);
        }
        // One that moved was decided by a person meanwhile.
        ports.matches.put_many(&records).await.map(drop)
    }
}
