//! One page: every listing against every check.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    ListingKey, Product, ProductId,
    titles::{Explanation, Titled, normalised},
};
use futures::{StreamExt, TryStreamExt, stream};

use super::{offence::offence, prices::Prices, title};
use crate::{
    Ports, StoreError,
    ports::{Check, Listing, ListingRow, Offence, TitleOrigin, VerificationPlace, VerifiedPage},
    publishing::titles::{ListingTitle, Titling},
};

/// Look-ups under way at once.
const AT_ONCE: usize = 16;

pub(super) async fn at(
    ports: &Ports,
    place: &VerificationPlace,
    rows: &[ListingRow],
) -> Result<VerifiedPage, StoreError> {
    let own: Vec<ListingKey> = rows.iter().filter(|row| !row.gone).map(|row| row.key.clone()).collect();
    let ids: BTreeSet<ProductId> =
        rows.iter().filter(|row| !row.gone).filter_map(|row| row.product.clone()).collect();
    let products = products_of(ports, &ids).await?;
    // A title is proposed with a look at the product's other listings.
    let keys: Vec<Vec<ListingKey>> = stream::iter(products.keys().cloned())
        .map(|id| async move { ports.listings.of_product(&id).await })
        .buffered(AT_ONCE)
        .try_collect()
        .await?;
    let wanted: Vec<ListingKey> =
        keys.concat().into_iter().chain(own.iter().cloned()).collect::<BTreeSet<_>>().into_iter().collect();
    let read = ports.listings.get_many(&wanted).await?;
    let listings: BTreeMap<ListingKey, Listing> =
        read.into_iter().map(|listing| (listing.state.value.key.clone(), listing)).collect();
    let titling = Titling::load(ports).await?;
    let mut titles: BTreeMap<ListingKey, ListingTitle> = BTreeMap::new();
    for product in products.values() {
        let of_product = |listing: &&Listing| listing.state.value.product.as_ref() == Some(&product.id);
        let listings: Vec<Listing> = listings.values().filter(of_product).cloned().collect();
        titles.extend(titling.of(product, &listings).into_iter().map(|title| (title.key.clone(), title)));
    }
    let mut prices = Prices::load(ports, place).await?;
    let mut page = Page { found: VerifiedPage::default(), titles: &titles, titling: &titling };
    for key in &own {
        let Some(listing) = listings.get(key) else { continue };
        let product = listing.state.value.product.as_ref().and_then(|id| products.get(id));
        page.found.listings += 1;
        page.mapping(listing, product);
        page.title(listing, product);
        match (product, &mut prices) {
            (Some(product), Some(prices)) => {
                prices.check(ports, listing, product, &mut page.found).await?;
            }
            (Some(_), None) => page.found.explained(Check::Prices, "channel_unknown"),
            (None, _) => {}
        }
    }
    Ok(page.found)
}

async fn products_of(
    ports: &Ports,
    ids: &BTreeSet<ProductId>,
) -> Result<BTreeMap<ProductId, Product>, StoreError> {
    let ids: Vec<ProductId> = ids.iter().cloned().collect();
    let read = ports.products.get_many(&ids).await?;
    Ok(read.into_iter().map(|product| (product.value.id.clone(), product.value)).collect())
}

struct Page<'a> {
    found: VerifiedPage,
    titling: &'a Titling,
    titles: &'a BTreeMap<ListingKey, ListingTitle>,
}

impl Page<'_> {
    /// The listing has a product, and each of its offers a variant of it.
    fn mapping(&mut self, listing: &Listing, product: Option<&Product>) {
        let state = &listing.state.value;
        let Some(product) = product else {
            let reason = if state.product.is_some() { "product_missing" } else { "listing_without_product" };
            self.found.failed(offence(
                Check::Mapping,
                listing,
                reason,
                listing.observed.content.title.clone(),
            ));
            return;
        };
        self.found.passed(Check::Mapping);
        for offer in &listing.observed.content.offers {
            let variant = state.links.get(&offer.id);
            let reason = match variant {
                Some(variant) if product.variant(variant).is_some() => {
                    self.found.passed(Check::Mapping);
                    continue;
                }
                Some(_) => "variant_missing",
                None => "offer_without_variant",
            };
            self.found.failed(Offence {
                offer: Some(offer.id.clone()),
                variant: variant.cloned(),
                ..offence(Check::Mapping, listing, reason, offer.option_values.join(", "))
            });
        }
    }

    /// What is proposed and what was decided for the listing.
    fn title(&mut self, listing: &Listing, product: Option<&Product>) {
        let (Some(product), Some(title)) = (product, self.titles.get(&listing.state.value.key)) else {
            return;
        };
        let Some(rule) = self.titling.rule(&title.key.channel) else { return };
        *self.found.origins.entry(title.origin).or_insert(0) += 1;
        self.found.outdated += u64::from(title.outdated);
        self.found.titles.push(Titled {
            id: title.key.to_string(),
            shop: format!("{}:{}", title.key.channel, title.key.shop),
            product: Some(product.id.to_string()),
            title: title.current.clone(),
        });
        title::check(&mut self.found, listing, product, title, rule);
        let decided = title.origin != TitleOrigin::Master;
        // Those that were decided are compared at the end, with all channels at hand. A listing that follows the
        // master is not among them.
        if !title.equal_to.is_empty() {
            let following = |key: &&ListingKey| {
                self.titles.get(*key).is_some_and(|other| other.origin == TitleOrigin::Master)
            };
            if !decided {
                self.found.explained(Check::TitlesDiffer, "not_decided");
            } else if let Some(other) = title.equal_to.iter().find(following) {
                let details = format!("{} = {other}", normalised(&title.target));
                self.found.failed(offence(Check::TitlesDiffer, listing, "equal_title", details));
            }
        }
        let compared = if decided { Some(&title.target) } else { title.proposal.title.as_ref() };
        if let Some(compared) = compared {
            self.found.proposed.push((title.key.clone(), normalised(compared)));
        } else {
            let why = title.proposal.explanations.first().map_or("explained", Explanation::code);
            self.found.explained(Check::TitlesDiffer, why);
        }
    }
}
