//! The features of one pair, in numbers. Every feature is symmetric in its two listings.

use std::collections::BTreeSet;

use super::{
    compete::PLAIN,
    corpus::Corpus,
    lexicon::Class,
    profile::{Profile, dot},
};

mod numbers;
mod words;

pub(super) use words::split;

/// Words by number, with their weights.
pub(super) type Words = super::vocabulary::Sparse;

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// The features of one pair, by name. Shares and cosines are 0 to 1, marks are 0 or 1.
        #[derive(Debug, Clone, Copy, Default, PartialEq)]
        pub struct Features { $($(#[$doc])* pub $name: f32),+ }

        impl Features {
            /// How many there are.
            pub const COUNT: usize = Self::NAMES.len();
            /// The names, in the order of [`Features::values`].
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),+];

            /// The values, in the order of [`Features::NAMES`].
            pub fn values(&self) -> [f32; Self::COUNT] { [$(self.$name),+] }
        }
    };
}

features! {
    /// Cosine of the canonical words.
    word,
    /// Cosine of joined neighbours.
    join,
    /// Cosine of letter trigrams.
    gram,
    /// Mean of `word` and `gram`, and its square.
    text, text_squared,
    /// Weight of the shared words over the lighter and over the heavier title.
    contained_max, contained_min,
    /// The same with misspelt words counted, larger and smaller of the two titles' shares.
    fuzzy_max, fuzzy_min,
    /// The rarest and second rarest shared word, 1 for a word that occurs once.
    rare_shared, rare_second,
    /// The rarest word that the other title lacks: larger and smaller of the two titles'.
    missing_max, missing_min,
    /// Logarithms of how many words are shared and how much they weigh.
    shared_words, shared_mass,
    /// The rarest shared model code; both have codes and share none; only one has codes.
    code_shared, code_conflict, code_one,
    /// The same letters are followed by different numbers, as in MBT 3030 and MBT 3031.
    family_conflict,
    /// Kinds of quantity with an equal value, with different values, and named by one title only.
    quantity_shared, quantity_conflict, quantity_one,
    /// Different numbers of pieces; different sizes.
    pieces_conflict, size_conflict,
    /// Plain numbers shared, at most 3; both have some and share none.
    number_shared, number_conflict,
    /// Left against right, and so on.
    side_conflict,
    colour_conflict, colour_shared,
    /// For women against for men, and so on.
    wearer_conflict, wearer_shared,
    /// Long against short, L against XL, and so on; inside against outside, one against two.
    measure_conflict,
    /// Logarithms of how many words that are no small talk only one title has, misspelt ones forgiven: of the title
    /// with fewer, of the title with more.
    alone_min, alone_max,
    /// One or two neighbouring words replace one or two others, and all else is equal.
    swapped,
    /// Words that make another model of the one named, such as Pro and Max, are not the same.
    grade_conflict,
    /// Both begin with the same word; each begins with a word that the other has.
    first_equal, first_inside,
    /// Words of the shorter over words of the longer title; logarithm of the shorter.
    length_ratio, length_min,
    /// No word is on one side only.
    same_words,
    /// The rarest shared name of a thing; both name things and share none; one names none; the share of names
    /// that are on one side although one is shared.
    thing_shared, thing_conflict, thing_one, thing_missing,
    /// `contained_max`, `contained_min` and `word` over the words that neither chat nor describe.
    core_max, core_min, core_cos,
    /// Bits between the nearest images: at most 1, 4, 8, 12, 16, 20, 22, 24, 26.
    image_1, image_4, image_8, image_12, image_16, image_20, image_22, image_24, image_26,
    /// An image within 4 bits, over how many listings show it.
    image_rare,
    /// `text` where the images are within 10 bits.
    image_text,
}

impl Features {
    /// What counts by itself, beside the likeness that it makes, in the order of the end of
    /// [`super::compete::RIVALRY`].
    pub fn plain(&self) -> [f32; PLAIN] {
        let image = self.image_1 + self.image_4 + self.image_8;
        [
            image,
            (1.0 - image) * self.alone_min,
            self.same_words,
            self.fuzzy_min,
            self.fuzzy_max,
            self.rare_shared,
            self.rare_second,
            self.length_min,
            self.alone_min,
            self.alone_max,
        ]
    }
}

/// The fewest bits between an image of one and an image of the other.
pub(super) fn bits(a: &[u64], b: &[u64]) -> Option<u32> {
    a.iter().flat_map(|x| b.iter().map(move |y| (x ^ y).count_ones())).min()
}

fn flag(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

impl Corpus {
    /// Compares row `left` with row `right`; `showing` says how many listings of the other side show their images.
    pub(super) fn features(&self, left: usize, right: usize, showing: (u32, u32)) -> Features {
        let (a, b) = (&self.sides[0][left], &self.sides[1][right]);
        let mut f = Features {
            word: dot(&a.words, &b.words) / (a.norm * b.norm),
            join: dot(&a.join, &b.join),
            gram: dot(&a.gram, &b.gram),
            ..Features::default()
        };
        f.text = f32::midpoint(f.word, f.gram);
        f.text_squared = f.text * f.text;
        self.compare_words(&mut f, a, b);
        self.compare_numbers(&mut f, a, b);
        compare_classes(&mut f, a, b);
        compare_images(&mut f, a, b, showing);
        f
    }
}

fn compare_classes(f: &mut Features, a: &Profile, b: &Profile) {
    let axes: BTreeSet<(u8, Class)> = a.members.iter().map(|axis| (axis.number, axis.class)).collect();
    for (number, class) in axes {
        let on = |p: &Profile| -> BTreeSet<u8> {
            p.members.iter().filter(|axis| axis.number == number).map(|axis| axis.member).collect()
        };
        let (x, y) = (on(a), on(b));
        if y.is_empty() {
            continue;
        }
        let shared = !x.is_disjoint(&y);
        let (conflict, common) = match class {
            Class::Side => (&mut f.side_conflict, None),
            Class::Colour => (&mut f.colour_conflict, Some(&mut f.colour_shared)),
            Class::Wearer => (&mut f.wearer_conflict, Some(&mut f.wearer_shared)),
            Class::Place | Class::Measure | Class::Count => (&mut f.measure_conflict, None),
        };
        if !shared {
            *conflict = 1.0;
        } else if let Some(common) = common {
            *common = 1.0;
        }
    }
    f.grade_conflict = flag(a.grades != b.grades);
}

fn compare_images(f: &mut Features, a: &Profile, b: &Profile, showing: (u32, u32)) {
    let Some(bits) = bits(&a.images, &b.images) else { return };
    let step = match bits {
        0..=1 => &mut f.image_1,
        2..=4 => &mut f.image_4,
        5..=8 => &mut f.image_8,
        9..=12 => &mut f.image_12,
        13..=16 => &mut f.image_16,
        17..=20 => &mut f.image_20,
        21..=22 => &mut f.image_22,
        23..=24 => &mut f.image_24,
        25..=26 => &mut f.image_26,
        _ => return,
    };
    *step = 1.0;
    if bits <= 4 {
        f.image_rare = 1.0 / (showing.0.max(1) * showing.1.max(1)) as f32;
    }
    if bits <= 10 {
        f.image_text = f.text;
    }
}
