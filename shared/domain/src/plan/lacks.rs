//! What is still missing before a listing can be created.

use super::Target;
use crate::{CategoryRules, Lack, ListingDetails};

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
        CategoryAttribute, Grams, VariantId,
        listing::Named,
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
