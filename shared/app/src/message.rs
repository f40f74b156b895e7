//! What travels on the queues: ids, a version, and nothing that could be stale. Old payloads still decode: fields are
//! only added, with defaults, and a fixture of every version is a test.

pub(crate) mod chain;

use domain::{
    Channel, ContentHash, ExternalId, ImportId, JobId, ListingKey, PlanId, ProductId, RunId, SheetId, ShopId,
    VerificationId,
    ids::{BulkTaskId, ReportId, RepricingId},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ports::VerificationPlace, words::SellerText};

/// Wraps every payload with its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope<M> {
    /// Of the payload's shape; 1 today.
    pub v: u32,
    /// Equal for repeats of one message.
    pub id: String,
    #[serde(flatten)]
    pub message: M,
}

/// To the `import` function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ImportMessage {
    /// List one page of a shop; fans out into `Details` and the next `List`.
    List {
        import: ImportId,
        channel: Channel,
        shop: ShopId,
        /// Counts pages from 0: names the page in the progress record.
        page: u32,
        cursor: Option<String>,
        #[serde(default)]
        changed_since: Option<Timestamp>,
    },
    /// Pull these listings whole.
    Details {
        import: ImportId,
        channel: Channel,
        shop: ShopId,
        /// Names the slice in the progress record, such as `3.1`.
        slice: String,
        listings: Vec<ExternalId>,
    },
    /// Look at those pictures of these listings that nobody looked at.
    Pictures {
        import: ImportId,
        channel: Channel,
        shop: ShopId,
        /// The slice of details that asks.
        slice: String,
        listings: Vec<ExternalId>,
    },
    /// All shops are pulled: compare this shop's listings with the other's.
    Match { import: ImportId, channel: Channel, shop: ShopId, other_channel: Channel, other_shop: ShopId },
    /// All shops are matched: make masters of the listings that have none, one channel after the other.
    Build { import: ImportId, channel: Channel, shop: ShopId, cursor: Option<String>, batch: u32 },
    /// Count one page of the catalogue for the field report; the step names the page.
    FieldReport { report: ReportId, step: u32 },
    /// Write one batch of an accepted spreadsheet; the next follows.
    Sheet { sheet: SheetId, batch: u32 },
}

/// To the `sync` function. FIFO, by [`SyncMessage::group`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum SyncMessage {
    /// Carry out one job of a run.
    Push { run: RunId, job: JobId, listing: ListingKey },
    /// Read the listing from the channel: it was or may have been changed there.
    Observe {
        listing: ListingKey,
        /// Why, such as `22 item_price_update` or `reconcile`.
        reason: String,
        /// The seller was told the reason, such as a violation, so it is not reported again that the listing is taken
        /// down.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        told: bool,
    },
    /// Look whether the channel has passed an edit that it took under audit.
    Watch { run: RunId, job: JobId, listing: ListingKey },
}

impl SyncMessage {
    pub fn listing(&self) -> &ListingKey {
        match self {
            Self::Push { listing, .. } | Self::Observe { listing, .. } | Self::Watch { listing, .. } => {
                listing
            }
        }
    }

    /// The order in which a FIFO queue keeps it: one group per listing, so that a listing has one writer. A watch only
    /// reads, waits for minutes between two looks and writes the job at its version: a group of its own, so that the
    /// listing's observations and pushes do not wait behind it.
    pub fn group(&self) -> String {
        match self {
            Self::Push { listing, .. } | Self::Observe { listing, .. } => listing.to_string(),
            Self::Watch { listing, .. } => format!("watch:{listing}"),
        }
    }
}

/// To the `pricing` function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PricingMessage {
    /// A product changed: quote its offers on every channel again.
    Product {
        product: ProductId,
    },
    Products {
        products: Vec<ProductId>,
    },
    /// A rule or fee schedule changed: quote the shop's listings again, a page at a time.
    Channel {
        channel: Channel,
        cursor: Option<String>,
        #[serde(default)]
        rule_version: u64,
        /// Where progress is kept, when a person waits for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        repricing: Option<RepricingId>,
        /// Counts the pages before this one: a page that comes again is counted once.
        #[serde(default, skip_serializing_if = "is_first")]
        page: u32,
    },
    /// One page of a bulk task.
    Bulk {
        task: BulkTaskId,
        /// Counts pages from 0: a page that was done is not done again.
        page: u32,
    },
    /// One page of a check of the whole catalogue.
    Verify {
        verification: VerificationId,
        /// Counts pages from 0.
        page: u32,
        /// Absent when every shop was looked at: sum it up.
        place: Option<VerificationPlace>,
    },
    /// Go on with the making of a plan, from wherever it is.
    Plan {
        plan: PlanId,
    },
    /// Go on with making and sending a run's jobs, from wherever that is.
    Run {
        run: RunId,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_first(page: &u32) -> bool {
    *page == 0
}

impl PricingMessage {
    /// The first page of a channel, without a progress record.
    pub fn channel(channel: Channel, rule_version: u64) -> Self {
        Self::Channel { channel, cursor: None, rule_version, repricing: None, page: 0 }
    }
}

/// To the `notify` function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum NotifyMessage {
    Tell {
        /// Such as `import_finished`; with `subject` it makes the notification, so that repeats make one.
        kind: String,
        /// What it is about, such as an import's id.
        subject: String,
        severity: Severity,
        /// In Bahasa Indonesia.
        text: String,
        /// In English.
        text_en: String,
    },
}

impl NotifyMessage {
    /// The notification that says `text`.
    pub fn tell(kind: &str, subject: &str, severity: Severity, text: SellerText) -> Self {
        let SellerText { text, text_en } = text;
        Self::Tell { kind: kind.to_owned(), subject: subject.to_owned(), severity, text, text_en }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Info,
    /// Also sent by mail.
    Warning,
    /// Also sent by mail, with `PENTING` in the subject.
    Urgent,
}

impl<M: Serialize> Envelope<M> {
    /// An envelope whose id follows from its content: sending the same twice is one message to a FIFO queue.
    pub fn derived(message: M) -> Self {
        let id = ContentHash::of(&message).short().to_string();
        Self { v: 1, id, message }
    }
}
