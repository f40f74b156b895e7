//! The port to a channel. One implementation per folder of `marketplaces/`; nobody else knows a channel's words.

use std::sync::Arc;

use domain::{
    Capabilities, Channel, ExternalId, ImageId, ListingKey, ShopId,
    plan::TargetImage,
    pricing::{FeePreset, FeeSchedule},
    titles::TitleRule,
};

mod addresses;
mod auth;
pub mod call;
mod fetched;
mod format;
mod made_before;
mod notice;
mod reader;
mod session;
pub mod tolerant;
mod writer;

pub use addresses::Addresses;
pub use auth::{AuthorizedShop, CallbackQuery, ChannelAuth, ShopInfo};
pub use fetched::{Audit, AuditVerdict, FetchedListing, FetchedPart, ListedItem, ListingPage, one_by_one};
pub use format::ListingFormat;
pub use made_before::{is_made_of, sku_taken};
pub use notice::{Event, Notice, NoticeError, NoticeReader, RawNotice};
pub use reader::{Category, ListingReader, Warehouse};
pub use session::{Access, AppCredentials, ShopSession, ShopTokens};
pub use writer::{ListingWriter, NewListing, StepOutcome};

/// One channel: all that it can do, by noun. Implementations are stateless; what belongs to a shop comes with the
/// session.
pub trait Marketplace: ChannelAuth + ListingReader + ListingWriter + ListingFormat + NoticeReader {
    fn capabilities(&self) -> &Capabilities;
}

/// The channels that exist: implemented by the registry.
pub trait Marketplaces: Send + Sync {
    fn get(&self, channel: &Channel) -> Option<Arc<dyn Marketplace>>;
    /// In the order in which masters prefer them as a source.
    fn all(&self) -> Vec<Arc<dyn Marketplace>>;
    /// The fees that a channel is known to take, with their dates and sources, for the seller to correct.
    fn fee_presets(&self, _channel: &Channel) -> Vec<FeePreset> {
        Vec::new()
    }
    /// What a new connection starts with.
    fn preset_fees(&self, channel: &Channel) -> Option<FeeSchedule> {
        self.fee_presets(channel).into_iter().find(|preset| preset.default).map(|preset| preset.schedule)
    }
    /// How a channel's titles are made until the seller says otherwise.
    fn preset_titles(&self, _channel: &Channel) -> Option<TitleRule> {
        None
    }
}

/// The pictures of a listing that this shop does not have yet.
pub fn images_to_upload(images: &[TargetImage]) -> impl Iterator<Item = (&ImageId, &str)> {
    images.iter().filter(|image| image.reference.is_none()).map(|image| (&image.id, image.url.as_str()))
}

/// The full name of a listing of `shop`.
pub fn key_of(channel: &Channel, shop: &ShopId, id: &ExternalId) -> ListingKey {
    ListingKey::new(channel.clone(), shop.clone(), id.clone())
}
