//! Where pictures come from.

use async_trait::async_trait;
use bytes::Bytes;

use crate::ChannelError;

/// Fetches pictures from where a product says they are.
#[async_trait]
pub trait ImageSource: Send + Sync {
    /// At most 10 MB of JPEG, PNG or WebP over http(s); `Rejected` for anything else.
    async fn fetch(&self, url: &str) -> Result<Bytes, ChannelError>;
}
