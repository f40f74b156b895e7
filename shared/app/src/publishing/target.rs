//! What a listing should be: the product, through the channel's price rule and what the channel can keep.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{
    Channel, ContentHash, ImageId, Limits, ListingContent, ListingKey, OfferId, Product, ShopId, Variant,
    VariantId, description,
    diff::{Field, FieldKey, Owner},
    field_mapping::FieldMapping,
    links,
    master::{reading, withholds_images},
    plan::{
        Blocker, PlanInput, PlannedListing, PriceTarget, Target, TargetImage, TargetOffer, Visibility,
        Warning, Withheld, plan_listing, steps,
    },
    pricing::{NoPrice, QuoteOutcome},
    titles::{numbers_changed, same},
};

use super::{creation::Creation, field_mapping::mapping_of, withheld};
use crate::{
    Marketplace, Ports, StoreError,
    catalogue::price_book::ChannelRules,
    ports::{ListingState, Overrides, TitleFrom, Versioned},
    pricing::price_locks,
    shops::limits::limits_of,
};

/// The pictures of `product` that another shop or the seller's own address brought: to show them here they need a
/// copy, whose name must be looked up.
fn foreign_images<'a>(product: &'a Product, key: &'a ListingKey) -> impl Iterator<Item = &'a ImageId> {
    product.images.iter().filter(|image| native_reference(image, key).is_none()).map(|image| &image.id)
}

/// The shop's own copy of a picture that it brought, or that was found to show the same.
fn native_reference<'a>(image: &'a domain::ProductImage, key: &ListingKey) -> Option<&'a str> {
    let here =
        |origin: &&domain::product::ImageOrigin| origin.channel == key.channel && origin.shop == key.shop;
    image.origin.iter().chain(&image.copies).find(here).map(|origin| origin.reference.as_str())
}

/// What the listing of `product` at `state.key` should be.
///
/// A description whose plain text already is ours is left as the channel formats it: rewriting it would only lose
/// what the seller laid out there.
pub fn target_of(
    marketplace: &dyn Marketplace,
    product: &Product,
    state: &ListingState,
    observed: &ListingContent,
    rules: &ChannelRules,
    limits: &Limits,
    copies: &BTreeMap<ImageId, String>,
) -> Target {
    let present = links::present(&state.links, observed, product);
    let quotes = rules.quotes(product, &present, limits);
    let remote = marketplace.capabilities().remote;
    let Overrides { title, description, .. } = &state.overrides;
    let title = title.clone().unwrap_or_else(|| product.title.to_string());
    let written = description.as_deref().unwrap_or(&product.description);
    let channel = marketplace.capabilities().name.as_str();
    let plain = description::fill(written, description::Facts { product, title: &title, channel });
    let there = marketplace.plain_description(&observed.description);
    let clean = description::sanitised(&plain);
    let description = if there == plain || description::sanitised(&there) == clean {
        observed.description.clone()
    } else {
        marketplace.merge_description(&observed.description, &clean)
    };
    let by_reference = !marketplace.capabilities().uploads_images;
    // The seller's own store only repeats the master; a person who gave the pictures to the master has decided.
    let withheld = remote
        && withholds_images(product, &state.key)
        && state.owners.0.get(&Field::Images) != Some(&Owner::Master);
    let images = product.images.iter().map(|image| TargetImage {
        id: image.id.clone(),
        url: image.url.clone(),
        reference: native_reference(image, &state.key)
            .map(str::to_owned)
            .or_else(|| copies.get(&image.id).cloned())
            .or_else(|| by_reference.then(|| image.url.clone())),
    });
    let offer_of: BTreeMap<&VariantId, &OfferId> =
        present.iter().map(|(offer, variant)| (variant, offer)).collect();
    let mut target = Target {
        title: Some(title),
        description: Some(description),
        images: (!product.images.is_empty() && !withheld).then(|| images.collect()),
        weight: product.weight,
        dimensions: product.dimensions,
        pre_order: Some(product.pre_order),
        visibility: None,
        options: product.options.clone(),
        offers: product
            .variants
            .iter()
            .map(|variant| TargetOffer {
                variant: variant.id.clone(),
                offer: offer_of.get(&variant.id).map(|id| (*id).clone()),
                sku: variant.sku.clone(),
                option_values: variant.option_values.clone(),
                price: price_target(
                    product,
                    variant,
                    (&state.key, &present),
                    observed,
                    quotes.get(&variant.id),
                    remote,
                ),
                stock: variant.stock,
                weight: variant.weight,
            })
            .collect(),
        removed: Vec::new(),
        details: None,
    };
    marketplace.fit(&mut target);
    target
}

/// The price of one offer. A price that the shop already asks is moved only where it is known what it means: one that no
/// base price gives stays where it was agreed to, and one that was read before the channel had a rule waits for a person.
fn price_target(
    product: &Product,
    variant: &Variant,
    (key, links): (&ListingKey, &BTreeMap<OfferId, VariantId>),
    observed: &ListingContent,
    outcome: Option<&QuoteOutcome>,
    remote: bool,
) -> PriceTarget {
    let refused = |reason: NoPrice| PriceTarget::Refused { reason: reason.as_str().to_owned() };
    let quote = match outcome {
        Some(QuoteOutcome::Quoted(quote)) => quote.price,
        Some(QuoteOutcome::Refused { reason }) => return refused(*reason),
        None => return refused(NoPrice::BasePriceMissing),
    };
    let sold = |offer: &&domain::Offer| links.get(&offer.id) == Some(&variant.id);
    let offer = observed.offers.iter().find(sold).filter(|_| remote);
    let Some(live) = offer.and_then(|offer| offer.price) else {
        return PriceTarget::Quoted { price: quote };
    };
    if reading::is_agreed(product, &variant.id, key, live, quote) {
        return PriceTarget::Quoted { price: live };
    }
    if live != quote && reading::is_open(product, variant, &key.channel) {
        return refused(NoPrice::BaseReadingOpen);
    }
    PriceTarget::Quoted { price: quote }
}

/// What one listing's plan is made of, once everything was read.
#[derive(Debug)]
pub struct Planning {
    pub marketplace: Arc<dyn Marketplace>,
    pub rules: ChannelRules,
    pub limits: Limits,
    pub fields: Option<BTreeSet<Field>>,
    /// The channel's own: which fields are planned at all, and who decides those that the listing says nothing about.
    pub mapping: Versioned<FieldMapping>,
    /// The largest price move that the person allowed; absent for the rules' own.
    pub guard: Option<domain::BasisPoints>,
    /// Refusals since then say that a promotion still holds a listing's prices.
    pub locks_since: jiff::Timestamp,
    /// For listings that are to be created.
    pub creation: Creation,
    /// What a person asked buyers to see or not to see.
    pub visibility: Option<Visibility>,
}

impl std::fmt::Debug for dyn Marketplace + '_ {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Marketplace({})", self.capabilities().channel)
    }
}

impl Planning {
    /// Reads what plans of one shop's listings are made of, besides products and listings; nothing for a channel that
    /// does not exist. `fields` absent means every field.
    pub async fn load(
        ports: &Ports,
        channel: &Channel,
        shop: &ShopId,
        fields: Option<BTreeSet<Field>>,
        guard: Option<domain::BasisPoints>,
    ) -> Result<Option<Self>, StoreError> {
        let Some(marketplace) = ports.marketplaces.get(channel) else { return Ok(None) };
        let rules = ChannelRules::load(ports, channel).await?;
        let mapping = mapping_of(ports, marketplace.capabilities()).await?;
        let limits = limits_of(ports, marketplace.as_ref(), shop).await?;
        let locks_since = price_locks::believed_since(ports, channel, shop).await?;
        Ok(Some(Self {
            marketplace,
            rules,
            limits,
            fields,
            mapping,
            guard,
            locks_since,
            creation: Creation::default(),
            visibility: None,
        }))
    }

    /// The names that this shop has given to pictures of these products, as far as they came from elsewhere.
    pub async fn copies<'a>(
        ports: &Ports,
        shown: impl IntoIterator<Item = (&'a Product, &'a ListingKey)>,
        channel: &Channel,
        shop: &ShopId,
    ) -> Result<BTreeMap<ImageId, String>, StoreError> {
        let shown = shown.into_iter();
        let foreign: BTreeSet<ImageId> =
            shown.flat_map(|(product, key)| foreign_images(product, key).cloned()).collect();
        if foreign.is_empty() {
            return Ok(BTreeMap::new());
        }
        ports.listings.image_references(channel, shop, &foreign.into_iter().collect::<Vec<_>>()).await
    }

    /// Plans one listing of `product` against `observed`, which was first read at `seen_at`.
    pub fn plan(
        &self,
        product: &Product,
        state: &ListingState,
        observed: &ListingContent,
        seen_at: jiff::Timestamp,
        copies: &BTreeMap<ImageId, String>,
    ) -> (PlannedListing, Target) {
        let marked = price_locks::marked(state, observed, self.locks_since);
        let observed = marked.as_ref().unwrap_or(observed);
        let mut target =
            target_of(self.marketplace.as_ref(), product, state, observed, &self.rules, &self.limits, copies);
        if state.key.external_id.is_unborn() {
            return self.plan_creation(product, state, observed, target);
        }
        let mapping = &self.mapping.value;
        let owners = withheld::owners(self.visibility, state.owners.above(&mapping.owners()));
        target.visibility = withheld::visibility(self.visibility, state, observed).map(Visibility::status);
        let mut fields = mapping.planned(self.marketplace.capabilities(), self.fields.as_ref());
        let (withheld, mut base) = self.withheld(product, state, observed, seen_at, &target);
        if self.visibility.is_some() {
            // A person has seen the state of the listing and wants this change, so it cannot be a conflict.
            let key = FieldKey::listing(Field::Visibility);
            base.insert(key, domain::diff::observed_value(observed, Field::Visibility).hash());
            fields = Some([Field::Visibility].into());
        }
        let planned = plan_listing(PlanInput {
            key: &state.key,
            product: &product.id,
            target: &target,
            observed,
            base: &base,
            edits: self.marketplace.capabilities().edits(observed.status),
            owners: &owners,
            limits: &self.limits,
            fields: fields.as_ref(),
            guard: self.guard_of(product),
            mapping: self.mapping.version,
            withheld: &withheld,
        });
        (planned, target)
    }

    /// Plans a listing that is to be created: all of its fields, whoever decides them later.
    fn plan_creation(
        &self,
        product: &Product,
        state: &ListingState,
        blank: &ListingContent,
        mut target: Target,
    ) -> (PlannedListing, Target) {
        let lacks = self.creation.complete(product, &state.key.channel, &mut target);
        let title = self.title_blocker(product, state, &target);
        let withheld = Withheld {
            listing: withheld::withdrawn(product, state, true),
            fields: title.map(|blocker| (FieldKey::listing(Field::Title), blocker)).into_iter().collect(),
            lacks,
            ..Withheld::default()
        };
        let planned = plan_listing(PlanInput {
            key: &state.key,
            product: &product.id,
            target: &target,
            observed: blank,
            base: &BTreeMap::new(),
            edits: self.marketplace.capabilities().edits(blank.status),
            owners: &domain::diff::Owners::all(Owner::Master),
            limits: &self.limits,
            fields: None,
            guard: self.guard_of(product),
            mapping: 0,
            withheld: &withheld,
        });
        (planned, target)
    }

    /// What is left alone although it differs, and what counts as agreed on.
    fn withheld(
        &self,
        product: &Product,
        state: &ListingState,
        observed: &ListingContent,
        seen_at: jiff::Timestamp,
        target: &Target,
    ) -> (Withheld, BTreeMap<FieldKey, ContentHash>) {
        let remote = self.marketplace.capabilities().remote;
        let mut base = state.base.clone();
        let mut fields = BTreeMap::new();
        // Nobody but us moves anything in the seller's own store.
        if remote {
            let moved = withheld::moved(product, state, observed, seen_at, self.fields.as_ref());
            base.extend(moved.agreed);
            fields = moved.left;
        }
        if let Some(blocker) = self.title_blocker(product, state, target) {
            fields.insert(FieldKey::listing(Field::Title), blocker);
        }
        fields.extend(withheld::unasked(self.visibility, target));
        let mut variants = BTreeMap::new();
        if !self.fields.as_ref().is_some_and(|named| named.contains(&Field::Variants)) {
            let deleted = withheld::deleted_variants(product, state, observed);
            variants.extend(deleted.into_iter().map(|variant| (variant, Blocker::VariantGone)));
        }
        (
            Withheld {
                listing: withheld::withdrawn(product, state, remote),
                fields,
                variants,
                ..Withheld::default()
            },
            base,
        )
    }

    /// What a person should know of a plan although nothing of it is in the way.
    pub fn warnings(&self, product: &Product, state: &ListingState) -> Vec<Warning> {
        let fields = self.mapping.value.planned(self.marketplace.capabilities(), self.fields.as_ref());
        let planned = fields.is_none_or(|fields| fields.contains(&domain::diff::Field::Title));
        let then = accepted_for(product, state).filter(|_| planned);
        then.into_iter()
            .map(|then| Warning::TitleOutdated { then: then.to_owned(), now: product.title.to_string() })
            .collect()
    }

    /// What carrying out `planned` does beside the changes: fields that are written back, and layout that is lost.
    pub fn side_effects(
        marketplace: &dyn Marketplace,
        planned: &PlannedListing,
        target: &Target,
        observed: &ListingContent,
    ) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let steps = steps(planned, target);
        let fields: BTreeSet<Field> =
            steps.iter().flat_map(|step| marketplace.rewrites(observed, step)).collect();
        if !fields.is_empty() {
            warnings.push(Warning::Rewrites { fields: fields.into_iter().collect() });
        }
        let described = planned.pushed().any(|change| change.field == Field::Description);
        if let Some(description) = target.description.as_deref().filter(|_| described) {
            let formats = marketplace.lost_formats(&observed.description, description);
            if !formats.is_empty() {
                warnings.push(Warning::DescriptionLosesFormat { formats });
            }
        }
        warnings
    }

    /// Why the title may not be pushed: the channel refuses it, or it was accepted for other numbers.
    fn title_blocker(&self, product: &Product, state: &ListingState, target: &Target) -> Option<Blocker> {
        let refused = target.title.as_deref().and_then(|title| self.marketplace.check_title(title).err());
        if let Some(refused) = refused {
            return Some(Blocker::TitleRefused { reason: refused.code.to_owned() });
        }
        let words = numbers_changed(accepted_for(product, state)?, product.title.as_str());
        (!words.is_empty()).then_some(Blocker::TitleOutdated { words })
    }

    /// The largest price move of one push of `product`.
    pub fn guard_of(&self, product: &Product) -> domain::BasisPoints {
        self.guard.unwrap_or_else(|| self.rules.book.guard(product))
    }
}

/// The master's title for which the listing's was accepted, when the product has another one now.
fn accepted_for<'a>(product: &Product, state: &'a ListingState) -> Option<&'a str> {
    match (&state.overrides.title, &state.overrides.title_from) {
        (Some(_), TitleFrom::Proposal { master, .. }) if !same(master, product.title.as_str()) => {
            Some(master)
        }
        _ => None,
    }
}
