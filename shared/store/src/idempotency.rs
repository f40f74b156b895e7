//! Idempotency keys: a start that expires if no answer follows, then the answer, which is kept for a day.

use app::{
    StoreError,
    ports::{Begin, Idempotency, StoredResponse},
};
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};

use crate::{
    Store, body,
    db::{Expr, Write, n, nonce, s, text},
    keys,
};

/// A start without an answer expires after this time, because no request takes longer.
const WORK: SignedDuration = SignedDuration::from_secs(60);
const ANSWERS_KEPT: SignedDuration = SignedDuration::from_hours(24);

#[async_trait]
impl Idempotency for Store {
    async fn begin(&self, key: &str, fingerprint: &str, now: Timestamp) -> Result<Begin, StoreError> {
        let until = now + WORK;
        let mut item = keys::idempotency(key).into_item();
        item.insert("fingerprint".to_owned(), s(fingerprint));
        item.insert("until".to_owned(), n(until.as_millisecond()));
        item.insert("ttl".to_owned(), n((now + ANSWERS_KEPT).as_second()));
        item.insert("nonce".to_owned(), s(nonce()));
        let free =
            Expr::new("attribute_not_exists(#pk) OR #until <= :now").value(":now", n(now.as_millisecond()));
        let outcome = self.write(Write::put(item).when(free)).await?;
        if outcome.is_written() {
            return Ok(Begin::Fresh);
        }
        let Some(stands) = outcome.in_the_way() else { return Ok(Begin::InProgress) };
        if text(&stands, "fingerprint") != Some(fingerprint) {
            Ok(Begin::Mismatch)
        } else if stands.contains_key(body::BODY) {
            Ok(Begin::Replay(body::unpack(&stands)?))
        } else {
            Ok(Begin::InProgress)
        }
    }

    async fn finish(&self, key: &str, response: &StoredResponse, now: Timestamp) -> Result<(), StoreError> {
        let until = now + ANSWERS_KEPT;
        let change = Expr::new(format!("SET #{} = :body, #until = :until, #ttl = :ttl", body::BODY))
            .value(":body", body::pack(response)?)
            .value(":until", n(until.as_millisecond()))
            .value(":ttl", n(until.as_second()));
        self.write(Write::update(keys::idempotency(key), change).when(Expr::exists())).await.map(drop)
    }

    async fn abandon(&self, key: &str) -> Result<(), StoreError> {
        self.write(Write::delete(keys::idempotency(key))).await.map(drop)
    }
}
