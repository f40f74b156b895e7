//! The master catalogue: products, how masters are built from listings, matches, spreadsheets, and work over many of its
//! products.

pub mod bulk;
pub mod categories;
pub mod edit_many;
pub mod listing_details;
pub mod master_builder;
pub mod masters;
pub mod matches;
pub mod media;
pub mod price_book;
pub mod products;
pub mod selection;
pub mod sheet;
pub mod sku_pattern;
pub mod sku_rules;
