//! How a listing that fails a check is noted.

use crate::ports::{Check, Listing, Offence, VerifiedPage};

impl VerifiedPage {
    pub(super) fn passed(&mut self, check: Check) {
        self.checks.entry(check).or_default().passed += 1;
    }

    pub(super) fn explained(&mut self, check: Check, reason: &str) {
        *self.checks.entry(check).or_default().explained.entry(reason.to_owned()).or_insert(0) += 1;
    }

    pub(super) fn failed(&mut self, offence: Offence) {
        self.checks.entry(offence.check).or_default().failed += 1;
        self.offences.push(offence);
    }
}

/// `listing` fails `check` because of `reason`.
pub(super) fn offence(check: Check, listing: &Listing, reason: &str, details: String) -> Offence {
    Offence {
        check,
        listing: Some(listing.state.value.key.clone()),
        channel: None,
        product: listing.state.value.product.clone(),
        variant: None,
        offer: None,
        reason: reason.to_owned(),
        details,
    }
}
