//! Field by field: what we want, what was agreed, what is there — and what follows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    ContentHash, Dimensions, Grams, ListingContent, ListingStatus, PreOrderDays, Rupiah, Sku, VariantId,
    identity,
};

pub mod agreed;

pub use crate::field::{Field, FieldKey, Owner, Owners};

/// What follows for one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Both sides say the same.
    Agree,
    /// The channel gets our value.
    Push,
    /// We take over the channel's value.
    Adopt,
    /// Both sides moved away from what was agreed; a person decides.
    Conflict,
}

/// The three-way rule. `base` is what both sides last agreed on; without it the sides never agreed.
///
/// A field that changed on both sides is a conflict unless the channel owns it. A field that changed only here is
/// pushed, one that changed only there is put back (master), taken over (channel) or asked about (ask).
pub fn decide(
    owner: Owner,
    desired: &ContentHash,
    base: Option<&ContentHash>,
    observed: &ContentHash,
) -> Decision {
    if desired == observed {
        return Decision::Agree;
    }
    match (owner, base) {
        (Owner::Channel, _) => Decision::Adopt,
        (Owner::Master, None) => Decision::Push,
        (_, Some(base)) if base == observed => Decision::Push,
        (Owner::Master, Some(base)) if base == desired => Decision::Push,
        (Owner::Master, Some(_)) | (Owner::Ask, _) => Decision::Conflict,
    }
}

/// One value of a field, as it is compared and shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Value {
    Nothing,
    Text(String),
    Texts(Vec<String>),
    Money(Rupiah),
    Count(u32),
    Weight(Grams),
    Dimensions(Dimensions),
    Days(PreOrderDays),
    Visibility(ListingStatus),
    Sku(Sku),
    /// Pictures by what compares them: the channel's reference, or our id where nothing was uploaded yet.
    Images(Vec<ImageValue>),
    Variant(VariantValue),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageValue {
    pub reference: String,
    /// To show it; does not count when comparing.
    pub url: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantValue {
    pub variant_id: Option<VariantId>,
    pub sku: Option<Sku>,
    pub option_values: Vec<String>,
    pub price: Option<Rupiah>,
    pub stock: Option<u32>,
}

impl Value {
    /// The short hash that represents the value in a base and in [`decide`].
    pub fn hash(&self) -> ContentHash {
        match self {
            Self::Images(images) => {
                ContentHash::of(&images.iter().map(|image| &image.reference).collect::<Vec<_>>()).short()
            }
            // What nobody sees is no difference that a person could look at.
            Self::Text(text) => ContentHash::of(&Self::Text(identity::seen(text))).short(),
            other => ContentHash::of(other).short(),
        }
    }
}

/// Every field of `observed` by its hash: what is stored as the base after both sides agreed.
pub fn base_of(observed: &ListingContent) -> BTreeMap<FieldKey, ContentHash> {
    let mut base = BTreeMap::new();
    for field in Field::ALL.into_iter().filter(|field| !field.is_per_offer()) {
        base.insert(FieldKey::listing(field), observed_value(observed, field).hash());
    }
    for offer in &observed.offers {
        for field in [Field::Price, Field::Stock, Field::Sku] {
            base.insert(FieldKey::offer(field, &offer.id), offer_value(offer, field).hash());
        }
    }
    base
}

/// What `observed` says in `field`. For a field kept per offer use [`offer_value`].
pub fn observed_value(observed: &ListingContent, field: Field) -> Value {
    let names = |items: &[crate::listing::Named]| {
        let mut ids: Vec<String> = items.iter().map(|item| item.id.clone()).collect();
        ids.sort();
        Value::Texts(ids)
    };
    match field {
        Field::Title => Value::Text(observed.title.clone()),
        Field::Description => Value::Text(observed.description.clone()),
        Field::Images => Value::Images(
            observed
                .images
                .iter()
                .map(|image| ImageValue { reference: image.reference.clone(), url: image.url.clone() })
                .collect(),
        ),
        Field::Weight => observed.weight.map_or(Value::Nothing, Value::Weight),
        Field::Dimensions => observed.dimensions.map_or(Value::Nothing, Value::Dimensions),
        Field::PreOrder => observed.pre_order.map_or(Value::Nothing, Value::Days),
        Field::Category => observed.category.as_ref().map_or(Value::Nothing, |c| Value::Text(c.id.clone())),
        Field::Attributes => Value::Texts(
            observed
                .attributes
                .iter()
                .map(|attribute| {
                    let values: Vec<&str> = attribute
                        .values
                        .iter()
                        .filter_map(|v| v.name.as_deref().or(v.id.as_deref()))
                        .collect();
                    format!("{}={}", attribute.id, values.join("|"))
                })
                .collect(),
        ),
        Field::Brand => observed.brand.as_ref().map_or(Value::Nothing, |b| Value::Text(b.id.clone())),
        Field::Shipping => names(&observed.shipping),
        Field::Storefronts => {
            let mut storefronts = observed.storefronts.clone();
            storefronts.sort();
            Value::Texts(storefronts)
        }
        Field::Visibility => Value::Visibility(observed.status),
        Field::Variants | Field::Price | Field::Stock | Field::Sku => Value::Nothing,
    }
}

/// What `offer` says in a field kept per offer.
pub fn offer_value(offer: &crate::Offer, field: Field) -> Value {
    match field {
        Field::Price => offer.price.map_or(Value::Nothing, Value::Money),
        Field::Stock => offer.stock.map_or(Value::Nothing, Value::Count),
        Field::Sku => offer.sku.clone().map_or(Value::Nothing, Value::Sku),
        Field::Variants => Value::Variant(VariantValue {
            variant_id: None,
            sku: offer.sku.clone(),
            option_values: offer.option_values.clone(),
            price: offer.price,
            stock: offer.stock,
        }),
        _ => Value::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::OfferId;

    fn hash(text: &str) -> ContentHash {
        Value::Text(text.to_owned()).hash()
    }

    #[rstest]
    #[case::equal_sides_agree(Owner::Ask, "a", Some("x"), "a", Decision::Agree)]
    #[case::an_edit_here_is_pushed(Owner::Master, "new", Some("old"), "old", Decision::Push)]
    #[case::an_edit_here_is_pushed_when_asked_about(Owner::Ask, "new", Some("old"), "old", Decision::Push)]
    #[case::an_edit_there_is_put_back(Owner::Master, "old", Some("old"), "theirs", Decision::Push)]
    #[case::an_edit_there_is_taken_over(Owner::Channel, "old", Some("old"), "theirs", Decision::Adopt)]
    #[case::an_edit_there_is_asked_about(Owner::Ask, "old", Some("old"), "theirs", Decision::Conflict)]
    #[case::edits_on_both_sides_conflict(Owner::Master, "ours", Some("old"), "theirs", Decision::Conflict)]
    #[case::sides_that_never_agreed_follow_the_owner(Owner::Master, "ours", None, "theirs", Decision::Push)]
    #[case::sides_that_never_agreed_are_asked_about(Owner::Ask, "ours", None, "theirs", Decision::Conflict)]
    fn three_way(
        #[case] owner: Owner,
        #[case] desired: &str,
        #[case] base: Option<&str>,
        #[case] observed: &str,
        #[case] expected: Decision,
    ) {
        let base = base.map(hash);
        assert_eq!(decide(owner, &hash(desired), base.as_ref(), &hash(observed)), expected);
    }

    #[test]
    fn a_field_key_survives_its_text() {
        let offer = OfferId::parse("3813").unwrap();
        for key in [FieldKey::listing(Field::PreOrder), FieldKey::offer(Field::Price, &offer)] {
            assert_eq!(FieldKey::try_from(String::from(key.clone())).unwrap(), key);
        }
        assert!(FieldKey::try_from("colour".to_owned()).is_err());
    }
}
