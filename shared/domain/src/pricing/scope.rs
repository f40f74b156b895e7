//! Where a rule or a schedule applies: to a whole channel, or only to a category, a product or a variant.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Invalid, ProductId, VariantId, identity};

/// The longest category that a rule can name, in characters.
const MAX_CATEGORY: usize = 100;

/// Where a rule applies. Later values are more specific, and the most specific rule wins.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "level", rename_all = "snake_case")]
pub enum Scope {
    #[default]
    Channel,
    /// Folded by [`fold_category`].
    Category {
        category: String,
    },
    Product {
        product: ProductId,
    },
    Variant {
        product: ProductId,
        variant: VariantId,
    },
}

impl Scope {
    /// A category as the seller typed it.
    pub fn category(typed: &str) -> Result<Self, Invalid> {
        let category = fold_category(typed);
        if category.is_empty() || category.chars().count() > MAX_CATEGORY {
            return Err(Invalid::new("category", "category_malformed", "1 to 100 characters"));
        }
        Ok(Self::Category { category })
    }

    /// Parses the text that [`fmt::Display`] writes; a category may be in any case.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let malformed = || {
            let expected =
                "expected channel, category:<name>, product:<id> or variant:<product id>:<variant id>";
            Invalid::new("scope", "scope_malformed", expected)
        };
        match text.split_once(':') {
            None if text == "channel" => Ok(Self::Channel),
            Some(("category", name)) => Self::category(name),
            Some(("product", id)) => Ok(Self::Product { product: ProductId::parse(id)? }),
            Some(("variant", ids)) => {
                let (product, variant) = ids.split_once(':').ok_or_else(malformed)?;
                Ok(Self::Variant { product: ProductId::parse(product)?, variant: VariantId::parse(variant)? })
            }
            _ => Err(malformed()),
        }
    }

    /// `channel`, `category`, `product` or `variant`.
    pub const fn level(&self) -> &'static str {
        match self {
            Self::Channel => "channel",
            Self::Category { .. } => "category",
            Self::Product { .. } => "product",
            Self::Variant { .. } => "variant",
        }
    }

    /// Whether it is the whole channel.
    pub fn is_channel(&self) -> bool {
        *self == Self::Channel
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Channel => f.write_str("channel"),
            Self::Category { category } => write!(f, "category:{category}"),
            Self::Product { product } => write!(f, "product:{product}"),
            Self::Variant { product, variant } => write!(f, "variant:{product}:{variant}"),
        }
    }
}

/// The compared form of a category: its [`identity::key`]. `#` is replaced by a space, because it separates the parts
/// of keys in the store.
pub fn fold_category(category: &str) -> String {
    // A full-width `＃` becomes `#` in the key, so it is replaced after folding, and the spaces are folded again.
    identity::key(&identity::key(category).replace('#', " "))
}
