//! Previews of building masters again, and a person's answer to them.

use std::collections::{BTreeMap, BTreeSet};

use app::catalogue::masters;
use domain::{diff, master};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    bulk::BulkTask,
    enums::Field,
    plan::FieldValue,
    product::FieldSource,
    selection::{ProductFilter, Selection},
};

/// Which products: those named, or else a page of those that the filter finds.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MasterSelection {
    /// Ids, at most 200.
    #[serde(default)]
    pub products: Vec<String>,
    /// The same conditions as in the list of products; `{}` for all.
    #[serde(default)]
    pub filter: Option<ProductFilter>,
    /// In place of `products` and `filter`.
    #[serde(default)]
    pub selection: Option<Selection>,
    /// `next` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
    /// Products that one page of a filter looks at, 1 to 200; 50 when left out.
    #[serde(default)]
    pub limit: Option<usize>,
}

/// What building masters again would change. Nothing was written.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MasterPreviews {
    /// Products that would change; a page may be empty and have a `next`.
    pub items: Vec<MasterPreview>,
    /// Products looked at, those without a change included.
    pub looked_at: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// What building one product again would change.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MasterPreview {
    pub product_id: String,
    pub title: String,
    pub version: u64,
    /// Names exactly this proposal: give it back to accept it.
    pub hash: String,
    pub fields: Vec<MasterField>,
    /// Why a person should look before accepting.
    pub warnings: Vec<MasterWarning>,
    /// What a person should look at afterwards.
    pub attention: BTreeSet<String>,
    /// The listings that the product is made of.
    pub listings: Vec<String>,
}

/// One field of a product: as it is and as its listings would have it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MasterField {
    /// As in a product's `sources`; an added variant is `variants/{id}`.
    #[schema(example = "description")]
    pub field: String,
    pub variant_id: Option<String>,
    pub current: FieldValue,
    pub proposed: FieldValue,
    /// Where the proposed value comes from, by which rule, and what was not taken.
    pub source: Option<FieldSource>,
}

/// A reason to look, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MasterWarning {
    #[schema(example = "base_price_differs")]
    pub code: String,
    /// In Bahasa Indonesia.
    pub text: String,
    pub text_en: String,
}

/// Either the previewed products by their hashes, or everything that nobody needs to look at.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MasterAcceptance {
    /// At most 200.
    #[serde(default)]
    pub items: Vec<MasterAccept>,
    /// Applies what has no warning, page by page, and names what has one.
    #[serde(default)]
    pub without_warnings: Option<MasterSelection>,
}

/// A yes to one previewed product.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MasterAccept {
    pub product_id: String,
    /// Of the preview.
    pub hash: String,
    /// Take these fields only, as the preview names them; all when left out. A field kept per variant may be named bare
    /// for all variants, and `variants` means every variant that is added. A name that is not a field is refused.
    #[serde(default)]
    pub fields: Option<BTreeSet<String>>,
    /// By listing: fields that it keeps as they are there, whatever the master says.
    #[serde(default)]
    pub keep: BTreeMap<String, BTreeSet<Field>>,
}

/// What became of each product.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MasterResults {
    pub items: Vec<MasterResult>,
    pub applied: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Does what the request had no time for; absent when nothing is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<BulkTask>,
}

impl MasterResults {
    pub fn of(done: &[masters::Accepted], task: Option<BulkTask>, next: Option<String>) -> Self {
        let items: Vec<MasterResult> = done.iter().map(MasterResult::from).collect();
        let applied = items.iter().filter(|item| item.outcome == MasterOutcome::Applied).count();
        Self { items, applied, next, task }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MasterResult {
    pub product_id: String,
    #[schema(inline)]
    pub outcome: MasterOutcome,
    /// Of the product now, where it is known.
    pub version: Option<u64>,
    /// Why it was not applied: a code.
    pub code: Option<String>,
    /// What is wrong and what to do, in Bahasa Indonesia.
    pub detail: Option<String>,
    /// The same in English.
    pub detail_en: Option<String>,
    pub warnings: Vec<MasterWarning>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MasterOutcome {
    Applied,
    /// It says that already.
    Unchanged,
    /// The product or a listing of it moved since the preview; nothing was written.
    Stale,
    NotFound,
    /// Left alone because a person should look first.
    Warned,
    Refused,
}

/// Who decides a field from now on: by field, a listing's key, `rules`, or `person` for nobody but an edit.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct SourcesPatch(pub BTreeMap<String, String>);

/// Fields in which a listing keeps what it says now.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepRequest {
    pub fields: BTreeSet<Field>,
}

impl From<&masters::Preview> for MasterPreview {
    fn from(preview: &masters::Preview) -> Self {
        let field = |change: &master::Changed| MasterField {
            field: change.name.clone(),
            variant_id: master::variant_of(&change.name).map(|id| id.to_string()),
            current: (&change.from).into(),
            proposed: (&change.to).into(),
            source: preview.proposed.sources.get(&change.name).map(FieldSource::from),
        };
        Self {
            product_id: preview.product.to_string(),
            title: preview.title.clone(),
            version: preview.version,
            hash: preview.hash.to_string(),
            fields: preview.changes.iter().map(field).collect(),
            warnings: preview.warnings.iter().map(|code| warning(code)).collect(),
            attention: preview.proposed.attention.clone(),
            listings: preview.sources.iter().map(ToString::to_string).collect(),
        }
    }
}

impl From<&masters::Accepted> for MasterResult {
    fn from(accepted: &masters::Accepted) -> Self {
        use masters::Outcome;
        let (mut version, mut code, mut why, mut warnings) = (None, None, None, Vec::new());
        let outcome = match &accepted.outcome {
            Outcome::Applied { version: now } => {
                version = Some(*now);
                MasterOutcome::Applied
            }
            Outcome::Unchanged { version: now } => {
                version = Some(*now);
                MasterOutcome::Unchanged
            }
            Outcome::Stale => MasterOutcome::Stale,
            Outcome::NotFound => MasterOutcome::NotFound,
            Outcome::Warned(codes) => {
                warnings = codes.iter().map(|code| warning(code)).collect();
                MasterOutcome::Warned
            }
            Outcome::Refused { code: refused, why: told } => {
                (code, why) = (Some((*refused).to_owned()), Some(told));
                MasterOutcome::Refused
            }
        };
        Self {
            product_id: accepted.product.to_string(),
            outcome,
            version,
            code,
            detail: why.map(|why| why.text.clone()),
            detail_en: why.map(|why| why.text_en.clone()),
            warnings,
        }
    }
}

impl KeepRequest {
    pub fn fields(&self) -> BTreeSet<diff::Field> {
        self.fields.iter().map(|field| (*field).into()).collect()
    }
}

fn warning(code: &str) -> MasterWarning {
    let app::words::SellerText { text, text_en } = app::words::flag(code);
    MasterWarning { code: code.to_owned(), text, text_en }
}
