//! A change of a field, and its effect on a product.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{ProductEdit, VariantEdit};
use crate::{
    Invalid, Product, ProductStatus, VariantId,
    amount::{CountChange, MoneyChange},
};

/// One field and its change. Fields of variants are changed in every variant of the product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", content = "change", rename_all = "snake_case")]
pub enum FieldChange {
    Title(TextChange),
    Description(TextChange),
    Category(TextChange),
    Brand(TextChange),
    /// Of the parcel, in grams.
    Weight(AmountChange<CountChange>),
    /// Days until dispatch.
    PreOrder(AmountChange<CountChange>),
    Status(ProductStatus),
    BasePrice(AmountChange<MoneyChange>),
    Cost(AmountChange<MoneyChange>),
    Stock(AmountChange<CountChange>),
}

/// A change of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextChange {
    Set(String),
    /// Replaces every exact occurrence.
    Replace {
        find: String,
        with: String,
    },
    /// Adds it at the end.
    Append(String),
    Clear,
}

/// A change of a number that may be absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountChange<T> {
    To(T),
    Clear,
}

impl FieldChange {
    /// Refuses changes that are invalid for every product.
    pub fn check(&self) -> Result<(), Invalid> {
        match self {
            Self::Title(TextChange::Clear) => {
                Err(Invalid::new("op", "op_not_for_field", "a product needs a title"))
            }
            Self::Title(text) | Self::Description(text) | Self::Category(text) | Self::Brand(text) => {
                match text {
                    TextChange::Replace { find, .. } if find.is_empty() => {
                        Err(Invalid::new("value.find", "field_missing", "say which text is replaced"))
                    }
                    _ => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }
}

impl TextChange {
    fn apply(&self, text: &str) -> Option<String> {
        match self {
            Self::Set(to) => Some(to.clone()),
            Self::Replace { find, with } => Some(text.replace(find.as_str(), with)),
            Self::Append(more) => Some(format!("{text}{more}")),
            Self::Clear => None,
        }
    }
}

/// The product after `changes`, checked like an edit by hand. A variant without a number to change stays as it is; if
/// no variant has one, the change is refused.
pub fn applied(before: &Product, changes: &[FieldChange]) -> Result<Product, Invalid> {
    let mut after = before.clone();
    for change in changes {
        let edit = edit_of(&after, change)?;
        // These changes never create variants or pictures, so no id is needed.
        after = edit.apply(&after, &String::new).map_err(first)?;
    }
    Ok(after)
}

fn first(problems: Vec<Invalid>) -> Invalid {
    let none = || Invalid::new("changes", "value_invalid", "the edit is not valid");
    problems.into_iter().next().unwrap_or_else(none)
}

fn edit_of(product: &Product, change: &FieldChange) -> Result<ProductEdit, Invalid> {
    let optional = |text: &TextChange, now: &Option<String>| text.apply(now.as_deref().unwrap_or(""));
    let edit = ProductEdit::default();
    Ok(match change {
        FieldChange::Title(text) => ProductEdit { title: text.apply(product.title.as_str()), ..edit },
        FieldChange::Description(text) => {
            ProductEdit { description: Some(text.apply(&product.description).unwrap_or_default()), ..edit }
        }
        FieldChange::Category(text) => {
            ProductEdit { category: Some(optional(text, &product.category)), ..edit }
        }
        FieldChange::Brand(text) => ProductEdit { brand: Some(optional(text, &product.brand)), ..edit },
        FieldChange::Weight(amount) => {
            let weight = count(*amount, product.weight.map(crate::Grams::get), "weight_g")?;
            ProductEdit { weight: Some(weight), ..edit }
        }
        FieldChange::PreOrder(amount) => {
            let now = product.pre_order.map(|days| u32::from(days.get()));
            let days =
                count(*amount, now, "pre_order_days")?.map(|days| u16::try_from(days).unwrap_or(u16::MAX));
            ProductEdit { pre_order_days: Some(days), ..edit }
        }
        FieldChange::Status(status) => ProductEdit { status: Some(*status), ..edit },
        FieldChange::BasePrice(amount) => of_variants(product, "base_price", |variant| {
            let price = money(*amount, variant.base_price)?;
            Ok(VariantEdit { base_price: Some(price), ..VariantEdit::default() })
        })?,
        FieldChange::Cost(amount) => of_variants(product, "cost", |variant| {
            Ok(VariantEdit { cost: Some(money(*amount, variant.cost)?), ..VariantEdit::default() })
        })?,
        FieldChange::Stock(amount) => of_variants(product, "stock", |variant| {
            Ok(VariantEdit { stock: Some(count(*amount, variant.stock, "stock")?), ..VariantEdit::default() })
        })?,
    })
}

fn money(
    change: AmountChange<MoneyChange>,
    now: Option<crate::Rupiah>,
) -> Result<Option<crate::Rupiah>, Invalid> {
    match change {
        AmountChange::To(change) => change.apply(now).map(Some),
        AmountChange::Clear => Ok(None),
    }
}

fn count(change: AmountChange<CountChange>, now: Option<u32>, field: &str) -> Result<Option<u32>, Invalid> {
    match change {
        AmountChange::To(change) => {
            change.apply(now).map(Some).map_err(|invalid| Invalid { field: field.to_owned(), ..invalid })
        }
        AmountChange::Clear => Ok(None),
    }
}

fn of_variants(
    product: &Product,
    field: &str,
    edit: impl Fn(&crate::Variant) -> Result<VariantEdit, Invalid>,
) -> Result<ProductEdit, Invalid> {
    let (mut variants, mut missing, mut done) = (Vec::new(), None, 0);
    for (at, variant) in product.variants.iter().enumerate() {
        let edit = match edit(variant) {
            Ok(edit) => {
                done += 1;
                edit
            }
            Err(invalid) if invalid.code == "amount_missing" => {
                missing = Some(invalid);
                VariantEdit::default()
            }
            Err(invalid) => {
                return Err(Invalid { field: format!("variants[{at}].{field}"), ..invalid });
            }
        };
        variants.push(VariantEdit { id: Some(variant.id.to_string()), ..edit });
    }
    match missing {
        Some(invalid) if done == 0 => Err(Invalid { field: field.to_owned(), ..invalid }),
        _ => Ok(ProductEdit { variants: Some(variants), ..ProductEdit::default() }),
    }
}

/// A changed field with both values, in plain JSON: texts, and whole rupiah, grams, pieces or days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// As the API spells it, such as `base_price`.
    pub field: String,
    /// The variant, for a field of variants.
    #[serde(default, rename = "variant_id", skip_serializing_if = "Option::is_none")]
    pub variant: Option<VariantId>,
    pub from: Value,
    pub to: Value,
}

impl Moved {
    /// Its name in the audit.
    pub fn name(&self) -> String {
        match &self.variant {
            Some(variant) => format!("variants.{variant}.{}", self.field),
            None => self.field.clone(),
        }
    }
}

/// The fields that such an edit can change, with the product's values.
fn fields(product: &Product) -> Vec<(&'static str, Option<&VariantId>, Value)> {
    let mut fields = vec![
        ("title", None, json!(product.title)),
        ("description", None, json!(product.description)),
        ("category", None, json!(product.category)),
        ("brand", None, json!(product.brand)),
        ("weight_g", None, json!(product.weight.map(crate::Grams::get))),
        ("pre_order_days", None, json!(product.pre_order.map(crate::PreOrderDays::get))),
        ("status", None, json!(product.status)),
    ];
    for variant in &product.variants {
        let id = Some(&variant.id);
        fields.extend([
            ("base_price", id, json!(variant.base_price)),
            ("cost", id, json!(variant.cost)),
            ("stock", id, json!(variant.stock)),
        ]);
    }
    fields
}

/// The fields in which the two differ.
pub fn moved(before: &Product, after: &Product) -> Vec<Moved> {
    let both = fields(before).into_iter().zip(fields(after));
    both.filter(|((.., from), (.., to))| from != to)
        .map(|((field, variant, from), (.., to))| Moved {
            field: field.to_owned(),
            variant: variant.cloned(),
            from,
            to,
        })
        .collect()
}

/// The value of `product` in the field of `moved`; `None` if the variant no longer exists.
pub fn value_of(product: &Product, moved: &Moved) -> Option<Value> {
    let found = fields(product)
        .into_iter()
        .find(|(field, variant, _)| *field == moved.field && *variant == moved.variant.as_ref());
    found.map(|(.., value)| value)
}

/// `product` with the value from before in the field of `moved`.
pub fn restored(product: &Product, moved: &Moved) -> Result<Product, Invalid> {
    let unknown = || Invalid::new(moved.field.clone(), "value_invalid", "the field cannot be put back");
    let text = || moved.from.as_str().map(str::to_owned);
    let number = || moved.from.as_u64().and_then(|number| u32::try_from(number).ok());
    let money = || moved.from.as_i64().map(crate::Rupiah::new);
    let edit = ProductEdit::default();
    let of_one = |change: VariantEdit| {
        let variants = product.variants.iter().map(|variant| {
            let change = if Some(&variant.id) == moved.variant.as_ref() {
                change.clone()
            } else {
                VariantEdit::default()
            };
            VariantEdit { id: Some(variant.id.to_string()), ..change }
        });
        ProductEdit { variants: Some(variants.collect()), ..ProductEdit::default() }
    };
    let edit = match moved.field.as_str() {
        "title" => ProductEdit { title: text(), ..edit },
        "description" => ProductEdit { description: text(), ..edit },
        "category" => ProductEdit { category: Some(text()), ..edit },
        "brand" => ProductEdit { brand: Some(text()), ..edit },
        "weight_g" => ProductEdit { weight: Some(number()), ..edit },
        "pre_order_days" => {
            ProductEdit { pre_order_days: Some(number().and_then(|days| u16::try_from(days).ok())), ..edit }
        }
        "status" => {
            let status = serde_json::from_value(moved.from.clone()).map_err(|_| unknown())?;
            ProductEdit { status: Some(status), ..edit }
        }
        "base_price" => of_one(VariantEdit { base_price: Some(money()), ..VariantEdit::default() }),
        "cost" => of_one(VariantEdit { cost: Some(money()), ..VariantEdit::default() }),
        "stock" => of_one(VariantEdit { stock: Some(number()), ..VariantEdit::default() }),
        _ => return Err(unknown()),
    };
    edit.apply(product, &String::new).map_err(first)
}
