//! Changing a listing, one step at a time. Every step may be repeated: prices and stock are absolute, and a list of
//! SKUs is made again from what the channel says at that moment.

use std::collections::BTreeMap;

use app::{
    ChannelError,
    marketplace::{ShopSession, StepOutcome},
};
use domain::{
    ExternalId, ListingContent, ListingStatus, OfferId, Rupiah,
    diff::Field,
    plan::{ContentEdit, Step},
};
use reqwest::Method;
use serde_json::Value;

use super::{
    call::{Call, Reply},
    parse_error::is_wrong_status,
};
use crate::{
    TiktokShop, check,
    mapping::{amount, skus, status},
    wire::{edit, listing::Saved},
};

mod variants;
mod whole;
use whole::Fresh;

impl TiktokShop {
    pub(crate) async fn take(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        step: &Step,
    ) -> Result<StepOutcome, ChannelError> {
        match step {
            Step::AddVariants { options, offers } => {
                self.add_variants(session, listing, options, offers).await
            }
            Step::Skus { offers } => self.set_skus(session, listing, offers).await,
            Step::Content(edit) => self.edit_content(session, listing, before, edit).await,
            Step::Prices { offers } => self.set_prices(session, listing, before, offers).await,
            Step::Stock { offers } => self.set_stock(session, listing, before, offers).await,
            Step::Visibility { listed } => self.set_visibility(session, listing, before, *listed).await,
        }
    }

    async fn edit_content(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        change: &ContentEdit,
    ) -> Result<StepOutcome, ChannelError> {
        check::content(change)?;
        let images = change.images.as_ref().map(|images| {
            let uris = images.iter().filter_map(|image| image.reference.clone());
            uris.map(|uri| edit::ImageUri { uri }).collect::<Vec<_>>()
        });
        let mut body = edit::PartialEdit {
            title: change.title.clone(),
            description: change.description.clone(),
            main_images: images,
            package_weight: change.weight.map(amount::sent_weight),
            package_dimensions: change.dimensions.map(amount::sent_dimensions),
            ..edit::PartialEdit::default()
        };
        let Some(days) = change.pre_order else {
            body.listing_platforms = self.platforms(session, listing, before).await?;
            let path = format!("/product/202509/products/{listing}/partial_edit");
            return Ok(outcome(&self.call(session, &Call::write(Method::POST, path, &body)?).await?));
        };
        let mut build = |fresh: &Fresh| {
            let mut all = fresh.skus()?;
            skus::set_pre_order(&mut all, days);
            Ok(Some(edit::PartialEdit { skus: Some(all), ..body.clone() }))
        };
        Ok(outcome_of(self.edit_whole(session, listing, &mut build).await?))
    }

    async fn set_prices(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        offers: &[(OfferId, Rupiah)],
    ) -> Result<StepOutcome, ChannelError> {
        for (_, price) in offers {
            check::price(*price)?;
        }
        if !is_live(before) {
            let prices: BTreeMap<&str, Rupiah> =
                offers.iter().map(|(id, price)| (id.as_str(), *price)).collect();
            let ids = offers.iter().map(|(id, _)| id);
            return self
                .edit_skus(session, listing, ids, |sku| {
                    if let Some(price) = sku.id.as_deref().and_then(|id| prices.get(id)) {
                        sku.price = Some(amount::price(*price));
                    }
                })
                .await;
        }
        for some in offers.chunks(check::SKUS_PER_CALL) {
            let skus = some
                .iter()
                .map(|(id, price)| edit::SkuPrice { id: id.to_string(), price: amount::price(*price) })
                .collect();
            let path = format!("/product/202309/products/{listing}/prices/update");
            let call = Call::write(Method::POST, path, &edit::Prices { skus })?;
            self.call::<Value>(session, &call).await?;
        }
        Ok(StepOutcome::default())
    }

    /// Every warehouse that a SKU is assigned to has to be named, so the product is read first.
    async fn set_stock(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        offers: &[(OfferId, u32)],
    ) -> Result<StepOutcome, ChannelError> {
        for (_, stock) in offers {
            check::stock(*stock)?;
        }
        if !is_live(before) {
            let wanted: BTreeMap<&str, u32> =
                offers.iter().map(|(id, stock)| (id.as_str(), *stock)).collect();
            let ids = offers.iter().map(|(id, _)| id);
            return self
                .edit_skus(session, listing, ids, |sku| {
                    if let Some(stock) = sku.id.as_deref().and_then(|id| wanted.get(id)) {
                        set_inventory(sku, *stock);
                    }
                })
                .await;
        }
        for some in offers.chunks(check::SKUS_PER_CALL) {
            self.set_live_stock(session, listing, some).await?;
        }
        Ok(StepOutcome::default())
    }

    async fn set_live_stock(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        offers: &[(OfferId, u32)],
    ) -> Result<(), ChannelError> {
        let mut warehouse = None;
        loop {
            let mut homeless = false;
            let mut build = |fresh: &Fresh| {
                let mut skus = Vec::with_capacity(offers.len());
                for (id, stock) in offers {
                    let sku = fresh.live.skus.iter().find(|sku| sku.id == id.as_str());
                    let sku = sku.ok_or_else(|| gone(id))?;
                    let places =
                        sku.inventory.iter().map(|place| (place.warehouse_id.clone(), place.quantity));
                    let mut held: Vec<(String, i64)> = places.collect();
                    if held.is_empty() {
                        let Some(place) = &warehouse else {
                            homeless = true;
                            return Ok(None);
                        };
                        held.push((String::clone(place), 0));
                    }
                    skus.push(edit::SkuInventory {
                        id: id.to_string(),
                        inventory: skus::spread(&held, *stock),
                    });
                }
                let path = format!("/product/202309/products/{listing}/inventory/update");
                Call::write(Method::POST, path, &edit::Inventories { skus }).map(Some)
            };
            self.read_and_write::<Value>(session, listing, false, &mut build).await?;
            if !homeless {
                return Ok(());
            }
            warehouse = Some(self.default_warehouse(session).await?);
        }
    }

    /// Activating starts an audit; deactivating is immediate. A product that already has the wanted state is no
    /// failure.
    async fn set_visibility(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        listed: bool,
    ) -> Result<StepOutcome, ChannelError> {
        let action = if listed { "activate" } else { "deactivate" };
        let body = edit::Lifecycle {
            product_ids: vec![listing.to_string()],
            listing_platforms: self.platforms(session, listing, before).await?,
        };
        let call = Call::write(Method::POST, format!("/product/202309/products/{action}"), &body)?;
        match self.call::<Value>(session, &call).await {
            Ok(answer) => {
                Ok(StepOutcome { audited: listed, warnings: answer.warnings, ..StepOutcome::default() })
            }
            Err(error) if is_wrong_status(&error) => {
                let standing = status::standing(&self.product(session, listing).await?);
                let stands = match standing.status {
                    ListingStatus::Live | ListingStatus::UnderReview => listed,
                    ListingStatus::Unlisted => !listed,
                    _ => false,
                };
                let audited = standing.status == ListingStatus::UnderReview;
                let done = stands && standing.differing.is_empty();
                if done { Ok(StepOutcome { audited, ..StepOutcome::default() }) } else { Err(error) }
            }
            Err(error) => Err(error),
        }
    }

    pub(crate) async fn remove_listing(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
    ) -> Result<(), ChannelError> {
        let body = edit::Delete { product_ids: vec![listing.to_string()] };
        let call = Call::write(Method::DELETE, "/product/202309/products".to_owned(), &body)?;
        match self.call::<Value>(session, &call).await {
            Ok(_) | Err(ChannelError::NotFound { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The storefronts that must stay: as last known, or read now.
    async fn platforms(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
    ) -> Result<Vec<String>, ChannelError> {
        if !before.storefronts.is_empty() {
            return Ok(status::platforms(&before.storefronts));
        }
        let product = self.product(session, listing).await?;
        Ok(status::platforms(&status::standing(&product).storefronts))
    }
}

/// The calls for prices and stock take live products only; others are edited as a whole.
fn is_live(before: &ListingContent) -> bool {
    before.status == ListingStatus::Live
        || before.storefront_status.values().any(|status| *status == ListingStatus::Live)
}

/// How many write calls a step takes.
pub(crate) fn calls(step: &Step) -> u32 {
    let offers = match step {
        Step::Prices { offers } => offers.len(),
        Step::Stock { offers } => offers.len(),
        Step::AddVariants { .. } | Step::Skus { .. } | Step::Content(_) | Step::Visibility { .. } => 1,
    };
    u32::try_from(offers.div_ceil(check::SKUS_PER_CALL)).unwrap_or(u32::MAX)
}

/// The fields that `step` sends back as they are, because the call takes the whole list of SKUs only.
pub(crate) fn rewrites(before: &ListingContent, step: &Step) -> Vec<Field> {
    let whole = match step {
        Step::AddVariants { .. } | Step::Skus { .. } => true,
        Step::Content(edit) => edit.pre_order.is_some(),
        Step::Prices { .. } | Step::Stock { .. } => !is_live(before),
        Step::Visibility { .. } => false,
    };
    if whole { vec![Field::Price, Field::Stock] } else { Vec::new() }
}

fn set_inventory(sku: &mut edit::Sku, stock: u32) {
    let held: Vec<(String, i64)> =
        sku.inventory.iter().map(|place| (place.warehouse_id.clone(), place.quantity)).collect();
    for (place, after) in sku.inventory.iter_mut().zip(skus::spread(&held, stock)) {
        place.quantity = after.quantity;
    }
}

fn gone(offer: &OfferId) -> ChannelError {
    ChannelError::NotFound { what: format!("the offer {offer}") }
}

/// The answer for a product that is in Tokopedia only has no audit, although its edits are audited too: there
/// only a read-back shows the result.
fn outcome(answer: &Reply<Saved>) -> StepOutcome {
    let audited = answer.value.audit.as_ref().is_none_or(|audit| audit.status == "AUDITING");
    StepOutcome { audited, added: BTreeMap::new(), warnings: answer.warnings.clone() }
}

/// Where nothing had to be sent, nothing is audited.
fn outcome_of(written: Option<(Fresh, Reply<Saved>)>) -> StepOutcome {
    written.map_or_else(StepOutcome::default, |(_, answer)| outcome(&answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_per_hundred_offers() {
        let offers = |n: usize| Step::Stock {
            offers: (0..n).map(|i| (OfferId::parse(&i.to_string()).unwrap(), 1)).collect(),
        };
        assert_eq!((calls(&offers(1)), calls(&offers(100)), calls(&offers(101))), (1, 1, 2));
        assert_eq!(calls(&Step::Visibility { listed: true }), 1);
    }
}
