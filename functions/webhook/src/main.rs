//! The `webhook` function on AWS Lambda.

use lambda_http::service_fn;
use platform::{config::Env, telemetry};

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let env = Env::of_process();
    telemetry::start(&env)?;
    let deps = webhook::Deps::new(webhook::Config::from_env(&env)?).await?;
    lambda_http::run(service_fn(|request| webhook::handler(request, &deps)))
        .await
        .map_err(anyhow::Error::from_boxed)
}
