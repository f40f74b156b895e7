//! The quality of a set of candidates, compared with the true pairs.

use std::collections::HashMap;

use domain::matching::{Candidate, Matcher, Side, Tier, calibration::Figure};

/// The figures that the issue asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    pub auto_precision: f64,
    pub auto_recall: f64,
    pub f1: f64,
    pub within_five: f64,
}

/// Names and values, in the same order.
impl Score {
    pub const NAMES: [&str; 4] =
        ["auto precision", "auto recall", "auto + suggested F1", "partner within five"];

    pub fn values(&self) -> [f64; 4] {
        [self.auto_precision, self.auto_recall, self.f1, self.within_five]
    }
}

/// Scores the candidates of the left listings that `counts` accepts.
pub fn score(
    matcher: &Matcher<'_>,
    candidates: &[Candidate],
    truth: &[(String, String)],
    counts: impl Fn(&str) -> bool,
) -> Score {
    let truth: HashMap<&str, &str> =
        truth.iter().map(|(l, r)| (l.as_str(), r.as_str())).filter(|(left, _)| counts(left)).collect();
    let (mut auto, mut auto_true, mut said, mut said_true, mut found) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for candidate in candidates.iter().filter(|candidate| candidate.rank_left <= 5) {
        let left = matcher.item(Side::Left, candidate.left).id.as_str();
        if !counts(left) {
            continue;
        }
        let right = matcher.item(Side::Right, candidate.right).id.as_str();
        let hit = f64::from(u8::from(truth.get(left) == Some(&right)));
        found += hit;
        if candidate.tier == Tier::Auto {
            auto += 1.0;
            auto_true += hit;
        }
        if candidate.rank_left == 1 && candidate.tier != Tier::Review {
            said += 1.0;
            said_true += hit;
        }
    }
    let all = crate::report::number(truth.len()).max(1.0);
    Score {
        auto_precision: auto_true / f64::max(auto, 1.0),
        auto_recall: auto_true / all,
        f1: 2.0 * said_true / f64::max(said + all, 1.0),
        within_five: found / all,
    }
}

/// Mean and standard deviation of several scores, figure by figure.
pub fn spread(scores: &[Score]) -> [Figure; 4] {
    let count = crate::report::number(scores.len());
    std::array::from_fn(|figure| {
        let values = || scores.iter().map(|score| score.values()[figure]);
        let mean = values().sum::<f64>() / count;
        let square = values().map(|value| (value - mean).powi(2)).sum::<f64>();
        Figure { mean, spread: (square / (count - 1.0).max(1.0)).sqrt() }
    })
}
