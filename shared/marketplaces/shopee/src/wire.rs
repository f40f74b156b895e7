//! Shopee's JSON, and nothing else. Field names are the channel's; what is absent, `null`, or written as another
//! type than the documents say is read as well as it can be, because the wire differs from the documents.

#![expect(clippy::struct_field_names, reason = "the names are the channel's")]

pub mod auth;
pub mod edit;
pub mod envelope;
pub mod fields;
pub mod item;
pub mod loose;
pub mod meta;
pub mod push;
pub mod shop;
