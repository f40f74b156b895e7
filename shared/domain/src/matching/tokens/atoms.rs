//! Splits folded text where letters, digits and other characters meet.

/// A run of letters or of digits, and its distance from the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Atom {
    pub(super) text: String,
    pub(super) number: bool,
    /// 0 touches, 1 joined by a hyphen or the like, 2 apart.
    pub(super) gap: u8,
}

/// Cuts folded text at every change between letters, digits and the rest.
pub(super) fn atoms(folded: &str) -> Vec<Atom> {
    let chars: Vec<char> = folded.chars().collect();
    let mut atoms: Vec<Atom> = Vec::new();
    let mut gap = 2;
    let mut at = 0;
    while at < chars.len() {
        let start = at;
        let c = chars[at];
        if c.is_ascii_digit() {
            while at < chars.len() && (chars[at].is_ascii_digit() || is_separator(&chars, at)) {
                at += 1;
            }
        } else if c.is_alphabetic() {
            while at < chars.len() && chars[at].is_alphabetic() {
                at += 1;
            }
        } else {
            at += 1;
            // After a number, a quotation mark means inches, `'s` means pieces, and `%` is kept.
            let after_number = gap == 0 && atoms.last().is_some_and(|atom| atom.number);
            let ends = |at: usize| !chars.get(at).is_some_and(|c| c.is_alphanumeric());
            let plural = c == '\'' && chars.get(at) == Some(&'s') && ends(at + 1);
            if after_number && (matches!(c, '"' | '%') || plural) {
                at += usize::from(plural);
                atoms.push(Atom { text: chars[start..at].iter().collect(), number: false, gap: 0 });
                gap = 2;
            } else {
                gap = if matches!(c, '-' | '_' | '\'' | '.') && gap == 0 { 1 } else { 2 };
            }
            continue;
        }
        atoms.push(Atom { text: chars[start..at].iter().collect(), number: c.is_ascii_digit(), gap });
        gap = 0;
    }
    if let Some(first) = atoms.first_mut() {
        first.gap = 2;
    }
    atoms
}

/// Whether the point or comma at `at` is inside a number.
fn is_separator(chars: &[char], at: usize) -> bool {
    matches!(chars[at], '.' | ',') && chars.get(at + 1).is_some_and(char::is_ascii_digit)
}
