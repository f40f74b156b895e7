//! Codes, quantities and plain numbers.

use super::{Features, flag};
use crate::matching::{
    corpus::Corpus,
    profile::Profile,
    quantity::{Kind, Quantity},
};

impl Corpus {
    pub(super) fn compare_numbers(&self, f: &mut Features, a: &Profile, b: &Profile) {
        let joins = &self.known.joins;
        let has = |p: &Profile, code: u32| p.join.binary_search_by_key(&code, |(id, _)| *id).is_ok();
        let shared =
            a.codes.iter().filter(|code| has(b, **code)).chain(b.codes.iter().filter(|code| has(a, **code)));
        f.code_shared = shared.map(|code| joins.idf[*code as usize] / joins.top).fold(0.0, f32::max);
        let alone = f.code_shared == 0.0;
        f.code_conflict = flag(alone && !a.codes.is_empty() && !b.codes.is_empty());
        f.code_one = flag(alone && a.codes.is_empty() != b.codes.is_empty());
        f.family_conflict = flag(families_clash(a, b));
        let common = a.numbers.intersection(&b.numbers).count().min(3) as f32;
        f.number_shared = common;
        f.number_conflict = flag(!a.numbers.is_empty() && !b.numbers.is_empty() && common == 0.0);
        compare_quantities(f, &a.quantities, &b.quantities);
    }
}

/// Whether the same letters are followed by numbers in both titles, but never by the same number.
fn families_clash(a: &Profile, b: &Profile) -> bool {
    a.families.iter().any(|(letters, _)| {
        let of = |p: &Profile| -> Vec<String> {
            p.families
                .iter()
                .filter(|(other, _)| other == letters)
                .map(|(_, number)| number.clone())
                .collect()
        };
        let (x, y) = (of(a), of(b));
        !y.is_empty() && !x.iter().any(|number| y.contains(number))
    })
}

/// Both lists are sorted by kind.
fn compare_quantities(f: &mut Features, a: &[Quantity], b: &[Quantity]) {
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let kind = a.get(i).into_iter().chain(b.get(j)).map(|quantity| quantity.kind).min();
        let Some(kind) = kind else { return };
        let run = |list: &[Quantity]| list.iter().take_while(|quantity| quantity.kind == kind).count();
        let (x, y) = (&a[i..i + run(&a[i..])], &b[j..j + run(&b[j..])]);
        if x.is_empty() || y.is_empty() {
            f.quantity_one += 1.0;
        } else if x.iter().any(|quantity| y.contains(quantity)) {
            f.quantity_shared += 1.0;
        } else {
            match kind {
                Kind::Pieces => f.pieces_conflict = 1.0,
                Kind::Size => f.size_conflict = 1.0,
                _ => f.quantity_conflict += 1.0,
            }
        }
        i += x.len();
        j += y.len();
    }
}
