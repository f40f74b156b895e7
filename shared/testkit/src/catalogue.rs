//! A full-size catalogue like that of this seller, as domain values. The same seed always gives the same catalogue: two
//! shops with the same products, whose listings differ because of edits by hand, and the true answer for every pair.

use std::collections::{BTreeMap, BTreeSet};

use app::marketplace::FetchedListing;
use domain::{ExternalId, ListingStatus, OfferId, diff::Field};
use rand::{Rng, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

mod demo;
mod drift;
mod ids;
mod item;
mod listing;
mod parts;
mod scene;

pub use demo::{
    DEMO_PLAIN_SHOPEE, DEMO_PLAIN_SKU, DEMO_PLAIN_TIKTOK, DEMO_VARIANTS_SHOPEE, DEMO_VARIANTS_SKUS,
    DEMO_VARIANTS_TIKTOK,
};

pub use scene::Scene;

use drift::{Skus, Twins, Version};
use item::{Choices, Item};
use listing::{Made, Maker};

/// The seed of the demo and the sandboxes.
pub const DEFAULT_SEED: u64 = 20_261_121;
pub const SHOPEE_LISTINGS: usize = 3_647;
pub const TIKTOK_LISTINGS: usize = 500;
pub const PAIRS: usize = 450;
/// Pairs whose SKUs are equal when folded, so that the first rule of matching links them.
pub const PAIRS_WITH_EQUAL_SKUS: usize = 300;
/// Listings that look like one of a pair but are another size.
pub const TRAPS: usize = 60;

/// Two shops, and the true answers about them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeedCatalogue {
    pub shopee: Vec<FetchedListing>,
    pub tiktok: Vec<FetchedListing>,
    /// Every product that is in both shops. The first two are those of the demo.
    pub pairs: Vec<TruePair>,
    pub traps: Vec<Trap>,
    /// What each picture shows, by the channel's name for the picture.
    pub pictures: BTreeMap<String, Scene>,
}

/// The same product in both shops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TruePair {
    pub shopee: ExternalId,
    pub tiktok: ExternalId,
    pub variants: Vec<VariantPair>,
    /// Every field that differs. Only the names of pictures and the markup of texts differ without being listed here.
    pub drifts: Vec<Drift>,
}

/// One variant of a product. One side is `None` if that shop lacks the variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariantPair {
    pub shopee: Option<OfferId>,
    pub tiktok: Option<OfferId>,
}

/// One field that was edited on one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    pub field: Field,
    /// The side where the edit was made; the other side still has the original value.
    pub side: Side,
    pub how: How,
    /// Index into [`TruePair::variants`], for a field that each variant has.
    pub variant: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Shopee,
    Tiktok,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    Reworded,
    Extended,
    Shortened,
    Raised,
    Lowered,
    /// The side lacks a value that the other side has.
    Missing,
    /// The same code in another spelling.
    WrittenDifferently,
    /// The listing is hidden, refused or under review on this side.
    Hidden,
}

/// A Shopee listing with the title of a paired listing but another size: not the same product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trap {
    pub shopee: ExternalId,
    pub looks_like: ExternalId,
}

/// The catalogue of `seed`, with pictures under the public addresses of the two sandboxes.
pub fn generate(seed: u64, shopee_base: &str, tiktok_base: &str) -> SeedCatalogue {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let choices = item::all_choices(&mut rng);
    let mut maker =
        Maker { numbers: ids::Numbers::default(), shopee_base, tiktok_base, pictures: BTreeMap::new() };
    demo::reserve(&mut maker.numbers);
    let mut draft = Draft { rng, maker, made: SeedCatalogue::empty(), choices: choices.into_iter() };
    for (shopee, tiktok, item) in demo::items() {
        draft.demo_pair(shopee, tiktok, item);
    }
    while draft.made.pairs.len() < PAIRS {
        draft.drifted_pair();
    }
    while draft.made.tiktok.len() < TIKTOK_LISTINGS {
        draft.tiktok_only();
    }
    while draft.made.shopee.len() < SHOPEE_LISTINGS {
        draft.shopee_only();
    }
    draft.storefronts();
    draft.made.shopee.sort_by(|a, b| a.id.cmp(&b.id));
    draft.made.tiktok.sort_by(|a, b| a.id.cmp(&b.id));
    draft.made.pictures = draft.maker.pictures;
    draft.made
}

impl SeedCatalogue {
    fn empty() -> Self {
        Self {
            shopee: Vec::new(),
            tiktok: Vec::new(),
            pairs: Vec::new(),
            traps: Vec::new(),
            pictures: BTreeMap::new(),
        }
    }

    /// Leaves `most` Shopee listings: all that are paired or a trap, and the first of the others.
    pub fn keep_shopee(&mut self, most: usize) {
        let traps = self.traps.iter().map(|trap| &trap.shopee);
        let needed: BTreeSet<&ExternalId> = self.pairs.iter().map(|pair| &pair.shopee).chain(traps).collect();
        let mut room = most.saturating_sub(needed.len());
        self.shopee.retain(|listing| {
            needed.contains(&listing.id) || {
                let fits = room > 0;
                room = room.saturating_sub(1);
                fits
            }
        });
    }

    /// The demo's pair without variants: Rp150.000 on Shopee.
    pub fn demo_plain(&self) -> &TruePair {
        &self.pairs[0]
    }

    /// The demo's pair with variants, Rp50.000 to Rp150.000 on Shopee.
    pub fn demo_variants(&self) -> &TruePair {
        &self.pairs[1]
    }
}

/// A catalogue that is being generated.
struct Draft<'a, C> {
    rng: ChaCha8Rng,
    maker: Maker<'a>,
    made: SeedCatalogue,
    choices: C,
}

impl<C: Iterator<Item = Choices>> Draft<'_, C> {
    fn next_choice(&mut self) -> Choices {
        self.choices.next().expect("there are more parts than listings")
    }

    /// About one in eight has variants.
    fn next_item(&mut self) -> (Choices, Item) {
        let choice = self.next_choice();
        let varied = self.rng.random_bool(0.12);
        let item = if varied { choice.varied(&mut self.rng) } else { choice.plain(&mut self.rng) };
        (choice, item)
    }

    fn demo_pair(&mut self, shopee: ExternalId, tiktok: ExternalId, item: Item) {
        let mut twins = Twins::equal(&mut self.rng, item);
        twins.reword_title(&mut self.rng);
        self.pair(shopee, tiktok, twins);
    }

    fn drifted_pair(&mut self) {
        let number = self.made.pairs.len();
        let (choice, item) = self.next_item();
        let plain = !item.has_variants();
        let mut twins = Twins::equal(&mut self.rng, item);
        let skus = match number {
            0..270 => Skus::Equal,
            270..PAIRS_WITH_EQUAL_SKUS => Skus::Spelled,
            PAIRS_WITH_EQUAL_SKUS..370 => Skus::Rewritten,
            _ => Skus::Missing,
        };
        twins.drift(&mut self.rng, skus);
        let title = twins.shopee.item.title.clone();
        let shopee = self.maker.numbers.shopee_item(&mut self.rng);
        let tiktok = self.maker.numbers.tiktok_product(&mut self.rng);
        self.pair(shopee, tiktok.clone(), twins);
        if plain && self.made.traps.len() < TRAPS {
            self.trap(choice, title, tiktok);
        }
    }

    fn pair(&mut self, shopee: ExternalId, tiktok: ExternalId, twins: Twins) {
        let Twins { shopee: one, tiktok: other, mut drifts } = twins;
        let mut made = self.maker.shopee(&mut self.rng, shopee.clone(), &one);
        let twin = self.maker.tiktok(&mut self.rng, tiktok.clone(), &other);
        // The demo's two products are always for sale.
        if self.made.pairs.len() >= 2 && self.rng.random_bool(0.03) {
            made.listing.content.status = ListingStatus::Unlisted;
            drifts.push(Drift {
                field: Field::Visibility,
                side: Side::Shopee,
                how: How::Hidden,
                variant: None,
            });
        }
        let variants = made.offers.into_iter().zip(twin.offers);
        let variants = variants.map(|(shopee, tiktok)| VariantPair { shopee, tiktok }).collect();
        self.made.shopee.push(made.listing);
        self.made.tiktok.push(twin.listing);
        self.made.pairs.push(TruePair { shopee, tiktok, variants, drifts });
    }

    /// A listing with the same title and another size. Only its description, SKU and price differ.
    fn trap(&mut self, choice: Choices, title: String, looks_like: ExternalId) {
        let mut item = choice.resized().plain(&mut self.rng);
        item.title = title;
        item.variants[0].sku = item::sku(&format!("{}-B", choice.resized().sku()));
        item.variants[0].price = item::beside_the_demo(item.variants[0].price.get() + 7_000);
        let id = self.maker.numbers.shopee_item(&mut self.rng);
        let Made { listing, .. } = self.maker.shopee(&mut self.rng, id.clone(), &Version::of(item));
        self.made.shopee.push(listing);
        self.made.traps.push(Trap { shopee: id, looks_like });
    }

    fn tiktok_only(&mut self) {
        let (_, item) = self.next_item();
        let mut twins = Twins::equal(&mut self.rng, item);
        if twins.tiktok.item.title == twins.shopee.item.title {
            twins.reword_title(&mut self.rng);
        }
        let id = self.maker.numbers.tiktok_product(&mut self.rng);
        let mut made = self.maker.tiktok(&mut self.rng, id, &twins.tiktok);
        made.listing.content.status = self.some_status();
        self.made.tiktok.push(made.listing);
    }

    fn shopee_only(&mut self) {
        let (_, item) = self.next_item();
        let mut version = Version::of(item);
        // Many of these listings have no SKU.
        if self.rng.random_bool(0.15) {
            version.skus.fill(None);
        }
        let id = self.maker.numbers.shopee_item(&mut self.rng);
        let mut made = self.maker.shopee(&mut self.rng, id, &version);
        made.listing.content.status = self.some_status();
        self.made.shopee.push(made.listing);
    }

    fn some_status(&mut self) -> ListingStatus {
        match self.rng.random_range(0..1000) {
            0..30 => ListingStatus::Unlisted,
            30..36 => ListingStatus::UnderReview,
            36..44 => ListingStatus::Refused,
            _ => ListingStatus::Live,
        }
    }

    /// Nearly all listings are on both storefronts. Some are on one only, and a few have another state on Tokopedia.
    fn storefronts(&mut self) {
        for (index, listing) in self.made.tiktok.iter_mut().enumerate().skip(2) {
            let content = &mut listing.content;
            match index % 100 {
                7 | 33 | 58 | 81 | 94 => content.storefronts = vec!["tiktok_shop".to_owned()],
                21 => content.storefronts = vec!["tokopedia".to_owned()],
                66 if content.status == ListingStatus::Live => {
                    content.storefront_status.insert("tokopedia".to_owned(), ListingStatus::Unlisted);
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests;
