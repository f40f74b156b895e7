//! Rounding to prices that sellers prefer.

use serde::{Deserialize, Serialize};

use crate::Rupiah;

/// Which prices are round for a rule, and the direction of rounding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    #[default]
    None,
    Up100,
    Up500,
    Up1000,
    Down100,
    Down500,
    Down1000,
    /// Half goes up.
    Nearest100,
    Nearest500,
    Nearest1000,
    /// Up to the next price whose last three digits are `ending`, 0 to 999, such as 900.
    Charm {
        ending: u16,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
    Nearest,
}

impl Rounding {
    /// `price`, rounded. The result is never zero: below the first round price, the first one is used.
    #[must_use]
    pub fn apply(self, price: Rupiah) -> Rupiah {
        let (step, ending, way) = self.grid();
        let above = self.up(price);
        if way == Way::Up || above == price {
            return above;
        }
        let below = Rupiah::new(above.get() - step);
        let nearer_below = price.get() - below.get() < above.get() - price.get();
        if below.get() >= ending.max(1) && (way == Way::Down || nearer_below) { below } else { above }
    }

    /// The lowest round price that is at least `price` and not zero.
    #[must_use]
    pub fn up(self, price: Rupiah) -> Rupiah {
        let (step, ending, _) = self.grid();
        let from = price.get().max(1) - ending;
        let steps = from.div_euclid(step) + i64::from(from.rem_euclid(step) > 0);
        Rupiah::new(steps.saturating_mul(step).saturating_add(ending))
    }

    /// The next round price above a round one.
    pub(super) fn next(self, round: Rupiah) -> Rupiah {
        Rupiah::new(round.get().saturating_add(self.grid().0))
    }

    /// Round prices are `ending`, `ending + step`, and so on.
    fn grid(self) -> (i64, i64, Way) {
        match self {
            Self::None => (1, 0, Way::Up),
            Self::Up100 => (100, 0, Way::Up),
            Self::Up500 => (500, 0, Way::Up),
            Self::Up1000 => (1_000, 0, Way::Up),
            Self::Down100 => (100, 0, Way::Down),
            Self::Down500 => (500, 0, Way::Down),
            Self::Down1000 => (1_000, 0, Way::Down),
            Self::Nearest100 => (100, 0, Way::Nearest),
            Self::Nearest500 => (500, 0, Way::Nearest),
            Self::Nearest1000 => (1_000, 0, Way::Nearest),
            Self::Charm { ending } => (1_000, i64::from(ending % 1_000), Way::Up),
        }
    }
}
