//! Spelling: `annabele` and `anabele` are the same word.

/// A word's letter pairs, ready to be compared.
#[derive(Debug, Clone, Default)]
pub(super) struct Spelling {
    /// Sorted byte pairs with the two ends marked; empty for words too short to be misspelt.
    pairs: Vec<[u8; 2]>,
    /// One bit per pair, folded into 64 bits: words without a common bit have no common pair.
    mask: u64,
}

impl Spelling {
    pub(super) fn new(word: &str) -> Self {
        let bytes = word.as_bytes();
        // Numbers and quantities are never treated as misspelt: 2207 is not 2306.
        if bytes.len() < 4 || bytes.iter().any(u8::is_ascii_digit) {
            return Self::default();
        }
        let mut pairs = vec![[b'^', bytes[0]], [bytes[bytes.len() - 1], b'$']];
        pairs.extend(bytes.windows(2).map(|w| [w[0], w[1]]));
        pairs.sort_unstable();
        let bit = |pair: &[u8; 2]| 1u64 << ((u32::from(pair[0]) * 31 + u32::from(pair[1])) % 64);
        let mask = pairs.iter().map(bit).fold(0, |mask, bit| mask | bit);
        Self { pairs, mask }
    }

    /// The similarity of two words, 0 to 1: twice the number of shared letter pairs divided by the number of all letter
    /// pairs.
    pub(super) fn alike(&self, other: &Self) -> f32 {
        let (a, b) = (&self.pairs, &other.pairs);
        if a.is_empty() || b.is_empty() || a.len().abs_diff(b.len()) > 4 {
            return 0.0;
        }
        let most = (self.mask & other.mask).count_ones() + 2;
        if (most as usize) * 4 < a.len().min(b.len()) {
            return 0.0;
        }
        let (mut i, mut j, mut shared) = (0, 0, 0u32);
        while i < a.len() && j < b.len() {
            shared += u32::from(a[i] == b[j]);
            let (x, y) = (a[i], b[j]);
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        2.0 * shared as f32 / (a.len() + b.len()) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_words_are_alike_and_numbers_never() {
        let alike = |a, b| Spelling::new(a).alike(&Spelling::new(b));
        assert!(alike("annabele", "anabele") > 0.8);
        assert!(alike("counter", "contour") > 0.4);
        assert!(alike("gimbal", "antena") < 0.2);
        assert!(alike("mt2207", "mt2306") < 0.01);
    }
}
