//! Changing a listing, one step at a time. Every step may be repeated: prices and stock are absolute, and a list of
//! SKUs is made anew from what the channel says at that moment.

use std::collections::BTreeMap;

use app::{
    ChannelError,
    marketplace::{ShopSession, StepOutcome},
};
use domain::{
    ExternalId, ListingContent, ListingStatus, OfferId, Rupiah, Sku,
    plan::{ContentEdit, NewOffer, Step},
};
use reqwest::Method;
use serde_json::Value;

use super::{
    parse_error::is_wrong_status,
    send::{Answer, Call},
};
use crate::{
    TiktokShop,
    mapping::{amount, check, skus, status},
    wire::{
        edit,
        product::{Product, Saved},
    },
};

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
                self.add_variants(session, listing, before, options, offers).await
            }
            Step::Skus { offers } => self.set_skus(session, listing, before, offers).await,
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
        let mut fresh = None;
        if let Some(days) = change.pre_order {
            let product = self.editable(session, listing).await?;
            let mut all = skus::kept(&product)?;
            skus::set_pre_order(&mut all, days);
            body.skus = Some(all);
            fresh = Some(product);
        }
        Ok(outcome(&self.partial_edit(session, listing, before, fresh.as_ref(), body).await?))
    }

    async fn add_variants(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        options: &[String],
        new: &[NewOffer],
    ) -> Result<StepOutcome, ChannelError> {
        let product = self.editable(session, listing).await?;
        let mut added = skus::found(&product, new);
        let missing: Vec<NewOffer> =
            new.iter().filter(|offer| !added.contains_key(&offer.variant)).cloned().collect();
        if missing.is_empty() {
            return Ok(StepOutcome { added, ..StepOutcome::default() });
        }
        check::offers(options, &missing, product.skus.len())?;
        let mut all = skus::kept(&product)?;
        let warehouse = match all.first().and_then(|sku| sku.inventory.first()) {
            Some(place) => place.warehouse_id.clone(),
            None => self.default_warehouse(session).await?,
        };
        for offer in &missing {
            all.push(skus::added(&product, offer, &warehouse)?);
        }
        let body = edit::PartialEdit { skus: Some(all), ..edit::PartialEdit::default() };
        let answer = self.partial_edit(session, listing, before, Some(&product), body).await?;
        added.extend(skus::named(&answer.data, &product, &missing));
        if new.iter().any(|offer| !added.contains_key(&offer.variant)) {
            // The answer did not name them all; the product does.
            added.extend(skus::found(&self.editable(session, listing).await?, &missing));
        }
        Ok(StepOutcome { added, ..outcome(&answer) })
    }

    async fn set_skus(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        offers: &[(OfferId, Sku)],
    ) -> Result<StepOutcome, ChannelError> {
        for (_, sku) in offers {
            check::sku(sku)?;
        }
        let names: BTreeMap<&str, &Sku> = offers.iter().map(|(id, sku)| (id.as_str(), sku)).collect();
        self.edit_skus(session, listing, before, offers.iter().map(|(id, _)| id), |sku| {
            if let Some(name) = sku.id.as_deref().and_then(|id| names.get(id)) {
                sku.seller_sku = Some(name.to_string());
            }
        })
        .await
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
                .edit_skus(session, listing, before, ids, |sku| {
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
                .edit_skus(session, listing, before, ids, |sku| {
                    if let Some(stock) = sku.id.as_deref().and_then(|id| wanted.get(id)) {
                        set_inventory(sku, *stock);
                    }
                })
                .await;
        }
        let product = self.product(session, listing).await?;
        let mut skus = Vec::with_capacity(offers.len());
        for (id, stock) in offers {
            let sku = product.skus.iter().find(|sku| sku.id == id.as_str()).ok_or_else(|| gone(id))?;
            let mut held: Vec<(String, i64)> =
                sku.inventory.iter().map(|place| (place.warehouse_id.clone(), place.quantity)).collect();
            if held.is_empty() {
                held.push((self.default_warehouse(session).await?, 0));
            }
            skus.push(edit::SkuInventory { id: id.to_string(), inventory: skus::spread(&held, *stock) });
        }
        while !skus.is_empty() {
            let rest = skus.split_off(skus.len().min(check::SKUS_PER_CALL));
            let path = format!("/product/202309/products/{listing}/inventory/update");
            let call = Call::write(Method::POST, path, &edit::Inventories { skus })?;
            self.call::<Value>(session, &call).await?;
            skus = rest;
        }
        Ok(StepOutcome::default())
    }

    /// Activating starts an audit; deactivating is immediate. A product that already stands as asked is no failure.
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
            listing_platforms: self.platforms(session, listing, before, None).await?,
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

    pub(crate) async fn remove(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        offers: &[OfferId],
    ) -> Result<StepOutcome, ChannelError> {
        let product = self.editable(session, listing).await?;
        let mut rest = skus::kept(&product)?;
        rest.retain(|sku| !offers.iter().any(|offer| sku.id.as_deref() == Some(offer.as_str())));
        if rest.is_empty() {
            let problem = "the last variant of a listing cannot be removed";
            return Err(domain::Invalid::new("variants", "last_variant", problem).into());
        }
        if rest.len() == product.skus.len() {
            return Ok(StepOutcome::default());
        }
        let body = edit::PartialEdit { skus: Some(rest), ..edit::PartialEdit::default() };
        Ok(outcome(&self.partial_edit(session, listing, before, Some(&product), body).await?))
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

    /// Changes some SKUs within the whole list. Nothing is sent where nothing differs.
    async fn edit_skus<'a>(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        ids: impl Iterator<Item = &'a OfferId> + Send,
        change: impl Fn(&mut edit::Sku) + Send,
    ) -> Result<StepOutcome, ChannelError> {
        let ids: Vec<&OfferId> = ids.collect();
        let product = self.editable(session, listing).await?;
        if let Some(id) = ids.iter().find(|id| !product.skus.iter().any(|sku| sku.id == id.as_str())) {
            return Err(gone(id));
        }
        let kept = skus::kept(&product)?;
        let mut all = kept.clone();
        all.iter_mut().for_each(change);
        if all == kept {
            return Ok(StepOutcome::default());
        }
        let body = edit::PartialEdit { skus: Some(all), ..edit::PartialEdit::default() };
        Ok(outcome(&self.partial_edit(session, listing, before, Some(&product), body).await?))
    }

    async fn partial_edit(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        fresh: Option<&Product>,
        mut body: edit::PartialEdit,
    ) -> Result<Answer<Saved>, ChannelError> {
        body.listing_platforms = self.platforms(session, listing, before, fresh).await?;
        let path = format!("/product/202509/products/{listing}/partial_edit");
        self.call(session, &Call::write(Method::POST, path, &body)?).await
    }

    /// The storefronts that must stay: of the product as just read, else as last known, else it is asked.
    async fn platforms(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        fresh: Option<&Product>,
    ) -> Result<Vec<String>, ChannelError> {
        if let Some(product) = fresh {
            return Ok(status::platforms(&status::standing(product).storefronts));
        }
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

/// A product that is in Tokopedia only is answered without any audit, though its edits are looked at as well: there
/// only reading back tells.
fn outcome(answer: &Answer<Saved>) -> StepOutcome {
    let audited = answer.data.audit.as_ref().is_none_or(|audit| audit.status == "AUDITING");
    StepOutcome { audited, added: BTreeMap::new(), warnings: answer.warnings.clone() }
}
