//! The `notify` function: stores notifications and sends a mail for warnings and urgent ones.
//!
//! Owns: turning a batch of the `notify` queue into calls of `app::worker::notify`. Refuses: everything else; the use
//! case decides what a message means.

use std::sync::Arc;

use app::{
    Ports, WorkError,
    message::{Envelope, NotifyMessage},
    ports::QueueName,
    worker,
};
use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use lambda_runtime::{Error, LambdaEvent};
use platform::{
    batch::{Limits, nothing_waits},
    config::{ConfigError, Env, Mail},
    mail::SesMailer,
};
use wiring::{Consumer, ConsumerConfig, StartError, Wired};

/// These messages never wait for the call budget. A message that fails five times needs a person.
pub const LIMITS: Limits = Limits { at_once: 2, deliveries: 5 };

/// The settings of the function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub consumer: ConsumerConfig,
    pub mail: Option<Mail>,
}

impl Config {
    pub fn from_env(env: &Env) -> Result<Self, ConfigError> {
        let wiring = wiring::Config::from_env(env)?;
        let consumer = ConsumerConfig::from_env(env, wiring, QueueName::Notify)?;
        Ok(Self { consumer, mail: Mail::from_env(env)? })
    }
}

/// What the handler uses: created once per process.
pub async fn consumer(config: Config) -> Result<Consumer, StartError> {
    let ConsumerConfig { wiring, consumed } = config.consumer;
    let Wired { mut ports, aws, .. } = wiring::wire(wiring).await?;
    ports.mailer = Arc::new(SesMailer::new(&aws, config.mail));
    Ok(Consumer::new(ports, &aws, consumed, LIMITS))
}

/// Processes one batch; returns which of its messages must be delivered again.
pub async fn handler(event: LambdaEvent<SqsEvent>, consumer: &Consumer) -> Result<SqsBatchResponse, Error> {
    // The first try already stores the notification. A mail that cannot be sent ends in the dead letters.
    Ok(consumer.run(event, work, |_, message, given_up| nothing_waits(message, given_up)).await)
}

async fn work(ports: Ports, envelope: Envelope<NotifyMessage>) -> Result<(), WorkError> {
    worker::notify::handle(&ports, envelope).await
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: [&str; 3] = ["TABLE_NAME", "NOTIFY_QUEUE_URL", "NOTIFY_DLQ_URL"];

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
        let queue = template.split("\n  NotifyQueue:\n").nth(1).unwrap();
        let count = queue.split("maxReceiveCount: ").nth(1).unwrap().lines().next().unwrap();
        assert_eq!(count.parse(), Ok(LIMITS.deliveries + platform::batch::SPARE));
    }
}
