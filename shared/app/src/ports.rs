//! The ports: small traits by noun, owned here by their consumer, with the records they keep.
//!
//! Look-ups return `Result<Option<T>, StoreError>`. Every write of something that people or workers edit names the
//! version it was read at and fails with [`StoreError::Conflict`](crate::StoreError::Conflict) when it moved.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use domain::{Channel, ListingKey};
use jiff::{civil::Date, tz::TimeZone};
use tokio::time::Instant;

use crate::{StoreError, pacing::Pacers};

pub mod audit;
pub mod budget;
pub mod bulk;
pub mod cards;
pub mod categories;
pub mod clock;
pub mod connections;
pub mod dead_letters;
pub mod events;
pub mod fields;
pub mod idempotency;
pub mod identity;
pub mod ids;
pub mod image_source;
pub mod imports;
pub mod listings;
pub mod mailer;
pub mod matches;
pub mod matching;
pub mod media;
pub mod notifications;
pub mod outbox;
pub mod pictures;
pub mod plans;
pub mod preferences;
pub mod products;
pub mod pushes;
mod records;
pub mod repricings;
pub mod rules;
pub mod runs;
pub mod sheets;
pub mod titles;
pub mod verifications;

pub use audit::{Audit, AuditEntry, AuditFilter, Audited, Client};
pub use budget::{Budget, Slots};
pub use bulk::{BulkKind, BulkRow, BulkTask, BulkTasks};
pub use cards::{CardMaker, CatalogueCard, ChannelCard, ListingCard, PriceSpan, PushMark, PushPhase};
pub use categories::{Categories, CategoryChoices, CategoryTree, KnownRules};
pub use clock::Clock;
pub use connections::{
    ConnectedShop, Connection, ConnectionSecret, ConnectionState, Connections, Leases, Secrets,
};
pub use dead_letters::{DeadLetter, DeadLetters, QueueName};
pub use events::{Arrival, Events};
pub use fields::{FieldMappings, FieldReports, OpenProduct, ReportInMaking, StoredReport};
pub use idempotency::{Begin, Idempotency, StoredResponse};
pub use identity::{AuthError, Authenticator, Principal, Role};
pub use ids::Ids;
pub use image_source::ImageSource;
pub use imports::{Import, ImportPhase, Imports, PageMark, PageResult, Part, PartOf, ShopProgress};
pub use listings::{
    Awaiting, Listing, ListingPrices, ListingRow, ListingState, Listings, Observed, Occurrences, Overrides,
    PromotionHold, Reported, TitleFrom, Upsert,
};
pub use mailer::Mailer;
pub use matches::{
    Decision, Earlier, MatchQuery, MatchRecord, MatchRow, Matches, Merger, Moved, Names, Place, Settlement,
    Standing,
};
pub use matching::MatchingRules;
pub use media::{Media, PicturePreparer};
pub use notifications::{Notification, Notifications};
pub use outbox::Outbox;
pub use pictures::{ImageHasher, ImageHashes, Look};
pub use plans::{
    EntryFilter, EntryRow, EntryView, FromTo, MoneyMove, PLAN_PAGE, Plan, PlanCounts, PlanEntry, PlanMoney,
    PlanPlace, PlanRequest, PlanSource, PlanState, PlanTotals, Plans, UndoScope, VariantView,
};
pub use preferences::{PersonPreferences, Preferences, SavedView};
pub use products::{
    Catalogue, CatalogueIndex, CataloguePage, CatalogueQuery, CatalogueSort, NewMaster, Products, SkuClaim,
};
pub use pushes::PushDay;
pub use records::{Page, Versioned};
pub use repricings::{Repricing, RepricingCause, RepricingState, Repricings};
pub use rules::{PriceOverride, Rules};
pub use runs::{
    Attempt, JOB_PAGE, Job, JobFilter, JobRow, JobState, Outcome, Pace, Run, RunCounts, RunState, RunWish,
    RunWork, Runs, Tallies, WaveTally,
};
pub use sheets::{
    SheetAction, SheetChange, SheetColumn, SheetEntry, SheetError, SheetFormat, SheetImport, SheetOutcome,
    SheetPart, SheetPhase, SheetResult, Sheets,
};
pub use titles::{TitleOrigin, TitleRules};
pub use verifications::{
    Check, Offence, Tally, Verification, VerificationPlace, Verifications, VerifiedPage,
};

/// Everything a use case may reach. Built once per process by a function's `main.rs`, or by `testkit`.
#[derive(Clone)]
pub struct Ports {
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
    pub products: Arc<dyn Products>,
    pub catalogue: Arc<dyn Catalogue>,
    pub card_maker: Arc<dyn CardMaker>,
    pub listings: Arc<dyn Listings>,
    pub matches: Arc<dyn Matches>,
    pub matching_rules: Arc<dyn MatchingRules>,
    pub imports: Arc<dyn Imports>,
    pub rules: Arc<dyn Rules>,
    pub field_mappings: Arc<dyn FieldMappings>,
    pub field_reports: Arc<dyn FieldReports>,
    pub repricings: Arc<dyn Repricings>,
    pub bulk_tasks: Arc<dyn BulkTasks>,
    pub categories: Arc<dyn Categories>,
    pub title_rules: Arc<dyn TitleRules>,
    pub verifications: Arc<dyn Verifications>,
    pub plans: Arc<dyn Plans>,
    pub runs: Arc<dyn Runs>,
    pub sheets: Arc<dyn Sheets>,
    pub connections: Arc<dyn Connections>,
    pub secrets: Arc<dyn Secrets>,
    pub leases: Arc<dyn Leases>,
    pub budget: Arc<dyn Budget>,
    /// The places of this process in the budgets.
    pub pacers: Pacers,
    pub events: Arc<dyn Events>,
    pub idempotency: Arc<dyn Idempotency>,
    pub audit: Arc<dyn Audit>,
    pub preferences: Arc<dyn Preferences>,
    pub notifications: Arc<dyn Notifications>,
    pub dead_letters: Arc<dyn DeadLetters>,
    pub outbox: Arc<dyn Outbox>,
    pub mailer: Arc<dyn Mailer>,
    pub images: Arc<dyn ImageSource>,
    pub media: Arc<dyn Media>,
    pub picture_preparer: Arc<dyn PicturePreparer>,
    pub image_hasher: Arc<dyn ImageHasher>,
    pub image_hashes: Arc<dyn ImageHashes>,
    pub marketplaces: Arc<dyn crate::Marketplaces>,
    pub settings: Settings,
}

/// What a deployment sets for the use cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Calls a second that all workers together make to one shop, by channel; 10 where a channel is not named.
    pub calls_per_second: BTreeMap<Channel, u32>,
    /// How long one worker waits for a slot in a call budget before it gives the message back.
    pub patience: Duration,
    /// Whether an import looks at the pictures of listings, so that they count when listings are matched.
    pub hash_images: bool,
    /// How long a request works on pages itself before it leaves the rest to the queue and answers.
    pub request_time: Duration,
    /// When this worker begins no more calls to channels, because its time ends; never where absent.
    pub until: Option<Instant>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            calls_per_second: BTreeMap::new(),
            patience: Duration::from_secs(20),
            hash_images: true,
            request_time: Duration::from_millis(500),
            until: None,
        }
    }
}

impl Ports {
    /// The same for one piece of work that begins no calls to channels after `until`. What it has then is kept, and it
    /// ends as waiting.
    #[must_use]
    pub fn until(&self, until: Option<Instant>) -> Self {
        let mut ports = self.clone();
        ports.settings.until = until;
        ports
    }
}

impl Ports {
    /// Today by the seller's calendar: a fee schedule begins at midnight in Jakarta.
    pub fn today(&self) -> Date {
        self.clock.now().to_zoned(TimeZone::fixed(jiff::tz::offset(7))).date()
    }

    /// Makes the cards of these listings again; see [`CardMaker`].
    pub(crate) async fn refresh_cards(&self, keys: &[ListingKey]) -> Result<(), StoreError> {
        self.card_maker.refresh(self, keys).await
    }

    /// Notes that something moved that a field report is made of: what listings are one product, how prices are made. A
    /// report that was started before is outdated until somebody, or the next import that changes something, starts
    /// another: deciding a hundred matches one by one must not read the catalogue a hundred times.
    pub(crate) async fn report_moved(&self) -> Result<(), StoreError> {
        self.field_reports.report_moved(self.clock.now()).await
    }
}

impl Settings {
    pub fn calls_per_second(&self, channel: &Channel) -> u32 {
        self.calls_per_second.get(channel).copied().unwrap_or(10).max(1)
    }
}

impl std::fmt::Debug for Ports {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ports").finish_non_exhaustive()
    }
}
