//! Types for numbers and flags as Shopee sends them: `172500`, `172500.0`, `"10.02"`, `"FALSE"`. Nothing passes through
//! a float.

use app::marketplace::tolerant::{flag, text, whole};
pub use app::marketplace::tolerant::{or_default, text as string};
use domain::Rupiah;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use serde_json::value::RawValue;

/// Whole rupiah. A decimal amount is an error: this channel's IDR prices have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount(pub Rupiah);

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = text(deserializer)?;
        whole(&text)
            .map(|amount| Self(Rupiah::new(amount)))
            .ok_or_else(|| D::Error::custom(format!("not a whole number of rupiah: {text}")))
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// A decimal number as text, such as a weight. Empty where it was `null`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decimal(pub String);

impl Decimal {
    /// The whole number at or below it; `None` when it is not a number.
    pub fn floor(&self) -> Option<i64> {
        let (whole, part) = self.0.split_once('.').unwrap_or((&self.0, ""));
        let negative = whole.starts_with('-') && part.bytes().any(|digit| digit != b'0');
        part.bytes().all(|digit| digit.is_ascii_digit()).then_some(())?;
        whole.parse::<i64>().ok().map(|value| if negative { value - 1 } else { value })
    }

    /// The whole number at or above it.
    pub fn ceil(&self) -> Option<i64> {
        let part = self.0.split_once('.').map_or("", |(_, part)| part);
        let lost = part.bytes().any(|digit| digit != b'0');
        self.floor().map(|value| value + i64::from(lost))
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer).map(|text| Self(text.trim().to_owned()))
    }
}

/// A decimal number that is sent as a JSON number, digit for digit.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Number(Box<RawValue>);

impl Number {
    /// `None` when `text` is not a JSON number.
    pub fn of(text: &str) -> Option<Self> {
        let is_number = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        is_number.then(|| RawValue::from_string(text.to_owned()).ok().map(Self)).flatten()
    }
}

/// A whole number that may arrive as a text: an id, a count, a time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Int(pub i64);

impl Int {
    pub fn id(self) -> Option<u64> {
        u64::try_from(self.0).ok().filter(|id| *id > 0)
    }

    pub fn count(self) -> u32 {
        u32::try_from(self.0.max(0)).unwrap_or(u32::MAX)
    }

    /// Unix seconds; milliseconds are recognised by their size. Zero means absent.
    pub fn time(self) -> Option<Timestamp> {
        match self.0 {
            ..=0 => None,
            millis @ 100_000_000_000.. => Timestamp::from_millisecond(millis).ok(),
            seconds => Timestamp::from_second(seconds).ok(),
        }
    }
}

impl<'de> Deserialize<'de> for Int {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = text(deserializer)?;
        if text.trim().is_empty() {
            return Ok(Self(0));
        }
        // Promotion ids are unsigned 64-bit; those beyond i64 only ever mean "there is one".
        let large = || text.trim().parse::<u64>().ok().map(|_| i64::MAX);
        whole(&text)
            .or_else(large)
            .map(Self)
            .ok_or_else(|| D::Error::custom(format!("not a whole number: {text}")))
    }
}

/// A flag that may arrive as `true`, `"FALSE"` or `1`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flag(pub bool);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        flag(deserializer).map(Self)
    }
}

/// A text that may arrive as a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text(pub String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_rupiah_are_read_exactly_however_they_are_written() {
        for json in ["172500", "172500.0", "172500.00", "\"172500\""] {
            assert_eq!(serde_json::from_str::<Amount>(json).unwrap().0, Rupiah::new(172_500), "{json}");
        }
        let large = serde_json::from_str::<Amount>("9007199254740993").unwrap();
        assert_eq!(large.0.get(), 9_007_199_254_740_993, "a float would have lost the last digit");
    }

    #[test]
    fn a_price_with_decimals_is_an_error_and_never_rounded() {
        for json in ["172500.5", "172500.00000000000001", "1e5", "{}", "\"\""] {
            assert!(serde_json::from_str::<Amount>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn flags_are_read_in_every_spelling_seen() {
        for (json, expected) in [("\"FALSE\"", false), ("false", false), ("\"True\"", true), ("1", true)] {
            assert_eq!(serde_json::from_str::<Flag>(json).unwrap().0, expected, "{json}");
        }
    }

    #[test]
    fn bounds_with_decimals_are_narrowed_to_whole_numbers() {
        let bound = Decimal("5.5".into());
        assert_eq!((bound.floor(), bound.ceil()), (Some(5), Some(6)));
        assert_eq!(Decimal("-1".into()).ceil(), Some(-1));
        assert_eq!(Decimal("abc".into()).floor(), None);
    }

    #[test]
    fn ids_come_as_numbers_texts_and_unsigned_giants() {
        assert_eq!(serde_json::from_str::<Int>("\"42\"").unwrap().id(), Some(42));
        assert_eq!(serde_json::from_str::<Int>("18446744073709551615").unwrap().0, i64::MAX);
        assert_eq!(serde_json::from_str::<Int>("null").unwrap().id(), None);
    }
}
