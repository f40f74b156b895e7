//! The schedules, which EventBridge Scheduler runs in the cloud.

use std::{sync::Arc, time::Duration};

use app::worker::schedule::Task;
use lambda_runtime::{Context, LambdaEvent};
use schedule::{Deps, Tick};
use tokio::{sync::watch, time::Instant};

/// The schedules of the template.
const SCHEDULES: [(Task, Duration); 6] = [
    (Task::RefreshTokens, Duration::from_mins(30)),
    (Task::Reconcile, Duration::from_hours(6)),
    (Task::Health, Duration::from_hours(24)),
    (Task::Fees, Duration::from_hours(1)),
    (Task::Outcomes, Duration::from_mins(15)),
    (Task::Pictures, Duration::from_hours(24)),
];

/// Ticks until the host has to stop. The first tick of each schedule is one period after the start.
pub async fn run(deps: Arc<Deps>, mut stopping: watch::Receiver<bool>) {
    let mut due: Vec<(Instant, Task, Duration)> =
        SCHEDULES.iter().map(|(task, period)| (Instant::now() + *period, *task, *period)).collect();
    loop {
        due.sort_by_key(|(at, ..)| *at);
        let (at, task, period) = due[0];
        tokio::select! {
            _ = stopping.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep_until(at) => {}
        }
        if let Err(error) = tick(&deps, task).await {
            tracing::error!(?task, %error, "a schedule failed");
        }
        due[0].0 = Instant::now() + period;
    }
}

/// Runs one tick, as the scheduler sends it.
pub async fn tick(deps: &Deps, task: Task) -> Result<serde_json::Value, lambda_runtime::Error> {
    let ticked = schedule::handler(LambdaEvent::new(Tick { task }, Context::default()), deps).await?;
    Ok(serde_json::to_value(ticked)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schedules_are_those_of_the_template() {
        let template = include_str!("../../../infra/template.yaml");
        let said: Vec<(String, String)> = template
            .split("ScheduleExpression: rate(")
            .skip(1)
            .map(|part| {
                let rate = part.split(')').next().unwrap().to_owned();
                let task = part.split("Input: '").nth(1).unwrap().split('\'').next().unwrap().to_owned();
                (rate, task)
            })
            .collect();
        let ours = SCHEDULES.map(|(task, period)| {
            let minutes = period.as_secs() / 60;
            let rate = match minutes {
                1440 => "1 day".to_owned(),
                60 => "1 hour".to_owned(),
                m if m % 60 == 0 => format!("{} hours", m / 60),
                m => format!("{m} minutes"),
            };
            (rate, serde_json::to_string(&Tick { task }).unwrap())
        });
        assert_eq!(said, ours);
    }
}
