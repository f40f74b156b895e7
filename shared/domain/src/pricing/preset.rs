//! Published fees to start from, as data. No API reports them, so a person checks and edits them.

use serde::{Deserialize, Serialize};

use super::FeeSchedule;

/// A published schedule, with its source and how reliable it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeePreset {
    /// Stable, such as `non_mall_2026_05`.
    pub id: String,
    /// In Bahasa Indonesia.
    pub name: String,
    pub name_en: String,
    /// Whether it is the one to start from.
    #[serde(default)]
    pub default: bool,
    #[serde(flatten)]
    pub schedule: FeeSchedule,
}

/// Reads a data file of presets.
pub fn presets(json: &str) -> Result<Vec<FeePreset>, serde_json::Error> {
    serde_json::from_str(json)
}
