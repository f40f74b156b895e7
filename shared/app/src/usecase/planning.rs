//! Making a plan: which products, on which channels, what would change and what it would take.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    BasisPoints, Channel, ImageId, Invalid, Limits, ListingKey, PlanId, Product, ProductId, ProductStatus,
    ShopId, Sku,
    diff::{Decision, Field},
    plan::{Blocker, Owners, plan_hash, steps},
};

use super::{
    field_mapping::mapping_of,
    locks,
    target::{ChannelRules, Planning, blank, foreign_images, limits_of},
};
use crate::{
    StoreError, UseCaseError,
    marketplace::images_to_upload,
    ports::{
        AuditEntry, CatalogueQuery, Listing, ListingState, Observed, Overrides, Plan, PlanEntry, Ports,
        Versioned,
    },
};

/// The shop of a channel that has no remote shops.
pub const OWN_SHOP: &str = "web";

/// What a person wants planned. Products are the union of what is named; nothing named and no filter is refused.
#[derive(Debug, Clone, Default)]
pub struct PlanRequest {
    pub products: Vec<ProductId>,
    pub skus: Vec<Sku>,
    /// Its `limit`, `sort` and `cursor` do not count: every product that matches is planned.
    pub filter: Option<CatalogueQuery>,
    /// Empty for every channel that a product is listed on.
    pub channels: Vec<Channel>,
    /// Plan these fields only.
    pub fields: Option<BTreeSet<Field>>,
    /// The largest price move of one push; absent for each channel's own.
    pub guard: Option<BasisPoints>,
}

/// Makes and stores a plan. Nothing is sent anywhere.
pub async fn make_plan(ports: &Ports, actor: &str, request: PlanRequest) -> Result<Plan, UseCaseError> {
    let entries = look(ports, &request).await?;
    let plan = summarise(ports, actor, &request, &entries);
    ports.plans.create(&plan, &entries).await?;
    ports
        .audit
        .append(&AuditEntry {
            id: ports.ids.unique(),
            at: plan.created_at,
            actor: actor.to_owned(),
            action: "plan.create".to_owned(),
            subject: plan.id.to_string(),
            details: serde_json::json!({"hash": plan.hash, "listings": plan.listings_changed, "changes": plan.changes}),
        })
        .await?;
    Ok(plan)
}

/// What a plan of `request` would hold, without making one.
pub async fn look(ports: &Ports, request: &PlanRequest) -> Result<Vec<PlanEntry>, UseCaseError> {
    for channel in &request.channels {
        if ports.marketplaces.get(channel).is_none() {
            return Err(Invalid::new(
                "channels",
                "channel_unknown",
                format!("there is no channel {channel}"),
            )
            .into());
        }
    }
    let products = products_of(ports, request).await?;
    let listings = listings_of(ports, &products, &request.channels).await?;
    plan_listings(ports, &products, listings, request).await
}

/// The plan's header: counts, calls, time, and the hash that a person approves.
pub(super) fn summarise(ports: &Ports, actor: &str, request: &PlanRequest, entries: &[PlanEntry]) -> Plan {
    let mut per_shop: BTreeMap<(&Channel, &ShopId), u64> = BTreeMap::new();
    let (mut changes, mut blocked, mut conflicts) = (0, 0, 0);
    for entry in entries {
        for change in &entry.planned.changes {
            changes += u64::from(change.is_pushed());
            blocked += u64::from(change.blocked.is_some());
            conflicts += u64::from(change.decision == Decision::Conflict);
        }
        let key = &entry.planned.key;
        *per_shop.entry((&key.channel, &key.shop)).or_default() += u64::from(entry.calls);
    }
    let seconds = |(shop, calls): (&(&Channel, &ShopId), &u64)| {
        calls.div_ceil(u64::from(ports.settings.calls_per_second(shop.0)))
    };
    Plan {
        id: PlanId::from_unique(&ports.ids.unique()),
        hash: plan_hash(entries.iter().map(|entry| &entry.planned)),
        listings: entries.len() as u64,
        listings_changed: entries.iter().filter(|entry| !entry.planned.is_empty()).count() as u64,
        changes,
        blocked,
        conflicts,
        warnings: entries.iter().map(|entry| entry.warnings.len() as u64).sum(),
        calls: per_shop.values().sum(),
        // Shops work side by side: the slowest one decides.
        seconds: per_shop.iter().map(seconds).max().unwrap_or(0),
        fields: request.fields.as_ref().map(|fields| fields.iter().copied().collect()),
        guard: request.guard.unwrap_or(domain::plan::DEFAULT_GUARD),
        undoes: None,
        created_at: ports.clock.now(),
        created_by: actor.to_owned(),
    }
}

async fn products_of(
    ports: &Ports,
    request: &PlanRequest,
) -> Result<BTreeMap<ProductId, Product>, UseCaseError> {
    let mut ids: BTreeSet<ProductId> = request.products.iter().cloned().collect();
    ids.extend(products_by_sku(ports, &request.skus).await?);
    if let Some(filter) = &request.filter {
        let mut query = CatalogueQuery { limit: 200, cursor: None, ..filter.clone() };
        loop {
            let page = ports.catalogue.search(&query).await?;
            ids.extend(page.cards.into_iter().map(|card| card.id));
            match page.next {
                Some(next) => query.cursor = Some(next),
                None => break,
            }
        }
    } else if ids.is_empty() {
        return Err(Invalid::new("products", "nothing_to_plan", "name products, SKUs or a filter").into());
    }
    let wanted: Vec<ProductId> = ids.into_iter().collect();
    let found = ports.products.get_many(&wanted).await?;
    let found: BTreeMap<ProductId, Product> =
        found.into_iter().map(|p| (p.value.id.clone(), p.value)).collect();
    if let Some(missing) = request.products.iter().find(|id| !found.contains_key(*id)) {
        return Err(UseCaseError::NotFound { what: "product", id: missing.to_string() });
    }
    Ok(found.into_iter().filter(|(_, product)| product.status == ProductStatus::Active).collect())
}

async fn products_by_sku(ports: &Ports, skus: &[Sku]) -> Result<Vec<ProductId>, UseCaseError> {
    if skus.is_empty() {
        return Ok(Vec::new());
    }
    let folded: Vec<String> = skus.iter().map(Sku::folded).collect();
    let claims = ports.products.sku_claims(&folded).await?;
    let known: BTreeSet<&str> = claims.iter().map(|claim| claim.sku.as_str()).collect();
    if let Some(position) = folded.iter().position(|sku| !known.contains(sku.as_str())) {
        let problem = format!("no product has the SKU {}", skus[position]);
        return Err(Invalid::new(format!("skus[{position}]"), "sku_unknown", problem).into());
    }
    Ok(claims.into_iter().map(|claim| claim.product).collect())
}

/// The listings of `products` on `channels`, including one that the web store does not have yet.
async fn listings_of(
    ports: &Ports,
    products: &BTreeMap<ProductId, Product>,
    channels: &[Channel],
) -> Result<Vec<Listing>, UseCaseError> {
    let wanted = |channel: &Channel| channels.is_empty() || channels.contains(channel);
    let keys = if products.len() > MANY {
        keys_by_shop(ports, products).await?
    } else {
        keys_by_product(ports, products).await?
    };
    let keys: Vec<ListingKey> = keys.into_iter().filter(|key| wanted(&key.channel)).collect();
    let mut listings: Vec<Listing> = ports
        .listings
        .get_many(&keys)
        .await?
        .into_iter()
        .filter(|listing| !listing.state.value.gone)
        .collect();
    for marketplace in ports.marketplaces.all() {
        let capabilities = marketplace.capabilities();
        // A new listing of the web store costs nothing and shows nothing wrong; elsewhere creating is asked for by name.
        if !capabilities.remote && channels.contains(&capabilities.channel) {
            let known: BTreeSet<ListingKey> = keys.iter().cloned().collect();
            for product in products.values() {
                let key = own_key(&capabilities.channel, &product.id)?;
                if !known.contains(&key) {
                    listings.push(unborn(ports, product, key));
                }
            }
        }
    }
    Ok(listings)
}

/// The name of a product's listing in the seller's own store.
pub fn own_key(channel: &Channel, product: &ProductId) -> Result<ListingKey, Invalid> {
    Ok(ListingKey::new(
        channel.clone(),
        ShopId::parse(OWN_SHOP)?,
        domain::ExternalId::parse(product.as_str())?,
    ))
}

/// A listing of the own store before its first push: version 0.
pub(super) fn unborn(ports: &Ports, product: &Product, key: ListingKey) -> Listing {
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
        price_lock: None,
    };
    let hash = content.content_hash();
    let observed = Observed { key, content, hash, updated_at: None, seen_at: ports.clock.now() };
    Listing { state: Versioned { value: state, version: 0 }, observed, prices: None }
}

/// Above this many products, reading each shop's rows is cheaper than asking product by product.
const MANY: usize = 200;

async fn keys_by_product(
    ports: &Ports,
    products: &BTreeMap<ProductId, Product>,
) -> Result<Vec<ListingKey>, StoreError> {
    let asked = products.keys().map(|id| ports.listings.of_product(id));
    Ok(futures::future::try_join_all(asked).await?.into_iter().flatten().collect())
}

async fn keys_by_shop(
    ports: &Ports,
    products: &BTreeMap<ProductId, Product>,
) -> Result<Vec<ListingKey>, StoreError> {
    let mut shops: BTreeSet<(Channel, ShopId)> = BTreeSet::new();
    for connection in ports.connections.all().await? {
        shops.extend(
            connection.value.shops.keys().map(|shop| (connection.value.channel.clone(), shop.clone())),
        );
    }
    for marketplace in ports.marketplaces.all().iter().filter(|m| !m.capabilities().remote) {
        if let Ok(shop) = ShopId::parse(OWN_SHOP) {
            shops.insert((marketplace.capabilities().channel.clone(), shop));
        }
    }
    let mut keys = Vec::new();
    for (channel, shop) in shops {
        let mut cursor = None;
        loop {
            let page = ports.listings.of_shop(&channel, &shop, cursor.as_deref(), 500).await?;
            let rows = page
                .items
                .into_iter()
                .filter(|row| row.product.as_ref().is_some_and(|p| products.contains_key(p)));
            keys.extend(rows.map(|row| row.key));
            match page.next {
                Some(next) => cursor = Some(next),
                None => break,
            }
        }
    }
    Ok(keys)
}

async fn plan_listings(
    ports: &Ports,
    products: &BTreeMap<ProductId, Product>,
    listings: Vec<Listing>,
    request: &PlanRequest,
) -> Result<Vec<PlanEntry>, UseCaseError> {
    let mut by_shop: BTreeMap<(Channel, ShopId), Vec<Listing>> = BTreeMap::new();
    for listing in listings {
        let key = &listing.state.value.key;
        by_shop.entry((key.channel.clone(), key.shop.clone())).or_default().push(listing);
    }
    let mut entries = Vec::new();
    for ((channel, shop), listings) in by_shop {
        let Some(marketplace) = ports.marketplaces.get(&channel) else { continue };
        let rules = ChannelRules::load(ports, &channel).await?;
        let mapping = mapping_of(ports, marketplace.capabilities()).await?;
        let limits = limits_of(ports, marketplace.as_ref(), &shop).await?;
        let copies = copies_of(ports, products, &listings, &channel, &shop).await?;
        let planning = Planning {
            marketplace: marketplace.as_ref(),
            rules: &rules,
            limits: &limits,
            fields: request.fields.as_ref(),
            mapping: &mapping,
            guard: request.guard,
            locks_since: locks::believed_since(ports, &channel, &shop).await?,
        };
        entries
            .extend(listings.iter().filter_map(|listing| plan_entry(&planning, products, listing, &copies)));
    }
    entries.sort_by(|a, b| a.planned.key.cmp(&b.planned.key));
    Ok(entries)
}

async fn copies_of(
    ports: &Ports,
    products: &BTreeMap<ProductId, Product>,
    listings: &[Listing],
    channel: &Channel,
    shop: &ShopId,
) -> Result<BTreeMap<ImageId, String>, StoreError> {
    let foreign: BTreeSet<ImageId> = listings
        .iter()
        .filter_map(|listing| Some((listing, products.get(listing.state.value.product.as_ref()?)?)))
        .flat_map(|(listing, product)| foreign_images(product, &listing.state.value.key).cloned())
        .collect();
    if foreign.is_empty() {
        return Ok(BTreeMap::new());
    }
    ports.listings.image_references(channel, shop, &foreign.into_iter().collect::<Vec<_>>()).await
}

fn plan_entry(
    planning: &Planning<'_>,
    products: &BTreeMap<ProductId, Product>,
    listing: &Listing,
    copies: &BTreeMap<ImageId, String>,
) -> Option<PlanEntry> {
    let state = &listing.state.value;
    let product = products.get(state.product.as_ref()?)?;
    let (planned, target) = planning.plan(product, state, &listing.observed.content, copies);
    let calls = calls_of(planning.marketplace, &planned, &target);
    let mut warnings = planning.warnings(product, state);
    let observed = &listing.observed.content;
    warnings.extend(Planning::side_effects(planning.marketplace, &planned, &target, observed));
    Some(PlanEntry { planned, target, calls, guard: planning.guard_of(product), warnings })
}

/// Every call that carrying out `planned` makes: a look before, uploads, writes, and the read-back.
pub(super) fn calls_of(
    marketplace: &dyn crate::Marketplace,
    planned: &domain::plan::PlannedListing,
    target: &domain::plan::Target,
) -> u32 {
    if planned.is_empty() || !marketplace.capabilities().remote {
        return 0;
    }
    let uploads = planned
        .pushed()
        .filter(|change| change.field == Field::Images)
        .flat_map(|_| target.images.as_deref().map_or(0..0, |images| 0..images_to_upload(images).count()))
        .count();
    let writes: u32 = steps(planned, target).iter().map(|step| marketplace.calls(step)).sum();
    let offers = u32::from(target.offers.len() > 1);
    // One look before and one after; a channel that keeps variants apart needs a second read each time.
    writes + u32::try_from(uploads).unwrap_or(u32::MAX) + 2 * (1 + offers)
}

/// Whether anything in `entries` waits for a person, for the notification of a plan.
pub fn reasons(entries: &[PlanEntry]) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    let blockers =
        entries.iter().flat_map(|entry| &entry.planned.changes).filter_map(|change| change.blocked.as_ref());
    for blocker in blockers {
        *counts.entry(code_of(blocker)).or_insert(0) += 1;
    }
    counts
}

fn code_of(blocker: &Blocker) -> String {
    let json = serde_json::to_value(blocker).unwrap_or_default();
    json.get("code").and_then(|code| code.as_str()).unwrap_or("blocked").to_owned()
}

/// The limits that planning used, for a caller that shows them.
pub async fn shop_limits(ports: &Ports, key: &ListingKey) -> Result<Option<Limits>, StoreError> {
    match ports.marketplaces.get(&key.channel) {
        Some(marketplace) => limits_of(ports, marketplace.as_ref(), &key.shop).await.map(Some),
        None => Ok(None),
    }
}
