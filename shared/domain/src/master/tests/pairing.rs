//! Which offers become one variant, and which pictures one gallery.

use super::*;

fn variant_of<'a>(built: &'a Proposal, shop: &Shop, value: &str) -> &'a VariantId {
    let offer = shop.content.offers.iter().find(|offer| offer.option_values == [value]).unwrap();
    &built.links[&shop.key][&offer.id]
}

fn priced(mut shop: Shop, book: PriceBook, prices: &[i64]) -> Shop {
    shop.book = book;
    for (offer, price) in shop.content.offers.iter_mut().zip(prices) {
        offer.price = Some(Rupiah::new(*price));
    }
    shop
}

#[test]
fn a_sku_of_another_colour_links_nothing_and_is_said() {
    let one = coloured(one(), &[("Biru", Some("A-2")), ("Hitam", Some("A-3"))]);
    let other = coloured(other(), &[("Merah", Some("A-2"))]);
    let built = build_of(&[one.clone(), other.clone()], None).unwrap();
    assert_ne!(variant_of(&built, &other, "Merah"), variant_of(&built, &one, "Biru"));
    assert_eq!(built.product.variants.len(), 3);
    assert!(built.product.attention.contains(flag::VARIANTS_UNSURE), "{:?}", flags(&built.product));
    // Joining a product that stands follows the same rule.
    let before = build_of(std::slice::from_ref(&one), None).unwrap();
    let shops = [linked(&[one], &before).remove(0), other];
    let joined = build_of(&shops, Some(&before.product)).unwrap();
    assert_ne!(variant_of(&joined, &shops[1], "Merah"), variant_of(&joined, &shops[0], "Biru"));
    assert!(joined.product.attention.contains(flag::VARIANTS_UNSURE));
}

#[test]
fn skus_that_were_swapped_leave_each_colour_its_own() {
    let one = coloured(one(), &[("Merah", Some("A-1")), ("Biru", Some("A-2"))]);
    let other = coloured(other(), &[("Red", Some("A-2")), ("Blue", Some("A-1"))]);
    let built = build_of(&[one.clone(), other.clone()], None).unwrap();
    assert_eq!(variant_of(&built, &one, "Merah"), variant_of(&built, &other, "Red"));
    assert_eq!(variant_of(&built, &one, "Biru"), variant_of(&built, &other, "Blue"));
    assert!(built.product.attention.contains(flag::SKU_DIFFERS));
}

#[test]
fn the_only_offer_with_an_option_is_the_only_one_without() {
    let (mut one, other) = (one(), coloured(other(), &[("Hitam", None)]));
    one.content.offers[0].sku = None;
    let built = build_of(&[one.clone(), other.clone()], None).unwrap();
    assert_eq!(built.product.variants.len(), 1);
    assert_eq!(built.links[&one.key].values().next(), built.links[&other.key].values().next());
    let alone = master(&[one.clone()]);
    assert_eq!(build_of(&[one, other], Some(&alone)).unwrap().product.variants.len(), 1);
}

#[test]
fn an_equal_base_price_is_a_question_and_no_answer() {
    let shops = |theirs: i64| {
        let one = coloured(one(), &[("Karbon", None), ("Merah", None)]);
        let other = coloured(other(), &[("Premium", None), ("Merah", None)]);
        // Rp150.000 and Rp80.000, by the rule of each channel.
        let one = priced(one, rule(15, Rounding::Up1000), &[173_000, 92_000]);
        [one, priced(other, rule(20, Rounding::Up500), &[theirs, 96_000])]
    };
    let alike = shops(180_000);
    let built = build_of(&alike, None).unwrap();
    assert_eq!(variant_of(&built, &alike[0], "Merah"), variant_of(&built, &alike[1], "Merah"));
    assert_ne!(variant_of(&built, &alike[0], "Karbon"), variant_of(&built, &alike[1], "Premium"));
    assert!(built.product.attention.contains(flag::VARIANTS_UNSURE));
    let unlike = build_of(&shops(240_000), None).unwrap();
    assert!(!unlike.product.attention.contains(flag::VARIANTS_UNSURE), "{:?}", flags(&unlike.product));
}

#[test]
fn what_the_seller_overlooks_in_skus_joins_variants_too() {
    let shops = [
        coloured(one(), &[("Model X", Some("A-1")), ("Model Y", Some("A-2"))]),
        coloured(other(), &[("Pertama", Some("TT-A1")), ("Kedua", Some("TT-A2"))]),
    ];
    let id = ProductId::derived(&["test"]);
    let variants = |sku_rules: &SkuRules| {
        let sources: Vec<Source<'_>> = shops.iter().map(Shop::source).collect();
        let (taken, now) = (BTreeSet::new(), Timestamp::UNIX_EPOCH);
        let request = Request { id: &id, current: None, sources: &sources, taken: &taken, sku_rules, now };
        build(&request).unwrap().product.variants.len()
    };
    assert_eq!(variants(&SkuRules::default()), 4);
    assert_eq!(variants(&SkuRules { prefixes: vec!["tt-".to_owned()], ..SkuRules::default() }), 2);
}

#[test]
fn one_picture_without_a_hash_does_not_keep_the_others_apart() {
    let (mut one, mut other) = (one(), other());
    pictures(&mut one, &[("a", None), ("b", Some(0)), ("c", Some(u64::MAX))]);
    pictures(&mut other, &[("x", Some(1)), ("y", Some(0xFFFF))]);
    let built = build_of(&[one.clone(), other.clone()], None).unwrap();
    let product = &built.product;
    assert_eq!(product.images[1].copies[0].reference, "x", "the same as one that has a hash");
    assert_eq!((product.images.len(), built.uncompared), (3, 1), "`y` may be `a`");
    assert_eq!(flags(product), [flag::IMAGES_NOT_COMPARED]);
    // The other shop would lose `y`.
    assert!(withholds_images(product, &other.key) && !withholds_images(product, &one.key));
    let mut seen = product.clone();
    seen.attention.clear();
    assert!(!withholds_images(&seen, &other.key), "a person has looked");
    one.hashes.insert("a".to_owned(), ImageHash::new(0xFFFF << 40));
    let shops = linked(&[one, other], &built);
    let again = build_of(&shops, Some(product)).unwrap();
    assert_eq!((again.product.images.len(), again.uncompared), (4, 0));
    assert_eq!(flags(&again.product), Vec::<&str>::new());
}
