//! Reading an amount of rupiah that a person typed. A price is never guessed.

use super::{Cell, CellKind, Fault, number::scientific};
use crate::{Rupiah, identity};

/// Whole rupiah: `150000`, `150.000`, `150,000`, `Rp 150.000`, `Rp150.000,00`, `150.000,-`. Refused is what could mean
/// two amounts: `150.5`, `1,50`, `0.500`, a spreadsheet's number with decimals. The range is the field's to check.
pub fn money(cell: &Cell) -> Result<Rupiah, Fault> {
    match cell.kind {
        CellKind::Error => return Err(Fault::CellError),
        CellKind::Date => return Err(Fault::CellDate),
        CellKind::Boolean => return Err(Fault::CellBoolean),
        // A spreadsheet's own number has no thousands separators: a point in it is a decimal point.
        CellKind::Number => return whole_of(&cell.content()),
        CellKind::Text => {}
    }
    let content = identity::narrow(&cell.content());
    if scientific(&content) {
        return Err(Fault::Scientific);
    }
    let compact: String = content.chars().filter(|c| !c.is_whitespace()).collect();
    amount(without_unit(&compact)).map(Rupiah::new)
}

fn whole_of(digits: &str) -> Result<Rupiah, Fault> {
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        digits.parse().map(Rupiah::new).map_err(|_| Fault::MoneyMalformed)
    } else if digits.contains('.') {
        Err(Fault::MoneyAmbiguous)
    } else {
        Err(Fault::MoneyMalformed)
    }
}

/// Without `Rp` or `IDR` before the digits and `,-` behind them.
fn without_unit(text: &str) -> &str {
    let lower = text.to_ascii_lowercase();
    let unit = ["rp.", "rp", "idr"].into_iter().find(|unit| lower.starts_with(unit)).map_or(0, str::len);
    let text = text.get(unit..).unwrap_or(text);
    text.strip_suffix(",-").or_else(|| text.strip_suffix(".-")).unwrap_or(text)
}

fn amount(text: &str) -> Result<i64, Fault> {
    let malformed = || Fault::MoneyMalformed;
    let ambiguous = || Fault::MoneyAmbiguous;
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')) {
        return Err(malformed());
    }
    // What follows the last separator is two zeros where it is cents of nothing.
    let cents = text.rfind(['.', ',']).filter(|place| &text[place + 1..] == "00");
    let (whole, mark) = match cents {
        Some(place) => (&text[..place], text[place..].chars().next()),
        None => (text, None),
    };
    let separators: Vec<char> = whole.chars().filter(|c| matches!(c, '.' | ',')).collect();
    // One kind of thousands separator, and another one before the cents.
    let mixed = separators.windows(2).any(|pair| pair[0] != pair[1]) || separators.first().copied() == mark;
    if (mixed && !separators.is_empty()) || (mark.is_some() && separators.is_empty() && whole.len() <= 3) {
        return Err(ambiguous());
    }
    let mut groups = whole.split(['.', ',']);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty()
        || ((1..=3).contains(&first.len()) && !first.starts_with('0') && rest.iter().all(|g| g.len() == 3));
    if !grouped || first.is_empty() {
        return Err(ambiguous());
    }
    whole.replace(['.', ','], "").parse().map_err(|_| malformed())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn typed(text: &str) -> Result<i64, &'static str> {
        money(&Cell::text(text)).map(Rupiah::get).map_err(|fault| fault.code())
    }

    #[test]
    fn an_amount_is_read_however_indonesians_write_it() {
        for text in [
            "150000",
            "150.000",
            "150,000",
            "Rp150.000",
            "Rp 150.000",
            "rp. 150.000",
            "IDR 150,000",
            "150.000,-",
            "Rp150.000,00",
            "150,000.00",
            "150000,00",
            " 150 000 ",
            "Rp\u{a0}150.000",
        ] {
            assert_eq!(typed(text), Ok(150_000), "{text}");
        }
        assert_eq!(typed("1.250.000"), Ok(1_250_000));
        assert_eq!(typed("1.500"), Ok(1_500));
        assert_eq!(typed("0"), Ok(0));
    }

    #[test]
    fn an_amount_that_could_be_two_is_refused() {
        for text in [
            "150.5",
            "150,5",
            "1,50",
            "150.00",
            "0.500",
            "1.50.000",
            "150.0000",
            "1.250,000",
            "1,2.3",
            ".500",
        ] {
            assert_eq!(typed(text), Err("sheet_money_ambiguous"), "{text}");
        }
        for text in ["150rb", "150k", "-150000", "seratus", "Rp", "$5", "1/2", "99999999999999999999"] {
            assert_eq!(typed(text), Err("sheet_money_malformed"), "{text}");
        }
        assert_eq!(typed("1,5E+05"), Err("sheet_scientific"));
    }

    #[test]
    fn a_number_of_the_spreadsheet_has_no_thousands_points() {
        let number = |text: &str| Cell { text: text.to_owned(), kind: CellKind::Number };
        assert_eq!(money(&number("150000")), Ok(Rupiah::new(150_000)));
        // Typed as 150.125 in an English Excel: not one hundred and fifty thousand.
        assert_eq!(money(&number("150.125")).unwrap_err().code(), "sheet_money_ambiguous");
        let date = Cell { text: "2026-05-20".to_owned(), kind: CellKind::Date };
        assert_eq!(money(&date).unwrap_err().code(), "sheet_cell_date");
    }

    proptest! {
        #[test]
        fn an_amount_survives_its_texts(amount in 0_i64..1_000_000_000) {
            prop_assert_eq!(typed(&amount.to_string()), Ok(amount));
            prop_assert_eq!(typed(&Rupiah::new(amount).to_string()), Ok(amount));
        }

        #[test]
        fn what_is_read_has_the_digits_that_were_typed(text in "(Rp ?)?[0-9.,]{1,12}") {
            if let Ok(amount) = typed(&text) {
                let digits: String = text.chars().filter(char::is_ascii_digit).collect();
                let read: i64 = digits.parse().unwrap();
                prop_assert!(read == amount || (read == amount * 100 && text.ends_with("00")), "{} is {}", text, amount);
            }
        }
    }
}
