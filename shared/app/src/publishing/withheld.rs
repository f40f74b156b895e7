//! What a plan leaves alone although it differs: a listing that is not the product's to change, what the channel moved by
//! itself, and variants that were deleted there.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    ContentHash, ListingContent, Product, ProductStatus, VariantId,
    diff::{Field, FieldKey, Owner, Owners, Value, observed_value, offer_value},
    links,
    master::field,
    plan::{Blocker, Target, Visibility},
};
use jiff::Timestamp;

use crate::ports::ListingState;

/// Why nothing of the listing may be pushed for `product`. A listing of the seller's own store has no product before its
/// first push: its key names it.
pub(crate) fn withdrawn(product: &Product, state: &ListingState, remote: bool) -> Option<Blocker> {
    if let Some(into) = &product.merged_into {
        return Some(Blocker::ProductMerged { into: into.clone() });
    }
    if product.status == ProductStatus::Archived {
        return Some(Blocker::ProductArchived);
    }
    match &state.product {
        Some(owner) if owner == &product.id => None,
        None if !remote => None,
        owner => Some(Blocker::ListingMoved { product: owner.clone() }),
    }
}

/// The variants that were deleted in the shop and not replaced.
pub(crate) fn deleted_variants(
    product: &Product,
    state: &ListingState,
    observed: &ListingContent,
) -> BTreeSet<VariantId> {
    let present = links::present(&state.links, observed, product);
    let present: BTreeSet<&VariantId> = present.values().collect();
    links::vanished(&state.links, observed)
        .into_iter()
        .filter(|variant| !present.contains(variant) && product.variant(variant).is_some())
        .collect()
}

/// Whether buyers are to see the listing: what a person `asked` for, else what both sides last agreed on. Nothing where
/// the channel decides it, as of a listing that is under review.
pub(crate) fn visibility(
    asked: Option<Visibility>,
    state: &ListingState,
    observed: &ListingContent,
) -> Option<Visibility> {
    if asked.is_some() {
        return asked;
    }
    Visibility::of(observed.status)?;
    let agreed = state.base.get(&FieldKey::listing(Field::Visibility))?;
    let is_agreed = |one: &Visibility| Value::Visibility(one.status()).hash() == *agreed;
    [Visibility::Listed, Visibility::Unlisted].into_iter().find(is_agreed)
}

/// Who decides what: of its visibility whoever `asked` for it by name. An owner that asks has nothing to ask there,
/// because what was hidden or shown in the shop waits for a person anyway.
pub(crate) fn owners(asked: Option<Visibility>, mut owners: Owners) -> Owners {
    if asked.is_some() || owners.of(Field::Visibility) == Owner::Ask {
        owners.0.insert(Field::Visibility, Owner::Master);
    }
    owners
}

/// What was hidden or shown in the shop is not put back before a person `asked` for it.
pub(crate) fn unasked(asked: Option<Visibility>, target: &Target) -> Option<(FieldKey, Blocker)> {
    let wanted = target.visibility.and_then(Visibility::of).filter(|_| asked.is_none())?;
    Some((FieldKey::listing(Field::Visibility), Blocker::VisibilityMoved { wanted }))
}

/// What the channel moved by itself since both sides agreed.
#[derive(Debug, Default)]
pub(crate) struct Moved {
    /// A person set it since: the channel's value counts as agreed on, so that theirs is pushed.
    pub agreed: BTreeMap<FieldKey, ContentHash>,
    /// Nobody did: it stays as the channel has it.
    pub left: BTreeMap<FieldKey, Blocker>,
}

/// Looks at every field that moves by itself, except those that a person `named` for this plan. `seen_at` is when
/// `observed` was first read. What a person set before the listing belonged to the product was set without knowing its
/// value, and so was a stock of which nobody knows when it was set: both are left as well.
pub(crate) fn moved(
    product: &Product,
    state: &ListingState,
    observed: &ListingContent,
    seen_at: Timestamp,
    named: Option<&BTreeSet<Field>>,
) -> Moved {
    let mut moved = Moved::default();
    let mut look = |key: FieldKey, name: &str, there: ContentHash| {
        if named.is_some_and(|named| named.contains(&key.field)) {
            return;
        }
        let stands = state.base.get(&key) == Some(&there);
        let known_since = if stands { None } else { Some(seen_at) };
        let known_since = known_since.max(state.known_since);
        match (product.set_at.get(name), known_since) {
            (_, None) => {}
            // A build took it from a listing. No build takes a stock.
            (None, _) if stands && key.field != Field::Stock => {}
            (Some(set), Some(known)) if *set > known => {
                if !stands {
                    moved.agreed.insert(key, there);
                }
            }
            _ => {
                let blocker = Blocker::MovedByChannel { field: key.field };
                moved.left.insert(key, blocker);
            }
        }
    };
    for each in Field::ALL.into_iter().filter(|field| field.moves_by_itself()) {
        if !each.is_per_offer() {
            look(FieldKey::listing(each), each.as_str(), observed_value(observed, each).hash());
            continue;
        }
        for (offer, variant) in &links::present(&state.links, observed, product) {
            if let Some(offer) = observed.offer(offer) {
                let name = field::of(each.as_str(), variant);
                look(FieldKey::offer(each, &offer.id), &name, offer_value(offer, each).hash());
            }
        }
    }
    moved
}
