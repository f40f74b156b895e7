//! What a person typed is kept when a product's listings go to another product.
//!
//! The product that takes the listings keeps its own value. Where it has none, it takes the emptied product's. Where
//! both have one and they differ, the other value is named, and a person is asked to look.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::{
    ListingKey, OfferId, Product, Sku, Variant, VariantId, identity,
    master::{Proposal, Provenance, changed, field, is_typed, take_fields},
};

/// Something that a person typed on the product that gave its listings away was not taken over.
pub const MERGE_DIFFERS: &str = "merge_differs";

/// Which variant each offer of a listing sells.
pub type Links = BTreeMap<ListingKey, BTreeMap<OfferId, VariantId>>;

/// Which typed values are kept, and in which product.
#[derive(Debug)]
pub struct TypedValues<'a> {
    /// The product that the listings come from.
    pub from: &'a Product,
    /// The product that takes them, before it does; absent for a new one.
    pub into: Option<&'a Product>,
    /// What the moving listings sold there.
    pub links: Links,
    /// All fields of the product are kept, not only those of these variants.
    pub whole: bool,
}

impl TypedValues<'_> {
    /// The built product with the typed values that it keeps; `None` if there are none. `left_out` gets, by field, the
    /// values that it cannot keep.
    pub fn apply(&self, built: &Proposal, left_out: &mut Map<String, Value>) -> Option<Product> {
        let mut product = built.product.clone();
        if self.whole {
            self.fields(&mut product, left_out);
        }
        let variants = self.variants(built);
        for (theirs, ours) in &variants {
            if let Some(theirs) = self.from.variant(theirs) {
                self.variant(&mut product, theirs, ours, left_out);
            }
        }
        if self.whole {
            let lost = self.from.variants.iter().filter(|variant| !variants.contains_key(&variant.id));
            for variant in lost.filter(|variant| self.is_a_persons(variant)) {
                left_out.insert(field::of(field::VARIANTS, &variant.id), json!(variant));
            }
        }
        if !left_out.is_empty() {
            product.attention.insert(MERGE_DIFFERS.to_owned());
        }
        (product != built.product).then_some(product)
    }

    fn fields(&self, product: &mut Product, left_out: &mut Map<String, Value>) {
        // An emptied field has no value to keep.
        let typed = |name: &str| is_said(self.from, name) && is_typed(self.from, name, true);
        let names: Vec<&str> =
            field::OF_PRODUCT.into_iter().filter(|name| *name != field::VARIANTS && typed(name)).collect();
        let differing = changed(product, self.from);
        let mut taken = BTreeSet::new();
        for name in names {
            let differs = differing.iter().find(|change| change.name == name);
            let ours = self.into.is_some_and(|into| is_typed(into, name, is_said(into, name)));
            match differs {
                // Other axes would be other variants at every channel.
                Some(change) if ours || name == field::OPTIONS => {
                    left_out.insert(name.to_owned(), json!({ "kept": change.from, "left_out": change.to }));
                }
                _ if name == field::OPTIONS => {}
                _ => {
                    taken.insert(name.to_owned());
                }
            }
        }
        let mut made = take_fields(product, self.from, &taken);
        made.sources.extend(taken.into_iter().map(|name| (name, Provenance::typed())));
        for variant in &mut made.variants {
            variant.image = variant.image.take().filter(|id| made.images.iter().any(|image| &image.id == id));
        }
        *product = made;
    }

    /// By variant of the product that gave the listings away: the variant that takes its place.
    pub fn variants(&self, built: &Proposal) -> BTreeMap<VariantId, VariantId> {
        let mut places = BTreeMap::new();
        for (key, links) in &self.links {
            let Some(now) = built.links.get(key) else { continue };
            for (offer, theirs) in links {
                if let Some(ours) = now.get(offer) {
                    places.entry(theirs.clone()).or_insert_with(|| ours.clone());
                }
            }
        }
        if self.whole {
            for theirs in &self.from.variants {
                let folded = theirs.sku.as_ref().map(Sku::folded);
                let same = |ours: &&Variant| folded.is_some() && ours.sku.as_ref().map(Sku::folded) == folded;
                // Its SKU may belong to the other product's variant.
                let alike = |ours: &&Variant| {
                    folded.is_none()
                        && !theirs.option_values.is_empty()
                        && identity::same_all(&theirs.option_values, &ours.option_values)
                };
                let ours = match (self.from.variants.as_slice(), built.product.variants.as_slice()) {
                    ([_], [only]) => Some(only),
                    (_, all) => all.iter().find(same).or_else(|| all.iter().find(alike)),
                };
                if let Some(ours) = ours {
                    places.entry(theirs.id.clone()).or_insert_with(|| ours.id.clone());
                }
            }
        }
        places
    }

    fn variant(
        &self,
        product: &mut Product,
        theirs: &Variant,
        ours: &VariantId,
        left_out: &mut Map<String, Value>,
    ) {
        let others: BTreeSet<String> = product
            .variants
            .iter()
            .filter(|variant| &variant.id != ours)
            .filter_map(|variant| variant.sku.as_ref().map(Sku::folded))
            .collect();
        let Some(at) = product.variants.iter().position(|variant| &variant.id == ours) else { return };
        let variant = &mut product.variants[at];
        let mut differ = |name: &str, kept: Value, other: Value| {
            left_out.insert(field::of(name, ours), json!({ "kept": kept, "left_out": other }));
        };
        match (variant.cost, theirs.cost) {
            (None, cost) => variant.cost = cost,
            (Some(kept), Some(other)) if kept != other => differ(field::COST, json!(kept), json!(other)),
            _ => {}
        }
        match (variant.stock, theirs.stock) {
            // Without the time at which it was set: nobody set it for the other product's listings.
            (None, stock) => variant.stock = stock,
            (Some(kept), Some(other)) if kept != other => differ(field::STOCK, json!(kept), json!(other)),
            _ => {}
        }
        let stood = self.into.is_some_and(|into| into.variant(ours).is_some());
        for name in [field::SKU, field::BASE_PRICE, field::WEIGHT] {
            let (said, kept) = (word(theirs, name), word(variant, name));
            let typed = is_typed(self.from, &field::of(name, &theirs.id), !said.is_null());
            if said.is_null() || !typed {
                continue;
            }
            let own = field::of(name, ours);
            let keeps = stood && self.into.is_some_and(|into| is_typed(into, &own, says(into, ours, name)));
            let doubled =
                name == field::SKU && theirs.sku.as_ref().is_some_and(|sku| others.contains(&sku.folded()));
            if said == kept && keeps {
                continue;
            }
            if said != kept && (keeps || doubled) {
                differ(name, kept, said);
                continue;
            }
            match name {
                field::SKU => variant.sku.clone_from(&theirs.sku),
                field::BASE_PRICE => variant.base_price = theirs.base_price,
                _ => variant.weight = theirs.weight,
            }
            product.sources.insert(own, Provenance::typed());
        }
    }

    /// A person typed a value of the variant.
    fn is_a_persons(&self, variant: &Variant) -> bool {
        let typed = |name: &&str| {
            let said = word(variant, name);
            !said.is_null() && is_typed(self.from, &field::of(name, &variant.id), true)
        };
        variant.cost.is_some()
            || variant.stock.is_some()
            || [field::SKU, field::BASE_PRICE, field::WEIGHT].iter().any(typed)
    }
}

fn says(product: &Product, id: &VariantId, name: &str) -> bool {
    product.variant(id).is_some_and(|variant| !word(variant, name).is_null())
}

fn word(variant: &Variant, name: &str) -> Value {
    match name {
        field::SKU => json!(variant.sku),
        field::BASE_PRICE => json!(variant.base_price),
        _ => json!(variant.weight),
    }
}

/// The product has a value there that could be a person's.
fn is_said(product: &Product, name: &str) -> bool {
    match name {
        field::DESCRIPTION => !product.description.trim().is_empty(),
        field::IMAGES => !product.images.is_empty(),
        field::CATEGORY => product.category.is_some(),
        field::BRAND => product.brand.is_some(),
        field::WEIGHT => product.weight.is_some(),
        field::DIMENSIONS => product.dimensions.is_some(),
        field::PRE_ORDER => product.pre_order.is_some(),
        field::OPTIONS => !product.options.is_empty(),
        _ => true,
    }
}
