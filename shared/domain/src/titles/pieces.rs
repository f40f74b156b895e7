//! Words that stay together: a number with its unit, a code with its family, a word that needs the next one.

use std::ops::Range;

use super::{
    data::{LISTS, claim_at},
    rule::Part,
    words::{Word, is_unit},
};
use crate::matching::{
    lexicon::{self, Class},
    quantity::{self, Kind},
};

/// Words that are moved or left out together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub words: Range<usize>,
    /// Its part of the title; absent for a piece that belongs to the one before.
    pub part: Option<Part>,
    /// A promotional claim, which must be removed.
    pub claim: bool,
    /// Advertising or a description, which may be left out if the title has too many words.
    pub loose: bool,
    /// It contains a number or a code.
    pub numbered: bool,
}

/// Groups the words of a title into pieces. `banned` are the channel's own banned phrases, folded.
pub(super) fn pieces(words: &[Word], banned: &[Vec<String>]) -> Vec<Piece> {
    let mut ranges = groups(words, banned);
    join_prefixes(words, &mut ranges, banned);
    let shouting = is_shouting(words);
    let mut pieces: Vec<Piece> =
        ranges.into_iter().map(|range| piece(words, range, banned, shouting)).collect();
    mark_kind(words, &mut pieces);
    mark_bound(words, &mut pieces);
    pieces
}

/// Words after what the thing fits are a part of that name, and a prefix before a claim belongs to the words after the
/// claim.
fn mark_bound(words: &[Word], pieces: &mut [Piece]) {
    let mut fit = false;
    for at in 0..pieces.len() {
        let own = &pieces[at];
        let hangs = fit && own.part.is_none() && words[own.words.start].mark.is_none();
        let leads = pieces.get(at + 1).is_some_and(|next| next.claim)
            && own.words.len() == 1
            && LISTS.prefixes.contains(&words[own.words.start].folded);
        fit = own.part == Some(Part::Fit) || (hangs && !own.claim);
        pieces[at].loose &= !hangs && !leads;
    }
}

fn piece(words: &[Word], range: Range<usize>, banned: &[Vec<String>], shouting: bool) -> Piece {
    let own = &words[range.clone()];
    let folded: Vec<&str> = own.iter().map(|word| word.folded.as_str()).collect();
    // The percentage of a claim, `100% Original`, is not a number of the product.
    let share = |at: usize| folded[at] == "100%" && claim_at(&folded[at + 1..], banned).is_some();
    let numbered = own.iter().enumerate().any(|(at, word)| word.has_digit() && !share(at));
    let claim = (0..folded.len()).any(|at| claim_at(&folded[at..], banned).is_some());
    let colour = |word: &str| matches!(lexicon::class(lexicon::canonical(word)), Some(Class::Colour));
    let part = if LISTS.fits.contains(folded[0]) && own.len() > 1 {
        Some(Part::Fit)
    } else if folded.iter().any(|word| LISTS.materials.contains(*word)) || folded[0] == "bahan" {
        Some(Part::Material)
    } else if is_size(own) {
        Some(Part::Size)
    } else if folded.iter().any(|word| colour(word)) {
        Some(Part::Colour)
    } else {
        None
    };
    let small = |word: &Word| {
        let name = lexicon::canonical(&word.folded);
        let told = lexicon::is_chatter(&word.folded)
            || lexicon::is_detail(name)
            || LISTS.joints.contains(&word.folded);
        told && lexicon::class(name).is_none() && !lexicon::is_thing(name)
    };
    let capital = |word: &Word| {
        !shouting && word.text.chars().count() > 1 && word.text.chars().all(|c| !c.is_lowercase())
    };
    let prefix = |word: &Word| LISTS.prefixes.contains(&word.folded);
    let telling = |at: usize| {
        let name = lexicon::canonical(folded[at]);
        lexicon::class(name).is_some()
            || [folded[at], name].iter().any(|word| LISTS.sizes.contains(*word))
            || (folded[at] == "pre" && folded.get(at + 1) == Some(&"order"))
    };
    let loose = part.is_none()
        && !numbered
        && !(0..own.len()).any(telling)
        && own.iter().any(small)
        && own.iter().all(|word| (small(word) || prefix(word)) && !capital(word));
    Piece { words: range, part, claim, loose, numbered }
}

/// Groups numbers with their units and families, claims, and words joined by `dan`.
fn groups(words: &[Word], banned: &[Vec<String>]) -> Vec<Range<usize>> {
    let folded: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let start = at;
        if let Some(length) = claim_at(&folded[at..], banned) {
            at += length;
            // `diskon 50%`, `beli 2 gratis 1`: the number belongs to the claim.
            while at < words.len() && words[at].has_digit() && is_claimed_number(words, at) {
                at += 1;
            }
            groups.push(start..at);
            continue;
        }
        at += 1;
        if words[start].has_digit() {
            at = number(words, start);
            let measured = is_quantity(&words[start..at]);
            // A bare number or code belongs to the word before it: `Motor 2207`, `LiPo 4S 650`.
            if !measured
                && words[start].mark.is_none()
                && words[start].open.is_empty()
                && let Some(before) = groups.last_mut()
                && before.end == start
                && words[before.end - 1].close.is_empty()
                && claim_at(&folded[before.clone()], banned).is_none()
            {
                before.end = at;
                continue;
            }
        } else if LISTS.joints.contains(folded[start])
            && at < words.len()
            && !words[at].has_digit()
            && claim_at(&folded[at..], banned).is_none()
            && let Some(before) = groups.last_mut()
            && before.end == start
            && claim_at(&folded[before.clone()], banned).is_none()
        {
            at += 1;
            before.end = at;
            continue;
        }
        groups.push(start..at);
    }
    groups
}

/// The end of the number that begins at `start`: `20 x 30 cm`, `2 in 1`, `5 inch`.
fn number(words: &[Word], start: usize) -> usize {
    let mut at = start + 1;
    let word = |at: usize| words.get(at).filter(|word| word.mark.is_none());
    let between = ["x", "in", "s/d", "sampai"];
    while let (Some(joint), Some(next)) = (word(at), word(at + 1))
        && between.contains(&joint.folded.as_str())
        && next.has_digit()
    {
        at += 2;
    }
    if words[at - 1].is_number()
        && words[at - 1].close.is_empty()
        && let Some(unit) = word(at)
        && is_unit(&unit.folded, false)
    {
        at += 1;
    }
    at
}

fn is_quantity(words: &[Word]) -> bool {
    words.iter().any(Word::is_measured)
        || words.windows(2).any(|pair| pair[0].is_number() && is_unit(&pair[1].folded, false))
}

/// Whether this quantity distinguishes sizes of one product. A quantity that distinguishes products (`6S`, `900 MHz`)
/// belongs to their name.
fn is_size(words: &[Word]) -> bool {
    let sized = |unit: &str, attached: bool| {
        let kind = quantity::unit(unit, attached).map(|(kind, _)| kind);
        let sizes = [Kind::Weight, Kind::Volume, Kind::Length, Kind::Inch, Kind::Pieces];
        matches!(unit, "derajat" | "deg" | "degree" | "degrees" | "°" | "\"")
            || kind.is_some_and(|k| sizes.contains(&k))
    };
    let measured = |word: &Word| {
        word.is_measured()
            && sized(word.folded.trim_start_matches(|c: char| c.is_ascii_digit() || ".,x".contains(c)), true)
    };
    words.iter().any(measured)
        || words.windows(2).any(|pair| pair[0].is_number() && sized(&pair[1].folded, false))
}

fn is_claimed_number(words: &[Word], at: usize) -> bool {
    let next = words.get(at + 1).map(|word| word.folded.as_str());
    words[at].text.ends_with('%')
        || matches!(next, Some("gratis" | "free" | "persen" | "%"))
        || matches!(
            words[at - 1].folded.as_str(),
            "diskon" | "discount" | "disc" | "gratis" | "bonus" | "cashback"
        )
}

/// Joins a word that needs the next one with the whole group after it. Before a claim it is removed with the claim,
/// like a joining word or `100%`, unless it also belongs to what follows: `Garansi Resmi 1 tahun`.
fn join_prefixes(words: &[Word], groups: &mut Vec<Range<usize>>, banned: &[Vec<String>]) {
    let folded: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
    let is_claim =
        |range: &Range<usize>| range.clone().any(|at| claim_at(&folded[at..range.end], banned).is_some());
    for at in (0..groups.len().saturating_sub(1)).rev() {
        let (own, next) = (groups[at].clone(), groups[at + 1].clone());
        let word = folded[own.start];
        let single = own.len() == 1;
        let opens = single && LISTS.prefixes.contains(word);
        // `bonus baut` is a claim as a whole. A claim is never joined with something that stays.
        let leads = matches!(word, "bonus" | "gratis" | "hadiah");
        let bound = words[own.end - 1].close.is_empty() && words[next.start].mark.is_none();
        let joins = if is_claim(&next) {
            let material = own.start > 0 && LISTS.materials.contains(folded[own.start - 1]);
            let says = groups.get(at + 2).is_some_and(|behind| match word {
                "bahan" | "material" => LISTS.materials.contains(folded[behind.start]),
                "garansi" => is_quantity(&words[behind.clone()]),
                _ => false,
            });
            (opens && !LISTS.alone.contains(word) && !says)
                || (single && LISTS.joints.contains(word))
                || (single && word == "100%" && !material)
        } else {
            opens && (!is_claim(&own) || leads)
        };
        if bound && joins {
            groups[at].end = next.end;
            groups.remove(at + 1);
        }
    }
}

/// Marks the leading words that name a thing. Advertising before it, such as `[PO]`, is ignored.
fn mark_kind(words: &[Word], pieces: &mut [Piece]) {
    let mut named = false;
    // The remaining words of a phrase such as `kaki pendarat`.
    let mut phrase = 0;
    for piece in pieces.iter_mut().filter(|piece| !piece.claim) {
        let own = &words[piece.words.clone()];
        let broken = named && own[0].mark.is_some();
        let is_name = |word: &Word| {
            let name = lexicon::canonical(&word.folded);
            let side = matches!(lexicon::class(name), Some(Class::Side));
            lexicon::is_thing(name) || side || is_double(&word.folded)
        };
        if piece.part.is_some() || piece.numbered || broken {
            break;
        }
        if !named && own.iter().all(|word| lexicon::is_chatter(&word.folded)) {
            continue;
        }
        if named && phrase == 0 && !own.iter().all(is_name) {
            break;
        }
        let ahead: Vec<&str> =
            words[piece.words.start..].iter().take(3).map(|word| word.folded.as_str()).collect();
        let longest = lexicon::phrase(&ahead).map_or(0, |(_, length)| length);
        phrase = longest.max(phrase).saturating_sub(own.len());
        piece.part = Some(Part::Kind);
        named = true;
    }
}

/// Whether this is one word written twice: `baling-baling`, `abu-abu`.
fn is_double(word: &str) -> bool {
    word.split_once('-').is_some_and(|(one, two)| one == two && !one.is_empty())
}

/// Whether most words are written in capitals, so that capitals have no meaning.
fn is_shouting(words: &[Word]) -> bool {
    let long = || words.iter().filter(|word| word.text.chars().count() > 3 && !word.has_digit());
    let loud = long().filter(|word| word.text.chars().all(|c| !c.is_lowercase())).count();
    loud * 2 > long().count()
}
