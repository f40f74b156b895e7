use std::collections::BTreeSet;

use app::ports::CatalogueCard;
use domain::{Channel, ProductStatus, Rupiah};
use jiff::Timestamp;

use super::*;

fn card(title: &str, skus: &[&str], price: Option<i64>) -> CatalogueCard {
    CatalogueCard {
        id: ProductId::derived(&[title]),
        title: title.to_owned(),
        skus: skus.iter().map(|sku| (*sku).to_owned()).collect(),
        status: ProductStatus::Active,
        channels: BTreeSet::from([Channel::parse("shopee").unwrap()]),
        category: Some("Frame".to_owned()),
        min_price: price.map(Rupiah::new),
        max_price: price.map(Rupiah::new),
        image: None,
        attention: BTreeSet::new(),
        stock: None,
        variants: 1,
        updated_at: Timestamp::UNIX_EPOCH,
        version: 1,
        listed: std::collections::BTreeMap::new(),
    }
}

fn cards(all: impl IntoIterator<Item = CatalogueCard>) -> Cards {
    let mut cards = Cards::default();
    all.into_iter().for_each(|card| cards.put(card));
    cards
}

fn query() -> CatalogueQuery {
    CatalogueQuery { sort: CatalogueSort::Title, limit: 50, ..CatalogueQuery::default() }
}

fn titles(cards: &Cards, query: &CatalogueQuery) -> Vec<String> {
    cards.search(query).unwrap().cards.into_iter().map(|card| card.title).collect()
}

fn found(cards: &Cards, text: &str) -> Vec<String> {
    titles(cards, &CatalogueQuery { text: Some(text.to_owned()), ..query() })
}

#[test]
fn words_and_skus_are_found_by_their_beginnings() {
    let cards = cards([
        card("Dudukan Kamera GoPro (é-Mount)", &["MTK-01 A", "MTK-01 B"], None),
        card("Frame 5 inci", &["FRM.5/X"], None),
    ]);
    let mount = ["Dudukan Kamera GoPro (é-Mount)"];
    for text in
        ["dud kam", "KAMERA", "e mount", "é", "mtk-01a", "MTK01", "mtk 01", "01", "kamera mtk01b", " gopro "]
    {
        assert_eq!(found(&cards, text), mount, "{text}");
    }
    for text in ["amera", "udukan", "tk01", "frame kamera", "mtk02"] {
        assert!(found(&cards, text).is_empty(), "{text}");
    }
    assert_eq!(found(&cards, "frm5x"), ["Frame 5 inci"]);
    for text in ["ka\u{200b}mera", "\u{feff}ＫＡＭＥＲＡ", "MTK\u{ad}01"] {
        assert_eq!(found(&cards, text), mount, "{text:?}");
    }
    let frames = CatalogueQuery { category: Some("\u{feff}frame\u{a0}".to_owned()), ..query() };
    assert_eq!(titles(&cards, &frames).len(), 2, "a category is compared as it is seen");
    assert_eq!(found(&cards, "!?").len(), 2, "a text without letters or digits asks for nothing");
}

#[test]
fn the_tabs_count_what_the_status_hides() {
    let archived = CatalogueCard { status: ProductStatus::Archived, ..card("Frame lama", &[], None) };
    let cards =
        cards([card("Frame A", &[], None), card("Frame B", &[], None), card("Roda", &[], None), archived]);
    let query = CatalogueQuery { text: Some("frame".into()), status: Some(ProductStatus::Active), ..query() };
    let page = cards.search(&query).unwrap();
    assert_eq!(page.total, 2);
    assert_eq!(page.by_status, BTreeMap::from([(ProductStatus::Active, 2), (ProductStatus::Archived, 1)]));
}

#[test]
fn pages_meet_without_a_gap_in_every_order() {
    let all: Vec<_> = (0..97_i64)
        .map(|nth| CatalogueCard {
            updated_at: Timestamp::from_second(nth % 13).unwrap(),
            ..card(
                &format!("Frame {}", nth * 31 % 97),
                &[&format!("S-{}", nth % 7)],
                (nth % 3 > 0).then_some(nth % 5),
            )
        })
        .collect();
    let cards = cards(all);
    for sort in [CatalogueSort::UpdatedAt, CatalogueSort::Title, CatalogueSort::Price, CatalogueSort::Sku] {
        for descending in [false, true] {
            let whole = CatalogueQuery { sort, descending, limit: 200, ..query() };
            let expected = titles(&cards, &whole);
            let (mut seen, mut cursor) = (Vec::new(), None);
            loop {
                let page = cards.search(&CatalogueQuery { limit: 10, cursor, ..whole.clone() }).unwrap();
                assert_eq!(page.total, 97);
                seen.extend(page.cards.into_iter().map(|card| card.title));
                cursor = page.next;
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(seen, expected, "{sort:?} {descending}");
        }
    }
}

#[test]
fn a_cursor_of_another_order_is_refused() {
    let cards = cards([card("A", &[], None), card("B", &[], None)]);
    let cursor = cards.search(&CatalogueQuery { limit: 1, ..query() }).unwrap().next;
    assert!(cursor.is_some());
    let other = CatalogueQuery { sort: CatalogueSort::Price, cursor, ..query() };
    assert_eq!(cards.search(&other), Err(StoreError::Corrupt("cursor".into())));
    let forged = CatalogueQuery { cursor: Some("nonsense".into()), ..query() };
    assert_eq!(cards.search(&forged), Err(StoreError::Corrupt("cursor".into())));
}

#[test]
fn an_older_card_never_replaces_a_newer_one() {
    let mut cards = cards([CatalogueCard { version: 2, ..card("Frame", &["NEW"], None) }]);
    cards.put(CatalogueCard { version: 1, ..card("Frame", &["OLD"], None) });
    assert_eq!(found(&cards, "new"), ["Frame"]);
    cards.put(CatalogueCard { version: 3, channels: BTreeSet::new(), ..card("Frame", &["NEWER"], None) });
    assert_eq!((cards.len(), found(&cards, "newer")), (1, vec!["Frame".to_owned()]));
    let on_shopee = CatalogueQuery { channel: Channel::parse("shopee").ok(), ..query() };
    assert!(titles(&cards, &on_shopee).is_empty());
}

#[test]
fn the_bench_searches_what_it_made() {
    let report = crate::catalogue::bench(2_000).unwrap();
    assert_eq!(report.cards, 2_000);
    assert!(report.queries.iter().any(|(name, _, total)| *name == "a SKU" && *total == 0));
    assert!(report.queries.iter().any(|(name, _, total)| *name == "one common word" && *total == 250));
}
