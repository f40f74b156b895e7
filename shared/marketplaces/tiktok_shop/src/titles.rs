//! How titles are made here until the seller says otherwise: a preset in `titles.json`, to start from.

use domain::titles::TitleRule;

/// The preset. The seller edits it.
pub fn preset_titles() -> TitleRule {
    // The file is part of the program, and a test reads it.
    serde_json::from_str(include_str!("../titles.json")).unwrap_or_else(|_| TitleRule::off())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preset_is_a_rule_that_a_seller_could_save() {
        let preset: TitleRule = serde_json::from_str(include_str!("../titles.json")).unwrap();
        assert!(preset.enabled && preset.keywords.len() > 5 && !preset.swaps.is_empty());
        preset.check().unwrap();
        assert_eq!(preset, preset_titles());
    }
}
