//! Which titles stand too near.

use super::{
    RiskKind::{OtherShop, OwnShop},
    *,
};

fn titled(id: usize, shop: &str, product: Option<&str>, title: &str) -> Titled {
    Titled {
        id: format!("{shop}:{id:06}"),
        shop: shop.to_owned(),
        product: product.map(str::to_owned),
        title: title.to_owned(),
    }
}

#[test]
fn the_worst_stand_first_and_each_shop_is_looked_at_for_itself() {
    let titles = [
        titled(1, "a", None, "Dudukan GPS M10 TPU 95A Drone FPV"),
        titled(2, "a", None, "dudukan gps m10 tpu 95a, drone fpv"),
        titled(3, "a", None, "Dudukan GPS M8 TPU 95A Drone FPV"),
        titled(4, "b", Some("p"), "Dudukan GPS M10 TPU 95A Drone FPV"),
        titled(5, "b", Some("q"), "Rangka Elang 5 inch"),
        titled(6, "a", Some("q"), "Rangka Elang 7 inch PA-CF Baru"),
    ];
    let found: Vec<(RiskKind, String, String, u16, u32)> = risks(&titles)
        .into_iter()
        .map(|risk| (risk.kind, risk.id, risk.other, risk.similarity.0, risk.equal))
        .collect();
    let one = |kind, id: &str, other: &str, similarity, equal| {
        (kind, id.to_owned(), other.to_owned(), similarity, equal)
    };
    assert_eq!(
        found,
        [
            one(OwnShop, "a:000001", "a:000002", 10_000, 1),
            one(OwnShop, "a:000002", "a:000001", 10_000, 1),
            one(OtherShop, "a:000001", "b:000004", 10_000, 1),
            one(OtherShop, "a:000002", "b:000004", 10_000, 1),
            one(OtherShop, "b:000004", "a:000001", 10_000, 2),
            one(OwnShop, "a:000003", "a:000001", 8_571, 0),
            one(OtherShop, "a:000003", "b:000004", 8_571, 0),
        ]
    );
}

#[test]
fn two_titles_of_one_product_within_the_band_are_no_risk() {
    // 8 of 10 and 10 tokens: exactly 0.80.
    let one = "a1 a2 a3 a4 a5 a6 a7 a8 b1 b2";
    let two = "a1 a2 a3 a4 a5 a6 a7 a8 c1 c2";
    assert_eq!(Similarity::of(one, two), Similarity(8_000));
    assert!(risks(&[titled(1, "a", Some("p"), one), titled(2, "b", Some("p"), two)]).is_empty());
    assert_eq!(risks(&[titled(1, "a", Some("p"), one), titled(2, "b", Some("q"), two)]).len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn the_index_finds_what_comparing_everything_finds(
        titles in proptest::collection::vec((proptest::collection::vec(0..14_u8, 1..9), 0..3_u8), 2..160)
    ) {
        let titles: Vec<Titled> = titles
            .iter()
            .enumerate()
            .map(|(at, (words, shop))| {
                let words: Vec<String> = words.iter().map(|word| format!("w{word}")).collect();
                titled(at, &format!("shop{shop}"), None, &words.join(" "))
            })
            .collect();
        let found = risks(&titles);
        for (at, titled) in titles.iter().enumerate() {
            for kind in [RiskKind::OwnShop, RiskKind::OtherShop] {
                let rivals = titles.iter().enumerate().filter(|(other, rival)| {
                    *other != at && (rival.shop == titled.shop) == (kind == RiskKind::OwnShop)
                });
                let worst = rivals.map(|(_, rival)| Similarity::of(&titled.title, &rival.title)).max();
                let expected = worst.filter(|worst| worst.0 >= 8_000);
                let got = found.iter().find(|risk| risk.id == titled.id && risk.kind == kind);
                prop_assert_eq!(got.map(|risk| risk.similarity), expected);
            }
        }
    }
}

#[test]
fn the_worst_is_found_behind_a_hundred_near_ones() {
    let shared = "k1 k2 k3 k4 k5 k6 k7 k8 k9";
    let mut titles: Vec<Titled> = (0..120)
        .map(|at| titled(at, if at % 2 == 0 { "a" } else { "b" }, None, &format!("{shared} x{at}")))
        .collect();
    titles.push(titled(200, "b", None, shared));
    titles.push(titled(201, "a", None, &format!("{shared} w")));
    let found = risks(&titles);
    let worst = found.iter().find(|risk| risk.kind == OtherShop && risk.id == "a:000201").unwrap();
    assert_eq!((worst.other.as_str(), worst.similarity), ("b:000200", Similarity(9_473)));
}

#[test]
fn many_titles_of_one_template_are_looked_through() {
    let titles: Vec<Titled> = (0..40_000)
        .map(|at| {
            titled(
                at,
                if at % 2 == 0 { "a" } else { "b" },
                None,
                &format!("Casing HP Motif Kartun Lucu Bahan Silikon Tipe X{at}"),
            )
        })
        .collect();
    let found = risks(&titles);
    assert_eq!(found.len(), 80_000, "each title has a near one in both shops");
    assert!(found.iter().all(|risk| risk.similarity == Similarity(8_888)));
}
