//! Leases: who holds a name, and until when.

use app::{StoreError, ports::Leases};
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};

use crate::{
    Store,
    db::{Expr, Write, n, s},
    keys,
};

/// A lease that nobody released is removed some time after it ran out.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

#[async_trait]
impl Leases for Store {
    async fn acquire(
        &self,
        name: &str,
        owner: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut item = keys::lock(name).into_item();
        item.insert("owner".to_owned(), s(owner));
        item.insert("until".to_owned(), n(until.as_nanosecond()));
        item.insert("ttl".to_owned(), n((until + KEPT).as_second()));
        let free = Expr::new("attribute_not_exists(#pk) OR #owner = :owner OR #until <= :now")
            .value(":owner", s(owner))
            .value(":now", n(now.as_nanosecond()));
        Ok(self.write(Write::put(item).when(free)).await?.is_written())
    }

    async fn release(&self, name: &str, owner: &str) -> Result<(), StoreError> {
        let own = Expr::new("#owner = :owner").value(":owner", s(owner));
        self.write(Write::delete(keys::lock(name)).when(own)).await.map(drop)
    }
}
