//! The seller's own pictures: uploaded from a phone or a computer, and served by their address.

use app::catalogue::media;
use axum::{
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::located;
use crate::{
    ApiState,
    problem::{Problem, codes::request},
    query::Segment,
    route::{Routes, routes},
    wire::image::StoredImage,
};

/// The largest file, in bytes. A request through Lambda can have 6 MB, and base64 makes the file a third longer.
const LARGEST: usize = 4 * 1024 * 1024;
/// An address names its bytes, so an answer never becomes old.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(upload)).bodies(LARGEST).routes(routes!(picture))
}

/// Stores a picture for products and returns its address.
///
/// The body is the file itself: JPEG, PNG or WebP, at most 4 MB and 24 million pixels, at least 300 pixels on each side.
/// It is turned upright, made smaller where a side has more than 1,600 pixels, and stored as JPEG without its metadata,
/// such as the place where it was taken. The same picture has the same address, so a repeat makes nothing new. A picture
/// that no product uses for 30 days is removed.
#[utoipa::path(post, path = "/v1/images", tag = "products",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = StoredImage, headers(("Location" = String)))))]
async fn upload(
    State(state): State<ApiState>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if ["json", "multipart", "urlencoded"].iter().any(|other| kind.contains(other)) {
        return Err(Problem::of(&request::CONTENT_TYPE_UNSUPPORTED)
            .indonesian("Kirim gambarnya sendiri sebagai isi permintaan, misalnya image/jpeg.")
            .english("Send the picture itself as the body, such as image/jpeg."));
    }
    let photo = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::of(&request::PICTURE_FILE_TOO_LARGE).field("image"),
        _ => Problem::of(&request::BODY_NOT_JSON).english("The body did not arrive whole."),
    })?;
    let name = media::store(&state.ports, photo).await?;
    let path = format!("{}{name}", media::PATH);
    let url = format!("{}{path}", state.settings.own_address(&headers));
    Ok(located(StatusCode::CREATED, &path, StoredImage { id: name.to_string(), url }))
}

/// A stored picture, for everybody who knows its address: buyers see it in the shops.
#[utoipa::path(get, path = "/v1/images/{hash}", tag = "products", params(("hash" = String, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "image/jpeg")))]
async fn picture(State(state): State<ApiState>, hash: Segment) -> Result<Response, Problem> {
    let picture = media::find(&state.ports, &hash.0).await?;
    let mut response = picture.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, FOR_EVER);
    Ok(response)
}
