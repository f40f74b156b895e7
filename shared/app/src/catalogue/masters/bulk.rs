//! Accepting many products: within the request while it is quick, by the queue for the rest.

use domain::ids::BulkTaskId;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Which,
    accept::{AcceptItem, Accepted, Outcome, accept, accept_unwarned, check_names},
};
use crate::{
    Ports, UseCaseError,
    catalogue::bulk::{self, Done, Inline, PAGE},
    ports::{BulkKind, BulkRow, BulkTask},
    words::row_refused,
};

/// Products that a request accepts before it looks at the clock.
const INLINE: usize = 10;
/// Pages that a request does itself at most.
const INLINE_PAGES: u32 = 20;

/// What is accepted.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// Exactly these previews.
    Items(Vec<AcceptItem>),
    /// Everything that has no warning, of the products that are named or that the filter finds.
    WithoutWarnings(Box<Which>),
}

/// What the request itself has done, and who does the rest.
#[derive(Debug)]
pub struct AcceptedMany {
    pub done: Vec<Accepted>,
    /// Absent when nothing is left.
    pub task: Option<BulkTask>,
}

/// Accepts as much as fits into a request, and records the rest as a bulk task.
pub async fn accept_many(
    ports: &Ports,
    actor: &str,
    id: BulkTaskId,
    wish: Wish,
) -> Result<AcceptedMany, UseCaseError> {
    if let Wish::Items(items) = &wish {
        check_names(items)?;
    }
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
    let task = bulk::begin(ports, actor, id, BulkKind::MastersAccept, wish, (cursor, None)).await?;
    Ok(AcceptedMany { done, task: Some(task) })
}

/// Accepts one page of a filter for a caller who leads on by `next`: as many products as the page may have, or as there is
/// time for.
pub async fn accept_page(
    ports: &Ports,
    actor: &str,
    which: &Which,
) -> Result<(Vec<Accepted>, Option<String>), UseCaseError> {
    let mut inline = Inline::new(ports, INLINE_PAGES);
    let (mut done, mut next, mut left) = (Vec::new(), which.cursor.clone(), which.limit);
    while left > 0 && inline.goes_on(ports) {
        let limit = left.min(INLINE);
        let (some, further) =
            accept_unwarned(ports, actor, &Which { cursor: next, limit, ..which.clone() }).await?;
        done.extend(some);
        next = further;
        left -= limit;
        if next.is_none() {
            break;
        }
    }
    Ok((done, next))
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
    let named = |count: usize| {
        let from = cursor.and_then(|cursor| cursor.parse().ok()).unwrap_or(0).min(count);
        let to = (from + size).min(count);
        (from..to, (to < count).then(|| to.to_string()))
    };
    match wish {
        Wish::Items(items) => {
            let (here, next) = named(items.len());
            Ok((accept(ports, actor, &items[here]).await?, next))
        }
        Wish::WithoutWarnings(which) if !which.products.is_empty() => {
            let (here, next) = named(which.products.len());
            let some =
                Which { products: which.products[here].to_vec(), filter: None, cursor: None, limit: size };
            Ok((accept_unwarned(ports, actor, &some).await?.0, next))
        }
        Wish::WithoutWarnings(which) => {
            let cursor = cursor.map(str::to_owned).or_else(|| which.cursor.clone());
            accept_unwarned(ports, actor, &Which { cursor, limit: size, ..(**which).clone() }).await
        }
    }
}

fn row(accepted: &Accepted) -> BulkRow {
    let (outcome, details) = match &accepted.outcome {
        Outcome::Applied { version } => ("applied", json!({ "version": version })),
        Outcome::Unchanged { version } => ("unchanged", json!({ "version": version })),
        Outcome::Stale => ("stale", json!({})),
        Outcome::NotFound => ("not_found", json!({})),
        Outcome::Warned(warnings) => ("warned", json!({ "warnings": warnings })),
        Outcome::Refused { code, why } => ("refused", row_refused(code, why)),
    };
    BulkRow { key: accepted.product.to_string(), outcome: outcome.to_owned(), details }
}
