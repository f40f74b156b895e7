//! Weights, lengths and days, each with its unit in the type.

use serde::{Deserialize, Serialize};

use crate::Invalid;

/// A weight in whole grams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Grams(u32);

impl Grams {
    /// 1 g to 300 kg: what parcel carriers take.
    pub fn parse(grams: u32) -> Result<Self, Invalid> {
        if (1..=300_000).contains(&grams) {
            Ok(Self(grams))
        } else {
            Err(Invalid::new("weight", "weight_out_of_range", "a weight is 1 to 300000 grams"))
        }
    }

    /// Reads a decimal number of kilograms, such as `"0.25"`. Parts of a gram are rounded up, never lost.
    pub fn from_kilograms(text: &str) -> Result<Self, Invalid> {
        let malformed =
            || Invalid::new("weight", "weight_malformed", format!("not a number of kilograms: {text}"));
        let grams = scaled(text, 3).ok_or_else(malformed)?;
        Self::parse(grams)
    }

    pub fn get(self) -> u32 {
        self.0
    }

    /// The shortest exact decimal number of kilograms: 250 g is `"0.25"`.
    pub fn to_kilograms(self) -> String {
        unscaled(self.0, 3)
    }
}

impl TryFrom<u32> for Grams {
    type Error = Invalid;
    fn try_from(grams: u32) -> Result<Self, Invalid> {
        Self::parse(grams)
    }
}

impl From<Grams> for u32 {
    fn from(weight: Grams) -> Self {
        weight.0
    }
}

/// A length in hundredths of a centimetre, the finest unit of any channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Length(u32);

impl Length {
    /// 0.01 cm to 10 m.
    pub fn parse(hundredths_cm: u32) -> Result<Self, Invalid> {
        if (1..=100_000).contains(&hundredths_cm) {
            Ok(Self(hundredths_cm))
        } else {
            Err(Invalid::new("dimensions", "length_out_of_range", "a length is 0.01 cm to 10 m"))
        }
    }

    /// Reads a decimal number of centimetres, such as `"10"` or `"10.25"`; finer parts are rounded up.
    pub fn from_centimetres(text: &str) -> Result<Self, Invalid> {
        let malformed =
            || Invalid::new("dimensions", "length_malformed", format!("not a number of centimetres: {text}"));
        Self::parse(scaled(text, 2).ok_or_else(malformed)?)
    }

    pub fn get(self) -> u32 {
        self.0
    }

    /// The shortest exact decimal number of centimetres.
    pub fn to_centimetres(self) -> String {
        unscaled(self.0, 2)
    }

    /// Whole centimetres, rounded up, for channels without decimals.
    pub fn to_whole_centimetres(self) -> u32 {
        self.0.div_ceil(100)
    }
}

impl TryFrom<u32> for Length {
    type Error = Invalid;
    fn try_from(length: u32) -> Result<Self, Invalid> {
        Self::parse(length)
    }
}

impl From<Length> for u32 {
    fn from(length: Length) -> Self {
        length.0
    }
}

/// The size of a parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Dimensions {
    pub length: Length,
    pub width: Length,
    pub height: Length,
}

/// Days promised between order and dispatch of a pre-order. Absent where a product ships from stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct PreOrderDays(u16);

impl PreOrderDays {
    /// 1 to 90 days; each channel's own range is checked when planning.
    pub fn parse(days: u16) -> Result<Self, Invalid> {
        if (1..=90).contains(&days) {
            Ok(Self(days))
        } else {
            Err(Invalid::new("pre_order_days", "pre_order_out_of_range", "pre-order days are 1 to 90"))
        }
    }

    pub fn get(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for PreOrderDays {
    type Error = Invalid;
    fn try_from(days: u16) -> Result<Self, Invalid> {
        Self::parse(days)
    }
}

impl From<PreOrderDays> for u16 {
    fn from(days: PreOrderDays) -> Self {
        days.0
    }
}

/// A decimal text times 10^places, rounded up, computed without floats.
fn scaled(text: &str, places: usize) -> Option<u32> {
    let text = text.trim();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if (whole.is_empty() && part.is_empty()) || !format!("{whole}{part}").bytes().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let kept: String = part.chars().chain(std::iter::repeat('0')).take(places).collect();
    let lost = part.chars().skip(places).any(|digit| digit != '0');
    let value: u32 = format!("{whole}{kept}").parse().ok()?;
    value.checked_add(u32::from(lost))
}

fn unscaled(value: u32, places: u32) -> String {
    let unit = 10_u32.pow(places);
    let part = format!("{:0width$}", value % unit, width = places as usize);
    match part.trim_end_matches('0') {
        "" => (value / unit).to_string(),
        part => format!("{}.{part}", value / unit),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn kilograms_are_read_without_a_float() {
        assert_eq!(Grams::from_kilograms("0.25").unwrap().get(), 250);
        assert_eq!(Grams::from_kilograms("10.02").unwrap().get(), 10_020);
        assert_eq!(Grams::from_kilograms("0.0125").unwrap().get(), 13, "parts of a gram are rounded up");
        assert_eq!(Grams::from_kilograms(".5").unwrap().get(), 500);
        for wrong in ["", ".", "-1", "1,5", "1e3", "0", "kg"] {
            assert!(Grams::from_kilograms(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn whole_centimetres_never_understate_a_parcel() {
        assert_eq!(Length::from_centimetres("10.25").unwrap().to_whole_centimetres(), 11);
        assert_eq!(Length::from_centimetres("10").unwrap().to_whole_centimetres(), 10);
    }

    proptest! {
        #[test]
        fn weight_survives_its_text(grams in 1_u32..=300_000) {
            let weight = Grams::parse(grams).unwrap();
            prop_assert_eq!(Grams::from_kilograms(&weight.to_kilograms()).unwrap(), weight);
        }

        #[test]
        fn length_survives_its_text(length in 1_u32..=100_000) {
            let length = Length::parse(length).unwrap();
            prop_assert_eq!(Length::from_centimetres(&length.to_centimetres()).unwrap(), length);
        }
    }
}
