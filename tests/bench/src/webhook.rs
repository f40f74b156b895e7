//! The webhook's handler, with one push after the other, as in one Lambda instance.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use app::{Marketplace, Ports, ports::QueueName};
use clap::Args;
use jiff::Timestamp;
use lambda_http::{Body, Request, http};
use platform::config::Env;
use url::Url;

use crate::{
    report::{Report, as_ms, ms, number, percentile},
    shopee_push,
};

/// The longest time that a marketplace waits for the answer.
const TARGET: Duration = Duration::from_secs(3);

#[derive(Debug, Args)]
pub struct Options {
    /// Pushes to the handler over fakes in memory.
    #[arg(long, default_value_t = 20_000)]
    in_memory: usize,
    /// Pushes to the handler over the table and queues that the environment names; 0 for none.
    #[arg(long, default_value_t = 1_000)]
    over_cloud: usize,
}

pub async fn run(options: &Options) -> anyhow::Result<Report> {
    let mut report = Report::default();
    let channel = Arc::new(shopee::Shopee::new(
        platform::http::client()?,
        shopee::Config::new(Url::parse(shopee::PRODUCTION)?, None),
    ));
    let (ports, _fakes) = testkit::ports([channel as Arc<dyn Marketplace>]);
    measure("in memory", "memory", ports, options.in_memory, &mut report).await?;
    if options.over_cloud > 0 {
        let ports = wired().await?;
        let before = store::meter();
        measure("over MiniStack", "cloud", ports, options.over_cloud, &mut report).await?;
        let used = store::meter().since(before);
        let pushes = number(options.over_cloud);
        let (read, write) = (used.read_units / pushes, used.write_units / pushes);
        report.tell("webhook: table units to take a push", format!("{read:.2} read, {write:.2} write"));
        report.fact("read_units", read);
        report.fact("write_units", write);
    }
    Ok(report)
}

/// The ports, assembled as the function itself does it.
async fn wired() -> anyhow::Result<Ports> {
    let env = Env::of_process();
    let config = wiring::Config::from_env(&env)
        .and_then(|config| config.sending(&env, &[QueueName::Sync, QueueName::Notify]))
        .and_then(|config| config.channels(&env))
        .context("the environment of a local stack is needed; tests/local/bench.py gives it")?;
    Ok(wiring::wire(config).await?.ports)
}

async fn measure(
    place: &str,
    name: &str,
    ports: Ports,
    pushes: usize,
    report: &mut Report,
) -> anyhow::Result<()> {
    let now = ports.clock.now();
    ports.secrets.put(&shopee_push::channel()?, &shopee_push::secret(now)?).await?;
    let deps = webhook::Deps { ports };
    // The cost of the first push (connections, reading the secret) is measured with the functions' start.
    for request in requests(pushes..pushes + 20, now)? {
        take(&deps, request).await?;
    }
    let mut took = Vec::with_capacity(pushes);
    let all = requests(0..pushes, now)?;
    let begun = Instant::now();
    for request in all {
        took.push(take(&deps, request).await?);
    }
    let rate = number(pushes) / begun.elapsed().as_secs_f64();
    took.sort();
    let (p50, p99) = (percentile(&took, 50), percentile(&took, 99));
    let target = format!("≤ {} s", TARGET.as_secs());
    report.judge(
        format!("webhook {place}: p50 / p99 of {pushes} signed pushes"),
        format!("{} / {}", ms(p50), ms(p99)),
        target,
        p99 <= TARGET,
    );
    report.tell(format!("webhook {place}: pushes a second, one at a time"), format!("{rate:.0}"));
    report.fact(format!("{name}_p50_ms"), as_ms(p50));
    report.fact(format!("{name}_p99_ms"), as_ms(p99));
    report.fact(format!("{name}_per_second"), rate);
    Ok(())
}

fn requests(numbers: std::ops::Range<usize>, now: Timestamp) -> anyhow::Result<Vec<Request>> {
    let request = |nth| {
        let (body, signature) = shopee_push::signed(nth, now);
        let request = http::Request::post(shopee_push::PATH)
            .header("authorization", signature)
            .header("content-type", "application/json");
        Ok(request.body(Body::Text(body))?)
    };
    numbers.map(request).collect()
}

async fn take(deps: &webhook::Deps, request: Request) -> anyhow::Result<Duration> {
    let begun = Instant::now();
    let response = match webhook::handler(request, deps).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    let took = begun.elapsed();
    if !response.status().is_success() {
        bail!("a signed push was answered with {}", response.status());
    }
    Ok(took)
}
