//! The `import` function: reads shops page by page and builds masters from their listings.
//!
//! Owns: turning a batch of the `import` queue into calls of `app::worker::import`. Refuses: everything else; the use
//! case decides what a message means.

use app::{
    Ports, StoreError,
    message::{Envelope, ImportMessage},
    ports::QueueName,
    worker,
};
use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use lambda_runtime::{Error, LambdaEvent};
use platform::{
    batch::{Batch, Delivery, GivenUp, Limits, deadline},
    config::{ConfigError, Consumed, Env},
};
use wiring::{StartError, Wired};

/// Many deliveries, because channels and their networks can fail for a while. Waiting for the call budget does not
/// count as a delivery.
pub const LIMITS: Limits = Limits { at_once: 5, deliveries: 50 };

/// The settings of the function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub wiring: wiring::Config,
    pub consumed: Consumed,
}

impl Config {
    pub fn from_env(env: &Env) -> Result<Self, ConfigError> {
        let wiring = wiring::Config::from_env(env)?
            .sending(env, &[QueueName::Import, QueueName::Pricing, QueueName::Notify])?
            .channels(env)?
            .pictures(env)?;
        Ok(Self { wiring, consumed: Consumed::from_env(env, QueueName::Import)? })
    }
}

/// What the handler uses: created once per process.
#[derive(Debug, Clone)]
pub struct Deps {
    pub ports: Ports,
    pub batch: Batch,
}

impl Deps {
    pub async fn new(config: Config) -> Result<Self, StartError> {
        let Wired { ports, aws, .. } = wiring::wire(config.wiring).await?;
        Ok(Self { ports, batch: Batch::new(&aws, config.consumed, LIMITS) })
    }
}

/// Processes one batch; returns which of its messages must be delivered again.
pub async fn handler(event: LambdaEvent<SqsEvent>, deps: &Deps) -> Result<SqsBatchResponse, Error> {
    let until = deadline(event.context.deadline, deps.ports.clock.now());
    let work = |envelope: Envelope<ImportMessage>, delivery: Delivery| async move {
        worker::import::handle(&deps.ports.until(delivery.until), envelope).await
    };
    let give_up = |envelope, given_up| give_up(&deps.ports, envelope, given_up);
    Ok(deps.batch.run(event.payload, until, work, give_up).await)
}

/// When a message is given up, its import, report or spreadsheet fails too, so that people see the failure and nothing
/// waits without end.
async fn give_up(
    ports: &Ports,
    envelope: Envelope<ImportMessage>,
    given_up: GivenUp,
) -> Result<(), StoreError> {
    worker::import::give_up(ports, &envelope.message, &given_up.error, &given_up.occasion).await
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: [&str; 8] = [
        "TABLE_NAME",
        "IMPORT_QUEUE_URL",
        "PRICING_QUEUE_URL",
        "NOTIFY_QUEUE_URL",
        "IMPORT_DLQ_URL",
        "SECRET_PREFIX",
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
            assert_eq!(
                Config::from_env(&env(name)).unwrap_err(),
                ConfigError::Missing { name: name.to_owned() }
            );
        }
    }

    #[test]
    fn the_queue_delivers_as_often_as_the_function_expects_and_a_few_times_to_give_up() {
        let template = include_str!("../../../infra/template.yaml");
        let queue = template.split("\n  ImportQueue:\n").nth(1).unwrap();
        let count = queue.split("maxReceiveCount: ").nth(1).unwrap().lines().next().unwrap();
        assert_eq!(count.parse(), Ok(LIMITS.deliveries + platform::batch::SPARE));
    }
}
