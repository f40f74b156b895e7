//! What the seller says of a product for one channel alone: its category there, attributes, brand and delivery.

use domain::{
    CategoryRules, Channel, Invalid, ListingDetails, Product, ProductId, identity, listing::Attribute,
};

use super::products::{EditError, change};
use crate::{Ports, StoreError, conflict, ports::Versioned};

const TRIES: usize = 5;

/// Replaces what is said for `channel`, and remembers the category for other products of the same kind, where the seller has
/// chosen none for it. `rules` are what the category asks.
///
/// # Errors
///
/// Everything that the category does not take, by field.
pub async fn put(
    ports: &Ports,
    actor: &str,
    id: &ProductId,
    channel: &Channel,
    expected: Option<u64>,
    details: ListingDetails,
    rules: Option<&CategoryRules>,
) -> Result<Versioned<Product>, EditError> {
    details.check()?;
    let wrong = refused(&details, rules);
    if !wrong.is_empty() {
        return Err(EditError::Invalid(wrong));
    }
    let stored = change(ports, actor, "product.details", id, expected, |product| {
        let mut after = product.clone();
        after.details.insert(channel.clone(), details.clone());
        Ok(after)
    })
    .await?;
    remember(ports, &stored.value, channel, &details).await.map_err(crate::UseCaseError::from)?;
    Ok(stored)
}

/// Attributes that the category does not have, and values that are not among those to choose from.
fn refused(details: &ListingDetails, rules: Option<&CategoryRules>) -> Vec<Invalid> {
    let Some(rules) = rules else { return Vec::new() };
    let wrong = |(index, said): (usize, &Attribute)| {
        let field = format!("attributes[{index}]");
        let Some(asked) = rules.attributes.iter().find(|asked| asked.id == said.id) else {
            let problem = format!("the category has no attribute {}", said.id);
            return Some(Invalid::new(field, "attribute_unknown", problem).with("attribute", &said.id));
        };
        if said.values.len() > 1 && !asked.several_values {
            let problem = format!("{} takes one value", asked.name);
            return Some(Invalid::new(field, "attribute_one_value", problem).with("attribute", &asked.name));
        }
        let is_known = |id: &str| asked.values.iter().any(|known| known.id == id);
        let free = said.values.iter().any(|value| value.id.as_deref().is_none_or(|id| !is_known(id)));
        (free && !asked.free_values).then(|| {
            let problem = format!("{} takes only the values of its list", asked.name);
            Invalid::new(field, "attribute_not_in_list", problem).with("attribute", &asked.name)
        })
    };
    details.attributes.iter().enumerate().filter_map(wrong).collect()
}

async fn remember(
    ports: &Ports,
    product: &Product,
    channel: &Channel,
    details: &ListingDetails,
) -> Result<(), StoreError> {
    let (Some(own), Some(chosen)) = (&product.category, &details.category) else { return Ok(()) };
    let key = identity::key(own);
    conflict::retry(TRIES, || async {
        let Versioned { value: mut choices, version } = ports.categories.choices(channel).await?;
        if choices.contains_key(&key) {
            return Ok(());
        }
        choices.insert(key.clone(), chosen.clone());
        ports.categories.put_choices(channel, &choices, version).await.map(drop)
    })
    .await
}
