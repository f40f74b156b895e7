//! A person's settings of the dashboard. Only the dashboard uses them.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::Versioned;
use crate::StoreError;

/// For an absent value, the dashboard uses its default.
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

/// A saved view of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    pub name: String,
    /// The search part of the list's address.
    pub search: String,
}

#[async_trait]
pub trait Preferences: Send + Sync {
    /// The preferences of `person`, which is the subject in the issuer's tokens.
    async fn of(&self, person: &str) -> Result<Option<Versioned<PersonPreferences>>, StoreError>;
    /// Replaces the preferences read at version `expected` (0 if there were none). `Conflict` when they changed.
    async fn put(
        &self,
        person: &str,
        preferences: &PersonPreferences,
        expected: u64,
    ) -> Result<Versioned<PersonPreferences>, StoreError>;
}
