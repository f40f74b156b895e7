//! One example of every value, each named by the one before it.

use std::time::Duration;

use domain::{
    BasisPoints, Lack, ListingStatus, Rupiah,
    description::Format,
    diff::Field,
    plan::{Blocker, Visibility, Warning},
    titles::Explanation,
};

use crate::{ChannelError, StoreError, WorkError};

pub(super) fn next_blocker(before: Option<&Blocker>) -> Option<Blocker> {
    let rp = Rupiah::new;
    let Some(before) = before else { return Some(Blocker::NoPrice { reason: "price_spread".into() }) };
    Some(match before {
        Blocker::NoPrice { .. } => Blocker::PriceOutOfRange { price: rp(1), min: rp(2), max: rp(3) },
        Blocker::PriceOutOfRange { .. } => Blocker::PriceMove {
            from: rp(1),
            to: rp(2),
            moved: BasisPoints::percent(9),
            guard: BasisPoints::percent(3),
        },
        Blocker::PriceMove { .. } => Blocker::UnknownCurrentPrice,
        Blocker::UnknownCurrentPrice => Blocker::InPromotion { field: Field::Price, until: None },
        Blocker::InPromotion { until: None, .. } => {
            Blocker::InPromotion { field: Field::Title, until: "2026-12-05T10:00:00Z".parse().ok() }
        }
        Blocker::InPromotion { .. } => Blocker::PriceSpread { min: rp(1), max: rp(9), most: 5 },
        Blocker::PriceSpread { .. } => Blocker::TextLength { field: Field::Title, length: 1, min: 2, max: 3 },
        Blocker::TextLength { .. } => Blocker::TitleRefused { reason: "title_emoji".into() },
        Blocker::TitleRefused { .. } => Blocker::TitleOutdated { words: vec!["5".into()] },
        Blocker::TitleOutdated { .. } => Blocker::Placeholder { name: "hari".into(), known: false },
        Blocker::Placeholder { known: false, .. } => {
            Blocker::Placeholder { name: "brand".into(), known: true }
        }
        Blocker::Placeholder { known: true, .. } => Blocker::ImageCount { count: 0, min: 1, max: 9 },
        Blocker::ImageCount { .. } => Blocker::StockOutOfRange { stock: 9, max: 5 },
        Blocker::StockOutOfRange { .. } => Blocker::PreOrderNotTaken,
        Blocker::PreOrderNotTaken => Blocker::PreOrderOutOfRange { days: 90, min: 7, max: 30 },
        Blocker::PreOrderOutOfRange { .. } => Blocker::SkuTooLong { length: 99, max: 50 },
        Blocker::SkuTooLong { .. } => Blocker::SkuHasSpaces,
        Blocker::SkuHasSpaces => Blocker::TooManyVariants { count: 60, max: 50 },
        Blocker::TooManyVariants { .. } => Blocker::OptionTooLong { value: "Merah".into(), max: 3 },
        Blocker::OptionTooLong { .. } => {
            Blocker::VariantAxesDiffer { listing: vec!["Warna".into()], product: vec!["Ukuran".into()] }
        }
        Blocker::VariantAxesDiffer { .. } => Blocker::NotEditable { status: ListingStatus::UnderReview },
        Blocker::NotEditable { .. } => Blocker::ChangedSince,
        Blocker::ChangedSince => Blocker::MovedByChannel { field: Field::Stock },
        Blocker::MovedByChannel { field: Field::Stock } => Blocker::MovedByChannel { field: Field::PreOrder },
        Blocker::MovedByChannel { .. } => Blocker::VariantGone,
        Blocker::VariantGone => Blocker::VisibilityMoved { wanted: Visibility::Listed },
        Blocker::VisibilityMoved { wanted: Visibility::Listed } => {
            Blocker::VisibilityMoved { wanted: Visibility::Unlisted }
        }
        Blocker::VisibilityMoved { .. } => Blocker::Deleted,
        Blocker::Deleted => Blocker::ProductArchived,
        Blocker::ProductArchived => Blocker::ProductMerged { into: domain::ProductId::derived(&["other"]) },
        Blocker::ProductMerged { .. } => Blocker::ListingMoved { product: None },
        Blocker::ListingMoved { .. } => Blocker::CreationHeld { field: Field::Title },
        Blocker::CreationHeld { .. } => Blocker::CreationLacks { missing: vec![Lack::Category] },
        Blocker::CreationLacks { missing } => {
            Blocker::CreationLacks { missing: vec![next_lack(missing.last()?)?] }
        }
    })
}

fn next_lack(before: &Lack) -> Option<Lack> {
    let name = || "SNI".to_owned();
    Some(match before {
        Lack::Category => Lack::Attribute { name: name() },
        Lack::Attribute { .. } => Lack::Brand,
        Lack::Brand => Lack::Weight,
        Lack::Weight => Lack::Dimensions,
        Lack::Dimensions => Lack::Images,
        Lack::Images => Lack::Description,
        Lack::Description => Lack::Sku,
        Lack::Sku => Lack::PreOrder,
        Lack::PreOrder => Lack::Document { name: name() },
        Lack::Document { .. } => return None,
    })
}

pub(super) fn next_warning(before: Option<&Warning>) -> Option<Warning> {
    match before {
        None => Some(Warning::TitleOutdated { then: "A".into(), now: "B".into() }),
        Some(Warning::TitleOutdated { .. }) => {
            Some(Warning::Rewrites { fields: vec![Field::Price, Field::Stock, Field::Variants] })
        }
        Some(Warning::Rewrites { .. }) => {
            Some(Warning::DescriptionLosesFormat { formats: vec![Format::Pictures, Format::Lists] })
        }
        Some(Warning::DescriptionLosesFormat { .. }) => Some(Warning::SoldSince),
        Some(Warning::SoldSince) => Some(Warning::DeletesListing { variants: 3 }),
        Some(Warning::DeletesListing { .. }) => None,
    }
}

pub(super) fn next_explanation(before: Option<&Explanation>) -> Option<Explanation> {
    let Some(before) = before else { return Some(Explanation::ShortTitle { words: 3 }) };
    let words = || vec!["promo".to_owned()];
    Some(match before {
        Explanation::ShortTitle { .. } => Explanation::MinimumLength { min: 25 },
        Explanation::MinimumLength { .. } => Explanation::MaximumLength { max: 100 },
        Explanation::MaximumLength { .. } => Explanation::ClaimsRemoved { words: words() },
        Explanation::ClaimsRemoved { .. } => Explanation::ClaimWithNumber { words: words() },
        Explanation::ClaimWithNumber { .. } => Explanation::NumberUnclear { words: words() },
        Explanation::NumberUnclear { .. } => Explanation::NothingToChange,
        Explanation::NothingToChange => Explanation::NothingLeft,
        Explanation::NothingLeft => Explanation::TakenElsewhere,
        Explanation::TakenElsewhere => Explanation::Locked,
        Explanation::Locked => Explanation::SwitchedOff,
        Explanation::SwitchedOff => return None,
    })
}

pub(super) fn next_channel_error(before: Option<&ChannelError>) -> Option<ChannelError> {
    let (said, pause) = (|| "the weight is too large".to_owned(), Duration::from_secs(5));
    let Some(before) = before else { return Some(ChannelError::RateLimited { retry_after: pause }) };
    Some(match before {
        ChannelError::RateLimited { .. } => ChannelError::QuotaExhausted { retry_after: pause },
        ChannelError::QuotaExhausted { .. } => ChannelError::Unauthorized { reason: said() },
        ChannelError::Unauthorized { .. } => ChannelError::NotConnected,
        ChannelError::NotConnected => ChannelError::NotFound { what: said() },
        ChannelError::NotFound { .. } => {
            ChannelError::Rejected { code: "12052180".into(), field: Some("weight".into()), reason: said() }
        }
        ChannelError::Rejected { field: Some(_), .. } => {
            ChannelError::Rejected { code: "12052180".into(), field: None, reason: said() }
        }
        ChannelError::Rejected { field: None, .. } => {
            ChannelError::InPromotion { field: None, reason: said() }
        }
        ChannelError::InPromotion { field: None, .. } => {
            ChannelError::InPromotion { field: Some("price".into()), reason: said() }
        }
        ChannelError::InPromotion { .. } => {
            ChannelError::Invalid(domain::Invalid::new("weight", "nobody_knows_this", said()))
        }
        ChannelError::Invalid(_) => ChannelError::Unavailable { reason: said() },
        ChannelError::Unavailable { .. } => ChannelError::OutcomeUnknown { reason: said() },
        ChannelError::OutcomeUnknown { .. } => ChannelError::Unexpected { reason: said() },
        ChannelError::Unexpected { .. } => ChannelError::Store(StoreError::Conflict),
        ChannelError::Store(_) => return None,
    })
}

pub(super) fn next_work_error(before: Option<&WorkError>) -> Option<WorkError> {
    match before {
        None => Some(WorkError::Retry { after: None, reason: "the channel asks to slow down".into() }),
        Some(WorkError::Retry { after: _, reason }) => {
            Some(WorkError::Wait { after: Duration::from_secs(1), reason: reason.clone() })
        }
        Some(WorkError::Wait { .. }) => Some(WorkError::Fail {
            code: "store_corrupt".into(),
            reason: "a stored record is unreadable".into(),
        }),
        Some(WorkError::Fail { .. }) => None,
    }
}
