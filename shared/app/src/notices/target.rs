//! The page that a notification or an audit entry links to.

use domain::{
    Channel, ImportId, ListingKey, MatchId, PlanId, ProductId, RunId, SheetId, VerificationId,
    ids::{BulkTaskId, ReportId, RepricingId},
};

/// The kind of record, and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub kind: TargetKind,
    pub id: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetKind {
    Product,
    Listing,
    Plan,
    Run,
    Import,
    Match,
    Sheet,
    BulkTask,
    Repricing,
    FieldReport,
    Verification,
    /// The id is the channel; the same for all variants below.
    Connection,
    PriceRule,
    FeeSchedule,
    TitleRule,
    FieldMapping,
}

/// The target of `subject`. `word` is a notification's kind or an entry's action. `None` if there is no page for it.
pub fn target(word: &str, subject: &str) -> Option<Target> {
    let whole = subject.split(['#', '@']).next().unwrap_or_default();
    let parts: Vec<&str> = whole.split('/').collect();
    // The subject of a refused edit begins with the listing, but the details are in its run.
    let run = parts.iter().find(|part| RunId::parse(part).is_ok());
    let first = *run.or(parts.first())?;
    let kind = record(first).or_else(|| Channel::parse(first).is_ok().then(|| of_channel(word))?)?;
    Some(Target { kind, id: first.to_owned() })
}

fn record(id: &str) -> Option<TargetKind> {
    let known = [
        (ProductId::parse(id).is_ok(), TargetKind::Product),
        (ListingKey::parse(id).is_ok(), TargetKind::Listing),
        (PlanId::parse(id).is_ok(), TargetKind::Plan),
        (RunId::parse(id).is_ok(), TargetKind::Run),
        (ImportId::parse(id).is_ok(), TargetKind::Import),
        (MatchId::parse(id).is_ok(), TargetKind::Match),
        (SheetId::parse(id).is_ok(), TargetKind::Sheet),
        (BulkTaskId::parse(id).is_ok(), TargetKind::BulkTask),
        (RepricingId::parse(id).is_ok(), TargetKind::Repricing),
        (ReportId::parse(id).is_ok(), TargetKind::FieldReport),
        (VerificationId::parse(id).is_ok(), TargetKind::Verification),
    ];
    known.into_iter().find(|(is, _)| *is).map(|(_, kind)| kind)
}

/// The page of a channel that belongs to `word`.
fn of_channel(word: &str) -> Option<TargetKind> {
    let about = |beginnings: &[&str]| beginnings.iter().any(|beginning| word.starts_with(beginning));
    Some(match word {
        _ if about(&["authorization", "connection", "shop_", "changes_", "listing_unreadable"]) => {
            TargetKind::Connection
        }
        _ if about(&["fee_schedule"]) => TargetKind::FeeSchedule,
        _ if about(&["price_rule", "price_override"]) => TargetKind::PriceRule,
        _ if about(&["title_rule"]) => TargetKind::TitleRule,
        _ if about(&["field_mapping"]) => TargetKind::FieldMapping,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_leads_to_the_record_that_it_names() {
        for (word, subject, kind, id) in [
            ("run_finished", "run_0199c0ffee00#2", TargetKind::Run, "run_0199c0ffee00"),
            ("listing_drift", "shopee:1:250#3", TargetKind::Listing, "shopee:1:250"),
            ("edit_refused", "shopee:1:250/run_0199c0ffee00/4", TargetKind::Run, "run_0199c0ffee00"),
            ("listings_missing", "imp_0199c0ffee00/shopee/1", TargetKind::Import, "imp_0199c0ffee00"),
            ("listing_successor", "shopee:1:250@prd_0199c0ffee00", TargetKind::Listing, "shopee:1:250"),
            ("authorization_ending", "shopee/1/2026-11-30/7", TargetKind::Connection, "shopee"),
            ("fee_schedule_began", "shopee/channel/3", TargetKind::FeeSchedule, "shopee"),
            ("price_rule.put", "tiktok_shop", TargetKind::PriceRule, "tiktok_shop"),
            ("product.edit", "prd_0199c0ffee00", TargetKind::Product, "prd_0199c0ffee00"),
        ] {
            let found = target(word, subject).unwrap();
            assert_eq!((found.kind, found.id.as_str()), (kind, id), "{word} {subject}");
        }
        assert_eq!(target("sku_rules.put", "sku_rules"), None, "that is no channel's page");
        assert_eq!(target("run_finished", ""), None);
    }
}
