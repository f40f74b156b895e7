//! Notices that the seller did not ask for: on the dashboard's bell and by mail.

use domain::{Channel, ListingStatus, ProductId, ShopId, diff::Field};

use super::SellerText;

mod texts;

/// Something to report, with the values that belong to it. `kind` is its stable code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice<'a> {
    /// An import could not read some listings; `why` is what one of them met.
    ListingUnreadable {
        channel: &'a str,
        listing: &'a str,
        why: SellerText,
    },
    /// A shop that answered before cannot be read.
    ConnectionIll {
        channel: &'a str,
        shop: &'a ShopId,
        why: SellerText,
    },
    /// What changed at a shop could not be asked for.
    ChangesUnreadable {
        channel: &'a str,
        shop: &'a ShopId,
    },
    ImportFailed {
        channel: &'a str,
        shop: &'a ShopId,
        why: ImportFailure,
    },
    SheetStopped {
        sheet: &'a str,
    },
    FieldReportFailed,
    /// The channel restricted a listing by itself; `said` is its reason.
    ListingViolation {
        channel: &'a Channel,
        listing: &'a str,
        said: &'a str,
    },
    /// A shop withdrew its authorisation.
    ShopDeauthorized {
        channel: &'a Channel,
        shop: &'a ShopId,
    },
    ListingGone {
        title: &'a str,
        channel: &'a str,
    },
    /// These fields were edited at the channel.
    ListingDrift {
        title: &'a str,
        channel: &'a str,
        fields: &'a [Field],
    },
    /// No product can hold the listing.
    ListingWithoutProduct {
        title: &'a str,
        listing: &'a str,
    },
    /// A new listing has the SKU of a product whose listing was deleted.
    ListingSuccessor {
        listing: NewListing<'a>,
        before: &'a str,
        product: &'a ProductId,
    },
    /// A new listing looks like the deleted one of a product.
    ListingLookalike {
        listing: NewListing<'a>,
        before: &'a str,
        product: &'a ProductId,
    },
    /// The channel has taken a listing down or frozen it.
    ListingTakenDown {
        title: &'a str,
        channel: &'a str,
        status: ListingStatus,
    },
    /// More listings vanished from a shop than can be believed.
    ListingsMissing {
        channel: &'a Channel,
        shop: &'a ShopId,
        vanished: usize,
        known: usize,
    },
    /// These variants were deleted at the channel.
    VariantGone {
        title: &'a str,
        channel: &'a Channel,
        variants: &'a str,
    },
    /// An edit that the channel took was refused later.
    EditRefused {
        title: &'a str,
        channel: &'a str,
        why: SellerText,
    },
    ImportFinished {
        counts: ImportCounts,
    },
    /// The channel refuses a shop's tokens for good.
    AuthorizationNeeded {
        channel: &'a str,
        shop: &'a ShopId,
    },
    /// A shop's authorisation ends on `day`, by our own record.
    AuthorizationEnding {
        channel: &'a str,
        shop: &'a ShopId,
        day: &'a str,
    },
    /// The same, as the channel itself says it.
    AuthorizationExpiring {
        channel: &'a str,
        shop: &'a ShopId,
        day: &'a str,
    },
    /// Fees of `place` change on `day`.
    FeesPlanned {
        place: &'a str,
        day: &'a str,
    },
    /// They have changed.
    FeesBegan {
        place: &'a str,
        day: &'a str,
    },
}

/// A listing that was not known before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewListing<'a> {
    pub title: &'a str,
    pub key: &'a str,
}

/// What an import did, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportCounts {
    pub found: u64,
    pub created: u64,
    pub changed: u64,
    pub gone: u64,
    /// Products made.
    pub masters: u64,
    /// Listings joined to products.
    pub joined: u64,
}

/// Why an import ended without a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportFailure {
    /// The shop has to be connected again.
    Authorization,
    /// The shop does not list its listings to the end.
    PagesBroken,
    /// It was tried as often as a message is delivered.
    RetriesExhausted,
    /// Its messages were lost; nothing moved for hours.
    Lost,
    /// Nothing that repeating would help.
    Other,
}

impl ImportFailure {
    /// The failure behind a stable code.
    pub fn of(code: &str) -> Self {
        match code {
            "channel_unauthorized" | "channel_not_connected" => Self::Authorization,
            "listing_pages_broken" => Self::PagesBroken,
            "retries_exhausted" => Self::RetriesExhausted,
            "import_lost" => Self::Lost,
            _ => Self::Other,
        }
    }
}

impl Notice<'_> {
    /// The stable word for it, as notifications keep it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ListingUnreadable { .. } => "listing_unreadable",
            Self::ConnectionIll { .. } => "connection_ill",
            Self::ChangesUnreadable { .. } => "changes_unreadable",
            Self::ImportFailed { .. } => "import_failed",
            Self::SheetStopped { .. } => "sheet_stopped",
            Self::FieldReportFailed => "field_report_failed",
            Self::ListingViolation { .. } => "listing_violation",
            Self::ShopDeauthorized { .. } => "shop_deauthorized",
            Self::ListingGone { .. } => "listing_gone",
            Self::ListingDrift { .. } => "listing_drift",
            Self::ListingWithoutProduct { .. } => "listing_without_product",
            Self::ListingSuccessor { .. } | Self::ListingLookalike { .. } => "listing_successor",
            Self::ListingTakenDown { .. } => "listing_taken_down",
            Self::ListingsMissing { .. } => "listings_missing",
            Self::VariantGone { .. } => "variant_gone",
            Self::EditRefused { .. } => "edit_refused",
            Self::ImportFinished { .. } => "import_finished",
            Self::AuthorizationNeeded { .. } => "authorization_needed",
            Self::AuthorizationEnding { .. } => "authorization_ending",
            Self::AuthorizationExpiring { .. } => "authorization_expiring",
            Self::FeesPlanned { .. } => "fee_schedule_planned",
            Self::FeesBegan { .. } => "fee_schedule_began",
        }
    }
}
