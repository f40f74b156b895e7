//! Files as answers: the largest size, when a file is gzipped, and its name in the browser.

use std::io::Write as _;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};

use crate::problem::{Problem, codes::request};

/// The largest file, in bytes. An answer through Lambda can have 6 MB, and base64 makes the file a third longer.
const LARGEST: usize = 4_400_000;
/// Files below this size, in bytes, are not gzipped.
const WORTH_PACKING: usize = 100_000;

/// An answer that the browser saves as `name`. A large file is gzipped if `packs` is set and the caller accepts gzip. A
/// file that does not fit into one answer is refused with `export_too_large`.
pub fn answer(
    asked: &HeaderMap,
    file: Vec<u8>,
    kind: &'static str,
    name: &str,
    packs: bool,
) -> Result<Response, Problem> {
    let packed = packs && file.len() > WORTH_PACKING && accepts_gzip(asked);
    let file = if packed {
        gzip(&file).map_err(|error| Problem::internal(format!("export: {error}")))?
    } else {
        file
    };
    if file.len() > LARGEST {
        return Err(Problem::of(&request::EXPORT_TOO_LARGE));
    }
    let mut response = Response::new(Body::from(file));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if packed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// Whether the caller accepts a gzipped answer.
pub fn accepts_gzip(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut words = values.flat_map(|value| value.split(','));
    words.any(|word| {
        let mut parts = word.split(';').map(str::trim);
        let gzip = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        gzip && !parts
            .any(|weight| weight.starts_with("q=0") && !weight.contains(|c: char| ('1'..='9').contains(&c)))
    })
}

/// `file`, gzipped.
pub fn gzip(file: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(file)?;
    packed.finish()
}
