//! The queue of matches for a person: one entry for each listing that may have a partner in another shop, with its few
//! best candidates.
//!
//! A pair has two listings but one entry: that of the listing whose channel is later in the registry's order, so that a
//! person goes through the smaller shop and finds partners in the larger one. All rows of those shops are read (about
//! 4,000 per megabyte), because the search, the total and the tabs need all of them.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use domain::{Channel, ListingKey, MatchId, identity, matching::Tier};
use futures::{StreamExt, TryStreamExt, stream};
use serde::{Deserialize, Serialize};

use crate::{
    Ports, StoreError,
    ports::{Decision, MatchRow},
    shops::directory::{Shop, connected_shops},
};

/// The most candidates that an entry shows.
pub const CANDIDATES: usize = 5;
/// In thousandths. Candidates with a lower certainty are not shown to a person if there is a better one. A listing
/// without a candidate above it is [`QueueTier::Unlikely`].
pub const WORTH_A_LOOK: u32 = 50;
/// Rows read at once.
const PAGE: usize = 1000;
/// Shops read at once.
const AT_ONCE: usize = 8;

/// How sure the best candidate of a listing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueueTier {
    Auto,
    Suggested,
    Review,
    /// No candidate is likely. Such entries are at the end, for people who want to see everything, and need no
    /// decision.
    Unlikely,
}

impl QueueTier {
    pub const ALL: [Self; 4] = [Self::Auto, Self::Suggested, Self::Review, Self::Unlikely];

    /// The tier of one candidate.
    pub const fn of(tier: Tier, score: u32) -> Self {
        match tier {
            Tier::Auto => Self::Auto,
            Tier::Suggested => Self::Suggested,
            Tier::Review if score >= WORTH_A_LOOK => Self::Review,
            Tier::Review => Self::Unlikely,
        }
    }

    /// Whether a person should decide it.
    pub const fn asks_a_person(self) -> bool {
        !matches!(self, Self::Unlikely)
    }
}

/// Which matches. Every condition that is present must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// All tiers if empty.
    pub tiers: BTreeSet<QueueTier>,
    /// With a listing of this channel.
    pub channel: Option<Channel>,
    /// Words of a title or a SKU, each also as a prefix; case, accents and punctuation are ignored.
    pub text: Option<String>,
}

/// Which entries to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub filter: Filter,
    pub decision: Decision,
    /// Only this listing, of either side.
    pub listing: Option<ListingKey>,
    pub cursor: Option<String>,
    pub limit: usize,
}

/// A listing with its candidates, or with the listings that were decided to be or not to be its partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub listing: ListingKey,
    /// Of the best candidate.
    pub tier: QueueTier,
    /// The best first; of decided ones the newest.
    pub candidates: Vec<MatchRow>,
}

/// One page of entries: open ones with the surest first, decided ones with the newest decision first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    pub entries: Vec<Entry>,
    pub next: Option<String>,
    /// Entries on all pages.
    pub total: usize,
    pub counts: Counts,
}

/// The totals for all tiers and decisions, filtered only by channel, text and listing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Listings that wait for a decision, by tier.
    pub open: BTreeMap<QueueTier, u64>,
    /// Pairs by what was decided.
    pub decided: BTreeMap<Decision, u64>,
}

impl Counts {
    /// The number of listings that a person should decide.
    pub fn asks_a_person(&self) -> u64 {
        self.open.iter().filter(|(tier, _)| tier.asks_a_person()).map(|(_, count)| count).sum()
    }
}

/// A position between entries, in the order of display.
type Place = (i64, i64, String);

/// One page of the queue.
pub async fn queue(ports: &Ports, asked: &Asked) -> Result<Queue, StoreError> {
    let order = Order::of(ports);
    let filter = Ready::new(&asked.filter);
    let mut pairs: Vec<(ListingKey, MatchRow)> = match &asked.listing {
        Some(key) => {
            let rows = ports.matches.of_listing(key).await?;
            rows.into_iter().map(|row| (key.clone(), row)).collect()
        }
        None => all(ports, &order).await?,
    };
    pairs.retain(|(_, row)| filter.channel_fits(row));
    let mut counts = Counts::default();
    let (mut open, mut decided) = (BTreeMap::new(), BTreeMap::new());
    for (listing, row) in pairs {
        if row.decision == Decision::Open {
            open.entry(listing).or_insert_with(Vec::new).push(row);
        } else if filter.text_fits(&listing, std::slice::from_ref(&row)) {
            *counts.decided.entry(row.decision).or_insert(0) += 1;
            if row.decision == asked.decision {
                decided.entry(listing).or_insert_with(Vec::new).push(row);
            }
        }
    }
    let mut entries: Vec<Entry> =
        open.into_iter().filter_map(|(listing, rows)| Entry::open(listing, rows)).collect();
    entries.retain(|entry| filter.text_fits(&entry.listing, &entry.candidates));
    for entry in &entries {
        *counts.open.entry(entry.tier).or_insert(0) += 1;
    }
    if asked.decision != Decision::Open {
        entries = decided.into_iter().filter_map(|(listing, rows)| Entry::decided(listing, rows)).collect();
    }
    entries.retain(|entry| filter.tier_fits(entry.tier));
    entries.sort_by_cached_key(Entry::place);
    let total = entries.len();
    let after: Option<Place> = asked.cursor.as_deref().and_then(|cursor| serde_json::from_str(cursor).ok());
    if let Some(after) = after {
        entries.retain(|entry| entry.place() > after);
    }
    let more = entries.len() > asked.limit;
    entries.truncate(asked.limit);
    let last = entries.last().filter(|_| more).map(Entry::place);
    let next = last.and_then(|place| serde_json::to_string(&place).ok());
    Ok(Queue { entries, next, total, counts })
}

/// How many listings wait, and what was decided.
pub async fn counts(ports: &Ports) -> Result<Counts, StoreError> {
    let everything =
        Asked { filter: Filter::default(), decision: Decision::Open, listing: None, cursor: None, limit: 0 };
    Ok(queue(ports, &everything).await?.counts)
}

/// The open entries that a filter finds, a few at a time, in the order of their listings, because no decision changes
/// that order.
pub(super) async fn walk(
    ports: &Ports,
    filter: &Filter,
    cursor: Option<&str>,
    limit: usize,
) -> Result<(Vec<Entry>, Option<String>), StoreError> {
    let order = Order::of(ports);
    let shops = order.shops(ports).await?;
    let start: Step = cursor.and_then(|cursor| serde_json::from_str(cursor).ok()).unwrap_or_default();
    let Some((channel, shop)) = shops.get(start.shop) else { return Ok((Vec::new(), None)) };
    let page = ports.matches.of_shop(channel, shop, true, start.inner.as_deref(), limit).await?;
    let listings: BTreeSet<ListingKey> = page
        .items
        .iter()
        .map(|row| order.entry_of(row).clone())
        .filter(|key| (&key.channel, &key.shop) == (channel, shop))
        .filter(|key| start.last.as_ref() != Some(key))
        .collect();
    let last = listings.last().cloned().or(start.last);
    let ready = Ready::new(filter);
    let mut entries = Vec::new();
    for listing in listings {
        let mut rows = ports.matches.of_listing(&listing).await?;
        rows.retain(|row| {
            row.decision == Decision::Open && order.entry_of(row) == &listing && ready.channel_fits(row)
        });
        entries.extend(Entry::open(listing, rows));
    }
    entries.retain(|entry| ready.tier_fits(entry.tier) && ready.text_fits(&entry.listing, &entry.candidates));
    let next = if let Some(next) = page.next {
        Some(Step { shop: start.shop, inner: Some(next), last })
    } else {
        let next = Step { shop: start.shop + 1, ..Step::default() };
        (next.shop < shops.len()).then_some(next)
    };
    Ok((entries, next.and_then(|next| serde_json::to_string(&next).ok())))
}

/// The position of a walk.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Step {
    shop: usize,
    inner: Option<String>,
    /// The last listing of the previous page, because the rows of one listing may be on two pages.
    last: Option<ListingKey>,
}

/// Every match, with the listing whose entry it belongs to.
async fn all(ports: &Ports, order: &Order) -> Result<Vec<(ListingKey, MatchRow)>, StoreError> {
    let shops = order.shops(ports).await?;
    let halves: Vec<(Shop, bool)> =
        shops.iter().flat_map(|shop| [(shop.clone(), true), (shop.clone(), false)]).collect();
    let read: Vec<Vec<(ListingKey, MatchRow)>> = stream::iter(halves)
        .map(|(shop, open)| async move { of_shop(ports, order, &shop, open).await })
        .buffered(AT_ONCE)
        .try_collect()
        .await?;
    Ok(read.into_iter().flatten().collect())
}

async fn of_shop(
    ports: &Ports,
    order: &Order,
    (channel, shop): &Shop,
    open: bool,
) -> Result<Vec<(ListingKey, MatchRow)>, StoreError> {
    let (mut pairs, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let page = ports.matches.of_shop(channel, shop, open, cursor.as_deref(), PAGE).await?;
        let own = page.items.into_iter().map(|row| (order.entry_of(&row).clone(), row));
        pairs.extend(own.filter(|(key, _)| (&key.channel, &key.shop) == (channel, shop)));
        cursor = page.next;
        if cursor.is_none() {
            return Ok(pairs);
        }
    }
}

/// The channels in the registry's order.
struct Order(Vec<Channel>);

impl Order {
    fn of(ports: &Ports) -> Self {
        Self(ports.marketplaces.all().iter().map(|market| market.capabilities().channel.clone()).collect())
    }

    fn place(&self, key: &ListingKey) -> usize {
        self.0.iter().position(|channel| channel == &key.channel).unwrap_or(usize::MAX)
    }

    /// The listing of a pair that has the entry.
    fn entry_of<'a>(&self, row: &'a MatchRow) -> &'a ListingKey {
        if self.place(&row.left) > self.place(&row.right) { &row.left } else { &row.right }
    }

    /// The shops whose listings have entries. Listings of the first channel are only candidates.
    async fn shops(&self, ports: &Ports) -> Result<Vec<Shop>, StoreError> {
        let shops = connected_shops(ports).await?.into_iter();
        Ok(shops.filter(|(channel, _)| Some(channel) != self.0.first()).collect())
    }
}

impl Entry {
    fn open(listing: ListingKey, mut rows: Vec<MatchRow>) -> Option<Self> {
        rows.sort_by(|a, b| {
            let place = |row: &MatchRow| (row.tier, Reverse(row.score));
            place(a).cmp(&place(b)).then_with(|| a.id.cmp(&b.id))
        });
        let tier = rows.first().map(|best| QueueTier::of(best.tier, best.score))?;
        rows.retain(|row| {
            tier == QueueTier::Unlikely || QueueTier::of(row.tier, row.score) != QueueTier::Unlikely
        });
        rows.truncate(CANDIDATES);
        Some(Self { listing, tier, candidates: rows })
    }

    fn decided(listing: ListingKey, mut rows: Vec<MatchRow>) -> Option<Self> {
        rows.sort_by(|a, b| b.decided_at.cmp(&a.decided_at).then_with(|| a.id.cmp(&b.id)));
        let tier = rows.first().map(|newest| QueueTier::of(newest.tier, newest.score))?;
        Some(Self { listing, tier, candidates: rows })
    }

    fn place(&self) -> Place {
        let best = self.candidates.first();
        let (first, second) = match best.filter(|row| row.decision != Decision::Open) {
            Some(row) => (row.decided_at.map_or(i64::MAX, |at| -at.as_microsecond()), 0),
            None => (i64::from(self.tier as u8), -best.map_or(0, |row| i64::from(row.score))),
        };
        (first, second, self.listing.to_string())
    }

    /// The ids of the shown matches.
    pub fn ids(&self) -> impl Iterator<Item = &MatchId> {
        self.candidates.iter().map(|row| &row.id)
    }
}

/// A filter with its words folded.
struct Ready<'a> {
    filter: &'a Filter,
    words: Vec<String>,
}

impl<'a> Ready<'a> {
    fn new(filter: &'a Filter) -> Self {
        Self { filter, words: filter.text.as_deref().map(words).unwrap_or_default() }
    }

    fn tier_fits(&self, tier: QueueTier) -> bool {
        self.filter.tiers.is_empty() || self.filter.tiers.contains(&tier)
    }

    fn channel_fits(&self, row: &MatchRow) -> bool {
        let wanted = self.filter.channel.as_ref();
        wanted.is_none_or(|channel| [&row.left, &row.right].iter().any(|key| &key.channel == channel))
    }

    /// Whether the listing or one of its candidates has every word.
    fn text_fits(&self, listing: &ListingKey, rows: &[MatchRow]) -> bool {
        self.words.is_empty()
            || rows.iter().take(1).any(|row| self.has_words(row.name_of(listing)))
            || rows.iter().any(|row| self.has_words(row.name_of(row.other(listing))))
    }

    fn has_words(&self, name: &str) -> bool {
        // A SKU is also found as one word without punctuation.
        let pieces = name.split_whitespace().map(|piece| words(piece).concat());
        let all: Vec<String> = words(name).into_iter().chain(pieces).collect();
        self.words.iter().all(|word| all.iter().any(|own| own.starts_with(word)))
    }
}

fn words(text: &str) -> Vec<String> {
    let folded: String = identity::searched(text).collect();
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}
