//! How one master is made of its source listings.
//!
//! Owns: the rules below, what is remembered of where a value came from, and what a person is asked to look at.
//! Refuses: which listings are one product (`matching` and people decide), reading and writing.
//!
//! | field | the master takes | rule |
//! |---|---|---|
//! | title, category, weight, dimensions, SKU, a variant's weight and picture | the newer edit | `newer_edit` |
//! | brand | the newer edit; "no brand" is not a brand | `newer_edit` |
//! | description | the longer one, white space aside | `longer_text` |
//! | images | those of the listing with the most, then what others add; never one picture twice | `union` |
//! | pre-order | the longer promise: a parcel that is early harms nobody | `longer_promise` |
//! | options, variants | those of the listing with the most variants, then what others add; an offer is a variant's where option values, SKU and base price leave no doubt | `most_variants` |
//! | base price | what the channels' price rules made their prices of: one base that explains all of them (`agree`), else the newer edit's, with a warning; a channel without a rule does not count beside one that has (`variants/base.rs`, [`reading`]) | `newer_edit` |
//! | stock, cost | nothing: stock stays with each shop until a person sets it, for a copied number would be pushed over later sales | |
//!
//! Before every rule: what a person typed stays (`typed`), what a person chose is followed (`chosen`), one listing
//! alone decides (`only_one`), and equal values need no rule (`agree`). A listing that keeps a value of its own is
//! asked for that field only where no other says anything. Of equally new edits the listing with the smaller name
//! counts.
//!
//! The answer does not depend on the order of the sources, and building again from the same sources changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::{
    ContentHash, ImageHash, Invalid, ListingContent, ListingKey, OfferId, Product, ProductId, Title,
    VariantId, diff::Field, matching::SkuRules, pricing::PriceBook,
};

mod base_prices;
mod fields;
mod flags;
mod forget;
mod images;
mod pick;
pub mod price;
mod provenance;
pub mod reading;
mod shape;
mod take_fields;
mod typed;
mod variants;

#[cfg(test)]
mod tests;

pub use base_prices::BasePrices;
pub use flags::{OWNED_FLAGS, field_of, flag};
pub use forget::forget;
pub use images::{SAME_PICTURE_BITS, withholds_images};
pub use price::Pricing;
pub use provenance::{Agreed, Origin, Provenance, Rule, Said, field, variant_of};
pub use take_fields::{Changed, changed, is_field_name, take_fields};
pub use typed::{follow, is_typed, mark_set, mark_typed};

/// A listing of the product, with what is known about it.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    pub key: &'a ListingKey,
    pub content: &'a ListingContent,
    /// The description without the channel's markup.
    pub plain: &'a str,
    /// The channel's own time of the last edit; one without counts as the oldest.
    pub updated_at: Option<Timestamp>,
    /// How the channel makes prices of base prices; where no rule is stored yet, nobody knows what its prices mean.
    pub prices: Option<&'a PriceBook>,
    /// By the channel's name for the picture; those that could not be computed are left out.
    pub hashes: &'a BTreeMap<String, ImageHash>,
    /// Which variant each offer is known to sell.
    pub links: &'a BTreeMap<OfferId, VariantId>,
    /// Fields in which this listing keeps a value of its own.
    pub own: &'a BTreeSet<Field>,
}

/// What is to be built.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    pub id: &'a ProductId,
    /// The stored product, where there is one.
    pub current: Option<&'a Product>,
    /// At least one for a new product, each listing once, in any order.
    pub sources: &'a [Source<'a>],
    /// Folded SKUs that other products own.
    pub taken: &'a BTreeSet<String>,
    /// What the seller says is to be overlooked in SKUs, when variants are distinguished.
    pub sku_rules: &'a SkuRules,
    pub now: Timestamp,
}

/// A master and its links to listings. Nothing is written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub product: Product,
    /// By listing: which variant each offer sells. An offer that no variant can hold is left out.
    pub links: BTreeMap<ListingKey, BTreeMap<OfferId, VariantId>>,
    /// Fields in which a listing says more than a product can hold: pushing ours would cut theirs.
    pub keeps: BTreeMap<ListingKey, BTreeSet<Field>>,
    /// Pictures of other sources that could not be compared, and so were not added; flagged too.
    pub uncompared: usize,
}

/// Builds the master of `request`. The error says why its sources cannot be one product.
pub fn build(request: &Request<'_>) -> Result<Proposal, Invalid> {
    let mut sources: Vec<&Source<'_>> = request.sources.iter().collect();
    sources.sort_by(|a, b| (b.updated_at, a.key).cmp(&(a.updated_at, b.key)));
    let mut work = Work {
        request,
        sources,
        product: blank(request)?,
        raised: flags::Raised::default(),
        links: BTreeMap::new(),
        keeps: BTreeMap::new(),
        uncompared: 0,
    };
    work.build_fields()?;
    let copies = work.build_images();
    work.build_variants(&copies)?;
    work.finish()
}

/// A build under way.
struct Work<'a> {
    request: &'a Request<'a>,
    /// The newest edit first.
    sources: Vec<&'a Source<'a>>,
    product: Product,
    raised: flags::Raised,
    links: BTreeMap<ListingKey, BTreeMap<OfferId, VariantId>>,
    keeps: BTreeMap<ListingKey, BTreeSet<Field>>,
    uncompared: usize,
}

impl<'a> Work<'a> {
    fn keep(&mut self, key: &ListingKey, field: Field) {
        self.keeps.entry(key.clone()).or_default().insert(field);
    }

    /// Where the current value of `name` came from.
    fn before(&self, name: &str) -> Option<&'a Provenance> {
        self.request.current.and_then(|product| product.sources.get(name))
    }

    fn remember(&mut self, name: String, provenance: Option<Provenance>) {
        match provenance {
            Some(provenance) => self.product.sources.insert(name, provenance),
            None => self.product.sources.remove(&name),
        };
    }

    fn finish(self) -> Result<Proposal, Invalid> {
        let Self { request, mut product, raised, links, keeps, uncompared, .. } = self;
        product.channels.extend(request.sources.iter().map(|source| source.key.channel.clone()));
        raised.settle(&mut product, request.current);
        product.check()?;
        let before = request.current.map(|current| (ContentHash::of(current), current.updated_at));
        if let Some((hash, at)) = before {
            product.updated_at = at;
            if ContentHash::of(&product) != hash {
                product.updated_at = request.now;
            }
        }
        Ok(Proposal { product, links, keeps, uncompared })
    }
}

/// The current product, or one that says nothing yet.
fn blank(request: &Request<'_>) -> Result<Product, Invalid> {
    if let Some(current) = request.current {
        return Ok(current.clone());
    }
    Ok(Product::blank(request.id.clone(), Title::parse("-")?, request.now))
}
