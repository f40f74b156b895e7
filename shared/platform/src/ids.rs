//! Unique texts that sort by time.

use uuid::Uuid;

/// UUIDs of version 7, written without hyphens: later ones sort after earlier ones.
#[derive(Debug, Clone, Copy, Default)]
pub struct TimeOrderedIds;

impl app::ports::Ids for TimeOrderedIds {
    #[expect(clippy::disallowed_methods, reason = "this is the one home of random ids")]
    fn unique(&self) -> String {
        Uuid::now_v7().simple().to_string()
    }
}

#[cfg(test)]
mod tests {
    use app::ports::Ids;

    use super::*;

    #[test]
    fn ids_are_unique_and_sort_by_time() {
        let drawn: Vec<String> = (0..1000).map(|_| TimeOrderedIds.unique()).collect();
        assert!(drawn.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(domain::ProductId::parse(domain::ProductId::from_unique(&drawn[0]).as_str()).is_ok());
    }
}
