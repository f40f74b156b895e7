//! Title rules and checks of the catalogue in memory.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{Page, TitleRules, Verification, Verifications, VerifiedPage, Versioned},
};
use async_trait::async_trait;
use domain::{
    Channel, VerificationId,
    titles::{Risk, TitleRule},
};

use super::memory::{Kind, Memory, bad_cursor, page, page_newest};

#[derive(Debug, Default)]
pub(super) struct TitleTables {
    /// By channel, the versions from 1.
    rules: BTreeMap<Channel, Vec<TitleRule>>,
    heads: BTreeMap<VerificationId, Verification>,
    pages: BTreeMap<(VerificationId, u32), VerifiedPage>,
    risks: BTreeMap<(VerificationId, u32), Vec<Risk>>,
}

#[async_trait]
impl TitleRules for Memory {
    async fn title_rule(&self, channel: &Channel) -> Result<Option<Versioned<TitleRule>>, StoreError> {
        let state = self.state();
        let versions = state.titles.rules.get(channel);
        Ok(versions.and_then(|versions| {
            Some(Versioned { value: versions.last()?.clone(), version: versions.len() as u64 })
        }))
    }

    async fn put_title_rule(
        &self,
        channel: &Channel,
        rule: &TitleRule,
        expected: u64,
    ) -> Result<Versioned<TitleRule>, StoreError> {
        let mut state = self.state();
        if state.titles.rules.get(channel).map_or(0, |versions| versions.len() as u64) != expected {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::TitleRule)?;
        state.titles.rules.entry(channel.clone()).or_default().push(rule.clone());
        Ok(Versioned { value: rule.clone(), version: expected + 1 })
    }
}

#[async_trait]
impl Verifications for Memory {
    async fn put(&self, verification: &Verification) -> Result<Verification, StoreError> {
        let mut state = self.state();
        if state.titles.heads.get(&verification.id).map_or(0, |head| head.version) != verification.version {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::Verification)?;
        let stored = Verification { version: verification.version + 1, ..verification.clone() };
        state.titles.heads.insert(stored.id.clone(), stored.clone());
        Ok(stored)
    }

    async fn get(&self, id: &VerificationId) -> Result<Option<Verification>, StoreError> {
        Ok(self.state().titles.heads.get(id).cloned())
    }

    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Verification>, StoreError> {
        let state = self.state();
        let heads: BTreeMap<String, Verification> = state
            .titles
            .heads
            .values()
            .map(|head| (format!("{:.9}#{}", head.started_at, head.id), head.clone()))
            .collect();
        Ok(page_newest(heads.into_iter(), cursor, limit))
    }

    async fn put_page(
        &self,
        verification: &Verification,
        number: u32,
        page: &VerifiedPage,
    ) -> Result<Verification, StoreError> {
        let stored = Verifications::put(self, verification).await?;
        self.state().titles.pages.insert((verification.id.clone(), number), page.clone());
        Ok(stored)
    }

    async fn pages(
        &self,
        id: &VerificationId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<VerifiedPage>, StoreError> {
        numbered(&self.state().titles.pages, id, cursor, limit)
    }

    async fn put_risks(&self, verification: &Verification, slices: &[Vec<Risk>]) -> Result<(), StoreError> {
        let mut state = self.state();
        for (number, slice) in (0..).zip(slices) {
            state.write(Kind::Verification)?;
            state.titles.risks.insert((verification.id.clone(), number), slice.clone());
        }
        Ok(())
    }

    async fn risks(
        &self,
        id: &VerificationId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Vec<Risk>>, StoreError> {
        numbered(&self.state().titles.risks, id, cursor, limit)
    }
}

fn numbered<T: Clone>(
    table: &BTreeMap<(VerificationId, u32), T>,
    id: &VerificationId,
    cursor: Option<&str>,
    limit: usize,
) -> Result<Page<T>, StoreError> {
    let after: Option<u32> = cursor.map(|text| text.parse().map_err(|_| bad_cursor())).transpose()?;
    let own =
        table.iter().filter(|((of, _), _)| of == id).map(|((_, number), value)| (*number, value.clone()));
    Ok(page(own, after.as_ref(), limit))
}
