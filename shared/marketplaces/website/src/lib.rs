//! website.
