//! Building masters again: previewing the changes, accepting them, and choosing the source of a field.

use std::collections::{BTreeMap, BTreeSet};

use app::catalogue::masters::{self, AcceptItem, Choice, Which, Wish};
use axum::{
    Extension, Json,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use domain::{ListingKey, ProductId, ids::BulkTaskId};

use super::{bulk_tasks::with_rest, listings::find as find_listing};
use crate::{
    ApiState,
    body::Body,
    etag,
    guard::Caller,
    idempotency::Idempotent,
    problem::{Problem, codes::values},
    query::{self, Segment},
    route::{Routes, routes},
    wire::{
        bulk::BulkTask,
        listing::Listing,
        master::{
            KeepRequest, MasterAccept, MasterAcceptance, MasterPreview, MasterPreviews, MasterResults,
            MasterSelection, SourcesPatch,
        },
        product::Product,
    },
};

/// The most products that one request may name.
const MOST_NAMED: usize = 200;

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(preview)).routes(routes!(accept)).routes(routes!(choose)).routes(routes!(keep))
}

/// What building masters of their listings again would change, field by field, with the source and the rule. Nothing is
/// written; what a person typed stays.
#[utoipa::path(post, path = "/v1/masters/preview", tag = "masters", request_body = MasterSelection,
    responses((status = 200, body = MasterPreviews)))]
async fn preview(
    State(state): State<ApiState>,
    Body(selection): Body<MasterSelection>,
) -> Result<Json<MasterPreviews>, Problem> {
    let (of, which) = which(&state, selection, "")?;
    let page = masters::preview(&state.ports, &which).await?;
    Ok(Json(MasterPreviews {
        items: page.items.iter().map(MasterPreview::from).collect(),
        looked_at: page.looked_at,
        next: page.next.map(|next| query::wrap_cursor(&of, &next)),
    }))
}

/// Applies exactly what was previewed, each product by itself: one that moved since is reported as stale and left alone. Or
/// applies everything that has no warning.
///
/// A request does what fits into a moment. The rest is a bulk task, named in `task` of a 202. With a `cursor` or a `limit`
/// it answers one page, and `next` leads on.
#[utoipa::path(post, path = "/v1/masters/accept", tag = "masters", request_body = MasterAcceptance,
    responses((status = 200, body = MasterResults), (status = 202, body = MasterResults)))]
async fn accept(
    State(state): State<ApiState>,
    caller: Caller,
    Extension(request): Extension<Idempotent>,
    Body(acceptance): Body<MasterAcceptance>,
) -> Result<Response, Problem> {
    let wish = match acceptance.without_warnings {
        Some(selection) if acceptance.items.is_empty() => {
            let by_page = selection.cursor.is_some() || selection.limit.is_some();
            let (of, which) = which(&state, selection, "without_warnings.")?;
            if by_page && which.products.is_empty() {
                let (done, next) = masters::accept_page(&state.ports, caller.actor(), &which).await?;
                let next = next.map(|next| query::wrap_cursor(&of, &next));
                return Ok(Json(MasterResults::of(&done, None, next)).into_response());
            }
            Wish::WithoutWarnings(Box::new(which))
        }
        None if !acceptance.items.is_empty() => {
            if acceptance.items.len() > MOST_NAMED {
                return Err(Problem::of(&values::TOO_MANY_NAMED).field("items"));
            }
            let items = acceptance.items.into_iter().enumerate().map(item).collect::<Result<Vec<_>, _>>()?;
            Wish::Items(items)
        }
        // Neither or both are given, so the request is ambiguous.
        _ => return Err(Problem::of(&values::NOTHING_NAMED).field("items")),
    };
    let id = BulkTaskId::derived(&["masters", &request.name]);
    let many = masters::accept_many(&state.ports, caller.actor(), id, wish).await?;
    let task = BulkTask::rest(many.task.as_ref(), &state)?;
    Ok(with_rest(task.as_ref(), MasterResults::of(&many.done, task.clone(), None)))
}

fn item((index, given): (usize, MasterAccept)) -> Result<AcceptItem, Problem> {
    let at = |field: &str| format!("items[{index}].{field}");
    let product = ProductId::parse(&given.product_id)
        .map_err(|invalid| Problem::from(invalid).field(at("product_id")))?;
    let mut keep = BTreeMap::new();
    for (key, fields) in given.keep {
        let key = ListingKey::parse(&key).map_err(|invalid| Problem::from(invalid).field(at("keep")))?;
        let fields: BTreeSet<_> = fields.into_iter().map(Into::into).collect();
        keep.insert(key, fields);
    }
    Ok(AcceptItem { product, hash: given.hash, fields: given.fields, keep })
}

/// The selected products, and the name of their list for cursors.
fn which(state: &ApiState, selection: MasterSelection, at: &str) -> Result<(String, Which), Problem> {
    if selection.products.len() > MOST_NAMED {
        return Err(Problem::of(&values::TOO_MANY_NAMED).field(format!("{at}products")));
    }
    let mut products = Vec::new();
    for (index, id) in selection.products.iter().enumerate() {
        let id = ProductId::parse(id)
            .map_err(|invalid| Problem::from(invalid).field(format!("{at}products[{index}]")))?;
        products.push(id);
    }
    let mut filter = match selection.filter {
        None => None,
        Some(filter) => Some(filter.query(state, &format!("{at}filter."))?),
    };
    if let Some(selection) = selection.selection {
        if !products.is_empty() || filter.is_some() {
            return Err(Problem::of(&values::NOTHING_NAMED).field(format!("{at}selection")));
        }
        filter = Some(selection.query(state, &format!("{at}selection."))?);
    }
    if let Some(filter) = &mut filter {
        filter.status.get_or_insert(domain::ProductStatus::Active);
    }
    let of = format!("masters {filter:?}");
    let cursor = query::unwrap_cursor(&of, selection.cursor.as_deref())?;
    let limit = query::limit(selection.limit)?;
    Ok((of, Which { products, filter, cursor, limit }))
}

/// Lets fields of a product follow a listing, the rules, or nobody but a person, and takes over what follows of it.
#[utoipa::path(patch, path = "/v1/products/{id}/sources", tag = "masters",
    params(("id" = String, Path), ("If-Match" = String, Header, example = "\"3\"")),
    request_body = SourcesPatch,
    responses((status = 200, body = Product, headers(("ETag" = String)))))]
async fn choose(
    State(state): State<ApiState>,
    caller: Caller,
    id: Segment,
    headers: HeaderMap,
    Body(patch): Body<SourcesPatch>,
) -> Result<Response, Problem> {
    let id = id.parse(ProductId::parse)?;
    let expected = etag::required(&headers)?.version();
    let mut choices = BTreeMap::new();
    for (field, choice) in patch.0 {
        let choice = match choice.as_str() {
            "rules" => Choice::Rules,
            "person" => Choice::Person,
            key => Choice::Listing(
                ListingKey::parse(key).map_err(|invalid| Problem::from(invalid).field(field.as_str()))?,
            ),
        };
        choices.insert(field, choice);
    }
    let stored = masters::choose(&state.ports, caller.actor(), &id, expected, &choices)
        .await
        .map_err(Problem::of_edit)?;
    Ok(etag::versioned(stored.version, Product::from(&stored)))
}

/// The listing keeps what it says now in these fields: texts become its own, the rest is the channel's to decide.
#[utoipa::path(post, path = "/v1/listings/{key}/keep", tag = "masters",
    params(("key" = String, Path, example = "shopee:14701711:2500139861"),
        ("If-Match" = String, Header, example = "\"3\"")),
    request_body = KeepRequest,
    responses((status = 200, body = Listing, headers(("ETag" = String)))))]
async fn keep(
    State(state): State<ApiState>,
    caller: Caller,
    key: Segment,
    headers: HeaderMap,
    Body(request): Body<KeepRequest>,
) -> Result<Response, Problem> {
    let key = key.parse(ListingKey::parse)?;
    let expected = etag::required(&headers)?.version();
    let stored = masters::keep(&state.ports, caller.actor(), &key, expected, &request.fields())
        .await
        .map_err(Problem::of_edit)?;
    let listing = find_listing(&state, &key).await?;
    Ok(etag::versioned(stored.version, Listing::from(&listing)))
}
