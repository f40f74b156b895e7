//! One call of the API: faults first, then the gate, the budget, the handler; at the end it is written into the
//! journal.

use std::{io, sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::{Request, State as Shared},
    http::{Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use serde_json::{Value, json};

use super::{
    Sandbox, authorise, create, edits,
    faults::Kind,
    gate::{self, Signer},
    journal::Entry,
    listings, prices, pushes,
    request::{Answer, Call, Ctx, Refusal, refuse},
    shop,
    state::State,
    variations,
};

type Handler = fn(&mut State, &Ctx<'_>) -> Answer;

struct Route {
    method: Method,
    signer: Signer,
    write: bool,
    run: Handler,
}

fn route(path: &str) -> Option<Route> {
    let read = |run: Handler| Route { method: Method::GET, signer: Signer::Shop, write: false, run };
    let write = |run: Handler| Route { method: Method::POST, signer: Signer::Shop, write: true, run };
    let ask = |run: Handler| Route { method: Method::GET, signer: Signer::Partner, write: false, run };
    let either = |method, run: Handler| Route { method, signer: Signer::Either, write: false, run };
    let tell = |run: Handler| Route { method: Method::POST, signer: Signer::Partner, write: false, run };
    Some(match path.strip_prefix("/api/v2/")? {
        "auth/token/get" => tell(authorise::exchange),
        "auth/access_token/get" => tell(authorise::refresh),
        "public/get_shops_by_partner" => ask(authorise::shops),
        "public/get_shopee_ip_ranges" => ask(authorise::addresses),
        "push/get_app_push_config" => either(Method::GET, pushes::config),
        "push/set_app_push_config" => either(Method::POST, pushes::set_config),
        "push/get_lost_push_message" => either(Method::GET, pushes::lost),
        "push/confirm_consumed_lost_push_message" => either(Method::POST, pushes::confirm),
        "media_space/upload_image" => Route { write: true, ..either(Method::POST, shop::upload) },
        "shop/get_shop_info" => read(shop::info),
        "shop/get_profile" => read(shop::profile),
        "shop/get_warehouse_detail" => read(shop::warehouses),
        "logistics/get_channel_list" => read(shop::delivery),
        "product/get_item_list" => read(listings::list),
        "product/get_item_base_info" => read(listings::base_info),
        "product/get_item_extra_info" => read(listings::extra_info),
        "product/get_model_list" => read(listings::models),
        "product/search_item" => read(listings::search),
        "product/get_item_promotion" => read(listings::promotions),
        "product/get_item_violation_info" => read(listings::violations),
        "product/get_item_limit" => read(shop::limits),
        "product/get_category" => read(shop::categories),
        "product/get_attribute_tree" => read(shop::attributes),
        "product/get_brand_list" => read(shop::brands),
        "product/category_recommend" => read(shop::recommend),
        "product/add_item" => write(create::add),
        "product/delete_item" => write(create::delete),
        "product/update_item" => write(edits::update),
        "product/unlist_item" => write(edits::unlist),
        "product/update_price" => write(prices::update_price),
        "product/update_stock" => write(prices::update_stock),
        "product/init_tier_variation" => write(variations::init),
        "product/update_tier_variation" => write(variations::update_tiers),
        "product/add_model" => write(variations::add_models),
        "product/update_model" => write(variations::update_models),
        "product/delete_model" => write(variations::delete_model),
        _ => return None,
    })
}

pub(super) async fn handle(Shared(sandbox): Shared<Arc<Sandbox>>, request: Request) -> Response {
    let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
    let Some(route) = route(&path) else { return not_routed().await.into_response() };
    let record = |status: u16, error: &str| {
        let (seq, at, write) = (0, sandbox.now(), route.write);
        let (method, path, error) = (method.clone(), path.clone(), error.to_owned());
        sandbox.log().add(Entry { seq, at, method, path, status, error, write });
    };
    let fault = sandbox.trouble().take(&path);
    match fault.as_ref().map(|fault| fault.kind) {
        Some(Kind::RateLimit) => {
            record(429, "error_rate_limit");
            return answer(429, &error_body("error_rate_limit", "Too many requests."));
        }
        Some(Kind::ServerError) => {
            record(500, "error_server");
            return answer(500, &error_body("error_server", "Server error."));
        }
        Some(Kind::Html) => {
            record(502, "html");
            let page = "<html><body><h1>502 Bad Gateway</h1></body></html>";
            return (StatusCode::BAD_GATEWAY, [(header::CONTENT_TYPE, "text/html")], page).into_response();
        }
        Some(Kind::DropBefore) => {
            record(0, "dropped");
            return broken();
        }
        Some(Kind::TokenRevoked) => sandbox.state().access.clear(),
        Some(Kind::Slow | Kind::DropAfter) | None => {}
    }
    if let Some(delay) = fault.as_ref().map(|fault| fault.delay_ms).filter(|delay| *delay > 0) {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    let answered = match Call::read(request).await {
        Ok(call) => run(&sandbox, &route, &call),
        Err(refusal) => Err(refusal),
    };
    pushes::send_later(&sandbox);
    let (status, error, body) = match answered {
        Ok(body) => (200, "", success_body(body)),
        Err(Refusal { status, error, message, response }) => {
            let mut body = error_body(error, &message);
            if let (Some(response), Some(body)) = (response, body.as_object_mut()) {
                body.insert("response".to_owned(), response);
                body.insert("debug_message".to_owned(), json!(message));
            }
            (status, error, body)
        }
    };
    if fault.is_some_and(|fault| fault.kind == Kind::DropAfter) {
        record(0, "dropped");
        return broken();
    }
    record(status, error);
    answer(status, &body)
}

fn run(sandbox: &Sandbox, route: &Route, call: &Call) -> Answer {
    if call.method != route.method {
        let message = "API is currently offline or the request path is incorrect.";
        return Err(refuse("error_param", message));
    }
    let now = sandbox.now();
    let ctx = Ctx { options: &sandbox.options, call, now: now.as_second() };
    if route.signer != Signer::Partner && !sandbox.bucket().take(now) {
        return Err(Refusal { status: 429, ..refuse("error_rate_limit", "Too many requests.") });
    }
    let mut state = sandbox.state();
    gate::pass(&state, &ctx, route.signer)?;
    let answer = (route.run)(&mut state, &ctx);
    if !sandbox.options.echo_pushes {
        state.outbox.clear();
    }
    answer
}

fn success_body(mut body: Value) -> Value {
    let mut whole = json!({ "error": "", "message": "", "warning": "", "request_id": "sandbox" });
    if let (Some(whole), Some(body)) = (whole.as_object_mut(), body.as_object_mut()) {
        whole.append(body);
    }
    whole
}

pub(super) fn error_body(error: &str, message: &str) -> Value {
    json!({ "error": error, "message": message, "warning": "", "request_id": "sandbox" })
}

pub(super) fn answer(status: u16, body: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    (status, axum::Json(body)).into_response()
}

pub(super) async fn not_routed() -> Response {
    answer(404, &error_body("error_not_found", "404 page not found"))
}

/// A body that breaks off at once: the connection is closed in the middle of the answer, as when a network fails.
fn broken() -> Response {
    let nothing = futures::stream::once(async { Err::<Bytes, _>(io::Error::other("dropped")) });
    let mut response = Response::new(Body::from_stream(nothing));
    response.headers_mut().insert(header::CONTENT_LENGTH, header::HeaderValue::from_static("512"));
    response
}
