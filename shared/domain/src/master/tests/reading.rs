//! What prices mean before and after a channel has a rule: nothing moves that the shops do not contradict.

use proptest::{collection, prelude::*, sample::select};

use super::*;
use crate::{
    BasisPoints,
    master::reading::{is_agreed, is_open, with_bases},
    pricing::{Fee, FeeGroup, FeeKind, FeeSchedule, Method, NetTarget, QuoteOutcome},
};

fn base_of(product: &Product) -> i64 {
    product.variants[0].base_price.unwrap().get()
}

fn name_of(product: &Product) -> String {
    field::of(field::BASE_PRICE, &product.variants[0].id)
}

/// The base prices of `current`, read again by the rules that the shops have now.
fn read_again(shops: &[Shop], current: &Product) -> Product {
    let built = build_of(shops, Some(current)).unwrap().product;
    take_fields(current, &built, &BTreeSet::from([field::BASE_PRICE.to_owned()]))
}

/// What a plan would ask of each offer that moves: the shop, its price and the new one.
fn moves(product: &Product, shops: &[Shop]) -> Vec<(String, i64, i64)> {
    let mut moves = Vec::new();
    for shop in shops {
        for offer in &shop.content.offers {
            let variant = product.variant(&shop.links[&offer.id]).unwrap();
            let (Some(live), QuoteOutcome::Quoted(quote)) = (offer.price, shop.book.quote(product, variant))
            else {
                continue;
            };
            let agreed = is_agreed(product, &variant.id, &shop.key, live, quote.price);
            if quote.price != live && !agreed {
                moves.push((shop.key.channel.to_string(), live.get(), quote.price.get()));
            }
        }
    }
    moves
}

fn fees(percent: i32, per_order: i64) -> FeeSchedule {
    let fee = |kind| Fee { name: "biaya".to_owned(), kind, enabled: true, group: FeeGroup::Other };
    let percent = fee(FeeKind::Percent { rate: BasisPoints(percent), cap: None });
    let order = fee(FeeKind::PerOrder { amount: Rupiah::new(per_order) });
    FeeSchedule { fees: vec![percent, order], ..FeeSchedule::none() }
}

fn with_fees(mut book: PriceBook) -> PriceBook {
    book.fees.insert(Scope::Channel, (FeeSchedule::none(), 1));
    book
}

/// Imported from both shops before any rule.
fn before_rules(prices: [i64; 2]) -> (Vec<Shop>, Product) {
    let (mut one, mut other) = (one(), other());
    one.content.offers[0].price = Some(Rupiah::new(prices[0]));
    other.content.offers[0].price = Some(Rupiah::new(prices[1]));
    let shops = vec![one, other];
    let built = build_of(&shops, None).unwrap();
    (linked(&shops, &built), built.product)
}

#[test]
fn without_rules_two_channels_do_not_contradict_each_other() {
    let (_, product) = before_rules([172_500, 180_000]);
    assert_eq!(flags(&product), Vec::<&str>::new());
    // The newer edit, and what the other one says is kept.
    assert_eq!(base_of(&product), 180_000);
    assert_eq!(product.sources[&name_of(&product)].others[0].value, "172500");
}

#[test]
fn two_shops_of_one_channel_contradict_each_other_without_a_rule() {
    let (mut one, other) = (shop("tiktok_shop:1:1", 100), other());
    one.content.offers[0].price = Some(Rupiah::new(140_000));
    assert_eq!(flags(&master(&[one, other])), [flag::BASE_PRICE_DIFFERS]);
}

#[test]
fn the_first_rules_lead_imported_prices_back_and_move_nothing() {
    let (mut shops, product) = before_rules([172_500, 180_000]);
    for (shop, percent) in shops.iter_mut().zip([15, 20]) {
        shop.book = with_fees(rule(percent, Rounding::None));
        assert!(is_open(&product, &product.variants[0], &shop.key.channel), "{}", shop.key);
    }
    assert_eq!(moves(&product, &shops).len(), 2, "what would happen without reading again");
    let read = read_again(&shops, &product);
    assert_eq!(base_of(&read), 150_000);
    assert_eq!(flags(&read), Vec::<&str>::new());
    assert_eq!(moves(&read, &shops), []);
    for shop in &shops {
        assert!(!is_open(&read, &read.variants[0], &shop.key.channel), "{}", shop.key);
    }
}

#[test]
fn a_channel_without_a_rule_has_no_say_beside_one_that_has() {
    let (mut shops, product) = before_rules([172_500, 179_000]);
    shops[0].book = with_fees(rule(15, Rounding::None));
    let read = read_again(&shops, &product);
    assert_eq!(base_of(&read), 150_000, "the newer edit has no rule yet");
    assert!(flags(&read).is_empty() && moves(&read, &shops).is_empty());
    let tiktok = &shops[1].key.channel.clone();
    assert!(is_open(&read, &read.variants[0], tiktok));
    // Its first rule shows that the shops truly disagree, and asks before it moves anything.
    shops[1].book = with_fees(rule(20, Rounding::None));
    assert!(is_open(&read, &read.variants[0], tiktok));
    let read = read_again(&shops, &read);
    assert_eq!(flags(&read), [flag::BASE_PRICE_DIFFERS]);
    assert_eq!(moves(&read, &shops), [("shopee".to_owned(), 172_500, 171_542)], "the newer edit stays");
}

#[test]
fn what_a_person_typed_is_never_read_again() {
    let (mut shops, product) = before_rules([172_500, 180_000]);
    let mut typed = product.clone();
    typed.variants[0].base_price = Some(Rupiah::new(160_000));
    mark_typed(&product, &mut typed);
    shops[0].book = with_fees(rule(15, Rounding::None));
    assert!(!is_open(&typed, &typed.variants[0], &shops[0].key.channel));
    assert_eq!(base_of(&read_again(&shops, &typed)), 160_000);
    // A person who says that the shop's price is the base has typed it.
    let bases = BTreeMap::from([(product.variants[0].id.clone(), Rupiah::new(180_000))]);
    let said = with_bases(&product, &bases);
    assert_eq!(base_of(&read_again(&shops, &said)), 180_000);
    assert_eq!(moves(&said, &shops), [("shopee".to_owned(), 172_500, 207_000)]);
}

#[test]
fn a_price_that_no_base_gives_stays_until_the_rule_gives_another() {
    let (mut shops, product) = before_rules([99_950, 104_300]);
    let charm = |percent| with_fees(rule(percent, Rounding::Charm { ending: 900 }));
    (shops[0].book, shops[1].book) = (charm(15), charm(20));
    let read = read_again(&shops, &product);
    assert_eq!(moves(&read, &shops), []);
    let agreed = &read.sources[&name_of(&read)].agreed;
    assert_eq!(agreed.iter().map(|one| one.price.get()).collect::<Vec<_>>(), [104_300, 99_950]);
    // Its own rule asks for another price: that was asked for.
    shops[0].book = charm(25);
    assert_eq!(moves(&read, &shops).len(), 1);
    let text = serde_json::to_string(&read).unwrap();
    assert_eq!(serde_json::from_str::<Product>(&text).unwrap(), read);
}

#[test]
fn a_rule_that_waits_for_fees_reads_nothing() {
    let (mut shops, product) = before_rules([172_500, 180_000]);
    let net = PriceRule::of_net(NetTarget::Base);
    shops[0].book.rules.insert(Scope::Channel, (net, 1));
    let read = read_again(&shops, &product);
    assert!(is_open(&read, &read.variants[0], &shops[0].key.channel));
    shops[0].book.fees.insert(Scope::Channel, (fees(800, 1_250), 1));
    let read = read_again(&shops, &read);
    assert!(!is_open(&read, &read.variants[0], &shops[0].key.channel));
    assert_eq!(moves(&read, &shops), []);
}

fn roundings() -> impl Strategy<Value = Rounding> {
    let steps = select(vec![
        Rounding::None,
        Rounding::Up100,
        Rounding::Up500,
        Rounding::Up1000,
        Rounding::Down100,
        Rounding::Down500,
        Rounding::Down1000,
        Rounding::Nearest100,
        Rounding::Nearest500,
        Rounding::Nearest1000,
    ]);
    prop_oneof![3 => steps, 1 => (0_u16..1_000).prop_map(|ending| Rounding::Charm { ending })]
}

/// Rules that look at the base.
fn any_rule() -> impl Strategy<Value = PriceRule> {
    let method = select(vec![Method::Markup, Method::KeepNet { target: NetTarget::Base }]);
    (method, -3_000_i32..15_000, roundings(), prop::option::weighted(0.2, -2_000_i32..1_000)).prop_map(
        |(method, markup, rounding, margin)| PriceRule {
            method,
            rounding,
            minimum_margin: margin.map(BasisPoints),
            ..PriceRule::of_markup(BasisPoints(markup))
        },
    )
}

/// A channel's rules: its own, and exceptions by category, product and variant.
fn any_rules() -> impl Strategy<Value = (PriceRule, [Option<PriceRule>; 3], FeeSchedule)> {
    let exception = || prop::option::weighted(0.25, any_rule());
    let all = (any_rule(), exception(), exception(), exception(), 0_i32..2_500, 0_i64..3_000);
    all.prop_map(|(own, a, b, c, percent, order)| (own, [a, b, c], fees(percent, order)))
}

fn book_of(product: &Product, rules: &(PriceRule, [Option<PriceRule>; 3], FeeSchedule)) -> PriceBook {
    let (own, [category, whole, variant], fees) = rules;
    let mut book = PriceBook::default();
    book.fees.insert(Scope::Channel, (fees.clone(), 1));
    book.rules.insert(Scope::Channel, (own.clone(), 1));
    let id = product.id.clone();
    let one = Scope::Variant { product: id.clone(), variant: product.variants[0].id.clone() };
    let scopes = [Scope::category("dudukan").unwrap(), Scope::Product { product: id }, one];
    for (scope, rule) in scopes.into_iter().zip([category, whole, variant]) {
        book.rules.extend(rule.clone().map(|rule| (scope, (rule, 1))));
    }
    book
}

fn two_shops(count: usize) -> (Vec<Shop>, Product) {
    let names: Vec<String> = (0..count).map(|n| format!("Ukuran {n}")).collect();
    let skus: Vec<String> = (0..count).map(|n| format!("SKU-{n}-X")).collect();
    let offers: Vec<(&str, Option<&str>)> =
        names.iter().zip(&skus).map(|(name, sku)| (name.as_str(), Some(sku.as_str()))).collect();
    let mut shops = vec![coloured(one(), &offers), coloured(other(), &offers)];
    for shop in &mut shops {
        shop.content.category = Some(Named { id: "1".into(), name: Some("Dudukan".into()) });
    }
    let built = build_of(&shops, None).unwrap();
    (linked(&shops, &built), built.product)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Any prices at all, of a product that one shop has.
    #[test]
    fn reading_one_shop_again_moves_no_price(
        prices in collection::vec(100_i64..6_000_000, 1..4), rules in any_rules(), cost in prop::option::of(50_i64..900_000),
    ) {
        let (mut shops, _) = two_shops(prices.len());
        shops.truncate(1);
        for (offer, price) in shops[0].content.offers.iter_mut().zip(&prices) {
            offer.price = Some(Rupiah::new(*price));
        }
        let built = build_of(&shops, None).unwrap();
        let (mut shops, mut product) = (linked(&shops, &built), built.product);
        product.variants.iter_mut().for_each(|variant| variant.cost = cost.map(Rupiah::new));
        shops[0].book = book_of(&product, &rules);
        let read = read_again(&shops, &product);
        prop_assert_eq!(moves(&read, &shops), []);
        prop_assert!(!flags(&read).contains(&flag::BASE_PRICE_DIFFERS));
        prop_assert!(read.variants.iter().all(|variant| !is_open(&read, variant, &shops[0].key.channel)));
        prop_assert_eq!(read_again(&shops, &read), read, "reading twice changes nothing");
    }

    /// Both shops made their prices of one base by rules that differ, and rounded by hand.
    #[test]
    fn reading_shops_that_agree_moves_no_price(
        bases in collection::vec((2_000_i64..3_000_000, -1_i64..=1, -1_i64..=1), 1..4),
        ours in any_rules(), theirs in any_rules(),
    ) {
        let (mut shops, mut product) = two_shops(bases.len());
        (shops[0].book, shops[1].book) = (book_of(&product, &ours), book_of(&product, &theirs));
        for (variant, (base, ..)) in product.variants.iter_mut().zip(&bases) {
            variant.cost = Some(Rupiah::new(1));
            variant.base_price = Some(Rupiah::new(*base));
        }
        let priced = product.clone();
        for (at, shop) in shops.iter_mut().enumerate() {
            for offer in &mut shop.content.offers {
                let variant = priced.variant(&shop.links[&offer.id]).unwrap();
                let place = priced.variants.iter().position(|other| other.id == variant.id).unwrap();
                let Some(price) = shop.book.quote(&priced, variant).price() else { return Ok(()) };
                let hand = if at == 0 { bases[place].1 } else { bases[place].2 };
                offer.price = Some(Rupiah::new(price.get() + hand));
            }
        }
        // Imported before there was a rule.
        let bare: Vec<Shop> = shops.iter().map(|shop| Shop { book: PriceBook::default(), ..shop.clone() }).collect();
        product.variants.iter_mut().for_each(|variant| variant.base_price = None);
        let imported = build_of(&bare, Some(&product)).unwrap().product;
        let read = read_again(&shops, &imported);
        prop_assert_eq!(moves(&read, &shops), []);
        prop_assert!(!flags(&read).contains(&flag::BASE_PRICE_DIFFERS));
    }

    /// One shop asks a tenth more than the rules would make of the other's price: only the older edit would move.
    #[test]
    fn a_true_disagreement_moves_the_older_edit_alone_and_is_flagged(
        base in 20_000_i64..3_000_000, ours in 0_i32..6_000, theirs in 0_i32..6_000,
    ) {
        let of = |percent: i32, base: i64| base + (base * i64::from(percent) + 5_000) / 10_000;
        let (mut shops, product) = before_rules([of(ours, base), of(theirs, base + base / 10)]);
        for (shop, percent) in shops.iter_mut().zip([ours, theirs]) {
            let rule = PriceRule::of_markup(BasisPoints(percent));
            shop.book = with_fees(PriceBook { rules: BTreeMap::from([(Scope::Channel, (rule, 1))]), ..PriceBook::default() });
        }
        let read = read_again(&shops, &product);
        prop_assert_eq!(flags(&read), [flag::BASE_PRICE_DIFFERS]);
        let moved = moves(&read, &shops);
        prop_assert!(moved.len() == 1 && moved[0].0 == "shopee", "{:?}", moved);
    }
}
