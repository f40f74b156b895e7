//! What must hold of any catalogue.

use proptest::prelude::*;

use super::*;

prop_compose! {
    fn some_content()(
        title in "[ab]{0,2}", description in "[ab ]{0,2}", images in 0_usize..3, weight in 0_u32..3,
        brand in proptest::option::of("[ab]|NoBrand"), category in proptest::option::of(proptest::option::of("[ab]")),
        storefront in any::<bool>(), prices in proptest::collection::vec(proptest::option::of(1_000_i64..1_003), 1..4),
        sku in proptest::option::of("[ab]"), hidden in any::<bool>(),
    ) -> ListingContent {
        let mut made = content();
        made.title = title;
        made.description = description;
        made.images = (0..images).map(|n| picture(&format!("i{n}"))).collect();
        made.weight = Grams::parse(weight).ok();
        made.brand = brand.map(|name| named("b", Some(&name)));
        made.category = category.map(|name| named("c", name.as_deref()));
        made.storefronts = storefront.then(|| "tokopedia".to_owned()).into_iter().collect();
        made.status = if hidden { ListingStatus::Unlisted } else { ListingStatus::Live };
        made.options = if prices.len() > 1 { vec!["Ukuran".to_owned()] } else { Vec::new() };
        let values = ["S", "M", "L"];
        made.offers = prices.iter().enumerate().map(|(n, price)| {
            let value: &[&str] = if prices.len() > 1 { &values[n..=n] } else { &[] };
            let mut one = offer(&format!("o{n}"), value, 1, sku.as_deref().filter(|_| n == 0));
            one.price = price.map(Rupiah::new);
            one
        }).collect();
        made
    }
}

prop_compose! {
    /// A product on any of three channels, in one or two shops of the first.
    fn some_group()(
        contents in proptest::collection::vec(some_content(), 4), on in proptest::collection::vec(any::<bool>(), 4),
    ) -> Vec<Listed> {
        let channels = ["shopee", "shopee", "tiktok_shop", "website"];
        let listed = channels.into_iter().zip(contents).enumerate().zip(on).filter(|(_, on)| *on);
        listed.map(|((n, (channel, content)), _)| Listed::on(channel, &n.to_string(), content)).collect()
    }
}

/// The same group with the first two channels' names exchanged.
fn swapped(group: &[Listed]) -> Vec<Listed> {
    let swap = |listed: &Listed| {
        let name = match listed.key.channel.as_str() {
            "shopee" => "tiktok_shop",
            "tiktok_shop" => "shopee",
            other => other,
        };
        Listed {
            key: ListingKey { channel: Channel::parse(name).unwrap(), ..listed.key.clone() },
            ..listed.clone()
        }
    };
    group.iter().map(swap).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn counts_add_up(groups in proptest::collection::vec(some_group(), 0..8)) {
        let report = report(&groups);
        for field in Field::ALL {
            let Some(tally) = report.fields.get(&field) else { continue };
            let of_shared = tally.agree + tally.differ + tally.lacking + tally.absent + tally.incomparable;
            prop_assert_eq!(of_shared, report.shared);
            for (channel, presence) in &tally.channels {
                prop_assert_eq!(presence.has + presence.lacks, report.channels[channel]);
            }
            for pair in tally.pairs.values() {
                let sum = pair.agree + pair.differ + pair.only_first + pair.only_second + pair.partly
                    + pair.absent + pair.incomparable;
                prop_assert_eq!(sum, pair.products);
                prop_assert!(pair.identical <= pair.products);
            }
            prop_assert!(tally.examples.len() <= 2 * EXAMPLES);
            let open = usize::try_from(tally.differ + tally.lacking).unwrap();
            prop_assert!(tally.examples.len() >= open.min(EXAMPLES));
        }
    }

    #[test]
    fn the_order_and_the_parts_of_the_catalogue_do_not_matter(
        groups in proptest::collection::vec(some_group(), 0..8), cut in 0_usize..8,
    ) {
        let named: Vec<(String, &Vec<Listed>)> =
            groups.iter().enumerate().map(|(n, group)| (format!("p{n}"), group)).collect();
        let count = |part: &[(String, &Vec<Listed>)], turned: bool| {
            let mut report = FieldReport::default();
            for (name, group) in part {
                let mut sides: Vec<Side<'_>> = group.iter().map(Listed::side).collect();
                if turned { sides.reverse(); }
                report.add(&Group { name, sides });
            }
            report
        };
        let whole = count(&named, false);
        let backwards: Vec<_> = named.iter().rev().cloned().collect();
        prop_assert_eq!(&count(&backwards, true), &whole);
        let (head, tail) = named.split_at(cut.min(named.len()));
        let mut merged = count(tail, false);
        merged.merge(count(head, true));
        prop_assert_eq!(merged, whole);
    }

    #[test]
    fn exchanging_two_channels_exchanges_their_counts(groups in proptest::collection::vec(some_group(), 0..6)) {
        let there = report(&groups);
        let back = report(&groups.iter().map(|group| swapped(group)).collect::<Vec<_>>());
        prop_assert_eq!(there.shared, back.shared);
        let channel = |name: &str| Channel::parse(name).unwrap();
        for (field, tally) in &there.fields {
            let other = &back.fields[field];
            prop_assert_eq!(
                (tally.agree, tally.differ, tally.lacking, tally.absent, tally.incomparable, tally.identical),
                (other.agree, other.differ, other.lacking, other.absent, other.incomparable, other.identical)
            );
            prop_assert_eq!(tally.channels.get(&channel("shopee")), other.channels.get(&channel("tiktok_shop")));
            if let Some(pair) = tally.pairs.get("shopee|tiktok_shop") {
                let mut turned = other.pairs["shopee|tiktok_shop"].clone();
                std::mem::swap(&mut turned.only_first, &mut turned.only_second);
                prop_assert_eq!(pair, &turned);
            }
        }
    }
}
