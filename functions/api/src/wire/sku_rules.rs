//! What is ignored in SKUs.

use app::ports::Versioned;
use domain::matching;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What does not count when SKUs of two shops are compared. Case, spaces and signs never do.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SkuRules {
    /// Beginnings without meaning, such as a shop's initials: at most 50, each of up to 20 characters.
    #[serde(default)]
    #[schema(example = json!(["TT-"]))]
    pub prefixes: Vec<String>,
    /// Endings without meaning.
    #[serde(default)]
    pub suffixes: Vec<String>,
    /// Texts to write otherwise before anything else, in order.
    #[serde(default)]
    pub replace: Vec<SkuReplace>,
}

/// A text in SKUs and what it means.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SkuReplace {
    pub from: String,
    /// Empty where the text is to be left out.
    pub to: String,
}

/// The rules with their version.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoredSkuRules {
    /// 0: nobody has saved any yet. Also the `ETag`.
    pub version: u64,
    pub rules: SkuRules,
}

impl From<SkuRules> for matching::SkuRules {
    fn from(rules: SkuRules) -> Self {
        let replace = rules.replace.into_iter().map(|replace| (replace.from, replace.to));
        Self { prefixes: rules.prefixes, suffixes: rules.suffixes, replace: replace.collect() }
    }
}

impl From<Versioned<matching::SkuRules>> for StoredSkuRules {
    fn from(stored: Versioned<matching::SkuRules>) -> Self {
        let matching::SkuRules { prefixes, suffixes, replace } = stored.value;
        let replace = replace.into_iter().map(|(from, to)| SkuReplace { from, to }).collect();
        Self { version: stored.version, rules: SkuRules { prefixes, suffixes, replace } }
    }
}
