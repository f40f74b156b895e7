//! The send: pictures first, then step by step; what a promotion holds is left out and noted.

use std::collections::{BTreeSet, VecDeque};

use domain::{
    ListingContent,
    diff::Field,
    plan::{ContentEdit, PlannedListing, Step, removals, steps},
};

use super::work::{Stop, Work};
use crate::{
    ChannelError, WorkError,
    catalogue::media,
    marketplace::{ShopSession, StepOutcome},
};

impl Work<'_> {
    pub(super) async fn send(
        &mut self,
        session: &dyn ShopSession,
        live: &ListingContent,
        remaining: &PlannedListing,
    ) -> Result<StepOutcome, Stop> {
        self.upload_images(session, remaining).await?;
        let (mut outcome, mut current) = (StepOutcome::default(), live.clone());
        let mut steps: VecDeque<Step> = steps(remaining, &self.entry.target).into();
        while let Some(step) = steps.pop_front() {
            self.calls += self.marketplace.calls(&step);
            let done = match self.marketplace.apply(session, self.id(), &current, &step).await {
                Err(ChannelError::InPromotion { field, reason }) => {
                    let (held, rest) = divided(step, field.as_deref());
                    self.hold(held, &reason);
                    if let Some(rest) = rest {
                        steps.push_front(rest);
                    }
                    continue;
                }
                done => done?,
            };
            current = current.applied(&step);
            merge(&mut outcome, done);
        }
        let removed = removals(remaining);
        if !removed.is_empty() {
            self.calls += 1;
            match self.marketplace.remove_offers(session, self.id(), &current, &removed).await {
                Err(ChannelError::InPromotion { reason, .. }) => {
                    self.hold([Field::Variants].into(), &reason);
                }
                done => merge(&mut outcome, done?),
            }
        }
        Ok(outcome)
    }

    /// Gives every picture that must be shown a copy in this shop. Each upload is remembered at once, so that a
    /// message that comes again uploads nothing twice.
    pub(super) async fn upload_images(
        &mut self,
        session: &dyn ShopSession,
        remaining: &PlannedListing,
    ) -> Result<(), Stop> {
        if !remaining.pushed().any(|change| change.field == Field::Images) {
            return Ok(());
        }
        let key = self.job.value.listing.clone();
        let Some(images) = &mut self.entry.target.images else { return Ok(()) };
        for image in images.iter_mut().filter(|image| image.reference.is_none()) {
            let bytes = media::fetch(self.ports, &image.url).await?;
            self.calls += 1;
            let reference =
                self.marketplace.upload_image(session, bytes, &format!("{}.jpg", image.id)).await?;
            let stored =
                self.ports.listings.put_image_reference(&key.channel, &key.shop, &image.id, &reference);
            stored.await.map_err(WorkError::from)?;
            image.reference = Some(reference);
        }
        Ok(())
    }
}

fn merge(outcome: &mut StepOutcome, done: StepOutcome) {
    outcome.audited |= done.audited;
    outcome.added.extend(done.added);
    outcome.warnings.extend(done.warnings);
}

/// The fields of a refused step that are held, and a step with the others. A content edit is refused as a whole: where
/// the channel does not name one of its fields, all that promotions are known to hold are.
fn divided(step: Step, field: Option<&str>) -> (BTreeSet<Field>, Option<Step>) {
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
