//! Prices, weights and lengths, which the channel writes as texts.

use app::ChannelError;
use domain::{Dimensions, Grams, Invalid, Length, Rupiah};

use super::unexpected;
use crate::wire::{edit, listing};

/// The currency of every price that is sent.
pub const IDR: &str = "IDR";

/// The display price. Pages disagree which field holds it for local sellers: `sale_price` is read first, then
/// `tax_exclusive_price`. Another currency or a part of a rupiah is an error.
pub fn rupiah(product: &listing::Product, price: &listing::Price) -> Result<Option<Rupiah>, ChannelError> {
    let Some(text) = price.sale_price.as_deref().or(price.tax_exclusive_price.as_deref()) else {
        return Ok(None);
    };
    match (price.currency.as_deref().unwrap_or(IDR), whole_rupiah(text)) {
        (IDR, Some(amount)) => Ok(Some(amount)),
        (currency, _) => Err(unexpected(format!("product {}: a price of {text:?} {currency}", product.id))),
    }
}

/// `189000` or `189000.00`, never a float on the way.
pub fn whole_rupiah(text: &str) -> Option<Rupiah> {
    let text = text.trim();
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.bytes().any(|byte| byte != b'0') {
        return None;
    }
    whole.parse().ok().map(Rupiah::new)
}

/// How a price is sent: whole rupiah without decimals.
pub fn price(amount: Rupiah) -> edit::Price {
    edit::Price { amount: amount.get().to_string(), currency: IDR }
}

/// `None` for an empty or zero weight, which the channel shows when none was entered.
pub fn weight(weight: &listing::Weight) -> Result<Option<Grams>, ChannelError> {
    let value = weight.value.trim();
    if is_nothing(value) {
        return Ok(None);
    }
    // A weight without a unit is in the market's unit.
    let grams = match weight.unit.trim().to_ascii_uppercase().as_str() {
        "KILOGRAM" | "KG" | "" => Grams::from_kilograms(value).ok(),
        // A gram is a thousandth of a kilogram: shifting the point reuses the one parser that never uses a float.
        "GRAM" | "G" => {
            value.split_once('.').map_or(value, |(whole, _)| whole).parse().ok().and_then(|grams: u32| {
                let part =
                    value.split_once('.').is_some_and(|(_, part)| part.bytes().any(|digit| digit != b'0'));
                Grams::parse(grams + u32::from(part)).ok()
            })
        }
        _ => None,
    };
    grams.map(Some).ok_or_else(|| {
        let problem = format!("a weight of {value:?} {}", weight.unit);
        Invalid::new("weight", "weight_unreadable", problem).into()
    })
}

/// Indonesia takes kilograms only, with at most three decimals: exactly what whole grams need.
pub fn sent_weight(weight: Grams) -> edit::Weight {
    edit::Weight { value: weight.to_kilograms(), unit: "KILOGRAM".to_owned() }
}

/// `None` when a side is empty or zero.
pub fn dimensions(size: &listing::Dimensions) -> Result<Option<Dimensions>, ChannelError> {
    let sides = [&size.length, &size.width, &size.height];
    if sides.iter().any(|side| is_nothing(side.trim())) {
        return Ok(None);
    }
    let unit = size.unit.trim().to_ascii_uppercase();
    let known = matches!(unit.as_str(), "CENTIMETER" | "CM" | "");
    let centimetres = |text: &str| Length::from_centimetres(text).ok().filter(|_| known);
    let (Some(length), Some(width), Some(height)) =
        (centimetres(&size.length), centimetres(&size.width), centimetres(&size.height))
    else {
        let shown = format!("{} x {} x {} {}", size.length, size.width, size.height, size.unit);
        let problem = format!("dimensions of {shown}");
        return Err(Invalid::new("dimensions", "dimensions_unreadable", problem).into());
    };
    Ok(Some(Dimensions { length, width, height }))
}

/// Whole centimetres, rounded up: the one form that both the older whole numbers and the two decimals of 2026 allow.
pub fn sent_dimensions(size: Dimensions) -> edit::Dimensions {
    let whole = |length: Length| length.to_whole_centimetres().to_string();
    edit::Dimensions {
        length: whole(size.length),
        width: whole(size.width),
        height: whole(size.height),
        unit: "CENTIMETER".to_owned(),
    }
}

/// What the channel keeps of a size.
pub fn fitted(size: Dimensions) -> Dimensions {
    let whole = |length: Length| Length::parse(length.to_whole_centimetres() * 100).unwrap_or(length);
    Dimensions { length: whole(size.length), width: whole(size.width), height: whole(size.height) }
}

fn is_nothing(text: &str) -> bool {
    text.is_empty() || text.bytes().all(|byte| matches!(byte, b'0' | b'.'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("189000", Some(189_000))]
    #[case("189000.00", Some(189_000))]
    #[case("0", Some(0))]
    #[case("189000.50", None)]
    #[case("189.000,00", None)]
    #[case("1.89e5", None)]
    #[case("-5", None)]
    #[case("", None)]
    #[case("189000.", None)]
    fn a_price_is_read_in_whole_rupiah_or_not_at_all(#[case] text: &str, #[case] expected: Option<i64>) {
        assert_eq!(whole_rupiah(text), expected.map(Rupiah::new));
    }

    #[rstest]
    #[case("1.32", "KILOGRAM", Some(1_320))]
    #[case("250", "GRAM", Some(250))]
    #[case("250.00", "GRAM", Some(250))]
    #[case("0", "KILOGRAM", None)]
    #[case("", "", None)]
    fn a_weight_is_read_with_its_unit(#[case] value: &str, #[case] unit: &str, #[case] grams: Option<u32>) {
        let read = weight(&listing::Weight { value: value.to_owned(), unit: unit.to_owned() }).unwrap();
        assert_eq!(read.map(Grams::get), grams);
    }

    #[test]
    fn a_unit_that_is_not_sold_here_is_not_guessed() {
        let pounds = listing::Weight { value: "1".to_owned(), unit: "POUND".to_owned() };
        let refused = weight(&pounds).unwrap_err();
        assert!(matches!(&refused, ChannelError::Invalid(invalid) if invalid.code == "weight_unreadable"));
        assert!(!refused.seller_text().text.contains("POUND"));
    }

    #[test]
    fn a_size_goes_out_in_whole_centimetres_and_comes_back_equal() {
        let length = |text| Length::from_centimetres(text).unwrap();
        let size = Dimensions { length: length("10.25"), width: length("5"), height: length("0.5") };
        let sent = sent_dimensions(size);
        assert_eq!((sent.length.as_str(), sent.height.as_str()), ("11", "1"));
        let back = listing::Dimensions {
            length: format!("{}.00", sent.length),
            width: sent.width,
            height: sent.height,
            unit: sent.unit,
        };
        assert_eq!(dimensions(&back).unwrap(), Some(fitted(size)));
    }

    proptest! {
        #[test]
        fn a_price_survives_sending_and_reading(amount in 1_i64..100_000_000) {
            prop_assert_eq!(whole_rupiah(&price(Rupiah::new(amount)).amount), Some(Rupiah::new(amount)));
        }

        #[test]
        fn a_weight_survives_sending_and_reading(grams in 1_u32..=300_000) {
            let sent = sent_weight(Grams::parse(grams).unwrap());
            let read = weight(&listing::Weight { value: sent.value, unit: sent.unit }).unwrap();
            prop_assert_eq!(read.map(Grams::get), Some(grams));
        }
    }
}
