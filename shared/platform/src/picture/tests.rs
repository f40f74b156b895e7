use image::{GenericImageView, Rgb, RgbaImage};

use super::*;

/// A JPEG whose left half is red and whose right half is blue.
fn two_halves(width: u32, height: u32) -> Vec<u8> {
    let picture =
        RgbImage::from_fn(
            width,
            height,
            |x, _| {
                if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) }
            },
        );
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, 95).encode_image(&picture).unwrap();
    file
}

/// EXIF with an orientation and a place, as phones write it (big endian TIFF).
fn exif(orientation: u8) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat()
    };
    let tiff = [
        &b"MM\x00\x2a\x00\x00\x00\x08"[..],
        &[0, 2],
        &entry(0x0112, 3, 1, [0, orientation, 0, 0]),
        &entry(0x8825, 4, 1, [0, 0, 0, 38]),
        &[0; 4],
        // The place: 6 degrees south.
        &[0, 1],
        &entry(0x0001, 2, 2, *b"S\0\0\0"),
        &[0; 4],
        b"GPS-CANARY",
    ]
    .concat();
    let length = u16::try_from(tiff.len() + 8).unwrap();
    [&b"\xFF\xE1"[..], &length.to_be_bytes(), b"Exif\0\0", &tiff].concat()
}

/// The JPEG with `segment` after its first marker.
fn with(jpeg: &[u8], segment: &[u8]) -> Vec<u8> {
    [&jpeg[..2], segment, &jpeg[2..]].concat()
}

fn decoded(file: &[u8]) -> DynamicImage {
    image::load_from_memory_with_format(file, ImageFormat::Jpeg).unwrap()
}

fn refused(photo: &[u8]) -> (String, &'static str) {
    let refused = prepared(photo).unwrap_err();
    (refused.field, refused.code)
}

fn is_red(picture: &DynamicImage, x: u32, y: u32) -> bool {
    let pixel = picture.get_pixel(x, y);
    pixel[0] > 150 && pixel[2] < 100
}

#[test]
fn a_photo_is_upright_small_and_without_its_place() {
    // Orientation 6: the phone was turned, so the picture's left side is its upper side.
    let photo = with(&two_halves(3_200, 2_400), &exif(6));
    let stored = prepared(&photo).unwrap();
    let picture = decoded(&stored);
    assert_eq!((picture.width(), picture.height()), (1_200, 1_600));
    assert!(is_red(&picture, 600, 100) && !is_red(&picture, 600, 1_500));
    for trace in [&b"Exif"[..], b"GPS", b"CANARY"] {
        assert!(photo.windows(trace.len()).any(|part| part == trace));
        assert!(!stored.windows(trace.len()).any(|part| part == trace), "{trace:?} is left");
    }
}

#[test]
fn every_orientation_turns_the_red_half_to_where_the_phone_saw_it() {
    for (orientation, wide, red) in [
        (1, true, (50, 150)),
        (2, true, (350, 150)),
        (3, true, (350, 150)),
        (4, true, (50, 150)),
        (5, false, (150, 50)),
        (6, false, (150, 50)),
        (7, false, (150, 350)),
        (8, false, (150, 350)),
    ] {
        let picture = decoded(&prepared(&with(&two_halves(400, 300), &exif(orientation))).unwrap());
        assert_eq!(picture.width() > picture.height(), wide, "{orientation}");
        assert!(is_red(&picture, red.0, red.1), "{orientation}");
    }
}

#[test]
fn the_same_photo_gives_the_same_bytes() {
    let photo = two_halves(1_000, 700);
    assert_eq!(prepared(&photo).unwrap(), prepared(&photo).unwrap());
}

#[test]
fn what_is_transparent_becomes_white() {
    let mut file = Cursor::new(Vec::new());
    DynamicImage::ImageRgba8(RgbaImage::new(400, 400)).write_to(&mut file, ImageFormat::Png).unwrap();
    let picture = decoded(&prepared(file.get_ref()).unwrap());
    assert!(picture.get_pixel(200, 200).0[..3].iter().all(|shade| *shade > 250));
}

#[test]
fn each_refusal_has_its_code_and_names_the_field() {
    let code = |code| ("image".to_owned(), code);
    assert_eq!(refused(b""), code("picture_kind"));
    assert_eq!(refused(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), code("picture_kind"));
    assert_eq!(refused(b"GIF89a\x01\x00\x01\x00"), code("picture_kind"));
    let photo = two_halves(400, 400);
    assert_eq!(refused(&photo[..20]), code("picture_unreadable"));
    assert_eq!(refused(&two_halves(299, 400)), code("picture_too_small"));
    assert_eq!(refused(&two_halves(300, 4_100)), code("picture_too_narrow"));
}

#[test]
fn a_picture_that_claims_to_be_huge_is_refused_before_it_is_decoded() {
    // The header of a PNG of 60,000 × 60,000 pixels, without any pixels.
    let mut bomb = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR".to_vec();
    bomb.extend([60_000_u32.to_be_bytes(), 60_000_u32.to_be_bytes()].concat());
    bomb.extend([8, 2, 0, 0, 0]);
    let mut crc = !0_u32;
    for byte in &bomb[12..] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    bomb.extend((!crc).to_be_bytes());
    bomb.extend(b"\x00\x00\x00\x00IDAT\x35\xaf\x06\x1e");
    assert_eq!(refused(&bomb), ("image".to_owned(), "picture_too_large"));
}
