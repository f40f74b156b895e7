//! The API's JSON. The model knows nothing of it: each type here is made of one of the model's, or becomes one.

pub mod bulk;
pub mod connection;
pub mod enums;
pub mod fields;
pub mod import;
pub mod listing;
pub mod master;
pub mod matching;
pub mod number;
pub mod operation;
pub mod patch;
pub mod plan;
pub mod preferences;
pub mod preview;
pub mod price;
pub mod product;
pub mod quotes;
pub mod run;
pub mod sheet;
pub mod sku_rules;
pub mod title;
pub mod verification;
