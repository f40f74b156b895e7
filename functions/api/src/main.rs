//! The `api` function on AWS Lambda.

use platform::{config::Env, telemetry};

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let env = Env::of_process();
    telemetry::start(&env)?;
    let state = api::start::state(api::start::Config::from_env(&env)?).await?;
    lambda_http::run(api::router(state)).await.map_err(anyhow::Error::from_boxed)
}
