//! Creates a listing so that a repeat finds the first try: create it hidden, add variations, check them, show it.

use app::{
    ChannelError,
    marketplace::{NewListing, ShopSession, call::Effect},
};
use domain::{ExternalId, ListingContent, ListingStatus, Sku, identity, plan::NewOffer};

use super::{
    call::Call,
    edits::{category, new_model, stock_at},
};
use crate::{
    Shopee, check,
    mapping::{self, tiers, write},
    wire::{edit, envelope::Nothing, listing::Models},
};

impl Shopee {
    pub(crate) async fn create_listing(
        &self,
        session: &dyn ShopSession,
        listing: &NewListing,
    ) -> Result<ExternalId, ChannelError> {
        let NewListing { content, offers, .. } = listing;
        let limits = self.known_limits(session, category(content)).await?;
        check::new_listing(&limits, content, offers)?;
        let own_sku = own_sku(listing);
        let found = self.search_sku(session, &[own_sku.as_str()]).await?;
        let is_new = found.is_none();
        let id = match found {
            Some(id) => self.first_try(session, &id, listing, &own_sku).await?,
            None => self.add_item(session, listing, &own_sku).await?,
        };
        let item = write::item_number(&id)?;
        if !content.options.is_empty() {
            if is_new {
                tokio::time::sleep(self.config.settle).await;
            }
            self.structure(session, item, listing).await?;
        }
        if !matches!(content.status, ListingStatus::Unlisted | ListingStatus::Draft) {
            self.set_visibility(session, item, true).await?;
        }
        Ok(id)
    }

    /// The listing that has our SKU, when an earlier try of ours made it: the same texts and category, and
    /// either still hidden or already with the wanted offers. Any other listing is not ours, and would go on sale
    /// with values that were meant for ours.
    async fn first_try(
        &self,
        session: &dyn ShopSession,
        id: &ExternalId,
        listing: &NewListing,
        own_sku: &Sku,
    ) -> Result<ExternalId, ChannelError> {
        let there = self.fetch_all(session, std::slice::from_ref(id)).await?;
        let Some(there) = there.into_iter().find(|there| &there.id == id) else {
            let reason = format!("the listing {id} was found by its SKU and is not there");
            return Err(ChannelError::Unavailable { reason });
        };
        if is_ours(&there.content, listing) {
            Ok(there.id)
        } else {
            Err(taken(id, &there.content.title, own_sku))
        }
    }

    async fn add_item(
        &self,
        session: &dyn ShopSession,
        listing: &NewListing,
        own_sku: &Sku,
    ) -> Result<ExternalId, ChannelError> {
        let NewListing { content, offers, .. } = listing;
        let locations = self.stock_locations(session).await?;
        let first = offers.first().ok_or_else(|| {
            domain::Invalid::new("variants", "variant_count", "a listing has at least one variant")
        })?;
        let body = edit::ItemEdit {
            item_name: Some(content.title.clone()),
            description: Some(content.description.clone()),
            description_type: Some("normal"),
            image: Some(edit::Images {
                image_ratio: None,
                image_id_list: content.images.iter().map(|image| image.reference.clone()).collect(),
            }),
            weight: content.weight.and_then(write::kilograms),
            dimension: content.dimensions.map(write::dimension),
            pre_order: Some(write::pre_order(content.pre_order)),
            item_sku: Some(own_sku.as_str().to_owned()),
            original_price: Some(first.price),
            seller_stock: Some(stock_at(&locations, first.stock)),
            category_id: category(content).and_then(|id| id.parse().ok()),
            logistic_info: Some(self.shipping(session, listing).await?),
            attribute_list: Some(write::attributes(content)),
            brand: Some(write::brand(content)),
            condition: Some("NEW"),
            item_status: Some("UNLIST"),
            ..edit::ItemEdit::default()
        };
        let call = Call::post("/api/v2/product/add_item", Effect::Make, &body)?;
        match self.call::<edit::AddedItem>(session, call).await {
            Ok(reply) => mapping::external_id(reply.value.item_id.0),
            // It may exist: a search by our own SKU decides. Otherwise the caller decides when to search again.
            Err(ChannelError::OutcomeUnknown { reason }) => {
                let lost = ChannelError::OutcomeUnknown { reason };
                match self.search_sku(session, &[own_sku.as_str()]).await {
                    Ok(Some(id)) => self.first_try(session, &id, listing, own_sku).await.map_err(|_| lost),
                    _ => Err(lost),
                }
            }
            Err(error) => Err(error),
        }
    }

    /// The delivery options of the listing, or all that the shop has switched on.
    async fn shipping(
        &self,
        session: &dyn ShopSession,
        listing: &NewListing,
    ) -> Result<Vec<edit::Logistic>, ChannelError> {
        let named = listing.content.shipping.iter().filter_map(|option| option.id.parse().ok());
        let mut ids: Vec<u64> = named.collect();
        if ids.is_empty() {
            let channels = self.shipping_channels(session).await?;
            ids = channels
                .iter()
                .filter(|channel| channel.enabled && channel.at_checkout)
                .filter_map(|channel| channel.id.parse().ok())
                .collect();
        }
        if ids.is_empty() {
            let problem = "the shop has no delivery option switched on";
            return Err(domain::Invalid::new("shipping", "shipping_missing", problem).into());
        }
        Ok(ids.into_iter().map(|logistic_id| edit::Logistic { logistic_id, enabled: true }).collect())
    }

    /// Adds the variations of a new item, unless an earlier try did, and checks that all of them exist.
    async fn structure(
        &self,
        session: &dyn ShopSession,
        item: u64,
        listing: &NewListing,
    ) -> Result<(), ChannelError> {
        let NewListing { content, offers, .. } = listing;
        let there = self.models(session, item).await?;
        if !there.model.is_empty() {
            let axes = tiers::of(&there);
            let whole = offers.iter().all(|offer| has(&there, &axes, offer));
            return if whole { Ok(()) } else { Err(taken(item, &content.title, &own_sku(listing))) };
        }
        let axes = tiers::fresh(&content.options, offers.iter().map(|offer| offer.option_values.as_slice()));
        let locations = self.stock_locations(session).await?;
        let models = offers.iter().map(|offer| new_model(&axes, offer, &locations, content.weight));
        let body = edit::InitTiers {
            item_id: item,
            standardise_tier_variation: tiers::to_wire(&axes),
            model: models.collect::<Result<_, _>>()?,
        };
        let call = Call::post("/api/v2/product/init_tier_variation", Effect::Make, &body)?.about("variants");
        match self.call::<Nothing>(session, call).await {
            // The read below shows the result.
            Ok(_) | Err(ChannelError::OutcomeUnknown { .. }) => {}
            Err(error) => return Err(error),
        }
        let there = self.models(session, item).await?;
        let axes = tiers::of(&there);
        match offers.iter().find(|offer| !has(&there, &axes, offer)) {
            Some(offer) => Err(ChannelError::OutcomeUnknown {
                reason: format!("the variant {} is not there yet", offer.option_values.join(", ")),
            }),
            None => Ok(()),
        }
    }

    pub(crate) async fn delete_item(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
    ) -> Result<(), ChannelError> {
        let body = edit::ItemRef { item_id: write::item_number(listing)? };
        let call = Call::post("/api/v2/product/delete_item", Effect::Set, &body)?;
        self.call::<Nothing>(session, call).await.map(drop)
    }
}

/// The calls of creating a listing: the search for its SKU, the item and showing it; with variants also what is there, the
/// variants, and the look at them.
pub(crate) const fn calls(offers: usize) -> u32 {
    if offers > 1 { 6 } else { 3 }
}

/// What a repeat is found by: the first variant's SKU, else the key of the attempt.
fn own_sku(listing: &NewListing) -> Sku {
    let first = listing.offers.first().and_then(|offer| offer.sku.clone());
    let key = || mapping::sku(&listing.idempotency_key);
    first.or_else(key).unwrap_or_else(|| {
        let hash = domain::ContentHash::of_parts(&[&listing.idempotency_key]);
        #[expect(clippy::expect_used, reason = "64 hex digits are a valid SKU")]
        Sku::parse(hash.as_str()).expect("a hash is a SKU")
    })
}

/// Whether an earlier try made this listing. The channel may change white space.
fn is_ours(there: &ListingContent, wish: &NewListing) -> bool {
    let words = |text: &str| identity::seen(text).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let content = &wish.content;
    let says_the_same = words(&there.title) == words(&content.title)
        && words(&there.description) == words(&content.description)
        && category(there) == category(content);
    // A try that was interrupted early has no variations yet.
    let unfinished = there.status == ListingStatus::Unlisted && there.options.is_empty();
    let unfinished = unfinished && !content.options.is_empty();
    says_the_same && (unfinished || sells_the_same(there, wish))
}

fn sells_the_same(there: &ListingContent, wish: &NewListing) -> bool {
    let single = there.options.is_empty();
    // The SKU of a single item is what it was found by, and is the key of the attempt where its offer has none.
    let sku = |sku: Option<&Sku>| sku.filter(|_| !single).map(Sku::folded);
    let sorted = |mut offers: Vec<_>| {
        offers.sort();
        offers
    };
    let theirs = there.offers.iter().map(|offer| (sku(offer.sku.as_ref()), offer.price)).collect();
    let ours = wish.offers.iter().map(|offer| (sku(offer.sku.as_ref()), Some(offer.price))).collect();
    identity::same_all(&there.options, &wish.content.options) && sorted(theirs) == sorted(ours)
}

/// Another listing already has our SKU: a second one with that SKU would be the duplicate
/// that must not exist, and changing the first one was not requested.
fn taken(id: impl std::fmt::Display, title: &str, sku: &Sku) -> ChannelError {
    ChannelError::Rejected {
        code: "sku_taken_in_shop".to_owned(),
        field: Some("sku".to_owned()),
        reason: format!("the shop's listing {id} \"{title}\" has the SKU {sku} and is another one"),
    }
}

fn has(there: &Models, axes: &[tiers::Tier], offer: &NewOffer) -> bool {
    let index = tiers::index_of(axes, &offer.option_values);
    let at = |model: &crate::wire::listing::Model| {
        model
            .tier_index
            .iter()
            .map(|index| usize::try_from(index.0).unwrap_or(usize::MAX))
            .collect::<Vec<_>>()
    };
    index.is_some_and(|index| there.model.iter().any(|model| at(model) == index))
}
