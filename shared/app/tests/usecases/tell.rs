use app::{
    StoreError,
    message::{Envelope, NotifyMessage, Severity},
    worker::notify::handle,
};

use crate::world::World;

fn message(severity: Severity) -> Envelope<NotifyMessage> {
    Envelope::derived(NotifyMessage::Tell {
        kind: "connection_ill".into(),
        subject: "shopee/1".into(),
        severity,
        text: "Toko tidak menjawab.".into(),
        text_en: "The shop does not answer.".into(),
    })
}

#[tokio::test]
async fn a_repeated_warning_is_one_notification_and_one_mail() {
    let world = World::new();
    for _ in 0..3 {
        handle(&world.ports, message(Severity::Warning)).await.unwrap();
    }
    assert_eq!(world.ports.notifications.list(None, 10).await.unwrap().items.len(), 1);
    let mails = world.fakes.mailer.sent();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "[SyncStore] Toko tidak menjawab.");
}

#[tokio::test]
async fn what_can_wait_is_not_mailed() {
    let world = World::new();
    handle(&world.ports, message(Severity::Info)).await.unwrap();
    assert_eq!(world.fakes.mailer.sent(), []);
}

#[tokio::test]
async fn a_mail_that_could_not_be_sent_is_sent_on_redelivery() {
    let world = World::new();
    world.fakes.mailer.refuse_next(StoreError::Unavailable("the mail service is away".into()));
    handle(&world.ports, message(Severity::Urgent)).await.unwrap_err();
    handle(&world.ports, message(Severity::Urgent)).await.unwrap();
    assert_eq!(world.fakes.mailer.sent().len(), 1);
}
