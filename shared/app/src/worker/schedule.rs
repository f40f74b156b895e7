//! The clock: what each of its tasks starts.

use serde::{Deserialize, Serialize};

use crate::{
    Ports, WorkError, intake,
    pricing::fee_changes,
    publishing::lost_outcomes,
    shops::schedule::{Ticked, health, tokens},
};

/// What the scheduler asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    RefreshTokens,
    Reconcile,
    Health,
    /// Fee schedules that begin today.
    Fees,
    /// What is to be reported and was not, because a worker died; audits that nobody watches any more.
    Outcomes,
    /// Nothing: it only keeps a function warm.
    Wake,
}

/// Carries out one task.
pub async fn run(ports: &Ports, task: Task) -> Result<Ticked, WorkError> {
    let ticked = match task {
        Task::RefreshTokens => tokens::refresh(ports).await?,
        Task::Reconcile => intake::reconcile::reconcile(ports).await?,
        Task::Health => health::check(ports).await?,
        Task::Fees => fee_changes::begin(ports).await?,
        Task::Outcomes => lost_outcomes::report(ports).await?,
        Task::Wake => Ticked::default(),
    };
    tracing::info!(
        task = ?task, shops = ticked.shops, acted = ticked.acted, problems = ticked.problems.len(), "tick"
    );
    Ok(ticked)
}
