//! The shop's limits and places, remembered for a day.

use app::{ChannelError, marketplace::ShopSession};
use domain::{Limits, ShopId};
use jiff::{SignedDuration, Timestamp};

use crate::{
    Shopee,
    client::Call,
    mapping,
    wire::{meta::ItemLimit, shop::Warehouse},
};

/// Limits depend on shop and category and are never hard-coded; Shopee lets them be kept for a day.
const FRESH: SignedDuration = SignedDuration::from_hours(24);

impl Shopee {
    pub(crate) async fn read_limits(
        &self,
        session: &dyn ShopSession,
        category: Option<&str>,
    ) -> Result<Limits, ChannelError> {
        let query = category.map(|id| ("category_id", id.to_owned())).into_iter().collect();
        let reply =
            self.call::<ItemLimit>(session, Call::get("/api/v2/product/get_item_limit", query)).await?;
        let limits = mapping::limits::read(&reply.value);
        let shop = session.access().await?.shop;
        let key = (shop, category.map(str::to_owned));
        self.facts().limits.insert(key, (session.now(), limits.clone()));
        Ok(limits)
    }

    /// The limits to check an edit against: remembered, else read.
    pub(crate) async fn known_limits(
        &self,
        session: &dyn ShopSession,
        category: Option<&str>,
    ) -> Result<Limits, ChannelError> {
        let shop = session.access().await?.shop;
        let now = session.now();
        let known = self.facts().limits.get(&(shop, category.map(str::to_owned))).cloned();
        match known {
            Some((read_at, limits)) if is_fresh(read_at, now) => Ok(limits),
            _ => match self.read_limits(session, category).await {
                // A shop that may not ask is checked against the documents; the channel has the last word.
                Err(ChannelError::Rejected { .. }) => Ok(self.capabilities.limits.clone()),
                other => other,
            },
        }
    }

    pub(crate) async fn read_warehouses(
        &self,
        session: &dyn ShopSession,
    ) -> Result<Vec<Warehouse>, ChannelError> {
        let query = vec![("warehouse_type", "1".to_owned())];
        let call = Call::get("/api/v2/shop/get_warehouse_detail", query);
        match self.call::<Vec<Warehouse>>(session, call).await {
            Ok(reply) => Ok(reply.value),
            // A shop with a single place has none to tell.
            Err(ChannelError::Rejected { code, .. }) if code.ends_with("error_not_in_whitelist") => {
                Ok(Vec::new())
            }
            Err(error) => Err(error),
        }
    }

    /// The places that stock must name: none for a shop with a single one, which must not name it.
    pub(crate) async fn stock_locations(
        &self,
        session: &dyn ShopSession,
    ) -> Result<Vec<String>, ChannelError> {
        let shop: ShopId = session.access().await?.shop;
        let known = self.facts().locations.get(&shop).cloned();
        if let Some((read_at, locations)) = known
            && is_fresh(read_at, session.now())
        {
            return Ok(locations);
        }
        let mut locations: Vec<String> = Vec::new();
        for place in self.read_warehouses(session).await? {
            if !place.location_id.0.is_empty() && !locations.contains(&place.location_id.0) {
                locations.push(place.location_id.0);
            }
        }
        if locations.len() < 2 {
            locations.clear();
        }
        self.facts().locations.insert(shop, (session.now(), locations.clone()));
        Ok(locations)
    }

    /// After the channel refused a place: it will be asked again.
    pub(crate) fn forget_locations(&self, shop: &ShopId) {
        self.facts().locations.remove(shop);
    }
}

fn is_fresh(read_at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(read_at) < FRESH
}
