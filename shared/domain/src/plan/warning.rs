//! What a person should know about a plan, although it does not block anything. The sentences are `app::words`.

use serde::{Deserialize, Serialize};

use crate::{description::Format, diff::Field};

/// A warning. `code` is stable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Warning {
    /// The listing's title was accepted for an earlier title of the master, and stays until a person accepts a new one.
    TitleOutdated { then: String, now: String },
    /// The channel accepts this change only together with these fields of all variants. They are sent with the values
    /// that were read a moment before.
    Rewrites { fields: Vec<Field> },
    /// The new text cannot keep this layout of the existing description, so the layout is lost.
    DescriptionLosesFormat { formats: Vec<Format> },
    /// Undo: some of the new listing was sold since, so it is hidden in place of deleted.
    SoldSince,
    /// The listing is deleted for good with this many variants. An undo can only create another one.
    DeletesListing { variants: u32 },
}
