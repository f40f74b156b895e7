//! What the web store starts with.

use domain::{
    pricing::{FeePreset, presets},
    titles::TitleRule,
};

/// The web store takes nothing of a sale: what a payment provider takes is for the seller to add.
pub fn fee_presets() -> Vec<FeePreset> {
    presets(include_str!("../fees.json")).unwrap_or_default()
}

/// The web store shows the master's titles.
pub fn preset_titles() -> TitleRule {
    TitleRule::off()
}
