//! The size in which a seller's own picture is stored, so that every channel takes it.

use crate::Invalid;

/// The most pixels of a picture that is sent to us; it is checked before anything is decoded.
pub const MOST_PIXELS: u64 = 24_000_000;
/// The shortest side that every channel takes, in pixels.
pub const SHORTEST_SIDE: u32 = 300;
/// The longest side that every channel takes, in pixels.
pub const LONGEST_SIDE: u32 = 4_000;
/// The longest side of a stored picture, in pixels, unless its shorter side would become too short.
pub const STORED_SIDE: u32 = 1_600;

/// The name of the field in every refusal.
pub const FIELD: &str = "image";

/// The size in which a picture of `width` × `height` pixels is stored. The proportions stay, and nothing is enlarged.
///
/// # Errors
///
/// For the field `image`: `picture_too_large`, `picture_too_small`, `picture_too_narrow`.
pub fn stored_size(width: u32, height: u32) -> Result<(u32, u32), Invalid> {
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        let problem = format!("at most {MOST_PIXELS} pixels, this picture has {width} × {height}");
        return Err(Invalid::new(FIELD, "picture_too_large", problem));
    }
    let (short, long) = (width.min(height), width.max(height));
    if short < SHORTEST_SIDE {
        let problem =
            format!("each side has at least {SHORTEST_SIDE} pixels, this picture has {width} × {height}");
        return Err(Invalid::new(FIELD, "picture_too_small", problem));
    }
    // The longest side at which the shorter one still has enough pixels.
    let needed = (u64::from(SHORTEST_SIDE) * u64::from(long)).div_ceil(u64::from(short));
    if needed > u64::from(LONGEST_SIDE) {
        let problem = format!("{width} × {height} pixels are too narrow for a channel");
        return Err(Invalid::new(FIELD, "picture_too_narrow", problem));
    }
    let wanted = needed.max(u64::from(STORED_SIDE)).min(u64::from(long));
    let scaled = |side: u32| {
        let exact = (u64::from(side) * wanted + u64::from(long) / 2) / u64::from(long);
        u32::try_from(exact).unwrap_or(LONGEST_SIDE).max(SHORTEST_SIDE)
    };
    Ok((scaled(width), scaled(height)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_large_picture_becomes_smaller_and_a_small_one_stays() {
        assert_eq!(stored_size(4_000, 3_000), Ok((1_600, 1_200)));
        assert_eq!(stored_size(3_000, 4_000), Ok((1_200, 1_600)));
        assert_eq!(stored_size(800, 800), Ok((800, 800)));
        assert_eq!(stored_size(300, 300), Ok((300, 300)));
    }

    #[test]
    fn a_narrow_picture_keeps_the_pixels_of_its_shorter_side() {
        assert_eq!(stored_size(8_000, 800), Ok((3_000, 300)));
        assert_eq!(stored_size(400, 4_000), Ok((300, 3_000)));
    }

    #[test]
    fn each_limit_has_its_own_code_and_names_the_field() {
        for (width, height, code) in [
            (6_000, 4_001, "picture_too_large"),
            (u32::MAX, u32::MAX, "picture_too_large"),
            (299, 5_000, "picture_too_small"),
            (0, 0, "picture_too_small"),
            (300, 4_001, "picture_too_narrow"),
        ] {
            let refused = stored_size(width, height).unwrap_err();
            assert_eq!((refused.field.as_str(), refused.code), ("image", code), "{width} × {height}");
        }
    }

    proptest! {
        #[test]
        fn what_is_stored_is_taken_everywhere_and_never_larger(width in 1_u32..9_000, height in 1_u32..9_000) {
            if let Ok((w, h)) = stored_size(width, height) {
                prop_assert!(w.min(h) >= SHORTEST_SIDE && w.max(h) <= LONGEST_SIDE);
                prop_assert!(w <= width && h <= height);
                prop_assert_eq!(stored_size(w, h), Ok((w, h)), "storing it again changes nothing");
            }
        }
    }
}
