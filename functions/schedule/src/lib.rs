//! The `schedule` function: the tasks that run at fixed times.
//!
//! Owns: turning a tick of the scheduler into one call of `app::worker::schedule`. Refuses: everything else; the use
//! case decides what a task does.

use app::{
    Ports,
    ports::QueueName,
    shops::schedule::Ticked,
    worker::schedule::{Task, run},
};
use lambda_runtime::{Error, LambdaEvent};
use platform::{
    batch::{deadline, last_call},
    config::{ConfigError, Env},
};
use serde::{Deserialize, Serialize};
use wiring::{StartError, Wired};

/// What the scheduler sends: `{"task": "refresh_tokens"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    pub task: Task,
}

/// The settings of the function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub wiring: wiring::Config,
}

impl Config {
    pub fn from_env(env: &Env) -> Result<Self, ConfigError> {
        let queues = [QueueName::Import, QueueName::Sync, QueueName::Pricing, QueueName::Notify];
        let wiring = wiring::Config::from_env(env)?.sending(env, &queues)?.channels(env)?.media(env)?;
        Ok(Self { wiring })
    }
}

/// What the handler uses: created once per process.
#[derive(Debug, Clone)]
pub struct Deps {
    pub ports: Ports,
}

impl Deps {
    pub async fn new(config: Config) -> Result<Self, StartError> {
        let Wired { ports, .. } = wiring::wire(config.wiring).await?;
        Ok(Self { ports })
    }
}

/// Carries out one tick. A failure of the tick is returned as an error, so that the scheduler tries again and the alarm
/// notices it. A problem with a single shop does not stop the others; it is reported to the seller.
pub async fn handler(event: LambdaEvent<Tick>, deps: &Deps) -> Result<Ticked, Error> {
    let until = deadline(event.context.deadline, deps.ports.clock.now()).map(last_call);
    Ok(run(&deps.ports.until(until), event.payload.task).await?)
}

#[cfg(test)]
mod tests {
    use lambda_runtime::Context;

    use super::*;

    const SETTINGS: [&str; 9] = [
        "TABLE_NAME",
        "IMPORT_QUEUE_URL",
        "SYNC_QUEUE_URL",
        "PRICING_QUEUE_URL",
        "NOTIFY_QUEUE_URL",
        "SECRET_PREFIX",
        "MEDIA_BUCKET",
        "SHOPEE_API_BASE",
        "TIKTOK_API_BASE",
    ];

    fn env(without: &str) -> Env {
        let given = SETTINGS.into_iter().filter(|name| *name != without);
        given.map(|name| (name, "http://127.0.0.1:1/x")).collect()
    }

    #[test]
    fn every_missing_setting_is_named() {
        assert!(Config::from_env(&env("")).is_ok());
        for name in SETTINGS {
            let missing = ConfigError::Missing { name: name.to_owned() };
            assert_eq!(Config::from_env(&env(name)).unwrap_err(), missing);
        }
    }

    #[test]
    fn every_schedule_of_the_template_names_a_task_that_exists() {
        let template = include_str!("../../../infra/template.yaml");
        let inputs: Vec<&str> = template
            .lines()
            .filter_map(|line| line.trim().strip_prefix("Input: '")?.strip_suffix('\''))
            .collect();
        assert!(inputs.len() >= 3);
        for input in inputs {
            assert!(serde_json::from_str::<Tick>(input).is_ok(), "{input}");
        }
    }

    #[tokio::test]
    async fn a_tick_without_shops_does_nothing() {
        let (ports, _) = testkit::ports([]);
        for task in [
            Task::RefreshTokens,
            Task::Reconcile,
            Task::Health,
            Task::Fees,
            Task::Outcomes,
            Task::Pictures,
            Task::Wake,
        ] {
            let event = LambdaEvent::new(Tick { task }, Context::default());
            assert_eq!(handler(event, &Deps { ports: ports.clone() }).await.unwrap(), Ticked::default());
        }
    }
}
