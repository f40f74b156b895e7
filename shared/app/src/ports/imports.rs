//! Imports and their progress.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{Channel, ExternalId, ImportId, ShopId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Page;
use crate::StoreError;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportPhase {
    /// Listings are being pulled.
    Pulling,
    /// All are pulled; they are being matched, and then masters are made.
    Building,
    Finished,
    Failed,
}

/// One pull of one or more shops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    pub id: ImportId,
    pub phase: ImportPhase,
    pub shops: Vec<ShopProgress>,
    pub masters_created: u64,
    pub masters_joined: u64,
    /// Pairs of listings by how sure their match is, linked and offered.
    #[serde(default)]
    pub matches_auto: u64,
    #[serde(default)]
    pub matches_suggested: u64,
    #[serde(default)]
    pub matches_review: u64,
    /// Listings that are not listed any more are gone, however many they are: the seller said so.
    #[serde(default)]
    pub accepts_gone: bool,
    pub started_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    /// Why it failed, for a person.
    pub failure: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopProgress {
    pub channel: Channel,
    pub shop: ShopId,
    /// The last list page was read.
    pub listed: bool,
    /// As the shop tells, where it does.
    pub total: Option<u64>,
    pub pages: u64,
    /// Listings named by the list pages, each once.
    pub found: u64,
    /// Slices of details that were asked for and that are done.
    pub slices: u64,
    pub slices_done: u64,
    pub created: u64,
    pub changed: u64,
    pub unchanged: u64,
    /// Named by a list page, and not there when asked for.
    pub missing: u64,
    /// Known before and not in the shop any more.
    pub gone: u64,
    /// Slices whose pictures are to be looked at, and those where that is done.
    #[serde(default)]
    pub pictures_asked: u64,
    #[serde(default)]
    pub pictures_seen: u64,
    /// Pictures that were looked at now and have a hash.
    #[serde(default)]
    pub pictures_hashed: u64,
    /// Pictures that could not be had or show nothing.
    #[serde(default)]
    pub pictures_missing: u64,
}

impl ShopProgress {
    pub fn new(channel: Channel, shop: ShopId) -> Self {
        Self {
            channel,
            shop,
            listed: false,
            total: None,
            pages: 0,
            found: 0,
            slices: 0,
            slices_done: 0,
            created: 0,
            changed: 0,
            unchanged: 0,
            missing: 0,
            gone: 0,
            pictures_asked: 0,
            pictures_seen: 0,
            pictures_hashed: 0,
            pictures_missing: 0,
        }
    }

    /// Everything that the list pages named was pulled, and its pictures were looked at.
    pub fn is_pulled(&self) -> bool {
        self.listed && self.slices_done == self.slices && self.pictures_seen == self.pictures_asked
    }
}

/// A step of an import that counts once, however often its message is delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mark", rename_all = "snake_case")]
pub enum PageMark {
    /// A list page, by its number. Keeps the names, to tell at the end what is gone.
    Listed { page: u32, last: bool, total: Option<u64>, listings: Vec<ExternalId>, slices: u64 },
    /// A slice of details, by its name.
    Pulled { slice: String, created: u64, changed: u64, unchanged: u64, missing: u64 },
    /// A part of a slice, counted from 1, because something stopped it: `left` is what the next one pulls.
    Part {
        slice: String,
        part: u32,
        left: Vec<ExternalId>,
        created: u64,
        changed: u64,
        unchanged: u64,
        missing: u64,
    },
    /// The pictures of a slice, or of a part of it, are to be looked at. Marked before the slice or part is.
    PicturesAsked { slice: String },
    /// The pictures of a slice were looked at.
    PicturesSeen { slice: String, hashed: u64, missing: u64 },
    /// Known listings that are not in the shop any more: those that no [`GoneUpTo`](PageMark::GoneUpTo) counted.
    Gone { count: u64 },
    /// The same for those up to and with `last`, in the order of their ids; counted from 1.
    GoneUpTo { part: u32, last: ExternalId, count: u64 },
    /// Two shops were matched; `other` names the second one.
    Matched { other: String, auto: u64, suggested: u64, review: u64 },
    /// A batch of masters.
    Built { batch: String, created: u64, joined: u64 },
}

/// What marking a step did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageResult {
    /// Counted now; the import as it stands after it.
    Counted(Import),
    /// Was counted before; the import as it stands.
    Repeated(Import),
}

impl PageResult {
    pub fn import(&self) -> &Import {
        match self {
            Self::Counted(import) | Self::Repeated(import) => import,
        }
    }
}

#[async_trait]
pub trait Imports: Send + Sync {
    /// Stores it, and that it is the latest of each of its shops.
    async fn create(&self, import: &Import) -> Result<(), StoreError>;
    /// The import of the shop that was created last. Never late, as a list may be.
    async fn latest(&self, channel: &Channel, shop: &ShopId) -> Result<Option<Import>, StoreError>;
    async fn get(&self, id: &ImportId) -> Result<Option<Import>, StoreError>;
    /// The newest first.
    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Import>, StoreError>;
    /// Records a step and adds it to the counters, exactly once.
    async fn mark(
        &self,
        id: &ImportId,
        channel: &Channel,
        shop: &ShopId,
        mark: &PageMark,
    ) -> Result<PageResult, StoreError>;
    /// The part of a slice, or of what is gone, that was recorded last.
    async fn part(
        &self,
        id: &ImportId,
        channel: &Channel,
        shop: &ShopId,
        of: PartOf<'_>,
    ) -> Result<Option<Part>, StoreError>;
    /// Whether the step was recorded: asked before its work is done again. Not for parts.
    async fn is_marked(
        &self,
        id: &ImportId,
        channel: &Channel,
        shop: &ShopId,
        name: &str,
    ) -> Result<bool, StoreError>;
    /// The names that one list page of a shop brought; none where it was not read.
    async fn listed_on(
        &self,
        id: &ImportId,
        channel: &Channel,
        shop: &ShopId,
        page: u32,
    ) -> Result<Vec<ExternalId>, StoreError>;
    /// All names that the list pages of a shop brought.
    async fn listed(
        &self,
        id: &ImportId,
        channel: &Channel,
        shop: &ShopId,
    ) -> Result<Vec<ExternalId>, StoreError>;
    /// Moves to `to` when the phase is `from`; `false` when it was not.
    async fn advance(
        &self,
        id: &ImportId,
        from: ImportPhase,
        to: ImportPhase,
        at: Timestamp,
        failure: Option<&str>,
    ) -> Result<bool, StoreError>;
}

/// What is done in parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartOf<'a> {
    Slice(&'a str),
    Gone,
}

impl PartOf<'_> {
    /// Names the record of its parts within the shop.
    pub fn name(self) -> String {
        match self {
            Self::Slice(slice) => format!("part-{slice}"),
            Self::Gone => "part-gone".to_owned(),
        }
    }
}

/// How far something was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Counts from 1.
    pub number: u32,
    /// Of a slice: what is left. Of what is gone: the last one that was looked for.
    pub listings: Vec<ExternalId>,
}

impl PageMark {
    /// The part that the step records, where it is one. Parts of one thing share a name, and only a later one is recorded
    /// over an earlier one.
    pub fn part(&self) -> Option<Part> {
        match self {
            Self::Part { part, left, .. } => Some(Part { number: *part, listings: left.clone() }),
            Self::GoneUpTo { part, last, .. } => Some(Part { number: *part, listings: vec![last.clone()] }),
            _ => None,
        }
    }

    /// Names the step within its shop.
    pub fn name(&self) -> String {
        match self {
            Self::Part { slice, .. } => PartOf::Slice(slice).name(),
            Self::GoneUpTo { .. } => PartOf::Gone.name(),
            Self::Listed { page, .. } => format!("list-{page}"),
            Self::Pulled { slice, .. } => format!("slice-{slice}"),
            Self::PicturesAsked { slice } => format!("asked-{slice}"),
            Self::PicturesSeen { slice, .. } => format!("pictures-{slice}"),
            Self::Gone { .. } => "gone".to_owned(),
            Self::Matched { other, .. } => format!("matched-{other}"),
            Self::Built { batch, .. } => format!("built-{batch}"),
        }
    }

    /// Adds the step to the counters of its shop and import: the one place that says what each mark counts.
    pub fn count(&self, import: &mut Import, channel: &Channel, shop: &ShopId) {
        if let Self::Built { created, joined, .. } = self {
            import.masters_created += created;
            import.masters_joined += joined;
        }
        if let Self::Matched { auto, suggested, review, .. } = self {
            import.matches_auto += auto;
            import.matches_suggested += suggested;
            import.matches_review += review;
        }
        let Some(progress) = import.shops.iter_mut().find(|s| &s.channel == channel && &s.shop == shop)
        else {
            return;
        };
        match self {
            Self::Listed { last, total, listings, slices, .. } => {
                progress.pages += 1;
                progress.found += listings.len() as u64;
                progress.slices += slices;
                progress.listed |= last;
                progress.total = total.or(progress.total);
            }
            Self::Pulled { created, changed, unchanged, missing, .. } => {
                progress.slices_done += 1;
                progress.created += created;
                progress.changed += changed;
                progress.unchanged += unchanged;
                progress.missing += missing;
            }
            Self::Part { created, changed, unchanged, missing, .. } => {
                progress.created += created;
                progress.changed += changed;
                progress.unchanged += unchanged;
                progress.missing += missing;
            }
            Self::PicturesAsked { .. } => progress.pictures_asked += 1,
            Self::PicturesSeen { hashed, missing, .. } => {
                progress.pictures_seen += 1;
                progress.pictures_hashed += hashed;
                progress.pictures_missing += missing;
            }
            Self::Gone { count } | Self::GoneUpTo { count, .. } => progress.gone += count,
            Self::Matched { .. } | Self::Built { .. } => {}
        }
    }
}

/// Counters by shop, as a report shows them.
pub fn by_channel(import: &Import) -> BTreeMap<Channel, u64> {
    let mut found = BTreeMap::new();
    for shop in &import.shops {
        *found.entry(shop.channel.clone()).or_insert(0) += shop.found;
    }
    found
}
