//! Price rules and their exceptions.

use app::{ports, ports::Versioned};
use domain::{
    BasisPoints, Invalid, Rupiah,
    pricing::{self, Method, NetTarget},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::wire::number::Percent;

/// How a channel's price comes from the base price.
///
/// A mark-up is not a margin: base + 15 % against a commission of 15 % keeps 97.75 % of the base, because the
/// commission is taken of the higher price. Who wants to keep the base asks for `keep_net`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceRule {
    /// `markup` when left out.
    #[serde(default)]
    pub method: MethodName,
    /// Added to the base by the method `markup`, which needs it: 15 turns 150,000 into 172,500.
    #[serde(default)]
    #[schema(value_type = Option<f64>, example = 15)]
    pub markup_percent: Option<Percent>,
    /// What `keep_net` keeps; `base` when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net_of: Option<NetOf>,
    /// The margin on cost that `keep_net` of `cost` keeps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    pub net_margin_percent: Option<Percent>,
    /// The price of the method `fixed`, in whole rupiah. It is not rounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    pub fixed_price: Option<Rupiah>,
    #[serde(default)]
    pub rounding: Rounding,
    /// The last three digits of a price rounded by `charm`, such as 900.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charm_ending: Option<u16>,
    /// The least the seller keeps above cost, after fees. Rounding never goes under it. An exception that leaves it out
    /// keeps the next wider rule's; -20 allows a loss of 20 % of the cost, -100 lifts the floor.
    #[serde(default)]
    #[schema(value_type = Option<f64>)]
    pub minimum_margin_percent: Option<Percent>,
    /// No price may be above it, in whole rupiah.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub ceiling: Option<Rupiah>,
    /// The largest price move of one push. When left out: for an exception what the channel's rule says as it is saved,
    /// else 30.
    #[serde(default)]
    #[schema(value_type = f64, example = 30)]
    pub guard_percent: Option<Percent>,
}

/// Where a price comes from before it is rounded: base plus a mark-up; the least price at which the seller keeps the
/// target after every fee, in orders of 1 to 10 pieces; or the price as typed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MethodName {
    #[default]
    Markup,
    KeepNet,
    Fixed,
}

/// What is kept: the base price, or the cost plus a margin on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NetOf {
    #[default]
    Base,
    Cost,
}

/// To which prices a computed one is rounded, and in which direction; `charm` goes up to the next price with the
/// rule's ending.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    #[default]
    None,
    Up100,
    Up500,
    Up1000,
    Down100,
    Down500,
    Down1000,
    Nearest100,
    Nearest500,
    Nearest1000,
    Charm,
}

macro_rules! rounding {
    ($($name:ident),*) => {
        impl Rounding {
            /// The rounding in the model's words; `charm` needs its ending.
            pub fn read(self, charm_ending: Option<u16>) -> Result<pricing::Rounding, Invalid> {
                match self {
                    $(Rounding::$name => Ok(pricing::Rounding::$name),)*
                    Rounding::Charm => {
                        let ending = charm_ending.ok_or_else(|| missing("charm_ending"))?;
                        Ok(pricing::Rounding::Charm { ending })
                    }
                }
            }
        }

        fn rounding_name(rounding: pricing::Rounding) -> (Rounding, Option<u16>) {
            match rounding {
                $(pricing::Rounding::$name => (Rounding::$name, None),)*
                pricing::Rounding::Charm { ending } => (Rounding::Charm, Some(ending)),
            }
        }
    };
}

rounding!(None, Up100, Up500, Up1000, Down100, Down500, Down1000, Nearest100, Nearest500, Nearest1000);

fn missing(field: &str) -> Invalid {
    Invalid::new(field, "field_missing", format!("such a rule needs `{field}`"))
}

impl From<&pricing::PriceRule> for PriceRule {
    fn from(rule: &pricing::PriceRule) -> Self {
        let (method, net_of, net_margin, fixed_price) = match rule.method {
            Method::Markup => (MethodName::Markup, None, None, None),
            Method::KeepNet { target: NetTarget::Base } => {
                (MethodName::KeepNet, Some(NetOf::Base), None, None)
            }
            Method::KeepNet { target: NetTarget::Cost { margin } } => {
                (MethodName::KeepNet, Some(NetOf::Cost), Some(Percent(margin)), None)
            }
            Method::Fixed { price } => (MethodName::Fixed, None, None, Some(price)),
        };
        let (rounding, charm_ending) = rounding_name(rule.rounding);
        Self {
            method,
            markup_percent: Some(Percent(rule.markup)),
            net_of,
            net_margin_percent: net_margin,
            fixed_price,
            rounding,
            charm_ending,
            minimum_margin_percent: rule.minimum_margin.map(Percent),
            ceiling: rule.ceiling,
            guard_percent: Some(Percent(rule.guard)),
        }
    }
}

impl TryFrom<PriceRule> for pricing::PriceRule {
    type Error = Invalid;

    fn try_from(rule: PriceRule) -> Result<Self, Invalid> {
        let markup = rule.markup_percent.map(|percent| percent.0);
        let method = match rule.method {
            MethodName::Markup => Method::Markup,
            MethodName::Fixed => {
                Method::Fixed { price: rule.fixed_price.ok_or_else(|| missing("fixed_price"))? }
            }
            MethodName::KeepNet => Method::KeepNet {
                target: match rule.net_of.unwrap_or_default() {
                    NetOf::Base => NetTarget::Base,
                    NetOf::Cost => {
                        let margin = rule.net_margin_percent.ok_or_else(|| missing("net_margin_percent"))?;
                        NetTarget::Cost { margin: margin.0 }
                    }
                },
            },
        };
        let markup = match method {
            Method::Markup => markup.ok_or_else(|| missing("markup_percent"))?,
            _ => markup.unwrap_or(BasisPoints::ZERO),
        };
        Ok(Self {
            markup,
            method,
            rounding: rule.rounding.read(rule.charm_ending)?,
            minimum_margin: rule.minimum_margin_percent.map(|percent| percent.0),
            ceiling: rule.ceiling,
            guard: rule.guard_percent.map_or(domain::plan::DEFAULT_GUARD, |percent| percent.0),
        })
    }
}

/// A channel's price rule as it is stored.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoredPriceRule {
    pub channel: String,
    pub rule: PriceRule,
    /// Also the `ETag`; every quote names the version it was made with.
    pub version: u64,
    /// After a save: the channel's offers are being quoted again.
    pub recomputing: bool,
    /// After a save: watch it at `/v1/repricings/{id}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repricing_id: Option<String>,
}

impl StoredPriceRule {
    pub fn of(
        channel: &domain::Channel,
        stored: &Versioned<pricing::PriceRule>,
        repricing: Option<String>,
    ) -> Self {
        Self {
            channel: channel.to_string(),
            rule: (&stored.value).into(),
            version: stored.version,
            recomputing: repricing.is_some(),
            repricing_id: repricing,
        }
    }
}

/// An exception of a channel's price rule. The most specific one wins: variant, product, category, channel.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PriceOverride {
    /// `category:<name>`, `product:<id>` or `variant:<product id>:<variant id>`.
    #[schema(example = "category:frame")]
    pub scope: String,
    /// `category`, `product` or `variant`.
    pub level: String,
    pub rule: PriceRule,
    /// Also the `ETag`.
    pub version: u64,
    /// After a save of a category's: watch it at `/v1/repricings/{id}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repricing_id: Option<String>,
}

impl PriceOverride {
    /// `None` for one that was removed.
    pub fn of(stored: &ports::PriceOverride, repricing: Option<String>) -> Option<Self> {
        Some(Self {
            scope: stored.scope.to_string(),
            level: stored.scope.level().to_owned(),
            rule: stored.rule.as_ref()?.into(),
            version: stored.version,
            repricing_id: repricing,
        })
    }
}
