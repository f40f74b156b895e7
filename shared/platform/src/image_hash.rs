//! Decodes pictures and hashes them.
//!
//! The decoders are a vendor's, so they are here and not in `app`; what a hash is made of is [`domain::image_hash`],
//! which gets nothing but grey values. A picture comes from outside and may be anything: its size is bounded before it
//! is decoded, one that is broken has no hash, and few are decoded at a time, off the thread that answers the network.

use std::{io::Cursor, sync::Arc};

use app::ports::ImageHasher;
use async_trait::async_trait;
use bytes::Bytes;
use domain::image_hash::{ImageHash, SIDE};
use image::{DynamicImage, GrayImage, ImageReader, Limits, Luma, imageops};
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

fn hash(picture: &[u8]) -> Option<ImageHash> {
    let small = imageops::resize(&grey(&decode(picture)?), SIDE32, SIDE32, imageops::FilterType::Lanczos3);
    ImageHash::of_grey(small.as_raw().as_slice().try_into().ok()?)
}

const SIDE32: u32 = 32;
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

/// Brightness as the eye sees it (ITU-R BT.601, as the hash's recipe has it); what is transparent is white, as a shop
/// shows it.
fn grey(picture: &DynamicImage) -> GrayImage {
    let bright = |[red, green, blue]: [u8; 3]| {
        (u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114) / 1000
    };
    let pixel = |bright: u32| Luma([u8::try_from(bright).unwrap_or(u8::MAX)]);
    match picture {
        DynamicImage::ImageLuma8(grey) => grey.clone(),
        DynamicImage::ImageRgb8(rgb) => {
            GrayImage::from_fn(rgb.width(), rgb.height(), |x, y| pixel(bright(rgb.get_pixel(x, y).0)))
        }
        other => {
            let rgba = other.to_rgba8();
            GrayImage::from_fn(rgba.width(), rgba.height(), |x, y| {
                let [red, green, blue, alpha] = rgba.get_pixel(x, y).0;
                let alpha = u32::from(alpha);
                pixel((bright([red, green, blue]) * alpha + 255 * (255 - alpha)) / 255)
            })
        }
    }
}

#[cfg(test)]
mod tests;
