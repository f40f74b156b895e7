//! Numbers that mean something: 250 ml, 5 inch, 6S, isi 12.

use serde::{Deserialize, Serialize};

/// What a number counts or measures. Two listings without a common number of one kind are rarely the same product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// grams
    Weight,
    /// millilitres
    Volume,
    /// centimetres
    Length,
    /// the sides of `20x30 cm` multiplied, in centimetres
    Extent,
    /// inches
    Inch,
    /// pieces in the pack
    Pieces,
    /// watts
    Power,
    /// volts
    Voltage,
    /// milliampere-hours
    Charge,
    /// megabytes
    Storage,
    /// battery cells in series, or letters after a number as in `6S`
    Cells,
    /// revolutions per volt
    MotorConstant,
    /// ohms
    Resistance,
    /// per cent
    Share,
    /// clothing, shoe or model size named as such
    Size,
    /// months of age or duration
    Months,
}

/// A number with its kind, in thousandths of the kind's unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Quantity {
    /// What is measured.
    pub kind: Kind,
    /// How much, in thousandths of the unit.
    pub milli: u64,
}

/// The unit that `word` names: its kind, and its size in thousandths of the kind's base unit. `attached`: no space was
/// between the number and the word. A single letter is a unit only then.
pub fn unit(word: &str, attached: bool) -> Option<(Kind, u64)> {
    if word.len() == 1 && !attached {
        return None;
    }
    Some(match word {
        "g" | "gr" | "gram" | "grm" | "grams" | "grami" | "gms" => (Kind::Weight, 1_000),
        "kg" | "kilo" | "kilogram" | "kgs" => (Kind::Weight, 1_000_000),
        "mg" => (Kind::Weight, 1),
        "oz" => (Kind::Weight, 28_350),
        "ml" | "mili" | "cc" => (Kind::Volume, 1_000),
        "l" | "lt" | "ltr" | "liter" | "litre" | "litres" => (Kind::Volume, 1_000_000),
        "cm" | "centi" | "senti" => (Kind::Length, 1_000),
        "mm" => (Kind::Length, 100),
        "m" | "meter" | "mtr" | "mt" => (Kind::Length, 100_000),
        "yard" | "yd" => (Kind::Length, 91_440),
        "inch" | "inci" | "inchi" | "inc" | "\"" => (Kind::Inch, 1_000),
        "pcs" | "pc" | "pce" | "pieces" | "piece" | "biji" | "bj" | "buah" | "bh" | "pics" | "lembar"
        | "lbr" | "sheet" | "sheets" | "helai" | "butir" | "sachet" | "sachets" | "sct" | "bks"
        | "bungkus" | "kapsul" | "capsules" | "capsule" | "caps" | "tablet" | "tablets" | "tab" | "'s"
        | "batang" | "keping" | "ekor" | "item" | "items" => (Kind::Pieces, 1_000),
        "lusin" | "lsn" | "dozen" => (Kind::Pieces, 12_000),
        "kodi" => (Kind::Pieces, 20_000),
        "pasang" | "pair" | "pairs" => (Kind::Pieces, 2_000),
        "w" | "watt" | "watts" => (Kind::Power, 1_000),
        "v" | "volt" | "volts" => (Kind::Voltage, 1_000),
        "mah" => (Kind::Charge, 1_000),
        "mb" => (Kind::Storage, 1_000),
        "gb" => (Kind::Storage, 1_024_000),
        "tb" => (Kind::Storage, 1_048_576_000),
        "s" => (Kind::Cells, 1_000),
        "kv" => (Kind::MotorConstant, 1_000),
        "ohm" | "ohms" => (Kind::Resistance, 1_000),
        "%" | "persen" => (Kind::Share, 1_000),
        "bulan" | "bln" | "month" | "months" => (Kind::Months, 1_000),
        "tahun" | "thn" | "th" | "year" | "years" | "y" | "yr" => (Kind::Months, 12_000),
        _ => return None,
    })
}

/// The kind that a word before a number announces: `isi 5`, `size 38`.
pub fn announced(word: &str) -> Option<(Kind, u64)> {
    Some(match word {
        "isi" | "@" => (Kind::Pieces, 1_000),
        "size" | "ukuran" | "uk" | "ukr" | "no" | "nomor" => (Kind::Size, 1_000),
        _ => return None,
    })
}

/// Reads `250`, `0.25`, `0,25` and `1.000` as thousandths; `None` for what does not fit.
pub fn milli(number: &str) -> Option<u64> {
    let (whole, fraction) = match number.split_once(['.', ',']) {
        None => (number, ""),
        Some((whole, fraction)) if fraction.contains(['.', ',']) => return milli(&grouped(whole, fraction)?),
        // For an Indonesian seller `1.000` is a thousand, but `0.250` is a quarter.
        Some((whole, fraction)) if fraction.len() == 3 && whole != "0" => {
            return milli(&grouped(whole, fraction)?);
        }
        Some(parts) => parts,
    };
    if whole.is_empty()
        || whole.len() > 12
        || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    whole.parse::<u64>().ok()?.checked_mul(1_000)?.checked_add(thousandths.parse().ok()?)
}

/// The digits of a number with separators before groups of three digits.
fn grouped(first: &str, rest: &str) -> Option<String> {
    let groups = rest.split(['.', ',']);
    groups
        .clone()
        .all(|group| group.len() == 3)
        .then(|| groups.fold(first.to_owned(), |all, group| all + group))
}

impl Quantity {
    /// A text that is the same for equal quantities, whatever unit the seller used.
    pub fn token(self) -> String {
        format!("{:?}:{}", self.kind, self.milli).to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_sellers_here_write_them() {
        assert_eq!(milli("250"), Some(250_000));
        assert_eq!(milli("0,25"), Some(250));
        assert_eq!(milli("2.4"), Some(2_400));
        assert_eq!(milli("1.000"), Some(1_000_000));
        assert_eq!(milli("0.250"), Some(250));
        assert_eq!(milli("1.000.000"), Some(1_000_000_000));
        assert_eq!(milli("1.2.3"), None);
        assert_eq!(milli("99999999999999"), None);
    }

    #[test]
    fn a_kilo_and_a_thousand_grams_are_equal() {
        let of = |number, word| unit(word, true).and_then(|(kind, one)| Some((kind, milli(number)? * one)));
        assert_eq!(of("1", "kg"), of("1000", "gr"));
        assert_eq!(of("1", "lusin"), of("12", "pcs"));
        assert_ne!(of("5", "inch"), of("3", "inch"));
        assert_eq!(unit("l", false), None);
    }
}
