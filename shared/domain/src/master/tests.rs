use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::{
    Grams, ListingImage, ListingStatus, Offer, PreOrderDays, Rupiah, Sku,
    listing::Named,
    pricing::{PriceBook, PriceRule, Rounding, Scope},
    product::MAX_IMAGES,
};
use jiff::Timestamp;

mod laws;
mod pairing;
mod reading;

/// A source that owns what [`Source`] borrows.
#[derive(Debug, Clone)]
struct Shop {
    key: ListingKey,
    content: ListingContent,
    at: i64,
    book: PriceBook,
    hashes: BTreeMap<String, ImageHash>,
    links: BTreeMap<OfferId, VariantId>,
    own: BTreeSet<Field>,
}

impl Shop {
    fn source(&self) -> Source<'_> {
        Source {
            key: &self.key,
            content: &self.content,
            plain: &self.content.description,
            updated_at: Timestamp::from_second(self.at).ok(),
            prices: Some(&self.book),
            hashes: &self.hashes,
            links: &self.links,
            own: &self.own,
        }
    }
}

fn offer(id: usize, value: Option<&str>, sku: Option<&str>, price: i64) -> Offer {
    Offer {
        id: OfferId::parse(&id.to_string()).unwrap(),
        sku: sku.map(|sku| Sku::parse(sku).unwrap()),
        option_values: value.map(str::to_owned).into_iter().collect(),
        price: Some(Rupiah::new(price)),
        stock: Some(9),
        weight: None,
        image: None,
        price_locked: false,
    }
}

/// Edited at second `at`.
fn shop(key: &str, at: i64) -> Shop {
    let content = ListingContent {
        title: "Dudukan Kamera".to_owned(),
        description: "Dicetak dari TPU.".to_owned(),
        images: Vec::new(),
        category: None,
        attributes: Vec::new(),
        brand: None,
        weight: Grams::parse(25).ok(),
        dimensions: None,
        pre_order: PreOrderDays::parse(5).ok(),
        shipping: Vec::new(),
        storefronts: Vec::new(),
        status: ListingStatus::Live,
        storefront_status: BTreeMap::new(),
        promotion: None,
        options: Vec::new(),
        offers: vec![offer(1, None, Some("MTK-1"), 150_000)],
    };
    let key = ListingKey::parse(key).unwrap();
    let (hashes, links, own) = Default::default();
    Shop { key, content, at, book: PriceBook::default(), hashes, links, own }
}

fn one() -> Shop {
    shop("shopee:1:1", 100)
}

/// The newer edit of the two.
fn other() -> Shop {
    shop("tiktok_shop:2:2", 200)
}

fn pictures(shop: &mut Shop, pictures: &[(&str, Option<u64>)]) {
    for (name, hash) in pictures {
        let (reference, url) = ((*name).to_owned(), Some(format!("https://i.test/{name}")));
        shop.hashes.extend(hash.map(|hash| (reference.clone(), ImageHash::new(hash))));
        shop.content.images.push(ListingImage { reference, url });
    }
}

fn build_of(shops: &[Shop], current: Option<&Product>) -> Result<Proposal, Invalid> {
    let sources: Vec<Source<'_>> = shops.iter().map(Shop::source).collect();
    let id = ProductId::derived(&["test"]);
    let (taken, sku_rules) = (BTreeSet::new(), SkuRules::default());
    let now = Timestamp::UNIX_EPOCH;
    build(&Request { id: &id, current, sources: &sources, taken: &taken, sku_rules: &sku_rules, now })
}

fn master(shops: &[Shop]) -> Product {
    build_of(shops, None).unwrap().product
}

/// The shops with the links that a build gave them.
fn linked(shops: &[Shop], built: &Proposal) -> Vec<Shop> {
    let links = |shop: &Shop| built.links[&shop.key].clone();
    shops.iter().map(|shop| Shop { links: links(shop), ..shop.clone() }).collect()
}

fn flags(product: &Product) -> Vec<&str> {
    product.attention.iter().map(String::as_str).collect()
}

fn why<'a>(product: &'a Product, name: &str) -> (&'a Origin, Rule) {
    let found = &product.sources[name];
    (&found.from, found.rule)
}

#[test]
fn texts_follow_their_rules_and_say_what_was_not_taken() {
    let (mut one, mut other) = (one(), other());
    one.content.title = "Dudukan lama".to_owned();
    other.content.title = "Dudukan baru".to_owned();
    one.content.description = "Panjang sekali,   dengan\n\nbanyak kata.".to_owned();
    other.content.description = "Pendek      saja, dengan sela yang lebar.".replace(' ', "   ");
    other.content.description.truncate(30);
    let product = master(&[one.clone(), other.clone()]);
    assert_eq!(product.title.as_str(), "Dudukan baru");
    assert_eq!(why(&product, "title"), (&Origin::Listing(other.key.clone()), Rule::NewerEdit));
    assert_eq!(product.sources["title"].others, [Said::new(&one.key, "Dudukan lama")]);
    assert_eq!(product.description, one.content.description);
    assert_eq!(why(&product, "description"), (&Origin::Listing(one.key), Rule::LongerText));
    assert_eq!(why(&product, "weight").1, Rule::Agree);
    assert_eq!(product.sources["weight"].others, []);
}

#[test]
fn a_value_counts_more_than_silence_and_no_brand_is_silence() {
    let (mut one, mut other) = (one(), other());
    one.content.brand = Some(Named { id: "7".into(), name: Some("Motekar".into()) });
    other.content.brand = Some(Named { id: "0".into(), name: Some("No Brand".into()) });
    other.content.weight = None;
    let product = master(&[one, other]);
    assert_eq!(product.brand.as_deref(), Some("Motekar"));
    assert_eq!(why(&product, "brand").1, Rule::OnlyOne);
    assert_eq!(product.weight.unwrap().get(), 25);
}

#[test]
fn the_longer_promise_of_a_pre_order_is_kept() {
    let (one, mut other) = (one(), other());
    other.content.pre_order = None;
    let product = master(&[one, other]);
    assert_eq!(product.pre_order.unwrap().get(), 5);
    assert_eq!(why(&product, "pre_order").1, Rule::LongerPromise);
    assert_eq!(product.sources["pre_order"].others[0].value, "0");
}

#[test]
fn pictures_are_united_once_each_and_know_their_copies() {
    let (mut one, mut other) = (one(), other());
    pictures(&mut one, &[("a", Some(0)), ("b", Some(u64::MAX)), ("c", Some(0xFFFF))]);
    // The first two show `b` and `a`, a few bits apart.
    pictures(&mut other, &[("x", Some(u64::MAX - 3)), ("y", Some(0b101)), ("z", Some(0xFFFF << 20))]);
    let built = build_of(&[one.clone(), other.clone()], None).unwrap();
    let names = |product: &Product| -> Vec<String> {
        product.images.iter().map(|image| image.origin.as_ref().unwrap().reference.clone()).collect()
    };
    // As many there, so the newer edit leads.
    assert_eq!(names(&built.product), ["x", "y", "z", "c"]);
    assert_eq!(built.product.images[0].copies[0].reference, "b");
    assert_eq!(built.product.images[1].copies[0].channel, one.key.channel);
    assert_eq!(built.product.sources["images"].others, [Said::new(&one.key, "3 (+1)")]);
    assert_eq!(built.uncompared, 0);
}

#[test]
fn a_picture_that_cannot_be_compared_is_not_added() {
    let (mut one, mut other) = (one(), other());
    pictures(&mut one, &[("a", Some(0)), ("b", Some(u64::MAX))]);
    pictures(&mut other, &[("x", None)]);
    let built = build_of(&[one, other], None).unwrap();
    assert_eq!((built.product.images.len(), built.uncompared), (2, 1));
}

#[test]
fn more_pictures_than_a_product_holds_are_left_out_aloud() {
    let (mut one, mut other) = (one(), other());
    let names: Vec<String> = (0..12).map(|n| format!("p{n}")).collect();
    // Any two are far apart.
    let hash = |n: usize| Some(0x1F1F_u64.rotate_left(u32::try_from(n).unwrap() * 5) ^ (n as u64) << 40);
    let all: Vec<(&str, Option<u64>)> =
        names.iter().enumerate().map(|(n, p)| (p.as_str(), hash(n))).collect();
    pictures(&mut one, &all[..7]);
    pictures(&mut other, &all[7..]);
    let product = master(&[one, other]);
    assert_eq!(product.images.len(), MAX_IMAGES);
    assert_eq!(flags(&product), [flag::IMAGES_LEFT_OUT]);
}

fn rule(percent: i32, rounding: Rounding) -> PriceBook {
    let rule = PriceRule { rounding, ..PriceRule::of_markup(crate::BasisPoints::percent(percent)) };
    PriceBook { rules: BTreeMap::from([(Scope::Channel, (rule, 1))]), fees: BTreeMap::new() }
}

#[test]
fn one_base_price_that_explains_both_shops_needs_nobody() {
    let (mut one, mut other) = (one(), other());
    (one.book, other.book) = (rule(15, Rounding::Up1000), rule(20, Rounding::Up500));
    one.content.offers[0].price = Some(Rupiah::new(173_000));
    other.content.offers[0].price = Some(Rupiah::new(180_000));
    let product = master(&[one, other]);
    assert_eq!(product.variants[0].base_price, Some(Rupiah::new(150_000)));
    let name = field::of(field::BASE_PRICE, &product.variants[0].id);
    assert_eq!(why(&product, &name).1, Rule::Agree);
    assert_eq!(flags(&product), Vec::<&str>::new());
}

#[test]
fn two_base_prices_are_the_newer_edits_with_a_warning() {
    let (mut one, mut other) = (one(), other());
    one.content.offers[0].price = Some(Rupiah::new(140_000));
    (one.book, other.book) = (rule(0, Rounding::None), rule(0, Rounding::None));
    let product = master(&[one.clone(), other]);
    assert_eq!(product.variants[0].base_price, Some(Rupiah::new(150_000)));
    assert_eq!(flags(&product), [flag::BASE_PRICE_DIFFERS]);
    let name = field::of(field::BASE_PRICE, &product.variants[0].id);
    assert_eq!(product.sources[&name].others, [Said::new(&one.key, "140000")]);
}

fn coloured(mut shop: Shop, offers: &[(&str, Option<&str>)]) -> Shop {
    shop.content.options = vec!["Warna".to_owned()];
    let offers = offers.iter().enumerate();
    shop.content.offers = offers.map(|(at, (value, sku))| offer(at + 1, Some(value), *sku, 10_000)).collect();
    shop
}

#[test]
fn variants_meet_by_sku_then_by_words_and_the_rest_are_added() {
    let one = coloured(one(), &[("Merah", Some("A-1")), ("Hitam", Some("A-2")), ("Biru", None)]);
    let other = coloured(other(), &[("Red", Some("a - 1")), ("hitam", Some("A2")), ("Putih", Some("A-4"))]);
    let built = build_of(&[one.clone(), other.clone()], None).unwrap();
    let values: Vec<&str> = built.product.variants.iter().map(|v| v.option_values[0].as_str()).collect();
    // As many variants there: the newer edit names them.
    assert_eq!(values, ["Red", "hitam", "Putih", "Biru"]);
    let link = |shop: &Shop, at: usize| &built.links[&shop.key][&shop.content.offers[at].id];
    assert_eq!(link(&one, 0), link(&other, 0));
    assert_eq!(link(&one, 1), link(&other, 1));
    assert_eq!(flags(&built.product), [flag::SKU_DIFFERS, flag::SKU_MISSING, flag::VARIANTS_DIFFER]);
    let skus: Vec<Option<String>> =
        built.product.variants.iter().map(|v| v.sku.as_ref().map(Sku::to_string)).collect();
    let sku = |text: &str| Some(text.to_owned());
    assert_eq!(skus, [sku("a - 1"), sku("A2"), sku("A-4"), None]);
}

#[test]
fn listings_with_other_options_cannot_be_one_product() {
    let other = coloured(other(), &[("Merah", Some("MTK-3")), ("Biru", Some("MTK-2"))]);
    assert_eq!(build_of(&[one(), other.clone()], None).unwrap_err().code, "options_differ");
    let current = master(&[one()]);
    assert_eq!(build_of(&[one(), other], Some(&current)).unwrap_err().code, "options_differ");
}

#[test]
fn what_a_person_typed_or_chose_stays() {
    let (mut one, mut other) = (one(), other());
    one.content.title = "Judul lama".to_owned();
    one.content.description = "Pendek".to_owned();
    other.content.offers[0].price = Some(Rupiah::new(170_000));
    let before = master(&[one.clone(), other.clone()]);
    let mut edited = before.clone();
    edited.variants[0].base_price = Some(Rupiah::new(155_000));
    edited.brand = None;
    edited.weight = None;
    mark_typed(&before, &mut edited);
    follow(&mut edited, "title", &one.key, true);
    other.content.weight = Grams::parse(40).ok();
    let built = build_of(&[one.clone(), other.clone()], Some(&edited)).unwrap().product;
    let price = field::of(field::BASE_PRICE, &built.variants[0].id);
    assert_eq!(built.title.as_str(), "Judul lama");
    assert_eq!(why(&built, "title"), (&Origin::Listing(one.key.clone()), Rule::Chosen));
    assert_eq!(built.variants[0].base_price, Some(Rupiah::new(155_000)));
    assert_eq!(why(&built, &price), (&Origin::Person, Rule::Typed));
    assert_eq!(built.sources[&price].others.len(), 2, "both shops say something else");
    assert_eq!(built.weight, None, "what a person emptied stays empty");
    assert!(!built.attention.contains(flag::BASE_PRICE_DIFFERS), "a person has decided");
    // Handed back, the rules decide again.
    let mut back = built.clone();
    follow(&mut back, "title", &one.key, false);
    follow(&mut back, "base_price", &one.key, false);
    let built = build_of(&[one, other], Some(&back)).unwrap().product;
    assert_eq!(built.title.as_str(), "Dudukan Kamera");
    assert_eq!(built.variants[0].base_price, Some(Rupiah::new(170_000)));
}

#[test]
fn a_product_that_a_person_made_is_filled_and_not_overwritten() {
    let made = master(&[one()]);
    let typed = Product { sources: BTreeMap::new(), brand: None, ..made.clone() };
    let mut other = other();
    other.content.title = "Judul lain".to_owned();
    other.content.brand = Some(Named { id: "7".into(), name: Some("Motekar".into()) });
    other.content.offers[0].price = Some(Rupiah::new(1));
    let built = build_of(&[other], Some(&typed)).unwrap().product;
    assert_eq!((&built.title, &built.variants[0].base_price), (&made.title, &made.variants[0].base_price));
    assert_eq!(built.brand.as_deref(), Some("Motekar"));
    assert_eq!(why(&built, "title"), (&Origin::Person, Rule::Typed));
}

#[test]
fn a_product_of_an_earlier_version_still_decodes_and_keeps_what_nobody_says() {
    let made = master(&[one()]);
    let mut json = serde_json::to_value(&made).unwrap();
    json["sources"] = serde_json::json!({
        "title": "shopee:1:1", "description": "shopee:1:1", "weight": "shopee:1:1", "pre_order": "shopee:1:1",
        "variants": "shopee:1:1", "base_price": "shopee:1:1", "images": "shopee:1:1",
    });
    json["title"] = "Diketik orang".into();
    json.as_object_mut().unwrap().remove("flagged");
    let earlier: Product = serde_json::from_value(json).unwrap();
    assert_eq!(why(&earlier, "weight").1, Rule::Earlier);
    let mut one = one();
    one.content.description = "Kata-kata yang baru".to_owned();
    one.content.offers[0].price = Some(Rupiah::new(150_000));
    let built = build_of(&[one], Some(&earlier)).unwrap().product;
    assert_eq!(built.title.as_str(), "Diketik orang", "no listing says it: a person did");
    assert_eq!(why(&built, "title"), (&Origin::Person, Rule::Earlier));
    assert_eq!(why(&built, "weight").1, Rule::OnlyOne);
    assert_eq!(why(&built, "description"), (&Origin::Person, Rule::Earlier), "it might be a person's");
    let text = serde_json::to_string(&built).unwrap();
    assert_eq!(serde_json::from_str::<Product>(&text).unwrap(), built);
}

#[test]
fn a_value_that_a_listing_keeps_for_itself_is_not_the_masters() {
    let (one, mut other) = (one(), other());
    other.content.title = "Judul khusus kanal ini".to_owned();
    other.own.insert(Field::Title);
    assert_eq!(master(&[one, other.clone()]).title.as_str(), "Dudukan Kamera");
    assert_eq!(master(&[other]).title.as_str(), "Judul khusus kanal ini", "nobody else says anything");
}

#[test]
fn a_flag_that_was_looked_at_comes_back_for_another_reason_only() {
    let (mut one, mut other) = (one(), other());
    one.content.offers[0].price = Some(Rupiah::new(140_000));
    (one.book, other.book) = (rule(0, Rounding::None), rule(0, Rounding::None));
    let built = build_of(&[one.clone(), other.clone()], None).unwrap();
    let mut shops = linked(&[one, other], &built);
    let mut seen = built.product;
    seen.attention.clear();
    assert_eq!(flags(&build_of(&shops, Some(&seen)).unwrap().product), Vec::<&str>::new());
    shops[0].content.offers[0].price = Some(Rupiah::new(130_000));
    assert_eq!(flags(&build_of(&shops, Some(&seen)).unwrap().product), [flag::BASE_PRICE_DIFFERS]);
    seen.attention.insert("somebody_elses".to_owned());
    shops[0].content.offers[0].price = Some(Rupiah::new(150_000));
    assert_eq!(flags(&build_of(&shops, Some(&seen)).unwrap().product), ["somebody_elses"]);
}

#[test]
fn an_exception_of_the_price_rule_counts_for_its_product() {
    let mut one = one();
    one.content.offers[0].price = Some(Rupiah::new(300_000));
    one.book = rule(20, Rounding::None);
    let double = PriceRule::of_markup(crate::BasisPoints::percent(100));
    let scope = Scope::Product { product: ProductId::derived(&["test"]) };
    one.book.rules.insert(scope, (double, 1));
    assert_eq!(master(&[one]).variants[0].base_price, Some(Rupiah::new(150_000)));
}
