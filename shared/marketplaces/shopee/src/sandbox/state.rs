//! What the shop remembers.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct State {
    pub items: BTreeMap<u64, Item>,
    /// Uploaded bytes in hex; absent for pictures that came with the seed.
    pub images: BTreeMap<String, Option<String>>,
    pub next_id: u64,
    /// Access tokens and when they end, in unix seconds.
    pub access: BTreeMap<String, i64>,
    /// Refresh tokens that were not used yet.
    pub refresh: BTreeSet<String>,
    /// Authorisation codes and when they end.
    pub codes: BTreeMap<String, i64>,
    /// Counts everything that has to be unguessable and unique.
    pub drawn: u64,
    pub callback_url: Option<String>,
    pub lost: Vec<LostPush>,
    pub last_lost: i64,
    /// Pushes that the call under way caused: code and data.
    #[serde(skip)]
    pub outbox: Vec<(i64, Value)>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct LostPush {
    pub id: i64,
    pub code: i64,
    pub timestamp: i64,
    /// The envelope, as it was sent.
    pub body: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Item {
    pub id: u64,
    pub category: u64,
    /// Where the seed named it: shown in the category tree, never in the item.
    #[serde(default)]
    pub category_name: Option<String>,
    pub name: String,
    pub description: String,
    /// Of an extended description: texts and pictures in order.
    #[serde(default)]
    pub description_fields: Vec<Value>,
    pub sku: String,
    pub created: i64,
    pub updated: i64,
    pub attributes: Vec<Value>,
    pub images: Vec<String>,
    /// `3:4` where the seller chose it; square without.
    #[serde(default)]
    pub image_ratio: Option<String>,
    pub weight_grams: u32,
    /// Length, width, height in whole centimetres.
    pub size: Option<[u32; 3]>,
    pub shipping: Vec<(u64, String)>,
    /// Days of a pre-order.
    pub pre_order: Option<u32>,
    pub status: String,
    pub brand: (u64, String),
    pub price: i64,
    pub stock: u32,
    pub promotion: Option<i64>,
    /// When the promotions of the item and its models end, in unix seconds.
    #[serde(default)]
    pub promotion_ends: i64,
    pub tiers: Vec<Tier>,
    pub models: Vec<Model>,
    #[serde(default)]
    pub violations: Vec<Value>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Tier {
    pub name: String,
    pub options: Vec<TierOption>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct TierOption {
    pub name: String,
    pub image: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Model {
    pub id: u64,
    pub index: Vec<usize>,
    pub sku: String,
    pub price: i64,
    pub stock: u32,
    pub weight_grams: Option<u32>,
    /// What buyers pay while a promotion locks the price.
    pub promotion: Option<i64>,
}

/// An item without models has one price and one stock of its own, under the model id 0.
pub(super) struct Offer<'a> {
    pub price: &'a mut i64,
    pub stock: &'a mut u32,
    pub promotion: &'a mut Option<i64>,
}

impl State {
    pub fn new(callback_url: Option<String>) -> Self {
        Self { next_id: 40_000_000_000, callback_url, ..Self::default() }
    }

    pub fn draw_id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    /// Ids that came from outside are never generated again.
    pub fn reserve(&mut self, id: u64) {
        self.next_id = self.next_id.max(id);
    }

    /// An item that can be read and written; deleted ones cannot.
    pub fn living(&mut self, id: u64) -> Option<&mut Item> {
        self.items.get_mut(&id).filter(|item| !item.is_deleted())
    }
}

impl Item {
    pub fn is_deleted(&self) -> bool {
        matches!(self.status.as_str(), "SELLER_DELETE" | "SHOPEE_DELETE")
    }

    pub fn in_promotion(&self) -> bool {
        self.promotion.is_some() || self.models.iter().any(|model| model.promotion.is_some())
    }

    pub fn offer(&mut self, model: u64) -> Option<Offer<'_>> {
        if self.models.is_empty() {
            let Self { price, stock, promotion, .. } = self;
            return (model == 0).then_some(Offer { price, stock, promotion });
        }
        self.models.iter_mut().find(|known| known.id == model).map(|known| Offer {
            price: &mut known.price,
            stock: &mut known.stock,
            promotion: &mut known.promotion,
        })
    }

    pub fn prices(&self) -> Vec<i64> {
        if self.models.is_empty() {
            vec![self.price]
        } else {
            self.models.iter().map(|model| model.price).collect()
        }
    }
}
