//! The hashes of listings' pictures: each picture is hashed once and stored by the channel's own name for it.

use std::collections::BTreeMap;

use async_trait::async_trait;
use bytes::Bytes;
use domain::{Channel, ImageHash, ShopId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::StoreError;

/// The result of fetching and hashing a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "look", rename_all = "snake_case")]
pub enum Look {
    Hash {
        hash: ImageHash,
    },
    /// It cannot be hashed: not a picture, broken, or of a single shade. A name always means the same picture, so it is
    /// not tried again.
    Nothing,
    /// Its host did not return it. It is tried again some time later.
    Unreachable {
        at: Timestamp,
    },
}

impl Look {
    /// The hash, if there is one.
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
    /// The stored results for these names (any number); pictures that were never tried are left out.
    async fn image_looks(
        &self,
        channel: &Channel,
        shop: &ShopId,
        references: &[String],
    ) -> Result<BTreeMap<String, Look>, StoreError>;

    /// Stores results, replacing earlier ones of the same pictures.
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
    /// The hash of a JPEG, PNG or WebP; `None` for a file that cannot be decoded or shows only one shade.
    async fn hash(&self, picture: Bytes) -> Option<ImageHash>;
}
