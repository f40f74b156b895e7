//! Plans: what would change and where, and the reasons for what will not change.

use std::collections::BTreeMap;

use app::{
    ports,
    words::{self, SellerText},
};
use domain::diff;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    enums::{Decision, Field, PlanState, Visibility},
    number::Percent,
    run::Failure,
    selection::{ProductFilter, Selection},
};

mod totals;
mod value;
pub use totals::{Freshness, MoneyMove, MoneyPair, MoneySum, PlanCounts, PlanMoney, VariantLabel};
pub use value::{FieldValue, ImageValue, VariantValue};

/// What to plan: products by id, by SKU or by filter, all of them together; or a selection.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPlan {
    /// At most 1,000.
    #[serde(default)]
    pub products: Vec<String>,
    /// At most 1,000.
    #[serde(default)]
    pub skus: Vec<String>,
    #[serde(default)]
    pub filter: Option<ProductFilter>,
    /// In place of `products`, `skus` and `filter`.
    #[serde(default)]
    pub selection: Option<Selection>,
    /// Every channel that a product is listed on when left out.
    #[serde(default)]
    pub channels: Vec<String>,
    /// Plan these fields only. Not together with `create`, which needs them all.
    #[serde(default)]
    pub fields: Option<Vec<Field>>,
    /// Also propose to create the listings that products do not have yet on `channels`; on every connected channel when
    /// `channels` is left out.
    #[serde(default)]
    pub create: bool,
    /// The largest price move of one push; each channel's own when left out.
    #[serde(default)]
    #[schema(value_type = Option<f64>)]
    pub guard_percent: Option<Percent>,
    /// Show or hide the listings, and nothing else of them. Not together with `fields` or `create`.
    #[serde(default)]
    pub visibility: Option<Visibility>,
}

/// Listings to delete. A plan of its own, never part of another: what is deleted cannot be taken back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDeletion {
    /// By `channel:shop:id`: at least one, at most 50.
    pub listings: Vec<String>,
}

/// A plan without its listings. Immutable once it is ready.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Plan {
    pub id: String,
    /// `preparing` while its listings are planned in pages: poll until it is `ready` or `failed`.
    pub state: PlanState,
    /// Why it could not be made.
    pub failure: Option<Failure>,
    /// What a person approves: give it back when starting the run. Absent until the plan is ready.
    pub hash: Option<String>,
    /// Products (for an undo: jobs) looked at so far.
    pub looked_at: u64,
    /// Of how many.
    pub to_look_at: u64,
    /// Listings looked at.
    pub listings: u64,
    /// Listings that have something to push.
    pub listings_changed: u64,
    /// Changes that will be pushed.
    pub changes: u64,
    /// Changes that will not be pushed, each with its reason.
    pub blocked: u64,
    /// Fields that changed on both sides.
    pub conflicts: u64,
    /// What to look at although nothing is in the way; each listing's `warnings` say what.
    pub warnings: u64,
    /// The same counts of each channel.
    pub by_channel: BTreeMap<String, PlanCounts>,
    /// The same counts of each field that differs anywhere.
    pub by_field: BTreeMap<Field, PlanCounts>,
    /// Changes by what follows for them; a decision that nothing follows from is left out.
    pub by_decision: BTreeMap<Decision, u64>,
    /// Blocked changes by their code, as in `docs/ERRORS.md`.
    pub by_code: BTreeMap<String, u64>,
    /// What the prices that will be pushed add up to.
    pub money: PlanMoney,
    /// Whether it can be carried out as it is. Absent while it is not ready; in a list only `used` is found out.
    pub freshness: Option<Freshness>,
    /// The run that carries it out, where there is one.
    pub run_id: Option<String>,
    /// Calls to the channels, read-backs included.
    pub calls: u64,
    /// What the calls take at the shops' call budgets.
    pub seconds: u64,
    /// Only these fields were planned.
    pub fields: Option<Vec<Field>>,
    #[schema(value_type = f64)]
    pub guard_percent: Percent,
    /// The run that this plan undoes.
    pub undoes: Option<String>,
    /// It shows or hides listings, and changes nothing else of them.
    pub visibility: Option<Visibility>,
    /// It deletes the listings, for good.
    pub deletes: bool,
    /// What was named and has nothing to push, each with its reason.
    pub unplanned: Vec<Unplanned>,
    /// How many products that a filter found have nothing to push, for each reason.
    pub nothing_planned: Vec<NothingPlanned>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    pub created_by: String,
}

impl From<&ports::Plan> for Plan {
    fn from(plan: &ports::Plan) -> Self {
        Self {
            id: plan.id.to_string(),
            state: plan.state.into(),
            failure: plan.failure.as_ref().map(Failure::from),
            hash: (plan.state == ports::PlanState::Ready).then(|| plan.hash.to_string()),
            looked_at: plan.looked_at,
            to_look_at: plan.to_look_at,
            listings: plan.listings,
            listings_changed: plan.listings_changed,
            changes: plan.changes,
            blocked: plan.blocked,
            conflicts: plan.conflicts,
            warnings: plan.warnings,
            by_channel: totals::by_channel(&plan.totals),
            by_field: totals::by_field(&plan.totals),
            by_decision: totals::by_decision(plan),
            by_code: plan.totals.by_blocker.clone(),
            money: (&plan.totals.money).into(),
            freshness: None,
            run_id: None,
            calls: plan.calls,
            seconds: plan.seconds,
            fields: plan.fields.as_ref().map(|fields| fields.iter().map(|field| (*field).into()).collect()),
            guard_percent: Percent(plan.guard),
            undoes: plan.undoes.as_ref().map(ToString::to_string),
            visibility: plan.visibility.map(Visibility::from),
            deletes: plan.deletes,
            unplanned: plan.unplanned.iter().map(Unplanned::from).collect(),
            nothing_planned: plan.totals.nothing_planned.iter().map(NothingPlanned::from).collect(),
            created_at: plan.created_at,
            created_by: plan.created_by.clone(),
        }
    }
}

impl Plan {
    /// `plan` with what became of it.
    pub fn with(plan: &ports::Plan, freshness: Option<&app::publishing::freshness::Freshness>) -> Self {
        use app::publishing::freshness::Freshness as Found;
        let run = match freshness {
            Some(Found::Used(run)) => Some(run.to_string()),
            _ => None,
        };
        Self { freshness: freshness.map(Freshness::from), run_id: run, ..Self::from(plan) }
    }
}

/// A product or SKU that was named and for which nothing will be pushed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Unplanned {
    /// As it was named: a product's id, or a SKU.
    pub named: String,
    pub product_id: String,
    /// As in `docs/ERRORS.md`.
    pub code: String,
    /// In Bahasa Indonesia.
    pub text: String,
    pub text_en: String,
}

impl From<&domain::plan::Unplanned> for Unplanned {
    fn from(unplanned: &domain::plan::Unplanned) -> Self {
        let app::words::SellerText { text, text_en } = app::words::nothing_planned(&unplanned.reason);
        Self {
            named: unplanned.named.clone(),
            product_id: unplanned.product.to_string(),
            code: unplanned.reason.code().to_owned(),
            text,
            text_en,
        }
    }
}

/// Products that a filter found and for which nothing will be pushed, for one reason.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NothingPlanned {
    /// As in `docs/ERRORS.md`.
    pub code: String,
    /// Products.
    pub count: u64,
    /// In Bahasa Indonesia.
    pub text: String,
    pub text_en: String,
}

impl From<(&String, &u64)> for NothingPlanned {
    fn from((code, count): (&String, &u64)) -> Self {
        let SellerText { text, text_en } = words::nothing_planned_of_many(code, *count);
        Self { code: code.clone(), count: *count, text, text_en }
    }
}

/// One listing of a plan.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlanEntry {
    /// `channel:shop:id`.
    pub listing: String,
    pub channel: String,
    pub product_id: String,
    /// The master's title when the plan was made.
    pub title: String,
    /// The address of a picture.
    pub thumbnail: Option<String>,
    /// Names exactly the changes that will be pushed.
    pub hash: String,
    /// Every field that differs, whether or not it will be pushed.
    pub changes: Vec<Change>,
    /// Offers on the channel that no variant is linked to; they are not changed.
    pub unlinked: Vec<String>,
    pub calls: u32,
    /// What to look at although nothing is in the way.
    pub warnings: Vec<PlanWarning>,
}

/// Something to look at before a push.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlanWarning {
    /// As in `docs/ERRORS.md`.
    pub code: String,
    /// In Bahasa Indonesia.
    pub text: String,
    pub text_en: String,
}

/// One field: from → to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Change {
    pub field: Field,
    /// The offer, for a field kept per offer.
    pub offer: Option<String>,
    pub variant_id: Option<String>,
    /// The variant in a person's words, for a field kept per offer.
    pub variant: Option<VariantLabel>,
    pub from: FieldValue,
    pub to: FieldValue,
    /// What a change of a price means for an order of one piece; absent for every other field.
    pub money: Option<MoneyMove>,
    pub decision: Decision,
    /// Will be sent to the channel.
    pub pushed: bool,
    /// Why it will not be pushed.
    pub blocked: Option<Blocked>,
}

/// Why a change will not be pushed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Blocked {
    /// As in `docs/ERRORS.md`.
    pub code: String,
    /// In Bahasa Indonesia.
    pub text: String,
    pub text_en: String,
    /// The numbers behind it.
    #[schema(value_type = Object)]
    pub details: serde_json::Value,
}

impl From<&domain::plan::Blocker> for Blocked {
    fn from(blocker: &domain::plan::Blocker) -> Self {
        let mut details = serde_json::to_value(blocker).unwrap_or_default();
        let code = details.as_object_mut().and_then(|fields| fields.remove("code"));
        let code = code.as_ref().and_then(|code| code.as_str()).unwrap_or("blocked").to_owned();
        let SellerText { text, text_en } = words::blocker(blocker);
        Self { code, text, text_en, details }
    }
}

impl From<&domain::plan::Warning> for PlanWarning {
    fn from(warning: &domain::plan::Warning) -> Self {
        let code = match warning {
            domain::plan::Warning::TitleOutdated { .. } => "title_outdated",
            domain::plan::Warning::Rewrites { .. } => "rewrites",
            domain::plan::Warning::DeletesListing { .. } => "deletes_listing",
            domain::plan::Warning::DescriptionLosesFormat { .. } => "description_loses_format",
            domain::plan::Warning::SoldSince => "sold_since",
        };
        let SellerText { text, text_en } = words::warning(warning);
        Self { code: code.to_owned(), text, text_en }
    }
}

impl From<&domain::plan::Change> for Change {
    fn from(change: &domain::plan::Change) -> Self {
        Self {
            field: change.field.into(),
            offer: change.offer.as_ref().map(ToString::to_string),
            variant_id: change.variant.as_ref().map(ToString::to_string),
            variant: None,
            from: (&change.from).into(),
            to: (&change.to).into(),
            money: None,
            decision: change.decision.into(),
            pushed: change.is_pushed(),
            blocked: change.blocked.as_ref().map(Blocked::from),
        }
    }
}

impl Change {
    /// `change` with what `view` says of its variant.
    pub fn with(change: &domain::plan::Change, view: &ports::EntryView) -> Self {
        let shown = change.variant.as_ref().and_then(|variant| view.variants.get(variant));
        let priced = matches!(change.field, diff::Field::Price | diff::Field::Variants);
        Self {
            variant: shown.map(VariantLabel::from),
            money: shown.filter(|_| priced).and_then(|shown| shown.money).map(MoneyMove::from),
            ..Self::from(change)
        }
    }
}

impl From<&ports::PlanEntry> for PlanEntry {
    fn from(entry: &ports::PlanEntry) -> Self {
        let planned = &entry.planned;
        Self {
            listing: planned.key.to_string(),
            channel: planned.key.channel.to_string(),
            product_id: planned.product.to_string(),
            title: entry.view.title.clone(),
            thumbnail: entry.view.thumbnail.clone(),
            hash: planned.hash.to_string(),
            changes: planned.changes.iter().map(|change| Change::with(change, &entry.view)).collect(),
            unlinked: planned.unlinked.iter().map(ToString::to_string).collect(),
            calls: entry.calls,
            warnings: entry.warnings.iter().map(PlanWarning::from).collect(),
        }
    }
}
