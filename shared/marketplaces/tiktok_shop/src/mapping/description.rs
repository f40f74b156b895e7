//! Plain descriptions and the limited HTML that the channel keeps.
//!
//! Ours is plain text: lines, and empty lines between paragraphs. It becomes `<p>` and `<br>` alone, which every
//! version of the channel's list of tags contains. On the way back everything that is only layout is dropped.

use std::collections::BTreeSet;

use domain::description::Format;

mod merge;
mod parse;
pub use merge::merge;

/// Tags after which a new paragraph starts.
const BLOCKS: [&str; 15] = [
    "p",
    "div",
    "ul",
    "ol",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "section",
    "article",
    "pre",
];

/// The HTML of a plain text.
pub fn to_html(plain: &str) -> String {
    let mut html = String::with_capacity(plain.len() + 32);
    for paragraph in tidy(plain).split("\n\n").filter(|paragraph| !paragraph.is_empty()) {
        html.push_str("<p>");
        for (i, line) in paragraph.lines().enumerate() {
            if i > 0 {
                html.push_str("<br>");
            }
            html_escape::encode_text_to_string(line, &mut html);
        }
        html.push_str("</p>");
    }
    html
}

/// The text that a buyer reads in `html`: paragraphs, lines and list points; pictures, layout, comments and scripts are
/// dropped.
pub fn to_plain(html: &str) -> String {
    let mut plain = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        words(&rest[..start], &mut plain);
        rest = &rest[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
            continue;
        }
        let Some(end) = end_of_tag(rest) else { break };
        let name = tag(&rest[1..end], &mut plain);
        rest = &rest[end + 1..];
        if matches!(name.as_str(), "script" | "style") {
            // Its content is never text.
            let close = format!("</{name}");
            let close = rest.to_ascii_lowercase().find(&close);
            rest = close.map_or("", |close| &rest[close..]);
        }
    }
    words(rest, &mut plain);
    tidy(&plain)
}

/// The kinds of layout that `before` has and `after` does not.
pub fn lost_formats(before: &str, after: &str) -> Vec<Format> {
    let kinds = |html: &str| -> BTreeSet<Format> {
        parse::opened(html).filter_map(|(name, _)| format_of(&name)).collect()
    };
    kinds(before).difference(&kinds(after)).copied().collect()
}

fn format_of(tag: &str) -> Option<Format> {
    Some(match tag {
        "img" => Format::Pictures,
        "video" | "iframe" | "embed" | "object" => Format::Videos,
        "ul" | "ol" => Format::Lists,
        "table" => Format::Tables,
        "a" => Format::Links,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Format::Headings,
        "b" | "strong" | "i" | "em" | "u" => Format::Emphasis,
        _ => return None,
    })
}

/// Where the tag at the start of `html` ends: at the first `>` outside quotes, or at the first one when a quote is not
/// closed.
fn end_of_tag(html: &str) -> Option<usize> {
    let mut quote = None;
    let mut last = '<';
    for (at, c) in html.char_indices() {
        match quote {
            Some(open) if open == c => quote = None,
            None if c == '>' => return Some(at),
            // Only a value is quoted: an apostrophe in other text opens no quote.
            None if matches!(c, '"' | '\'') && last == '=' => quote = Some(c),
            _ => {}
        }
        if !c.is_whitespace() {
            last = c;
        }
    }
    html.find('>')
}

/// Writes what a tag does to the text; returns the name of one that opens.
fn tag(tag: &str, plain: &mut String) -> String {
    let closing = tag.starts_with('/');
    let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        name if BLOCKS.contains(&name) => plain.push_str("\n\n"),
        "li" if !closing => plain.push_str("\n- "),
        "br" => plain.push('\n'),
        "tr" if closing => plain.push('\n'),
        "td" | "th" if !plain.ends_with([' ', '\n']) => plain.push(' '),
        _ => {}
    }
    if closing { String::new() } else { name }
}

/// Text between tags: line ends in the source are only spaces, as in any HTML.
fn words(text: &str, plain: &mut String) {
    let decoded = html_escape::decode_html_entities(text);
    for c in decoded.chars() {
        let c = if c.is_whitespace() { ' ' } else { c };
        if !(c == ' ' && plain.ends_with([' ', '\n'])) {
            plain.push(c);
        }
    }
}

/// One form for equal texts: no space at the end or start of a line, at most one empty line, none at the ends.
fn tidy(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if !(line.is_empty() && lines.last().is_none_or(String::is_empty)) {
            lines.push(line);
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn paragraphs_and_lines_become_two_tags() {
        assert_eq!(
            to_html("Frame 5\" & arm\nkuat <kokoh>\n\n- PLA+\n- TPU"),
            "<p>Frame 5\" &amp; arm<br>kuat &lt;kokoh&gt;</p><p>- PLA+<br>- TPU</p>"
        );
        assert_eq!(to_html("  \n\n "), "");
    }

    #[test]
    fn a_description_of_the_channels_own_editor_is_read_as_a_buyer_sees_it() {
        let html = "<p>Please compare <b>above</b>&nbsp;size.</p>\n<ul> \n  <li>M-Size</li>\n  <li>XL &amp; L</li>\n</ul> \n<img src=\"https://p16/x.jpeg\" width=\"600\" height=\"600\"/>\n";
        assert_eq!(to_plain(html), "Please compare above size.\n\n- M-Size\n- XL & L");
    }

    #[test]
    fn cells_stand_apart_and_what_is_no_text_is_left_out() {
        assert_eq!(
            to_plain("<table><tr><th>Berat</th><td>50g</td></tr><tr><td>Bahan</td><td>TPU</td></tr></table>"),
            "Berat 50g\nBahan TPU"
        );
        assert_eq!(to_plain("Satu<img alt=\"a > b\" src='x>y'> dua"), "Satu dua");
        assert_eq!(
            to_plain("<style>p > a { color: red }</style>Satu<SCRIPT>if (a<b) {}</Script > dua"),
            "Satu dua"
        );
        assert_eq!(to_plain("Satu<!-- <p>tidak > dibaca</p> --> dua"), "Satu dua");
        assert_eq!(
            to_plain("<b>Tom's \"5\" inch</b> <i class=\"x>tanpa akhir"),
            "Tom's \"5\" inch tanpa akhir"
        );
    }

    #[test]
    fn broken_html_loses_no_words() {
        assert_eq!(to_plain("5 < 7 &amp; AT&T &#39;ok&#x27; &bogus;"), "5 < 7 & AT&T 'ok' &bogus;");
    }

    proptest! {
        #[test]
        fn a_plain_text_comes_back_as_it_was_apart_from_empty_space(
            lines in proptest::collection::vec("[a-zA-Z0-9&<>;.,\"'éµ -]{0,24}", 0..8)
        ) {
            let plain = lines.join("\n");
            prop_assert_eq!(to_plain(&to_html(&plain)), tidy(&plain));
        }

        #[test]
        fn reading_never_fails(html in ".{0,200}") {
            let once = to_plain(&html);
            prop_assert_eq!(tidy(&once), once);
        }
    }
}
