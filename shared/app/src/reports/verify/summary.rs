//! The end of a check: what all pages say together.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    ListingKey,
    titles::{Risk, Titled, risks},
};

use crate::{
    Ports, StoreError, WorkError,
    ports::{Check, Offence, Tally, Verification, VerifiedPage},
    publishing::field_mapping::unmapped_fields,
};

/// Pages read at once.
const PAGES: usize = 20;
/// Risks of one stored slice, and how many slices are kept: the worst two thousand.
const SLICE: usize = 200;
const SLICES: usize = 10;

pub(super) async fn up(ports: &Ports, mut verification: Verification) -> Result<(), WorkError> {
    let mut all = Sum::default();
    let mut cursor = None;
    let mut number = 0;
    loop {
        let page = ports.verifications.pages(&verification.id, cursor.as_deref(), PAGES).await?;
        for found in page.items {
            // The last one is our own, of a try before this one.
            if number < verification.pages {
                all.add(found);
            }
            number += 1;
        }
        match page.next {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    if number < verification.pages {
        let reason = format!("{number} of {} pages of the check can be read", verification.pages);
        return Err(WorkError::Fail { code: "verification_incomplete".to_owned(), reason });
    }
    let mut ends = all.compare();
    gaps(ports, &mut ends).await?;
    all.tally(&ends);
    let found: Vec<Risk> = risks(&all.titles);
    let kept: Vec<Vec<Risk>> = found.chunks(SLICE).take(SLICES).map(<[Risk]>::to_vec).collect();
    ports.verifications.put_risks(&verification, &kept).await?;
    verification.listings = all.listings;
    verification.checks = all.checks;
    verification.origins = all.origins;
    verification.outdated = all.outdated;
    verification.risks = found.len() as u64;
    verification.risks_kept = kept.iter().map(|slice| slice.len() as u64).sum();
    verification.finished_at = Some(ports.clock.now());
    match ports.verifications.put_page(&verification, verification.pages, &ends).await {
        Ok(_) => {}
        // Another message summed it up in this moment.
        Err(StoreError::Conflict) => return Ok(()),
        Err(error) => return Err(error.into()),
    }
    let failed: u64 = verification.checks.values().map(|tally| tally.failed).sum();
    tracing::info!(
        verification.id = %verification.id, listings = verification.listings, failed,
        risks = verification.risks, "catalogue checked"
    );
    Ok(())
}

/// Fields that a channel knows and that nothing of the master corresponds to.
async fn gaps(ports: &Ports, ends: &mut VerifiedPage) -> Result<(), StoreError> {
    for (channel, field) in unmapped_fields(ports).await? {
        ends.failed(Offence {
            check: Check::Mapping,
            listing: None,
            product: None,
            variant: None,
            offer: None,
            reason: "field_unmapped".to_owned(),
            details: format!("{channel}: {}", field.as_str()),
            channel: Some(channel),
        });
    }
    Ok(())
}

#[derive(Default)]
struct Sum {
    listings: u64,
    checks: BTreeMap<Check, Tally>,
    origins: BTreeMap<crate::ports::TitleOrigin, u64>,
    outdated: u64,
    titles: Vec<Titled>,
    proposed: Vec<(ListingKey, String)>,
}

impl Sum {
    fn add(&mut self, page: VerifiedPage) {
        self.listings += page.listings;
        self.tally(&page);
        for (origin, count) in &page.origins {
            *self.origins.entry(*origin).or_insert(0) += count;
        }
        self.outdated += page.outdated;
        self.titles.extend(page.titles);
        self.proposed.extend(page.proposed);
    }

    fn tally(&mut self, page: &VerifiedPage) {
        for check in Check::ALL {
            let sum = self.checks.entry(check).or_default();
            let Some(tally) = page.checks.get(&check) else { continue };
            sum.passed += tally.passed;
            sum.failed += tally.failed;
            for (reason, count) in &tally.explained {
                *sum.explained.entry(reason.clone()).or_insert(0) += count;
            }
        }
    }

    /// Which titles stand on two channels: those that were decided, and what is proposed where nothing was.
    fn compare(&self) -> VerifiedPage {
        let mut by_title: BTreeMap<&str, Vec<&ListingKey>> = BTreeMap::new();
        for (key, title) in &self.proposed {
            by_title.entry(title).or_default().push(key);
        }
        let mut ends = VerifiedPage::default();
        for (title, keys) in by_title {
            let channels: BTreeSet<_> = keys.iter().map(|key| &key.channel).collect();
            for key in &keys {
                if channels.len() < 2 {
                    ends.passed(Check::TitlesDiffer);
                    continue;
                }
                let other = keys.iter().find(|other| other.channel != key.channel);
                ends.failed(Offence {
                    check: Check::TitlesDiffer,
                    listing: Some((*key).clone()),
                    channel: None,
                    product: None,
                    variant: None,
                    offer: None,
                    reason: "equal_title".to_owned(),
                    details: format!("{title} = {}", other.map_or_else(String::new, ToString::to_string)),
                });
            }
        }
        ends
    }
}
