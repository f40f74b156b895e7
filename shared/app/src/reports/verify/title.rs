//! Whether what is proposed, accepted or locked may represent its master, read again from the texts alone.

use domain::{
    Product,
    titles::{Fault, TitleRule, audit, proves},
};

use super::offence::offence;
use crate::{
    ports::{Check, Listing, TitleOrigin, VerifiedPage},
    publishing::titles::ListingTitle,
};

/// Checks the proposal of a listing that nobody locked, and the title that was accepted or locked.
pub(super) fn check(
    found: &mut VerifiedPage,
    listing: &Listing,
    product: &Product,
    title: &ListingTitle,
    rule: &TitleRule,
) {
    if title.origin != TitleOrigin::Locked {
        proposal(found, listing, product, title, rule);
    }
    let other = title.proposal.title.as_ref() != Some(&title.target);
    if title.origin == TitleOrigin::Locked || (title.origin == TitleOrigin::Accepted && other) {
        target(found, listing, product, title, rule);
    }
}

fn proposal(
    found: &mut VerifiedPage,
    listing: &Listing,
    product: &Product,
    title: &ListingTitle,
    rule: &TitleRule,
) {
    let (proposal, master) = (&title.proposal, product.title.as_str());
    let (faults, near) = match &proposal.title {
        Some(made) => faults(master, made, rule, title),
        None => (None, false),
    };
    let told = proposal.title.as_deref().unwrap_or("-");
    if let Some(fault) = faults {
        let details = format!("{master} → {told}: {fault}");
        found.failed(offence(Check::Titles, listing, fault.code(), details));
    } else if near {
        found.passed(Check::Titles);
    } else {
        let is_true = |why: &&domain::titles::Explanation| {
            proves(why, master, proposal, rule, title.length, title.has_others)
        };
        if let Some(why) = proposal.explanations.iter().find(is_true) {
            found.explained(Check::Titles, why.code());
        } else {
            let details = format!("{master} → {told}");
            found.failed(offence(Check::Titles, listing, "outside_band", details));
        }
    }
}

fn target(
    found: &mut VerifiedPage,
    listing: &Listing,
    product: &Product,
    title: &ListingTitle,
    rule: &TitleRule,
) {
    let master = product.title.as_str();
    match faults(master, &title.target, rule, title) {
        (Some(fault), _) => {
            let details = format!("{master} → {}: {fault}", title.target);
            found.failed(offence(Check::Titles, listing, fault.code(), details));
        }
        (None, true) => found.passed(Check::Titles),
        // A person's own words may be as near or as far as that person wants.
        (None, false) if title.origin == TitleOrigin::Locked => found.explained(Check::Titles, "locked"),
        (None, false) if !rule.enabled => found.explained(Check::Titles, "switched_off"),
        (None, false) => found.explained(Check::Titles, "outdated"),
    }
}

/// The first fault beside the likeness, and whether the likeness is in the band.
fn faults(master: &str, text: &str, rule: &TitleRule, title: &ListingTitle) -> (Option<Fault>, bool) {
    let faults = audit(master, text, rule, title.length);
    let (far, rest): (Vec<Fault>, Vec<Fault>) =
        faults.into_iter().partition(|fault| matches!(fault, Fault::Likeness { .. }));
    (rest.into_iter().next(), far.is_empty())
}
