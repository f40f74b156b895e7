//! Titles per channel: their rules, the proposals, and the titles that a person accepts or locks.
//!
//! Proposals are computed on request and never stored: they depend only on the master's title and the channel's rule. A
//! listing gets its own title only when a person accepts or locks one, and only a plan pushes it.

use std::collections::BTreeMap;

use domain::{
    Channel, ListingKey, Product, ProductId, ShopId,
    capabilities::Range,
    titles::{Explanation, Facts, Input, Proposal, Similarity, TitleRule, facts, propose, same},
};

use crate::{
    Ports, StoreError, UseCaseError,
    catalogue::products,
    ports::{CatalogueQuery, Listing, ListingState, TitleFrom, TitleOrigin, Versioned},
};

mod bulk;
mod decide;
mod rules;
pub(crate) use bulk::page;
pub use bulk::{AcceptedMany, Wish, accept_many};
pub(crate) use decide::may_stand;
pub use decide::{Accepted, Choice, Outcome, accept, lock, unlock};
pub use rules::{put_rule, rule};

/// The title of one listing: the current one, the target, and the proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingTitle {
    pub key: ListingKey,
    /// The version of the listing's state, which an edit names.
    pub version: u64,
    /// What the channel shows.
    pub current: String,
    /// The title that a plan would push.
    pub target: String,
    pub origin: TitleOrigin,
    pub proposal: Proposal,
    /// The version of the rule for the proposal; 0 for the preset.
    pub rule_version: u64,
    /// The title was accepted, and the master or the rule has changed since, so the proposal is different now.
    pub outdated: bool,
    /// The similarity of the target to the master's title.
    pub target_similarity: Similarity,
    /// The allowed number of characters in this shop.
    pub length: Range<u32>,
    /// The product's listings on other channels with the same target title.
    pub equal_to: Vec<ListingKey>,
    /// Whether the product has other listings, whose titles cannot be proposed here.
    pub has_others: bool,
}

/// The titles of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductTitles {
    pub product: ProductId,
    pub master: String,
    pub facts: Facts,
    pub listings: Vec<ListingTitle>,
}

/// The rules and limits of every shop, read once for many products.
#[derive(Debug, Clone)]
pub struct Titling {
    rules: Vec<(Channel, Versioned<TitleRule>, Range<u32>)>,
    told: BTreeMap<(Channel, ShopId), Range<u32>>,
}

impl Titling {
    pub async fn load(ports: &Ports) -> Result<Self, StoreError> {
        let mut rules = Vec::new();
        for marketplace in ports.marketplaces.all() {
            let can = marketplace.capabilities();
            rules.push((can.channel.clone(), rule(ports, &can.channel).await?, can.limits.title));
        }
        let mut told = BTreeMap::new();
        for connection in ports.connections.all().await? {
            for (shop, connected) in connection.value.shops {
                if let Some(limits) = connected.info.limits {
                    told.insert((connection.value.channel.clone(), shop), limits.title);
                }
            }
        }
        Ok(Self { rules, told })
    }

    /// The allowed number of characters of a title in this shop.
    pub fn length(&self, key: &ListingKey) -> Option<Range<u32>> {
        let told = self.told.get(&(key.channel.clone(), key.shop.clone())).copied();
        told.or_else(|| self.rules.iter().find(|(channel, ..)| *channel == key.channel).map(|(_, _, l)| *l))
    }

    /// The title rule of `channel`.
    pub fn rule(&self, channel: &Channel) -> Option<&TitleRule> {
        self.rules.iter().find(|(known, ..)| known == channel).map(|(_, rule, _)| &rule.value)
    }

    /// The titles of `product` on all its listings, in the order of the channels. All proposals are different, and none
    /// equals the title of another listing, whether that one is accepted, locked or the master's.
    pub fn of(&self, product: &Product, listings: &[Listing]) -> Vec<ListingTitle> {
        let place = |key: &ListingKey| self.rules.iter().position(|(channel, ..)| *channel == key.channel);
        let mut known: Vec<(usize, &Listing)> = listings
            .iter()
            .filter(|listing| !listing.state.value.gone)
            .filter_map(|listing| Some((place(&listing.state.value.key)?, listing)))
            .collect();
        known.sort_by(|a, b| (a.0, &a.1.state.value.key).cmp(&(b.0, &b.1.state.value.key)));
        let input = Input::of(product);
        let targets: Vec<(&ListingKey, String)> = known
            .iter()
            .map(|(_, listing)| (&listing.state.value.key, target(product, &listing.state.value)))
            .collect();
        let (mut proposed, mut titles) = (Vec::new(), Vec::new());
        for (at, listing) in known {
            let (_, rule, documented) = &self.rules[at];
            let state = &listing.state.value;
            let length = self.length(&state.key).unwrap_or(*documented);
            let (origin, target) = (origin(state), target(product, state));
            let others = targets.iter().filter(|(key, _)| **key != state.key);
            let proposal = if origin == TitleOrigin::Locked {
                Proposal {
                    similarity: Some(Similarity::of(&input.master, &target)),
                    title: Some(target.clone()),
                    explanations: vec![Explanation::Locked],
                }
            } else {
                let taken: Vec<String> =
                    others.clone().map(|(_, title)| title).chain(&proposed).cloned().collect();
                propose(&input, &rule.value, length, &taken)
            };
            proposed.extend(proposal.title.clone());
            let equal = |other: &&(&ListingKey, String)| {
                other.0.channel != state.key.channel && same(&other.1, &target)
            };
            titles.push(ListingTitle {
                key: state.key.clone(),
                version: listing.state.version,
                current: listing.observed.content.title.clone(),
                outdated: origin == TitleOrigin::Accepted
                    && rule.value.enabled
                    && proposal.title.as_ref() != Some(&target),
                target_similarity: Similarity::of(&input.master, &target),
                has_others: targets.len() > 1,
                equal_to: others.filter(equal).map(|(key, _)| (*key).clone()).collect(),
                target,
                origin,
                proposal,
                rule_version: rule.version,
                length,
            });
        }
        titles
    }
}

fn origin(state: &ListingState) -> TitleOrigin {
    match (&state.overrides.title, &state.overrides.title_from) {
        (None, _) => TitleOrigin::Master,
        (Some(_), TitleFrom::Hand) => TitleOrigin::Locked,
        (Some(_), TitleFrom::Proposal { .. }) => TitleOrigin::Accepted,
    }
}

fn target(product: &Product, state: &ListingState) -> String {
    state.overrides.title.clone().unwrap_or_else(|| product.title.to_string())
}

/// The titles of one product.
pub async fn of_product(ports: &Ports, id: &ProductId) -> Result<ProductTitles, UseCaseError> {
    let product = products::find(ports, id).await?.value;
    let titling = Titling::load(ports).await?;
    titles_of(ports, &titling, &product).await
}

async fn titles_of(
    ports: &Ports,
    titling: &Titling,
    product: &Product,
) -> Result<ProductTitles, UseCaseError> {
    let keys = ports.listings.of_product(&product.id).await?;
    let listings = ports.listings.get_many(&keys).await?;
    Ok(ProductTitles {
        product: product.id.clone(),
        master: product.title.to_string(),
        facts: facts(product),
        listings: titling.of(product, &listings),
    })
}

/// Selects the products whose titles are requested, one page at a time.
#[derive(Debug, Clone)]
pub enum Asked {
    /// These, all at once.
    Products(Vec<ProductId>),
    /// A page of the catalogue.
    Filter(Box<CatalogueQuery>),
}

/// A page of proposals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    pub products: Vec<ProductTitles>,
    pub next: Option<String>,
}

/// The proposals for many products. Nothing is stored. Empty `channels` means every channel; `outdated` keeps only
/// accepted titles whose master or rule has changed since.
pub async fn preview(
    ports: &Ports,
    asked: Asked,
    channels: &[Channel],
    outdated: bool,
) -> Result<Proposed, UseCaseError> {
    let (ids, next) = match asked {
        Asked::Products(ids) => (ids, None),
        Asked::Filter(query) => {
            let page = ports.catalogue.search(&query).await?;
            (page.cards.into_iter().map(|card| card.id).collect(), page.next)
        }
    };
    let titling = Titling::load(ports).await?;
    let mut found: BTreeMap<ProductId, Product> = BTreeMap::new();
    for product in ports.products.get_many(&ids).await? {
        found.insert(product.value.id.clone(), product.value);
    }
    if let Some(missing) = ids.iter().find(|id| !found.contains_key(*id)) {
        return Err(UseCaseError::NotFound { what: "product", id: missing.to_string() });
    }
    let wanted = ids.iter().filter_map(|id| found.get(id)).map(|product| titles_of(ports, &titling, product));
    let mut products = Vec::new();
    // A few at a time, because each reads the listings of one product.
    let wanted: Vec<_> = wanted.collect();
    let mut wanted = wanted.into_iter();
    loop {
        let some: Vec<_> = wanted.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            break;
        }
        products.extend(futures::future::try_join_all(some).await?);
    }
    for product in &mut products {
        product.listings.retain(|title| {
            (channels.is_empty() || channels.contains(&title.key.channel)) && (title.outdated || !outdated)
        });
    }
    products.retain(|product| !product.listings.is_empty());
    Ok(Proposed { products, next })
}

/// Products whose listings are read at the same time.
const AT_ONCE: usize = 16;
