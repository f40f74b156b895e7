//! Finding the channel's category for a product: by its words, by what was chosen before, and by what the channel says.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Channel, Product, ShopId, identity};

use crate::{ChannelError, Ports, StoreError, marketplace::Category, ports::CatalogueQuery, shops::session};

/// Products of the same kind whose listings are looked at.
const LOOKED_AT: usize = 50;

/// A leaf of the channel's tree, with the names of what it lies in, the widest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    pub id: String,
    pub path: Vec<String>,
}

/// Why a category is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The seller chose it for this kind of product.
    Chosen,
    /// Listings of products of this kind are in it.
    Matched,
    /// The channel itself would put the title there.
    Recommended,
}

impl Reason {
    /// The stable word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Chosen => "chosen",
            Self::Matched => "matched",
            Self::Recommended => "recommended",
        }
    }
}

/// The channel's tree as it was stored last, with paths.
#[derive(Debug)]
pub struct Tree(BTreeMap<String, Category>);

impl Tree {
    pub async fn read(ports: &Ports, channel: &Channel) -> Result<Self, StoreError> {
        let tree = ports.categories.tree(channel).await?;
        let categories = tree.map(|tree| tree.categories).unwrap_or_default();
        Ok(Self(categories.into_iter().map(|category| (category.id.clone(), category)).collect()))
    }

    /// A leaf by its id.
    pub fn leaf(&self, id: &str) -> Option<Leaf> {
        self.0.get(id).filter(|category| category.is_leaf).map(|category| self.with_path(category))
    }

    fn with_path(&self, category: &Category) -> Leaf {
        let (mut path, mut seen) = (vec![category.name.clone()], BTreeSet::new());
        let mut parent = category.parent.as_deref();
        while let Some(above) = parent.and_then(|id| self.0.get(id)).filter(|above| seen.insert(&above.id)) {
            path.push(above.name.clone());
            parent = above.parent.as_deref();
        }
        path.reverse();
        Leaf { id: category.id.clone(), path }
    }

    /// Leaves whose path has every word of `query`, those whose own name has them first.
    pub fn search(&self, query: &str, limit: usize) -> Vec<Leaf> {
        let query = identity::key(query);
        let words: Vec<&str> = query.split_whitespace().collect();
        let has_all = |text: &str| {
            let text = identity::key(text);
            words.iter().all(|word| text.contains(word))
        };
        let leaves = self.0.values().filter(|category| category.is_leaf).map(|leaf| self.with_path(leaf));
        let mut found: Vec<Leaf> = leaves.filter(|leaf| has_all(&leaf.path.join(" "))).collect();
        found.sort_by_cached_key(|leaf| {
            let own = leaf.path.last().is_some_and(|name| has_all(name));
            (!own, leaf.path.len(), leaf.path.clone())
        });
        found.truncate(limit);
        found
    }
}

/// Categories for the product's listing on the channel, the best first, each once. A channel that cannot be asked now
/// recommends nothing.
pub async fn suggest(
    ports: &Ports,
    product: &Product,
    channel: &Channel,
    shop: Option<&ShopId>,
) -> Result<Vec<(Leaf, Reason)>, StoreError> {
    let tree = Tree::read(ports, channel).await?;
    let mut found: Vec<(String, Reason)> = Vec::new();
    if let Some(own) = &product.category {
        let choices = ports.categories.choices(channel).await?.value;
        found.extend(choices.get(&identity::key(own)).map(|chosen| (chosen.id.clone(), Reason::Chosen)));
        let matched = of_alike(ports, own, channel).await?;
        found.extend(matched.into_iter().map(|id| (id, Reason::Matched)));
    }
    if let Some(shop) = shop {
        match recommended(ports, product, channel, shop).await {
            Ok(id) => found.extend(id.map(|id| (id, Reason::Recommended))),
            Err(error) => tracing::warn!(%channel, error.message = %error, "no category is recommended"),
        }
    }
    let mut seen = BTreeSet::new();
    let leaves = found.into_iter().filter(|(id, _)| seen.insert(id.clone()));
    Ok(leaves.filter_map(|(id, reason)| Some((tree.leaf(&id)?, reason))).collect())
}

async fn recommended(
    ports: &Ports,
    product: &Product,
    channel: &Channel,
    shop: &ShopId,
) -> Result<Option<String>, ChannelError> {
    let session = session::open(ports, channel, shop).await?;
    let marketplace = ports.marketplaces.get(channel).ok_or(ChannelError::NotConnected)?;
    marketplace.recommend_category(&session, product.title.as_str()).await
}

/// The categories that listings of products of the same kind have on the channel, the most frequent first.
async fn of_alike(ports: &Ports, own: &str, channel: &Channel) -> Result<Vec<String>, StoreError> {
    let query = CatalogueQuery {
        category: Some(own.to_owned()),
        channel: Some(channel.clone()),
        limit: LOOKED_AT,
        ..CatalogueQuery::default()
    };
    let cards = ports.catalogue.search(&query).await?.cards;
    let of = cards.iter().map(|card| ports.listings.of_product(&card.id));
    let keys: Vec<_> = futures::future::try_join_all(of).await?.into_iter().flatten().collect();
    let keys: Vec<_> = keys.into_iter().filter(|key| key.channel == *channel).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for listing in ports.listings.get_many(&keys).await? {
        if let Some(category) = listing.observed.content.category {
            *counts.entry(category.id).or_default() += 1;
        }
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(counts.into_iter().map(|(id, _)| id).take(3).collect())
}
