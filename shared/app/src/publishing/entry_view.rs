//! What a person sees of a planned listing: its title and picture, its variants by name, and what a price change earns.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Channel, Product, ProductId, Rupiah, Variant,
    diff::{Field, Value, VariantValue},
    plan::{Change, PlannedListing},
    pricing::keeps_of,
};

use crate::catalogue::price_book::ChannelRules;
use crate::{
    StoreError,
    ports::{EntryView, FromTo, MoneyMove, PlanEntry, Ports, VariantView},
};

/// Gives entries that were made without their product the view of it. Those whose product is no more keep what they
/// have.
pub(crate) async fn show(ports: &Ports, entries: &mut [PlanEntry]) -> Result<(), StoreError> {
    let ids: BTreeSet<ProductId> = entries.iter().map(|entry| entry.planned.product.clone()).collect();
    let found = ports.products.get_many(&ids.into_iter().collect::<Vec<_>>()).await?;
    let products: BTreeMap<ProductId, Product> =
        found.into_iter().map(|product| (product.value.id.clone(), product.value)).collect();
    let mut rules: BTreeMap<Channel, ChannelRules> = BTreeMap::new();
    for entry in entries {
        let channel = &entry.planned.key.channel;
        if !rules.contains_key(channel) {
            rules.insert(channel.clone(), ChannelRules::load(ports, channel).await?);
        }
        if let (Some(product), Some(rules)) = (products.get(&entry.planned.product), rules.get(channel)) {
            entry.view = view_of(product, &entry.planned, rules);
        }
    }
    Ok(())
}

/// The view of `planned`, a listing of `product`, by the fees that hold now.
pub(crate) fn view_of(product: &Product, planned: &PlannedListing, rules: &ChannelRules) -> EntryView {
    let mut view = EntryView {
        title: product.title.to_string(),
        thumbnail: product.images.first().map(|image| image.url.clone()),
        variants: [].into(),
    };
    let keeps = |price: Option<Rupiah>| {
        let fees = rules.book.fees_of(product)?;
        keeps_of(fees.value, price?, 1)
    };
    for change in &planned.changes {
        let Some(id) = &change.variant else { continue };
        let shown = view.variants.entry(id.clone()).or_insert_with(|| {
            let known = product.variant(id);
            VariantView {
                label: known.map(label).unwrap_or_default(),
                sku: known.and_then(|variant| variant.sku.clone()),
                money: None,
            }
        });
        if let Some((from, to)) = prices(change) {
            let money = MoneyMove {
                buyer_pays: FromTo { from, to },
                keeps: FromTo { from: keeps(from), to: keeps(to) },
            };
            shown.money = Some(money);
        }
    }
    view
}

/// How a person recognises a variant.
pub(crate) fn label(variant: &Variant) -> String {
    if variant.option_values.is_empty() {
        return variant.sku.as_ref().map(ToString::to_string).unwrap_or_default();
    }
    variant.option_values.join(" / ")
}

/// The prices before and after, where the change is about one.
fn prices(change: &Change) -> Option<(Option<Rupiah>, Option<Rupiah>)> {
    let price = |value: &Value| match value {
        Value::Money(price) => Some(*price),
        Value::Variant(VariantValue { price, .. }) => *price,
        _ => None,
    };
    matches!(change.field, Field::Price | Field::Variants).then(|| (price(&change.from), price(&change.to)))
}
