//! Habits of channels beside what they are asked for.

use domain::{ListingContent, diff::Field, plan::Step};

use super::FakeMarketplace;

/// What becomes of a new listing that a channel keeps otherwise than it was sent.
pub(super) struct Created(pub Box<dyn Fn(&mut ListingContent) + Send>);

impl std::fmt::Debug for Created {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Created")
    }
}

impl FakeMarketplace {
    /// From now on every call for prices or stock sends these fields back as they were read.
    pub fn writes_back(&self, fields: &[Field]) {
        self.state().writes_back = fields.to_vec();
    }

    /// From now on the only category, `100630`, requires this.
    pub fn category_asks(&self, rules: domain::CategoryRules) {
        self.state().category_rules = rules;
    }

    /// From now on a new listing is kept changed by `change`.
    pub fn created_as(&self, change: impl Fn(&mut ListingContent) + Send + 'static) {
        self.state().created_as = Some(Created(Box::new(change)));
    }

    /// From now on an added variant has this stock, whatever was sent.
    pub fn added_with_stock(&self, stock: u32) {
        self.state().added_stock = Some(stock);
    }

    pub(super) fn written_back(&self, step: &Step) -> Vec<Field> {
        match step {
            Step::Prices { .. } | Step::Stock { .. } => self.state().writes_back.clone(),
            _ => Vec::new(),
        }
    }
}

pub(super) fn stock_added(content: &mut ListingContent, before: &ListingContent, stock: Option<u32>) {
    for offer in content.offers.iter_mut().filter(|offer| before.offer(&offer.id).is_none()) {
        offer.stock = stock.or(offer.stock);
    }
}
