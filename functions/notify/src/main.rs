//! The `notify` function on AWS Lambda.

use lambda_runtime::service_fn;
use platform::{config::Env, telemetry};

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let env = Env::of_process();
    telemetry::start(&env)?;
    let consumer = notify::consumer(notify::Config::from_env(&env)?).await?;
    lambda_runtime::run(service_fn(|event| notify::handler(event, &consumer)))
        .await
        .map_err(anyhow::Error::from_boxed)
}
