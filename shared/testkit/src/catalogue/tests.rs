use std::collections::{BTreeMap, BTreeSet};

use domain::{ListingContent, Offer, Rupiah, Sku};

use super::*;

fn catalogue() -> SeedCatalogue {
    generate(DEFAULT_SEED, "http://127.0.0.1:8791", "http://127.0.0.1:8792")
}

fn by_id(listings: &[FetchedListing]) -> BTreeMap<&ExternalId, &ListingContent> {
    listings.iter().map(|listing| (&listing.id, &listing.content)).collect()
}

fn folded(offer: &Offer) -> Option<String> {
    offer.sku.as_ref().map(Sku::folded)
}

#[test]
fn the_shops_have_their_full_size_and_the_same_seed_gives_the_same() {
    let made = catalogue();
    assert_eq!(made.shopee.len(), SHOPEE_LISTINGS);
    assert_eq!(made.tiktok.len(), TIKTOK_LISTINGS);
    assert_eq!(made.pairs.len(), PAIRS);
    assert_eq!(made.traps.len(), TRAPS);
    assert_eq!(by_id(&made.shopee).len(), SHOPEE_LISTINGS, "every id once");
    assert_eq!(by_id(&made.tiktok).len(), TIKTOK_LISTINGS, "every id once");
    assert_eq!(made, catalogue());
    assert_ne!(made, generate(DEFAULT_SEED + 1, "http://127.0.0.1:8791", "http://127.0.0.1:8792"));
}

#[test]
fn a_part_of_the_catalogue_keeps_every_pair_and_trap() {
    let (whole, mut part) = (catalogue(), catalogue());
    part.keep_shopee(900);
    assert_eq!(part.shopee.len(), 900);
    let kept = by_id(&part.shopee);
    assert!(whole.pairs.iter().all(|pair| kept.contains_key(&pair.shopee)));
    assert!(whole.traps.iter().all(|trap| kept.contains_key(&trap.shopee)));
    part.keep_shopee(0);
    assert_eq!(part.shopee.len(), PAIRS + TRAPS, "never fewer");
    assert_eq!(part.tiktok, whole.tiktok);
}

#[test]
fn listings_are_what_the_marketplaces_take() {
    let made = catalogue();
    for listing in made.shopee.iter().chain(&made.tiktok) {
        let content = &listing.content;
        assert!((1..=9).contains(&content.images.len()));
        assert!(content.images.iter().all(|image| image.url.as_ref().unwrap().ends_with(&image.reference)));
        assert!((5..=2000 + 150).contains(&content.weight.unwrap().get()));
        assert_eq!(content.pre_order.unwrap().get(), 5);
        assert!((1..=12).contains(&content.offers.len()) && content.options.len() <= 2);
        assert_eq!(content.offers.len() > 1, !content.options.is_empty(), "{content:?}");
        let values: BTreeSet<_> = content.offers.iter().map(|offer| &offer.option_values).collect();
        assert_eq!(values.len(), content.offers.len(), "every combination once");
        let prices = || content.offers.iter().map(|offer| offer.price.unwrap().get());
        assert!(prices().max().unwrap() < 7 * prices().min().unwrap());
        for offer in &content.offers {
            assert_eq!(offer.option_values.len(), content.options.len());
            assert!(offer.option_values.iter().all(|value| value.chars().count() <= 20));
            assert!(offer.price.is_some_and(|price| (1_000..=2_000_000).contains(&price.get())));
            assert!(offer.sku.as_ref().is_none_or(|sku| sku.as_str().len() <= 50));
        }
    }
    for listing in &made.shopee {
        assert!((10..=11).contains(&listing.id.as_str().len()));
        assert!((5..=200).contains(&listing.content.title.chars().count()), "{}", listing.content.title);
        assert!((10..=2000).contains(&listing.content.description.chars().count()));
    }
    for listing in &made.tiktok {
        assert_eq!(listing.id.as_str().len(), 19);
        assert!((25..=255).contains(&listing.content.title.chars().count()), "{}", listing.content.title);
        assert!(!listing.content.storefronts.is_empty());
        for offer in &listing.content.offers {
            assert_eq!(offer.id.as_str().len(), 19);
            assert!(offer.sku.as_ref().is_none_or(|sku| !sku.as_str().contains(' ')));
        }
    }
}

#[test]
fn the_shops_are_as_mixed_as_the_sellers() {
    let made = catalogue();
    let share = |count: usize, of: usize| count * 1000 / of;
    let varied = made.shopee.iter().filter(|listing| listing.content.offers.len() > 1).count();
    assert!((95..=145).contains(&share(varied, SHOPEE_LISTINGS)), "{varied} with variants");
    let title = |listing: &&FetchedListing| listing.content.title.chars().count();
    assert!(made.shopee.iter().any(|listing| title(&listing) > 100));
    assert!(made.shopee.iter().any(|listing| title(&listing) < 25));
    for status in [ListingStatus::Unlisted, ListingStatus::UnderReview, ListingStatus::Refused] {
        assert!(made.shopee.iter().any(|listing| listing.content.status == status), "{status:?}");
    }
    let live = made.shopee.iter().filter(|listing| listing.content.status == ListingStatus::Live).count();
    assert!(share(live, SHOPEE_LISTINGS) > 930);
    let both = made.tiktok.iter().filter(|listing| listing.content.storefronts.len() == 2).count();
    assert!(share(both, TIKTOK_LISTINGS) > 900);
    assert!(made.tiktok.iter().any(|listing| listing.content.storefronts == ["tokopedia"]));
    assert!(made.tiktok.iter().any(|listing| !listing.content.storefront_status.is_empty()));
}

#[test]
fn a_sku_belongs_to_one_variant_within_a_shop() {
    let made = catalogue();
    for shop in [&made.shopee, &made.tiktok] {
        let skus: Vec<String> =
            shop.iter().flat_map(|l| l.content.offers.iter().filter_map(folded)).collect();
        let distinct: BTreeSet<&String> = skus.iter().collect();
        assert_eq!(distinct.len(), skus.len());
    }
}

#[test]
fn three_hundred_pairs_have_equal_skus_and_nothing_else_has() {
    let made = catalogue();
    let (shopee, tiktok) = (by_id(&made.shopee), by_id(&made.tiktok));
    let skus =
        |content: &ListingContent| -> BTreeSet<String> { content.offers.iter().filter_map(folded).collect() };
    let equal = made
        .pairs
        .iter()
        .filter(|pair| !skus(shopee[&pair.shopee]).is_disjoint(&skus(tiktok[&pair.tiktok])))
        .count();
    assert_eq!(equal, PAIRS_WITH_EQUAL_SKUS);
    let mut owner = BTreeMap::new();
    for listing in &made.shopee {
        for sku in skus(&listing.content) {
            owner.insert(sku, &listing.id);
        }
    }
    let true_pairs: BTreeSet<_> = made.pairs.iter().map(|pair| (&pair.shopee, &pair.tiktok)).collect();
    for listing in &made.tiktok {
        for sku in skus(&listing.content) {
            if let Some(shopee) = owner.get(&sku) {
                assert!(true_pairs.contains(&(*shopee, &listing.id)), "{sku} joins what is not the same");
            }
        }
    }
}

/// Tests compare the field report with these records, so they must list every difference and nothing else.
#[test]
fn drifts_say_exactly_what_differs() {
    let made = catalogue();
    let (shopee, tiktok) = (by_id(&made.shopee), by_id(&made.tiktok));
    for pair in &made.pairs {
        let (one, other) = (shopee[&pair.shopee], tiktok[&pair.tiktok]);
        let noted = |field: Field, variant: Option<usize>| {
            pair.drifts.iter().any(|drift| drift.field == field && drift.variant == variant)
        };
        let html = format!("<p>{}</p>", one.description.replace("\n\n", "</p><p>").replace('\n', "<br>"));
        assert_eq!(one.title != other.title, noted(Field::Title, None), "{pair:?}");
        assert_eq!(html != other.description, noted(Field::Description, None), "{pair:?}");
        assert_eq!(one.weight != other.weight, noted(Field::Weight, None));
        assert_eq!(one.dimensions != other.dimensions, noted(Field::Dimensions, None));
        assert_eq!(one.images.len() != other.images.len(), noted(Field::Images, None));
        assert_eq!(one.status != other.status, noted(Field::Visibility, None));
        assert_eq!(one.options, other.options);
        let present = pair.variants.iter().filter(|variant| variant.shopee.is_some()).count();
        assert_eq!(present, one.offers.len(), "every offer is in the record");
        for (index, variant) in pair.variants.iter().enumerate() {
            let at = Some(index);
            match (&variant.shopee, &variant.tiktok) {
                (Some(a), Some(b)) => {
                    let (a, b) = (one.offer(a).unwrap(), other.offer(b).unwrap());
                    assert_eq!(a.option_values, b.option_values);
                    assert_eq!(a.price != b.price, noted(Field::Price, at), "{pair:?}");
                    assert_eq!(a.stock != b.stock, noted(Field::Stock, at), "{pair:?}");
                    assert_eq!(a.sku != b.sku, noted(Field::Sku, at), "{pair:?}");
                }
                (None, None) => panic!("a variant is somewhere"),
                _ => assert!(noted(Field::Variants, at)),
            }
        }
    }
    let fields: BTreeSet<_> =
        made.pairs.iter().flat_map(|pair| &pair.drifts).map(|drift| drift.field).collect();
    for field in [Field::Title, Field::Description, Field::Price, Field::Sku, Field::Variants, Field::Images]
    {
        assert!(fields.contains(&field), "some pairs differ in {field:?}");
    }
    assert!(made.pairs.iter().filter(|pair| pair.drifts.is_empty()).count() > 10, "some agree in everything");
}

#[test]
fn traps_look_alike_and_are_not_the_same() {
    let made = catalogue();
    let (shopee, tiktok) = (by_id(&made.shopee), by_id(&made.tiktok));
    for trap in &made.traps {
        let pair = made.pairs.iter().find(|pair| pair.tiktok == trap.looks_like).unwrap();
        assert_ne!(pair.shopee, trap.shopee);
        assert_eq!(shopee[&pair.shopee].title, shopee[&trap.shopee].title);
        let skus = |content: &ListingContent| content.offers.iter().filter_map(folded).collect::<Vec<_>>();
        let trapped = skus(shopee[&trap.shopee]);
        assert!(!trapped.is_empty() && !skus(tiktok[&trap.looks_like]).contains(&trapped[0]));
    }
}

#[test]
fn the_demos_pairs_are_what_the_demo_shows() {
    for seed in [DEFAULT_SEED, 1, 99] {
        let made = generate(seed, "http://s.test", "http://t.test/");
        let (shopee, tiktok) = (by_id(&made.shopee), by_id(&made.tiktok));
        let plain = made.demo_plain();
        assert_eq!((plain.shopee.as_str(), plain.tiktok.as_str()), (DEMO_PLAIN_SHOPEE, DEMO_PLAIN_TIKTOK));
        let one = shopee[&plain.shopee];
        assert!(one.options.is_empty());
        assert_eq!(one.offers[0].price, Some(Rupiah::new(150_000)));
        assert_eq!(one.offers[0].sku.as_ref().unwrap().as_str(), DEMO_PLAIN_SKU);
        assert_eq!(tiktok[&plain.tiktok].offers[0].sku, one.offers[0].sku);

        let varied = made.demo_variants();
        assert_eq!(
            (varied.shopee.as_str(), varied.tiktok.as_str()),
            (DEMO_VARIANTS_SHOPEE, DEMO_VARIANTS_TIKTOK)
        );
        let (one, other) = (shopee[&varied.shopee], tiktok[&varied.tiktok]);
        let skus = |content: &ListingContent| -> Vec<String> {
            content.offers.iter().map(|offer| offer.sku.as_ref().unwrap().to_string()).collect()
        };
        assert_eq!(skus(one), DEMO_VARIANTS_SKUS);
        assert_eq!(skus(other), DEMO_VARIANTS_SKUS);
        let prices: Vec<i64> = one.offers.iter().map(|offer| offer.price.unwrap().get()).collect();
        assert_eq!(prices, [50_000, 75_000, 110_000, 150_000]);
        let at_its_price = |listing: &&FetchedListing| {
            listing.content.offers.iter().any(|offer| offer.price == Some(Rupiah::new(150_000)))
        };
        assert_eq!(
            made.shopee.iter().filter(at_its_price).count(),
            2,
            "the demo finds its two by their price"
        );
        for pair in [plain, varied] {
            assert_eq!(shopee[&pair.shopee].status, ListingStatus::Live);
            assert_eq!(tiktok[&pair.tiktok].status, ListingStatus::Live);
            assert_eq!(tiktok[&pair.tiktok].storefronts, ["tiktok_shop", "tokopedia"]);
        }
        let url = tiktok[&plain.tiktok].images[0].url.as_ref().unwrap();
        assert!(url.starts_with("http://t.test/_sandbox/images/tos-"), "{url}");
    }
}
