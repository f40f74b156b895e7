//! What the pictures of listings look like: each is looked at once and remembered by the channel's own name for it.

use std::collections::BTreeMap;

use async_trait::async_trait;
use bytes::Bytes;
use domain::{Channel, ImageHash, ShopId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::StoreError;

/// What came of looking at a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "look", rename_all = "snake_case")]
pub enum Look {
    Hash {
        hash: ImageHash,
    },
    /// Nothing that a hash could be made of: no picture, a broken one, or one of a single shade. A name means one
    /// picture, so it is not looked at again.
    Nothing,
    /// Its host did not give it. Worth another look some time later.
    Unreachable {
        at: Timestamp,
    },
}

impl Look {
    /// The hash, where there is one.
    pub const fn hash(&self) -> Option<ImageHash> {
        match self {
            Self::Hash { hash } => Some(*hash),
            Self::Nothing | Self::Unreachable { .. } => None,
        }
    }
}

/// Hashes of listings' pictures, by [`ListingImage::reference`](domain::ListingImage::reference).
#[async_trait]
pub trait ImageHashes: Send + Sync {
    /// What is known of the pictures with these names; a picture that was never looked at is left out.
    async fn image_looks(
        &self,
        channel: &Channel,
        shop: &ShopId,
        references: &[String],
    ) -> Result<BTreeMap<String, Look>, StoreError>;

    /// Remembers looks, in place of earlier ones at the same pictures.
    async fn put_image_looks(
        &self,
        channel: &Channel,
        shop: &ShopId,
        looks: &BTreeMap<String, Look>,
    ) -> Result<(), StoreError>;
}

/// Decodes pictures and hashes them.
#[async_trait]
pub trait ImageHasher: Send + Sync {
    /// The hash of a JPEG, PNG or WebP; nothing for what cannot be decoded or shows nothing.
    async fn hash(&self, picture: Bytes) -> Option<ImageHash>;
}
