//! [`app::ports::Preferences`]: each person has their own, and they are replaced only at the version that was read.

use app::{
    StoreError,
    ports::{PersonPreferences, Preferences, SavedView, Versioned},
};

use super::unique;

/// The whole contract.
pub async fn preferences(preferences: &dyn Preferences) {
    let (person, other) = (unique(), unique());
    assert_eq!(preferences.of(&person).await, Ok(None));
    let view = SavedView { name: "Di bawah batas".to_owned(), search: "under_floor=true".to_owned() };
    let first = PersonPreferences {
        language: Some("en".to_owned()),
        views: [("products".to_owned(), vec![view])].into(),
        ..PersonPreferences::default()
    };
    let stored = Versioned { value: first.clone(), version: 1 };
    assert_eq!(preferences.put(&person, &first, 0).await, Ok(stored.clone()));
    assert_eq!(preferences.put(&person, &first, 0).await, Err(StoreError::Conflict), "there is one");
    assert_eq!(preferences.of(&person).await, Ok(Some(stored)));
    let second = PersonPreferences { theme: Some("dark".to_owned()), ..first };
    assert_eq!(preferences.put(&person, &second, 1).await.map(|stored| stored.version), Ok(2));
    assert_eq!(preferences.put(&person, &second, 1).await, Err(StoreError::Conflict), "it moved");
    assert_eq!(preferences.of(&other).await, Ok(None), "each person has their own");
}
