//! Which listings are one product: what was found, and what a person says about it.

use std::collections::BTreeMap;

use app::{
    UseCaseError,
    ports::{self, Decision, MatchQuery, MatchRecord, Versioned},
    usecase::matches::{self, To, Which},
};
use axum::{Extension, Json, extract::State, http::HeaderMap, response::Response};
use domain::{Invalid, ListingKey, MatchId, ProductId, ids::BulkTaskId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{bulk_tasks::with_rest, products::channel_of};
use crate::{
    ApiState,
    body::Body,
    etag,
    guard::Caller,
    idempotency::Idempotent,
    problem::{Problem, not_found},
    query::{self, Listed, Params, Segment},
    route::{Routes, routes},
    wire::{
        bulk::BulkTask,
        enums::{MatchDecision, Tier},
        matching::{AcceptMatches, AcceptedMatches, LinkListing, LinkedListing, Match, UnlinkListing},
    },
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new()
        .routes(routes!(list))
        .routes(routes!(accept_many))
        .routes(routes!(link))
        .routes(routes!(unlink))
        .routes(routes!(one))
        .routes(routes!(accept))
        .routes(routes!(reject))
        .routes(routes!(undo))
}

/// Candidates that a person is offered for one listing.
const CANDIDATES: usize = 5;

/// Which matches.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MatchesQuery {
    /// All tiers, the surest first, when left out.
    #[param(inline)]
    pub tier: Option<Tier>,
    /// `open` when left out; for the tier `auto` also `linked_automatically`.
    #[param(inline)]
    pub decision: Option<MatchDecision>,
    /// With a listing of this channel.
    pub channel: Option<String>,
    /// The best five of this listing, such as `shopee:14701711:2500139861`.
    pub listing: Option<String>,
    pub cursor: Option<String>,
    /// 1 to 200; 50 when left out.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<usize>,
}

/// Matches with both listings in short: open ones with the best first, decided ones with the newest decision first.
#[utoipa::path(get, path = "/v1/matches", tag = "matches", params(MatchesQuery),
    responses((status = 200, body = Listed<Match>)))]
async fn list(
    State(state): State<ApiState>,
    Params(asked): Params<MatchesQuery>,
) -> Result<Json<Listed<Match>>, Problem> {
    let tiers = asked.tier.map_or_else(|| vec![Tier::Auto, Tier::Suggested, Tier::Review], |tier| vec![tier]);
    let decisions = match (asked.decision, asked.tier) {
        (Some(decision), _) => vec![decision.into()],
        (None, Some(Tier::Auto)) => vec![Decision::Open, Decision::LinkedAutomatically],
        (None, _) => vec![Decision::Open],
    };
    let mut query = MatchQuery {
        tiers: tiers.into_iter().map(Into::into).collect(),
        decisions,
        channel: asked.channel.as_deref().map(|name| channel_of(&state, name)).transpose()?,
        cursor: None,
        limit: 0,
    };
    if let Some(key) = &asked.listing {
        let key = ListingKey::parse(key).map_err(|invalid| Problem::from(invalid).field("listing"))?;
        let items = shown(&state, &best_of(&state, &key, &query).await?).await?;
        return Ok(Json(Listed { items, next: None }));
    }
    let of = format!("matches {query:?}");
    query.cursor = query::unwrap_cursor(&of, asked.cursor.as_deref())?;
    query.limit = query::limit(asked.limit)?;
    let page = state.ports.matches.list(&query).await?;
    let items = shown(&state, &page.items).await?;
    Ok(Json(Listed { items, next: page.next.map(|next| query::wrap_cursor(&of, &next)) }))
}

/// The surest matches of one listing that fit the other conditions.
async fn best_of(
    state: &ApiState,
    key: &ListingKey,
    query: &MatchQuery,
) -> Result<Vec<Versioned<MatchRecord>>, Problem> {
    let mut rows = state.ports.matches.of_listing(key).await?;
    rows.retain(|row| {
        query.tiers.contains(&row.tier)
            && query.decisions.contains(&row.decision)
            && query
                .channel
                .as_ref()
                .is_none_or(|channel| [&row.left, &row.right].iter().any(|key| &key.channel == channel))
    });
    rows.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
    let best: Vec<MatchId> = rows.into_iter().take(CANDIDATES).map(|row| row.id).collect();
    let mut records = state.ports.matches.get_many(&best).await?;
    records.sort_by_key(|record| best.iter().position(|id| id == &record.value.id));
    Ok(records)
}

/// Records beside their listings.
async fn shown(state: &ApiState, records: &[Versioned<MatchRecord>]) -> Result<Vec<Match>, Problem> {
    let mut keys: Vec<ListingKey> =
        records.iter().flat_map(|record| [record.value.left.clone(), record.value.right.clone()]).collect();
    keys.sort();
    keys.dedup();
    let mut listings: BTreeMap<ListingKey, ports::Listing> = BTreeMap::new();
    for chunk in keys.chunks(100) {
        let read = state.ports.listings.get_many(chunk).await?;
        listings.extend(read.into_iter().map(|listing| (listing.observed.key.clone(), listing)));
    }
    let show = |record: &Versioned<MatchRecord>| {
        Match::of(record, listings.get(&record.value.left), listings.get(&record.value.right))
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

/// Which match is decided on, and at which version.
fn named(id: &Segment, headers: &HeaderMap) -> Result<(MatchId, Option<u64>), Problem> {
    Ok((id.parse(MatchId::parse)?, etag::required(headers)?.version()))
}

async fn decided(
    state: &ApiState,
    decided: Result<Versioned<MatchRecord>, UseCaseError>,
) -> Result<Response, Problem> {
    tagged(state, decided.map_err(|error| Problem::from(error).stale_if_conflict())?).await
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

/// Says no: the two are never offered again. Those that were linked automatically come apart.
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

/// Says yes to many, each on its own; what cannot be accepted is named and stops no other. A request decides what fits
/// into a moment; the rest is a bulk task, named in `task` of a 202.
#[utoipa::path(post, path = "/v1/matches/accept", tag = "matches", request_body = AcceptMatches,
    responses((status = 200, body = AcceptedMatches), (status = 202, body = AcceptedMatches)))]
async fn accept_many(
    State(state): State<ApiState>,
    caller: Caller,
    Extension(request): Extension<Idempotent>,
    Body(asked): Body<AcceptMatches>,
) -> Result<Response, Problem> {
    let which = match (asked.ids, asked.suggested_from_percent) {
        (Some(ids), None) if !ids.is_empty() => {
            let mut parsed = Vec::new();
            for (index, id) in ids.iter().enumerate() {
                let id = MatchId::parse(id);
                parsed.push(id.map_err(|invalid| Problem::from(invalid).field(format!("ids[{index}]")))?);
            }
            Which::Ids(parsed)
        }
        // Rounded up: a score of a thousand that is at least as sure as was asked for.
        (None, Some(percent)) => {
            if let Ok(points @ 0..=10_000) = u32::try_from(percent.0.0) {
                Which::SuggestedFrom { score: points.div_ceil(10) }
            } else {
                let problem = "a certainty is 0 to 100 per cent";
                return Err(Invalid::new("suggested_from_percent", "percent_out_of_range", problem).into());
            }
        }
        _ => {
            let problem = "name the matches in ids, or give suggested_from_percent";
            return Err(Invalid::new("ids", "matches_unnamed", problem).into());
        }
    };
    let id = BulkTaskId::derived(&["matches", &request.name]);
    let many = matches::accept_many(&state.ports, caller.actor(), id, &which).await?;
    let task = BulkTask::rest(many.task.as_ref(), &state)?;
    Ok(with_rest(task.as_ref(), AcceptedMatches::of(many.results, task.clone())))
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
