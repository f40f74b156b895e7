//! What a picture shows: a few soft shapes that depend only on the product, coarse enough to be drawn at any size.

use domain::{ContentHash, ImageHash, image_hash::SIDE};

use super::item::Item;
use crate::fake::two_coloured;

/// Cells of a side.
const CELLS: usize = 32;
const BLOBS: usize = 8;

/// A picture in two colours. Two shops have similar pictures of one product: those of the second shop have a stamp in a
/// corner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    shows: ContentHash,
    stamped: bool,
}

impl Scene {
    /// The picture at an index of a product's listing. The first one shows exactly this product. The others are the
    /// same for all sizes of a part, as sellers often do.
    pub(super) fn of(item: &Item, place: usize, stamped: bool) -> Self {
        let size = if place == 0 { item.size.0 } else { "" };
        let place = place.to_string();
        let parts = [item.kind.code, item.fit.0, size, item.material.0, place.as_str()];
        Self { shows: ContentHash::of_parts(&parts), stamped }
    }

    /// The rows of cells from the top left; `true` is the darker colour.
    fn cells(&self) -> [[bool; CELLS]; CELLS] {
        let byte = |at: usize| {
            let digits = self.shows.as_str().get(at * 2 % 64..at * 2 % 64 + 2);
            digits.and_then(|digits| i64::from_str_radix(digits, 16).ok()).unwrap_or(0)
        };
        let blobs: [[i64; 3]; BLOBS] = std::array::from_fn(|blob| {
            let weight = byte(blob * 3 + 2) % 90 + 30;
            [byte(blob * 3) % 32, byte(blob * 3 + 1) % 32, if blob % 2 == 0 { weight } else { -weight }]
        });
        let dark = |x: i64, y: i64| {
            let stamp = self.stamped && x >= 30 && y >= 30;
            let pull = |[bx, by, weight]: &[i64; 3]| 1000 * weight / (20 + (x - bx).pow(2) + (y - by).pow(2));
            !stamp && blobs.iter().map(pull).sum::<i64>() > 0
        };
        let at = |cell: usize| i64::try_from(cell).unwrap_or(0);
        std::array::from_fn(|y| std::array::from_fn(|x| dark(at(x), at(y))))
    }

    /// The picture as a file, of `side` × `side` pixels.
    pub fn png(&self, side: u16) -> Vec<u8> {
        let side_pixels = usize::from(side);
        let drawn = self.cells().map(|row| {
            let bit = |x: usize| u8::from(x < side_pixels && row[(x * CELLS / side_pixels).min(CELLS - 1)]);
            (0..side_pixels.div_ceil(8))
                .map(|byte| (0..8).fold(0, |bits, x| bits << 1 | bit(byte * 8 + x)))
                .collect::<Vec<u8>>()
        });
        let rows: Vec<u8> = (0..side_pixels).flat_map(|y| &drawn[y * CELLS / side_pixels]).copied().collect();
        let light = if self.stamped { 245 } else { 225 };
        two_coloured(side, &[light, light, 215, 40, 60, 80], &rows)
    }

    /// The hash of the picture's cells. The hash of its file is close to it.
    pub fn hash(&self) -> Option<ImageHash> {
        let cells = self.cells();
        ImageHash::of_grey(&std::array::from_fn(|at| if cells[at / SIDE][at % SIDE] { 58 } else { 224 }))
    }
}
