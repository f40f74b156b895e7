//! The parts that `main.rs` connects; see there.

use anyhow::{Context as _, Result, bail};
use clap::Parser;
use std::path::PathBuf;
use tokio::{net::TcpListener, task::JoinSet};
use tracing::Level;
use url::Url;

pub mod keep;
pub mod serve;
pub mod shops;

use keep::Keeper;
use shops::Shop;

/// Serves the stand-ins of Shopee and TikTok Shop on 127.0.0.1.
#[derive(Debug, Clone, Parser)]
#[command(version, about)]
pub struct Options {
    #[arg(long, env = "SHOPEE_SANDBOX_PORT", default_value_t = 8791)]
    pub shopee_port: u16,
    #[arg(long, env = "TIKTOK_SANDBOX_PORT", default_value_t = 8792)]
    pub tiktok_port: u16,
    /// Serve no Shopee.
    #[arg(long)]
    pub no_shopee: bool,
    /// Serve no TikTok Shop.
    #[arg(long)]
    pub no_tiktok: bool,
    /// Where the shops are kept over a restart. Delete it to start again.
    #[arg(long)]
    pub state_dir: PathBuf,
    /// The seed of the catalogue that fills a new state directory.
    #[arg(long, default_value_t = testkit::catalogue::DEFAULT_SEED)]
    pub seed: u64,
    /// Start with empty shops in place of the seeded catalogue: `POST /_sandbox/seed` fills them.
    #[arg(long)]
    pub empty: bool,
    /// How many Shopee listings of the seeded catalogue: every paired one, and the first of the others.
    #[arg(long, default_value_t = testkit::catalogue::SHOPEE_LISTINGS)]
    pub shopee_listings: usize,
    /// The shop's call budget; 0 for no limit.
    #[arg(long, env = "SHOPEE_CALLS_PER_SECOND", default_value_t = 10)]
    pub shopee_calls_per_second: u32,
    /// The shop's call budget; 0 for no limit.
    #[arg(long, env = "TIKTOK_CALLS_PER_SECOND", default_value_t = 10)]
    pub tiktok_calls_per_second: u32,
    /// Pushes go to `/webhooks/{channel}` below this address.
    #[arg(long, default_value = "http://127.0.0.1:8788")]
    pub webhook_base: Url,
    /// The API: a TikTok Shop link that names no callback leads to its callback.
    #[arg(long, default_value = "http://127.0.0.1:8787")]
    pub api_base: Url,
    #[arg(long, env = "LOG_LEVEL", default_value = "info")]
    pub log_level: String,
}

/// Logs to the standard error, one line per event.
pub fn log(level: &str) {
    let level = level.parse().unwrap_or(Level::INFO);
    tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).init();
}

/// Serves until the process has to end, and saves the shops.
pub async fn run(options: Options) -> Result<()> {
    if options.no_shopee && options.no_tiktok {
        bail!("nothing to serve: --no-shopee and --no-tiktok leave no marketplace");
    }
    // Both ports are bound before anything is read or written, so that nothing has changed if one is in use.
    let shopee =
        if options.no_shopee { None } else { Some(bind(options.shopee_port, "--shopee-port").await?) };
    let tiktok =
        if options.no_tiktok { None } else { Some(bind(options.tiktok_port, "--tiktok-port").await?) };
    let catalogue = shops::catalogue(&options);
    let mut serving = JoinSet::new();
    let mut keepers = Vec::new();
    let shops = [
        shopee.map(|listener| (listener, shops::shopee(&options, &catalogue))),
        tiktok.map(|listener| (listener, shops::tiktok(&options, &catalogue))),
    ];
    for (listener, shop) in shops.into_iter().flatten() {
        let Shop { channel, router, credentials, sandbox } = shop?;
        let mut keeper = Keeper::new(&options.state_dir, channel, options.seed, sandbox)?;
        if keeper.restore()? {
            tracing::info!(channel, "the shop is as it was left");
        } else {
            keeper.seed(&catalogue)?;
            tracing::info!(channel, seed = options.seed, "the shop is filled with the seeded catalogue");
        }
        let address = listener.local_addr().context("the listener has an address")?;
        let router = serve::with_health(router, credentials);
        let router = serve::noting_changes(router, keeper.changed());
        serving.spawn(async move { axum::serve(listener, router).await });
        tracing::info!(channel, "listens on http://{address}");
        keepers.push(keeper);
    }
    let saving: Vec<_> =
        keepers.iter().cloned().map(|keeper| tokio::spawn(keeper.save_when_changed())).collect();
    tokio::select! {
        Some(ended) = serving.join_next() => ended.context("a server failed")?.context("a server failed")?,
        asked = asked_to_end() => asked?,
    }
    for task in saving {
        task.abort();
    }
    for keeper in &keepers {
        keeper.save()?;
    }
    Ok(())
}

async fn bind(port: u16, flag: &str) -> Result<TcpListener> {
    TcpListener::bind(("127.0.0.1", port)).await.with_context(|| {
        format!("port {port} is taken by another program: end that one, or choose another port with {flag}")
    })
}

/// Returns at SIGTERM or SIGINT.
async fn asked_to_end() -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("signals can be heard")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("signals can be heard")?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
