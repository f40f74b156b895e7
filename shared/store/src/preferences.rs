//! The dashboard settings of people: one small item each.

use app::{
    StoreError,
    ports::{PersonPreferences, Preferences, Versioned},
};
use async_trait::async_trait;

use crate::{
    Store, body,
    db::{Expr, Write, n, version},
    keys,
};

#[async_trait]
impl Preferences for Store {
    async fn of(&self, person: &str) -> Result<Option<Versioned<PersonPreferences>>, StoreError> {
        let Some(item) = self.read(keys::preferences(person)).await? else { return Ok(None) };
        Ok(Some(Versioned { value: body::unpack(&item)?, version: version(&item)? }))
    }

    async fn put(
        &self,
        person: &str,
        preferences: &PersonPreferences,
        expected: u64,
    ) -> Result<Versioned<PersonPreferences>, StoreError> {
        let mut item = keys::preferences(person).into_item();
        item.insert("version".to_owned(), n(expected + 1));
        item.insert(body::BODY.to_owned(), body::pack(preferences)?);
        self.write(Write::put(item).when(Expr::replaces(expected))).await?.or_conflict()?;
        Ok(Versioned { value: preferences.clone(), version: expected + 1 })
    }
}
