//! The matcher in steps (prepare, find, compare, decide), so that a caller can distribute them over threads.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{
    Candidate, Item, Settings, Settled, Tier,
    apart::apart,
    calibration::{Model, Thresholds},
    compete::{self, PLAIN, Scored},
    corpus::Corpus,
    doubt::Doubt,
    evidence::{self, ASIDE, Aspects, Evidence, Point, Said},
    features::{self, Features},
    retrieve::Index,
    sku::Skus,
    trust::Trust,
};

/// One of the two catalogues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

/// A pair of rows that was compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    pub left: u32,
    pub right: u32,
    /// The likeness of the two, without regard to rivals, as log-odds.
    pub alike: f64,
    /// How far contradictions limit its certainty.
    pub doubt: Doubt,
    /// [`Features::plain`].
    pub plain: [f32; PLAIN],
}

/// Two catalogues, ready to be matched. Rows are numbered in the order of their ids, independent of the input order.
#[derive(Debug)]
pub struct Matcher<'a> {
    items: [Vec<&'a Item>; 2],
    corpus: Corpus,
    indexes: [Index; 2],
    /// By side and row: how many listings of the other side have the same image.
    showing: [Vec<u32>; 2],
    options: [Vec<Vec<String>>; 2],
    skus: Skus,
    trust: Trust,
    /// Rows that a person has already linked.
    linked: [BTreeSet<u32>; 2],
    rejected: BTreeSet<(u32, u32)>,
    settings: Settings,
    model: Model,
}

impl<'a> Matcher<'a> {
    /// Weighs and indexes both catalogues. Ids are unique within a catalogue.
    pub fn new(left: &'a [Item], right: &'a [Item], settled: &Settled, settings: &Settings) -> Self {
        let items = [left, right].map(|items| {
            let mut items: Vec<&Item> = items.iter().collect();
            items.sort_by(|a, b| a.id.cmp(&b.id));
            items
        });
        let corpus = Corpus::new(&items[0], &items[1]);
        let indexes = [Index::new(&corpus, 0, &settings.net), Index::new(&corpus, 1, &settings.net)];
        let showing = [0, 1].map(|side| {
            let count = |images: &[u64]| indexes[0].showing(images).max(indexes[1].showing(images));
            corpus.sides[side].iter().map(|profile| count(&profile.images)).collect()
        });
        let [left_ids, right_ids] = [0, 1].map(|side: usize| -> BTreeMap<&str, u32> {
            items[side].iter().zip(0u32..).map(|(item, row)| (item.id.as_str(), row)).collect()
        });
        let rows = |pairs: &[(String, String)]| -> Vec<(u32, u32)> {
            let row = |(left, right): &(String, String)| {
                Some((*left_ids.get(left.as_str())?, *right_ids.get(right.as_str())?))
            };
            pairs.iter().filter_map(row).collect()
        };
        let linked = rows(&settled.linked);
        let skus = Skus::new(&items[0], &items[1], &settings.sku_rules);
        Self {
            options: [0, 1]
                .map(|side: usize| items[side].iter().map(|item| evidence::option_words(item)).collect()),
            trust: Trust::learn(&corpus, &skus),
            skus,
            linked: [linked.iter().map(|pair| pair.0).collect(), linked.iter().map(|pair| pair.1).collect()],
            rejected: rows(&settled.rejected).into_iter().collect(),
            model: Model::new(&settings.calibration),
            settings: settings.clone(),
            items,
            corpus,
            indexes,
            showing,
        }
    }

    /// The number of listings on a side.
    pub fn rows(&self, side: Side) -> usize {
        self.items[side as usize].len()
    }

    /// The listing in a row.
    pub fn item(&self, side: Side, row: u32) -> &Item {
        self.items[side as usize][row as usize]
    }

    /// The pairs worth comparing, for some rows of one side. The rows of both sides together give all pairs.
    pub fn near(&self, side: Side, rows: Range<usize>) -> Vec<(u32, u32)> {
        let (own, other) = (side as usize, 1 - side as usize);
        let found = self.indexes[other].near(&self.corpus.sides[own], rows, &self.settings.net);
        found.into_iter().map(|(a, b)| if side == Side::Left { (a, b) } else { (b, a) }).collect()
    }

    /// Combines the results of [`Matcher::near`]: sorted, with the pairs that SKUs add, and without the pairs that a
    /// person decided.
    pub fn join(&self, mut pairs: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
        pairs.extend(self.skus.pairs());
        pairs.sort_unstable();
        pairs.dedup();
        pairs.retain(|pair| {
            !self.linked[0].contains(&pair.0)
                && !self.linked[1].contains(&pair.1)
                && !self.rejected.contains(pair)
        });
        pairs
    }

    /// For each of the two, how many listings have its pictures.
    fn showing(&self, left: u32, right: u32) -> (u32, u32) {
        (self.showing[0][left as usize], self.showing[1][right as usize])
    }

    /// The features of one pair.
    pub fn features(&self, left: u32, right: u32) -> Features {
        self.corpus.features(left as usize, right as usize, self.showing(left, right))
    }

    fn said(&self, left: u32, right: u32, features: &Features) -> Said {
        let [a, b] =
            [(0, left), (1, right)].map(|(side, row): (usize, u32)| &self.corpus.sides[side][row as usize]);
        let [x, y] = [&self.options[0][left as usize], &self.options[1][right as usize]];
        let showing = self.showing(left, right);
        let aspects = Aspects {
            sku: self.skus.say(left, right),
            variants: evidence::variants_shared(x, y),
            picture: (features::bits(&a.images, &b.images), showing.0 <= 1 && showing.1 <= 1),
            apart: apart(a, b),
            trust: self.trust,
            worth: &self.model.is.aside,
        };
        Said::new(self.item(Side::Left, left), self.item(Side::Right, right), features, aspects)
    }

    /// Compares pairs.
    pub fn compare(&self, pairs: &[(u32, u32)]) -> Vec<Compared> {
        let compare = |&(left, right): &(u32, u32)| {
            let features = self.features(left, right);
            let said = self.said(left, right, &features);
            let alike = self.model.alike(&features) + said.points.iter().sum::<f64>();
            Compared { left, right, alike, doubt: said.doubt, plain: features.plain() }
        };
        pairs.iter().map(compare).collect()
    }

    /// Decides between all compared pairs: each listing has one partner or none. `compared` is in the order of
    /// [`Matcher::join`]. Returns, for both sides, each listing's best candidates.
    pub fn decide(&self, compared: &[Compared]) -> Vec<Candidate> {
        let scored: Vec<Scored> = compared
            .iter()
            .map(|pair| Scored { left: pair.left, right: pair.right, alike: pair.alike, plain: pair.plain })
            .collect();
        let rivalry = compete::rivalry(&scored, &self.model.is.competition);
        let certain: Vec<f64> = rivalry.iter().map(|rivalry| self.model.certain(rivalry)).collect();
        self.rank(compared, &certain, self.model.is.thresholds)
    }

    /// The best candidates of each listing and their tiers, from given certainties: partners are chosen greedily, the
    /// most certain pair first, each listing once. The certainty of a pair is limited by its doubts.
    pub fn rank(&self, compared: &[Compared], certain: &[f64], thresholds: Thresholds) -> Vec<Candidate> {
        let doubted = certain.iter().zip(compared);
        let certain: Vec<f64> = doubted.map(|(certain, pair)| certain.min(pair.doubt.most())).collect();
        let mut order: Vec<usize> = (0..compared.len()).collect();
        let name = |i: usize| {
            let pair = &compared[i];
            let (a, b) = (&self.item(Side::Left, pair.left).id, &self.item(Side::Right, pair.right).id);
            (a.min(b), a.max(b))
        };
        order.sort_by(|&a, &b| certain[b].total_cmp(&certain[a]).then_with(|| name(a).cmp(&name(b))));
        let mut taken = [vec![false; self.rows(Side::Left)], vec![false; self.rows(Side::Right)]];
        let mut partners = vec![false; compared.len()];
        for &i in &order {
            let (left, right) = (compared[i].left as usize, compared[i].right as usize);
            if !taken[0][left] && !taken[1][right] {
                (taken[0][left], taken[1][right], partners[i]) = (true, true, true);
            }
        }
        // A listing's partner comes first, then the others by certainty.
        let mut places = [vec![0u32; self.rows(Side::Left)], vec![0u32; self.rows(Side::Right)]];
        let mut ranks = vec![(0u32, 0u32); compared.len()];
        let (first, then): (Vec<usize>, Vec<usize>) = order.into_iter().partition(|&i| partners[i]);
        for i in first.into_iter().chain(then) {
            let (left, right) = (compared[i].left as usize, compared[i].right as usize);
            places[0][left] += 1;
            places[1][right] += 1;
            ranks[i] = (places[0][left], places[1][right]);
        }
        let most = self.settings.candidates;
        let kept = (0..compared.len()).filter(|&i| ranks[i].0 <= most || ranks[i].1 <= most);
        kept.map(|i| {
            let pair = compared[i];
            let tier = match certain[i] {
                certain if partners[i] && certain >= thresholds.auto && pair.doubt < Doubt::Asked => {
                    Tier::Auto
                }
                certain if partners[i] && certain >= thresholds.suggested && pair.doubt < Doubt::Doubted => {
                    Tier::Suggested
                }
                _ => Tier::Review,
            };
            Candidate {
                left: pair.left,
                right: pair.right,
                rank_left: ranks[i].0,
                rank_right: ranks[i].1,
                certain: certain[i],
                tier,
            }
        })
        .collect()
    }

    /// Why a pair is or is not one product.
    pub fn evidence(&self, left: u32, right: u32) -> Evidence {
        let features = self.features(left, right);
        let said = self.said(left, right, &features);
        let [a, b] =
            [(0, left), (1, right)].map(|(side, row): (usize, u32)| &self.corpus.sides[side][row as usize]);
        let names = |of: &features::Words| -> Vec<String> {
            let mut of = of.clone();
            of.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
            of.iter().map(|(id, _)| self.corpus.known.spelled[*id as usize].clone()).collect()
        };
        let split = features::split(&a.words, &b.words);
        let mut points: Vec<Point> = self
            .model
            .points(&features)
            .chain(ASIDE.into_iter().zip(said.points).map(|(name, points)| (name, 1.0, points)))
            .filter(|(_, _, points)| points.abs() > 1e-9)
            .map(|(name, value, points)| Point { name: name.to_owned(), value: f64::from(value), points })
            .collect();
        points.sort_by(|x, y| y.points.abs().total_cmp(&x.points.abs()).then_with(|| x.name.cmp(&y.name)));
        Evidence {
            shared_words: names(&split.shared),
            only_left: names(&split.only_a),
            only_right: names(&split.only_b),
            image_bits: features::bits(&a.images, &b.images),
            alike: self.model.alike(&features) + said.points.iter().sum::<f64>(),
            sku: said.sku,
            price_percent: said.price_percent,
            variants: said.variants,
            conflicts: said.conflicts,
            points,
        }
    }
}
