//! Conflicts and what is decided about them.

use std::collections::BTreeSet;

use app::publishing::conflicts;
use domain::{ProductId, Rupiah};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    enums::Field,
    plan::{FieldValue, VariantLabel},
};
use crate::{ApiState, problem::Problem, routes::products::channel_of};

/// A field that changed on both sides, or that somebody wants to be asked about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Conflict {
    /// Names it when it is resolved. It names both sides as well: once one of them says something else, it is another
    /// id.
    #[schema(example = "shopee:14701711:2500139861#title@5f8c02d1a7e93b64")]
    pub id: String,
    pub listing: String,
    pub channel: String,
    pub product_id: String,
    /// The master's title.
    pub title: String,
    /// The address of a picture.
    pub thumbnail: Option<String>,
    pub field: Field,
    /// The variant, for a field kept per offer.
    pub variant: Option<VariantLabel>,
    /// What both sides last agreed on; absent where they never did, or where it is not known any more.
    pub base: Option<FieldValue>,
    pub ours: ConflictSide,
    pub theirs: ConflictSide,
}

/// What one side says, by whom and since when, as far as it is known.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConflictSide {
    pub value: FieldValue,
    /// A person, or the channel's name.
    pub by: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub at: Option<Timestamp>,
}

impl From<&conflicts::Conflict> for Conflict {
    fn from(conflict: &conflicts::Conflict) -> Self {
        let side = |value: &domain::diff::Value, said: &conflicts::Said| ConflictSide {
            value: value.into(),
            by: said.by.clone(),
            at: said.at,
        };
        Self {
            id: conflict.seen().to_string(),
            listing: conflict.id.listing.to_string(),
            channel: conflict.id.listing.channel.to_string(),
            product_id: conflict.product.to_string(),
            title: conflict.title.clone(),
            thumbnail: conflict.thumbnail.clone(),
            field: conflict.change.field.into(),
            variant: conflict.variant.as_ref().map(VariantLabel::from),
            base: conflict.base.as_ref().map(FieldValue::from),
            ours: side(&conflict.change.to, &conflict.ours),
            theirs: side(&conflict.change.from, &conflict.theirs),
        }
    }
}

/// A page of conflicts. A page reads a fixed number of products, so it may be short, or empty, and have a `next`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConflictPage {
    pub items: Vec<Conflict>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Fields of listings that are in conflict, of all that was asked for; a field that is kept per offer counts once.
    pub total: u64,
}

/// Which conflicts, and what holds from now on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewResolution {
    pub selection: ConflictSelection,
    pub to: ResolveTo,
}

/// `{"ids": […]}`, at most 1,000, or `{"filter": {…}, "except": […]}` with the conditions of the list. Of ids only those are
/// resolved whose sides still say what they said in the list; a filter takes what it finds when the work is done.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConflictSelection {
    #[serde(default)]
    pub ids: Option<Vec<String>>,
    #[serde(default)]
    pub filter: Option<ConflictFilter>,
    /// Ids that are left out of the filter.
    #[serde(default)]
    pub except: Vec<String>,
}

/// Every condition that is present must hold.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConflictFilter {
    #[serde(default)]
    pub product: Option<String>,
    #[serde(default)]
    pub channel: Option<String>,
    #[serde(default)]
    pub field: Option<Field>,
    #[serde(default)]
    pub q: Option<String>,
}

/// `master`: what the master wants is pushed by the next plan. `channel`: the master takes over what the channel says; where
/// the field's owner is asked, or the listing has a text of its own, the listing keeps it as its own. `value`: a third
/// value.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResolveTo {
    Master,
    Channel,
    Value(TypedValue),
}

/// A value that a person typed, by its kind.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum TypedValue {
    /// A title, a description or a SKU.
    Text(String),
    /// The master's base price in whole rupiah.
    Money(i64),
    /// Stock.
    Count(u32),
    /// Grams.
    Weight(u32),
    Dimensions(TypedDimensions),
    /// `null` for an ordinary, in-stock listing.
    Days(Option<u16>),
}

/// Decimal numbers of centimetres.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TypedDimensions {
    pub length_cm: String,
    pub width_cm: String,
    pub height_cm: String,
}

impl ConflictFilter {
    pub fn query(self, state: &ApiState, parent: &str) -> Result<conflicts::ConflictQuery, Problem> {
        let product = self.product.as_deref().map(ProductId::parse).transpose();
        let channel = self.channel.as_deref().map(|name| channel_of(state, name)).transpose();
        Ok(conflicts::ConflictQuery {
            product: product.map_err(|invalid| Problem::from(invalid).field(format!("{parent}product")))?,
            channel: channel.map_err(|problem| problem.field(format!("{parent}channel")))?,
            field: self.field.map(Into::into),
            text: self.q.filter(|text| !text.trim().is_empty()),
        })
    }
}

/// The ids at `field` of the body.
pub fn ids(texts: &[String], field: &str) -> Result<Vec<conflicts::SeenConflict>, Problem> {
    let one = |(place, text): (usize, &String)| {
        conflicts::SeenConflict::parse(text)
            .map_err(|invalid| Problem::from(invalid).field(format!("{field}[{place}]")))
    };
    texts.iter().enumerate().map(one).collect()
}

impl ConflictSelection {
    /// Absent where nothing is named.
    pub fn selection(self, state: &ApiState) -> Result<Option<conflicts::Selection>, Problem> {
        Ok(match (self.ids, self.filter) {
            (Some(named), None) if !named.is_empty() => {
                Some(conflicts::Selection::Ids(ids(&named, "selection.ids")?))
            }
            (None, Some(filter)) => {
                let except: BTreeSet<_> =
                    ids(&self.except, "selection.except")?.into_iter().map(|seen| seen.id).collect();
                Some(conflicts::Selection::Filter {
                    query: filter.query(state, "selection.filter.")?,
                    except,
                })
            }
            _ => None,
        })
    }
}

impl From<ResolveTo> for conflicts::Resolution {
    fn from(to: ResolveTo) -> Self {
        use conflicts::Typed;
        match to {
            ResolveTo::Master => Self::Master,
            ResolveTo::Channel => Self::Channel,
            ResolveTo::Value(typed) => Self::Value(match typed {
                TypedValue::Text(text) => Typed::Text(text),
                TypedValue::Money(amount) => Typed::Money(Rupiah::new(amount)),
                TypedValue::Count(count) => Typed::Stock(count),
                TypedValue::Weight(grams) => Typed::Weight(grams),
                TypedValue::Dimensions(sides) => {
                    Typed::Dimensions(sides.length_cm, sides.width_cm, sides.height_cm)
                }
                TypedValue::Days(days) => Typed::PreOrderDays(days),
            }),
        }
    }
}
