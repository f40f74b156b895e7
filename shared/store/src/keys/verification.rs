//! Where a check of the whole catalogue is kept.

use domain::VerificationId;

use super::Key;

pub fn verification_partition(id: &VerificationId) -> String {
    format!("VERIFY#{id}")
}

pub fn verification(id: &VerificationId) -> Key {
    Key::new(verification_partition(id), "VERIFY")
}

pub const VERIFIED_PAGE: &str = "PAGE#";

pub fn verified_page(id: &VerificationId, number: u32) -> Key {
    Key::new(verification_partition(id), format!("{VERIFIED_PAGE}{number:06}"))
}

/// Slices of the titles that are too similar, the worst first.
pub const TITLE_RISKS: &str = "RISKS#";

pub fn title_risks(id: &VerificationId, slice: u32) -> Key {
    Key::new(verification_partition(id), format!("{TITLE_RISKS}{slice:06}"))
}
