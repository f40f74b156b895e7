//! A listing joins a product that exists.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Offer, OfferId, Product, ProductImage, Variant, VariantId, pricing::PriceRule};
use jiff::Timestamp;

use super::{Claims, master, price, shape};
use crate::ports::{Listing, ListingState};

/// The product with the listing in it, and the listing's state with its links. `None` where the two do not fit: an
/// offer that the product lacks and that its axes cannot express, or more than a product holds.
pub(super) fn join(
    product: &Product,
    listing: &Listing,
    description: &str,
    claims: &Claims,
    rule: Option<&PriceRule>,
    now: Timestamp,
) -> Option<(Product, ListingState)> {
    let content = &listing.observed.content;
    let mut joined = Joined {
        product: product.clone(),
        listing,
        claims,
        rule,
        same_axes: product.options.len() == content.options.len(),
        links: BTreeMap::new(),
        taken: BTreeSet::new(),
    };
    let rest = joined.link_by_sku(content.offers.iter().collect());
    let rest = joined.link_by_options(rest);
    if !rest.is_empty() && !joined.same_axes {
        return None;
    }
    for offer in rest {
        joined.add(offer);
    }
    joined.fill(description);
    let Joined { mut product, links, .. } = joined;
    product.channels.insert(listing.observed.key.channel.clone());
    product.updated_at = now;
    product.check().ok()?;
    let state = ListingState { product: Some(product.id.clone()), links, ..listing.state.value.clone() };
    Some((product, state))
}

struct Joined<'a> {
    product: Product,
    listing: &'a Listing,
    claims: &'a Claims,
    rule: Option<&'a PriceRule>,
    same_axes: bool,
    links: BTreeMap<OfferId, VariantId>,
    taken: BTreeSet<VariantId>,
}

impl Joined<'_> {
    fn note(&mut self, flag: &str) {
        self.product.attention.insert(flag.to_owned());
    }

    fn link(&mut self, offer: &Offer, at: usize) {
        let variant = &mut self.product.variants[at];
        self.links.insert(offer.id.clone(), variant.id.clone());
        self.taken.insert(variant.id.clone());
        let Some(observed) = offer.price else { return };
        match variant.base_price {
            Some(base) if price::agrees(base, observed, self.rule) => {}
            Some(_) => self.note("base_price_differs"),
            None => {
                variant.base_price = price::base_of(observed, self.rule);
            }
        }
    }

    /// A SKU is the seller's own word for a variant: it links whatever the options are called there.
    fn link_by_sku<'o>(&mut self, offers: Vec<&'o Offer>) -> Vec<&'o Offer> {
        let mut rest = Vec::new();
        for offer in offers {
            let folded = master::folded(offer);
            let at = folded.as_ref().and_then(|folded| {
                let owns =
                    |variant: &Variant| variant.sku.as_ref().is_some_and(|sku| &sku.folded() == folded);
                self.product.variants.iter().position(owns)
            });
            match at {
                Some(at) if !self.taken.contains(&self.product.variants[at].id) => self.link(offer, at),
                Some(_) => {
                    self.note("sku_duplicate");
                    rest.push(offer);
                }
                None => rest.push(offer),
            }
        }
        rest
    }

    /// Other SKUs already say that this is the product: an offer with the same options is the same variant, also where
    /// its own SKU is missing or written differently.
    fn link_by_options<'o>(&mut self, offers: Vec<&'o Offer>) -> Vec<&'o Offer> {
        if !self.same_axes {
            return offers;
        }
        let mut rest = Vec::new();
        for offer in offers {
            let wanted: Vec<String> = self.values(offer).iter().map(|value| shape::fold(value)).collect();
            let at = self.product.variants.iter().position(|variant| {
                !self.taken.contains(&variant.id)
                    && variant.option_values.iter().map(|value| shape::fold(value)).eq(wanted.iter().cloned())
            });
            let Some(at) = at else {
                rest.push(offer);
                continue;
            };
            match (&offer.sku, &self.product.variants[at].sku) {
                (None, _) => self.note("sku_missing"),
                (Some(_), Some(_)) => self.note("sku_differs"),
                (Some(sku), None) if self.free(offer) => {
                    self.product.variants[at].sku = Some(sku.clone());
                }
                (Some(_), None) => self.note("sku_duplicate"),
            }
            self.link(offer, at);
        }
        rest
    }

    /// A variant that the product lacks.
    fn add(&mut self, offer: &Offer) {
        let key = &self.listing.observed.key;
        let base_price = offer.price.and_then(|observed| price::base_of(observed, self.rule));
        let free = self.free(offer);
        match (&offer.sku, free) {
            (None, _) => self.note("sku_missing"),
            (Some(_), false) => self.note("sku_duplicate"),
            (Some(_), true) => {}
        }
        if base_price.is_none() {
            self.note("base_price_missing");
        }
        let variant = Variant {
            id: shape::variant_id(&self.product.id, key, &offer.id),
            sku: offer.sku.clone().filter(|_| free),
            option_values: self.values(offer),
            base_price,
            cost: None,
            stock: None,
            weight: offer.weight,
            image: None,
        };
        self.links.insert(offer.id.clone(), variant.id.clone());
        self.taken.insert(variant.id.clone());
        self.product.variants.push(variant);
        self.note("variant_added");
    }

    fn values(&self, offer: &Offer) -> Vec<String> {
        shape::reordered(&self.product.options, &self.listing.observed.content.options, &offer.option_values)
    }

    /// Nobody owns the offer's SKU, and no variant of this product has it.
    fn free(&self, offer: &Offer) -> bool {
        master::folded(offer).is_some_and(|folded| {
            let here = self.product.variants.iter().filter_map(|variant| variant.sku.as_ref());
            !self.claims.contains_key(&folded) && here.into_iter().all(|sku| sku.folded() != folded)
        })
    }

    /// Takes what the product lacks, and remembers from where.
    fn fill(&mut self, description: &str) {
        let (key, content) = (&self.listing.observed.key, &self.listing.observed.content);
        let mut taken = Vec::new();
        let product = &mut self.product;
        if product.weight.is_none() && content.weight.is_some() {
            product.weight = content.weight;
            taken.push("weight");
        }
        if product.dimensions.is_none() && content.dimensions.is_some() {
            product.dimensions = content.dimensions;
            taken.push("dimensions");
        }
        let brand = content.brand.as_ref().and_then(|brand| brand.name.clone());
        if product.brand.is_none() && brand.is_some() {
            product.brand = brand;
            taken.push("brand");
        }
        if product.description.is_empty() && !description.is_empty() {
            product.description = shape::description_of(description).0;
            taken.push("description");
        }
        let images: Vec<ProductImage> = shape::images_of(content, key).0;
        if product.images.is_empty() && !images.is_empty() {
            product.images = images;
            taken.push("images");
        }
        product.sources.extend(taken.into_iter().map(|field| (field.to_owned(), key.clone())));
    }
}
