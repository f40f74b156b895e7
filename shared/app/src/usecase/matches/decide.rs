//! A person's yes, no and second thought.

use domain::{ListingKey, MatchId};
use serde_json::json;

use super::{
    shelf,
    unite::{self, Moves},
};
use crate::{
    Ports, StoreError, UseCaseError,
    message::{Envelope, PricingMessage},
    ports::{AuditEntry, Decision, MatchRecord, Settlement, Versioned},
    usecase::field_report,
};

type Decided = Result<Versioned<MatchRecord>, UseCaseError>;

/// Says yes: the two listings are one product.
pub async fn accept(ports: &Ports, actor: &str, id: &MatchId, expected: Option<u64>) -> Decided {
    let record = find(ports, id, expected).await?;
    refuse_decided(&record.value)?;
    let moves = unite::unite(ports, &record.value.left, &record.value.right).await?;
    settle(ports, actor, "match.accept", record, Decision::Accepted, moves).await
}

/// Says no: the two are never offered or linked again. Those that were linked unasked come apart.
pub async fn reject(ports: &Ports, actor: &str, id: &MatchId, expected: Option<u64>) -> Decided {
    let record = find(ports, id, expected).await?;
    refuse_decided(&record.value)?;
    let (moves, were_one) = parted(ports, &record.value).await?;
    let decision = if were_one { Decision::UnlinkedByHand } else { Decision::Rejected };
    settle(ports, actor, "match.reject", record, decision, moves).await
}

/// Takes a decision back, with everything that it did and that nobody changed since.
pub async fn undo(ports: &Ports, actor: &str, id: &MatchId, expected: Option<u64>) -> Decided {
    let record = find(ports, id, expected).await?;
    let value = &record.value;
    if !value.decision.is_by_person() {
        return refused("match_not_decided", format!("nobody has decided {id}"));
    }
    let back = value.before.unwrap_or(Decision::Open);
    let moves = match (value.decision.is_linked(), back.is_linked()) {
        (true, false) => parted(ports, value).await?.0,
        (false, true) => unite::unite(ports, &value.left, &value.right).await?,
        _ => Moves::default(),
    };
    settle(ports, actor, "match.undo", record, back, moves).await
}

fn refused<T>(code: &'static str, reason: String) -> Result<T, UseCaseError> {
    Err(UseCaseError::Refused { code, reason })
}

fn refuse_decided(record: &MatchRecord) -> Result<(), UseCaseError> {
    if record.decision.is_by_person() {
        return refused("match_decided", format!("{} was decided already: undo it first", record.id));
    }
    Ok(())
}

async fn find(ports: &Ports, id: &MatchId, expected: Option<u64>) -> Decided {
    let missing = || UseCaseError::NotFound { what: "match", id: id.to_string() };
    let record = ports.matches.get(id).await?.ok_or_else(missing)?;
    if expected.is_some_and(|expected| expected != record.version) {
        return Err(StoreError::Conflict.into());
    }
    Ok(record)
}

/// What takes the two apart, where they are one product.
async fn parted(ports: &Ports, record: &MatchRecord) -> Result<(Moves, bool), UseCaseError> {
    let (left, right) = (unite::find(ports, &record.left).await?, unite::find(ports, &record.right).await?);
    let product = &left.state.value.product;
    if product.is_none() || product != &right.state.value.product {
        return Ok((Moves::default(), false));
    }
    let merger = ports.matches.merger(&record.id).await?;
    // The product stays with the listing that it was made of.
    let founded =
        |key: &ListingKey| crate::usecase::build::own_ids(key).any(|id| Some(&id) == product.as_ref());
    let leaving = if founded(&record.right) && !founded(&record.left) { &left } else { &right };
    Ok((unite::part(ports, leaving, merger).await?, true))
}

/// Writes a decision with what it moves, and tells pricing, the audit and the queue of candidates.
pub(super) async fn settle(
    ports: &Ports,
    actor: &str,
    action: &str,
    record: Versioned<MatchRecord>,
    decision: Decision,
    moves: Moves,
) -> Decided {
    let mut next = record.clone();
    decided(&mut next.value, decision, actor, ports);
    write(ports, actor, action, vec![next.clone()], moves).await?;
    Ok(Versioned { version: next.version + 1, value: next.value })
}

/// Notes the decision on the record. An undo leads back and forgets where from.
pub(super) fn decided(record: &mut MatchRecord, decision: Decision, actor: &str, ports: &Ports) {
    record.before = decision.is_by_person().then_some(record.decision);
    record.decision = decision;
    let open = decision == Decision::Open;
    record.decided_by = (!open).then(|| actor.to_owned());
    record.decided_at = (!open).then(|| ports.clock.now());
}

pub(super) async fn write(
    ports: &Ports,
    actor: &str,
    action: &str,
    matches: Vec<Versioned<MatchRecord>>,
    moves: Moves,
) -> Result<(), UseCaseError> {
    moves.check_room(matches.len())?;
    let (told, products) = (moves.told(), moves.products.clone());
    let Moves { products: changed, listings, merger } = moves;
    let settlement = Settlement { matches: matches.clone(), products: changed, listings, merger };
    ports.matches.settle(&settlement).await?;
    if let Err(error) = field_report::moved(ports).await {
        tracing::warn!(%error, "the field report does not say that it is outdated");
    }
    let now = ports.clock.now();
    let entry = |action: &str, subject: String, details| AuditEntry {
        id: ports.ids.unique(),
        at: now,
        actor: actor.to_owned(),
        action: action.to_owned(),
        subject,
        details,
    };
    for record in &matches {
        let value = &record.value;
        let details = json!({ "left": value.left, "right": value.right, "decision": value.decision });
        ports.audit.append(&entry(action, value.id.to_string(), details)).await?;
    }
    for (product, details) in told {
        ports.audit.append(&entry(action, product.to_string(), details)).await?;
    }
    let messages: Vec<Envelope<PricingMessage>> = products
        .into_iter()
        .filter(|product| product.value.merged_into.is_none())
        .map(|product| Envelope {
            v: 1,
            id: ports.ids.unique(),
            message: PricingMessage::Product { product: product.value.id },
        })
        .collect();
    if !messages.is_empty() {
        ports.outbox.pricing(&messages).await?;
    }
    for record in &matches {
        // The decision stands; what is left of the queue goes with the next matching.
        if let Err(error) = withdraw_rivals(ports, &record.value).await {
            tracing::warn!(matches.id = %record.value.id, %error, "rivals of a decided match are still offered");
        }
    }
    Ok(())
}

/// What else was offered for two listings that have found each other is no question any more. Should the yes be taken
/// back, the next matching offers it again.
async fn withdraw_rivals(ports: &Ports, record: &MatchRecord) -> Result<(), StoreError> {
    if !record.decision.is_linked() {
        return Ok(());
    }
    for (own, other) in [(&record.left, &record.right), (&record.right, &record.left)] {
        let mut rows = ports.matches.of_listing(own).await?;
        rows.retain(|row| {
            row.decision == Decision::Open
                && row.id != record.id
                && shelf::is_of_shop(row.other(own), &other.channel, &other.shop)
        });
        if !rows.is_empty() {
            ports.matches.remove_many(&rows).await?;
        }
    }
    Ok(())
}
