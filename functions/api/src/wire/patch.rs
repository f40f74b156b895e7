//! Distinguishes an absent field ("leave it") from `null` ("empty it") in a merge patch.

use serde::{Deserialize, Deserializer};

/// For `#[serde(default, deserialize_with = "present")]`: an absent field is `None`, `null` is `Some(None)`.
pub fn present<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}
