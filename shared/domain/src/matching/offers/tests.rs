use proptest::prelude::*;

use super::*;

fn offer(id: &str, options: &[&str], sku: Option<&str>, price: i64) -> Offered {
    let options = options.iter().map(|value| (*value).to_owned()).collect();
    Offered { id: id.to_owned(), options, sku: sku.map(str::to_owned), price: Some(price) }
}

fn said(left: &[Offered], right: &[Offered]) -> Vec<(String, String, Because)> {
    match_offers(left, right).into_iter().map(|link| (link.left, link.right, link.because)).collect()
}

fn link(left: &str, right: &str, because: Because) -> (String, String, Because) {
    (left.to_owned(), right.to_owned(), because)
}

#[test]
fn option_values_meet_across_languages_and_order() {
    let left = [offer("l1", &["Hitam", "5 inch"], None, 10), offer("l2", &["Hitam", "7 inch"], None, 12)];
    let right = [offer("r1", &["7\"", "Black"], None, 13), offer("r2", &["5 inci", "black"], None, 11)];
    let expected = [link("l1", "r2", Because::Options), link("l2", "r1", Because::Options)];
    assert_eq!(said(&left, &right), expected);
}

#[test]
fn a_missing_variant_stays_alone_and_what_contradicts_is_never_mixed_up() {
    let left = [offer("l1", &["S"], None, 10), offer("l2", &["M"], None, 10)];
    let right = [offer("r1", &["M"], None, 10)];
    assert_eq!(said(&left, &right), [link("l2", "r1", Because::Options)]);
    for (one, other) in [
        (["Hitam", "S"], ["Hitam", "M"]),
        (["Hitam", "5 inch"], ["Hitam", "3 inch"]),
        (["TPU", "Merah"], ["TPU", "Blue"]),
        (["Karbon", "Kiri"], ["Karbon", "Right"]),
        (["Karbon", "2207"], ["Karbon", "2306"]),
        (["Hitam", "isi 2"], ["Hitam", "4 pcs"]),
    ] {
        let (left, right) = ([offer("l", &one, None, 10)], [offer("r", &other, None, 10)]);
        assert_eq!(said(&left, &right), [], "{one:?} {other:?}");
    }
}

#[test]
fn an_equal_sku_wins_over_words_unless_the_words_contradict() {
    let left = [offer("l1", &["Merah"], Some("A-1"), 10), offer("l2", &["Biru"], Some("A-2"), 10)];
    let right = [offer("r1", &["Warna 1"], Some("a2"), 10), offer("r2", &["Merah"], None, 10)];
    assert_eq!(said(&left, &right), [link("l1", "r2", Because::Options), link("l2", "r1", Because::Sku)]);
    // Copied from the line above and never corrected.
    let right = [offer("r1", &["Red"], Some("A-2"), 10), offer("r2", &["Blue"], Some("A-9"), 10)];
    assert_eq!(said(&left, &right), [link("l1", "r1", Because::Options), link("l2", "r2", Because::Options)]);
    let right = [offer("r1", &["Hijau"], Some("A-2"), 10)];
    assert_eq!(said(&left, &right), [link("l2", "r1", Because::SkuAlone)]);
    assert!(!Because::SkuAlone.is_sure());
}

#[test]
fn a_sku_that_stands_twice_decides_nothing_and_the_sellers_affixes_are_overlooked() {
    let left = [offer("l1", &["Satu"], Some("A"), 10), offer("l2", &["Dua"], Some("A"), 12)];
    let right = [offer("r1", &["Tiga"], Some("A"), 14)];
    assert_eq!(said(&left, &right), []);
    let rules = SkuRules { prefixes: vec!["TT-".into()], ..SkuRules::default() };
    let (left, right) =
        ([offer("l", &["Elang"], Some("A-1"), 1)], [offer("r", &["Rajawali"], Some("tt a1"), 2)]);
    assert_eq!(match_offers(&left, &right), []);
    assert_eq!(match_offers_by(&left, &right, &rules)[0].because, Because::Sku);
}

#[test]
fn single_offers_meet_even_where_one_shop_names_no_option() {
    assert_eq!(said(&[offer("l", &[], None, 1)], &[offer("r", &[], None, 2)])[0].2, Because::Only);
    assert_eq!(said(&[offer("l", &[], None, 1)], &[offer("r", &["Hitam"], None, 2)])[0].2, Because::Only);
    let two = [offer("r1", &["Hitam"], None, 2), offer("r2", &["Merah"], None, 3)];
    assert_eq!(said(&[offer("l", &[], None, 1)], &two), []);
}

#[test]
fn a_price_that_stands_once_on_each_side_is_worth_a_question() {
    let left = [offer("l1", &["Satu"], None, 10), offer("l2", &["Dua"], None, 12)];
    let right = [offer("r1", &["Model B"], None, 12), offer("r2", &["Model A"], None, 10)];
    assert_eq!(said(&left, &right), [link("l1", "r2", Because::Price), link("l2", "r1", Because::Price)]);
    let same = [offer("r1", &["Model B"], None, 12), offer("r2", &["Model A"], None, 12)];
    assert_eq!(said(&left, &same), []);
}

#[test]
fn equal_values_on_several_offers_are_told_apart_by_price_and_asked_about() {
    let left = [offer("l1", &["Hitam"], None, 10), offer("l2", &["Black"], None, 20)];
    let right = [offer("r1", &["hitam"], None, 20), offer("r2", &["HITAM"], None, 10)];
    let expected = [link("l1", "r2", Because::NearlyAndPrice), link("l2", "r1", Because::NearlyAndPrice)];
    assert_eq!(said(&left, &right), expected);
}

prop_compose! {
    fn any_offer()(
        options in prop::collection::vec(
            prop::sample::select(&["Hitam", "Black", "Merah", "5 inch", "3\"", "S", "M", "Kiri", "Karbon", "TPU"][..]),
            0..3,
        ),
        sku in prop::option::of(0..6u32),
        price in prop::option::of(1..5i64),
    ) -> Offered {
        let options = options.into_iter().map(str::to_owned).collect();
        Offered { id: String::new(), options, sku: sku.map(|sku| format!("S-{sku}")), price }
    }
}

fn offers(prefix: &'static str) -> impl Strategy<Value = Vec<Offered>> {
    prop::collection::vec(any_offer(), 0..8).prop_map(move |mut offers| {
        for (number, offer) in offers.iter_mut().enumerate() {
            offer.id = format!("{prefix}{number}");
        }
        offers
    })
}

proptest! {
    #[test]
    fn neither_side_nor_order_matters_and_links_are_one_to_one(
        left in offers("a"), right in offers("b"), turn in 0..8usize,
    ) {
        let links = match_offers(&left, &right);
        let mut mirrored: Vec<Linked> = match_offers(&right, &left)
            .into_iter()
            .map(|link| Linked { left: link.right, right: link.left, because: link.because })
            .collect();
        mirrored.sort_by(|x, y| (&x.left, &x.right).cmp(&(&y.left, &y.right)));
        prop_assert_eq!(&links, &mirrored);
        let (mut turned, mut reversed) = (left.clone(), right.clone());
        turned.rotate_left(turn % left.len().max(1));
        reversed.reverse();
        prop_assert_eq!(&links, &match_offers(&turned, &reversed));
        let (lefts, rights): (BTreeSet<_>, BTreeSet<_>) =
            links.iter().map(|link| (&link.left, &link.right)).unzip();
        prop_assert_eq!((lefts.len(), rights.len()), (links.len(), links.len()));
    }

    #[test]
    fn a_listing_matches_itself_offer_by_offer(mut own in offers("a")) {
        let mut seen = BTreeSet::new();
        own.retain(|offer| {
            let words = Read::all(std::slice::from_ref(offer), &SkuRules::default()).remove(0).words;
            !words.is_empty() && seen.insert(words)
        });
        for offer in &mut own {
            offer.sku = None;
        }
        for link in match_offers(&own, &own) {
            prop_assert_eq!(link.left, link.right);
        }
    }
}
