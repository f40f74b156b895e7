//! Listings that do not exist yet: what a plan shows of them, what they lack, and what the channel is sent.
//!
//! Until the channel has given the listing a name, its key is [`ExternalId::unborn`]: a plan, its hash and its job need a
//! name before that. A listing in the seller's own store has its product's id from the beginning.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    CategoryRules, Channel, ExternalId, JobId, Lack, ListingContent, ListingDetails, ListingImage,
    ListingKey, ListingStatus, Product, ProductId, ShopId,
    diff::{Field, Owners},
    plan::{NewOffer, Step, Target, lacks, steps},
};
use jiff::SignedDuration;

use crate::{
    Ports, StoreError,
    marketplace::NewListing,
    ports::{KnownRules, Listing, ListingState, Observed, Overrides, PlanEntry, Reported, Versioned},
    shops::{directory::shops_of, session},
};

/// What a category asks is read again after this.
const RULES_HOLD: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What a listing says that does not exist yet.
pub fn blank(product: &Product) -> ListingContent {
    ListingContent {
        title: String::new(),
        description: String::new(),
        images: Vec::new(),
        category: None,
        attributes: Vec::new(),
        brand: None,
        weight: None,
        dimensions: None,
        pre_order: None,
        shipping: Vec::new(),
        storefronts: Vec::new(),
        status: ListingStatus::Live,
        storefront_status: BTreeMap::new(),
        promotion: None,
        options: product.options.clone(),
        offers: Vec::new(),
    }
}

/// A listing before its first push: version 0.
pub(crate) fn unborn(ports: &Ports, product: &Product, key: ListingKey) -> Listing {
    let content = blank(product);
    let state = ListingState {
        key: key.clone(),
        product: Some(product.id.clone()),
        links: BTreeMap::new(),
        base: BTreeMap::new(),
        overrides: Overrides::default(),
        owners: Owners::default(),
        channel_status: content.status,
        gone: false,
        awaiting: None,
        promotion_hold: None,
        reported: Reported::default(),
        known_since: None,
    };
    let hash = content.content_hash();
    let observed = Observed { key, content, hash, updated_at: None, seen_at: ports.clock.now() };
    Listing { state: Versioned { value: state, version: 0 }, observed, prices: None }
}

/// The listings that `products` do not have yet on the asked remote `channels`, one for each connected shop there. `known`
/// are the listings that they have.
pub(super) async fn unborn_listings(
    ports: &Ports,
    products: &BTreeMap<ProductId, Product>,
    channels: &[Channel],
    known: &[Listing],
) -> Result<Vec<Listing>, StoreError> {
    let mut unborn_ones = Vec::new();
    for marketplace in ports.marketplaces.all() {
        let channel = &marketplace.capabilities().channel;
        if !marketplace.capabilities().remote || !(channels.is_empty() || channels.contains(channel)) {
            continue;
        }
        for shop in shops_of(ports, channel).await? {
            let has: BTreeSet<&ProductId> = known
                .iter()
                .filter(|one| one.observed.key.channel == *channel && one.observed.key.shop == shop)
                .filter_map(|one| one.state.value.product.as_ref())
                .collect();
            let without = products.values().filter(|product| !has.contains(&product.id));
            unborn_ones.extend(without.map(|product| {
                let key = ListingKey::new(channel.clone(), shop.clone(), ExternalId::unborn(&product.id));
                unborn(ports, product, key)
            }));
        }
    }
    Ok(unborn_ones)
}

/// Whether the product has a listing in the shop that buyers or the seller can still find there.
pub(super) async fn is_listed(
    ports: &Ports,
    product: &ProductId,
    channel: &Channel,
    shop: &ShopId,
) -> Result<bool, StoreError> {
    let mut keys = ports.listings.of_product(product).await?;
    keys.retain(|key| key.channel == *channel && key.shop == *shop);
    let listings = ports.listings.get_many(&keys).await?;
    Ok(listings.iter().any(|listing| !listing.state.value.gone))
}

/// What only `channel` needs to know of the product's listing: as the seller said it, with the category that was chosen for others
/// of its kind where this product has none.
pub(crate) fn details_of(
    product: &Product,
    channel: &Channel,
    choices: &crate::ports::CategoryChoices,
) -> ListingDetails {
    let mut details = product.details.get(channel).cloned().unwrap_or_default();
    if details.category.is_none()
        && let Some(category) = &product.category
    {
        details.category = choices.get(&domain::identity::key(category)).cloned();
    }
    details
}

/// What the channel requires of listings in `category`: as it was read within the last week, else read now. `None` where it
/// cannot be read, such as for a category that does not exist any more.
pub async fn category_rules(
    ports: &Ports,
    channel: &Channel,
    shop: &ShopId,
    category: &str,
) -> Result<Option<CategoryRules>, StoreError> {
    let known = ports.categories.rules(channel, category).await?;
    let now = ports.clock.now();
    let is_fresh = |known: &KnownRules| now.duration_since(known.read_at) < RULES_HOLD;
    if let Some(fresh) = known.as_ref().filter(|known| is_fresh(known)) {
        return Ok(Some(fresh.rules.clone()));
    }
    let read = async {
        let session = session::open(ports, channel, shop).await?;
        let marketplace = ports.marketplaces.get(channel).ok_or(crate::ChannelError::NotConnected)?;
        marketplace.category_rules(&session, category).await
    };
    match read.await {
        Ok(rules) => {
            let known = KnownRules { read_at: now, rules };
            ports.categories.put_rules(channel, category, &known).await?;
            Ok(Some(known.rules))
        }
        Err(error) => {
            tracing::warn!(%channel, category, error.message = %error, "what a category asks cannot be read");
            // What was known a week ago is better than nothing; the channel decides in the end.
            Ok(known.map(|known| known.rules))
        }
    }
}

/// Brands that a listing of `category` can have, by the beginning of their names.
///
/// # Errors
///
/// What the channel answers, such as that it is not connected.
pub async fn brands(
    ports: &Ports,
    channel: &Channel,
    shop: &ShopId,
    category: &str,
    name: &str,
) -> Result<Vec<domain::listing::Named>, crate::UseCaseError> {
    let session = session::open(ports, channel, shop).await?;
    let marketplace = ports.marketplaces.get(channel).ok_or(crate::ChannelError::NotConnected)?;
    Ok(marketplace.brands(&session, category, name).await?)
}

/// What the planning of unborn listings of one shop is made of.
#[derive(Debug, Default)]
pub struct Creation {
    choices: crate::ports::CategoryChoices,
    rules: BTreeMap<String, CategoryRules>,
}

impl Creation {
    /// Reads the choices and the rules of the categories that `products` are to be put in.
    pub(super) async fn load<'a>(
        ports: &Ports,
        channel: &Channel,
        shop: &ShopId,
        products: impl IntoIterator<Item = &'a Product>,
    ) -> Result<Self, StoreError> {
        let choices = ports.categories.choices(channel).await?.value;
        let ids: BTreeSet<String> = products
            .into_iter()
            .filter_map(|product| details_of(product, channel, &choices).category.map(|category| category.id))
            .collect();
        let mut rules = BTreeMap::new();
        for id in ids {
            if let Some(asked) = category_rules(ports, channel, shop, &id).await? {
                rules.insert(id, asked);
            }
        }
        Ok(Self { choices, rules })
    }

    /// Says in `target` what the channel asks beside the master's fields, and returns what is missing.
    pub(super) fn complete(&self, product: &Product, channel: &Channel, target: &mut Target) -> Vec<Lack> {
        let details = details_of(product, channel, &self.choices);
        let rules = details.category.as_ref().and_then(|category| self.rules.get(&category.id));
        let missing = lacks(&details, rules, target);
        target.details = Some(details);
        missing
    }
}

/// What the channel is sent to create the listing of `entry`. Every picture has its reference.
pub(super) fn new_listing(entry: &PlanEntry, product: &Product, job: &JobId) -> NewListing {
    let (target, details) = (&entry.target, entry.target.details.clone().unwrap_or_default());
    let mut content = ListingContent {
        category: details.category.clone(),
        attributes: details.attributes.clone(),
        brand: details.brand.clone(),
        shipping: details.shipping.clone(),
        storefronts: details.storefronts.clone(),
        status: details.status(),
        ..blank(product)
    };
    content.options.clone_from(&target.options);
    let mut offers: Vec<NewOffer> = Vec::new();
    for step in steps(&entry.planned, target) {
        match step {
            Step::AddVariants { offers: added, .. } => offers = added,
            Step::Content(_) => content = content.applied(&step),
            // Everything else is part of the two.
            _ => {}
        }
    }
    content.images = target
        .images
        .iter()
        .flatten()
        .filter_map(|image| {
            Some(ListingImage { reference: image.reference.clone()?, url: Some(image.url.clone()) })
        })
        .collect();
    NewListing { idempotency_key: job.to_string(), content, offers }
}

/// Fields of which an unborn listing shows nothing wrong where the channel says it in its own way.
pub(super) const fn is_channels_own(field: Field) -> bool {
    matches!(field, Field::Category | Field::Attributes | Field::Brand | Field::Shipping | Field::Storefronts)
}
