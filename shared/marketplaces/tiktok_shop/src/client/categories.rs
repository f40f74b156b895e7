//! Categories with their rules, attributes and brands.

use std::collections::BTreeSet;

use app::{
    ChannelError,
    marketplace::{Category, ShopSession},
};
use domain::{CategoryAttribute, CategoryRules, Limits, listing::Named};
use reqwest::Method;
use serde_json::json;

use super::call::Call;
use crate::{
    TiktokShop,
    mapping::{limits, skus::PRE_ORDER, unexpected},
    wire::{categories as wire, listing},
};

const TIKTOK_SHOP: &str = "TIKTOK_SHOP";
const TOKOPEDIA: &str = "TOKOPEDIA";
const LOCALE: &str = "id-ID";
/// The seller was not moved over from Tokopedia.
const PLATFORM_NOT_ALLOWED: &str = "12052330";

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
        Ok(self.call::<wire::Categories>(session, &call).await?.value.categories)
    }

    fn in_tree(&self, call: Call) -> Call {
        call.query("category_version", &self.config.category_version)
    }

    async fn rules_of(
        &self,
        session: &dyn ShopSession,
        category: &str,
    ) -> Result<wire::CategoryRules, ChannelError> {
        let call = self.in_tree(Call::get(format!("/product/202309/categories/{category}/rules")));
        Ok(self.call(session, &call).await?.value)
    }

    /// What listings of a category must say: two calls.
    pub(crate) async fn asked_of(
        &self,
        session: &dyn ShopSession,
        category: &str,
    ) -> Result<CategoryRules, ChannelError> {
        let rules = self.rules_of(session, category).await?;
        let attributes = self.category_attributes(session, category).await?;
        let certificates = rules.product_certifications.into_iter().filter(|one| one.is_required);
        let size_chart = rules.size_chart.is_required.then(|| "Size chart".to_owned());
        Ok(CategoryRules {
            attributes,
            // A listing without a brand is created as "no brand".
            brand_required: false,
            dimensions_required: rules.package_dimension.is_required,
            takes_pre_order: rules.allowed_special_product_types.iter().any(|kind| kind == PRE_ORDER),
            documents: certificates.map(|one| one.name).chain(size_chart).collect(),
        })
    }

    /// The limits of a category: whether it takes pre-orders and needs the parcel's size.
    pub(crate) async fn category_limits(
        &self,
        session: &dyn ShopSession,
        category: Option<&str>,
    ) -> Result<Limits, ChannelError> {
        let mut limits = limits::preset();
        let Some(category) = category else { return Ok(limits) };
        let rules = self.rules_of(session, category).await?;
        if !rules.allowed_special_product_types.iter().any(|kind| kind == PRE_ORDER) {
            limits.pre_order_days = None;
        }
        limits.dimensions_required = rules.package_dimension.is_required;
        Ok(limits)
    }

    /// The properties of a category; the option axes of variants are none.
    async fn category_attributes(
        &self,
        session: &dyn ShopSession,
        category: &str,
    ) -> Result<Vec<CategoryAttribute>, ChannelError> {
        let call = Call::get(format!("/product/202309/categories/{category}/attributes"));
        let call = self.in_tree(call).query("locale", LOCALE);
        let attributes: wire::Attributes = self.call(session, &call).await?.value;
        let named = |value: listing::AttributeValue| Some(Named { id: value.id?, name: value.name });
        Ok(attributes
            .attributes
            .into_iter()
            .filter(|attribute| attribute.kind != "SALES_PROPERTY")
            .map(|attribute| CategoryAttribute {
                id: attribute.id,
                name: attribute.name,
                required: attribute.is_required,
                free_values: attribute.is_customizable,
                several_values: attribute.is_multiple_selection,
                values: attribute.values.into_iter().filter_map(named).collect(),
            })
            .collect())
    }

    /// Brands of a category whose names start with `name`, at most a hundred.
    pub(crate) async fn brands_of(
        &self,
        session: &dyn ShopSession,
        category: &str,
        name: &str,
    ) -> Result<Vec<Named>, ChannelError> {
        let call = self.in_tree(Call::get("/product/202309/brands")).query("page_size", "100");
        let mut call = call.query("category_id", category);
        if !name.is_empty() {
            call = call.query("brand_name", name);
        }
        let brands: wire::Brands = self.call(session, &call).await?.value;
        Ok(brands.brands.into_iter().filter_map(|b| Some(Named { id: b.id?, name: b.name })).collect())
    }

    /// Enters a brand of the seller's own: 2 to 30 characters, at most 50 a day. Returns its id.
    pub async fn create_brand(&self, session: &dyn ShopSession, name: &str) -> Result<String, ChannelError> {
        if !(2..=30).contains(&name.chars().count()) {
            let problem = "a brand's name has 2 to 30 characters";
            return Err(domain::Invalid::new("brand", "brand_length", problem).into());
        }
        let call = Call::write(Method::POST, "/product/202309/brands".to_owned(), &json!({ "name": name }))?;
        let brand: listing::Brand = self.call(session, &call.without_cipher()).await?.value;
        brand.id.ok_or_else(|| unexpected("a created brand without an id"))
    }

    /// The category that the channel would put a title in, where it finds one.
    pub(crate) async fn recommended(
        &self,
        session: &dyn ShopSession,
        title: &str,
    ) -> Result<Option<String>, ChannelError> {
        let body = json!({
            "product_title": title,
            "category_version": self.config.category_version,
            "listing_platform": TIKTOK_SHOP,
        });
        let call = Call::search("/product/202309/categories/recommend", &body)?;
        match self.call::<wire::Categories>(session, &call).await {
            Ok(answer) => {
                let leaf = answer.value.categories.into_iter().find(|category| category.is_leaf);
                Ok(answer.value.leaf_category_id.or(leaf.map(|category| category.id)))
            }
            Err(ChannelError::Rejected { code, .. }) if code == "12019064" => Ok(None),
            Err(error) => Err(error),
        }
    }
}
