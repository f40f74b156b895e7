//! Listings are created and deleted; the shop returns information about itself.

use app::{ChannelError, marketplace::NewListing};
use domain::{Rupiah, Sku, VariantId, plan::NewOffer};

use super::Suite;
use crate::contract::unique;

impl Suite<'_> {
    pub(super) async fn a_listing_is_created_and_deleted(&self) {
        let model = self.a_plain_listing().await.content;
        let sku = Sku::parse(&format!("UJI-{}", unique().to_uppercase())).expect("a short SKU");
        let mut content = model.clone();
        content.title = format!("Kaki Pendarat Uji Coba Drone FPV {}", &unique()[..6]);
        content.offers.clear();
        let new = NewListing {
            idempotency_key: unique(),
            content: content.clone(),
            offers: vec![NewOffer {
                variant: VariantId::derived(&[&unique()]),
                sku: Some(sku.clone()),
                option_values: Vec::new(),
                price: Rupiah::new(87_500),
                stock: 6,
                weight: None,
            }],
        };
        let id = self.channel.create(self.session, &new).await.expect("a listing can be created");
        self.harness.settle().await;
        let made = self.fetch(&id).await;
        assert_eq!(made.title, content.title);
        assert_eq!(made.description, content.description);
        assert_eq!(
            (made.weight, made.dimensions, made.pre_order),
            (content.weight, content.dimensions, content.pre_order)
        );
        assert_eq!(
            made.storefronts, content.storefronts,
            "a new listing is on the storefronts that were asked for"
        );
        let references = |content: &domain::ListingContent| -> Vec<String> {
            content.images.iter().map(|image| image.reference.clone()).collect()
        };
        assert_eq!(references(&made), references(&content));
        assert_eq!(made.offers.len(), 1);
        let offer = &made.offers[0];
        assert_eq!(
            (offer.sku.as_ref(), offer.price, offer.stock),
            (Some(&sku), Some(Rupiah::new(87_500)), Some(6))
        );
        let found = self.channel.find_by_sku(self.session, &[sku]).await.expect("a SKU can be searched");
        assert_eq!(found.as_ref(), Some(&id), "what was just created is found by its SKU");

        self.a_second_one_is_not_made(&new, &id).await;

        self.channel.delete(self.session, &id).await.expect("a listing can be deleted");
        assert_eq!(self.find(&id).await, None, "a deleted listing is not fetched");
        assert!(!self.all_ids().await.contains(&id), "and not listed");
        self.the_last_variant_stays().await;
    }

    /// A repeat finds what the first try made; another listing with one of its SKUs is refused.
    async fn a_second_one_is_not_made(&self, new: &NewListing, id: &domain::ExternalId) {
        let again = self.channel.create(self.session, new).await;
        assert_eq!(again.as_ref(), Ok(id), "a repeat finds what the first try made");
        if !self.channel.capabilities().remote {
            return;
        }
        let mut other = new.clone();
        other.idempotency_key = unique();
        other.content.title = format!("Barang Lain Sama Sekali {}", &unique()[..6]);
        let taken = self.channel.create(self.session, &other).await;
        assert!(
            matches!(&taken, Err(ChannelError::Rejected { code, .. }) if code == "sku_taken_in_shop"),
            "another listing with one of its SKUs is not made: {taken:?}"
        );
    }

    async fn the_last_variant_stays(&self) {
        let varied = self.a_varied_listing().await;
        let all: Vec<_> = varied.content.offers.iter().map(|offer| offer.id.clone()).collect();
        let writes = self.harness.write_calls().await;
        let result = self.channel.remove_offers(self.session, &varied.id, &varied.content, &all).await;
        assert!(
            matches!(result, Err(ChannelError::Invalid(_) | ChannelError::Rejected { .. })),
            "the last variant cannot go: {result:?}"
        );
        assert_eq!(self.harness.write_calls().await, writes);
    }

    pub(super) async fn the_shop_tells_about_itself(&self) {
        let can = self.channel.capabilities();
        assert!(can.detail_batch > 0 && can.offers_per_call > 0);
        assert!(can.limits.title.min <= can.limits.title.max);
        if !can.remote {
            return;
        }
        let writes = self.harness.write_calls().await;
        self.channel.shop_info(self.session).await.expect("a connected shop says what it is");
        let categories = self.channel.categories(self.session).await.expect("categories can be read");
        let leaf = categories.iter().find(|category| category.is_leaf);
        let leaf = leaf.expect("a listing goes into a leaf category");
        self.channel.category_rules(self.session, &leaf.id).await.expect("a leaf says what it asks");
        self.channel.brands(self.session, &leaf.id, "").await.expect("brands can be read");
        self.channel.recommend_category(self.session, &leaf.name).await.expect("it may recommend one");
        self.channel.warehouses(self.session).await.expect("warehouses can be read");
        assert_eq!(self.harness.write_calls().await, writes, "looking changes nothing");
    }
}
