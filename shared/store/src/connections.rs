//! Connections: a few items in one partition. They contain no secrets.

use app::{
    StoreError,
    ports::{Connection, Connections, Versioned},
};
use async_trait::async_trait;
use domain::Channel;

use crate::{
    Store, body,
    db::{Expr, Item, Query, Write, n, version},
    keys,
};

#[async_trait]
impl Connections for Store {
    async fn get(&self, channel: &Channel) -> Result<Option<Versioned<Connection>>, StoreError> {
        self.read(keys::connection(channel)).await?.as_ref().map(read).transpose()
    }

    async fn all(&self) -> Result<Vec<Versioned<Connection>>, StoreError> {
        self.query_all(&Query::partition(keys::CONNECTIONS)).await?.iter().map(read).collect()
    }

    async fn put(&self, connection: &Connection, expected: u64) -> Result<Versioned<Connection>, StoreError> {
        let stored = Versioned { value: connection.clone(), version: expected + 1 };
        let mut item = keys::connection(&connection.channel).into_item();
        item.insert("version".to_owned(), n(stored.version));
        item.insert(body::BODY.to_owned(), body::pack(connection)?);
        self.write(Write::put(item).when(Expr::replaces(expected))).await?.or_conflict()?;
        Ok(stored)
    }

    async fn delete(&self, channel: &Channel) -> Result<(), StoreError> {
        self.write(Write::delete(keys::connection(channel))).await.map(drop)
    }
}

fn read(item: &Item) -> Result<Versioned<Connection>, StoreError> {
    Ok(Versioned { value: body::unpack(item)?, version: version(item)? })
}
