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
    /// Listings are being read.
    Pulling,
    /// All are read. They are being matched, and then masters are built.
    Building,
    Finished,
    Failed,
}

/// One import of one or more shops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    pub id: ImportId,
    pub phase: ImportPhase,
    pub shops: Vec<ShopProgress>,
    pub masters_created: u64,
    pub masters_joined: u64,
    /// Pairs of listings, linked or offered, by the certainty of their match.
    #[serde(default)]
    pub matches_auto: u64,
    #[serde(default)]
    pub matches_suggested: u64,
    #[serde(default)]
    pub matches_review: u64,
    /// The seller confirmed that all listings that are no longer listed are gone, however many they are.
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
    /// The total that the shop reports, if it does.
    pub total: Option<u64>,
    pub pages: u64,
    /// Listings named by the list pages, each once.
    pub found: u64,
    /// Slices of details that were requested, and that are done.
    pub slices: u64,
    pub slices_done: u64,
    pub created: u64,
    pub changed: u64,
    pub unchanged: u64,
    /// Named by a list page, but not found when their details were requested.
    pub missing: u64,
    /// Known before, but not in the shop any more.
    pub gone: u64,
    /// Slices whose pictures have to be hashed, and those where that is done.
    #[serde(default)]
    pub pictures_asked: u64,
    #[serde(default)]
    pub pictures_seen: u64,
    /// Pictures that were hashed in this import.
    #[serde(default)]
    pub pictures_hashed: u64,
    /// Pictures that could not be fetched or hashed.
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

    /// Whether everything that the list pages named was read, and its pictures were hashed.
    pub fn is_pulled(&self) -> bool {
        self.listed && self.slices_done == self.slices && self.pictures_seen == self.pictures_asked
    }
}

/// A step of an import that counts once, however often its message is delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mark", rename_all = "snake_case")]
pub enum PageMark {
    /// A list page, by its number. Stores the listing ids, to find at the end which listings are gone.
    Listed { page: u32, last: bool, total: Option<u64>, listings: Vec<ExternalId>, slices: u64 },
    /// A slice of details, by its name.
    Pulled { slice: String, created: u64, changed: u64, unchanged: u64, missing: u64 },
    /// A part of a slice, counted from 1, because something stopped the slice. `left` is what the next part reads.
    Part {
        slice: String,
        part: u32,
        left: Vec<ExternalId>,
        created: u64,
        changed: u64,
        unchanged: u64,
        missing: u64,
    },
    /// The pictures of a slice, or of a part of it, have to be hashed. Marked before the slice or part itself.
    PicturesAsked { slice: String },
    /// The pictures of a slice were hashed.
    PicturesSeen { slice: String, hashed: u64, missing: u64 },
    /// Known listings that are not in the shop any more, without those that a [`GoneUpTo`](PageMark::GoneUpTo) counted.
    Gone { count: u64 },
    /// The same for the listings up to and including `last`, in the order of their ids. Parts are counted from 1.
    GoneUpTo { part: u32, last: ExternalId, count: u64 },
    /// Two shops were matched; `other` names the second one.
    Matched { other: String, auto: u64, suggested: u64, review: u64 },
    /// A batch of masters.
    Built { batch: String, created: u64, joined: u64 },
}

/// What marking a step did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageResult {
    /// It was counted now; contains the import after that.
    Counted(Import),
    /// It was counted before; contains the current import.
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
    /// Stores the import, and records it as the latest of each of its shops.
    async fn create(&self, import: &Import) -> Result<(), StoreError>;
    /// The newest import of the shop. Always current, unlike a list.
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
    /// The last recorded part of a slice, or of the search for gone listings.
    async fn part(
        &self,
        id: &ImportId,
        channel: &Channel,
        shop: &ShopId,
        of: PartOf<'_>,
    ) -> Result<Option<Part>, StoreError>;
    /// Whether the step was recorded; checked before its work is done again. Not for parts.
    async fn is_marked(
        &self,
        id: &ImportId,
        channel: &Channel,
        shop: &ShopId,
        name: &str,
    ) -> Result<bool, StoreError>;
    /// The listing ids of one list page; none if it was not read.
    async fn listed_on(
        &self,
        id: &ImportId,
        channel: &Channel,
        shop: &ShopId,
        page: u32,
    ) -> Result<Vec<ExternalId>, StoreError>;
    /// The listing ids of all list pages of a shop.
    async fn listed(
        &self,
        id: &ImportId,
        channel: &Channel,
        shop: &ShopId,
    ) -> Result<Vec<ExternalId>, StoreError>;
    /// Changes the phase from `from` to `to`; `false` if it was not `from`.
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

/// How far such work is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Counts from 1.
    pub number: u32,
    /// For a slice: the remaining listings. For gone listings: the last one that was checked.
    pub listings: Vec<ExternalId>,
}

impl PageMark {
    /// The part that the step records, if it is one. All parts of one piece of work share a name, and only a later part
    /// replaces an earlier one.
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

    /// Adds the step to the counters of its shop and import. Only this function decides what each mark counts.
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
