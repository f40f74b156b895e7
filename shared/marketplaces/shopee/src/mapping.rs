//! Shopee's words into ours. The way back is in `write`.

use app::{ChannelError, marketplace::FetchedListing};
use domain::{
    Dimensions, ExternalId, Grams, Length, ListingContent, ListingImage, Offer, OfferId, PreOrderDays, Sku,
    listing::{Attribute, AttributeValue, Named},
};

use crate::wire::{
    listing::{Dimension, Images, Item, Model, Models, PreOrder, PriceInfo, StockInfo},
    tolerant::{Decimal, Int},
};

pub(crate) mod description;
pub(crate) mod limits;
pub(crate) mod promotion;
pub(crate) mod status;
pub(crate) mod tiers;
pub(crate) mod write;

/// Deleted items stay readable for 90 days; for us they are gone.
pub(crate) fn is_gone(item: &Item) -> bool {
    status::of(&item.item_status).is_gone()
}

/// `models` is the answer of `get_model_list` for an item that has models.
pub(crate) fn listing(item: Item, models: Option<&Models>) -> Result<FetchedListing, ChannelError> {
    let id = external_id(item.item_id.0)?;
    let weight = weight(&item.weight);
    let (options, offers) = match models {
        Some(models) if !models.model.is_empty() => {
            let tiers = tiers::of(models);
            let offers =
                models.model.iter().map(|model| offer(model, &tiers, weight)).collect::<Result<_, _>>()?;
            (tiers.iter().map(|tier| tier.name.clone()).collect(), offers)
        }
        _ => (Vec::new(), vec![only_offer(&item)]),
    };
    let updated_at = item.update_time.time();
    let content = ListingContent {
        description: description::plain(&item),
        title: item.item_name,
        images: images(item.image),
        category: item.category_id.id().map(|id| Named { id: id.to_string(), name: None }),
        attributes: item.attribute_list.into_iter().map(attribute).collect(),
        brand: item
            .brand
            .map(|brand| Named { id: brand.brand_id.0.to_string(), name: filled(brand.original_brand_name) }),
        weight,
        dimensions: item.dimension.as_ref().and_then(dimensions),
        pre_order: item.pre_order.as_ref().and_then(pre_order),
        shipping: item
            .logistic_info
            .into_iter()
            .filter(|logistic| logistic.enabled.0)
            .map(|logistic| Named {
                id: logistic.logistic_id.0.to_string(),
                name: filled(logistic.logistic_name),
            })
            .collect(),
        storefronts: Vec::new(),
        status: status::of(&item.item_status),
        storefront_status: std::collections::BTreeMap::new(),
        promotion: None,
        options,
        offers,
    };
    Ok(FetchedListing { id, content, updated_at, audit: None, partial: false })
}

pub(crate) fn external_id(id: i64) -> Result<ExternalId, ChannelError> {
    ExternalId::parse(&id.to_string())
        .ok()
        .filter(|_| id > 0)
        .ok_or_else(|| ChannelError::Unexpected { reason: format!("{id} is not an item id") })
}

pub(crate) fn offer_id(id: i64) -> Result<OfferId, ChannelError> {
    OfferId::parse(&id.to_string())
        .ok()
        .filter(|_| id > 0)
        .ok_or_else(|| ChannelError::Unexpected { reason: format!("{id} is not a model id") })
}

fn offer(model: &Model, tiers: &[tiers::Tier], listing: Option<Grams>) -> Result<Offer, ChannelError> {
    let positions = || model.tier_index.iter().map(|index| usize::try_from(index.0).unwrap_or(usize::MAX));
    let option_values = tiers
        .iter()
        .zip(positions())
        .map(|(tier, position)| {
            tier.options.get(position).map(|option| option.name.clone()).unwrap_or_default()
        })
        .collect();
    let image = tiers
        .first()
        .zip(positions().next())
        .and_then(|(tier, position)| tier.options.get(position)?.image.clone());
    Ok(Offer {
        id: offer_id(model.model_id.0)?,
        sku: sku(&model.model_sku),
        option_values,
        price: price(&model.price_info),
        stock: model.stock_info_v2.as_ref().and_then(stock),
        weight: weight(&model.weight).filter(|weight| Some(*weight) != listing),
        image,
        price_locked: is_locked(&model.price_info),
    })
}

fn only_offer(item: &Item) -> Offer {
    Offer {
        id: OfferId::only(),
        sku: sku(&item.item_sku),
        option_values: Vec::new(),
        price: price(&item.price_info),
        stock: item.stock_info_v2.as_ref().and_then(stock),
        weight: None,
        image: None,
        price_locked: is_locked(&item.price_info),
    }
}

/// The seller's own price. `current_price` is a promotion's and is never taken for it.
fn price(info: &[PriceInfo]) -> Option<domain::Rupiah> {
    info.first().and_then(|info| info.original_price).map(|amount| amount.0)
}

/// `has_promotion` alone is no lock: it is also set for vouchers and bundles that leave the price free, and blocking
/// those would stop pushes without need. A current price that differs from the original one is a running price
/// promotion, and that always locks. A lock that this does not show is reported by the channel when the price is
/// written.
fn is_locked(info: &[PriceInfo]) -> bool {
    info.first().is_some_and(|info| match (&info.original_price, &info.current_price) {
        (Some(original), Some(current)) => {
            let same = current.floor() == Some(original.0.get()) && current.ceil() == current.floor();
            !same && current.floor().is_some_and(|price| price > 0)
        }
        _ => false,
    })
}

/// What the seller set, over all locations: the number that is written back. When only the sum of all stocks is
/// reported, that sum.
fn stock(info: &StockInfo) -> Option<u32> {
    if info.seller_stock.is_empty() {
        return info.summary_info.as_ref()?.total_available_stock.map(Int::count);
    }
    Some(info.seller_stock.iter().fold(0, |sum: u32, place| sum.saturating_add(place.stock.count())))
}

pub(crate) fn sku(text: &str) -> Option<Sku> {
    Sku::parse(text).ok()
}

fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.trim().is_empty())
}

/// `None` for a zero, empty or unreadable weight.
pub(crate) fn weight(kilograms: &Decimal) -> Option<Grams> {
    Grams::from_kilograms(&kilograms.0).ok()
}

pub(crate) fn dimensions(wire: &Dimension) -> Option<Dimensions> {
    let length = |text: &Decimal| Length::from_centimetres(&text.0).ok();
    Some(Dimensions {
        length: length(&wire.package_length)?,
        width: length(&wire.package_width)?,
        height: length(&wire.package_height)?,
    })
}

/// Days outside what pre-orders can be are an ordinary item's, which the market sets.
fn pre_order(wire: &PreOrder) -> Option<PreOrderDays> {
    let days = u16::try_from(wire.days_to_ship.0).ok()?;
    wire.is_pre_order.0.then(|| PreOrderDays::parse(days).ok()).flatten()
}

fn images(wire: Images) -> Vec<ListingImage> {
    let mut urls = wire.image_url_list.into_iter();
    wire.image_id_list
        .into_iter()
        .map(|reference| ListingImage { reference, url: urls.next().filter(|url| !url.is_empty()) })
        .collect()
}

fn attribute(wire: crate::wire::listing::Attribute) -> Attribute {
    Attribute {
        id: wire.attribute_id.0.to_string(),
        name: filled(wire.original_attribute_name),
        values: wire
            .attribute_value_list
            .into_iter()
            .map(|value| AttributeValue {
                id: value.value_id.id().map(|id| id.to_string()),
                name: filled(value.original_value_name),
                unit: filled(value.value_unit),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests;
