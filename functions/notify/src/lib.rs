//! The `notify` function: stores notifications and sends a mail for warnings and urgent ones.
//!
//! Owns: turning a batch of the `notify` queue into calls of `app::worker::notify`. Refuses: everything else; the use
//! case decides what a message means.

use std::sync::Arc;

use app::{
    Ports,
    message::{Envelope, NotifyMessage},
    ports::QueueName,
    worker,
};
use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use lambda_runtime::{Error, LambdaEvent};
use platform::{
    batch::{Batch, Limits, deadline, nothing_waits},
    config::{ConfigError, Consumed, Env, Mail},
    mail::SesMailer,
};
use wiring::{StartError, Wired};

/// These messages never wait for the call budget. A message that fails five times needs a person.
pub const LIMITS: Limits = Limits { at_once: 2, deliveries: 5 };

/// The settings of the function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub wiring: wiring::Config,
    pub consumed: Consumed,
    pub mail: Option<Mail>,
}

impl Config {
    pub fn from_env(env: &Env) -> Result<Self, ConfigError> {
        let wiring = wiring::Config::from_env(env)?;
        Ok(Self { wiring, consumed: Consumed::from_env(env, QueueName::Notify)?, mail: Mail::from_env(env)? })
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
        let Wired { mut ports, aws, .. } = wiring::wire(config.wiring).await?;
        ports.mailer = Arc::new(SesMailer::new(&aws, config.mail));
        Ok(Self { ports, batch: Batch::new(&aws, config.consumed, LIMITS) })
    }
}

/// Processes one batch; returns which of its messages must be delivered again.
pub async fn handler(event: LambdaEvent<SqsEvent>, deps: &Deps) -> Result<SqsBatchResponse, Error> {
    let until = deadline(event.context.deadline, deps.ports.clock.now());
    let work = |envelope: Envelope<NotifyMessage>, _| worker::notify::handle(&deps.ports, envelope);
    // The first try already stores the notification. A mail that cannot be sent ends in the dead letters.
    Ok(deps.batch.run(event.payload, until, work, nothing_waits).await)
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
