//! Reads the other cells: whole numbers, centimetres, words, codes.

use super::{Cell, CellKind, Fault, damage::is_date};
use crate::{Length, ProductStatus, identity};

/// A whole number with or without thousands separators and its unit: `1500`, `1.500`, `250 g`, `5 hari`.
pub fn whole(cell: &Cell) -> Result<u32, Fault> {
    let content = identity::narrow(&plain(cell)?);
    let number = without_unit(&content, &["gram", "gr", "g", "hari", "days", "day", "pcs"]);
    let mut groups = number.split(['.', ',']);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let one_kind = !(number.contains('.') && number.contains(','));
    let grouped = cell.kind == CellKind::Text
        && one_kind
        && (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && rest.iter().all(|group| group.len() == 3);
    if !rest.is_empty() && !grouped {
        return Err(Fault::NumberMalformed);
    }
    let digits: String = number.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Fault::NumberMalformed);
    }
    digits.parse().map_err(|_| Fault::NumberTooLarge { max: "4.294.967.295".to_owned() })
}

/// Centimetres with at most two decimals after a comma or a point: `10`, `10,5`, `10.25 cm`. Three digits after the
/// separator could be thousands, so they are refused. The range is checked by the field.
pub fn centimetres(cell: &Cell) -> Result<Length, Fault> {
    let content = identity::narrow(&plain(cell)?);
    let number = without_unit(&content, &["cm"]).replace(',', ".");
    let decimals = number.split_once('.').map_or(0, |(_, part)| part.len());
    if decimals > 2 {
        return Err(Fault::LengthMalformed);
    }
    Length::from_centimetres(&number).map_err(|_| Fault::LengthMalformed)
}

/// `aktif` or `arsip`, in either language.
pub fn status(cell: &Cell) -> Result<ProductStatus, Fault> {
    match identity::key(&plain(cell)?).as_str() {
        "aktif" | "active" => Ok(ProductStatus::Active),
        "arsip" | "diarsipkan" | "archived" | "archive" => Ok(ProductStatus::Archived),
        _ => Err(Fault::StatusUnknown),
    }
}

/// Whether a mark is set: `ya`, `yes`, `hapus`, `delete`, `x`, `1`.
pub fn marked(cell: &Cell) -> Result<bool, Fault> {
    let content = if cell.kind == CellKind::Boolean { cell.content() } else { plain(cell)? };
    match identity::key(&content).as_str() {
        "" | "tidak" | "no" | "0" | "false" => Ok(false),
        "ya" | "yes" | "y" | "hapus" | "delete" | "x" | "1" | "true" => Ok(true),
        _ => Err(Fault::MarkUnknown),
    }
}

/// A SKU as it was typed; `stored` is the variant's current SKU. A SKU that Excel damaged is refused.
pub fn sku_text(cell: &Cell, stored: Option<&str>) -> Result<String, Fault> {
    let content = plain(cell)?;
    if cell.kind == CellKind::Number && content.contains('.') {
        return Err(Fault::CellDecimal);
    }
    if scientific(&content) || (cell.kind == CellKind::Number && content.len() > 15) {
        return Err(Fault::Scientific);
    }
    if is_date(&content) {
        return Err(Fault::CellDate);
    }
    let bare = |text: &str| text.trim_start_matches('0').to_owned();
    match stored {
        Some(stored)
            if stored.starts_with('0') && stored.len() > content.len() && bare(stored) == content =>
        {
            Err(Fault::SkuZerosLost { stored: stored.to_owned() })
        }
        _ => Ok(content),
    }
}

/// A number that Excel shortened: `1.23E+11`. Only with the plus sign that Excel writes, so that a code such as `12E3`
/// is still a code.
pub(super) fn scientific(text: &str) -> bool {
    let Some((number, power)) = text.split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = number.replacen(['.', ','], "", 1);
    digits(&number) && power.strip_prefix('+').is_some_and(digits)
}

/// The content of a cell that is neither an error nor a date.
pub fn plain(cell: &Cell) -> Result<String, Fault> {
    match cell.kind {
        CellKind::Error => Err(Fault::CellError),
        CellKind::Date => Err(Fault::CellDate),
        CellKind::Boolean => Err(Fault::CellBoolean),
        CellKind::Text | CellKind::Number => Ok(cell.content()),
    }
}

fn without_unit<'a>(text: &'a str, units: &[&str]) -> &'a str {
    let lower = text.to_ascii_lowercase();
    let unit = units.iter().find(|unit| lower.ends_with(**unit)).map_or(0, |unit| unit.len());
    text[..text.len() - unit].trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Cell {
        Cell { text: text.to_owned(), kind: CellKind::Number }
    }

    #[test]
    fn a_whole_number_may_have_its_unit_and_thousands() {
        for (text, value) in
            [("250", 250), ("250 g", 250), ("1.500", 1500), ("1,500 gram", 1500), ("5 hari", 5)]
        {
            assert_eq!(whole(&Cell::text(text)), Ok(value), "{text}");
        }
        assert_eq!(whole(&Cell::text("99999999999")).unwrap_err().code(), "sheet_number_too_large");
        for text in ["2,5", "1.50", "0.250", "dua", "-1", "", "g", "1.250,000", "5²"] {
            assert_eq!(whole(&Cell::text(text)).unwrap_err().code(), "sheet_number_malformed", "{text}");
        }
        assert_eq!(whole(&number("1.500")).unwrap_err().code(), "sheet_number_malformed");
    }

    #[test]
    fn centimetres_take_a_comma_or_a_point() {
        for (text, value) in [("10", 1000), ("10,5", 1050), ("10.25 cm", 1025), ("10,5cm", 1050)] {
            assert_eq!(centimetres(&Cell::text(text)).map(Length::get), Ok(value), "{text}");
        }
        for text in ["1.250", "1,234.5", "", "lima", "0"] {
            assert_eq!(
                centimetres(&Cell::text(text)).unwrap_err().code(),
                "sheet_length_malformed",
                "{text}"
            );
        }
        let date = Cell { text: "2026-05-20".to_owned(), kind: CellKind::Date };
        assert_eq!(centimetres(&date).unwrap_err().code(), "sheet_cell_date");
    }

    #[test]
    fn what_excel_made_of_a_sku_is_refused() {
        let refused = |text: &str| sku_text(&Cell::text(text), None).unwrap_err().code();
        assert_eq!(refused("1,23E+11"), "sheet_scientific");
        assert_eq!(refused("2-Mar"), "sheet_cell_date");
        assert_eq!(refused("20/05/2026"), "sheet_cell_date");
        assert_eq!(sku_text(&number("12345678901234567"), None).unwrap_err().code(), "sheet_scientific");
        let lost = sku_text(&number("123"), Some("00123")).unwrap_err();
        assert_eq!(lost.code(), "sheet_sku_zeros_lost");
        assert!(format!("{lost:?}").contains("00123"));
        for text in ["12E3", "MTK-5-10", "A1/2", "5-10", "00123", "1-2-3"] {
            assert_eq!(sku_text(&Cell::text(text), None).as_deref(), Ok(text));
        }
        assert_eq!(sku_text(&number("123"), None).as_deref(), Ok("123"));
    }

    #[test]
    fn words_are_known_in_both_languages() {
        assert_eq!(status(&Cell::text(" Aktif ")), Ok(ProductStatus::Active));
        assert_eq!(status(&Cell::text("ARCHIVED")), Ok(ProductStatus::Archived));
        assert_eq!(status(&Cell::text("dijual")).unwrap_err().code(), "sheet_status_unknown");
        assert_eq!(marked(&Cell::text("Ya")), Ok(true));
        assert_eq!(marked(&Cell::text("")), Ok(false));
        assert_eq!(marked(&Cell::text("mungkin")).unwrap_err().code(), "sheet_mark_unknown");
    }
}
