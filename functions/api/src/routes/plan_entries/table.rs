//! The rows of a plan's file: one for each change, in the seller's language.

use app::ports::PlanEntry;
use domain::{Rupiah, diff::Value, plan::Change};

use crate::wire::fields::labels;

const HEADINGS: [&str; 16] = [
    "kanal",
    "listing",
    "produk",
    "judul",
    "varian",
    "sku",
    "kolom",
    "dari",
    "menjadi",
    "dikirim",
    "sebab",
    "penjelasan",
    "pembeli_bayar_dari",
    "pembeli_bayar_menjadi",
    "anda_terima_dari",
    "anda_terima_menjadi",
];

/// The rows of `entries`; the first part of the file begins with the headings.
pub(super) fn rows(entries: &[PlanEntry], first: bool) -> Vec<Vec<String>> {
    let head = first.then(|| HEADINGS.map(str::to_owned).to_vec());
    let changes =
        entries.iter().flat_map(|entry| entry.planned.changes.iter().map(move |change| row(entry, change)));
    head.into_iter().chain(changes).collect()
}

fn row(entry: &PlanEntry, change: &Change) -> Vec<String> {
    let planned = &entry.planned;
    let shown = change.variant.as_ref().and_then(|variant| entry.view.variants.get(variant));
    let money = shown.and_then(|shown| shown.money).filter(|_| is_price(change));
    let rupiah = |amount: Option<Rupiah>| amount.map_or(String::new(), |amount| amount.get().to_string());
    let blocked = change.blocked.as_ref();
    vec![
        planned.key.channel.to_string(),
        planned.key.to_string(),
        planned.product.to_string(),
        entry.view.title.clone(),
        shown.map(|shown| shown.label.clone()).unwrap_or_default(),
        shown.and_then(|shown| shown.sku.as_ref()).map(ToString::to_string).unwrap_or_default(),
        labels(change.field).0.to_owned(),
        text(&change.from),
        text(&change.to),
        if change.is_pushed() { "ya" } else { "tidak" }.to_owned(),
        blocked.map(domain::plan::Blocker::code).unwrap_or_default(),
        blocked.map(|blocker| app::words::blocker(blocker).text).unwrap_or_default(),
        rupiah(money.and_then(|money| money.buyer_pays.from)),
        rupiah(money.and_then(|money| money.buyer_pays.to)),
        rupiah(money.and_then(|money| money.keeps.from)),
        rupiah(money.and_then(|money| money.keeps.to)),
    ]
}

fn is_price(change: &Change) -> bool {
    matches!(change.field, domain::diff::Field::Price | domain::diff::Field::Variants)
}

/// A value as the text of one cell: money in whole rupiah, weights in grams, lengths in centimetres.
fn text(value: &Value) -> String {
    match value {
        Value::Nothing => String::new(),
        Value::Text(text) => text.clone(),
        Value::Texts(texts) => texts.join(" / "),
        Value::Money(amount) => amount.get().to_string(),
        Value::Count(count) => count.to_string(),
        Value::Weight(weight) => weight.get().to_string(),
        Value::Dimensions(sides) => {
            [sides.length, sides.width, sides.height].map(domain::Length::to_centimetres).join(" x ")
        }
        Value::Days(days) => days.get().to_string(),
        Value::Visibility(status) => serde_json::to_value(status)
            .ok()
            .and_then(|word| word.as_str().map(str::to_owned))
            .unwrap_or_default(),
        Value::Sku(sku) => sku.to_string(),
        Value::Images(images) => {
            let address = |image: &domain::diff::ImageValue| {
                image.url.clone().unwrap_or_else(|| image.reference.clone())
            };
            images.iter().map(address).collect::<Vec<_>>().join(" ")
        }
        Value::Variant(variant) => variant.option_values.join(" / "),
    }
}
