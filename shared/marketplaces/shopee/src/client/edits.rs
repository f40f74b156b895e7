//! One step of a plan on one item. Limits are checked first; every value is absolute, so that a step may be repeated.

use app::{
    ChannelError,
    marketplace::{ShopSession, StepOutcome, call::Effect},
};
use domain::{
    ExternalId, Invalid, ListingContent, OfferId, Rupiah, Sku,
    diff::Field,
    plan::{ContentEdit, Step},
};

use super::{
    ahead::Ahead,
    call::{Call, Reply},
    parse_error::partial,
};
use crate::{
    Shopee, check,
    mapping::{
        description,
        write::{content_edit, item_number, model_number},
    },
    wire::{edit, envelope::Nothing},
};

mod parcels;
mod variants;
pub(crate) use variants::new_model;

/// What one price, stock or model call takes.
pub(crate) const OFFERS_PER_CALL: usize = 50;

impl Shopee {
    pub(crate) async fn apply_step(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        step: &Step,
    ) -> Result<StepOutcome, ChannelError> {
        let item = item_number(listing)?;
        match step {
            Step::AddVariants { options, offers } => {
                self.add_variants(session, item, before, options, offers).await
            }
            Step::Skus { offers } => self.set_skus(session, item, offers).await,
            Step::Content(content) => self.edit_content(session, item, before, content).await,
            Step::Prices { offers } => self.set_prices(session, item, before, offers).await,
            Step::Stock { offers } => self.set_stock(session, item, before, offers).await,
            Step::Visibility { listed } => self.set_visibility(session, item, *listed).await,
        }
    }

    async fn set_prices(
        &self,
        session: &dyn ShopSession,
        item: u64,
        before: &ListingContent,
        offers: &[(OfferId, Rupiah)],
    ) -> Result<StepOutcome, ChannelError> {
        let limits = self.known_limits(session, category(before)).await?;
        for (offer, price) in offers {
            check::price(&limits, *price).map_err(|wrong| wrong.within(offer.as_str()))?;
        }
        check::spread(&limits, check::prices_after(before, offers))?;
        let mut warnings = Vec::new();
        for chunk in offers.chunks(OFFERS_PER_CALL) {
            let prices = chunk.iter().map(|(offer, price)| {
                Ok(edit::Price { model_id: model_number(offer)?, original_price: *price })
            });
            let price_list = prices.collect::<Result<_, ChannelError>>()?;
            let body = edit::PriceUpdate { item_id: item, price_list };
            let call = Call::post("/api/v2/product/update_price", Effect::Set, &body)?.about("price");
            warnings.extend(done(self.call::<Nothing>(session, call).await?, "update_price", "price")?);
        }
        Ok(StepOutcome { warnings, ..StepOutcome::default() })
    }

    async fn set_stock(
        &self,
        session: &dyn ShopSession,
        item: u64,
        before: &ListingContent,
        offers: &[(OfferId, u32)],
    ) -> Result<StepOutcome, ChannelError> {
        let limits = self.known_limits(session, category(before)).await?;
        for (offer, stock) in offers {
            check::stock(&limits, *stock).map_err(|wrong| wrong.within(offer.as_str()))?;
        }
        let locations = self.stock_locations(session).await?;
        let mut warnings = Vec::new();
        for chunk in offers.chunks(OFFERS_PER_CALL) {
            let stocks = chunk.iter().map(|(offer, stock)| {
                Ok(edit::ModelStock {
                    model_id: model_number(offer)?,
                    seller_stock: stock_at(&locations, *stock),
                })
            });
            let stock_list = stocks.collect::<Result<_, ChannelError>>()?;
            let body = edit::StockUpdate { item_id: item, stock_list };
            let call = Call::post("/api/v2/product/update_stock", Effect::Set, &body)?.about("stock");
            let reply = self.call::<Nothing>(session, call).await;
            if matches!(&reply, Err(ChannelError::Rejected { reason, .. }) if reason.contains("location")) {
                self.forget_locations(&session.access().await?.shop);
            }
            warnings.extend(done(reply?, "update_stock", "stock")?);
        }
        Ok(StepOutcome { warnings, ..StepOutcome::default() })
    }

    async fn set_skus(
        &self,
        session: &dyn ShopSession,
        item: u64,
        offers: &[(OfferId, Sku)],
    ) -> Result<StepOutcome, ChannelError> {
        for (offer, sku) in offers {
            check::sku(&self.capabilities.limits, sku.as_str())
                .map_err(|wrong| wrong.within(offer.as_str()))?;
        }
        let mut warnings = Vec::new();
        let (only, models): (Vec<_>, Vec<_>) =
            offers.iter().partition(|(offer, _)| *offer == OfferId::only());
        if let Some((_, sku)) = only.first() {
            let item_sku = Some(sku.as_str().to_owned());
            let body = edit::ItemEdit { item_id: Some(item), item_sku, ..edit::ItemEdit::default() };
            let call = Call::post("/api/v2/product/update_item", Effect::Set, &body)?.about("sku");
            warnings.extend(done(self.call::<Nothing>(session, call).await?, "update_item", "sku")?);
        }
        for chunk in models.chunks(OFFERS_PER_CALL) {
            let model = chunk.iter().map(|(offer, sku)| {
                Ok(edit::ModelEdit {
                    model_id: model_number(offer)?,
                    model_sku: sku.as_str().to_owned(),
                    weight: None,
                    dimension: None,
                })
            });
            let model = model.collect::<Result<_, ChannelError>>()?;
            let body = edit::UpdateModels { item_id: item, model };
            let call = Call::post("/api/v2/product/update_model", Effect::Set, &body)?.about("sku");
            warnings.extend(done(self.call::<Nothing>(session, call).await?, "update_model", "sku")?);
        }
        Ok(StepOutcome { warnings, ..StepOutcome::default() })
    }

    async fn edit_content(
        &self,
        session: &dyn ShopSession,
        item: u64,
        before: &ListingContent,
        content: &ContentEdit,
    ) -> Result<StepOutcome, ChannelError> {
        let limits = self.known_limits(session, category(before)).await?;
        check::content(&limits, content)?;
        let mut body = content_edit(item, content)?;
        let write = Ahead::of(session).await?;
        self.keep_the_rest(session, item, content, &mut body).await?;
        let own = self.own_parcels(session, item, before, content).await?;
        let call = Call::post("/api/v2/product/update_item", Effect::Set, &body)?;
        let answer = self.call::<Nothing>(&write, call).await;
        // After a lost answer the edit may have been made: the models get their values back in either case.
        if !matches!(answer, Ok(_) | Err(ChannelError::OutcomeUnknown { .. })) {
            return answer.map(|_| StepOutcome::default());
        }
        let mut warnings = self.give_back(session, item, &own).await?;
        warnings.extend(done(answer?, "update_item", "listing")?);
        Ok(StepOutcome { warnings, ..StepOutcome::default() })
    }

    /// An edit replaces whole fields, so what our model does not have is sent back: pictures between the texts of a
    /// description, and the shape of the item's pictures. Only the channel knows these.
    async fn keep_the_rest(
        &self,
        session: &dyn ShopSession,
        item: u64,
        content: &ContentEdit,
        body: &mut edit::ItemEdit,
    ) -> Result<(), ChannelError> {
        if content.description.is_none() && content.images.is_none() {
            return Ok(());
        }
        let id = item.to_string();
        let known = self.base_info(session, std::iter::once(id.as_str())).await?;
        let known =
            known.into_iter().next().ok_or(ChannelError::NotFound { what: format!("item {item}") })?;
        if let Some(images) = &mut body.image {
            images.image_ratio = Some(known.image.image_ratio).filter(|ratio| !ratio.is_empty());
        }
        let Some(text) = &content.description else { return Ok(()) };
        if known.description_type != "extended" {
            body.description = Some(text.clone());
            return Ok(());
        }
        let fields = known.description_info.and_then(|info| info.extended_description).unwrap_or_default();
        let extended_description = description::merged(&fields, text);
        body.description_type = Some("extended");
        body.description_info = Some(edit::DescriptionInfo { extended_description });
        Ok(())
    }

    pub(crate) async fn set_visibility(
        &self,
        session: &dyn ShopSession,
        item: u64,
        listed: bool,
    ) -> Result<StepOutcome, ChannelError> {
        let body = edit::UnlistItems { item_list: vec![edit::UnlistItem { item_id: item, unlist: !listed }] };
        let call = Call::post("/api/v2/product/unlist_item", Effect::Set, &body)?.about("visibility");
        let warning = done(self.call::<Nothing>(session, call).await?, "unlist_item", "visibility")?;
        Ok(StepOutcome { warnings: warning.into_iter().collect(), ..StepOutcome::default() })
    }
}

/// How many write calls a step takes.
pub(crate) fn calls(step: &Step) -> u32 {
    let chunks = |offers: usize| u32::try_from(offers.div_ceil(OFFERS_PER_CALL)).unwrap_or(u32::MAX);
    match step {
        // The axes first, where an option is new, then the models.
        Step::AddVariants { offers, .. } => 1 + chunks(offers.len()),
        Step::Skus { offers } => {
            let only = offers.iter().filter(|(offer, _)| *offer == OfferId::only()).count();
            u32::from(only > 0) + chunks(offers.len() - only)
        }
        Step::Prices { offers } => chunks(offers.len()),
        Step::Stock { offers } => chunks(offers.len()),
        Step::Content(_) | Step::Visibility { .. } => 1,
    }
}

/// What `step` sends back as it was read: the list of models where an axis gets a new option, because models that are
/// left out are deleted; the models' own weights where the item gets a new one, because it overwrites them.
pub(crate) fn rewrites(before: &ListingContent, step: &Step) -> Vec<Field> {
    match step {
        Step::AddVariants { offers, .. } => {
            let known = |(axis, value): (usize, &String)| {
                before.offers.iter().any(|offer| offer.option_values.get(axis) == Some(value))
            };
            let grows = offers.iter().any(|offer| !offer.option_values.iter().enumerate().all(known));
            if grows { vec![Field::Variants] } else { Vec::new() }
        }
        Step::Content(edit) if edit.weight.is_some() => {
            let own = before.offers.iter().any(|offer| offer.weight.is_some());
            if own { vec![Field::Weight] } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}

/// The warnings of a call whose parts were all taken; the refusal of the first part that was not.
pub(crate) fn done(
    reply: Reply<Nothing>,
    code: &'static str,
    about: &'static str,
) -> Result<Option<String>, ChannelError> {
    let reasons: Vec<String> = reply
        .failures
        .iter()
        .map(|failure| match failure.model_id.id().or(failure.item_id.id()) {
            Some(id) => format!("{id}: {}", failure.failed_reason.0),
            None => failure.failed_reason.0.clone(),
        })
        .collect();
    if reasons.is_empty() { Ok(reply.warning) } else { Err(partial(code, &reasons.join("; "), about)) }
}

/// A shop with one place must not name it. With several, the first gets everything and the others get zero,
/// so that the sum is the wanted stock, also after a repeat.
pub(crate) fn stock_at(locations: &[String], stock: u32) -> Vec<edit::SellerStock> {
    if locations.is_empty() {
        return vec![edit::SellerStock { location_id: None, stock }];
    }
    let at = |(position, location): (usize, &String)| edit::SellerStock {
        location_id: Some(location.clone()),
        stock: if position == 0 { stock } else { 0 },
    };
    locations.iter().enumerate().map(at).collect()
}

pub(crate) fn category(content: &ListingContent) -> Option<&str> {
    content.category.as_ref().map(|category| category.id.as_str())
}

/// A listing without axes cannot get variants: Shopee would build it again and lose its offers.
fn axes_differ() -> ChannelError {
    let problem = "the listing's option axes are not the product's; align them by hand first";
    Invalid::new("options", "variant_axes_differ", problem).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shop_with_one_place_does_not_name_it() {
        let json = serde_json::to_string(&stock_at(&[], 0)).unwrap();
        assert_eq!(json, r#"[{"stock":0}]"#, "zero is sent, the location is not");
    }

    #[test]
    fn a_shop_with_several_places_ends_with_the_sum_that_was_asked_for() {
        let places = ["IDZ".to_owned(), "ID2".to_owned()];
        let stocks = stock_at(&places, 7);
        assert_eq!(stocks.iter().map(|place| place.stock).sum::<u32>(), 7);
        assert!(stocks.iter().all(|place| place.location_id.is_some()));
    }

    #[test]
    fn a_step_says_how_many_calls_it_takes() {
        let offer = |n: usize| OfferId::parse(&n.to_string()).unwrap();
        let prices: Vec<_> = (1..=51).map(|n| (offer(n), Rupiah::new(1_000))).collect();
        assert_eq!(calls(&Step::Prices { offers: prices }), 2);
        assert_eq!(calls(&Step::Visibility { listed: true }), 1);
    }
}
