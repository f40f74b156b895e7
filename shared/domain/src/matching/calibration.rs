//! The numbers that a calibration found, as data. `bench calibrate` writes `calibration.json`; nothing else does.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::{Deserialize, Serialize};

use super::{
    compete::{Competition, RIVALRY},
    features::Features,
};

/// Weights, thresholds and what they achieved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// How alike two listings are, as log-odds: a weight for each of [`Features::NAMES`].
    pub alike: Linear,
    /// How rivals are weighed against each other.
    pub competition: Competition,
    /// How certain a pair is, as log-odds: a weight for each of [`RIVALRY`].
    pub certain: Linear,
    pub thresholds: Thresholds,
    /// What the columns that the calibration's data lacks are worth.
    pub aside: Aside,
    /// The calibration's own figures, by name, so that nobody has to trust the rest.
    #[serde(default)]
    pub figures: BTreeMap<String, Figure>,
}

/// A weighted sum.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Linear {
    pub bias: f64,
    pub weights: BTreeMap<String, f64>,
}

/// Log-odds of certainty from which a pair is linked or suggested.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// From here a pair is linked without asking, unless something contradicts it.
    pub auto: f64,
    /// From here a pair is the one suggestion.
    pub suggested: f64,
}

/// Log-odds added for SKU, price, variants and weight. Set by hand: the calibration's data has none of them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Aside {
    pub sku_equal: f64,
    pub sku_different: f64,
    pub price_equal: f64,
    pub price_close: f64,
    pub price_far: f64,
    pub price_very_far: f64,
    pub variants_equal: f64,
    pub variants_different: f64,
    pub weight_equal: f64,
    pub weight_different: f64,
    /// Other pictures, where pictures agree between the shops.
    pub picture_different: f64,
    /// One word in place of another, or another size, side or number.
    pub words_different: f64,
}

/// A measured figure: its mean over held-out parts and how far the parts spread.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    pub mean: f64,
    pub spread: f64,
}

static CALIBRATED: LazyLock<Calibration> = LazyLock::new(|| {
    serde_json::from_str(include_str!("calibration.json")).expect("a test reads calibration.json")
});

impl Default for Calibration {
    fn default() -> Self {
        CALIBRATED.clone()
    }
}

impl Linear {
    /// The weights in the order of `names`, 0 for a name without one.
    pub fn ordered(&self, names: &[&str]) -> Vec<f64> {
        names.iter().map(|name| self.weights.get(*name).copied().unwrap_or(0.0)).collect()
    }

    /// The other way round.
    pub fn named(names: &[&str], weights: &[f64], bias: f64) -> Self {
        let weights = names.iter().map(|name| (*name).to_owned()).zip(weights.iter().copied()).collect();
        Self { bias, weights }
    }
}

/// A calibration, ready to be applied to many pairs.
#[derive(Debug)]
pub(super) struct Model {
    alike: Vec<f64>,
    certain: Vec<f64>,
    pub(super) is: Calibration,
}

impl Model {
    pub(super) fn new(is: &Calibration) -> Self {
        let (alike, certain) = (is.alike.ordered(Features::NAMES), is.certain.ordered(&RIVALRY));
        Self { alike, certain, is: is.clone() }
    }

    pub(super) fn alike(&self, features: &Features) -> f64 {
        let values = features.values();
        self.is.alike.bias + self.alike.iter().zip(values).map(|(w, v)| w * f64::from(v)).sum::<f64>()
    }

    /// What each feature adds to the likeness.
    pub(super) fn points(&self, features: &Features) -> impl Iterator<Item = (&'static str, f32, f64)> + '_ {
        let values = features.values();
        let weighed = Features::NAMES.iter().zip(values).zip(&self.alike);
        weighed.map(|((name, value), weight)| (*name, value, weight * f64::from(value)))
    }

    pub(super) fn certain(&self, rivalry: &[f64; RIVALRY.len()]) -> f64 {
        self.is.certain.bias + self.certain.iter().zip(rivalry).map(|(w, v)| w * v).sum::<f64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calibration_names_what_the_code_measures() {
        let calibration = Calibration::default();
        for (linear, names) in [(&calibration.alike, Features::NAMES), (&calibration.certain, &RIVALRY[..])] {
            let known: Vec<&str> = linear.weights.keys().map(String::as_str).collect();
            let mut names = names.to_vec();
            names.sort_unstable();
            assert_eq!(known, names);
        }
        assert!(calibration.thresholds.auto > calibration.thresholds.suggested);
    }
}
