//! Puts a new text into existing HTML: lines that did not change keep their markup, and so does everything that
//! is not text, such as pictures between paragraphs.
//!
//! The result is used only when a buyer reads exactly the new text in it. Otherwise the whole text is written again,
//! with the pictures after it.

use domain::lines::{LineEdit, is_edit_of, line_edits, same_ends};

use super::{parse, parse::Parsed, tidy, to_html, to_plain};

/// `plain` in the markup of `html`.
pub fn merge(html: &str, plain: &str) -> String {
    let wanted = tidy(plain);
    let merged = edited(html, &wanted).filter(|merged| to_plain(merged) == wanted);
    merged.unwrap_or_else(|| {
        let pictures: String = parse::pictures(html).collect();
        to_html(&wanted) + &pictures
    })
}

/// A line as it is compared: its text, and whether there is an empty line before it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    text: String,
    blank_before: bool,
}

impl Said {
    fn is_item(&self) -> bool {
        self.text.starts_with("- ")
    }

    /// Without the sign of a list point.
    fn words(&self) -> &str {
        self.text.strip_prefix("- ").unwrap_or(&self.text)
    }
}

fn said(plain: &str) -> Vec<Said> {
    let (mut lines, mut blank_before) = (Vec::new(), false);
    for line in plain.lines() {
        if line.is_empty() {
            blank_before = true;
        } else {
            lines.push(Said { text: line.to_owned(), blank_before });
            blank_before = false;
        }
    }
    lines
}

/// What takes the place of `start..end` in the HTML.
struct Patch {
    start: usize,
    end: usize,
    html: String,
    /// A paragraph of its own, which a next line may join.
    paragraph: bool,
}

impl Patch {
    fn cut((start, end): (usize, usize), html: String) -> Self {
        Self { start, end, html, paragraph: false }
    }
}

fn edited(html: &str, wanted: &str) -> Option<String> {
    let parsed = Parsed::of(html);
    let old: Vec<Said> =
        parsed.lines.iter().map(|line| Said { text: line.text(), blank_before: line.blank_before }).collect();
    let new = said(wanted);
    let alike = |old: &Said, new: &Said| {
        let same_place = old.blank_before == new.blank_before && old.is_item() == new.is_item();
        same_place && is_edit_of(old.words(), new.words())
    };
    let mut patches: Vec<Patch> = Vec::new();
    // The last old line, and whether it was removed.
    let mut last: Option<(usize, bool)> = None;
    for edit in line_edits(&old, &new, alike) {
        match edit {
            LineEdit::Keep { old } => last = Some((old, false)),
            LineEdit::Replace { old: at, new: to } => {
                patches.push(rewritten(html, &parsed, at, new[to].words()));
                last = Some((at, false));
            }
            LineEdit::Delete { old } => {
                patches.extend(removed(html, &parsed, old));
                last = Some((old, true));
            }
            LineEdit::Insert { new: to } => insert(&mut patches, &parsed, last, &new[to]),
        }
    }
    applied(html, patches)
}

/// Only what differs within the line is written; tags in that part stay.
fn rewritten(html: &str, parsed: &Parsed, at: usize, words: &str) -> Patch {
    let line = &parsed.lines[at];
    let said: String = line.chars.iter().map(|char| char.is).collect();
    let (front, back) = same_ends(&said, words);
    let count = line.chars.len();
    let start =
        line.chars.get(front).map_or(line.chars.last().map_or(line.end, |last| last.end), |c| c.start);
    let end = if count - back > front { line.chars[count - back - 1].end } else { start };
    let middle: String = words.chars().skip(front).take(words.chars().count() - front - back).collect();
    let mut written = String::new();
    html_escape::encode_text_to_string(&middle, &mut written);
    written.extend(parsed.tags_within(start, end).map(|(from, to)| &html[from..to]));
    Patch::cut((start, end), written)
}

fn removed(html: &str, parsed: &Parsed, at: usize) -> Vec<Patch> {
    let line = &parsed.lines[at];
    if let Some(block) = line.block.map(|block| &parsed.blocks[block])
        && let Some(close) = block.close.filter(|_| block.lines == 1)
    {
        let whole = (block.open.0, close.1);
        let kept: String = parse::pictures(&html[whole.0..whole.1]).collect();
        return vec![Patch::cut(whole, kept)];
    }
    let (Some(first), Some(last)) = (line.chars.first(), line.chars.last()) else { return Vec::new() };
    let kept: String = parsed.tags_within(first.start, last.end).map(|(from, to)| &html[from..to]).collect();
    let text = Patch::cut((first.start, last.end), kept);
    let line_break = line.break_before.or(line.break_behind).map(|place| Patch::cut(place, String::new()));
    std::iter::once(text).chain(line_break).collect()
}

fn insert(patches: &mut Vec<Patch>, parsed: &Parsed, last: Option<(usize, bool)>, new: &Said) {
    let mut words = String::new();
    html_escape::encode_text_to_string(new.words(), &mut words);
    let place = |at: usize, html: String, paragraph: bool| Patch { start: at, end: at, html, paragraph };
    let before = last.map(|(at, gone)| (&parsed.lines[at], gone));
    if let Some((line, _)) = before
        && let (true, true, false) = (new.is_item(), line.is_item, new.blank_before)
        && let Some(close) = parsed.item_close(line)
    {
        patches.push(place(close, format!("<li>{words}</li>"), false));
        return;
    }
    if new.is_item() {
        words.insert_str(0, "- ");
    }
    if !new.blank_before
        && let Some(open) = patches.last_mut().filter(|patch| patch.paragraph)
    {
        open.html.truncate(open.html.len() - "</p>".len());
        open.html.extend(["<br>", &words, "</p>"]);
        return;
    }
    match before {
        Some((line, false)) if !new.blank_before && !line.is_item => {
            patches.push(place(line.end, format!("<br>{words}"), false));
        }
        Some((line, _)) => patches.push(place(parsed.behind(line), format!("<p>{words}</p>"), true)),
        None => patches.push(place(0, format!("<p>{words}</p>"), true)),
    }
}

/// `None` when two patches overlap.
fn applied(html: &str, mut patches: Vec<Patch>) -> Option<String> {
    patches.sort_by_key(|patch| patch.start);
    let (mut merged, mut at) = (String::with_capacity(html.len()), 0);
    for patch in patches {
        merged.push_str(html.get(at..patch.start)?);
        merged.push_str(&patch.html);
        at = patch.end;
    }
    merged.push_str(html.get(at..)?);
    Some(merged)
}

#[cfg(test)]
mod tests {
    use domain::description::Format;
    use proptest::prelude::*;
    use rstest::rstest;

    use super::{super::lost_formats, *};

    const LAID_OUT: &str =
        "<p>Pembuka</p><ul><li>Poin satu</li></ul><img src=\"IMG\" width=\"10\"/><p>Penutup&nbsp;akhir</p>";

    #[rstest]
    #[case::sentence(
        "Pembuka\n\n- Poin satu\n\nPenutup akhir. Kirim cepat & aman.",
        "<p>Pembuka</p><ul><li>Poin satu</li></ul><img src=\"IMG\" width=\"10\"/><p>Penutup&nbsp;akhir. Kirim cepat &amp; aman.</p>"
    )]
    #[case::paragraph(
        "Pembuka\n\n- Poin satu\n\nPenutup akhir\n\nBaru\ndua baris",
        "<p>Pembuka</p><ul><li>Poin satu</li></ul><img src=\"IMG\" width=\"10\"/><p>Penutup&nbsp;akhir</p><p>Baru<br>dua baris</p>"
    )]
    #[case::point(
        "Pembuka\n\n- Poin satu\n- Poin dua\n\nPenutup akhir",
        "<p>Pembuka</p><ul><li>Poin satu</li><li>Poin dua</li></ul><img src=\"IMG\" width=\"10\"/><p>Penutup&nbsp;akhir</p>"
    )]
    #[case::point_edited(
        "Pembuka\n\n- Poin 1\n\nPenutup akhir",
        "<p>Pembuka</p><ul><li>Poin 1</li></ul><img src=\"IMG\" width=\"10\"/><p>Penutup&nbsp;akhir</p>"
    )]
    #[case::removed(
        "Pembuka\n\nPenutup akhir",
        "<p>Pembuka</p><ul></ul><img src=\"IMG\" width=\"10\"/><p>Penutup&nbsp;akhir</p>"
    )]
    #[case::first(
        "Baru\n\nPembuka\n\n- Poin satu\n\nPenutup akhir",
        "<p>Baru</p><p>Pembuka</p><ul><li>Poin satu</li></ul><img src=\"IMG\" width=\"10\"/><p>Penutup&nbsp;akhir</p>"
    )]
    fn an_edit_of_the_text_leaves_everything_else_as_it_is(#[case] plain: &str, #[case] expected: &str) {
        assert_eq!(merge(LAID_OUT, plain), expected);
    }

    #[test]
    fn markup_within_a_line_stays_around_the_words_that_stay() {
        let html = "<p>Bahan <b>PLA+</b> kuat<br>Warna: hitam</p>";
        assert_eq!(
            merge(html, "Bahan PLA+ sangat kuat\nWarna: merah"),
            "<p>Bahan <b>PLA+</b> sangat kuat<br>Warna: merah</p>"
        );
        assert_eq!(
            merge(html, "Bahan PETG kuat\nWarna: hitam"),
            "<p>Bahan <b>PETG</b> kuat<br>Warna: hitam</p>"
        );
        assert_eq!(merge(html, "Bahan PLA+ kuat"), "<p>Bahan <b>PLA+</b> kuat</p>");
    }

    #[test]
    fn another_text_altogether_keeps_the_pictures() {
        let merged = merge(LAID_OUT, "Tulisan lain sama sekali");
        assert!(merged.contains("<img src=\"IMG\" width=\"10\"/>"), "{merged}");
        assert_eq!(to_plain(&merged), "Tulisan lain sama sekali");
    }

    #[test]
    fn what_goes_is_named() {
        assert_eq!(lost_formats(LAID_OUT, LAID_OUT), []);
        assert_eq!(lost_formats(LAID_OUT, "<p>x</p>"), [Format::Pictures, Format::Lists]);
        assert_eq!(
            lost_formats("<h2>a</h2><b>b</b><a href=\"x\">c</a>", "<b>b</b>"),
            [Format::Links, Format::Headings]
        );
    }

    fn html() -> impl Strategy<Value = String> {
        let words = "[a-c&; ]{0,6}";
        let inline = prop_oneof![
            words.prop_map(|text| to_html(&text).replace("<p>", "").replace("</p>", "")),
            words.prop_map(|text| format!("<b>{}</b>", text.replace(['&', ';'], ""))),
            Just("<img src=\"a > b\">".to_owned()),
            Just("<br>".to_owned()),
            Just("&nbsp;".to_owned()),
            Just("<!-- <p> -->".to_owned()),
        ];
        let inline = proptest::collection::vec(inline, 0..5).prop_map(|parts| parts.concat()).boxed();
        let block = prop_oneof![
            inline.clone().prop_map(|inner| format!("<p>{inner}</p>")),
            inline.clone(),
            proptest::collection::vec(inline.clone(), 0..4).prop_map(|points| format!(
                "<ul>{}</ul>",
                points.iter().flat_map(|p| ["<li>", p.as_str(), "</li>"]).collect::<String>()
            )),
            inline.clone().prop_map(|inner| format!("<div><h2>{inner}</h2><p>{inner}</p></div>")),
            inline.prop_map(|inner| format!("<table><tr><td>{inner}</td><td>x</td></tr></table>")),
        ];
        proptest::collection::vec(block, 0..5).prop_map(|blocks| blocks.concat())
    }

    proptest! {
        #[test]
        fn a_buyer_always_reads_the_new_text_and_no_picture_is_lost(
            html in html(), plain in "[a-c&\\n -]{0,24}"
        ) {
            let merged = merge(&html, &plain);
            prop_assert_eq!(to_plain(&merged), tidy(&plain));
            prop_assert_eq!(parse::pictures(&merged).count(), parse::pictures(&html).count());
        }

        #[test]
        fn the_same_text_changes_nothing(html in html()) {
            prop_assert_eq!(merge(&html, &to_plain(&html)), html);
        }

        #[test]
        fn a_sentence_at_the_end_changes_nothing_before_it(html in html()) {
            let plain = to_plain(&html);
            let merged = merge(&html, &format!("{plain}\n\nKirim cepat."));
            prop_assert_eq!(lost_formats(&html, &merged), []);
        }
    }
}
