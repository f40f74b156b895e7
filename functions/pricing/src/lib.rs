//! The `pricing` function: computes the quotes of offers again after a change. It also does all other work over many
//! listings that calls no channel: checks, plans, the jobs of runs.
//!
//! Owns: turning a batch of the `pricing` queue into calls of `app::worker::pricing`. Refuses: everything else; the use
//! case decides what a message means.

use app::{
    Ports, StoreError, WorkError,
    message::{Envelope, PricingMessage},
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

/// These messages never wait for the call budget. A message that fails five times needs a person.
pub const LIMITS: Limits = Limits { at_once: 4, deliveries: 5 };

/// The settings of the function.
///
/// # Errors
/// Names the variable that is missing.
pub fn config(env: &Env) -> Result<ConsumerConfig, ConfigError> {
    let wiring =
        Config::from_env(env)?.sending(env, &[QueueName::Sync, QueueName::Pricing, QueueName::Notify])?;
    ConsumerConfig::from_env(env, wiring, QueueName::Pricing)
}

/// Processes one batch; returns which of its messages must be delivered again.
pub async fn handler(event: LambdaEvent<SqsEvent>, consumer: &Consumer) -> Result<SqsBatchResponse, Error> {
    Ok(consumer.run(event, work, give_up).await)
}

async fn work(ports: Ports, envelope: Envelope<PricingMessage>) -> Result<(), WorkError> {
    worker::pricing::handle(&ports, envelope).await.map(drop)
}

/// Reports a message that is given up, because prices, a plan or a check then stay unfinished.
async fn give_up(
    ports: Ports,
    envelope: Envelope<PricingMessage>,
    given_up: GivenUp,
) -> Result<(), StoreError> {
    worker::pricing::give_up(&ports, &envelope.message, &given_up.error, &given_up.occasion).await
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: [&str; 5] =
        ["TABLE_NAME", "SYNC_QUEUE_URL", "PRICING_QUEUE_URL", "NOTIFY_QUEUE_URL", "PRICING_DLQ_URL"];

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
        let queue = template.split("\n  PricingQueue:\n").nth(1).unwrap();
        let count = queue.split("maxReceiveCount: ").nth(1).unwrap().lines().next().unwrap();
        assert_eq!(count.parse(), Ok(LIMITS.deliveries + platform::batch::SPARE));
    }
}
