//! The shop and its surroundings: limits, categories, attributes, brands, delivery options, promotions, violations.

use app::{
    ChannelError,
    marketplace::{Category, ShopInfo, ShopSession, Warehouse},
};
use domain::{ExternalId, OfferId};
use jiff::Timestamp;

use crate::{
    Shopee,
    client::Call,
    mapping,
    wire::{
        loose::Text,
        meta::{AttributeTrees, Brands, Categories, Promotions, ViolationDetail, Violations},
        shop,
    },
};

/// A property that a category asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeField {
    pub category: String,
    pub id: String,
    pub name: String,
    pub mandatory: bool,
    /// Shopee's number and name of each value that can be picked; empty for a free text.
    pub values: Vec<(String, String)>,
}

/// One page of the brands of a category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrandPage {
    pub brands: Vec<(String, String)>,
    /// The category takes no item without a brand.
    pub mandatory: bool,
    pub next_offset: Option<u64>,
}

/// A delivery option of the shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShippingChannel {
    pub id: String,
    pub name: String,
    pub enabled: bool,
    /// Buyers choose it at checkout; only such options go into an item.
    pub at_checkout: bool,
}

/// A promotion that holds, or will hold, an item or one of its models.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promotion {
    pub listing: ExternalId,
    /// Absent when it holds the whole item.
    pub offer: Option<OfferId>,
    pub kind: String,
    pub ongoing: bool,
    pub starts_at: Option<Timestamp>,
    pub ends_at: Option<Timestamp>,
}

/// Why Shopee banned or pushed back an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViolationReport {
    pub listing: ExternalId,
    pub status: String,
    pub reasons: Vec<String>,
}

impl Shopee {
    pub(crate) async fn read_shop_info(&self, session: &dyn ShopSession) -> Result<ShopInfo, ChannelError> {
        let call = Call::get("/api/v2/shop/get_shop_info", Vec::new()).flat();
        let info = self.call::<shop::ShopInfo>(session, call).await?.value;
        if info.shop_name.0.trim().is_empty() && info.region.0.trim().is_empty() {
            // Flat answers have no `response` whose absence would tell.
            let reason = "get_shop_info names no shop".to_owned();
            return Err(ChannelError::Unavailable { reason });
        }
        let limits = match self.read_limits(session, None).await {
            Ok(limits) => Some(limits),
            Err(ChannelError::Rejected { .. }) => None,
            Err(error) => return Err(error),
        };
        let filled = |text: Text| Some(text.0).filter(|text| !text.trim().is_empty());
        Ok(ShopInfo {
            name: filled(info.shop_name),
            region: filled(info.region),
            authorization_expires_at: info.expire_time.time(),
            limits,
        })
    }

    pub(crate) async fn read_categories(
        &self,
        session: &dyn ShopSession,
    ) -> Result<Vec<Category>, ChannelError> {
        let query = vec![("language", "id".to_owned())];
        let call = Call::get("/api/v2/product/get_category", query);
        let categories = self.call::<Categories>(session, call).await?.value.category_list;
        let name = |display: Text, original: Text| {
            if display.0.trim().is_empty() { original.0 } else { display.0 }
        };
        Ok(categories
            .into_iter()
            .map(|category| Category {
                id: category.category_id.0.to_string(),
                parent: category.parent_category_id.id().map(|id| id.to_string()),
                name: name(category.display_category_name, category.original_category_name),
                is_leaf: !category.has_children.0,
            })
            .collect())
    }

    pub(crate) async fn places(&self, session: &dyn ShopSession) -> Result<Vec<Warehouse>, ChannelError> {
        let places = self.read_warehouses(session).await?.into_iter();
        Ok(places
            .filter(|place| !place.location_id.0.is_empty())
            .enumerate()
            .map(|(position, place)| Warehouse {
                id: place.location_id.0,
                name: Some(place.warehouse_name.0).filter(|name| !name.is_empty()),
                // Stock is put into the first.
                is_default: position == 0,
            })
            .collect())
    }

    /// What up to 20 categories ask for.
    pub async fn attributes(
        &self,
        session: &dyn ShopSession,
        categories: &[&str],
    ) -> Result<Vec<AttributeField>, ChannelError> {
        let mut fields = Vec::new();
        for batch in categories.chunks(20) {
            let query = vec![("category_id_list", batch.join(",")), ("language", "id".to_owned())];
            let call = Call::get("/api/v2/product/get_attribute_tree", query);
            for tree in self.call::<AttributeTrees>(session, call).await?.value.list {
                fields.extend(tree.attribute_tree.into_iter().map(|node| {
                    AttributeField {
                        category: tree.category_id.0.to_string(),
                        id: node.attribute_id.0.to_string(),
                        name: node.name.0,
                        mandatory: node.mandatory.0,
                        values: node
                            .attribute_value_list
                            .into_iter()
                            .map(|value| (value.value_id.0.to_string(), value.name.0))
                            .collect(),
                    }
                }));
            }
        }
        Ok(fields)
    }

    pub async fn brands(
        &self,
        session: &dyn ShopSession,
        category: &str,
        offset: u64,
    ) -> Result<BrandPage, ChannelError> {
        let query = vec![
            ("offset", offset.to_string()),
            ("page_size", "100".to_owned()),
            ("category_id", category.to_owned()),
            ("status", "1".to_owned()),
            ("language", "id".to_owned()),
        ];
        let call = Call::get("/api/v2/product/get_brand_list", query);
        let page = self.call::<Brands>(session, call).await?.value;
        let told = page.next_offset.and_then(|next| u64::try_from(next.0).ok()).filter(|next| *next > offset);
        Ok(BrandPage {
            mandatory: page.is_mandatory.0,
            next_offset: page.has_next_page.0.then(|| told.unwrap_or(offset + 100)),
            brands: page
                .brand_list
                .into_iter()
                .map(|brand| (brand.brand_id.0.to_string(), brand.original_brand_name.0))
                .collect(),
        })
    }

    pub async fn shipping_channels(
        &self,
        session: &dyn ShopSession,
    ) -> Result<Vec<ShippingChannel>, ChannelError> {
        let call = Call::get("/api/v2/logistics/get_channel_list", Vec::new());
        let channels = self.call::<shop::Channels>(session, call).await?.value.logistics_channel_list;
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

    /// What holds the prices of these items, to explain a lock.
    pub async fn promotions(
        &self,
        session: &dyn ShopSession,
        listings: &[ExternalId],
    ) -> Result<Vec<Promotion>, ChannelError> {
        let mut promotions = Vec::new();
        for batch in listings.chunks(50) {
            let call = Call::get("/api/v2/product/get_item_promotion", vec![("item_id_list", joined(batch))]);
            for item in self.call::<Promotions>(session, call).await?.value.success_list {
                let listing = mapping::external_id(item.item_id.0)?;
                promotions.extend(item.promotion.into_iter().map(|promotion| Promotion {
                    listing: listing.clone(),
                    offer: mapping::offer_id(promotion.model_id.0).ok(),
                    kind: promotion.promotion_type.0,
                    ongoing: promotion.promotion_staging.0 == "ongoing",
                    starts_at: promotion.start_time.time(),
                    ends_at: promotion.end_time.time(),
                }));
            }
        }
        Ok(promotions)
    }

    pub async fn violations(
        &self,
        session: &dyn ShopSession,
        listings: &[ExternalId],
    ) -> Result<Vec<ViolationReport>, ChannelError> {
        let mut reports = Vec::new();
        for batch in listings.chunks(50) {
            let query = vec![("item_id_list", joined(batch))];
            let call = Call::get("/api/v2/product/get_item_violation_info", query);
            for item in self.call::<Violations>(session, call).await?.value.item_list {
                let details = item.item_status_details.iter().chain(&item.deboost_details);
                reports.push(ViolationReport {
                    listing: mapping::external_id(item.item_id.0)?,
                    status: item.item_status.0,
                    reasons: details.chain(&item.deboosted_details).map(in_words).collect(),
                });
            }
        }
        Ok(reports)
    }
}

fn joined(ids: &[ExternalId]) -> String {
    ids.iter().map(ExternalId::as_str).collect::<Vec<_>>().join(",")
}

/// A violation as one sentence.
pub(crate) fn in_words(detail: &ViolationDetail) -> String {
    let parts = [&detail.violation_type.0, &detail.violation_reason.0, &detail.suggestion.0];
    parts.into_iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}
