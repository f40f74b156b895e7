//! Why something is not a success, for a person.

use serde::{Deserialize, Serialize};

use crate::words::SellerText;

/// A code with its words in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// As in `docs/ERRORS.md`.
    pub code: String,
    pub text: String,
    pub text_en: String,
}

impl Failure {
    pub fn new(code: impl Into<String>, text: SellerText) -> Self {
        let SellerText { text, text_en } = text;
        Self { code: code.into(), text, text_en }
    }
}
