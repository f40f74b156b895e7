//! What supports a listing: categories and their rules, attributes, brands, warehouses, stock, checks, pushes.

use std::collections::BTreeSet;

use app::{
    ChannelError,
    marketplace::{Category, NewListing, ShopSession, Warehouse},
};
use domain::{ExternalId, Limits, OfferId, listing::Named};
use reqwest::Method;
use serde_json::{Value, json};

use super::send::Call;
use crate::{
    TiktokShop,
    mapping::{self, check, skus::PRE_ORDER},
    wire::catalogue as wire,
};

pub use crate::wire::catalogue::{Prerequisite, Webhook};

const TIKTOK_SHOP: &str = "TIKTOK_SHOP";
const TOKOPEDIA: &str = "TOKOPEDIA";
const LOCALE: &str = "id-ID";
const WEBHOOKS: &str = "/event/202309/webhooks";
/// The seller was not moved over from Tokopedia.
const PLATFORM_NOT_ALLOWED: &str = "12052330";
/// How many products one look at the stock takes.
pub const PRODUCTS_PER_INVENTORY_SEARCH: usize = 100;

/// A property that listings of a category have or must have.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the channel's own independent flags, each named")]
pub struct CategoryAttribute {
    pub id: String,
    pub name: String,
    pub required: bool,
    /// An option axis of variants rather than a property of the product.
    pub of_variants: bool,
    /// Values of one's own are allowed.
    pub free_values: bool,
    pub several_values: bool,
    pub values: Vec<Named>,
}

/// What one product has in stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockOnHand {
    pub listing: ExternalId,
    /// Sellable pieces, over all warehouses.
    pub offers: Vec<(OfferId, u32)>,
}

impl TiktokShop {
    /// Categories that a listing can be put in. On both storefronts, where the shop sells on both.
    pub(crate) async fn category_tree(
        &self,
        session: &dyn ShopSession,
    ) -> Result<Vec<Category>, ChannelError> {
        let mut categories = self.categories_of(session, TIKTOK_SHOP).await?;
        match self.categories_of(session, TOKOPEDIA).await {
            Ok(other) => {
                let both: BTreeSet<String> = other.into_iter().map(|category| category.id).collect();
                categories.retain(|category| both.contains(&category.id));
            }
            Err(ChannelError::Rejected { code, .. }) if code == PLATFORM_NOT_ALLOWED => {}
            Err(error) => return Err(error),
        }
        let usable = |category: &wire::Category| {
            category.permission_statuses.is_empty()
                || category.permission_statuses.iter().any(|status| status == "AVAILABLE")
        };
        Ok(categories
            .into_iter()
            .filter(usable)
            .map(|category| Category {
                id: category.id,
                parent: category.parent_id.filter(|parent| parent != "0"),
                name: category.local_name,
                is_leaf: category.is_leaf,
            })
            .collect())
    }

    async fn categories_of(
        &self,
        session: &dyn ShopSession,
        platform: &str,
    ) -> Result<Vec<wire::Category>, ChannelError> {
        let call = self
            .in_tree(Call::get("/product/202309/categories"))
            .query("listing_platform", platform)
            .query("locale", LOCALE);
        Ok(self.call::<wire::Categories>(session, &call).await?.data.categories)
    }

    fn in_tree(&self, call: Call) -> Call {
        call.query("category_version", &self.config.category_version)
    }

    /// The limits of a category: whether it takes pre-orders and needs the parcel's size.
    pub(crate) async fn category_limits(
        &self,
        session: &dyn ShopSession,
        category: Option<&str>,
    ) -> Result<Limits, ChannelError> {
        let mut limits = check::limits();
        let Some(category) = category else { return Ok(limits) };
        let call = self.in_tree(Call::get(format!("/product/202309/categories/{category}/rules")));
        let rules: wire::CategoryRules = self.call(session, &call).await?.data;
        if !rules.allowed_special_product_types.iter().any(|kind| kind == PRE_ORDER) {
            limits.pre_order_days = None;
        }
        limits.dimensions_required = rules.package_dimension.is_required;
        Ok(limits)
    }

    /// The properties of a category.
    pub async fn category_attributes(
        &self,
        session: &dyn ShopSession,
        category: &str,
    ) -> Result<Vec<CategoryAttribute>, ChannelError> {
        let call = Call::get(format!("/product/202309/categories/{category}/attributes"));
        let call = self.in_tree(call).query("locale", LOCALE);
        let attributes: wire::Attributes = self.call(session, &call).await?.data;
        let named =
            |value: crate::wire::product::AttributeValue| Some(Named { id: value.id?, name: value.name });
        Ok(attributes
            .attributes
            .into_iter()
            .map(|attribute| CategoryAttribute {
                id: attribute.id,
                name: attribute.name,
                required: attribute.is_required,
                of_variants: attribute.kind == "SALES_PROPERTY",
                free_values: attribute.is_customizable,
                several_values: attribute.is_multiple_selection,
                values: attribute.values.into_iter().filter_map(named).collect(),
            })
            .collect())
    }

    /// Brands of a category whose names start with `name`, at most a hundred.
    pub async fn brands(
        &self,
        session: &dyn ShopSession,
        category: Option<&str>,
        name: Option<&str>,
    ) -> Result<Vec<Named>, ChannelError> {
        let mut call = self.in_tree(Call::get("/product/202309/brands")).query("page_size", "100");
        if let Some(category) = category {
            call = call.query("category_id", category);
        }
        if let Some(name) = name {
            call = call.query("brand_name", name);
        }
        let brands: wire::Brands = self.call(session, &call).await?.data;
        Ok(brands.brands.into_iter().filter_map(|b| Some(Named { id: b.id?, name: b.name })).collect())
    }

    /// Enters a brand of the seller's own: 2 to 30 characters, at most 50 a day. Returns its id.
    pub async fn create_brand(&self, session: &dyn ShopSession, name: &str) -> Result<String, ChannelError> {
        if !(2..=30).contains(&name.chars().count()) {
            let problem = "a brand's name has 2 to 30 characters";
            return Err(domain::Invalid::new("brand", "brand_length", problem).into());
        }
        let call = Call::write(Method::POST, "/product/202309/brands".to_owned(), &json!({ "name": name }))?;
        let brand: crate::wire::product::Brand = self.call(session, &call.without_cipher()).await?.data;
        brand.id.ok_or_else(|| mapping::unexpected("a created brand without an id"))
    }

    /// The category that the channel would put a title in, where it finds one.
    pub async fn recommend_category(
        &self,
        session: &dyn ShopSession,
        title: &str,
        storefront: &str,
    ) -> Result<Option<String>, ChannelError> {
        let body = json!({
            "product_title": title,
            "category_version": self.config.category_version,
            "listing_platform": storefront.to_ascii_uppercase(),
        });
        let call = Call::search("/product/202309/categories/recommend", &body)?;
        match self.call::<wire::Categories>(session, &call).await {
            Ok(answer) => {
                let leaf = answer.data.categories.into_iter().find(|category| category.is_leaf);
                Ok(answer.data.leaf_category_id.or(leaf.map(|category| category.id)))
            }
            Err(ChannelError::Rejected { code, .. }) if code == "12019064" => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What the shop still lacks before it can list.
    pub async fn prerequisites(&self, session: &dyn ShopSession) -> Result<Vec<Prerequisite>, ChannelError> {
        let call = Call::get("/product/202312/prerequisites");
        Ok(self.call::<wire::Prerequisites>(session, &call).await?.data.check_results)
    }

    /// Asks whether a listing would pass, without creating it. Returns what stands in the way.
    pub async fn check_listing(
        &self,
        session: &dyn ShopSession,
        listing: &NewListing,
    ) -> Result<Vec<String>, ChannelError> {
        let mut body = self.creation(session, listing).await?;
        body.idempotency_key = None;
        let call = Call::search("/product/202309/products/listing_check", &body)?;
        let result: wire::ListingCheck = self.call(session, &call).await?.data;
        Ok(result.fail_reasons.into_iter().map(|r| format!("{} ({})", r.message, r.code)).collect())
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
            let found: wire::InventorySearch = self.call(session, &call).await?.data;
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

    /// Warehouses that sell and are not switched off. Places that only take returns have ids of their own.
    pub(crate) async fn sales_warehouses(
        &self,
        session: &dyn ShopSession,
    ) -> Result<Vec<Warehouse>, ChannelError> {
        let found: wire::Warehouses =
            self.call(session, &Call::get("/logistics/202309/warehouses")).await?.data;
        Ok(found
            .warehouses
            .into_iter()
            .filter(|place| place.kind == "SALES_WAREHOUSE" && place.effect_status != "DISABLED")
            .map(|place| Warehouse { id: place.id, name: place.name, is_default: place.is_default })
            .collect())
    }

    /// The ways in which parcels leave a warehouse.
    pub async fn delivery_options(
        &self,
        session: &dyn ShopSession,
        warehouse: &str,
    ) -> Result<Vec<Named>, ChannelError> {
        let path = format!("/logistics/202309/warehouses/{warehouse}/delivery_options");
        let call = Call::get(path).query("scope", "PRODUCT");
        let found: wire::DeliveryOptions = self.call(session, &call).await?.data;
        Ok(found.delivery_options.into_iter().map(|o| Named { id: o.id, name: o.name }).collect())
    }

    /// The addresses that this shop's pushes go to; kinds without one use the address of the console.
    pub async fn webhooks(&self, session: &dyn ShopSession) -> Result<Vec<Webhook>, ChannelError> {
        Ok(self.call::<wire::Webhooks>(session, &Call::get(WEBHOOKS)).await?.data.webhooks)
    }

    /// Sets the address for one kind of push.
    pub async fn set_webhook(
        &self,
        session: &dyn ShopSession,
        webhook: &Webhook,
    ) -> Result<(), ChannelError> {
        if webhook.address.chars().count() > 255 {
            let problem = "an address has at most 255 characters";
            return Err(domain::Invalid::new("address", "address_length", problem).into());
        }
        let call = Call::write(Method::PUT, WEBHOOKS.to_owned(), webhook)?;
        self.call::<Value>(session, &call).await.map(drop)
    }

    /// Removes the address for one kind of push. Succeeds also where there was none.
    pub async fn delete_webhook(
        &self,
        session: &dyn ShopSession,
        event_type: &str,
    ) -> Result<(), ChannelError> {
        let body = json!({ "event_type": event_type });
        let call = Call::write(Method::DELETE, WEBHOOKS.to_owned(), &body)?;
        self.call::<Value>(session, &call).await.map(drop)
    }
}
