//! The dashboard on the API's own address: its built files, `/config.json`, and the API for everything else.
//!
//! `tests/local/pages.py` describes which files are served with which headers, for this host and for the deployed one.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use axum::{
    Json, Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, Uri, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::Value;
use tower::ServiceExt;
use tower_http::services::ServeDir;

/// The pages that a stack serves beside the API.
#[derive(Debug, Clone, Deserialize)]
pub struct Pages {
    root: PathBuf,
    headers: BTreeMap<String, String>,
    /// `Cache-Control` by the beginning of the path; the longest match is used.
    cache: BTreeMap<String, String>,
    config: Value,
}

impl Pages {
    /// Reads the file that the setting `PAGES` names.
    pub fn read(file: &Path) -> anyhow::Result<Self> {
        let text =
            fs::read_to_string(file).with_context(|| format!("PAGES: {} cannot be read", file.display()))?;
        serde_json::from_str(&text).with_context(|| format!("PAGES: {} is not as expected", file.display()))
    }

    async fn answer(&self, request: Request) -> Response {
        let path = request.uri().path().to_owned();
        let mut response = if path == "/config.json" {
            Json(self.config.clone()).into_response()
        } else {
            self.file(request).await
        };
        let headers = response.headers_mut();
        for (name, value) in &self.headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                headers.insert(name, value);
            }
        }
        // A longer beginning sorts after its own prefixes, so the search starts at the end.
        let cached = self.cache.iter().rev().find(|(beginning, _)| path.starts_with(beginning.as_str()));
        if let Some(value) = cached.and_then(|(_, value)| HeaderValue::try_from(value).ok()) {
            headers.insert(header::CACHE_CONTROL, value);
        }
        response
    }

    /// A built file. For the address of a page it is always `index.html`.
    async fn file(&self, mut request: Request) -> Response {
        let names_file = request.uri().path().rsplit('/').next().is_some_and(|name| name.contains('.'));
        if !names_file {
            *request.uri_mut() = Uri::from_static("/index.html");
        }
        let files = ServeDir::new(&self.root).precompressed_br().precompressed_gzip();
        match files.oneshot(request).await {
            Ok(response) => response.map(Body::new),
            Err(never) => match never {},
        }
    }
}

/// The API, with the pages in front of it if the stack has them.
pub fn in_front_of(api: Router, pages: Option<Pages>) -> Router {
    match pages {
        Some(pages) => Router::new().fallback(choose).with_state((api, pages)),
        None => api,
    }
}

async fn choose(State((api, pages)): State<(Router, Pages)>, request: Request) -> Response {
    let path = request.uri().path();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads || path == "/health" || path == "/v1" || path.starts_with("/v1/") {
        return match api.oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
    }
    pages.answer(request).await
}

#[cfg(test)]
mod tests {
    use axum::{body::to_bytes, http::StatusCode, routing::get};
    use serde_json::json;

    use super::*;

    struct Dist(PathBuf);

    impl Dist {
        fn new(name: &str) -> Self {
            let root = std::env::temp_dir().join(format!("syncstore-pages-{name}-{}", std::process::id()));
            fs::create_dir_all(root.join("assets")).unwrap();
            fs::write(root.join("index.html"), "the page").unwrap();
            fs::write(root.join("assets/app-1.js"), "plain script").unwrap();
            fs::write(root.join("assets/app-1.js.gz"), "zipped script").unwrap();
            Self(root)
        }
    }

    impl Drop for Dist {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn server(dist: &Dist) -> Router {
        let api = Router::new()
            .route("/v1/me", get(async || "the api"))
            .fallback(async || (StatusCode::NOT_FOUND, "not of the api"));
        let pages = serde_json::from_value(json!({
            "root": dist.0,
            "headers": { "Content-Security-Policy": "default-src 'none'" },
            "cache": { "": "no-cache", "/assets/": "immutable" },
            "config": { "stage": "local" },
        }));
        in_front_of(api, Some(pages.unwrap()))
    }

    async fn ask(
        server: &Router,
        method: Method,
        path: &str,
        accept: &str,
    ) -> (StatusCode, Response<()>, String) {
        let request = Request::builder().method(method).uri(path).header(header::ACCEPT_ENCODING, accept);
        let response = server.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let text = String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap();
        (parts.status, Response::from_parts(parts, ()), text)
    }

    #[tokio::test]
    async fn every_address_of_a_page_is_the_page_and_v1_is_the_api() {
        let dist = Dist::new("page");
        let server = server(&dist);
        for path in ["/", "/products", "/products/0199?tab=titles"] {
            let (status, response, text) = ask(&server, Method::GET, path, "").await;
            assert_eq!((status, text.as_str()), (StatusCode::OK, "the page"), "{path}");
            assert_eq!(response.headers()["content-security-policy"], "default-src 'none'");
            assert_eq!(response.headers()[header::CACHE_CONTROL], "no-cache");
            assert!(response.headers()[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html"));
        }
        assert_eq!(ask(&server, Method::GET, "/v1/me", "").await.2, "the api");
        assert_eq!(ask(&server, Method::GET, "/v1/nothing", "").await.2, "not of the api");
        assert_eq!(ask(&server, Method::POST, "/products", "").await.2, "not of the api");
    }

    #[tokio::test]
    async fn assets_are_immutable_and_packed_and_a_missing_one_is_no_page() {
        let dist = Dist::new("assets");
        let server = server(&dist);
        let (_, response, text) = ask(&server, Method::GET, "/assets/app-1.js", "").await;
        assert_eq!(
            (text.as_str(), &response.headers()[header::CACHE_CONTROL]),
            ("plain script", &HeaderValue::from_static("immutable"))
        );
        let (_, response, text) = ask(&server, Method::GET, "/assets/app-1.js", "gzip").await;
        assert_eq!(
            (text.as_str(), &response.headers()[header::CONTENT_ENCODING]),
            ("zipped script", &HeaderValue::from_static("gzip"))
        );
        assert_eq!(ask(&server, Method::GET, "/assets/app-0.js", "").await.0, StatusCode::NOT_FOUND);
        assert_eq!(ask(&server, Method::GET, "/../secret.txt", "").await.0, StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn the_config_is_that_of_the_stack() {
        let dist = Dist::new("config");
        let (_, response, text) = ask(&server(&dist), Method::GET, "/config.json", "").await;
        assert_eq!(text, r#"{"stage":"local"}"#);
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-cache");
    }
}
