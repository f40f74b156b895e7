//! What changes a shop.

use std::collections::BTreeMap;

use async_trait::async_trait;
use bytes::Bytes;
use domain::{
    ExternalId, ListingContent, OfferId, VariantId,
    diff::Field,
    plan::{NewOffer, Step},
};
use serde::{Deserialize, Serialize};

use super::ShopSession;
use crate::ChannelError;

/// What a step did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepOutcome {
    /// The channel took the edit and looks at it before it is live.
    pub audited: bool,
    /// The offers that now sell newly added variants.
    pub added: BTreeMap<VariantId, OfferId>,
    /// What the channel remarked without refusing.
    pub warnings: Vec<String>,
}

/// Everything a new listing needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewListing {
    /// Ours: the channel's idempotency key where it has one, else what the SKU look-up protects.
    pub idempotency_key: String,
    /// Texts, pictures (each with a reference), category, attributes, brand, parcel, pre-order, shipping,
    /// storefronts; its offers are empty.
    pub content: ListingContent,
    pub offers: Vec<NewOffer>,
}

/// Writes the listings of one channel.
#[async_trait]
pub trait ListingWriter: Send + Sync {
    /// How many write calls `step` will take, for the plan.
    fn calls(&self, step: &Step) -> u32;

    /// The fields of the listing's variants that `step` does not change and its calls send back all the same, as they
    /// were read a moment before: what changes there within that moment is lost.
    fn rewrites(&self, _before: &ListingContent, _step: &Step) -> Vec<Field> {
        Vec::new()
    }

    /// Carries out one step on one listing whose last known content is `before`. Absolute values only, so that
    /// repeating is safe; limits are checked before the call.
    async fn apply(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        step: &Step,
    ) -> Result<StepOutcome, ChannelError>;

    /// Uploads a picture; returns the channel's name for it.
    async fn upload_image(
        &self,
        session: &dyn ShopSession,
        bytes: Bytes,
        file_name: &str,
    ) -> Result<String, ChannelError>;

    /// How many calls creating a listing of `offers` variants takes, uploads aside, for the plan.
    fn creation_calls(&self, _offers: usize) -> u32 {
        1
    }

    /// Creates a listing, or finds the one that an earlier try with the same key made: the shop is searched for its SKUs
    /// before. Another listing with one of them is refused as `sku_taken_in_shop`. It is not shown to buyers before it is
    /// complete.
    async fn create(
        &self,
        session: &dyn ShopSession,
        listing: &NewListing,
    ) -> Result<ExternalId, ChannelError>;

    async fn delete(&self, session: &dyn ShopSession, listing: &ExternalId) -> Result<(), ChannelError>;

    /// Removes variants from a listing; the last one cannot go.
    async fn remove_offers(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        before: &ListingContent,
        offers: &[OfferId],
    ) -> Result<StepOutcome, ChannelError>;
}
