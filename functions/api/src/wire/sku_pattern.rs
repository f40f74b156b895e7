//! SKUs for new products.

use app::ports::Versioned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How SKUs of new products are proposed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SkuPattern {
    /// `{number}` once, `{title}` at most once, letters, digits and `- _ .`; at most 30 characters.
    #[schema(example = "MTK-{title}-{number}")]
    pub pattern: String,
}

/// The pattern with its version.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoredSkuPattern {
    /// 0: nobody has saved one yet. Also the `ETag`.
    pub version: u64,
    pub pattern: String,
}

/// A product that is to have SKUs.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SkuRequest {
    #[schema(example = "Frame 5 inch Motekar V2")]
    pub title: String,
    /// The option values of each variant; empty for a product without variants.
    #[serde(default)]
    #[schema(example = json!([["Merah"], ["Hitam"]]))]
    pub variants: Vec<Vec<String>>,
}

/// Free SKUs, in the order of the variants; one for a product without variants.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SkuProposal {
    pub skus: Vec<String>,
}

impl From<Versioned<domain::SkuPattern>> for StoredSkuPattern {
    fn from(stored: Versioned<domain::SkuPattern>) -> Self {
        Self { version: stored.version, pattern: stored.value.as_str().to_owned() }
    }
}
