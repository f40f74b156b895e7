//! The `import` function: reads shops page by page and builds masters from their listings.
//!
//! Owns: turning a batch of the `import` queue into calls of `app::worker::import`. Refuses: everything else; the use
//! case decides what a message means.

use app::{
    Ports, StoreError, WorkError,
    message::{Envelope, ImportMessage},
    ports::QueueName,
    worker,
};
use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use lambda_runtime::{Error, LambdaEvent};
use platform::{
    batch::{GivenUp, Limits},
    config::{ConfigError, Env},
};
use wiring::{Config, Consumer, ConsumerConfig};

/// Many deliveries, because channels and their networks can fail for a while. Waiting for the call budget does not
/// count as a delivery.
pub const LIMITS: Limits = Limits { at_once: 5, deliveries: 50 };

/// The settings of the function.
///
/// # Errors
/// Names the variable that is missing.
pub fn config(env: &Env) -> Result<ConsumerConfig, ConfigError> {
    let wiring = Config::from_env(env)?
        .sending(env, &[QueueName::Import, QueueName::Pricing, QueueName::Notify])?
        .channels(env)?
        .pictures(env)?;
    ConsumerConfig::from_env(env, wiring, QueueName::Import)
}

/// Processes one batch; returns which of its messages must be delivered again.
pub async fn handler(event: LambdaEvent<SqsEvent>, consumer: &Consumer) -> Result<SqsBatchResponse, Error> {
    Ok(consumer.run(event, work, give_up).await)
}

async fn work(ports: Ports, envelope: Envelope<ImportMessage>) -> Result<(), WorkError> {
    worker::import::handle(&ports, envelope).await
}

/// When a message is given up, its import, report or spreadsheet fails too, so that people see the failure and nothing
/// waits without end.
async fn give_up(
    ports: Ports,
    envelope: Envelope<ImportMessage>,
    given_up: GivenUp,
) -> Result<(), StoreError> {
    worker::import::give_up(&ports, &envelope.message, &given_up.error, &given_up.occasion).await
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
        assert!(config(&env("")).is_ok());
        for name in SETTINGS {
            assert_eq!(config(&env(name)).unwrap_err(), ConfigError::Missing { name: name.to_owned() });
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
