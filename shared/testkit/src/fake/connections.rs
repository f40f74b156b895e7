//! Connections, secrets and leases in memory.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{Connection, ConnectionSecret, Connections, Leases, Secrets, Versioned},
};
use async_trait::async_trait;
use domain::Channel;
use jiff::Timestamp;

use super::memory::{Kind, Memory};

#[derive(Debug, Default)]
pub(super) struct ConnectionTables {
    connections: BTreeMap<Channel, Versioned<Connection>>,
    secrets: BTreeMap<Channel, ConnectionSecret>,
    leases: BTreeMap<String, (String, Timestamp)>,
}

#[async_trait]
impl Connections for Memory {
    async fn get(&self, channel: &Channel) -> Result<Option<Versioned<Connection>>, StoreError> {
        Ok(self.state().connections.connections.get(channel).cloned())
    }

    async fn all(&self) -> Result<Vec<Versioned<Connection>>, StoreError> {
        Ok(self.state().connections.connections.values().cloned().collect())
    }

    async fn put(&self, connection: &Connection, expected: u64) -> Result<Versioned<Connection>, StoreError> {
        let mut state = self.state();
        let stored = state.connections.connections.get(&connection.channel);
        if stored.map_or(0, |stored| stored.version) != expected {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::Connection)?;
        let stored = Versioned { value: connection.clone(), version: expected + 1 };
        state.connections.connections.insert(connection.channel.clone(), stored.clone());
        Ok(stored)
    }

    async fn delete(&self, channel: &Channel) -> Result<(), StoreError> {
        let mut state = self.state();
        state.write(Kind::Connection)?;
        state.connections.connections.remove(channel);
        Ok(())
    }
}

#[async_trait]
impl Secrets for Memory {
    async fn get(&self, channel: &Channel, _fresh: bool) -> Result<Option<ConnectionSecret>, StoreError> {
        Ok(self.state().connections.secrets.get(channel).cloned())
    }

    async fn put(&self, channel: &Channel, secret: &ConnectionSecret) -> Result<(), StoreError> {
        let mut state = self.state();
        state.write(Kind::Secret)?;
        state.connections.secrets.insert(channel.clone(), secret.clone());
        Ok(())
    }

    async fn delete(&self, channel: &Channel) -> Result<(), StoreError> {
        let mut state = self.state();
        state.write(Kind::Secret)?;
        state.connections.secrets.remove(channel);
        Ok(())
    }
}

#[async_trait]
impl Leases for Memory {
    async fn acquire(
        &self,
        name: &str,
        owner: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        self.interrupt(Kind::Lock).await;
        let mut state = self.state();
        if let Some((holder, held_until)) = state.connections.leases.get(name)
            && holder != owner
            && *held_until > now
        {
            return Ok(false);
        }
        state.write(Kind::Lock)?;
        state.connections.leases.insert(name.to_owned(), (owner.to_owned(), until));
        Ok(true)
    }

    async fn release(&self, name: &str, owner: &str) -> Result<(), StoreError> {
        let mut state = self.state();
        if state.connections.leases.get(name).is_some_and(|(holder, _)| holder == owner) {
            state.write(Kind::Lock)?;
            state.connections.leases.remove(name);
        }
        Ok(())
    }
}
