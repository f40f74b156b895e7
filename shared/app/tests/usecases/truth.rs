//! Masters of the generated catalogue against what its generator knows.

use std::collections::{BTreeMap, BTreeSet};

use app::marketplace::FetchedListing;
use domain::{
    ImageHash, ListingKey, Product, ProductId, ShopId,
    diff::Field,
    master::{Proposal, Request, Source, build, field, flag},
    matching::SkuRules,
};
use testkit::catalogue::{DEFAULT_SEED, SeedCatalogue, TruePair, generate};

use crate::world::{shop, shopee, tiktok};

struct Built<'a> {
    pair: &'a TruePair,
    shopee: &'a FetchedListing,
    tiktok: &'a FetchedListing,
    proposal: Proposal,
}

impl Built<'_> {
    fn product(&self) -> &Product {
        &self.proposal.product
    }

    fn drifted(&self, field: Field) -> bool {
        self.pair.drifts.iter().any(|drift| drift.field == field)
    }
}

/// TikTok Shop's markup taken off, as its marketplace does.
fn plain(description: &str) -> String {
    let lines = description.replace("</p><p>", "\n\n").replace("<br>", "\n");
    lines.replace("<p>", "").replace("</p>", "").replace("&amp;", "&")
}

/// The same picture stands at the same place on both sides, however it is named there.
fn hashes(listing: &FetchedListing) -> BTreeMap<String, ImageHash> {
    let far_apart = |at: usize| 0x00FF_u64.rotate_left(u32::try_from(at).unwrap() * 7) ^ (1 << (60 - at));
    let images = listing.content.images.iter().enumerate();
    images.map(|(at, image)| (image.reference.clone(), ImageHash::new(far_apart(at)))).collect()
}

fn all(catalogue: &SeedCatalogue) -> Vec<Built<'_>> {
    let shopees: BTreeMap<_, _> = catalogue.shopee.iter().map(|one| (&one.id, one)).collect();
    let tiktoks: BTreeMap<_, _> = catalogue.tiktok.iter().map(|one| (&one.id, one)).collect();
    let built = catalogue.pairs.iter().map(|pair| {
        let (ours, theirs) = (shopees[&pair.shopee], tiktoks[&pair.tiktok]);
        Built { pair, shopee: ours, tiktok: theirs, proposal: build_of(ours, theirs) }
    });
    built.collect()
}

fn build_of(ours: &FetchedListing, theirs: &FetchedListing) -> Proposal {
    let key = |channel: domain::Channel, listing: &FetchedListing| {
        let shop: ShopId = shop(&channel);
        ListingKey::new(channel, shop, listing.id.clone())
    };
    let keys = [key(shopee(), ours), key(tiktok(), theirs)];
    let texts = [plain(&ours.content.description), plain(&theirs.content.description)];
    let hashes = [hashes(ours), hashes(theirs)];
    let (links, own, taken) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
    // The made-up shops ask base prices.
    let mut book = domain::pricing::PriceBook::default();
    book.rules.insert(domain::pricing::Scope::Channel, (domain::pricing::PriceRule::base_prices(), 1));
    let sources: Vec<Source<'_>> = [ours, theirs]
        .into_iter()
        .enumerate()
        .map(|(at, listing)| Source {
            key: &keys[at],
            content: &listing.content,
            plain: &texts[at],
            updated_at: listing.updated_at,
            prices: Some(&book),
            hashes: &hashes[at],
            links: &links,
            own: &own,
        })
        .collect();
    let id = ProductId::derived(&[ours.id.as_str()]);
    let now = jiff::Timestamp::UNIX_EPOCH;
    let sku_rules = SkuRules::default();
    build(&Request { id: &id, current: None, sources: &sources, taken: &taken, sku_rules: &sku_rules, now })
        .unwrap()
}

#[test]
fn every_offer_of_a_true_pair_finds_its_twin() {
    let catalogue = generate(DEFAULT_SEED, "http://127.0.0.1:8791", "http://127.0.0.1:8792");
    for built in all(&catalogue) {
        let mut links = built.proposal.links.iter();
        let (ours, theirs) = (links.next().unwrap().1, links.next().unwrap().1);
        for twins in &built.pair.variants {
            if let (Some(one), Some(other)) = (&twins.shopee, &twins.tiktok) {
                assert_eq!(ours[one], theirs[other], "{}", built.product().title);
            }
        }
        let lost = built.drifted(Field::Variants);
        assert_eq!(built.product().attention.contains(flag::VARIANTS_DIFFER), lost);
        assert_eq!(built.product().variants.len(), built.pair.variants.len());
    }
}

#[test]
fn skus_that_moved_to_other_variants_mislead_nobody() {
    let mut catalogue = generate(DEFAULT_SEED, "http://127.0.0.1:8791", "http://127.0.0.1:8792");
    for listing in &mut catalogue.tiktok {
        let offers = &mut listing.content.offers;
        let mut skus: Vec<_> = offers.iter().map(|offer| offer.sku.clone()).collect();
        skus.rotate_left(1);
        for (offer, sku) in offers.iter_mut().zip(skus) {
            offer.sku = sku;
        }
    }
    let mut varied = 0;
    for built in all(&catalogue).iter().filter(|built| built.pair.variants.len() > 1) {
        varied += 1;
        let mut links = built.proposal.links.iter();
        let (ours, theirs) = (links.next().unwrap().1, links.next().unwrap().1);
        for twins in &built.pair.variants {
            let (one, other) = (twins.shopee.as_ref(), twins.tiktok.as_ref());
            if let (Some(one), Some(other)) = (one, other) {
                assert_eq!(ours[one], theirs[other], "{}", built.product().title);
            } else {
                // What one shop lacks is nothing that it has.
                let alone = one.map(|one| &ours[one]).or(other.map(|other| &theirs[other])).unwrap();
                let elsewhere = if one.is_some() { theirs } else { ours };
                assert!(elsewhere.values().all(|variant| variant != alone), "{}", built.product().title);
            }
        }
    }
    assert!(varied > 20, "{varied}");
}

#[test]
fn base_prices_are_the_truth_and_every_drifted_one_is_flagged() {
    let catalogue = generate(DEFAULT_SEED, "http://127.0.0.1:8791", "http://127.0.0.1:8792");
    let (mut agreed, mut flagged) = (0, 0);
    for built in all(&catalogue) {
        let product = built.product();
        let moved = built.drifted(Field::Price);
        assert_eq!(product.attention.contains(flag::BASE_PRICE_DIFFERS), moved, "{}", product.title);
        flagged += usize::from(moved);
        for (at, twins) in built.pair.variants.iter().enumerate() {
            let (Some(one), Some(other)) = (&twins.shopee, &twins.tiktok) else { continue };
            let variant = product.variant(&built.proposal.links.values().next().unwrap()[one]).unwrap();
            let drift = built.pair.drifts.iter().find(|d| d.field == Field::Price && d.variant == Some(at));
            let ours = built.shopee.content.offer(one).unwrap().price;
            let theirs = built.tiktok.content.offer(other).unwrap().price;
            if drift.is_none() {
                // Both say what both once said.
                assert_eq!((variant.base_price, ours), (ours, theirs));
                agreed += 1;
            } else {
                let newer = if built.shopee.updated_at > built.tiktok.updated_at { ours } else { theirs };
                assert_eq!(variant.base_price, newer);
                let name = field::of(field::BASE_PRICE, &variant.id);
                assert_eq!(product.sources[&name].others.len(), 1);
            }
        }
    }
    assert!(agreed > 300 && flagged > 100, "{agreed} agree, {flagged} flagged");
}

#[test]
fn pictures_are_united_and_the_longer_description_is_taken() {
    let catalogue = generate(DEFAULT_SEED, "http://127.0.0.1:8791", "http://127.0.0.1:8792");
    let length = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").chars().count();
    for built in all(&catalogue) {
        let product = built.product();
        let (ours, theirs) = (&built.shopee.content, &built.tiktok.content);
        assert_eq!(product.images.len(), ours.images.len().max(theirs.images.len()), "no picture twice");
        let copies: usize = product.images.iter().map(|image| image.copies.len()).sum();
        assert_eq!(copies, ours.images.len().min(theirs.images.len()), "each copy is known");
        let (one, other) = (plain(&ours.description), plain(&theirs.description));
        assert_eq!(length(&product.description), length(&one).max(length(&other)));
        assert!(product.weight.is_some() && product.dimensions.is_some());
    }
}
