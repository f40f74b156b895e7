//! Titles per channel: rules, proposals, risks.

use std::collections::BTreeMap;

use app::{
    ports::{self, Versioned},
    publishing::titles::{self, Accepted, Choice},
    words::{self, SellerText},
};
use domain::{Channel, Invalid, ListingKey, titles as model};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::bulk::BulkTask;
use super::enums::{AcceptOutcome, RiskKind, TitleOrigin, TitlePart, TitlePlace};

/// How a channel's titles are made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TitleRule {
    /// `false`: nothing is proposed; titles that were accepted before stay.
    pub enabled: bool,
    /// The order of the parts; one that is left out stays where the master has it. Empty keeps the master's order.
    #[serde(default)]
    pub pattern: Vec<TitlePart>,
    /// Words for search, the best first.
    #[serde(default)]
    pub keywords: Vec<TitleKeyword>,
    /// Words that this channel's buyers use in place of others.
    #[serde(default)]
    pub swaps: Vec<TitleSwap>,
    /// Words and phrases that are not allowed in a title here, in addition to the promotional claims that are allowed
    /// in none.
    #[serde(default)]
    pub banned: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TitleKeyword {
    /// May name `{category}`, `{brand}` and `{option}`.
    pub text: String,
    /// Used only for products that say one of these in title, category, brand or options; empty for every product.
    #[serde(default)]
    pub when: Vec<String>,
    #[serde(default = "end")]
    pub place: TitlePlace,
}

fn end() -> TitlePlace {
    TitlePlace::End
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TitleSwap {
    pub from: String,
    pub to: String,
}

/// A channel's title rule as it is stored.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoredTitleRule {
    pub channel: String,
    /// 0: the preset, which nobody has saved yet.
    pub version: u64,
    pub rule: TitleRule,
}

/// The titles of one product.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProductTitles {
    pub product_id: String,
    /// The master's title.
    pub master: String,
    pub facts: TitleFacts,
    pub listings: Vec<ListingTitle>,
}

/// What the product's title, options and category say.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TitleFacts {
    pub kind: Option<String>,
    pub fit: Option<String>,
    pub sizes: Vec<String>,
    pub codes: Vec<String>,
    pub material: Option<String>,
    pub colours: Vec<String>,
}

/// The title of one listing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListingTitle {
    /// `channel:shop:id`.
    pub listing: String,
    pub channel: String,
    /// Of the listing's state: what `If-Match` names.
    pub version: u64,
    /// What the channel shows.
    pub current: String,
    /// What a plan would make it.
    pub target: String,
    pub origin: TitleOrigin,
    /// Locked by hand: nothing is proposed in its place.
    pub locked: bool,
    /// Accepted once, and the master or the rule has changed since.
    pub outdated: bool,
    /// Of the target to the master's title, 0 to 1.
    pub target_similarity: f64,
    pub proposal: TitleProposal,
    /// The product's listings on other channels that would have the same title.
    pub equal_to: Vec<String>,
    /// 0: the preset.
    pub rule_version: u64,
    /// Characters that the shop takes.
    pub min_length: u32,
    pub max_length: u32,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TitleProposal {
    /// Absent where no allowed title exists; `explanations` says why.
    pub title: Option<String>,
    /// To the master's title, 0 to 1.
    pub similarity: Option<f64>,
    /// Within 0.70 and 0.80.
    pub in_band: bool,
    pub explanations: Vec<TitleExplanation>,
    /// Words of the target that the proposal does not have.
    pub removed: Vec<String>,
    /// Words of the proposal that the target does not have.
    pub added: Vec<String>,
}

/// Why a proposal is not what one would wish.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TitleExplanation {
    pub code: String,
    pub text: String,
    pub text_en: String,
}

/// Which products' titles to look at: named, or found by a filter, a page at a time.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeTitles {
    /// At most 200.
    #[serde(default)]
    pub products: Vec<String>,
    #[serde(default)]
    pub filter: Option<super::selection::ProductFilter>,
    /// In place of `products` and `filter`.
    #[serde(default)]
    pub selection: Option<super::selection::Selection>,
    /// Empty for every channel.
    #[serde(default)]
    pub channels: Vec<String>,
    /// Only accepted titles whose master or rule has changed since; a page may then hold fewer products.
    #[serde(default)]
    pub outdated: bool,
    /// With `filter`: `next` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
    /// With `filter`: products of a page, 1 to 200; 50 when left out.
    #[serde(default)]
    pub limit: Option<usize>,
}

/// Proposals that a person wants: those that they saw, or all of a filter. Exactly one of the two.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptTitles {
    /// 1 to 200.
    #[serde(default)]
    pub items: Vec<TitleChoice>,
    /// Whatever is proposed for these products.
    #[serde(default)]
    pub proposed: Option<AcceptProposed>,
}

/// Which products' proposals are taken as they are.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptProposed {
    /// `{}` for all products.
    #[serde(default)]
    pub filter: Option<super::selection::ProductFilter>,
    /// In place of `filter`.
    #[serde(default)]
    pub selection: Option<super::selection::Selection>,
    /// Empty for every channel.
    #[serde(default)]
    pub channels: Vec<String>,
    /// Only titles that were accepted before their master or rule changed.
    #[serde(default)]
    pub outdated: bool,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TitleChoice {
    /// `channel:shop:id`.
    pub listing: String,
    /// As it was proposed.
    pub title: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AcceptedTitles {
    /// How many of each outcome.
    pub counts: BTreeMap<AcceptOutcome, u64>,
    pub items: Vec<AcceptedTitle>,
    /// Does what the request had no time for; absent when nothing is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<BulkTask>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AcceptedTitle {
    pub listing: String,
    pub outcome: AcceptOutcome,
    /// What is proposed now, where that is not what was chosen.
    pub proposed: Option<String>,
}

/// A title to lock; without one, what the listing's title is now.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LockTitle {
    #[serde(default)]
    pub title: Option<String>,
}

/// Two titles that are too similar.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TitleRisk {
    pub kind: RiskKind,
    pub listing: String,
    pub title: String,
    pub other_listing: String,
    pub other_title: String,
    /// 0 to 1.
    pub similarity: f64,
    pub same_product: bool,
    /// How many others say exactly the same words.
    pub equal: u32,
}

fn share(similarity: model::Similarity) -> f64 {
    f64::from(similarity.0) / 10_000.0
}

impl TitleRule {
    pub fn into_model(self) -> model::TitleRule {
        let keyword = |keyword: TitleKeyword| model::Keyword {
            text: keyword.text,
            when: keyword.when,
            place: keyword.place.into(),
        };
        model::TitleRule {
            enabled: self.enabled,
            pattern: self.pattern.into_iter().map(Into::into).collect(),
            keywords: self.keywords.into_iter().map(keyword).collect(),
            swaps: self.swaps.into_iter().map(|swap| model::Swap { from: swap.from, to: swap.to }).collect(),
            banned: self.banned,
        }
    }
}

impl StoredTitleRule {
    pub fn of(channel: &Channel, stored: &Versioned<model::TitleRule>) -> Self {
        let rule = &stored.value;
        let keyword = |keyword: &model::Keyword| TitleKeyword {
            text: keyword.text.clone(),
            when: keyword.when.clone(),
            place: keyword.place.into(),
        };
        let swap = |swap: &model::Swap| TitleSwap { from: swap.from.clone(), to: swap.to.clone() };
        let rule = TitleRule {
            enabled: rule.enabled,
            pattern: rule.pattern.iter().map(|part| (*part).into()).collect(),
            keywords: rule.keywords.iter().map(keyword).collect(),
            swaps: rule.swaps.iter().map(swap).collect(),
            banned: rule.banned.clone(),
        };
        Self { channel: channel.to_string(), version: stored.version, rule }
    }
}

impl From<&titles::ProductTitles> for ProductTitles {
    fn from(titles: &titles::ProductTitles) -> Self {
        let facts = titles.facts.clone();
        Self {
            product_id: titles.product.to_string(),
            master: titles.master.clone(),
            facts: TitleFacts {
                kind: facts.kind,
                fit: facts.fit,
                sizes: facts.sizes,
                codes: facts.codes,
                material: facts.material,
                colours: facts.colours,
            },
            listings: titles.listings.iter().map(ListingTitle::from).collect(),
        }
    }
}

impl From<&titles::ListingTitle> for ListingTitle {
    fn from(title: &titles::ListingTitle) -> Self {
        Self {
            listing: title.key.to_string(),
            channel: title.key.channel.to_string(),
            version: title.version,
            current: title.current.clone(),
            target: title.target.clone(),
            origin: title.origin.into(),
            locked: title.origin == ports::TitleOrigin::Locked,
            outdated: title.outdated,
            target_similarity: share(title.target_similarity),
            proposal: TitleProposal::of(&title.proposal, &title.target),
            equal_to: title.equal_to.iter().map(ToString::to_string).collect(),
            rule_version: title.rule_version,
            min_length: title.length.min,
            max_length: title.length.max,
        }
    }
}

impl TitleProposal {
    fn of(proposal: &model::Proposal, target: &str) -> Self {
        let explanation = |why: &model::Explanation| {
            let SellerText { text, text_en } = words::explanation(why);
            TitleExplanation { code: why.code().to_owned(), text, text_en }
        };
        let missing = |from: &str, to: &str| {
            let there = model::tokens(to);
            let words = from.split_whitespace();
            words
                .filter(|word| {
                    let own = model::tokens(word);
                    !own.is_empty() && !own.is_subset(&there)
                })
                .map(str::to_owned)
                .collect()
        };
        let title = proposal.title.as_deref().unwrap_or(target);
        Self {
            title: proposal.title.clone(),
            similarity: proposal.similarity.map(share),
            in_band: proposal.in_band(),
            explanations: proposal.explanations.iter().map(explanation).collect(),
            removed: missing(target, title),
            added: missing(title, target),
        }
    }
}

impl TitleChoice {
    /// `at` is its place in the request.
    pub fn parse(self, at: usize) -> Result<Choice, Invalid> {
        let listing = ListingKey::parse(&self.listing).map_err(|mut invalid| {
            invalid.field = format!("items[{at}].listing");
            invalid
        })?;
        Ok(Choice { listing, title: self.title })
    }
}

impl From<&Accepted> for AcceptedTitle {
    fn from(accepted: &Accepted) -> Self {
        Self {
            listing: accepted.listing.to_string(),
            outcome: accepted.outcome.into(),
            proposed: accepted.proposed.clone(),
        }
    }
}

impl From<&model::Risk> for TitleRisk {
    fn from(risk: &model::Risk) -> Self {
        Self {
            kind: risk.kind.into(),
            listing: risk.id.clone(),
            title: risk.title.clone(),
            other_listing: risk.other.clone(),
            other_title: risk.other_title.clone(),
            similarity: share(risk.similarity),
            same_product: risk.same_product,
            equal: risk.equal,
        }
    }
}
