//! A conflict: one field on which a person has to decide, and what names it.

use std::fmt;

use domain::{
    ContentHash, Invalid, ListingKey, ProductId,
    diff::{FieldKey, Value},
    plan::Change,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ports::VariantView;

/// Names a field of a listing: `channel:shop:id#field`, and the offer behind a slash.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ConflictId {
    pub listing: ListingKey,
    pub field: FieldKey,
}

impl ConflictId {
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let malformed = || Invalid::new("id", "conflict_malformed", "expected channel:shop:id#field");
        let (listing, field) = text.split_once('#').ok_or_else(malformed)?;
        let field = FieldKey::try_from(field.to_owned()).map_err(|_| malformed())?;
        Ok(Self { listing: ListingKey::parse(listing).map_err(|_| malformed())?, field })
    }
}

impl fmt::Display for ConflictId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.listing, String::from(self.field.clone()))
    }
}

/// A conflict as a person saw it: its id, and after an `@` a short hash of both sides.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SeenConflict {
    pub id: ConflictId,
    sides: String,
}

impl SeenConflict {
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let malformed = || Invalid::new("id", "conflict_malformed", "expected channel:shop:id#field@sides");
        let (id, sides) = text.rsplit_once('@').ok_or_else(malformed)?;
        let is_hash = !sides.is_empty() && sides.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hash.then_some(()).ok_or_else(malformed)?;
        Ok(Self { id: ConflictId::parse(id)?, sides: sides.to_owned() })
    }
}

impl fmt::Display for SeenConflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.id, self.sides)
    }
}

impl TryFrom<String> for SeenConflict {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::parse(&text)
    }
}

impl From<SeenConflict> for String {
    fn from(seen: SeenConflict) -> Self {
        seen.to_string()
    }
}

impl TryFrom<String> for ConflictId {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::parse(&text)
    }
}

impl From<ConflictId> for String {
    fn from(id: ConflictId) -> Self {
        id.to_string()
    }
}

/// One field on which a person has to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub id: ConflictId,
    pub product: ProductId,
    /// The master's title.
    pub title: String,
    pub thumbnail: Option<String>,
    /// For a field kept per offer.
    pub variant: Option<VariantView>,
    /// From what the channel says to what the master wants.
    pub change: Change,
    /// What both sides last agreed on; absent where they never did, or where nobody kept it.
    pub base: Option<Value>,
    pub ours: Said,
    pub theirs: Said,
}

impl Conflict {
    /// What names it in a request, so that it is decided only while both sides say what they say now.
    pub fn seen(&self) -> SeenConflict {
        let sides =
            ContentHash::of_parts(&[self.change.from.hash().as_str(), self.change.to.hash().as_str()]);
        SeenConflict { id: self.id.clone(), sides: sides.short().to_string() }
    }
}

/// Who says what a side says, and since when, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    pub by: Option<String>,
    pub at: Option<Timestamp>,
}
