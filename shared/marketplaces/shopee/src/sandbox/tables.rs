//! What is the same for every shop: limits, categories, delivery options.

/// Inclusive bounds that the sandbox checks, and reports through `get_item_limit`.
pub(super) struct Bounds {
    pub min: i64,
    pub max: i64,
}

pub(super) const NAME: Bounds = Bounds { min: 5, max: 255 };
pub(super) const DESCRIPTION: Bounds = Bounds { min: 10, max: 5_000 };
pub(super) const IMAGES: Bounds = Bounds { min: 1, max: 9 };
pub(super) const PRICE: Bounds = Bounds { min: 99, max: 100_000_000 };
pub(super) const STOCK: Bounds = Bounds { min: 0, max: 10_000_000 };
pub(super) const DAYS_TO_SHIP: Bounds = Bounds { min: 3, max: 30 };
/// What an item that is no pre-order takes.
pub(super) const ORDINARY_DAYS: i64 = 2;
pub(super) const TIER_NAME: Bounds = Bounds { min: 1, max: 14 };
pub(super) const TIER_OPTION: Bounds = Bounds { min: 1, max: 20 };
pub(super) const MODELS: usize = 50;
pub(super) const TIERS: usize = 2;
pub(super) const SKU: usize = 100;
/// The dearest variant may cost this many times the cheapest in Indonesia.
pub(super) const SPREAD: i64 = 7;

impl Bounds {
    pub fn holds(&self, value: i64) -> bool {
        (self.min..=self.max).contains(&value)
    }

    pub fn holds_text(&self, text: &str) -> bool {
        i64::try_from(text.chars().count()).is_ok_and(|length| self.holds(length))
    }
}

/// Id, parent, name. Those without children are leaves.
pub(super) const CATEGORIES: &[(u64, u64, &str)] = &[
    (100_636, 0, "Hobi & Koleksi"),
    (100_739, 100_636, "Mainan & Game"),
    (101_933, 100_739, "Drone & Aksesoris"),
    (101_934, 100_739, "RC & Suku Cadang"),
    (100_644, 0, "Elektronik"),
    (100_813, 100_644, "Suku Cadang Elektronik"),
];

/// Id, name, the channel that masks it: only 0 goes into an item.
pub(super) const DELIVERY: &[(u64, &str, u64)] = &[
    (8003, "Reguler (Cashless)", 0),
    (8005, "Hemat", 0),
    (8006, "Kargo", 0),
    (80_012, "SPX Standard", 8003),
];

/// A PNG of one pixel.
pub(super) const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4, 0x89, 0x00,
    0x00, 0x00, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0xf0, 0x1f, 0x00, 0x05,
    0x00, 0x01, 0xff, 0x89, 0x99, 0x3d, 0x1d, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42,
    0x60, 0x82,
];
