//! Matches: which listings of two shops may be, are, or are not one product, and who said so.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    Channel, ContentHash, ListingKey, MatchId, OfferId, Product, ProductId, ShopId, VariantId,
    diff::Owners,
    matching::{Evidence, Tier},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ListingState, Overrides, Page, Versioned};
use crate::StoreError;

/// What became of a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Offered; nobody has said anything.
    Open,
    /// The matcher was sure, and the two are one product unless a person says otherwise.
    LinkedAutomatically,
    /// A person said yes to what was offered.
    Accepted,
    /// A person said no: never offered again.
    Rejected,
    /// A person linked the two; nobody had offered it.
    LinkedByHand,
    /// A person took the two apart: never linked or offered again.
    UnlinkedByHand,
}

impl Decision {
    pub const ALL: [Self; 6] = [
        Self::Open,
        Self::LinkedAutomatically,
        Self::Accepted,
        Self::Rejected,
        Self::LinkedByHand,
        Self::UnlinkedByHand,
    ];

    /// The two listings are one product.
    pub const fn is_linked(self) -> bool {
        matches!(self, Self::LinkedAutomatically | Self::Accepted | Self::LinkedByHand)
    }

    /// A person decided: nothing but a person changes it.
    pub const fn is_by_person(self) -> bool {
        matches!(self, Self::Accepted | Self::Rejected | Self::LinkedByHand | Self::UnlinkedByHand)
    }

    /// The word, as in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::LinkedAutomatically => "linked_automatically",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::LinkedByHand => "linked_by_hand",
            Self::UnlinkedByHand => "unlinked_by_hand",
        }
    }
}

/// Two listings of two channels, what speaks for their being one product, and what was decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MatchRecord {
    /// [`MatchRecord::id_of`] the two keys.
    pub id: MatchId,
    /// The lesser of the two keys: the order of the two shops says nothing.
    pub left: ListingKey,
    pub right: ListingKey,
    pub tier: Tier,
    /// Certainty, 0 to 1,000.
    pub score: u32,
    /// Place among the candidates of `left`, from 1; 0 where a person named the pair.
    pub rank_left: u32,
    /// Place among the candidates of `right`.
    pub rank_right: u32,
    /// Absent where a person named the pair and the matcher had never compared it.
    #[serde(default)]
    pub evidence: Option<Evidence>,
    pub decision: Decision,
    /// What the decision was before a person changed it: where an undo leads. A person's decision without it leads to
    /// [`Decision::Open`].
    #[serde(default)]
    pub before: Option<Decision>,
    /// What was decided before, the latest last: the last is `before`. Records of earlier versions have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Earlier>,
    /// Who decided, and when; the import for what was linked automatically.
    #[serde(default)]
    pub decided_by: Option<String>,
    #[serde(default)]
    pub decided_at: Option<Timestamp>,
    /// When the pair was offered first.
    pub found_at: Timestamp,
    /// What the two are searched by. Records of earlier versions have none.
    #[serde(default)]
    pub names: Names,
}

/// The titles and SKUs of the two listings of a match as they were when it was written: what it is searched by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    pub left: String,
    pub right: String,
}

impl Names {
    /// Characters of a title with its SKUs that are kept.
    const LONGEST: usize = 300;

    /// What a listing with this title and these SKUs is searched by.
    pub fn of<'a>(title: &str, skus: impl IntoIterator<Item = &'a str>) -> String {
        let mut name = title.to_owned();
        for sku in skus {
            name.push(' ');
            name.push_str(sku);
        }
        name.chars().take(Self::LONGEST).collect()
    }
}

/// A decision that another one replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    pub decision: Decision,
    #[serde(default)]
    pub by: Option<String>,
    #[serde(default)]
    pub at: Option<Timestamp>,
    /// The product that both were in, where the next decision took them apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductId>,
}

impl MatchRecord {
    /// The id of the pair, whichever of the two is named first.
    pub fn id_of(a: &ListingKey, b: &ListingKey) -> MatchId {
        let (left, right) = if a <= b { (a, b) } else { (b, a) };
        MatchId::derived(&[&left.to_string(), &right.to_string()])
    }

    /// What the matcher says in whole numbers and words. Weights of words move with every listing that is added
    /// anywhere; equal summaries say that nothing moved which a person would see.
    pub fn summary(&self) -> ContentHash {
        let said = self.evidence.as_ref().map(|said| {
            let sorted = |words: &[String]| {
                let mut words = words.to_vec();
                words.sort_unstable();
                words
            };
            let words = [&said.shared_words, &said.only_left, &said.only_right].map(|words| sorted(words));
            (words, said.image_bits, &said.sku, said.price_percent, said.variants, &said.conflicts)
        });
        ContentHash::of(&(self.tier, self.rank_left, self.rank_right, said)).short()
    }
}

/// A match in short: all that the next matching has to know of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchRow {
    pub id: MatchId,
    pub left: ListingKey,
    pub right: ListingKey,
    pub tier: Tier,
    pub score: u32,
    pub decision: Decision,
    /// [`MatchRecord::summary`].
    pub summary: ContentHash,
    #[serde(default)]
    pub names: Names,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<Timestamp>,
    pub version: u64,
}

impl MatchRow {
    /// The short form of a record.
    pub fn of(record: &Versioned<MatchRecord>) -> Self {
        let value = &record.value;
        Self {
            id: value.id.clone(),
            left: value.left.clone(),
            right: value.right.clone(),
            tier: value.tier,
            score: value.score,
            decision: value.decision,
            summary: value.summary(),
            names: value.names.clone(),
            decided_at: value.decided_at.filter(|_| value.decision != Decision::Open),
            version: record.version,
        }
    }

    /// The other listing of the pair.
    pub fn other(&self, key: &ListingKey) -> &ListingKey {
        if &self.left == key { &self.right } else { &self.left }
    }

    /// What a listing of the pair is searched by.
    pub fn name_of(&self, key: &ListingKey) -> &str {
        if &self.left == key { &self.names.left } else { &self.names.right }
    }
}

/// Which matches to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchQuery {
    /// At least one; the list goes through them in this order.
    pub tiers: Vec<Tier>,
    /// At least one; within a tier the list goes through them in this order.
    pub decisions: Vec<Decision>,
    /// Only matches with a listing of this channel.
    pub channel: Option<Channel>,
    pub cursor: Option<String>,
    pub limit: usize,
}

/// How things stood before two products became one, so that it can be undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merger {
    /// The product that was emptied, as it was.
    pub emptied: Product,
    /// The product that took the listings, before and after.
    pub before: Product,
    pub after: Product,
    /// The listings of the emptied product, with the variants that their offers sold before.
    pub moved: BTreeMap<ListingKey, BTreeMap<OfferId, VariantId>>,
    /// Listings that were not in their shops any more and gave up their place in the product that took the others.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub detached: BTreeMap<ListingKey, BTreeMap<OfferId, VariantId>>,
}

/// The records before a decision and right after it. While nothing else has changed them, an undo restores them whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The version of the match record that holds the decision.
    pub decided: u64,
    /// The products that the decision changed, as they were; those that it made are not among them.
    pub before: Vec<Product>,
    /// All products that it changed or made, at the versions that it gave them.
    pub after: BTreeMap<ProductId, u64>,
    /// The listings that it moved.
    pub moved: BTreeMap<ListingKey, Moved>,
}

/// Where a decision found a listing and where it put it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub from: Place,
    pub to: Place,
}

/// A listing's place among the products.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub product: Option<ProductId>,
    #[serde(default)]
    pub links: BTreeMap<OfferId, VariantId>,
    #[serde(default)]
    pub owners: Owners,
    #[serde(default)]
    pub gone: bool,
    /// The listing's own title and description. They do not belong to the place, but a successor takes those of the
    /// listing before it.
    #[serde(default, skip_serializing_if = "Overrides::is_empty")]
    pub overrides: Overrides,
}

impl Place {
    pub fn of(state: &ListingState) -> Self {
        let ListingState { product, links, owners, gone, overrides, .. } = state.clone();
        Self { product, links, owners, gone, overrides }
    }

    /// Whether the two are one place, whatever the listing's own texts.
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.product, &self.links, &self.owners, self.gone)
            == (&other.product, &other.links, &other.owners, other.gone)
    }
}

impl Moved {
    /// `state`, which is where it was moved to, back where it came from. Texts that came with the move go, those that a
    /// person wrote since stay.
    #[must_use]
    pub fn back(&self, state: ListingState) -> ListingState {
        let Place { product, links, owners, gone, overrides } = self.from.clone();
        let own = if state.overrides == self.to.overrides { overrides } else { state.overrides.clone() };
        ListingState { product, links, owners, gone, overrides: own, ..state }
    }
}

/// Everything that one decision changes. Versions are those that the records were read at, 0 for what is new.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settlement {
    pub matches: Vec<Versioned<MatchRecord>>,
    pub products: Vec<Versioned<Product>>,
    pub listings: Vec<Versioned<ListingState>>,
    /// Kept under the first of `matches`, in place of what was kept there.
    pub merger: Option<Merger>,
    /// As `merger`.
    pub standing: Option<Standing>,
}

/// The most records that a [`Settlement`] surely fits into: products and their SKUs, four for each listing and each
/// match.
pub const SETTLEMENT_ROOM: usize = 100;

#[async_trait]
pub trait Matches: Send + Sync {
    async fn get(&self, id: &MatchId) -> Result<Option<Versioned<MatchRecord>>, StoreError>;

    /// Those of `ids` (any number) that exist, in any order.
    async fn get_many(&self, ids: &[MatchId]) -> Result<Vec<Versioned<MatchRecord>>, StoreError>;

    /// Open matches with the best first, decided ones with the newest decision first. May lag by a second.
    async fn list(&self, query: &MatchQuery) -> Result<Page<Versioned<MatchRecord>>, StoreError>;

    /// All matches of a listing, by the other listing's key.
    async fn of_listing(&self, key: &ListingKey) -> Result<Vec<MatchRow>, StoreError>;

    /// The matches of a shop's listings that are open, or those that are decided, in listing order.
    async fn of_shop(
        &self,
        channel: &Channel,
        shop: &ShopId,
        open: bool,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<MatchRow>, StoreError>;

    /// Writes records, each on its own; `false` for one that is not at the version it was read at.
    async fn put_many(&self, records: &[Versioned<MatchRecord>]) -> Result<Vec<bool>, StoreError>;

    /// Removes matches that the matcher does not offer any more; `false` for one that moved.
    async fn remove_many(&self, rows: &[MatchRow]) -> Result<Vec<bool>, StoreError>;

    /// Writes a decision with all that changes with it, or nothing. `Conflict` when one of the records moved,
    /// `SkuTaken` when a product that is not part of it owns a SKU.
    async fn settle(&self, settlement: &Settlement) -> Result<(), StoreError>;

    /// What was kept with a match when it was settled.
    async fn merger(&self, id: &MatchId) -> Result<Option<Merger>, StoreError>;

    /// As [`Matches::merger`]: how things stood around the last decision that moved something.
    async fn standing(&self, id: &MatchId) -> Result<Option<Standing>, StoreError>;
}
