//! The shop's call budget: a bucket that holds one second of calls.

use jiff::Timestamp;

#[derive(Debug)]
pub(super) struct TokenBucket {
    per_second: Option<u32>,
    /// In thousandths of a call, so that no float is needed.
    level: i64,
    filled_at: Option<Timestamp>,
    pub refused: u64,
}

impl TokenBucket {
    pub fn new(per_second: Option<u32>) -> Self {
        Self { per_second, level: 0, filled_at: None, refused: 0 }
    }

    /// `false` when the budget is used up.
    pub fn take(&mut self, now: Timestamp) -> bool {
        let Some(per_second) = self.per_second.map(i64::from) else { return true };
        let full = per_second * 1_000;
        self.level = match self.filled_at {
            None => full,
            Some(before) => {
                let millis = (now.as_millisecond() - before.as_millisecond()).max(0);
                (self.level + millis.saturating_mul(per_second)).min(full)
            }
        };
        self.filled_at = Some(now);
        let enough = self.level >= 1_000;
        if enough {
            self.level -= 1_000;
        } else {
            self.refused += 1;
        }
        enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_holds_the_budget_and_no_more() {
        let mut bucket = TokenBucket::new(Some(10));
        let at = |millis: i64| Timestamp::from_millisecond(1_790_000_000_000 + millis).unwrap();
        let taken = (0..20).filter(|_| bucket.take(at(0))).count();
        assert_eq!((taken, bucket.refused), (10, 10));
        assert!(!bucket.take(at(99)));
        assert!(bucket.take(at(100)));
        assert_eq!((0..20).filter(|_| bucket.take(at(5_000))).count(), 10);
    }
}
