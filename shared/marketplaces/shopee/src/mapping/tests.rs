use domain::ListingStatus;
use domain::{BasisPoints, Rupiah};

use super::*;
use crate::wire::{
    categories::ItemLimit,
    envelope::Envelope,
    listing::{BaseInfo, ItemList},
};

fn response<T: serde::de::DeserializeOwned>(body: &str) -> T {
    let envelope: Envelope = serde_json::from_str(body).unwrap();
    serde_json::from_str(envelope.response.unwrap().get()).unwrap()
}

fn items() -> Vec<Item> {
    response::<BaseInfo>(include_str!("../../fixtures/get_item_base_info.json")).item_list
}

fn models() -> Models {
    response(include_str!("../../fixtures/get_model_list.json"))
}

#[test]
fn a_page_without_items_or_a_next_offset_is_the_last() {
    let page: ItemList = response(include_str!("../../fixtures/get_item_list.last_page.json"));
    assert_eq!(
        (page.item.len(), page.has_next_page.is_some_and(|more| more.0), page.next_offset),
        (1, false, None)
    );
    let page: ItemList = response(include_str!("../../fixtures/get_item_list.empty.json"));
    assert!(page.item.is_empty());
}

#[test]
fn an_item_without_models_has_one_offer_with_the_items_sku() {
    let fetched = listing(items().remove(0), None).unwrap();
    let content = fetched.content;
    assert_eq!(fetched.updated_at.unwrap().as_second(), 1_608_128_470);
    assert_eq!((content.title.as_str(), content.status), ("Frame 5 inci", ListingStatus::Live));
    assert_eq!(content.weight.unwrap().get(), 10_020);
    assert_eq!(content.dimensions, None, "a height of zero is no size");
    assert_eq!(content.pre_order.unwrap().get(), 5);
    assert_eq!(content.images[0].reference, "id-a");
    assert_eq!(content.images[1].url, None);
    assert_eq!(content.shipping.len(), 1, "only what is switched on");
    assert_eq!(content.attributes[0].values[0].name.as_deref(), Some("PETG"));
    let offer = &content.offers[0];
    assert_eq!((content.offers.len(), &offer.id), (1, &OfferId::only()));
    assert_eq!(offer.sku.as_ref().unwrap().as_str(), "MTK-FRM5");
    assert_eq!((offer.price, offer.stock), (Some(Rupiah::new(172_500)), Some(7)));
    assert!(!offer.price_locked, "a promotion that leaves the price alone locks nothing");
}

#[test]
fn models_become_offers_with_their_own_price_and_not_the_promotions() {
    let fetched = listing(items().remove(1), Some(&models())).unwrap();
    let content = fetched.content;
    assert_eq!(content.options, ["Warna", "Ukuran"]);
    assert_eq!(content.description, "Baris satu\nBaris dua");
    assert_eq!((content.status, content.weight, content.pre_order), (ListingStatus::Refused, None, None));
    let [red, black] = content.offers.as_slice() else { panic!("two offers") };
    assert_eq!(red.option_values, ["Merah", "20°"]);
    assert_eq!((red.price, red.price_locked), (Some(Rupiah::new(100_000)), true));
    assert_eq!(red.stock, Some(5), "all locations of the seller, none of Shopee's");
    assert_eq!(red.image.as_ref().unwrap().reference, "v1");
    assert_eq!(red.weight.unwrap().get(), 300);
    assert_eq!((black.price_locked, black.stock, &black.sku), (false, Some(0), &None));
}

#[test]
fn a_deleted_item_is_gone() {
    let gone: Vec<bool> = items().iter().map(is_gone).collect();
    assert_eq!(gone, [false, false, true]);
}

#[test]
fn axes_are_written_back_with_the_channels_numbers_and_pictures() {
    let mut axes = tiers::of(&models());
    assert_eq!(axes[0].position_or_add("Biru"), (2, true));
    assert_eq!(axes[0].position_or_add(" merah "), (0, false), "case and blanks make no new option");
    let cover = ListingImage { reference: "cover".into(), url: None };
    tiers::with_cover(&mut axes, Some(&cover));
    insta::assert_json_snapshot!(tiers::to_wire(&axes), @r#"
    [
      {
        "variation_id": 7,
        "variation_name": "Warna",
        "variation_option_list": [
          {
            "variation_option_id": 71,
            "variation_option_name": "Merah",
            "image_id": "v1"
          },
          {
            "variation_option_id": 0,
            "variation_option_name": "Hitam",
            "image_id": "v2"
          },
          {
            "variation_option_id": 0,
            "variation_option_name": "Biru",
            "image_id": "cover"
          }
        ]
      },
      {
        "variation_id": 0,
        "variation_name": "Ukuran",
        "variation_option_list": [
          {
            "variation_option_id": 0,
            "variation_option_name": "20°"
          }
        ]
      }
    ]
    "#);
}

#[test]
fn limits_of_the_shop_replace_the_presets() {
    let wire: ItemLimit = serde_json::from_str(
        r#"{"price_limit":{"min_limit":5.5,"max_limit":10000000.0},"item_name_length_limit":{"min_limit":5,"max_limit":100},
            "stock_limit":{"min_limit":0,"max_limit":10000000},"dts_limit":{"days_to_ship_limit":{"min_limit":7,"max_limit":30},"non_pre_order_days_to_ship":2},
            "weight_limit":{"weight_mandatory":true},"dimension_limit":{"dimension_mandatory":true}}"#,
    )
    .unwrap();
    let limits = limits::read(&wire);
    assert_eq!((limits.price.min, limits.price.max), (Rupiah::new(6), Rupiah::new(10_000_000)));
    assert_eq!((limits.title.min, limits.title.max), (5, 100));
    assert_eq!(limits.pre_order_days.unwrap().min, 7);
    assert_eq!(limits.images.max, 9, "what the shop does not tell keeps its preset");
    assert!(limits.dimensions_required);
}

#[test]
fn a_category_without_pre_orders_says_minus_one() {
    let wire: ItemLimit =
        serde_json::from_str(r#"{"dts_limit":{"days_to_ship_limit":{"min_limit":-1,"max_limit":-1}}}"#)
            .unwrap();
    assert_eq!(limits::read(&wire).pre_order_days, None);
}

#[test]
fn an_edit_sends_only_what_changes_and_weights_as_exact_numbers() {
    let edit = domain::plan::ContentEdit {
        weight: Some(Grams::parse(250).unwrap()),
        pre_order: Some(None),
        ..Default::default()
    };
    let json = serde_json::to_string(&write::content_edit(7, &edit).unwrap()).unwrap();
    assert_eq!(json, r#"{"item_id":7,"weight":0.25,"pre_order":{"is_pre_order":false}}"#);
}

#[test]
fn a_picture_that_was_not_uploaded_is_refused_before_the_call() {
    let image = domain::plan::TargetImage {
        id: domain::ImageId::derived(&["a"]),
        url: "https://example.com/a.jpg".into(),
        reference: None,
    };
    assert_eq!(write::image_ids(&[image]).unwrap_err().code, "image_not_uploaded");
}

proptest::proptest! {
    #[test]
    fn every_weight_comes_back_as_it_was_sent(grams in 1_u32..=300_000) {
        let sent = serde_json::to_string(&write::kilograms(Grams::parse(grams).unwrap())).unwrap();
        let read = serde_json::from_str::<crate::wire::tolerant::Decimal>(&sent).unwrap();
        proptest::prop_assert_eq!(weight(&read).unwrap().get(), grams);
    }

    #[test]
    fn every_price_comes_back_as_it_was_sent(amount in 0_i64..=100_000_000, rate in 0_i32..3_000) {
        let price = Rupiah::new(amount).percent(BasisPoints(rate + 10_000)).unwrap();
        let sent = serde_json::to_string(&crate::wire::edit::Price { model_id: 0, original_price: price }).unwrap();
        let info: PriceInfo = serde_json::from_str(&sent).unwrap();
        proptest::prop_assert_eq!(super::price(&[info]), Some(price));
    }
}
