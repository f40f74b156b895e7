//! Whole rupiah and exact percentages. Floats are never used for money.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::Invalid;

/// An amount of whole Indonesian rupiah. A difference may be negative; a price never is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Rupiah(i64);

impl Rupiah {
    pub const ZERO: Self = Self(0);
    /// The largest price that SyncStore accepts: Rp100,000,000, the highest limit of all known marketplaces.
    pub const MAX_PRICE: Self = Self(100_000_000);

    /// Any amount, such as a difference or a fee.
    pub const fn new(amount: i64) -> Self {
        Self(amount)
    }

    /// A price: above zero and at most [`Self::MAX_PRICE`].
    pub fn price(amount: i64) -> Result<Self, Invalid> {
        if amount < 0 {
            return Err(Invalid::new("price", "price_negative", "a price cannot be negative"));
        }
        if amount == 0 {
            return Err(Invalid::new("price", "price_zero", "a price must be at least Rp1"));
        }
        if amount > Self::MAX_PRICE.0 {
            return Err(Invalid::new("price", "price_too_large", "a price can be at most Rp100,000,000"));
        }
        Ok(Self(amount))
    }

    /// The amount as a number of rupiah.
    pub const fn get(self) -> i64 {
        self.0
    }

    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    pub fn checked_mul(self, times: i64) -> Option<Self> {
        self.0.checked_mul(times).map(Self)
    }

    /// `self × rate`, rounded half up to a whole rupiah. `None` on overflow.
    pub fn percent(self, rate: BasisPoints) -> Option<Self> {
        let product = i128::from(self.0) * i128::from(rate.0);
        i64::try_from((product + 5_000).div_euclid(10_000)).ok().map(Self)
    }

    /// The difference between `self` and `other` in basis points of `other`, rounded away from zero, so that a guard
    /// never allows a larger move. `None` when `other` is zero.
    pub fn move_from(self, other: Self) -> Option<BasisPoints> {
        if other.0 == 0 {
            return None;
        }
        let difference = (i128::from(self.0) - i128::from(other.0)).abs() * 10_000;
        let rate = (difference + i128::from(other.0.abs()) - 1) / i128::from(other.0.abs());
        Some(BasisPoints(i32::try_from(rate).unwrap_or(i32::MAX)))
    }
}

impl fmt::Display for Rupiah {
    /// `Rp172.500`, with Indonesian thousands points.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.unsigned_abs().to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                grouped.push('.');
            }
            grouped.push(digit);
        }
        write!(f, "{}Rp{grouped}", if self.0 < 0 { "-" } else { "" })
    }
}

impl<'de> Deserialize<'de> for Rupiah {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Rupiah;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number of rupiah, such as 172500")
            }
            fn visit_i64<E: de::Error>(self, v: i64) -> Result<Rupiah, E> {
                Ok(Rupiah(v))
            }
            fn visit_u64<E: de::Error>(self, v: u64) -> Result<Rupiah, E> {
                i64::try_from(v).map(Rupiah).map_err(|_| E::custom("money_too_large"))
            }
            fn visit_f64<E: de::Error>(self, _: f64) -> Result<Rupiah, E> {
                Err(E::custom("money_not_whole: rupiah have no decimals"))
            }
        }
        // `deserialize_any` lets a decimal reach `visit_f64` and get its own message.
        deserializer.deserialize_any(Visitor)
    }
}

/// An exact percentage in hundredths of a percent: 15 % is 1500.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BasisPoints(pub i32);

impl BasisPoints {
    pub const ZERO: Self = Self(0);
    /// The whole: 100 %.
    pub const ONE: Self = Self(10_000);

    /// From whole percent: `percent(15)` is 15 %.
    pub const fn percent(whole: i32) -> Self {
        Self(whole * 100)
    }
}

impl fmt::Display for BasisPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, rate) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        match rate % 100 {
            0 => write!(f, "{sign}{}%", rate / 100),
            rest if rest % 10 == 0 => write!(f, "{sign}{}.{}%", rate / 100, rest / 10),
            rest => write!(f, "{sign}{}.{rest:02}%", rate / 100),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_price_is_shown_with_indonesian_points() {
        assert_eq!(Rupiah::new(172_500).to_string(), "Rp172.500");
        assert_eq!(Rupiah::new(-1_250_000).to_string(), "-Rp1.250.000");
        assert_eq!(Rupiah::new(999).to_string(), "Rp999");
    }

    #[test]
    fn a_decimal_is_refused_by_name() {
        let problem = serde_json::from_str::<Rupiah>("150000.5").unwrap_err().to_string();
        assert!(problem.contains("money_not_whole"), "{problem}");
        assert!(serde_json::from_str::<Rupiah>("\"150000\"").is_err());
    }

    #[test]
    fn a_price_is_positive_and_within_the_widest_limit() {
        assert_eq!(Rupiah::price(-1).unwrap_err().code, "price_negative");
        assert_eq!(Rupiah::price(0).unwrap_err().code, "price_zero");
        assert_eq!(Rupiah::price(100_000_001).unwrap_err().code, "price_too_large");
        assert_eq!(Rupiah::price(172_500).unwrap().get(), 172_500);
    }

    #[test]
    fn percentages_read_as_a_seller_writes_them() {
        assert_eq!(BasisPoints(1500).to_string(), "15%");
        assert_eq!(BasisPoints(1550).to_string(), "15.5%");
        assert_eq!(BasisPoints(697).to_string(), "6.97%");
    }

    #[test]
    fn the_move_is_rounded_up_so_that_a_guard_never_lets_more_through() {
        assert_eq!(Rupiah::new(130_000).move_from(Rupiah::new(100_000)), Some(BasisPoints(3000)));
        assert_eq!(Rupiah::new(130_001).move_from(Rupiah::new(100_000)), Some(BasisPoints(3001)));
        assert_eq!(Rupiah::new(1).move_from(Rupiah::ZERO), None);
    }

    proptest! {
        #[test]
        fn a_percentage_is_within_half_a_rupiah(amount in 0_i64..100_000_000, rate in 0_i32..20_000) {
            let got = Rupiah::new(amount).percent(BasisPoints(rate)).unwrap().get();
            let twice_error = (i128::from(got) * 10_000 - i128::from(amount) * i128::from(rate)) * 2;
            prop_assert!((-10_000..=10_000).contains(&twice_error));
        }

        #[test]
        fn money_survives_json(amount in any::<i64>()) {
            let json = serde_json::to_string(&Rupiah::new(amount)).unwrap();
            prop_assert_eq!(serde_json::from_str::<Rupiah>(&json).unwrap(), Rupiah::new(amount));
        }
    }
}
