//! What only one channel needs to know of a listing: its category there, attributes, brand and delivery.

use serde::{Deserialize, Serialize};

use crate::{
    Invalid, ListingStatus,
    listing::{Attribute, Named},
};

/// The most attributes of a listing.
pub const MAX_ATTRIBUTES: usize = 60;

/// What the seller says of a product for one channel alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListingDetails {
    /// The channel's own category.
    pub category: Option<Named>,
    pub attributes: Vec<Attribute>,
    /// The channel's own brand; without one the listing is created as the channel creates those without a brand.
    pub brand: Option<Named>,
    /// Delivery options; those that the shop has switched on when empty.
    pub shipping: Vec<Named>,
    /// Such as `tokopedia`; the channel's own storefront alone when empty.
    pub storefronts: Vec<String>,
    /// Created without being shown to buyers.
    pub hidden: bool,
}

impl ListingDetails {
    /// The status with which the listing is created.
    pub const fn status(&self) -> ListingStatus {
        if self.hidden { ListingStatus::Unlisted } else { ListingStatus::Live }
    }

    /// # Errors
    ///
    /// Names the field that has too many or unusable values.
    pub fn check(&self) -> Result<(), Invalid> {
        if self.attributes.len() > MAX_ATTRIBUTES {
            let problem = format!("at most {MAX_ATTRIBUTES} attributes");
            return Err(Invalid::new("attributes", "too_many_attributes", problem));
        }
        let named = self.category.iter().chain(&self.brand).chain(&self.shipping);
        if named.map(|named| &named.id).any(|id| id.is_empty() || id.len() > 64) {
            let problem = "an id of the channel has 1 to 64 characters";
            return Err(Invalid::new("category", "channel_id_malformed", problem));
        }
        for (index, attribute) in self.attributes.iter().enumerate() {
            let said = attribute.values.iter().all(|value| {
                let text = value.name.as_deref().or(value.id.as_deref()).unwrap_or_default();
                !text.trim().is_empty() && text.chars().count() <= 2_000
            });
            if attribute.id.is_empty() || attribute.values.is_empty() || !said {
                let problem = "an attribute has an id and one or more values of at most 2,000 characters";
                return Err(Invalid::new(format!("attributes[{index}]"), "attribute_malformed", problem));
            }
        }
        Ok(())
    }
}

/// What a channel requires of every listing in one of its categories.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryRules {
    pub attributes: Vec<CategoryAttribute>,
    #[serde(default)]
    pub brand_required: bool,
    #[serde(default)]
    pub dimensions_required: bool,
    /// Takes listings that are made to order.
    #[serde(default)]
    pub takes_pre_order: bool,
    /// Documents that the channel demands, such as a certificate or a size chart, by the channel's own names. They cannot
    /// be given from here.
    #[serde(default)]
    pub documents: Vec<String>,
}

/// A property that listings of a category have or must have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryAttribute {
    pub id: String,
    pub name: String,
    pub required: bool,
    /// Values of one's own are allowed.
    pub free_values: bool,
    pub several_values: bool,
    /// Values to choose from, in the channel's order.
    pub values: Vec<Named>,
}

/// Something without which a listing cannot be created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Lack {
    Category,
    /// A value that the category demands.
    Attribute {
        name: String,
    },
    Brand,
    Weight,
    Dimensions,
    Images,
    Description,
    /// A variant without a SKU: by it a repeat finds what it made, and later edits find their variant.
    Sku,
    /// The category takes no listings that are made to order.
    PreOrder,
    /// A document that can only be given in the channel's seller centre.
    Document {
        name: String,
    },
}
