//! Where the shop keeps stock, and how it sends parcels.

use app::{
    ChannelError,
    marketplace::{ShopSession, Warehouse},
};
use domain::ShopId;

use super::call::Call;
use crate::{Shopee, facts::is_fresh, wire::logistics as wire};

/// A delivery option of the shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShippingChannel {
    pub id: String,
    pub name: String,
    pub enabled: bool,
    /// Buyers choose it at checkout; only such options go into an item.
    pub at_checkout: bool,
}

impl Shopee {
    pub(crate) async fn places(&self, session: &dyn ShopSession) -> Result<Vec<Warehouse>, ChannelError> {
        let places = self.read_warehouses(session).await?.into_iter();
        Ok(places
            .filter(|place| !place.location_id.0.is_empty())
            .enumerate()
            .map(|(position, place)| Warehouse {
                id: place.location_id.0,
                name: Some(place.warehouse_name.0).filter(|name| !name.is_empty()),
                // Stock goes to the first.
                is_default: position == 0,
            })
            .collect())
    }

    pub async fn shipping_channels(
        &self,
        session: &dyn ShopSession,
    ) -> Result<Vec<ShippingChannel>, ChannelError> {
        let call = Call::get("/api/v2/logistics/get_channel_list", Vec::new());
        let channels = self.call::<wire::Channels>(session, call).await?.value.logistics_channel_list;
        Ok(channels
            .into_iter()
            .map(|channel| ShippingChannel {
                id: channel.logistics_channel_id.0.to_string(),
                name: channel.logistics_channel_name.0,
                enabled: channel.enabled.0,
                at_checkout: channel.mask_channel_id.0 == 0,
            })
            .collect())
    }

    pub(crate) async fn read_warehouses(
        &self,
        session: &dyn ShopSession,
    ) -> Result<Vec<wire::Warehouse>, ChannelError> {
        let query = vec![("warehouse_type", "1".to_owned())];
        let call = Call::get("/api/v2/shop/get_warehouse_detail", query);
        match self.call::<Vec<wire::Warehouse>>(session, call).await {
            Ok(reply) => Ok(reply.value),
            // A shop with a single place reports none.
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

    /// After the channel refused a place: the places are read again next time.
    pub(crate) fn forget_locations(&self, shop: &ShopId) {
        self.facts().locations.remove(shop);
    }
}
