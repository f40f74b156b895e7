//! The matcher on the sandbox's two shops, where the truth about every pair is known.

use std::collections::{BTreeMap, BTreeSet};

use app::marketplace::FetchedListing;
use domain::{
    Sku,
    matching::{
        Item, Match, Settings, Settled, Tier, match_catalogues,
        offers::{Offered, match_offers},
    },
};
use testkit::catalogue::{DEFAULT_SEED, Scene, SeedCatalogue, generate};

fn item(listing: &FetchedListing, pictures: Option<&BTreeMap<String, Scene>>) -> Item {
    let content = &listing.content;
    let offers = &content.offers;
    let hashes = pictures.map(|scenes| {
        content.images.iter().filter_map(|image| scenes[&image.reference].hash()).map(domain::ImageHash::bits)
    });
    Item {
        id: listing.id.to_string(),
        title: content.title.clone(),
        images: hashes.into_iter().flatten().collect(),
        skus: offers
            .iter()
            .filter_map(|offer| offer.sku.as_ref())
            .map(|sku| Sku::as_str(sku).to_owned())
            .collect(),
        prices: offers.iter().filter_map(|offer| offer.price).map(domain::Rupiah::get).collect(),
        variants: offers.iter().map(|offer| offer.option_values.clone()).collect(),
        grams: content.weight.map(domain::Grams::get),
    }
}

fn items(listings: &[FetchedListing], pictures: Option<&BTreeMap<String, Scene>>) -> Vec<Item> {
    listings.iter().map(|listing| item(listing, pictures)).collect()
}

fn matched(seed: &SeedCatalogue, with_pictures: bool) -> Vec<Match> {
    let pictures = with_pictures.then_some(&seed.pictures);
    let (left, right) = (items(&seed.shopee, pictures), items(&seed.tiktok, pictures));
    match_catalogues(&left, &right, &Settled::default(), &Settings::default())
}

fn every_pair_is_found_and_no_trap_is_linked(with_pictures: bool, at_least: usize) {
    let seed = generate(DEFAULT_SEED, "http://s.test", "http://t.test");
    let matches = matched(&seed, with_pictures);
    let truth: BTreeSet<(String, String)> =
        seed.pairs.iter().map(|pair| (pair.shopee.to_string(), pair.tiktok.to_string())).collect();
    let title: BTreeMap<String, &str> = seed
        .shopee
        .iter()
        .chain(&seed.tiktok)
        .map(|listing| (listing.id.to_string(), listing.content.title.as_str()))
        .collect();
    let pair = |found: &Match| (found.left.clone(), found.right.clone());
    let spelled = |(left, right): &(String, String)| format!("{} | {}", title[left], title[right]);

    let auto: BTreeSet<_> = matches.iter().filter(|m| m.tier == Tier::Auto).map(pair).collect();
    let wrong: Vec<String> = auto.difference(&truth).map(spelled).collect();
    assert!(wrong.is_empty(), "linked and not one product: {wrong:#?}");
    let found: BTreeSet<_> =
        matches.iter().filter(|m| m.rank_left <= 5 || m.rank_right <= 5).map(pair).collect();
    let lost: Vec<String> = truth.difference(&found).map(spelled).collect();
    assert!(lost.is_empty(), "in no queue of five: {lost:#?}");
    assert!(auto.len() >= at_least, "{} pairs are linked unasked", auto.len());

    let said: BTreeSet<_> = matches.iter().filter(|m| m.tier != Tier::Review).map(pair).collect();
    let trapped: Vec<String> = seed
        .traps
        .iter()
        .map(|trap| (trap.shopee.to_string(), trap.looks_like.to_string()))
        .filter(|trap| said.contains(trap))
        .map(|trap| spelled(&trap))
        .collect();
    assert!(trapped.is_empty(), "another size, and answered for: {trapped:#?}");
}

#[test]
fn without_pictures_every_pair_is_found_and_no_trap_is_linked() {
    every_pair_is_found_and_no_trap_is_linked(false, 250);
}

#[test]
fn with_pictures_every_pair_is_found_and_no_trap_is_linked() {
    every_pair_is_found_and_no_trap_is_linked(true, 250);
}

#[test]
fn one_products_pictures_are_near_in_both_shops_and_two_products_first_pictures_are_far() {
    let seed = generate(DEFAULT_SEED, "http://s.test", "http://t.test");
    let first = |listings: &[FetchedListing]| -> BTreeMap<_, _> {
        let hash =
            |listing: &FetchedListing| seed.pictures[&listing.content.images[0].reference].hash().unwrap();
        listings.iter().map(|listing| (listing.id.clone(), hash(listing))).collect()
    };
    let (shopee, tiktok) = (first(&seed.shopee), first(&seed.tiktok));
    let far =
        seed.pairs.iter().filter(|pair| shopee[&pair.shopee].distance(tiktok[&pair.tiktok]) > 8).count();
    // The second shop's stamp also changes bits whose values are close to the hash's threshold, so some pairs differ
    // more.
    assert!(far * 10 <= seed.pairs.len(), "{far} of {} pairs look different", seed.pairs.len());
    let near = seed.traps.iter().filter(|trap| shopee[&trap.shopee].distance(tiktok[&trap.looks_like]) <= 8);
    assert!(near.count() <= 1, "traps have first pictures of their own");
}

#[test]
fn the_variants_of_every_pair_meet_their_own() {
    let seed = generate(DEFAULT_SEED, "http://s.test", "http://t.test");
    let offers = |listings: &[FetchedListing]| -> BTreeMap<String, Vec<Offered>> {
        let offered = |listing: &FetchedListing| {
            let of = |offer: &domain::Offer| Offered {
                id: offer.id.to_string(),
                options: offer.option_values.clone(),
                sku: offer.sku.as_ref().map(|sku| Sku::as_str(sku).to_owned()),
                price: offer.price.map(domain::Rupiah::get),
            };
            listing.content.offers.iter().map(of).collect()
        };
        listings.iter().map(|listing| (listing.id.to_string(), offered(listing))).collect()
    };
    let (shopee, tiktok) = (offers(&seed.shopee), offers(&seed.tiktok));
    for pair in &seed.pairs {
        let links = match_offers(&shopee[pair.shopee.as_str()], &tiktok[pair.tiktok.as_str()]);
        let found: BTreeSet<(String, String)> =
            links.into_iter().map(|link| (link.left, link.right)).collect();
        let truth: BTreeSet<(String, String)> = pair
            .variants
            .iter()
            .filter_map(|variant| {
                Some((variant.shopee.as_ref()?.to_string(), variant.tiktok.as_ref()?.to_string()))
            })
            .collect();
        assert_eq!(found, truth, "{} {}", pair.shopee, pair.tiktok);
    }
}
