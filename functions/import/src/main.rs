//! The `import` function on AWS Lambda.

use lambda_runtime::service_fn;
use platform::{config::Env, telemetry};
use wiring::Consumer;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let env = Env::of_process();
    telemetry::start(&env)?;
    let consumer = Consumer::start(import::config(&env)?, import::LIMITS).await?;
    lambda_runtime::run(service_fn(|event| import::handler(event, &consumer)))
        .await
        .map_err(anyhow::Error::from_boxed)
}
