//! What Shopee calls the fields of a listing, for the field mapping that a person sees.

use domain::diff::Field;

/// Fields inside a model or a list are named by their path.
pub const NAMES: [(Field, &str); 15] = [
    (Field::Title, "item_name"),
    (Field::Description, "description"),
    (Field::Images, "image.image_id_list"),
    (Field::Weight, "weight"),
    (Field::Dimensions, "dimension"),
    (Field::PreOrder, "pre_order.days_to_ship"),
    (Field::Category, "category_id"),
    (Field::Attributes, "attribute_list"),
    (Field::Brand, "brand.brand_id"),
    (Field::Shipping, "logistic_info"),
    (Field::Visibility, "item_status"),
    (Field::Variants, "tier_variation"),
    (Field::Price, "original_price"),
    (Field::Stock, "seller_stock"),
    (Field::Sku, "model_sku"),
];
