//! The seller's own pictures in memory, and a preparer that does not decode.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use app::{
    StoreError,
    ports::{Clock, Media, PicturePreparer},
};
use async_trait::async_trait;
use bytes::Bytes;
use domain::{ContentHash, Invalid};
use jiff::Timestamp;

use super::FixedClock;

#[derive(Debug, Default)]
struct Kept {
    pictures: BTreeMap<ContentHash, (Timestamp, Bytes)>,
    unused: BTreeMap<ContentHash, Timestamp>,
}

/// Pictures by their hash, with the times of the fixed clock.
#[derive(Debug)]
pub struct MemoryMedia {
    clock: Arc<FixedClock>,
    kept: Mutex<Kept>,
}

impl MemoryMedia {
    pub fn new(clock: Arc<FixedClock>) -> Self {
        Self { clock, kept: Mutex::default() }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Media for MemoryMedia {
    async fn put(&self, name: &ContentHash, picture: Bytes) -> Result<(), StoreError> {
        let mut kept = self.kept();
        kept.pictures.insert(name.clone(), (self.clock.now(), picture));
        kept.unused.remove(name);
        Ok(())
    }

    async fn get(&self, name: &ContentHash) -> Result<Option<Bytes>, StoreError> {
        Ok(self.kept().pictures.get(name).map(|(_, picture)| picture.clone()))
    }

    async fn all(&self) -> Result<BTreeMap<ContentHash, Timestamp>, StoreError> {
        Ok(self.kept().pictures.iter().map(|(name, (at, _))| (name.clone(), *at)).collect())
    }

    async fn unused(&self) -> Result<BTreeMap<ContentHash, Timestamp>, StoreError> {
        Ok(self.kept().unused.clone())
    }

    async fn mark_unused(&self, name: &ContentHash) -> Result<(), StoreError> {
        let now = self.clock.now();
        self.kept().unused.insert(name.clone(), now);
        Ok(())
    }

    async fn mark_used(&self, name: &ContentHash) -> Result<(), StoreError> {
        self.kept().unused.remove(name);
        Ok(())
    }

    async fn remove(&self, name: &ContentHash) -> Result<(), StoreError> {
        let mut kept = self.kept();
        kept.pictures.remove(name);
        kept.unused.remove(name);
        Ok(())
    }
}

/// Passes on what begins like a JPEG, PNG or WebP, and refuses everything else.
#[derive(Debug, Clone, Copy, Default)]
pub struct PassingPreparer;

#[async_trait]
impl PicturePreparer for PassingPreparer {
    async fn prepare(&self, photo: Bytes) -> Result<Bytes, Invalid> {
        let known = [&b"\xFF\xD8\xFF"[..], b"\x89PNG", b"RIFF"].iter().any(|kind| photo.starts_with(kind));
        known.then_some(photo).ok_or_else(|| Invalid::new("image", "picture_kind", "not a picture"))
    }
}
