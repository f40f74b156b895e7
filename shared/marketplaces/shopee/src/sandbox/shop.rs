//! The shop itself and what its seller may choose from.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    authorise::authorised_until,
    request::{Answer, Ctx, Refusal, refuse, response},
    state::{Item, State},
    tables::{
        Bounds, CATEGORIES, DAYS_TO_SHIP, DELIVERY, DESCRIPTION, IMAGES, NAME, ORDINARY_DAYS, PRICE, STOCK,
        TIER_NAME, TIER_OPTION,
    },
    views,
};

/// Flat: there is no `response`, and no shop id inside.
pub(super) fn info(_: &mut State, ctx: &Ctx<'_>) -> Answer {
    let (auth_time, expire_time) = authorised_until(ctx.now);
    Ok(json!({
        "shop_name": "Motekar FPV (sandbox)", "region": "ID", "status": "NORMAL", "is_cb": false, "is_sip": false,
        "sip_affi_shops": [], "auth_time": auth_time, "expire_time": expire_time, "merchant_id": null,
        "is_upgraded_cbsc": false, "shop_fulfillment_flag": "Others", "is_main_shop": false,
        "is_direct_shop": false, "linked_main_shop_id": 0, "linked_direct_shop_list": []
    }))
}

pub(super) fn profile(_: &mut State, _: &Ctx<'_>) -> Answer {
    Ok(response(json!({
        "shop_logo": "", "description": "Suku cadang FPV cetak 3D", "shop_name": "Motekar FPV (sandbox)",
        "invoice_issuer": ""
    })))
}

/// The answer is an array; a shop with a single place is not let in at all.
pub(super) fn warehouses(_: &mut State, ctx: &Ctx<'_>) -> Answer {
    if ctx.options.locations.len() < 2 {
        let message = "The shop is not in the multi warehouse whitelist.";
        return Err(refuse("warehouse.error_not_in_whitelist", message));
    }
    let place = |(position, location): (usize, &String)| {
        json!({
            "warehouse_id": position + 1, "warehouse_name": format!("Gudang {location}"), "warehouse_type": 1,
            "location_id": location, "address_id": 1, "region": "ID", "state": "JAWA BARAT", "city": "KOTA BANDUNG",
            "address": "", "zipcode": "40111", "district": "", "town": "", "state_code": "JB", "holiday_mode_state": 0
        })
    };
    let places: Vec<Value> = ctx.options.locations.iter().enumerate().map(place).collect();
    Ok(response(json!(places)))
}

pub(super) fn delivery_name(id: u64) -> String {
    let known = DELIVERY.iter().find(|(known, _, _)| *known == id);
    known.map_or_else(|| format!("Kurir {id}"), |(_, name, _)| (*name).to_owned())
}

pub(super) fn delivery(_: &mut State, _: &Ctx<'_>) -> Answer {
    let channel = |(id, name, mask): &(u64, &str, u64)| {
        json!({
            "logistics_channel_id": id, "logistics_channel_name": name, "enabled": true, "cod_enabled": false,
            "force_enable": false, "preprint": false, "fee_type": "SIZE_INPUT", "size_list": [],
            "weight_limit": { "item_max_weight": 50, "item_min_weight": 0 },
            "item_max_dimension": { "height": 0, "width": 0, "length": 0, "unit": "cm", "dimension_sum": 0 },
            "volume_limit": { "item_max_volume": 0, "item_min_volume": 0 }, "mask_channel_id": mask,
            "block_seller_cover_shipping_fee": false, "support_cross_border": false
        })
    };
    Ok(response(json!({ "logistics_channel_list": DELIVERY.iter().map(channel).collect::<Vec<_>>() })))
}

/// The GTIN rule is next to `response`.
pub(super) fn limits(_: &mut State, _: &Ctx<'_>) -> Answer {
    let bounds = |bounds: &Bounds| json!({ "min_limit": bounds.min, "max_limit": bounds.max });
    let mut answer = response(json!({
        "price_limit": bounds(&PRICE), "wholesale_price_threshold_percentage": { "min_limit": 1, "max_limit": 100 },
        "stock_limit": bounds(&STOCK), "item_name_length_limit": bounds(&NAME),
        "item_image_count_limit": bounds(&IMAGES), "item_description_length_limit": bounds(&DESCRIPTION),
        "tier_variation_name_length_limit": bounds(&TIER_NAME),
        "tier_variation_option_length_limit": bounds(&TIER_OPTION), "item_count_limit": { "max_limit": 100_000 },
        "extended_description_limit": {},
        "dts_limit": {
            "days_to_ship_limit": bounds(&DAYS_TO_SHIP), "non_pre_order_days_to_ship": ORDINARY_DAYS
        },
        "weight_limit": { "weight_mandatory": true }, "dimension_limit": { "dimension_mandatory": false },
        "size_chart_limit": {
            "size_chart_mandatory": false, "support_image_size_chart": false, "support_template_size_chart": false
        }
    }));
    if let Some(answer) = answer.as_object_mut() {
        answer.insert("gtin_limit".to_owned(), json!({ "gtin_validation_rule": "Flexible" }));
    }
    Ok(answer)
}

/// The fixed tree, and as leaves of its first root whatever categories the shop's items are in.
pub(super) fn categories(state: &mut State, _: &Ctx<'_>) -> Answer {
    let name =
        |item: &Item| item.category_name.clone().unwrap_or_else(|| format!("Kategori {}", item.category));
    let mut tree: BTreeMap<u64, (u64, String)> =
        state.items.values().map(|item| (item.category, (100_636, name(item)))).collect();
    tree.extend(CATEGORIES.iter().map(|(id, parent, name)| (*id, (*parent, (*name).to_owned()))));
    let parents: Vec<u64> = tree.values().map(|(parent, _)| *parent).collect();
    let categories: Vec<Value> = tree
        .iter()
        .filter(|(id, _)| **id > 0)
        .map(|(id, (parent, name))| {
            json!({
                "category_id": id, "parent_category_id": parent, "original_category_name": name,
                "display_category_name": name, "has_children": parents.contains(id)
            })
        })
        .collect();
    Ok(response(json!({ "category_list": categories })))
}

pub(super) fn attributes(_: &mut State, ctx: &Ctx<'_>) -> Answer {
    let ids = ctx.call.query_ids("category_id_list", 20)?;
    let value = |id: u64, name: &str| json!({ "value_id": id, "name": name, "value_unit": "", "child_attribute_list": [], "multi_lang": [] });
    let tree = |category: &u64| {
        json!({
            "category_id": category, "warning": "",
            "attribute_tree": [{
                "attribute_id": 100_134, "mandatory": false, "name": "Bahan",
                "attribute_value_list": [value(1, "PLA"), value(2, "PETG"), value(3, "TPU")],
                "attribute_info": {
                    "input_type": 2, "input_validation_type": 2, "format_type": 1, "date_format_type": 0,
                    "attribute_unit_list": [], "max_value_count": 1, "introduction": "", "is_oem": false,
                    "support_search_value": false
                },
                "multi_lang": []
            }]
        })
    };
    Ok(response(json!({ "list": ids.iter().map(tree).collect::<Vec<_>>() })))
}

/// By words of the title, as far as the fixed tree goes.
pub(super) fn recommend(_: &mut State, ctx: &Ctx<'_>) -> Answer {
    let title = ctx
        .call
        .query("item_name")
        .ok_or_else(|| refuse("error_param", "item_name is needed"))?
        .to_ascii_lowercase();
    let word = title.split_whitespace().find_map(|word| {
        let fits =
            |(_, parent, name): &&(u64, u64, &str)| *parent > 0 && name.to_ascii_lowercase().contains(word);
        (word.len() > 3).then(|| CATEGORIES.iter().find(fits)).flatten()
    });
    Ok(response(json!({ "category_id": word.map(|(id, ..)| *id).into_iter().collect::<Vec<_>>() })))
}

pub(super) fn brands(_: &mut State, ctx: &Ctx<'_>) -> Answer {
    for name in ["offset", "page_size", "category_id", "status"] {
        ctx.call.query_int(name)?;
    }
    Ok(response(json!({
        "brand_list": [{ "brand_id": 0, "original_brand_name": "NoBrand", "display_brand_name": "NoBrand" }],
        "has_next_page": false, "next_offset": 0, "is_mandatory": false, "input_type": "DROP_DOWN"
    })))
}

/// Each file is checked by itself.
pub(super) fn upload(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    if ctx.call.files.is_empty() || ctx.call.files.len() > 9 {
        return Err(refuse("error_param", "1 to 9 images"));
    }
    let mut entries = Vec::new();
    for (position, bytes) in ctx.call.files.iter().enumerate() {
        match keep_image(state, bytes) {
            Ok(id) => {
                let url = views::image_url(&ctx.options.public_base, &id);
                let urls = json!([{ "image_url_region": "ID", "image_url": url }]);
                let image = json!({ "image_id": id, "image_url_list": urls });
                entries.push(json!({ "id": position, "error": "", "message": "", "image_info": image }));
            }
            Err(Refusal { error, message, .. }) => {
                entries.push(json!({ "id": position, "error": error, "message": message }));
            }
        }
    }
    let mut answer = json!({ "image_info_list": entries });
    if let (Some(first), Some(answer)) = (entries[0].get("image_info"), answer.as_object_mut()) {
        answer.insert("image_info".to_owned(), first.clone());
    }
    Ok(response(answer))
}

fn keep_image(state: &mut State, bytes: &[u8]) -> Result<String, Refusal> {
    if bytes.len() > 10 * 1024 * 1024 {
        return Err(refuse("error_param", "the image is larger than 10 MB"));
    }
    if !bytes.starts_with(&[0xff, 0xd8, 0xff]) && !bytes.starts_with(b"\x89PNG") {
        return Err(refuse("error_param", "only JPG, JPEG and PNG"));
    }
    let id = format!("id-up-{}-{}", state.draw_id(), &domain::ContentHash::of_bytes(bytes).as_str()[..12]);
    state.images.insert(id.clone(), Some(hex::encode(bytes)));
    Ok(id)
}
