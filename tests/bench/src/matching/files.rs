//! The CSV files of the matcher: UTF-8, comma, titles in quotes if needed, with or without a byte order mark.

use std::{
    collections::HashMap,
    fmt::Display,
    fs::File,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, anyhow};
use csv::StringRecord;
use domain::matching::{Candidate, Item, Matcher, Side, Tier};

/// A catalogue, and the number of its picture hashes that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    pub items: Vec<Item>,
    pub unreadable_hashes: usize,
}

/// A file with named columns.
struct Table {
    path: PathBuf,
    columns: HashMap<String, usize>,
    records: csv::StringRecordsIntoIter<File>,
}

/// One row of it.
struct Row<'a> {
    table: &'a str,
    columns: &'a HashMap<String, usize>,
    record: &'a StringRecord,
    line: u64,
}

impl Table {
    fn open(path: &Path, needed: &[&str]) -> anyhow::Result<Self> {
        let name = || path.display().to_string();
        let reader = csv::ReaderBuilder::new().trim(csv::Trim::Headers).from_path(path);
        let mut reader = reader.with_context(name)?;
        let header = reader.headers().with_context(|| format!("{}, row 1", path.display()))?;
        let columns: HashMap<String, usize> =
            header.iter().enumerate().map(|(place, name)| (name.to_lowercase(), place)).collect();
        if let Some(lacking) = needed.iter().find(|needed| !columns.contains_key(**needed)) {
            let there = header.iter().collect::<Vec<_>>().join(", ");
            return Err(anyhow!("{}, row 1: there is no column {lacking}, only {there}", path.display()));
        }
        Ok(Self { path: path.to_owned(), columns, records: reader.into_records() })
    }

    /// Calls `take` for every row; an error names file and row.
    fn each(mut self, mut take: impl FnMut(&Row<'_>) -> anyhow::Result<()>) -> anyhow::Result<()> {
        let table = self.path.display().to_string();
        for record in self.records.by_ref() {
            // The csv crate's own message names the line.
            let record = record.with_context(|| table.clone())?;
            let line = record.position().map_or(0, csv::Position::line);
            take(&Row { table: &table, columns: &self.columns, record: &record, line })?;
        }
        Ok(())
    }
}

impl<'a> Row<'a> {
    /// The text of a column; empty if the file has no such column.
    fn text(&self, column: &str) -> &'a str {
        self.columns.get(column).and_then(|place| self.record.get(*place)).unwrap_or_default().trim()
    }

    fn wrong(&self, column: &str, problem: impl Display) -> anyhow::Error {
        anyhow!("{}, row {}, column {column}: {problem}", self.table, self.line)
    }

    fn needed(&self, column: &str) -> anyhow::Result<&'a str> {
        let text = self.text(column);
        if text.is_empty() { Err(self.wrong(column, "is empty")) } else { Ok(text) }
    }
}

/// Several values of one listing are joined by `|`; option values of one variant by `,`.
fn parts(text: &str, by: char) -> impl Iterator<Item = &str> {
    text.split(by).map(str::trim).filter(|part| !part.is_empty())
}

/// Reads a catalogue: `id` and `title`, and `image_phash`, `sku`, `price`, `variants`, `grams` if present. Other
/// columns are ignored.
pub fn catalogue(path: &Path) -> anyhow::Result<Catalogue> {
    let mut catalogue = Catalogue { items: Vec::new(), unreadable_hashes: 0 };
    let mut lines: HashMap<String, u64> = HashMap::new();
    Table::open(path, &["id", "title"])?.each(|row| {
        let id = row.needed("id")?;
        if let Some(before) = lines.insert(id.to_owned(), row.line) {
            return Err(row.wrong("id", format!("{id} stands in row {before} too")));
        }
        let images: Vec<Option<u64>> = parts(row.text("image_phash"), '|').map(hash).collect();
        catalogue.unreadable_hashes += images.iter().filter(|hash| hash.is_none()).count();
        catalogue.items.push(Item {
            id: id.to_owned(),
            title: row.text("title").to_owned(),
            images: images.into_iter().flatten().collect(),
            skus: parts(row.text("sku"), '|').map(str::to_owned).collect(),
            prices: parts(row.text("price"), '|')
                .map(|price| rupiah(row, price))
                .collect::<Result<_, _>>()?,
            variants: parts(row.text("variants"), '|')
                .map(|variant| parts(variant, ',').map(str::to_owned).collect())
                .collect(),
            grams: match row.text("grams") {
                "" => None,
                text => {
                    Some(text.parse().map_err(|_| row.wrong("grams", format!("{text} is no whole number")))?)
                }
            },
        });
        Ok(())
    })?;
    Ok(catalogue)
}

/// A hash of 64 bits. Any other text, such as `nan` after a failed download, counts as missing.
fn hash(text: &str) -> Option<u64> {
    u64::from_str_radix(text, 16).ok()
}

/// Whole rupiah, as `150000`, `150.000` or `Rp 150.000`.
fn rupiah(row: &Row<'_>, text: &str) -> anyhow::Result<i64> {
    let bare = text.trim_start_matches("Rp").trim_start_matches("rp").trim_start_matches('.').trim();
    // Spreadsheets and data frames write whole numbers with `.0` at the end, or with commas between thousands.
    let bare = bare.strip_suffix(".0").or_else(|| bare.strip_suffix(".00")).unwrap_or(bare);
    let groups: Vec<&str> = bare.split(if bare.contains(',') { ',' } else { '.' }).collect();
    let grouped = groups.len() == 1 || groups[1..].iter().all(|group| group.len() == 3);
    let digits = groups.concat();
    let plain = grouped && digits.bytes().all(|byte| byte.is_ascii_digit());
    let price = plain.then(|| digits.parse().ok()).flatten();
    price.ok_or_else(|| row.wrong("price", format!("{text} is not whole rupiah, such as 150000 or 150.000")))
}

/// Reads the true pairs.
pub fn truth(path: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    Table::open(path, &["left_id", "right_id"])?.each(|row| {
        pairs.push((row.needed("left_id")?.to_owned(), row.needed("right_id")?.to_owned()));
        Ok(())
    })?;
    Ok(pairs)
}

/// Writes up to five candidates for each left row, the best first.
pub fn write(path: &Path, matcher: &Matcher<'_>, candidates: &[Candidate]) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_path(path).with_context(|| path.display().to_string())?;
    writer.write_record(["left_id", "right_id", "rank", "score", "tier"])?;
    let mut rows: Vec<&Candidate> = candidates.iter().filter(|candidate| candidate.rank_left <= 5).collect();
    rows.sort_by_key(|candidate| (candidate.left, candidate.rank_left));
    for candidate in rows {
        let tier = match candidate.tier {
            Tier::Auto => "auto",
            Tier::Suggested => "suggested",
            Tier::Review => "review",
        };
        writer.write_record([
            matcher.item(Side::Left, candidate.left).id.as_str(),
            matcher.item(Side::Right, candidate.right).id.as_str(),
            &candidate.rank_left.to_string(),
            &format!("{:.6}", candidate.score()),
            tier,
        ])?;
    }
    Ok(writer.flush()?)
}

#[cfg(test)]
mod tests;
