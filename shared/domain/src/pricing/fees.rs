//! Fee schedules: what a channel takes, and from which day.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Scope;
use crate::{BasisPoints, Rupiah};

/// The dated fees that a channel takes. Stored in versions; never overwritten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeSchedule {
    pub fees: Vec<Fee>,
    /// Where the numbers come from, for the person who checks them.
    pub source: String,
    /// The first day of validity, such as `2026-01-01`.
    pub valid_from: String,
}

impl FeeSchedule {
    /// A channel that takes nothing.
    pub fn none() -> Self {
        Self { fees: Vec::new(), source: "own store".to_owned(), valid_from: "2026-01-01".to_owned() }
    }

    /// Whether it is valid on `today`. A schedule whose day cannot be read never begins.
    pub fn has_begun(&self, today: Date) -> bool {
        self.valid_from.parse::<Date>().is_ok_and(|from| from <= today)
    }
}

/// One fee of a schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// As the seller knows it, such as `Biaya administrasi`.
    pub name: String,
    #[serde(flatten)]
    pub kind: FeeKind,
    /// A programme that the seller takes part in; fees that are off cost nothing.
    pub enabled: bool,
    /// The kind of fee, so that a screen can offer programmes as switches. It does not change the amount.
    #[serde(default, skip_serializing_if = "FeeGroup::is_other")]
    pub group: FeeGroup,
}

/// How a fee is computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FeeKind {
    /// Of the item's price, at most `cap` for one item.
    Percent { rate: BasisPoints, cap: Option<Rupiah> },
    /// Once for an order; a quote assumes an order of one item.
    PerOrder { amount: Rupiah },
}

/// What a fee is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeGroup {
    /// Every seller pays it.
    Commission,
    /// Free shipping, promotions, pre-order service: on when the seller takes part.
    Programme,
    Payment,
    Order,
    Tax,
    #[default]
    Other,
}

impl FeeGroup {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes what it may skip by reference")]
    fn is_other(&self) -> bool {
        *self == Self::Other
    }
}

impl Fee {
    /// What the channel takes of one item sold at `price`, rounded half up. `None` on overflow.
    pub fn of(&self, price: Rupiah) -> Option<Rupiah> {
        self.of_line(price, 1)
    }

    /// What the channel takes of an order of `quantity` equal items: a percentage is computed and capped per item, and
    /// rounded half up once for the line; a fee per order is taken once. `None` on overflow.
    pub fn of_line(&self, price: Rupiah, quantity: u32) -> Option<Rupiah> {
        match &self.kind {
            _ if !self.enabled => Some(Rupiah::ZERO),
            FeeKind::Percent { rate, cap } => {
                let exact = price.get().checked_mul(i64::from(rate.0))?;
                let capped = match cap {
                    Some(cap) => exact.min(cap.get().checked_mul(10_000)?),
                    None => exact,
                };
                let line = capped.checked_mul(i64::from(quantity))?.checked_add(5_000)?;
                Some(Rupiah::new(line.div_euclid(10_000)))
            }
            FeeKind::PerOrder { amount } => Some(*amount),
        }
    }
}

/// What the seller keeps of an order of `quantity` items at `price`. `None` on overflow.
pub fn keeps_of(schedule: &FeeSchedule, price: Rupiah, quantity: u32) -> Option<Rupiah> {
    let gross = price.checked_mul(i64::from(quantity))?;
    schedule.fees.iter().try_fold(gross, |left, fee| left.checked_sub(fee.of_line(price, quantity)?))
}

/// One stored version of a channel's schedule, or of a category's there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeVersion {
    /// [`Scope::Channel`] or [`Scope::Category`].
    pub scope: Scope,
    pub version: u64,
    pub schedule: FeeSchedule,
}

/// The schedule of `scope` that is in force on `today`: the latest of those that have begun, and of equal days the one
/// that was saved last. To change or withdraw a planned schedule, save its day again.
pub fn in_force<'a>(versions: &'a [FeeVersion], scope: &Scope, today: Date) -> Option<&'a FeeVersion> {
    let begun = versions.iter().filter(|one| &one.scope == scope && one.schedule.has_begun(today));
    begun.max_by_key(|one| (one.schedule.valid_from.parse::<Date>().ok(), one.version))
}
