//! The functions that consume a queue: their settings, what they keep between batches, how they process one.

use app::{Ports, StoreError, WorkError, ports::QueueName};
use aws_config::SdkConfig;
use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use lambda_runtime::LambdaEvent;
use platform::{
    batch::{Batch, GivenUp, Limits, deadline},
    config::{ConfigError, Consumed, Env},
};
use serde::de::DeserializeOwned;

use crate::{Config, StartError, Wired, wire};

/// The settings of a function that consumes a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsumerConfig {
    pub wiring: Config,
    pub consumed: Consumed,
}

impl ConsumerConfig {
    /// `{queue}_QUEUE_URL` and `{queue}_DLQ_URL`, beside what `wiring` has read.
    ///
    /// # Errors
    /// Names the variable that is missing.
    pub fn from_env(env: &Env, wiring: Config, queue: QueueName) -> Result<Self, ConfigError> {
        Ok(Self { wiring, consumed: Consumed::from_env(env, queue)? })
    }
}

/// A function that consumes a queue: created once per process.
#[derive(Debug, Clone)]
pub struct Consumer {
    pub ports: Ports,
    batch: Batch,
}

impl Consumer {
    /// Creates the clients.
    ///
    /// # Errors
    /// If a client cannot be made.
    pub async fn start(config: ConsumerConfig, limits: Limits) -> Result<Self, StartError> {
        let Wired { ports, aws, .. } = wire(config.wiring).await?;
        Ok(Self::new(ports, &aws, config.consumed, limits))
    }

    /// The same with clients that exist.
    pub fn new(ports: Ports, aws: &SdkConfig, consumed: Consumed, limits: Limits) -> Self {
        Self { ports, batch: Batch::new(aws, consumed, limits) }
    }

    /// Processes one batch; returns which of its messages must be delivered again. `work` gets ports that begin no calls
    /// to channels shortly before the function's time ends. `give_up` is called before a message goes to the dead
    /// letters, and updates what waits for it.
    pub async fn run<M, W, Work, G, GiveUp>(
        &self,
        event: LambdaEvent<SqsEvent>,
        work: W,
        give_up: G,
    ) -> SqsBatchResponse
    where
        M: DeserializeOwned,
        W: Fn(Ports, M) -> Work,
        Work: Future<Output = Result<(), WorkError>>,
        G: Fn(Ports, M, GivenUp) -> GiveUp,
        GiveUp: Future<Output = Result<(), StoreError>>,
    {
        let until = deadline(event.context.deadline, self.ports.clock.now());
        let work =
            |message, delivery: platform::batch::Delivery| work(self.ports.until(delivery.until), message);
        let give_up = |message, given_up| give_up(self.ports.clone(), message, given_up);
        self.batch.run(event.payload, until, work, give_up).await
    }
}
