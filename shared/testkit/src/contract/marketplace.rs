//! [`app::Marketplace`]: one suite for every channel of the registry.
//!
//! A channel provides a shop that the suite may change, and a [`Harness`] that reports the calls that reached it.

use app::{
    Marketplace,
    marketplace::{FetchedListing, ShopSession},
};
use async_trait::async_trait;
use domain::{Channel, ExternalId, ListingContent, ListingStatus};

mod edits;
mod lifecycle;
mod limits;
mod reading;

/// What the suite needs to know about the shop behind a channel.
#[async_trait]
pub trait Harness: Send + Sync {
    /// The number of write calls that reached the channel since the start. A channel without a remote shop has none.
    async fn write_calls(&self) -> u64;

    /// The ids of all listings that the shop shows its seller.
    async fn ids(&self) -> Vec<ExternalId>;

    /// Approves every audit that is in progress.
    async fn settle(&self) {}
}

/// The whole contract. The shop must have a few live listings, at least one without variants and one with two or more;
/// [`a_small_shop`] is the best choice.
pub async fn marketplace(channel: &dyn Marketplace, session: &dyn ShopSession, harness: &dyn Harness) {
    let suite = Suite { channel, session, harness };
    suite.every_listing_is_listed_once().await;
    suite.fetch_returns_what_list_named().await;
    suite.a_sku_is_found().await;
    suite.texts_and_parcel_are_edited().await;
    suite.pictures_are_edited().await;
    suite.prices_and_stock_are_set().await;
    suite.skus_are_named().await;
    suite.a_listing_is_hidden_and_shown().await;
    suite.variants_are_added_and_removed().await;
    suite.what_breaks_a_limit_is_not_sent().await;
    suite.an_unknown_listing_is_said_to_be_unknown().await;
    suite.a_listing_is_created_and_deleted().await;
    suite.the_shop_tells_about_itself().await;
}

/// 120 listings of the seeded catalogue for the sandbox of `channel` at `base`: more than one list page, all live,
/// including the demo's two.
pub fn a_small_shop(channel: &Channel, base: &str) -> Vec<FetchedListing> {
    let made = crate::catalogue::generate(crate::catalogue::DEFAULT_SEED, base, base);
    let (demo, listings) = match channel.as_str() {
        "tiktok_shop" => {
            ([made.demo_plain().tiktok.clone(), made.demo_variants().tiktok.clone()], made.tiktok)
        }
        _ => ([made.demo_plain().shopee.clone(), made.demo_variants().shopee.clone()], made.shopee),
    };
    let whole = |listing: &FetchedListing| {
        listing.content.status == ListingStatus::Live && listing.content.storefront_status.is_empty()
    };
    let (mut first, mut rest): (Vec<_>, Vec<_>) =
        listings.into_iter().filter(whole).partition(|listing| demo.contains(&listing.id));
    rest.truncate(118);
    first.append(&mut rest);
    first
}

struct Suite<'a> {
    channel: &'a dyn Marketplace,
    session: &'a dyn ShopSession,
    harness: &'a dyn Harness,
}

impl Suite<'_> {
    /// All listing ids of the shop, read page by page.
    async fn all_ids(&self) -> Vec<ExternalId> {
        let (mut ids, mut cursor) = (Vec::new(), None);
        loop {
            let page =
                self.channel.list(self.session, cursor.as_deref(), None).await.expect("a shop can be listed");
            ids.extend(page.listings.into_iter().map(|listing| listing.id));
            cursor = page.next;
            if cursor.is_none() {
                return ids;
            }
            assert!(ids.len() < 100_000, "the pages come to an end");
        }
    }

    async fn fetch_all(&self) -> Vec<FetchedListing> {
        let mut listings = Vec::new();
        for ids in self.all_ids().await.chunks(self.channel.capabilities().detail_batch) {
            let part = self.channel.fetch(self.session, ids).await.expect("named listings can be fetched");
            listings.extend(part);
        }
        listings
    }

    async fn fetch(&self, id: &ExternalId) -> ListingContent {
        self.find(id).await.unwrap_or_else(|| panic!("listing {id} is in the shop"))
    }

    async fn find(&self, id: &ExternalId) -> Option<ListingContent> {
        let found = self.channel.fetch(self.session, std::slice::from_ref(id)).await;
        found.expect("listings can be fetched").pop().map(|listing| listing.content)
    }

    /// A live listing without variants that has a SKU.
    async fn a_plain_listing(&self) -> FetchedListing {
        self.a_listing(|content| content.options.is_empty() && content.offers[0].sku.is_some()).await
    }

    /// A live listing with variants.
    async fn a_varied_listing(&self) -> FetchedListing {
        self.a_listing(|content| content.offers.len() >= 2 && content.offers.len() <= 6).await
    }

    async fn a_listing(&self, fits: impl Fn(&ListingContent) -> bool) -> FetchedListing {
        let live = |content: &ListingContent| {
            content.status == ListingStatus::Live && content.storefront_status.is_empty()
        };
        let mut all = self.fetch_all().await;
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all.into_iter()
            .find(|listing| live(&listing.content) && fits(&listing.content))
            .expect("the shop holds a live listing of the kind")
    }
}

/// The content in a form that can be compared: pictures by their names, variants in a fixed order.
fn comparable(content: &ListingContent) -> ListingContent {
    let mut content = content.clone();
    let offers = content.offers.iter_mut().filter_map(|offer| offer.image.as_mut());
    for image in content.images.iter_mut().chain(offers) {
        image.url = None;
    }
    content.offers.sort_by(|a, b| a.option_values.cmp(&b.option_values));
    content
}
