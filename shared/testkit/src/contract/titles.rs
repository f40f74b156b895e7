//! [`app::ports::TitleRules`] and [`app::ports::Verifications`].

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{
        Check, Offence, Tally, TitleOrigin, TitleRules, Verification, Verifications, VerifiedPage, Versioned,
    },
};
use domain::{
    ListingKey, VerificationId,
    titles::{Keyword, Place, Risk, RiskKind, Similarity, TitleRule, Titled},
};

use super::{moment, own_channel, own_shop, unique};

/// Versions count from 1.
pub async fn title_rules(rules: &dyn TitleRules) {
    let channel = own_channel();
    assert_eq!(rules.title_rule(&channel).await, Ok(None));
    let mut rule = TitleRule::off();
    assert_eq!(rules.put_title_rule(&channel, &rule, 1).await, Err(StoreError::Conflict));
    let first = Versioned { value: rule.clone(), version: 1 };
    assert_eq!(rules.put_title_rule(&channel, &rule, 0).await, Ok(first.clone()));
    assert_eq!(rules.title_rule(&channel).await, Ok(Some(first)));
    rule.enabled = true;
    rule.keywords.push(Keyword {
        text: "Drone FPV".to_owned(),
        when: vec!["drone".to_owned()],
        place: Place::End,
    });
    assert_eq!(rules.put_title_rule(&channel, &rule, 0).await, Err(StoreError::Conflict));
    let second = Versioned { value: rule.clone(), version: 2 };
    assert_eq!(rules.put_title_rule(&channel, &rule, 1).await, Ok(second.clone()));
    assert_eq!(rules.title_rule(&channel).await, Ok(Some(second)));
    assert_eq!(rules.title_rule(&own_channel()).await, Ok(None), "each channel has its own");
}

fn verification() -> Verification {
    Verification {
        id: VerificationId::from_unique(&unique()),
        started_by: "owner@example.test".to_owned(),
        started_at: moment(),
        moved_on_at: None,
        finished_at: None,
        version: 0,
        pages: 0,
        next: None,
        listings: 0,
        checks: BTreeMap::new(),
        origins: BTreeMap::new(),
        outdated: 0,
        risks: 0,
        risks_kept: 0,
    }
}

fn found(count: u64) -> VerifiedPage {
    let id = domain::ExternalId::parse(&format!("{}", 100 + count)).expect("digits are an id");
    let key = ListingKey::new(own_channel(), own_shop(), id);
    let offence = Offence {
        check: Check::Mapping,
        listing: Some(key.clone()),
        channel: None,
        product: None,
        variant: None,
        offer: None,
        reason: "listing_without_product".to_owned(),
        details: "Dudukan GPS".to_owned(),
    };
    let tally =
        Tally { passed: count, explained: BTreeMap::from([("short_title".to_owned(), 2)]), failed: 1 };
    VerifiedPage {
        listings: count,
        checks: BTreeMap::from([(Check::Titles, tally)]),
        origins: BTreeMap::from([(TitleOrigin::Master, count)]),
        outdated: count,
        offences: vec![offence],
        titles: vec![Titled {
            id: key.to_string(),
            shop: "shopee:1".to_owned(),
            product: None,
            title: "Dudukan GPS".to_owned(),
        }],
        proposed: vec![(key, "dudukan gps".to_owned())],
    }
}

fn risk(nth: usize) -> Risk {
    Risk {
        kind: RiskKind::OwnShop,
        id: format!("a:{nth}"),
        title: "Dudukan GPS".to_owned(),
        other: "a:0".to_owned(),
        other_title: "Dudukan GPS".to_owned(),
        similarity: Similarity(10_000),
        same_product: false,
        equal: 1,
    }
}

/// The head is replaced, pages are replaced and stay in order, and risks are stored.
pub async fn verifications(verifications: &dyn Verifications) {
    let mut head = verification();
    assert_eq!(verifications.get(&head.id).await, Ok(None));
    let unread = head.clone();
    head = verifications.put(&head).await.expect("the first head");
    assert_eq!(head.version, 1);
    assert_eq!(verifications.put(&unread).await, Err(StoreError::Conflict), "a head is stored once");
    assert_eq!(verifications.get(&head.id).await, Ok(Some(head.clone())));
    head.pages = 2;
    head.finished_at = Some(moment());
    head.checks.insert(Check::Prices, Tally { passed: 3, ..Tally::default() });
    let before = head.clone();
    head = verifications.put(&head).await.expect("the next head");
    assert_eq!(verifications.put(&before).await, Err(StoreError::Conflict), "two writers: one is told");
    assert_eq!(verifications.get(&head.id).await, Ok(Some(head.clone())));
    let newest = verifications.recent(None, 100).await.expect("the list");
    assert_eq!(newest.items.iter().filter(|known| known.id == head.id).count(), 1, "a head is listed once");
    pages(verifications, &head).await;
    let slices = vec![vec![risk(1), risk(2)], vec![risk(3)]];
    verifications.put_risks(&head, &slices).await.expect("risks");
    let read = verifications.risks(&head.id, None, 10).await.expect("risks are read");
    assert_eq!((read.items, read.next), (slices, None));
    let other = VerificationId::from_unique(&unique());
    assert!(verifications.risks(&other, None, 10).await.expect("none").items.is_empty());
}

async fn pages(verifications: &dyn Verifications, head: &Verification) {
    // 2 and 10 show that pages sort by number and not as text.
    let mut head = head.clone();
    for number in [0, 1, 10, 2] {
        let page = found(u64::from(number) + 1);
        let slow = head.clone();
        head = verifications.put_page(&head, number, &page).await.expect("a page");
        let again = verifications.put_page(&slow, number, &found(77)).await;
        assert_eq!(again, Err(StoreError::Conflict), "a page that was counted stays");
        assert_eq!(verifications.get(&head.id).await, Ok(Some(head.clone())));
    }
    verifications.put_page(&head, 1, &found(99)).await.expect("the same page over the head as it is");
    let first = verifications.pages(&head.id, None, 3).await.expect("the first pages");
    let counts = |items: &[VerifiedPage]| items.iter().map(|page| page.listings).collect::<Vec<_>>();
    assert_eq!(counts(&first.items), [1, 99, 3]);
    let rest = verifications.pages(&head.id, first.next.as_deref(), 3).await.expect("the rest");
    assert_eq!((counts(&rest.items), rest.next), (vec![11], None));
    let whole = &first.items[0];
    assert_eq!((whole.offences.len(), whole.titles.len(), whole.proposed.len()), (1, 1, 1));
    assert_eq!(whole.checks[&Check::Titles].explained["short_title"], 2);
}
