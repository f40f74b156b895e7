//! Changes of an existing amount: to a value, by a sum, or by a percentage, in whole rupiah.

use serde::{Deserialize, Serialize};

use crate::{BasisPoints, Invalid, Rupiah, pricing::Rounding};

/// What is done to an amount of rupiah.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyChange {
    Set(Rupiah),
    /// Below zero to lower it.
    Add(Rupiah),
    /// Changes the amount by this share of itself, negative to lower it. The result is rounded half up to a whole
    /// rupiah, and then to a price that `rounding` allows.
    Percent {
        by: BasisPoints,
        #[serde(default)]
        rounding: Rounding,
    },
}

impl MoneyChange {
    /// The amount after the change. A change by zero (`Add` or `Percent`) keeps the amount and does not round it.
    ///
    /// Errors: `amount_missing` where there is nothing to change from; `amount_too_large` where it overflows.
    pub fn apply(self, amount: Option<Rupiah>) -> Result<Rupiah, Invalid> {
        let too_large = || Invalid::new("value", "amount_too_large", "the amount is too large to compute");
        if let Self::Set(to) = self {
            return Ok(to);
        }
        let from = amount.ok_or_else(|| {
            Invalid::new(
                "value",
                "amount_missing",
                "there is no amount that could be changed by a part of it",
            )
        })?;
        match self {
            Self::Set(to) => Ok(to),
            Self::Add(more) => from.checked_add(more).ok_or_else(too_large),
            Self::Percent { by: BasisPoints::ZERO, .. } => Ok(from),
            Self::Percent { by, rounding } => {
                let more = from.percent(by).and_then(|more| from.checked_add(more)).ok_or_else(too_large)?;
                // A result of zero or below is not a price. The check of prices must refuse it, so it is not rounded
                // up.
                Ok(if more > Rupiah::ZERO { rounding.apply(more) } else { more })
            }
        }
    }
}

/// What is done to a whole number, such as pieces, grams or days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountChange {
    Set(u32),
    /// Below zero to lower it.
    Add(i64),
}

impl CountChange {
    /// The number after the change.
    ///
    /// Errors: `amount_missing` where there is nothing to change from; `count_out_of_range` below zero or above what fits.
    pub fn apply(self, count: Option<u32>) -> Result<u32, Invalid> {
        match self {
            Self::Set(to) => Ok(to),
            Self::Add(more) => {
                let from = count.ok_or_else(|| {
                    Invalid::new("value", "amount_missing", "there is no number that could be added to")
                })?;
                let to = i64::from(from).checked_add(more).and_then(|to| u32::try_from(to).ok());
                to.ok_or_else(|| {
                    Invalid::new(
                        "value",
                        "count_out_of_range",
                        "the number would fall below zero or is too large",
                    )
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn percent(by: i32, rounding: Rounding) -> MoneyChange {
        MoneyChange::Percent { by: BasisPoints(by), rounding }
    }

    #[test]
    fn a_percentage_is_whole_rupiah_and_then_a_round_price() {
        let from = Some(Rupiah::new(149_990));
        for (change, to) in [
            (percent(500, Rounding::None), 157_490),
            (percent(500, Rounding::Up1000), 158_000),
            (percent(500, Rounding::Nearest500), 157_500),
            (percent(500, Rounding::Charm { ending: 900 }), 157_900),
            (percent(-1000, Rounding::None), 134_991),
            (percent(0, Rounding::Up1000), 149_990),
            (MoneyChange::Add(Rupiah::new(-10_000)), 139_990),
            (MoneyChange::Set(Rupiah::new(5)), 5),
        ] {
            assert_eq!(change.apply(from).unwrap(), Rupiah::new(to), "{change:?}");
        }
    }

    #[test]
    fn nothing_can_be_changed_by_a_part_of_itself() {
        assert_eq!(percent(500, Rounding::None).apply(None).unwrap_err().code, "amount_missing");
        assert_eq!(MoneyChange::Add(Rupiah::new(1)).apply(None).unwrap_err().code, "amount_missing");
        assert_eq!(MoneyChange::Set(Rupiah::new(1)).apply(None).unwrap(), Rupiah::new(1));
        assert_eq!(CountChange::Add(-3).apply(Some(2)).unwrap_err().code, "count_out_of_range");
        assert_eq!(CountChange::Add(-2).apply(Some(2)).unwrap(), 0);
        assert_eq!(CountChange::Set(4).apply(None).unwrap(), 4);
        let most = MoneyChange::Add(Rupiah::new(1)).apply(Some(Rupiah::new(i64::MAX)));
        assert_eq!(most.unwrap_err().code, "amount_too_large");
    }

    #[test]
    fn what_falls_to_zero_is_not_rounded_up_to_a_price() {
        let all = percent(-10_000, Rounding::Up1000).apply(Some(Rupiah::new(90_000))).unwrap();
        assert_eq!(all, Rupiah::ZERO, "the rule of prices refuses it by name");
    }

    proptest! {
        #[test]
        fn a_percentage_without_rounding_is_within_half_a_rupiah(
            amount in 1_i64..100_000_000, by in -9_000_i32..20_000,
        ) {
            let to = percent(by, Rounding::None).apply(Some(Rupiah::new(amount))).unwrap().get();
            let twice_error = (i128::from(to) * 10_000 - i128::from(amount) * i128::from(10_000 + by)) * 2;
            prop_assert!((-10_000..=10_000).contains(&twice_error));
        }

        #[test]
        fn more_of_a_dearer_price_is_never_less(a in 1_i64..50_000_000, b in 1_i64..50_000_000, by in 1_i32..5_000) {
            let up = |amount| percent(by, Rounding::Up500).apply(Some(Rupiah::new(amount))).unwrap();
            prop_assert!(a > b || up(a) <= up(b));
        }
    }
}
