//! The tables of Shopee's error names, spelled as the documents spell them. Names are inconsistent, so they are
//! matched by set; a name that is in no set is a permanent refusal with the server's text.

/// One call too many. The last two are not documented and were seen in other clients.
pub(super) const THROTTLED: &[&str] = &["error_rate_limit", "request_limit_exceeded", "frequency_limited"];

/// The access token is bad or old; the double `e` is Shopee's own.
pub(super) const TOKEN_REFUSED: &[&str] = &["invalid_acceess_token", "invalid_access_token"];

/// A person has to authorise the shop again, or to contact Shopee.
pub(super) const UNAUTHORIZED: &[&str] = &[
    "invalid_code",
    "invalid_shop_id",
    "invalid_main_acount_id",
    "error_shop_refresh_token",
    "error_merchant_refresh_token",
    "refresh_token_expired",
    "shop_access_expired",
    "merchant_access_expired",
    "supplier_access_expired",
    "shop_no_linked",
    "merchant_no_linked",
    "partner_shop_no_link",
    "shop_banned",
];

const NOT_FOUND: &[&str] = &[
    "error_item_not_found",
    "error_item_not_belong_shop",
    "error_item_or_variation_not_found",
    "error_param_shop_id_not_found",
    "error_nil_shopid_or_itemid",
];

const PASSING: &[&str] = &[
    "error_network",
    "error_server",
    "error_system_busy",
    "error_update_price_fail",
    "error_timeout",
    "error_connection",
    "error_too_many_invoke_function",
];

/// Texts that decide where the name has no meaning of its own.
const PASSING_TEXTS: &[&str] = &["too many connections", "busy", "try again later", "being allocated"];

pub(super) fn is_passing(original: &str, code: &str, lower: &str) -> bool {
    PASSING.contains(&code)
        || PASSING.contains(&original)
        || (code == "error_inner" && !lower.contains("location"))
        || (code == "error_data" && lower.contains("parse data failed"))
        || (code == "error_busi_update_stock_failed" && !lower.contains("reserved"))
        || (matches!(code, "error_busi" | "error_auth" | "update_price" | "update_stock" | "unlist_item")
            && PASSING_TEXTS.iter().any(|text| lower.contains(text)))
}

pub(super) fn is_not_found(code: &str, lower: &str) -> bool {
    NOT_FOUND.contains(&code)
        || (code == "error_param"
            && ["wrong model_id", "item_id not exist", "item not exist", "item not found"]
                .iter()
                .any(|text| lower.contains(text)))
}

/// Promotions that are not named so.
const SLASH_PRICE: &[&str] = &["error_slash_price_not_lowest", "error_slash_price_models_diff"];

/// A promotion locks what the call changes: every name that mentions a promotion means this. Some
/// endpoints say it only in the text. A stock below what a promotion has reserved is only a wrong number.
pub(super) fn is_in_promotion(code: &str, about: Option<&str>, lower: &str) -> bool {
    // Refused parts come as one text: each of them must say it.
    let told = || lower.split("; ").all(|part| part.contains("promotion"));
    code.contains("promotion")
        || SLASH_PRICE.contains(&code)
        || (matches!(about, Some("price" | "title" | "description" | "images" | "visibility")) && told())
}

/// What a refusal is about, in our words.
pub(super) fn field_of(code: &str, lower: &str) -> Option<&'static str> {
    FIELDS
        .iter()
        .find(|(_, codes)| codes.contains(&code))
        .map(|(field, _)| *field)
        .or_else(|| HINTS.iter().find(|(text, _)| lower.contains(text)).map(|(_, field)| *field))
}

pub(super) fn is_known(code: &str) -> bool {
    code.contains("promotion") || FIELDS.iter().any(|(_, codes)| codes.contains(&code))
}

const FIELDS: &[(&str, &[&str])] = &[
    (
        "price",
        &[
            "error_invalid_price",
            "error_price_out_of_range",
            "error_price_exceed_min_limitt",
            "error_price_exceed_max_limitt",
            "error_busi_price_lower_then_wholesale_price",
            "error_wholesale_price_less_than_ratio_limit",
            "error_price_should_be_same_for_wholesales",
            "error_invalid_price_for_logistic",
            "error_edit_item_price_for_item_has_model",
            "error_update_price_fail",
            "error_cannt_edit_price_in_promotion",
            "error_in_item_promotion_item_price_lock",
            "error_cannot_update_price_in_promotion",
            "error_slash_price_not_lowest",
            "error_slash_price_models_diff",
            "error_related_product_in_promotion",
        ],
    ),
    (
        "stock",
        &[
            "error_busi_update_stock_failed",
            "error_edit_item_stock_for_item_has_model",
            "error_in_item_promotion_nomodel_to_models",
            "error_wms_shop_block_upate_stock",
            "error_cannt_edit_stock_in_promotion",
            "error_promotion_cantnot_update_stock",
            "error_model_update_stock_model_in_promotion",
            "error_holiday_mode_change_stock",
        ],
    ),
    (
        "title",
        &[
            "error_name_length_limit",
            "error_item_name_is_too_short",
            "error_title_exceeds_max_length",
            "error_title_character_forbidden",
            "error_item_name_empty",
            "error_nil_name_new_item",
            "error_cannt_edit_name_in_promotion",
        ],
    ),
    (
        "description",
        &[
            "error_desc_length_min_limit",
            "error_desc_hash_tag_over_limit",
            "error_desc_image_no_pass",
            "error_cannt_edit_description_in_promotion",
        ],
    ),
    ("images", &["error_image_unavailable", "error_image_num_min", "error_cannt_edit_images_in_promotion"]),
    (
        "category",
        &[
            "error_invalid_category",
            "error_incalid_category",
            "error_forbidden_category",
            "error_category_is_block",
            "error category",
        ],
    ),
    (
        "attributes",
        &[
            "error_less_required_attribute",
            "error_invalid_attribute",
            "error_invalid_attribute_value",
            "error_wrong_attrsnapshot",
            "error_invalid_category_attribute",
            "error_value_name_required",
            "error_value_id_must_equal_zero",
            "error attribute",
        ],
    ),
    (
        "brand",
        &[
            "error_less_required_brand",
            "error_invalid_brand",
            "error_incalid_brand",
            "error_brand_forbidden",
            "error_duplicated_brand",
            "error brand",
        ],
    ),
    (
        "pre_order",
        &[
            "error_cannt_edit_days_to_ship_in_promotion",
            "error_invalid_days_to_ship",
            "error_param_dts_exceeds_max_limit",
            "error_category_dts",
            "error_estimated_days_limit",
            "error_param_category_not_support_pre_order",
        ],
    ),
    ("shipping", &["error_invalid_logistic_info"]),
    (
        "variants",
        &[
            "error_tier_var_too_many",
            "error_tier_opt_too_many",
            "error_tier_opt_val_too_long",
            "error_tier_var_name_too_long",
            "error_model_count_over_limit",
            "error_model_duplicate_name",
            "error_model_duplicate_tier_variation_index",
            "error_model_tier_index_bound",
            "error_cannt_init_tier_in_promotion",
            "error_cannt_change_tier_variation_in_promotion",
            "error_cannt_delete_option_in_promotion",
            "error_busi_cannot_delete_default_model",
        ],
    ),
    (
        "visibility",
        &[
            "error_unlist_item_all_failed",
            "error_unlist_item_failed",
            "error_set_normal_unlisted_item",
            "error_busi_cannot_delist_reviewing_or_banned_item",
            "error_cannt_unlisted_in_promotion",
            "error_unlist_in_promotion",
        ],
    ),
    ("app_secret", &["error_sign", "error_partner_key_expired"]),
    ("app_id", &["invalid_partner_id"]),
];

/// Words in the texts, for the codes that do not name a field: `error_param`, `error_busi`.
const HINTS: &[(&str, &str)] = &[
    ("wrong sign", "app_secret"),
    ("partner_id", "app_id"),
    ("image", "images"),
    ("weight", "weight"),
    ("dimension", "dimensions"),
    ("package_", "dimensions"),
    ("logistic", "shipping"),
    ("days_to_ship", "pre_order"),
    ("days to ship", "pre_order"),
    ("pre-order", "pre_order"),
    ("pre_order", "pre_order"),
    ("reserved stock", "stock"),
    ("location", "stock"),
    ("price", "price"),
    ("stock", "stock"),
    ("description", "description"),
    ("item_name", "title"),
    ("item name", "title"),
    ("tier_", "variants"),
    ("variation", "variants"),
    ("model_sku", "sku"),
    ("item_sku", "sku"),
    ("attribute", "attributes"),
    ("brand", "brand"),
    ("category", "category"),
];
