//! The matcher's terms as a person writes them: `cells:6000` is `6S`.

use domain::matching::quantity::Kind;

/// The term in Bahasa Indonesia and in English; a term that is not a quantity stays as it is.
pub(super) fn readable(term: &str) -> (String, String) {
    let same = |text: String| (text.clone(), text);
    let quantity = term.split_once(':').and_then(|(kind, milli)| Some((kind_of(kind)?, milli.parse().ok()?)));
    let Some((kind, milli)) = quantity else {
        // A number without a unit that is not whole is written in thousandths.
        let fraction = term.strip_suffix('m').and_then(|digits| digits.parse().ok());
        return fraction
            .map_or_else(|| same(term.to_owned()), |milli| (number(milli, ','), number(milli, '.')));
    };
    let (id, en) = (number(milli, ','), number(milli, '.'));
    let both = |unit: &str| (format!("{id} {unit}"), format!("{en} {unit}"));
    match kind {
        Kind::Weight => both("g"),
        Kind::Volume => both("ml"),
        Kind::Length => both("cm"),
        Kind::Extent => (format!("sisi dikalikan {id} (cm)"), format!("sides multiplied {en} (cm)")),
        Kind::Inch => both("inch"),
        Kind::Pieces => (format!("isi {id}"), format!("{en} pieces")),
        Kind::Power => both("W"),
        Kind::Voltage => both("V"),
        Kind::Charge => both("mAh"),
        Kind::Storage => both("MB"),
        Kind::Cells => (format!("{id}S"), format!("{en}S")),
        Kind::MotorConstant => both("KV"),
        Kind::Resistance => both("ohm"),
        Kind::Share => both("%"),
        Kind::Size => (format!("ukuran {id}"), format!("size {en}")),
        Kind::Months => (format!("{id} bulan"), format!("{en} months")),
    }
}

fn kind_of(name: &str) -> Option<Kind> {
    serde_json::from_value(name.into()).ok()
}

/// Thousandths as a decimal number, without trailing zeros after `point`.
fn number(milli: u64, point: char) -> String {
    let (whole, rest) = (milli / 1_000, milli % 1_000);
    if rest == 0 {
        return whole.to_string();
    }
    let digits = format!("{rest:03}");
    format!("{whole}{point}{}", digits.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_written_as_a_seller_writes_them() {
        let id = |term: &str| readable(term).0;
        assert_eq!(id("cells:6000"), "6S");
        assert_eq!(id("inch:2500"), "2,5 inch");
        assert_eq!(id("pieces:12000"), "isi 12");
        assert_eq!(id("motor_constant:2400000"), "2400 KV");
        assert_eq!(id("size:38000"), "ukuran 38");
        assert_eq!(id("1500m"), "1,5");
        assert_eq!(readable("inch:2500").1, "2.5 inch");
        assert_eq!(readable("months:12000"), ("12 bulan".to_owned(), "12 months".to_owned()));
    }

    #[test]
    fn a_word_stays_as_it_is() {
        for word in ["tali", "1300", "anti", "m", "usb:c", "rasio:4"] {
            assert_eq!(readable(word), (word.to_owned(), word.to_owned()));
        }
    }
}
