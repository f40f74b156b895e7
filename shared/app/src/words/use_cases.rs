//! Why a use case did not do what was asked.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::{SellerText, codes};
use crate::error::{StoreError, UseCaseError};

impl StoreError {
    /// The stable word for it, as in JSON and in `docs/ERRORS.md`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Conflict => codes::request::WRITE_CONFLICT.code,
            Self::SkuTaken { .. } => codes::state::SKU_TAKEN.code,
            Self::Unavailable(_) => codes::request::STORE_UNAVAILABLE.code,
            Self::Corrupt(_) => codes::request::INTERNAL.code,
        }
    }

    /// For a person: what happened and what to do.
    pub fn seller_text(&self) -> SellerText {
        match self {
            Self::SkuTaken { sku, product } => SellerText::new(
                format!("SKU {sku} sudah dipakai produk {product}."),
                format!("The SKU {sku} belongs to product {product}."),
            ),
            _ => words_of(self.code()),
        }
    }
}

impl UseCaseError {
    /// The stable word for it, as in JSON and in `docs/ERRORS.md`.
    pub fn code(&self) -> Cow<'static, str> {
        match self {
            Self::Invalid(invalid) => invalid.code.into(),
            Self::NotFound { what, .. } => not_found_code(what).code.into(),
            Self::Refused { code, .. } => (*code).into(),
            Self::Channel(error) => error.code().into(),
            Self::Store(error) => error.code().into(),
        }
    }

    /// For a person: what happened and what to do.
    pub fn seller_text(&self) -> SellerText {
        match self {
            Self::Invalid(invalid) => super::invalid(invalid),
            Self::Channel(error) => error.seller_text(),
            Self::Store(error) => error.seller_text(),
            Self::NotFound { .. } | Self::Refused { .. } => words_of(&self.code()),
        }
    }
}

/// The code for a thing that does not exist. `what` is its kind, such as `plan`.
pub fn not_found_code(what: &str) -> &'static codes::Code {
    codes::find(&format!("{}_not_found", what.replace(' ', "_"))).unwrap_or(&codes::state::NOT_FOUND)
}

/// The words of a code that has no values; those of a refusal where it has none.
pub fn words_of(code: &str) -> SellerText {
    let known = codes::find(code).unwrap_or(&codes::state::REFUSED);
    SellerText::new(known.detail, known.detail_en)
}

/// Why one record of many was not changed, as a row of a bulk task keeps it: `code`, `text`, `text_en`.
pub fn row_refused(code: &str, told: &SellerText) -> Value {
    json!({ "code": code, "text": told.text, "text_en": told.text_en })
}

#[cfg(test)]
mod tests {
    use domain::Invalid;

    use super::*;
    use crate::ChannelError;

    #[test]
    fn every_error_has_a_code_and_its_own_words_in_both_languages() {
        let refused = |code| UseCaseError::Refused { code, reason: "for the log".to_owned() };
        let errors: [UseCaseError; 9] = [
            Invalid::new("title", "title_empty", "for the log").into(),
            UseCaseError::NotFound { what: "plan", id: "pln_1".to_owned() },
            UseCaseError::NotFound { what: "thing nobody knows", id: "1".to_owned() },
            refused("import_running"),
            ChannelError::NotConnected.into(),
            StoreError::Conflict.into(),
            StoreError::SkuTaken { sku: "A-1".to_owned(), product: "prd_1".to_owned() }.into(),
            StoreError::Unavailable("for the log".to_owned()).into(),
            StoreError::Corrupt("for the log".to_owned()).into(),
        ];
        for error in errors {
            let row = row_refused(&error.code(), &error.seller_text());
            let said = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
            assert!(codes::find(&said("code")).is_some(), "{error:?}: {row}");
            assert!(!said("text").is_empty() && said("text") != said("text_en"), "{error:?}: {row}");
            assert!(!row.to_string().contains("for the log"), "{error:?}: {row}");
        }
    }
}
