//! How fast a shop is called: the pace that its record in the table says, and the place of one process in it.
//!
//! Owns: the distance of slots, what a refusal and what calls without one make of the pace, and the waiting for a slot.
//! Refuses: keeping the record; that is [`Budget`](crate::ports::Budget).
//!
//! - *Slots are evenly apart*, so that no second holds more calls than the budget, with the calls that begin up to
//!   [`LATE`] after their slot.
//! - *A refusal lowers the pace* by the share of calls that was refused since it was lowered last: a twentieth at least,
//!   half at most. Refusals of slots that were taken before that lowering are counted and lower nothing.
//! - *Every slot that is taken raises it* by a hundredth of the budget, up to the budget. So one refusal in a hundred costs
//!   next to nothing, and a shop that allows half of the budget is called a little faster than it allows.
//! - *It never reaches zero*: a shop that refuses everything is asked at a twentieth of the budget.

use std::time::Duration;

mod pacer;
pub(crate) use pacer::after;
pub use pacer::{Budgeted, Pacer, Pacers, Wait};

/// How long after its slot a call may begin. Later ones take another slot.
pub const LATE: Duration = Duration::from_millis(49);

/// Thousandths of a call in a call.
const CALL: u64 = 1_000;
/// A second and [`LATE`], in microseconds; the millisecond beyond is for rounding.
const WINDOW: u64 = 1_050_000;
/// Slots in a row without a refusal after which the pace has risen by the whole budget.
const RISES_IN: u64 = 100;
/// The smallest and the largest part of the pace that a refusal takes, in thousandths.
const LEAST_DROP: u64 = 50;
const MOST_DROP: u64 = 500;
/// The part of the budget below which the pace does not fall.
const FLOOR: u64 = 20;
/// A lowering is forgotten after this, in microseconds: ten minutes.
const REMEMBERED: i64 = 600_000_000;

/// What the last refusal made of a shop's pace. Times are microseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lowered {
    /// The pace after it, in thousandths of a call a second.
    pub to: u64,
    /// When it was; no other lowering of the shop has the same time.
    pub at: i64,
    /// Slots before this were taken at the pace before.
    pub settles_at: i64,
    /// Slots taken since.
    pub taken: u64,
    /// Calls refused since.
    pub refused: u64,
}

/// What a refusal does to the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It is counted: its slot was taken before the pace was lowered last.
    Counted,
    Lowers(Lowered),
}

/// The pace at `now`, in thousandths of a call a second.
pub fn pace(lowered: Option<&Lowered>, per_second: u32, now: i64) -> u64 {
    let full = budget(per_second);
    match remembered(lowered, now) {
        Some(lowered) => {
            let risen = lowered.taken.saturating_mul(full) / RISES_IN;
            lowered.to.saturating_add(risen).clamp(floor(full), full)
        }
        None => full,
    }
}

/// Microseconds between two slots at `pace`: a second and [`LATE`] hold at most `pace` of them.
pub fn apart(pace: u64) -> i64 {
    i64::try_from((WINDOW * CALL).div_ceil(pace.max(1))).unwrap_or(i64::MAX)
}

/// What a refusal at `now` does. `next_at` is the first slot that nobody has taken.
pub fn refused(lowered: Option<&Lowered>, per_second: u32, next_at: i64, now: i64) -> Refused {
    let known = remembered(lowered, now);
    if known.is_some_and(|known| now < known.settles_at) {
        return Refused::Counted;
    }
    let full = budget(per_second);
    let share = known.map_or(0, |known| (known.refused + 1) * 1_000 / known.taken.max(1));
    let left = 1_000 - share.clamp(LEAST_DROP, MOST_DROP);
    Refused::Lowers(Lowered {
        to: (pace(known, per_second, now) * left / 1_000).max(floor(full)),
        at: lowered.map_or(now, |before| now.max(before.at + 1)),
        settles_at: next_at.max(now),
        taken: 0,
        refused: 0,
    })
}

fn remembered(lowered: Option<&Lowered>, now: i64) -> Option<&Lowered> {
    lowered.filter(|lowered| now.saturating_sub(lowered.at) < REMEMBERED)
}

fn budget(per_second: u32) -> u64 {
    u64::from(per_second.max(1)) * CALL
}

fn floor(full: u64) -> u64 {
    (full / FLOOR).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;

    fn lowered(lowered: Option<&Lowered>, next_at: i64, now: i64) -> Lowered {
        match refused(lowered, 10, next_at, now) {
            Refused::Lowers(lowered) => lowered,
            Refused::Counted => panic!("it lowers the pace"),
        }
    }

    #[test]
    fn a_second_and_the_lateness_hold_no_more_slots_than_the_budget() {
        for per_second in [1, 3, 10, 20, 50, 77, 1_000] {
            let apart = apart(pace(None, per_second, 0));
            assert!(apart * i64::from(per_second) >= 1_050_000, "{per_second}: {apart}");
        }
        assert_eq!(
            [1, 10, 20].map(|per_second| apart(pace(None, per_second, 0))),
            [1_050_000, 105_000, 52_500]
        );
    }

    #[test]
    fn a_single_refusal_takes_a_twentieth_and_five_slots_bring_it_back() {
        let one = lowered(None, 0, 0);
        assert_eq!(pace(Some(&one), 10, 0), 9_500);
        assert_eq!(pace(Some(&Lowered { taken: 3, ..one }), 10, 0), 9_800);
        assert_eq!(pace(Some(&Lowered { taken: 5, ..one }), 10, 0), 10_000);
        assert_eq!(pace(Some(&Lowered { taken: 5_000, ..one }), 10, 0), 10_000);
    }

    #[test]
    fn many_refusals_take_their_share_of_the_pace_and_half_at_most() {
        let one = Lowered { taken: 100, refused: 0, ..lowered(None, 0, 0) };
        assert_eq!(lowered(Some(&one), 0, SECOND).to, 9_500, "one in a hundred");
        assert_eq!(
            lowered(Some(&Lowered { refused: 29, ..one }), 0, SECOND).to,
            7_000,
            "thirty in a hundred"
        );
        assert_eq!(lowered(Some(&Lowered { refused: 99, ..one }), 0, SECOND).to, 5_000, "all of a hundred");
    }

    #[test]
    fn refusals_of_slots_that_were_taken_before_lower_nothing_more() {
        let one = lowered(None, 2 * SECOND, 0);
        assert_eq!(refused(Some(&one), 10, 2 * SECOND, 2 * SECOND - 1), Refused::Counted);
        assert!(matches!(refused(Some(&one), 10, 2 * SECOND, 2 * SECOND), Refused::Lowers(_)));
    }

    #[test]
    fn a_shop_that_refuses_everything_is_asked_at_a_twentieth_of_the_budget() {
        let (mut last, mut now) = (lowered(None, 0, 0), 0);
        for _ in 0..50 {
            now += SECOND;
            last = lowered(Some(&Lowered { taken: 1, refused: 1, ..last }), now, now);
        }
        assert_eq!(pace(Some(&last), 10, now), 500);
    }

    #[test]
    fn a_lowering_has_a_time_of_its_own_and_is_forgotten_after_ten_minutes() {
        let one = lowered(None, 0, 7);
        assert_eq!(lowered(Some(&one), 0, 7).at, 8);
        assert_eq!(pace(Some(&one), 10, 7 + 600 * SECOND), 10_000);
        assert_eq!(lowered(Some(&Lowered { to: 500, ..one }), 0, 7 + 600 * SECOND).to, 9_500);
    }
}
