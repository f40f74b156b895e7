//! What locks the price of an item, and why an item was banned or moved down.

use app::{ChannelError, marketplace::ShopSession};
use domain::{ExternalId, OfferId};
use jiff::Timestamp;

use super::call::Call;
use crate::{
    Shopee, mapping,
    wire::promotions::{Promotions, ViolationDetail, Violations},
};

/// A promotion that locks, or will lock, an item or one of its models.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promotion {
    pub listing: ExternalId,
    /// Absent when it locks the whole item.
    pub offer: Option<OfferId>,
    pub kind: String,
    pub ongoing: bool,
    pub starts_at: Option<Timestamp>,
    pub ends_at: Option<Timestamp>,
}

/// Why Shopee banned or pushed back an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViolationReport {
    pub listing: ExternalId,
    pub status: String,
    pub reasons: Vec<String>,
}

impl Shopee {
    /// The promotions of these items, to explain a lock.
    pub async fn promotions(
        &self,
        session: &dyn ShopSession,
        listings: &[ExternalId],
    ) -> Result<Vec<Promotion>, ChannelError> {
        let mut promotions = Vec::new();
        for batch in listings.chunks(50) {
            let call = Call::get("/api/v2/product/get_item_promotion", vec![("item_id_list", joined(batch))]);
            for item in self.call::<Promotions>(session, call).await?.value.success_list {
                let listing = mapping::external_id(item.item_id.0)?;
                promotions.extend(item.promotion.into_iter().map(|promotion| Promotion {
                    listing: listing.clone(),
                    offer: mapping::offer_id(promotion.model_id.0).ok(),
                    kind: promotion.promotion_type.0,
                    ongoing: promotion.promotion_staging.0 == "ongoing",
                    starts_at: promotion.start_time.time(),
                    ends_at: promotion.end_time.time(),
                }));
            }
        }
        Ok(promotions)
    }

    pub async fn violations(
        &self,
        session: &dyn ShopSession,
        listings: &[ExternalId],
    ) -> Result<Vec<ViolationReport>, ChannelError> {
        let mut reports = Vec::new();
        for batch in listings.chunks(50) {
            let query = vec![("item_id_list", joined(batch))];
            let call = Call::get("/api/v2/product/get_item_violation_info", query);
            for item in self.call::<Violations>(session, call).await?.value.item_list {
                let details = item.item_status_details.iter().chain(&item.deboost_details);
                reports.push(ViolationReport {
                    listing: mapping::external_id(item.item_id.0)?,
                    status: item.item_status.0,
                    reasons: details.chain(&item.deboosted_details).map(in_words).collect(),
                });
            }
        }
        Ok(reports)
    }
}

fn joined(ids: &[ExternalId]) -> String {
    ids.iter().map(ExternalId::as_str).collect::<Vec<_>>().join(",")
}

/// A violation as one sentence.
pub(crate) fn in_words(detail: &ViolationDetail) -> String {
    let parts = [&detail.violation_type.0, &detail.violation_reason.0, &detail.suggestion.0];
    parts.into_iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}
