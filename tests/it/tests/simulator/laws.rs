//! What holds whatever happens.

use std::collections::BTreeMap;

use app::ports::{JobFilter, JobState, Plan, RunState};
use domain::{Channel, ListingKey, Offer, diff::Field};

use crate::shops::{PRODUCTS, Shops, shop, shopee, sku, tiktok};

/// The stock of each offer, by its place.
pub type Stocks = BTreeMap<(Channel, String, String), Option<u32>>;

impl Shops {
    /// The listings of a channel that sell the SKU, each with its offer.
    pub fn listed(&self, channel: &Channel, sku: &str) -> impl Iterator<Item = (ListingKey, Offer)> + use<> {
        let folded = sku.to_lowercase();
        let (channel, there) = (channel.clone(), shop(channel));
        self.at(&channel).listings(&there).into_iter().flat_map(move |listing| {
            let key = ListingKey::new(channel.clone(), there.clone(), listing.id.clone());
            let folded = folded.clone();
            listing
                .content
                .offers
                .into_iter()
                .filter(move |offer| {
                    offer.sku.as_ref().is_some_and(|sku| sku.as_str().to_lowercase() == folded)
                })
                .map(move |offer| (key.clone(), offer))
        })
    }

    /// No price is live that was neither there before, nor typed in the shop, nor in a plan that a person let go.
    pub fn prices_are_approved(&self) {
        for channel in [shopee(), tiktok()] {
            for number in 0..PRODUCTS {
                for (key, offer) in self.listed(&channel, &sku(number)) {
                    let price = offer.price.expect("every offer has a price").get();
                    let allowed = self.allowed.get(&(channel.clone(), sku(number).to_lowercase()));
                    assert!(
                        allowed.is_some_and(|prices| prices.contains(&price)),
                        "{key} costs {price}, which nobody approved: {allowed:?}"
                    );
                }
            }
        }
    }

    pub fn skus_are_listed_once(&self) {
        for channel in [shopee(), tiktok()] {
            for number in 0..PRODUCTS {
                let found: Vec<_> = self.listed(&channel, &sku(number)).map(|(key, _)| key).collect();
                assert!(found.len() < 2, "{} is listed more than once: {found:?}", sku(number));
            }
        }
    }

    pub fn stocks(&self) -> Stocks {
        let mut stocks = Stocks::new();
        for channel in [shopee(), tiktok()] {
            for listing in self.at(&channel).listings(&shop(&channel)) {
                for offer in &listing.content.offers {
                    let place = (channel.clone(), listing.id.to_string(), offer.id.to_string());
                    stocks.insert(place, offer.stock);
                }
            }
        }
        stocks
    }

    /// No work of ours raised the stock of an offer that was there `before`.
    pub fn stock_rose_by_nobody(&self, before: &Stocks) {
        for (place, now) in self.stocks() {
            let Some(was) = before.get(&place) else { continue };
            assert!(now <= *was, "the stock of {place:?} rose from {was:?} to {now:?}");
        }
    }

    /// Every run has ended, and its counters are those of its jobs.
    pub async fn counters_add_up(&self) {
        for run in self.ports.runs.recent(None, 200).await.expect("read").items {
            let (mut counted, mut cursor) = (BTreeMap::<JobState, u64>::new(), None);
            loop {
                let page = self
                    .ports
                    .runs
                    .jobs(&run.id, &JobFilter::default(), cursor.as_deref(), 100)
                    .await
                    .expect("read");
                for job in page.items {
                    *counted.entry(job.value.state).or_default() += 1;
                }
                cursor = page.next;
                if cursor.is_none() {
                    break;
                }
            }
            let claimed: BTreeMap<JobState, u64> = run
                .counts
                .0
                .iter()
                .filter(|(_, count)| **count > 0)
                .map(|(state, count)| (*state, *count))
                .collect();
            // Of a run that was cancelled while its jobs were being made, the rest was dropped unmade.
            let unmade =
                u64::from(run.state == RunState::Cancelled) * (run.jobs() - u64::from(run.work.made));
            *counted.entry(JobState::Dropped).or_default() += unmade;
            counted.retain(|_, count| *count > 0);
            assert_eq!(claimed, counted, "the counters of {} ({:?})", run.id, run.state);
            assert!(
                matches!(run.state, RunState::Finished | RunState::Cancelled),
                "{} is still {:?}: {counted:?}",
                run.id,
                run.state
            );
            let open: Vec<_> = counted.keys().filter(|state| !state.is_final()).collect();
            assert!(open.is_empty(), "{} has ended with open jobs: {counted:?}", run.id);
        }
    }

    /// `plan` finds nothing to push; every listing of a product has the price that rule and base price make, unless the
    /// plan says why not.
    pub async fn targets_are_met(&self, plan: &Plan) {
        let entries = self.ports.plans.entries(&plan.id, None, 500).await.expect("read").items;
        for (_, entry) in &entries {
            let left: Vec<_> = entry.planned.pushed().collect();
            // A listing that was made by hand and is not matched yet has the SKU: ours cannot be created.
            let is_taken = entry.planned.key.external_id.is_unborn();
            assert!(left.is_empty() || is_taken, "{} is never pushed: {left:?}", entry.planned.key);
        }
        for channel in [shopee(), tiktok()] {
            let rule = self.ports.rules.price_rule(&channel).await.expect("read").expect("a rule").value;
            for number in 0..PRODUCTS {
                let product = self
                    .ports
                    .products
                    .get(&self.product(number).await)
                    .await
                    .expect("read")
                    .expect("is there")
                    .value;
                let base = product.variants[0].base_price.expect("a base price").get();
                // In whole rupiah; a base that was read from a price leads back to it within one.
                let target = (base * i64::from(10_000 + rule.markup.0) + 5_000) / 10_000;
                for (key, offer) in self.listed(&channel, &sku(number)) {
                    let state = self.ports.listings.get(&key).await.expect("read");
                    let is_ours = state
                        .is_some_and(|listing| listing.state.value.product.as_ref() == Some(&product.id));
                    let explained = entries
                        .iter()
                        .filter(|(_, entry)| entry.planned.key == key)
                        .flat_map(|(_, entry)| &entry.planned.changes)
                        .any(|change| change.field == Field::Price && !change.is_pushed());
                    let price = offer.price.expect("every offer has a price").get();
                    assert!(
                        !is_ours || explained || (price - target).abs() <= 1,
                        "{key} costs {price} and not {target} in the end"
                    );
                }
            }
        }
    }
}
