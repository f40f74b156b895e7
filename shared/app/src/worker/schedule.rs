//! The scheduler's tasks, and the work of each.

use serde::{Deserialize, Serialize};

use crate::{
    Ports, WorkError,
    catalogue::media,
    intake,
    pricing::fee_changes,
    publishing::lost_outcomes,
    shops::schedule::{Ticked, health, tokens},
};

/// A task of the scheduler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    RefreshTokens,
    Reconcile,
    Health,
    /// Fee schedules that begin today.
    Fees,
    /// Reports and messages that were not sent because a worker died, and audits that no worker watches any more.
    Outcomes,
    /// Pictures that nothing uses any more.
    Pictures,
    /// Does nothing; it only keeps a function warm.
    Wake,
}

/// Carries out one task.
pub async fn run(ports: &Ports, task: Task) -> Result<Ticked, WorkError> {
    let ticked = match task {
        Task::RefreshTokens => tokens::refresh(ports).await?,
        Task::Reconcile => intake::reconcile::reconcile(ports).await?,
        Task::Health => health::check(ports).await?,
        Task::Fees => fee_changes::begin(ports).await?,
        Task::Outcomes => {
            let ticked = lost_outcomes::report(ports).await?;
            Ticked { acted: ticked.acted + super::unsent::send_again(ports).await?, ..ticked }
        }
        Task::Pictures => media::remove_unused(ports).await?,
        Task::Wake => Ticked::default(),
    };
    tracing::info!(
        task = ?task, shops = ticked.shops, acted = ticked.acted, problems = ticked.problems.len(), "tick"
    );
    Ok(ticked)
}
