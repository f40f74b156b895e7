//! Keys of versioned rules, of what is computed by them, and of the field report.

use domain::{
    Channel,
    diff::Field,
    ids::{ReportId, RepricingId},
    pricing::Scope,
};

use super::{Key, bounded};

/// `PRICE`, `FEES` or `MAPPING`: the kinds of versioned rules of a channel.
pub fn rule_partition(kind: &str, channel: &Channel) -> String {
    format!("{kind}#{channel}")
}

pub fn rule(kind: &str, channel: &Channel, version: u64) -> Key {
    Key::new(rule_partition(kind, channel), format!("V#{version:010}"))
}

/// What is ignored when SKUs are compared, for all channels.
pub const SKU_RULES: &str = "SKURULES";

pub fn sku_rules(version: u64) -> Key {
    Key::new(SKU_RULES, format!("{RULE_VERSION}{version:010}"))
}

/// How SKUs of new products are proposed.
pub const SKU_PATTERN: &str = "SKUPATTERN";

pub fn sku_pattern(version: u64) -> Key {
    Key::new(SKU_PATTERN, format!("{RULE_VERSION}{version:010}"))
}

/// The partition of the finished field report and of the one that is being computed.
pub const FIELD_REPORT: &str = "FIELDREPORT";

pub fn current_report() -> Key {
    Key::new(FIELD_REPORT, "CURRENT")
}

pub fn report_in_making() -> Key {
    Key::new(FIELD_REPORT, "MAKING")
}

/// When the data of the field report last changed.
pub fn report_moved() -> Key {
    Key::new(FIELD_REPORT, "MOVED")
}

pub fn open_products_partition(report: &ReportId) -> String {
    format!("{FIELD_REPORT}#{report}")
}

/// The open products of a field, in the order of their steps.
pub fn open_products_of(field: Field) -> String {
    format!("{}#", field.as_str())
}

pub fn open_products(report: &ReportId, field: Field, step: u32) -> Key {
    Key::new(open_products_partition(report), format!("{}{step:08}", open_products_of(field)))
}

/// Beginning of the sort keys of the channel's own versions. The versions of narrower scopes have another prefix.
pub const RULE_VERSION: &str = "V#";

/// A version of a rule or schedule that applies to a part of the channel only.
pub fn scoped_rule(kind: &str, channel: &Channel, scope: &Scope, version: u64) -> Key {
    let scope = bounded(&scope.to_string());
    Key::new(rule_partition(kind, channel), format!("S#{scope}#V#{version:010}"))
}

/// The newest version of each exception of a channel's price rule.
pub fn override_partition(channel: &Channel) -> String {
    format!("OVERRIDE#{channel}")
}

pub fn price_override(channel: &Channel, scope: &Scope) -> Key {
    Key::new(override_partition(channel), bounded(&scope.to_string()))
}

pub fn repricing(id: &RepricingId) -> Key {
    Key::new(format!("REPRICING#{id}"), "REPRICING")
}
