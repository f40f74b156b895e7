//! A person's yes, no and second thought.

use std::collections::BTreeSet;

use domain::{ListingKey, MatchId, ProductId};
use serde_json::json;

use super::{
    merge::{self, Moves},
    product_listings::find,
    refused, restore_point, shop_items,
    split::split,
};
use crate::{
    Ports, StoreError, UseCaseError,
    message::{Envelope, PricingMessage},
    ports::{Decision, Earlier, MatchRecord, Settlement, Standing, Versioned},
};

/// The most decisions on one pair that can be undone one after the other.
const STEPS_BACK: usize = 10;

type Decided = Result<Versioned<MatchRecord>, UseCaseError>;

/// Says yes: the two listings are one product.
pub async fn accept(ports: &Ports, actor: &str, id: &MatchId, expected: Option<u64>) -> Decided {
    let record = read(ports, id).await?;
    if is_repeated(&record, actor, expected, record.value.decision == Decision::Accepted) {
        return again(ports, record).await;
    }
    refuse_stale(&record, expected)?;
    refuse_decided(&record.value)?;
    let moves = merge::merge_products(ports, &record.value.left, &record.value.right, None).await?;
    settle(ports, actor, "match.accept", record, Decision::Accepted, moves).await
}

/// Says no: the two are never offered or linked again. Those that were linked automatically are split.
pub async fn reject(ports: &Ports, actor: &str, id: &MatchId, expected: Option<u64>) -> Decided {
    let record = read(ports, id).await?;
    let said_no = matches!(record.value.decision, Decision::Rejected | Decision::UnlinkedByHand);
    if is_repeated(&record, actor, expected, said_no) {
        return again(ports, record).await;
    }
    refuse_stale(&record, expected)?;
    refuse_decided(&record.value)?;
    let (moves, were_one) = parted(ports, &record.value).await?;
    let decision = if were_one { Decision::UnlinkedByHand } else { Decision::Rejected };
    settle(ports, actor, "match.reject", record, decision, moves).await
}

/// Takes a decision back, with everything that it did and that nobody changed since. What was before it holds again, as
/// if the person had never decided.
pub async fn undo(ports: &Ports, actor: &str, id: &MatchId, expected: Option<u64>) -> Decided {
    let record = read(ports, id).await?;
    let value = &record.value;
    // Only a client that names the version before can have been the one that undid it.
    if !value.decision.is_by_person() && expected.is_some_and(|expected| expected + 1 == record.version) {
        return again(ports, record).await;
    }
    refuse_stale(&record, expected)?;
    if !value.decision.is_by_person() {
        return refused("match_not_decided", format!("nobody has decided {id}"));
    }
    let back = value.before.unwrap_or(Decision::Open);
    let whole = restore_point::restored(ports, &record).await?;
    let moves = match (value.decision.is_linked(), back.is_linked()) {
        _ if whole.is_some() => whole.unwrap_or_default(),
        (true, false) => parted(ports, value).await?.0,
        (false, true) => {
            let stays = value.earlier.last().and_then(|earlier| earlier.product.as_ref());
            merge::merge_products(ports, &value.left, &value.right, stays).await?
        }
        _ => Moves::default(),
    };
    let mut next = record;
    undone(&mut next.value, ports);
    put(ports, actor, "match.undo", vec![next.clone()], moves, None).await?;
    Ok(Versioned { version: next.version + 1, value: next.value })
}

fn refuse_decided(record: &MatchRecord) -> Result<(), UseCaseError> {
    if record.decision.is_by_person() {
        return refused("match_decided", format!("{} was decided already: undo it first", record.id));
    }
    Ok(())
}

fn refuse_stale(record: &Versioned<MatchRecord>, expected: Option<u64>) -> Result<(), StoreError> {
    if expected.is_some_and(|expected| expected != record.version) {
        Err(StoreError::Conflict)
    } else {
        Ok(())
    }
}

/// Whether the same decision was made before, as `held` shows: by anybody if the caller names no version, or by this
/// caller a moment ago.
fn is_repeated(record: &Versioned<MatchRecord>, actor: &str, expected: Option<u64>, held: bool) -> bool {
    let mine = record.value.decided_by.as_deref() == Some(actor);
    held && expected
        .is_none_or(|expected| expected == record.version || (mine && expected + 1 == record.version))
}

/// A decision that is repeated changes nothing; it still asks for new prices, so that repeating one whose second half
/// was lost completes it.
async fn again(ports: &Ports, record: Versioned<MatchRecord>) -> Decided {
    let keys = [record.value.left.clone(), record.value.right.clone()];
    let listings = ports.listings.get_many(&keys).await?;
    let products: BTreeSet<ProductId> =
        listings.into_iter().filter_map(|listing| listing.state.value.product).collect();
    price(ports, products).await?;
    Ok(record)
}

async fn read(ports: &Ports, id: &MatchId) -> Decided {
    let missing = || UseCaseError::NotFound { what: "match", id: id.to_string() };
    ports.matches.get(id).await?.ok_or_else(missing)
}

/// What takes the two apart, where they are one product.
async fn parted(ports: &Ports, record: &MatchRecord) -> Result<(Moves, bool), UseCaseError> {
    let (left, right) = (find(ports, &record.left).await?, find(ports, &record.right).await?);
    let product = &left.state.value.product;
    if product.is_none() || product != &right.state.value.product {
        return Ok((Moves::default(), false));
    }
    let merger = ports.matches.merger(&record.id).await?;
    // The product stays with the listing that it was made of.
    let founded = |key: &ListingKey| {
        crate::catalogue::master_builder::own_ids(key).any(|id| Some(&id) == product.as_ref())
    };
    let leaving = match (left.state.value.gone, right.state.value.gone) {
        // What is not in its shop any more makes no product.
        (true, false) => &left,
        (false, true) => &right,
        _ if founded(&record.right) && !founded(&record.left) => &left,
        _ => &right,
    };
    Ok((split(ports, leaving, merger).await?, true))
}

/// Writes a decision with what it moves; pricing, the audit and the queue of candidates follow.
async fn settle(
    ports: &Ports,
    actor: &str,
    action: &str,
    record: Versioned<MatchRecord>,
    decision: Decision,
    moves: Moves,
) -> Decided {
    let mut next = record;
    let stays = moves.products.first().filter(|_| !decision.is_linked()).map(|stays| &stays.value.id);
    decided(&mut next.value, decision, actor, ports, stays);
    write(ports, actor, action, vec![next.clone()], moves).await?;
    Ok(Versioned { version: next.version + 1, value: next.value })
}

/// Notes a person's decision on the record, with what an undo leads back to. `stays` is the product that both were in.
pub(super) fn decided(
    record: &mut MatchRecord,
    decision: Decision,
    actor: &str,
    ports: &Ports,
    stays: Option<&ProductId>,
) {
    if let (Some(before), true) = (record.before, record.earlier.is_empty()) {
        record.earlier.push(Earlier { decision: before, by: None, at: None, product: None });
    }
    let (by, at) = (record.decided_by.take(), record.decided_at);
    record.earlier.push(Earlier { decision: record.decision, by, at, product: stays.cloned() });
    let over = record.earlier.len().saturating_sub(STEPS_BACK);
    record.earlier.drain(..over);
    record.before = Some(record.decision);
    record.decision = decision;
    record.decided_by = Some(actor.to_owned());
    record.decided_at = Some(ports.clock.now());
}

/// The record as it was before the last decision.
fn undone(record: &mut MatchRecord, ports: &Ports) {
    let back = record.earlier.pop();
    record.decision = back.as_ref().map(|back| back.decision).or(record.before).unwrap_or(Decision::Open);
    record.before = record.earlier.last().map(|earlier| earlier.decision);
    let (by, at) = back.map_or((None, None), |back| (back.by, back.at));
    (record.decided_by, record.decided_at) = match record.decision {
        Decision::Open => (None, None),
        // Earlier versions kept no moment.
        _ => (by, Some(at.unwrap_or_else(|| ports.clock.now()))),
    };
}

/// Writes decided records with what they move, and how all stood before.
pub(super) async fn write(
    ports: &Ports,
    actor: &str,
    action: &str,
    matches: Vec<Versioned<MatchRecord>>,
    moves: Moves,
) -> Result<(), UseCaseError> {
    let standing = match matches.first() {
        Some(first) => restore_point::around(ports, first.version + 1, &moves).await?,
        None => None,
    };
    put(ports, actor, action, matches, moves, standing).await
}

async fn put(
    ports: &Ports,
    actor: &str,
    action: &str,
    matches: Vec<Versioned<MatchRecord>>,
    moves: Moves,
    standing: Option<Standing>,
) -> Result<(), UseCaseError> {
    moves.check_room(matches.len())?;
    let told = moves.told();
    let products = moves.products.iter().filter(|product| product.value.merged_into.is_none());
    let products: Vec<ProductId> = products.map(|product| product.value.id.clone()).collect();
    let Moves { products: changed, listings, merger, .. } = moves;
    let settlement = Settlement { matches: matches.clone(), products: changed, listings, merger, standing };
    ports.matches.settle(&settlement).await?;
    if let Err(error) = ports.report_moved().await {
        tracing::warn!(%error, "the field report does not say that it is outdated");
    }
    for record in &matches {
        let value = &record.value;
        let details = json!({ "left": value.left, "right": value.right, "decision": value.decision });
        ports.record(actor, action, &value.id, details).await?;
    }
    for (product, details) in told {
        ports.record(actor, action, &product, details).await?;
    }
    price(ports, products).await?;
    for record in matches.iter().filter(|record| record.value.decision.is_linked()) {
        // The decision is stored; what is left of the queue is removed by the next matching.
        let value = &record.value;
        if let Err(error) = withdraw_offers(ports, &[value.left.clone(), value.right.clone()]).await {
            tracing::warn!(matches.id = %value.id, %error, "rivals of a decided match are still offered");
        }
    }
    Ok(())
}

/// Asks for the prices of `products`.
pub(super) async fn price(
    ports: &Ports,
    products: impl IntoIterator<Item = ProductId>,
) -> Result<(), StoreError> {
    let message = |product| {
        let message = PricingMessage::Product { product };
        Envelope { v: 1, id: ports.ids.unique(), message }
    };
    let messages: Vec<Envelope<PricingMessage>> = products.into_iter().map(message).collect();
    if messages.is_empty() { Ok(()) } else { ports.outbox.pricing(&messages).await }
}

/// Withdraws the other offers for listings that are linked now: a product has one listing in a shop. If the decision is
/// taken back, the next matching offers them again.
pub(crate) async fn withdraw_offers(ports: &Ports, listings: &[ListingKey]) -> Result<(), StoreError> {
    for own in listings {
        let mut rows = ports.matches.of_listing(own).await?;
        rows.retain(|row| {
            let other = row.other(own);
            row.decision == Decision::Open
                && listings
                    .iter()
                    .any(|key| key != own && shop_items::is_of_shop(other, &key.channel, &key.shop))
        });
        if !rows.is_empty() {
            ports.matches.remove_many(&rows).await?;
        }
    }
    Ok(())
}
