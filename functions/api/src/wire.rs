//! The API's JSON. The model knows nothing of it: each type here is made of one of the model's, or becomes one.

pub mod bulk;
pub mod bulk_edit;
pub mod card;
pub mod catalogue_index;
pub mod connection;
pub mod dashboard;
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
pub mod preview;
pub mod price;
pub mod product;
pub mod run;
pub mod selection;
pub mod sheet;
pub mod sku_rules;
pub mod title;
pub mod verification;
