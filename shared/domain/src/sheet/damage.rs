//! The damage that spreadsheets do to codes, and how to find the original code.

use super::{Cell, CellKind, Fault};
use crate::identity;

/// A text that a spreadsheet made from a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// A number in scientific notation: its leading digits, and how many digits the number has.
    Scientific {
        digits: String,
        length: usize,
    },
    /// Day and month, in either order, and the year if it is shown.
    Date {
        parts: [u32; 2],
        year: Option<u32>,
    },
    Boolean,
    /// Digits only, whose leading zeros may be lost.
    Digits(String),
}

impl Damage {
    /// The damage that `cell` shows. A valid code can look the same, so the caller must first look the code up.
    pub fn of(cell: &Cell) -> Option<Self> {
        let content = identity::narrow(&cell.content());
        if cell.kind == CellKind::Date {
            return serial(&content)
                .map(|(day, month, year)| Self::Date { parts: [day, month], year: Some(year) });
        }
        if cell.kind == CellKind::Boolean
            || matches!(identity::key(&content).as_str(), "true" | "false" | "benar" | "salah")
        {
            return Some(Self::Boolean);
        }
        if let Some((digits, length)) = short_form(&content) {
            return Some(Self::Scientific { digits, length });
        }
        if let Some((parts, year)) = date(&content) {
            return Some(Self::Date { parts, year });
        }
        let only_digits = !content.is_empty() && content.bytes().all(|byte| byte.is_ascii_digit());
        (only_digits && !content.starts_with('0')).then_some(Self::Digits(content))
    }

    /// Whether a spreadsheet turns `sku` into this text.
    fn is_made_of(&self, sku: &str) -> bool {
        let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match self {
            Self::Boolean => false,
            Self::Digits(digits) => {
                all_digits(sku) && sku.starts_with('0') && sku.trim_start_matches('0') == digits
            }
            Self::Scientific { digits, length } => {
                // A spreadsheet reads `1E5` as the number 100000.
                let plain = match sku.split_once(['E', 'e']) {
                    Some((number, power)) if all_digits(number) && all_digits(power) => {
                        let zeros = power.parse::<usize>().ok().filter(|zeros| *zeros < 30);
                        zeros.map(|zeros| format!("{number}{}", "0".repeat(zeros)))
                    }
                    _ => all_digits(sku).then(|| sku.to_owned()),
                };
                plain.is_some_and(|plain| {
                    let bare = plain.trim_start_matches('0');
                    bare.len() == *length && rounds_to(bare, digits)
                })
            }
            Self::Date { parts, year } => date(sku).or_else(|| numbers(sku)).is_some_and(|(theirs, of)| {
                let mut pairs = [*parts, theirs];
                for pair in &mut pairs {
                    pair.sort_unstable();
                }
                let same_year =
                    of.is_none() || year.is_none() || of.map(|y| y % 100) == year.map(|y| y % 100);
                pairs[0] == pairs[1] && same_year
            }),
        }
    }

    /// The fault, with the original code if exactly one of `skus` can have become this text. Digits are a fault only if
    /// such a code exists.
    pub fn fault<'a>(&self, skus: impl IntoIterator<Item = &'a str>) -> Option<Fault> {
        let mut made = skus.into_iter().filter(|sku| self.is_made_of(sku));
        let stored = made.next().filter(|_| made.next().is_none()).map(str::to_owned);
        Some(match (self, stored) {
            (Self::Boolean, _) => Fault::CellBoolean,
            (Self::Scientific { .. }, Some(stored)) => Fault::ScientificSku { stored },
            (Self::Scientific { .. }, None) => Fault::Scientific,
            (Self::Date { .. }, Some(stored)) => Fault::SkuDate { stored },
            (Self::Date { .. }, None) => Fault::CellDate,
            (Self::Digits(_), Some(stored)) => Fault::SkuZerosLost { stored },
            (Self::Digits(_), None) => return None,
        })
    }
}

/// Reads `6.93217E+12`: the remaining digits, and how many digits the number has.
fn short_form(text: &str) -> Option<(String, usize)> {
    let (number, power) = text.split_once(['E', 'e'])?;
    let power: usize = power.strip_prefix('+')?.parse().ok()?;
    let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, ""));
    let digits = format!("{whole}{part}");
    let fine = whole.len() == 1 && power < 40 && digits.bytes().all(|byte| byte.is_ascii_digit());
    fine.then(|| (digits.trim_end_matches('0').to_owned(), power + 1))
}

/// Whether `digits` are the leading digits of `number`, with the last one rounded.
fn rounds_to(number: &str, digits: &str) -> bool {
    let padded =
        |text: &str| format!("{text:0<6}").chars().take(6).collect::<String>().parse::<i64>().unwrap_or(0);
    let shown = digits.len().max(1);
    // Scientific notation shows at most six digits, and fewer if the others are zeros.
    let exact = number.trim_end_matches('0') == digits;
    exact || (shown <= 6 && (padded(number) - padded(digits)).abs() <= 1 && shown >= 3)
}

const MONTHS: [&[&str]; 12] = [
    &["jan"],
    &["feb", "peb"],
    &["mar"],
    &["apr"],
    &["mei", "may"],
    &["jun"],
    &["jul"],
    &["agu", "agt", "aug"],
    &["sep"],
    &["okt", "oct"],
    &["nov", "nop"],
    &["des", "dec"],
];

fn month(text: &str) -> Option<u32> {
    let lower = text.to_lowercase();
    let place = MONTHS.iter().position(|names| names.contains(&lower.as_str()))?;
    u32::try_from(place + 1).ok()
}

fn number(text: &str, most: usize) -> Option<u32> {
    let fits = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

/// Reads a date as spreadsheets show it: `05-Mar`, `Mar-26`, `03/05/2026`, `2026-05-03`.
fn date(text: &str) -> Option<([u32; 2], Option<u32>)> {
    let parts: Vec<&str> = text.split(['/', '-']).collect();
    match parts.as_slice() {
        [day, name] if month(name).is_some() => Some(([number(day, 2)?, month(name)?], None)),
        [name, year] if month(name).is_some() => Some(([number(year, 2)?, month(name)?], None)),
        [day, name, year] if month(name).is_some() => {
            Some(([number(day, 2)?, month(name)?], Some(number(year, 4)?)))
        }
        [day, of, year] if text.contains('/') && year.len() == 4 => {
            Some(([number(day, 2)?, number(of, 2)?], Some(number(year, 4)?)))
        }
        [year, of, day] if year.len() == 4 && of.len() == 2 && day.len() == 2 => {
            Some(([number(day, 2)?, number(of, 2)?], Some(number(year, 4)?)))
        }
        _ => None,
    }
}

/// Reads a code that a spreadsheet treats as a date: `5-3`, `05/03`, `5-3-26`.
fn numbers(text: &str) -> Option<([u32; 2], Option<u32>)> {
    let parts: Vec<u32> = text.split(['/', '-']).map(|part| number(part, 4)).collect::<Option<_>>()?;
    match parts.as_slice() {
        [one, two] => Some(([*one, *two], None)),
        [one, two, year] => Some(([*one, *two], Some(*year))),
        _ => None,
    }
}

/// Day, month and year of a spreadsheet's serial number of a date.
fn serial(text: &str) -> Option<(u32, u32, u32)> {
    if let Some(([day, month], Some(year))) = date(text.get(..10).unwrap_or(text)) {
        return Some((day, month, year));
    }
    let days: i64 = text.split('.').next()?.parse().ok().filter(|days| (1..2_958_466).contains(days))?;
    let date = jiff::civil::date(1899, 12, 30).checked_add(jiff::Span::new().days(days)).ok()?;
    let part = |value: i8| u32::try_from(value).ok();
    Some((part(date.day())?, part(date.month())?, u32::try_from(date.year()).ok()?))
}

/// Whether `text` is a date as spreadsheets show it.
pub(super) fn is_date(text: &str) -> bool {
    date(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SKUS: [&str; 12] = [
        "6932169358293",
        "1914310000010100000",
        "5-3",
        "3-MAR",
        "007",
        "1E5",
        "MTK-1",
        "90-75",
        "12/05/2026",
        "00123",
        "0123",
        "8-8",
    ];

    fn told(text: &str) -> Option<Fault> {
        Damage::of(&Cell::text(text)).and_then(|damage| damage.fault(SKUS))
    }

    #[test]
    fn the_code_that_was_there_is_named_where_only_one_can_have_been() {
        let stored = |text: &str| text.to_owned();
        assert_eq!(told("6.93217E+12"), Some(Fault::ScientificSku { stored: stored("6932169358293") }));
        assert_eq!(told("6,93217E+12"), Some(Fault::ScientificSku { stored: stored("6932169358293") }));
        assert_eq!(told("1.91431E+18"), Some(Fault::ScientificSku { stored: stored("1914310000010100000") }));
        assert_eq!(told("1.00E+05"), Some(Fault::ScientificSku { stored: stored("1E5") }));
        assert_eq!(told("7.77777E+12"), Some(Fault::Scientific));
        assert_eq!(told("05-Mar"), Some(Fault::SkuDate { stored: stored("5-3") }));
        assert_eq!(told("03/05/2026"), Some(Fault::SkuDate { stored: stored("5-3") }));
        assert_eq!(told("08-Agu"), Some(Fault::SkuDate { stored: stored("8-8") }));
        assert_eq!(told("01-Jan"), Some(Fault::CellDate));
        assert_eq!(told("7"), Some(Fault::SkuZerosLost { stored: stored("007") }));
        assert_eq!(told("123"), None, "two codes can have become this, and it may be a third");
        assert_eq!(told("TRUE"), Some(Fault::CellBoolean));
        assert_eq!(told("SALAH"), Some(Fault::CellBoolean));
        for text in ["MTK-1", "12E3", "1-2-3", "A1/2", "00123", "90.75", ""] {
            assert_eq!(told(text), None, "{text}");
        }
    }

    #[test]
    fn a_cell_of_the_kind_date_is_read_as_its_day() {
        let day = |text: &str| {
            let cell = Cell { text: text.to_owned(), kind: CellKind::Date };
            Damage::of(&cell).and_then(|damage| damage.fault(SKUS))
        };
        assert_eq!(day("46086"), Some(Fault::SkuDate { stored: "5-3".to_owned() }), "5 March 2026");
        assert_eq!(day("2026-03-05"), Some(Fault::SkuDate { stored: "5-3".to_owned() }));
        assert_eq!(day("2026-03-05T00:00:00"), Some(Fault::SkuDate { stored: "5-3".to_owned() }));
        assert_eq!(day("46087"), Some(Fault::CellDate));
    }
}
