//! Fee schedules, their versions and presets.

use app::ports::Versioned;
use domain::{
    Rupiah,
    pricing::{self, FeeKind, Scope},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::wire::number::Percent;

/// The dated fees that a channel takes.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FeeSchedule {
    pub fees: Vec<Fee>,
    /// Where the numbers come from.
    #[schema(example = "seller.shopee.co.id, biaya administrasi")]
    pub source: String,
    /// The day from which they hold, by the calendar of Jakarta; a later day than today plans the change.
    #[schema(format = Date, example = "2026-01-01")]
    pub valid_from: String,
}

/// One fee: a percentage of the item's price, or an amount for each order.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// As the seller knows it.
    #[schema(example = "Biaya administrasi")]
    pub name: String,
    pub kind: FeeKindName,
    /// Of a fee of kind `percent`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, example = 8)]
    pub percent: Option<Percent>,
    /// The most that a fee of kind `percent` takes of one item, in whole rupiah.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    pub cap: Option<Rupiah>,
    /// Of a fee of kind `per_order`, in whole rupiah.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    pub amount: Option<Rupiah>,
    /// A fee that is off costs nothing.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// What it is for; it changes no amount. `programme` is what a seller switches on by taking part.
    #[serde(default, skip_serializing_if = "FeeGroup::is_other")]
    pub group: FeeGroup,
}

/// What a fee is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FeeGroup {
    Commission,
    Programme,
    Payment,
    Order,
    Tax,
    #[default]
    Other,
}

impl FeeGroup {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    fn is_other(&self) -> bool {
        *self == Self::Other
    }
}

macro_rules! groups {
    ($($name:ident),*) => {
        impl From<pricing::FeeGroup> for FeeGroup {
            fn from(group: pricing::FeeGroup) -> Self {
                match group { $(pricing::FeeGroup::$name => Self::$name),* }
            }
        }

        impl From<FeeGroup> for pricing::FeeGroup {
            fn from(group: FeeGroup) -> Self {
                match group { $(FeeGroup::$name => Self::$name),* }
            }
        }
    };
}

groups!(Commission, Programme, Payment, Order, Tax, Other);

fn enabled() -> bool {
    true
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FeeKindName {
    Percent,
    PerOrder,
}

impl From<&pricing::FeeSchedule> for FeeSchedule {
    fn from(schedule: &pricing::FeeSchedule) -> Self {
        let fee = |fee: &pricing::Fee| {
            let (kind, percent, cap, amount) = match fee.kind {
                FeeKind::Percent { rate, cap } => (FeeKindName::Percent, Some(Percent(rate)), cap, None),
                FeeKind::PerOrder { amount } => (FeeKindName::PerOrder, None, None, Some(amount)),
            };
            Fee {
                name: fee.name.clone(),
                kind,
                percent,
                cap,
                amount,
                enabled: fee.enabled,
                group: fee.group.into(),
            }
        };
        Self {
            fees: schedule.fees.iter().map(fee).collect(),
            source: schedule.source.clone(),
            valid_from: schedule.valid_from.clone(),
        }
    }
}

impl TryFrom<FeeSchedule> for pricing::FeeSchedule {
    type Error = domain::Invalid;

    fn try_from(schedule: FeeSchedule) -> Result<Self, domain::Invalid> {
        let fee = |(index, fee): (usize, Fee)| {
            let missing = |field: &str| {
                let problem = format!("a fee of this kind needs `{field}`");
                domain::Invalid::new(format!("fees[{index}].{field}"), "field_missing", problem)
            };
            let kind = match fee.kind {
                FeeKindName::Percent => {
                    FeeKind::Percent { rate: fee.percent.ok_or_else(|| missing("percent"))?.0, cap: fee.cap }
                }
                FeeKindName::PerOrder => {
                    FeeKind::PerOrder { amount: fee.amount.ok_or_else(|| missing("amount"))? }
                }
            };
            Ok(pricing::Fee { name: fee.name, kind, enabled: fee.enabled, group: fee.group.into() })
        };
        Ok(Self {
            fees: schedule.fees.into_iter().enumerate().map(fee).collect::<Result<_, _>>()?,
            source: schedule.source,
            valid_from: schedule.valid_from,
        })
    }
}

/// A fee schedule as it is stored: the newest of its channel or category.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoredFeeSchedule {
    pub channel: String,
    /// Present for a category's own schedule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    pub schedule: FeeSchedule,
    /// Every quote names the version it was made with. The `ETag` begins with it: `"7.5"` is version 7 while 5 holds.
    pub version: u64,
    pub state: FeeState,
    /// The version that holds today, where one does.
    pub in_force_version: Option<u64>,
    /// After a save: the channel's offers are being quoted again. A planned schedule is computed on its day.
    pub recomputing: bool,
    /// After a save: watch it at `/v1/repricings/{id}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repricing_id: Option<String>,
}

/// Whether a schedule holds today, will, or gave way to a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FeeState {
    InForce,
    Planned,
    Past,
}

impl FeeState {
    fn of(
        version: u64,
        schedule: &pricing::FeeSchedule,
        in_force: Option<u64>,
        today: jiff::civil::Date,
    ) -> Self {
        if in_force == Some(version) {
            Self::InForce
        } else if schedule.has_begun(today) {
            Self::Past
        } else {
            Self::Planned
        }
    }
}

fn category_of(scope: &Scope) -> Option<String> {
    match scope {
        Scope::Category { category } => Some(category.clone()),
        _ => None,
    }
}

impl StoredFeeSchedule {
    /// `versions` are all of the channel.
    pub fn of(
        channel: &domain::Channel,
        scope: &Scope,
        stored: &Versioned<pricing::FeeSchedule>,
        versions: &[pricing::FeeVersion],
        today: jiff::civil::Date,
        repricing: Option<String>,
    ) -> Self {
        let in_force = pricing::in_force(versions, scope, today).map(|found| found.version);
        Self {
            channel: channel.to_string(),
            category: category_of(scope),
            schedule: (&stored.value).into(),
            version: stored.version,
            state: FeeState::of(stored.version, &stored.value, in_force, today),
            in_force_version: in_force,
            recomputing: repricing.is_some(),
            repricing_id: repricing,
        }
    }
}

/// One version of a schedule; quotes name it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FeeVersion {
    /// Present for a category's own schedule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    pub version: u64,
    pub state: FeeState,
    pub schedule: FeeSchedule,
}

impl FeeVersion {
    /// Every version of a channel, the newest first, the channel's own before its categories'.
    pub fn all(versions: &[pricing::FeeVersion], today: jiff::civil::Date) -> Vec<Self> {
        let one = |one: &pricing::FeeVersion| {
            let in_force = pricing::in_force(versions, &one.scope, today).map(|found| found.version);
            Self {
                category: category_of(&one.scope),
                version: one.version,
                state: FeeState::of(one.version, &one.schedule, in_force, today),
                schedule: (&one.schedule).into(),
            }
        };
        let mut all: Vec<Self> = versions.iter().map(one).collect();
        all.sort_by(|a, b| (&a.category, b.version).cmp(&(&b.category, a.version)));
        all
    }
}

/// Published fees to start from. No channel has an API for them: check them before relying on them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FeePreset {
    pub id: String,
    /// In Bahasa Indonesia.
    pub name: String,
    pub name_en: String,
    /// The one to start from.
    pub default: bool,
    pub schedule: FeeSchedule,
}

impl From<&pricing::FeePreset> for FeePreset {
    fn from(preset: &pricing::FeePreset) -> Self {
        Self {
            id: preset.id.clone(),
            name: preset.name.clone(),
            name_en: preset.name_en.clone(),
            default: preset.default,
            schedule: (&preset.schedule).into(),
        }
    }
}
