//! What a promotion holds: everything else of the listing goes on, and the job ends by naming it.

use std::collections::BTreeSet;

use domain::{
    ListingContent,
    diff::{Change, Field, FieldKey, base_of},
    plan::{ContentEdit, PlannedListing, Step},
};

use super::Work;
use crate::{
    WorkError,
    marketplace::FetchedListing,
    ports::{Attempt, JobState, PromotionHold},
    words::held_by_promotion,
};

/// The code of the attempt that met the promotion, and of the job's end.
const HELD: &str = "in_promotion";
/// What jobs that began before other fields than prices were known to be held say.
const HELD_PRICE: &str = "price_locked";

impl Work<'_> {
    /// Notes that the channel refused these fields. It stays with the job, so that nothing waits for them any more.
    pub(super) fn hold(&mut self, held: BTreeSet<Field>, reason: &str) {
        let attempt = self.attempt(HELD, reason);
        self.job.value.attempts.push(Attempt { held, ..attempt });
    }

    /// What the channel said when it refused.
    pub(super) fn refusal(&self) -> Option<&str> {
        let met = |attempt: &&Attempt| attempt.code == HELD || attempt.code == HELD_PRICE;
        self.job.value.attempts.iter().rev().find(met).map(|held| held.reason.as_str())
    }

    /// The fields that were refused.
    fn held(&self) -> BTreeSet<Field> {
        let mut held = BTreeSet::new();
        for attempt in &self.job.value.attempts {
            held.extend(&attempt.held);
            if attempt.code == HELD_PRICE {
                held.insert(Field::Price);
            }
        }
        held
    }

    /// What `live` does not show yet and still may: all that remains, without what was refused.
    pub(super) fn awaited(&self, live: &ListingContent) -> PlannedListing {
        let (mut remaining, held) = (self.remaining(live), self.held());
        remaining.changes.retain(|change| !held.contains(&change.field));
        remaining
    }

    /// The end where `live` shows everything that could be changed.
    pub(super) async fn agree(&mut self, live: &FetchedListing) -> Result<(), WorkError> {
        let left: BTreeSet<Field> =
            self.remaining(&live.content).changes.iter().map(|change| change.field).collect();
        let Some(reason) = self.refusal().filter(|_| !left.is_empty()).map(str::to_owned) else {
            return self.settle_as(JobState::Succeeded, live).await;
        };
        self.remember(live, self.audit_mark()).await?;
        self.job.value.read_back = Some(live.content.clone());
        let left: Vec<Field> = left.into_iter().collect();
        self.fail(HELD, held_by_promotion(&left, &reason)).await
    }

    /// What is known to be held of the listing after this push: what was refused is, what it changed is not.
    pub(super) fn promotion_hold(
        &self,
        known: Option<PromotionHold>,
        live: &ListingContent,
    ) -> Option<PromotionHold> {
        let held = self.held();
        let left: Vec<Change> = self.remaining(live).changes;
        let refused: Vec<&Change> = left.iter().filter(|change| held.contains(&change.field)).collect();
        if !refused.is_empty() {
            let now = base_of(live);
            let (mut offers, mut fields) =
                (std::collections::BTreeMap::new(), std::collections::BTreeMap::new());
            for change in refused {
                match (change.field, &change.offer) {
                    (Field::Price, Some(offer)) => {
                        offers.insert(offer.clone(), live.offer(offer).and_then(|offer| offer.price));
                    }
                    (field, offer) => {
                        let key = FieldKey { field, offer: offer.clone() };
                        if let Some(hash) = now.get(&key) {
                            fields.insert(key, hash.clone());
                        }
                    }
                }
            }
            return Some(PromotionHold { met_at: self.ports.clock.now(), offers, fields });
        }
        let is_left = |field: Field, offer: Option<&domain::OfferId>| {
            left.iter().any(|change| change.field == field && change.offer.as_ref() == offer)
        };
        let pushed = |field: Field, offer: Option<&domain::OfferId>| {
            let mut changes = self.entry.planned.pushed();
            changes.any(|change| change.field == field && change.offer.as_ref() == offer)
        };
        let mut known = known?;
        let went_through =
            |field: Field, offer: Option<&domain::OfferId>| pushed(field, offer) && !is_left(field, offer);
        known.offers.retain(|offer, _| !went_through(Field::Price, Some(offer)));
        known.fields.retain(|key, _| !went_through(key.field, key.offer.as_ref()));
        (!known.offers.is_empty() || !known.fields.is_empty()).then_some(known)
    }
}

/// The fields of a refused step that are held, and a step with the others. A content edit is refused as a whole: where
/// the channel does not name one of its fields, all that promotions are known to hold are.
pub(super) fn divided(step: Step, field: Option<&str>) -> (BTreeSet<Field>, Option<Step>) {
    let one = |field: Field| (BTreeSet::from([field]), None);
    let mut edit = match step {
        Step::Prices { .. } => return one(Field::Price),
        Step::Stock { .. } => return one(Field::Stock),
        Step::Skus { .. } => return one(Field::Sku),
        Step::AddVariants { .. } => return one(Field::Variants),
        Step::Visibility { .. } => return one(Field::Visibility),
        Step::Content(edit) => edit,
    };
    let sent = fields_of(&edit);
    let named = sent.iter().copied().find(|sent| Some(sent.as_str()) == field);
    let often = [Field::Title, Field::Description, Field::Images, Field::PreOrder];
    let mut held: BTreeSet<Field> = match named {
        Some(named) => BTreeSet::from([named]),
        None => sent.iter().copied().filter(|field| often.contains(field)).collect(),
    };
    if held.is_empty() {
        held = sent;
    }
    for field in &held {
        match field {
            Field::Title => edit.title = None,
            Field::Description => edit.description = None,
            Field::Images => edit.images = None,
            Field::Weight => edit.weight = None,
            Field::Dimensions => edit.dimensions = None,
            _ => edit.pre_order = None,
        }
    }
    (held, (edit != ContentEdit::default()).then_some(Step::Content(edit)))
}

fn fields_of(edit: &ContentEdit) -> BTreeSet<Field> {
    let sent = [
        (Field::Title, edit.title.is_some()),
        (Field::Description, edit.description.is_some()),
        (Field::Images, edit.images.is_some()),
        (Field::Weight, edit.weight.is_some()),
        (Field::Dimensions, edit.dimensions.is_some()),
        (Field::PreOrder, edit.pre_order.is_some()),
    ];
    sent.into_iter().filter(|(_, sent)| *sent).map(|(field, _)| field).collect()
}
