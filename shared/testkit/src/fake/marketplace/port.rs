//! The channel port over the fake's shops.

use app::{
    ChannelError, Marketplace,
    marketplace::{
        Addresses, AppCredentials, Audit, AuditVerdict, AuthorizedShop, CallbackQuery, Category, ChannelAuth,
        FetchedListing, FetchedPart, ListedItem, ListingFormat, ListingPage, ListingReader, Notice,
        NoticeError, NoticeReader, RawNotice, ShopInfo, ShopSession, ShopTokens, StepOutcome, Warehouse,
        one_by_one,
    },
};
use async_trait::async_trait;
use domain::{
    Capabilities, CategoryRules, ExternalId, Invalid, Limits, ListingKey, ListingStatus, Offer, OfferId,
    ShopId, Sku, listing::Named, plan::Step,
};
use jiff::Timestamp;
use url::Url;

use super::{FakeMarketplace, Verb};
use crate::step;

impl Marketplace for FakeMarketplace {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }
}

#[async_trait]
impl ChannelAuth for FakeMarketplace {
    fn authorization_link(
        &self,
        credentials: &AppCredentials,
        redirect: &Url,
        state: &str,
        _now: Timestamp,
    ) -> Result<Url, ChannelError> {
        self.link(credentials, redirect, state)
    }

    async fn exchange_code(
        &self,
        _credentials: &AppCredentials,
        callback: &CallbackQuery,
        now: Timestamp,
    ) -> Result<Vec<AuthorizedShop>, ChannelError> {
        self.exchange(callback, now)
    }

    async fn refresh(
        &self,
        _credentials: &AppCredentials,
        shop: &ShopId,
        tokens: &ShopTokens,
        now: Timestamp,
    ) -> Result<ShopTokens, ChannelError> {
        self.refresh_pair(shop, tokens, now)
    }

    async fn shop_info(&self, session: &dyn ShopSession) -> Result<ShopInfo, ChannelError> {
        let limits = self.capabilities.limits.clone();
        self.call(session, Verb::ShopInfo, None, |_, shop| {
            Ok(ShopInfo {
                name: Some(format!("Toko {shop}")),
                region: Some("ID".to_owned()),
                authorization_expires_at: None,
                limits: Some(limits),
            })
        })
        .await
    }
}

#[async_trait]
impl ListingReader for FakeMarketplace {
    async fn list(
        &self,
        session: &dyn ShopSession,
        cursor: Option<&str>,
        changed_since: Option<Timestamp>,
    ) -> Result<ListingPage, ChannelError> {
        let start: usize = match cursor {
            Some(cursor) => cursor
                .parse()
                .map_err(|_| Invalid::new("cursor", "cursor_malformed", "not a cursor of this channel"))?,
            None => 0,
        };
        let size = self.page_size;
        self.call(session, Verb::List, None, |state, shop| {
            let changed = |listing: &&FetchedListing| {
                changed_since.is_none_or(|since| listing.updated_at.is_some_and(|at| at >= since))
            };
            let all: Vec<ListedItem> = state
                .shops
                .get(shop)
                .into_iter()
                .flat_map(|listings| listings.values())
                .filter(changed)
                .map(|listing| ListedItem { id: listing.id.clone(), updated_at: listing.updated_at })
                .collect();
            let total = Some(all.len() as u64);
            let end = (start + size).min(all.len());
            let behind = state.circles.then(|| "0".to_owned());
            let next = if end < all.len() { Some(end.to_string()) } else { behind };
            let listings = all.get(start..end).unwrap_or_default().to_vec();
            Ok(ListingPage { listings, next, total })
        })
        .await
    }

    async fn fetch(
        &self,
        session: &dyn ShopSession,
        ids: &[ExternalId],
    ) -> Result<Vec<FetchedListing>, ChannelError> {
        if ids.len() > self.capabilities.detail_batch {
            let problem = format!("at most {} at once", self.capabilities.detail_batch);
            return Err(Invalid::new("listings", "too_many_listings", problem).into());
        }
        self.call(session, Verb::Fetch, ids.first(), |state, shop| {
            let listings = state.shops.get(shop);
            Ok(ids.iter().filter_map(|id| listings?.get(id).map(shown)).collect())
        })
        .await
    }

    async fn fetch_part(
        &self,
        session: &dyn ShopSession,
        ids: &[ExternalId],
    ) -> Result<FetchedPart, ChannelError> {
        let found = self.fetch(session, ids).await?;
        if !self.state().calls_for_variants {
            return Ok(FetchedPart { listings: found, ..FetchedPart::default() });
        }
        let asked = found.into_iter().map(|listing| (listing.id.clone(), listing)).collect();
        let read = |id: ExternalId, listing: FetchedListing| async move {
            if listing.content.offers.len() > 1 {
                self.call(session, Verb::Variants, Some(&id), |_, _| Ok(())).await?;
            }
            Ok(Some(listing))
        };
        Ok(one_by_one(session, asked, 4, read).await)
    }

    async fn find_by_sku(
        &self,
        session: &dyn ShopSession,
        skus: &[Sku],
    ) -> Result<Option<ExternalId>, ChannelError> {
        let wanted: Vec<String> = skus.iter().map(Sku::folded).collect();
        self.call(session, Verb::Find, None, |state, shop| {
            let has = |listing: &&FetchedListing| {
                let skus = listing.content.offers.iter().filter_map(|offer| offer.sku.as_ref());
                skus.map(Sku::folded).any(|sku| wanted.contains(&sku))
            };
            let listings = state.shops.get(shop).into_iter().flat_map(|listings| listings.values());
            Ok(listings.into_iter().find(has).map(|listing| listing.id.clone()))
        })
        .await
    }

    async fn limits(
        &self,
        session: &dyn ShopSession,
        _category: Option<&str>,
    ) -> Result<Limits, ChannelError> {
        let limits = self.capabilities.limits.clone();
        self.call(session, Verb::Limits, None, |_, _| Ok(limits)).await
    }

    async fn categories(&self, session: &dyn ShopSession) -> Result<Vec<Category>, ChannelError> {
        let leaf = Category {
            id: "100630".to_owned(),
            parent: None,
            name: "Aksesoris Drone".to_owned(),
            is_leaf: true,
        };
        self.call(session, Verb::Categories, None, |_, _| Ok(vec![leaf])).await
    }

    async fn category_rules(
        &self,
        session: &dyn ShopSession,
        category: &str,
    ) -> Result<CategoryRules, ChannelError> {
        let rules = self.state().category_rules.clone();
        let problem = || ChannelError::NotFound { what: format!("category {category}") };
        self.call(session, Verb::Categories, None, |_, _| {
            if category == "100630" { Ok(rules) } else { Err(problem()) }
        })
        .await
    }

    async fn brands(
        &self,
        session: &dyn ShopSession,
        _category: &str,
        name: &str,
    ) -> Result<Vec<Named>, ChannelError> {
        let brand = Named { id: "9".to_owned(), name: Some("Motekar".to_owned()) };
        let fits = "motekar".starts_with(&name.to_lowercase());
        self.call(session, Verb::Categories, None, |_, _| Ok(fits.then_some(brand).into_iter().collect()))
            .await
    }

    async fn recommend_category(
        &self,
        session: &dyn ShopSession,
        title: &str,
    ) -> Result<Option<String>, ChannelError> {
        let leaf = title.to_lowercase().contains("drone").then(|| "100630".to_owned());
        self.call(session, Verb::Categories, None, |_, _| Ok(leaf)).await
    }

    async fn warehouses(&self, session: &dyn ShopSession) -> Result<Vec<Warehouse>, ChannelError> {
        let only = Warehouse { id: "IDZ".to_owned(), name: None, is_default: true };
        self.call(session, Verb::Warehouses, None, |_, _| Ok(vec![only])).await
    }
}

impl ListingFormat for FakeMarketplace {
    fn addresses(&self, key: &ListingKey) -> Addresses {
        let page = |host: &str| Some(format!("https://{host}.test/{}/{}", key.shop, key.external_id));
        Addresses { buyer: page(&key.channel.as_str().replace('_', "-")), seller: page("seller") }
    }

    /// Refuses emoji, as some channels do.
    fn check_title(&self, title: &str) -> Result<(), Invalid> {
        match title.chars().find(|c| u32::from(*c) >= 0x1_f000) {
            Some(_) => Err(Invalid::new("title", "title_emoji", "this channel takes no emoji in a title")),
            None => Ok(()),
        }
    }

    fn lost_formats(&self, before: &str, after: &str) -> Vec<domain::description::Format> {
        let bold = |text: &str| text.contains("<b>");
        if bold(before) && !bold(after) { vec![domain::description::Format::Emphasis] } else { Vec::new() }
    }
}

impl NoticeReader for FakeMarketplace {
    fn read_notice(&self, credentials: &AppCredentials, raw: &RawNotice<'_>) -> Result<Notice, NoticeError> {
        Self::read(credentials, raw)
    }
}

/// A listing as the channel returns it. For a frozen one it returns only the values that are in its list.
fn shown(listing: &FetchedListing) -> FetchedListing {
    let mut shown = listing.clone();
    if shown.content.status == ListingStatus::Frozen {
        let bare = |offer: &Offer| Offer { option_values: Vec::new(), image: None, ..offer.clone() };
        shown.partial = true;
        shown.content.description.clear();
        shown.content.images.clear();
        shown.content.options.clear();
        shown.content.offers = shown.content.offers.iter().map(bare).collect();
    }
    shown
}

impl FakeMarketplace {
    /// The parts of a step, each of which is one call.
    pub(super) fn parts(&self, step: &Step) -> Vec<Step> {
        let per_call = self.capabilities.offers_per_call;
        match step {
            Step::Prices { offers } => {
                offers.chunks(per_call).map(|part| Step::Prices { offers: part.to_vec() }).collect()
            }
            Step::Stock { offers } => {
                offers.chunks(per_call).map(|part| Step::Stock { offers: part.to_vec() }).collect()
            }
            other => vec![other.clone()],
        }
    }

    pub(super) async fn apply_part(
        &self,
        session: &dyn ShopSession,
        listing: &ExternalId,
        part: &Step,
    ) -> Result<StepOutcome, ChannelError> {
        let verb = match part {
            Step::AddVariants { .. } => Verb::AddVariants,
            Step::Skus { .. } => Verb::Skus,
            Step::Content(_) => Verb::Content,
            Step::Prices { .. } => Verb::Prices,
            Step::Stock { .. } => Verb::Stock,
            Step::Visibility { .. } => Verb::Visibility,
        };
        self.call(session, verb, Some(listing), |state, shop| {
            let (audits, tidies, added_stock) = (state.audits, state.tidies, state.added_stock);
            let edited = state.editable(shop, listing)?;
            if let Step::Content(edit) = part
                && audits
            {
                edited.updated_at = Some(session.now());
                edited.audit = Some(Audit { verdict: AuditVerdict::Waiting, reasons: Vec::new() });
                state.under_audit.insert((shop.clone(), listing.clone()), edit.clone());
                return Ok(StepOutcome { audited: true, ..StepOutcome::default() });
            }
            let mut fresh: Vec<OfferId> = (0..100).map(|_| state.draw_offer()).collect();
            let edited = state.editable(shop, listing)?;
            let before = edited.content.clone();
            let outcome = step::apply(&mut edited.content, part, || {
                fresh.pop().expect("a step adds at most 100 variants")
            });
            super::habits::stock_added(&mut edited.content, &before, added_stock);
            if tidies {
                let lines: Vec<&str> = edited.content.description.lines().map(str::trim_end).collect();
                lines.join("\n").trim().clone_into(&mut edited.content.description);
            }
            if edited.content != before {
                edited.updated_at = Some(session.now());
            }
            Ok(outcome)
        })
        .await
    }
}
