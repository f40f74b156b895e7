//! The facts about a product in its title, options and category.

use serde::{Deserialize, Serialize};

use super::{
    data,
    pieces::{Piece, pieces},
    rule::Part,
    words::{Word, words},
};
use crate::{
    Product,
    matching::{
        lexicon::{self, Class},
        tokens::tokens,
    },
};

/// The known facts of a product, as they are written there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// `Dudukan Kamera`; the category if the title names no thing.
    pub kind: Option<String>,
    /// `untuk Action Cam 9`.
    pub fit: Option<String>,
    /// `25 derajat`.
    pub sizes: Vec<String>,
    /// Letters and digits without a space between them, such as `mt2207`, folded.
    pub codes: Vec<String>,
    /// `TPU 95A`.
    pub material: Option<String>,
    /// From the title and the options.
    pub colours: Vec<String>,
}

/// Reads a product's facts.
pub fn facts(product: &Product) -> Facts {
    let title = product.title.as_str();
    let words = words(title);
    let pieces = pieces(&words, &[]);
    let of = |part: Part| said(&words, &pieces, part);
    let first = |part: Part| of(part).into_iter().next();
    let mut facts = Facts {
        kind: Some(of(Part::Kind).join(" ")).filter(|kind| !kind.is_empty()).or(product.category.clone()),
        fit: fit(&words, &pieces),
        sizes: of(Part::Size),
        codes: tokens(title).codes.into_iter().collect(),
        material: first(Part::Material),
        colours: of(Part::Colour),
    };
    for value in product.variants.iter().flat_map(|variant| &variant.option_values) {
        let colour = value.split_whitespace().any(|word| {
            matches!(lexicon::class(lexicon::canonical(&data::folded(word))), Some(Class::Colour))
        });
        let list = if colour {
            &mut facts.colours
        } else if tokens(value).quantities.is_empty() {
            continue;
        } else {
            &mut facts.sizes
        };
        if !list.contains(value) {
            list.push(value.clone());
        }
    }
    facts
}

/// What the product fits, with the pieces that belong to it.
fn fit(words: &[Word], pieces: &[Piece]) -> Option<String> {
    let at = pieces.iter().position(|piece| piece.part == Some(Part::Fit) && !piece.claim)?;
    let hanging = pieces[at + 1..].iter().take_while(|piece| piece.part.is_none() && !piece.claim);
    let end = hanging.last().unwrap_or(&pieces[at]).words.end;
    let said = words[pieces[at].words.start..end].iter().map(|word| word.text.as_str());
    Some(said.collect::<Vec<_>>().join(" "))
}

fn said(words: &[Word], pieces: &[Piece], part: Part) -> Vec<String> {
    let text = |piece: &Piece| {
        words[piece.words.clone()].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    };
    pieces.iter().filter(|piece| piece.part == Some(part) && !piece.claim).map(text).collect()
}
