//! Measures the search on a made-up catalogue.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use app::{
    StoreError,
    ports::{CatalogueCard, CatalogueQuery, CatalogueSort, ListingCard, PriceSpan, Versioned},
};
use domain::{
    BasisPoints, Channel, ContentHash, ListingKey, ProductId, ProductStatus, Rupiah, SyncState, diff::Field,
};
use jiff::{SignedDuration, Timestamp};

use super::Cards;

/// The result of one measurement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenchReport {
    pub cards: usize,
    /// Putting all cards into memory, folding included; without the network.
    pub load: Duration,
    /// Memory held by all cards.
    pub bytes: usize,
    /// Every query that was tried, with the median time of its work and how many cards matched.
    pub queries: Vec<(&'static str, Duration, usize)>,
}

impl BenchReport {
    /// The slowest query.
    pub fn worst(&self) -> Duration {
        self.queries.iter().map(|(_, took, _)| *took).max().unwrap_or_default()
    }
}

/// Searches `n` made-up products in the ways that the list of products does. In a release build 100,000 products
/// stay under 100 ms.
pub fn bench(n: usize) -> Result<BenchReport, StoreError> {
    let start = Instant::now();
    let mut cards = Cards::default();
    for nth in 0..n {
        let card = card(nth);
        for (place, channel) in card.channels.iter().enumerate() {
            if let Some(listing) = listing(&card.id, channel, nth + place) {
                cards.put_listing(Versioned { value: listing, version: 1 });
            }
        }
        cards.put(card);
    }
    let load = start.elapsed();
    let text = |text: &str| CatalogueQuery { text: Some(text.to_owned()), ..page() };
    let sorted = |sort, descending| CatalogueQuery { sort, descending, ..page() };
    let deep = CatalogueQuery { sort: CatalogueSort::Title, ..page() };
    let deep = CatalogueQuery { cursor: cards.search(&deep)?.next, ..deep };
    let tried = [
        ("everything, newest first", sorted(CatalogueSort::UpdatedAt, true)),
        ("everything, by title", sorted(CatalogueSort::Title, false)),
        ("everything, by price, dearest first", sorted(CatalogueSort::Price, true)),
        ("everything, by SKU", sorted(CatalogueSort::Sku, false)),
        ("the second page by title", deep),
        ("one common word", text("frame")),
        ("three prefixes", text("dud kam go")),
        ("a SKU", text("MTK-04711")),
        ("a word that nothing has", text("xyzzy")),
        ("what failed", CatalogueQuery { state: Some(SyncState::Failed), ..page() }),
        ("everything, by margin", sorted(CatalogueSort::Margin, false)),
        (
            "a channel in a state, by its price",
            CatalogueQuery {
                channel: Channel::parse("shopee").ok(),
                state: Some(SyncState::Pending),
                sort: CatalogueSort::ChannelPrice,
                ..page()
            },
        ),
        ("a page far down", CatalogueQuery { offset: n / 2, ..page() }),
        (
            "a word, a channel, a category, by price",
            CatalogueQuery {
                channel: Channel::parse("shopee").ok(),
                category: Some("Frame".to_owned()),
                status: Some(ProductStatus::Active),
                sort: CatalogueSort::Price,
                ..text("frame inci")
            },
        ),
    ];
    let mut queries = Vec::new();
    for (name, query) in tried {
        let (mut times, mut total) = (Vec::new(), 0);
        for _ in 0..5 {
            let start = Instant::now();
            total = cards.search(&query)?.total;
            times.push(start.elapsed());
        }
        times.sort();
        queries.push((name, times.get(2).copied().unwrap_or_default(), total));
    }
    Ok(BenchReport { cards: cards.len(), load, bytes: cards.bytes(), queries })
}

fn page() -> CatalogueQuery {
    CatalogueQuery { limit: 50, ..CatalogueQuery::default() }
}

/// A card for the listing of `product` on `channel`. The same number always gives the same card.
fn listing(product: &ProductId, channel: &Channel, nth: usize) -> Option<ListingCard> {
    let price = i64::try_from(nth % 397).ok().map(|step| Rupiah::new(20_000 + step * 500));
    let span = PriceSpan::of(price);
    let states = SyncState::ALL;
    Some(ListingCard {
        key: ListingKey::parse(&format!("{channel}:14701711:{nth:010}")).ok()?,
        product: Some(product.clone()),
        state: states.get(nth % states.len()).copied()?,
        since: Timestamp::UNIX_EPOCH,
        fields: [Field::Price].into(),
        blocked: BTreeSet::new(),
        target: span,
        live: span,
        keeps_min: price,
        margin: i32::try_from(nth % 6_007).ok().map(BasisPoints),
        under_floor: nth.is_multiple_of(50),
        push: None,
        observed: ContentHash::of("bench").short(),
        seen_at: Timestamp::UNIX_EPOCH,
    })
}

/// A product card as this seller would have it. The same number always gives the same card.
fn card(nth: usize) -> CatalogueCard {
    const KINDS: [&str; 8] = [
        "Frame",
        "Dudukan Kamera GoPro",
        "Dudukan Antena",
        "Pelindung Motor",
        "Casing",
        "Gimbal",
        "Roda",
        "Klip",
    ];
    const SIZES: [&str; 5] = ["3 inci", "3.5 inci", "5 inci", "7 inci", "10 inci"];
    const COLOURS: [&str; 6] = ["hitam", "merah", "biru", "oranye", "hijau neon", "abu-abu"];
    let pick = |of: &[&'static str], by: usize| of.get(by % of.len()).copied().unwrap_or_default();
    let kind = pick(&KINDS, nth);
    let title = format!(
        "{kind} Drone FPV {} TPU {} tipe {}",
        pick(&SIZES, nth / 8),
        pick(&COLOURS, nth / 40),
        nth / 240
    );
    let price =
        |extra: i64| i64::try_from(nth % 397).ok().map(|step| Rupiah::new(15_000 + step * 500 + extra));
    let channels = ["shopee", "tiktok_shop", "website"].iter().take(1 + nth % 3);
    CatalogueCard {
        id: ProductId::derived(&["bench", &nth.to_string()]),
        title,
        skus: (0..=nth % 3).map(|variant| format!("MTK-{nth:05}-{variant}")).collect(),
        status: if nth.is_multiple_of(20) { ProductStatus::Archived } else { ProductStatus::Active },
        channels: channels.filter_map(|channel| Channel::parse(channel).ok()).collect(),
        category: Some(kind.to_owned()),
        min_price: price(0),
        max_price: price(20_000),
        image: Some(format!("https://images.example.test/file/id-11134207-7r98o-{nth:012}")),
        attention: if nth.is_multiple_of(10) {
            BTreeSet::from(["base_price_differs".to_owned()])
        } else {
            BTreeSet::new()
        },
        stock: None,
        variants: 1 + nth % 3,
        updated_at: Timestamp::UNIX_EPOCH
            + SignedDuration::from_secs(1_780_000_000 + i64::try_from(nth * 7919 % 9_999_991).unwrap_or(0)),
        version: 1,
        listed: std::collections::BTreeMap::new(),
    }
}
