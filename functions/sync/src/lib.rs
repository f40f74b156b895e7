//! The `sync` function: carries out one listing of a run, or reads a listing that changed on its channel.
//!
//! Owns: turning a batch of the `sync` queue into calls of `app::worker::sync`. Refuses: everything else; the use case
//! decides what a message means.

use app::{
    Ports, StoreError, WorkError,
    message::{Envelope, SyncMessage},
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

/// Many deliveries: on a FIFO queue, each wait for the call budget counts as a delivery, so half of them are reserved
/// for waiting.
pub const LIMITS: Limits = Limits { at_once: 5, deliveries: 50 };

/// The settings of the function.
///
/// # Errors
/// Names the variable that is missing.
pub fn config(env: &Env) -> Result<ConsumerConfig, ConfigError> {
    let wiring = Config::from_env(env)?
        .sending(env, &[QueueName::Sync, QueueName::Pricing, QueueName::Notify])?
        .channels(env)?
        .media(env)?;
    ConsumerConfig::from_env(env, wiring, QueueName::Sync)
}

/// Processes one batch; returns which of its messages must be delivered again.
pub async fn handler(event: LambdaEvent<SqsEvent>, consumer: &Consumer) -> Result<SqsBatchResponse, Error> {
    Ok(consumer.run(event, work, give_up).await)
}

async fn work(ports: Ports, envelope: Envelope<SyncMessage>) -> Result<(), WorkError> {
    worker::sync::handle(&ports, envelope).await
}

/// When a message is given up, its job fails too, so that people see the failure and the run can end.
async fn give_up(ports: Ports, envelope: Envelope<SyncMessage>, given_up: GivenUp) -> Result<(), StoreError> {
    worker::sync::give_up(&ports, &envelope.message, &given_up.error).await
}

#[cfg(test)]
mod tests {
    use app::ports::{JobState, RunState};
    use testkit::build::{a_key, a_run_of_one};

    use super::*;

    const SETTINGS: [&str; 9] = [
        "TABLE_NAME",
        "SYNC_QUEUE_URL",
        "PRICING_QUEUE_URL",
        "NOTIFY_QUEUE_URL",
        "SYNC_DLQ_URL",
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
        assert!(config(&env("")).is_ok());
        for name in SETTINGS {
            assert_eq!(config(&env(name)).unwrap_err(), ConfigError::Missing { name: name.to_owned() });
        }
    }

    #[tokio::test]
    async fn a_message_that_cannot_be_done_takes_its_job_along() {
        let (ports, _) = testkit::ports([]);
        let listing = a_key("shopee:1:2");
        let (run, job) = a_run_of_one(&listing);
        ports.runs.create(&run, std::slice::from_ref(&job)).await.unwrap();
        let message = SyncMessage::Push { run: run.id.clone(), job: job.id.clone(), listing };
        let envelope = Envelope { v: 1, id: "1".to_owned(), message };
        let error = worker::sync::handle(&ports, envelope.clone()).await.unwrap_err();
        let given_up = GivenUp { error, occasion: "1".to_owned() };
        give_up(ports.clone(), envelope, given_up).await.unwrap();
        let ended = ports.runs.job(&run.id, &job.id).await.unwrap().unwrap().value;
        assert_eq!((ended.state, ended.failure.unwrap().code.as_str()), (JobState::Failed, "plan_missing"));
        assert_eq!(ports.runs.get(&run.id).await.unwrap().unwrap().value.state, RunState::Finished);
    }

    #[test]
    fn the_queue_delivers_as_often_as_the_function_expects_and_a_few_times_to_give_up() {
        let template = include_str!("../../../infra/template.yaml");
        let queue = template.split("\n  SyncQueue:\n").nth(1).unwrap();
        let count = queue.split("maxReceiveCount: ").nth(1).unwrap().lines().next().unwrap();
        assert_eq!(count.parse(), Ok(LIMITS.deliveries + platform::batch::SPARE));
    }
}
