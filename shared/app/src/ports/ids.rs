//! Unique names.

pub trait Ids: Send + Sync {
    /// A unique text that sorts by time (a UUID v7).
    fn unique(&self) -> String;
}
