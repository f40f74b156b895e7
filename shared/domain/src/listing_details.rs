//! What only one channel asks of a listing: its category there, attributes, brand and delivery; and what is still missing
//! before a listing can be created.

use serde::{Deserialize, Serialize};

use crate::{
    Invalid, ListingStatus,
    listing::{Attribute, Named},
    plan::Target,
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
    /// Such as `tokopedia`; every storefront of the channel when empty.
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

/// What a channel asks of every listing of one of its categories.
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

/// What `details` and `target` lack for a listing of a category with `rules`; `None` where no category is chosen.
pub fn lacks(details: &ListingDetails, rules: Option<&CategoryRules>, target: &Target) -> Vec<Lack> {
    let mut lacks = Vec::new();
    let mut need = |missing: bool, lack: Lack| {
        if missing {
            lacks.push(lack);
        }
    };
    need(details.category.is_none() || rules.is_none(), Lack::Category);
    need(target.images.as_ref().is_none_or(Vec::is_empty), Lack::Images);
    need(target.description.as_deref().is_none_or(|text| text.trim().is_empty()), Lack::Description);
    need(target.weight.is_none(), Lack::Weight);
    need(target.offers.iter().any(|offer| offer.sku.is_none()), Lack::Sku);
    if let Some(rules) = rules {
        need(rules.dimensions_required && target.dimensions.is_none(), Lack::Dimensions);
        need(rules.brand_required && details.brand.is_none(), Lack::Brand);
        need(!rules.takes_pre_order && target.pre_order.flatten().is_some(), Lack::PreOrder);
        for attribute in rules.attributes.iter().filter(|attribute| attribute.required) {
            let said =
                details.attributes.iter().any(|said| said.id == attribute.id && !said.values.is_empty());
            need(!said, Lack::Attribute { name: attribute.name.clone() });
        }
        for name in &rules.documents {
            need(true, Lack::Document { name: name.clone() });
        }
    }
    lacks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Grams, VariantId,
        plan::{PriceTarget, TargetImage, TargetOffer},
    };

    fn whole() -> Target {
        Target {
            description: Some("Dicetak dari TPU.".to_owned()),
            images: Some(vec![TargetImage {
                id: crate::ImageId::derived(&["1"]),
                url: "https://a.test/1.jpg".to_owned(),
                reference: None,
            }]),
            weight: Grams::parse(120).ok(),
            offers: vec![TargetOffer {
                variant: VariantId::derived(&["1"]),
                offer: None,
                sku: crate::Sku::parse("A-1").ok(),
                option_values: Vec::new(),
                price: PriceTarget::Refused { reason: "base_price_missing".to_owned() },
                stock: Some(3),
                weight: None,
            }],
            ..Target::default()
        }
    }

    fn chosen() -> ListingDetails {
        let category = Named { id: "601".to_owned(), name: Some("Frame".to_owned()) };
        ListingDetails { category: Some(category), ..ListingDetails::default() }
    }

    #[test]
    fn a_whole_product_of_a_known_category_lacks_nothing() {
        assert_eq!(lacks(&chosen(), Some(&CategoryRules::default()), &whole()), vec![]);
    }

    #[test]
    fn everything_that_is_missing_is_named_at_once() {
        let rules = CategoryRules {
            attributes: vec![CategoryAttribute {
                id: "7".to_owned(),
                name: "Bahan".to_owned(),
                required: true,
                free_values: true,
                several_values: false,
                values: Vec::new(),
            }],
            brand_required: true,
            dimensions_required: true,
            takes_pre_order: false,
            documents: vec!["SNI".to_owned()],
        };
        let bare = Target { pre_order: Some(crate::PreOrderDays::parse(7).ok()), ..Target::default() };
        let found = lacks(&chosen(), Some(&rules), &bare);
        assert_eq!(
            found,
            [
                Lack::Images,
                Lack::Description,
                Lack::Weight,
                Lack::Dimensions,
                Lack::Brand,
                Lack::PreOrder,
                Lack::Attribute { name: "Bahan".to_owned() },
                Lack::Document { name: "SNI".to_owned() },
            ]
        );
        assert_eq!(lacks(&ListingDetails::default(), None, &whole()), [Lack::Category]);
    }
}
