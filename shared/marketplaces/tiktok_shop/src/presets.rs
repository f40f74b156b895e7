//! The fees of Tokopedia & Shop for a start. They change several times a year: presets that the seller checks.
//! How titles are made until the seller says otherwise is in `titles.json`.

use domain::{
    pricing::{FeePreset, presets},
    titles::TitleRule,
};

/// What was published until February 2026, for a shop that is not a Mall shop, with dates and sources.
///
/// The category tables of the platform commission are pictures that could not be read; 6.97 % is what holds for every
/// category outside them. The dynamic commission is quoted as 4–6 %; 5 % is its middle, the cap is certain. The
/// pre-order fee is on, because it is taken from every pre-order item.
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
    use domain::{Rupiah, pricing::FeeSchedule};

    use super::*;

    fn start() -> FeeSchedule {
        fee_presets().into_iter().find(|preset| preset.default).unwrap().schedule
    }

    #[test]
    fn the_data_file_is_readable() {
        assert_eq!(presets(include_str!("../fees.json")).unwrap().len(), fee_presets().len());
    }

    #[test]
    fn the_preset_takes_what_a_pre_order_of_a_hundred_thousand_costs() {
        let taken: i64 = start().fees.iter().map(|fee| fee.of(Rupiah::new(100_000)).unwrap().get()).sum();
        assert_eq!(taken, 6_970 + 5_000 + 1_250 + 3_000);
    }

    #[test]
    fn the_dynamic_commission_stops_at_its_cap() {
        assert_eq!(start().fees[1].of(Rupiah::new(2_000_000)), Some(Rupiah::new(40_000)));
    }

    #[test]
    fn the_preset_is_a_rule_that_a_seller_could_save() {
        let preset: TitleRule = serde_json::from_str(include_str!("../titles.json")).unwrap();
        assert!(preset.enabled && preset.keywords.len() > 5 && !preset.swaps.is_empty());
        preset.check().unwrap();
        assert_eq!(preset, preset_titles());
    }
}
