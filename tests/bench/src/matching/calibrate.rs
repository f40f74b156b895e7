//! The calibration: weights by maximum likelihood, certainty from held-out likeness, and thresholds from held-out
//! certainty. All figures are measured on products that were not used for the fit.

use std::collections::{BTreeMap, HashMap};

use domain::matching::{
    Calibration, Compared, Doubt, Features, Matcher, Settings, Settled, Side, Thresholds, Tier,
    calibration::{Figure, Linear},
    compete::{self, Competition, PLAIN, RIVALRY, Scored},
};

use super::{
    data::Data,
    fit::{self, Table},
    score::{self, Score},
};
use crate::report::{Report, number};

/// The precision that the auto tier must show on held-out pairs.
const AUTO_PRECISION: f64 = 0.9945;
/// Strength of the ridge on the weights of likeness and of certainty.
const RIDGE: (f64, f64) = (10.0, 0.5);

/// Every pair worth comparing, measured and labelled.
struct Pairs<'a> {
    matcher: Matcher<'a>,
    rows: Vec<(u32, u32)>,
    features: Vec<Vec<f64>>,
    doubts: Vec<Doubt>,
    plain: Vec<[f32; PLAIN]>,
    yes: Vec<bool>,
    /// For each pair, the folds of its left and its right listing.
    folds: Vec<(u64, u64)>,
}

impl<'a> Pairs<'a> {
    fn new(data: &'a Data, folds: u64) -> Self {
        let matcher = Matcher::new(&data.left, &data.right, &Settled::default(), &Settings::default());
        let compared = super::compare(&matcher, 2);
        let truth: HashMap<&str, &str> = data.truth.iter().map(|(l, r)| (l.as_str(), r.as_str())).collect();
        let [left_parts, right_parts] = data.parts("fold", folds);
        let pairs: Vec<(u32, u32)> = compared.iter().map(|pair| (pair.left, pair.right)).collect();
        let ids = |&(l, r): &(u32, u32)| {
            (matcher.item(Side::Left, l).id.as_str(), matcher.item(Side::Right, r).id.as_str())
        };
        let feature = |&(l, r): &(u32, u32)| matcher.features(l, r).values().map(f64::from).to_vec();
        Self {
            features: pairs.iter().map(feature).collect(),
            plain: compared.iter().map(|pair| pair.plain).collect(),
            doubts: compared.iter().map(|pair| pair.doubt).collect(),
            yes: pairs.iter().map(ids).map(|(left, right)| truth.get(left) == Some(&right)).collect(),
            folds: pairs
                .iter()
                .map(ids)
                .map(|(left, right)| (left_parts[left], right_parts[right]))
                .collect(),
            matcher,
            rows: pairs,
        }
    }

    fn scored(&self, alike: &[f64]) -> Vec<Scored> {
        let with = self.rows.iter().zip(alike).zip(&self.plain);
        with.map(|((&(left, right), &alike), &plain)| Scored { left, right, alike, plain }).collect()
    }

    fn compared(&self) -> Vec<Compared> {
        let with = self.rows.iter().zip(&self.doubts).zip(&self.plain);
        with.map(|((&(left, right), &doubt), &plain)| Compared { left, right, alike: 0.0, doubt, plain })
            .collect()
    }

    /// Fits likeness to the choices of the listings outside fold `held`. Their rivals are kept from all folds, because
    /// a likeness that is fitted with fewer rivals would be too confident.
    fn fit_alike(&self, held: Option<u64>) -> (Vec<f64>, f64) {
        let free = |fold: u64| held != Some(fold);
        let rows: Vec<usize> =
            (0..self.rows.len()).filter(|&i| free(self.folds[i].0) || free(self.folds[i].1)).collect();
        let table = Table::new(Features::COUNT, rows.iter().map(|&i| self.features[i].as_slice()));
        let side = |of: &dyn Fn(usize) -> (u32, u64)| -> Vec<Option<usize>> {
            let mut numbers = HashMap::new();
            let mut number = |i: usize| {
                let (node, fold) = of(i);
                let next = numbers.len();
                free(fold).then(|| *numbers.entry(node).or_insert(next))
            };
            rows.iter().map(|&i| number(i)).collect()
        };
        let left = side(&|i| (self.rows[i].0, self.folds[i].0));
        let right = side(&|i| (self.rows[i].1, self.folds[i].1));
        let yes: Vec<bool> = rows.iter().map(|&i| self.yes[i]).collect();
        fit::choice(&table, [&left, &right], &yes, RIDGE.0)
    }

    /// Fits certainty to the rivalry features of the candidates of left listings outside fold `held`.
    fn fit_certain(&self, rivalry: &[[f64; RIVALRY.len()]], held: Option<u64>) -> (Vec<f64>, f64) {
        let rows: Vec<usize> = (0..self.rows.len()).filter(|&i| held != Some(self.folds[i].0)).collect();
        let table = Table::new(RIVALRY.len(), rows.iter().map(|&i| rivalry[i].as_slice()));
        let yes: Vec<bool> = rows.iter().map(|&i| self.yes[i]).collect();
        fit::logistic(&table, &yes, RIDGE.1)
    }

    /// For each pair, the weighted sum by a fit that did not use its left listing's fold.
    fn held_out<R: AsRef<[f64]>>(
        &self,
        rows: &[R],
        folds: u64,
        fit: impl Fn(Option<u64>) -> (Vec<f64>, f64),
    ) -> Vec<f64> {
        let mut out = vec![0.0; self.rows.len()];
        for fold in 0..folds {
            let (weights, bias) = fit(Some(fold));
            for (i, row) in rows.iter().enumerate().filter(|(i, _)| self.folds[*i].0 == fold) {
                out[i] = bias + row.as_ref().iter().zip(&weights).map(|(x, w)| x * w).sum::<f64>();
            }
        }
        out
    }

    /// The log loss of the certainties, per true pair: lower is better.
    fn surprise(&self, certain: &[f64]) -> f64 {
        let of = |(certain, yes): (&f64, &bool)| {
            let against = if *yes { -certain } else { *certain };
            against.max(0.0) + (-against.abs()).exp().ln_1p()
        };
        certain.iter().zip(&self.yes).map(of).sum::<f64>()
            / number(self.yes.iter().filter(|yes| **yes).count())
    }

    /// The thresholds from held-out certainties: for `auto` the lowest with the required precision, for `suggested` the
    /// one with the best F1 of all answers.
    fn thresholds(&self, certain: &[f64], true_pairs: usize) -> Thresholds {
        let all = Thresholds { auto: f64::MIN, suggested: f64::MIN };
        let yes: HashMap<(u32, u32), bool> =
            self.rows.iter().copied().zip(self.yes.iter().copied()).collect();
        let mut partners = self.matcher.rank(&self.compared(), certain, all);
        partners.retain(|candidate| candidate.tier != Tier::Review);
        partners.sort_by(|a, b| b.certain.total_cmp(&a.certain));
        let mut best = Thresholds { auto: f64::MAX, suggested: f64::MAX };
        let (mut said, mut said_true, mut auto, mut auto_true, mut best_f1) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for candidate in &partners {
            let hit = f64::from(u8::from(yes[&(candidate.left, candidate.right)]));
            said += 1.0;
            said_true += hit;
            if candidate.tier == Tier::Auto {
                auto += 1.0;
                auto_true += hit;
            }
            if auto_true / f64::max(auto, 1.0) >= AUTO_PRECISION {
                best.auto = candidate.certain;
            }
            let f1 = 2.0 * said_true / (said + number(true_pairs));
            if f1 > best_f1 {
                best_f1 = f1;
                best.suggested = candidate.certain;
            }
        }
        best
    }
}

/// Fits everything to `data`. Also returns the score of each fold, by a fit that did not use the fold.
fn fit(data: &Data, folds: u64) -> (Calibration, Vec<Score>) {
    let pairs = Pairs::new(data, folds);
    let alike = pairs.held_out(&pairs.features, folds, |held| pairs.fit_alike(held));
    let scored = pairs.scored(&alike);
    let mut best: Option<(f64, Competition, Vec<f64>)> = None;
    for scale in [0.8, 1.0] {
        for offset in [0.5, 1.0, 1.5, 2.0, 3.0] {
            let competition = Competition { scale, offset, rounds: 8 };
            let rivalry = compete::rivalry(&scored, &competition);
            let certain = pairs.held_out(&rivalry, folds, |held| pairs.fit_certain(&rivalry, held));
            let surprise = pairs.surprise(&certain);
            if best.as_ref().is_none_or(|(least, ..)| surprise < *least) {
                best = Some((surprise, competition, certain));
            }
        }
    }
    let (_, competition, certain) = best.expect("the grid is not empty");
    let (alike_weights, alike_bias) = pairs.fit_alike(None);
    let (weights, bias) = pairs.fit_certain(&compete::rivalry(&scored, &competition), None);
    let thresholds = pairs.thresholds(&certain, data.truth.len());
    let candidates = pairs.matcher.rank(&pairs.compared(), &certain, thresholds);
    let [fold_of, _] = data.parts("fold", folds);
    let of_fold = |fold| score::score(&pairs.matcher, &candidates, &data.truth, |left| fold_of[left] == fold);
    let spread = (0..folds).map(of_fold).collect();
    let calibration = Calibration {
        alike: Linear::named(Features::NAMES, &alike_weights, alike_bias),
        certain: Linear::named(&RIVALRY, &weights, bias),
        competition,
        thresholds,
        figures: BTreeMap::new(),
        ..Calibration::default()
    };
    (calibration, spread)
}

/// Matches `data` with a finished calibration.
fn apply(data: &Data, calibration: &Calibration) -> Score {
    let settings = Settings { calibration: calibration.clone(), ..Settings::default() };
    let matcher = Matcher::new(&data.left, &data.right, &Settled::default(), &settings);
    score::score(&matcher, &super::decide(&matcher, 2), &data.truth, |_| true)
}

/// Fits to all data. To measure the quality, it also fits to parts and scores the rest, in smaller and larger
/// catalogues.
pub fn run(data: &Data, folds: u64) -> (Calibration, Report) {
    let mut report = Report::default();
    let mut figures = BTreeMap::new();
    let mut tell = |what: &str, found: [Figure; 4]| {
        for (name, figure) in Score::NAMES.iter().zip(found) {
            let text = format!("{:.4} ± {:.4}", figure.mean, figure.spread);
            report.tell(format!("{what}: {name}"), text);
            figures.insert(format!("{what}: {name}"), figure);
        }
    };
    let (mut calibration, scores) = fit(data, folds);
    tell(&format!("{folds} folds, each by a fit without it"), score::spread(&scores));
    for (parts, small) in [(2, true), (4, true), (4, false)] {
        let scores: Vec<Score> = (0..parts)
            .map(|part| {
                let cut = format!("of {parts}");
                let one = data.only(&cut, parts, |of| of == part);
                let rest = data.only(&cut, parts, |of| of != part);
                let (train, test) = if small { (&rest, &one) } else { (&one, &rest) };
                apply(test, &fit(train, folds).0)
            })
            .collect();
        let what = if small {
            format!("1/{parts} of the products, fitted to the rest")
        } else {
            format!("{}/{parts} of the products, fitted to 1/{parts}", parts - 1)
        };
        tell(&what, score::spread(&scores));
    }
    tell("the whole, fitted to itself", score::spread(&[apply(data, &calibration)]));
    let thresholds = calibration.thresholds;
    report.tell(
        "thresholds: auto, suggested (log-odds)",
        format!("{:.3}, {:.3}", thresholds.auto, thresholds.suggested),
    );
    let Competition { scale, offset, .. } = calibration.competition;
    report.tell("competition: scale, offset", format!("{scale}, {offset}"));
    calibration.figures = figures;
    (calibration, report)
}
