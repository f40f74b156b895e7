//! Shopee's JSON, and nothing else. Field names are the channel's; what is absent, `null`, or written as another
//! type than the documents say is read as well as it can be, because the wire differs from the documents.

#![expect(clippy::struct_field_names, reason = "the names are the channel's")]

pub mod account;
pub mod categories;
pub mod edit;
pub mod envelope;
pub mod fields;
pub mod listing;
pub mod logistics;
pub mod notice;
pub mod promotions;
pub mod tolerant;
