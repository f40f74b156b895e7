//! A check of the whole catalogue on the wire.

use std::collections::BTreeMap;

use app::ports;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::enums::{Check, TitleOrigin};

/// A check of every listing of every shop.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Verification {
    pub id: String,
    /// Nothing failed; absent while it runs.
    pub passed: Option<bool>,
    pub started_by: String,
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Timestamp,
    /// Absent while it runs.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Timestamp>,
    /// It does not go on by itself: a page of it lies in the dead letters of the pricing queue, to be sent again.
    pub stalled: bool,
    /// Listings looked at so far.
    pub listings: u64,
    /// Counted when it is finished.
    pub checks: Vec<VerificationCheck>,
    /// How many listings follow the master's title, have an accepted one, or a locked one.
    pub titles: BTreeMap<TitleOrigin, u64>,
    /// Accepted titles whose master or rule has changed since.
    pub titles_outdated: u64,
    /// Titles that are too similar to another; `/v1/titles/risks` lists the worst.
    pub title_risks: u64,
}

/// One line of the checklist.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VerificationCheck {
    pub check: Check,
    pub text: String,
    pub text_en: String,
    pub passed: u64,
    /// Not as wished, with a reason that is known.
    pub explained: u64,
    pub reasons: BTreeMap<String, u64>,
    pub failed: u64,
}

/// Something that failed a check.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Offence {
    pub check: Check,
    /// `channel:shop:id`; absent for what is wrong with a channel as a whole, such as a field that is not mapped.
    pub listing: Option<String>,
    pub channel: Option<String>,
    pub product_id: Option<String>,
    pub variant_id: Option<String>,
    pub offer: Option<String>,
    pub reason: String,
    /// What was found and what was expected.
    pub details: String,
}

fn words(check: ports::Check) -> (&'static str, &'static str) {
    match check {
        ports::Check::Prices => ("Harga sama dengan rinciannya", "Prices equal their quotes"),
        ports::Check::Titles => (
            "Judul sesuai induk dan 70–80 % mirip, atau ada alasannya",
            "Titles true to the master, in band or explained",
        ),
        ports::Check::TitlesDiffer => ("Judul tidak sama antar kanal", "No equal titles across channels"),
        ports::Check::Mapping => ("Tidak ada pemetaan kosong", "No null mapping"),
    }
}

impl Verification {
    pub fn of(verification: &ports::Verification, now: Timestamp) -> Self {
        let line = |(check, tally): (&ports::Check, &ports::Tally)| {
            let (text, text_en) = words(*check);
            VerificationCheck {
                check: (*check).into(),
                text: text.to_owned(),
                text_en: text_en.to_owned(),
                passed: tally.passed,
                explained: tally.explained.values().sum(),
                reasons: tally.explained.clone(),
                failed: tally.failed,
            }
        };
        let failed: u64 = verification.checks.values().map(|tally| tally.failed).sum();
        Self {
            id: verification.id.to_string(),
            passed: verification.finished_at.map(|_| failed == 0),
            started_by: verification.started_by.clone(),
            started_at: verification.started_at,
            finished_at: verification.finished_at,
            stalled: verification.is_stalled(now),
            listings: verification.listings,
            checks: verification.checks.iter().map(line).collect(),
            titles: verification.origins.iter().map(|(origin, count)| ((*origin).into(), *count)).collect(),
            titles_outdated: verification.outdated,
            title_risks: verification.risks,
        }
    }
}

impl From<&ports::Offence> for Offence {
    fn from(offence: &ports::Offence) -> Self {
        let channel = offence.listing.as_ref().map(|key| &key.channel).or(offence.channel.as_ref());
        Self {
            check: offence.check.into(),
            listing: offence.listing.as_ref().map(ToString::to_string),
            channel: channel.map(ToString::to_string),
            product_id: offence.product.as_ref().map(ToString::to_string),
            variant_id: offence.variant.as_ref().map(ToString::to_string),
            offer: offence.offer.as_ref().map(ToString::to_string),
            reason: offence.reason.clone(),
            details: offence.details.clone(),
        }
    }
}
