//! Competition: a pair is as certain as its rivals are unlikely.
//!
//! How alike two titles are means little by itself: in a large catalogue many things are alike. So the likeness of
//! every pair is weighed against all rivals of both listings at once, under the rule that each listing has one
//! partner or none (belief propagation on the bipartite graph of candidates), which needs no threshold that would
//! depend on the catalogue's size.

use serde::{Deserialize, Serialize};

/// Settings of [`agree`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Competition {
    pub scale: f64,
    pub offset: f64,
    pub rounds: u32,
}

/// A pair with its likeness as log-odds, in the order of (left, right).
#[derive(Debug, Clone, Copy)]
pub struct Scored {
    pub left: u32,
    pub right: u32,
    pub alike: f64,
    /// What [`Features::plain`] says of it.
    pub plain: [f32; PLAIN],
}

/// How many of the features count by themselves, beside the likeness that they make.
pub const PLAIN: usize = 10;

/// The names of what [`rivalry`] says of a pair, in order.
pub const RIVALRY: [&str; 16 + PLAIN] = [
    "agreed",
    "alike",
    "lead_smaller",
    "lead_larger",
    "rival_stronger",
    "rival_weaker",
    "first_places",
    "both_first",
    "share_sum",
    "share_smaller",
    "crowd_larger",
    "crowd_smaller",
    "agreed_lead_smaller",
    "agreed_lead_larger",
    "agreed_rival_stronger",
    "agreed_first_places",
    "image_same",
    "image_far_words",
    "same_words",
    "fuzzy_min",
    "fuzzy_max",
    "rare_shared",
    "rare_second",
    "length_min",
    "alone_min",
    "alone_max",
];

/// No rival is weaker than this: to win among strangers, or alone, says nothing.
const FLOOR: f64 = -4.0;

/// One side of the graph: for each pair its node, and how many nodes there are.
struct Nodes {
    of: Vec<u32>,
    count: usize,
}

impl Nodes {
    fn new(of: impl Iterator<Item = u32>) -> Self {
        let of: Vec<u32> = of.collect();
        let count = of.iter().max().map_or(0, |last| *last as usize + 1);
        Self { of, count }
    }

    /// For each pair the sum of `values` over the other pairs of its node.
    fn others(&self, values: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.count];
        for (node, value) in self.of.iter().zip(values) {
            sums[*node as usize] += value;
        }
        self.of.iter().zip(values).map(|(node, value)| (sums[*node as usize] - value).max(0.0)).collect()
    }

    /// For each pair the best of `values` among the other pairs of its node, and its own place, 0 for first.
    fn rivals(&self, values: &[f64]) -> Vec<(f64, f64)> {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|&a, &b| self.of[a].cmp(&self.of[b]).then(values[b].total_cmp(&values[a])));
        let mut out = vec![(FLOOR, 0.0); values.len()];
        for node in order.chunk_by(|&a, &b| self.of[a] == self.of[b]) {
            for (place, &pair) in node.iter().enumerate() {
                let rival = if place == 0 { node.get(1) } else { node.first() };
                out[pair] = (rival.map_or(FLOOR, |&rival| values[rival].max(FLOOR)), place as f64);
            }
        }
        out
    }
}

/// The log-odds of each pair once both listings' other candidates have had their say.
pub fn agree(pairs: &[Scored], how: &Competition) -> Vec<f64> {
    let (left, right) = sides(pairs);
    let likely: Vec<f64> = pairs.iter().map(|pair| how.scale * (pair.alike + how.offset)).collect();
    let (mut from_left, mut from_right) = (likely.clone(), likely.clone());
    let odds =
        |values: &[f64]| -> Vec<f64> { values.iter().map(|value| value.clamp(-40.0, 40.0).exp()).collect() };
    for _ in 0..how.rounds {
        let less = |others: Vec<f64>| -> Vec<f64> {
            likely.iter().zip(others).map(|(likely, others)| likely - others.ln_1p()).collect()
        };
        let next_left = less(left.others(&odds(&from_right)));
        let next_right = less(right.others(&odds(&from_left)));
        (from_left, from_right) = (next_left, next_right);
    }
    likely.iter().zip(from_left).zip(from_right).map(|((likely, a), b)| a + b - likely).collect()
}

fn sides(pairs: &[Scored]) -> (Nodes, Nodes) {
    (Nodes::new(pairs.iter().map(|pair| pair.left)), Nodes::new(pairs.iter().map(|pair| pair.right)))
}

/// What [`RIVALRY`] names, for each pair. Symmetric in the two sides.
pub fn rivalry(pairs: &[Scored], how: &Competition) -> Vec<[f64; RIVALRY.len()]> {
    let (left, right) = sides(pairs);
    let alike: Vec<f64> = pairs.iter().map(|pair| pair.alike).collect();
    let agreed = agree(pairs, how);
    let (alike_left, alike_right) = (left.rivals(&alike), right.rivals(&alike));
    let (agreed_left, agreed_right) = (left.rivals(&agreed), right.rivals(&agreed));
    let odds: Vec<f64> = alike.iter().map(|value| value.min(20.0).exp()).collect();
    let chance: Vec<f64> = alike.iter().map(|value| 1.0 / (1.0 + (-value).exp())).collect();
    let (odds_left, odds_right) = (left.others(&odds), right.others(&odds));
    let (crowd_left, crowd_right) = (left.others(&chance), right.others(&chance));
    (0..pairs.len())
        .map(|i| {
            let (x, y) = (alike[i] - alike_left[i].0, alike[i] - alike_right[i].0);
            let share = |others: f64| (odds[i] / (odds[i] + others + 0.02)).max(1e-9).ln();
            let (share_left, share_right) = (share(odds_left[i]), share(odds_right[i]));
            let (crowd_left, crowd_right) = (crowd_left[i].ln_1p(), crowd_right[i].ln_1p());
            let (u, v) = (agreed[i] - agreed_left[i].0, agreed[i] - agreed_right[i].0);
            let places = |a: f64, b: f64| 1.0 / (1.0 + a) + 1.0 / (1.0 + b);
            let mut said = [0.0; RIVALRY.len()];
            let (rivals, plain) = said.split_at_mut(RIVALRY.len() - PLAIN);
            rivals.copy_from_slice(&[
                agreed[i],
                alike[i],
                x.min(y),
                x.max(y),
                alike_left[i].0.max(alike_right[i].0),
                alike_left[i].0.min(alike_right[i].0),
                places(alike_left[i].1, alike_right[i].1),
                f64::from(u8::from(alike_left[i].1 + alike_right[i].1 < 0.5)),
                share_left + share_right,
                share_left.min(share_right),
                crowd_left.max(crowd_right),
                crowd_left.min(crowd_right),
                u.min(v),
                u.max(v),
                agreed_left[i].0.max(agreed_right[i].0),
                places(agreed_left[i].1, agreed_right[i].1),
            ]);
            for (to, from) in plain.iter_mut().zip(pairs[i].plain) {
                *to = f64::from(from);
            }
            said
        })
        .collect()
}
