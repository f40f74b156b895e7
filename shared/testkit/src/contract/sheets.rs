//! [`app::ports::Sheets`]: a stored sheet is complete, is accepted once, and each of its batches counts once.

use app::{
    StoreError,
    ports::{
        SheetAction, SheetChange, SheetColumn, SheetEntry, SheetError, SheetFormat, SheetImport,
        SheetOutcome, SheetPart, SheetPhase, SheetResult, Sheets,
    },
};
use domain::{ContentHash, SheetId};
use jiff::SignedDuration;

use super::{moment, unique};
use crate::build::a_product_named;

/// The whole contract.
pub async fn sheets(sheets: &dyn Sheets) {
    reads_back_whole(sheets).await;
    a_stored_sheet_does_not_change(sheets).await;
    is_accepted_once_and_finished_once(sheets).await;
    each_batch_counts_once(sheets).await;
    the_newest_comes_first(sheets).await;
}

fn a_sheet(minute: i64) -> SheetImport {
    SheetImport {
        id: SheetId::derived(&[&unique()]),
        phase: SheetPhase::Checked,
        format: SheetFormat::Csv,
        rows: 61,
        creates: 0,
        updates: 60,
        unchanged: 0,
        rejected: 1,
        errors: 1,
        errors_listed: 1,
        ignored: vec![SheetColumn {
            sheet: "produk".to_owned(),
            column: "AB".to_owned(),
            heading: "Catatan".to_owned(),
        }],
        batches: 3,
        error_batches: 1,
        hash: ContentHash::of_bytes(b"entries"),
        created_at: moment() + SignedDuration::from_mins(minute),
        created_by: "pemilik@toko.test".to_owned(),
        part: None,
        accepted_at: None,
        accepted_by: None,
        applied: 0,
        conflicts: 0,
        failed: 0,
        finished_at: None,
    }
}

fn a_batch(number: u32) -> Vec<SheetEntry> {
    let entry = |nth: u32| SheetEntry {
        action: SheetAction::Update,
        sheet: "produk".to_owned(),
        rows: vec![nth + 2],
        expected: 4,
        changes: vec![SheetChange {
            field: "base_price".to_owned(),
            variant: None,
            from: "150000".to_owned(),
            to: "160000".to_owned(),
        }],
        after: a_product_named(&format!("{number}-{nth}")),
    };
    (0..20).map(entry).collect()
}

fn an_error() -> SheetError {
    SheetError {
        sheet: "produk".to_owned(),
        row: 7,
        column: "V".to_owned(),
        heading: "Harga dasar".to_owned(),
        value: "150.5".to_owned(),
        code: "sheet_money_ambiguous".to_owned(),
        text: "Tulis rupiah tanpa desimal.".to_owned(),
        text_en: "Write whole rupiah.".to_owned(),
    }
}

fn outcomes(results: &[SheetResult]) -> Vec<SheetOutcome> {
    let outcome = |(nth, result): (usize, &SheetResult)| SheetOutcome {
        product: a_product_named(&nth.to_string()).id,
        result: *result,
        code: None,
        text: String::new(),
        text_en: String::new(),
    };
    results.iter().enumerate().map(outcome).collect()
}

async fn stored(sheets: &dyn Sheets, minute: i64) -> SheetImport {
    let sheet = a_sheet(minute);
    let batches = [a_batch(0), a_batch(1), a_batch(2)];
    sheets.create(&sheet, &batches, &[vec![an_error()]]).await.expect("a sheet can be stored");
    sheet
}

async fn reads_back_whole(sheets: &dyn Sheets) {
    assert_eq!(sheets.get(&a_sheet(0).id).await, Ok(None));
    let sheet = stored(sheets, 0).await;
    assert_eq!(sheets.get(&sheet.id).await, Ok(Some(sheet.clone())));
    for number in 0..3 {
        assert_eq!(sheets.batch(&sheet.id, number).await, Ok(Some(a_batch(number))));
        assert_eq!(sheets.outcomes(&sheet.id, number).await, Ok(None));
    }
    assert_eq!(sheets.batch(&sheet.id, 3).await, Ok(None));
    assert_eq!(sheets.errors(&sheet.id, 0).await, Ok(Some(vec![an_error()])));
    assert_eq!(sheets.errors(&sheet.id, 1).await, Ok(None));
}

async fn a_stored_sheet_does_not_change(sheets: &dyn Sheets) {
    let sheet = stored(sheets, 0).await;
    let other = SheetImport { rows: 1, ..sheet.clone() };
    assert_eq!(sheets.create(&other, &[a_batch(9)], &[]).await, Err(StoreError::Conflict));
    assert_eq!(sheets.get(&sheet.id).await, Ok(Some(sheet.clone())));
    assert_eq!(sheets.batch(&sheet.id, 0).await, Ok(Some(a_batch(0))));
}

async fn is_accepted_once_and_finished_once(sheets: &dyn Sheets) {
    let sheet = stored(sheets, 0).await;
    let at = moment();
    assert_eq!(sheets.finish(&sheet.id, at).await, Ok(false), "nobody accepted it");
    assert_eq!(sheets.accept(&sheet.id, SheetPart::Valid, "ani@toko.test", at).await, Ok(true));
    assert_eq!(sheets.accept(&sheet.id, SheetPart::All, "budi@toko.test", at).await, Ok(false));
    let accepted = SheetImport {
        phase: SheetPhase::Applying,
        part: Some(SheetPart::Valid),
        accepted_at: Some(at),
        accepted_by: Some("ani@toko.test".to_owned()),
        ..sheet.clone()
    };
    assert_eq!(sheets.get(&sheet.id).await, Ok(Some(accepted.clone())));
    let later = at + SignedDuration::from_mins(1);
    assert_eq!(sheets.finish(&sheet.id, later).await, Ok(true));
    assert_eq!(sheets.finish(&sheet.id, later).await, Ok(false));
    let finished = SheetImport { phase: SheetPhase::Finished, finished_at: Some(later), ..accepted };
    assert_eq!(sheets.get(&sheet.id).await, Ok(Some(finished)));
    let unknown = a_sheet(0).id;
    assert_eq!(sheets.accept(&unknown, SheetPart::All, "x", at).await, Ok(false));
}

async fn each_batch_counts_once(sheets: &dyn Sheets) {
    let sheet = stored(sheets, 0).await;
    let first = outcomes(&[SheetResult::Applied, SheetResult::Applied, SheetResult::Conflict]);
    let second = outcomes(&[SheetResult::Failed]);
    assert_eq!(sheets.record(&sheet.id, 0, &first).await, Ok(true));
    assert_eq!(sheets.record(&sheet.id, 0, &second).await, Ok(false), "the first word holds");
    assert_eq!(sheets.record(&sheet.id, 2, &second).await, Ok(true));
    assert_eq!(sheets.outcomes(&sheet.id, 0).await, Ok(Some(first)));
    assert_eq!(sheets.outcomes(&sheet.id, 1).await, Ok(None));
    let counted = sheets.get(&sheet.id).await.expect("a sheet can be read").expect("it is there");
    assert_eq!((counted.applied, counted.conflicts, counted.failed), (2, 1, 1));
    assert!(sheets.record(&a_sheet(0).id, 0, &[]).await.is_err(), "there is no such sheet");
}

async fn the_newest_comes_first(sheets: &dyn Sheets) {
    let mut made = Vec::new();
    for minute in 0..3 {
        made.push(stored(sheets, minute).await.id);
    }
    let (mut seen, mut cursor): (Vec<SheetImport>, Option<String>) = (Vec::new(), None);
    loop {
        let page = sheets.recent(cursor.as_deref(), 2).await.expect("a page can be read");
        seen.extend(page.items);
        cursor = page.next;
        if cursor.is_none() || seen.iter().filter(|sheet| made.contains(&sheet.id)).count() == made.len() {
            break;
        }
    }
    assert!(seen.windows(2).all(|pair| pair[0].created_at >= pair[1].created_at));
    let ours: Vec<&SheetId> = seen.iter().map(|sheet| &sheet.id).filter(|id| made.contains(id)).collect();
    assert_eq!(ours, made.iter().rev().collect::<Vec<_>>(), "each once");
}
