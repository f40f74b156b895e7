//! What a person sees of a plan: names, pictures and money of its listings, its totals, and the rows that a list of its
//! entries is filtered by.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Channel, ListingKey, Rupiah, Sku, VariantId,
    diff::{Decision, Field, Value},
    identity::searched,
    plan::Change,
};
use serde::{Deserialize, Serialize};

use super::PlanEntry;

/// A listing of a plan in a person's words, as they were when the plan was made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EntryView {
    /// The master's title.
    pub title: String,
    /// The address of a picture.
    pub thumbnail: Option<String>,
    /// The variants that a change is about.
    pub variants: BTreeMap<VariantId, VariantView>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VariantView {
    /// Its option values, or its SKU where it has none; empty for the only variant of a product without SKU.
    pub label: String,
    pub sku: Option<Sku>,
    /// Absent where its price stays.
    pub money: Option<MoneyMove>,
}

/// What a change of a price means for an order of one piece.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyMove {
    pub buyer_pays: FromTo,
    /// After all fees, by the schedule that held when the plan was made.
    pub keeps: FromTo,
}

/// Whole rupiah. Absent where it is not known: no price, or no fee schedule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FromTo {
    pub from: Option<Rupiah>,
    pub to: Option<Rupiah>,
}

/// How many of what a plan has, in all or of one channel or field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanCounts {
    /// Listings looked at; of a field, those where it differs.
    pub listings: u64,
    /// Listings that have something to push.
    pub listings_changed: u64,
    /// Changes that will be pushed.
    pub changes: u64,
    /// Changes that will not be pushed, each with a reason.
    pub blocked: u64,
    pub conflicts: u64,
}

/// The price changes of a plan that will be pushed and whose price before is known, summed over one piece of each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanMoney {
    /// How many prices change.
    pub prices: u64,
    pub raised: u64,
    pub lowered: u64,
    /// Whole rupiah.
    pub buyer_pays_from: i64,
    pub buyer_pays_to: i64,
    /// Whole rupiah, over the prices for which both sides are known: `keeps_known` of them.
    pub keeps_from: i64,
    pub keeps_to: i64,
    pub keeps_known: u64,
}

/// The counts of a plan by what they can be filtered by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanTotals {
    pub by_channel: BTreeMap<Channel, PlanCounts>,
    pub by_field: BTreeMap<Field, PlanCounts>,
    /// Changes that the channel's value is taken over for.
    pub adopted: u64,
    /// Changes in the master's favour, blocked ones too.
    pub wanted: u64,
    /// Blocked changes by their code.
    pub by_blocker: BTreeMap<String, u64>,
    pub money: PlanMoney,
    /// Products that a filter found and that have nothing to push, by the code of [`domain::plan::NothingPlanned`].
    #[serde(default)]
    pub nothing_planned: BTreeMap<String, u64>,
}

impl PlanTotals {
    /// Counts one more entry.
    pub fn count(&mut self, entry: &PlanEntry) {
        let planned = &entry.planned;
        let mut of_channel = PlanCounts { listings: 1, ..PlanCounts::default() };
        of_channel.listings_changed = u64::from(!planned.is_empty());
        let (mut fields, mut pushed) = (BTreeSet::new(), BTreeSet::new());
        for change in &planned.changes {
            of_channel.add(change);
            self.by_field.entry(change.field).or_default().add(change);
            fields.insert(change.field);
            if change.is_pushed() {
                pushed.insert(change.field);
                self.money.add(change, entry);
            }
            match change.decision {
                Decision::Push => self.wanted += 1,
                Decision::Adopt => self.adopted += 1,
                Decision::Agree | Decision::Conflict => {}
            }
            if let Some(blocker) = &change.blocked {
                *self.by_blocker.entry(blocker.code()).or_insert(0) += 1;
            }
        }
        for field in fields {
            let counts = self.by_field.entry(field).or_default();
            counts.listings += 1;
            counts.listings_changed += u64::from(pushed.contains(&field));
        }
        self.by_channel.entry(planned.key.channel.clone()).or_default().join(of_channel);
    }
}

impl PlanCounts {
    fn add(&mut self, change: &Change) {
        self.changes += u64::from(change.is_pushed());
        self.blocked += u64::from(change.blocked.is_some());
        self.conflicts += u64::from(change.decision == Decision::Conflict);
    }

    fn join(&mut self, other: Self) {
        self.listings += other.listings;
        self.listings_changed += other.listings_changed;
        self.changes += other.changes;
        self.blocked += other.blocked;
        self.conflicts += other.conflicts;
    }
}

impl PlanMoney {
    fn add(&mut self, change: &Change, entry: &PlanEntry) {
        let (Field::Price, Value::Money(from), Value::Money(to)) = (change.field, &change.from, &change.to)
        else {
            return;
        };
        self.prices += 1;
        self.raised += u64::from(to > from);
        self.lowered += u64::from(to < from);
        self.buyer_pays_from = self.buyer_pays_from.saturating_add(from.get());
        self.buyer_pays_to = self.buyer_pays_to.saturating_add(to.get());
        let view = change.variant.as_ref().and_then(|variant| entry.view.variants.get(variant));
        let keeps = view.and_then(|view| view.money).map(|money| money.keeps);
        if let Some(FromTo { from: Some(from), to: Some(to) }) = keeps {
            self.keeps_known += 1;
            self.keeps_from = self.keeps_from.saturating_add(from.get());
            self.keeps_to = self.keeps_to.saturating_add(to.get());
        }
    }
}

/// An entry in short: what a list of a plan's entries is filtered by, so that a filter reads rows and not entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRow {
    pub key: ListingKey,
    /// The words of the title, the SKUs and the channel's id, folded, each after a space.
    pub text: String,
    /// Each kind of change once.
    pub changes: BTreeSet<RowChange>,
}

/// A kind of change in the words of the JSON.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RowChange {
    pub field: Field,
    /// [`decision_word`].
    pub decision: String,
    /// The blocker's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

impl EntryRow {
    pub fn of(entry: &PlanEntry) -> Self {
        let planned = &entry.planned;
        let mut text = String::new();
        push_words(&mut text, &entry.view.title);
        let skus = entry.target.offers.iter().filter_map(|offer| offer.sku.as_ref());
        for code in skus.map(Sku::as_str).chain([planned.key.external_id.as_str()]) {
            text.push(' ');
            text.extend(compact(code));
        }
        let kind = |change: &Change| RowChange {
            field: change.field,
            decision: decision_word(change.decision).to_owned(),
            code: change.blocked.as_ref().map(domain::plan::Blocker::code),
        };
        Self { key: planned.key.clone(), text, changes: planned.changes.iter().map(kind).collect() }
    }
}

/// Which entries of a plan. Every condition that is present must hold; those about a change hold of one and the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryFilter {
    pub channel: Option<Channel>,
    pub field: Option<Field>,
    /// [`Decision::Agree`] finds the entries in which nothing differs.
    pub decision: Option<Decision>,
    pub blocked: Option<bool>,
    /// The blocker's code.
    pub code: Option<String>,
    /// Words of the title, a SKU or the channel's id, each also as a prefix.
    pub text: Option<String>,
}

impl EntryFilter {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub fn takes(&self, row: &EntryRow) -> bool {
        self.channel.as_ref().is_none_or(|channel| *channel == row.key.channel)
            && self.takes_changes(row)
            && self.text.as_deref().is_none_or(|text| says(&row.text, text))
    }

    fn takes_changes(&self, row: &EntryRow) -> bool {
        if self.decision == Some(Decision::Agree) {
            return row.changes.is_empty();
        }
        let asked =
            self.field.is_some() || self.decision.is_some() || self.blocked.is_some() || self.code.is_some();
        let fits = |change: &RowChange| {
            self.field.is_none_or(|field| field == change.field)
                && self.decision.is_none_or(|decision| decision_word(decision) == change.decision)
                && self.blocked.is_none_or(|blocked| blocked == change.code.is_some())
                && self.code.as_ref().is_none_or(|code| Some(code) == change.code.as_ref())
        };
        !asked || row.changes.iter().any(fits)
    }
}

/// The stable word for a decision, as in JSON.
pub const fn decision_word(decision: Decision) -> &'static str {
    match decision {
        Decision::Agree => "agree",
        Decision::Push => "push",
        Decision::Adopt => "adopt",
        Decision::Conflict => "conflict",
    }
}

/// Whether every word of `asked` begins a word of `text`, or all of it together a code.
fn says(text: &str, asked: &str) -> bool {
    let mut words = String::new();
    push_words(&mut words, asked);
    let whole: String = compact(asked).collect();
    let begins = |word: &str| text.contains(&format!(" {word}"));
    words.split(' ').filter(|word| !word.is_empty()).all(begins) || (!whole.is_empty() && begins(&whole))
}

/// Appends the words of `text`, folded, each after a space.
fn push_words(into: &mut String, text: &str) {
    let mut in_word = false;
    for c in searched(text) {
        if c.is_alphanumeric() {
            if !in_word {
                into.push(' ');
            }
            into.push(c);
        }
        in_word = c.is_alphanumeric();
    }
}

fn compact(text: &str) -> impl Iterator<Item = char> {
    searched(text).filter(|c| c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> EntryRow {
        let change = |field, decision: &str, code: Option<&str>| RowChange {
            field,
            decision: decision.to_owned(),
            code: code.map(str::to_owned),
        };
        EntryRow {
            key: ListingKey::parse("shopee:1:2500").unwrap(),
            text: " frame 5 inch motekar mtkfrm5 2500".to_owned(),
            changes: [
                change(Field::Price, "push", Some("price_move")),
                change(Field::Title, "push", None),
                change(Field::Stock, "conflict", None),
            ]
            .into(),
        }
    }

    #[test]
    fn conditions_about_a_change_hold_of_one_and_the_same() {
        let filter = |field, blocked| EntryFilter { field, blocked, ..EntryFilter::default() };
        assert!(filter(Some(Field::Price), Some(true)).takes(&row()));
        assert!(!filter(Some(Field::Title), Some(true)).takes(&row()), "the price is blocked, not the title");
        assert!(filter(None, Some(false)).takes(&row()));
        let conflict =
            |field| EntryFilter { field, decision: Some(Decision::Conflict), ..EntryFilter::default() };
        assert!(conflict(None).takes(&row()));
        assert!(!conflict(Some(Field::Price)).takes(&row()));
        let unchanged = EntryFilter { decision: Some(Decision::Agree), ..EntryFilter::default() };
        assert!(!unchanged.takes(&row()));
        assert!(unchanged.takes(&EntryRow { changes: BTreeSet::new(), ..row() }));
    }

    #[test]
    fn words_and_codes_are_found_by_how_they_begin() {
        let says =
            |text: &str| EntryFilter { text: Some(text.to_owned()), ..EntryFilter::default() }.takes(&row());
        for text in ["Frame", "mot fra", "MTK-FRM", "mtk frm5", "2500", "INCH 5"] {
            assert!(says(text), "{text}");
        }
        for text in ["frames", "canopy", "rame", "frame 7"] {
            assert!(!says(text), "{text}");
        }
    }
}
