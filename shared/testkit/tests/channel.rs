//! The fake channel keeps the contract of real channels, and its faults behave as documented.

use std::{sync::Arc, time::Duration};

use app::{
    ChannelError, Marketplace,
    marketplace::{ChannelAuth, ListingReader, ListingWriter, NoticeReader, RawNotice},
};
use async_trait::async_trait;
use domain::{ExternalId, ShopId, plan::Step};
use testkit::{
    FakeMarketplace, Fault, FixedClock, TestSession,
    build::{a_listing, a_moment, a_shop, an_external_id, an_offer_id, credentials, rupiah},
    contract::{self, marketplace::Harness},
    fake::Verb,
};

struct Behind<'a> {
    channel: &'a FakeMarketplace,
    shop: ShopId,
    ids: Vec<ExternalId>,
}

#[async_trait]
impl Harness for Behind<'_> {
    async fn write_calls(&self) -> u64 {
        self.channel.write_calls() as u64
    }

    async fn ids(&self) -> Vec<ExternalId> {
        self.ids.clone()
    }

    async fn settle(&self) {
        for listing in self.channel.listings(&self.shop) {
            self.channel.pass_audit(&self.shop, &listing.id);
        }
    }
}

fn session() -> TestSession {
    TestSession::new(a_shop("14701711"), Arc::new(FixedClock::default()))
}

async fn keeps_the_contract(channel: FakeMarketplace, audits: bool) {
    channel.audit_edits(audits);
    let shop = a_shop("14701711");
    let listings =
        contract::marketplace::a_small_shop(&channel.capabilities().channel, "http://127.0.0.1:8791");
    let ids: Vec<ExternalId> = listings.iter().map(|listing| listing.id.clone()).collect();
    assert_eq!(ids.len(), 120);
    for listing in listings {
        channel.put_listing(&shop, listing);
    }
    let behind = Behind { channel: &channel, shop, ids };
    contract::marketplace(&channel, &session(), &behind).await;
}

#[tokio::test]
async fn the_fake_shopee_keeps_the_contract() {
    keeps_the_contract(FakeMarketplace::shopee(), false).await;
}

#[tokio::test]
async fn the_fake_tiktok_shop_keeps_the_contract_with_audits() {
    keeps_the_contract(FakeMarketplace::tiktok_shop(), true).await;
}

fn a_price(amount: i64) -> Step {
    Step::Prices { offers: vec![(an_offer_id("0"), rupiah(amount))] }
}

#[tokio::test]
async fn a_lost_answer_was_applied_and_a_lost_request_was_not() {
    let (channel, shop, id) = (FakeMarketplace::shopee(), a_shop("14701711"), an_external_id("1"));
    channel.put_listing(&shop, a_listing("1"));
    let before = channel.listing(&shop, &id).unwrap();
    let price =
        |channel: &FakeMarketplace| channel.listing(&shop, &id).unwrap().offers[0].price.unwrap().get();

    channel.fault_on(Verb::Prices, Fault::LostRequest);
    let lost = channel.apply(&session(), &id, &before, &a_price(160_000)).await;
    assert!(matches!(lost, Err(ChannelError::OutcomeUnknown { .. })));
    assert_eq!(price(&channel), 150_000);

    channel.fault_next_write(Fault::LostAnswer);
    let lost = channel.apply(&session(), &id, &before, &a_price(170_000)).await;
    assert!(matches!(lost, Err(ChannelError::OutcomeUnknown { .. })));
    assert_eq!(price(&channel), 170_000);
    let applied: Vec<bool> = channel.journal().iter().map(|call| call.applied).collect();
    assert_eq!(applied, [false, true]);
}

#[tokio::test]
async fn a_rate_limit_tells_the_session_and_a_refused_token_is_renewed_once() {
    let (channel, shop, id) = (FakeMarketplace::shopee(), a_shop("14701711"), an_external_id("1"));
    channel.put_listing(&shop, a_listing("1"));
    let session = session();
    channel.fault_next(Fault::RateLimited(Duration::from_secs(3)));
    let limited = channel.fetch(&session, std::slice::from_ref(&id)).await;
    assert_eq!(limited, Err(ChannelError::RateLimited { retry_after: Duration::from_secs(3) }));
    assert_eq!(session.throttles(), [Some(Duration::from_secs(3))]);

    channel.fault_next(Fault::TokenRefused);
    let dead = channel.fetch(&session, std::slice::from_ref(&id)).await;
    assert!(matches!(dead, Err(ChannelError::Unauthorized { .. })), "{dead:?}");
    channel.fault_next(Fault::TokenRefused);
    session.renews_to(session_tokens());
    assert_eq!(channel.fetch(&session, &[id]).await.unwrap().len(), 1);
    assert_eq!(session.renews(), 2);
    assert_eq!(session.admits(), 4, "every request is admitted, the repeated one too");
}

fn session_tokens() -> app::marketplace::ShopTokens {
    app::marketplace::ShopTokens {
        access_token: "fresh".to_owned().into(),
        refresh_token: "fresh".to_owned().into(),
        access_expires_at: a_moment(),
        refresh_expires_at: None,
        cipher: None,
        generation: 2,
    }
}

#[tokio::test]
async fn a_code_works_once_and_so_does_a_refresh_token() {
    let (channel, shop) = (FakeMarketplace::shopee(), a_shop("14701711"));
    channel.authorize("kode", std::slice::from_ref(&shop));
    let callback = [("code".to_owned(), "kode".to_owned())].into();
    let opened = channel.exchange_code(&credentials(), &callback, a_moment()).await.unwrap();
    assert_eq!(opened[0].shop, shop);
    assert!(channel.exchange_code(&credentials(), &callback, a_moment()).await.is_err());

    let first = &opened[0].tokens;
    let second = channel.refresh(&credentials(), &shop, first, a_moment()).await.unwrap();
    assert_eq!(second.generation, first.generation + 1);
    let reused = channel.refresh(&credentials(), &shop, first, a_moment()).await;
    assert!(matches!(reused, Err(ChannelError::Unauthorized { .. })));
    assert!(channel.refresh(&credentials(), &shop, &second, a_moment()).await.is_ok());
    assert_eq!(channel.calls_of(Verb::Refresh), 3);
}

#[test]
fn a_push_is_believed_when_it_is_signed_and_fresh() {
    use app::marketplace::{Event, NoticeError};
    let channel = FakeMarketplace::shopee();
    let event = Event::ListingChanged { listing: an_external_id("1") };
    let (headers, body) = FakeMarketplace::notice(&credentials(), "n1", None, &event, a_moment());
    let raw = |headers, body, now| RawNotice { headers, body, callback_url: "https://x.test", now };
    let notice = channel.read_notice(&credentials(), &raw(&headers, &body, a_moment())).unwrap();
    assert_eq!((notice.id.as_str(), notice.event), ("n1", event));
    let mut other = body.clone();
    other[5] ^= 1;
    let forged = channel.read_notice(&credentials(), &raw(&headers, &other, a_moment()));
    assert_eq!(forged, Err(NoticeError::Forged));
    let late = a_moment() + Duration::from_mins(10);
    assert_eq!(channel.read_notice(&credentials(), &raw(&headers, &body, late)), Err(NoticeError::Stale));
}
