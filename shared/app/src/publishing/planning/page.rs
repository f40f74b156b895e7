//! What one page adds to a plan.

use std::collections::BTreeMap;

use domain::plan::Unplanned;

use crate::ports::{PlanEntry, PlanPlace};

/// What the next page adds, and where the making then is.
#[derive(Debug)]
pub(crate) struct PlanPage {
    pub entries: Vec<PlanEntry>,
    pub looked_at: u64,
    /// How many there are to look at in all, where this page has found out.
    pub to_look_at: Option<u64>,
    pub place: PlanPlace,
    /// What a person named in it and that has nothing to push.
    pub unplanned: Vec<Unplanned>,
    /// How many products that a filter found have nothing to push, by the reason's code.
    pub nothing: BTreeMap<String, u64>,
}
