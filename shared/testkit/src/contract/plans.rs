//! [`app::ports::Plans`]: immutable once stored, and read a page at a time.

use app::{
    StoreError,
    ports::{
        EntryFilter, EntryView, Plan, PlanEntry, PlanPlace, PlanSource, PlanState, PlanTotals, Plans,
        UndoScope,
    },
};
use domain::{
    Channel, ContentHash, ListingKey, PlanId, ProductId, RunId, Rupiah, ShopId,
    diff::{Decision, Field, Value},
    plan::{Blocker, Change, DEFAULT_GUARD, PlannedListing, Target, Warning, empty_plan_hash, plan_hash},
};
use jiff::SignedDuration;

use super::{moment, own_channel, own_shop, unique};
use crate::build::{an_external_id, an_offer_id};

/// The whole contract.
pub async fn plans(plans: &dyn Plans) {
    reads_back_whole(plans).await;
    entries_are_paged_in_key_order(plans).await;
    entries_are_found_by_what_they_are(plans).await;
    a_stored_plan_does_not_change(plans).await;
    the_newest_comes_first(plans).await;
}

pub(super) fn an_entry(channel: &Channel, shop: &ShopId, number: usize) -> PlanEntry {
    let key = ListingKey::new(channel.clone(), shop.clone(), an_external_id(&format!("25{number:08}")));
    let price = |amount| Value::Money(Rupiah::new(amount));
    let change = |to, blocked| Change {
        field: Field::Price,
        offer: Some(an_offer_id("0")),
        variant: None,
        from: price(150_000),
        to,
        decision: Decision::Push,
        blocked,
    };
    let changes = vec![
        change(price(172_500), None),
        change(Value::Nothing, Some(Blocker::NoPrice { reason: "price_rule_missing".to_owned() })),
    ];
    let planned = PlannedListing {
        hash: ContentHash::of(&(&key, number)),
        product: ProductId::derived(&[&key.to_string()]),
        key,
        changes,
        unlinked: vec![an_offer_id("9")],
    };
    let target = Target { title: Some(format!("Judul nomor {number}")), ..Target::default() };
    let warnings =
        vec![Warning::TitleOutdated { then: "Judul 5 inch".to_owned(), now: "Judul 7 inch".to_owned() }];
    let view = EntryView { title: format!("Produk nomor {number}"), ..EntryView::default() };
    PlanEntry { planned, target, guard: DEFAULT_GUARD, calls: 2, warnings, view }
}

fn a_plan(entries: &[PlanEntry], minute: i64) -> Plan {
    Plan {
        id: PlanId::derived(&[&unique()]),
        hash: entries.iter().fold(empty_plan_hash(), |hash, entry| plan_hash(&hash, &entry.planned)),
        state: PlanState::Preparing,
        failure: None,
        looked_at: 0,
        to_look_at: entries.len() as u64,
        place: PlanPlace::At(0),
        step: 1,
        pages: 0,
        listings: entries.len() as u64,
        listings_changed: entries.len() as u64,
        changes: entries.len() as u64,
        blocked: entries.len() as u64,
        conflicts: 0,
        warnings: entries.len() as u64,
        totals: totals(entries),
        calls: 2 * entries.len() as u64,
        calls_by_shop: [].into(),
        seconds: 1,
        fields: Some(vec![Field::Price]),
        guard: DEFAULT_GUARD,
        undoes: None,
        visibility: None,
        deletes: false,
        unplanned: Vec::new(),
        created_at: moment() + SignedDuration::from_mins(minute),
        created_by: "pemilik@toko.test".to_owned(),
    }
}

fn totals(entries: &[PlanEntry]) -> PlanTotals {
    let mut totals = PlanTotals::default();
    for entry in entries {
        totals.count(entry);
    }
    totals
}

fn entries(count: usize) -> Vec<PlanEntry> {
    let (channel, shop) = (own_channel(), own_shop());
    (0..count).map(|number| an_entry(&channel, &shop, number)).collect()
}

fn source() -> PlanSource {
    PlanSource::Undo { run: RunId::derived(&["run"]), scope: UndoScope::Wave(1) }
}

/// `plan` after `pages` more pages.
fn after(plan: &Plan, pages: u32) -> Plan {
    Plan { step: plan.step + 1, pages: plan.pages + pages, ..plan.clone() }
}

async fn reads_back_whole(plans: &dyn Plans) {
    let entries = entries(3);
    let plan = a_plan(&entries, 0);
    assert_eq!(plans.get(&plan.id).await, Ok(None));
    assert_eq!(plans.source(&plan.id).await, Ok(None));
    plans.begin(&plan, &source()).await.expect("a plan can be begun");
    assert_eq!(plans.begin(&plan, &source()).await, Err(StoreError::Conflict), "once");
    assert_eq!(plans.source(&plan.id).await, Ok(Some(source())));
    let plan = after(&plan, 1);
    plans.advance(&plan, &entries).await.expect("a page can be added");
    assert_eq!(plans.get(&plan.id).await, Ok(Some(plan.clone())));
    for entry in &entries {
        assert_eq!(plans.entry(&plan.id, 0, &entry.planned.key).await, Ok(Some(entry.clone())));
    }
    assert_eq!(plans.entry(&plan.id, 1, &entries[0].planned.key).await, Ok(None));
    let empty = a_plan(&[], 0);
    plans.begin(&empty, &source()).await.expect("a plan can be begun");
    plans.advance(&after(&empty, 0), &[]).await.expect("a plan goes on without entries");
    let page = plans.entries(&empty.id, None, 10).await.expect("a page can be read");
    assert!(page.items.is_empty() && page.next.is_none());
}

async fn entries_are_paged_in_key_order(plans: &dyn Plans) {
    let expected = entries(120);
    let mut plan = a_plan(&expected, 0);
    plans.begin(&plan, &source()).await.expect("a plan can be begun");
    for page in [&expected[..80], &expected[80..]] {
        let mut shuffled = page.to_vec();
        shuffled.reverse();
        plan = after(&plan, 1);
        plans.advance(&plan, &shuffled).await.expect("a page can be added");
    }
    let (mut found, mut cursor) = (Vec::new(), None);
    loop {
        let page = plans.entries(&plan.id, cursor.as_deref(), 50).await.expect("a page can be read");
        assert!(page.items.len() <= 50, "a page is at most as long as asked for");
        found.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    let page = |at: usize| u32::from(at >= 80);
    let expected: Vec<_> = expected.into_iter().enumerate().map(|(at, entry)| (page(at), entry)).collect();
    assert_eq!(found, expected, "every entry once, page by page, each in key order");
}

async fn entries_are_found_by_what_they_are(plans: &dyn Plans) {
    let mut all = entries(100);
    for entry in &mut all[..10] {
        entry.planned.changes.clear();
    }
    let mut plan = a_plan(&all, 0);
    plans.begin(&plan, &source()).await.expect("a plan can be begun");
    for page in all.chunks(60) {
        plan = after(&plan, 1);
        plans.advance(&plan, page).await.expect("a page can be added");
    }
    let find = async |filter: &EntryFilter| {
        let (mut found, mut cursor) = (Vec::new(), None);
        loop {
            let page = plans.find(&plan.id, filter, cursor.as_deref(), 7).await.expect("a page can be read");
            assert!(page.items.len() <= 7, "a page is at most as long as asked for");
            found.extend(page.items);
            cursor = page.next;
            if cursor.is_none() {
                return found;
            }
        }
    };
    let changed = EntryFilter { field: Some(Field::Price), blocked: Some(true), ..EntryFilter::default() };
    let expected: Vec<_> =
        all.iter().enumerate().skip(10).map(|(at, entry)| (u32::from(at >= 60), entry.clone())).collect();
    assert_eq!(find(&changed).await, expected, "in the order of the entries");
    let same = EntryFilter { decision: Some(Decision::Agree), ..EntryFilter::default() };
    assert_eq!(find(&same).await.len(), 10);
    let words = EntryFilter { text: Some("nomor 77".to_owned()), ..EntryFilter::default() };
    assert_eq!(find(&words).await, [(1, all[77].clone())]);
    let nowhere = EntryFilter { channel: Some(own_channel()), ..EntryFilter::default() };
    assert_eq!(find(&nowhere).await, []);
    let named = [(1, all[77].planned.key.clone()), (0, all[77].planned.key.clone())];
    assert_eq!(plans.entries_of(&plan.id, &named).await, Ok(vec![all[77].clone()]), "by page and listing");
}

async fn a_stored_plan_does_not_change(plans: &dyn Plans) {
    let entries = entries(2);
    let begun = a_plan(&entries, 0);
    plans.begin(&begun, &source()).await.expect("a plan can be begun");
    let plan = after(&begun, 1);
    plans.advance(&plan, &entries[..1]).await.expect("a page can be added");
    let mut late = plan.clone();
    late.calls = 999;
    assert_eq!(plans.advance(&late, &entries[1..]).await, Err(StoreError::Conflict), "a page counts once");
    assert_eq!(plans.get(&plan.id).await, Ok(Some(plan.clone())));
    let page = plans.entries(&plan.id, None, 10).await.expect("a page can be read");
    assert_eq!(page.items, [(0, entries[0].clone())]);
}

async fn the_newest_comes_first(plans: &dyn Plans) {
    let mut made = Vec::new();
    for minute in 0..3 {
        let plan = a_plan(&[], minute);
        plans.begin(&plan, &source()).await.expect("a plan can be begun");
        made.push(plan.id);
    }
    let (mut seen, mut cursor): (Vec<Plan>, Option<String>) = (Vec::new(), None);
    loop {
        let page = plans.recent(cursor.as_deref(), 2).await.expect("a page can be read");
        seen.extend(page.items);
        cursor = page.next;
        if cursor.is_none() || seen.iter().filter(|plan| made.contains(&plan.id)).count() == made.len() {
            break;
        }
    }
    assert!(seen.windows(2).all(|pair| pair[0].created_at >= pair[1].created_at));
    let ours: Vec<&PlanId> = seen.iter().map(|plan| &plan.id).filter(|id| made.contains(id)).collect();
    assert_eq!(ours, made.iter().rev().collect::<Vec<_>>(), "each once");
}
