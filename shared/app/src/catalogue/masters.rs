//! What building masters again would change: looked at before it is written, applied exactly as it was looked at.
//!
//! The first import makes masters without asking, flagged where a person should look. Everything later is offered here:
//! a preview names each field with both values, the source and the rule; accepting names the preview's hash, so that a
//! product or listing that moved meanwhile is reported as stale and left alone.

use std::collections::BTreeSet;

use domain::{
    ContentHash, ListingKey, Product, ProductId, ProductStatus,
    master::{Changed, OWNED_FLAGS, Proposal, changed, field},
};
use futures::{StreamExt, TryStreamExt, stream};
use serde::{Deserialize, Serialize};

use super::master_builder::sources::{self, Context, Gathered};
use crate::{
    StoreError, UseCaseError,
    ports::{CatalogueQuery, CatalogueSort, ListingState, Ports, Versioned},
};

mod accept;
mod bulk;
mod choose;
mod keep;
pub use accept::{AcceptItem, Accepted, Outcome, accept, accept_unwarned};
pub(crate) use bulk::page;
pub use bulk::{AcceptedMany, Wish, accept_many, accept_page};
pub(crate) use choose::chosen;
pub use choose::{Choice, choose};
pub use keep::keep;
pub(crate) use keep::keep_value;

/// Look-ups under way at once.
const AT_ONCE: usize = 16;

/// Which products to look at: those named, or else a page of those that the filter finds.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Which {
    pub products: Vec<ProductId>,
    /// Its `limit`, `sort` and `cursor` do not count.
    pub filter: Option<CatalogueQuery>,
    pub cursor: Option<String>,
    /// Products of one page.
    pub limit: usize,
}

/// What building one product again would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    pub product: ProductId,
    pub title: String,
    pub version: u64,
    /// Names exactly this proposal: give it back to accept it.
    pub hash: ContentHash,
    /// Each with where the proposed value comes from, in [`Preview::proposed`].
    pub changes: Vec<Changed>,
    pub proposed: Product,
    /// Why a person should look before accepting: flags of the product and codes of what moves.
    pub warnings: BTreeSet<String>,
    /// The listings that it is made of.
    pub sources: Vec<ListingKey>,
}

/// One page of a preview: only products that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewPage {
    pub items: Vec<Preview>,
    /// Products looked at, those without a change included.
    pub looked_at: usize,
    pub next: Option<String>,
}

/// What building would change. Writes nothing.
pub async fn preview(ports: &Ports, which: &Which) -> Result<PreviewPage, UseCaseError> {
    let (products, next) = products_of(ports, which).await?;
    let proposed = propose(ports, products).await?;
    let items = proposed.iter().filter(|one| !one.is_settled()).map(Proposed::preview).collect();
    Ok(PreviewPage { items, looked_at: proposed.len(), next })
}

async fn products_of(
    ports: &Ports,
    which: &Which,
) -> Result<(Vec<Versioned<Product>>, Option<String>), UseCaseError> {
    let (ids, next) = match (&which.filter, which.products.is_empty()) {
        (None, true) => {
            let problem = "name products or a filter";
            return Err(domain::Invalid::new("products", "nothing_named", problem).into());
        }
        (_, false) => (which.products.clone(), None),
        (Some(filter), true) => {
            let query = CatalogueQuery {
                sort: CatalogueSort::Title,
                limit: which.limit,
                cursor: which.cursor.clone(),
                ..filter.clone()
            };
            let page = ports.catalogue.search(&query).await?;
            (page.cards.into_iter().map(|card| card.id).collect(), page.next)
        }
    };
    Ok((read(ports, &ids).await?, next))
}

/// Active products in the order of `ids`.
async fn read(ports: &Ports, ids: &[ProductId]) -> Result<Vec<Versioned<Product>>, StoreError> {
    let mut found = ports.products.get_many(ids).await?;
    found.retain(|product| product.value.status == ProductStatus::Active);
    found.sort_by_key(|product| ids.iter().position(|id| id == &product.value.id));
    Ok(found)
}

/// A product as it stands, and as its listings would have it.
struct Proposed {
    before: Versioned<Product>,
    sources: Vec<Gathered>,
    /// The error says why its listings cannot be this product any more.
    built: Result<Proposal, domain::Invalid>,
}

async fn propose(ports: &Ports, products: Vec<Versioned<Product>>) -> Result<Vec<Proposed>, StoreError> {
    if products.is_empty() {
        return Ok(Vec::new());
    }
    let context = Context::read(ports).await?;
    let ids: Vec<ProductId> = products.iter().map(|product| product.value.id.clone()).collect();
    let gathered: Vec<Vec<Gathered>> = stream::iter(ids)
        .map(|id| async move {
            let mut gathered = sources::of_product(ports, &id).await?;
            sources::look_at_pictures(ports, &mut gathered).await?;
            Ok::<_, StoreError>(gathered)
        })
        .buffered(AT_ONCE)
        .try_collect()
        .await?;
    let claims = sources::claims_of(ports, gathered.iter().flatten()).await?;
    let made = products.into_iter().zip(gathered).map(|(before, sources)| {
        let all: Vec<&Gathered> = sources.iter().collect();
        let built = sources::build(&context, &before.value.id, Some(&before.value), &all, &claims);
        Proposed { before, sources, built }
    });
    Ok(made.collect())
}

impl Proposed {
    /// Whether a person would see no change. A product without listings has only typed values.
    fn is_settled(&self) -> bool {
        let Ok(built) = &self.built else { return false };
        self.sources.is_empty()
            || (changed(&self.before.value, &built.product).is_empty()
                && built.product.attention == self.before.value.attention
                && self.states().is_empty())
    }

    fn states(&self) -> Vec<Versioned<ListingState>> {
        let Ok(built) = &self.built else { return Vec::new() };
        self.sources.iter().filter_map(|source| source.state_in(built, built.product.updated_at)).collect()
    }

    /// Of what would be written and of all that it was made from.
    fn hash(&self) -> ContentHash {
        let read: Vec<_> = self
            .sources
            .iter()
            .map(|source| (source.key(), source.listing.state.version, &source.listing.observed.hash))
            .collect();
        let product = self
            .built
            .as_ref()
            .ok()
            .map(|built| Product { updated_at: self.before.value.updated_at, ..built.product.clone() });
        ContentHash::of(&(&self.before.value.id, self.before.version, read, product))
    }

    fn warnings(&self) -> BTreeSet<String> {
        let built = match &self.built {
            Ok(built) => built,
            Err(problem) => return BTreeSet::from([problem.code.to_owned()]),
        };
        let open = built.product.attention.iter().filter(|flag| OWNED_FLAGS.contains(&flag.as_str()));
        let mut warnings: BTreeSet<String> = open.cloned().collect();
        for change in changed(&self.before.value, &built.product) {
            let code = match (field::bare(&change.name), &change.from) {
                // Every channel's price would follow.
                (field::BASE_PRICE, domain::diff::Value::Money(_)) => "base_price_moves",
                (field::VARIANTS, _) => "variant_added",
                (field::IMAGES, _) if built.uncompared > 0 => "images_not_compared",
                _ => continue,
            };
            warnings.insert(code.to_owned());
        }
        warnings
    }

    fn preview(&self) -> Preview {
        let before = &self.before.value;
        let proposed = self.built.as_ref().map_or_else(|_| before.clone(), |built| built.product.clone());
        Preview {
            product: before.id.clone(),
            title: before.title.to_string(),
            version: self.before.version,
            hash: self.hash(),
            changes: changed(before, &proposed),
            proposed,
            warnings: self.warnings(),
            sources: self.sources.iter().map(|source| source.key().clone()).collect(),
        }
    }
}

/// Builds a product of these listings, from the stored one where there is one.
async fn propose_from(
    ports: &Ports,
    id: &ProductId,
    current: Option<&Product>,
    gathered: &[Gathered],
) -> Result<Result<Proposal, domain::Invalid>, StoreError> {
    let context = Context::read(ports).await?;
    let claims = sources::claims_of(ports, gathered).await?;
    let all: Vec<&Gathered> = gathered.iter().collect();
    Ok(sources::build(&context, id, current, &all, &claims))
}
