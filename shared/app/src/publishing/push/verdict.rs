//! The verdict: how a job ends, agreed, accepted, tried again, or given up.

use std::{collections::BTreeSet, time::Duration};

use domain::{ListingContent, channel_status::Edits, diff::Field, plan::Blocker};

use super::{
    report,
    work::{HELD, Stop, Work},
};
use crate::{
    ChannelError, WorkError,
    marketplace::{Audit, AuditVerdict, FetchedListing, StepOutcome},
    message::{Envelope, NotifyMessage, Severity, SyncMessage},
    ports::{Awaiting, JobState, runs::Failure},
    publishing::withheld::withdrawn,
    words::{JobFailure, Notice, SellerText, held_by_promotion},
};

/// Failed tries after which a job is given up; waiting for a call budget does not count.
const MOST_ATTEMPTS: usize = 6;
/// Looks at an audited edit before the marketplace's own push or the daily reconcile has to.
const MOST_WATCHES: usize = 40;

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

    pub(super) async fn accept(&mut self, after: &FetchedListing) -> Result<(), WorkError> {
        let awaiting = Awaiting { run: self.job.value.run.clone(), job: self.job.value.id.clone() };
        self.remember(after, Some(awaiting)).await?;
        self.job.value.read_back = Some(after.content.clone());
        let message = SyncMessage::Watch {
            run: self.job.value.run.clone(),
            job: self.job.value.id.clone(),
            listing: self.key.clone(),
        };
        let id = format!("{}-watch-{}", self.job.value.id, self.job.version);
        // The watch leaves before the state is stored: a crash in between pushes nothing twice and watches once more.
        self.ports.outbox.sync(&[Envelope { v: 1, id, message }]).await?;
        self.finish_as(JobState::Accepted).await
    }

    pub(super) async fn judge_audit(&mut self, live: &FetchedListing, again: bool) -> Result<(), WorkError> {
        if self.awaited(&live.content).changes.is_empty() {
            return self.agree(live).await;
        }
        if self.is_sold_at_another_price(live) {
            let session = self.session().await?;
            return self.hide(&session, live).await;
        }
        let looks = self.job.value.attempts.len();
        // A refused edit of a live listing leaves the listing live: there only the audit's own verdict says it.
        let refused = live.audit.as_ref().filter(|audit| audit.verdict == AuditVerdict::Refused);
        // A listing that was refused before the push says nothing about this edit when it still is.
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
    pub(super) fn next_attempt(&mut self, after: Duration) {
        self.job.value.next_attempt_at = self.ports.clock.now().checked_add(after).ok();
    }

    pub(super) async fn fail(&mut self, code: &str, told: SellerText) -> Result<(), WorkError> {
        if self.job.value.state == JobState::Accepted {
            let message = self.late_refusal(told.clone());
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
            self.keep(live).await?;
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

    /// The end of a push whose listing is not in the shop any more.
    pub(super) async fn fail_as_gone(&mut self) -> Result<(), WorkError> {
        let gone = JobFailure::ListingGone;
        self.fail(gone.code(), gone.seller_text()).await
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

    /// The channel allows no edit of the listing in its current state.
    pub(super) fn is_barred(&self, live: &ListingContent) -> bool {
        self.marketplace.capabilities().edits(live.status) == Edits::None
    }

    /// The end of a push that met a listing which cannot be edited now, such as a frozen one.
    pub(super) async fn stop_barred(&mut self, live: &FetchedListing) -> Result<(), WorkError> {
        self.keep(live).await?;
        self.job.value.read_back = Some(live.content.clone());
        let blocker = Blocker::NotEditable { status: live.content.status };
        self.fail("not_editable", crate::words::blocker(&blocker)).await
    }

    pub(super) async fn fail_as_stale(&mut self, code: &str, text: SellerText) -> Result<(), WorkError> {
        self.job.value.failure = Some(Failure::new(code, text));
        self.finish_as(JobState::Stale).await
    }

    /// Why nothing may be pushed to this listing any more for the product that was planned. An undo brings back what
    /// the channel said, whoever has the listing now; a deletion names its listing.
    pub(super) async fn withdrawn(&self) -> Result<Option<Blocker>, WorkError> {
        if self.plan.undoes.is_some() || self.plan.deletes {
            return Ok(None);
        }
        let remote = self.marketplace.capabilities().remote;
        let product = self.ports.products.get(&self.entry.planned.product).await?;
        Ok(product.and_then(|product| withdrawn(&product.value, &self.listing.state.value, remote)))
    }

    pub(super) async fn finish_as(&mut self, state: JobState) -> Result<(), WorkError> {
        self.store(state).await?;
        Ok(report::report(self.ports, &self.job).await?)
    }

    /// The notice of an edit that was accepted and then failed.
    pub(super) fn late_refusal(&self, why: SellerText) -> NotifyMessage {
        let job = &self.job.value;
        let title = &self.listing.observed.content.title;
        let channel = &self.marketplace.capabilities().name;
        let notice = Notice::EditRefused { title, channel, why };
        // The version makes a refusal after a retry another one than the first.
        let subject = format!("{}/{}/{}", job.listing, job.run, self.job.version);
        NotifyMessage::tell(notice.kind(), &subject, Severity::Warning, notice.seller_text())
    }
}

/// Why the channel's audit refused an edit.
fn refusal(audit: Option<&Audit>) -> SellerText {
    let reasons = audit.map(|audit| audit.reasons.join("; ")).unwrap_or_default();
    JobFailure::AuditRefused { reasons: &reasons }.seller_text()
}
