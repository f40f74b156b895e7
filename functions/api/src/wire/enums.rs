//! The enums of `domain` and `app` as words, with the schema from which the frontend's types are generated.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! mirror {
    ($($(#[$doc:meta])* $name:ident of $source:ty { $($variant:ident),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($variant),* }

        impl From<$source> for $name {
            fn from(value: $source) -> Self {
                match value { $(<$source>::$variant => Self::$variant),* }
            }
        }

        impl From<$name> for $source {
            fn from(value: $name) -> Self {
                match value { $($name::$variant => Self::$variant),* }
            }
        }
    )*};
}

mirror! {
    /// What a person may do; each role may do all that the ones before it may.
    Role of app::ports::Role { Viewer, Member, Admin, Owner }

    /// `active` is sold and followed by its listings; for `archived` nothing is pushed.
    ProductStatus of domain::ProductStatus { Active, Archived }

    /// Whether buyers see a listing.
    ListingStatus of domain::ListingStatus { Live, Unlisted, UnderReview, Refused, Frozen, Draft, Deleted, Unknown }

    /// What a person asks buyers to see: the listing, or nothing of it while it stays in the shop.
    Visibility of domain::plan::Visibility { Listed, Unlisted }

    /// The state of a listing, or of a product on one channel: the one word for it on every screen.
    SyncState of domain::SyncState {
        NotListed, Synced, Pending, Pushing, Auditing, Drift, Conflict, Failed, Refused, Frozen, Gone,
    }

    /// A field of a listing, or of one of its offers.
    Field of domain::diff::Field {
        Title, Description, Images, Weight, Dimensions, PreOrder, Category, Attributes, Brand, Shipping,
        Storefronts, Visibility, Variants, Price, Stock, Sku,
    }

    /// Who decides what a field says when the master and the channel differ.
    FieldOwner of domain::diff::Owner { Master, Channel, Ask }

    /// What is true of one field of a product that is on two channels or more.
    FieldVerdict of domain::field_report::Verdict { Absent, Agree, Incomparable, Lacking, Differ }

    /// What follows for one field.
    Decision of domain::diff::Decision { Agree, Push, Adopt, Conflict }

    /// What had a channel's listings quoted again.
    RepricingCause of app::ports::RepricingCause { PriceRule, PriceOverride, FeeSchedule, FeeScheduleBegan }

    RepricingState of app::ports::RepricingState { Queued, Running, Finished }

    /// What a bulk task does.
    BulkKind of app::ports::BulkKind {
        BaseReading, BaseReadingUndo, MastersAccept, TitlesAccept, MatchesAccept, MatchesReject,
        MatchesUndo, ProductsEdit, ProductsEditPreview, ProductsEditUndo, PricePreview,
        ConflictsResolve, ConflictsUndo,
    }

    /// A kind of record that can be opened; from `connection` on it is a page of a channel.
    TargetKind of app::notices::target::TargetKind {
        Product, Listing, Plan, Run, Import, Match, Sheet, BulkTask, Repricing, FieldReport, Verification,
        Connection, PriceRule, FeeSchedule, TitleRule, FieldMapping,
    }

    ConnectionState of app::ports::ConnectionState { AwaitingAuthorization, Connected, NeedsAuthorization }

    /// Whether a channel works: `ending` when its consent ends soon, `refused` when a person has to allow it again,
    /// `awaiting` when keys are saved and nobody has allowed access yet.
    ChannelHealthWord of app::reports::dashboard::Health { Well, Ending, Refused, Awaiting, NotConnected }

    ImportPhase of app::ports::ImportPhase { Pulling, Building, Finished, Failed }

    SheetPhase of app::ports::SheetPhase { Checked, Applying, Finished }

    /// `all` is refused where the spreadsheet has errors; `valid` leaves the products with errors out.
    SheetPart of app::ports::SheetPart { All, Valid }

    SheetFormat of app::ports::SheetFormat { Csv, Xlsx }

    SheetAction of app::ports::SheetAction { Create, Update }

    /// `conflict`: the product moved since the preview and was left as it is.
    SheetResult of app::ports::SheetResult { Applied, Conflict, Failed }

    /// How sure a match is.
    Tier of domain::matching::Tier { Auto, Suggested, Review }

    /// How sure the best candidate of a listing is. `unlikely`: none is worth a look, kept for whoever wants to see
    /// everything.
    MatchTier of app::catalogue::matches::QueueTier { Auto, Suggested, Review, Unlikely }

    /// What became of a match.
    MatchDecision of app::ports::Decision {
        Open, LinkedAutomatically, Accepted, Rejected, LinkedByHand, UnlinkedByHand,
    }

    RunState of app::ports::RunState {
        Starting, Running, Watching, AwaitingApproval, Paused, Cancelled, Finished,
    }

    PlanState of app::ports::PlanState { Preparing, Ready, Failed }

    JobState of app::ports::JobState {
        Waiting, Queued, Pushing, Accepted, Succeeded, Unchanged, Stale, Failed, Dropped,
    }

    Severity of app::message::Severity { Info, Warning, Urgent }

    Queue of app::ports::QueueName { Import, Sync, Pricing, Notify }

    /// Where a listing's title comes from: it follows the master, was accepted, or was locked by hand.
    TitleOrigin of app::ports::TitleOrigin { Master, Accepted, Locked }

    /// A part of a title.
    TitlePart of domain::titles::Part { Kind, Fit, Size, Material, Colour }

    /// The place of a keyword.
    TitlePlace of domain::titles::Place { AfterKind, End }

    /// What became of an accepted proposal.
    AcceptOutcome of app::publishing::titles::Outcome { Accepted, Unchanged, Locked, Stale, NotFound }

    /// The title that another one is too similar to.
    RiskKind of domain::titles::RiskKind { OwnShop, OtherShop }

    /// What a check of the catalogue looks at in every listing.
    Check of app::ports::Check { Prices, Titles, TitlesDiffer, Mapping }

    /// What a list of products is sorted by.
    ProductSort of app::ports::CatalogueSort { UpdatedAt, Title, Price, Sku, Margin, ChannelPrice, Id }
}

impl Queue {
    pub const ALL: [Self; 4] = [Self::Import, Self::Sync, Self::Pricing, Self::Notify];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Sync => "sync",
            Self::Pricing => "pricing",
            Self::Notify => "notify",
        }
    }
}

/// Upwards or downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    Asc,
    Desc,
}

/// How a run is cut into waves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WaveMode {
    /// A few listings first, then more, each wave let go by a person.
    #[default]
    Guarded,
    /// Everything at once.
    Single,
}

/// The language of the dashboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    Id,
    En,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the device says.
    System,
    Light,
    Dark,
}

/// How close the rows of a list are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    Comfortable,
    Compact,
}
