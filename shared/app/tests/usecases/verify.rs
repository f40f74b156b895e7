//! The check of the whole catalogue.

use app::{
    ports::{Check, Offence, TitleFrom, TitleOrigin, Verification},
    pricing::rules,
    publishing::{
        field_mapping::{mapping_of, put_mapping},
        observe::observe,
    },
    reports::verify,
    worker,
};
use domain::{
    VerificationId,
    diff::Field,
    pricing::{Fee, FeeGroup, FeeKind, FeeSchedule, PriceRule, QuoteOutcome, Scope},
    titles::RiskKind,
};
use testkit::{
    build::{ListingVerbs, a_listing, an_external_id, rupiah},
    catalogue::{DEFAULT_SEED, generate},
};

use crate::world::{World, shop, shopee, tiktok};

async fn run(world: &World) -> Verification {
    let id = VerificationId::from_unique(&world.ports.ids.unique());
    let started = verify::start(&world.ports, "owner@example.test", id).await.unwrap();
    while let Some(message) = world.fakes.outbox.next_pricing() {
        worker::pricing::handle(&world.ports, message).await.unwrap();
    }
    world.ports.verifications.get(&started.id).await.unwrap().unwrap()
}

async fn priced(world: &World) {
    for channel in [shopee(), tiktok()] {
        let rule = domain::pricing::PriceRule {
            markup: domain::BasisPoints::percent(15),
            ..domain::pricing::PriceRule::base_prices()
        };
        rules::put_price_rule(&world.ports, "owner", &channel, &rule, 0).await.unwrap();
        let fees = domain::pricing::FeeSchedule::none();
        rules::put_fee_schedule(&world.ports, "owner", &channel, &domain::pricing::Scope::Channel, &fees, 0)
            .await
            .unwrap();
    }
    world.price().await;
}

#[tokio::test]
async fn the_whole_sandbox_catalogue_passes() {
    let world = World::connected().await;
    let catalogue = generate(DEFAULT_SEED, "http://127.0.0.1:1", "http://127.0.0.1:2");
    // Every seventh: the same kinds of titles, a test that ends soon.
    for (channel, listings) in [(shopee(), catalogue.shopee), (tiktok(), catalogue.tiktok)] {
        for listing in listings.into_iter().step_by(7) {
            world.put(&channel, listing);
        }
    }
    world.import().await;
    priced(&world).await;
    let found = run(&world).await;
    assert!(found.finished_at.is_some());
    assert!(found.listings > 500, "{}", found.listings);
    for check in Check::ALL {
        assert_eq!(found.checks[&check].failed, 0, "{check:?}: {:?}", found.checks[&check]);
        let tally = &found.checks[&check];
        // Nothing was pushed: the channels still show their own prices.
        let pending = tally.explained.get("pending").copied().unwrap_or(0);
        assert_eq!(pending > 0, check == Check::Prices, "{check:?}: {tally:?}");
        assert!(tally.passed + pending > 500, "{check:?}: {tally:?}");
    }
    assert!(found.checks[&Check::TitlesDiffer].explained["not_decided"] > 0);
    let titles = &found.checks[&Check::Titles];
    let explained: u64 = titles.explained.values().sum();
    assert!(explained * 13 < titles.passed, "nearly all are in the band: {titles:?}");
    assert_eq!(found.origins[&TitleOrigin::Master], found.listings);
}

/// The reasons of the rows of `check` that failed, with `titles` locked or accepted on both channels.
async fn with_titles(titles: [(&str, TitleFrom); 2]) -> (Verification, Vec<(Check, String)>) {
    let world = World::connected().await;
    for (channel, (title, from)) in [shopee(), tiktok()].into_iter().zip(titles) {
        let mut listing = a_listing("100");
        "Dudukan Kamera 25 derajat TPU 95A Drone FPV".clone_into(&mut listing.content.title);
        let key = world.put(&channel, listing);
        world.import().await;
        let state = world.ports.listings.get(&key).await.unwrap().unwrap().state;
        let mut after = state.value;
        after.overrides.title = Some(title.to_owned());
        after.overrides.title_from = from;
        world.ports.listings.put_state(&after, state.version).await.unwrap();
    }
    priced(&world).await;
    let found = run(&world).await;
    let pages = world.ports.verifications.pages(&found.id, None, 100).await.unwrap();
    let offences = pages.items.into_iter().flat_map(|page| page.offences);
    let failed = offences.map(|offence| (offence.check, offence.reason)).collect();
    (found, failed)
}

#[tokio::test]
async fn a_title_that_was_decided_is_judged_whatever_is_proposed() {
    let accepted = || TitleFrom::Proposal {
        master: "Dudukan Kamera 30 derajat TPU 95A Drone FPV".to_owned(),
        rule_version: 0,
    };
    let (found, failed) = with_titles([
        ("Holder Kamera 30 derajat TPU 95A Drone FPV Cetak 3D", accepted()),
        ("Mount Kamera 25 derajat TPU 95A Drone FPV diskon", TitleFrom::Hand),
    ])
    .await;
    let expected = [(Check::Titles, "number_lost".to_owned()), (Check::Titles, "claim".to_owned())];
    assert_eq!(failed, expected);
    assert_eq!(found.outdated, 1);
    let equal = "Mount Kamera 25 derajat TPU 95A Drone FPV Racing";
    let (found, failed) = with_titles([(equal, TitleFrom::Hand), (equal, TitleFrom::Hand)]).await;
    assert_eq!(
        failed,
        [(Check::TitlesDiffer, "equal_title".to_owned()), (Check::TitlesDiffer, "equal_title".to_owned())]
    );
    assert_eq!(found.checks[&Check::TitlesDiffer].failed, 2);
}

#[tokio::test]
async fn what_is_wrong_is_counted_and_named() {
    let world = World::connected().await;
    for id in ["100", "200"] {
        let mut listing = a_listing(id);
        listing.content.title = format!("Dudukan GPS M{id} TPU 95A Drone FPV Ringan");
        world.put(&shopee(), listing);
    }
    world.import().await;
    priced(&world).await;
    let clean = run(&world).await;
    assert!(clean.checks.values().all(|tally| tally.failed == 0), "{:?}", clean.checks);
    let page = world.ports.listings.of_shop(&shopee(), &shop(&shopee()), None, 10).await.unwrap();
    let key = page.items[0].key.clone();
    let listing = world.ports.listings.get(&key).await.unwrap().unwrap();
    // A link is lost, and a stored quote is not what its versions give.
    let mut state = listing.state.value.clone();
    let lost = state.links.pop_first().unwrap();
    world.ports.listings.put_state(&state, listing.state.version).await.unwrap();
    let key = page.items[1].key.clone();
    let mut prices = world.ports.listings.get(&key).await.unwrap().unwrap().prices.unwrap();
    for quote in prices.quotes.values_mut() {
        if let domain::pricing::QuoteOutcome::Quoted(quote) = quote {
            quote.price = domain::Rupiah::new(quote.price.get() + 1);
        }
    }
    prices.hash = domain::ContentHash::of(&prices.quotes);
    world.ports.listings.put_prices(&[prices]).await.unwrap();
    let found = run(&world).await;
    assert!(found.checks[&Check::Prices].failed > 0);
    assert_eq!(found.checks[&Check::Mapping].failed, 1);
    let pages = world.ports.verifications.pages(&found.id, None, 100).await.unwrap();
    let offences: Vec<_> = pages.items.iter().flat_map(|page| &page.offences).collect();
    let mapping = offences.iter().find(|offence| offence.check == Check::Mapping).unwrap();
    assert_eq!((mapping.reason.as_str(), mapping.offer.as_ref()), ("offer_without_variant", Some(&lost.0)));
    let price = offences.iter().find(|offence| offence.check == Check::Prices).unwrap();
    assert_eq!((price.reason.as_str(), &price.listing), ("quote_differs", &Some(key)));
}

#[tokio::test]
async fn a_field_of_a_channel_that_nothing_is_mapped_to_fails() {
    let world = World::connected().await;
    world.put(&shopee(), a_listing("100"));
    world.import().await;
    priced(&world).await;
    let capabilities = app::Marketplace::capabilities(world.shopee.as_ref()).clone();
    let mut mapping = mapping_of(&world.ports, &capabilities).await.unwrap().value;
    mapping.0.get_mut(&Field::Stock).unwrap().channel_field = None;
    put_mapping(&world.ports, "admin", &shopee(), &mapping, 0).await.unwrap();
    let found = run(&world).await;
    assert_eq!(found.checks[&Check::Mapping].failed, 1);
    let pages = world.ports.verifications.pages(&found.id, None, 100).await.unwrap();
    let offences: Vec<_> = pages.items.iter().flat_map(|page| &page.offences).collect();
    assert_eq!(offences.len(), 1);
    assert_eq!((offences[0].reason.as_str(), &offences[0].listing), ("field_unmapped", &None));
    assert_eq!((&offences[0].channel, offences[0].details.as_str()), (&Some(shopee()), "shopee: stock"));
    // As it was stored while every offence had a listing.
    let earlier = r#"{"check":"mapping","listing":"shopee:1:2","reason":"variant_missing","details":""}"#;
    let earlier: Offence = serde_json::from_str(earlier).unwrap();
    assert_eq!(earlier.listing.unwrap().to_string(), "shopee:1:2");
}

#[tokio::test]
async fn a_breakdown_of_older_fees_fails_and_a_price_that_waits_for_a_push_is_pending() {
    let world = World::connected().await;
    let key = world.put(&shopee(), a_listing("1").with_sku("A").with_price(150_000));
    world.import().await;
    priced(&world).await;
    let prices = run(&world).await.checks[&Check::Prices].clone();
    assert_eq!((prices.passed, prices.explained["pending"], prices.failed), (0, 1, 0));
    world.shopee.edit(&shop(&shopee()), &an_external_id("1"), |content| {
        content.offers[0].price = Some(rupiah(172_500));
    });
    observe(&world.ports, &key, "test").await.unwrap();
    let prices = run(&world).await.checks[&Check::Prices].clone();
    assert_eq!((prices.passed, prices.explained.len(), prices.failed), (1, 0, 0));

    // The message that would have quoted it by the new fees is lost: same price, another breakdown.
    let kind = FeeKind::Percent { rate: domain::BasisPoints::percent(10), cap: None };
    let fee = Fee { name: "Komisi".into(), kind, enabled: true, group: FeeGroup::Commission };
    let fees = FeeSchedule { fees: vec![fee], ..FeeSchedule::none() };
    rules::put_fee_schedule(&world.ports, "owner", &shopee(), &Scope::Channel, &fees, 1).await.unwrap();
    while world.fakes.outbox.next_pricing().is_some() {}
    let found = run(&world).await;
    assert_eq!(found.checks[&Check::Prices].failed, 1);
    let pages = world.ports.verifications.pages(&found.id, None, 100).await.unwrap();
    let mut offences = pages.items.iter().flat_map(|page| &page.offences);
    let offence = offences.find(|offence| offence.check == Check::Prices).unwrap();
    assert_eq!(offence.reason, "figures_differ");
}

#[tokio::test]
async fn quotes_of_the_own_store_stay_reproducible_after_a_first_rule_that_changes_nothing() {
    let world = World::connected().await;
    let theirs = world.put(&shopee(), a_listing("1").with_sku("A").with_price(150_000));
    world.import().await;
    let product = world.ports.listings.get(&theirs).await.unwrap().unwrap().state.value.product.unwrap();
    let own = world.in_own_store(&product).await;
    assert_eq!(world.price().await, 1, "a push that makes a listing has it quoted");
    let prices = world.ports.listings.get(&own).await.unwrap().unwrap().prices.unwrap();
    let QuoteOutcome::Quoted(quote) = prices.quotes.values().next().unwrap() else { panic!("no price") };
    assert_eq!((quote.rule_version, quote.fee_version), (0, 0));

    let (channel, scope) = (own.channel.clone(), Scope::Channel);
    let (rule, fees) = (PriceRule::base_prices(), FeeSchedule::none());
    rules::put_price_rule(&world.ports, "owner", &channel, &rule, 0).await.unwrap();
    rules::put_fee_schedule(&world.ports, "owner", &channel, &scope, &fees, 0).await.unwrap();
    assert_eq!(world.price().await, 0, "no figure changed");
    let prices = run(&world).await.checks[&Check::Prices].clone();
    assert_eq!((prices.passed, prices.failed), (1, 0));
}

#[tokio::test]
async fn near_titles_are_listed_and_a_repeated_page_counts_once() {
    let world = World::connected().await;
    for id in ["100", "200"] {
        let mut listing = a_listing(id);
        listing.content.title = "Dudukan GPS M10 TPU 95A Drone FPV".to_owned();
        world.put(&shopee(), listing);
    }
    world.import().await;
    priced(&world).await;
    let id = VerificationId::from_unique(&world.ports.ids.unique());
    verify::start(&world.ports, "owner", id.clone()).await.unwrap();
    verify::start(&world.ports, "owner", id.clone()).await.unwrap();
    let mut messages = Vec::new();
    while let Some(message) = world.fakes.outbox.next_pricing() {
        worker::pricing::handle(&world.ports, message.clone()).await.unwrap();
        messages.push(message);
    }
    for message in messages {
        worker::pricing::handle(&world.ports, message).await.unwrap();
    }
    let found = world.ports.verifications.get(&id).await.unwrap().unwrap();
    assert_eq!(found.listings, 2);
    assert_eq!((found.risks, found.risks_kept), (2, 2));
    let risks = world.ports.verifications.risks(&id, None, 10).await.unwrap();
    assert!(risks.items[0].iter().all(|risk| risk.kind == RiskKind::OwnShop && risk.similarity.0 == 10_000));
}
