//! Evidence in words that fit on a phone, in Bahasa Indonesia and in English.

use app::words::{self, SellerText};
use serde::Serialize;
use utoipa::ToSchema;

/// Whether something speaks for or against two listings being one product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Speaks {
    For,
    Against,
}

/// One thing that speaks for or against a match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Said {
    /// What it is about: `sku`, `title`, `image`, `price`, `variants`, or a contradiction such as `quantity`.
    pub about: String,
    pub speaks: Speaks,
    pub text: String,
    pub text_en: String,
}

impl From<words::Evident> for Said {
    fn from(words::Evident { about, speaks_for, told }: words::Evident) -> Self {
        let SellerText { text, text_en } = told;
        let speaks = if speaks_for { Speaks::For } else { Speaks::Against };
        Self { about: about.to_owned(), speaks, text, text_en }
    }
}
