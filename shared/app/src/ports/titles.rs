//! Title rules, versioned and never overwritten, and where titles come from.

use async_trait::async_trait;
use domain::{Channel, titles::TitleRule};
use serde::{Deserialize, Serialize};

use super::Versioned;
use crate::StoreError;

/// Stored versions count from 1 and stay readable.
#[async_trait]
pub trait TitleRules: Send + Sync {
    async fn title_rule(&self, channel: &Channel) -> Result<Option<Versioned<TitleRule>>, StoreError>;

    /// `expected` is 0 for the first; `Conflict` when another version is the newest.
    async fn put_title_rule(
        &self,
        channel: &Channel,
        rule: &TitleRule,
        expected: u64,
    ) -> Result<Versioned<TitleRule>, StoreError>;
}

/// Where a listing's title comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TitleOrigin {
    /// The listing follows the master's title.
    Master,
    /// A proposal that somebody accepted.
    Accepted,
    /// Somebody's own words.
    Locked,
}
