//! Requests over the whole catalogue: the time until each one is answered, the memory of the process while workers do
//! the rest, and the writes to the busiest partition of the table. It uses the table and queues that the environment
//! names, and the bench itself is the worker. The products are in the seller's own store, so that no channel has to be
//! called.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use app::{
    message::{Envelope, SyncMessage},
    ports::{CatalogueQuery, NewMaster, PlanState, Ports, QueueName, Run, RunState, UndoScope},
    publishing::{
        planning::{self, PlanRequest, make_plan_as},
        run::{self, Waves},
        undo::make_undo_plan_of,
    },
    worker,
};
use clap::Args;
use domain::{Channel, PlanId, RunId};
use platform::config::Env;
use testkit::build::{a_product_named, rupiah};

use crate::report::{Report, as_ms, ms, number};

const ACTOR: &str = "bench";

#[derive(Debug, Args)]
pub struct Options {
    /// Listings; a run of its own program each, so that the peak of memory is its own.
    #[arg(long, default_value_t = 4_147)]
    listings: usize,
}

/// The longest time of each kind of request, and of each kind of waiting.
#[derive(Debug, Default)]
struct Requests(BTreeMap<&'static str, Duration>);

impl Requests {
    async fn timed<T>(&mut self, what: &'static str, request: impl Future<Output = T>) -> T {
        let began = Instant::now();
        let answer = request.await;
        let longest = self.0.entry(what).or_default();
        *longest = (*longest).max(began.elapsed());
        answer
    }
}

pub async fn run(options: &Options) -> anyhow::Result<Report> {
    let env = Env::of_process();
    let queues = [QueueName::Sync, QueueName::Pricing, QueueName::Notify];
    let config = wiring::Config::from_env(&env)?.sending(&env, &queues)?;
    let ports = wiring::wire(config).await?.ports;
    seed(&ports, options.listings).await?;
    let (mut report, mut requests) = (Report::default(), Requests::default());
    let before = peak_kilobytes();
    store::meter::watch_partitions();
    let began = Instant::now();
    let run = carried(&ports, &mut requests, options.listings).await?;
    let whole = began.elapsed();
    for (what, took) in &requests.0 {
        let figure = format!("{what} of {} listings", options.listings);
        report.judge(figure, ms(*took), "< 1 s", as_ms(*took) < 1_000.0);
    }
    report.tell(
        format!("all of it, workers included, {} jobs", run.jobs()),
        format!("{:.1} s", whole.as_secs_f64()),
    );
    let grown = peak_kilobytes().saturating_sub(before);
    report.tell(
        "memory: the peak, and how much of it came with the requests and their work",
        format!("{:.0} MB, {:.0} MB", number(peak_kilobytes()) / 1024.0, number(grown) / 1024.0),
    );
    for (partition, worst) in store::meter::busiest_partitions(3) {
        let kind: String = partition.split('#').take(1).collect();
        let levels = partition.matches('#').count();
        report.judge(
            format!("write units of one second under a key {kind} of {} parts", levels + 1),
            worst.to_string(),
            "≤ 1,000",
            worst <= 1_000,
        );
    }
    Ok(report)
}

async fn seed(ports: &Ports, count: usize) -> anyhow::Result<()> {
    let mark = ports.clock.now().as_nanosecond();
    let mut batch = Vec::new();
    for at in 0..count {
        let mut product = a_product_named(&format!("{mark}-{at}"));
        product.variants[0].base_price = Some(rupiah(150_000));
        batch.push(NewMaster { product, listings: Vec::new() });
        if batch.len() == 100 || at + 1 == count {
            ports.products.create_masters(&batch).await?;
            batch.clear();
        }
    }
    Ok(())
}

/// Plan, run, waves, pause, resume, retry, cancel, undo.
async fn carried(ports: &Ports, requests: &mut Requests, listings: usize) -> anyhow::Result<Run> {
    let web = Channel::parse("website")?;
    let request = PlanRequest {
        filter: Some(CatalogueQuery::default()),
        channels: vec![web],
        ..PlanRequest::default()
    };
    let id = PlanId::from_unique(&ports.ids.unique());
    let begun = requests.timed("plan", make_plan_as(ports, ACTOR, id, request)).await?;
    let plan = ready(ports, &begun.id).await?;
    if plan.listings_changed < listings as u64 {
        bail!("{} of {listings} listings are planned", plan.listings_changed);
    }
    let started = run::start(ports, ACTOR, &plan.id, &plan.hash, Waves::Guarded);
    let run = requests.timed("start", started).await?.value;
    for _ in 1..run.waves.len() {
        worked(ports, &run.id).await?;
        pushed(ports, &run.id).await?;
        requests.timed("approve", run::approve(ports, ACTOR, &run.id, None)).await?;
    }
    requests.timed("retry", run::retry(ports, ACTOR, &run.id)).await?;
    worked(ports, &run.id).await?;
    requests.timed("pause", run::pause(ports, ACTOR, &run.id)).await?;
    requests.timed("resume", run::resume(ports, ACTOR, &run.id)).await?;
    requests.timed("cancel", run::cancel(ports, ACTOR, &run.id)).await?;
    let id = PlanId::from_unique(&ports.ids.unique());
    let undo = make_undo_plan_of(ports, ACTOR, id, &run.id, UndoScope::Run);
    let undo = requests.timed("undo", undo).await?;
    ready(ports, &undo.id).await?;
    Ok(run::get(ports, &run.id).await?.value)
}

/// Computes a plan, like the workers of the pricing queue.
async fn ready(ports: &Ports, id: &PlanId) -> anyhow::Result<app::ports::Plan> {
    loop {
        let plan = ports.plans.get(id).await?.context("the plan is stored")?;
        match plan.state {
            PlanState::Preparing => planning::work(ports, id).await?,
            PlanState::Ready => return Ok(plan),
            PlanState::Failed => bail!("{:?}", plan.failure),
        }
    }
}

/// Prepares a run, like the workers of the pricing queue.
async fn worked(ports: &Ports, id: &RunId) -> anyhow::Result<()> {
    while run::get(ports, id).await?.value.has_work() {
        run::work(ports, id).await?;
    }
    Ok(())
}

/// Pushes the released jobs, like the workers of the sync queue.
async fn pushed(ports: &Ports, id: &RunId) -> anyhow::Result<()> {
    let run = run::get(ports, id).await?.value;
    let mut slot = 0;
    while run.state == RunState::Running && u64::from(slot) < run.let_go() {
        let rows = ports.runs.rows(id, slot, 100).await?;
        let Some(last) = rows.last() else { break };
        slot = last.slot + 1;
        for row in rows.into_iter().filter(|row| row.state == app::ports::JobState::Queued) {
            let message = SyncMessage::Push { run: id.clone(), job: row.job, listing: row.listing };
            worker::sync::handle(ports, Envelope { v: 1, id: ports.ids.unique(), message }).await?;
        }
    }
    Ok(())
}

/// The largest memory of the process so far, in kB.
fn peak_kilobytes() -> u32 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|text| text.parse().ok()).unwrap_or(0)
}
