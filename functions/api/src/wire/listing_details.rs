//! What only one channel needs to know of a listing: category, attributes, brand and delivery.

use app::publishing::category_choice;
use domain::listing;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something of the channel's own, by its id there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Named {
    pub id: String,
    #[serde(default)]
    pub name: Option<String>,
}

impl From<listing::Named> for Named {
    fn from(named: listing::Named) -> Self {
        Self { id: named.id, name: named.name }
    }
}

impl From<Named> for listing::Named {
    fn from(named: Named) -> Self {
        Self { id: named.id, name: named.name }
    }
}

/// A value of an attribute: one of the channel's list by its `id`, or a text of one's own as `name`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DetailsValue {
    #[serde(default)]
    pub id: Option<String>,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub unit: Option<String>,
}

/// A property that the channel requires or accepts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DetailsAttribute {
    pub id: String,
    #[serde(default)]
    pub name: Option<String>,
    pub values: Vec<DetailsValue>,
}

/// What the seller says of a product for one channel alone. What is left out is left to the channel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ListingDetails {
    /// A leaf of the channel's categories.
    pub category: Option<Named>,
    pub attributes: Vec<DetailsAttribute>,
    /// Without one the listing is created as the channel creates those without a brand.
    pub brand: Option<Named>,
    /// Delivery options; those that the shop has switched on when empty.
    pub shipping: Vec<Named>,
    /// Such as `tokopedia`; the channel's own storefront alone when empty.
    pub storefronts: Vec<String>,
    /// Created without being shown to buyers.
    pub hidden: bool,
}

impl From<ListingDetails> for domain::ListingDetails {
    fn from(said: ListingDetails) -> Self {
        let value = |value: DetailsValue| listing::AttributeValue {
            id: value.id,
            name: value.name,
            unit: value.unit,
        };
        let attribute = |said: DetailsAttribute| listing::Attribute {
            id: said.id,
            name: said.name,
            values: said.values.into_iter().map(value).collect(),
        };
        Self {
            category: said.category.map(Into::into),
            attributes: said.attributes.into_iter().map(attribute).collect(),
            brand: said.brand.map(Into::into),
            shipping: said.shipping.into_iter().map(Into::into).collect(),
            storefronts: said.storefronts,
            hidden: said.hidden,
        }
    }
}

impl From<domain::ListingDetails> for ListingDetails {
    fn from(said: domain::ListingDetails) -> Self {
        let value = |value: listing::AttributeValue| DetailsValue {
            id: value.id,
            name: value.name,
            unit: value.unit,
        };
        let attribute = |said: listing::Attribute| DetailsAttribute {
            id: said.id,
            name: said.name,
            values: said.values.into_iter().map(value).collect(),
        };
        Self {
            category: said.category.map(Into::into),
            attributes: said.attributes.into_iter().map(attribute).collect(),
            brand: said.brand.map(Into::into),
            shipping: said.shipping.into_iter().map(Into::into).collect(),
            storefronts: said.storefronts,
            hidden: said.hidden,
        }
    }
}

/// What is said for one channel, with the version of its product.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoredListingDetails {
    pub details: ListingDetails,
    /// The product's; name it in `If-Match` to save.
    pub version: u64,
}

/// A category that a listing can be put in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CategoryLeaf {
    pub id: String,
    /// From the widest to its own name.
    pub path: Vec<String>,
    /// For a suggestion: `chosen` for this kind of product before, `matched` by products of this kind, `recommended` by
    /// the channel.
    pub reason: Option<String>,
}

impl From<category_choice::Leaf> for CategoryLeaf {
    fn from(leaf: category_choice::Leaf) -> Self {
        Self { id: leaf.id, path: leaf.path, reason: None }
    }
}

impl From<(category_choice::Leaf, category_choice::Reason)> for CategoryLeaf {
    fn from((leaf, reason): (category_choice::Leaf, category_choice::Reason)) -> Self {
        Self { reason: Some(reason.as_str().to_owned()), ..Self::from(leaf) }
    }
}

/// A property that listings of a category have or must have.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CategoryAttribute {
    pub id: String,
    pub name: String,
    pub required: bool,
    /// Values of one's own are allowed.
    pub free_values: bool,
    pub several_values: bool,
    /// Values to choose from.
    pub values: Vec<Named>,
}

/// What the channel requires of every listing in a category.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CategoryRules {
    pub id: String,
    pub path: Vec<String>,
    pub attributes: Vec<CategoryAttribute>,
    pub brand_required: bool,
    pub dimensions_required: bool,
    pub takes_pre_order: bool,
    /// Documents that can only be given in the channel's seller centre.
    pub documents: Vec<String>,
}

impl CategoryRules {
    pub fn of(id: String, path: Vec<String>, rules: domain::CategoryRules) -> Self {
        let attribute = |asked: domain::CategoryAttribute| CategoryAttribute {
            id: asked.id,
            name: asked.name,
            required: asked.required,
            free_values: asked.free_values,
            several_values: asked.several_values,
            values: asked.values.into_iter().map(Into::into).collect(),
        };
        Self {
            id,
            path,
            attributes: rules.attributes.into_iter().map(attribute).collect(),
            brand_required: rules.brand_required,
            dimensions_required: rules.dimensions_required,
            takes_pre_order: rules.takes_pre_order,
            documents: rules.documents,
        }
    }
}
