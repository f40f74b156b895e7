use rstest::rstest;

use super::*;
use crate::{
    BasisPoints, ListingImage, ListingStatus, Offer, PreOrderDays, Rupiah, Sku,
    listing::{Attribute, AttributeValue, Named},
    measure::{Dimensions, Grams, Length},
    pricing::{Method, PriceRule, Rounding, Scope},
};

mod laws;

/// A listing with what the report needs beside it.
#[derive(Debug, Clone)]
struct Listed {
    key: ListingKey,
    content: ListingContent,
    links: BTreeMap<OfferId, VariantId>,
    hashes: BTreeMap<String, ImageHash>,
    prices: PriceBook,
}

impl Listed {
    fn on(channel: &str, id: &str, content: ListingContent) -> Self {
        let key = ListingKey::parse(&format!("{channel}:1:{id}")).unwrap();
        Self { key, content, links: BTreeMap::new(), hashes: BTreeMap::new(), prices: PriceBook::default() }
    }

    fn side(&self) -> Side<'_> {
        Side {
            key: &self.key,
            content: &self.content,
            description: &self.content.description,
            links: &self.links,
            prices: Some(&self.prices),
            product: None,
            hashes: &self.hashes,
        }
    }
}

fn offer(id: &str, values: &[&str], price: i64, sku: Option<&str>) -> Offer {
    Offer {
        id: OfferId::parse(id).unwrap(),
        sku: sku.map(|sku| Sku::parse(sku).unwrap()),
        option_values: values.iter().map(|value| (*value).to_owned()).collect(),
        price: Some(Rupiah::new(price)),
        stock: Some(3),
        weight: None,
        image: None,
        price_locked: false,
    }
}

fn named(id: &str, name: Option<&str>) -> Named {
    Named { id: id.to_owned(), name: name.map(str::to_owned) }
}

fn attribute(name: &str, value: &str) -> Attribute {
    let value = AttributeValue { id: None, name: Some(value.to_owned()), unit: None };
    Attribute { id: format!("id-{name}"), name: Some(name.to_owned()), values: vec![value] }
}

fn picture(reference: &str) -> ListingImage {
    ListingImage { reference: reference.to_owned(), url: None }
}

fn content() -> ListingContent {
    let cm = |cm: &str| Length::from_centimetres(cm).unwrap();
    ListingContent {
        title: "Dudukan Kamera 30 derajat".to_owned(),
        description: "Dicetak 3D.\n\nPre-order 5 hari.".to_owned(),
        images: vec![picture("a"), picture("b")],
        category: Some(named("1", Some("Mainan"))),
        attributes: vec![attribute("Bahan", "TPU")],
        brand: None,
        weight: Some(Grams::parse(35).unwrap()),
        dimensions: Some(Dimensions { length: cm("10"), width: cm("8"), height: cm("4.2") }),
        pre_order: Some(PreOrderDays::parse(5).unwrap()),
        shipping: vec![named("8003", Some("J&T Express"))],
        storefronts: Vec::new(),
        status: ListingStatus::Live,
        storefront_status: BTreeMap::new(),
        promotion: None,
        options: Vec::new(),
        offers: vec![offer("0", &[], 150_000, Some("MTK-01"))],
    }
}

fn look(field: Field, listings: &[Listed]) -> Finding {
    find(field, &Group { name: "p", sides: listings.iter().map(Listed::side).collect() })
}

/// The verdict on `content()` beside itself after `edit`, asked both ways.
fn after(field: Field, edit: impl FnOnce(&mut ListingContent)) -> (Verdict, bool) {
    let mut other = content();
    edit(&mut other);
    let (one, other) = (Listed::on("shopee", "1", content()), Listed::on("tiktok_shop", "2", other));
    let (first, second) = (look(field, &[one.clone(), other.clone()]), look(field, &[other, one]));
    assert_eq!(first, second);
    (first.verdict.unwrap(), first.identical)
}

#[test]
fn two_copies_agree_in_every_field_to_the_letter() {
    for field in Field::ALL {
        let absent = matches!(field, Field::Brand | Field::Storefronts | Field::Variants);
        let expected = if absent { (Verdict::Absent, false) } else { (Verdict::Agree, true) };
        assert_eq!(after(field, |_| {}), expected, "{field:?}");
    }
}

type Edit = fn(&mut ListingContent);

#[rstest]
#[case::case_and_punctuation(Field::Title, |c: &mut ListingContent| c.title = "DUDUKAN kamera — 30° Derajat!".into(), Verdict::Agree)]
#[case::case_alone(Field::Title, |c: &mut ListingContent| c.title = "DUDUKAN  kamera, 30 Derajat!".into(), Verdict::Agree)]
#[case::another_word(Field::Title, |c: &mut ListingContent| c.title.push_str(" TPU"), Verdict::Differ)]
#[case::white_space(Field::Description, |c: &mut ListingContent| c.description = "Dicetak 3D.  Pre-order\n5 hari.".into(), Verdict::Agree)]
#[case::another_text(Field::Description, |c: &mut ListingContent| c.description = "Dicetak 3D.".into(), Verdict::Differ)]
#[case::nothing(Field::Description, |c: &mut ListingContent| c.description = " ".into(), Verdict::Lacking)]
#[case::other_names_of_pictures(Field::Images, |c: &mut ListingContent| c.images = vec![picture("x"), picture("y")], Verdict::Agree)]
#[case::fewer_pictures(Field::Images, |c: &mut ListingContent| c.images = vec![picture("a")], Verdict::Differ)]
#[case::heavier(Field::Weight, |c: &mut ListingContent| c.weight = Grams::parse(36).ok(), Verdict::Differ)]
#[case::no_weight(Field::Weight, |c: &mut ListingContent| c.weight = None, Verdict::Lacking)]
#[case::whole_centimetres(Field::Dimensions, |c: &mut ListingContent| c.dimensions.as_mut().unwrap().height = Length::parse(500).unwrap(), Verdict::Agree)]
#[case::turned(Field::Dimensions, |c: &mut ListingContent| {
    let size = c.dimensions.as_mut().unwrap();
    std::mem::swap(&mut size.length, &mut size.height);
}, Verdict::Agree)]
#[case::longer(Field::Dimensions, |c: &mut ListingContent| c.dimensions.as_mut().unwrap().length = Length::parse(1_200).unwrap(), Verdict::Differ)]
#[case::the_same_name_under_another_number(Field::Category, |c: &mut ListingContent| c.category = Some(named("77", Some("mainan"))), Verdict::Agree)]
#[case::only_a_number(Field::Category, |c: &mut ListingContent| c.category = Some(named("1", None)), Verdict::Incomparable)]
#[case::no_brand_is_none(Field::Brand, |c: &mut ListingContent| c.brand = Some(named("0", Some("NoBrand"))), Verdict::Absent)]
#[case::a_brand_on_one_side(Field::Brand, |c: &mut ListingContent| c.brand = Some(named("5", Some("Motekar"))), Verdict::Lacking)]
#[case::another_material(Field::Attributes, |c: &mut ListingContent| c.attributes = vec![attribute("bahan", "PETG")], Verdict::Differ)]
#[case::one_more_attribute(Field::Attributes, |c: &mut ListingContent| c.attributes.push(attribute("Warna", "Hitam")), Verdict::Lacking)]
#[case::another_courier(Field::Shipping, |c: &mut ListingContent| c.shipping = vec![named("9", Some("Kurir"))], Verdict::Differ)]
#[case::one_storefront(Field::Storefronts, |c: &mut ListingContent| c.storefronts = vec!["tokopedia".into()], Verdict::Lacking)]
#[case::hidden(Field::Visibility, |c: &mut ListingContent| c.status = ListingStatus::Unlisted, Verdict::Differ)]
#[case::a_spelling_of_the_code(Field::Sku, |c: &mut ListingContent| c.offers[0].sku = Sku::parse("mtk -01").ok(), Verdict::Agree)]
#[case::another_code(Field::Sku, |c: &mut ListingContent| c.offers[0].sku = Sku::parse("MTK01").ok(), Verdict::Differ)]
#[case::no_code(Field::Sku, |c: &mut ListingContent| c.offers[0].sku = None, Verdict::Lacking)]
#[case::more_in_stock(Field::Stock, |c: &mut ListingContent| c.offers[0].stock = Some(4), Verdict::Differ)]
#[case::dearer(Field::Price, |c: &mut ListingContent| c.offers[0].price = Some(Rupiah::new(150_001)), Verdict::Differ)]
#[case::has_variants(Field::Variants, |c: &mut ListingContent| {
    c.options = vec!["Warna".into()];
    c.offers = vec![offer("1", &["Hitam"], 1_000, None), offer("2", &["Merah"], 1_000, None)];
}, Verdict::Lacking)]
fn an_edit_on_one_side(#[case] field: Field, #[case] edit: Edit, #[case] expected: Verdict) {
    let (verdict, identical) = after(field, edit);
    assert_eq!(verdict, expected);
    assert!(!identical);
    let fine: Vec<Field> = Field::ALL
        .into_iter()
        .filter(|other| *other != field && !other.is_per_offer())
        .filter(|other| after(*other, edit).0.is_open())
        .collect();
    assert_eq!(fine, [], "other fields keep agreeing");
}

#[test]
fn prices_are_compared_by_the_base_behind_them_and_as_they_stand() {
    let rule = |markup, rounding| PriceRule {
        markup: BasisPoints::percent(markup),
        rounding,
        ..PriceRule::base_prices()
    };
    let verdict = |one: i64, other: i64, left: Option<PriceRule>, right: Option<PriceRule>| {
        let mut sides = [Listed::on("shopee", "1", content()), Listed::on("tiktok_shop", "2", content())];
        for (side, (price, rule)) in sides.iter_mut().zip([(one, left), (other, right)]) {
            side.content.offers[0].price = Some(Rupiah::new(price));
            side.prices.rules = rule.map(|rule| (Scope::Channel, (rule, 1))).into_iter().collect();
        }
        let found = look(Field::Price, &sides);
        (found.verdict.unwrap(), found.identical)
    };
    let (fifteen, ten) = (rule(15, Rounding::None), rule(10, Rounding::Up1000));
    assert_eq!(verdict(172_500, 150_000, Some(fifteen.clone()), None), (Verdict::Agree, false));
    assert_eq!(verdict(150_000, 150_000, Some(fifteen.clone()), None), (Verdict::Differ, true));
    // 150,000 plus 10 % is 165,000; every base from 149,091 gives it.
    assert_eq!(verdict(172_500, 165_000, Some(fifteen.clone()), Some(ten.clone())), (Verdict::Agree, false));
    assert_eq!(verdict(172_500, 166_000, Some(fifteen), Some(ten.clone())), (Verdict::Differ, false));
    let fixed =
        PriceRule { method: Method::Fixed { price: Rupiah::new(99_000) }, ..PriceRule::base_prices() };
    assert_eq!(verdict(99_000, 150_000, Some(fixed), None), (Verdict::Incomparable, false));
    // No base gives a price that is not rounded; the same on both sides is still the same.
    assert_eq!(verdict(165_500, 165_500, Some(ten.clone()), Some(ten)), (Verdict::Agree, true));
}

fn hashes<const N: usize>(bits: [(&str, u64); N]) -> BTreeMap<String, ImageHash> {
    bits.map(|(name, bits)| (name.to_owned(), ImageHash::new(bits))).into()
}

#[test]
fn pictures_are_compared_by_what_they_show_where_that_is_known() {
    let mut sides = [Listed::on("shopee", "1", content()), Listed::on("tiktok_shop", "2", content())];
    sides[1].content.images = vec![picture("x"), picture("y")];
    sides[0].hashes = hashes([("a", 0b1111), ("b", u64::MAX)]);
    sides[1].hashes = hashes([("x", u64::MAX - 1), ("y", 0b0111)]);
    assert_eq!(look(Field::Images, &sides).verdict, Some(Verdict::Agree), "in another order");
    sides[1].hashes.extend(hashes([("y", u64::MAX)]));
    assert_eq!(look(Field::Images, &sides).verdict, Some(Verdict::Differ), "one picture twice");
    sides[1].hashes.remove("y");
    assert_eq!(look(Field::Images, &sides).verdict, Some(Verdict::Agree), "by their number");
}

#[test]
fn variants_are_paired_by_what_they_sell_before_they_are_compared() {
    let varied = |offers: Vec<Offer>| ListingContent { options: vec!["Warna".into()], offers, ..content() };
    let mut one = Listed::on(
        "shopee",
        "1",
        varied(vec![offer("11", &["Hitam"], 50_000, Some("A")), offer("12", &["Merah"], 60_000, None)]),
    );
    let mut other = Listed::on(
        "tiktok_shop",
        "2",
        varied(vec![offer("22", &["MERAH "], 60_000, Some("B")), offer("23", &["Biru"], 70_000, None)]),
    );
    let pair = |field, sides: &[Listed]| {
        let found = look(field, sides);
        (found.verdict.unwrap(), found.pairs.values().next().unwrap().variants)
    };
    let counts = |agree, differ, lacking| VariantCounts { agree, differ, lacking };
    let sides = [one.clone(), other.clone()];
    assert_eq!(pair(Field::Variants, &sides), (Verdict::Differ, counts(1, 0, 2)));
    assert_eq!(pair(Field::Price, &sides), (Verdict::Agree, counts(1, 0, 0)));
    assert_eq!(pair(Field::Sku, &sides), (Verdict::Lacking, counts(0, 0, 1)));
    // A person linked black to blue: they are one variant under two names.
    let variant = VariantId::parse("var_0199c0ffee").unwrap();
    one.links.insert(OfferId::parse("11").unwrap(), variant.clone());
    other.links.insert(OfferId::parse("23").unwrap(), variant);
    let sides = [one, other];
    assert_eq!(pair(Field::Variants, &sides), (Verdict::Differ, counts(1, 1, 0)));
    assert_eq!(pair(Field::Price, &sides), (Verdict::Differ, counts(1, 1, 0)));
    let found = look(Field::Price, &sides);
    assert_eq!(found.values[0].value.as_deref(), Some("Hitam: 50000, Merah: 60000"));
}

fn report(groups: &[Vec<Listed>]) -> FieldReport {
    let mut report = FieldReport::default();
    for (index, group) in groups.iter().enumerate() {
        let name = format!("p{index:03}");
        report.add(&Group { name: &name, sides: group.iter().map(Listed::side).collect() });
    }
    report
}

#[test]
fn a_report_says_what_is_common_and_what_is_on_one_channel_only() {
    let mut tiktok = content();
    tiktok.storefronts = vec!["tokopedia".into()];
    tiktok.weight = None;
    let groups = [
        vec![Listed::on("shopee", "1", content()), Listed::on("tiktok_shop", "2", tiktok)],
        vec![Listed::on("shopee", "3", content())],
    ];
    let report = report(&groups);
    assert_eq!((report.products, report.shared), (2, 1));
    assert!(report.common().contains(&Field::Title) && !report.common().contains(&Field::Storefronts));
    let tiktok = Channel::parse("tiktok_shop").unwrap();
    let shopee = Channel::parse("shopee").unwrap();
    assert_eq!(report.on_one_only(), [(Field::Weight, &shopee), (Field::Storefronts, &tiktok)]);
    let weight = &report.fields[&Field::Weight];
    assert_eq!(weight.channels[&shopee], Presence { has: 2, lacks: 0 });
    assert_eq!(weight.channels[&tiktok], Presence { has: 0, lacks: 1 });
    assert_eq!((weight.lacking, weight.pairs["shopee|tiktok_shop"].only_first), (1, 1));
    assert_eq!(weight.examples[0].product, "p000");
    assert_eq!(weight.examples[0].values[0].value.as_deref(), Some("35"));
    assert_eq!(weight.examples[0].values[1].value, None);
    let json = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<FieldReport>(&json).unwrap(), report);
}

#[test]
fn a_long_value_is_marked_where_an_example_cuts_it() {
    let mut other = content();
    other.description = "é".repeat(EXAMPLE_LENGTH + 1);
    let report = report(&[vec![Listed::on("shopee", "1", content()), Listed::on("tiktok_shop", "2", other)]]);
    let shown = report.fields[&Field::Description].examples[0].values[1].value.clone().unwrap();
    assert!(shown.ends_with("é…") && shown.chars().count() == EXAMPLE_LENGTH + 1);
}
