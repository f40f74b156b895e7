//! Our own state of a listing. The body is the whole record. The attributes beside it are needed by conditions and by
//! other writers: version, product, status at the channel, gone.

use std::collections::HashMap;

use app::{
    StoreError,
    ports::{ListingState, Versioned},
};
use aws_sdk_dynamodb::types::AttributeValue;
use domain::{ListingKey, ProductId};

use super::{edge, row};
use crate::{
    Store, body,
    db::{Expr, Item, Outcome, Write, flag, n, s, text, version},
    keys,
};

pub(super) fn state_item(state: &ListingState, version: u64) -> Result<Item, StoreError> {
    let mut item = keys::state(&state.key).into_item();
    item.insert("version".to_owned(), n(version));
    item.insert("gone".to_owned(), AttributeValue::Bool(state.gone));
    item.insert("channel_status".to_owned(), body::pack(&state.channel_status)?);
    if let Some(product) = &state.product {
        item.insert("product".to_owned(), s(product.as_str()));
    }
    item.insert(body::BODY.to_owned(), body::pack(state)?);
    Ok(item)
}

pub(super) fn read_state(item: &Item) -> Result<Versioned<ListingState>, StoreError> {
    let mut value: ListingState = body::unpack(item)?;
    // An observation updates these two without rewriting the body.
    value.gone = flag(item, "gone");
    value.channel_status = body::unpack_from(item, "channel_status")?;
    Ok(Versioned { value, version: version(item)? })
}

/// The stored values of listings that are about to be written, on which their rows and edges depend.
#[derive(Debug, Default)]
pub(crate) struct Known(HashMap<ListingKey, Before>);

#[derive(Debug, Clone)]
struct Before {
    version: u64,
    product: Option<ProductId>,
    gone: bool,
}

impl Before {
    fn read(item: &Item) -> Result<Self, StoreError> {
        let product = text(item, "product").map(ProductId::parse).transpose();
        let product = product.map_err(|problem| body::unreadable(item, &problem.to_string()))?;
        Ok(Self { version: version(item)?, product, gone: flag(item, "gone") })
    }

    /// The writes of the next version of the state, with its row and edges.
    fn writes(&self, state: &ListingState) -> Result<Vec<Write>, StoreError> {
        let (moved, back_or_gone) = (self.product != state.product, self.gone != state.gone);
        let mut writes =
            vec![Write::put(state_item(state, self.version + 1)?).when(Expr::at_version(self.version))];
        if moved {
            writes.extend(self.product.iter().map(|old| Write::delete(keys::listing_edge(old, &state.key))));
            writes.extend(state.product.iter().map(|new| Write::put(edge(new, &state.key))));
        }
        if moved || back_or_gone {
            writes.push(Write::put(row(&state.key, state.product.as_ref(), state.gone)));
        }
        if back_or_gone {
            // The next observation needs `gone` and does not read the state.
            let change = Expr::new("SET #gone = :gone").value(":gone", AttributeValue::Bool(state.gone));
            writes.push(Write::update(keys::observed(&state.key), change).when(Expr::exists()));
        }
        Ok(writes)
    }
}

impl Known {
    /// Whether one of `states` was changed since it was read.
    pub(crate) fn has_moved(&self, states: &[Versioned<ListingState>]) -> bool {
        states
            .iter()
            .any(|state| self.0.get(&state.value.key).is_none_or(|before| before.version != state.version))
    }

    pub(crate) fn state_writes(&self, state: &Versioned<ListingState>) -> Result<Vec<Write>, StoreError> {
        self.0.get(&state.value.key).ok_or(StoreError::Conflict)?.writes(&state.value)
    }
}

impl Store {
    pub(crate) async fn known_listings(
        &self,
        states: impl IntoIterator<Item = &Versioned<ListingState>>,
    ) -> Result<Known, StoreError> {
        let keys: HashMap<String, &ListingKey> =
            states.into_iter().map(|s| (keys::listing_partition(&s.value.key), &s.value.key)).collect();
        let wanted = keys.values().map(|key| keys::state(key));
        let items = self.read_many(wanted, Some("#pk, #version, #product, #gone")).await?;
        let mut known = Known::default();
        for item in &items {
            if let Some(key) = text(item, "pk").and_then(|pk| keys.get(pk)) {
                known.0.insert((*key).clone(), Before::read(item)?);
            }
        }
        Ok(known)
    }

    pub(super) async fn save_state(
        &self,
        state: &ListingState,
        expected: u64,
    ) -> Result<Versioned<ListingState>, StoreError> {
        let saved = Versioned { value: state.clone(), version: expected + 1 };
        // Nearly always only links, base or overrides change. Then one plain write is enough, without reading the
        // stored item.
        let same = match &state.product {
            Some(product) => Expr::new("#product = :product").value(":product", s(product.as_str())),
            None => Expr::new("attribute_not_exists(#product)"),
        };
        let same = same.and(Expr::new("#gone = :gone").value(":gone", AttributeValue::Bool(state.gone)));
        let write = Write::put(state_item(state, expected + 1)?);
        let outcome = self.write(write.when(Expr::at_version(expected).and(same))).await?;
        if outcome == Outcome::Written {
            return Ok(saved);
        }
        let before = outcome.in_the_way().as_ref().map(Before::read).transpose()?;
        let before = before.filter(|before| before.version == expected).ok_or(StoreError::Conflict)?;
        self.transact(before.writes(state)?).await?.or_conflict()?;
        Ok(saved)
    }
}
