//! From what we want and what is there to the exact list of changes, and from that to steps for a channel.
//!
//! A plan is pure: the same input gives the same changes and the same hash. The hash is what a person approves;
//! before a job pushes, the plan is made again from the state of that moment, and another hash means *stale*.

use serde::{Deserialize, Serialize};

use crate::{
    BasisPoints, ContentHash, ListingContent, ListingDetails, ListingKey, OfferId, ProductId, VariantId,
    diff::{Decision, Field, FieldKey, ImageValue, Value, observed_value, offer_value},
};

mod apply;
mod blocker;
mod change;
mod input;
mod lacks;
mod offers;
mod step;
mod target;
mod unplanned;
mod warning;
mod withheld;
pub use blocker::Blocker;
pub use change::Change;
use change::block;
pub use input::PlanInput;
use input::compare;
pub use lacks::lacks;
pub use step::{ContentEdit, NewOffer, Step, removals, steps};
pub use target::{PriceTarget, Target, TargetImage, TargetOffer, Visibility};
pub use unplanned::{NothingPlanned, Unplanned};
pub use warning::Warning;
pub use withheld::Withheld;

/// The largest price move of one push, unless the seller set another: 30 %.
pub const DEFAULT_GUARD: BasisPoints = BasisPoints::percent(30);

/// What will happen to one listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedListing {
    pub key: ListingKey,
    pub product: ProductId,
    /// Every field that differs, whether or not it will be pushed.
    pub changes: Vec<Change>,
    /// Offers on the channel that no variant is linked to; they are not changed.
    pub unlinked: Vec<OfferId>,
    /// Names exactly the changes that will be pushed.
    pub hash: ContentHash,
}

impl PlannedListing {
    /// The changes that will be sent to the channel.
    pub fn pushed(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.is_pushed())
    }

    pub fn is_empty(&self) -> bool {
        self.pushed().next().is_none()
    }
}

/// The hash of a plan without listings: where [`plan_hash`] begins.
pub fn empty_plan_hash() -> ContentHash {
    ContentHash::of_parts(&["plan"])
}

/// The hash of a plan that continues with `listing`: a chain over the listings in the plan's order. It names exactly
/// these listings with exactly these changes, whatever pages the plan was made in, and needs no more than the hash so
/// far to go on.
#[must_use]
pub fn plan_hash(so_far: &ContentHash, listing: &PlannedListing) -> ContentHash {
    ContentHash::of_parts(&[so_far.as_str(), &listing.key.to_string(), listing.hash.as_str()])
}

/// Plans one listing. Planning the result of a completed push again gives no change.
pub fn plan_listing(input: PlanInput<'_>) -> PlannedListing {
    let mut changes = Vec::new();
    listing_changes(&input, &mut changes);
    if let Some(details) = &input.target.details {
        creation_changes(&input, details, &mut changes);
    }
    let unlinked = offers::offer_changes(&input, &mut changes);
    changes.extend(removed_offers(&input));
    input.withheld.apply(&mut changes);
    offers::guard_spread(&input, &mut changes);
    let status = input.observed.status;
    for change in changes.iter_mut().filter(|change| !input.edits.allow(change.field)) {
        // Nothing else about the change matters while nobody can make it.
        change.blocked = change.blocked.take().map(|_| Blocker::NotEditable { status });
        block(change, Blocker::NotEditable { status });
    }
    if let Some(promotion) = &input.observed.promotion {
        for change in changes.iter_mut().filter(|change| promotion.fields.contains(&change.field)) {
            let (field, until) = (change.field, promotion.until);
            block(change, Blocker::InPromotion { field, until });
        }
    }
    if input.target.details.is_some() {
        input.withheld.hold_creation(&mut changes);
    }
    let pushed: Vec<_> = changes
        .iter()
        .filter(|change| change.is_pushed())
        .map(|change| {
            (change.field, &change.offer, &change.variant, change.from.hash(), approved_value(&input, change))
        })
        .collect();
    let hash = match input.mapping {
        0 => ContentHash::of(&(input.key, &pushed)),
        version => ContentHash::of(&(input.key, &pushed, version)),
    };
    PlannedListing { key: input.key.clone(), product: input.product.clone(), hash, changes, unlinked }
}

fn removed_offers(input: &PlanInput<'_>) -> Vec<Change> {
    let removal = |(id, variant): &(OfferId, Option<VariantId>)| {
        Some(Change {
            field: Field::Variants,
            offer: Some(id.clone()),
            variant: variant.clone(),
            from: offer_value(input.observed.offer(id)?, Field::Variants),
            to: Value::Nothing,
            decision: Decision::Push,
            blocked: None,
        })
    };
    input.target.removed.iter().filter_map(removal).collect()
}

/// What a person approves in a change. Pictures count by our own ids, so that uploading one in the meantime does not
/// make an approved plan stale.
fn approved_value(input: &PlanInput<'_>, change: &Change) -> ContentHash {
    match (change.field, &input.target.images) {
        (Field::Images, Some(images)) => {
            ContentHash::of(&images.iter().map(|image| &image.id).collect::<Vec<_>>())
        }
        _ => change.to.hash(),
    }
}

fn listing_changes(input: &PlanInput<'_>, changes: &mut Vec<Change>) {
    let target = input.target;
    let wishes = [
        (Field::Title, target.title.clone().map(Value::Text)),
        (Field::Description, target.description.clone().map(Value::Text)),
        (Field::Images, target.images.as_deref().map(image_value)),
        (Field::Weight, target.weight.map(Value::Weight)),
        (Field::Dimensions, target.dimensions.map(Value::Dimensions)),
        (Field::PreOrder, target.pre_order.map(|days| days.map_or(Value::Nothing, Value::Days))),
        (Field::Visibility, target.visibility.map(Value::Visibility)),
    ];
    for (field, wish) in wishes {
        if let Some(to) = wish {
            let before = changes.len();
            compare(
                input,
                changes,
                FieldKey::listing(field),
                None,
                observed_value(input.observed, field),
                to,
            );
            for change in &mut changes[before..] {
                let status = input.observed.status;
                let shows = matches!(&change.to, Value::Visibility(to) if Visibility::of(*to).is_some());
                if shows && Visibility::of(status).is_none() {
                    // Only what is shown or was hidden by the seller can be hidden or shown.
                    block(change, Blocker::NotEditable { status });
                }
                if let Some(blocker) = Blocker::of_value(field, &change.to, input.limits) {
                    block(change, blocker);
                }
            }
        }
    }
}

/// What the channel asks beside the master's fields, of a listing that is to be created. What is not said is left to the
/// channel.
fn creation_changes(input: &PlanInput<'_>, details: &ListingDetails, changes: &mut Vec<Change>) {
    let wanted = ListingContent {
        category: details.category.clone(),
        attributes: details.attributes.clone(),
        brand: details.brand.clone(),
        shipping: details.shipping.clone(),
        storefronts: details.storefronts.clone(),
        status: details.status(),
        ..input.observed.clone()
    };
    for field in [Field::Category, Field::Attributes, Field::Brand, Field::Shipping, Field::Storefronts] {
        let to = observed_value(&wanted, field);
        if to != Value::Nothing && to != Value::Texts(Vec::new()) {
            compare(
                input,
                changes,
                FieldKey::listing(field),
                None,
                observed_value(input.observed, field),
                to,
            );
        }
    }
    let status = Value::Visibility(details.status());
    compare(input, changes, FieldKey::listing(Field::Visibility), None, Value::Nothing, status);
}

fn image_value(images: &[TargetImage]) -> Value {
    let value = |image: &TargetImage| ImageValue {
        reference: image.reference.clone().unwrap_or_else(|| image.id.to_string()),
        url: Some(image.url.clone()),
    };
    Value::Images(images.iter().map(value).collect())
}

#[cfg(test)]
mod tests;
