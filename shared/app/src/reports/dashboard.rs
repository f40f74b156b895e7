//! The first screen: what needs a person now, the health of the channels, running work, and recent activity.
//!
//! Everything is read from records and counters that are updated when something happens; nothing is scanned. The reads
//! run in parallel.

use std::collections::BTreeMap;

use domain::{Channel, ProductStatus, SyncState};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};

use crate::{
    Ports, StoreError,
    catalogue::matches::{self, Counts, QueueTier},
    ports::{
        AuditEntry, CataloguePage, CatalogueQuery, Connection, ConnectionState, Import, PushDay, QueueName,
        Run, RunState, Versioned,
    },
};

/// Days in the series of pushes, including today.
pub const DAYS: i32 = 30;
/// A consent that ends within this time is reported.
const CONSENT_AHEAD: SignedDuration = SignedDuration::from_hours(14 * 24);
/// The number of entries in the activity list.
const ACTIVITY: usize = 10;
/// The number of newest runs and imports that are read.
const RUNS: usize = 20;
const IMPORTS: usize = 5;

/// Something that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// The channel refuses the tokens, or the consent ends soon.
    Connection { channel: Channel, expires_at: Option<Timestamp> },
    /// A wave of a run waits for approval.
    Wave { run: domain::RunId, jobs: u64 },
    /// Products in a state that only a person can end.
    Products { state: SyncState, count: u64 },
    /// Products with a variant under the floor.
    UnderFloor { count: u64 },
    /// Listings whose possible partner in another shop waits for a decision, by the tier of the best candidate.
    Matches { tier: QueueTier, count: u64 },
    /// Messages that no worker could handle.
    DeadLetters { queue: QueueName, count: u64 },
    /// Products with flags.
    Attention { count: u64 },
}

/// A channel and its health.
#[derive(Debug, Clone)]
pub struct ChannelHealth {
    pub channel: Channel,
    pub name: String,
    pub remote: bool,
    pub health: Health,
    /// What went wrong last, for a person.
    pub problem: Option<String>,
    /// When the first of its consents ends.
    pub consent_ends_at: Option<Timestamp>,
    /// When its last complete import ended.
    pub imported_at: Option<Timestamp>,
    /// Active products by their state there.
    pub products: BTreeMap<SyncState, usize>,
}

/// Whether a channel works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    Well,
    /// The consent ends soon.
    Ending,
    /// The channel refuses the tokens: a person has to allow it again.
    Refused,
    /// Keys are saved, but access was not allowed yet.
    Awaiting,
    NotConnected,
}

#[derive(Debug, Clone)]
pub struct Dashboard {
    /// The most urgent first.
    pub needs: Vec<Need>,
    pub channels: Vec<ChannelHealth>,
    pub connections: Vec<Versioned<Connection>>,
    /// Products by status.
    pub products: BTreeMap<ProductStatus, usize>,
    /// Active products by state; one counts in each state that it has on a channel.
    pub states: BTreeMap<SyncState, usize>,
    pub under_floor: usize,
    pub attention: usize,
    /// The last five.
    pub imports: Vec<Import>,
    /// The runs that have not ended, among the newest.
    pub runs: Vec<Run>,
    pub today: Date,
    /// One for each day and channel with pushes, of the last [`DAYS`] days.
    pub pushes: Vec<PushDay>,
    /// The newest first.
    pub activity: Vec<AuditEntry>,
    /// Notices that nobody has read.
    pub unread: u64,
    /// The dead letters of each queue, as the queue counts them.
    pub dead_letters: Vec<(QueueName, usize)>,
}

/// Reads everything of the first screen.
pub async fn dashboard(ports: &Ports) -> Result<Dashboard, StoreError> {
    let today = ports.today();
    let since = today.checked_sub((DAYS - 1).days()).unwrap_or(today);
    let everything = CatalogueQuery { limit: 1, ..CatalogueQuery::default() };
    let active = CatalogueQuery { status: Some(ProductStatus::Active), ..everything.clone() };
    let watched = CatalogueQuery { attention: true, ..active.clone() };
    let (all, watched, on_channels, connections, imports, runs, pushes, activity, unread, letters, matches) =
        tokio::try_join!(
            ports.catalogue.search(&active),
            ports.catalogue.search(&watched),
            on_channels(ports, &active),
            ports.connections.all(),
            ports.imports.recent(None, IMPORTS),
            ports.runs.recent(None, RUNS),
            ports.runs.pushes(since, today),
            ports.audit.list(None, None, ACTIVITY),
            ports.notifications.unread(),
            dead_letters(ports),
            // Boxed: a large future.
            Box::pin(matches::counts(ports)),
        )?;
    let now = ports.clock.now();
    let channels = health(ports, &connections, &imports.items, on_channels, now);
    let is_open = |run: &Run| !matches!(run.state, RunState::Finished | RunState::Cancelled);
    let runs: Vec<Run> = runs.items.into_iter().filter(is_open).collect();
    let needs = needs(&channels, &runs, &all, watched.total, &matches, &letters);
    Ok(Dashboard {
        needs,
        channels,
        connections,
        under_floor: all.under_floor,
        attention: watched.total,
        products: all.by_status,
        states: all.by_state,
        imports: imports.items,
        runs,
        today,
        pushes,
        activity: activity.items,
        unread,
        dead_letters: letters,
    })
}

/// Active products by their state on each channel.
async fn on_channels(
    ports: &Ports,
    active: &CatalogueQuery,
) -> Result<BTreeMap<Channel, BTreeMap<SyncState, usize>>, StoreError> {
    let mut found = BTreeMap::new();
    for marketplace in ports.marketplaces.all() {
        let channel = marketplace.capabilities().channel.clone();
        let query = CatalogueQuery { channel: Some(channel.clone()), ..active.clone() };
        found.insert(channel, ports.catalogue.search(&query).await?.by_state);
    }
    Ok(found)
}

async fn dead_letters(ports: &Ports) -> Result<Vec<(QueueName, usize)>, StoreError> {
    let queues = [QueueName::Import, QueueName::Sync, QueueName::Pricing, QueueName::Notify];
    let count = |queue| async move { Ok::<_, StoreError>((queue, ports.dead_letters.count(queue).await?)) };
    stream::iter(queues.map(count)).buffered(queues.len()).try_collect().await
}

fn health(
    ports: &Ports,
    connections: &[Versioned<Connection>],
    imports: &[Import],
    mut products: BTreeMap<Channel, BTreeMap<SyncState, usize>>,
    now: Timestamp,
) -> Vec<ChannelHealth> {
    let of = |marketplace: &std::sync::Arc<dyn crate::Marketplace>| {
        let capabilities = marketplace.capabilities();
        let channel = capabilities.channel.clone();
        let connection = connections.iter().find(|one| one.value.channel == channel);
        let connection = connection.map(|connection| connection.value.clone());
        let shops = || connection.iter().flat_map(|connection| connection.shops.values());
        let consent_ends_at = shops().filter_map(|shop| shop.info.authorization_expires_at).min();
        let ends_soon = consent_ends_at.is_some_and(|end| end.duration_since(now) < CONSENT_AHEAD);
        let health = match connection.as_ref().map(|connection| connection.state) {
            _ if !capabilities.remote => Health::Well,
            None => Health::NotConnected,
            Some(ConnectionState::AwaitingAuthorization) => Health::Awaiting,
            Some(ConnectionState::NeedsAuthorization) => Health::Refused,
            Some(ConnectionState::Connected) if ends_soon => Health::Ending,
            Some(ConnectionState::Connected) => Health::Well,
        };
        let imported = imports.iter().filter(|import| {
            import.phase == crate::ports::ImportPhase::Finished
                && import.shops.iter().any(|shop| shop.channel == channel)
        });
        ChannelHealth {
            name: capabilities.name.clone(),
            remote: capabilities.remote,
            health,
            consent_ends_at,
            imported_at: imported.filter_map(|import| import.finished_at).max(),
            products: products.remove(&channel).unwrap_or_default(),
            problem: connection.as_ref().and_then(|connection| connection.problem.clone()),
            channel,
        }
    };
    ports.marketplaces.all().iter().map(of).collect()
}

/// What waits for a person, the most urgent first. Entries with a count of 0 are left out.
fn needs(
    channels: &[ChannelHealth],
    runs: &[Run],
    products: &CataloguePage,
    attention: usize,
    matches: &Counts,
    letters: &[(QueueName, usize)],
) -> Vec<Need> {
    let mut needs = Vec::new();
    for channel in channels.iter().filter(|one| matches!(one.health, Health::Refused | Health::Ending)) {
        needs.push(Need::Connection {
            channel: channel.channel.clone(),
            expires_at: channel.consent_ends_at.filter(|_| channel.health == Health::Ending),
        });
    }
    for run in runs.iter().filter(|run| run.state == RunState::AwaitingApproval) {
        let jobs = run.waves.get(run.wave as usize + 1).copied().unwrap_or(0);
        needs.push(Need::Wave { run: run.id.clone(), jobs });
    }
    let mut states: Vec<SyncState> =
        SyncState::ALL.into_iter().filter(|state| state.needs_a_person()).collect();
    states.sort_by_key(|state| std::cmp::Reverse(state.urgency()));
    for state in states {
        let count = products.by_state.get(&state).copied().unwrap_or(0) as u64;
        needs.push(Need::Products { state, count });
    }
    needs.push(Need::UnderFloor { count: products.under_floor as u64 });
    for tier in QueueTier::ALL.into_iter().filter(|tier| tier.asks_a_person()) {
        needs.push(Need::Matches { tier, count: matches.open.get(&tier).copied().unwrap_or(0) });
    }
    for (queue, count) in letters {
        needs.push(Need::DeadLetters { queue: *queue, count: *count as u64 });
    }
    needs.push(Need::Attention { count: attention as u64 });
    needs.retain(|need| need.count() > 0);
    needs
}

impl Need {
    /// The number of waiting items.
    pub fn count(&self) -> u64 {
        match self {
            Self::Connection { .. } => 1,
            Self::Wave { jobs, .. } => (*jobs).max(1),
            Self::Products { count, .. }
            | Self::UnderFloor { count }
            | Self::Matches { count, .. }
            | Self::DeadLetters { count, .. }
            | Self::Attention { count } => *count,
        }
    }
}
