//! The lowest price at which the seller keeps a target after all fees and caps.
//!
//! Exact fees are piecewise linear in the price: each percentage is a slope up to its cap. If all percentages together
//! are below 100 %, the net grows with the price on every segment, so the segment and the price at which the exact net
//! reaches the target can be found. Rounding changes the fees of a line by at most half a rupiah per percentage, in
//! both directions. This gives a lower and an upper bound for the lowest price, and the few round prices between them
//! are tried one by one.

use super::{FeeKind, FeeSchedule, NoPrice, Rounding, keeps_of};
use crate::Rupiah;

/// The order quantities for which the target is kept. Fees per order have the largest effect on an order of one piece.
pub const QUANTITIES: std::ops::RangeInclusive<u32> = 1..=10;

/// Whether the seller keeps `target` of each piece, for all of these quantities.
pub(super) fn keeps_target(schedule: &FeeSchedule, price: Rupiah, target: Rupiah) -> Option<bool> {
    for quantity in QUANTITIES {
        if keeps_of(schedule, price, quantity)? < target.checked_mul(i64::from(quantity))? {
            return Some(false);
        }
    }
    Some(true)
}

/// The lowest round price that keeps `target`.
pub(super) fn least_price(
    schedule: &FeeSchedule,
    target: Rupiah,
    rounding: Rounding,
) -> Result<Rupiah, NoPrice> {
    let lines = Lines::of(schedule).ok_or(NoPrice::NetUnreachable)?;
    let wanted = target.get().checked_add(lines.fixed).and_then(|w| w.checked_mul(10_000));
    let wanted = wanted.ok_or(NoPrice::NetUnreachable)?;
    let slack = 5_000 * i64::try_from(lines.percents.len()).unwrap_or(i64::MAX / 10_000);
    let latest = lines.first_at_least(wanted.saturating_add(slack)).ok_or(NoPrice::NetUnreachable)?;
    let earliest = lines.first_at_least(wanted.saturating_sub(slack)).unwrap_or(latest);
    let (mut price, last) = (rounding.up(earliest), rounding.up(latest));
    while price < last {
        if keeps_target(schedule, price, target).ok_or(NoPrice::OutOfRange)? {
            return Ok(price);
        }
        price = rounding.next(price);
    }
    Ok(last)
}

/// The fees of a schedule that are switched on.
struct Lines {
    /// Rate in basis points, cap in ten-thousandths of a rupiah.
    percents: Vec<(i64, i64)>,
    /// Whole rupiah of each order.
    fixed: i64,
}

impl Lines {
    /// `None` if the percentages take 100 % or more.
    fn of(schedule: &FeeSchedule) -> Option<Self> {
        let mut lines = Self { percents: Vec::new(), fixed: 0 };
        for fee in schedule.fees.iter().filter(|fee| fee.enabled) {
            match &fee.kind {
                FeeKind::Percent { rate, cap } => {
                    let cap = cap.map_or(Some(i64::MAX), |cap| cap.get().checked_mul(10_000))?;
                    lines.percents.push((i64::from(rate.0), cap));
                }
                FeeKind::PerOrder { amount } => lines.fixed = lines.fixed.checked_add(amount.get())?,
            }
        }
        (lines.percents.iter().map(|(rate, _)| rate).sum::<i64>() < 10_000).then_some(lines)
    }

    /// The exact net of one item before fees for the order, in ten-thousandths of a rupiah.
    fn net(&self, price: i64) -> i64 {
        let taken: i64 = self.percents.iter().map(|(rate, cap)| (price * rate).min(*cap)).sum();
        price * 10_000 - taken
    }

    /// The first price within the widest limit whose exact net is at least `wanted`.
    fn first_at_least(&self, wanted: i64) -> Option<Rupiah> {
        let (mut low, mut high) = (1, Rupiah::MAX_PRICE.get());
        if self.net(high) < wanted {
            return None;
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if self.net(middle) >= wanted { high = middle } else { low = middle + 1 }
        }
        Some(Rupiah::new(low))
    }
}
