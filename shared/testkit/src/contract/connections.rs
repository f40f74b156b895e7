//! [`app::ports::Connections`], [`app::ports::Secrets`] and [`app::ports::Locks`].

use std::collections::BTreeMap;

use app::{
    StoreError,
    marketplace::{ShopInfo, ShopTokens},
    ports::{
        Connection, ConnectionSecret, ConnectionState, Connections, Leases, Secrets, Versioned,
        connections::{ConnectedShop, PendingAuthorization},
    },
};
use domain::Channel;
use futures::future::join_all;
use jiff::SignedDuration;
use secrecy::ExposeSecret;

use super::{moment, own_channel, own_shop, unique};
use crate::build::credentials;

/// The contract of connections.
pub async fn connections(connections: &dyn Connections) {
    let channel = own_channel();
    assert_eq!(connections.get(&channel).await, Ok(None));
    let first = a_connection(&channel);
    assert_eq!(connections.put(&first, 1).await, Err(StoreError::Conflict), "the first is put at 0");
    let stored = connections.put(&first, 0).await.expect("a first connection can be stored");
    assert_eq!(stored, Versioned { value: first.clone(), version: 1 });
    assert_eq!(connections.put(&first, 0).await, Err(StoreError::Conflict));

    let mut second = first.clone();
    second.state = ConnectionState::Connected;
    second.pending = None;
    second.shops.insert(own_shop(), a_connected_shop());
    let stored = connections.put(&second, 1).await.expect("the version is the stored one");
    assert_eq!(stored, Versioned { value: second, version: 2 });
    assert_eq!(connections.put(&first, 1).await, Err(StoreError::Conflict));
    assert_eq!(connections.get(&channel).await, Ok(Some(stored.clone())));
    let all = connections.all().await.expect("connections can be read");
    assert!(all.contains(&stored), "all names every connection");

    connections.delete(&channel).await.expect("a connection can be removed");
    assert_eq!(connections.get(&channel).await, Ok(None));
    assert_eq!(connections.delete(&channel).await, Ok(()), "removing what is not there is no error");
    let all = connections.all().await.expect("connections can be read");
    assert!(all.iter().all(|connection| connection.value.channel != channel));
}

fn a_connection(channel: &Channel) -> Connection {
    Connection {
        channel: channel.clone(),
        state: ConnectionState::AwaitingAuthorization,
        app_id: "1000016".to_owned(),
        secret_last4: "cret".to_owned(),
        webhook_url: format!("http://127.0.0.1:8788/webhooks/{channel}"),
        shops: BTreeMap::new(),
        problem: Some("belum diotorisasi".to_owned()),
        pending: Some(PendingAuthorization {
            state: unique(),
            expires_at: moment() + SignedDuration::from_mins(10),
        }),
        updated_at: moment(),
    }
}

fn a_connected_shop() -> ConnectedShop {
    ConnectedShop {
        info: ShopInfo {
            name: Some("Toko Drone".to_owned()),
            region: Some("ID".to_owned()),
            authorization_expires_at: None,
            limits: None,
        },
        access_expires_at: moment() + SignedDuration::from_hours(4),
        refresh_expires_at: Some(moment() + SignedDuration::from_hours(720)),
        last_refresh_at: moment(),
        checked_at: Some(moment()),
        reconciled_at: None,
        refused: Some(3),
        promotions_changed_at: Some(moment()),
    }
}

/// The contract of secrets. Testing a cache would need two readers of one store, so this checks only that a store sees
/// its own writes.
pub async fn secrets(secrets: &dyn Secrets) {
    let channel = own_channel();
    assert!(secrets.get(&channel, true).await.expect("secrets can be read").is_none());
    let mut secret = ConnectionSecret {
        credentials: credentials(),
        webhook_url: "http://127.0.0.1:8788/webhooks/shopee".to_owned(),
        shops: BTreeMap::new(),
    };
    secret.credentials.service_id = Some("7100000000".to_owned());
    secrets.put(&channel, &secret).await.expect("a secret can be stored");
    same(&read(secrets, &channel, true).await, &secret);

    let shop = own_shop();
    for generation in 1..=3 {
        let mut tokens = crate::fake::session_tokens(moment());
        tokens.generation = generation;
        tokens.refresh_token = format!("refresh-{generation}").into();
        secret.shops.insert(shop.clone(), tokens);
        secrets.put(&channel, &secret).await.expect("a secret can be replaced");
        same(&read(secrets, &channel, true).await, &secret);
        same(&read(secrets, &channel, false).await, &secret);
    }
    assert!(!format!("{secret:?}").contains("refresh-3"), "a secret does not show itself when it is printed");
    secrets.delete(&channel).await.expect("a secret can be removed");
    assert!(secrets.get(&channel, true).await.expect("secrets can be read").is_none());
    assert!(secrets.get(&channel, false).await.expect("secrets can be read").is_none());
    secrets.delete(&channel).await.expect("removing what is not there is no error");
    secrets.put(&channel, &secret).await.expect("a channel can be connected again after it was removed");
    same(&read(secrets, &channel, true).await, &secret);
    secrets.delete(&channel).await.expect("a secret can be removed");
}

async fn read(secrets: &dyn Secrets, channel: &Channel, fresh: bool) -> ConnectionSecret {
    secrets.get(channel, fresh).await.expect("secrets can be read").expect("the secret exists")
}

fn same(found: &ConnectionSecret, expected: &ConnectionSecret) {
    let plain = |secret: &ConnectionSecret| {
        let credentials = &secret.credentials;
        let tokens: Vec<_> =
            secret.shops.iter().map(|(shop, tokens)| (shop.clone(), exposed(tokens))).collect();
        (
            credentials.app_id.clone(),
            credentials.app_secret.expose_secret().to_owned(),
            credentials.service_id.clone(),
            secret.webhook_url.clone(),
            tokens,
        )
    };
    assert!(plain(found) == plain(expected), "a secret reads back as it was stored");
}

fn exposed(tokens: &ShopTokens) -> impl PartialEq + use<> {
    (
        tokens.access_token.expose_secret().to_owned(),
        tokens.refresh_token.expose_secret().to_owned(),
        tokens.access_expires_at,
        tokens.refresh_expires_at,
        tokens.cipher.clone(),
        tokens.generation,
    )
}

/// The contract of leases.
pub async fn locks(locks: &dyn Leases) {
    let (name, start) = (unique(), moment());
    let at = |seconds: i64| start + SignedDuration::from_secs(seconds);
    let owners: Vec<String> = (0..20).map(|_| unique()).collect();
    let taken = join_all(owners.iter().map(|owner| locks.acquire(&name, owner, at(0), at(30)))).await;
    let winners: Vec<&String> =
        owners.iter().zip(&taken).filter(|(_, taken)| **taken == Ok(true)).map(|(owner, _)| owner).collect();
    assert_eq!(winners.len(), 1, "one of many gets the lease: {taken:?}");
    let (holder, other) = (winners[0].clone(), unique());

    assert_eq!(locks.acquire(&name, &other, at(29), at(60)).await, Ok(false), "held until it expires");
    assert_eq!(locks.acquire(&name, &holder, at(20), at(50)).await, Ok(true), "its holder may extend it");
    assert_eq!(locks.acquire(&name, &other, at(40), at(70)).await, Ok(false), "and then it is held longer");
    locks.release(&name, &other).await.expect("releasing is never an error");
    assert_eq!(locks.acquire(&name, &other, at(40), at(70)).await, Ok(false), "only its holder releases it");
    assert_eq!(
        locks.acquire(&name, &other, at(51), at(80)).await,
        Ok(true),
        "an expired lease is taken over"
    );
    locks.release(&name, &holder).await.expect("releasing is never an error");
    assert_eq!(
        locks.acquire(&name, &holder, at(52), at(90)).await,
        Ok(false),
        "whoever lost the lease cannot release it for the new holder"
    );
    locks.release(&name, &other).await.expect("the holder can release");
    assert_eq!(locks.acquire(&name, &holder, at(52), at(90)).await, Ok(true), "a released lease is free");
    assert_eq!(locks.acquire(&unique(), &other, at(52), at(90)).await, Ok(true), "each name has its own");
}
