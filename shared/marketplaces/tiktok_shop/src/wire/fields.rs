//! What TikTok Shop calls the fields of a listing, for the field mapping that a person sees.

use domain::diff::Field;

/// Fields inside a list are named by their path.
pub const NAMES: [(Field, &str); 16] = [
    (Field::Title, "title"),
    (Field::Description, "description"),
    (Field::Images, "main_images"),
    (Field::Weight, "package_weight"),
    (Field::Dimensions, "package_dimensions"),
    (Field::PreOrder, "skus.pre_sale"),
    (Field::Category, "category_id"),
    (Field::Attributes, "product_attributes"),
    (Field::Brand, "brand_id"),
    (Field::Shipping, "delivery_option_ids"),
    (Field::Storefronts, "listing_platforms"),
    (Field::Visibility, "status"),
    (Field::Variants, "skus.sales_attributes"),
    (Field::Price, "skus.price"),
    (Field::Stock, "skus.inventory"),
    (Field::Sku, "skus.seller_sku"),
];
