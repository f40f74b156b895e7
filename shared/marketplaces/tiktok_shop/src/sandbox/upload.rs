//! Upload Product Image.

use bytes::Bytes;
use domain::ContentHash;
use serde_json::json;

use super::{
    Desk,
    api::{Ask, Content},
    reply::Reply,
};

const LARGEST: usize = 10 * 1024 * 1024;
const USES: [&str; 5] =
    ["MAIN_IMAGE", "ATTRIBUTE_IMAGE", "DESCRIPTION_IMAGE", "CERTIFICATION_IMAGE", "SIZE_CHART_IMAGE"];

/// Takes a picture. Its name is that of its content, so that a repeat has the same one.
pub fn image(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    let Content::Picture { data, use_case } = &ask.content else {
        return Reply::fail(36_009_023, "multipart/form-data is required");
    };
    if !USES.contains(&use_case.as_str()) {
        return Reply::fail(36_009_004, "use_case is invalid");
    }
    if data.len() > LARGEST {
        return Reply::fail(36_009_021, "The file is too large");
    }
    let Some(format) = format(data) else {
        return Reply::fail(12_052_304, "Main product image format not support.");
    };
    let (width, height) = size(data).unwrap_or((800, 800));
    let range = if use_case == "MAIN_IMAGE" { 300..=4000 } else { 100..=20_000 };
    if !range.contains(&width) || !range.contains(&height) {
        return Reply::fail(12_052_301, "Width and length of main image are outside the limits");
    }
    let uri = format!("tos-alisg-i-aphluv4xwc-sg/{}", &ContentHash::of_bytes(data).as_str()[..32]);
    desk.state.images.insert(uri.clone());
    desk.uploads.insert(uri.clone(), data.clone());
    let base = desk.options.public_base.as_str().trim_end_matches('/');
    Reply::ok(json!({
        "uri": uri,
        "url": format!("{base}/_sandbox/images/{uri}"),
        "height": height,
        "width": width,
        "use_case": use_case,
        "format": format,
    }))
}

/// The kind of file by its first bytes.
pub fn format(data: &Bytes) -> Option<&'static str> {
    match &data[..] {
        [0xFF, 0xD8, 0xFF, ..] => Some("jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        [b'B', b'M', ..] => Some("bmp"),
        [_, _, _, _, b'f', b't', b'y', b'p', b'h', b'e', ..] => Some("heic"),
        _ => None,
    }
}

/// The size of a PNG or BMP, from its header; others are not checked.
fn size(data: &[u8]) -> Option<(u32, u32)> {
    let big = |at: usize| Some(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?));
    let little = |at: usize| Some(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?));
    match data {
        [0x89, b'P', b'N', b'G', ..] => Some((big(16)?, big(20)?)),
        [b'B', b'M', ..] => Some((little(18)?, little(22)?)),
        _ => None,
    }
}
