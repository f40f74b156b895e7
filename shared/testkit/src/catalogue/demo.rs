//! The two pairs that the demo shows, the same in every seed.

use domain::{ExternalId, Rupiah};
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::{
    ids::Numbers,
    item::{Item, ItemVariant, paragraphs, sku},
    parts::KINDS,
};

/// Without variants, with equal SKUs, at Rp150.000 in both shops.
pub const DEMO_PLAIN_SHOPEE: &str = "2500139861";
pub const DEMO_PLAIN_TIKTOK: &str = "1729592969712207008";
pub const DEMO_PLAIN_SKU: &str = "MTK-DEMO-KAM-30";

/// With four variants and equal SKUs, from Rp50.000 to Rp150.000.
pub const DEMO_VARIANTS_SHOPEE: &str = "2500139862";
pub const DEMO_VARIANTS_TIKTOK: &str = "1729592969712207009";
pub const DEMO_VARIANTS_SKUS: [&str; 4] =
    ["MTK-DEMO-DCT-25", "MTK-DEMO-DCT-30", "MTK-DEMO-DCT-50", "MTK-DEMO-DCT-70"];

const PRICES: [i64; 4] = [50_000, 75_000, 110_000, 150_000];

pub(super) fn reserve(numbers: &mut Numbers) {
    for id in [DEMO_PLAIN_SHOPEE, DEMO_PLAIN_TIKTOK, DEMO_VARIANTS_SHOPEE, DEMO_VARIANTS_TIKTOK] {
        numbers.reserve(id);
    }
}

/// Shopee's id, TikTok Shop's id, the product.
pub(super) fn items() -> [(ExternalId, ExternalId, Item); 2] {
    let id = |text| ExternalId::parse(text).expect("digits are a valid id");
    [
        (id(DEMO_PLAIN_SHOPEE), id(DEMO_PLAIN_TIKTOK), plain()),
        (id(DEMO_VARIANTS_SHOPEE), id(DEMO_VARIANTS_TIKTOK), varied()),
    ]
}

fn plain() -> Item {
    let variant =
        ItemVariant { values: Vec::new(), sku: sku(DEMO_PLAIN_SKU), price: Rupiah::new(150_000), stock: 12 };
    item("KAM", "Dudukan Kamera Action Cam 11 30 derajat TPU 95A Drone FPV", Vec::new(), vec![variant])
}

fn varied() -> Item {
    let sizes = ["2,5 inch", "3 inch", "5 inch", "7 inch"];
    let variants = sizes
        .into_iter()
        .zip(DEMO_VARIANTS_SKUS)
        .zip(PRICES)
        .map(|((size, code), price)| ItemVariant {
            values: vec![size.to_owned()],
            sku: sku(code),
            price: Rupiah::new(price),
            stock: 8,
        })
        .collect();
    item("DCT", "Ducting Garuda PETG untuk Cinewhoop dan Drone FPV", vec!["Ukuran".to_owned()], variants)
}

fn item(code: &str, title: &str, options: Vec<String>, variants: Vec<ItemVariant>) -> Item {
    let kind = KINDS.iter().find(|kind| kind.code == code).expect("the demo's kinds exist");
    let mut item = Item {
        kind,
        fit: kind.fits[2],
        size: kind.sizes[4],
        material: kind.materials[0],
        title: title.to_owned(),
        paragraphs: Vec::new(),
        options,
        variants,
        weight: domain::Grams::parse(35).expect("a valid weight"),
        dimensions: crate::build::centimetres(kind.parcel.0, kind.parcel.1, kind.parcel.2),
        images: 4,
    };
    // A separate random generator, so that these two products are the same for every seed.
    item.paragraphs = paragraphs(&mut ChaCha8Rng::seed_from_u64(1), &item);
    item
}
