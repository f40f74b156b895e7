//! Categories with their limits, attributes and brands.

use app::{
    ChannelError,
    marketplace::{Category, ShopSession},
};
use domain::{CategoryAttribute, CategoryRules, Limits, listing::Named};

use super::call::Call;
use crate::{
    Shopee,
    facts::is_fresh,
    mapping,
    wire::{
        categories::{AttributeNode, AttributeTrees, Brand, Brands, Categories, ItemLimit, Recommended},
        tolerant::Text,
    },
};

/// Pages of brands that a search looks through.
const BRAND_PAGES: usize = 10;

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

    /// What listings of a category must say: three calls.
    pub(crate) async fn asked_of(
        &self,
        session: &dyn ShopSession,
        category: &str,
    ) -> Result<CategoryRules, ChannelError> {
        let limits = self.known_limits(session, Some(category)).await?;
        let attributes = self.attributes(session, category).await?;
        let brands = self.brand_page(session, category, 0).await?;
        Ok(CategoryRules {
            attributes,
            // Where Shopee lists its own "no brand", a listing without one is created with that.
            brand_required: brands.is_mandatory.0
                && !brands.brand_list.iter().any(|brand| brand.brand_id.0 == 0),
            dimensions_required: limits.dimensions_required,
            takes_pre_order: limits.pre_order_days.is_some(),
            documents: Vec::new(),
        })
    }

    async fn attributes(
        &self,
        session: &dyn ShopSession,
        category: &str,
    ) -> Result<Vec<CategoryAttribute>, ChannelError> {
        let query = vec![("category_id_list", category.to_owned()), ("language", "id".to_owned())];
        let call = Call::get("/api/v2/product/get_attribute_tree", query);
        let trees = self.call::<AttributeTrees>(session, call).await?.value.list;
        let nodes = trees.into_iter().filter(|tree| tree.category_id.0.to_string() == category);
        Ok(nodes.flat_map(|tree| tree.attribute_tree).map(attribute).collect())
    }

    /// Brands of a category whose names start with `name`. Shopee has no search, so the first pages are looked through.
    pub(crate) async fn brands_of(
        &self,
        session: &dyn ShopSession,
        category: &str,
        name: &str,
    ) -> Result<Vec<Named>, ChannelError> {
        let wanted = domain::identity::key(name);
        let (mut found, mut offset) = (Vec::new(), 0);
        for _ in 0..BRAND_PAGES {
            let page = self.brand_page(session, category, offset).await?;
            let named = |brand: Brand| Named {
                id: brand.brand_id.0.to_string(),
                name: Some(brand.original_brand_name.0),
            };
            let fits = |brand: &Named| {
                domain::identity::key(brand.name.as_deref().unwrap_or_default()).starts_with(&wanted)
            };
            found.extend(page.brand_list.into_iter().map(named).filter(fits));
            let told = page.next_offset.and_then(|next| u64::try_from(next.0).ok());
            if !page.has_next_page.0 || found.len() >= 100 {
                break;
            }
            offset = told.filter(|next| *next > offset).unwrap_or(offset + 100);
        }
        found.truncate(100);
        Ok(found)
    }

    async fn brand_page(
        &self,
        session: &dyn ShopSession,
        category: &str,
        offset: u64,
    ) -> Result<Brands, ChannelError> {
        let query = vec![
            ("offset", offset.to_string()),
            ("page_size", "100".to_owned()),
            ("category_id", category.to_owned()),
            ("status", "1".to_owned()),
            ("language", "id".to_owned()),
        ];
        let call = Call::get("/api/v2/product/get_brand_list", query);
        Ok(self.call::<Brands>(session, call).await?.value)
    }

    /// The category that Shopee would put a title in, where it says one.
    pub(crate) async fn recommended(
        &self,
        session: &dyn ShopSession,
        title: &str,
    ) -> Result<Option<String>, ChannelError> {
        let query = vec![("item_name", title.to_owned())];
        let call = Call::get("/api/v2/product/category_recommend", query);
        match self.call::<Recommended>(session, call).await {
            Ok(answer) => Ok(answer.value.category_id.first().map(|id| id.0.to_string())),
            Err(ChannelError::Rejected { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn attribute(node: AttributeNode) -> CategoryAttribute {
    let values: Vec<Named> = node
        .attribute_value_list
        .into_iter()
        .map(|value| Named { id: value.value_id.0.to_string(), name: Some(value.name.0) })
        .collect();
    // 1 and 4: only what the list has.
    let input = node.attribute_info.input_type.0;
    CategoryAttribute {
        id: node.attribute_id.0.to_string(),
        name: node.name.0,
        required: node.mandatory.0,
        free_values: values.is_empty() || !matches!(input, 1 | 4),
        several_values: matches!(input, 4 | 5),
        values,
    }
}
