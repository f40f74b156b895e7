//! Writes the records and secrets that make the events valid.

use anyhow::bail;
use app::ports::{
    Import, ImportPhase, Job, JobState, NewMaster, PageMark, Ports, QueueName, Run, RunCounts, RunState,
    RunWork, ShopProgress,
};
use domain::{
    BasisPoints, ContentHash, ImportId, JobId, ListingKey, PlanId, ProductId, RunId, pricing::PriceRule,
};
use platform::config::Env;
use testkit::build::{a_content, a_product_named, an_external_id, observed};

use crate::shopee_push;

/// The ids that the events use.
pub struct Seeded {
    pub table: String,
    /// An import that still reads listings, with slice `0.0` done.
    pub import: ImportId,
    pub run: RunId,
    /// A job that succeeded.
    pub job: JobId,
    pub listing: ListingKey,
    /// The product of the listing, on a channel with a price rule.
    pub product: ProductId,
}

/// Writes all of it to the table and secrets that the environment names. The ids are new each time, so that it can be
/// repeated.
pub async fn seed(env: &Env) -> anyhow::Result<Seeded> {
    let queues = [QueueName::Sync, QueueName::Notify];
    let config = wiring::Config::from_env(env)?.sending(env, &queues)?.channels(env)?;
    let ports = wiring::wire(config).await?.ports;
    let (channel, now) = (shopee_push::channel()?, ports.clock.now());
    ports.secrets.put(&channel, &shopee_push::secret(now)?).await?;
    let mark = now.as_nanosecond().to_string();
    let listing = ListingKey::new(channel, shopee_push::shop()?, an_external_id(&mark));
    let product = product(&ports, &listing, &mark).await?;
    let import = import(&ports, &listing, &mark).await?;
    let (run, job) = job(&ports, &listing, &mark).await?;
    Ok(Seeded { table: env.text("TABLE_NAME")?.to_owned(), import, run, job, listing, product })
}

async fn product(ports: &Ports, listing: &ListingKey, mark: &str) -> anyhow::Result<ProductId> {
    ports.listings.observe(&[observed(listing, a_content())]).await?;
    let Some(stored) = ports.listings.get(listing).await? else { bail!("the listing was not stored") };
    let (product, mut state) = (a_product_named(mark), stored.state);
    let (offer, variant) = (&stored.observed.content.offers[0].id, &product.variants[0].id);
    state.value.product = Some(product.id.clone());
    state.value.links.insert(offer.clone(), variant.clone());
    let id = product.id.clone();
    if ports.products.create_masters(&[NewMaster { product, listings: vec![state] }]).await? != [true] {
        bail!("the product was not stored");
    }
    let rule = PriceRule::of_markup(BasisPoints::percent(15));
    if ports.rules.price_rule(&listing.channel).await?.is_none() {
        ports.rules.put_price_rule(&listing.channel, &rule, 0).await?;
    }
    Ok(id)
}

async fn import(ports: &Ports, listing: &ListingKey, mark: &str) -> anyhow::Result<ImportId> {
    let (channel, shop) = (&listing.channel, &listing.shop);
    let import = Import {
        id: ImportId::derived(&["bench", mark]),
        phase: ImportPhase::Pulling,
        shops: vec![ShopProgress::new(channel.clone(), shop.clone())],
        masters_created: 0,
        masters_joined: 0,
        matches_auto: 0,
        matches_suggested: 0,
        matches_review: 0,
        accepts_gone: false,
        started_at: ports.clock.now(),
        finished_at: None,
        failure: None,
    };
    ports.imports.create(&import).await?;
    let listings = vec![listing.external_id.clone()];
    let listed = PageMark::Listed { page: 0, last: true, total: None, listings, slices: 2 };
    let pulled =
        PageMark::Pulled { slice: "0.0".to_owned(), created: 1, changed: 0, unchanged: 0, missing: 0 };
    for mark in [listed, pulled] {
        ports.imports.mark(&import.id, channel, shop, &mark).await?;
    }
    Ok(import.id)
}

async fn job(ports: &Ports, listing: &ListingKey, mark: &str) -> anyhow::Result<(RunId, JobId)> {
    let (run, plan) = (RunId::derived(&["bench", mark]), PlanId::derived(&["bench", mark]));
    let job = Job {
        id: JobId::derived(&["bench", mark]),
        run: run.clone(),
        plan: plan.clone(),
        listing: listing.clone(),
        wave: 0,
        slot: 0,
        page: 0,
        state: JobState::Succeeded,
        hash: ContentHash::of("bench"),
        snapshot: Some(a_content()),
        read_back: Some(a_content()),
        attempts: Vec::new(),
        failure: None,
        counted_as: None,
        moved_at: None,
        started_at: None,
        ended_at: None,
        next_attempt_at: None,
        to_tell: Vec::new(),
        created: None,
    };
    let now = ports.clock.now();
    let run = Run {
        id: run,
        plan,
        plan_hash: ContentHash::of("bench"),
        state: RunState::Finished,
        waves: vec![1],
        wave: 0,
        work: RunWork::default(),
        counts: RunCounts([(JobState::Succeeded, 1)].into()),
        tallies: app::ports::Tallies::default(),
        failures: std::collections::BTreeMap::new(),
        moved_at: None,
        pace: None,
        started_at: now,
        finished_at: Some(now),
        started_by: "bench".to_owned(),
        undoes: None,
        undone_by: Vec::new(),
        outcome: app::ports::Outcome::default(),
    };
    let names = (run.id.clone(), job.id.clone());
    ports.runs.create(&run, &[job]).await?;
    Ok(names)
}
