//! A listing as it is shown to a person: target and observed values, the differences, and the limits that apply.

use app::publishing::shown::ShownListing;
use domain::plan::{Blocker, PriceTarget};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Dimensions, Listing, ListingContent, Overrides, VariantPrice};
use crate::wire::{
    card::ChannelState,
    connection::Limits,
    plan::{Blocked, Change},
};

/// What a listing should be. An absent field is not SyncStore's to set.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListingTarget {
    pub title: Option<String>,
    /// As the channel keeps it.
    pub description: Option<String>,
    pub images: Option<Vec<TargetImage>>,
    pub weight_g: Option<u32>,
    pub dimensions: Option<Dimensions>,
    /// Absent where the product ships from stock.
    pub pre_order_days: Option<u16>,
    pub options: Vec<String>,
    pub offers: Vec<TargetOffer>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TargetImage {
    /// The picture of the product.
    pub id: String,
    pub url: String,
    /// The shop's own copy; absent until a push uploads it.
    pub reference: Option<String>,
}

/// What one offer should be.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TargetOffer {
    pub variant_id: String,
    /// The offer that sells the variant; absent where it has to be added.
    pub offer: Option<String>,
    pub sku: Option<String>,
    pub option_values: Vec<String>,
    /// Whole rupiah; absent where there is no price.
    pub price: Option<i64>,
    /// Why there is no price, as in `docs/ERRORS.md`.
    pub no_price: Option<String>,
    pub stock: Option<u32>,
    pub weight_g: Option<u32>,
}

impl From<&domain::plan::Target> for ListingTarget {
    fn from(target: &domain::plan::Target) -> Self {
        let images = target.images.as_ref().map(|images| {
            let image = |image: &domain::plan::TargetImage| TargetImage {
                id: image.id.to_string(),
                url: image.url.clone(),
                reference: image.reference.clone(),
            };
            images.iter().map(image).collect()
        });
        Self {
            title: target.title.clone(),
            description: target.description.clone(),
            images,
            weight_g: target.weight.map(domain::Grams::get),
            dimensions: target.dimensions.map(Dimensions::from),
            pre_order_days: target.pre_order.flatten().map(domain::PreOrderDays::get),
            options: target.options.clone(),
            offers: target.offers.iter().map(TargetOffer::from).collect(),
        }
    }
}

impl From<&domain::plan::TargetOffer> for TargetOffer {
    fn from(offer: &domain::plan::TargetOffer) -> Self {
        let (price, no_price) = match &offer.price {
            PriceTarget::Quoted { price } => (Some(price.get()), None),
            PriceTarget::Refused { reason } => (None, Some(reason.clone())),
        };
        Self {
            variant_id: offer.variant.to_string(),
            offer: offer.offer.as_ref().map(ToString::to_string),
            sku: offer.sku.as_ref().map(ToString::to_string),
            option_values: offer.option_values.clone(),
            price,
            no_price,
            stock: offer.stock,
            weight_g: offer.weight.map(domain::Grams::get),
        }
    }
}

/// Whether the blocker is a limit of the shop or the channel, and not a guard, a promotion or a decision.
fn is_a_limit(blocker: &Blocker) -> bool {
    matches!(
        blocker,
        Blocker::PriceOutOfRange { .. }
            | Blocker::PriceSpread { .. }
            | Blocker::TextLength { .. }
            | Blocker::TitleRefused { .. }
            | Blocker::ImageCount { .. }
            | Blocker::StockOutOfRange { .. }
            | Blocker::PreOrderNotTaken
            | Blocker::PreOrderOutOfRange { .. }
            | Blocker::SkuTooLong { .. }
            | Blocker::SkuHasSpaces
            | Blocker::TooManyVariants { .. }
            | Blocker::OptionTooLong { .. }
            | Blocker::VariantAxesDiffer { .. }
    )
}

impl From<&ShownListing> for Listing {
    fn from(shown: &ShownListing) -> Self {
        let (state, observed) = (&shown.listing.state.value, &shown.listing.observed);
        let quotes = shown.listing.prices.iter().flat_map(|prices| &prices.quotes);
        let owners = state.owners.0.iter();
        let changes = || shown.entry.iter().flat_map(|entry| &entry.planned.changes);
        let hit =
            changes().filter_map(|change| change.blocked.as_ref()).filter(|blocker| is_a_limit(blocker));
        let standing = app::ports::ChannelCard::of([&shown.card]);
        Self {
            key: state.key.to_string(),
            channel: state.key.channel.to_string(),
            shop: state.key.shop.to_string(),
            external_id: state.key.external_id.to_string(),
            product_id: state.product.as_ref().map(ToString::to_string),
            url: shown.addresses.buyer.clone(),
            seller_url: shown.addresses.seller.clone(),
            state: standing
                .as_ref()
                .map_or_else(|| ChannelState::without_card(shown.card.state), ChannelState::from),
            links: state.links.iter().map(|(o, v)| (o.to_string(), v.to_string())).collect(),
            overrides: Overrides {
                title: state.overrides.title.clone(),
                description: state.overrides.description.clone(),
            },
            owners: owners.map(|(field, owner)| ((*field).into(), (*owner).into())).collect(),
            gone: state.gone,
            observed: ListingContent::from(&observed.content),
            target: shown.entry.as_ref().map(|entry| ListingTarget::from(&entry.target)),
            differences: changes().map(Change::from).collect(),
            limits_hit: hit.map(Blocked::from).collect(),
            limits: shown.limits.as_ref().map(Limits::from),
            updated_at: observed.updated_at,
            seen_at: observed.seen_at,
            prices: quotes
                .map(|(id, quote)| VariantPrice { variant_id: id.to_string(), quote: quote.into() })
                .collect(),
            version: shown.listing.state.version,
        }
    }
}
