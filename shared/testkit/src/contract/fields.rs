//! [`app::ports::FieldMappings`] and [`app::ports::FieldReports`].

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{FieldMappings, FieldReports, OpenProduct, ReportInMaking, StoredReport, Versioned},
};
use domain::{
    ContentHash, ProductId,
    diff::{Field, Owner},
    field_mapping::{FieldMapping, MappedField},
    field_report::{FieldReport, Verdict},
    ids::ReportId,
};

use super::{moment, own_channel, own_shop, unique};

/// The whole contract of mappings: versions count from 1 and stay readable.
pub async fn field_mappings(mappings: &dyn FieldMappings) {
    let channel = own_channel();
    let mapping = |owner| {
        let mapped = MappedField { channel_field: Some("item_name".to_owned()), owner };
        FieldMapping(BTreeMap::from([(Field::Title, mapped)]))
    };
    assert_eq!(mappings.field_mapping(&channel).await, Ok(None));
    assert_eq!(
        mappings.put_field_mapping(&channel, &mapping(Owner::Ask), 1).await,
        Err(StoreError::Conflict)
    );
    let first = Versioned { value: mapping(Owner::Ask), version: 1 };
    assert_eq!(mappings.put_field_mapping(&channel, &first.value, 0).await, Ok(first.clone()));
    assert_eq!(
        mappings.put_field_mapping(&channel, &mapping(Owner::Channel), 0).await,
        Err(StoreError::Conflict)
    );
    assert_eq!(mappings.field_mapping(&channel).await, Ok(Some(first.clone())));
    let second = Versioned { value: mapping(Owner::Channel), version: 2 };
    assert_eq!(mappings.put_field_mapping(&channel, &second.value, 1).await, Ok(second.clone()));
    assert_eq!(mappings.field_mapping(&channel).await, Ok(Some(second)));
    assert_eq!(mappings.field_mapping_at(&channel, 1).await, Ok(Some(first.value)), "it stays readable");
    assert_eq!(mappings.field_mapping_at(&channel, 3).await, Ok(None));
    assert_eq!(mappings.field_mapping(&own_channel()).await, Ok(None), "each channel has its own");
}

/// The whole contract of reports. There is only one current report, so no other test may compute one at the same time.
pub async fn field_reports(reports: &dyn FieldReports) {
    one_report_is_made_at_a_time(reports).await;
    what_moved_is_noted(reports).await;
    open_products_are_read_in_pages(reports).await;
}

fn a_report() -> ReportId {
    ReportId::from_unique(&unique())
}

fn making(id: &ReportId) -> ReportInMaking {
    ReportInMaking {
        id: id.clone(),
        started_at: moment(),
        shops: vec![(own_channel(), own_shop())],
        shop: 0,
        cursor: Some("after-this".to_owned()),
        step: 3,
        listings: 7,
        state: ContentHash::of_bytes(b"state"),
        report: FieldReport { products: 5, shared: 2, ..FieldReport::default() },
        replaced: vec![a_report()],
    }
}

fn finished(making: &ReportInMaking) -> StoredReport {
    StoredReport {
        id: making.id.clone(),
        started_at: Some(making.started_at),
        computed_at: moment(),
        state: making.state.clone(),
        listings: making.listings,
        report: making.report.clone(),
        replaced: making.replaced.clone(),
    }
}

async fn one_report_is_made_at_a_time(reports: &dyn FieldReports) {
    if let Some(left) = reports.report_in_making().await.expect("it can be asked") {
        reports.drop_report_in_making(left.version).await.expect("a report that was left can be dropped");
    }
    let first = making(&a_report());
    assert_eq!(reports.report_in_making().await, Ok(None));
    assert_eq!(reports.put_report_in_making(&first, 1).await, Err(StoreError::Conflict), "there is none");
    let stored = reports.put_report_in_making(&first, 0).await.expect("the first is stored");
    assert_eq!(stored, Versioned { value: first.clone(), version: 1 });
    assert_eq!(reports.put_report_in_making(&first, 0).await, Err(StoreError::Conflict), "there is one");
    let later = ReportInMaking { step: 4, cursor: None, ..first };
    let stored = reports.put_report_in_making(&later, 1).await.expect("its version is the newest");
    assert_eq!(reports.report_in_making().await, Ok(Some(stored)));
    assert_eq!(reports.drop_report_in_making(1).await, Err(StoreError::Conflict));
    assert_eq!(reports.finish_report(&finished(&later), 1).await, Err(StoreError::Conflict));
    let before = reports.current_report().await.expect("it can be asked");
    assert_ne!(before.map(|before| before.id), Some(later.id.clone()), "nothing of it was finished");
    assert_eq!(reports.finish_report(&finished(&later), 2).await, Ok(()));
    assert_eq!(reports.current_report().await, Ok(Some(finished(&later))));
    assert_eq!(reports.report_in_making().await, Ok(None));
    assert_eq!(reports.finish_report(&finished(&later), 2).await, Err(StoreError::Conflict), "it is over");
    let second = making(&a_report());
    assert_eq!(reports.put_report_in_making(&second, 0).await.map(|stored| stored.version), Ok(1));
    assert_eq!(reports.drop_report_in_making(1).await, Ok(()));
    assert_eq!(reports.report_in_making().await, Ok(None));
    assert_eq!(reports.current_report().await, Ok(Some(finished(&later))), "a dropped one changes nothing");
}

async fn what_moved_is_noted(reports: &dyn FieldReports) {
    for at in [moment(), moment() + jiff::SignedDuration::from_secs(1)] {
        reports.report_moved(at).await.expect("a moment is noted");
        assert_eq!(reports.report_moved_at().await, Ok(Some(at)));
    }
}

async fn open_products_are_read_in_pages(reports: &dyn FieldReports) {
    let (report, other) = (a_report(), a_report());
    let open = |name: &str, verdict| OpenProduct { product: ProductId::derived(&[name]), verdict };
    let of = |names: std::ops::Range<u32>| -> Vec<OpenProduct> {
        names
            .map(|n| open(&n.to_string(), if n % 2 == 0 { Verdict::Differ } else { Verdict::Lacking }))
            .collect()
    };
    let step = |range| BTreeMap::from([(Field::Title, of(range)), (Field::Sku, of(0..1))]);
    let put = async |id: &ReportId, number, range| {
        reports.put_open_products(id, number, &step(range)).await.expect("open products are stored");
    };
    // Step 10 comes after step 2, although it sorts before it as text.
    put(&report, 10, 5..7).await;
    put(&report, 2, 0..5).await;
    put(&report, 2, 0..5).await;
    put(&other, 0, 20..21).await;
    let read = async |limit| {
        let (mut all, mut cursor, mut pages) = (Vec::new(), None::<String>, 0);
        loop {
            let page = reports.open_products(&report, Field::Title, cursor.as_deref(), limit).await;
            let page = page.expect("a page is read");
            assert!(page.items.len() <= limit);
            all.extend(page.items);
            pages += 1;
            match page.next {
                Some(next) => cursor = Some(next),
                None => return (all, pages),
            }
        }
    };
    assert_eq!(read(100).await, (of(0..7), 1));
    for limit in 1..8 {
        let (all, pages) = read(limit).await;
        assert_eq!(all, of(0..7), "in pages of {limit}");
        assert_eq!(pages, 7_usize.div_ceil(limit), "the last page says that it is");
    }
    let none = reports.open_products(&report, Field::Weight, None, 10).await.expect("a page is read");
    assert_eq!((none.items.len(), none.next), (0, None));
    assert!(reports.open_products(&report, Field::Title, Some("nobody's"), 10).await.is_err());
    assert_eq!(reports.clear_open_products(&report).await, Ok(()));
    assert_eq!(reports.clear_open_products(&report).await, Ok(()));
    assert_eq!(read(100).await, (Vec::new(), 1));
    let kept = reports.open_products(&other, Field::Title, None, 10).await.expect("a page is read");
    assert_eq!(kept.items, of(20..21), "another report keeps its own");
}
