//! Bodies of answers, never larger than the channel's can be.

use bytes::{Bytes, BytesMut};

/// Far above the largest documented answer, which is the tree of categories.
const LARGEST: usize = 8 * 1024 * 1024;

/// Nothing when the body is larger than [`LARGEST`]: a few hundred megabytes would end the worker.
pub(super) async fn whole_body(mut answer: reqwest::Response) -> Result<Option<Bytes>, reqwest::Error> {
    let mut body = BytesMut::new();
    while let Some(part) = answer.chunk().await? {
        if body.len() + part.len() > LARGEST {
            return Ok(None);
        }
        body.extend_from_slice(&part);
    }
    Ok(Some(body.freeze()))
}
