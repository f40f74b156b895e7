//! Accepts many proposed titles: the request does as many as it has time for, the queue does the rest.

use domain::{Channel, ids::BulkTaskId};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Accepted, Asked, Choice, Outcome, accept, preview};
use crate::{
    Ports, UseCaseError,
    catalogue::bulk::{self, Done, Inline, PAGE},
    ports::{BulkKind, BulkRow, BulkTask, CatalogueQuery, TitleOrigin},
};

/// Titles, or products with titles, that are processed between two checks of the time.
const INLINE: usize = 5;
/// The most pages that a request does itself.
const INLINE_PAGES: u32 = 40;

/// Selects the proposals to accept.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// Exactly these proposals, as they were shown.
    Choices(Vec<Choice>),
    /// All current proposals for the products of a filter, on these channels; on all channels if none is named.
    Proposed {
        filter: Box<CatalogueQuery>,
        channels: Vec<Channel>,
        /// Only titles that were accepted before their master or rule changed.
        outdated: bool,
    },
}

/// The results within the request, and the task for the rest.
#[derive(Debug)]
pub struct AcceptedMany {
    pub done: Vec<Accepted>,
    /// Absent when nothing is left.
    pub task: Option<BulkTask>,
}

/// Accepts as many as fit into a request, and stores the rest as a bulk task.
pub async fn accept_many(
    ports: &Ports,
    actor: &str,
    id: BulkTaskId,
    wish: Wish,
) -> Result<AcceptedMany, UseCaseError> {
    let mut inline = Inline::new(ports, INLINE_PAGES);
    let (mut done, mut cursor) = (Vec::new(), None);
    while inline.goes_on(ports) {
        let (some, next) = step(ports, actor, &wish, cursor.as_deref(), INLINE).await?;
        done.extend(some);
        if next.is_none() {
            return Ok(AcceptedMany { done, task: None });
        }
        cursor = next;
    }
    let wish = bulk::wish(&wish)?;
    let task = bulk::begin(ports, actor, id, BulkKind::TitlesAccept, wish, (cursor, None)).await?;
    Ok(AcceptedMany { done, task: Some(task) })
}

/// One page of the rest.
pub(crate) async fn page(ports: &Ports, task: &BulkTask) -> Result<Done, UseCaseError> {
    let wish: Wish = bulk::wished(task)?;
    let (done, next) = step(ports, &task.started_by, &wish, task.cursor.as_deref(), PAGE).await?;
    let looked_at = done.len() as u64;
    Ok(Done { looked_at, rows: done.iter().map(row).collect(), next, ..Done::default() })
}

async fn step(
    ports: &Ports,
    actor: &str,
    wish: &Wish,
    cursor: Option<&str>,
    size: usize,
) -> Result<(Vec<Accepted>, Option<String>), UseCaseError> {
    match wish {
        Wish::Choices(choices) => {
            let from = cursor.and_then(|cursor| cursor.parse().ok()).unwrap_or(0).min(choices.len());
            let to = (from + size).min(choices.len());
            let done = accept(ports, actor, &choices[from..to]).await?;
            Ok((done, (to < choices.len()).then(|| to.to_string())))
        }
        Wish::Proposed { filter, channels, outdated } => {
            let query =
                CatalogueQuery { cursor: cursor.map(str::to_owned), limit: size, ..(**filter).clone() };
            let proposed = preview(ports, Asked::Filter(Box::new(query)), channels, *outdated).await?;
            let titles = proposed.products.into_iter().flat_map(|product| product.listings);
            let open = titles.filter(|title| title.origin != TitleOrigin::Locked).filter_map(|title| {
                let wanted = title.proposal.title.filter(|proposed| *proposed != title.target)?;
                Some(Choice { listing: title.key, title: wanted })
            });
            let open: Vec<Choice> = open.collect();
            Ok((accept(ports, actor, &open).await?, proposed.next))
        }
    }
}

fn row(accepted: &Accepted) -> BulkRow {
    let outcome = match accepted.outcome {
        Outcome::Accepted => "accepted",
        Outcome::Unchanged => "unchanged",
        Outcome::Locked => "locked",
        Outcome::Stale => "stale",
        Outcome::NotFound => "not_found",
    };
    let details = json!({ "proposed": accepted.proposed });
    BulkRow { key: accepted.listing.to_string(), outcome: outcome.to_owned(), details }
}
