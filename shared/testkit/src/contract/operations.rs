//! Idempotency, deduplication, audit, notifications and dead letters.

use app::{
    message::Severity,
    ports::{
        Arrival, Audit, AuditEntry, AuditFilter, Audited, Begin, Client, DeadLetters, Events, Idempotency,
        Notification, Notifications, QueueName, StoredResponse,
    },
};
use domain::ids::NotificationId;
use futures::future::join_all;
use jiff::SignedDuration;

use super::{later, moment, own_channel, unique};

/// The contract of idempotency keys.
pub async fn idempotency(idempotency: &dyn Idempotency) {
    let (key, now) = (unique(), moment());
    let at = |minutes: i64| now + SignedDuration::from_mins(minutes);
    assert_eq!(idempotency.begin(&key, "a", now).await, Ok(Begin::Fresh));
    assert_eq!(idempotency.begin(&key, "a", now).await, Ok(Begin::InProgress));
    assert_eq!(idempotency.begin(&key, "b", now).await, Ok(Begin::Mismatch));
    let response =
        StoredResponse { status: 202, location: Some("/v1/runs/run_1".to_owned()), body: "{}".to_owned() };
    idempotency.finish(&key, &response, now).await.expect("an answer can be kept");
    assert_eq!(idempotency.begin(&key, "a", at(1)).await, Ok(Begin::Replay(response.clone())));
    assert_eq!(idempotency.begin(&key, "b", at(1)).await, Ok(Begin::Mismatch));
    assert_eq!(
        idempotency.begin(&key, "a", at(23 * 60)).await,
        Ok(Begin::Replay(response)),
        "kept for a day"
    );
    assert_eq!(idempotency.begin(&key, "b", at(25 * 60)).await, Ok(Begin::Fresh), "and then forgotten");

    let abandoned = unique();
    assert_eq!(idempotency.begin(&abandoned, "a", now).await, Ok(Begin::Fresh));
    idempotency.abandon(&abandoned).await.expect("a start can be forgotten");
    assert_eq!(
        idempotency.begin(&abandoned, "b", now).await,
        Ok(Begin::Fresh),
        "failed work may be tried again"
    );

    let lapsed = unique();
    assert_eq!(idempotency.begin(&lapsed, "a", now).await, Ok(Begin::Fresh));
    assert_eq!(idempotency.begin(&lapsed, "a", at(60)).await, Ok(Begin::Fresh), "a start lapses");

    let raced = unique();
    let begun = join_all((0..10).map(|_| idempotency.begin(&raced, "a", now))).await;
    let fresh = begun.iter().filter(|begin| **begin == Ok(Begin::Fresh)).count();
    assert_eq!(fresh, 1, "one of many equal requests does the work: {begun:?}");
}

/// The contract of remembered pushes.
pub async fn events(events: &dyn Events) {
    let (channel, id, now) = (own_channel(), unique(), moment());
    let begun = join_all((0..10).map(|_| events.begin(&channel, &id, now))).await;
    assert_eq!(begun.iter().filter(|one| **one == Ok(Arrival::New)).count(), 1, "once among many: {begun:?}");
    assert_eq!(begun.iter().filter(|one| **one == Ok(Arrival::AtWork)).count(), 9, "{begun:?}");
    assert_eq!(events.begin(&own_channel(), &id, now).await, Ok(Arrival::New), "each channel has its own");
    events.finish(&channel, &id, now).await.expect("a push can be remembered");
    let two_days = now + SignedDuration::from_hours(48);
    assert_eq!(events.begin(&channel, &id, two_days).await, Ok(Arrival::Done), "remembered for three days");
    events.forget(&channel, &id).await.expect("a push can be forgotten");
    let again = events.begin(&channel, &id, now).await;
    assert_eq!(again, Ok(Arrival::New), "what could not be queued may come again");
    let old = unique();
    assert_eq!(events.begin(&channel, &old, now).await, Ok(Arrival::New));
    events.finish(&channel, &old, now).await.expect("a push can be remembered");
    let after = now + SignedDuration::from_hours(73);
    assert_eq!(events.begin(&channel, &old, after).await, Ok(Arrival::New), "forgotten after three days");

    let killed = unique();
    assert_eq!(events.begin(&channel, &killed, now).await, Ok(Arrival::New));
    let soon = now + SignedDuration::from_secs(59);
    assert_eq!(events.begin(&channel, &killed, soon).await, Ok(Arrival::AtWork));
    let lapsed = now + SignedDuration::from_secs(61);
    assert_eq!(
        events.begin(&channel, &killed, lapsed).await,
        Ok(Arrival::New),
        "work that never ended lapses after a minute"
    );

    assert_eq!(events.counts(&channel).await, Ok(Vec::new()));
    for (kind, id) in [("3 order_status", "1"), ("3 order_status", "2"), ("10 webchat", "3")] {
        let kept = events.keep(&channel, kind, &format!("{channel}-{id}"), "{\"code\":3}", now).await;
        kept.expect("a push can be kept");
    }
    let mut counts = events.counts(&channel).await.expect("counts can be read");
    counts.sort();
    assert_eq!(counts, [("10 webchat".to_owned(), 1), ("3 order_status".to_owned(), 2)]);
}

/// The contract of the audit.
pub async fn audit(audit: &dyn Audit) {
    let (subject, other) = (unique(), unique());
    let entry = |number: i64, subject: &str| AuditEntry {
        id: format!("{subject}{number:02}"),
        at: moment() + SignedDuration::from_secs(number),
        actor: "pemilik@toko.test".to_owned(),
        action: "price_rule.put".to_owned(),
        subject: subject.to_owned(),
        details: serde_json::json!({ "version": number, "markup": "15%" }),
    };
    assert_eq!(audit.list(Some(&subject), None, 10).await.expect("readable").items, Vec::new());
    for number in [2, 0, 4, 1, 3] {
        audit.append(&entry(number, &subject)).await.expect("an entry can be appended");
    }
    audit.append(&entry(9, &other)).await.expect("an entry can be appended");

    let (mut found, mut cursor) = (Vec::new(), None);
    loop {
        let page = audit.list(Some(&subject), cursor.as_deref(), 2).await.expect("a page can be read");
        assert!(page.items.len() <= 2, "a page is at most as long as asked for");
        found.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    let expected: Vec<AuditEntry> = (0..5).rev().map(|number| entry(number, &subject)).collect();
    assert_eq!(found, expected, "the newest first, whatever the order of writing, of this subject alone");

    let client = Client { address: Some("203.0.113.7".to_owned()), agent: Some("Firefox".to_owned()) };
    let from = AuditEntry {
        actor: format!("{subject}@toko.test"),
        action: "product.edit".to_owned(),
        ..entry(7, &other)
    };
    audit.append_from(&from, Some(&client)).await.expect("an entry can be appended");
    let search = async |filter: AuditFilter| -> Vec<Audited> {
        let (mut found, mut cursor) = (Vec::new(), None);
        loop {
            let page = audit.search(&filter, cursor.as_deref(), 2).await.expect("a page can be read");
            assert!(page.items.len() <= 2, "a page is at most as long as asked for");
            found.extend(page.items);
            cursor = page.next;
            if cursor.is_none() {
                return found;
            }
        }
    };
    let known = Audited { entry: from.clone(), client: Some(client) };
    let actor = Some(from.actor.clone());
    let by = |filter: AuditFilter| AuditFilter { actor: actor.clone(), ..filter };
    let found = search(by(AuditFilter::default())).await;
    assert_eq!(found, std::slice::from_ref(&known), "with where it came from");
    for (action, found) in [("product.edit", 1), ("product.", 1), ("product.ed", 0), ("price_rule.", 0)] {
        let filter = by(AuditFilter { action: Some(action.to_owned()), ..AuditFilter::default() });
        assert_eq!(search(filter).await.len(), found, "{action}");
    }
    let (since, until) = (Some(entry(1, &subject).at), Some(entry(3, &subject).at));
    let between = AuditFilter { subject: Some(subject.clone()), since, until, ..AuditFilter::default() };
    let between: Vec<AuditEntry> = search(between).await.into_iter().map(|audited| audited.entry).collect();
    assert_eq!(
        between,
        [entry(2, &subject), entry(1, &subject)],
        "from the first moment on, before the second"
    );
    let over_all = by(AuditFilter { since: Some(from.at), ..AuditFilter::default() });
    assert_eq!(search(over_all).await, [known]);

    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let page = audit.list(None, cursor.as_deref(), 50).await.expect("a page can be read");
        all.extend(page.items);
        cursor = page.next;
        let ours = all.iter().filter(|entry| entry.subject == subject || entry.subject == other).count();
        if cursor.is_none() || ours == 7 {
            break;
        }
    }
    assert!(all.windows(2).all(|pair| pair[0].at >= pair[1].at), "the newest first");
    let ours: Vec<&AuditEntry> = all.iter().filter(|entry| entry.subject == subject).collect();
    assert_eq!(ours, expected.iter().collect::<Vec<_>>(), "without a subject all are there");
}

/// The contract of notifications.
pub async fn notifications(notifications: &dyn Notifications) {
    let mark = unique();
    // Marking affects all notifications up to a moment, so this run uses a later moment than all earlier runs.
    let base = later();
    let told = |number: i64| Notification {
        id: NotificationId::derived(&["import_finished", &mark, &number.to_string()]),
        at: base + SignedDuration::from_secs(number),
        kind: "import_finished".to_owned(),
        subject: mark.clone(),
        severity: Severity::Info,
        text: "Impor selesai".to_owned(),
        text_en: "Import finished".to_owned(),
        read: false,
        mailed: false,
    };
    assert_eq!(notifications.get(&told(0).id).await, Ok(None));
    let created = join_all((0..5).map(|_| async { notifications.create(&told(0)).await })).await;
    assert_eq!(created.iter().filter(|new| **new == Ok(true)).count(), 1, "repeats make one: {created:?}");
    assert_eq!(notifications.create(&told(2)).await, Ok(true));
    assert_eq!(notifications.create(&told(1)).await, Ok(true));

    let (mut found, mut cursor): (Vec<Notification>, Option<String>) = (Vec::new(), None);
    loop {
        let page = notifications.list(cursor.as_deref(), 2).await.expect("a page can be read");
        found.extend(page.items);
        cursor = page.next;
        if cursor.is_none() || found.iter().filter(|told| told.subject == mark).count() == 3 {
            break;
        }
    }
    assert!(found.windows(2).all(|pair| pair[0].at >= pair[1].at), "the newest first");
    let ours: Vec<Notification> = found.into_iter().filter(|told| told.subject == mark).collect();
    assert_eq!(ours, [told(2), told(1), told(0)]);

    assert_eq!(notifications.mark_read(&told(1).id).await, Ok(true));
    notifications.mark_mailed(&told(1).id).await.expect("a notification can be marked");
    let expected = Notification { read: true, mailed: true, ..told(1) };
    assert_eq!(notifications.get(&told(1).id).await, Ok(Some(expected.clone())));
    assert_eq!(notifications.create(&told(1)).await, Ok(false), "a repeat does not make it unread");
    assert_eq!(notifications.get(&told(1).id).await, Ok(Some(expected)));
    let unread = notifications.unread().await.expect("counted");
    assert_eq!(notifications.mark_read(&told(1).id).await, Ok(true), "again");
    assert_eq!(notifications.unread().await, Ok(unread), "what is read is counted off once");
    assert_eq!(notifications.mark_read(&told(0).id).await, Ok(true));
    assert_eq!(notifications.unread().await, Ok(unread - 1));
    assert_eq!(notifications.create(&told(5)).await, Ok(true));
    assert_eq!(notifications.unread().await, Ok(unread), "a new one counts");
    notifications.mark_all_read(told(5).at).await.expect("all can be marked");
    assert_eq!(notifications.unread().await, Ok(0));
    assert!(notifications.get(&told(5).id).await.expect("readable").expect("it is there").read);
    assert_eq!(notifications.create(&told(6)).await, Ok(true));
    assert_eq!(notifications.create(&told(4)).await, Ok(true), "it comes late, from before all were read");
    assert_eq!(notifications.unread().await, Ok(1));
    notifications.mark_all_read(told(3).at).await.expect("an earlier moment changes nothing");
    assert_eq!(notifications.unread().await, Ok(1));
    let unknown = NotificationId::derived(&[&unique()]);
    assert_eq!(notifications.mark_read(&unknown).await, Ok(false), "there is none to mark");
    assert_eq!(notifications.get(&unknown).await, Ok(None));
}

/// The contract of dead letters. Before the call, the dead letters of `queue` must be three letters with these bodies.
pub async fn dead_letters(letters: &dyn DeadLetters, queue: QueueName, bodies: [&str; 3]) {
    let find = |all: &[app::ports::DeadLetter], body: &str| {
        all.iter().find(|letter| letter.body == body).map(|letter| letter.id.clone())
    };
    let glance = letters.list(queue, 10).await.expect("letters can be read");
    assert!(glance.iter().all(|letter| letter.queue == queue));
    let ids: Vec<String> =
        bodies.iter().map(|body| find(&glance, body).expect("the letter is listed")).collect();

    assert_eq!(letters.count(queue).await, Ok(3), "counted without a look, also those that a look hides");

    assert_eq!(letters.redrive(queue, &ids[0]).await, Ok(true));
    assert_eq!(letters.redrive(queue, &ids[0]).await, Ok(false), "a letter is sent again once");
    let discarded = letters.discard(queue, &ids[1]).await.expect("a letter can be removed");
    assert_eq!(discarded.map(|letter| letter.body).as_deref(), Some(bodies[1]));
    assert_eq!(letters.discard(queue, &ids[1]).await, Ok(None));
    assert_eq!(letters.count(queue).await, Ok(1));
    let rest = letters.list(queue, 10).await.expect("letters can be read");
    assert_eq!(find(&rest, bodies[0]), None, "a letter that was sent again is gone from here");
    assert_eq!(find(&rest, bodies[1]), None);
    assert_eq!(find(&rest, bodies[2]).as_ref(), Some(&ids[2]), "a glance and other letters move nothing");
}
