//! Pictures without a network: every address has its own small, valid PNG.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use app::{ChannelError, ports::ImageSource};
use async_trait::async_trait;
use bytes::Bytes;
use domain::ContentHash;

/// Answers every http(s) address with a picture of 320 × 320 pixels, the same one every time.
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

    /// The addresses that were asked for, in order.
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
///
/// One bit per pixel and stored deflate blocks: small, and nothing but checksums to compute.
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
        rows.push(0); // no filter
        let bits = bytes[6 + (y / 16) % 26];
        rows.extend(
            (0..usize::from(side).div_ceil(8)).map(|x| if (x + y / 8) % 2 == 0 { bits } else { !bits }),
        );
    }
    two_coloured(side, &bytes[..6], &rows)
}

/// A square PNG of two colours, from its rows: a zero and then a bit for each pixel.
pub(crate) fn two_coloured(side: u16, palette: &[u8], rows: &[u8]) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend(u32::from(side).to_be_bytes());
    header.extend(u32::from(side).to_be_bytes());
    header.extend([1, 3, 0, 0, 0]); // 1 bit, palette, deflate, no filter method, not interlaced
    chunk(&mut file, *b"IHDR", &header);
    chunk(&mut file, *b"PLTE", palette);
    chunk(&mut file, *b"IDAT", &zlib_stored(rows));
    chunk(&mut file, *b"IEND", &[]);
    file
}

fn hex_digit(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        _ => digit - b'a' + 10,
    }
}

fn chunk(file: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    file.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    let start = file.len();
    file.extend(name);
    file.extend(data);
    let checksum = crc32(&file[start..]);
    file.extend(checksum.to_be_bytes());
}

/// A zlib stream of uncompressed blocks (RFC 1950 and 1951).
fn zlib_stored(data: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let mut blocks = data.chunks(0xffff).peekable();
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        stream.push(u8::from(blocks.peek().is_none()));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(block);
    }
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    stream.extend((b << 16 | a).to_be_bytes());
    stream
}

fn crc32(data: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in data {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_the_published_ones() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(zlib_stored(b"Wikipedia")[16..], 0x11e6_0398_u32.to_be_bytes());
    }

    #[test]
    fn a_picture_is_the_same_every_time_and_differs_by_address() {
        assert_eq!(png("a", 320), png("a", 320));
        assert_ne!(png("a", 320), png("b", 320));
        assert_eq!(png("a", 320)[16..24], [0, 0, 1, 64, 0, 0, 1, 64]);
        assert!(png("a", 320).len() < 16_000);
    }
}
