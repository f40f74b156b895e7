//! Categories with their limits, attributes and brands.

use app::{
    ChannelError,
    marketplace::{Category, ShopSession},
};
use domain::Limits;

use super::call::Call;
use crate::{
    Shopee,
    facts::is_fresh,
    mapping,
    wire::{
        categories::{AttributeTrees, Brands, Categories, ItemLimit},
        tolerant::Text,
    },
};

/// A property that a category requires or allows.
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
    /// The category requires a brand.
    pub mandatory: bool,
    pub next_offset: Option<u64>,
}

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

    /// The limits to check an edit against: from memory, or read now.
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
                // A shop that may not read its limits is checked against the documents; the channel decides in the end.
                Err(ChannelError::Rejected { .. }) => Ok(self.capabilities.limits.clone()),
                other => other,
            },
        }
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

    /// The attributes of categories, 20 in each call.
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
}
