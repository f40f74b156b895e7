//! Reading an uploaded sheet: what it would change, what is wrong with it. Nothing of the catalogue is written.

use std::collections::BTreeMap;

use domain::{
    ContentHash, Product, ProductId, SheetId, Title,
    sheet::{Column, Fault, Grid, MAX_ROWS, Table, letters},
};

use super::{
    MAX_ERRORS,
    claims::claims,
    compare::{Changed, Compared, compare},
    damage::damaged,
    group::{Group, groups, skus_to_look_up},
    place::{Wrong, error, line, row},
};
use crate::{
    Ports, StoreError, UseCaseError,
    ports::{
        SheetAction, SheetColumn, SheetEntry, SheetError, SheetFormat, SheetImport, SheetPhase, Versioned,
    },
    words::{self, SellerText},
};

/// The most products of a batch, and about how many bytes of JSON: an item holds 400 KB.
const BATCH: usize = 25;
const BATCH_BYTES: usize = 180_000;
const ERROR_BATCH: usize = 500;

/// Reads `grids` and keeps what they would change under `id`. Repeating it with the same `id` returns what the first
/// call kept.
pub async fn check(
    ports: &Ports,
    actor: &str,
    id: SheetId,
    format: SheetFormat,
    grids: Vec<Grid>,
) -> Result<SheetImport, UseCaseError> {
    if let Some(stored) = ports.sheets.get(&id).await? {
        return Ok(stored);
    }
    let read = read(grids);
    let mut findings = Findings { errors: read.errors, ..Findings::default() };
    if findings.errors.is_empty() {
        look(ports, &id, &read.tables, &mut findings).await?;
    }
    let rows: usize = read.tables.iter().map(|table| table.lines.len()).sum();
    let (batches, errors) = (batches(findings.entries.clone()), error_batches(&findings.errors));
    let of =
        |action: SheetAction| findings.entries.iter().filter(|entry| entry.action == action).count() as u64;
    let import = SheetImport {
        phase: SheetPhase::Checked,
        format,
        rows: rows as u64,
        creates: of(SheetAction::Create),
        updates: of(SheetAction::Update),
        unchanged: findings.unchanged,
        rejected: findings.rejected,
        errors: findings.errors.len() as u64,
        errors_listed: errors.iter().map(Vec::len).sum::<usize>() as u64,
        ignored: read.ignored,
        batches: u32::try_from(batches.len()).unwrap_or(u32::MAX),
        error_batches: u32::try_from(errors.len()).unwrap_or(u32::MAX),
        hash: hash(&id, &findings.entries),
        created_at: ports.clock.now(),
        created_by: actor.to_owned(),
        part: None,
        accepted_at: None,
        accepted_by: None,
        applied: 0,
        conflicts: 0,
        failed: 0,
        finished_at: None,
        id,
    };
    match ports.sheets.create(&import, &batches, &errors).await {
        // A repeat of the same request was quicker.
        Err(StoreError::Conflict) => Ok(ports.sheets.get(&import.id).await?.ok_or(StoreError::Conflict)?),
        other => other.map(|()| import).map_err(Into::into),
    }
}

#[derive(Default)]
struct Findings {
    entries: Vec<SheetEntry>,
    errors: Vec<SheetError>,
    unchanged: u64,
    rejected: u64,
}

struct Read {
    tables: Vec<Table>,
    ignored: Vec<SheetColumn>,
    errors: Vec<SheetError>,
}

fn read(grids: Vec<Grid>) -> Read {
    let mut read = Read { tables: Vec::new(), ignored: Vec::new(), errors: Vec::new() };
    let first = grids.first().map(|grid| grid.name.clone()).unwrap_or_default();
    let nearest = grids.first().map_or(1, |grid| domain::sheet::nearest_row(&grid.rows));
    for grid in grids {
        let (name, rows) = (grid.name.clone(), grid.rows.len());
        match Table::of(grid) {
            Some(Ok(table)) => {
                let column = |heading: &domain::sheet::Heading| SheetColumn {
                    sheet: name.clone(),
                    column: heading.letters(),
                    heading: heading.text.clone(),
                };
                read.ignored.extend(table.ignored.iter().map(column));
                read.tables.push(table);
            }
            Some(Err(domain::sheet::BadHeadings { row, faults })) => {
                let wrong = faults.into_iter().map(|(heading, fault)| {
                    of_file(&name, row, letters(heading.index), &heading.text, &fault)
                });
                read.errors.extend(wrong);
            }
            // A sheet of notes is named, so that nobody believes it was read.
            None if rows > 0 => {
                let (column, heading) = (String::new(), String::new());
                read.ignored.push(SheetColumn { sheet: name, column, heading });
            }
            None => {}
        }
    }
    let rows: usize = read.tables.iter().map(|table| table.lines.len()).sum();
    if read.tables.is_empty() && read.errors.is_empty() {
        read.errors.push(of_file(
            &first,
            nearest,
            letters(0),
            "",
            &Fault::HeadingMissing { row: nearest.to_string() },
        ));
    } else if rows > MAX_ROWS {
        let beyond = u32::try_from(MAX_ROWS).unwrap_or(u32::MAX) + 2;
        read.errors.push(of_file(&first, beyond, letters(0), "", &Fault::TooManyRows));
    }
    read
}

fn of_file(sheet: &str, row: u32, column: String, heading: &str, fault: &Fault) -> SheetError {
    let SellerText { text, text_en } = words::sheet_fault(fault);
    SheetError {
        sheet: sheet.to_owned(),
        row,
        column,
        heading: heading.to_owned(),
        value: heading.to_owned(),
        code: fault.code().to_owned(),
        text,
        text_en,
    }
}

/// Compares every product that the tables name with what is stored.
async fn look(
    ports: &Ports,
    id: &SheetId,
    tables: &[Table],
    findings: &mut Findings,
) -> Result<(), StoreError> {
    let owners = claims(ports, skus_to_look_up(tables)).await?;
    let damaged = damaged(ports, tables, &owners).await?;
    let (groups, unclear) = groups(tables, &owners, &damaged);
    let mut wrongs: Vec<Wrong> = unclear;
    let stored = stored(ports, &groups).await?;
    let mut changed: Vec<(usize, u64, Changed)> = Vec::new();
    for (nth, group) in groups.iter().enumerate() {
        let before = match &group.product {
            _ if group.unclear => None,
            Some(product) => stored.get(product).cloned(),
            None => draft(ports, id, tables, group),
        };
        let Some(before) = before else {
            findings.rejected += 1;
            if !group.unclear
                && let Some(at) = group.lines.first()
            {
                let column = Column::ProductId;
                wrongs.push(Wrong::new(*at, column, &Fault::ProductUnknown));
            }
            continue;
        };
        let count = std::cell::Cell::new(0_u32);
        // Ids follow from the sheet and the product, so that reading the same request again makes the same ones.
        let unique = || {
            count.set(count.get() + 1);
            let named = [id.as_str(), before.value.id.as_str(), &count.get().to_string()];
            ContentHash::of_parts(&named).as_str().chars().take(26).collect()
        };
        match compare(tables, &group.lines, &before, &unique) {
            Compared::Unchanged => findings.unchanged += 1,
            Compared::Refused(more) => {
                findings.rejected += 1;
                wrongs.extend(more);
            }
            Compared::Changed(change) => changed.push((nth, before.version, *change)),
        }
    }
    let taken = taken_skus(ports, tables, &changed).await?;
    for ((nth, expected, change), mut more) in changed.into_iter().zip(taken) {
        if !more.is_empty() {
            findings.rejected += 1;
            wrongs.append(&mut more);
            continue;
        }
        if let Some(group) = groups.get(nth) {
            findings.entries.push(entry(tables, group, expected, change));
        }
    }
    wrongs.sort_by_key(|wrong| (wrong.at, wrong.column));
    findings.errors.extend(wrongs.into_iter().map(|wrong| error(tables, wrong)));
    Ok(())
}

fn entry(tables: &[Table], group: &Group, expected: u64, change: Changed) -> SheetEntry {
    let table = group.lines.first().and_then(|at| tables.get(at.table));
    SheetEntry {
        action: if expected == 0 { SheetAction::Create } else { SheetAction::Update },
        sheet: table.map(|table| table.name.clone()).unwrap_or_default(),
        rows: group.lines.iter().map(|at| row(tables, *at)).collect(),
        expected,
        changes: change.changes,
        after: change.after,
    }
}

/// What a new product is compared with: nothing but an id that follows from the sheet and the row.
fn draft(ports: &Ports, id: &SheetId, tables: &[Table], group: &Group) -> Option<Versioned<Product>> {
    let at = group.lines.first().copied().unwrap_or(super::place::At { table: 0, line: 0 });
    let place = format!("{}/{}", at.table, row(tables, at));
    let product = ProductId::derived(&["sheet", id.as_str(), &place]);
    let title = line(tables, at).and_then(|line| line.content(Column::Title)).unwrap_or_default();
    // A title that is not valid is reported when it is read as an edit; until then the draft has another one.
    let title = Title::parse(&title).or_else(|_| Title::parse("-")).ok()?;
    Some(Versioned { value: Product::blank(product, title, ports.clock.now()), version: 0 })
}

async fn stored(
    ports: &Ports,
    groups: &[Group],
) -> Result<BTreeMap<ProductId, Versioned<Product>>, StoreError> {
    let ids: Vec<ProductId> = groups.iter().filter_map(|group| group.product.clone()).collect();
    let found = ports.products.get_many(&ids).await?;
    Ok(found.into_iter().map(|product| (product.value.id.clone(), product)).collect())
}

/// For each changed product, the SKUs that it may not take: of another product, or of one above in the file.
async fn taken_skus(
    ports: &Ports,
    tables: &[Table],
    changed: &[(usize, u64, Changed)],
) -> Result<Vec<Vec<Wrong>>, StoreError> {
    let new = changed.iter().flat_map(|(_, _, change)| change.new_skus.iter().map(|(sku, _)| sku.clone()));
    let owners = claims(ports, new.collect()).await?;
    let mut above: BTreeMap<&str, u32> = BTreeMap::new();
    let mut taken = Vec::with_capacity(changed.len());
    for (_, _, change) in changed {
        let mut wrongs = Vec::new();
        for (sku, at) in &change.new_skus {
            let owner = owners.get(sku).filter(|claim| claim.product != change.after.id);
            if let Some(claim) = owner {
                let fault = Fault::SkuInUse { product: claim.product.to_string() };
                wrongs.push(Wrong::new(*at, Column::Sku, &fault));
            } else if let Some(earlier) = above.get(sku.as_str()) {
                let fault = Fault::SkuTwice { row: earlier.to_string() };
                wrongs.push(Wrong::new(*at, Column::Sku, &fault));
            }
        }
        above.extend(change.new_skus.iter().map(|(sku, at)| (sku.as_str(), row(tables, *at))));
        taken.push(wrongs);
    }
    Ok(taken)
}

/// The hash of what would be written.
fn hash(id: &SheetId, entries: &[SheetEntry]) -> ContentHash {
    let parts: Vec<String> = entries
        .iter()
        .map(|entry| format!("{} {} {}", entry.after.id, entry.expected, entry.after.content_hash()))
        .collect();
    let parts: Vec<&str> = std::iter::once(id.as_str()).chain(parts.iter().map(String::as_str)).collect();
    ContentHash::of_parts(&parts)
}

fn batches(entries: Vec<SheetEntry>) -> Vec<Vec<SheetEntry>> {
    let (mut batches, mut batch, mut bytes): (Vec<Vec<SheetEntry>>, Vec<SheetEntry>, usize) =
        (Vec::new(), Vec::new(), 0);
    for entry in entries {
        let size = serde_json::to_vec(&entry).map_or(0, |json| json.len());
        if !batch.is_empty() && (batch.len() == BATCH || bytes + size > BATCH_BYTES) {
            batches.push(std::mem::take(&mut batch));
            bytes = 0;
        }
        bytes += size;
        batch.push(entry);
    }
    if !batch.is_empty() {
        batches.push(batch);
    }
    batches
}

fn error_batches(errors: &[SheetError]) -> Vec<Vec<SheetError>> {
    errors
        .iter()
        .take(MAX_ERRORS)
        .cloned()
        .collect::<Vec<_>>()
        .chunks(ERROR_BATCH)
        .map(<[_]>::to_vec)
        .collect()
}
