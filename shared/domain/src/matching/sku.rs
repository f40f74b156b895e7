//! SKUs as evidence: equal codes, although each shop may write them differently.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Item;
use crate::{Invalid, identity};

/// The seller's rules for what to ignore in SKUs. Case, spaces and punctuation are always ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkuRules {
    /// Beginnings without meaning, such as a shop's initials.
    #[serde(default)]
    pub prefixes: Vec<String>,
    /// Endings without meaning.
    #[serde(default)]
    pub suffixes: Vec<String>,
    /// Replacements, applied in this order.
    #[serde(default)]
    pub replace: Vec<(String, String)>,
}

/// What the SKUs of a pair show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkuSays {
    /// A code that no other listing of either catalogue has.
    Equal(String),
    /// Both have codes, none is equal.
    Different,
    /// One of them has no code, or several listings have the equal code.
    Nothing,
}

impl SkuRules {
    /// The most beginnings, endings or replacements.
    pub const MAX: usize = 50;
    /// The longest of them, in characters.
    pub const LENGTH: usize = 20;

    /// Checks the number and length of the rules. Each affix must have a letter or digit, because punctuation is
    /// ignored anyway.
    pub fn check(&self) -> Result<(), Invalid> {
        let counts = [("prefixes", self.prefixes.len()), ("suffixes", self.suffixes.len())];
        for (field, count) in counts.into_iter().chain([("replace", self.replace.len())]) {
            if count > Self::MAX {
                let problem = format!("at most {} of them", Self::MAX);
                return Err(Invalid::new(field, "sku_rules_too_many", problem));
            }
        }
        let is_text =
            |text: &str| text.chars().count() <= Self::LENGTH && !text.chars().any(char::is_control);
        let malformed = |at: String| {
            let problem = format!("up to {} characters, one of them a letter or digit", Self::LENGTH);
            Err(Invalid::new(at, "sku_rule_malformed", problem))
        };
        for (field, affixes) in [("prefixes", &self.prefixes), ("suffixes", &self.suffixes)] {
            for (index, affix) in affixes.iter().enumerate() {
                if !is_text(affix) || folded(affix).is_empty() {
                    return malformed(format!("{field}[{index}]"));
                }
            }
        }
        for (index, (from, to)) in self.replace.iter().enumerate() {
            if from.is_empty() || !is_text(from) {
                return malformed(format!("replace[{index}].from"));
            }
            if !is_text(to) {
                return malformed(format!("replace[{index}].to"));
            }
        }
        Ok(())
    }

    /// The compared form of a SKU: without punctuation, case and the affixes in the rules. `None` if no letter or digit
    /// is left.
    pub fn code(&self, sku: &str) -> Option<String> {
        let prefixes = self.prefixes.iter().map(|prefix| folded(prefix)).collect();
        let suffixes: Vec<String> = self.suffixes.iter().map(|suffix| folded(suffix)).collect();
        bare(sku, self, &prefixes, &suffixes)
    }
}

fn bare(sku: &str, rules: &SkuRules, prefixes: &BTreeSet<String>, suffixes: &[String]) -> Option<String> {
    let text = rules.replace.iter().fold(identity::visible(sku), |text, (from, to)| text.replace(from, to));
    let text = folded(&text);
    let bare = prefixes.iter().rev().find_map(|prefix| text.strip_prefix(prefix.as_str())).unwrap_or(&text);
    let bare = suffixes.iter().find_map(|suffix| bare.strip_suffix(suffix.as_str())).unwrap_or(bare);
    let code = if bare.is_empty() { &text } else { bare };
    (!code.is_empty()).then(|| code.to_owned())
}

/// The letters and digits of a code, upper case.
fn folded(sku: &str) -> String {
    identity::code(sku).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Both catalogues' SKUs, compared.
#[derive(Debug, Default)]
pub(super) struct Skus {
    /// By side and row: the compared form of the codes.
    codes: [Vec<BTreeSet<String>>; 2],
    /// Pairs with a code that occurs only once on each side.
    equal: BTreeMap<(u32, u32), String>,
}

impl Skus {
    pub(super) fn new(left: &[&Item], right: &[&Item], rules: &SkuRules) -> Self {
        let mut prefixes: BTreeSet<String> = rules.prefixes.iter().map(|prefix| folded(prefix)).collect();
        prefixes.extend([left, right].into_iter().filter_map(shop_prefix));
        let suffixes: Vec<String> = rules.suffixes.iter().map(|suffix| folded(suffix)).collect();
        let code = |sku: &String| bare(sku, rules, &prefixes, &suffixes);
        let codes = [left, right].map(|items| {
            items
                .iter()
                .map(|item| item.skus.iter().filter_map(&code).collect::<BTreeSet<_>>())
                .collect::<Vec<_>>()
        });
        let [left_owners, right_owners] = [&codes[0], &codes[1]].map(|rows| owners(rows));
        let mut equal = BTreeMap::new();
        for (code, left) in &left_owners {
            if let (Some(left), Some(Some(right))) = (left, right_owners.get(code)) {
                equal.entry((*left, *right)).or_insert_with(|| (*code).to_owned());
            }
        }
        Self { codes, equal }
    }

    /// The pairs with such an equal code.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.equal.keys().copied()
    }

    /// Whether both sides have codes.
    pub(super) fn are_on_both_sides(&self) -> bool {
        self.codes.iter().all(|rows| rows.iter().any(|codes| !codes.is_empty()))
    }

    /// Whether both rows have codes and none is equal.
    pub(super) fn are_different(&self, left: u32, right: u32) -> bool {
        let (a, b) = (&self.codes[0][left as usize], &self.codes[1][right as usize]);
        !a.is_empty() && !b.is_empty() && a.is_disjoint(b)
    }

    pub(super) fn say(&self, left: u32, right: u32) -> SkuSays {
        if let Some(code) = self.equal.get(&(left, right)) {
            return SkuSays::Equal(code.clone());
        }
        if self.are_different(left, right) { SkuSays::Different } else { SkuSays::Nothing }
    }
}

/// The only row with a code; `None` for a code of several rows.
fn owners(rows: &[BTreeSet<String>]) -> BTreeMap<&str, Option<u32>> {
    let mut owners = BTreeMap::new();
    for (codes, row) in rows.iter().zip(0u32..) {
        for code in codes {
            owners.entry(code.as_str()).and_modify(|owner| *owner = None).or_insert(Some(row));
        }
    }
    owners
}

/// The prefix, up to a punctuation mark, that more than half of a shop's SKUs have. It names the shop and not the
/// product.
fn shop_prefix(items: &[&Item]) -> Option<String> {
    let skus: Vec<&String> = items.iter().flat_map(|item| &item.skus).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for sku in &skus {
        if let Some((start, rest)) = sku.trim().split_once(|c: char| !c.is_alphanumeric())
            && (1..=6).contains(&start.len())
            && !rest.is_empty()
        {
            *counts.entry(folded(start)).or_default() += 1;
        }
    }
    let (prefix, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count >= 10 && count * 2 > skus.len()).then_some(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(skus: &[&str]) -> Item {
        Item { skus: skus.iter().map(|sku| (*sku).to_owned()).collect(), ..Item::default() }
    }

    fn say(left: &[Item], right: &[Item], rules: &SkuRules) -> SkuSays {
        let (left, right): (Vec<_>, Vec<_>) = (left.iter().collect(), right.iter().collect());
        Skus::new(&left, &right, rules).say(0, 0)
    }

    #[test]
    fn spelling_and_named_affixes_do_not_matter() {
        let rules =
            SkuRules { prefixes: vec!["TT-".into()], suffixes: vec!["-NEW".into()], ..SkuRules::default() };
        let equal = SkuSays::Equal("ARM5A".into());
        assert_eq!(say(&[item(&["arm 5_a"])], &[item(&["TT-ARM-5A-new"])], &rules), equal);
        assert_eq!(say(&[item(&["ARM-5A"])], &[item(&["ARM-5B"])], &rules), SkuSays::Different);
        assert_eq!(say(&[item(&[])], &[item(&["ARM-5B"])], &rules), SkuSays::Nothing);
    }

    #[test]
    fn rules_are_few_and_short_and_say_something() {
        let affixes = |affixes: &[&str]| affixes.iter().map(|affix| (*affix).to_owned()).collect::<Vec<_>>();
        let prefixes = |given: &[&str]| SkuRules { prefixes: affixes(given), ..SkuRules::default() };
        assert_eq!(prefixes(&["TT-", "(MTK)"]).check(), Ok(()));
        let refused = |rules: SkuRules| rules.check().map_err(|refused| (refused.field, refused.code));
        let malformed = |at: &str| Err((at.to_owned(), "sku_rule_malformed"));
        assert_eq!(refused(prefixes(&["TT-", "--"])), malformed("prefixes[1]"));
        let long = "X".repeat(21);
        assert_eq!(
            refused(SkuRules { suffixes: affixes(&[&long]), ..SkuRules::default() }),
            malformed("suffixes[0]")
        );
        let replace = |from: &str, to: &str| SkuRules {
            replace: vec![(from.to_owned(), to.to_owned())],
            ..SkuRules::default()
        };
        assert_eq!(replace("#", "").check(), Ok(()));
        assert_eq!(refused(replace("", "x")), malformed("replace[0].from"));
        assert_eq!(refused(replace("x", "a\nb")), malformed("replace[0].to"));
        let many = SkuRules { suffixes: vec!["A".to_owned(); 51], ..SkuRules::default() };
        assert_eq!(refused(many), Err(("suffixes".to_owned(), "sku_rules_too_many")));
    }

    #[test]
    fn a_code_of_several_listings_proves_nothing() {
        let right = [item(&["A1"]), item(&["A1"])];
        assert_eq!(say(&[item(&["A1"])], &right, &SkuRules::default()), SkuSays::Nothing);
    }

    #[test]
    fn a_prefix_that_most_of_a_shop_shares_is_overlooked() {
        let left: Vec<Item> = (0..20).map(|n| item(&[&format!("MTK-P{n}")])).collect();
        assert_eq!(say(&left, &[item(&["P0"])], &SkuRules::default()), SkuSays::Equal("P0".into()));
    }
}
