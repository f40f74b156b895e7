//! Plans: what would change, where, and why something will not.

use app::{
    ports,
    words::{self, Told},
};
use domain::diff::{self, Value};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    enums::{Decision, Field, ListingStatus, PlanState},
    number::Percent,
    product::Dimensions,
    run::Failure,
    selection::{ProductFilter, Selection},
};

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
    /// Plan these fields only.
    #[serde(default)]
    pub fields: Option<Vec<Field>>,
    /// The largest price move of one push; each channel's own when left out.
    #[serde(default)]
    #[schema(value_type = Option<f64>)]
    pub guard_percent: Option<Percent>,
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
    /// What was named and has nothing to push, each with its reason.
    pub unplanned: Vec<Unplanned>,
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
            calls: plan.calls,
            seconds: plan.seconds,
            fields: plan.fields.as_ref().map(|fields| fields.iter().map(|field| (*field).into()).collect()),
            guard_percent: Percent(plan.guard),
            undoes: plan.undoes.as_ref().map(ToString::to_string),
            unplanned: plan.unplanned.iter().map(Unplanned::from).collect(),
            created_at: plan.created_at,
            created_by: plan.created_by.clone(),
        }
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
        let app::words::Told { text, text_en } = app::words::nothing_planned(&unplanned.reason);
        Self {
            named: unplanned.named.clone(),
            product_id: unplanned.product.to_string(),
            code: unplanned.reason.code().to_owned(),
            text,
            text_en,
        }
    }
}

/// One listing of a plan.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlanEntry {
    /// `channel:shop:id`.
    pub listing: String,
    pub channel: String,
    pub product_id: String,
    /// Names exactly the changes that will be pushed.
    pub hash: String,
    /// Every field that differs, whether or not it will be pushed.
    pub changes: Vec<Change>,
    /// Offers on the channel that no variant stands behind; they are left alone.
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
    pub from: FieldValue,
    pub to: FieldValue,
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

/// One value of a field.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum FieldValue {
    Nothing,
    Text(String),
    Texts(Vec<String>),
    /// Whole rupiah.
    Money(i64),
    Count(u32),
    /// Grams.
    Weight(u32),
    Dimensions(Dimensions),
    Days(u16),
    Visibility(ListingStatus),
    Sku(String),
    Images(Vec<ImageValue>),
    Variant(VariantValue),
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ImageValue {
    pub reference: String,
    pub url: Option<String>,
}

/// A variant that is added or removed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VariantValue {
    pub variant_id: Option<String>,
    pub sku: Option<String>,
    pub option_values: Vec<String>,
    /// Whole rupiah.
    pub price: Option<i64>,
    pub stock: Option<u32>,
}

impl From<&Value> for FieldValue {
    fn from(value: &Value) -> Self {
        match value {
            Value::Nothing => Self::Nothing,
            Value::Text(text) => Self::Text(text.clone()),
            Value::Texts(texts) => Self::Texts(texts.clone()),
            Value::Money(amount) => Self::Money(amount.get()),
            Value::Count(count) => Self::Count(*count),
            Value::Weight(weight) => Self::Weight(weight.get()),
            Value::Dimensions(dimensions) => Self::Dimensions((*dimensions).into()),
            Value::Days(days) => Self::Days(days.get()),
            Value::Visibility(status) => Self::Visibility((*status).into()),
            Value::Sku(sku) => Self::Sku(sku.to_string()),
            Value::Images(images) => {
                let image =
                    |i: &diff::ImageValue| ImageValue { reference: i.reference.clone(), url: i.url.clone() };
                Self::Images(images.iter().map(image).collect())
            }
            Value::Variant(variant) => Self::Variant(VariantValue {
                variant_id: variant.variant_id.as_ref().map(ToString::to_string),
                sku: variant.sku.as_ref().map(ToString::to_string),
                option_values: variant.option_values.clone(),
                price: variant.price.map(domain::Rupiah::get),
                stock: variant.stock,
            }),
        }
    }
}

impl From<&domain::plan::Blocker> for Blocked {
    fn from(blocker: &domain::plan::Blocker) -> Self {
        let mut details = serde_json::to_value(blocker).unwrap_or_default();
        let code = details.as_object_mut().and_then(|fields| fields.remove("code"));
        let code = code.as_ref().and_then(|code| code.as_str()).unwrap_or("blocked").to_owned();
        let Told { text, text_en } = words::blocker(blocker);
        Self { code, text, text_en, details }
    }
}

impl From<&domain::plan::Warning> for PlanWarning {
    fn from(warning: &domain::plan::Warning) -> Self {
        let code = match warning {
            domain::plan::Warning::TitleOutdated { .. } => "title_outdated",
            domain::plan::Warning::Rewrites { .. } => "rewrites",
            domain::plan::Warning::DescriptionLosesFormat { .. } => "description_loses_format",
        };
        let Told { text, text_en } = words::warning(warning);
        Self { code: code.to_owned(), text, text_en }
    }
}

impl From<&diff::Change> for Change {
    fn from(change: &diff::Change) -> Self {
        Self {
            field: change.field.into(),
            offer: change.offer.as_ref().map(ToString::to_string),
            variant_id: change.variant.as_ref().map(ToString::to_string),
            from: (&change.from).into(),
            to: (&change.to).into(),
            decision: change.decision.into(),
            pushed: change.is_pushed(),
            blocked: change.blocked.as_ref().map(Blocked::from),
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
            hash: planned.hash.to_string(),
            changes: planned.changes.iter().map(Change::from).collect(),
            unlinked: planned.unlinked.iter().map(ToString::to_string).collect(),
            calls: entry.calls,
            warnings: entry.warnings.iter().map(PlanWarning::from).collect(),
        }
    }
}

/// A field that a person has to decide about, or that the channel's value was taken for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Conflict {
    pub listing: String,
    pub channel: String,
    pub product_id: String,
    pub change: Change,
}
