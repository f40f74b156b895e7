//! Pictures without a network: every address has a small, valid PNG of its own.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use app::{ChannelError, ports::ImageSource};
use async_trait::async_trait;
use bytes::Bytes;
use domain::ContentHash;
use png::{BitDepth, ColorType, Compression, Encoder};

/// Answers every http(s) address with a picture of 320 × 320 pixels; the same address always has the same picture.
#[derive(Debug, Default)]
pub struct PictureSource {
    missing: Mutex<BTreeSet<String>>,
    fetched: Mutex<Vec<String>>,
}

impl PictureSource {
    /// From now on there is no picture at `url`.
    pub fn lose(&self, url: &str) {
        self.missing.lock().unwrap_or_else(PoisonError::into_inner).insert(url.to_owned());
    }

    /// The addresses that were requested, in order.
    pub fn fetched(&self) -> Vec<String> {
        self.fetched.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl ImageSource for PictureSource {
    async fn fetch(&self, url: &str) -> Result<Bytes, ChannelError> {
        self.fetched.lock().unwrap_or_else(PoisonError::into_inner).push(url.to_owned());
        let known = url.starts_with("http://") || url.starts_with("https://");
        if !known || self.missing.lock().unwrap_or_else(PoisonError::into_inner).contains(url) {
            return Err(ChannelError::Rejected {
                code: "image_unavailable".to_owned(),
                field: Some("images".to_owned()),
                reason: format!("there is no picture at {url}"),
            });
        }
        Ok(Bytes::from(png(url, 320)))
    }
}

/// A square PNG of `side` pixels in two colours that follow from `name`.
pub fn png(name: &str, side: u16) -> Vec<u8> {
    let digest = ContentHash::of_bytes(name.as_bytes());
    let bytes: Vec<u8> = digest
        .as_str()
        .as_bytes()
        .chunks(2)
        .map(|pair| hex_digit(pair[0]) << 4 | hex_digit(pair[1]))
        .collect();
    let mut rows = Vec::new();
    for y in 0..usize::from(side) {
        let bits = bytes[6 + (y / 16) % 26];
        rows.extend(
            (0..usize::from(side).div_ceil(8)).map(|x| if (x + y / 8) % 2 == 0 { bits } else { !bits }),
        );
    }
    two_coloured(side, &bytes[..6], &rows)
}

/// A square PNG of two colours. `rows` has one bit for each pixel.
pub(crate) fn two_coloured(side: u16, palette: &[u8], rows: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, u32::from(side), u32::from(side));
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::One);
    encoder.set_palette(palette.to_vec());
    encoder.set_compression(Compression::Fastest);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(rows));
    written.expect("the rows are as many and as long as the header says");
    file
}

fn hex_digit(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        _ => digit - b'a' + 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_the_same_every_time_and_differs_by_address() {
        assert_eq!(png("a", 320), png("a", 320));
        assert_ne!(png("a", 320), png("b", 320));
        assert_eq!(png("a", 320)[16..24], [0, 0, 1, 64, 0, 0, 1, 64]);
        assert!(png("a", 320).len() < 16_000);
    }
}
