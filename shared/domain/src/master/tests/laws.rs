//! What must hold of any sources.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn any_shop(key: &'static str) -> impl Strategy<Value = Shop> {
    let text = prop::sample::select(vec!["", "Satu", "Dua kata", "Tiga kata  lagi"]);
    let values = prop::sample::subsequence(vec!["Merah", "Hitam", "Biru", "Putih tulang"], 1..=4);
    let sku = prop::option::of(prop::sample::select(vec!["A", "B", "C", "D"]));
    let images = prop::collection::vec((0_u8..6, any::<bool>()), 0..6);
    (text.clone(), text, values, prop::collection::vec(sku, 4), images, 0_i64..3, 1_i64..4, 0..3_i32)
        .prop_map(move |(title, description, values, skus, images, at, price, percent)| {
            let offers: Vec<(&str, Option<&str>)> = values.into_iter().zip(skus).collect();
            let mut shop = coloured(shop(key, at), &offers);
            shop.content.title = title.to_owned();
            shop.content.description = description.to_owned();
            for offer in &mut shop.content.offers {
                offer.price = Some(Rupiah::new(price * 50_000));
            }
            if percent > 0 {
                shop.book = rule(percent * 10, Rounding::Up500);
            }
            let names: Vec<String> = (0..images.len()).map(|n| format!("p{n}")).collect();
            let hash = |n: u8| 0x0F0F_u64.rotate_left(u32::from(n) * 9);
            let all: Vec<(&str, Option<u64>)> = names
                .iter()
                .zip(&images)
                .map(|(p, (n, known))| (p.as_str(), known.then(|| hash(*n))))
                .collect();
            pictures(&mut shop, &all);
            shop
        })
}

fn some_shops() -> impl Strategy<Value = Vec<Shop>> {
    (any_shop("shopee:1:1"), any_shop("tiktok_shop:2:2"), any_shop("website:3:3"), 1_usize..4).prop_map(
        |(a, b, c, count)| {
            let mut shops = vec![a, b, c];
            shops.truncate(count);
            shops
        },
    )
}

proptest! {
    #[test]
    fn the_order_of_the_sources_does_not_matter(shops in some_shops(), turn in 0_usize..3) {
        let mut turned = shops.clone();
        turned.rotate_left(turn % shops.len());
        prop_assert_eq!(build_of(&shops, None), build_of(&turned, None));
        turned.reverse();
        prop_assert_eq!(build_of(&shops, None), build_of(&turned, None));
    }

    #[test]
    fn building_again_from_the_same_sources_changes_nothing(shops in some_shops()) {
        let Ok(built) = build_of(&shops, None) else { return Ok(()) };
        let again = build_of(&linked(&shops, &built), Some(&built.product)).unwrap();
        prop_assert_eq!(&again, &built);
    }

    #[test]
    fn joining_one_by_one_settles_too(shops in some_shops()) {
        let Ok(mut built) = build_of(&shops[..1], None) else { return Ok(()) };
        let mut joined = linked(&shops[..1], &built);
        for shop in &shops[1..] {
            joined.push(shop.clone());
            let Ok(next) = build_of(&joined, Some(&built.product)) else { return Ok(()) };
            joined = linked(&joined, &next);
            built = next;
        }
        let again = build_of(&joined, Some(&built.product)).unwrap();
        prop_assert_eq!(again, built);
    }

    #[test]
    fn every_value_has_a_reason_and_every_offer_one_variant(shops in some_shops()) {
        let Ok(built) = build_of(&shops, None) else { return Ok(()) };
        let product = &built.product;
        for name in [field::TITLE, field::WEIGHT, field::PRE_ORDER, field::OPTIONS, field::VARIANTS] {
            prop_assert!(product.sources.contains_key(name), "{}", name);
        }
        for variant in &product.variants {
            let base = field::of(field::BASE_PRICE, &variant.id);
            prop_assert_eq!(variant.base_price.is_some(), product.sources.contains_key(&base));
        }
        for shop in &shops {
            let links = &built.links[&shop.key];
            prop_assert_eq!(links.len(), shop.content.offers.len());
            let variants: BTreeSet<_> = links.values().collect();
            prop_assert_eq!(variants.len(), links.len(), "no variant twice in one shop");
        }
        prop_assert!(product.check().is_ok() && product.images.len() <= MAX_IMAGES);
    }

    #[test]
    fn a_typed_field_survives_every_build(shops in some_shops(), title in "[a-z]{1,12}", price in 1_i64..9_000) {
        let Ok(built) = build_of(&shops, None) else { return Ok(()) };
        let mut edited = built.product.clone();
        edited.title = crate::Title::parse(&title).unwrap();
        edited.description = "diketik".to_owned();
        edited.variants[0].base_price = Some(Rupiah::new(price));
        mark_typed(&built.product, &mut edited);
        let again = build_of(&linked(&shops, &built), Some(&edited)).unwrap().product;
        prop_assert_eq!(&again.title, &edited.title);
        prop_assert_eq!(&again.description, &edited.description);
        prop_assert_eq!(&again.variants, &edited.variants);
    }
}
