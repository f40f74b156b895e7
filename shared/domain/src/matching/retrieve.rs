//! Finding the few pairs worth comparing: inverted indexes over words, joined words and letter trigrams, and bands
//! of image hashes. Never a full matrix.

use std::{collections::HashMap, ops::Range};

use super::{corpus::Corpus, profile::Profile, vocabulary::Sparse};

/// How wide the net is cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Net {
    /// Candidates kept per listing by text.
    pub text: usize,
    /// Candidates kept per listing by image.
    pub image: usize,
    /// Bits by which two image hashes may differ, at most [`BANDS`] - 1.
    pub bits: u32,
    /// Terms found in more listings of the other catalogue than this do not open a candidate.
    pub frequent: usize,
}

impl Default for Net {
    fn default() -> Self {
        Self { text: 25, image: 5, bits: 10, frequent: 2_000 }
    }
}

/// Two hashes within ten bits agree on at least one of eleven bands.
pub const BANDS: u32 = 11;

/// One side of the corpus, indexed by what its listings contain.
#[derive(Debug)]
pub(super) struct Index {
    word: Vec<Sparse>,
    join: Vec<Sparse>,
    gram: Vec<Sparse>,
    bands: Vec<HashMap<u64, Vec<(u64, u32)>>>,
    length: usize,
}

/// For each term the rows that contain it with their weights; none for a term in more than `frequent` rows.
fn postings<'a>(
    terms: usize,
    frequent: usize,
    vectors: impl Iterator<Item = (&'a Sparse, f32)> + Clone,
) -> Vec<Sparse> {
    let mut counts = vec![0usize; terms];
    for (vector, _) in vectors.clone() {
        for (term, _) in vector {
            counts[*term as usize] += 1;
        }
    }
    let room = |count: &usize| if *count > frequent { Vec::new() } else { Vec::with_capacity(*count) };
    let mut lists: Vec<Sparse> = counts.iter().map(room).collect();
    for ((vector, norm), row) in vectors.zip(0u32..) {
        for &(term, weight) in vector {
            if counts[term as usize] <= frequent {
                lists[term as usize].push((row, weight / norm));
            }
        }
    }
    lists
}

fn band(hash: u64, number: u32) -> u64 {
    let from = 64 * number / BANDS;
    let to = 64 * (number + 1) / BANDS;
    (hash >> from) & ((1 << (to - from)) - 1)
}

impl Index {
    pub(super) fn new(corpus: &Corpus, side: usize, net: &Net) -> Self {
        let profiles = &corpus.sides[side];
        let mut bands = vec![HashMap::<u64, Vec<(u64, u32)>>::new(); BANDS as usize];
        for (profile, row) in profiles.iter().zip(0u32..) {
            for &image in &profile.images {
                for (number, table) in (0..BANDS).zip(&mut bands) {
                    table.entry(band(image, number)).or_default().push((image, row));
                }
            }
        }
        let known = &corpus.known;
        Self {
            word: postings(known.words.len(), net.frequent, profiles.iter().map(|p| (&p.words, p.norm))),
            join: postings(known.joins.len(), net.frequent, profiles.iter().map(|p| (&p.join, 1.0))),
            gram: postings(known.grams.len(), net.frequent, profiles.iter().map(|p| (&p.gram, 1.0))),
            bands,
            length: profiles.len(),
        }
    }

    /// The rows of this index that are worth comparing with each of `queries`, as (query, row).
    pub(super) fn near(&self, queries: &[Profile], range: Range<usize>, net: &Net) -> Vec<(u32, u32)> {
        let mut sums = vec![0f32; self.length];
        let mut touched: Vec<u32> = Vec::new();
        let mut pairs = Vec::new();
        for (query, number) in queries.iter().zip(0u32..).take(range.end).skip(range.start) {
            let parts = [
                (&query.words, &self.word, 0.5 / query.norm),
                (&query.join, &self.join, 0.25),
                (&query.gram, &self.gram, 0.5),
            ];
            for (vector, lists, factor) in parts {
                for &(term, weight) in vector {
                    let weight = weight * factor;
                    for &(row, other) in &lists[term as usize] {
                        let sum = &mut sums[row as usize];
                        if *sum == 0.0 {
                            touched.push(row);
                        }
                        *sum += weight * other;
                    }
                }
            }
            let take = |row: u32| (std::mem::take(&mut sums[row as usize]), row);
            let mut found: Vec<(f32, u32)> = touched.drain(..).map(take).collect();
            if found.len() > net.text {
                let order = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
                found.select_nth_unstable_by(net.text, order);
                found.truncate(net.text);
            }
            let mut rows: Vec<u32> = found.into_iter().map(|(_, row)| row).collect();
            rows.extend(self.alike(&query.images, net.bits, net.image));
            rows.sort_unstable();
            rows.dedup();
            pairs.extend(rows.into_iter().map(|row| (number, row)));
        }
        pairs
    }

    /// The rows whose image is within `bits` of one of `images`: the nearest, at most `most`.
    fn alike(&self, images: &[u64], bits: u32, most: usize) -> Vec<u32> {
        let mut near: Vec<(u32, u32)> = Vec::new();
        for &image in images {
            for (number, table) in (0..BANDS).zip(&self.bands) {
                let bucket = table.get(&band(image, number)).map_or(&[][..], Vec::as_slice);
                let measured = bucket.iter().map(|&(other, row)| ((other ^ image).count_ones(), row));
                near.extend(measured.filter(|(distance, _)| *distance <= bits));
            }
        }
        near.sort_unstable();
        near.dedup();
        near.truncate(most);
        near.into_iter().map(|(_, row)| row).collect()
    }

    /// How many rows show an image within four bits of one of `images`, counted up to 32.
    pub(super) fn showing(&self, images: &[u64]) -> u32 {
        u32::try_from(self.alike(images, 4, 32).len()).unwrap_or(32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_within_ten_bits_share_a_band() {
        let image = 0x9f3c_5a81_0d27_e6b4_u64;
        for shift in 0..54 {
            let other = image ^ (0b11_1111_1111 << shift);
            assert!((0..BANDS).any(|number| band(image, number) == band(other, number)));
        }
        let spread = image ^ (0..10).fold(0, |bits, step| bits | 1 << (step * 6));
        assert!((0..BANDS).any(|number| band(image, number) == band(spread, number)));
    }
}
