//! Where a product is listed, and its status there.
//!
//! `status` is about TikTok Shop's own storefront and is absent for a product that is in Tokopedia only: absence
//! never means deleted.

use std::collections::BTreeMap;

use app::marketplace::{Audit, AuditVerdict};
use domain::{
    ListingStatus,
    channel_status::{ChannelStatus, Edits},
};

use crate::wire::listing::Product;

/// TikTok Shop's own storefront, as we name it.
pub const TIKTOK_SHOP: &str = "tiktok_shop";
/// Tokopedia, as we name it.
pub const TOKOPEDIA: &str = "tokopedia";

/// The status of a product.
#[derive(Debug, PartialEq, Eq)]
pub struct Standing {
    pub storefronts: Vec<String>,
    pub status: ListingStatus,
    /// Per storefront, where it differs from `status`.
    pub differing: BTreeMap<String, ListingStatus>,
}

/// Reads both storefronts. When the first is deleted and the second is not, the second decides the listing's status.
pub fn standing(product: &Product) -> Standing {
    let mut places: Vec<(String, ListingStatus)> = Vec::new();
    if let Some(word) = &product.status {
        places.push((TIKTOK_SHOP.to_owned(), own_status(word, product.product_status.as_deref())));
    }
    for other in &product.integrated_platform_statuses {
        if !other.platform.is_empty() {
            places.push((other.platform.to_ascii_lowercase(), plain_status(&other.status)));
        }
    }
    let alive = |place: &&(String, ListingStatus)| place.1 != ListingStatus::Deleted;
    // A product that is frozen on one storefront can be neither read nor edited on any.
    let frozen = places.iter().find(|place| place.1 == ListingStatus::Frozen);
    let main = frozen.or(places.iter().find(alive)).or(places.first());
    // A product that names no storefront at all is in no document: it is shown, and nothing is pushed to it.
    let status = main.map_or(ListingStatus::Unknown, |place| place.1);
    Standing {
        storefronts: places.iter().filter(alive).map(|place| place.0.clone()).collect(),
        status,
        differing: places.iter().filter(|place| place.1 != status).cloned().collect(),
    }
}

/// Deleted on every storefront that it names.
pub fn is_deleted(product: &Product) -> bool {
    let words =
        product.status.iter().chain(product.integrated_platform_statuses.iter().map(|other| &other.status));
    let mut any = false;
    words.fold(true, |all, word| {
        any = true;
        all && word == "DELETED"
    }) && any
}

/// A version of the product waits for the audit.
pub fn is_auditing(product: &Product) -> bool {
    product.audit.as_ref().is_some_and(|audit| audit.status == "AUDITING")
}

/// The audit of the last edit. A product that is in Tokopedia only has none.
pub fn audit(product: &Product) -> Option<Audit> {
    let verdict = match product.audit.as_ref()?.status.as_str() {
        // Approved in itself, and waiting for the seller's papers.
        "AUDITING" | "PRE_APPROVED" => AuditVerdict::Waiting,
        "APPROVED" => AuditVerdict::Passed,
        "FAILED" => AuditVerdict::Refused,
        _ => return None,
    };
    let mut reasons: Vec<String> = Vec::new();
    if verdict == AuditVerdict::Refused {
        for reason in product.audit_failed_reasons.iter().flat_map(|failure| &failure.reasons) {
            if !reasons.contains(reason) {
                reasons.push(reason.clone());
            }
        }
    }
    Some(Audit { verdict, reasons })
}

/// What `listing_platforms` has to say so that no storefront is lost. The default of the channel is TikTok Shop
/// alone, which is also what a listing without storefronts gets.
pub fn platforms(storefronts: &[String]) -> Vec<String> {
    if storefronts.is_empty() {
        return vec![TIKTOK_SHOP.to_ascii_uppercase()];
    }
    storefronts.iter().map(|name| name.to_ascii_uppercase()).collect()
}

/// `status` mixes product and audit. Where the product itself is live, buyers see its last approved version whatever
/// the audit of a later edit says.
fn own_status(word: &str, product_status: Option<&str>) -> ListingStatus {
    match (word, product_status) {
        ("PENDING" | "FAILED", Some("ACTIVATE")) => ListingStatus::Live,
        (word, _) => plain_status(word),
    }
}

/// Each word of the documents, our status for it, and what can be edited then. Edits are refused for `FREEZE` and
/// `DELETED` alone: what was refused or taken down is corrected by an edit, and an edit of what is pending joins it. A
/// draft would be published by an edit, so that is left to the seller.
pub const STATUSES: [(&str, ListingStatus, Edits); 9] = [
    ("ACTIVATE", ListingStatus::Live, Edits::All),
    ("SELLER_DEACTIVATED", ListingStatus::Unlisted, Edits::All),
    ("PENDING", ListingStatus::UnderReview, Edits::All),
    ("FAILED", ListingStatus::Refused, Edits::All),
    ("PLATFORM_DEACTIVATED", ListingStatus::Refused, Edits::All),
    ("FREEZE", ListingStatus::Frozen, Edits::None),
    ("DRAFT", ListingStatus::Draft, Edits::None),
    ("INITIAL", ListingStatus::Draft, Edits::None),
    ("DELETED", ListingStatus::Deleted, Edits::None),
];

/// Nothing is pushed to a listing that we do not understand.
fn plain_status(word: &str) -> ListingStatus {
    let row = STATUSES.iter().find(|(known, ..)| *known == word);
    row.map_or(ListingStatus::Unknown, |(_, status, _)| *status)
}

pub fn table() -> Vec<ChannelStatus> {
    let row = |(word, status, edits): &(&str, ListingStatus, Edits)| ChannelStatus {
        word: (*word).to_owned(),
        status: *status,
        edits: *edits,
    };
    STATUSES.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::wire::listing::{self as wire, AuditFailure, PlatformStatus};

    fn product(own: Option<&str>, tokopedia: Option<&str>) -> Product {
        let other =
            |status: &str| PlatformStatus { platform: "TOKOPEDIA".to_owned(), status: status.to_owned() };
        Product {
            status: own.map(str::to_owned),
            integrated_platform_statuses: tokopedia.map(other).into_iter().collect(),
            ..Product::default()
        }
    }

    #[rstest]
    #[case(Some("ACTIVATE"), Some("ACTIVATE"), &["tiktok_shop", "tokopedia"], ListingStatus::Live)]
    #[case(None, Some("ACTIVATE"), &["tokopedia"], ListingStatus::Live)]
    #[case(Some("ACTIVATE"), None, &["tiktok_shop"], ListingStatus::Live)]
    #[case(Some("DELETED"), Some("ACTIVATE"), &["tokopedia"], ListingStatus::Live)]
    #[case(Some("SELLER_DEACTIVATED"), None, &["tiktok_shop"], ListingStatus::Unlisted)]
    #[case(Some("FREEZE"), None, &["tiktok_shop"], ListingStatus::Frozen)]
    #[case(Some("ACTIVATE"), Some("FREEZE"), &["tiktok_shop", "tokopedia"], ListingStatus::Frozen)]
    #[case(Some("PENDING"), None, &["tiktok_shop"], ListingStatus::UnderReview)]
    #[case(Some("SOMETHING_NEW"), None, &["tiktok_shop"], ListingStatus::Unknown)]
    #[case(None, None, &[], ListingStatus::Unknown)]
    fn a_listing_stands_as_its_storefronts_say(
        #[case] own: Option<&str>,
        #[case] tokopedia: Option<&str>,
        #[case] storefronts: &[&str],
        #[case] status: ListingStatus,
    ) {
        let standing = standing(&product(own, tokopedia));
        assert_eq!(
            (standing.storefronts, standing.status),
            (storefronts.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), status)
        );
    }

    #[test]
    fn tokopedia_is_named_where_it_stands_differently() {
        let standing = standing(&product(Some("ACTIVATE"), Some("PLATFORM_DEACTIVATED")));
        assert_eq!(standing.differing, BTreeMap::from([(TOKOPEDIA.to_owned(), ListingStatus::Refused)]));
    }

    #[test]
    fn a_live_product_whose_edit_failed_its_audit_is_still_live() {
        let mut shop = product(Some("FAILED"), None);
        assert_eq!(standing(&shop).status, ListingStatus::Refused);
        shop.product_status = Some("ACTIVATE".to_owned());
        assert_eq!(standing(&shop).status, ListingStatus::Live);
    }

    #[test]
    fn the_audits_verdict_and_reasons_are_told_beside_the_status() {
        let mut shop = product(Some("FAILED"), None);
        assert_eq!(audit(&shop), None);
        let failure =
            |reason: &str| AuditFailure { reasons: vec![reason.to_owned()], listing_platform: None };
        shop.audit_failed_reasons = vec![failure("prohibited word"), failure("prohibited word")];
        for (word, verdict) in [
            ("AUDITING", AuditVerdict::Waiting),
            ("PRE_APPROVED", AuditVerdict::Waiting),
            ("APPROVED", AuditVerdict::Passed),
        ] {
            shop.audit = Some(wire::Audit { status: word.to_owned() });
            assert_eq!(audit(&shop), Some(Audit { verdict, reasons: vec![] }), "{word}");
        }
        shop.audit = Some(wire::Audit { status: "FAILED".to_owned() });
        let reasons = vec!["prohibited word".to_owned()];
        assert_eq!(audit(&shop), Some(Audit { verdict: AuditVerdict::Refused, reasons }));
    }

    #[test]
    fn a_missing_status_never_means_deleted() {
        assert!(!is_deleted(&product(None, None)));
        assert!(!is_deleted(&product(None, Some("ACTIVATE"))));
        assert!(is_deleted(&product(Some("DELETED"), Some("DELETED"))));
        assert!(!is_deleted(&product(Some("DELETED"), Some("ACTIVATE"))));
    }

    #[test]
    fn every_storefront_is_named_to_the_channel() {
        let both = [TIKTOK_SHOP.to_owned(), TOKOPEDIA.to_owned()];
        assert_eq!(platforms(&both), ["TIKTOK_SHOP", "TOKOPEDIA"]);
        assert_eq!(platforms(&both[1..]), ["TOKOPEDIA"]);
        assert_eq!(platforms(&[]), ["TIKTOK_SHOP"]);
    }
}
