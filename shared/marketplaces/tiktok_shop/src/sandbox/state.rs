//! The state of the shop, and what a snapshot keeps of it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where our own ids begin: 19 digits, as the channel's have.
const FIRST_ID: u64 = 1_730_000_000_000_000_000;

#[derive(Debug, Default, Serialize, Deserialize)]
pub struct State {
    pub products: BTreeMap<String, Stored>,
    /// Access tokens and when they end, in Unix seconds.
    pub access: BTreeMap<String, i64>,
    pub refresh: BTreeMap<String, i64>,
    /// Authorisation codes and when they end.
    pub codes: BTreeMap<String, i64>,
    /// Idempotency keys and what they created.
    pub keys: BTreeMap<String, String>,
    /// A shop's own addresses for kinds of push.
    pub webhooks: BTreeMap<String, Webhook>,
    /// Pictures that the shop may name.
    pub images: BTreeSet<String>,
    /// Ids of option axes and their values, by name.
    pub attributes: BTreeMap<String, String>,
    pub brands: BTreeMap<String, String>,
    /// Products in a running promotion: their prices are locked.
    #[serde(default)]
    pub promoted: BTreeSet<String>,
    counter: u64,
}

/// A product: what Get Product answers, and a version that waits for its audit.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Stored {
    pub live: Value,
    pub review: Option<Review>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Review {
    pub version: Value,
    /// Unix milliseconds.
    pub due: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Webhook {
    pub address: String,
    pub create_time: i64,
    pub update_time: i64,
}

impl State {
    pub fn next_id(&mut self) -> String {
        self.counter += 1;
        (FIRST_ID + self.counter).to_string()
    }

    /// The id of an option axis, or of a value on one: the same name has the same id.
    pub fn attribute_id(&mut self, name: &str) -> String {
        if let Some(id) = self.attributes.get(name) {
            return id.clone();
        }
        let id = self.next_id();
        self.attributes.insert(name.to_owned(), id.clone());
        id
    }

    /// What waits for an audit, to notice when something is added.
    pub fn pending(&self) -> Vec<(String, i64)> {
        let waiting = |(id, stored): (&String, &Stored)| Some((id.clone(), stored.review.as_ref()?.due));
        self.products.iter().filter_map(waiting).collect()
    }
}
