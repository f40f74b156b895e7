//! A picture's look in 64 bits: similar pictures have similar bits, whatever their size, format or compression.
//!
//! The recipe is the usual one (32 × 32 grey values, cosine transform, signs of the 8 × 8 lowest frequencies against
//! their median; the same as the Python library `ImageHash` calls `phash`), so that distances have the same meaning as
//! in the data for the matcher's calibration. It uses only whole numbers, so that hashes are equal on every machine.

use std::{fmt, str::FromStr, sync::LazyLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::Invalid;

/// The side of the grey picture from which the hash is computed, in pixels.
pub const SIDE: usize = 32;
/// The number of frequencies per side that are kept.
const KEPT: usize = 8;
/// The cosines are stored as multiples of 1 / `ONE`.
const ONE: f64 = 16_384.0;
/// A picture whose grey values differ by at most this shows nothing that could be recognised.
const FLAT: u8 = 3;

/// Brightness as the eye sees it (ITU-R BT.601), of pixels of red, green and blue.
pub fn grey_of_rgb(pixels: &[u8]) -> Vec<u8> {
    pixels.as_chunks().0.iter().map(|[red, green, blue]| brightness(*red, *green, *blue)).collect()
}

/// The same for pixels with an opacity: transparent pixels are white, as shops show them.
pub fn grey_of_rgba(pixels: &[u8]) -> Vec<u8> {
    let on_white = |[red, green, blue, alpha]: &[u8; 4]| {
        let (bright, alpha) = (u32::from(brightness(*red, *green, *blue)), u32::from(*alpha));
        u8::try_from((bright * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
    };
    pixels.as_chunks().0.iter().map(on_white).collect()
}

fn brightness(red: u8, green: u8, blue: u8) -> u8 {
    let thousandths = u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114;
    u8::try_from(thousandths / 1000).unwrap_or(u8::MAX)
}

/// The perceptual hash of a picture. As text: 16 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageHash(u64);

impl ImageHash {
    pub const fn new(bits: u64) -> Self {
        Self(bits)
    }

    pub const fn bits(self) -> u64 {
        self.0
    }

    /// In how many of the 64 bits two hashes differ. Up to 8 bits, it is almost certainly the same picture; unrelated
    /// pictures differ in about 32 bits.
    pub const fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }

    /// The hash of a grey picture, row after row from the top left, 0 black to 255 white; `None` for a picture of one
    /// shade, which would equal every other such picture.
    pub fn of_grey(grey: &[u8; SIDE * SIDE]) -> Option<Self> {
        let (darkest, lightest) = (grey.iter().min()?, grey.iter().max()?);
        if lightest - darkest <= FLAT {
            return None;
        }
        let low = low_frequencies(grey);
        let mut sorted = low;
        sorted.sort_unstable();
        // The median is the mean of the two middle values; it is doubled so that it is a whole number.
        let median = sorted[sorted.len() / 2 - 1] + sorted[sorted.len() / 2];
        let bit = |bits: u64, value: &i64| bits << 1 | u64::from(value * 2 > median);
        Some(Self(low.iter().fold(0, bit)))
    }
}

/// The lowest frequencies of a picture, row after row, each times the square of [`ONE`].
fn low_frequencies(grey: &[u8; SIDE * SIDE]) -> [i64; KEPT * KEPT] {
    // First along the rows, then along the columns of that result.
    let mut along = [[0_i64; SIDE]; KEPT];
    for (y, row) in grey.chunks_exact(SIDE).enumerate() {
        for (frequency, wave) in WAVES.iter().enumerate() {
            along[frequency][y] = wave.iter().zip(row).map(|(wave, pixel)| wave * i64::from(*pixel)).sum();
        }
    }
    let mut low = [0; KEPT * KEPT];
    for (across, wave) in WAVES.iter().enumerate() {
        for (frequency, column) in along.iter().enumerate() {
            low[across * KEPT + frequency] = wave.iter().zip(column).map(|(wave, sum)| wave * sum).sum();
        }
    }
    low
}

/// The cosine waves of the kept frequencies, rounded, so that small floating-point differences between machines cannot
/// change a bit.
static WAVES: LazyLock<[[i64; SIDE]; KEPT]> =
    LazyLock::new(|| std::array::from_fn(|frequency| std::array::from_fn(|place| wave(frequency, place))));

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "small whole numbers go in, and what comes out is at most 16384"
)]
fn wave(frequency: usize, place: usize) -> i64 {
    let angle = std::f64::consts::PI * frequency as f64 * (2 * place + 1) as f64 / (2 * SIDE) as f64;
    (angle.cos() * ONE).round() as i64
}

impl fmt::Display for ImageHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for ImageHash {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let hexadecimal = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let bits = hexadecimal.then(|| u64::from_str_radix(text, 16).ok()).flatten();
        let problem = "a picture's hash has 16 hexadecimal digits";
        bits.map(Self).ok_or_else(|| Invalid::new("image_hash", "image_hash_malformed", problem))
    }
}

impl Serialize for ImageHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ImageHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of soft shapes from a seed, with values from nearly black to nearly white, like a photograph.
    fn picture(seed: u64) -> [u8; SIDE * SIDE] {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from(state >> 40).expect("24 bits")
        };
        let blobs: Vec<[i64; 3]> = (0..6).map(|_| [next() % 32, next() % 32, next() % 160 - 80]).collect();
        let lights: [i64; SIDE * SIDE] = std::array::from_fn(|at| {
            let (x, y) = (i64::try_from(at % SIDE).expect("small"), i64::try_from(at / SIDE).expect("small"));
            let lit = |[bx, by, light]: &[i64; 3]| {
                10_000 * light / (100 + (x - bx).pow(2) * 2 + (y - by).pow(2) * 2)
            };
            blobs.iter().map(lit).sum()
        });
        let (darkest, lightest) = (lights.iter().min().expect("lit"), lights.iter().max().expect("lit"));
        lights.map(|light| {
            let share = 220 * (light - darkest) / (lightest - darkest).max(1);
            u8::try_from(16 + share).expect("below 256")
        })
    }

    #[test]
    fn the_hash_is_the_one_that_the_python_library_makes() {
        // ImageHash 4.3.2 over the same 32 × 32 pixels: a light disc, up and left of the middle, on a gradient.
        let grey = std::array::from_fn(|at| {
            let (x, y) = (at % SIDE, at / SIDE);
            let value = if x.abs_diff(10).pow(2) + y.abs_diff(9).pow(2) < 40 { 230 } else { 3 * x + 2 * y };
            u8::try_from(value).expect("below 256")
        });
        assert_eq!(
            ImageHash::of_grey(&grey).map(|hash| hash.to_string()).as_deref(),
            Some("86463b3b3f30f838")
        );
    }

    #[test]
    fn a_picture_of_one_shade_has_no_hash() {
        assert_eq!(ImageHash::of_grey(&[200; SIDE * SIDE]), None);
        let mut noisy = [200; SIDE * SIDE];
        noisy[17] = 203;
        assert_eq!(ImageHash::of_grey(&noisy), None, "the noise of a compression is no picture");
    }

    #[test]
    fn the_text_is_sixteen_digits_and_reads_back() {
        let hash = ImageHash::new(0x00ff_1234);
        assert_eq!(hash.to_string(), "0000000000ff1234");
        assert_eq!(serde_json::to_string(&hash).unwrap(), "\"0000000000ff1234\"");
        assert_eq!(serde_json::from_str::<ImageHash>("\"0000000000ff1234\"").unwrap(), hash);
        for text in ["", "ff", "0000000000ff123g", "+000000000ff1234", "0000000000ff12345"] {
            assert_eq!(text.parse::<ImageHash>().unwrap_err().code, "image_hash_malformed", "{text}");
        }
    }

    #[test]
    fn a_picture_in_another_light_is_near_and_another_picture_is_far() {
        for seed in 0..2_000 {
            let grey = picture(seed);
            let hash = ImageHash::of_grey(&grey).unwrap();
            let dimmed = grey.map(|pixel| u8::try_from(u16::from(pixel) * 7 / 8 + 10).expect("below 256"));
            let mut speckled = grey;
            for (at, pixel) in speckled.iter_mut().enumerate() {
                *pixel = pixel.saturating_add(u8::try_from(at * 7 % 5).expect("below 5"));
            }
            let far = |of: &[u8; SIDE * SIDE]| ImageHash::of_grey(of).unwrap().distance(hash);
            let (dim, noisy, other) = (far(&dimmed), far(&speckled), far(&picture(seed + 77_777)));
            let right = dim <= 6 && noisy <= 8 && other > 10;
            assert!(right, "{seed}: dimmed {dim}, speckled {noisy}, another {other}");
        }
    }
}
