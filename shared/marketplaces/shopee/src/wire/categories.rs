//! Categories with their limits, attributes and brands.

use serde::Deserialize;

use super::tolerant::{Decimal, Flag, Int, Text, or_default};

#[derive(Debug, Default, Deserialize)]
pub struct ItemLimit {
    pub price_limit: Option<Bounds>,
    pub stock_limit: Option<Bounds>,
    pub item_name_length_limit: Option<Bounds>,
    pub item_image_count_limit: Option<Bounds>,
    pub item_description_length_limit: Option<Bounds>,
    pub tier_variation_name_length_limit: Option<Bounds>,
    pub tier_variation_option_length_limit: Option<Bounds>,
    pub dts_limit: Option<DtsLimit>,
    pub weight_limit: Option<WeightLimit>,
    pub dimension_limit: Option<DimensionLimit>,
}

#[derive(Debug, Deserialize)]
pub struct Bounds {
    #[serde(default)]
    pub min_limit: Decimal,
    #[serde(default)]
    pub max_limit: Decimal,
}

#[derive(Debug, Deserialize)]
pub struct DtsLimit {
    /// -1 and -1 where the category takes no pre-orders.
    pub days_to_ship_limit: Option<Bounds>,
}

#[derive(Debug, Deserialize)]
pub struct WeightLimit {
    #[serde(default)]
    pub weight_mandatory: Flag,
}

#[derive(Debug, Deserialize)]
pub struct DimensionLimit {
    #[serde(default)]
    pub dimension_mandatory: Flag,
}

#[derive(Debug, Default, Deserialize)]
pub struct Categories {
    #[serde(default, deserialize_with = "or_default")]
    pub category_list: Vec<Category>,
}

#[derive(Debug, Deserialize)]
pub struct Category {
    pub category_id: Int,
    #[serde(default)]
    pub parent_category_id: Int,
    #[serde(default)]
    pub original_category_name: Text,
    #[serde(default)]
    pub display_category_name: Text,
    #[serde(default)]
    pub has_children: Flag,
}

#[derive(Debug, Default, Deserialize)]
pub struct AttributeTrees {
    #[serde(default, deserialize_with = "or_default")]
    pub list: Vec<AttributeTree>,
}

#[derive(Debug, Deserialize)]
pub struct AttributeTree {
    #[serde(default)]
    pub category_id: Int,
    #[serde(default, deserialize_with = "or_default")]
    pub attribute_tree: Vec<AttributeNode>,
}

#[derive(Debug, Deserialize)]
pub struct AttributeNode {
    pub attribute_id: Int,
    #[serde(default)]
    pub mandatory: Flag,
    #[serde(default)]
    pub name: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub attribute_value_list: Vec<AttributeValueNode>,
    #[serde(default, deserialize_with = "or_default")]
    pub attribute_info: AttributeInfo,
}

#[derive(Debug, Default, Deserialize)]
pub struct AttributeInfo {
    /// 1 one of the list, 2 one of the list or a text, 3 a text, 4 several of the list, 5 several of the list or texts.
    #[serde(default)]
    pub input_type: Int,
}

#[derive(Debug, Default, Deserialize)]
pub struct Recommended {
    #[serde(default, deserialize_with = "or_default")]
    pub category_id: Vec<Int>,
}

#[derive(Debug, Deserialize)]
pub struct AttributeValueNode {
    pub value_id: Int,
    #[serde(default)]
    pub name: Text,
}

#[derive(Debug, Default, Deserialize)]
pub struct Brands {
    #[serde(default, deserialize_with = "or_default")]
    pub brand_list: Vec<Brand>,
    #[serde(default)]
    pub has_next_page: Flag,
    pub next_offset: Option<Int>,
    #[serde(default)]
    pub is_mandatory: Flag,
}

#[derive(Debug, Deserialize)]
pub struct Brand {
    pub brand_id: Int,
    #[serde(default)]
    pub original_brand_name: Text,
}
