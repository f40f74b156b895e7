//! A description before a channel renders it: with placeholders filled in, and without anything that channels refuse.
//!
//! A placeholder is a word in braces, such as `{pre_order_days}`. It is filled for each channel from the product. An
//! unknown placeholder, or one for which the product has no value, is an error and is never sent ([`Placeholder`]).

use serde::{Deserialize, Serialize};

use crate::{Invalid, Product, identity};

/// The placeholders that exist, each with what it means in Bahasa Indonesia.
pub const PLACEHOLDERS: [(&str, &str); 7] = [
    ("pre_order_days", "jumlah hari pre-order"),
    ("pre_order_text", "kalimat pre-order; kosong untuk barang siap kirim"),
    ("title", "judul di kanal ini"),
    ("channel", "nama kanal"),
    ("brand", "merek"),
    ("category", "kategori"),
    ("weight_g", "berat paket dalam gram"),
];

/// Layout of a description that plain text cannot express.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    Pictures,
    Videos,
    Lists,
    Tables,
    Links,
    Headings,
    /// Bold, italic, underlined.
    Emphasis,
}

/// What fills the placeholders on one channel.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    pub product: &'a Product,
    /// The title that the listing will have there.
    pub title: &'a str,
    /// As the seller knows it, such as `Shopee`.
    pub channel: &'a str,
}

/// A placeholder that cannot be filled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placeholder {
    /// Without the braces.
    pub name: String,
    /// Whether the placeholder exists. If so, the product has no value for it.
    pub known: bool,
}

/// Fills the placeholders of `text`. One that cannot be filled stays as it is, for [`unfilled`] to find.
///
/// A line that contained only an empty placeholder is removed.
pub fn fill(text: &str, facts: Facts<'_>) -> String {
    if !text.contains('{') {
        return text.to_owned();
    }
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let filled = fill_line(line, facts);
        if !filled.trim().is_empty() || line.trim().is_empty() {
            lines.push(filled);
        }
    }
    lines.join("\n")
}

fn fill_line(line: &str, facts: Facts<'_>) -> String {
    let mut filled = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, name, after)) = next(rest) {
        filled.push_str(before);
        filled.push_str(&value(name, facts).unwrap_or_else(|| format!("{{{name}}}")));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// The first placeholder in `text`, with the text before and after it.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let open = from + text.get(from..)?.find('{')?;
        let inner = &text[open + 1..];
        let length = inner.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'))?;
        if inner[length..].starts_with('}') && inner.starts_with(|c: char| c.is_ascii_lowercase()) {
            return Some((&text[..open], &inner[..length], &inner[length + 1..]));
        }
        from = open + 1;
    }
}

fn value(name: &str, facts: Facts<'_>) -> Option<String> {
    let Facts { product, title, channel } = facts;
    match name {
        "pre_order_days" => product.pre_order.map(|days| days.get().to_string()),
        "pre_order_text" => Some(product.pre_order.map_or_else(String::new, |days| {
            format!("Pre-order {} hari: dibuat setelah pesanan masuk.", days.get())
        })),
        "title" => Some(title.to_owned()),
        "channel" => Some(channel.to_owned()),
        "brand" => product.brand.clone(),
        "category" => product.category.clone(),
        "weight_g" => product.weight.map(|weight| weight.get().to_string()),
        _ => None,
    }
}

/// The first placeholder that is left in a filled text.
pub fn unfilled(text: &str) -> Option<Placeholder> {
    let (_, name, _) = next(text)?;
    let known = PLACEHOLDERS.iter().any(|(known, _)| *known == name);
    Some(Placeholder { name: name.to_owned(), known })
}

/// Refuses a text that names a placeholder that does not exist. `field` is the text's name in the API.
pub fn check(field: &str, text: &str) -> Result<(), Invalid> {
    let mut rest = text;
    while let Some((_, name, after)) = next(rest) {
        if !PLACEHOLDERS.iter().any(|(known, _)| *known == name) {
            let known: Vec<String> = PLACEHOLDERS.iter().map(|(name, _)| format!("{{{name}}}")).collect();
            let problem = format!("{{{name}}} is unknown; there are {}", known.join(", "));
            return Err(Invalid::new(field, "placeholder_unknown", problem));
        }
        rest = after;
    }
    Ok(())
}

/// A text as every channel accepts it: one kind of line end, no control or invisible characters, no spaces at line
/// ends, and at most one empty line in a row. Doing it twice changes nothing.
pub fn sanitised(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<String> = Vec::new();
    for line in text.split('\n') {
        let plain = line.replace('\t', " ");
        let clean: String = identity::seen(&plain).chars().filter(|c| !c.is_control()).collect();
        let clean = clean.trim_end();
        if !clean.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(clean.to_owned());
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
    use crate::{PreOrderDays, ProductId, Title};

    fn product(days: Option<u16>) -> Product {
        let title = Title::parse("Dudukan GPS").unwrap();
        Product {
            brand: Some("Motekar".to_owned()),
            pre_order: days.map(|days| PreOrderDays::parse(days).unwrap()),
            ..Product::blank(ProductId::derived(&["a"]), title, jiff::Timestamp::UNIX_EPOCH)
        }
    }

    fn filled(text: &str, days: Option<u16>) -> String {
        fill(text, Facts { product: &product(days), title: "Mount GPS", channel: "Shopee" })
    }

    #[test]
    fn placeholders_are_filled_from_the_product() {
        let text = "{title} dari {brand}.\n{pre_order_text}\nProses {pre_order_days} hari.";
        assert_eq!(
            filled(text, Some(5)),
            "Mount GPS dari Motekar.\nPre-order 5 hari: dibuat setelah pesanan masuk.\nProses 5 hari."
        );
        assert_eq!(unfilled(&filled(text, Some(5))), None);
    }

    #[test]
    fn what_cannot_be_filled_is_found_and_never_lost() {
        let ready = filled("{pre_order_text}\nProses {pre_order_days} hari", None);
        assert_eq!(ready, "Proses {pre_order_days} hari");
        let left = |name: &str, known| Some(Placeholder { name: name.to_owned(), known });
        assert_eq!(unfilled(&ready), left("pre_order_days", true));
        assert_eq!(unfilled(&filled("Kirim {hari_kirim}", Some(5))), left("hari_kirim", false));
        assert_eq!(check("description", "{title} {hari}").unwrap_err().code, "placeholder_unknown");
        assert!(check("description", "{pre_order_days} { x } {5} {} {Besar} fn() { a }").is_ok());
    }

    #[test]
    fn a_text_is_sanitised() {
        assert_eq!(sanitised("a\u{200b} \r\n\r\n\r\n\tb\u{7}\u{a0}c  \n\n"), "a\n\n b c");
    }

    proptest! {
        #[test]
        fn sanitising_twice_changes_nothing(text in "[\\PC\\n\\r\\t {}a-z_\u{200b}\u{a0}]{0,60}") {
            let once = sanitised(&text);
            prop_assert_eq!(sanitised(&once), once);
        }

        #[test]
        fn filling_never_fails(text in "[a-z{}_ \n]{0,60}") {
            let once = filled(&text, Some(5));
            prop_assert!(check("x", &text).is_err() || unfilled(&once).is_none_or(|left| left.known));
        }
    }
}
