use image::{ImageFormat, Luma, RgbImage, RgbaImage};

use super::*;

/// An invented scene: a sky, a circle and a slanting edge.
fn scene(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let (across, down) = (x * 1000 / width, y * 1000 / height);
        let round = across.abs_diff(620).pow(2) + down.abs_diff(350).pow(2) < 52_000;
        let byte = |value: u32| u8::try_from(value.min(255)).unwrap();
        match (round, across + down * 2 > 2_100) {
            (true, _) => image::Rgb([byte(250 - down / 8), byte(180 - across / 10), 40]),
            (false, true) => image::Rgb([30, byte(60 + across / 9), byte(90 - down / 20)]),
            (false, false) => {
                image::Rgb([byte(120 + down / 9), byte(170 + across / 20), byte(240 - down / 6)])
            }
        }
    })
}

fn written(picture: impl Into<DynamicImage>, format: ImageFormat) -> Bytes {
    let mut file = Cursor::new(Vec::new());
    picture.into().write_to(&mut file, format).unwrap();
    file.into_inner().into()
}

async fn hashed(file: Bytes) -> Option<ImageHash> {
    Decoder::default().hash(file).await
}

#[tokio::test]
async fn a_file_has_the_hash_that_the_python_library_gives_it() {
    let file = written(scene(320, 240), ImageFormat::Png);
    assert_eq!(hashed(file).await.unwrap().to_string(), "ed8b70d4344b1ae5");
}

#[tokio::test]
async fn format_size_and_compression_hardly_matter() {
    let original = hashed(written(scene(300, 300), ImageFormat::Png)).await.unwrap();
    let small = image::imageops::resize(&scene(300, 300), 180, 180, FilterType::Triangle);
    let with_alpha = DynamicImage::ImageRgb8(scene(300, 300)).to_rgba8();
    for (name, file) in [
        ("jpeg", written(scene(300, 300), ImageFormat::Jpeg)),
        ("webp", written(scene(300, 300), ImageFormat::WebP)),
        ("small", written(small, ImageFormat::Jpeg)),
        ("alpha", written(with_alpha, ImageFormat::Png)),
    ] {
        let distance = hashed(file).await.unwrap().distance(original);
        assert!(distance <= 4, "{name}: {distance} bits");
    }
    let other = hashed(written(image::imageops::rotate90(&scene(300, 300)), ImageFormat::Jpeg)).await;
    assert!(other.unwrap().distance(original) > 16);
}

#[tokio::test]
async fn a_large_picture_has_the_hash_of_a_small_one() {
    let small = hashed(written(scene(320, 240), ImageFormat::Png)).await.unwrap();
    for (width, height) in [(383, 287), (384, 288), (640, 480), (1_000, 750), (1_999, 1_499), (3_000, 400)] {
        let large = hashed(written(scene(width, height), ImageFormat::Png)).await.unwrap();
        let distance = large.distance(small);
        assert!(distance <= 2, "{width} x {height}: {distance} bits");
    }
}

#[tokio::test]
async fn what_is_transparent_counts_as_white() {
    let cut_out = |hidden: [u8; 4]| {
        RgbaImage::from_fn(64, 64, |x, y| {
            let inside = x.abs_diff(20) < 12 && y.abs_diff(40) < 18;
            if inside { image::Rgba([40, 90, 20, 255]) } else { image::Rgba(hidden) }
        })
    };
    let white = hashed(written(cut_out([255, 255, 255, 255]), ImageFormat::Png)).await;
    assert!(white.is_some());
    assert_eq!(hashed(written(cut_out([0, 0, 0, 0]), ImageFormat::Png)).await, white);
}

#[tokio::test]
async fn what_is_no_picture_or_shows_nothing_has_no_hash() {
    let whole = written(scene(200, 200), ImageFormat::Jpeg);
    for file in [
        Bytes::new(),
        Bytes::from_static(b"<html>not found</html>"),
        Bytes::from_static(b"\xFF\xD8\xFF\xE0 and no more"),
        whole.slice(..whole.len() / 8),
        written(RgbImage::from_pixel(300, 300, image::Rgb([255, 255, 255])), ImageFormat::Png),
    ] {
        assert_eq!(hashed(file).await, None);
    }
}

#[tokio::test]
async fn a_picture_that_claims_to_be_huge_is_not_decoded() {
    // A header of 60,000 × 60,000 pixels in front of a small file.
    let mut file = written(scene(64, 64), ImageFormat::Png).to_vec();
    file[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    assert_eq!(hashed(file.into()).await, None);
    let striped =
        GrayImage::from_fn(LARGEST_SIDE + 1, 8, |x, _| Luma([if x % 2_000 < 900 { 255 } else { 0 }]));
    assert_eq!(hashed(written(striped, ImageFormat::Png)).await, None);
}
