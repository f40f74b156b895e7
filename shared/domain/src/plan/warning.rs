//! What a person should know of a plan although nothing of it is in the way. The sentences are `app::words`.

use serde::{Deserialize, Serialize};

use crate::{description::Format, diff::Field};

/// Something to look at. `code` is stable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Warning {
    /// The listing's title was accepted for another title of the master, and stays until somebody takes a new one.
    TitleOutdated { then: String, now: String },
    /// The channel takes this change only together with these fields of all variants, which are sent back as they were
    /// read a moment before.
    Rewrites { fields: Vec<Field> },
    /// The new text cannot be put into the layout of the description there, which goes.
    DescriptionLosesFormat { formats: Vec<Format> },
}
