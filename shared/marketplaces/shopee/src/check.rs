//! Limits, checked before a call is made. Every complaint names the field.

use app::ChannelError;
use domain::{
    Invalid, Limits, ListingContent, OfferId, Rupiah,
    capabilities::Range,
    plan::{ContentEdit, NewOffer},
};

/// The most hashtags in a description, from an error text of the channel's.
const HASHTAGS: usize = 18;

fn length(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

fn text(field: &'static str, text: &str, limit: Range<u32>) -> Result<(), Invalid> {
    let length = length(text);
    if limit.contains(&length) {
        return Ok(());
    }
    let (code, word) = if length > limit.max { ("too_long", "at most") } else { ("too_short", "at least") };
    let bound = if length > limit.max { limit.max } else { limit.min };
    Err(Invalid::new(field, code, format!("{length} characters; Shopee takes {word} {bound}")))
}

pub(crate) fn title(limits: &Limits, title: &str) -> Result<(), Invalid> {
    text("title", title, limits.title)
}

pub(crate) fn description(limits: &Limits, description: &str) -> Result<(), Invalid> {
    text("description", description, limits.description)?;
    let hashtags =
        description.split_whitespace().filter(|word| word.len() > 1 && word.starts_with('#')).count();
    if hashtags > HASHTAGS {
        let problem = format!("{hashtags} hashtags; Shopee takes at most {HASHTAGS}");
        return Err(Invalid::new("description", "too_many_hashtags", problem));
    }
    Ok(())
}

pub(crate) fn image_count(limits: &Limits, count: usize) -> Result<(), Invalid> {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    if limits.images.contains(&count) {
        return Ok(());
    }
    let (min, max) = (limits.images.min, limits.images.max);
    let code = if count > max { "too_many_images" } else { "too_few_images" };
    Err(Invalid::new("images", code, format!("{count} images; Shopee takes {min} to {max}")))
}

pub(crate) fn price(limits: &Limits, price: Rupiah) -> Result<(), Invalid> {
    if limits.price.contains(&price) {
        return Ok(());
    }
    let (min, max) = (limits.price.min, limits.price.max);
    Err(Invalid::new("price", "price_out_of_range", format!("{price}; Shopee takes {min} to {max}")))
}

pub(crate) fn stock(limits: &Limits, stock: u32) -> Result<(), Invalid> {
    if limits.stock.contains(&stock) {
        return Ok(());
    }
    let problem = format!("{stock}; Shopee takes {} to {}", limits.stock.min, limits.stock.max);
    Err(Invalid::new("stock", "stock_out_of_range", problem))
}

pub(crate) fn sku(limits: &Limits, sku: &str) -> Result<(), Invalid> {
    if length(sku) <= limits.sku {
        return Ok(());
    }
    Err(Invalid::new("sku", "sku_too_long", format!("Shopee takes at most {} characters", limits.sku)))
}

fn pre_order(limits: &Limits, days: u16) -> Result<(), Invalid> {
    match limits.pre_order_days {
        None => Err(Invalid::new("pre_order", "pre_order_not_taken", "this category takes no pre-orders")),
        Some(range) if !range.contains(&days) => {
            let problem = format!("{days} days; Shopee takes {} to {}", range.min, range.max);
            Err(Invalid::new("pre_order", "pre_order_out_of_range", problem))
        }
        Some(_) => Ok(()),
    }
}

pub(crate) fn content(limits: &Limits, edit: &ContentEdit) -> Result<(), Invalid> {
    if let Some(wish) = &edit.title {
        title(limits, wish)?;
    }
    if let Some(wish) = &edit.description {
        description(limits, wish)?;
    }
    if let Some(images) = &edit.images {
        image_count(limits, images.len())?;
    }
    match edit.pre_order {
        Some(Some(days)) => pre_order(limits, days.get()),
        _ => Ok(()),
    }
}

/// The highest of all prices after the edit may be at most so many times the lowest.
pub(crate) fn spread(limits: &Limits, prices: impl IntoIterator<Item = Rupiah>) -> Result<(), Invalid> {
    let Some(most) = limits.price_spread else { return Ok(()) };
    let (mut min, mut max) = (None::<Rupiah>, None::<Rupiah>);
    for price in prices {
        min = Some(min.map_or(price, |least| least.min(price)));
        max = Some(max.map_or(price, |dearest| dearest.max(price)));
    }
    match (min, max) {
        (Some(min), Some(max)) if min.checked_mul(i64::from(most)).is_some_and(|bound| max > bound) => {
            let problem =
                format!("the dearest variant ({max}) costs more than {most} times the cheapest ({min})");
            Err(Invalid::new("price", "price_spread", problem))
        }
        _ => Ok(()),
    }
}

/// The prices of a listing once `changed` were written.
pub(crate) fn prices_after(before: &ListingContent, changed: &[(OfferId, Rupiah)]) -> Vec<Rupiah> {
    let untouched = before
        .offers
        .iter()
        .filter(|offer| !changed.iter().any(|(id, _)| *id == offer.id))
        .filter_map(|offer| offer.price);
    untouched.chain(changed.iter().map(|(_, price)| *price)).collect()
}

/// Names, numbers and money of offers that are added to a listing with these axes.
pub(crate) fn new_offers(
    limits: &Limits,
    options: &[String],
    offers: &[NewOffer],
) -> Result<(), ChannelError> {
    if u32::try_from(options.len()).is_ok_and(|count| count > limits.options) {
        let problem = format!("{} option axes; Shopee takes at most {}", options.len(), limits.options);
        return Err(Invalid::new("options", "too_many_options", problem).into());
    }
    if let Some(name) =
        options.iter().find(|name| length(name) > limits.option_name || name.trim().is_empty())
    {
        let problem = format!("\"{name}\"; Shopee takes 1 to {} characters", limits.option_name);
        return Err(Invalid::new("options", "option_name_length", problem).into());
    }
    for (position, offer) in offers.iter().enumerate() {
        new_offer(limits, options.len(), offer)
            .map_err(|wrong| wrong.within(&format!("variants[{position}]")))?;
    }
    Ok(())
}

fn new_offer(limits: &Limits, axes: usize, offer: &NewOffer) -> Result<(), Invalid> {
    if offer.option_values.len() != axes {
        let problem = format!("{} option values for {axes} option axes", offer.option_values.len());
        return Err(Invalid::new("option_values", "variant_axes_differ", problem));
    }
    let too_long = |value: &&String| length(value) > limits.option_value || value.trim().is_empty();
    if let Some(value) = offer.option_values.iter().find(too_long) {
        let problem = format!("\"{value}\"; Shopee takes 1 to {} characters", limits.option_value);
        return Err(Invalid::new("option_values", "option_value_length", problem));
    }
    if let Some(wish) = &offer.sku {
        sku(limits, wish.as_str())?;
    }
    price(limits, offer.price)?;
    stock(limits, offer.stock)
}

pub(crate) fn variant_count(limits: &Limits, count: usize) -> Result<(), Invalid> {
    if u32::try_from(count).is_ok_and(|count| count <= limits.variants) {
        return Ok(());
    }
    let problem = format!("{count} variants; Shopee takes at most {}", limits.variants);
    Err(Invalid::new("variants", "too_many_variants", problem))
}

/// A new listing: everything that it needs is there and within the limits.
pub(crate) fn new_listing(
    limits: &Limits,
    content: &ListingContent,
    offers: &[NewOffer],
) -> Result<(), ChannelError> {
    title(limits, &content.title)?;
    description(limits, &content.description)?;
    image_count(limits, content.images.len())?;
    if content.category.is_none() {
        let problem = "Shopee needs a category to create a listing";
        return Err(Invalid::new("category", "category_missing", problem).into());
    }
    if content.weight.is_none() {
        return Err(Invalid::new("weight", "weight_missing", "Shopee needs the parcel's weight").into());
    }
    if limits.dimensions_required && content.dimensions.is_none() {
        let problem = "this category needs the parcel's dimensions";
        return Err(Invalid::new("dimensions", "dimensions_missing", problem).into());
    }
    if let Some(days) = content.pre_order {
        pre_order(limits, days.get())?;
    }
    if offers.is_empty() {
        return Err(Invalid::new("variants", "variant_count", "a listing has at least one variant").into());
    }
    if content.options.is_empty() && offers.len() > 1 {
        let problem = "several variants need at least one option axis";
        return Err(Invalid::new("options", "options_missing", problem).into());
    }
    variant_count(limits, offers.len())?;
    new_offers(limits, &content.options, offers)?;
    Ok(spread(limits, offers.iter().map(|offer| offer.price))?)
}
