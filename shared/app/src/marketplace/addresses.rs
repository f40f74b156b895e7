//! Where people find a listing.

/// The addresses of one listing; absent where the channel has no such page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addresses {
    /// What buyers see.
    pub buyer: Option<String>,
    /// Where the seller edits it, in the channel's own seller centre.
    pub seller: Option<String>,
}
