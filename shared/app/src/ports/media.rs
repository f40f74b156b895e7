//! The seller's own pictures: kept by the hash of their bytes, and prepared before that.

use std::collections::BTreeMap;

use async_trait::async_trait;
use bytes::Bytes;
use domain::{ContentHash, Invalid};
use jiff::Timestamp;

use crate::StoreError;

/// Pictures that the seller uploaded, by the hash of their bytes. The same picture is one entry, however often it is
/// stored.
#[async_trait]
pub trait Media: Send + Sync {
    /// Stores `picture`, whose hash is `name`. It is not marked as unused any more.
    async fn put(&self, name: &ContentHash, picture: Bytes) -> Result<(), StoreError>;

    async fn get(&self, name: &ContentHash) -> Result<Option<Bytes>, StoreError>;

    /// All pictures, each with the time when it was last stored.
    async fn all(&self) -> Result<BTreeMap<ContentHash, Timestamp>, StoreError>;

    /// The pictures that are marked as unused, each with the time of its mark.
    async fn unused(&self) -> Result<BTreeMap<ContentHash, Timestamp>, StoreError>;

    /// Marks a picture as unused from now on.
    async fn mark_unused(&self, name: &ContentHash) -> Result<(), StoreError>;

    /// Takes the mark away. Without a mark it does nothing.
    async fn mark_used(&self, name: &ContentHash) -> Result<(), StoreError>;

    /// Removes a picture and its mark. Without the picture it does nothing.
    async fn remove(&self, name: &ContentHash) -> Result<(), StoreError>;
}

/// Makes of a photo what is stored.
#[async_trait]
pub trait PicturePreparer: Send + Sync {
    /// The photo as a JPEG of [`domain::picture::stored_size`]: upright, and without its metadata, which can name the
    /// place where it was taken. The same photo always gives the same bytes.
    ///
    /// # Errors
    ///
    /// For the field `image`: `picture_kind` if it is no JPEG, PNG or WebP, `picture_unreadable` if it cannot be
    /// decoded, and those of [`domain::picture::stored_size`].
    async fn prepare(&self, photo: Bytes) -> Result<Bytes, Invalid>;
}
