//! What Shopee takes of a sale, as published in Indonesia. No API tells it: the seller checks and edits these numbers.
//! How titles are made until the seller says otherwise is in `titles.json`.

use domain::{
    pricing::{FeePreset, presets},
    titles::TitleRule,
};

/// Presets to start from, with their dates and sources. The admin fee and the order processing fee are on, and since
/// 2026 the pre-order fee, because what is made to order pays it; it is also the least certain of them. Programme fees
/// are listed with their caps and are off until the seller says that the shop takes part.
pub fn fee_presets() -> Vec<FeePreset> {
    // A test reads the file: a file that does not decode fails there.
    presets(include_str!("../fees.json")).unwrap_or_default()
}

/// How titles are made here to start from. The seller edits it.
pub fn preset_titles() -> TitleRule {
    // The file is part of the program, and a test reads it.
    serde_json::from_str(include_str!("../titles.json")).unwrap_or_else(|_| TitleRule::off())
}

#[cfg(test)]
mod tests {
    use domain::Rupiah;

    use super::*;

    #[test]
    fn the_data_file_is_readable() {
        assert_eq!(presets(include_str!("../fees.json")).unwrap().len(), fee_presets().len());
    }

    #[test]
    fn only_the_fees_that_a_sale_made_to_order_always_pays_are_on() {
        for preset in fee_presets() {
            let on = preset.schedule.fees.iter().filter(|fee| fee.enabled).count();
            let pre_order = preset.schedule.valid_from.starts_with("2026");
            assert_eq!(on, if pre_order { 3 } else { 2 }, "{}", preset.id);
        }
        let first = fee_presets().into_iter().find(|preset| preset.default).unwrap();
        let on = first.schedule.fees.iter().filter(|fee| fee.enabled);
        let taken: Vec<_> = on.map(|fee| fee.of(Rupiah::new(172_500)).unwrap().get()).collect();
        assert_eq!(taken, [14_231, 1_250, 5_175], "8.25 % of Rp172,500 is Rp14,231.25, 3 % is Rp5,175");
    }

    #[test]
    fn the_preset_is_a_rule_that_a_seller_could_save() {
        let preset: TitleRule = serde_json::from_str(include_str!("../titles.json")).unwrap();
        assert!(preset.enabled && preset.keywords.len() > 5 && !preset.swaps.is_empty());
        preset.check().unwrap();
        assert_eq!(preset, preset_titles());
    }
}
