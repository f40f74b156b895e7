//! What people, the channels and the scheduler do.

use std::{collections::BTreeSet, time::Duration};

use app::{
    catalogue::products,
    message::{Envelope, SyncMessage},
    ports::{ConnectionState, Plan, PlanEntry, PlanRequest, Run, RunState},
    pricing::rules,
    publishing::{
        conflicts::{self, ConflictQuery, Resolution, Selection},
        planning::make_plan,
        run::{self, Waves},
        undo::make_undo_plan,
    },
    worker::schedule::{self, Task},
};
use domain::{
    BasisPoints, Channel, ListingKey, RunId,
    diff::{Field, Value, VariantValue},
    edit::{ProductEdit, VariantEdit},
    ids::BulkTaskId,
    pricing::PriceRule,
};
use rand::{Rng, seq::IndexedRandom};
use testkit::{Fault, build::rupiah};

use crate::{
    queue::{Message, Pending},
    shops::{OWNER, PRODUCTS, Shops, shop, shopee, sku, tiktok},
};

impl Shops {
    /// One thing happens, and a little time passes.
    pub async fn step(&mut self) {
        match self.rng.random_range(0..100) {
            0..45 => {
                for _ in 0..self.rng.random_range(1..6) {
                    if !self.deliver_any().await {
                        let seconds = self.rng.random_range(1..240);
                        self.pass(Duration::from_secs(seconds));
                    }
                    self.prices_are_approved();
                }
            }
            45..60 => self.person_acts().await,
            60..72 => self.shop_changes(),
            72..88 => self.run_is_steered().await,
            88..93 => self.channel_fails(),
            93..96 => self.audits_go_on(),
            _ => self.tick().await,
        }
        self.collect();
        self.prices_are_approved();
        self.skus_are_listed_once();
        // At least a second: channels give times in seconds, so two edits within one look like one.
        let seconds = self.rng.random_range(1..20);
        self.pass(Duration::from_secs(seconds));
        // A tick that dies is repeated by its host.
        if self.now() >= self.next_look {
            self.next_look = self.now() + Duration::from_mins(15);
            let looked = schedule::run(&self.ports, Task::Outcomes).await;
            self.done("the scheduler looks for lost outcomes", &looked);
        }
    }

    fn any_channel(&mut self) -> Channel {
        if self.rng.random_ratio(1, 2) { shopee() } else { tiktok() }
    }

    /// A request may die like a worker.
    fn maybe_dies(&mut self) {
        if self.rng.random_ratio(1, 10) {
            let effects = self.rng.random_range(0..8);
            self.fakes.memory.life().ends_after(effects);
        }
    }

    fn done<T>(&mut self, what: &str, result: &Result<T, impl std::fmt::Display>) {
        let died = if self.fakes.memory.life().begins() { " (died)" } else { "" };
        let how = match result {
            Ok(_) => "done".to_owned(),
            Err(error) => error.to_string(),
        };
        self.note(format!("{} {what}: {how}{died}", self.now()));
    }

    async fn person_acts(&mut self) {
        match self.rng.random_range(0..10) {
            0..4 => self.master_is_edited().await,
            4 => self.rule_changes().await,
            5 => self.conflict_is_resolved().await,
            _ => self.plan_is_carried_out().await,
        }
    }

    async fn master_is_edited(&mut self) {
        let number = self.rng.random_range(0..PRODUCTS);
        let id = self.product(number).await;
        let edit = if self.rng.random_ratio(1, 3) {
            let words = ["lima", "tujuh", "tiga"];
            let size = words.choose(&mut self.rng).expect("some");
            ProductEdit {
                title: Some(format!("Dudukan kamera nomor {number} untuk drone FPV {size} inci")),
                ..ProductEdit::default()
            }
        } else {
            let product = self.ports.products.get(&id).await.expect("read").expect("is there").value;
            let variant = &product.variants[0];
            let base = variant.base_price.map_or(100_000, domain::Rupiah::get);
            // Within the guard, and whole after both mark-ups.
            let base = (base + 1000 * self.rng.random_range(-5..=5)).max(50_000);
            let edit = VariantEdit {
                id: Some(variant.id.to_string()),
                base_price: Some(Some(rupiah(base))),
                ..VariantEdit::default()
            };
            ProductEdit { variants: Some(vec![edit]), ..ProductEdit::default() }
        };
        self.maybe_dies();
        let edited = products::edit(&self.ports, OWNER, &id, None, edit.clone())
            .await
            .map_err(|error| format!("{error:?}"));
        self.done(&format!("master {number} is edited: {:?}", edit.title), &edited);
    }

    async fn rule_changes(&mut self) {
        let channel = self.any_channel();
        let markup = *[1000, 1500, 2000].choose(&mut self.rng).expect("some");
        let version =
            self.ports.rules.price_rule(&channel).await.expect("read").map_or(0, |rule| rule.version);
        self.maybe_dies();
        let rule = PriceRule::of_markup(BasisPoints(markup));
        let saved = rules::put_price_rule(&self.ports, OWNER, &channel, &rule, version).await;
        self.done(&format!("the rule of {channel} becomes {markup}"), &saved);
    }

    async fn conflict_is_resolved(&mut self) {
        let found = conflicts::list(&self.ports, &ConflictQuery::default(), None, 50).await.expect("read");
        let Some(one) = found.conflicts.choose(&mut self.rng) else { return };
        let (seen, field) = (one.seen(), one.id.to_string());
        let to = if self.rng.random_ratio(1, 2) { Resolution::Master } else { Resolution::Channel };
        let id = BulkTaskId::from_unique(&self.unique());
        self.maybe_dies();
        let done = conflicts::resolve(&self.ports, OWNER, id, Selection::Ids(vec![seen]), to.clone()).await;
        self.done(&format!("the conflict {field} is resolved for {to:?}"), &done);
    }

    async fn plan_is_carried_out(&mut self) {
        let mut chosen = BTreeSet::new();
        for _ in 0..self.rng.random_range(1..=PRODUCTS) {
            chosen.insert(self.rng.random_range(0..PRODUCTS));
        }
        let mut request = PlanRequest { create: self.rng.random_ratio(1, 3), ..PlanRequest::default() };
        for number in &chosen {
            request.products.push(self.product(*number).await);
        }
        if request.create || self.rng.random_ratio(1, 2) {
            request.channels.push(self.any_channel());
        }
        self.maybe_dies();
        let plan = make_plan(&self.ports, OWNER, request).await;
        self.done(&format!("a plan of {chosen:?}"), &plan);
        if let Ok(plan) = plan {
            self.approve(&plan, Waves::Single).await;
        }
    }

    /// A person lets the plan go, after having read its prices.
    pub async fn approve(&mut self, plan: &Plan, waves: Waves) -> Option<RunId> {
        let entries = self.ports.plans.entries(&plan.id, None, 500).await.expect("read").items;
        for (_, entry) in &entries {
            self.may_be_seen(entry).await;
        }
        self.maybe_dies();
        let started = run::start(&self.ports, OWNER, &plan.id, &plan.hash, waves).await;
        self.done(&format!("{} with {} listings is let go", plan.id, plan.listings_changed), &started);
        started.ok().map(|run| run.value.id)
    }

    /// The prices that this entry may lead to, by the SKUs of the product's variants.
    async fn may_be_seen(&mut self, entry: &PlanEntry) {
        let planned = &entry.planned;
        let Some(product) = self.ports.products.get(&planned.product).await.expect("read") else { return };
        for change in planned.pushed() {
            let price = match &change.to {
                Value::Money(price) if change.field == Field::Price => *price,
                // Of a variant, or of a whole listing, that is new.
                Value::Variant(VariantValue { price: Some(price), .. }) => *price,
                _ => continue,
            };
            for variant in &product.value.variants {
                if change.variant.as_ref().is_none_or(|of| of == &variant.id)
                    && let Some(sku) = &variant.sku
                {
                    self.allow(&planned.key.channel, sku.as_str(), price.get());
                }
            }
        }
    }

    async fn run_is_steered(&mut self) {
        let runs: Vec<Run> = self.ports.runs.recent(None, 10).await.expect("read").items;
        let Some(one) = runs.choose(&mut self.rng).cloned() else { return self.plan_is_carried_out().await };
        let id = &one.id;
        self.maybe_dies();
        match self.rng.random_range(0..6) {
            0 => {
                let done = run::pause(&self.ports, OWNER, id).await;
                self.done(&format!("{id} is paused"), &done);
            }
            1 => {
                let done = run::resume(&self.ports, OWNER, id).await;
                self.done(&format!("{id} is resumed"), &done);
            }
            2 => {
                let done = run::cancel(&self.ports, OWNER, id).await;
                self.done(&format!("{id} is cancelled"), &done);
            }
            3 => {
                let done = run::retry(&self.ports, OWNER, id).await;
                self.done(&format!("{id} is tried again"), &done);
            }
            _ => {
                let plan = make_undo_plan(&self.ports, OWNER, id).await;
                self.done(&format!("the undo of {id} is planned"), &plan);
                if let Ok(plan) = plan {
                    self.approve(&plan, Waves::Single).await;
                }
            }
        }
    }

    /// Somebody sells or edits something in a shop, and the channel says so, as a rule.
    fn shop_changes(&mut self) {
        let channel = self.any_channel();
        let there = shop(&channel);
        let listings = self.at(&channel).listings(&there);
        let Some(listing) = listings.choose(&mut self.rng).cloned() else { return };
        let what = self.rng.random_range(0..10);
        let key = ListingKey::new(channel.clone(), there.clone(), listing.id.clone());
        match what {
            0..5 => {
                let sold = self.rng.random_range(1..4);
                self.at(&channel).edit(&there, &listing.id, |content| {
                    for offer in &mut content.offers {
                        offer.stock = offer.stock.map(|stock| stock.saturating_sub(sold));
                    }
                });
                self.note(format!("{} {sold} of {key} are sold", self.now()));
            }
            5..7 => {
                let price = 1000 * self.rng.random_range(90..200_i64);
                for offer in &listing.content.offers {
                    if let Some(sku) = &offer.sku {
                        self.allow(&channel, sku.as_str(), price);
                    }
                }
                self.at(&channel).edit(&there, &listing.id, |content| {
                    for offer in &mut content.offers {
                        offer.price = Some(rupiah(price));
                    }
                });
                self.note(format!("{} {key} costs {price} by hand", self.now()));
            }
            7..9 => {
                let title = format!("{} PROMO", listing.content.title.trim_end_matches(" PROMO"));
                self.at(&channel).edit(&there, &listing.id, |content| content.title.clone_from(&title));
                self.note(format!("{} {key} is called {title:?} by hand", self.now()));
            }
            _ => return self.twin_is_made(),
        }
        let at = self.now();
        self.at(&channel).edited_at(&there, &listing.id, at);
        // A push that is lost is made up for by the reconcile.
        if self.rng.random_ratio(3, 4) {
            self.hear_of(key);
        }
    }

    fn hear_of(&mut self, listing: ListingKey) {
        let message = SyncMessage::Observe { listing, reason: "push".to_owned(), told: false };
        let message = Message::Sync(Envelope { v: 1, id: self.unique(), message });
        self.queue.push(Pending { message, due: self.now(), tries: 0 });
    }

    /// Somebody lists by hand what is not on TikTok Shop yet.
    fn twin_is_made(&mut self) {
        let number = self.rng.random_range(0..PRODUCTS);
        if self.listed(&tiktok(), &sku(number)).next().is_some() {
            return;
        }
        let price = 1000 * self.rng.random_range(100..250_i64);
        let key = self.put(&tiktok(), number, price);
        self.note(format!("{} {key} is made by hand at {price}", self.now()));
        self.hear_of(key);
    }

    fn channel_fails(&mut self) {
        let channel = self.any_channel();
        let faults = [
            Fault::LostAnswer,
            Fault::LostAnswer,
            Fault::LostRequest,
            Fault::Unavailable,
            Fault::RateLimited(Duration::from_secs(3)),
            Fault::TokenRefused,
            Fault::rejected("error_server", "something went wrong"),
        ];
        let fault = faults.choose(&mut self.rng).expect("some").clone();
        self.note(format!("{} the next call to {channel}: {fault:?}", self.now()));
        if self.rng.random_ratio(2, 3) {
            self.at(&channel).fault_next_write(fault);
        } else {
            self.at(&channel).fault_next(fault);
        }
    }

    fn audits_go_on(&mut self) {
        let audits = self.rng.random_ratio(1, 2);
        self.at(&tiktok()).audit_edits(audits);
        self.note(format!("{} TikTok Shop audits: {audits}", self.now()));
        for listing in self.at(&tiktok()).listings(&shop(&tiktok())) {
            let decided = if self.rng.random_ratio(1, 4) {
                self.at(&tiktok()).refuse_audit(&shop(&tiktok()), &listing.id, "a word is not allowed")
            } else {
                self.at(&tiktok()).pass_audit(&shop(&tiktok()), &listing.id)
            };
            if decided {
                self.hear_of(ListingKey::new(tiktok(), shop(&tiktok()), listing.id));
            }
        }
    }

    pub async fn tick(&mut self) {
        let tasks = [Task::RefreshTokens, Task::Reconcile, Task::Health, Task::Outcomes];
        let task = *tasks.choose(&mut self.rng).expect("some");
        self.maybe_dies();
        let done = schedule::run(&self.ports, task).await;
        self.done(&format!("the tick {task:?}"), &done);
    }

    /// Nothing fails any more, and everything that waits is done.
    pub async fn quiet(&mut self) {
        self.note("all becomes quiet");
        for channel in [shopee(), tiktok()] {
            self.at(&channel).forget_faults();
            let connection =
                self.ports.connections.get(&channel).await.expect("read").expect("is there").value;
            // A refresh whose answer was lost can cost the tokens: a person allows the shop again.
            if connection.state != ConnectionState::Connected {
                self.note(format!("{channel} is allowed again: {:?}", connection.problem));
                self.connect(&channel).await;
            }
        }
        self.at(&tiktok()).audit_edits(false);
        for listing in self.at(&tiktok()).listings(&shop(&tiktok())) {
            if self.at(&tiktok()).pass_audit(&shop(&tiktok()), &listing.id) {
                self.hear_of(ListingKey::new(tiktok(), shop(&tiktok()), listing.id));
            }
        }
        self.run_dry().await;
        // A person sends the dead letters again; the scheduler comes by; what is paused goes on.
        let dead = std::mem::take(&mut self.dead);
        self.queue.extend(dead);
        self.run_dry().await;
        for one in self.ports.runs.recent(None, 100).await.expect("read").items {
            if one.state == RunState::Paused {
                let resumed = run::resume(&self.ports, OWNER, &one.id).await;
                self.done(&format!("{} is resumed", one.id), &resumed);
            }
        }
        // A request that died may have left work that the scheduler begins a little later.
        for pause in [Duration::from_mins(20), Duration::from_hours(7)] {
            self.pass(pause);
            for task in [Task::RefreshTokens, Task::Outcomes, Task::Reconcile, Task::Outcomes] {
                let ticked = schedule::run(&self.ports, task).await;
                self.done(&format!("the tick {task:?}"), &ticked);
                self.run_dry().await;
            }
        }
        self.counters_add_up().await;
        self.all_is_pushed().await;
    }

    /// Pushes everything until nothing is left to push, and compares both shops with their masters.
    async fn all_is_pushed(&mut self) {
        for _ in 0..4 {
            let id = BulkTaskId::from_unique(&self.unique());
            let all = Selection::Filter { query: ConflictQuery::default(), except: BTreeSet::new() };
            let resolved = conflicts::resolve(&self.ports, OWNER, id, all, Resolution::Master).await;
            self.done("all conflicts are resolved for the master", &resolved);
            self.run_dry().await;
            let plan = self.plan_of_everything().await;
            if plan.listings_changed == 0 {
                break;
            }
            let entries = self.ports.plans.entries(&plan.id, None, 500).await.expect("read").items;
            for (_, entry) in &entries {
                self.may_be_seen(entry).await;
            }
            let started = run::start(&self.ports, OWNER, &plan.id, &plan.hash, Waves::Single).await;
            self.done(&format!("everything: {} listings", plan.listings_changed), &started);
            self.run_dry().await;
        }
        let plan = self.plan_of_everything().await;
        self.targets_are_met(&plan).await;
        self.counters_add_up().await;
    }

    async fn plan_of_everything(&mut self) -> Plan {
        let mut request =
            PlanRequest { create: true, channels: vec![shopee(), tiktok()], ..PlanRequest::default() };
        for number in 0..PRODUCTS {
            request.products.push(self.product(number).await);
        }
        request.products.sort();
        request.products.dedup();
        make_plan(&self.ports, OWNER, request).await.expect("a plan of everything")
    }
}
