//! New listings and their pictures.

use app::{
    ChannelError,
    marketplace::{NewListing, ShopSession},
};
use bytes::Bytes;
use domain::{ExternalId, Invalid, listing::AttributeValue};
use reqwest::Method;

use super::{parse_error::parse_partial, send::Call};
use crate::{
    TiktokShop,
    mapping::{self, amount, check, skus, status},
    wire::{
        edit,
        product::{Saved, UploadedImage},
    },
};

const PRODUCTS: &str = "/product/202309/products";
const UPLOAD: &str = "/product/202309/images/upload";
const LARGEST_IMAGE: usize = 10 * 1024 * 1024;
/// The longest idempotency key that the channel takes.
const LONGEST_KEY: usize = 128;

impl TiktokShop {
    /// Creates a listing. The idempotency key makes a repeat find the first one; a failure that leaves open whether
    /// the listing exists says so.
    pub(crate) async fn create_listing(
        &self,
        session: &dyn ShopSession,
        new: &NewListing,
    ) -> Result<ExternalId, ChannelError> {
        let body = self.creation(session, new).await?;
        let call = Call::write(Method::POST, PRODUCTS.to_owned(), &body)?.once().keeping_errors();
        let answer = self.call::<Saved>(session, &call).await?;
        match answer.data.product_id {
            // With one storefront refused the listing still exists on the other.
            Some(id) => mapping::external_id(&id),
            None => Err(parse_partial(&answer.errors)
                // It may be there: the idempotency key finds it.
                .unwrap_or_else(|| ChannelError::OutcomeUnknown {
                    reason: "a created product without an id".to_owned(),
                })),
        }
    }

    /// What Create Product is sent; also what the check of a listing is sent.
    pub(crate) async fn creation(
        &self,
        session: &dyn ShopSession,
        new: &NewListing,
    ) -> Result<edit::Create, ChannelError> {
        let content = &new.content;
        check::listing(content, &new.offers)?;
        let missing = |field: &str, problem: &str| Invalid::new(field, "field_missing", problem);
        let category =
            content.category.as_ref().ok_or_else(|| missing("category", "a new listing needs one"))?;
        let weight =
            content.weight.ok_or_else(|| missing("weight", "this channel needs the parcel's weight"))?;
        let key = Some(new.idempotency_key.clone()).filter(|key| !key.is_empty());
        if key.as_ref().is_some_and(|key| key.len() > LONGEST_KEY) {
            return Err(
                Invalid::new("idempotency_key", "idempotency_key_length", "at most 128 characters").into()
            );
        }
        let warehouse = self.default_warehouse(session).await?;
        Ok(edit::Create {
            save_mode: "LISTING",
            idempotency_key: key,
            title: content.title.clone(),
            description: content.description.clone(),
            category_id: category.id.clone(),
            category_version: self.config.category_version.clone(),
            brand_id: content.brand.as_ref().map(|brand| brand.id.clone()),
            main_images: content
                .images
                .iter()
                .map(|image| edit::ImageUri { uri: image.reference.clone() })
                .collect(),
            skus: new
                .offers
                .iter()
                .map(|offer| skus::created(&content.options, offer, &warehouse, content.pre_order))
                .collect(),
            package_weight: amount::sent_weight(weight),
            package_dimensions: content.dimensions.map(amount::sent_dimensions),
            product_attributes: content
                .attributes
                .iter()
                .map(|attribute| edit::ProductAttribute {
                    id: attribute.id.clone(),
                    values: attribute.values.iter().map(value).collect(),
                })
                .collect(),
            delivery_option_ids: content.shipping.iter().map(|option| option.id.clone()).collect(),
            listing_platforms: status::platforms(&content.storefronts),
        })
    }

    /// Where new stock goes: the default of the warehouses that sell.
    pub(crate) async fn default_warehouse(&self, session: &dyn ShopSession) -> Result<String, ChannelError> {
        let all = self.sales_warehouses(session).await?;
        let place = all.iter().find(|place| place.is_default).or(all.first());
        place.map(|place| place.id.clone()).ok_or_else(|| ChannelError::Rejected {
            code: "warehouse_missing".to_owned(),
            field: Some("stock".to_owned()),
            reason: "the shop has no warehouse that sells".to_owned(),
        })
    }

    /// Uploads a product picture. The channel takes files only, never addresses.
    pub(crate) async fn upload(
        &self,
        session: &dyn ShopSession,
        bytes: Bytes,
        file_name: &str,
    ) -> Result<String, ChannelError> {
        let invalid = |code, problem: &str| Invalid::new("images", code, problem);
        if bytes.is_empty() || bytes.len() > LARGEST_IMAGE {
            return Err(invalid("image_size", "a picture has at most 10 MB").into());
        }
        let mime = mime_of(&bytes)
            .ok_or_else(|| invalid("image_format", "a picture is a JPEG, PNG, WebP, HEIC or BMP file"))?;
        let call = Call::upload(UPLOAD, bytes, file_name, mime, "MAIN_IMAGE").without_cipher();
        let uploaded: UploadedImage = self.call(session, &call).await?.data;
        if uploaded.uri.is_empty() {
            // A second copy hurts nobody.
            return Err(ChannelError::Unavailable { reason: "an uploaded picture without a uri".to_owned() });
        }
        Ok(uploaded.uri)
    }
}

/// A known value by its id, another by its name.
fn value(value: &AttributeValue) -> edit::AttributeValue {
    edit::AttributeValue { id: value.id.clone(), name: value.name.clone() }
}

/// By the first bytes, because file names lie.
fn mime_of(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'B', b'M', ..] => Some("image/bmp"),
        [_, _, _, _, b'f', b't', b'y', b'p', b'h', b'e', ..] => Some("image/heic"),
        _ => None,
    }
}
