//! Texts with rules: titles and SKUs.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Invalid, identity};

/// A product's title: 1 to 255 characters, without control or invisible characters and spaces around it.
/// 255 is the widest limit among the channels; each channel's own limit is checked when planning.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Title(String);

impl Title {
    /// The longest title, in characters.
    pub const MAX: usize = 255;

    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = identity::visible(text);
        let length = text.chars().count();
        if length == 0 {
            return Err(Invalid::new("title", "title_empty", "a title needs at least one character"));
        }
        if length > Self::MAX {
            let problem = format!("a title has at most {} characters, this one has {length}", Self::MAX);
            return Err(Invalid::new("title", "title_too_long", problem));
        }
        if text.chars().any(char::is_control) {
            return Err(Invalid::new("title", "title_control_character", "a title is one line of text"));
        }
        Ok(Self(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A seller's own code for a variant: 1 to 100 characters, without control or invisible characters and spaces around it.
/// Compared by [`Sku::folded`], because sellers type the same code in many ways.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sku(String);

impl Sku {
    /// The longest SKU, in characters (Shopee's limit; TikTok Shop's 50 is checked when planning).
    pub const MAX: usize = 100;

    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = identity::visible(text);
        let length = text.chars().count();
        if length == 0 || length > Self::MAX || text.chars().any(char::is_control) {
            return Err(Invalid::new("sku", "sku_malformed", "a SKU is 1 to 100 characters on one line"));
        }
        Ok(Self(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The common form of all spellings of one SKU: [`identity::code`].
    pub fn folded(&self) -> String {
        identity::code(&self.0)
    }
}

macro_rules! text_traits {
    ($name:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl TryFrom<String> for $name {
            type Error = Invalid;
            fn try_from(text: String) -> Result<Self, Invalid> {
                Self::parse(&text)
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}
text_traits!(Title);
text_traits!(Sku);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_of_255_characters_is_the_longest() {
        assert!(Title::parse(&"é".repeat(255)).is_ok());
        assert_eq!(Title::parse(&"a".repeat(256)).unwrap_err().code, "title_too_long");
        assert_eq!(Title::parse("  ").unwrap_err().code, "title_empty");
        assert_eq!(Title::parse("a\nb").unwrap_err().code, "title_control_character");
    }

    #[test]
    fn two_spellings_of_a_sku_fold_to_one() {
        assert_eq!(Sku::parse(" mtk-01 a").unwrap().folded(), Sku::parse("MTK-01A").unwrap().folded());
    }
}
