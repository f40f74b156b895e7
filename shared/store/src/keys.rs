//! Every key of the table. `#` separates parts: no id, channel or shop can contain it, and it sorts before every
//! character that they can contain, so keys sort part by part. Free texts come last in a key, and long ones are hashed.

use aws_sdk_dynamodb::types::AttributeValue;
use domain::{
    Channel, ContentHash, ImageId, ImportId, JobId, ListingKey, PlanId, ProductId, RunId, SheetId, ShopId,
    ids::NotificationId,
};
use jiff::Timestamp;

use crate::db::Item;

mod rules;
pub use rules::{
    FIELD_REPORT, RULE_VERSION, SKU_PATTERN, SKU_RULES, current_report, open_products, open_products_of,
    open_products_partition, override_partition, price_override, report_in_making, report_moved, repricing,
    rule, rule_partition, scoped_rule, sku_pattern, sku_rules,
};
mod bulk;
mod catalogue;
mod categories;
mod matches;
mod verification;
pub use bulk::{BULK_ROW, bulk_alone, bulk_page_partition, bulk_row, bulk_task};
pub use catalogue::{
    PUSH_DAYS, catalogue_partition, catalogue_place, catalogue_shard, listing_card, listing_place,
    listing_shard, push_day, push_day_from,
};
pub use categories::{
    CATEGORY_PART, categories, category_choices, category_head, category_part, category_part_prefix,
    category_rules,
};
pub use matches::{
    match_list, match_place, match_record, match_row, match_rows, match_rows_of, match_state, merger,
    standing,
};
pub use verification::{
    TITLE_RISKS, VERIFIED_PAGE, title_risks, verification, verification_partition, verified_page,
};

/// Shards of the catalogue index, which are read in parallel at a cold start.
pub const CATALOGUE_SHARDS: u8 = 8;

/// The primary key of an item.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    pub pk: String,
    pub sk: String,
}

impl Key {
    pub fn new(pk: impl Into<String>, sk: impl Into<String>) -> Self {
        Self { pk: pk.into(), sk: sk.into() }
    }

    /// An item that contains only this key.
    pub(crate) fn into_item(self) -> Item {
        Item::from([
            ("pk".to_owned(), AttributeValue::S(self.pk)),
            ("sk".to_owned(), AttributeValue::S(self.sk)),
        ])
    }
}

/// A moment as text that sorts by time: UTC, with nine decimal digits of the second.
pub fn moment(at: Timestamp) -> String {
    format!("{at:.9}")
}

/// A text from outside as the last part of a key.
fn bounded(text: &str) -> String {
    if text.len() <= 200 {
        text.to_owned()
    } else {
        format!("sha256:{}", ContentHash::of_bytes(text.as_bytes()))
    }
}

// ---------------------------------------------------------------- products

pub fn product_partition(id: &ProductId) -> String {
    format!("P#{id}")
}

pub fn product(id: &ProductId) -> Key {
    Key::new(product_partition(id), "PRODUCT")
}

/// Beginning of the sort keys of a product's listings, in the product's partition.
pub const LISTING_EDGE: &str = "LISTING#";

pub fn listing_edge(product: &ProductId, listing: &ListingKey) -> Key {
    Key::new(product_partition(product), format!("{LISTING_EDGE}{}", ordered(listing)))
}

/// Exists while a product that needs more than one transaction claims its SKUs.
pub fn claim_fence(product: &ProductId) -> Key {
    Key::new(product_partition(product), "CLAIMING")
}

/// The claim of a product on a SKU, by [`domain::Sku::folded`].
pub fn sku(folded: &str) -> Key {
    Key::new(format!("SKU#{folded}"), "SKU")
}

// ---------------------------------------------------------------- listings

/// Sorts as [`ListingKey`] does.
fn ordered(key: &ListingKey) -> String {
    format!("{}#{}#{}", key.channel, key.shop, key.external_id)
}

pub fn listing_partition(key: &ListingKey) -> String {
    format!("L#{key}")
}

/// What the channel last reported.
pub fn observed(key: &ListingKey) -> Key {
    Key::new(listing_partition(key), "OBSERVED")
}

/// Our own state of the listing.
pub fn state(key: &ListingKey) -> Key {
    Key::new(listing_partition(key), "STATE")
}

pub fn prices(key: &ListingKey) -> Key {
    Key::new(listing_partition(key), "PRICES")
}

pub fn shop_partition(channel: &Channel, shop: &ShopId) -> String {
    format!("SHOP#{channel}#{shop}")
}

/// The rows of a shop, in listing order.
pub const SHOP_ROW: &str = "LISTING#";

pub fn shop_row(key: &ListingKey) -> Key {
    Key::new(shop_partition(&key.channel, &key.shop), format!("{SHOP_ROW}{}", key.external_id))
}

/// The newest import of the shop, by start.
pub fn latest_import(channel: &Channel, shop: &ShopId) -> Key {
    Key::new(shop_partition(channel, shop), "IMPORT")
}

/// The shop's copy of one of our pictures.
pub fn image_reference(channel: &Channel, shop: &ShopId, image: &ImageId) -> Key {
    Key::new(shop_partition(channel, shop), format!("IMAGE#{image}"))
}

/// The hash of a channel's picture, by the channel's name for the picture. Each has a partition of its own, because an
/// import writes thousands.
pub fn image_look(channel: &Channel, shop: &ShopId, reference: &str) -> Key {
    Key::new(format!("LOOK#{channel}#{shop}#{}", bounded(reference)), "LOOK")
}

// ---------------------------------------------------------------- imports, plans, runs

fn import_partition(id: &ImportId) -> String {
    format!("IMPORT#{id}")
}

pub fn import(id: &ImportId) -> Key {
    Key::new(import_partition(id), "IMPORT")
}

fn mark_prefix(channel: &Channel, shop: &ShopId) -> String {
    format!("MARK#{channel}#{shop}#")
}

pub fn import_mark(id: &ImportId, channel: &Channel, shop: &ShopId, name: &str) -> Key {
    Key::new(import_partition(id), mark_prefix(channel, shop) + &bounded(name))
}

/// The partition and the sort key prefix of the marks of list pages. Must agree with `PageMark::name`.
pub fn listed_marks(id: &ImportId, channel: &Channel, shop: &ShopId) -> (String, String) {
    (import_partition(id), mark_prefix(channel, shop) + "list-")
}

fn plan_partition(id: &PlanId) -> String {
    format!("PLAN#{id}")
}

pub fn plan(id: &PlanId) -> Key {
    Key::new(plan_partition(id), "PLAN")
}

/// The source of a plan: what it is computed from.
pub fn plan_source(id: &PlanId) -> Key {
    Key::new(plan_partition(id), "SOURCE")
}

/// A page of a plan's entries: a partition of its own.
pub fn plan_page(id: &PlanId, page: u32) -> String {
    format!("{}#{page:06}", plan_partition(id))
}

pub const PLAN_ENTRY: &str = "ENTRY#";

pub fn plan_entry(id: &PlanId, page: u32, key: &ListingKey) -> Key {
    Key::new(plan_page(id, page), format!("{PLAN_ENTRY}{}", ordered(key)))
}

/// This many pages share one partition for their rows.
const PLAN_ROWS: u32 = 50;

/// The short rows by which the entries of a page are filtered: one item per page.
pub fn plan_rows(id: &PlanId, page: u32) -> Key {
    Key::new(format!("{}#ROWS#{:06}", plan_partition(id), page / PLAN_ROWS), format!("PAGE#{page:06}"))
}

fn run_partition(id: &RunId) -> String {
    format!("RUN#{id}")
}

/// The partition of the runs that may still have something to report.
pub const OPEN_RUNS: &str = "OPENRUNS";

pub fn open_run(id: &RunId) -> Key {
    Key::new(OPEN_RUNS, id.to_string())
}

pub fn run(id: &RunId) -> Key {
    Key::new(run_partition(id), "RUN")
}

/// A job with its snapshots: a partition of its own.
pub fn job(run: &RunId, id: &JobId) -> Key {
    Key::new(format!("{}#{id}", run_partition(run)), "JOB")
}

/// Rows in one partition. A page of jobs writes 48 rows.
pub const JOB_ROWS: u32 = 240;

/// The rows of a run: small items in the order of the jobs, each with the job's id and state. A few hundred share a
/// partition.
pub fn job_rows(run: &RunId, slot: u32) -> String {
    format!("{}#{:06}", run_partition(run), slot / JOB_ROWS)
}

/// The sort key of the row at `slot`.
pub fn job_row_at(slot: u32) -> String {
    format!("ROW#{slot:08}")
}

pub fn job_row(run: &RunId, slot: u32) -> Key {
    Key::new(job_rows(run, slot), job_row_at(slot))
}

fn sheet_partition(id: &SheetId) -> String {
    format!("SHEET#{id}")
}

/// An uploaded spreadsheet, without its content.
pub fn sheet(id: &SheetId) -> Key {
    Key::new(sheet_partition(id), "SHEET")
}

/// A batch of the products that a spreadsheet changes.
pub fn sheet_entries(id: &SheetId, batch: u32) -> Key {
    Key::new(sheet_partition(id), format!("ENTRY#{batch:06}"))
}

/// A batch of the errors in a spreadsheet.
pub fn sheet_errors(id: &SheetId, batch: u32) -> Key {
    Key::new(sheet_partition(id), format!("ERROR#{batch:06}"))
}

/// The results of a batch of products.
pub fn sheet_results(id: &SheetId, batch: u32) -> Key {
    Key::new(sheet_partition(id), format!("RESULT#{batch:06}"))
}

// ---------------------------------------------------------------- rules, connections, machinery

pub const CONNECTIONS: &str = "CONNECTIONS";

pub fn connection(channel: &Channel) -> Key {
    Key::new(CONNECTIONS, channel.as_str())
}

pub fn lock(name: &str) -> Key {
    Key::new(format!("LOCK#{}", bounded(name)), "LOCK")
}

pub fn budget(channel: &Channel, shop: &ShopId) -> Key {
    Key::new(format!("BUDGET#{channel}#{shop}"), "BUDGET")
}

pub fn idempotency(key: &str) -> Key {
    Key::new(format!("IDEMPOTENCY#{}", bounded(key)), "IDEMPOTENCY")
}

/// A push of a channel that was received.
pub fn event(channel: &Channel, id: &str) -> Key {
    Key::new(format!("EVENT#{channel}#{}", bounded(id)), "EVENT")
}

/// A push of an unknown kind.
pub fn kept_event(channel: &Channel, kind: &str, id: &str) -> Key {
    Key::new(format!("KEPT#{channel}#{}", bounded(kind)), format!("EVENT#{}", bounded(id)))
}

pub fn event_counts(channel: &Channel) -> String {
    format!("KEPT#{channel}")
}

pub const EVENT_COUNT: &str = "COUNT#";

pub fn event_count(channel: &Channel, kind: &str) -> Key {
    Key::new(event_counts(channel), format!("{EVENT_COUNT}{}", bounded(kind)))
}

/// The audit of one subject, by time.
pub fn audit_partition(subject: &str) -> String {
    format!("AUDIT#{}", bounded(subject))
}

pub fn audit(subject: &str, at: Timestamp, id: &str) -> Key {
    Key::new(audit_partition(subject), format!("{}#{}", moment(at), bounded(id)))
}

pub fn notification(id: &NotificationId) -> Key {
    Key::new(format!("NOTE#{id}"), "NOTE")
}

/// The number of unread notifications, and the moment up to which all are read.
pub fn unread() -> Key {
    Key::new("NOTES", "UNREAD")
}

/// A person's settings of the dashboard.
pub fn preferences(person: &str) -> Key {
    Key::new(format!("PERSON#{}", bounded(person)), "PREFERENCES")
}

// ---------------------------------------------------------------- gsi1

/// The lists of all records of one kind, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newest {
    Imports,
    Plans,
    Runs,
    Sheets,
    Audit,
    Notifications,
    Repricings,
    BulkTasks,
    Verifications,
}

impl Newest {
    pub const fn partition(self) -> &'static str {
        match self {
            Self::Imports => "IMPORTS",
            Self::Plans => "PLANS",
            Self::Runs => "RUNS",
            Self::Sheets => "SHEETS",
            Self::Audit => "AUDIT",
            Self::Notifications => "NOTES",
            Self::Repricings => "REPRICINGS",
            Self::BulkTasks => "BULKTASKS",
            Self::Verifications => "VERIFICATIONS",
        }
    }

    /// Adds the index's key attributes to an item.
    pub(crate) fn index(self, item: &mut Item, at: Timestamp, id: &str) {
        item.insert("g1pk".to_owned(), AttributeValue::S(self.partition().to_owned()));
        item.insert("g1sk".to_owned(), AttributeValue::S(format!("{}#{}", moment(at), bounded(id))));
    }
}

#[cfg(test)]
mod tests;
