//! The hashes of pictures in memory, and a hasher that does not decode.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{ImageHasher, ImageHashes, Look},
};
use async_trait::async_trait;
use bytes::Bytes;
use domain::{Channel, ContentHash, ImageHash, ShopId};

use super::memory::{Kind, Memory};

pub(super) type PictureTable = BTreeMap<(Channel, ShopId, String), Look>;

#[async_trait]
impl ImageHashes for Memory {
    async fn image_looks(
        &self,
        channel: &Channel,
        shop: &ShopId,
        references: &[String],
    ) -> Result<BTreeMap<String, Look>, StoreError> {
        let state = self.state();
        let known = |reference: &String| {
            let key = (channel.clone(), shop.clone(), reference.clone());
            Some((reference.clone(), *state.pictures.get(&key)?))
        };
        Ok(references.iter().filter_map(known).collect())
    }

    async fn put_image_looks(
        &self,
        channel: &Channel,
        shop: &ShopId,
        looks: &BTreeMap<String, Look>,
    ) -> Result<(), StoreError> {
        let mut state = self.state();
        for (reference, look) in looks {
            state.write(Kind::ImageLook)?;
            state.pictures.insert((channel.clone(), shop.clone(), reference.clone()), *look);
        }
        Ok(())
    }
}

/// Hashes a file's bytes and not the picture: equal files have equal hashes, different files very different ones. A
/// file that does not begin like a JPEG, PNG or WebP has no hash.
#[derive(Debug, Clone, Copy, Default)]
pub struct ByteHasher;

#[async_trait]
impl ImageHasher for ByteHasher {
    async fn hash(&self, picture: Bytes) -> Option<ImageHash> {
        let known = [&b"\xFF\xD8\xFF"[..], b"\x89PNG", b"RIFF"].iter().any(|kind| picture.starts_with(kind));
        known.then(|| ContentHash::of_bytes(&picture).as_str()[..16].parse().ok()).flatten()
    }
}
