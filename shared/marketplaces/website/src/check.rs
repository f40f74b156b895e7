//! Our own limits, checked before anything is written.

use domain::{
    Invalid, Limits, ListingContent, Rupiah,
    capabilities::Range,
    plan::{ContentEdit, Step},
};

/// Whether `limits` allow `step` on a listing with `content`.
pub(crate) fn step(content: &ListingContent, step: &Step, limits: &Limits) -> Result<(), Invalid> {
    match step {
        Step::AddVariants { .. } => {
            let after = content.applied(step);
            within("variants", after.offers.len(), Range::new(1, limits.variants))?;
            for (index, offer) in after.offers.iter().enumerate().skip(content.offers.len()) {
                let at = format!("variants[{index}]");
                for value in &offer.option_values {
                    within("option_values", value.chars().count(), Range::new(1, limits.option_value))
                        .map_err(|wrong| wrong.within(&at))?;
                }
                offer
                    .price
                    .map_or(Ok(()), |amount| price(amount, limits))
                    .map_err(|wrong| wrong.within(&at))?;
            }
            Ok(())
        }
        Step::Skus { offers } => offers
            .iter()
            .try_for_each(|(_, sku)| within("sku", sku.as_str().chars().count(), Range::new(1, limits.sku))),
        Step::Content(edit) => texts(edit, limits),
        Step::Prices { offers } => offers.iter().try_for_each(|(_, amount)| price(*amount, limits)),
        Step::Stock { offers } => {
            offers.iter().try_for_each(|(_, count)| within("stock", *count as usize, limits.stock))
        }
        Step::Visibility { .. } => Ok(()),
    }
}

fn texts(edit: &ContentEdit, limits: &Limits) -> Result<(), Invalid> {
    if let Some(title) = &edit.title {
        within("title", title.chars().count(), limits.title)?;
    }
    if let Some(description) = &edit.description {
        within("description", description.chars().count(), limits.description)?;
    }
    if let Some(images) = &edit.images {
        within("images", images.len(), limits.images)?;
    }
    match (edit.pre_order.flatten(), limits.pre_order_days) {
        (Some(days), Some(limit)) if !limit.contains(&days.get()) => {
            let problem = format!("{} to {} days", limit.min, limit.max);
            Err(Invalid::new("pre_order_days", "pre_order_out_of_range", problem))
        }
        _ => Ok(()),
    }
}

fn price(amount: Rupiah, limits: &Limits) -> Result<(), Invalid> {
    if limits.price.contains(&amount) {
        return Ok(());
    }
    let problem = format!("a price is {} to {}", limits.price.min, limits.price.max);
    Err(Invalid::new("price", "price_out_of_range", problem))
}

fn within(field: &str, count: usize, limit: Range<u32>) -> Result<(), Invalid> {
    if u32::try_from(count).is_ok_and(|count| limit.contains(&count)) {
        return Ok(());
    }
    Err(Invalid::new(field, "out_of_range", format!("{count} is not within {} to {}", limit.min, limit.max)))
}
