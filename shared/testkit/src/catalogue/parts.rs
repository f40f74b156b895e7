//! What this seller prints: kinds of parts, what they fit, their sizes and materials. All invented.

/// A code for the SKU, and the words for a title.
pub(super) type Choice = (&'static str, &'static str);

/// A kind of part.
#[derive(Debug)]
pub(super) struct Kind {
    pub code: &'static str,
    /// As the seller calls it on Shopee.
    pub noun: &'static str,
    /// Another name for it, for a reworded title.
    pub also: &'static str,
    /// What it is for, for the description.
    pub purpose: &'static str,
    pub fits: &'static [Choice],
    /// The name of the option axis of `sizes`.
    pub axis: &'static str,
    pub sizes: &'static [Choice],
    pub materials: &'static [Choice],
    /// In thousands of rupiah, from the smallest size to the largest.
    pub price: (u32, u32),
    /// In grams.
    pub weight: (u32, u32),
    /// In whole centimetres.
    pub parcel: (u32, u32, u32),
    /// Index into [`CATEGORIES`].
    pub category: usize,
}

/// Name, Shopee's leaf category, TikTok Shop's leaf category.
pub(super) const CATEGORIES: &[(&str, &str, &str)] = &[
    ("Aksesoris Drone", "101206", "601348"),
    ("Suku Cadang Drone", "101207", "601352"),
    ("Dudukan & Braket Kamera", "100649", "601189"),
    ("Hobi RC", "100751", "604566"),
];

const CAMERAS: &[Choice] = &[
    ("AC8", "Action Cam 8"),
    ("AC9", "Action Cam 9"),
    ("AC11", "Action Cam 11"),
    ("AC12", "Action Cam 12"),
    ("MN2", "Cam Mini 2"),
    ("MN3", "Cam Mini 3"),
    ("IBJ", "Cam Ibu Jari"),
    ("X3", "Cam 360 X3"),
    ("X4", "Cam 360 X4"),
    ("SPL", "Cam Split 4K"),
    ("NKD", "Naked Cam"),
];
const FRAMES: &[Choice] = &[
    ("ELG", "Elang"),
    ("RJW", "Rajawali"),
    ("GRD", "Garuda"),
    ("KNR", "Kenari"),
    ("CDR", "Cendrawasih"),
    ("MRP", "Merpati"),
    ("TRS", "Trisula"),
    ("BDI", "Badai"),
    ("KLT", "Kilat"),
    ("PTR", "Petir"),
    ("RMB", "Rimba"),
];
const LINKS: &[Choice] = &[
    ("DG2", "Unit Digital 2"),
    ("DG3", "Unit Digital 3"),
    ("DG4", "Unit Digital 4"),
    ("DGL", "Unit Digital Lite"),
    ("AN2", "VTX Analog 20x20"),
    ("AN3", "VTX Analog 30x30"),
    ("HD1", "Cam HD 19 mm"),
    ("HD2", "Cam HD 14 mm"),
];
const ANTENNAS: &[Choice] = &[
    ("SMA", "SMA Lurus"),
    ("RSM", "RP-SMA"),
    ("UFL", "UFL Kabel"),
    ("MMX", "MMCX Siku"),
    ("LOL", "Lollipop"),
    ("PGD", "Pagoda"),
    ("DPT", "Dipole T"),
    ("900", "Dipole 900 MHz"),
    ("24G", "Keramik 2,4 GHz"),
];
const MODULES: &[Choice] = &[
    ("M8", "GPS M8 18 mm"),
    ("M10", "GPS M10 20 mm"),
    ("M25", "GPS M10 25 mm"),
    ("M14", "GPS Mini 14 mm"),
    ("B22", "GPS Kotak 22 mm"),
    ("K28", "GPS Kompas 28 mm"),
    ("BZR", "Buzzer Mandiri"),
    ("LED", "Papan LED 5 V"),
    ("RXN", "Receiver Nano"),
];
const BATTERIES: &[Choice] = &[
    ("1S4", "LiPo 1S 450"),
    ("2S3", "LiPo 2S 300"),
    ("3S4", "LiPo 3S 450"),
    ("4S6", "LiPo 4S 650"),
    ("4S8", "LiPo 4S 850"),
    ("6S1", "LiPo 6S 1100"),
    ("6S3", "LiPo 6S 1300"),
    ("6S5", "LiPo 6S 1550"),
    ("LI3", "Li-Ion 6S 3000"),
    ("LI4", "Li-Ion 6S 4000"),
];
const MOTORS: &[Choice] = &[
    ("1103", "Motor 1103"),
    ("1404", "Motor 1404"),
    ("1507", "Motor 1507"),
    ("2004", "Motor 2004"),
    ("2207", "Motor 2207"),
    ("2306", "Motor 2306"),
    ("2807", "Motor 2807"),
    ("3115", "Motor 3115"),
];
const RADIOS: &[Choice] = &[
    ("RK1", "Remote Klasik"),
    ("RM1", "Remote Mini"),
    ("RS1", "Remote Stik Panjang"),
    ("KC1", "Goggles Kotak"),
    ("KC2", "Goggles Ramping"),
    ("KC3", "Goggles Digital"),
    ("MD1", "Modul TX Luar"),
];

const INCHES: &[Choice] = &[
    ("25", "2,5 inch"),
    ("30", "3 inch"),
    ("35", "3,5 inch"),
    ("50", "5 inch"),
    ("60", "6 inch"),
    ("70", "7 inch"),
];
const ANGLES: &[Choice] = &[
    ("00", "0 derajat"),
    ("15", "15 derajat"),
    ("20", "20 derajat"),
    ("25", "25 derajat"),
    ("30", "30 derajat"),
    ("35", "35 derajat"),
    ("40", "40 derajat"),
];
const LENGTHS: &[Choice] = &[
    ("40", "40 mm"),
    ("60", "60 mm"),
    ("80", "80 mm"),
    ("100", "100 mm"),
    ("120", "120 mm"),
    ("150", "150 mm"),
];
const HOLES: &[Choice] = &[
    ("16", "16x16 mm"),
    ("19", "19x19 mm"),
    ("20", "20x20 mm"),
    ("25", "25,5x25,5 mm"),
    ("30", "30,5x30,5 mm"),
];
const STRAPS: &[Choice] = &[
    ("15", "15x200 mm"),
    ("18", "18x220 mm"),
    ("20", "20x250 mm"),
    ("22", "20x300 mm"),
    ("25", "25x330 mm"),
];
const SOFT: &[Choice] = &[("T95", "TPU 95A"), ("T85", "TPU 85A"), ("T64", "TPU 64D")];
const HARD: &[Choice] = &[("PG", "PETG"), ("AS", "ASA"), ("PL", "PLA+")];
const STIFF: &[Choice] = &[("PC", "PA-CF"), ("PG", "PETG-CF"), ("AS", "ASA")];

macro_rules! kinds {
    ($(($code:literal, $noun:literal, $also:literal, $purpose:literal, $fits:ident, $axis:literal, $sizes:ident, $materials:ident, $price:expr, $weight:expr, $parcel:expr, $category:literal)),* $(,)?) => {
        &[$(Kind {
            code: $code, noun: $noun, also: $also, purpose: $purpose, fits: $fits, axis: $axis, sizes: $sizes,
            materials: $materials, price: $price, weight: $weight, parcel: $parcel, category: $category,
        }),*]
    };
}

#[rustfmt::skip]
pub(super) const KINDS: &[Kind] = kinds![
    ("KAM", "Dudukan Kamera", "Mount Camera", "memegang kamera di atas rangka tanpa getaran", CAMERAS, "Sudut", ANGLES, SOFT, (45, 160), (12, 60), (10, 8, 6), 2),
    ("KMS", "Dudukan Kamera Samping", "Side Mount Camera", "memasang kamera di sisi rangka", CAMERAS, "Sudut", ANGLES, SOFT, (40, 120), (10, 40), (10, 8, 5), 2),
    ("PLK", "Pelindung Lensa", "Lens Protector", "menjaga kaca lensa saat jatuh", CAMERAS, "Tebal", LENGTHS, SOFT, (20, 45), (5, 12), (8, 6, 3), 2),
    ("CGK", "Cangkang Kamera", "Camera Case", "membungkus kamera supaya tahan benturan", CAMERAS, "Sudut", ANGLES, HARD, (60, 180), (20, 70), (12, 9, 6), 2),
    ("VTX", "Dudukan VTX", "VTX Holder", "memegang pemancar video dengan aliran udara yang cukup", LINKS, "Lubang", HOLES, SOFT, (25, 70), (6, 18), (8, 6, 4), 1),
    ("KFP", "Braket Kamera FPV", "FPV Camera Bracket", "mengganti braket bawaan kamera FPV", LINKS, "Sudut", ANGLES, HARD, (22, 60), (5, 15), (8, 6, 3), 1),
    ("PDG", "Pendingin VTX", "VTX Cooling Duct", "mengalirkan udara ke pemancar video", LINKS, "Lubang", HOLES, HARD, (30, 85), (8, 22), (9, 7, 4), 1),
    ("ANT", "Dudukan Antena", "Antenna Mount", "menegakkan antena di ekor rangka", ANTENNAS, "Panjang", LENGTHS, SOFT, (18, 55), (5, 15), (8, 5, 4), 0),
    ("ANG", "Dudukan Antena Ganda", "Dual Antenna Mount", "memegang dua antena dengan sudut tetap", ANTENNAS, "Sudut", ANGLES, SOFT, (28, 75), (8, 22), (9, 6, 5), 0),
    ("PLA", "Pelindung Antena", "Antenna Guard", "melindungi pangkal antena dari patah", ANTENNAS, "Panjang", LENGTHS, HARD, (15, 40), (5, 10), (7, 5, 3), 0),
    ("GPS", "Dudukan GPS", "GPS Mount", "menjauhkan modul dari derau elektronik", MODULES, "Sudut", ANGLES, SOFT, (22, 65), (5, 16), (7, 6, 4), 0),
    ("GPL", "Dudukan Modul Belakang", "Rear Module Holder", "menyimpan modul kecil di ekor rangka", MODULES, "Lubang", HOLES, SOFT, (24, 60), (6, 18), (8, 6, 4), 0),
    ("RKA", "Rangka Drone", "Frame Drone", "menjadi badan drone yang ringan dan kaku", FRAMES, "Ukuran", INCHES, STIFF, (150, 750), (60, 480), (28, 22, 8), 1),
    ("RKT", "Rangka Cinewhoop", "Frame Cinewhoop", "menjadi badan drone dengan ducting menyatu", FRAMES, "Ukuran", INCHES, STIFF, (180, 690), (80, 420), (28, 26, 9), 1),
    ("LGN", "Lengan Rangka", "Frame Arm", "mengganti lengan rangka yang patah", FRAMES, "Ukuran", INCHES, STIFF, (35, 140), (12, 60), (22, 6, 3), 1),
    ("PLT", "Pelat Atas Rangka", "Frame Top Plate", "menutup dan menguatkan bagian atas rangka", FRAMES, "Ukuran", INCHES, STIFF, (30, 125), (10, 55), (18, 8, 3), 1),
    ("DCT", "Ducting", "Propeller Duct", "mengurung baling-baling supaya aman di dalam ruangan", FRAMES, "Ukuran", INCHES, HARD, (45, 210), (18, 140), (24, 22, 6), 1),
    ("PBL", "Pelindung Baling-baling", "Prop Guard", "menjaga baling-baling saat menyentuh dinding", FRAMES, "Ukuran", INCHES, SOFT, (35, 150), (15, 90), (24, 20, 5), 1),
    ("BMP", "Bumper Lengan", "Arm Bumper", "meredam benturan di ujung lengan", FRAMES, "Ukuran", INCHES, SOFT, (20, 70), (8, 30), (10, 8, 4), 1),
    ("SKD", "Skid Kaki", "Landing Skid", "menahan gesekan saat mendarat di aspal", FRAMES, "Ukuran", INCHES, SOFT, (18, 60), (6, 28), (10, 8, 4), 0),
    ("KKI", "Kaki Pendarat", "Landing Gear", "mengangkat badan drone dari tanah", FRAMES, "Ukuran", INCHES, HARD, (30, 120), (14, 80), (16, 10, 6), 0),
    ("KNP", "Kanopi", "Canopy", "menutup elektronik dari debu dan rumput", FRAMES, "Ukuran", INCHES, SOFT, (35, 130), (10, 45), (14, 10, 7), 1),
    ("PNL", "Panel Samping Rangka", "Frame Side Panel", "menutup celah di sisi rangka", FRAMES, "Ukuran", INCHES, HARD, (22, 85), (8, 34), (15, 8, 3), 1),
    ("STR", "Tali Baterai", "Battery Strap", "mengikat baterai dengan kuat", BATTERIES, "Panjang", STRAPS, SOFT, (12, 35), (6, 20), (12, 6, 3), 0),
    ("BAN", "Bantalan Baterai", "Battery Pad", "menahan baterai supaya tidak bergeser", BATTERIES, "Panjang", LENGTHS, SOFT, (10, 30), (5, 18), (12, 7, 2), 0),
    ("TRB", "Baki Baterai", "Battery Tray", "membuat baterai mudah dilepas pasang", BATTERIES, "Panjang", LENGTHS, HARD, (28, 95), (14, 60), (16, 9, 5), 0),
    ("KTB", "Kotak Baterai", "Battery Box", "menyimpan baterai dengan aman di tas", BATTERIES, "Isi", HOLES, HARD, (45, 190), (60, 420), (20, 15, 8), 3),
    ("TUT", "Tutup Konektor", "Connector Cap", "menutup konektor baterai dari korsleting", BATTERIES, "Isi", HOLES, SOFT, (8, 22), (5, 12), (7, 6, 3), 0),
    ("PLM", "Pelindung Motor", "Motor Guard", "melindungi bel motor dari batu", MOTORS, "Lubang", HOLES, SOFT, (18, 60), (5, 24), (8, 8, 4), 1),
    ("SPC", "Spacer Motor", "Motor Spacer", "menaikkan motor supaya baling-baling bebas", MOTORS, "Tebal", LENGTHS, STIFF, (12, 38), (5, 16), (8, 6, 2), 1),
    ("TTP", "Tutup Motor", "Motor Dust Cap", "menutup motor saat drone disimpan", MOTORS, "Isi", HOLES, SOFT, (12, 36), (5, 14), (8, 6, 3), 0),
    ("KBL", "Penjepit Kabel Motor", "Motor Wire Clip", "merapikan kabel motor di sepanjang lengan", MOTORS, "Panjang", LENGTHS, HARD, (10, 32), (5, 12), (8, 5, 2), 0),
    ("REM", "Pelindung Stik Remote", "Gimbal Guard", "menjaga stik remote di dalam tas", RADIOS, "Lubang", HOLES, HARD, (35, 110), (25, 90), (18, 12, 6), 3),
    ("GRP", "Pegangan Remote", "Radio Grip", "membuat remote nyaman dipegang lama", RADIOS, "Panjang", LENGTHS, SOFT, (40, 130), (30, 110), (16, 10, 6), 3),
    ("DDK", "Dudukan Meja", "Desk Stand", "memajang perangkat di meja kerja", RADIOS, "Sudut", ANGLES, HARD, (65, 240), (120, 520), (22, 18, 10), 3),
    ("GTG", "Gantungan Dinding", "Wall Hanger", "menggantung perangkat di dinding bengkel", FRAMES, "Panjang", LENGTHS, HARD, (35, 125), (60, 240), (18, 12, 6), 3),
    ("TRP", "Braket Tripod", "Tripod Bracket", "memasang perangkat di tripod biasa", RADIOS, "Lubang", HOLES, HARD, (45, 150), (40, 150), (14, 10, 6), 2),
    ("GTB", "Gerbang Balap", "Race Gate", "menjadi rintangan latihan terbang", FRAMES, "Ukuran", INCHES, HARD, (190, 890), (450, 2000), (45, 30, 12), 3),
    ("KPS", "Kotak Penyimpanan", "Storage Case", "menyimpan drone dan peralatan di perjalanan", FRAMES, "Ukuran", INCHES, HARD, (140, 560), (300, 1500), (38, 28, 14), 3),
    ("ALT", "Alat Pasang Baling-baling", "Propeller Tool", "melepas dan memasang mur baling-baling", MOTORS, "Panjang", LENGTHS, STIFF, (25, 95), (18, 70), (14, 6, 4), 3),
    ("DMP", "Peredam Flight Controller", "FC Damper", "meredam getaran ke flight controller", LINKS, "Lubang", HOLES, SOFT, (10, 34), (5, 12), (7, 6, 2), 1),
];

pub(super) const COLOURS: &[Choice] = &[
    ("HTM", "Hitam"),
    ("PTH", "Putih"),
    ("MRH", "Merah"),
    ("BRU", "Biru"),
    ("ORN", "Oranye"),
    ("KNG", "Kuning"),
    ("HJU", "Hijau"),
    ("ABU", "Abu-abu"),
    ("UNG", "Ungu"),
    ("PNK", "Pink"),
];

/// What a seller adds to a title.
pub(super) const CLAIMS: &[&str] = &[
    "Ringan dan Kuat",
    "Anti Getar",
    "Tahan Benturan",
    "Pas Presisi",
    "Cetak 3D Rapi",
    "Siap Pasang",
    "Lentur",
    "Tahan Panas",
    "Bonus Baut",
    "Buatan Lokal",
];

/// The same claims in other words.
pub(super) const OTHER_CLAIMS: &[&str] = &[
    "Lightweight",
    "Anti Jello",
    "Kokoh Tahan Crash",
    "Custom 3D Print",
    "Presisi Tinggi",
    "Garansi Patah",
    "Premium",
    "Racing dan Freestyle",
];
