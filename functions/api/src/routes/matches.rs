//! Matches: which listings are the same product, and a person's decisions about it.

use std::collections::BTreeMap;

use app::{
    UseCaseError,
    catalogue::matches::{self, Asked, To},
    ports::{self, Decision, MatchRecord, Versioned},
};
use axum::{Json, extract::State, http::HeaderMap, response::Response};
use domain::{Invalid, ListingKey, MatchId, ProductId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::products::channel_of;
use crate::{
    ApiState,
    body::Body,
    etag,
    guard::Caller,
    problem::{Problem, not_found},
    query::{self, Params, Segment},
    route::{Routes, routes},
    wire::{
        enums::{MatchDecision, MatchTier},
        matching::{LinkListing, LinkedListing, Match, MatchEntry, MatchQueue, UnlinkListing},
    },
};

mod many;

pub(crate) fn routes<R: Routes>() -> R {
    R::new()
        .routes(routes!(list))
        .merge(many::routes())
        .routes(routes!(link))
        .routes(routes!(unlink))
        .routes(routes!(one))
        .routes(routes!(accept))
        .routes(routes!(reject))
        .routes(routes!(undo))
}

/// Which matches.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MatchesQuery {
    /// Of the best candidate; all tiers, the surest first, when left out.
    #[param(inline)]
    pub tier: Option<MatchTier>,
    /// `open` when left out.
    #[param(inline)]
    pub decision: Option<MatchDecision>,
    /// With a listing of this channel.
    pub channel: Option<String>,
    /// Only this listing, of whichever shop, such as `shopee:14701711:2500139861`.
    pub listing: Option<String>,
    /// Words of a title or a SKU, each also by its beginning.
    pub q: Option<String>,
    pub cursor: Option<String>,
    /// 1 to 200; 50 when left out.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<usize>,
}

/// The queue of matches: one entry for each listing that may have a partner in another shop, with at most five
/// candidates. Open ones with the surest first, decided ones with the newest decision first.
#[utoipa::path(get, path = "/v1/matches", tag = "matches", params(MatchesQuery),
    responses((status = 200, body = MatchQueue)))]
async fn list(
    State(state): State<ApiState>,
    Params(asked): Params<MatchesQuery>,
) -> Result<Json<MatchQueue>, Problem> {
    let filter = matches::Filter {
        tiers: asked.tier.into_iter().map(Into::into).collect(),
        channel: asked.channel.as_deref().map(|name| channel_of(&state, name)).transpose()?,
        text: asked.q,
    };
    let decision = asked.decision.map_or(Decision::Open, Into::into);
    let listing = asked.listing.as_deref().map(|key| listing_of("listing", key)).transpose()?;
    let of = format!("matches {filter:?} {decision:?} {listing:?}");
    let cursor = query::unwrap_cursor(&of, asked.cursor.as_deref())?;
    let limit = query::limit(asked.limit)?;
    let queue = matches::queue(&state.ports, &Asked { filter, decision, listing, cursor, limit }).await?;
    let ids: Vec<MatchId> = queue.entries.iter().flat_map(|entry| entry.ids().cloned()).collect();
    let records = state.ports.matches.get_many(&ids).await?;
    let mut known: BTreeMap<String, Match> =
        shown(&state, &records).await?.into_iter().map(|found| (found.id.clone(), found)).collect();
    let items = queue.entries.iter().filter_map(|entry| {
        let found = entry.ids().filter_map(|id| known.remove(id.as_str())).collect();
        MatchEntry::of(entry, found)
    });
    Ok(Json(MatchQueue {
        items: items.collect(),
        next: queue.next.map(|next| query::wrap_cursor(&of, &next)),
        total: queue.total,
        counts: (&queue.counts).into(),
    }))
}

/// Records together with their listings.
async fn shown(state: &ApiState, records: &[Versioned<MatchRecord>]) -> Result<Vec<Match>, Problem> {
    let mut keys: Vec<ListingKey> =
        records.iter().flat_map(|record| [record.value.left.clone(), record.value.right.clone()]).collect();
    keys.sort();
    keys.dedup();
    let read = state.ports.listings.get_many(&keys).await?;
    let listings: BTreeMap<ListingKey, ports::Listing> =
        read.into_iter().map(|listing| (listing.observed.key.clone(), listing)).collect();
    let show = |record: &Versioned<MatchRecord>| {
        let (left, right) = (listings.get(&record.value.left), listings.get(&record.value.right));
        Match::of(record, left, right, &*state.ports.marketplaces)
    };
    Ok(records.iter().map(show).collect())
}

async fn tagged(state: &ApiState, record: Versioned<MatchRecord>) -> Result<Response, Problem> {
    let version = record.version;
    let mut shown = shown(state, &[record]).await?;
    match shown.pop() {
        Some(shown) => Ok(etag::versioned(version, shown)),
        None => Err(Problem::internal("a match was not shown")),
    }
}

/// The match that is decided, and its version.
fn named(id: &Segment, headers: &HeaderMap) -> Result<(MatchId, Option<u64>), Problem> {
    Ok((id.parse(MatchId::parse)?, etag::required(headers)?.version()))
}

async fn decided(
    state: &ApiState,
    decided: Result<Versioned<MatchRecord>, UseCaseError>,
) -> Result<Response, Problem> {
    tagged(state, decided.map_err(Problem::of_edit)?).await
}

/// One match with both listings in short.
#[utoipa::path(get, path = "/v1/matches/{id}", tag = "matches", params(("id" = String, Path)),
    responses((status = 200, body = Match, headers(("ETag" = String)))))]
async fn one(State(state): State<ApiState>, id: Segment) -> Result<Response, Problem> {
    let id = id.parse(MatchId::parse)?;
    let record = state.ports.matches.get(&id).await?.ok_or_else(|| not_found("match", id.as_str()))?;
    tagged(&state, record).await
}

/// Says yes: the two are one product. The product with fewer listings is archived and says where they went.
#[utoipa::path(post, path = "/v1/matches/{id}/accept", tag = "matches",
    params(("id" = String, Path), ("If-Match" = String, Header, example = "\"3\"")),
    responses((status = 200, body = Match, headers(("ETag" = String)))))]
async fn accept(
    State(state): State<ApiState>,
    caller: Caller,
    id: Segment,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (id, expected) = named(&id, &headers)?;
    decided(&state, matches::accept(&state.ports, caller.actor(), &id, expected).await).await
}

/// Says no: the two are never offered again. Those that were linked automatically are split.
#[utoipa::path(post, path = "/v1/matches/{id}/reject", tag = "matches",
    params(("id" = String, Path), ("If-Match" = String, Header, example = "\"3\"")),
    responses((status = 200, body = Match, headers(("ETag" = String)))))]
async fn reject(
    State(state): State<ApiState>,
    caller: Caller,
    id: Segment,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (id, expected) = named(&id, &headers)?;
    decided(&state, matches::reject(&state.ports, caller.actor(), &id, expected).await).await
}

/// Takes a person's last decision back, with all that it did and that nobody changed since.
#[utoipa::path(post, path = "/v1/matches/{id}/undo", tag = "matches",
    params(("id" = String, Path), ("If-Match" = String, Header, example = "\"3\"")),
    responses((status = 200, body = Match, headers(("ETag" = String)))))]
async fn undo(
    State(state): State<ApiState>,
    caller: Caller,
    id: Segment,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (id, expected) = named(&id, &headers)?;
    decided(&state, matches::undo(&state.ports, caller.actor(), &id, expected).await).await
}

async fn linked(state: &ApiState, linked: matches::Linked) -> Result<Json<LinkedListing>, Problem> {
    let matches = shown(state, &linked.matches).await?;
    Ok(Json(LinkedListing { product_id: linked.product.to_string(), matches }))
}

fn listing_of(field: &str, text: &str) -> Result<ListingKey, Problem> {
    ListingKey::parse(text).map_err(|invalid| Problem::from(invalid).field(field))
}

/// Links a listing to another listing or to a product, whatever the matcher says.
#[utoipa::path(post, path = "/v1/matches/link", tag = "matches", request_body = LinkListing,
    responses((status = 200, body = LinkedListing)))]
async fn link(
    State(state): State<ApiState>,
    caller: Caller,
    Body(asked): Body<LinkListing>,
) -> Result<Json<LinkedListing>, Problem> {
    let key = listing_of("listing", &asked.listing)?;
    let to = match (&asked.to_listing, &asked.to_product) {
        (Some(other), None) => To::Listing(listing_of("to_listing", other)?),
        (None, Some(product)) => {
            To::Product(ProductId::parse(product).map_err(|e| Problem::from(e).field("to_product"))?)
        }
        _ => {
            let problem = "give either to_listing or to_product";
            return Err(Invalid::new("to_listing", "matches_unnamed", problem).into());
        }
    };
    let done = matches::link(&state.ports, caller.actor(), &key, &to).await?;
    linked(&state, done).await
}

/// Takes a listing out of its product: it gets the product again that it once had, or one of its own.
#[utoipa::path(post, path = "/v1/matches/unlink", tag = "matches", request_body = UnlinkListing,
    responses((status = 200, body = LinkedListing)))]
async fn unlink(
    State(state): State<ApiState>,
    caller: Caller,
    Body(asked): Body<UnlinkListing>,
) -> Result<Json<LinkedListing>, Problem> {
    let key = listing_of("listing", &asked.listing)?;
    let done = matches::unlink(&state.ports, caller.actor(), &key).await?;
    linked(&state, done).await
}
