//! The ends of runs, tasks and sheets, late failures, and the labels of matches and products.

use std::collections::BTreeMap;

use domain::{
    Channel, ListingStatus, ProductId,
    ids::BulkTaskId,
    matching::{Conflict, Evidence, SkuSays},
};

use super::{super::*, every, faults_of, hold};
use crate::ports::{BulkKind, BulkTask, SheetResult};

/// The notices that begin where [`Notice::ListingDrift`] ends.
pub(super) fn next_notice(before: &Notice<'_>) -> Option<Notice<'static>> {
    static IDS: std::sync::LazyLock<(Channel, domain::ShopId, ProductId)> = std::sync::LazyLock::new(|| {
        let shop = domain::ShopId::parse("14701711").unwrap();
        (Channel::parse("shopee").unwrap(), shop, ProductId::derived(&["product"]))
    });
    let (id, shop, product) = (&IDS.0, &IDS.1, &IDS.2);
    let (title, channel, day) = ("The Frame \"5\"", "Shopee", "2026-12-05");
    let (listing, before_it) = (NewListing { title, key: "shopee:1:2" }, "The old Frame");
    Some(match before {
        Notice::ListingDrift { .. } => Notice::ListingWithoutProduct { title, listing: "shopee:1:2" },
        Notice::ListingWithoutProduct { .. } => {
            Notice::ListingSuccessor { listing, before: before_it, product }
        }
        Notice::ListingSuccessor { .. } => Notice::ListingLookalike { listing, before: before_it, product },
        Notice::ListingLookalike { .. } => {
            Notice::ListingTakenDown { title, channel, status: ListingStatus::Frozen }
        }
        Notice::ListingTakenDown { .. } => {
            Notice::ListingsMissing { channel: id, shop, vanished: 30, known: 40 }
        }
        Notice::ListingsMissing { .. } => {
            Notice::VariantGone { title, channel: id, variants: "MTK-1; MTK-2" }
        }
        Notice::VariantGone { .. } => {
            Notice::EditRefused { title, channel, why: JobFailure::ListingGone.seller_text() }
        }
        Notice::EditRefused { .. } => Notice::AuthorizationNeeded { channel, shop },
        Notice::AuthorizationNeeded { .. } => Notice::AuthorizationEnding { channel, shop, day },
        Notice::AuthorizationEnding { .. } => Notice::AuthorizationExpiring { channel, shop, day },
        Notice::AuthorizationExpiring { .. } => Notice::FeesPlanned { place: channel, day },
        Notice::FeesPlanned { .. } => Notice::FeesBegan { place: channel, day },
        _ => return None,
    })
}

#[test]
fn every_end_of_a_run_is_said_in_both_languages() {
    let counts = RunCounts { wave: 1, good: 3, bad: 2, audited: 1, dropped: 4 };
    let good = RunCounts { bad: 0, audited: 0, ..counts };
    for counts in [counts, good] {
        let one =
            |end: RunEnd| (end.kind().to_owned(), end.seller_text(counts), end == RunEnd::AwaitsApproval);
        hold(RunEnd::ALL.map(one));
    }
}

#[test]
fn every_failure_of_ours_says_what_to_do() {
    let said = JobFailure::AuditRefused { reasons: "the title is spam" };
    let all = JobFailure::ALL.into_iter().chain([said]);
    // Where there is nothing to undo, there is nothing to do.
    hold(all.map(|one| (one.code().to_owned(), one.seller_text(), one != JobFailure::NothingToUndo)));
    let failed = |result| sheet_outcome(result, Some(("MTK-1", "prd_1"))).unwrap();
    hold(
        [failed(SheetResult::Conflict), failed(SheetResult::Failed)]
            .map(|(code, told)| (code.to_owned(), told, true)),
    );
    hold([("queue".to_owned(), queue_unreachable(), true)]);
}

#[test]
fn all_work_that_stopped_says_how_it_goes_on() {
    let next = |before: Option<&Stopped<'static>>| match before {
        None => Some(Stopped::Pricing),
        Some(Stopped::Pricing) => Some(Stopped::Repricing { channel: "Shopee" }),
        Some(Stopped::Repricing { .. }) => Some(Stopped::BulkTask),
        Some(Stopped::BulkTask) => Some(Stopped::Verification),
        Some(Stopped::Verification) => Some(Stopped::Run),
        Some(Stopped::Run) => None,
    };
    hold(every(next).iter().map(|one| (one.kind().to_owned(), one.seller_text(), true)));
}

#[test]
fn every_end_of_a_bulk_task_a_sheet_and_an_import_is_said_in_both_languages() {
    let next = |before: Option<&BulkKind>| {
        Some(match before {
            None => BulkKind::BaseReading,
            Some(BulkKind::BaseReading) => BulkKind::BaseReadingUndo,
            Some(BulkKind::BaseReadingUndo) => BulkKind::MastersAccept,
            Some(BulkKind::MastersAccept) => BulkKind::TitlesAccept,
            Some(BulkKind::TitlesAccept) => BulkKind::MatchesAccept,
            Some(BulkKind::MatchesAccept) => BulkKind::MatchesReject,
            Some(BulkKind::MatchesReject) => BulkKind::MatchesUndo,
            Some(BulkKind::MatchesUndo) => BulkKind::ProductsEdit,
            Some(BulkKind::ProductsEdit) => BulkKind::ProductsEditPreview,
            Some(BulkKind::ProductsEditPreview) => BulkKind::ProductsEditUndo,
            Some(BulkKind::ProductsEditUndo) => BulkKind::PricePreview,
            Some(BulkKind::PricePreview) => BulkKind::ConflictsResolve,
            Some(BulkKind::ConflictsResolve) => BulkKind::ConflictsUndo,
            Some(BulkKind::ConflictsUndo) => return None,
        })
    };
    let finished = |kind: &BulkKind| {
        let task = BulkTask {
            id: BulkTaskId::derived(&["task"]),
            kind: *kind,
            wish: serde_json::Value::Null,
            started_by: "owner@example.test".to_owned(),
            started_at: jiff::Timestamp::UNIX_EPOCH,
            moved_on_at: None,
            finished_at: None,
            pages: 1,
            cursor: None,
            looked_at: 9,
            counts: BTreeMap::from([("resolved".to_owned(), 4), ("refused".to_owned(), 5)]),
            result: None,
        };
        Some((format!("{kind:?}"), bulk_task_finished(&task)?, false))
    };
    let all = every(next);
    hold(all.iter().filter_map(finished));
    assert_eq!(all.iter().filter_map(finished).count(), all.len() - 2, "two only answer a question");
    let imported = Notice::ImportFinished { counts: ImportCounts { found: 9, ..ImportCounts::default() } };
    hold([(imported.kind().to_owned(), imported.seller_text(), false)]);
    hold([("sheet_applied".to_owned(), sheet_applied(1, 2, 3), false)]);
}

/// A label has no full stop; it is held to the other rules as a sentence.
fn hold_labels(all: impl IntoIterator<Item = (String, SellerText)>) {
    let sentence =
        |told: SellerText| SellerText::new(format!("{}.", told.text), format!("{}.", told.text_en));
    hold(all.into_iter().map(|(code, told)| (code, sentence(told), false)));
}

#[test]
fn all_evidence_of_a_match_is_said_in_both_languages() {
    let next = |before: Option<&Conflict>| {
        Some(match before {
            None => Conflict::Quantity,
            Some(Conflict::Quantity) => Conflict::Pieces,
            Some(Conflict::Pieces) => Conflict::Size,
            Some(Conflict::Size) => Conflict::Side,
            Some(Conflict::Side) => Conflict::Colour,
            Some(Conflict::Colour) => Conflict::Wearer,
            Some(Conflict::Wearer) => Conflict::Model,
            Some(Conflict::Model) => Conflict::Number,
            Some(Conflict::Number) => Conflict::Thing,
            Some(Conflict::Thing) => Conflict::SkuDoubtful,
            Some(Conflict::SkuDoubtful) => Conflict::SkuAlone,
            Some(Conflict::SkuAlone) => Conflict::Sku,
            Some(Conflict::Sku) => Conflict::Picture,
            Some(Conflict::Picture) => Conflict::Word,
            Some(Conflict::Word) => return None,
        })
    };
    let (left, right) = (Channel::parse("shopee").unwrap(), Channel::parse("tiktok_shop").unwrap());
    let base = Evidence {
        conflicts: every(next),
        sku: SkuSays::Equal("MTK-1".to_owned()),
        image_bits: Some(2),
        shared_words: vec!["frame".to_owned()],
        only_left: vec!["biru".to_owned()],
        only_right: vec!["hitam".to_owned()],
        price_percent: Some(110),
        variants: Some((2, 3)),
        points: Vec::new(),
        alike: 0.0,
    };
    let more = [
        base.clone(),
        Evidence { sku: SkuSays::Different, image_bits: Some(10), price_percent: Some(100), ..base.clone() },
        Evidence { image_bits: Some(40), shared_words: vec![], price_percent: Some(200), ..base },
    ];
    let said = more.iter().flat_map(|one| evidence(one, &left, &right));
    hold_labels(said.map(|one| (one.about.to_owned(), one.told)));
}

#[test]
fn every_flag_of_a_product_is_said_in_both_languages() {
    let codes = [
        "title_adapted",
        "description_cut",
        "images_missing",
        "images_left_out",
        "images_not_compared",
        "options_unclear",
        "options_differ",
        "sku_missing",
        "sku_duplicate",
        "sku_freed",
        "sku_differs",
        "base_price_missing",
        "base_price_inexact",
        "base_price_differs",
        "base_price_moves",
        "variants_differ",
        "variants_unsure",
        "variant_added",
        "offer_unlinked",
    ];
    hold(codes.map(|code| (code.to_owned(), flag(code), false)));
    let unknown = flag("nobody_knows_this");
    assert_eq!(faults_of(&unknown, true), Vec::<String>::new());
    assert!(codes.iter().all(|code| flag(code) != unknown));
}
