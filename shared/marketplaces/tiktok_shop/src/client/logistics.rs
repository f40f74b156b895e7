//! Warehouses, the stock in them, and how parcels leave them.

use app::{
    ChannelError,
    marketplace::{ShopSession, Warehouse},
};
use domain::{ExternalId, OfferId, listing::Named};
use serde_json::json;

use super::call::Call;
use crate::{TiktokShop, mapping, wire::logistics as wire};

/// How many products one search of the stock takes.
const PRODUCTS_PER_INVENTORY_SEARCH: usize = 100;

/// What one product has in stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockOnHand {
    pub listing: ExternalId,
    /// Sellable pieces, over all warehouses.
    pub offers: Vec<(OfferId, u32)>,
}

impl TiktokShop {
    /// Warehouses that sell and are not switched off. Places for returns have their own ids.
    pub(crate) async fn sales_warehouses(
        &self,
        session: &dyn ShopSession,
    ) -> Result<Vec<Warehouse>, ChannelError> {
        let found: wire::Warehouses =
            self.call(session, &Call::get("/logistics/202309/warehouses")).await?.value;
        Ok(found
            .warehouses
            .into_iter()
            .filter(|place| place.kind == "SALES_WAREHOUSE" && place.effect_status != "DISABLED")
            .map(|place| Warehouse { id: place.id, name: place.name, is_default: place.is_default })
            .collect())
    }

    /// Where new stock goes: the default of the warehouses that sell.
    pub(crate) async fn default_warehouse(&self, session: &dyn ShopSession) -> Result<String, ChannelError> {
        let all = self.sales_warehouses(session).await?;
        let place = all.iter().find(|place| place.is_default).or(all.first());
        place.map(|place| place.id.clone()).ok_or_else(|| ChannelError::Rejected {
            code: "warehouse_missing".to_owned(),
            field: Some("stock".to_owned()),
            reason: "the shop has no warehouse that sells".to_owned(),
        })
    }

    /// The ways in which parcels leave a warehouse.
    pub async fn delivery_options(
        &self,
        session: &dyn ShopSession,
        warehouse: &str,
    ) -> Result<Vec<Named>, ChannelError> {
        let path = format!("/logistics/202309/warehouses/{warehouse}/delivery_options");
        let call = Call::get(path).query("scope", "PRODUCT");
        let found: wire::DeliveryOptions = self.call(session, &call).await?.value;
        Ok(found.delivery_options.into_iter().map(|o| Named { id: o.id, name: o.name }).collect())
    }

    /// The stock of many products at once.
    pub async fn stock_on_hand(
        &self,
        session: &dyn ShopSession,
        listings: &[ExternalId],
    ) -> Result<Vec<StockOnHand>, ChannelError> {
        let mut all = Vec::with_capacity(listings.len());
        for some in listings.chunks(PRODUCTS_PER_INVENTORY_SEARCH) {
            let ids: Vec<&str> = some.iter().map(ExternalId::as_str).collect();
            let call = Call::search("/product/202309/inventory/search", &json!({ "product_ids": ids }))?;
            let found: wire::InventorySearch = self.call(session, &call).await?.value;
            for product in found.inventory {
                let offers = product.skus.iter().map(|sku| {
                    let pieces = u32::try_from(sku.total_available_quantity.max(0)).unwrap_or(u32::MAX);
                    Ok((mapping::offer_id(&sku.id)?, pieces))
                });
                let offers: Result<Vec<_>, ChannelError> = offers.collect();
                all.push(StockOnHand {
                    listing: mapping::external_id(&product.product_id)?,
                    offers: offers?,
                });
            }
        }
        Ok(all)
    }
}
