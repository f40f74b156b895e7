//! Telling the seller: a stored notification, and mail for what cannot wait.

use std::time::Duration;

use domain::ids::NotificationId;

use crate::{
    Ports, StoreError, WorkError,
    lease::Lease,
    message::{Envelope, NotifyMessage, Severity},
    ports::Notification,
    words::{Notice, SellerText},
};

/// A message for the `notify` queue. `subject` distinguishes occurrences: the same kind and subject is one
/// notification, however often it is sent.
pub(crate) fn message(
    kind: &str,
    subject: &str,
    severity: Severity,
    text: SellerText,
) -> Envelope<NotifyMessage> {
    Envelope::derived(NotifyMessage::tell(kind, subject, severity, text))
}

/// The message for `notice`, in its own words.
pub(crate) fn notice(notice: &Notice<'_>, subject: &str, severity: Severity) -> Envelope<NotifyMessage> {
    message(notice.kind(), subject, severity, notice.seller_text())
}

/// Sends `message` unless its notification exists: for tasks that come by often and find the same thing.
pub(crate) async fn once(ports: &Ports, message: Envelope<NotifyMessage>) -> Result<(), StoreError> {
    let NotifyMessage::Tell { kind, subject, .. } = &message.message;
    if ports.notifications.get(&id_of(kind, subject)).await?.is_none() {
        ports.outbox.notify(&[message]).await?;
    }
    Ok(())
}

/// The notification that `kind` and `subject` always make.
pub fn id_of(kind: &str, subject: &str) -> NotificationId {
    NotificationId::derived(&[kind, subject])
}

/// Stores what is to be reported, and mails it when it is a warning or urgent.
///
/// Stored first, mailed second, marked as mailed last. A crash in between mails again on redelivery: a mail twice is
/// better than a warning lost. The lease keeps two deliveries at the same moment from both mailing.
pub(crate) async fn deliver(ports: &Ports, message: NotifyMessage) -> Result<(), WorkError> {
    let NotifyMessage::Tell { kind, subject, severity, text, text_en } = message;
    let notification = Notification {
        id: id_of(&kind, &subject),
        at: ports.clock.now(),
        kind,
        subject,
        severity,
        text,
        text_en,
        read: false,
        mailed: false,
    };
    ports.notifications.create(&notification).await?;
    if severity == Severity::Info {
        return Ok(());
    }
    let Some(lease) = Lease::try_take(ports, &format!("mail/{}", notification.id)).await? else {
        let reason = "another delivery of this notification is being mailed".to_owned();
        return Err(WorkError::Retry { after: Some(Duration::from_secs(5)), reason });
    };
    let mailed = mail(ports, &notification).await;
    lease.release().await;
    Ok(mailed?)
}

async fn mail(ports: &Ports, notification: &Notification) -> Result<(), StoreError> {
    let stored = ports.notifications.get(&notification.id).await?;
    if stored.is_some_and(|stored| stored.mailed) {
        return Ok(());
    }
    ports.mailer.send(&subject_line(notification), &body(notification)).await?;
    ports.notifications.mark_mailed(&notification.id).await
}

/// One line, the seller's language, short enough for a phone.
fn subject_line(notification: &Notification) -> String {
    let mark = if notification.severity == Severity::Urgent { "PENTING: " } else { "" };
    let first: String =
        notification.text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(90).collect();
    let cut = if notification.text.chars().count() > 90 { "…" } else { "" };
    format!("[SyncStore] {mark}{first}{cut}")
}

fn body(notification: &Notification) -> String {
    let Notification { text, text_en, kind, subject, at, .. } = notification;
    format!("{text}\n\n— English —\n{text_en}\n\n{kind} · {subject} · {at}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notification(text: &str) -> Notification {
        Notification {
            id: id_of("k", "s"),
            at: jiff::Timestamp::UNIX_EPOCH,
            kind: "k".into(),
            subject: "s".into(),
            severity: Severity::Urgent,
            text: text.into(),
            text_en: "In English".into(),
            read: false,
            mailed: false,
        }
    }

    #[test]
    fn the_subject_of_a_mail_is_one_short_line() {
        let line = subject_line(&notification(&"baris\nkedua ".repeat(20)));
        assert!(!line.contains('\n') && line.chars().count() < 125, "{line}");
        assert!(line.starts_with("[SyncStore] PENTING: "), "{line}");
    }

    #[test]
    fn the_mail_says_it_in_the_sellers_language_first() {
        let body = body(&notification("Dalam bahasa Indonesia"));
        assert!(body.find("Indonesia").unwrap() < body.find("In English").unwrap());
    }
}
