//! Where a channel sends the seller back after consent: a page for a person, or JSON for a program.

use std::collections::BTreeMap;

use app::{ports::Connection as Record, shops::connect};
use axum::{
    Json,
    extract::{Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{Html, IntoResponse, Response},
};

use crate::{
    ApiState,
    problem::{Problem, codes::request},
    query::{Segment, known_channel},
    route::{Routes, routes},
    wire::connection::Connection,
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(callback))
}

/// Finishes an authorisation. Needs no token: the state that we gave the channel protects it. Answers a page, or JSON
/// when `Accept` asks for it.
#[utoipa::path(get, path = "/v1/connections/{channel}/callback", tag = "connections",
    params(
        ("channel" = String, Path),
        ("code" = Option<String>, Query),
        ("state" = Option<String>, Query),
    ),
    responses(
        (status = 200, body = Connection, content_type = "application/json"),
        (status = 409, description = "The consent cannot be used; the page or problem says why.")
    ))]
async fn callback(
    State(state): State<ApiState>,
    channel: Segment,
    query: Result<Query<BTreeMap<String, String>>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let finished = async {
        let channel = known_channel(&state.ports, &channel)?;
        let Query(query) = query.map_err(|_| Problem::of(&request::QUERY_MALFORMED))?;
        connect::finish_authorization(&state.ports, &channel, &query).await.map_err(Problem::from)
    }
    .await;
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    let wants_json = accept.contains("json") && !accept.contains("text/html");
    match finished {
        Ok(stored) if wants_json => Json(Connection::from(&stored)).into_response(),
        Ok(stored) => page(None, &connected(&stored.value)),
        Err(problem) if wants_json => problem.into_response(),
        Err(problem) => {
            let text = refused(&problem);
            page(Some(problem), &text)
        }
    }
}

/// The texts of a page in both languages.
struct Words {
    title: String,
    title_en: String,
    text: String,
    text_en: String,
}

fn connected(connection: &Record) -> Words {
    let name = |(id, shop): (&domain::ShopId, &app::ports::ConnectedShop)| {
        shop.info.name.clone().map_or_else(|| id.to_string(), |name| format!("{name} ({id})"))
    };
    let shops = connection.shops.iter().map(name).collect::<Vec<_>>().join(", ");
    Words {
        title: "Toko terhubung".to_owned(),
        title_en: "Shop connected".to_owned(),
        text: format!("{}: {shops}. Halaman ini boleh ditutup.", connection.channel),
        text_en: format!("{}: {shops}. You may close this page.", connection.channel),
    }
}

fn refused(problem: &Problem) -> Words {
    let body = problem.body();
    Words {
        title: "Toko belum terhubung".to_owned(),
        title_en: "Shop not connected".to_owned(),
        text: format!("{} ({})", body.detail, body.code),
        text_en: body.detail_en,
    }
}

/// A page with the problem's status. The problem's cause is still logged.
fn page(problem: Option<Problem>, words: &Words) -> Response {
    let html = format!(
        r#"<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>SyncStore: {title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto 0; padding: 0 1.5rem; color: #1c1c1c }}
[lang=en] {{ color: #666 }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{text}</p>
<div lang="en"><h2>{title_en}</h2><p>{text_en}</p></div>
</main>
</body>
</html>
"#,
        title = escaped(&words.title),
        text = escaped(&words.text),
        title_en = escaped(&words.title_en),
        text_en = escaped(&words.text_en),
    );
    let mut response = match problem {
        None => Html(html).into_response(),
        Some(problem) => {
            let (parts, _) = problem.into_response().into_parts();
            let mut response = (parts.status, Html(html)).into_response();
            *response.extensions_mut() = parts.extensions;
            response
        }
    };
    let headers = response.headers_mut();
    for (name, value) in [
        // The address contains the one-time code, so it must not be sent to other pages or be stored.
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"),
        (HeaderName::from_static("x-frame-options"), "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}
