//! Writing what a person accepted of a sheet, a batch at a time.

use domain::{ContentHash, Product, SheetId};
use futures::{StreamExt, TryStreamExt, stream};

use crate::{
    Ports, StoreError, UseCaseError, WorkError,
    catalogue::products,
    message::{Envelope, ImportMessage, PricingMessage, Severity},
    notices::tell,
    ports::{
        AuditEntry, SheetAction, SheetEntry, SheetImport, SheetOutcome, SheetPart, SheetPhase, SheetResult,
        Versioned,
    },
    words::{self, Notice, SellerText},
};

/// Products of a batch that are written at once.
const AT_ONCE: usize = 8;
/// Entries of a product's audit that are looked at, newest first, for one of this sheet.
const LOOK_BACK: usize = 50;

/// Accepts `part` of a checked sheet, named by the hash of what the person saw. Accepting again what is being applied
/// sends its current batch again: nothing is written twice, and a sheet that lost its message goes on.
pub async fn accept(
    ports: &Ports,
    actor: &str,
    id: &SheetId,
    hash: &ContentHash,
    part: SheetPart,
) -> Result<SheetImport, UseCaseError> {
    let sheet = find(ports, id).await?;
    let refused = |code, reason: String| Err(UseCaseError::Refused { code, reason });
    if sheet.hash != *hash {
        return refused("sheet_hash_mismatch", format!("{id} would change something else"));
    }
    if part == SheetPart::All && sheet.errors > 0 {
        return refused("sheet_has_errors", format!("{id} has {} errors", sheet.errors));
    }
    if sheet.batches == 0 {
        return refused("sheet_empty", format!("{id} changes nothing that could be applied"));
    }
    let now = ports.clock.now();
    if ports.sheets.accept(id, part, actor, now).await? {
        let entry = AuditEntry {
            id: format!("{id}-accept"),
            at: now,
            actor: actor.to_owned(),
            action: "sheet.apply".to_owned(),
            subject: id.to_string(),
            details: serde_json::json!({
                "part": part, "creates": sheet.creates, "updates": sheet.updates, "errors": sheet.errors,
                "hash": sheet.hash,
            }),
        };
        ports.audit.append(&entry).await?;
    }
    let sheet = find(ports, id).await?;
    if sheet.phase == SheetPhase::Finished || sheet.part != Some(part) {
        return refused("sheet_already_applied", format!("{id} was accepted before"));
    }
    send(ports, id, next_batch(ports, &sheet).await?).await?;
    Ok(sheet)
}

/// The first batch that nobody worked yet; the last one where all are.
async fn next_batch(ports: &Ports, sheet: &SheetImport) -> Result<u32, StoreError> {
    let done = sheet.applied + sheet.conflicts + sheet.failed;
    let mut batch = 0;
    if done > 0 {
        while batch + 1 < sheet.batches && ports.sheets.outcomes(&sheet.id, batch).await?.is_some() {
            batch += 1;
        }
    }
    Ok(batch)
}

async fn find(ports: &Ports, id: &SheetId) -> Result<SheetImport, UseCaseError> {
    let missing = || UseCaseError::NotFound { what: "sheet", id: id.to_string() };
    ports.sheets.get(id).await?.ok_or_else(missing)
}

async fn send(ports: &Ports, sheet: &SheetId, batch: u32) -> Result<(), StoreError> {
    let message = ImportMessage::Sheet { sheet: sheet.clone(), batch };
    ports.outbox.import(&[Envelope::derived(message)]).await
}

/// Handles the message of one batch.
pub async fn handle(ports: &Ports, id: &SheetId, batch: u32) -> Result<(), WorkError> {
    let unknown = || WorkError::Fail { code: "sheet_unknown".into(), reason: format!("there is no {id}") };
    let sheet = ports.sheets.get(id).await?.ok_or_else(unknown)?;
    if sheet.phase != SheetPhase::Applying {
        return Ok(());
    }
    if ports.sheets.outcomes(id, batch).await?.is_none() {
        let entries = ports.sheets.batch(id, batch).await?.ok_or_else(unknown)?;
        let outcomes: Vec<SheetOutcome> = stream::iter(entries)
            .map(|entry| write(ports, &sheet, entry))
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        price(ports, id, batch, &outcomes).await?;
        ports.sheets.record(id, batch, &outcomes).await?;
    }
    if batch + 1 < sheet.batches {
        return Ok(send(ports, id, batch + 1).await?);
    }
    let sheet = ports.sheets.get(id).await?.ok_or_else(unknown)?;
    ports.outbox.notify(&[summary(&sheet)]).await?;
    if ports.sheets.finish(id, ports.clock.now()).await? {
        tracing::info!(
            sheet.id = %id, applied = sheet.applied, conflicts = sheet.conflicts, failed = sheet.failed,
            "spreadsheet applied"
        );
    }
    Ok(())
}

/// Says that a sheet stopped: its message was delivered as often as it may be. Accepting it again goes on.
/// `occasion` names the message, so that stopping a second time is reported as well.
pub async fn give_up(ports: &Ports, id: &SheetId, reason: &str, occasion: &str) -> Result<(), StoreError> {
    tracing::error!(sheet.id = %id, reason, "a spreadsheet stopped half-way");
    let (notice, subject) = (Notice::SheetStopped { sheet: id.as_str() }, format!("{id}#{occasion}"));
    let message = tell::notice(&notice, &subject, Severity::Warning);
    ports.outbox.notify(&[message]).await
}

/// Writes one product as it was accepted, or says why not.
async fn write(ports: &Ports, sheet: &SheetImport, entry: SheetEntry) -> Result<SheetOutcome, StoreError> {
    let at = sheet.accepted_at.unwrap_or(sheet.created_at);
    let mut wanted = Product { updated_at: at, ..entry.after };
    let before = ports.products.get(&wanted.id).await?;
    if is_done(ports, sheet, &entry_state(entry.expected, before.as_ref()), &wanted, before.as_ref()).await? {
        // An earlier try may have died before the audit; its entry has the same name.
        record(ports, sheet, entry.action, None, &wanted).await?;
        return Ok(outcome(&wanted, SheetResult::Applied, None));
    }
    let written = match (entry.action, &before) {
        (SheetAction::Create, None) => {
            let blank = Product::blank(wanted.id.clone(), wanted.title.clone(), at);
            domain::master::mark_set(&blank, &mut wanted);
            ports.products.create(&wanted).await.map(drop)
        }
        (SheetAction::Update, Some(before)) if before.version == entry.expected => {
            domain::master::mark_typed(&before.value, &mut wanted);
            let listings = products::broken_links(ports, &before.value, &wanted).await?;
            ports.products.put(&wanted, entry.expected, &listings).await.map(drop)
        }
        _ => Err(StoreError::Conflict),
    };
    match written {
        Ok(()) => {
            let before = before.map(|before| before.value);
            record(ports, sheet, entry.action, before.as_ref(), &wanted).await?;
            Ok(outcome(&wanted, SheetResult::Applied, None))
        }
        Err(StoreError::Conflict) => Ok(outcome(&wanted, SheetResult::Conflict, None)),
        Err(StoreError::SkuTaken { sku, product }) => {
            Ok(outcome(&wanted, SheetResult::Failed, Some((&sku, &product))))
        }
        Err(error) => Err(error),
    }
}

enum State {
    AsCompared,
    Moved,
}

fn entry_state(expected: u64, before: Option<&Versioned<Product>>) -> State {
    if before.map_or(0, |before| before.version) == expected { State::AsCompared } else { State::Moved }
}

/// An earlier delivery of this batch wrote the product: it is as accepted, or somebody went on editing from there.
async fn is_done(
    ports: &Ports,
    sheet: &SheetImport,
    state: &State,
    wanted: &Product,
    before: Option<&Versioned<Product>>,
) -> Result<bool, StoreError> {
    let (State::Moved, Some(before)) = (state, before) else { return Ok(false) };
    if before.value.content_hash() == wanted.content_hash() {
        return Ok(true);
    }
    let name = audit_name(sheet, wanted);
    let page = ports.audit.list(Some(wanted.id.as_str()), None, LOOK_BACK).await?;
    Ok(page.items.iter().any(|entry| entry.id == name))
}

fn audit_name(sheet: &SheetImport, product: &Product) -> String {
    format!("{}-{}", sheet.id, product.id)
}

/// The audit of one product, under a name that a repeat uses again: the first entry stands.
async fn record(
    ports: &Ports,
    sheet: &SheetImport,
    action: SheetAction,
    before: Option<&Product>,
    after: &Product,
) -> Result<(), StoreError> {
    let (action, mut details) = match (action, before) {
        (SheetAction::Update, Some(before)) => ("product.edit", products::differences(before, after)),
        (SheetAction::Update, None) => ("product.edit", serde_json::json!({})),
        (SheetAction::Create, _) => {
            ("product.create", serde_json::json!({ "title": after.title, "variants": after.variants.len() }))
        }
    };
    details["sheet"] = serde_json::json!(sheet.id);
    ports
        .audit
        .append(&AuditEntry {
            id: audit_name(sheet, after),
            at: sheet.accepted_at.unwrap_or(sheet.created_at),
            actor: sheet.accepted_by.clone().unwrap_or_else(|| sheet.created_by.clone()),
            action: action.to_owned(),
            subject: after.id.to_string(),
            details,
        })
        .await
}

/// Asks for new prices of what was written; also on a repeat, because the first try may have died before this.
async fn price(ports: &Ports, id: &SheetId, batch: u32, outcomes: &[SheetOutcome]) -> Result<(), StoreError> {
    let applied = outcomes.iter().filter(|outcome| outcome.result == SheetResult::Applied);
    let products: Vec<_> = applied.map(|outcome| outcome.product.clone()).collect();
    if products.is_empty() {
        return Ok(());
    }
    let message = PricingMessage::Products { products };
    ports.outbox.pricing(&[Envelope { v: 1, id: format!("{id}-{batch}"), message }]).await
}

fn outcome(product: &Product, result: SheetResult, taken: Option<(&str, &str)>) -> SheetOutcome {
    let (code, SellerText { text, text_en }) = match words::sheet_outcome(result, taken) {
        Some((code, told)) => (Some(code.to_owned()), told),
        None => (None, SellerText::new("", "")),
    };
    SheetOutcome { product: product.id.clone(), result, code, text, text_en }
}

fn summary(sheet: &SheetImport) -> Envelope<crate::message::NotifyMessage> {
    let (applied, conflicts, failed) = (sheet.applied, sheet.conflicts, sheet.failed);
    let severity = if conflicts + failed > 0 { Severity::Warning } else { Severity::Info };
    let text = words::sheet_applied(applied, conflicts, failed);
    tell::message("sheet_applied", sheet.id.as_str(), severity, text)
}
