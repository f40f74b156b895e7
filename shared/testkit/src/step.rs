//! The effect of a step on a listing, in one simple implementation: the fake channel uses it, and the contract suite
//! expects the same of every real channel.

use app::marketplace::StepOutcome;
use domain::{
    Invalid, Limits, ListingContent, Offer, OfferId,
    plan::{ContentEdit, NewOffer, Step},
};

/// Applies `step`; `new_id` draws ids for added offers. Variants that are there already, by SKU or by option values, are
/// not added again. Returns what was added or found.
pub fn apply(content: &mut ListingContent, step: &Step, mut new_id: impl FnMut() -> OfferId) -> StepOutcome {
    let mut outcome = StepOutcome::default();
    match step {
        Step::AddVariants { offers, .. } => {
            for new in offers {
                let known =
                    content.offers.iter().find(|offer| sells(offer, new)).map(|offer| offer.id.clone());
                let id = known.unwrap_or_else(|| {
                    let offer = offer_of(new, new_id());
                    let id = offer.id.clone();
                    content.offers.push(offer);
                    id
                });
                outcome.added.insert(new.variant.clone(), id);
            }
        }
        other => *content = content.applied(other),
    }
    outcome
}

/// A new offer as the channel shows it after it was added.
pub fn offer_of(new: &NewOffer, id: OfferId) -> Offer {
    Offer {
        id,
        sku: new.sku.clone(),
        option_values: new.option_values.clone(),
        price: Some(new.price),
        stock: Some(new.stock),
        weight: new.weight,
        image: None,
        price_locked: false,
    }
}

/// Checks `step` against `limits`, before any call is made.
pub fn check(content: &ListingContent, step: &Step, limits: &Limits) -> Result<(), Invalid> {
    match step {
        Step::AddVariants { offers, .. } => {
            let added = offers.iter().filter(|new| !content.offers.iter().any(|offer| sells(offer, new)));
            let count = content.offers.len() + added.count();
            if count > limits.variants as usize {
                return Err(Invalid::new(
                    "variants",
                    "variant_count",
                    format!("at most {}", limits.variants),
                ));
            }
            for (index, new) in offers.iter().enumerate() {
                let at = format!("variants[{index}]");
                if new.option_values.iter().any(|value| value.chars().count() > limits.option_value as usize)
                {
                    let problem = format!("at most {} characters", limits.option_value);
                    return Err(Invalid::new("option_values", "option_too_long", problem).within(&at));
                }
                price(new.price, limits).map_err(|wrong| wrong.within(&at))?;
                stock(new.stock, limits).map_err(|wrong| wrong.within(&at))?;
                if let Some(code) = &new.sku {
                    sku(code.as_str(), limits).map_err(|wrong| wrong.within(&at))?;
                }
            }
            Ok(())
        }
        Step::Skus { offers } => offers.iter().try_for_each(|(_, code)| sku(code.as_str(), limits)),
        Step::Content(edit) => check_edit(edit, limits),
        Step::Prices { offers } => offers.iter().try_for_each(|(_, amount)| price(*amount, limits)),
        Step::Stock { offers } => offers.iter().try_for_each(|(_, count)| stock(*count, limits)),
        Step::Visibility { .. } => Ok(()),
    }
}

fn check_edit(edit: &ContentEdit, limits: &Limits) -> Result<(), Invalid> {
    for (field, text, limit) in
        [("title", &edit.title, limits.title), ("description", &edit.description, limits.description)]
    {
        let length = text.as_ref().map(|text| u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
        if length.is_some_and(|length| !limit.contains(&length)) {
            let problem = format!("{} to {} characters", limit.min, limit.max);
            return Err(Invalid::new(field, "text_length", problem));
        }
    }
    if let Some(images) = &edit.images {
        let count = u32::try_from(images.len()).unwrap_or(u32::MAX);
        if !limits.images.contains(&count) {
            let problem = format!("{} to {} images", limits.images.min, limits.images.max);
            return Err(Invalid::new("images", "image_count", problem));
        }
    }
    match (edit.pre_order.flatten(), limits.pre_order_days) {
        (Some(days), Some(limit)) if !limit.contains(&days.get()) => {
            let problem = format!("{} to {} days", limit.min, limit.max);
            Err(Invalid::new("pre_order_days", "pre_order_out_of_range", problem))
        }
        (Some(_), None) => Err(Invalid::new("pre_order_days", "pre_order_not_taken", "no pre-orders here")),
        _ => Ok(()),
    }
}

fn price(amount: domain::Rupiah, limits: &Limits) -> Result<(), Invalid> {
    let problem = format!("{} to {}", limits.price.min, limits.price.max);
    limits.price.contains(&amount).then_some(()).ok_or(Invalid::new("price", "price_out_of_range", problem))
}

fn stock(count: u32, limits: &Limits) -> Result<(), Invalid> {
    let problem = format!("{} to {}", limits.stock.min, limits.stock.max);
    limits.stock.contains(&count).then_some(()).ok_or(Invalid::new("stock", "stock_out_of_range", problem))
}

fn sku(code: &str, limits: &Limits) -> Result<(), Invalid> {
    if code.chars().count() > limits.sku as usize || (limits.sku_without_spaces && code.contains(' ')) {
        return Err(Invalid::new("sku", "sku_malformed", format!("at most {} characters", limits.sku)));
    }
    Ok(())
}

fn sells(offer: &Offer, new: &NewOffer) -> bool {
    let same_sku = offer.sku.as_ref().zip(new.sku.as_ref()).is_some_and(|(a, b)| a.folded() == b.folded());
    same_sku || domain::identity::same_all(&offer.option_values, &new.option_values)
}
