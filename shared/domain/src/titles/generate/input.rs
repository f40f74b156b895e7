//! What a proposal is made from.

use std::collections::BTreeSet;

use crate::Product;

/// What a proposal is made from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    /// The master's title.
    pub master: String,
    pub category: Option<String>,
    pub brand: Option<String>,
    /// Names of the options, each with its different values.
    pub options: Vec<(String, BTreeSet<String>)>,
}

impl Input {
    pub fn of(product: &Product) -> Self {
        let values =
            |at: usize| product.variants.iter().filter_map(move |v| v.option_values.get(at).cloned());
        let options = product.options.iter().enumerate();
        Self {
            master: product.title.to_string(),
            category: product.category.clone(),
            brand: product.brand.clone(),
            options: options.map(|(at, name)| (name.clone(), values(at).collect())).collect(),
        }
    }
}
