//! What two titles contradict each other in: each names something of one kind that the other does not.
//!
//! Stricter than the features of likeness, where one thing in common is enough: a black and red one is not a black and
//! white one, and two sides of 30 cm do not make shelves of 50 and of 60 cm one product.

use std::collections::BTreeSet;

use super::{
    conflict::Conflict,
    lexicon::{Axis, Class},
    profile::Profile,
    quantity::{Kind, Quantity},
};

/// The kinds of contradiction, each once.
pub(super) fn apart(a: &Profile, b: &Profile) -> BTreeSet<Conflict> {
    let mut conflicts = members(&a.members, &b.members);
    conflicts.extend(quantities(&a.quantities, &b.quantities));
    let lone = |x: &Profile, y: &Profile| x.numbers.iter().any(|number| !y.digits.contains(number));
    if lone(a, b) && lone(b, a) {
        conflicts.insert(Conflict::Number);
    }
    conflicts
}

fn members(a: &BTreeSet<Axis>, b: &BTreeSet<Axis>) -> BTreeSet<Conflict> {
    let lone = |axis: &&Axis| b.iter().any(|other| other.number == axis.number && !a.contains(other));
    let apart = a.difference(b).filter(lone);
    apart
        .map(|axis| match axis.class {
            Class::Side | Class::Place => Conflict::Side,
            Class::Colour => Conflict::Colour,
            Class::Wearer => Conflict::Wearer,
            Class::Measure => Conflict::Size,
            Class::Count => Conflict::Pieces,
        })
        .collect()
}

fn quantities(a: &[Quantity], b: &[Quantity]) -> BTreeSet<Conflict> {
    let lone = |quantity: &&Quantity| {
        !b.contains(quantity) && b.iter().any(|other| other.kind == quantity.kind && !a.contains(other))
    };
    a.iter()
        .filter(lone)
        .map(|quantity| match quantity.kind {
            Kind::Pieces => Conflict::Pieces,
            Kind::Size => Conflict::Size,
            _ => Conflict::Quantity,
        })
        .collect()
}
