//! Our words into Shopee's.

use app::ChannelError;
use domain::{
    Dimensions, ExternalId, Grams, Invalid, ListingContent, OfferId, PreOrderDays,
    plan::{ContentEdit, TargetImage},
};

use crate::wire::{edit, tolerant::Number};

pub(crate) fn item_number(listing: &ExternalId) -> Result<u64, ChannelError> {
    listing.as_str().parse().map_err(|_| ChannelError::NotFound { what: format!("item {listing}") })
}

/// 0 for the only offer of an item without models.
pub(crate) fn model_number(offer: &OfferId) -> Result<u64, ChannelError> {
    offer.as_str().parse().map_err(|_| ChannelError::NotFound { what: format!("model {offer}") })
}

pub(crate) fn dimension(size: Dimensions) -> edit::Dimension {
    edit::Dimension {
        package_height: size.height.to_whole_centimetres(),
        package_length: size.length.to_whole_centimetres(),
        package_width: size.width.to_whole_centimetres(),
    }
}

/// A weight as a JSON number of kilograms, digit for digit.
pub(crate) fn kilograms(weight: Grams) -> Option<Number> {
    Number::of(&weight.to_kilograms())
}

pub(crate) fn pre_order(days: Option<PreOrderDays>) -> edit::PreOrder {
    edit::PreOrder { is_pre_order: days.is_some(), days_to_ship: days.map(PreOrderDays::get) }
}

/// The channel's names of pictures; one that was not uploaded yet cannot be named.
pub(crate) fn image_ids(images: &[TargetImage]) -> Result<edit::Images, Invalid> {
    let ids = images.iter().enumerate().map(|(position, image)| {
        image.reference.clone().ok_or_else(|| {
            let problem = format!("picture {} was not uploaded to this shop", image.id);
            Invalid::new(format!("images[{position}]"), "image_not_uploaded", problem)
        })
    });
    Ok(edit::Images { image_id_list: ids.collect::<Result<_, _>>()?, image_ratio: None })
}

/// Everything of `content` but the description, which depends on how the item keeps it.
pub(crate) fn content_edit(item_id: u64, content: &ContentEdit) -> Result<edit::ItemEdit, Invalid> {
    Ok(edit::ItemEdit {
        item_id: Some(item_id),
        item_name: content.title.clone(),
        image: content.images.as_deref().map(image_ids).transpose()?,
        weight: content.weight.and_then(kilograms),
        dimension: content.dimensions.map(dimension),
        pre_order: content.pre_order.map(pre_order),
        ..edit::ItemEdit::default()
    })
}

/// Attributes and brand of a listing that is being made. A value without a number of Shopee's is sent by its name.
pub(crate) fn attributes(content: &ListingContent) -> Vec<edit::Attribute> {
    content
        .attributes
        .iter()
        .filter_map(|attribute| {
            let values = attribute.values.iter().map(|value| edit::AttributeValue {
                value_id: value.id.as_deref().and_then(|id| id.parse().ok()).unwrap_or(0),
                original_value_name: value.name.clone(),
                value_unit: value.unit.clone(),
            });
            Some(edit::Attribute {
                attribute_id: attribute.id.parse().ok()?,
                attribute_value_list: values.collect(),
            })
        })
        .collect()
}

pub(crate) fn brand(content: &ListingContent) -> edit::Brand {
    let known = content.brand.as_ref().and_then(|brand| Some((brand.id.parse().ok()?, brand.name.clone())));
    let (brand_id, name) = known.unwrap_or((0, None));
    edit::Brand { brand_id, original_brand_name: name.unwrap_or_else(|| "NoBrand".to_owned()) }
}
