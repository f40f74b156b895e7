//! A channel in memory, in our own terms: shops with listings that store what is written to them.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use app::{
    ChannelError,
    marketplace::{Audit, AuditVerdict, FetchedListing, ShopSession},
};
use domain::{
    Capabilities, Channel, ExternalId, Limits, ListingContent, OfferId, Rupiah, ShopId,
    capabilities::Range,
    channel_status::{self, Edits},
    diff::Field,
    plan::{ContentEdit, Step},
};

use tokio::time::sleep;

use super::{
    journal::{Journal, Target},
    life::Life,
};

pub use super::journal::{Call, Fault, Verb};

mod authorization;
mod gate;
mod habits;
mod port;
mod writing;

pub use gate::Gate;

/// How often a call is repeated after a rate limit refused it.
const REPEATS: u32 = 4;

/// A remote channel. Clones of its `Arc` see the same shops.
#[derive(Debug)]
pub struct FakeMarketplace {
    capabilities: Capabilities,
    page_size: usize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one habit of a channel that a test turns on")]
struct State {
    shops: BTreeMap<ShopId, BTreeMap<ExternalId, FetchedListing>>,
    /// Edits that wait for the channel's audit.
    under_audit: BTreeMap<(ShopId, ExternalId), ContentEdit>,
    /// Listings by the caller's own key.
    created: BTreeMap<(ShopId, String), ExternalId>,
    /// What the only category asks.
    category_rules: domain::CategoryRules,
    created_as: Option<habits::Created>,
    audits: bool,
    tidies: bool,
    /// What calls for prices and stock write back beside them.
    writes_back: Vec<domain::diff::Field>,
    /// The stock that an added variant gets, whatever was sent.
    added_stock: Option<u32>,
    circles: bool,
    /// Fetching takes one call for all listings and one more for each listing with variants, as on Shopee.
    calls_for_variants: bool,
    gate: Gate,
    /// Of the worker that calls.
    life: Arc<Life>,
    next_id: u64,
    journal: Journal,
    codes: BTreeMap<String, Vec<ShopId>>,
    /// The refresh token that each shop accepts next; a shop that never refreshed accepts any token.
    refresh_tokens: BTreeMap<ShopId, String>,
}

impl FakeMarketplace {
    /// A channel with limits wide enough for every valid listing.
    pub fn new(channel: &str) -> Self {
        let channel = Channel::parse(channel).expect("a test names a valid channel");
        let limits = Limits {
            title: Range::new(1, 255),
            description: Range::new(0, 10_000),
            images: Range::new(1, 9),
            price: Range::new(Rupiah::new(100), Rupiah::MAX_PRICE),
            stock: Range::new(0, 1_000_000),
            variants: 50,
            options: 2,
            option_name: 20,
            option_value: 50,
            sku: 50,
            sku_without_spaces: false,
            pre_order_days: Some(Range::new(3, 30)),
            price_spread: None,
            weight_required: true,
            dimensions_required: false,
        };
        let capabilities = Capabilities {
            name: channel.to_string(),
            channel,
            storefronts: Vec::new(),
            remote: true,
            audits_edits: false,
            html_description: false,
            uploads_images: true,
            detail_batch: 50,
            offers_per_call: 50,
            limits,
            fields: Field::ALL.map(|field| (field, format!("their_{}", field.as_str()))).into(),
            statuses: Vec::new(),
        };
        Self { capabilities, page_size: 100, state: Mutex::default() }
    }

    /// A channel with Shopee's bounds.
    pub fn shopee() -> Self {
        Self::new("shopee").with_capabilities(|can| {
            can.limits.title = Range::new(5, 100);
            can.limits.option_name = 14;
            can.limits.option_value = 20;
            can.limits.sku = 100;
        })
    }

    /// A channel with TikTok Shop's bounds and its two storefronts.
    pub fn tiktok_shop() -> Self {
        Self::new("tiktok_shop").with_capabilities(|can| {
            can.storefronts = vec!["tiktok_shop".to_owned(), "tokopedia".to_owned()];
            can.audits_edits = true;
            can.html_description = true;
            can.detail_batch = 1;
            can.offers_per_call = 100;
            can.limits.title = Range::new(25, 255);
            can.limits.sku_without_spaces = true;
            can.limits.variants = 100;
            can.limits.options = 3;
        })
    }

    #[must_use]
    pub fn with_capabilities(mut self, change: impl FnOnce(&mut Capabilities)) -> Self {
        change(&mut self.capabilities);
        self
    }

    /// Names per list page.
    #[must_use]
    pub fn with_page_size(mut self, size: usize) -> Self {
        self.page_size = size;
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a listing into a shop, as if the seller had made it there.
    pub fn put_listing(&self, shop: &ShopId, listing: FetchedListing) {
        self.state().shops.entry(shop.clone()).or_default().insert(listing.id.clone(), listing);
    }

    /// What a listing says now.
    pub fn listing(&self, shop: &ShopId, id: &ExternalId) -> Option<ListingContent> {
        self.state().shops.get(shop)?.get(id).map(|listing| listing.content.clone())
    }

    /// All listings of a shop.
    pub fn listings(&self, shop: &ShopId) -> Vec<FetchedListing> {
        self.state().shops.get(shop).into_iter().flat_map(BTreeMap::values).cloned().collect()
    }

    /// Changes a listing at the channel, like an edit by the seller there.
    pub fn edit(&self, shop: &ShopId, id: &ExternalId, change: impl FnOnce(&mut ListingContent)) {
        let mut state = self.state();
        let listing = state.shops.get_mut(shop).and_then(|listings| listings.get_mut(id));
        change(&mut listing.expect("the edited listing exists").content);
    }

    /// Sets when the channel says that a listing was last changed.
    pub fn edited_at(&self, shop: &ShopId, id: &ExternalId, at: jiff::Timestamp) {
        if let Some(listing) = self.state().shops.get_mut(shop).and_then(|listings| listings.get_mut(id)) {
            listing.updated_at = Some(at);
        }
    }

    /// Removes a listing from a shop.
    pub fn remove(&self, shop: &ShopId, id: &ExternalId) {
        if let Some(listings) = self.state().shops.get_mut(shop) {
            listings.remove(id);
        }
    }

    /// Sets whether text and picture edits wait for an audit from now on.
    pub fn audit_edits(&self, audits: bool) {
        self.state().audits = audits;
    }

    /// Sets whether the channel removes spaces at the ends of lines and around a description.
    pub fn tidy_descriptions(&self, tidies: bool) {
        self.state().tidies = tidies;
    }

    /// From now on the last list page is followed by the first one again, without end.
    pub fn list_in_circles(&self) {
        self.state().circles = true;
    }

    /// From now on fetching takes one call for all listings and one more for each with variants. If one of these calls
    /// is refused, the listings fetched before it are returned.
    pub fn ask_for_variants(&self) {
        self.state().calls_for_variants = true;
    }

    /// Reads or changes the channel's rate limits.
    pub fn gate<T>(&self, with: impl FnOnce(&mut Gate) -> T) -> T {
        with(&mut self.state().gate)
    }

    /// The audit approves the waiting edit of a listing; `false` when none waits.
    pub fn pass_audit(&self, shop: &ShopId, id: &ExternalId) -> bool {
        let mut state = self.state();
        let Some(edit) = state.under_audit.remove(&(shop.clone(), id.clone())) else { return false };
        if let Some(listing) = state.shops.get_mut(shop).and_then(|listings| listings.get_mut(id)) {
            listing.content = listing.content.applied(&Step::Content(edit));
            listing.audit = Some(Audit { verdict: AuditVerdict::Passed, reasons: Vec::new() });
        }
        true
    }

    /// The audit refuses the waiting edit for `reason`: buyers still see the listing as before. `false` when none
    /// waits.
    pub fn refuse_audit(&self, shop: &ShopId, id: &ExternalId, reason: &str) -> bool {
        let mut state = self.state();
        let waited = state.under_audit.remove(&(shop.clone(), id.clone())).is_some();
        let listing = state.shops.get_mut(shop).and_then(|listings| listings.get_mut(id));
        if let Some(listing) = listing.filter(|_| waited) {
            listing.audit = Some(Audit { verdict: AuditVerdict::Refused, reasons: vec![reason.to_owned()] });
        }
        waited
    }

    /// From now on no call of a dead worker arrives. `life` is that of whoever calls.
    pub fn called_by(&self, life: Arc<Life>) {
        self.state().life = life;
    }

    /// No fault that was set happens any more.
    pub fn forget_faults(&self) {
        self.state().journal.faults.clear();
    }

    /// The next call of this kind has this fault. Several faults happen in the order in which they were set.
    pub fn fault_on(&self, verb: Verb, fault: Fault) {
        self.state().journal.faults.push_back((Target::Verb(verb), fault));
    }

    /// The next write call has this fault.
    pub fn fault_next_write(&self, fault: Fault) {
        self.state().journal.faults.push_back((Target::AnyWrite, fault));
    }

    /// The next call of any kind has this fault.
    pub fn fault_next(&self, fault: Fault) {
        self.state().journal.faults.push_back((Target::Any, fault));
    }

    /// Every call that reached the channel, in order.
    pub fn journal(&self) -> Vec<Call> {
        self.state().journal.calls.clone()
    }

    /// The number of write calls, including refused ones.
    pub fn write_calls(&self) -> usize {
        self.state().journal.calls.iter().filter(|call| call.verb.is_write()).count()
    }

    pub fn calls_of(&self, verb: Verb) -> usize {
        self.state().journal.calls.iter().filter(|call| call.verb == verb).count()
    }

    /// Empties the journal.
    pub fn forget_journal(&self) {
        self.state().journal.calls.clear();
    }

    /// One call: it is admitted, signed and recorded, and then answered or failed as the test wants.
    async fn call<T>(
        &self,
        session: &dyn ShopSession,
        verb: Verb,
        listing: Option<&ExternalId>,
        effect: impl FnOnce(&mut State, &ShopId) -> Result<T, ChannelError> + Send,
    ) -> Result<T, ChannelError> {
        let mut access = session.access().await?;
        self.served(session).await?;
        self.state().life.effect()?;
        let mut fault = self.state().journal.fault(verb);
        if fault == Some(Fault::TokenRefused) {
            self.note(verb, &access.shop, listing, false);
            access = session.renew(&access).await?;
            session.admit().await?;
            fault = self.state().journal.fault(verb);
        }
        let Some(fault) = fault else {
            let result = effect(&mut self.state(), &access.shop);
            self.note(verb, &access.shop, listing, result.is_ok());
            return result;
        };
        if fault.applies() {
            effect(&mut self.state(), &access.shop)?;
        }
        self.note(verb, &access.shop, listing, fault.applies());
        if let Fault::RateLimited(wait) = fault {
            session.throttled(Some(wait)).await;
        }
        Err(fault.into_error())
    }

    /// Waits for a slot and then asks the gate. A call that the gate refuses is repeated a few times, as real clients
    /// do.
    async fn served(&self, session: &dyn ShopSession) -> Result<(), ChannelError> {
        for repeat in 0..=REPEATS {
            session.admit().await?;
            let (serves, latency, clock) = {
                let mut state = self.state();
                (state.gate.serves(), state.gate.latency, state.gate.clock.clone())
            };
            let wait = async |time: Duration| match &clock {
                Some(clock) => clock.sleep(time).await,
                None => sleep(time).await,
            };
            if !latency.is_zero() {
                wait(latency).await;
            }
            if serves {
                return Ok(());
            }
            session.throttled(None).await;
            wait(Duration::from_millis(250) * 2_u32.pow(repeat)).await;
        }
        Err(ChannelError::RateLimited { retry_after: Duration::from_secs(1) })
    }

    fn note(&self, verb: Verb, shop: &ShopId, listing: Option<&ExternalId>, applied: bool) {
        let call = Call { verb, shop: shop.clone(), listing: listing.cloned(), applied };
        self.state().journal.calls.push(call);
    }
}

impl State {
    /// The listing, if it exists and can be edited.
    fn editable(&mut self, shop: &ShopId, id: &ExternalId) -> Result<&mut FetchedListing, ChannelError> {
        let missing = || ChannelError::NotFound { what: format!("listing {id}") };
        let listing = self.shops.get_mut(shop).and_then(|all| all.get_mut(id)).ok_or_else(missing)?;
        match listing.content.status {
            status if channel_status::edits(&[], status) == Edits::None => Err(ChannelError::Rejected {
                code: "listing_not_editable".to_owned(),
                field: None,
                reason: format!("the listing is {}", app::words::names::status(status).1),
            }),
            _ => Ok(listing),
        }
    }

    fn draw(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    fn draw_offer(&mut self) -> OfferId {
        OfferId::parse(&format!("8{:09}", self.draw())).expect("digits are a valid id")
    }
}
