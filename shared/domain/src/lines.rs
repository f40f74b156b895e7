//! Finds which lines of a text were kept, changed, added or removed, so that an edit of the text does not touch what a
//! channel keeps within and between its lines.

/// Up to this many pairs of lines are compared one by one. With more, all lines between the equal start and end count
/// as rewritten.
const MOST_PAIRS: usize = 250_000;

/// One step from the old lines to the new ones, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEdit {
    /// The old line stays as it is.
    Keep {
        old: usize,
    },
    /// The new line replaces the old one.
    Replace {
        old: usize,
        new: usize,
    },
    Delete {
        old: usize,
    },
    /// The new line is inserted after the lines of the previous steps.
    Insert {
        new: usize,
    },
}

/// The shortest list of edits from `old` to `new`. A line replaces a different one only if `alike` says that it is an
/// edit of it.
pub fn line_edits<T: PartialEq>(old: &[T], new: &[T], alike: impl Fn(&T, &T) -> bool) -> Vec<LineEdit> {
    let front = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (&old[front..], &new[front..]);
    let back = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (&old_rest[..old_rest.len() - back], &new_rest[..new_rest.len() - back]);
    let mut edits: Vec<LineEdit> = (0..front).map(|old| LineEdit::Keep { old }).collect();
    let (mut old_at, mut new_at) = (0, 0);
    let ends = [(old_rest.len(), new_rest.len())];
    for (old_kept, new_kept) in common(old_rest, new_rest).into_iter().chain(ends) {
        gap(
            &mut edits,
            (front + old_at, front + old_kept),
            (front + new_at, front + new_kept),
            |one, other| alike(&old[one], &new[other]),
        );
        if old_kept < old_rest.len() {
            edits.push(LineEdit::Keep { old: front + old_kept });
        }
        (old_at, new_at) = (old_kept + 1, new_kept + 1);
    }
    edits.extend((old.len() - back..old.len()).map(|old| LineEdit::Keep { old }));
    edits
}

/// The edits of the lines between two kept lines.
fn gap(
    edits: &mut Vec<LineEdit>,
    (mut old, old_end): (usize, usize),
    (mut new, new_end): (usize, usize),
    alike: impl Fn(usize, usize) -> bool,
) {
    while old < old_end || new < new_end {
        match (old < old_end, new < new_end) {
            (true, true) if alike(old, new) => {
                edits.push(LineEdit::Replace { old, new });
                (old, new) = (old + 1, new + 1);
            }
            // A new line was inserted before an edited one.
            (true, true) if (new + 1..new_end).any(|later| alike(old, later)) => {
                edits.push(LineEdit::Insert { new });
                new += 1;
            }
            (true, _) => {
                edits.push(LineEdit::Delete { old });
                old += 1;
            }
            (false, _) => {
                edits.push(LineEdit::Insert { new });
                new += 1;
            }
        }
    }
}

/// The longest common subsequence of lines, as pairs of indexes.
fn common<T: PartialEq>(old: &[T], new: &[T]) -> Vec<(usize, usize)> {
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        return Vec::new();
    }
    // `longest[i][j]` is the length for the lines from `i` and `j` on.
    let mut longest = vec![vec![0_u32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            longest[i][j] = if old[i] == new[j] {
                longest[i + 1][j + 1] + 1
            } else {
                longest[i + 1][j].max(longest[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if longest[i + 1][j] >= longest[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Whether `new` reads as an edit of `old`: text was only inserted or only removed, or at least half of the longer text
/// is the same at its start and end.
pub fn is_edit_of(old: &str, new: &str) -> bool {
    const WORD: usize = 3;
    let (start, end) = same_ends(old, new);
    let (one, other) = (old.chars().count(), new.chars().count());
    let same = start + end;
    (same == one.min(other) && same >= WORD) || (same > 0 && same * 2 >= one.max(other))
}

/// The number of equal characters at the start, and of the remaining ones at the end.
pub fn same_ends(old: &str, new: &str) -> (usize, usize) {
    let start = old.chars().zip(new.chars()).take_while(|(old, new)| old == new).count();
    let left = old.chars().count().min(new.chars().count()) - start;
    let end = old.chars().rev().zip(new.chars().rev()).take(left).take_while(|(old, new)| old == new).count();
    (start, end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn edits(old: &str, new: &str) -> Vec<LineEdit> {
        let lines = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        line_edits(&lines(old), &lines(new), |old, new| is_edit_of(old, new))
    }

    #[test]
    fn an_edited_line_replaces_its_old_self_and_others_stay() {
        use LineEdit::{Delete, Insert, Keep, Replace};
        assert_eq!(edits("a b c", "a b c"), [0, 1, 2].map(|old| Keep { old }));
        assert_eq!(
            edits("kuat ringan murah", "kuat ringan! murah baru"),
            [Keep { old: 0 }, Replace { old: 1, new: 1 }, Keep { old: 2 }, Insert { new: 3 }]
        );
        assert_eq!(edits("satu dua", "dua"), [Delete { old: 0 }, Keep { old: 1 }]);
        assert_eq!(edits("satu", "xyz satu1"), [Insert { new: 0 }, Replace { old: 0, new: 1 }]);
    }

    proptest! {
        #[test]
        fn following_the_edits_gives_the_new_lines(
            old in proptest::collection::vec("[ab]{1,3}", 0..8), new in proptest::collection::vec("[ab]{1,3}", 0..8)
        ) {
            let (mut made, mut seen) = (Vec::new(), Vec::new());
            for edit in line_edits(&old, &new, |old, new| is_edit_of(old, new)) {
                match edit {
                    LineEdit::Keep { old: at } => { made.push(old[at].clone()); seen.push(at); }
                    LineEdit::Replace { old: at, new: to } => { made.push(new[to].clone()); seen.push(at); }
                    LineEdit::Delete { old: at } => seen.push(at),
                    LineEdit::Insert { new: to } => made.push(new[to].clone()),
                }
            }
            prop_assert_eq!(made, new);
            prop_assert_eq!(seen, (0..old.len()).collect::<Vec<_>>());
        }
    }
}
