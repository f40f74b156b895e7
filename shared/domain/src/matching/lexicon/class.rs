//! What words that exclude each other are about.

/// What an axis is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// kiri, kanan, depan, belakang, atas, bawah
    Side,
    /// hitam, putih, …
    Colour,
    /// pria, wanita, anak, bayi, dewasa
    Wearer,
    /// dalam, luar
    Place,
    /// panjang, pendek, besar, kecil, S, M, L
    Measure,
    /// single, ganda, satu, dua
    Count,
}
