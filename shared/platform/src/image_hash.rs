//! Decodes pictures and hashes them.
//!
//! The decoders are a third-party library, so they are here and not in `app`. [`domain::image_hash`] computes the hash
//! and gets only pixels. A picture comes from outside and can contain anything: its size is checked before it is
//! decoded, a broken picture has no hash, and only a few are decoded at a time, on threads that do not serve the
//! network.

use std::{io::Cursor, sync::Arc};

use app::ports::ImageHasher;
use async_trait::async_trait;
use bytes::Bytes;
use domain::image_hash::{ImageHash, SIDE, grey_of_rgb, grey_of_rgba};
use image::{DynamicImage, GrayImage, ImageReader, Limits, imageops::FilterType};
use tokio::sync::Semaphore;

/// Pictures that are decoded at the same time. Each can need about 100 MB for a moment.
const AT_ONCE: usize = 2;
/// The longest side, in pixels; the marketplaces accept at most 4,000.
const LARGEST_SIDE: u32 = 6_000;
/// The most pixels in a picture.
const LARGEST: u64 = 16_000_000;
/// The memory limit of a decoder, in bytes.
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

/// Calls only methods of [`DynamicImage`], which are compiled in its own crate. Generic functions would be compiled in
/// this crate, which is optimised for size.
fn hash(picture: &[u8]) -> Option<ImageHash> {
    let small =
        reduced(grey(decode(picture)?)?).resize_exact(SIDE32, SIDE32, FilterType::Lanczos3).into_luma8();
    ImageHash::of_grey(small.as_raw().as_slice().try_into().ok()?)
}

/// Shrinks a large picture by a whole factor; each pixel of the result is the mean of the pixels that it covers. The
/// slow, exact filter then has fewer pixels to read, which needs only a quarter of the time. It still gets [`FINE`]
/// pixels per side for each pixel of the hash.
fn reduced(picture: DynamicImage) -> DynamicImage {
    let times = |side: u32| (side / (SIDE32 * FINE)).max(1);
    let (width, height) = (picture.width(), picture.height());
    match (times(width), times(height)) {
        (1, 1) => picture,
        (across, down) => picture.thumbnail_exact(width / across, height / down),
    }
}

const SIDE32: u32 = 32;
/// Pixels per side that the exact filter gets for one pixel of the hash.
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

/// The picture with one grey value per pixel.
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
