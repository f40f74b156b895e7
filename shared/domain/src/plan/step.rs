//! The changes of a listing, grouped into steps for a channel.

use serde::{Deserialize, Serialize};

use super::{PlannedListing, Target, TargetImage};
use crate::{
    Dimensions, Grams, ListingStatus, OfferId, PreOrderDays, Rupiah, Sku, VariantId,
    diff::{Field, Value},
};

/// One change at a channel, which may need several calls. Repeating a step is safe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// New variants of an existing listing. A variant that is already there, by SKU or option values, is not added
    /// again.
    AddVariants { options: Vec<String>, offers: Vec<NewOffer> },
    /// New SKUs of existing offers.
    Skus { offers: Vec<(OfferId, Sku)> },
    /// Texts, pictures, parcel and pre-order of the listing. Absent fields are not touched.
    Content(ContentEdit),
    /// Absolute prices.
    Prices { offers: Vec<(OfferId, Rupiah)> },
    /// Absolute stock.
    Stock { offers: Vec<(OfferId, u32)> },
    /// Show (`true`) or hide the listing.
    Visibility { listed: bool },
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentEdit {
    pub title: Option<String>,
    pub description: Option<String>,
    pub images: Option<Vec<TargetImage>>,
    pub weight: Option<Grams>,
    pub dimensions: Option<Dimensions>,
    /// `Some(None)` asks for an ordinary, in-stock listing.
    pub pre_order: Option<Option<PreOrderDays>>,
}

/// A variant that a listing does not have yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewOffer {
    pub variant: VariantId,
    pub sku: Option<Sku>,
    pub option_values: Vec<String>,
    pub price: Rupiah,
    /// Zero where SyncStore does not set stock.
    pub stock: u32,
    pub weight: Option<Grams>,
}

/// The steps of a planned listing, in the order of execution: structure, names, content, money, stock, visibility.
/// `target` has the complete values that a change contains only in short form.
pub fn steps(planned: &PlannedListing, target: &Target) -> Vec<Step> {
    let (mut added, mut skus, mut prices, mut stock) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut content, mut visibility) = (ContentEdit::default(), None);
    for change in planned.pushed() {
        match (change.field, &change.offer, &change.to) {
            (Field::Title, _, _) => content.title.clone_from(&target.title),
            (Field::Description, _, _) => content.description.clone_from(&target.description),
            (Field::Images, _, _) => content.images.clone_from(&target.images),
            (Field::Weight, _, _) => content.weight = target.weight,
            (Field::Dimensions, _, _) => content.dimensions = target.dimensions,
            (Field::PreOrder, _, _) => content.pre_order = target.pre_order,
            (Field::Visibility, _, Value::Visibility(status)) => {
                visibility = Some(*status == ListingStatus::Live);
            }
            (Field::Price, Some(offer), Value::Money(price)) => prices.push((offer.clone(), *price)),
            (Field::Stock, Some(offer), Value::Count(count)) => stock.push((offer.clone(), *count)),
            (Field::Sku, Some(offer), Value::Sku(sku)) => skus.push((offer.clone(), sku.clone())),
            (Field::Variants, None, Value::Variant(value)) => {
                if let (Some(variant), Some(price)) = (&value.variant_id, value.price) {
                    added.push(NewOffer {
                        variant: variant.clone(),
                        sku: value.sku.clone(),
                        option_values: value.option_values.clone(),
                        price,
                        stock: value.stock.unwrap_or(0),
                        weight: target.offers.iter().find(|o| &o.variant == variant).and_then(|o| o.weight),
                    });
                }
            }
            _ => {}
        }
    }
    let mut steps = Vec::new();
    if !added.is_empty() {
        steps.push(Step::AddVariants { options: target.options.clone(), offers: added });
    }
    if !skus.is_empty() {
        steps.push(Step::Skus { offers: skus });
    }
    if content != ContentEdit::default() {
        steps.push(Step::Content(content));
    }
    if !prices.is_empty() {
        steps.push(Step::Prices { offers: prices });
    }
    if !stock.is_empty() {
        steps.push(Step::Stock { offers: stock });
    }
    if let Some(listed) = visibility {
        steps.push(Step::Visibility { listed });
    }
    steps
}

/// The offers that a planned listing loses: only an undo takes away what a push had added.
pub fn removals(planned: &PlannedListing) -> Vec<OfferId> {
    planned
        .pushed()
        .filter(|change| change.field == Field::Variants && change.to == Value::Nothing)
        .filter_map(|change| change.offer.clone())
        .collect()
}
