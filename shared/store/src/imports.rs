//! Imports. The counters are separate attributes beside the record, so that workers add to them without reading. A step
//! and its counts are written in one transaction.

use app::{
    StoreError,
    ports::{Import, ImportPhase, Imports, Page, PageMark, PageResult, Part, PartOf, ShopProgress},
};
use async_trait::async_trait;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::{Channel, ExternalId, ImportId, ShopId};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::{
    Store, body,
    db::{Expr, Item, Outcome, Query, Write, n, number, s, text},
    keys::{self, Newest},
};

/// Steps are read while an import runs. They stay for a month, so that a person can examine them.
const MARKS_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

#[async_trait]
impl Imports for Store {
    async fn create(&self, import: &Import) -> Result<(), StoreError> {
        let mut item = keys::import(&import.id).into_item();
        Newest::Imports.index(&mut item, import.started_at, import.id.as_str());
        item.insert(body::BODY.to_owned(), body::pack(import)?);
        item.insert("phase".to_owned(), s(word(import.phase)?));
        for counter in counters(import)? {
            item.insert(counter.attribute, counter.value);
        }
        let mut writes = vec![Write::put(item).when(Expr::absent())];
        for shop in &import.shops {
            let mut latest = keys::latest_import(&shop.channel, &shop.shop).into_item();
            latest.insert("import".to_owned(), s(import.id.as_str()));
            writes.push(Write::put(latest));
        }
        self.transact(writes).await?.or_conflict()
    }

    async fn latest(&self, channel: &Channel, shop: &ShopId) -> Result<Option<Import>, StoreError> {
        let Some(item) = self.read(keys::latest_import(channel, shop)).await? else { return Ok(None) };
        let named = text(&item, "import").and_then(|id| ImportId::parse(id).ok());
        let id = named.ok_or_else(|| body::unreadable(&item, "import is missing"))?;
        Imports::get(self, &id).await
    }

    async fn get(&self, id: &ImportId) -> Result<Option<Import>, StoreError> {
        self.read(keys::import(id)).await?.as_ref().map(read_import).transpose()
    }

    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Import>, StoreError> {
        let page = self.page(&Query::newest(Newest::Imports), cursor, limit).await?;
        Ok(Page { items: page.items.iter().map(read_import).collect::<Result<_, _>>()?, next: page.next })
    }

    async fn mark(
        &self,
        id: &ImportId,
        channel: &Channel,
        shop: &ShopId,
        mark: &PageMark,
    ) -> Result<PageResult, StoreError> {
        let none = || StoreError::Corrupt(format!("there is no import {id}"));
        let import = Imports::get(self, id).await?.ok_or_else(none)?;
        let mut item = keys::import_mark(id, channel, shop, &mark.name()).into_item();
        item.insert("ttl".to_owned(), n((import.started_at + MARKS_KEPT).as_second()));
        if let PageMark::Listed { listings, .. } = mark {
            item.insert(body::BODY.to_owned(), body::pack(listings)?);
        }
        let first = match mark.part() {
            Some(part) => {
                item.insert(body::BODY.to_owned(), body::pack(&part.listings)?);
                item.insert("part".to_owned(), n(part.number));
                Expr::absent().or(Expr::new("#part < :part").value(":part", n(part.number)))
            }
            None => Expr::absent(),
        };
        let writes = vec![
            Write::put(item).when(first),
            Write::update(keys::import(id), increments(&import, channel, shop, mark)?).when(Expr::exists()),
        ];
        let outcome = self.transact(writes).await?;
        let import = Imports::get(self, id).await?.ok_or_else(none)?;
        match outcome {
            Outcome::Written => Ok(PageResult::Counted(import)),
            Outcome::Refused(refused) if refused.iter().any(|(place, _)| *place == 0) => {
                Ok(PageResult::Repeated(import))
            }
            Outcome::Refused(_) => Err(none()),
        }
    }

    async fn part(
        &self,
        id: &ImportId,
        channel: &Channel,
        shop: &ShopId,
        of: PartOf<'_>,
    ) -> Result<Option<Part>, StoreError> {
        let Some(item) = self.read(keys::import_mark(id, channel, shop, &of.name())).await? else {
            return Ok(None);
        };
        let number = number(&item, "part").ok_or_else(|| body::unreadable(&item, "part is missing"))?;
        Ok(Some(Part { number, listings: body::unpack(&item)? }))
    }

    async fn is_marked(
        &self,
        id: &ImportId,
        channel: &Channel,
        shop: &ShopId,
        name: &str,
    ) -> Result<bool, StoreError> {
        Ok(self.read(keys::import_mark(id, channel, shop, name)).await?.is_some())
    }

    async fn listed_on(
        &self,
        id: &ImportId,
        channel: &Channel,
        shop: &ShopId,
        page: u32,
    ) -> Result<Vec<ExternalId>, StoreError> {
        let mark = self.read(keys::import_mark(id, channel, shop, &format!("list-{page}"))).await?;
        mark.as_ref().map_or_else(|| Ok(Vec::new()), body::unpack)
    }

    async fn listed(
        &self,
        id: &ImportId,
        channel: &Channel,
        shop: &ShopId,
    ) -> Result<Vec<ExternalId>, StoreError> {
        let (partition, prefix) = keys::listed_marks(id, channel, shop);
        let pages = self.query_all(&Query::prefix(partition, prefix)).await?;
        let mut names = Vec::new();
        for page in &pages {
            names.extend(body::unpack::<Vec<ExternalId>>(page)?);
        }
        Ok(names)
    }

    async fn advance(
        &self,
        id: &ImportId,
        from: ImportPhase,
        to: ImportPhase,
        at: Timestamp,
        failure: Option<&str>,
    ) -> Result<bool, StoreError> {
        let mut change = "SET #phase = :to".to_owned();
        let mut values = Vec::new();
        if matches!(to, ImportPhase::Finished | ImportPhase::Failed) {
            change += ", #finished_at = :at";
            values.push((":at", s(at.to_string())));
        }
        if let Some(failure) = failure {
            change += ", #failure = :failure";
            values.push((":failure", s(failure)));
        }
        let change = values
            .into_iter()
            .fold(Expr::new(change), |change, (name, value)| change.value(name, value))
            .value(":to", s(word(to)?));
        let when = Expr::new("#phase = :from").value(":from", s(word(from)?));
        Ok(self.write(Write::update(keys::import(id), change).when(when)).await?.is_written())
    }
}

/// The word for a phase in JSON.
fn word(phase: ImportPhase) -> Result<String, StoreError> {
    match serde_json::to_value(phase) {
        Ok(Value::String(word)) => Ok(word),
        other => Err(StoreError::Corrupt(format!("a phase is a word, not {other:?}"))),
    }
}

struct Counter {
    attribute: String,
    value: AttributeValue,
    /// Whether the value is added to the stored one; otherwise it replaces it.
    adds: bool,
}

/// The counters of an import that are not 0 or `false`, as attributes. They are all numbers and flags in the record's
/// JSON; a shop's counters have the shop's name in the attribute.
fn counters(import: &Import) -> Result<Vec<Counter>, StoreError> {
    let json = as_json(import)?;
    let mut counters: Vec<Counter> =
        fields(&json).filter_map(|(name, value)| counter(format!("n#{name}"), name, value)).collect();
    for (shop, json) in import.shops.iter().zip(json["shops"].as_array().into_iter().flatten()) {
        counters.extend(fields(json).filter_map(|(name, value)| counter(attribute(shop, name), name, value)));
    }
    Ok(counters)
}

fn counter(attribute: String, name: &str, value: &Value) -> Option<Counter> {
    match value {
        // `total` is the shop's own number of listings, not our count. The latest value replaces the earlier one.
        Value::Number(total) if name == "total" => Some(Counter { attribute, value: n(total), adds: false }),
        Value::Number(count) if count.as_u64() != Some(0) => {
            Some(Counter { attribute, value: n(count), adds: true })
        }
        Value::Bool(true) => Some(Counter { attribute, value: AttributeValue::Bool(true), adds: false }),
        _ => None,
    }
}

fn fields(json: &Value) -> impl Iterator<Item = (&str, &Value)> {
    json.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn attribute(shop: &ShopProgress, name: &str) -> String {
    format!("n#{}#{}#{name}", shop.channel, shop.shop)
}

fn as_json(import: &Import) -> Result<Value, StoreError> {
    serde_json::to_value(import).map_err(|problem| StoreError::Corrupt(problem.to_string()))
}

/// The update that counts `mark`. It adds what [`PageMark::count`] gives for an import with all counters at 0.
fn increments(
    import: &Import,
    channel: &Channel,
    shop: &ShopId,
    mark: &PageMark,
) -> Result<Expr, StoreError> {
    let mut zero = Import {
        shops: vec![ShopProgress::new(channel.clone(), shop.clone())],
        masters_created: 0,
        masters_joined: 0,
        matches_auto: 0,
        matches_suggested: 0,
        matches_review: 0,
        // Set once, when the import is created.
        accepts_gone: false,
        ..import.clone()
    };
    mark.count(&mut zero, channel, shop);
    let (adds, sets): (Vec<_>, Vec<_>) = counters(&zero)?.into_iter().partition(|counter| counter.adds);
    // `marked` is always set, because DynamoDB refuses an empty update and a mark may count nothing.
    let (mut set, mut add, mut mentions) = (vec!["#marked = :yes".to_owned()], Vec::new(), Vec::new());
    for (nth, counter) in sets.into_iter().enumerate() {
        set.push(format!("#s{nth} = :s{nth}"));
        mentions.push((format!("s{nth}"), counter));
    }
    for (nth, counter) in adds.into_iter().enumerate() {
        add.push(format!("#a{nth} :a{nth}"));
        mentions.push((format!("a{nth}"), counter));
    }
    let add = if add.is_empty() { String::new() } else { format!(" ADD {}", add.join(", ")) };
    let change = Expr::new(format!("SET {}{add}", set.join(", "))).value(":yes", AttributeValue::Bool(true));
    Ok(mentions.into_iter().fold(change, |change, (name, counter)| {
        change.alias(&format!("#{name}"), &counter.attribute).value(&format!(":{name}"), counter.value)
    }))
}

/// The record with the current values of its counters.
fn read_import(item: &Item) -> Result<Import, StoreError> {
    let stored: Import = body::unpack(item)?;
    let mut json = as_json(&stored)?;
    for name in ["phase", "finished_at", "failure"] {
        overlay(&mut json, name, item.get(name));
    }
    for name in ["masters_created", "masters_joined", "matches_auto", "matches_suggested", "matches_review"] {
        overlay(&mut json, name, item.get(&format!("n#{name}")));
    }
    if let Some(shops) = json["shops"].as_array_mut() {
        for (shop, json) in stored.shops.iter().zip(shops) {
            let names: Vec<String> = fields(json).map(|(name, _)| name.to_owned()).collect();
            for name in names {
                overlay(json, &name, item.get(&attribute(shop, &name)));
            }
        }
    }
    serde_json::from_value(json).map_err(|problem| body::unreadable(item, &problem.to_string()))
}

fn overlay(json: &mut Value, name: &str, attribute: Option<&AttributeValue>) {
    let value = match attribute {
        Some(AttributeValue::N(number)) => serde_json::from_str(number).unwrap_or(Value::Null),
        Some(AttributeValue::S(text)) => Value::String(text.clone()),
        Some(AttributeValue::Bool(flag)) => Value::Bool(*flag),
        _ => return,
    };
    json[name] = value;
}
