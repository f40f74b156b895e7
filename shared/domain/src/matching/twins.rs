//! Near-twins: products that differ in one word, in the SKU and in the picture, among true pairs with different
//! wording. A seller has hundreds of them, and none may be linked with its near-twin.

use std::collections::{BTreeMap, BTreeSet};

use super::{Item, Match, Settings, Settled, Tier, match_catalogues};

const THINGS: [&str; 10] = [
    "Kaos Pilot Drone Katun",
    "Sarung Tangan Motor Kulit",
    "Dudukan Kamera Cinewhoop",
    "Stiker Reflektif Garis",
    "Payung Hujan Otomatis",
    "Pelindung Baling TPU",
    "Tas Ransel Kanvas",
    "Tali Baterai Nilon",
    "Kotak Peralatan Plastik",
    "Antena Penerima Pendek",
];

/// The left shop uses the first word of each pair, the right shop the second one.
const TWINS: [(&str, &str); 14] = [
    ("Lengan Pendek", "Lengan Panjang"),
    ("Ukuran L", "Ukuran XL"),
    ("5 cm", "10 cm"),
    ("Motif Parang", "Motif Kawung"),
    ("Kiri", "Kanan"),
    ("Kiri Depan", "Kanan Depan"),
    ("Atas", "Bawah"),
    ("Isi 2", "Isi 4"),
    ("Hitam", "Merah"),
    ("Hitam Merah", "Hitam Putih"),
    ("Besar", "Kecil"),
    ("MK 14", "MK 15"),
    ("4S 1300mAh", "6S 1300mAh"),
    ("Bahan PETG", "Bahan Nilon12"),
];

/// What true pairs lack.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Lacks {
    Nothing,
    Skus,
    Pictures,
}

/// A picture that no other product has.
fn picture(of: usize) -> u64 {
    let mut z = (of as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn name(number: usize) -> String {
    const PARTS: [&str; 12] = ["ra", "ja", "wa", "li", "gar", "uda", "me", "ra", "pi", "ko", "sur", "ya"];
    (0..3).map(|place| PARTS[number / 12usize.pow(place) % 12]).collect()
}

fn item(id: String, title: String, number: usize, sku: Option<String>, seen: bool) -> Item {
    Item {
        id,
        title,
        images: seen.then(|| picture(number)).into_iter().collect(),
        skus: sku.into_iter().collect(),
        prices: vec![50_000],
        ..Item::default()
    }
}

/// Two shops of `listings` each; one listing in `every` is a true pair, the others are near-twins.
fn shops(listings: usize, every: usize, lacks: Lacks) -> (Vec<Item>, Vec<Item>, BTreeMap<String, String>) {
    let (mut left, mut right, mut truth) = (Vec::new(), Vec::new(), BTreeMap::new());
    for number in 0..listings {
        let thing = THINGS[number % THINGS.len()];
        let (one, other) = TWINS[number / THINGS.len() % TWINS.len()];
        let base = format!("{thing} {}", name(number));
        let is_pair = every > 0 && number % every == 0;
        let lacking = is_pair && number % (2 * every) == 0;
        let sku = |part: &str| (!(lacking && lacks == Lacks::Skus)).then(|| format!("P{number:04}{part}"));
        let seen = !(lacking && lacks == Lacks::Pictures);
        let (l, r) = (format!("l{number:04}"), format!("r{number:04}"));
        left.push(item(l.clone(), format!("{base} {one}"), 2 * number, sku("A"), seen));
        if is_pair {
            let title = format!("Promo {one} {thing} Awet {}", name(number));
            right.push(item(r.clone(), title, 2 * number, sku("A"), seen));
            truth.insert(l, r);
        } else {
            right.push(item(r, format!("{base} {other}"), 2 * number + 1, sku("B"), true));
        }
    }
    (left, right, truth)
}

fn matched(left: &[Item], right: &[Item]) -> Vec<Match> {
    match_catalogues(left, right, &Settled::default(), &Settings::default())
}

fn judge(listings: usize, every: usize, lacks: Lacks) {
    let (left, right, truth) = shops(listings, every, lacks);
    let what = format!("{listings} listings, a pair in {every}, lacking {lacks:?}");
    let titles: BTreeMap<&str, &str> =
        left.iter().chain(&right).map(|item| (item.id.as_str(), item.title.as_str())).collect();
    let mut met = BTreeSet::new();
    for found in matched(&left, &right) {
        if truth.get(&found.left) == Some(&found.right) {
            if found.tier != Tier::Review {
                met.insert(found.left.clone());
            }
            continue;
        }
        let spelled = format!(
            "{what}: {} | {}: {:?} {:.3} {:?}",
            titles[found.left.as_str()],
            titles[found.right.as_str()],
            found.tier,
            found.score,
            found.evidence.conflicts
        );
        assert_eq!(found.tier, Tier::Review, "{spelled}");
        assert!(found.score < 0.9, "{spelled}");
    }
    assert!(met.len() * 100 >= truth.len() * 95, "{what}: {} of {} pairs met", met.len(), truth.len());
}

#[test]
fn near_twins_are_never_linked_and_true_pairs_are_met() {
    for listings in [3, 10, 40, 68, 400] {
        for every in [0, 2, 4] {
            for lacks in [Lacks::Nothing, Lacks::Skus, Lacks::Pictures] {
                judge(listings, every, lacks);
            }
        }
    }
}

#[test]
fn near_twins_of_a_large_shop_are_never_linked() {
    judge(4_000 / 4, 4, Lacks::Skus);
    judge(4_000, 4, Lacks::Nothing);
}

#[test]
fn one_word_apart_with_another_sku_is_no_answer_in_a_shop_of_one() {
    for (one, other) in TWINS {
        let of = |id: &str, title: String, sku: &str| Item {
            id: id.into(),
            title,
            skus: vec![sku.into()],
            ..Item::default()
        };
        let left = of("l", format!("Jaket Hujan Pilot Rajawali {one}"), "JKT-1");
        let right = of("r", format!("Jaket Hujan Pilot Rajawali {other}"), "JKT-9");
        for found in matched(&[left], &[right]) {
            assert_eq!(found.tier, Tier::Review, "{one} / {other}");
            assert!(found.score <= 0.25 + 1e-3, "{one} / {other}: {}", found.score);
        }
    }
}
