//! The first screen.

use std::collections::BTreeMap;

use app::{
    catalogue::matches::QueueTier,
    reports::dashboard::{self, DAYS},
};
use jiff::{Timestamp, ToSpan};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    connection::Connection,
    enums::{ChannelHealthWord, MatchTier, ProductStatus, Queue, SyncState},
    import::Import,
    operation::AuditEntry,
    run::Run,
};

/// How things are.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Dashboard {
    /// What waits for a person, the most urgent first. Empty: nothing does.
    pub needs: Vec<Need>,
    pub channels: Vec<ChannelHealth>,
    pub connections: Vec<Connection>,
    /// The last five.
    pub imports: Vec<Import>,
    pub products: BTreeMap<ProductStatus, usize>,
    /// Active products by state; one counts in every state that it has on a channel.
    pub states: BTreeMap<SyncState, usize>,
    /// Active products with a variant under the floor.
    pub under_floor: usize,
    /// Active products that a person should look at.
    pub attention: usize,
    /// Of the last twenty runs those that are not over.
    pub runs: Vec<Run>,
    /// Of today, by the seller's calendar.
    pub pushes_today: Pushes,
    /// The last thirty days, today last; each day is there.
    pub pushes: Vec<PushDay>,
    /// The ten newest entries of the audit.
    pub activity: Vec<AuditEntry>,
    /// Notices that nobody has read.
    pub unread: u64,
    /// Dead letters per queue, as the queues count them.
    pub dead_letters: BTreeMap<Queue, usize>,
}

/// Something that waits for a person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Need {
    pub kind: NeedKind,
    pub count: u64,
    /// Of `products`.
    pub state: Option<SyncState>,
    /// Of `matches`: how sure the best candidate is.
    pub tier: Option<MatchTier>,
    /// Of `connection`.
    pub channel: Option<String>,
    /// Of `connection`: when the consent ends; absent where the channel refuses the tokens already.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub expires_at: Option<Timestamp>,
    /// Of `wave`.
    pub run_id: Option<String>,
    /// Of `dead_letters`.
    pub queue: Option<Queue>,
    /// Where the API lists exactly what is counted here.
    #[schema(example = "/v1/products?status=active&state=conflict")]
    pub path: String,
}

/// What kind of thing waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NeedKind {
    /// A shop has to be allowed again, or soon has to be.
    Connection,
    /// A wave of a run waits to be let go; `count` is its jobs.
    Wave,
    /// Products in `state`.
    Products,
    UnderFloor,
    /// Listings whose partner in another shop waits for an answer, of `tier`.
    Matches,
    DeadLetters,
    /// Products that building found something odd in.
    Attention,
}

/// A channel and how it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChannelHealth {
    pub channel: String,
    /// As the seller knows it.
    pub name: String,
    pub remote: bool,
    pub health: ChannelHealthWord,
    /// What went wrong last.
    pub problem: Option<String>,
    /// When the first of its consents ends.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub consent_ends_at: Option<Timestamp>,
    /// When its last whole import ended, of the last five imports.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub imported_at: Option<Timestamp>,
    /// Active products by how they are there.
    pub products: BTreeMap<SyncState, usize>,
}

/// Pushes that ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Pushes {
    pub succeeded: u64,
    pub failed: u64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PushDay {
    /// By the seller's calendar.
    #[schema(value_type = String, format = Date)]
    pub date: jiff::civil::Date,
    pub succeeded: u64,
    pub failed: u64,
    /// By channel; one on which nothing ended is left out.
    pub channels: BTreeMap<String, Pushes>,
}

impl From<&dashboard::Dashboard> for Dashboard {
    fn from(found: &dashboard::Dashboard) -> Self {
        let pushes = series(found);
        let today = pushes.last();
        Self {
            needs: found.needs.iter().map(Need::from).collect(),
            channels: found.channels.iter().map(ChannelHealth::from).collect(),
            connections: found.connections.iter().map(Connection::from).collect(),
            imports: found.imports.iter().map(Import::from).collect(),
            products: found.products.iter().map(|(status, count)| ((*status).into(), *count)).collect(),
            states: found.states.iter().map(|(state, count)| ((*state).into(), *count)).collect(),
            under_floor: found.under_floor,
            attention: found.attention,
            runs: found.runs.iter().map(Run::from).collect(),
            pushes_today: today
                .map_or_else(Pushes::default, |day| Pushes { succeeded: day.succeeded, failed: day.failed }),
            pushes,
            activity: found.activity.iter().map(AuditEntry::from).collect(),
            unread: found.unread,
            dead_letters: found.dead_letters.iter().map(|(queue, count)| ((*queue).into(), *count)).collect(),
        }
    }
}

/// Every day of the series, those without a push too.
fn series(found: &dashboard::Dashboard) -> Vec<PushDay> {
    let days = (0..DAYS).rev().filter_map(|back| found.today.checked_sub(back.days()).ok());
    days.map(|date| {
        let of: Vec<_> = found.pushes.iter().filter(|day| day.date == date).collect();
        let pushes = |day: &&app::ports::PushDay| Pushes { succeeded: day.succeeded, failed: day.failed };
        PushDay {
            date,
            succeeded: of.iter().map(|day| day.succeeded).sum(),
            failed: of.iter().map(|day| day.failed).sum(),
            channels: of.iter().map(|day| (day.channel.to_string(), pushes(day))).collect(),
        }
    })
    .collect()
}

impl From<&dashboard::ChannelHealth> for ChannelHealth {
    fn from(channel: &dashboard::ChannelHealth) -> Self {
        Self {
            channel: channel.channel.to_string(),
            name: channel.name.clone(),
            remote: channel.remote,
            health: channel.health.into(),
            problem: channel.problem.clone(),
            consent_ends_at: channel.consent_ends_at,
            imported_at: channel.imported_at,
            products: channel.products.iter().map(|(state, count)| ((*state).into(), *count)).collect(),
        }
    }
}

impl From<&dashboard::Need> for Need {
    fn from(need: &dashboard::Need) -> Self {
        let of = |kind: NeedKind, path: String| Self {
            kind,
            count: need.count(),
            state: None,
            tier: None,
            channel: None,
            expires_at: None,
            run_id: None,
            queue: None,
            path,
        };
        match need {
            dashboard::Need::Connection { channel, expires_at } => Self {
                channel: Some(channel.to_string()),
                expires_at: *expires_at,
                ..of(NeedKind::Connection, format!("/v1/connections/{channel}"))
            },
            dashboard::Need::Wave { run, .. } => {
                Self { run_id: Some(run.to_string()), ..of(NeedKind::Wave, format!("/v1/runs/{run}")) }
            }
            dashboard::Need::Products { state, .. } => Self {
                state: Some((*state).into()),
                ..of(NeedKind::Products, format!("/v1/products?status=active&state={}", state.as_str()))
            },
            dashboard::Need::UnderFloor { .. } => {
                of(NeedKind::UnderFloor, "/v1/products?status=active&under_floor=true".to_owned())
            }
            dashboard::Need::Matches { tier, .. } => Self {
                tier: Some((*tier).into()),
                ..of(NeedKind::Matches, format!("/v1/matches?decision=open&tier={}", word(*tier)))
            },
            dashboard::Need::DeadLetters { queue, .. } => {
                let queue = Queue::from(*queue);
                Self {
                    queue: Some(queue),
                    ..of(NeedKind::DeadLetters, format!("/v1/dead-letters?queue={}", queue.as_str()))
                }
            }
            dashboard::Need::Attention { .. } => {
                of(NeedKind::Attention, "/v1/products?status=active&attention=true".to_owned())
            }
        }
    }
}

const fn word(tier: QueueTier) -> &'static str {
    match tier {
        QueueTier::Auto => "auto",
        QueueTier::Suggested => "suggested",
        QueueTier::Review => "review",
        QueueTier::Unlikely => "unlikely",
    }
}
