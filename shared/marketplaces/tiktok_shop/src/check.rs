//! The channel's limits for Indonesia, checked before a call is made.

use domain::{
    Invalid, Limits, ListingContent, Rupiah, Sku,
    capabilities::Range,
    plan::{ContentEdit, NewOffer, TargetImage},
};

use crate::mapping::limits::preset;

/// The most offers of one price or stock call: the most SKUs that a product has here.
pub const SKUS_PER_CALL: usize = 100;
/// The most pictures inside a description.
const DESCRIPTION_IMAGES: usize = 30;
/// The longest run of one character in a title.
const TITLE_RUN: usize = 9;

/// Every field that an edit sets.
pub fn content(edit: &ContentEdit) -> Result<(), Invalid> {
    if let Some(title) = &edit.title {
        self::title(title)?;
    }
    if let Some(description) = &edit.description {
        self::description(description)?;
    }
    if let Some(images) = &edit.images {
        self::images(images)?;
    }
    if let Some(Some(days)) = edit.pre_order {
        pre_order(days.get())?;
    }
    Ok(())
}

/// 25 to 255 characters that [`title_text`] allows.
pub fn title(title: &str) -> Result<(), Invalid> {
    within("title", title.chars().count(), preset().title)?;
    title_text(title)
}

/// No emoji, control characters, HTML escapes, Chinese, long runs, or only symbols. The length is not checked here.
pub fn title_text(title: &str) -> Result<(), Invalid> {
    let invalid = |code, problem: &str| Err(Invalid::new("title", code, problem));
    if title.chars().any(char::is_control) {
        return invalid("title_control_character", "a title is one line of text");
    }
    if title.chars().any(is_emoji) {
        return invalid("title_emoji", "this channel takes no emoji in a title");
    }
    if title.chars().any(is_chinese) {
        return invalid("title_chinese", "this channel takes no Chinese characters in a title");
    }
    if has_html_escape(title) {
        return invalid("title_html", "this channel takes no HTML escapes such as &amp; in a title");
    }
    if !title.chars().any(char::is_alphanumeric) {
        return invalid("title_symbols", "a title cannot be made of symbols alone");
    }
    if longest_run(title) > TITLE_RUN {
        return invalid("title_repeats", "a title repeats one character at most 9 times in a row");
    }
    Ok(())
}

/// 1 to 10,000 characters of HTML with at most 30 pictures.
pub fn description(html: &str) -> Result<(), Invalid> {
    within("description", html.chars().count(), preset().description)?;
    if html.to_ascii_lowercase().matches("<img").count() > DESCRIPTION_IMAGES {
        let problem = "a description has at most 30 pictures";
        return Err(Invalid::new("description", "description_images", problem));
    }
    Ok(())
}

/// 1 to 9 pictures, each uploaded to this shop.
pub fn images(images: &[TargetImage]) -> Result<(), Invalid> {
    within("images", images.len(), preset().images)?;
    if images.iter().any(|image| image.reference.is_none()) {
        let problem = "a picture was not uploaded to this shop yet";
        return Err(Invalid::new("images", "image_not_uploaded", problem));
    }
    Ok(())
}

/// Calendar days.
pub fn pre_order(days: u16) -> Result<(), Invalid> {
    match preset().pre_order_days {
        Some(range) if !range.contains(&days) => Err(Invalid::new(
            "pre_order_days",
            "pre_order_out_of_range",
            format!("{days} days; this channel takes {} to {}", range.min, range.max),
        )),
        _ => Ok(()),
    }
}

pub fn price(price: Rupiah) -> Result<(), Invalid> {
    let range = preset().price;
    if range.contains(&price) {
        return Ok(());
    }
    let problem = format!("{price}; this channel takes {} to {}", range.min, range.max);
    Err(Invalid::new("price", "price_out_of_range", problem))
}

pub fn stock(stock: u32) -> Result<(), Invalid> {
    let range = preset().stock;
    if range.contains(&stock) {
        return Ok(());
    }
    let problem = format!("{stock}; this channel takes {} to {}", range.min, range.max);
    Err(Invalid::new("stock", "stock_out_of_range", problem))
}

/// 1 to 50 characters without spaces.
pub fn sku(sku: &Sku) -> Result<(), Invalid> {
    if sku.as_str().chars().any(char::is_whitespace) {
        return Err(Invalid::new("sku", "sku_has_spaces", "this channel takes no spaces in a SKU"));
    }
    within("sku", sku.as_str().chars().count(), Range::new(1, preset().sku))
}

/// New variants in addition to `existing` others.
pub fn offers(options: &[String], new: &[NewOffer], existing: usize) -> Result<(), Invalid> {
    let limits = preset();
    let total = existing + new.len();
    within("variants", total, Range::new(1, limits.variants))?;
    within("options", options.len(), Range::new(0, limits.options))?;
    for name in options {
        within("options", name.chars().count(), Range::new(1, limits.option_name))?;
    }
    for (i, offer) in new.iter().enumerate() {
        self::offer(offer, &limits).map_err(|invalid| invalid.within(&format!("variants[{i}]")))?;
    }
    Ok(())
}

fn offer(offer: &NewOffer, limits: &Limits) -> Result<(), Invalid> {
    price(offer.price)?;
    stock(offer.stock)?;
    if let Some(sku) = &offer.sku {
        self::sku(sku)?;
    }
    for value in &offer.option_values {
        within("option_values", value.chars().count(), Range::new(1, limits.option_value))?;
    }
    Ok(())
}

/// Everything that a new listing needs.
pub fn listing(content: &ListingContent, offers: &[NewOffer]) -> Result<(), Invalid> {
    title(&content.title)?;
    description(&content.description)?;
    within("images", content.images.len(), preset().images)?;
    if let Some(days) = content.pre_order {
        pre_order(days.get())?;
    }
    self::offers(&content.options, offers, 0)?;
    if content.options.is_empty() && offers.len() != 1 {
        let problem = "a listing without options has exactly one variant";
        return Err(Invalid::new("variants", "variant_axes_differ", problem));
    }
    if offers.iter().any(|offer| offer.option_values.len() != content.options.len()) {
        let problem = "every variant needs one value for each option";
        return Err(Invalid::new("variants", "variant_axes_differ", problem));
    }
    Ok(())
}

fn within(field: &'static str, count: usize, range: Range<u32>) -> Result<(), Invalid> {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    if range.contains(&count) {
        return Ok(());
    }
    let code = match field {
        "title" => "title_length",
        "description" => "description_length",
        "images" => "image_count",
        "sku" => "sku_length",
        "variants" => "too_many_variants",
        "options" => "options_limit",
        _ => "option_value_length",
    };
    Err(Invalid::new(field, code, format!("{count}; this channel takes {} to {}", range.min, range.max)))
}

fn longest_run(text: &str) -> usize {
    let (mut longest, mut run, mut last) = (0, 0, None);
    for c in text.chars() {
        run = if last == Some(c) { run + 1 } else { 1 };
        last = Some(c);
        longest = longest.max(run);
    }
    longest
}

fn has_html_escape(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let rest = &text[at + 1..];
        rest.find(';').is_some_and(|end| {
            (2..=8).contains(&end)
                && rest[..end].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
        })
    })
}

/// Characters that are shown as pictures by themselves (`Emoji_Presentation` of Unicode), with their joiners. Signs
/// such as `★` and `✓` are letters to the channel.
fn is_emoji(c: char) -> bool {
    matches!(u32::from(c),
        0x1F000..=0x1FAFF | 0xFE0F | 0x200D | 0x20E3 | 0x231A..=0x231B | 0x23E9..=0x23EC | 0x23F0 | 0x23F3
        | 0x25FD..=0x25FE | 0x2614..=0x2615 | 0x2648..=0x2653 | 0x267F | 0x2693 | 0x26A1 | 0x26AA..=0x26AB
        | 0x26BD..=0x26BE | 0x26C4..=0x26C5 | 0x26CE | 0x26D4 | 0x26EA | 0x26F2..=0x26F3 | 0x26F5 | 0x26FA
        | 0x26FD | 0x2705 | 0x270A..=0x270B | 0x2728 | 0x274C | 0x274E | 0x2753..=0x2755 | 0x2757
        | 0x2795..=0x2797 | 0x27B0 | 0x27BF | 0x2B1B..=0x2B1C | 0x2B50 | 0x2B55)
}

fn is_chinese(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_134F)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const TITLE: &str = "Frame Drone FPV 5 inch Motekar Carbon";

    #[rstest]
    #[case::short("Frame FPV", "title_length")]
    #[case::emoji("Frame Drone FPV 5 inch Motekar 🔥", "title_emoji")]
    #[case::escape("Frame Drone FPV 5 inch &amp; Motor", "title_html")]
    #[case::run("Frame Drone FPV 5 inch wowwwwwwwwww", "title_repeats")]
    #[case::symbols("-------- ******** //////// ++++++", "title_symbols")]
    #[case::chinese("Frame Drone FPV 5 inch Motekar 无人机", "title_chinese")]
    fn a_title_that_the_channel_refuses_is_stopped_before(#[case] text: &str, #[case] code: &str) {
        let invalid = title(text).unwrap_err();
        assert_eq!((invalid.field.as_str(), invalid.code), ("title", code));
    }

    #[test]
    fn a_title_at_the_borders_passes() {
        assert!(title(&format!("{TITLE} ★ A & B; wowwwwwwwww")).is_ok());
        assert!(title(&"ab".repeat(127)).is_ok());
        assert_eq!(title(&"ab".repeat(128)).unwrap_err().code, "title_length");
    }

    #[test]
    fn a_sku_has_no_spaces_and_at_most_fifty_characters() {
        assert!(sku(&Sku::parse(&"A".repeat(50)).unwrap()).is_ok());
        assert_eq!(sku(&Sku::parse(&"A".repeat(51)).unwrap()).unwrap_err().code, "sku_length");
        assert_eq!(sku(&Sku::parse("A B").unwrap()).unwrap_err().code, "sku_has_spaces");
    }

    #[test]
    fn amounts_stay_in_their_ranges() {
        assert!(price(Rupiah::new(100)).is_ok() && price(Rupiah::new(99)).is_err());
        assert!(stock(0).is_ok() && stock(99_999).is_ok() && stock(100_000).is_err());
        assert!(pre_order(3).is_ok() && pre_order(2).is_err() && pre_order(31).is_err());
        assert_eq!(description(&"<img>".repeat(31)).unwrap_err().code, "description_images");
    }
}
