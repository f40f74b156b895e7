//! New listings, and the check whether one would pass.

use app::{
    ChannelError,
    marketplace::{NewListing, ShopSession, is_made_of, sku_taken},
};
use domain::{ExternalId, Invalid, Sku, listing::AttributeValue};
use reqwest::Method;

use super::{call::Call, parse_error::parse_partial};
use crate::{
    TiktokShop, check,
    mapping::{self, amount, skus, status},
    wire::{
        edit,
        listing::{ListingCheck, Saved},
    },
};

const PRODUCTS: &str = "/product/202309/products";
/// The longest idempotency key that the channel takes.
const LONGEST_KEY: usize = 128;

impl TiktokShop {
    /// Creates a listing. With the idempotency key a repeat finds the first one; a failure that leaves open whether
    /// the listing exists says so.
    pub(crate) async fn create_listing(
        &self,
        session: &dyn ShopSession,
        new: &NewListing,
    ) -> Result<ExternalId, ChannelError> {
        let body = self.creation(session, new).await?;
        if let Some(found) = self.made_before(session, new).await? {
            return Ok(found);
        }
        let call = Call::write(Method::POST, PRODUCTS.to_owned(), &body)?.once().keeping_errors();
        let answer = self.call::<Saved>(session, &call).await?;
        match answer.value.product_id {
            // When one storefront refuses, the listing still exists on the other.
            Some(id) => mapping::external_id(&id),
            None => Err(parse_partial(&answer.failures)
                // It may exist: the idempotency key finds it.
                .unwrap_or_else(|| ChannelError::OutcomeUnknown {
                    reason: "a created product without an id".to_owned(),
                })),
        }
    }

    /// The listing that has one of our SKUs, when an earlier try of ours made it. Any other listing is not ours.
    async fn made_before(
        &self,
        session: &dyn ShopSession,
        new: &NewListing,
    ) -> Result<Option<ExternalId>, ChannelError> {
        let skus: Vec<Sku> = new.offers.iter().filter_map(|offer| offer.sku.clone()).collect();
        let Some(id) = self.by_sku(session, &skus).await? else { return Ok(None) };
        let there = self.listings(session, std::slice::from_ref(&id)).await?.whole()?;
        let there = there.into_iter().find(|listing| listing.id == id);
        match there {
            Some(there) if is_made_of(&there.content, new) => Ok(Some(id)),
            there => {
                let title = there.map(|there| there.content.title).unwrap_or_default();
                Err(sku_taken(&id, &title))
            }
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

    /// Checks whether the channel would accept a listing, without creating it. Returns its reasons against.
    pub async fn check_listing(
        &self,
        session: &dyn ShopSession,
        listing: &NewListing,
    ) -> Result<Vec<String>, ChannelError> {
        let mut body = self.creation(session, listing).await?;
        body.idempotency_key = None;
        let call = Call::search("/product/202309/products/listing_check", &body)?;
        let result: ListingCheck = self.call(session, &call).await?.value;
        Ok(result.fail_reasons.into_iter().map(|r| format!("{} ({})", r.message, r.code)).collect())
    }
}

/// The calls of creating a listing: the search for its SKUs, the warehouse, and the one that creates.
pub(crate) const fn calls(_offers: usize) -> u32 {
    3
}

/// A known value by its id, another by its name.
fn value(value: &AttributeValue) -> edit::AttributeValue {
    edit::AttributeValue { id: value.id.clone(), name: value.name.clone() }
}
