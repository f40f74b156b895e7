//! Price rules: how a channel's price comes from the base price.

use serde::{Deserialize, Serialize};

use super::{Rounding, Scope};
use crate::{BasisPoints, Rupiah};

/// How a channel's price comes from the base price. Stored in versions; never overwritten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceRule {
    /// Added to the base by [`Method::Markup`]: 15 % turns 150,000 into 172,500. Other methods ignore it.
    pub markup: BasisPoints,
    /// Left out of the JSON for the mark-up, because rules were stored before there were other methods.
    #[serde(default, skip_serializing_if = "Method::is_markup")]
    pub method: Method,
    #[serde(default)]
    pub rounding: Rounding,
    /// The minimum that the seller keeps above cost, after fees. If it is set, a variant without a cost gets no price.
    /// If it is absent, that of the next wider rule applies; [`super::NO_FLOOR`] means no minimum.
    #[serde(default)]
    pub minimum_margin: Option<BasisPoints>,
    #[serde(default)]
    pub ceiling: Option<Rupiah>,
    /// The largest price move of one push.
    #[serde(default = "default_guard")]
    pub guard: BasisPoints,
}

fn default_guard() -> BasisPoints {
    crate::plan::DEFAULT_GUARD
}

impl PriceRule {
    /// Base + `markup`, not rounded and without limits.
    pub fn of_markup(markup: BasisPoints) -> Self {
        Self {
            markup,
            method: Method::Markup,
            rounding: Rounding::None,
            minimum_margin: None,
            ceiling: None,
            guard: default_guard(),
        }
    }

    /// The base price as it is.
    pub fn base_prices() -> Self {
        Self::of_markup(BasisPoints::ZERO)
    }

    /// The price at which the seller keeps `target`, not rounded and without limits.
    pub fn of_net(target: NetTarget) -> Self {
        Self { method: Method::KeepNet { target }, ..Self::base_prices() }
    }
}

/// How the price is computed before it is rounded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Method {
    /// Base plus [`PriceRule::markup`].
    #[default]
    Markup,
    /// The lowest price at which the seller keeps the target after all fees, in orders of 1 to 10 pieces.
    KeepNet { target: NetTarget },
    /// This price as typed, without rounding. A base price is still required.
    Fixed { price: Rupiah },
}

impl Method {
    fn is_markup(&self) -> bool {
        *self == Self::Markup
    }
}

/// What the seller wants to keep of one piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum NetTarget {
    /// The base price.
    Base,
    /// Cost plus this margin on cost.
    Cost { margin: BasisPoints },
}

/// A rule or schedule with the version it is stored under.
pub type At<'a, T> = Option<(&'a T, u64)>;

/// The rule or schedule that applies, with its scope and version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen<'a, T> {
    pub value: &'a T,
    pub version: u64,
    pub scope: &'a Scope,
}
