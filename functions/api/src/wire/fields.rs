//! The field report and the field mapping.

use std::collections::BTreeMap;

use app::{
    ports::{ReportInMaking, StoredReport, Versioned},
    reports::field_report::Differing,
};
use domain::{Capabilities, field_mapping, field_report};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::enums::{Field, FieldOwner, FieldVerdict};

/// The newest report, and the one that is being computed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldReportState {
    /// Absent while the first one is being computed.
    pub report: Option<FieldReport>,
    pub computing: Option<Computing>,
    /// Since the report was started a match was decided, or a price rule or fee was saved or began: what it says of
    /// links and prices may be old. Ask for another one.
    pub outdated: bool,
}

/// How far a report is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Computing {
    pub id: String,
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Timestamp,
    /// Listings looked at so far.
    pub listings: u64,
}

/// On how many products the channels have each field, agree, differ, or lack it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldReport {
    pub id: String,
    #[schema(value_type = String, format = DateTime)]
    pub computed_at: Timestamp,
    /// Names the listings, links and price rules that it was computed from: equal states give equal reports.
    pub state: String,
    pub listings: u64,
    pub products: u64,
    /// Products on two channels or more: what `agree`, `differ` and the rest add up to.
    pub shared: u64,
    /// Products by channel.
    pub channels: BTreeMap<String, u64>,
    /// Fields that every channel has on some product.
    pub common: Vec<Field>,
    /// Fields that one channel only has, with that channel.
    pub on_one_only: BTreeMap<Field, String>,
    pub fields: Vec<FieldCounts>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldCounts {
    pub field: Field,
    /// In Bahasa Indonesia.
    pub label: String,
    pub label_en: String,
    /// By channel, over all products that it sells.
    pub channels: BTreeMap<String, Presence>,
    /// The same after normalisation on every channel.
    pub agree: u64,
    pub differ: u64,
    /// One channel has it and another does not.
    pub lacking: u64,
    /// No channel has it.
    pub absent: u64,
    /// Every channel has it, and only the channels' own numbers name it.
    pub incomparable: u64,
    /// The same to the letter, whatever the normalised values say.
    pub identical: u64,
    pub pairs: Vec<PairCounts>,
    pub examples: Vec<Example>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Presence {
    pub has: u64,
    pub lacks: u64,
}

/// Two channels, over the products that both sell.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PairCounts {
    pub first: String,
    pub second: String,
    pub products: u64,
    pub agree: u64,
    pub differ: u64,
    pub only_first: u64,
    pub only_second: u64,
    /// Both have it on some variants, and on others only one does.
    pub partly: u64,
    pub absent: u64,
    pub incomparable: u64,
    pub identical: u64,
    /// For price, stock, SKU and variants: the same counts variant by variant.
    pub variants: VariantCounts,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VariantCounts {
    pub agree: u64,
    pub differ: u64,
    pub lacking: u64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Example {
    pub product_id: String,
    pub title: String,
    pub verdict: FieldVerdict,
    /// Long values are cut and end with `…`.
    pub values: Vec<ListingValue>,
}

/// What one listing says. Prices are whole rupiah, weights grams, lengths centimetres.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListingValue {
    pub listing: String,
    pub channel: String,
    /// Absent where the listing says nothing.
    pub value: Option<String>,
}

/// A product that the report found worth a look, as it is now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DifferingProduct {
    pub product_id: String,
    pub title: String,
    /// What the report found.
    pub reported: FieldVerdict,
    /// What is true now.
    pub verdict: FieldVerdict,
    pub values: Vec<ListingValue>,
}

/// A channel's field mapping as it is stored; version 0 is the default that nobody has changed yet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoredFieldMapping {
    pub channel: String,
    /// Also the `ETag`.
    pub version: u64,
    pub fields: BTreeMap<Field, MappedField>,
    /// What the channel itself calls its fields: the names that `channel_field` may have.
    pub known: BTreeMap<Field, String>,
    /// Fields that the channel has and that nothing is mapped to.
    pub unmapped: Vec<Field>,
    /// Fields of the channel that are read and compared in reports, and never pushed: their owner is the channel.
    pub read_only: Vec<Field>,
}

/// A whole mapping. A field that is left out is not mapped.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldMapping {
    #[schema(example = json!({ "title": { "channel_field": "item_name", "owner": "master" } }))]
    pub fields: BTreeMap<Field, MappedField>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MappedField {
    /// The channel's own name of the field; `null` leaves it out: it is neither compared nor pushed.
    pub channel_field: Option<String>,
    /// Who decides it where a listing does not say otherwise.
    pub owner: FieldOwner,
}

impl FieldReportState {
    pub fn of(
        report: Option<&StoredReport>,
        making: Option<&Versioned<ReportInMaking>>,
        outdated: bool,
    ) -> Self {
        Self {
            outdated,
            report: report.map(FieldReport::from),
            computing: making.map(|making| Computing::from(&making.value)),
        }
    }
}

impl From<&ReportInMaking> for Computing {
    fn from(making: &ReportInMaking) -> Self {
        Self { id: making.id.to_string(), started_at: making.started_at, listings: making.listings }
    }
}

impl From<&StoredReport> for FieldReport {
    fn from(stored: &StoredReport) -> Self {
        let report = &stored.report;
        let only = report.on_one_only().into_iter();
        Self {
            id: stored.id.to_string(),
            computed_at: stored.computed_at,
            state: stored.state.short().to_string(),
            listings: stored.listings,
            products: report.products,
            shared: report.shared,
            channels: report.channels.iter().map(|(channel, count)| (channel.to_string(), *count)).collect(),
            common: report.common().into_iter().map(Field::from).collect(),
            on_one_only: only.map(|(field, channel)| (field.into(), channel.to_string())).collect(),
            fields: domain::diff::Field::ALL
                .into_iter()
                .filter_map(|field| Some(FieldCounts::of(field, report.fields.get(&field)?)))
                .collect(),
        }
    }
}

impl FieldCounts {
    fn of(field: domain::diff::Field, tally: &field_report::FieldTally) -> Self {
        let (label, label_en) = labels(field);
        let presence = |(channel, presence): (&domain::Channel, &field_report::Presence)| {
            (channel.to_string(), Presence { has: presence.has, lacks: presence.lacks })
        };
        Self {
            field: field.into(),
            label: label.to_owned(),
            label_en: label_en.to_owned(),
            channels: tally.channels.iter().map(presence).collect(),
            agree: tally.agree,
            differ: tally.differ,
            lacking: tally.lacking,
            absent: tally.absent,
            incomparable: tally.incomparable,
            identical: tally.identical,
            pairs: tally.pairs.iter().map(PairCounts::from).collect(),
            examples: tally.examples.iter().map(Example::from).collect(),
        }
    }
}

impl From<(&String, &field_report::PairTally)> for PairCounts {
    fn from((pair, tally): (&String, &field_report::PairTally)) -> Self {
        let (first, second) = pair.split_once('|').unwrap_or((pair, ""));
        let variants = tally.variants;
        Self {
            first: first.to_owned(),
            second: second.to_owned(),
            products: tally.products,
            agree: tally.agree,
            differ: tally.differ,
            only_first: tally.only_first,
            only_second: tally.only_second,
            partly: tally.partly,
            absent: tally.absent,
            incomparable: tally.incomparable,
            identical: tally.identical,
            variants: VariantCounts {
                agree: variants.agree,
                differ: variants.differ,
                lacking: variants.lacking,
            },
        }
    }
}

fn value(listing: &domain::ListingKey, value: Option<&String>) -> ListingValue {
    ListingValue { listing: listing.to_string(), channel: listing.channel.to_string(), value: value.cloned() }
}

impl From<&field_report::Example> for Example {
    fn from(example: &field_report::Example) -> Self {
        let values = example.values.iter().map(|shown| value(&shown.listing, shown.value.as_ref()));
        Self {
            product_id: example.product.clone(),
            title: example.title.clone(),
            verdict: example.verdict.into(),
            values: values.collect(),
        }
    }
}

impl From<&Differing> for DifferingProduct {
    fn from(found: &Differing) -> Self {
        let values = found.finding.values.iter().map(|shown| value(&shown.listing, shown.value.as_ref()));
        Self {
            product_id: found.product.to_string(),
            title: found.title.clone(),
            reported: found.reported.into(),
            verdict: found.finding.verdict.unwrap_or(found.reported).into(),
            values: values.collect(),
        }
    }
}

impl StoredFieldMapping {
    pub fn of(capabilities: &Capabilities, stored: &Versioned<field_mapping::FieldMapping>) -> Self {
        let mapped = |(field, mapped): (&domain::diff::Field, &field_mapping::MappedField)| {
            let owner = mapped.owner.into();
            ((*field).into(), MappedField { channel_field: mapped.channel_field.clone(), owner })
        };
        let known = capabilities.fields.iter();
        Self {
            channel: capabilities.channel.to_string(),
            version: stored.version,
            fields: stored.value.0.iter().map(mapped).collect(),
            known: known.map(|(field, name)| ((*field).into(), name.clone())).collect(),
            unmapped: stored.value.unmapped(capabilities).into_iter().map(Field::from).collect(),
            read_only: capabilities
                .fields
                .keys()
                .filter(|field| field.is_read_only())
                .map(|field| (*field).into())
                .collect(),
        }
    }
}

impl From<FieldMapping> for field_mapping::FieldMapping {
    fn from(mapping: FieldMapping) -> Self {
        let mapped = |(field, mapped): (Field, MappedField)| {
            let owner = mapped.owner.into();
            (field.into(), field_mapping::MappedField { channel_field: mapped.channel_field, owner })
        };
        Self(mapping.fields.into_iter().map(mapped).collect())
    }
}

/// What a field is called on screen, in Bahasa Indonesia and in English.
pub fn labels(field: domain::diff::Field) -> (&'static str, &'static str) {
    use domain::diff::Field as F;
    match field {
        F::Title => ("Judul", "Title"),
        F::Description => ("Deskripsi", "Description"),
        F::Images => ("Foto", "Images"),
        F::Weight => ("Berat (gram)", "Weight (grams)"),
        F::Dimensions => ("Ukuran paket (cm)", "Parcel size (cm)"),
        F::PreOrder => ("Hari pre-order", "Pre-order days"),
        F::Category => ("Kategori", "Category"),
        F::Attributes => ("Atribut", "Attributes"),
        F::Brand => ("Merek", "Brand"),
        F::Shipping => ("Pengiriman", "Shipping"),
        F::Storefronts => ("Etalase (TikTok Shop, Tokopedia)", "Storefronts (TikTok Shop, Tokopedia)"),
        F::Visibility => ("Status tampil", "Visibility"),
        F::Variants => ("Varian", "Variants"),
        F::Price => ("Harga (rupiah)", "Price (rupiah)"),
        F::Stock => ("Stok", "Stock"),
        F::Sku => ("SKU", "SKU"),
    }
}
