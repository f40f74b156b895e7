//! Titles per channel: proposals, accepting and locking them, and titles that are too similar.

use std::collections::BTreeMap;

use app::publishing::titles::{self, Asked, Wish};
use axum::{Extension, Json, extract::State, http::HeaderMap, response::Response};
use domain::{ListingKey, ProductId, ids::BulkTaskId, titles::Risk};

use super::{bulk_tasks::with_rest, imports::channels_of};
use crate::{
    ApiState,
    body::Body,
    etag,
    guard::Caller,
    idempotency::Idempotent,
    problem::{Problem, codes::values, not_found},
    query::{self, Listed, Paging, Params, Segment, Segments},
    route::{Routes, routes},
    wire::bulk::BulkTask,
    wire::title::{
        AcceptTitles, AcceptedTitle, AcceptedTitles, ListingTitle, LockTitle, ProductTitles, ProposeTitles,
        TitleRisk,
    },
};

/// The most products that one request may name, and the most proposals that it may accept.
const MOST: usize = 200;

pub(crate) fn routes<R: Routes>() -> R {
    R::new()
        .routes(routes!(titles))
        .routes(routes!(lock_title, unlock_title))
        .routes(routes!(propose))
        .routes(routes!(accept))
        .routes(routes!(risks))
}

/// The product's title on each channel: what is there, what it should be, what is proposed and how alike it is.
#[utoipa::path(get, path = "/v1/products/{id}/titles", tag = "titles", params(("id" = String, Path)),
    responses((status = 200, body = ProductTitles)))]
async fn titles(State(state): State<ApiState>, id: Segment) -> Result<Json<ProductTitles>, Problem> {
    let found = titles::of_product(&state.ports, &id.parse(ProductId::parse)?).await?;
    Ok(Json(ProductTitles::from(&found)))
}

/// Locks a listing's title by hand: the words that are sent, or what its title is now. Nothing is proposed there any
/// more, and the next plan shows it.
#[utoipa::path(put, path = "/v1/products/{id}/titles/{key}", tag = "titles",
    params(("id" = String, Path), ("key" = String, Path, description = "`channel:shop:id`"),
        ("If-Match" = String, Header, example = "\"3\"")),
    request_body = LockTitle,
    responses((status = 200, body = ListingTitle, headers(("ETag" = String)))))]
async fn lock_title(
    State(state): State<ApiState>,
    caller: Caller,
    Segments(id, key): Segments,
    headers: HeaderMap,
    Body(lock): Body<LockTitle>,
) -> Result<Response, Problem> {
    let (id, key) = (id.parse(ProductId::parse)?, key.parse(ListingKey::parse)?);
    let expected = etag::required(&headers)?.version();
    titles::lock(&state.ports, caller.actor(), &id, &key, expected, lock.title.as_deref())
        .await
        .map_err(Problem::of_edit)?;
    one(&state, &id, &key).await
}

/// Returns a listing to the master's title: what was locked or accepted there goes, and titles are proposed again.
#[utoipa::path(delete, path = "/v1/products/{id}/titles/{key}", tag = "titles",
    params(("id" = String, Path), ("key" = String, Path), ("If-Match" = String, Header, example = "\"3\"")),
    responses((status = 200, body = ListingTitle, headers(("ETag" = String)))))]
async fn unlock_title(
    State(state): State<ApiState>,
    caller: Caller,
    Segments(id, key): Segments,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (id, key) = (id.parse(ProductId::parse)?, key.parse(ListingKey::parse)?);
    let expected = etag::required(&headers)?.version();
    titles::unlock(&state.ports, caller.actor(), &id, &key, expected).await.map_err(Problem::of_edit)?;
    one(&state, &id, &key).await
}

async fn one(state: &ApiState, id: &ProductId, key: &ListingKey) -> Result<Response, Problem> {
    let found = titles::of_product(&state.ports, id).await?;
    let title = found.listings.iter().find(|title| title.key == *key);
    let title = title.ok_or_else(|| not_found("listing", &key.to_string()))?;
    Ok(etag::versioned(title.version, ListingTitle::from(title)))
}

/// Shows what would be proposed for many products, a page at a time. Nothing is stored.
#[utoipa::path(post, path = "/v1/titles/propose", tag = "titles", request_body = ProposeTitles,
    responses((status = 200, body = Listed<ProductTitles>)))]
async fn propose(
    State(state): State<ApiState>,
    Body(asked): Body<ProposeTitles>,
) -> Result<Json<Listed<ProductTitles>>, Problem> {
    let channels = channels_of(&state, &asked.channels, "channels")?;
    if asked.products.len() > MOST {
        return Err(Problem::of(&values::TOO_MANY_NAMED).field("products"));
    }
    let mut of = String::new();
    let filter = match (asked.filter, asked.selection) {
        (filter, None) => filter.map(|filter| filter.query(&state, "filter.")).transpose()?,
        (None, Some(selection)) if asked.products.is_empty() => Some(selection.query(&state, "selection.")?),
        _ => return Err(Problem::of(&values::NOTHING_NAMED).field("selection")),
    };
    let wanted = match filter {
        None if asked.products.is_empty() => {
            return Err(Problem::of(&values::NOTHING_TO_PLAN).field("products"));
        }
        None => {
            let parse = |(at, id): (usize, &String)| {
                ProductId::parse(id).map_err(|wrong| Problem::from(wrong).field(format!("products[{at}]")))
            };
            Asked::Products(asked.products.iter().enumerate().map(parse).collect::<Result<_, _>>()?)
        }
        Some(mut query) => {
            // A cursor is valid only for its own search: with other conditions it would skip products.
            of = format!("titles {query:?}");
            query.cursor = query::unwrap_cursor(&of, asked.cursor.as_deref())?;
            query.limit = query::limit(asked.limit)?;
            Asked::Filter(Box::new(query))
        }
    };
    let found = titles::preview(&state.ports, wanted, &channels, asked.outdated).await?;
    let next = found.next.map(|next| query::wrap_cursor(&of, &next));
    Ok(Json(Listed { items: found.products.iter().map(ProductTitles::from).collect(), next }))
}

/// Takes proposals as they were shown, or whatever is proposed for the products of a filter. Each becomes its listing's
/// title, which the next plan shows; one that has changed since, or that somebody locked, is reported and left. A
/// request does what fits into a moment; the rest is a bulk task, named in `task` of a 202.
#[utoipa::path(post, path = "/v1/titles/accept", tag = "titles", request_body = AcceptTitles,
    responses((status = 200, body = AcceptedTitles), (status = 202, body = AcceptedTitles)))]
async fn accept(
    State(state): State<ApiState>,
    caller: Caller,
    Extension(request): Extension<Idempotent>,
    Body(asked): Body<AcceptTitles>,
) -> Result<Response, Problem> {
    let wish = match asked.proposed {
        Some(proposed) if asked.items.is_empty() => Wish::Proposed {
            channels: channels_of(&state, &proposed.channels, "proposed.channels")?,
            filter: Box::new(match (proposed.filter, proposed.selection) {
                (Some(filter), None) => filter.query(&state, "proposed.filter.")?,
                (None, Some(selection)) => selection.query(&state, "proposed.selection.")?,
                _ => return Err(Problem::of(&values::NOTHING_NAMED).field("proposed.filter")),
            }),
            outdated: proposed.outdated,
        },
        None if !asked.items.is_empty() && asked.items.len() <= MOST => {
            let choices = asked.items.into_iter().enumerate().map(|(at, item)| item.parse(at));
            Wish::Choices(choices.collect::<Result<_, _>>()?)
        }
        _ => return Err(Problem::of(&values::TITLE_CHOICES).field("items")),
    };
    let id = BulkTaskId::derived(&["titles", &request.name]);
    let many = titles::accept_many(&state.ports, caller.actor(), id, wish).await?;
    let items: Vec<AcceptedTitle> = many.done.iter().map(AcceptedTitle::from).collect();
    let mut counts = BTreeMap::new();
    for item in &items {
        *counts.entry(item.outcome).or_insert(0) += 1;
    }
    let task = BulkTask::rest(many.task.as_ref(), &state)?;
    Ok(with_rest(task.as_ref(), AcceptedTitles { counts, items, task: task.clone() }))
}

/// Titles that are too similar to another of their own shop or of another shop, the worst first, as the last finished
/// check of the catalogue found them (`POST /v1/verification`).
#[utoipa::path(get, path = "/v1/titles/risks", tag = "titles", params(Paging),
    responses((status = 200, body = Listed<TitleRisk>)))]
async fn risks(
    State(state): State<ApiState>,
    Params(paging): Params<Paging>,
) -> Result<Json<Listed<TitleRisk>>, Problem> {
    let limit = query::limit(paging.limit)?;
    let Some(last) = super::verification::last_finished(&state).await? else {
        return Ok(Json(Listed { items: Vec::new(), next: None }));
    };
    let of = format!("risks {}", last.id);
    // Slices are read whole. The cursor is the number of risks that were already returned.
    let start: usize = match query::unwrap_cursor(&of, paging.cursor.as_deref())? {
        Some(text) => text.parse().unwrap_or(0),
        None => 0,
    };
    let slices = state.ports.verifications.risks(&last.id, None, 100).await?;
    let all: Vec<&Risk> = slices.items.iter().flatten().collect();
    let items = all.iter().skip(start).take(limit).map(|risk| TitleRisk::from(*risk)).collect();
    let next = (all.len() > start + limit).then(|| query::wrap_cursor(&of, &(start + limit).to_string()));
    Ok(Json(Listed { items, next }))
}
