//! Listing ids and fetching details.

use std::collections::BTreeSet;

use domain::{ExternalId, Sku};

use super::Suite;
use crate::build::{a_sku, an_external_id};

impl Suite<'_> {
    pub(super) async fn every_listing_is_listed_once(&self) {
        let writes = self.harness.write_calls().await;
        let listed = self.all_ids().await;
        let distinct: BTreeSet<&ExternalId> = listed.iter().collect();
        assert_eq!(distinct.len(), listed.len(), "all pages together name every listing once");
        let there = self.harness.ids().await;
        assert_eq!(distinct, there.iter().collect(), "the pages name all listings and no others");
        let page = self.channel.list(self.session, None, None).await.expect("a shop can be listed");
        if let Some(total) = page.total {
            assert_eq!(usize::try_from(total), Ok(listed.len()), "the total is what the pages bring");
        }
        assert_eq!(self.harness.write_calls().await, writes, "looking changes nothing");
    }

    pub(super) async fn fetch_returns_what_list_named(&self) {
        let named = self.all_ids().await;
        let fetched = self.fetch_all().await;
        let ids: BTreeSet<&ExternalId> = fetched.iter().map(|listing| &listing.id).collect();
        assert_eq!(ids, named.iter().collect(), "every named listing can be fetched");
        assert_eq!(ids.len(), fetched.len(), "each once");
        for listing in &fetched {
            let content = &listing.content;
            assert!(!content.offers.is_empty(), "a listing has at least one offer: {}", listing.id);
            let values = content.options.len();
            assert!(
                content.offers.iter().all(|offer| offer.option_values.len() == values),
                "an offer has one value for each option: {content:?}"
            );
            let offers: BTreeSet<_> = content.offers.iter().map(|offer| &offer.id).collect();
            assert_eq!(offers.len(), content.offers.len(), "offers have ids of their own");
        }
        // One unknown id among known ones, in a batch of the largest size.
        let batch = self.channel.capabilities().detail_batch;
        let mut asked: Vec<ExternalId> = named.iter().take(batch.saturating_sub(1)).cloned().collect();
        let known = asked.len();
        asked.push(unknown());
        let found = self.channel.fetch(self.session, &asked).await.expect("an unknown id is no error");
        assert_eq!(found.len(), known, "an unknown id is left out");
        assert!(found.iter().all(|listing| listing.id != unknown()));
        let none = self.channel.fetch(self.session, &[unknown()]).await;
        assert_eq!(none.expect("an unknown id is no error"), Vec::new());
        let again = self.channel.fetch(self.session, &asked[..known]).await.expect("listings can be fetched");
        assert_eq!(again.len(), known);
        for listing in again {
            let first = fetched.iter().find(|first| first.id == listing.id).expect("it was named");
            assert_eq!(
                listing.content.content_hash(),
                first.content.content_hash(),
                "an unchanged listing has one hash"
            );
        }
    }

    pub(super) async fn a_sku_is_found(&self) {
        let listing = self.a_plain_listing().await;
        let sku = listing.content.offers[0].sku.clone().expect("a plain listing with a SKU was asked for");
        let found = self.channel.find_by_sku(self.session, &[sku]).await.expect("a SKU can be searched");
        assert_eq!(found, Some(listing.id));
        let other: [Sku; 1] = [a_sku("TIDAK-ADA-DI-TOKO-9999")];
        let found = self.channel.find_by_sku(self.session, &other).await.expect("a SKU can be searched");
        assert_eq!(found, None, "a SKU that the shop does not have");
    }
}

/// An id in a format that every marketplace accepts, which belongs to no listing.
pub(super) fn unknown() -> ExternalId {
    an_external_id("1729000000000000001")
}
