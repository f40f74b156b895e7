//! What a seller sees: examples of this seller's kind, odd titles, and the laws.

use proptest::prelude::*;

use super::*;
use crate::capabilities::Range;

mod examples;
mod kept;
mod laws;
mod near;

/// The rules of two channels as they come: an Indonesian one that keeps the master's order and an English one.
fn rules() -> [TitleRule; 2] {
    let read = |text: &str| serde_json::from_str(text).unwrap();
    [
        read(include_str!("../../../marketplaces/shopee/titles.json")),
        read(include_str!("../../../marketplaces/tiktok_shop/titles.json")),
    ]
}

/// What a shop here takes in practice.
const LENGTHS: [Range<u32>; 2] = [Range::new(5, 120), Range::new(25, 255)];

fn input(master: &str) -> Input {
    Input { master: master.to_owned(), category: Some("Aksesoris Drone".to_owned()), ..Input::default() }
}

fn both(input: &Input) -> [Proposal; 2] {
    let rules = rules();
    let channels = [(&rules[0], LENGTHS[0]), (&rules[1], LENGTHS[1])];
    propose_all(input, &channels, &[]).try_into().unwrap()
}
