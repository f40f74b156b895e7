//! Price rules, fee schedules, quotes, and the progress of repricings.

mod fees;
mod quote;
mod repricing;
mod rule;

pub use fees::{Fee, FeeGroup, FeeKindName, FeePreset, FeeSchedule, FeeState, FeeVersion, StoredFeeSchedule};
pub use quote::{FeeTaken, NoQuote, Quote, QuoteStep, Quoted};
pub use repricing::{Repricing, RepricingCause, RepricingState};
pub use rule::{MethodName, NetOf, PriceOverride, PriceRule, Rounding, StoredPriceRule};
