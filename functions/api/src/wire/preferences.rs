//! A person's settings of the dashboard.

use std::collections::{BTreeMap, BTreeSet};

use app::ports;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    enums::{Density, Language, Theme},
    patch::present,
};

/// A person's own settings. What is absent is left to the dashboard.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Preferences {
    pub language: Option<Language>,
    pub theme: Option<Theme>,
    pub density: Option<Density>,
    /// Saved views by list, such as `products`, in the order in which they are shown.
    pub views: BTreeMap<String, Vec<SavedView>>,
    /// Columns by list, in order.
    pub columns: BTreeMap<String, Vec<String>>,
    pub notices: NoticePreferences,
}

/// Which notifications a person wants to see at the bell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticePreferences {
    /// Kinds that are left out.
    pub muted: BTreeSet<String>,
}

/// A list as a person left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SavedView {
    pub name: String,
    /// The search part of the list's address.
    pub search: String,
}

/// A merge patch: absent stays, `null` goes back to what the dashboard does by itself. `views` and `columns` are merged
/// list by list.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreferencesPatch {
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Language>)]
    pub language: Option<Option<Language>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Theme>)]
    pub theme: Option<Option<Theme>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Density>)]
    pub density: Option<Option<Density>>,
    #[serde(default)]
    pub views: BTreeMap<String, Option<Vec<SavedView>>>,
    #[serde(default)]
    pub columns: BTreeMap<String, Option<Vec<String>>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<NoticePreferences>)]
    pub notices: Option<Option<NoticePreferences>>,
}

impl From<&ports::PersonPreferences> for Preferences {
    fn from(stored: &ports::PersonPreferences) -> Self {
        let view =
            |view: &ports::SavedView| SavedView { name: view.name.clone(), search: view.search.clone() };
        Self {
            language: word(stored.language.as_ref()),
            theme: word(stored.theme.as_ref()),
            density: word(stored.density.as_ref()),
            views: stored
                .views
                .iter()
                .map(|(list, views)| (list.clone(), views.iter().map(view).collect()))
                .collect(),
            columns: stored.columns.clone(),
            notices: NoticePreferences { muted: stored.muted.clone() },
        }
    }
}

/// A stored word; `None` if this release does not know it, so that the dashboard uses its default.
fn word<T: serde::de::DeserializeOwned>(stored: Option<&String>) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(stored?.clone())).ok()
}

fn worded<T: Serialize>(value: Option<T>) -> Option<String> {
    serde_json::to_value(value?).ok()?.as_str().map(str::to_owned)
}

impl PreferencesPatch {
    /// `before` with what the patch says.
    pub fn apply(self, before: ports::PersonPreferences) -> ports::PersonPreferences {
        let mut after = before;
        if let Some(language) = self.language {
            after.language = worded(language);
        }
        if let Some(theme) = self.theme {
            after.theme = worded(theme);
        }
        if let Some(density) = self.density {
            after.density = worded(density);
        }
        for (list, views) in self.views {
            let view = |view: SavedView| ports::SavedView { name: view.name, search: view.search };
            match views {
                Some(views) => drop(after.views.insert(list, views.into_iter().map(view).collect())),
                None => drop(after.views.remove(&list)),
            }
        }
        for (list, columns) in self.columns {
            match columns {
                Some(columns) => drop(after.columns.insert(list, columns)),
                None => drop(after.columns.remove(&list)),
            }
        }
        if let Some(notices) = self.notices {
            after.muted = notices.unwrap_or_default().muted;
        }
        after
    }
}
