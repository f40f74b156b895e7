//! Categories with their rules, attributes and brands.

use app::marketplace::tolerant;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Categories {
    #[serde(deserialize_with = "tolerant::list")]
    pub categories: Vec<Category>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub leaf_category_id: Option<String>,
}

/// `local_name` in the tree, `name` in a recommendation.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Category {
    #[serde(deserialize_with = "tolerant::text")]
    pub id: String,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub parent_id: Option<String>,
    #[serde(alias = "name", deserialize_with = "tolerant::text")]
    pub local_name: String,
    #[serde(deserialize_with = "tolerant::flag")]
    pub is_leaf: bool,
    #[serde(deserialize_with = "tolerant::list")]
    pub permission_statuses: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CategoryRules {
    /// Absent where the shop may list no special products at all.
    #[serde(deserialize_with = "tolerant::list")]
    pub allowed_special_product_types: Vec<String>,
    pub package_dimension: Rule,
    #[serde(deserialize_with = "tolerant::list")]
    pub product_certifications: Vec<Certification>,
    pub size_chart: Rule,
}

/// A document that listings of the category show.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Certification {
    #[serde(deserialize_with = "tolerant::text")]
    pub name: String,
    #[serde(deserialize_with = "tolerant::flag")]
    pub is_required: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Rule {
    #[serde(deserialize_with = "tolerant::flag")]
    pub is_required: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Attributes {
    #[serde(deserialize_with = "tolerant::list")]
    pub attributes: Vec<Attribute>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Attribute {
    #[serde(deserialize_with = "tolerant::text")]
    pub id: String,
    #[serde(deserialize_with = "tolerant::text")]
    pub name: String,
    /// `SALES_PROPERTY` or `PRODUCT_PROPERTY`.
    #[serde(rename = "type", deserialize_with = "tolerant::text")]
    pub kind: String,
    /// The page spells it `is_requried`; clients have also seen it spelt right.
    #[serde(alias = "is_requried", deserialize_with = "tolerant::flag")]
    pub is_required: bool,
    #[serde(deserialize_with = "tolerant::flag")]
    pub is_customizable: bool,
    #[serde(deserialize_with = "tolerant::flag")]
    pub is_multiple_selection: bool,
    #[serde(deserialize_with = "tolerant::list")]
    pub values: Vec<super::listing::AttributeValue>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Brands {
    #[serde(deserialize_with = "tolerant::list")]
    pub brands: Vec<super::listing::Brand>,
    #[serde(deserialize_with = "tolerant::optional_text")]
    pub next_page_token: Option<String>,
}
