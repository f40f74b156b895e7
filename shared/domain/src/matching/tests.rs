//! What must hold of any two catalogues.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Conflict, Item, Match, Settings, Settled, SkuSays, Tier, match_catalogues};

const WORDS: [&str; 16] = [
    "Frame", "Gimbal", "Baling", "Mount", "Kamera", "TPU", "Karbon", "Badai", "Elang", "Murah", "Original",
    "Kiri", "Hitam", "MT2207", "Antena", "Racing",
];

fn item(id: &str, title: &str) -> Item {
    Item { id: id.to_owned(), title: title.to_owned(), ..Item::default() }
}

fn title() -> impl Strategy<Value = String> {
    let words = prop::collection::vec(prop::sample::select(&WORDS[..]), 1..6);
    (words, 1..9u32).prop_map(|(words, inches)| format!("{} {inches} inch", words.join(" ")))
}

prop_compose! {
    fn any_item()(
        title in title(),
        image in prop::option::of(0..6u64),
        sku in prop::option::of(0..12u32),
        price in prop::option::of(1_000..90_000i64),
        colour in prop::option::of(prop::sample::select(&["Hitam", "Merah", "White"][..])),
    ) -> Item {
        Item {
            id: String::new(),
            title,
            images: image.map(|image| image * 0x0101_0101_0101_0101).into_iter().collect(),
            skus: sku.map(|sku| format!("S-{sku}")).into_iter().collect(),
            prices: price.into_iter().collect(),
            variants: colour.map(|colour| vec![colour.to_owned()]).into_iter().collect(),
            grams: None,
        }
    }
}

fn catalogue(prefix: &'static str) -> impl Strategy<Value = Vec<Item>> {
    prop::collection::vec(any_item(), 0..25).prop_map(move |mut items| {
        for (number, item) in items.iter_mut().enumerate() {
            item.id = format!("{prefix}{number:02}");
        }
        items
    })
}

fn matched(left: &[Item], right: &[Item], settled: &Settled) -> Vec<Match> {
    match_catalogues(left, right, settled, &Settings::default())
}

fn mirrored(matches: Vec<Match>) -> Vec<(String, String, u32, u32, u64, Tier)> {
    let mut rows: Vec<_> = matches
        .into_iter()
        .map(|m| (m.right, m.left, m.rank_right, m.rank_left, m.score.to_bits(), m.tier))
        .collect();
    rows.sort();
    rows
}

fn plain(matches: Vec<Match>) -> Vec<(String, String, u32, u32, u64, Tier)> {
    matches
        .into_iter()
        .map(|m| (m.left, m.right, m.rank_left, m.rank_right, m.score.to_bits(), m.tier))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn matching_right_with_left_is_the_mirrored_answer(left in catalogue("a"), right in catalogue("b")) {
        let there = plain(matched(&left, &right, &Settled::default()));
        prop_assert_eq!(there, mirrored(matched(&right, &left, &Settled::default())));
    }

    #[test]
    fn row_order_and_repetition_change_nothing(left in catalogue("a"), right in catalogue("b"), turn in 0..25usize) {
        let once = matched(&left, &right, &Settled::default());
        let (mut turned, mut reversed) = (left.clone(), right.clone());
        turned.rotate_left(turn % left.len().max(1));
        reversed.reverse();
        prop_assert_eq!(&once, &matched(&turned, &reversed, &Settled::default()));
        prop_assert_eq!(&once, &matched(&left, &right, &Settled::default()));
    }

    #[test]
    fn links_are_one_to_one_and_queues_hold_five(left in catalogue("a"), right in catalogue("b")) {
        let matches = matched(&left, &right, &Settled::default());
        let said: Vec<&Match> = matches.iter().filter(|m| m.tier != Tier::Review).collect();
        let (lefts, rights): (BTreeSet<_>, BTreeSet<_>) = said.iter().map(|m| (&m.left, &m.right)).unzip();
        prop_assert_eq!((lefts.len(), rights.len()), (said.len(), said.len()));
        prop_assert!(said.iter().all(|m| m.rank_left == 1 && m.rank_right == 1));
        for one in &left {
            let mut ranks: Vec<u32> =
                matches.iter().filter(|m| m.left == one.id && m.rank_left <= 5).map(|m| m.rank_left).collect();
            ranks.sort_unstable();
            let expected: Vec<u32> = (1..).take(ranks.len()).collect();
            prop_assert_eq!(ranks, expected);
        }
    }

    #[test]
    fn what_contradicts_is_never_linked_unasked(left in catalogue("a"), right in catalogue("b")) {
        for found in matched(&left, &right, &Settled::default()) {
            prop_assert!(found.tier != Tier::Auto || found.evidence.conflicts.is_empty());
        }
    }

    #[test]
    fn a_persons_decision_wins(left in catalogue("a"), right in catalogue("b")) {
        let before = matched(&left, &right, &Settled::default());
        let Some(first) = before.first() else { return Ok(()) };
        let pair = (first.left.clone(), first.right.clone());
        let rejected = Settled { rejected: vec![pair.clone()], ..Settled::default() };
        let after = matched(&left, &right, &rejected);
        prop_assert!(!after.iter().any(|m| (&m.left, &m.right) == (&pair.0, &pair.1)));
        let linked = Settled { linked: vec![pair.clone()], ..Settled::default() };
        let after = matched(&left, &right, &linked);
        prop_assert!(!after.iter().any(|m| m.left == pair.0 || m.right == pair.1));
    }

    #[test]
    fn any_text_is_read_without_complaint(title in "\\PC{0,80}|b\".{0,40}\"|(\\\\x[0-9a-f]{2}){0,8}") {
        let one = [item("a", &title)];
        prop_assert!(matched(&one, &one, &Settled::default()).len() <= 1);
    }
}

/// A shop of many things, so that one pair's words are rare.
fn crowd(prefix: &str) -> Vec<Item> {
    let things = ["Rak Obeng", "Tas Drone", "Kabel Balance", "Lampu LED", "Adaptor Daya"];
    let one = |(n, letter): (usize, char)| {
        item(&format!("{prefix}{n}"), &format!("{} Seri {letter}{n}", things[n % 5]))
    };
    ('A'..='T').enumerate().map(one).collect()
}

fn tier(left: &str, right: &str, change: impl Fn(&mut Item, &mut Item)) -> (Tier, Vec<Conflict>) {
    let (mut a, mut b) = (item("left", left), item("right", right));
    change(&mut a, &mut b);
    let (mut lefts, mut rights) = (crowd("l"), crowd("r"));
    lefts.push(a);
    rights.push(b);
    let matches = matched(&lefts, &rights, &Settled::default());
    let found =
        matches.into_iter().find(|m| m.left == "left" && m.right == "right").expect("the pair is compared");
    (found.tier, found.evidence.conflicts)
}

#[test]
fn the_same_title_in_another_size_is_never_linked_unasked() {
    let same = "Frame Cinewhoop Rajawali Karbon Ringan";
    for (left, right, conflict) in [
        ("3 inch", "5\"", Conflict::Quantity),
        ("250ml", "0,5 liter", Conflict::Quantity),
        ("4S", "6S", Conflict::Quantity),
        ("20x30cm", "20 x 40 cm", Conflict::Quantity),
        ("isi 2", "4 pcs", Conflict::Pieces),
        ("size 38", "ukuran 40", Conflict::Size),
        ("kiri", "right", Conflict::Side),
        ("hitam", "White", Conflict::Colour),
        ("pria", "Wanita", Conflict::Wearer),
        ("MBT 3030", "MBT3031", Conflict::Model),
        ("2207", "2306", Conflict::Number),
    ] {
        let (tier, conflicts) = tier(&format!("{same} {left}"), &format!("{same} {right}"), |_, _| {});
        assert!(conflicts.contains(&conflict), "{left} / {right}: {conflicts:?}");
        assert_ne!(tier, Tier::Auto, "{left} / {right}");
    }
    let same_size = tier(&format!("{same} 5 inch isi 4"), &format!("Promo {same} 5\" 4pcs"), |_, _| {});
    assert_eq!(same_size, (Tier::Auto, vec![]));
}

#[test]
fn an_equal_sku_links_unless_title_and_price_both_disagree() {
    let skus = |a: &mut Item, b: &mut Item| {
        a.skus = vec!["MTK-77".into()];
        b.skus = vec!["mtk 77".into()];
    };
    let reworded = tier("Dudukan Antena Rajawali", "Antenna Mount Rajawali PO", skus);
    assert_eq!(reworded, (Tier::Auto, vec![]));
    let (ducting, duct) = ("Ducting Garuda PETG untuk Drone FPV", "Propeller Duct Garuda PETG Kokoh");
    let (unpriced, conflicts) = tier(ducting, duct, |a, b| {
        skus(a, b);
        (a.prices, b.prices) = (vec![], vec![]);
    });
    assert_eq!((unpriced, conflicts), (Tier::Suggested, vec![Conflict::Thing]));
    let priced = tier(ducting, duct, |a, b| {
        skus(a, b);
        (a.prices, b.prices) = (vec![50_000], vec![55_000]);
    });
    assert_eq!(priced, (Tier::Auto, vec![]), "what a thing is called yields to its code and its price");
    let (_, conflicts) = tier("Dudukan Antena Rajawali", "Stiker Helm Kucing", |a, b| {
        skus(a, b);
        (a.prices, b.prices) = (vec![20_000], vec![95_000]);
    });
    assert!(conflicts.contains(&Conflict::SkuDoubtful));
    let (alone, conflicts) = tier("Dudukan Antena Rajawali", "Stiker Helm Kucing", skus);
    assert!(conflicts.contains(&Conflict::SkuAlone));
    assert_ne!(alone, Tier::Auto);
}

#[test]
fn the_evidence_says_what_was_compared() {
    let left = Item {
        images: vec![0b1111],
        skus: vec!["A-1".into()],
        prices: vec![10_000],
        variants: vec![vec!["Hitam".into()], vec!["Merah".into()]],
        ..item("l", "Frame Elang 5 inch Murah")
    };
    let right = Item {
        images: vec![0b0111],
        skus: vec!["a1".into()],
        prices: vec![12_000],
        variants: vec![vec!["Black".into()]],
        ..item("r", "Frame Elang 5\" PETG")
    };
    let matches = matched(&[left], &[right], &Settled::default());
    let evidence = &matches[0].evidence;
    assert_eq!(evidence.shared_words, ["elang", "inch:5000", "rangka"]);
    assert_eq!(
        (&evidence.only_left[..], &evidence.only_right[..]),
        (&["murah".to_owned()][..], &["petg".to_owned()][..])
    );
    assert_eq!(evidence.image_bits, Some(1));
    assert_eq!(evidence.sku, SkuSays::Equal("A1".into()));
    assert_eq!((evidence.price_percent, evidence.variants), (Some(120), Some((1, 1))));
    assert!(evidence.points.iter().any(|point| point.name == "sku" && point.points > 0.0));
    let stored = serde_json::to_string(&matches[0]).unwrap();
    assert_eq!(serde_json::from_str::<Match>(&stored).unwrap().right, "r");
}
