//! Finds titles that are too similar to each other.
//!
//! Channels treat nearly equal titles of one shop as duplicate listings, and their search hides them. Each title is
//! compared with the other titles of its own shop and with those of other shops; only a similarity of at least [`NEAR`]
//! counts. Titles that cannot be that similar are not compared: tokens are ordered from rare to common, and two sets
//! with a Dice coefficient of t share one of their first `n − ⌈t·n/(2−t)⌉ + 1` tokens, so an inverted index of these
//! finds every such pair.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::similarity::{Similarity, tokens};

/// The lowest similarity that is a risk: 0.80.
pub const NEAR: Similarity = Similarity(8_000);
/// The most titles that one title is compared with. More similar titles come from a template, and the worst of the
/// first ones is enough.
const COMPARED: usize = 500;

/// A title in a shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Titled {
    /// Names the listing.
    pub id: String,
    /// Names the shop.
    pub shop: String,
    /// The product it sells; two listings of one product may be similar across shops.
    #[serde(default)]
    pub product: Option<String>,
    pub title: String,
}

/// What a title is too similar to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskKind {
    /// Another listing of the same shop.
    OwnShop,
    /// A listing of another shop.
    OtherShop,
}

/// A title and the most similar other title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    pub kind: RiskKind,
    pub id: String,
    pub title: String,
    pub other: String,
    pub other_title: String,
    pub similarity: Similarity,
    /// Both are listings of one product.
    pub same_product: bool,
    /// How many other titles have exactly the same words.
    pub equal: u32,
}

/// The worst risks first, each title once for each kind, ties by id. Two titles of one product in two shops are a risk
/// only above the band of [`Similarity`].
pub fn risks(titles: &[Titled]) -> Vec<Risk> {
    let field = Field::of(titles);
    let mut seen = vec![usize::MAX; field.nodes.len()];
    let mut risks: Vec<Risk> = (0..field.nodes.len()).flat_map(|at| field.risks_of(at, &mut seen)).collect();
    risks.sort_by(|a, b| {
        b.similarity.cmp(&a.similarity).then(a.kind.cmp(&b.kind)).then_with(|| a.id.cmp(&b.id))
    });
    risks
}

/// The titles of one shop with the same tokens.
struct Node {
    /// By rarity, the rarest first.
    tokens: Vec<u32>,
    shop: u32,
    titles: Vec<usize>,
}

struct Field<'a> {
    titles: &'a [Titled],
    nodes: Vec<Node>,
    /// Nodes by their first (rarest) tokens.
    index: HashMap<u32, Vec<u32>>,
    /// Nodes with exactly these tokens.
    equal: HashMap<Vec<u32>, Vec<u32>>,
}

impl<'a> Field<'a> {
    fn of(titles: &'a [Titled]) -> Self {
        let sets: Vec<_> = titles.iter().map(|titled| tokens(&titled.title)).collect();
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for token in sets.iter().flatten() {
            *counts.entry(token).or_insert(0) += 1;
        }
        let mut rare: Vec<(u32, &str)> = counts.iter().map(|(token, count)| (*count, *token)).collect();
        rare.sort_unstable();
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let rank: HashMap<&str, u32> =
            rare.iter().enumerate().map(|(at, (_, token))| (*token, place(at))).collect();
        let mut shops: BTreeMap<&str, u32> = BTreeMap::new();
        let mut nodes: BTreeMap<(Vec<u32>, u32), Vec<usize>> = BTreeMap::new();
        for (at, (titled, set)) in titles.iter().zip(&sets).enumerate() {
            let next = place(shops.len());
            let shop = *shops.entry(&titled.shop).or_insert(next);
            let mut ranks: Vec<u32> =
                set.iter().filter_map(|token| rank.get(token.as_str()).copied()).collect();
            ranks.sort_unstable();
            if !ranks.is_empty() {
                nodes.entry((ranks, shop)).or_default().push(at);
            }
        }
        let nodes: Vec<Node> =
            nodes.into_iter().map(|((tokens, shop), titles)| Node { tokens, shop, titles }).collect();
        let mut index: HashMap<u32, Vec<u32>> = HashMap::new();
        let mut equal: HashMap<Vec<u32>, Vec<u32>> = HashMap::new();
        for (at, node) in nodes.iter().enumerate() {
            for token in first_tokens(&node.tokens) {
                index.entry(*token).or_default().push(place(at));
            }
            equal.entry(node.tokens.clone()).or_default().push(place(at));
        }
        Self { titles, nodes, index, equal }
    }

    fn risks_of(&self, at: usize, seen: &mut [usize]) -> Vec<Risk> {
        let node = &self.nodes[at];
        let near = self.near(at, seen);
        let mut risks = Vec::new();
        for titled in &node.titles {
            // Equal titles in the same shop come first.
            let twin = node.titles.iter().find(|other| *other != titled).copied();
            let own =
                twin.map(|other| (Similarity(10_000), other)).or(near.own.map(|(s, n)| (s, self.first(n))));
            let other = near.other.map(|(s, n)| (s, self.sibling(*titled, n)));
            for (kind, found) in [(RiskKind::OwnShop, own), (RiskKind::OtherShop, other)] {
                let Some((similarity, other)) = found else { continue };
                risks.extend(self.risk(kind, *titled, other, similarity, near.equal, node.titles.len()));
            }
        }
        risks
    }

    fn risk(
        &self,
        kind: RiskKind,
        at: usize,
        other: usize,
        similarity: Similarity,
        equal_elsewhere: u32,
        here: usize,
    ) -> Option<Risk> {
        let (one, two) = (&self.titles[at], &self.titles[other]);
        let same_product = one.product.is_some() && one.product == two.product;
        // A similarity within the generator's band is not a risk.
        if kind == RiskKind::OtherShop && same_product && similarity <= Similarity::MOST {
            return None;
        }
        let equal = match kind {
            RiskKind::OwnShop => u32::try_from(here - 1).unwrap_or(u32::MAX),
            RiskKind::OtherShop => equal_elsewhere,
        };
        Some(Risk {
            kind,
            id: one.id.clone(),
            title: one.title.clone(),
            other: two.id.clone(),
            other_title: two.title.clone(),
            similarity,
            same_product,
            equal,
        })
    }

    fn first(&self, node: u32) -> usize {
        self.nodes[node as usize].titles.first().copied().unwrap_or_default()
    }

    /// The title of `node` that sells the same product, or its first.
    fn sibling(&self, titled: usize, node: u32) -> usize {
        let product = &self.titles[titled].product;
        let same = |other: &&usize| product.is_some() && self.titles[**other].product == *product;
        self.nodes[node as usize].titles.iter().find(same).copied().unwrap_or_else(|| self.first(node))
    }

    /// The most similar node of the same shop, and of another shop. `seen` has for each node the node with which it was
    /// last compared.
    fn near(&self, at: usize, seen: &mut [usize]) -> Near {
        let node = &self.nodes[at];
        let mut near = Near::default();
        for other in self.equal.get(&node.tokens).into_iter().flatten() {
            let theirs = &self.nodes[*other as usize];
            if theirs.shop != node.shop {
                near.equal += u32::try_from(theirs.titles.len()).unwrap_or(u32::MAX);
                near.keep(false, Similarity(10_000), *other);
            }
        }
        let mut compared = 0;
        for other in first_tokens(&node.tokens).iter().filter_map(|token| self.index.get(token)).flatten() {
            if *other as usize == at || std::mem::replace(&mut seen[*other as usize], at) == at {
                continue;
            }
            let theirs = &self.nodes[*other as usize];
            // Titles with such different lengths cannot be similar.
            let (short, long) =
                (node.tokens.len().min(theirs.tokens.len()), node.tokens.len().max(theirs.tokens.len()));
            if short * 3 < long * 2 || theirs.tokens == node.tokens {
                continue;
            }
            compared += 1;
            if compared > COMPARED {
                break;
            }
            let shared = shared(&node.tokens, &theirs.tokens);
            let likeness = Similarity::from_counts(shared, short + long);
            if likeness >= NEAR {
                near.keep(theirs.shop == node.shop, likeness, *other);
            }
        }
        near
    }
}

#[derive(Default)]
struct Near {
    own: Option<(Similarity, u32)>,
    other: Option<(Similarity, u32)>,
    /// Titles with exactly the same words in other shops.
    equal: u32,
}

impl Near {
    fn keep(&mut self, own: bool, likeness: Similarity, node: u32) {
        let best = if own { &mut self.own } else { &mut self.other };
        if best.is_none_or(|(known, place)| {
            (likeness, std::cmp::Reverse(node)) > (known, std::cmp::Reverse(place))
        }) {
            *best = Some((likeness, node));
        }
    }
}

/// A similar title shares at least one of these tokens: with t = 0.8, t/(2−t) is two thirds.
fn first_tokens(tokens: &[u32]) -> &[u32] {
    &tokens[..(tokens.len() + 1 - (tokens.len() * 2).div_ceil(3)).min(tokens.len())]
}

fn shared(left: &[u32], right: &[u32]) -> usize {
    let (mut a, mut b, mut shared) = (0, 0, 0);
    while let (Some(x), Some(y)) = (left.get(a), right.get(b)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => (a, b, shared) = (a + 1, b + 1, shared + 1),
        }
    }
    shared
}
