//! [`app::ports::Categories`]: a tree is replaced as a whole.

#![expect(clippy::unwrap_used, reason = "a contract fails by panicking")]

use app::{
    marketplace::Category,
    ports::{Categories, CategoryChoices, CategoryTree, KnownRules},
};

/// The whole contract of [`Categories`].
pub async fn categories(categories: &dyn Categories) {
    let (channel, other) = (super::own_channel(), super::own_channel());
    assert_eq!(categories.read_at(&channel).await, Ok(None));
    assert_eq!(categories.tree(&channel).await, Ok(None));
    // As large as the trees of marketplaces, so that it does not fit into one item of the table.
    let category = |nth: usize| Category {
        id: (100_000 + nth).to_string(),
        parent: (nth > 0).then(|| (100_000 + nth / 7).to_string()),
        name: format!("Suku Cadang & Aksesoris Kendaraan nomor {nth} untuk {}", nth * 7919),
        is_leaf: !nth.is_multiple_of(7),
    };
    let large = CategoryTree { read_at: super::moment(), categories: (0..12_000).map(category).collect() };
    categories.put_tree(&channel, &large).await.unwrap();
    assert_eq!(categories.read_at(&channel).await, Ok(Some(large.read_at)));
    assert_eq!(categories.tree(&channel).await.unwrap().unwrap(), large, "whole, and in the channel's order");
    assert_eq!(categories.tree(&other).await, Ok(None), "a tree is one channel's");
    let later = large.read_at + jiff::SignedDuration::from_hours(1);
    let small = CategoryTree { read_at: later, categories: vec![category(3)] };
    categories.put_tree(&channel, &small).await.unwrap();
    assert_eq!(categories.tree(&channel).await, Ok(Some(small)), "nothing of the one before is left");
    assert_eq!(categories.rules(&channel, "601").await, Ok(None));
    for brand_required in [false, true] {
        let rules = domain::CategoryRules { brand_required, ..domain::CategoryRules::default() };
        let known = KnownRules { read_at: later, rules };
        categories.put_rules(&channel, "601", &known).await.unwrap();
        assert_eq!(categories.rules(&channel, "601").await, Ok(Some(known)));
        assert_eq!(categories.rules(&channel, "602").await, Ok(None));
    }
    let none = categories.choices(&channel).await.unwrap();
    assert_eq!((none.version, none.value.len()), (0, 0));
    let named = domain::listing::Named { id: "601".to_owned(), name: Some("Frame".to_owned()) };
    let chosen = CategoryChoices::from([("frame".to_owned(), named)]);
    let stored = categories.put_choices(&channel, &chosen, 0).await.unwrap();
    assert_eq!(categories.choices(&channel).await, Ok(stored.clone()));
    assert_eq!(categories.put_choices(&channel, &chosen, 0).await, Err(app::StoreError::Conflict));
    assert_eq!(categories.put_choices(&channel, &chosen, stored.version).await.unwrap().version, 2);
}
