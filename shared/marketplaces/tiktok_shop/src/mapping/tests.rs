use std::collections::BTreeMap;

use domain::{ListingStatus, Rupiah, VariantId, plan::NewOffer};

use super::*;
use crate::wire::{envelope::Envelope, listing::SearchPage};

fn product(text: &str) -> Product {
    let envelope: Envelope = serde_json::from_str(text).unwrap();
    serde_json::from_value(envelope.data).unwrap()
}

fn frame() -> Product {
    product(include_str!("../../fixtures/get_product.json"))
}

fn new_offer(sku: Option<&str>, values: &[&str]) -> NewOffer {
    NewOffer {
        variant: VariantId::derived(&[sku.unwrap_or("-"), &values.join("/")]),
        sku: sku.map(|sku| Sku::parse(sku).unwrap()),
        option_values: values.iter().map(|value| (*value).to_owned()).collect(),
        price: Rupiah::new(210_000),
        stock: 4,
        weight: None,
    }
}

#[test]
fn a_product_becomes_a_listing_with_everything_that_is_compared() {
    let content = listing(&frame()).unwrap().content;
    assert_eq!(content.title, "Frame Drone FPV 5 inch Motekar Cinelifter");
    assert_eq!(
        content.images.iter().map(|i| i.reference.as_str()).collect::<Vec<_>>(),
        ["tos-alisg-i/aa01", "tos-alisg-i/aa02"]
    );
    assert_eq!(content.category.as_ref().map(|c| c.id.as_str()), Some("853000"));
    assert_eq!(content.weight.map(domain::Grams::get), Some(250));
    assert_eq!(content.dimensions.map(|d| d.width.to_centimetres()).as_deref(), Some("15.5"));
    assert_eq!(content.pre_order.map(PreOrderDays::get), Some(5));
    assert_eq!(content.shipping.len(), 1);
    assert_eq!(content.storefronts, ["tiktok_shop", "tokopedia"]);
    assert_eq!((content.status, content.storefront_status), (ListingStatus::Live, BTreeMap::new()));
}

#[test]
fn option_values_follow_the_axes_whatever_order_a_sku_names_them_in() {
    let content = listing(&frame()).unwrap().content;
    assert_eq!(content.options, ["Warna", "Ukuran"]);
    assert_eq!(content.offers[0].option_values, ["Merah", "5 inch"]);
    assert_eq!(content.offers[1].option_values, ["Hitam", "5 inch"]);
}

#[test]
fn an_offer_has_the_display_price_and_the_stock_of_all_warehouses() {
    let offers = listing(&frame()).unwrap().content.offers;
    assert_eq!((offers[0].price, offers[1].price), (Some(Rupiah::new(189_000)), Some(Rupiah::new(199_000))));
    assert_eq!((offers[0].stock, offers[1].stock), (Some(10), Some(0)));
    assert_eq!((offers[0].sku.as_ref().map(Sku::as_str), &offers[1].sku), (Some("MTK-F5-RED"), &None));
    assert_eq!(offers[1].image.as_ref().map(|image| image.reference.as_str()), Some("tos-alisg-i/aa04"));
}

#[test]
fn a_tokopedia_only_product_is_neither_deleted_nor_lost() {
    let listing = listing(&product(include_str!("../../fixtures/get_product_tokopedia_only.json"))).unwrap();
    assert_eq!(listing.id.as_str(), "1729592969712207100");
    assert_eq!(listing.content.storefronts, ["tokopedia"]);
    assert_eq!(listing.content.status, ListingStatus::Unlisted);
    assert!(listing.content.options.is_empty() && listing.content.weight.is_none());
    assert_eq!(listing.content.offers[0].option_values, Vec::<String>::new());
}

#[test]
fn the_last_page_has_no_token_and_deleted_products_are_left_out() {
    let envelope: Envelope =
        serde_json::from_str(include_str!("../../fixtures/search_last_page.json")).unwrap();
    let page: SearchPage = serde_json::from_value(envelope.data).unwrap();
    assert_eq!(page.next_page_token, None);
    let ids: Vec<_> =
        page.products.iter().filter_map(|p| listed(p).unwrap()).map(|l| l.id.to_string()).collect();
    assert_eq!(ids, ["1729592969712207008", "1729592969712207100"]);
    let empty: SearchPage = serde_json::from_str(r#"{"next_page_token":"","products":null}"#).unwrap();
    assert_eq!(empty.next_page_token, None);
}

#[test]
fn a_price_in_another_currency_or_with_sen_is_not_guessed() {
    for price in [r#"{"sale_price":"117.5","currency":"IDR"}"#, r#"{"sale_price":"117","currency":"USD"}"#] {
        let mut shop = frame();
        shop.skus[0].price = serde_json::from_str(price).unwrap();
        assert!(matches!(listing(&shop), Err(ChannelError::Unexpected { .. })), "{price}");
    }
}

#[test]
fn the_skus_are_sent_back_whole() {
    let kept = serde_json::to_value(skus::kept(&frame(), &frame()).unwrap()).unwrap();
    assert_eq!(
        kept[0],
        serde_json::json!({
            "id": "1729592969712207012",
            "sales_attributes": [
                {"id": "100000", "name": "Warna", "value_id": "1001", "value_name": "Merah", "sku_img": {"uri": "tos-alisg-i/aa03"}},
                {"id": "100089", "name": "Ukuran", "value_id": "2001", "value_name": "5 inch"}
            ],
            "seller_sku": "MTK-F5-RED",
            "price": {"amount": "189000", "currency": "IDR"},
            "inventory": [
                {"warehouse_id": "7068517275539719942", "quantity": 7, "backorder_quantity": 2, "handling_time": 5},
                {"warehouse_id": "7068517275539719943", "quantity": 3}
            ],
            "pre_sale": {"type": "PRE_ORDER", "fulfillment_type": {"handling_duration_days": 5}},
            "external_sku_id": "own-1",
            "identifier_code": {"code": "10000000000010", "type": "GTIN"}
        })
    );
}

#[test]
fn a_variant_that_is_there_by_sku_or_by_values_is_found_again() {
    let shop = frame();
    assert!(skus::existing(&shop, &new_offer(Some("mtk-f5-red"), &["Biru", "7 inch"])).is_some());
    assert!(skus::existing(&shop, &new_offer(None, &["Hitam", "5 inch"])).is_some());
    assert!(skus::existing(&shop, &new_offer(Some("MTK-F5-BLUE"), &["Biru", "5 inch"])).is_none());
}

#[test]
fn a_new_variant_uses_the_axes_values_and_warehouses_of_its_siblings() {
    let shop = frame();
    let added = skus::added(&shop, &new_offer(Some("MTK-F5-BLUE"), &["Biru", "5 inch"]), "x").unwrap();
    assert_eq!(
        serde_json::to_value(&added).unwrap(),
        serde_json::json!({
            "sales_attributes": [
                {"id": "100000", "name": "Warna", "value_name": "Biru", "sku_img": {"uri": "tos-alisg-i/aa01"}},
                {"id": "100089", "name": "Ukuran", "value_id": "2001", "value_name": "5 inch"}
            ],
            "seller_sku": "MTK-F5-BLUE",
            "price": {"amount": "210000", "currency": "IDR"},
            "inventory": [
                {"warehouse_id": "7068517275539719942", "quantity": 4},
                {"warehouse_id": "7068517275539719943", "quantity": 0}
            ],
            "pre_sale": {"type": "PRE_ORDER", "fulfillment_type": {"handling_duration_days": 5}}
        })
    );
    assert!(skus::added(&shop, &new_offer(None, &["Biru"]), "x").is_err());
}

#[test]
fn an_ordinary_product_is_asked_for_without_a_duration() {
    let mut all = skus::kept(&frame(), &frame()).unwrap();
    skus::set_pre_order(&mut all, None);
    assert_eq!(serde_json::to_value(&all[1].pre_sale).unwrap(), serde_json::json!({"type": "NONE"}));
}
