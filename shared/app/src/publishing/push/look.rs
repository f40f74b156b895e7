//! The look: what the channel shows now, and whether the approval still holds against it.

use domain::{
    ListingContent,
    channel_status::Edits,
    diff::{FieldKey, Owner, Owners, base_of},
    plan::{PlanInput, PlannedListing, Withheld, plan_listing, steps},
};

use super::{
    shown::{is_shown, is_untouched},
    work::Work,
};
use crate::{
    ChannelError, WorkError,
    marketplace::{FetchedListing, ShopSession},
    ports::{ListingState, Observed},
    pricing::price_locks,
    publishing::{creation::Creation, deletion, target::Planning},
    shops::limits::limits_of,
};

impl Work<'_> {
    /// The channel's own state, now. A listing of the own store may not exist yet.
    pub(super) async fn look(
        &mut self,
        session: &dyn ShopSession,
    ) -> Result<Option<FetchedListing>, ChannelError> {
        self.seen_at = self.ports.clock.now();
        if !self.marketplace.capabilities().remote {
            // A merger may have taken it out of the store since the plan was made.
            if self.listing.state.value.gone {
                return Ok(None);
            }
            let Observed { content, updated_at, .. } = self.listing.observed.clone();
            return Ok(Some(FetchedListing {
                id: self.id().clone(),
                content,
                updated_at,
                audit: None,
                partial: false,
            }));
        }
        let found = self.marketplace.fetch(session, std::slice::from_ref(self.id())).await?;
        let found = found.into_iter().find(|listing| &listing.id == self.id());
        Ok(found.map(|listing| listing.completed(Some(&self.listing.observed.content))))
    }

    pub(super) async fn read_back(
        &mut self,
        session: &dyn ShopSession,
        before: &FetchedListing,
        sent: &PlannedListing,
    ) -> Result<Option<FetchedListing>, ChannelError> {
        if self.marketplace.capabilities().remote {
            return self.look(session).await;
        }
        // The own store is our table: what was applied is what it says.
        let steps = steps(sent, &self.entry.target);
        let content = steps.iter().fold(before.content.clone(), |content, step| content.applied(step));
        let updated_at = if steps.is_empty() { before.updated_at } else { Some(self.ports.clock.now()) };
        Ok(Some(FetchedListing { content, updated_at, ..before.clone() }))
    }

    /// Whether a push that has begun may go on: everything that its plan was made of is as it was, and the channel shows
    /// in every approved field what it showed `before` or what was approved. Anything else is a later decision, such as
    /// a newer plan's price.
    pub(super) async fn still_approved(
        &self,
        before: &ListingContent,
        live: &ListingContent,
    ) -> Result<bool, WorkError> {
        let marketplace = self.marketplace.as_ref();
        let moved = self.entry.planned.pushed().any(|change| {
            !is_shown(marketplace, change, live, &self.entry.target)
                && !is_untouched(marketplace, change, before, live)
        });
        if moved {
            return Ok(false);
        }
        let mut state = self.listing.state.value.clone();
        // What this push itself has added and agreed on so far was not there when it was planned.
        state.links.retain(|offer, _| live.offer(offer).is_none() || before.offer(offer).is_some());
        if self.refusal().is_some() {
            state.promotion_hold = None;
        }
        let base = base_of(before);
        for change in self.entry.planned.pushed() {
            let key = FieldKey { field: change.field, offer: change.offer.clone() };
            if let Some(hash) = base.get(&key) {
                state.base.insert(key, hash.clone());
            }
        }
        Ok(self.replan(before, &state).await?.hash == self.job.value.hash)
    }

    /// The plan of this listing against `live`, made again from what holds at this moment.
    pub(super) async fn replan(
        &self,
        live: &ListingContent,
        state: &ListingState,
    ) -> Result<PlannedListing, WorkError> {
        let key = &self.key;
        if self.plan.deletes {
            let limits = limits_of(self.ports, self.marketplace.as_ref(), &key.shop).await?;
            let product = &self.entry.planned.product;
            return Ok(deletion::planned(key, product, state.product.as_ref(), live, &limits));
        }
        if self.plan.undoes.is_some() {
            let limits = limits_of(self.ports, self.marketplace.as_ref(), &key.shop).await?;
            let since = price_locks::believed_since(self.ports, &key.channel, &key.shop).await?;
            let marked = price_locks::marked(state, live, since);
            let live = marked.as_ref().unwrap_or(live);
            return Ok(plan_listing(PlanInput {
                key,
                product: &self.entry.planned.product,
                target: &self.entry.target,
                observed: live,
                base: &base_of(live),
                owners: &Owners::all(Owner::Master),
                limits: &limits,
                fields: None,
                guard: self.entry.guard,
                // An undo restores what the run changed, whoever decides the field today.
                edits: if self.takes_back() {
                    Edits::All
                } else {
                    self.marketplace.capabilities().edits(live.status)
                },
                mapping: 0,
                withheld: &Withheld::default(),
            }));
        }
        let missing =
            || WorkError::Fail { code: "product_missing".into(), reason: "the product is gone".into() };
        let product = self.ports.products.get(&self.entry.planned.product).await?.ok_or_else(missing)?.value;
        let copies = Planning::copies(self.ports, [(&product, key)], &key.channel, &key.shop).await?;
        let fields = self.plan.fields.as_ref().map(|fields| fields.iter().copied().collect());
        let guard = Some(self.entry.guard);
        let planning = Planning::load(self.ports, &key.channel, &key.shop, fields, guard).await?;
        let mut planning = planning.ok_or(ChannelError::NotConnected)?;
        planning.visibility = self.plan.visibility;
        if key.external_id.is_unborn() {
            planning.creation = Creation::load(self.ports, &key.channel, &key.shop, [&product]).await?;
        }
        Ok(planning.plan(&product, state, live, self.listing.observed.seen_at, &copies).0)
    }
}
