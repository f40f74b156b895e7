//! How a person likes the dashboard: kept for each, and read by nothing else.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::Versioned;
use crate::StoreError;

/// Absent words mean what the dashboard does by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonPreferences {
    /// `id` or `en`.
    pub language: Option<String>,
    /// `system`, `light` or `dark`.
    pub theme: Option<String>,
    /// `comfortable` or `compact`.
    pub density: Option<String>,
    /// Saved views by list, in the order in which they are shown.
    pub views: BTreeMap<String, Vec<SavedView>>,
    /// Columns by list, in order.
    pub columns: BTreeMap<String, Vec<String>>,
    /// Kinds of notifications that the person does not want to be shown at the bell.
    pub muted: BTreeSet<String>,
}

/// A list as a person left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    pub name: String,
    /// The search part of the list's address.
    pub search: String,
}

#[async_trait]
pub trait Preferences: Send + Sync {
    /// Of the person whom the issuer of tokens calls `person`.
    async fn of(&self, person: &str) -> Result<Option<Versioned<PersonPreferences>>, StoreError>;
    /// Replaces what was read at `expected`, 0 where there was nothing. `Conflict` when it moved.
    async fn put(
        &self,
        person: &str,
        preferences: &PersonPreferences,
        expected: u64,
    ) -> Result<Versioned<PersonPreferences>, StoreError>;
}
