//! Makes of a photo what is stored: upright, in a size that every channel takes, and without its metadata.
//!
//! A photo comes from outside and can contain anything. Its kind and its size are checked before it is decoded, and only
//! a few are decoded at a time, on threads that do not serve the network.

use std::{io::Cursor, sync::Arc};

use app::ports::PicturePreparer;
use async_trait::async_trait;
use bytes::Bytes;
use domain::{
    Invalid,
    picture::{FIELD, MOST_PIXELS, stored_size},
};
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage, codecs::jpeg::JpegEncoder,
    imageops::FilterType,
};
use tokio::sync::Semaphore;

/// Photos that are decoded at the same time. Each can need about 150 MB for a moment.
const AT_ONCE: usize = 1;
/// The memory limit of a decoder, in bytes.
const MEMORY: u64 = MOST_PIXELS * 4;
/// Of the stored JPEG, 1 to 100.
const QUALITY: u8 = 88;

/// Prepares JPEG, PNG and WebP.
#[derive(Debug, Clone)]
pub struct Preparer {
    slots: Arc<Semaphore>,
}

impl Default for Preparer {
    fn default() -> Self {
        Self { slots: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

#[async_trait]
impl PicturePreparer for Preparer {
    async fn prepare(&self, photo: Bytes) -> Result<Bytes, Invalid> {
        let stopped = || unreadable("the work was stopped");
        let slot = self.slots.clone().acquire_owned().await.map_err(|_| stopped())?;
        tokio::task::spawn_blocking(move || {
            let prepared = prepared(&photo);
            drop(slot);
            prepared
        })
        .await
        .map_err(|_| stopped())?
    }
}

/// Calls only methods of [`DynamicImage`] for the work on pixels, as [`crate::image_hash`] does.
fn prepared(photo: &[u8]) -> Result<Bytes, Invalid> {
    let kind = || Invalid::new(FIELD, "picture_kind", "a photo is a JPEG, PNG or WebP file");
    let reader = || {
        let reader = ImageReader::new(Cursor::new(photo)).with_guessed_format().ok();
        let known = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];
        reader.filter(|reader| reader.format().is_some_and(|format| known.contains(&format))).ok_or_else(kind)
    };
    let (width, height) = reader()?.into_dimensions().map_err(unreadable)?;
    let (width, height) = stored_size(width, height)?;
    let mut reader = reader()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let orientation = decoder.orientation().map_err(unreadable)?;
    let whole = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    let mut small = if (whole.width(), whole.height()) == (width, height) {
        whole
    } else {
        reduced(whole, width, height).resize_exact(width, height, FilterType::CatmullRom)
    };
    small.apply_orientation(orientation);
    let picture = opaque(small);
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, QUALITY).encode_image(&picture).map_err(unreadable)?;
    Ok(Bytes::from(file))
}

/// Shrinks a large photo by a whole factor first; the slow, exact filter then reads fewer pixels. It still gets two for
/// each pixel of the result.
fn reduced(photo: DynamicImage, width: u32, height: u32) -> DynamicImage {
    let times = (photo.width() / (2 * width)).min(photo.height() / (2 * height));
    if times < 2 { photo } else { photo.thumbnail_exact(photo.width() / times, photo.height() / times) }
}

/// A JPEG has no transparency: what is transparent becomes white, as shops show it.
fn opaque(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let (width, height) = (picture.width(), picture.height());
    let pixels = picture.into_rgba8().into_raw();
    let blended = pixels.chunks_exact(4).flat_map(|pixel| {
        let alpha = u16::from(pixel[3]);
        let over_white = move |shade: u8| (u16::from(shade) * alpha + 255 * (255 - alpha)) / 255;
        [pixel[0], pixel[1], pixel[2]].map(|shade| u8::try_from(over_white(shade)).unwrap_or(u8::MAX))
    });
    RgbImage::from_raw(width, height, blended.collect()).unwrap_or_default()
}

fn unreadable(problem: impl std::fmt::Display) -> Invalid {
    Invalid::new(FIELD, "picture_unreadable", format!("the photo cannot be decoded: {problem}"))
}

#[cfg(test)]
mod tests;
