//! The fields of the product itself: what its rows change of them.

#![expect(clippy::option_option, reason = "absent: as it stands; `Some(None)`: emptied")]

use domain::{
    Product,
    sheet::{Cell, Column, Fault, centimetres, clean, plain, shown, status, whole},
};

use super::{
    place::At,
    rows::{Rows, Said},
};
use crate::catalogue::products::{DimensionsEdit, ImageEdit, ProductEdit};

/// The edit of everything but the variants, and how many options the product has after it.
pub(super) fn edit(rows: &mut Rows<'_>, before: &Product) -> (ProductEdit, usize) {
    let mut edit = ProductEdit {
        description: text(rows, before, Column::Description).map(Option::unwrap_or_default),
        category: text(rows, before, Column::Category),
        brand: text(rows, before, Column::Brand),
        weight: field(rows, before, Column::Weight, whole),
        pre_order_days: field(rows, before, Column::PreOrder, |cell| {
            whole(cell).and_then(|days| {
                u16::try_from(days).map_err(|_| Fault::NumberTooLarge { max: "90".to_owned() })
            })
        }),
        dimensions: dimensions(rows, before),
        images: images(rows, before),
        ..ProductEdit::default()
    };
    edit.title = kept(rows, before, Column::Title, plain);
    edit.status = kept(rows, before, Column::Status, status);
    let options = options(rows, before);
    let count = options.as_ref().map_or(before.options.len(), Vec::len);
    edit.options = options;
    (edit, count)
}

/// A field that can be emptied: `Some(None)` empties it.
fn field<T>(
    rows: &mut Rows<'_>,
    before: &Product,
    column: Column,
    read: impl Fn(&Cell) -> Result<T, Fault>,
) -> Option<Option<T>> {
    let stands = shown(before, column);
    match rows.said(column, &stands) {
        Said::Value(cell, at) => rows.keep(at, column, read(&cell)).map(Some),
        Said::Blank if column.is_cleared_by_blank() && !stands.is_empty() => Some(None),
        Said::Clear(_) if !stands.is_empty() => Some(None),
        _ => None,
    }
}

fn text(rows: &mut Rows<'_>, before: &Product, column: Column) -> Option<Option<String>> {
    field(rows, before, column, plain)
}

/// A field that every product has: it cannot be emptied.
fn kept<T>(
    rows: &mut Rows<'_>,
    before: &Product,
    column: Column,
    read: impl Fn(&Cell) -> Result<T, Fault>,
) -> Option<T> {
    match rows.said(column, &shown(before, column)) {
        Said::Value(cell, at) => rows.keep(at, column, read(&cell)),
        Said::Clear(at) => {
            rows.wrong(at, column, &Fault::CannotClear);
            None
        }
        _ => None,
    }
}

/// The three sides are valid only together.
fn dimensions(rows: &mut Rows<'_>, before: &Product) -> Option<Option<DimensionsEdit>> {
    let (mut texts, mut changed, mut at): (Vec<String>, bool, Option<(At, Column)>) =
        (Vec::new(), false, None);
    for column in Column::SIDES {
        let stands = shown(before, column);
        let text = match rows.said(column, &stands) {
            Said::Value(cell, place) => {
                changed = true;
                at = at.or(Some((place, column)));
                let side = rows.keep(place, column, centimetres(&cell))?;
                side.to_centimetres()
            }
            Said::Clear(_) | Said::Blank => {
                changed |= !stands.is_empty();
                String::new()
            }
            _ => stands.trim_end_matches(" cm").to_owned(),
        };
        texts.push(text);
    }
    if !changed {
        return None;
    }
    if texts.iter().all(String::is_empty) {
        return Some(None);
    }
    if texts.iter().any(String::is_empty) {
        let (at, column) = at.unwrap_or((rows.first(), Column::Length));
        rows.wrong(at, column, &Fault::DimensionsIncomplete);
        return None;
    }
    let mut sides = texts.into_iter();
    let mut side = || sides.next().unwrap_or_default();
    Some(Some(DimensionsEdit { length: side(), width: side(), height: side() }))
}

/// The whole list, an address a line. One that the product has keeps its copy on the channels.
fn images(rows: &mut Rows<'_>, before: &Product) -> Option<Vec<ImageEdit>> {
    let (cell, at) = match rows.said(Column::Images, &shown(before, Column::Images)) {
        Said::Value(cell, at) => (cell, at),
        Said::Clear(_) if !before.images.is_empty() => return Some(Vec::new()),
        _ => return None,
    };
    let content = rows.keep(at, Column::Images, plain(&cell))?;
    let mut known: Vec<_> = before.images.iter().collect();
    let mut edits = Vec::new();
    for line in content.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let place = known.iter().position(|image| clean(&image.url) == line);
        if let Some(place) = place {
            edits.push(ImageEdit { id: Some(known.remove(place).id.to_string()), url: None });
            continue;
        }
        edits.extend(addresses(line).map(|url| ImageEdit { id: None, url: Some(url.to_owned()) }));
    }
    Some(edits)
}

/// The addresses in a line, between spaces, commas or semicolons. A comma or semicolon can also stand within an
/// address: it separates where another address, or the end of a picture's name, stands before it or an address after
/// it.
fn addresses(line: &str) -> impl Iterator<Item = &str> {
    let begins = |text: &str| ["http://", "https://"].iter().any(|scheme| text.starts_with(scheme));
    let ends = |text: &str| {
        let lower = text.to_ascii_lowercase();
        [".jpg", ".jpeg", ".png", ".webp", ".gif"].iter().any(|ending| lower.ends_with(ending))
    };
    line.split_whitespace().flat_map(move |word| {
        let (mut parts, mut rest, mut from) = (Vec::new(), word, 0);
        while let Some(place) = rest.get(from..).and_then(|tail| tail.find([',', ';'])) {
            let at = from + place;
            let (before, after) = (&rest[..at], &rest[at + 1..]);
            if after.is_empty() || before.is_empty() || begins(after) || ends(before) {
                parts.push(before);
                (rest, from) = (after, 0);
            } else {
                from = at + 1;
            }
        }
        parts.push(rest);
        parts.into_iter().filter(|part| !part.is_empty())
    })
}

/// The names of the options, in order. An empty cell keeps a name; the word for it takes the last one away.
fn options(rows: &mut Rows<'_>, before: &Product) -> Option<Vec<String>> {
    let mut names: Vec<Option<String>> = Vec::new();
    let (mut changed, mut last) = (false, (rows.first(), Column::Option1));
    for (nth, column) in Column::OPTIONS.into_iter().enumerate() {
        let stands = before.options.get(nth).cloned();
        let name = match rows.said(column, &shown(before, column)) {
            Said::Value(cell, at) => {
                changed = true;
                last = (at, column);
                Some(rows.keep(at, column, plain(&cell))?)
            }
            Said::Clear(at) => {
                changed |= stands.is_some();
                last = (at, column);
                None
            }
            _ => stands,
        };
        names.push(name);
    }
    if !changed {
        return None;
    }
    let count = names.iter().filter(|name| name.is_some()).count();
    if names.iter().take(count).any(Option::is_none) {
        rows.wrong(last.0, last.1, &Fault::OptionsGap);
        return None;
    }
    Some(names.into_iter().flatten().collect())
}
