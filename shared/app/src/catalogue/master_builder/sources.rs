//! Everything that deciding a master from its listings takes, read once.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use domain::{
    Channel, ImageHash, ListingContent, ListingKey, Product, ProductId, ShopId, Sku,
    diff::{Field, Owner},
    links,
    master::{self, Pricing, Proposal, Request, Source},
    matching::SkuRules,
    pricing::PriceBook,
};
use jiff::Timestamp;

use crate::{
    Ports, StoreError,
    catalogue::{categories, price_book::ChannelRules, sku_rules::sku_rules},
    ports::{Listing, ListingState, SkuClaim, Versioned},
};

/// Fields in which a listing may keep a value that is nobody else's.
const KEPT: [Field; 6] =
    [Field::Title, Field::Description, Field::Weight, Field::Dimensions, Field::PreOrder, Field::Price];

/// Who owns which folded SKU.
pub(crate) type Claims = BTreeMap<String, SkuClaim>;

/// What is known beside the listings.
#[derive(Debug)]
pub(crate) struct Context {
    prices: BTreeMap<Channel, PriceBook>,
    /// Channels with shops of their own: those whose prices are read.
    remote: BTreeSet<Channel>,
    sku_rules: SkuRules,
    categories: categories::Names,
    pub now: Timestamp,
}

impl Context {
    pub async fn read(ports: &Ports) -> Result<Self, StoreError> {
        let (mut prices, mut remote) = (BTreeMap::new(), BTreeSet::new());
        for marketplace in ports.marketplaces.all() {
            let channel = &marketplace.capabilities().channel;
            remote.extend(marketplace.capabilities().remote.then(|| channel.clone()));
            prices.insert(channel.clone(), ChannelRules::load(ports, channel).await?.book);
        }
        let sku_rules = sku_rules(ports).await?.value;
        let categories = categories::Names::read(ports).await?;
        Ok(Self { prices, remote, sku_rules, categories, now: ports.clock.now() })
    }

    /// The same with another book for `channel`: what would be if its rules were these.
    #[must_use]
    pub fn with_book(mut self, channel: &Channel, book: PriceBook) -> Self {
        self.prices.insert(channel.clone(), book);
        self
    }

    pub fn book(&self, channel: &Channel) -> Option<&PriceBook> {
        self.prices.get(channel)
    }

    /// Base prices that came from shops hold on every channel that has a rule now: what is listed there later is priced
    /// by them, and its price is ours.
    fn note_rules(&self, product: &mut Product) {
        for variant in product.variants.clone() {
            let name = master::field::of(master::field::BASE_PRICE, &variant.id);
            let ruled = self.remote.iter().filter(|channel| {
                self.prices
                    .get(*channel)
                    .is_some_and(|book| Pricing::of(book, Some(product), Some(&variant.id)).is_some())
            });
            let ruled: Vec<Channel> = ruled.cloned().collect();
            if let Some(known) = product.sources.get_mut(&name).filter(|known| !known.is_person()) {
                known.through.extend(ruled);
            }
        }
    }
}

/// A listing as a source of its master.
#[derive(Debug, Clone)]
pub(crate) struct Gathered {
    pub listing: Listing,
    plain: String,
    own: BTreeSet<Field>,
    hashes: BTreeMap<String, ImageHash>,
}

impl Gathered {
    pub fn of(ports: &Ports, listing: Listing) -> Self {
        let observed = &listing.observed.content.description;
        let marketplace = ports.marketplaces.get(&listing.observed.key.channel);
        let plain = marketplace.map_or_else(|| observed.clone(), |market| market.plain_description(observed));
        let state = &listing.state.value;
        let mut own: BTreeSet<Field> =
            KEPT.into_iter().filter(|field| state.owners.0.get(field) == Some(&Owner::Channel)).collect();
        own.extend(state.overrides.title.as_ref().map(|_| Field::Title));
        own.extend(state.overrides.description.as_ref().map(|_| Field::Description));
        Self { plain, own, hashes: BTreeMap::new(), listing }
    }

    pub fn key(&self) -> &ListingKey {
        &self.listing.observed.key
    }

    /// The description without the channel's markup.
    pub fn plain(&self) -> &str {
        &self.plain
    }

    /// What the listing says, with the name of its category where the listing has only a number.
    fn content(&self, context: &Context) -> Cow<'_, ListingContent> {
        let observed = &self.listing.observed.content;
        let channel = &self.key().channel;
        if context.categories.missing(channel, observed).is_none() {
            return Cow::Borrowed(observed);
        }
        let mut named = observed.clone();
        context.categories.put_into(channel, &mut named);
        Cow::Owned(named)
    }

    fn source<'a>(&'a self, context: &'a Context, said: &'a ListingContent) -> Source<'a> {
        let key = self.key();
        Source {
            key,
            content: said,
            plain: &self.plain,
            updated_at: self.listing.observed.updated_at,
            prices: context.prices.get(&key.channel),
            hashes: &self.hashes,
            links: &self.listing.state.value.links,
            own: &self.own,
        }
    }

    /// The listing's state as part of the product that `proposal` builds; nothing where it is that already.
    pub fn state_in(&self, proposal: &Proposal, now: Timestamp) -> Option<Versioned<ListingState>> {
        let mut state = self.listing.state.clone();
        if state.value.product.as_ref() != Some(&proposal.product.id) {
            state.value.product = Some(proposal.product.id.clone());
            state.value.known_since = Some(now);
        }
        let links = proposal.links.get(self.key()).cloned().unwrap_or_default();
        state.value.links =
            links::with_deleted(links, &state.value.links, &self.listing.observed.content, &proposal.product);
        for field in proposal.keeps.get(self.key()).into_iter().flatten() {
            // Pushing ours would cut theirs: the channel keeps its own until a person decides.
            state.value.owners.0.entry(*field).or_insert(Owner::Channel);
        }
        (state != self.listing.state).then_some(state)
    }
}

/// The listings of `product` that its master is made of: not those that are gone, and not the seller's own store, which
/// only repeats what the master says.
pub(crate) async fn of_product(ports: &Ports, product: &ProductId) -> Result<Vec<Gathered>, StoreError> {
    let keys = ports.listings.of_product(product).await?;
    let keys: Vec<ListingKey> = keys.into_iter().filter(|key| is_remote(ports, key)).collect();
    let mut listings = ports.listings.get_many(&keys).await?;
    // The index may still name a listing that has just left.
    listings
        .retain(|listing| !listing.state.value.gone && listing.state.value.product.as_ref() == Some(product));
    Ok(listings.into_iter().map(|listing| Gathered::of(ports, listing)).collect())
}

/// The listing is another party's word, not the seller's own store repeating ours.
pub(crate) fn is_remote(ports: &Ports, key: &ListingKey) -> bool {
    ports.marketplaces.get(&key.channel).is_none_or(|market| market.capabilities().remote)
}

/// Adds what is known of the pictures: only pictures of several listings need to be distinguished.
pub(crate) async fn look_at_pictures(ports: &Ports, gathered: &mut [Gathered]) -> Result<(), StoreError> {
    if gathered.len() < 2 {
        return Ok(());
    }
    let mut shops: BTreeMap<(Channel, ShopId), BTreeSet<String>> = BTreeMap::new();
    for source in gathered.iter() {
        let key = source.key();
        let names = source.listing.observed.content.images.iter().map(|image| image.reference.clone());
        shops.entry((key.channel.clone(), key.shop.clone())).or_default().extend(names);
    }
    for ((channel, shop), names) in shops {
        let names: Vec<String> = names.into_iter().collect();
        let looks = ports.image_hashes.image_looks(&channel, &shop, &names).await?;
        let here = |source: &&mut Gathered| source.key().channel == channel && source.key().shop == shop;
        for source in gathered.iter_mut().filter(here) {
            let images = &source.listing.observed.content.images;
            let known = images
                .iter()
                .filter_map(|image| Some((image.reference.clone(), looks.get(&image.reference)?.hash()?)));
            source.hashes = known.collect();
        }
    }
    Ok(())
}

/// Builds `id` of these listings. `claims` says who owns their SKUs.
pub(crate) fn build(
    context: &Context,
    id: &ProductId,
    current: Option<&Product>,
    sources: &[&Gathered],
    claims: &Claims,
) -> Result<Proposal, domain::Invalid> {
    let taken: BTreeSet<String> =
        claims.values().filter(|claim| &claim.product != id).map(|claim| claim.sku.clone()).collect();
    let contents: Vec<Cow<'_, ListingContent>> =
        sources.iter().map(|source| source.content(context)).collect();
    let sources: Vec<Source<'_>> =
        sources.iter().zip(&contents).map(|(source, content)| source.source(context, content)).collect();
    let sku_rules = &context.sku_rules;
    let request = Request { id, current, sources: &sources, taken: &taken, sku_rules, now: context.now };
    let mut built = master::build(&request)?;
    context.note_rules(&mut built.product);
    if let Some(current) = current {
        let unmoved = Product { updated_at: current.updated_at, ..built.product.clone() };
        if &unmoved == current {
            built.product = unmoved;
        }
    }
    Ok(built)
}

/// Who owns the SKUs that these listings write.
pub(crate) async fn claims_of<'a>(
    ports: &Ports,
    sources: impl IntoIterator<Item = &'a Gathered>,
) -> Result<Claims, StoreError> {
    let offers = sources.into_iter().flat_map(|source| &source.listing.observed.content.offers);
    let folded: BTreeSet<String> = offers.filter_map(|offer| offer.sku.as_ref().map(Sku::folded)).collect();
    let folded: Vec<String> = folded.into_iter().collect();
    let owned = ports.products.sku_claims(&folded).await?;
    Ok(owned.into_iter().map(|claim| (claim.sku.clone(), claim)).collect())
}
