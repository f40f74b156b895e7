//! Decodes pictures and hashes them.
//!
//! The decoders are a vendor's, so they are here and not in `app`; what a hash is made of is [`domain::image_hash`],
//! which gets nothing but pixels. A picture comes from outside and may be anything: its size is bounded before it
//! is decoded, one that is broken has no hash, and few are decoded at a time, off the thread that answers the network.

use std::{io::Cursor, sync::Arc};

use app::ports::ImageHasher;
use async_trait::async_trait;
use bytes::Bytes;
use domain::image_hash::{ImageHash, SIDE, grey_of_rgb, grey_of_rgba};
use image::{DynamicImage, GrayImage, ImageReader, Limits, imageops::FilterType};
use tokio::sync::Semaphore;

/// Pictures that are decoded at once: each may take some 100 MB for a moment.
const AT_ONCE: usize = 2;
/// Pixels of a side; the marketplaces take at most 4,000.
const LARGEST_SIDE: u32 = 6_000;
/// Pixels in all.
const LARGEST: u64 = 16_000_000;
/// Bytes that a decoder may take.
const MEMORY: u64 = 128 * 1024 * 1024;

/// Hashes JPEG, PNG and WebP.
#[derive(Debug, Clone)]
pub struct Decoder {
    slots: Arc<Semaphore>,
}

impl Default for Decoder {
    fn default() -> Self {
        Self { slots: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

#[async_trait]
impl ImageHasher for Decoder {
    async fn hash(&self, picture: Bytes) -> Option<ImageHash> {
        let slot = self.slots.clone().acquire_owned().await.ok()?;
        tokio::task::spawn_blocking(move || {
            let hash = hash(&picture);
            drop(slot);
            hash
        })
        .await
        .ok()?
    }
}

/// Calls of [`DynamicImage`] alone, which are compiled in its crate: generic ones would be made here, for size.
fn hash(picture: &[u8]) -> Option<ImageHash> {
    let small =
        reduced(grey(decode(picture)?)?).resize_exact(SIDE32, SIDE32, FilterType::Lanczos3).into_luma8();
    ImageHash::of_grey(small.as_raw().as_slice().try_into().ok()?)
}

/// A large picture by a whole number smaller, each pixel the mean of those that it covers: a quarter of the work of
/// looking at every pixel with the fine filter, which still gets [`FINE`] of them for one.
fn reduced(picture: DynamicImage) -> DynamicImage {
    let times = |side: u32| (side / (SIDE32 * FINE)).max(1);
    let (width, height) = (picture.width(), picture.height());
    match (times(width), times(height)) {
        (1, 1) => picture,
        (across, down) => picture.thumbnail_exact(width / across, height / down),
    }
}

const SIDE32: u32 = 32;
/// Pixels of a side for one of the hash's.
const FINE: u32 = 6;
const _: () = assert!(SIDE == SIDE32 as usize);

fn decode(picture: &[u8]) -> Option<DynamicImage> {
    let reader = || ImageReader::new(Cursor::new(picture)).with_guessed_format().ok();
    let (width, height) = reader()?.into_dimensions().ok()?;
    if width == 0 || height == 0 || u64::from(width) * u64::from(height) > LARGEST {
        return None;
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_SIDE);
    limits.max_image_height = Some(LARGEST_SIDE);
    limits.max_alloc = Some(MEMORY);
    let mut reader = reader()?;
    reader.limits(limits);
    reader.decode().ok()
}

/// One grey value a pixel.
fn grey(picture: DynamicImage) -> Option<DynamicImage> {
    let (width, height) = (picture.width(), picture.height());
    let grey = match picture {
        DynamicImage::ImageLuma8(grey) => grey.into_raw(),
        DynamicImage::ImageRgb8(rgb) => grey_of_rgb(&rgb),
        other => grey_of_rgba(&other.into_rgba8()),
    };
    GrayImage::from_raw(width, height, grey).map(DynamicImage::ImageLuma8)
}

#[cfg(test)]
mod tests;
