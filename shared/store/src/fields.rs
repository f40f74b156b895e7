//! The field report: the finished one, the one that is being computed, and the products that need a decision. Also the
//! field mappings, which have versions like the price rules.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{FieldMappings, FieldReports, OpenProduct, Page, ReportInMaking, StoredReport, Versioned},
};
use async_trait::async_trait;
use domain::{Channel, diff::Field, field_mapping::FieldMapping, ids::ReportId};
use jiff::Timestamp;

use crate::{
    Store, body,
    db::{Expr, Item, Query, Write, cursor_of, n, read_cursor, text, version},
    keys::{self, Key},
};

const MAPPING: &str = "MAPPING";

#[async_trait]
impl FieldMappings for Store {
    async fn field_mapping(&self, channel: &Channel) -> Result<Option<Versioned<FieldMapping>>, StoreError> {
        self.newest_rule(MAPPING, channel).await
    }

    async fn field_mapping_at(
        &self,
        channel: &Channel,
        version: u64,
    ) -> Result<Option<FieldMapping>, StoreError> {
        self.rule_at(MAPPING, channel, version).await
    }

    async fn put_field_mapping(
        &self,
        channel: &Channel,
        mapping: &FieldMapping,
        expected: u64,
    ) -> Result<Versioned<FieldMapping>, StoreError> {
        self.put_rule(MAPPING, channel, mapping, expected).await
    }
}

#[async_trait]
impl FieldReports for Store {
    async fn current_report(&self) -> Result<Option<StoredReport>, StoreError> {
        self.read(keys::current_report()).await?.as_ref().map(body::unpack).transpose()
    }

    async fn report_moved_at(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(keys::report_moved()).await?.as_ref().map(body::unpack).transpose()
    }

    async fn report_moved(&self, at: Timestamp) -> Result<(), StoreError> {
        let mut item = keys::report_moved().into_item();
        item.insert(body::BODY.to_owned(), body::pack(&at)?);
        self.write(Write::put(item)).await?.or_conflict()
    }

    async fn report_in_making(&self) -> Result<Option<Versioned<ReportInMaking>>, StoreError> {
        let item = self.read(keys::report_in_making()).await?;
        let read = |item: &Item| Ok(Versioned { value: body::unpack(item)?, version: version(item)? });
        item.as_ref().map(read).transpose()
    }

    async fn put_report_in_making(
        &self,
        making: &ReportInMaking,
        expected: u64,
    ) -> Result<Versioned<ReportInMaking>, StoreError> {
        let next = expected + 1;
        let mut item = keys::report_in_making().into_item();
        item.insert("version".to_owned(), n(next));
        item.insert(body::BODY.to_owned(), body::pack(making)?);
        self.write(Write::put(item).when(Expr::replaces(expected))).await?.or_conflict()?;
        Ok(Versioned { value: making.clone(), version: next })
    }

    async fn drop_report_in_making(&self, expected: u64) -> Result<(), StoreError> {
        let gone = Write::delete(keys::report_in_making()).when(Expr::at_version(expected));
        self.write(gone).await?.or_conflict()
    }

    async fn put_open_products(
        &self,
        report: &ReportId,
        step: u32,
        open: &BTreeMap<Field, Vec<OpenProduct>>,
    ) -> Result<(), StoreError> {
        let item = |(field, products): (&Field, &Vec<OpenProduct>)| {
            let mut item = keys::open_products(report, *field, step).into_item();
            item.insert(body::BODY.to_owned(), body::pack(products)?);
            Ok(item)
        };
        self.put_all(open.iter().map(item).collect::<Result<_, StoreError>>()?).await
    }

    async fn open_products(
        &self,
        report: &ReportId,
        field: Field,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<OpenProduct>, StoreError> {
        let steps = Query::prefix(keys::open_products_partition(report), keys::open_products_of(field));
        let mut place: Place = cursor.map_or_else(|| Ok(Place::default()), read_cursor)?;
        let (limit, mut items) = (limit.max(1), Vec::new());
        loop {
            let page = self.page(&steps, place.before.as_deref(), 1).await?;
            let Some(item) = page.items.first() else { return Ok(Page { items, next: None }) };
            let products: Vec<OpenProduct> = body::unpack(item)?;
            let taken: Vec<OpenProduct> =
                products.iter().skip(place.given).take(limit - items.len()).cloned().collect();
            place.given += taken.len();
            items.extend(taken);
            if place.given >= products.len() {
                let Some(next) = page.next else { return Ok(Page { items, next: None }) };
                place = Place { before: Some(next), given: 0 };
            }
            if items.len() >= limit {
                return Ok(Page { items, next: Some(cursor_of(&place)) });
            }
        }
    }

    async fn clear_open_products(&self, report: &ReportId) -> Result<(), StoreError> {
        let all = Query::partition(keys::open_products_partition(report));
        let key = |item: Item| {
            Ok(Key::new(text(&item, "pk").unwrap_or_default(), text(&item, "sk").unwrap_or_default()))
        };
        let keys = self.query_map(&all, key).await?;
        self.write_groups(keys.into_iter().map(|key| vec![Write::delete(key)]).collect()).await.map(|_| ())
    }

    async fn finish_report(&self, report: &StoredReport, expected: u64) -> Result<(), StoreError> {
        let mut item = keys::current_report().into_item();
        item.insert(body::BODY.to_owned(), body::pack(report)?);
        let writes =
            vec![Write::put(item), Write::delete(keys::report_in_making()).when(Expr::at_version(expected))];
        self.transact(writes).await?.or_conflict()
    }
}

/// Where a page of open products ends: after `given` products of the step that follows the cursor `before`.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
struct Place {
    before: Option<String>,
    given: usize,
}
