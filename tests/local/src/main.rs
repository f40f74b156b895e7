//! The native host: every function of SyncStore in one process, over the same queues, table and handlers.
//!
//! Owns: the parts that AWS provides: HTTP in front of `api` and `webhook`, event source mappings with partial batch
//! responses, the scheduler. Refuses: every decision of the functions themselves. It listens on 127.0.0.1 only, and is
//! for local use and tests, never for a server.

use platform::{config::Env, telemetry};

mod functions;
mod mapping;
mod pages;
mod schedules;
mod servers;
mod settings;

use functions::Functions;
use settings::Settings;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let env = Env::of_process();
    telemetry::start(&env)?;
    let settings = Settings::from_env(&env)?;
    let doors = servers::Doors::open(&settings).await?;
    let functions = Box::pin(Functions::start(settings)).await?;
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let mappings: Vec<_> = functions
        .consumers()
        .into_iter()
        .map(|(mapping, invoke)| tokio::spawn(mapping.run(invoke, stopping.clone())))
        .collect();
    let clock = tokio::spawn(schedules::run(functions.schedule.clone(), stopping.clone()));
    let served = tokio::spawn(doors.serve(&functions, stopping));
    tracing::info!("all functions are running");
    asked_to_stop().await?;
    tracing::info!("stopping");
    stop.send(true)?;
    futures::future::join_all(mappings).await;
    clock.await?;
    served.await??;
    Ok(())
}

/// Ctrl-C at a terminal, SIGTERM from `make stop`.
async fn asked_to_stop() -> std::io::Result<()> {
    let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        _ = terminated.recv() => Ok(()),
        interrupted = tokio::signal::ctrl_c() => interrupted,
    }
}
