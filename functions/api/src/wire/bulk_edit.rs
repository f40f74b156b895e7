//! One edit of many products.

use app::{
    catalogue::edit_many::{AmountChange, FieldChange, Kept, TextChange},
    ports,
};
use domain::{
    Invalid, Rupiah,
    amount::{CountChange, MoneyChange},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{bulk::BulkTask, number::Percent, price::Rounding, selection::Selection};

/// The same change of one or more fields in many products.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkEdit {
    pub selection: Selection,
    /// 1 to 10, carried out one after the other.
    pub changes: Vec<BulkChange>,
    /// The largest move of a base price; 30 when left out. A product that would move further is refused and left.
    #[serde(default)]
    #[schema(value_type = Option<f64>)]
    pub guard_percent: Option<Percent>,
    /// `true`: only say what would change.
    #[serde(default)]
    pub dry_run: bool,
}

/// A field, what is done to it, and with what.
///
/// | field | op | value |
/// |---|---|---|
/// | `title`, `description`, `category`, `brand` | `set`, `add` (behind what is there) | text |
/// | the same | `replace` | `{"find": …, "with": …}` |
/// | `base_price`, `cost` | `set`, `add` | whole rupiah |
/// | the same | `percent` | such as `5` or `-2.5`; `rounding` may follow |
/// | `stock`, `weight_g`, `pre_order_days` | `set`, `add` | whole number |
/// | `status` | `set` | `active` or `archived` |
/// | all but `title` and `status` | `clear` | none |
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "field": "base_price", "op": "percent", "value": 5, "rounding": "up500" }))]
pub struct BulkChange {
    pub field: BulkField,
    pub op: BulkOp,
    #[serde(default)]
    pub value: Option<Value>,
    /// Of `percent`: the round price that is taken; none when left out. Whole rupiah in any case.
    #[serde(default)]
    pub rounding: Option<Rounding>,
    /// Of the rounding `charm`: the last three digits, 0 to 999.
    #[serde(default)]
    pub charm_ending: Option<u16>,
}

/// Fields of variants (`base_price`, `cost`, `stock`) are changed in every variant of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkField {
    Title,
    Description,
    Category,
    Brand,
    WeightG,
    PreOrderDays,
    Status,
    BasePrice,
    Cost,
    Stock,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkOp {
    Set,
    Add,
    Percent,
    Replace,
    Clear,
}

/// An edit of many products: done, or under way.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BulkEditStarted {
    /// Its `counts` say what became of the products so far; poll it until `finished_at`.
    pub task: BulkTask,
    /// How many products were selected when it began.
    pub selected: usize,
    /// The first page; `/v1/bulk-tasks/{id}/rows` has all.
    pub items: Vec<BulkEditRow>,
}

/// What became of one product. `details` of the task's rows has the same fields.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BulkEditRow {
    pub product_id: String,
    /// `changed`, `unchanged`, `refused`, `conflict` (somebody wrote it at the same moment) or `not_found`.
    pub outcome: String,
    pub title: Option<String>,
    /// That the values were read at.
    pub version: Option<u64>,
    pub changes: Vec<BulkMove>,
    pub refused: Option<BulkRefused>,
}

/// A field, from → to: a text, or whole rupiah, grams, pieces or days.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BulkMove {
    pub field: String,
    pub variant_id: Option<String>,
    pub from: Value,
    pub to: Value,
}

/// Why a product was left as it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BulkRefused {
    /// As in `docs/ERRORS.md`.
    pub code: String,
    pub field: String,
    /// In Bahasa Indonesia.
    pub text: String,
    pub text_en: String,
}

impl From<ports::BulkRow> for BulkEditRow {
    fn from(row: ports::BulkRow) -> Self {
        let kept = Kept::of(&row);
        let moved = |moved: app::catalogue::edit_many::Moved| BulkMove {
            field: moved.field,
            variant_id: moved.variant.map(String::from),
            from: moved.from,
            to: moved.to,
        };
        Self {
            product_id: row.key,
            outcome: row.outcome,
            title: kept.as_ref().map(|kept| kept.title.clone()),
            version: kept.as_ref().map(|kept| kept.version),
            refused: kept.as_ref().and_then(|kept| kept.refused.clone()).map(|refused| BulkRefused {
                code: refused.code,
                field: refused.field,
                text: refused.text,
                text_en: refused.text_en,
            }),
            changes: kept.into_iter().flat_map(|kept| kept.moved).map(moved).collect(),
        }
    }
}

impl BulkChange {
    /// The change in the model's words. The error names `field`, `op` or `value`.
    pub fn read(self) -> Result<FieldChange, Invalid> {
        if (self.rounding.is_some() || self.charm_ending.is_some()) && self.op != BulkOp::Percent {
            return Err(not_for("rounding", "rounding goes with percent"));
        }
        match self.field {
            BulkField::Title => self.text().map(FieldChange::Title),
            BulkField::Description => self.text().map(FieldChange::Description),
            BulkField::Category => self.text().map(FieldChange::Category),
            BulkField::Brand => self.text().map(FieldChange::Brand),
            BulkField::WeightG => self.count().map(FieldChange::Weight),
            BulkField::PreOrderDays => self.count().map(FieldChange::PreOrder),
            BulkField::Stock => self.count().map(FieldChange::Stock),
            BulkField::BasePrice => self.money().map(FieldChange::BasePrice),
            BulkField::Cost => self.money().map(FieldChange::Cost),
            BulkField::Status => match (self.op, self.value.as_ref().and_then(Value::as_str)) {
                (BulkOp::Set, Some("active")) => Ok(FieldChange::Status(domain::ProductStatus::Active)),
                (BulkOp::Set, Some("archived")) => Ok(FieldChange::Status(domain::ProductStatus::Archived)),
                (BulkOp::Set, _) => Err(wrong("a status is active or archived")),
                _ => Err(not_for("op", "a status can only be set")),
            },
        }
    }

    fn text(self) -> Result<TextChange, Invalid> {
        let text = || {
            let text = self.value.as_ref().and_then(Value::as_str).map(str::to_owned);
            text.ok_or_else(|| wrong("expected a text"))
        };
        match self.op {
            BulkOp::Set => Ok(TextChange::Set(text()?)),
            BulkOp::Add => Ok(TextChange::Append(text()?)),
            BulkOp::Replace => {
                let part = |name: &str| self.value.as_ref()?.get(name)?.as_str().map(str::to_owned);
                let missing = || wrong("expected the texts `find` and `with`");
                Ok(TextChange::Replace {
                    find: part("find").ok_or_else(missing)?,
                    with: part("with").ok_or_else(missing)?,
                })
            }
            BulkOp::Clear => Ok(TextChange::Clear),
            BulkOp::Percent => Err(not_for("op", "a text has no percentage")),
        }
    }

    fn count(self) -> Result<AmountChange<CountChange>, Invalid> {
        let number = || {
            let number = self.value.as_ref().and_then(Value::as_i64);
            number.ok_or_else(|| wrong("expected a whole number"))
        };
        match self.op {
            BulkOp::Set => {
                let to = u32::try_from(number()?).map_err(|_| wrong("expected a whole number from 0"))?;
                Ok(AmountChange::To(CountChange::Set(to)))
            }
            BulkOp::Add => Ok(AmountChange::To(CountChange::Add(number()?))),
            BulkOp::Clear => Ok(AmountChange::Clear),
            BulkOp::Percent | BulkOp::Replace => Err(not_for("op", "a number is set, added to or cleared")),
        }
    }

    fn money(self) -> Result<AmountChange<MoneyChange>, Invalid> {
        let amount = || -> Result<Rupiah, Invalid> {
            let value = self.value.clone().unwrap_or(Value::Null);
            serde_json::from_value(value).map_err(|_| wrong("expected whole rupiah"))
        };
        Ok(AmountChange::To(match self.op {
            BulkOp::Set => MoneyChange::Set(amount()?),
            BulkOp::Add => MoneyChange::Add(amount()?),
            BulkOp::Percent => {
                let value = self.value.clone().unwrap_or(Value::Null);
                let by: Percent = serde_json::from_value(value)
                    .map_err(|_| wrong("expected a percentage with at most two decimals"))?;
                let rounding = self.rounding.unwrap_or_default().read(self.charm_ending)?;
                MoneyChange::Percent { by: by.0, rounding }
            }
            BulkOp::Clear => return Ok(AmountChange::Clear),
            BulkOp::Replace => {
                return Err(not_for("op", "an amount is set, added to, or changed by a percentage"));
            }
        }))
    }
}

fn wrong(problem: &str) -> Invalid {
    Invalid::new("value", "value_type_wrong", problem)
}

fn not_for(field: &str, problem: &str) -> Invalid {
    Invalid::new(field, "op_not_for_field", problem)
}
