//! shopee.
