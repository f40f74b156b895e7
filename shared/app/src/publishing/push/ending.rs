//! How a job ends: agreed, accepted, tried again, or given up.

use std::time::Duration;

use domain::{
    ListingContent,
    channel_status::Edits,
    diff::{FieldKey, base_of},
    plan::Blocker,
};

use super::{
    MOST_ATTEMPTS, MOST_WATCHES, Stop, Work, late,
    shown::{is_shown, link_added},
};
use crate::{
    ChannelError, StoreError, WorkError,
    marketplace::{Audit, AuditVerdict, FetchedListing, StepOutcome},
    message::{Envelope, PricingMessage, SyncMessage},
    ports::{Attempt, Awaiting, JobState, Observed, Versioned, runs::Failure},
    publishing::withheld::withdrawn,
    words::{JobFailure, SellerText},
};

impl Work<'_> {
    /// Success only when the channel shows every approved change; else the audit is awaited or the job tried again.
    pub(super) async fn agree_or_wait(
        &mut self,
        after: &FetchedListing,
        outcome: &StepOutcome,
    ) -> Result<(), Stop> {
        let differs = self.awaited(&after.content);
        let Some(first) = differs.changes.first() else {
            self.job.value.attempts.push(self.attempt("", ""));
            return Ok(self.agree(after).await?);
        };
        if outcome.audited {
            self.job.value.attempts.push(self.attempt("", "accepted"));
            return Ok(self.accept(after).await?);
        }
        let field = first.field.as_str();
        let error =
            ChannelError::Unavailable { reason: format!("the channel does not show the new {field} yet") };
        self.job.value.read_back = Some(after.content.clone());
        Err(error.into())
    }

    pub(super) async fn accept(&mut self, after: &FetchedListing) -> Result<(), WorkError> {
        let awaiting = Awaiting { run: self.job.value.run.clone(), job: self.job.value.id.clone() };
        self.remember(after, Some(awaiting)).await?;
        self.job.value.read_back = Some(after.content.clone());
        let message = SyncMessage::Watch {
            run: self.job.value.run.clone(),
            job: self.job.value.id.clone(),
            listing: self.job.value.listing.clone(),
        };
        let id = format!("{}-watch-{}", self.job.value.id, self.job.version);
        // The watch leaves before the state is stored: a crash in between pushes nothing twice and watches once more.
        self.ports.outbox.sync(&[Envelope { v: 1, id, message }]).await?;
        self.finish_as(JobState::Accepted).await
    }

    /// Looks whether an audited edit is live. The message comes back, ever more slowly, until it is or is refused.
    pub(super) async fn watch(mut self) -> Result<(), WorkError> {
        match self.job.value.state {
            JobState::Accepted => {}
            // The watch is sent before the push has stored its end. Were it let go now, nothing would watch: the push
            // that comes again sends the same watch, which the queue drops as a repeat.
            JobState::Pushing => {
                let reason = "the push has not ended yet".to_owned();
                return Err(WorkError::Wait { after: Duration::from_secs(5), reason });
            }
            _ => return Ok(()),
        }
        let session = self.session().await?;
        let Some(live) = self.look(&session).await? else {
            return self.fail_as_gone().await;
        };
        self.judge_audit(&live, true).await
    }

    /// The end of a push whose listing is not in the shop any more.
    pub(super) async fn fail_as_gone(&mut self) -> Result<(), WorkError> {
        let gone = JobFailure::ListingGone;
        self.fail(gone.code(), gone.seller_text()).await
    }

    pub(super) async fn judge_audit(&mut self, live: &FetchedListing, again: bool) -> Result<(), WorkError> {
        if self.awaited(&live.content).changes.is_empty() {
            return self.agree(live).await;
        }
        let looks = self.job.value.attempts.len();
        // A refused edit of a live listing leaves the listing live: there only the audit's own verdict tells.
        let refused = live.audit.as_ref().filter(|audit| audit.verdict == AuditVerdict::Refused);
        // One that stood refused before the push says nothing of this edit by standing so.
        let stood = self.job.value.snapshot.as_ref().map(|before| before.status);
        let taken_down = live.content.status.is_taken_down() && stood != Some(live.content.status);
        if refused.is_some() || taken_down {
            let told = refusal(refused);
            self.remember(live, self.audit_mark()).await?;
            self.job.value.read_back = Some(live.content.clone());
            return self.fail("audit_refused", told).await;
        }
        if !again || looks >= MOST_WATCHES {
            return Ok(());
        }
        self.job.value.attempts.push(self.attempt("audit_pending", "the channel still audits the edit"));
        let seconds = 5_u64.saturating_mul(1 << looks.min(6)).min(300);
        self.next_attempt(Duration::from_secs(seconds));
        self.store(JobState::Accepted).await?;
        let reason = "the edit is being audited".to_owned();
        Err(WorkError::Wait { after: Duration::from_secs(seconds), reason })
    }

    pub(super) async fn channel_failed(&mut self, error: ChannelError) -> Result<(), WorkError> {
        if error.waits().is_some() {
            return Err(error.into());
        }
        self.job.value.attempts.push(self.attempt(error.code(), &error.to_string()));
        let tries = self.job.value.attempts.len();
        if error.is_retryable() && tries < MOST_ATTEMPTS {
            let after = Duration::from_secs(2_u64 << tries.min(6));
            self.next_attempt(after);
            let state = self.job.value.state;
            self.store(state).await?;
            return Err(WorkError::Retry { after: Some(after), reason: error.to_string() });
        }
        self.fail(error.code(), error.seller_text()).await
    }

    /// Says when the message comes again.
    fn next_attempt(&mut self, after: Duration) {
        self.job.value.next_attempt_at = self.ports.clock.now().checked_add(after).ok();
    }

    pub(super) fn attempt(&self, code: &str, reason: &str) -> Attempt {
        Attempt {
            at: self.ports.clock.now(),
            code: code.to_owned(),
            reason: reason.to_owned(),
            calls: self.calls,
            held: std::collections::BTreeSet::new(),
        }
    }

    pub(super) async fn fail(&mut self, code: &str, told: SellerText) -> Result<(), WorkError> {
        if self.job.value.state == JobState::Accepted {
            let message = late::message(self, told.clone());
            self.job.value.to_tell.push(message);
        }
        self.job.value.failure = Some(Failure::new(code, told));
        self.finish_as(JobState::Failed).await
    }

    pub(super) async fn finish(mut self, state: JobState, failure: Option<Failure>) -> Result<(), WorkError> {
        self.job.value.failure = failure;
        self.finish_as(state).await
    }

    /// The job's end with what the channel shows: remembered first, so that a crash repeats only harmless reads.
    pub(super) async fn settle_as(
        &mut self,
        state: JobState,
        live: &FetchedListing,
    ) -> Result<(), WorkError> {
        if state == JobState::Stale {
            let observed = self.observed(live);
            self.ports.listings.observe(&[observed]).await?;
            if let Some(reason) = self.withdrawn().await? {
                return self.fail_as_stale(&reason.code(), crate::words::blocker(&reason)).await;
            }
            let failure = JobFailure::Stale;
            return self.fail_as_stale(failure.code(), failure.seller_text()).await;
        }
        self.remember(live, self.audit_mark()).await?;
        self.job.value.read_back = Some(live.content.clone());
        self.finish_as(state).await
    }

    /// The listing's mark of an audit, where it is this job's: it stays until the job has its end, because only by it an
    /// observation finds the job. [`late::report`] removes it.
    pub(super) fn audit_mark(&self) -> Option<Awaiting> {
        let own = |awaiting: &Awaiting| awaiting.job == self.job.value.id;
        let accepted = self.job.value.state == JobState::Accepted;
        self.listing.state.value.awaiting.clone().filter(|awaiting| accepted && own(awaiting))
    }

    /// The end of a push that had begun and may not go on: what it did write is remembered, so that the next plan does
    /// not take it for somebody else's edit.
    pub(super) async fn stop_halfway(&mut self, live: &FetchedListing) -> Result<(), WorkError> {
        let other = |awaiting: &Awaiting| awaiting.job != self.job.value.id;
        let awaiting = self.listing.state.value.awaiting.clone().filter(other);
        self.remember(live, awaiting).await?;
        let stopped = JobFailure::StoppedHalfway;
        self.fail_as_stale(stopped.code(), stopped.seller_text()).await
    }

    /// The channel lets nobody edit the listing as it stands.
    pub(super) fn is_barred(&self, live: &ListingContent) -> bool {
        self.marketplace.capabilities().edits(live.status) == Edits::None
    }

    /// The end of a push that met a listing which cannot be edited now, such as a frozen one.
    pub(super) async fn stop_barred(&mut self, live: &FetchedListing) -> Result<(), WorkError> {
        self.ports.listings.observe(&[self.observed(live)]).await?;
        self.job.value.read_back = Some(live.content.clone());
        let blocker = Blocker::NotEditable { status: live.content.status };
        self.fail("not_editable", crate::words::blocker(&blocker)).await
    }

    async fn fail_as_stale(&mut self, code: &str, text: SellerText) -> Result<(), WorkError> {
        self.job.value.failure = Some(Failure::new(code, text));
        self.finish_as(JobState::Stale).await
    }

    /// Why nothing may be pushed to this listing any more for the product that was planned. An undo brings back what the
    /// channel said, whoever has the listing now.
    async fn withdrawn(&self) -> Result<Option<Blocker>, WorkError> {
        if self.plan.undoes.is_some() {
            return Ok(None);
        }
        let remote = self.marketplace.capabilities().remote;
        let product = self.ports.products.get(&self.entry.planned.product).await?;
        Ok(product.and_then(|product| withdrawn(&product.value, &self.listing.state.value, remote)))
    }

    pub(super) fn observed(&self, live: &FetchedListing) -> Observed {
        Observed {
            key: self.job.value.listing.clone(),
            hash: live.content.content_hash(),
            content: live.content.clone(),
            // By it the reconcile knows the change as ours.
            updated_at: live.updated_at,
            seen_at: self.seen_at,
        }
    }

    /// Stores what the channel shows, and agrees on every approved field that it shows as wanted.
    pub(super) async fn remember(
        &self,
        live: &FetchedListing,
        awaiting: Option<Awaiting>,
    ) -> Result<(), WorkError> {
        self.ports.listings.observe(&[self.observed(live)]).await?;
        let live = &live.content;
        let agreed = base_of(live);
        for _ in 0..5 {
            let Some(listing) = self.ports.listings.get(&self.job.value.listing).await? else {
                return Ok(());
            };
            let Versioned { mut value, version } = listing.state;
            let before = value.clone();
            if !self.marketplace.capabilities().remote {
                // The first push of a listing of the own store makes it. Elsewhere a listing without a product has lost it.
                value.product.get_or_insert_with(|| self.entry.planned.product.clone());
            }
            value.awaiting.clone_from(&awaiting);
            value.channel_status = live.status;
            value.promotion_hold = self.promotion_hold(value.promotion_hold.take(), live);
            if value.product.as_ref() == Some(&self.entry.planned.product) {
                link_added(&mut value.links, live, &self.entry.target);
            }
            for change in self
                .entry
                .planned
                .pushed()
                .filter(|change| is_shown(&*self.marketplace, change, live, &self.entry.target))
            {
                let key = FieldKey { field: change.field, offer: change.offer.clone() };
                if let Some(hash) = agreed.get(&key) {
                    value.base.insert(key, hash.clone());
                }
            }
            for (key, hash) in &agreed {
                value.base.entry(key.clone()).or_insert_with(|| hash.clone());
            }
            if value.base != before.base {
                // What was edited on the channel is overwritten: the same edit made again is reported again.
                value.reported.drift = None;
            }
            let unquoted = listing.prices.is_none() || value.links != before.links;
            if value != before {
                match self.ports.listings.put_state(&value, version).await {
                    Err(StoreError::Conflict) => continue,
                    written => written?,
                };
            }
            return if unquoted { self.have_quoted().await } else { Ok(()) };
        }
        Err(StoreError::Conflict.into())
    }

    /// Has the product quoted: the push made this listing, or offers of it, and no rule or product changed that would.
    /// A listing without quotes asks again at its next push, so that a crash before this message loses nothing.
    async fn have_quoted(&self) -> Result<(), WorkError> {
        let message = PricingMessage::Product { product: self.entry.planned.product.clone() };
        let id = self.ports.ids.unique();
        Ok(self.ports.outbox.pricing(&[Envelope { v: 1, id, message }]).await?)
    }

    pub(super) async fn store(&mut self, state: JobState) -> Result<(), WorkError> {
        let before = self.job.value.state;
        self.job.value.moves(state, self.ports.clock.now());
        let (job, _) = self.ports.runs.put_job(&self.job.value, before, self.job.version).await?;
        self.job = job;
        Ok(())
    }

    pub(super) async fn finish_as(&mut self, state: JobState) -> Result<(), WorkError> {
        self.store(state).await?;
        Ok(late::report(self.ports, &self.job).await?)
    }
}

/// Why the channel's audit refused an edit.
fn refusal(audit: Option<&Audit>) -> SellerText {
    let reasons = audit.map(|audit| audit.reasons.join("; ")).unwrap_or_default();
    JobFailure::AuditRefused { reasons: &reasons }.seller_text()
}
