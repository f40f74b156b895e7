//! Listings in memory: observation, our own state and prices. The writes of each are counted separately.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{
        Listing, ListingCard, ListingPrices, ListingRow, ListingState, Listings, Observed, Page, Upsert,
        Versioned,
    },
};
use async_trait::async_trait;
use domain::{
    Channel, ImageId, ListingKey, ProductId, ShopId,
    diff::{FieldKey, Owners, Value, agreed, base_of},
};

use super::memory::{Kind, Memory, State, page};

#[derive(Debug, Default)]
pub(super) struct ListingTables {
    /// When a listing was last read and found unchanged, though the channel had touched it.
    looked: BTreeMap<ListingKey, jiff::Timestamp>,
    observed: BTreeMap<ListingKey, Observed>,
    /// Values that both sides agreed on and that the channel no longer shows.
    agreed: BTreeMap<ListingKey, BTreeMap<FieldKey, Value>>,
    pub(super) states: BTreeMap<ListingKey, Versioned<ListingState>>,
    prices: BTreeMap<ListingKey, ListingPrices>,
    pub(super) cards: BTreeMap<ListingKey, Versioned<ListingCard>>,
    images: BTreeMap<(Channel, ShopId, ImageId), String>,
}

impl ListingTables {
    fn get(&self, key: &ListingKey) -> Option<Listing> {
        Some(Listing {
            state: self.states.get(key)?.clone(),
            observed: self.observed.get(key)?.clone(),
            prices: self.prices.get(key).cloned(),
        })
    }

    /// The states of a shop in key order.
    fn of_shop<'a>(
        &'a self,
        channel: &'a Channel,
        shop: &'a ShopId,
    ) -> impl Iterator<Item = (String, &'a ListingState)> {
        self.states
            .values()
            .filter(move |state| &state.value.key.channel == channel && &state.value.key.shop == shop)
            .map(|state| (state.value.key.external_id.to_string(), &state.value))
    }
}

impl State {
    fn observe(&mut self, seen: &Observed) -> Result<Upsert, StoreError> {
        let Some(known) = self.listings.states.get(&seen.key).cloned() else {
            self.write(Kind::Observed)?;
            self.write(Kind::ListingState)?;
            let state = ListingState {
                key: seen.key.clone(),
                product: None,
                links: BTreeMap::new(),
                base: base_of(&seen.content),
                overrides: app::ports::Overrides::default(),
                owners: Owners::default(),
                channel_status: seen.content.status,
                gone: false,
                awaiting: None,
                promotion_hold: None,
                reported: app::ports::Reported::default(),
                known_since: Some(seen.seen_at),
            };
            self.listings.states.insert(seen.key.clone(), Versioned { value: state, version: 1 });
            self.listings.observed.insert(seen.key.clone(), seen.clone());
            return Ok(Upsert::Created);
        };
        // A page that was fetched before a push and stored after it must not bring back the old state.
        let looked = self.listings.looked.get(&seen.key).copied();
        let newest = self.listings.observed.get(&seen.key).map(|stored| stored.seen_at).max(looked);
        if newest > Some(seen.seen_at) {
            return Ok(Upsert::Unchanged);
        }
        let same = self.listings.observed.get(&seen.key).is_some_and(|stored| stored.hash == seen.hash);
        let row_moved = known.value.gone || known.value.channel_status != seen.content.status;
        let later =
            self.listings.observed.get(&seen.key).is_some_and(|stored| seen.updated_at > stored.updated_at);
        if same && later {
            self.write(Kind::Observed)?;
            if let Some(stored) = self.listings.observed.get_mut(&seen.key) {
                stored.updated_at = seen.updated_at;
            }
            self.listings.looked.insert(seen.key.clone(), seen.seen_at);
        }
        if same && !row_moved {
            return Ok(Upsert::Unchanged);
        }
        if !same {
            self.write(Kind::Observed)?;
            let before = self.listings.agreed.remove(&seen.key).unwrap_or_default();
            if let Some(stored) = self.listings.observed.get(&seen.key) {
                let kept = agreed::kept(&known.value.base, &stored.content, &before, &seen.content);
                self.listings.agreed.insert(seen.key.clone(), kept);
            }
            self.listings.observed.insert(seen.key.clone(), seen.clone());
        }
        if row_moved {
            self.write(Kind::ListingState)?;
            let value =
                ListingState { gone: false, channel_status: seen.content.status, ..known.value.clone() };
            self.listings.states.insert(seen.key.clone(), Versioned { value, version: known.version + 1 });
        }
        Ok(Upsert::Changed)
    }
}

#[async_trait]
impl Listings for Memory {
    async fn get(&self, key: &ListingKey) -> Result<Option<Listing>, StoreError> {
        Ok(self.state().listings.get(key))
    }

    async fn get_many(&self, keys: &[ListingKey]) -> Result<Vec<Listing>, StoreError> {
        let state = self.state();
        Ok(keys.iter().filter_map(|key| state.listings.get(key)).collect())
    }

    async fn agreed(
        &self,
        keys: &[ListingKey],
    ) -> Result<BTreeMap<ListingKey, BTreeMap<FieldKey, Value>>, StoreError> {
        let state = self.state();
        let kept = |key: &ListingKey| {
            let kept = state.listings.agreed.get(key).filter(|kept| !kept.is_empty())?;
            Some((key.clone(), kept.clone()))
        };
        Ok(keys.iter().filter_map(kept).collect())
    }

    async fn of_product(&self, product: &ProductId) -> Result<Vec<ListingKey>, StoreError> {
        let state = self.state();
        let belongs = |state: &&Versioned<ListingState>| state.value.product.as_ref() == Some(product);
        Ok(state.listings.states.values().filter(belongs).map(|state| state.value.key.clone()).collect())
    }

    async fn of_shop(
        &self,
        channel: &Channel,
        shop: &ShopId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<ListingRow>, StoreError> {
        let state = self.state();
        let rows = state.listings.of_shop(channel, shop).map(|(id, state)| {
            let row = ListingRow { key: state.key.clone(), product: state.product.clone(), gone: state.gone };
            (id, row)
        });
        Ok(page(rows, cursor.map(str::to_owned).as_ref(), limit))
    }

    async fn unlinked(
        &self,
        channel: &Channel,
        shop: &ShopId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<ListingKey>, StoreError> {
        let state = self.state();
        let rows = state
            .listings
            .of_shop(channel, shop)
            .filter(|(_, state)| state.product.is_none())
            .map(|(id, state)| (id, state.key.clone()));
        Ok(page(rows, cursor.map(str::to_owned).as_ref(), limit))
    }

    async fn observe(&self, observed: &[Observed]) -> Result<Vec<Upsert>, StoreError> {
        let mut state = self.state();
        observed.iter().map(|seen| state.observe(seen)).collect()
    }

    async fn put_state(
        &self,
        listing: &ListingState,
        expected: u64,
    ) -> Result<Versioned<ListingState>, StoreError> {
        let mut state = self.state();
        if state.listings.states.get(&listing.key).map(|stored| stored.version) != Some(expected) {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::ListingState)?;
        let stored = Versioned { value: listing.clone(), version: expected + 1 };
        state.listings.states.insert(listing.key.clone(), stored.clone());
        Ok(stored)
    }

    async fn put_prices(&self, prices: &[ListingPrices]) -> Result<Vec<bool>, StoreError> {
        let mut state = self.state();
        let mut wrote = Vec::new();
        for new in prices {
            let same = state.listings.prices.get(&new.key).is_some_and(|stored| stored.hash == new.hash);
            if !same {
                state.write(Kind::Prices)?;
                state.listings.prices.insert(new.key.clone(), new.clone());
            }
            wrote.push(!same);
        }
        Ok(wrote)
    }

    async fn image_references(
        &self,
        channel: &Channel,
        shop: &ShopId,
        images: &[ImageId],
    ) -> Result<BTreeMap<ImageId, String>, StoreError> {
        let state = self.state();
        let known = |image: &ImageId| {
            let key = (channel.clone(), shop.clone(), image.clone());
            Some((image.clone(), state.listings.images.get(&key)?.clone()))
        };
        Ok(images.iter().filter_map(known).collect())
    }

    async fn put_image_reference(
        &self,
        channel: &Channel,
        shop: &ShopId,
        image: &ImageId,
        reference: &str,
    ) -> Result<(), StoreError> {
        let mut state = self.state();
        state.write(Kind::ImageReference)?;
        let key = (channel.clone(), shop.clone(), image.clone());
        state.listings.images.insert(key, reference.to_owned());
        Ok(())
    }
}
