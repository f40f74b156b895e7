//! Decimal numbers that are read as text, so that nothing is rounded.

use std::fmt;

use domain::BasisPoints;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A percentage with at most two decimals, such as `15` or `6.97`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Percent(pub BasisPoints);

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        decimal(&self.0.to_string().replace('%', ""), serializer)
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = deserializer.deserialize_any(AsText)?;
        basis_points(&text).map(Self).ok_or_else(|| {
            de::Error::custom("percent_malformed: expected a number with at most two decimals")
        })
    }
}

fn basis_points(text: &str) -> Option<BasisPoints> {
    let text = text.trim();
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || part.len() > 2 || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    let value: i32 = format!("{whole}{part:0<2}").parse().ok()?;
    Some(BasisPoints(sign * value))
}

/// A decimal number of centimetres as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Centimetres(pub String);

impl Serialize for Centimetres {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        decimal(&self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for Centimetres {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AsText).map(Self)
    }
}

/// Writes an exact decimal text as a JSON number.
fn decimal<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    match serde_json::from_str::<serde_json::Number>(text) {
        Ok(number) => number.serialize(serializer),
        Err(_) => serializer.serialize_str(text),
    }
}

/// A JSON number or text, as text.
struct AsText;

impl de::Visitor<'_> for AsText {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number")
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<String, E> {
        Ok(value.to_string())
    }

    // The shortest text that parses to the same number, which is what the person typed.
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_survives_its_json() {
        for (json, points) in [("15", 1500), ("15.5", 1550), ("6.97", 697), ("-5", -500), ("\"0.05\"", 5)] {
            let percent: Percent = serde_json::from_str(json).unwrap();
            assert_eq!(percent.0, BasisPoints(points), "{json}");
            let again: Percent = serde_json::from_str(&serde_json::to_string(&percent).unwrap()).unwrap();
            assert_eq!(again, percent);
        }
        assert_eq!(serde_json::to_string(&Percent(BasisPoints(697))).unwrap(), "6.97");
        for wrong in ["15.123", "\"15%\"", "true", "1e9", "\"\"", "\"1,5\""] {
            assert!(serde_json::from_str::<Percent>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn centimetres_keep_what_was_typed() {
        let length: Centimetres = serde_json::from_str("10.25").unwrap();
        assert_eq!(length.0, "10.25");
        assert_eq!(serde_json::to_string(&length).unwrap(), "10.25");
    }
}
