//! Deciding many conflicts alike, as a bulk task that can be taken back: each row keeps what there was before.

use std::collections::BTreeSet;

use domain::{ProductId, ids::BulkTaskId};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Conflict, ConflictId, ConflictQuery, Resolution,
    apply::{Applied, Kept, Own, apply},
    of_products,
};
use crate::{
    UseCaseError,
    message::{Envelope, PricingMessage},
    ports::{AuditEntry, BulkKind, BulkRow, BulkTask, Ports, Versioned},
    publishing::cards,
    usecase::bulk::{self, Done, Inline},
};

/// Conflicts by their ids, or products, of one page.
const PAGE: usize = 10;
/// Pages that a request does itself at most.
const INLINE_PAGES: u32 = 10;

/// Which conflicts are decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Selection {
    Ids(Vec<ConflictId>),
    Filter { query: ConflictQuery, except: BTreeSet<ConflictId> },
}

#[derive(Debug, Serialize, Deserialize)]
struct Wish {
    selection: Selection,
    to: Resolution,
}

#[derive(Debug, Serialize, Deserialize)]
struct UndoWish {
    task: BulkTaskId,
}

/// Decides as much as a request has time for and leaves the rest to the queue. Repeating it under one `id` finds the
/// same task.
pub async fn resolve(
    ports: &Ports,
    actor: &str,
    id: BulkTaskId,
    selection: Selection,
    to: Resolution,
) -> Result<BulkTask, UseCaseError> {
    let wish = bulk::wish(&Wish { selection, to })?;
    let inline = Inline::new(ports, INLINE_PAGES);
    bulk::begin_here(ports, actor, id, BulkKind::ConflictsResolve, wish, inline).await
}

/// Takes a resolution back: every record that still is as it left it becomes what it was.
pub async fn undo(ports: &Ports, actor: &str, task: &BulkTaskId) -> Result<BulkTask, UseCaseError> {
    let missing = || UseCaseError::NotFound { what: "bulk_task", id: task.to_string() };
    let known = ports.bulk_tasks.get(task).await?.ok_or_else(missing)?.value;
    if known.kind != BulkKind::ConflictsResolve {
        let reason = "the task resolved no conflicts".to_owned();
        return Err(UseCaseError::Refused { code: "bulk_task_without_undo", reason });
    }
    let id = BulkTaskId::derived(&["undo", task.as_str()]);
    let wish = bulk::wish(&UndoWish { task: task.clone() })?;
    let inline = Inline::new(ports, INLINE_PAGES);
    bulk::begin_here(ports, actor, id, BulkKind::ConflictsUndo, wish, inline).await
}

/// Decides one page.
pub(crate) async fn page(ports: &Ports, task: &BulkTask) -> Result<Done, UseCaseError> {
    let Wish { selection, to } = bulk::wished(task)?;
    let (found, missing, next) = match &selection {
        Selection::Ids(ids) => {
            let from: usize = task.cursor.as_deref().and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
            let here = &ids[from.min(ids.len())..(from + PAGE).min(ids.len())];
            let next = (from + PAGE < ids.len()).then(|| (from + PAGE).to_string());
            let (found, missing) = named(ports, here).await?;
            (found, missing, next)
        }
        Selection::Filter { query, except } => {
            let page = ports.catalogue.search(&query.catalogue(task.cursor.clone(), PAGE)).await?;
            let products: Vec<ProductId> = page.cards.into_iter().map(|card| card.id).collect();
            let mut found = of_products(ports, query, &products).await?;
            found.retain(|conflict| !except.contains(&conflict.id));
            (found, Vec::new(), page.next)
        }
    };
    // What an earlier try of this page decided is no conflict any more, and can be taken back only by its row.
    let mut rows = ports.bulk_tasks.rows(&task.id, task.pages).await?;
    let known: BTreeSet<String> = rows.iter().map(|row| row.key.clone()).collect();
    for conflict in found.iter().filter(|conflict| !known.contains(&conflict.id.to_string())) {
        let applied = apply(ports, &task.started_by, conflict, &to).await?;
        let row = row(conflict, &applied);
        ports.bulk_tasks.put_rows(task, task.pages, std::slice::from_ref(&row)).await?;
        rows.push(row);
    }
    let missing = missing.iter().map(ToString::to_string).filter(|id| !known.contains(id));
    rows.extend(missing.map(|key| BulkRow { key, outcome: "gone".to_owned(), details: json!({}) }));
    Ok(Done { looked_at: rows.len() as u64, rows, next, ..Done::default() })
}

/// The conflicts with these ids, and the ids that are none any more.
async fn named(ports: &Ports, ids: &[ConflictId]) -> Result<(Vec<Conflict>, Vec<ConflictId>), UseCaseError> {
    let keys: Vec<domain::ListingKey> = ids.iter().map(|id| id.listing.clone()).collect();
    let listings = ports.listings.get_many(&keys).await?;
    let products: BTreeSet<ProductId> =
        listings.into_iter().filter_map(|listing| listing.state.value.product).collect();
    let products: Vec<ProductId> = products.into_iter().collect();
    let mut found = of_products(ports, &ConflictQuery::default(), &products).await?;
    found.retain(|conflict| ids.contains(&conflict.id));
    let known: BTreeSet<&ConflictId> = found.iter().map(|conflict| &conflict.id).collect();
    let missing = ids.iter().filter(|id| !known.contains(id)).cloned().collect();
    Ok((found, missing))
}

fn row(conflict: &Conflict, applied: &Applied) -> BulkRow {
    let refusal = applied.refusal.as_ref();
    let told = refusal.map(crate::words::invalid);
    BulkRow {
        key: conflict.id.to_string(),
        outcome: applied.outcome.to_owned(),
        details: json!({
            "title": conflict.title, "product": conflict.product,
            "code": refusal.map(|invalid| invalid.code),
            "text": told.as_ref().map(|told| &told.text), "text_en": told.as_ref().map(|told| &told.text_en),
            "kept": applied.kept,
        }),
    }
}

/// Takes one page back. A repeat finds what it restored and leaves it.
pub(crate) async fn undo_page(ports: &Ports, task: &BulkTask) -> Result<Done, UseCaseError> {
    let UndoWish { task: of } = bulk::wished(task)?;
    let missing = || UseCaseError::NotFound { what: "bulk_task", id: of.to_string() };
    let original = ports.bulk_tasks.get(&of).await?.ok_or_else(missing)?.value;
    let rows = ports.bulk_tasks.rows(&of, task.pages).await?;
    let mut done = Done { looked_at: rows.len() as u64, ..Done::default() };
    for row in rows {
        let kept = row.details.get("kept").cloned().unwrap_or_default();
        let Ok(Some(kept)) = serde_json::from_value::<Option<Kept>>(kept) else { continue };
        let Ok(id) = ConflictId::parse(&row.key) else { continue };
        let whole = restore(ports, task, &id, kept).await?;
        done.rows.push(BulkRow {
            key: row.key,
            outcome: if whole { "restored" } else { "left" }.to_owned(),
            details: json!({ "title": row.details.get("title") }),
        });
    }
    // A page that was begun and never counted has rows as well.
    done.next = (task.pages < original.pages).then(|| (task.pages + 1).to_string());
    Ok(done)
}

/// Whether everything was put back; what somebody changed since is left.
async fn restore(ports: &Ports, task: &BulkTask, id: &ConflictId, kept: Kept) -> Result<bool, UseCaseError> {
    let Some(listing) = ports.listings.get(&id.listing).await? else { return Ok(false) };
    let Versioned { value: mut state, version } = listing.state;
    let (before, after) = kept.listing;
    if Own::of(&state, id) != after {
        return Ok(false);
    }
    let mut whole = true;
    if let Some((before, after)) = kept.product {
        let stored = ports.products.get(&before.id).await?;
        let Some(Versioned { value: now, version }) = stored else { return Ok(false) };
        let names: BTreeSet<String> = kept.names.into_iter().collect();
        let same = fields_of(&now, &after, &names) == now;
        whole = same;
        let restored = fields_of(&now, &before, &names);
        if same && restored != now {
            let restored = domain::Product { updated_at: ports.clock.now(), ..restored };
            ports.products.put(&restored, version, &[]).await?;
            let message = PricingMessage::Product { product: restored.id.clone() };
            ports.outbox.pricing(&[Envelope { v: 1, id: ports.ids.unique(), message }]).await?;
        }
    }
    if !whole {
        return Ok(false);
    }
    before.put(&mut state, id);
    ports.listings.put_state(&state, version).await?;
    let entry = AuditEntry {
        // Named and dated after the task: a repeat finds it.
        id: format!("{}-{}", task.id, domain::ContentHash::of(&id.to_string()).short()),
        at: task.started_at,
        actor: task.started_by.clone(),
        action: "conflict.undo".to_owned(),
        subject: id.listing.to_string(),
        details: json!({ "conflict": id, "bulk_task": task.id }),
    };
    ports.audit.append(&entry).await?;
    cards::refresh(ports, std::slice::from_ref(&id.listing)).await?;
    Ok(true)
}

/// `now` with the named fields of `other`. Stock has no source and is taken by itself.
fn fields_of(now: &domain::Product, other: &domain::Product, names: &BTreeSet<String>) -> domain::Product {
    let mut made = domain::master::part(now, other, names);
    for variant in &mut made.variants {
        let name = domain::master::field::of(domain::master::field::STOCK, &variant.id);
        if let Some(theirs) = other.variant(&variant.id).filter(|_| names.contains(&name)) {
            variant.stock = theirs.stock;
        }
    }
    made
}
