//! Title rules, one item for each version. Checks of the catalogue: a head item, its pages and the risks found.

use app::{
    StoreError,
    ports::{Page, TitleRules, Verification, Verifications, VerifiedPage, Versioned},
};
use async_trait::async_trait;
use domain::{
    Channel, VerificationId,
    titles::{Risk, TitleRule},
};
use jiff::SignedDuration;
use serde::Serialize;

use crate::{
    Store, body,
    db::{Expr, Item, Query, Write, n},
    keys::{self, Key, Newest},
};

const TITLES: &str = "TITLES";
/// A check is normally read on the day it runs, and a later check replaces it.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

#[async_trait]
impl TitleRules for Store {
    async fn title_rule(&self, channel: &Channel) -> Result<Option<Versioned<TitleRule>>, StoreError> {
        self.newest_rule(TITLES, channel).await
    }

    async fn put_title_rule(
        &self,
        channel: &Channel,
        rule: &TitleRule,
        expected: u64,
    ) -> Result<Versioned<TitleRule>, StoreError> {
        self.put_rule(TITLES, channel, rule, expected).await
    }
}

/// The head as it is stored over the version that was read, and its write.
fn moved(verification: &Verification) -> Result<(Verification, Write), StoreError> {
    let stored = Verification { version: verification.version + 1, ..verification.clone() };
    let mut item = kept(keys::verification(&stored.id), &stored, &stored)?;
    item.insert("version".to_owned(), n(stored.version));
    Newest::Verifications.index(&mut item, verification.started_at, verification.id.as_str());
    Ok((stored, Write::put(item).when(Expr::replaces(verification.version))))
}

#[async_trait]
impl Verifications for Store {
    async fn put(&self, verification: &Verification) -> Result<Verification, StoreError> {
        let (stored, head) = moved(verification)?;
        self.write(head).await?.or_conflict()?;
        Ok(stored)
    }

    async fn get(&self, id: &VerificationId) -> Result<Option<Verification>, StoreError> {
        self.read(keys::verification(id)).await?.as_ref().map(body::unpack).transpose()
    }

    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Verification>, StoreError> {
        let page = self.page(&Query::newest(Newest::Verifications), cursor, limit).await?;
        Ok(Page { items: page.items.iter().map(body::unpack).collect::<Result<_, _>>()?, next: page.next })
    }

    async fn put_page(
        &self,
        verification: &Verification,
        number: u32,
        page: &VerifiedPage,
    ) -> Result<Verification, StoreError> {
        let (stored, head) = moved(verification)?;
        let page = Write::put(kept(keys::verified_page(&verification.id, number), verification, page)?);
        self.transact(vec![head, page]).await?.or_conflict()?;
        Ok(stored)
    }

    async fn pages(
        &self,
        id: &VerificationId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<VerifiedPage>, StoreError> {
        let pages = Query::prefix(keys::verification_partition(id), keys::VERIFIED_PAGE);
        let page = self.page(&pages, cursor, limit).await?;
        Ok(Page { items: page.items.iter().map(body::unpack).collect::<Result<_, _>>()?, next: page.next })
    }

    async fn put_risks(&self, verification: &Verification, slices: &[Vec<Risk>]) -> Result<(), StoreError> {
        let item = |(number, slice): (u32, &Vec<Risk>)| {
            kept(keys::title_risks(&verification.id, number), verification, slice)
        };
        let items: Vec<Item> = (0..).zip(slices).map(item).collect::<Result<_, _>>()?;
        self.put_all(items).await
    }

    async fn risks(
        &self,
        id: &VerificationId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Vec<Risk>>, StoreError> {
        let slices = Query::prefix(keys::verification_partition(id), keys::TITLE_RISKS);
        let page = self.page(&slices, cursor, limit).await?;
        Ok(Page { items: page.items.iter().map(body::unpack).collect::<Result<_, _>>()?, next: page.next })
    }
}

fn kept(key: Key, verification: &Verification, value: &(impl Serialize + Sync)) -> Result<Item, StoreError> {
    let mut item = key.into_item();
    item.insert(body::BODY.to_owned(), body::pack(value)?);
    item.insert("ttl".to_owned(), n((verification.started_at + KEPT).as_second()));
    Ok(item)
}
