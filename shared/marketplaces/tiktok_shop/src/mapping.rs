//! TikTok Shop's words and ours: the only place that knows both.

use app::{
    ChannelError,
    marketplace::{FetchedListing, ListedItem},
};
use domain::{
    ExternalId, ListingContent, ListingImage, Offer, OfferId, PreOrderDays, Sku,
    listing::{Attribute, AttributeValue, Named},
};
use jiff::Timestamp;
use serde::Deserialize;

use crate::wire::listing::{Image, PreSale, Product, SalesAttribute, Sku as WireSku};

pub mod amount;
pub mod description;
pub mod limits;
pub mod skus;
pub mod status;

/// A product as a listing of ours.
pub fn listing(product: &Product) -> Result<FetchedListing, ChannelError> {
    let id = external_id(&product.id)?;
    let standing = status::standing(product);
    let axes = skus::axes(product);
    let mut offers = Vec::with_capacity(product.skus.len());
    for sku in &product.skus {
        offers.push(offer(product, sku, &axes)?);
    }
    let content = ListingContent {
        title: product.title.clone(),
        description: product.description.clone(),
        images: product.main_images.iter().map(image).collect(),
        category: category(product),
        attributes: attributes(product),
        brand: product
            .brand
            .as_ref()
            .and_then(|brand| Some(Named { id: brand.id.clone()?, name: brand.name.clone() })),
        weight: product.package_weight.as_ref().map(amount::weight).transpose()?.flatten(),
        dimensions: product.package_dimensions.as_ref().map(amount::dimensions).transpose()?.flatten(),
        pre_order: pre_order(product)?,
        shipping: product
            .delivery_options
            .iter()
            .filter(|option| option.is_available)
            .map(|option| Named { id: option.id.clone(), name: option.name.clone() })
            .collect(),
        storefronts: standing.storefronts,
        status: standing.status,
        storefront_status: standing.differing,
        promotion: None,
        options: axes.iter().map(|axis| axis.name.clone()).collect(),
        offers,
    };
    Ok(FetchedListing {
        id,
        content,
        updated_at: product.update_time.and_then(moment),
        audit: status::audit(product),
        partial: false,
    })
}

/// A row of the search, unless the product is deleted everywhere.
pub fn listed(product: &Product) -> Result<Option<ListedItem>, ChannelError> {
    if status::is_deleted(product) {
        return Ok(None);
    }
    Ok(Some(ListedItem { id: external_id(&product.id)?, updated_at: product.update_time.and_then(moment) }))
}

/// An answer that its documents do not allow.
pub fn unexpected(reason: impl Into<String>) -> ChannelError {
    ChannelError::Unexpected { reason: reason.into() }
}

pub fn external_id(text: &str) -> Result<ExternalId, ChannelError> {
    ExternalId::parse(text).map_err(|_| unexpected(format!("a product id that is none: {text:?}")))
}

pub fn offer_id(text: &str) -> Result<OfferId, ChannelError> {
    OfferId::parse(text).map_err(|_| unexpected(format!("a SKU id that is none: {text:?}")))
}

/// Unix seconds; 0 means nothing.
pub fn moment(seconds: i64) -> Option<Timestamp> {
    Timestamp::from_second(seconds).ok().filter(|_| seconds > 0)
}

fn offer(product: &Product, sku: &WireSku, axes: &[skus::Axis]) -> Result<Offer, ChannelError> {
    let price = sku.price.as_ref().map(|price| amount::rupiah(product, price)).transpose()?.flatten();
    let stock: i64 = sku.inventory.iter().map(|place| place.quantity.max(0)).sum();
    let image = sku.sales_attributes.iter().find_map(|attribute| attribute.sku_img.as_ref());
    Ok(Offer {
        id: offer_id(&sku.id)?,
        sku: sku.seller_sku.as_deref().and_then(|text| Sku::parse(text).ok()),
        option_values: skus::values(sku, axes),
        price,
        stock: (!sku.inventory.is_empty()).then(|| u32::try_from(stock).unwrap_or(u32::MAX)),
        weight: sku.sku_weight.as_ref().map(amount::weight).transpose()?.flatten(),
        image: image.filter(|image| !image.uri.is_empty()).map(self::image),
        // Get Product does not show promotions: a lock shows when a price is refused, and is kept with the listing.
        price_locked: false,
    })
}

fn image(image: &Image) -> ListingImage {
    ListingImage { reference: image.uri.clone(), url: image.urls.first().cloned() }
}

fn category(product: &Product) -> Option<Named> {
    let chain = &product.category_chains;
    let link = chain.iter().find(|link| link.is_leaf).or(chain.last())?;
    Some(Named { id: link.id.clone(), name: link.local_name.clone() })
}

fn attributes(product: &Product) -> Vec<Attribute> {
    let value = |value: &crate::wire::listing::AttributeValue| AttributeValue {
        id: value.id.clone(),
        name: value.name.clone(),
        unit: None,
    };
    product
        .product_attributes
        .iter()
        .map(|attribute| Attribute {
            id: attribute.id.clone(),
            name: attribute.name.clone(),
            values: attribute.values.iter().map(value).collect(),
        })
        .collect()
}

/// The days are kept per SKU, and all SKUs of a product must have the same (12019100): the first one is read.
fn pre_order(product: &Product) -> Result<Option<PreOrderDays>, ChannelError> {
    let days = product
        .skus
        .iter()
        .filter_map(|sku| PreSale::deserialize(sku.pre_sale.as_ref()?).ok())
        .find(|pre_sale| pre_sale.kind == skus::PRE_ORDER)
        .and_then(|pre_sale| pre_sale.fulfillment_type.as_ref()?.handling_duration_days)
        .filter(|days| *days > 0);
    let Some(days) = days else { return Ok(None) };
    u16::try_from(days)
        .ok()
        .and_then(|days| PreOrderDays::parse(days).ok())
        .map(Some)
        .ok_or_else(|| unexpected(format!("product {}: {days} days of pre-order", product.id)))
}

/// The axis that an attribute belongs to: by the channel's id when it has one, otherwise by name.
pub(crate) fn axis_key(attribute: &SalesAttribute) -> String {
    attribute.id.clone().or_else(|| attribute.name.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
