//! Tables for a spreadsheet: UTF-8 with the byte order mark that Excel needs, and no cell that a spreadsheet would run
//! as a formula.

use std::collections::BTreeSet;

use app::{ports::StoredReport, reports::field_report::Differing};
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{Channel, diff::Field, field_report::Verdict};

use crate::{problem::Problem, wire::fields::labels};

/// The byte order mark, by which Excel recognises UTF-8.
const MARK: &str = "\u{feff}";

type Row = Vec<String>;

/// One row for each field. The last columns show the first example.
pub(super) fn report(stored: &StoredReport) -> Vec<Row> {
    let report = &stored.report;
    let channels: Vec<&Channel> = report.channels.keys().collect();
    let mut head: Row = ["field", "kolom", "produk_bersama"].map(str::to_owned).to_vec();
    head.extend(["sama", "sama_persis", "berbeda", "kurang", "kosong", "tidak_sebanding"].map(str::to_owned));
    head.extend(channels.iter().flat_map(|channel| [format!("ada_{channel}"), format!("tanpa_{channel}")]));
    head.extend(["hanya_di", "contoh_produk", "contoh_judul", "contoh_hasil"].map(str::to_owned));
    head.extend(channels.iter().map(|channel| format!("contoh_{channel}")));
    let only = report.on_one_only();
    let mut rows = vec![head];
    for field in Field::ALL {
        let Some(tally) = report.fields.get(&field) else { continue };
        let counts = [
            report.shared,
            tally.agree,
            tally.identical,
            tally.differ,
            tally.lacking,
            tally.absent,
            tally.incomparable,
        ];
        let mut row: Row = vec![field.as_str().to_owned(), labels(field).0.to_owned()];
        row.extend(counts.map(|count| count.to_string()));
        for channel in &channels {
            let presence = tally.channels.get(*channel).copied().unwrap_or_default();
            row.extend([presence.has.to_string(), presence.lacks.to_string()]);
        }
        let on = only.iter().find(|(alone, _)| *alone == field);
        row.push(on.map_or(String::new(), |(_, channel)| channel.to_string()));
        let example = tally.examples.first();
        row.push(example.map_or(String::new(), |example| example.product.clone()));
        row.push(example.map_or(String::new(), |example| example.title.clone()));
        row.push(example.map_or(String::new(), |example| word(example.verdict).to_owned()));
        for channel in &channels {
            let values = example.into_iter().flat_map(|example| &example.values);
            let here = values.filter(|value| &value.listing.channel == *channel);
            row.push(here.filter_map(|value| value.value.clone()).collect::<Vec<_>>().join(" / "));
        }
        rows.push(row);
    }
    rows
}

/// One row for each product, one column for each channel on which a product of the page is listed.
pub(super) fn products(field: Field, found: &[Differing]) -> Vec<Row> {
    let values = found.iter().flat_map(|found| &found.finding.values);
    let channels: BTreeSet<&Channel> = values.map(|shown| &shown.listing.channel).collect();
    let mut head: Row = ["field", "produk", "judul", "hasil"].map(str::to_owned).to_vec();
    head.extend(channels.iter().flat_map(|channel| [format!("listing_{channel}"), channel.to_string()]));
    let mut rows = vec![head];
    for found in found {
        let verdict = found.finding.verdict.unwrap_or(found.reported);
        let mut row: Row = vec![field.as_str().to_owned(), found.product.to_string(), found.title.clone()];
        row.push(word(verdict).to_owned());
        for channel in &channels {
            let here: Vec<_> =
                found.finding.values.iter().filter(|shown| &shown.listing.channel == *channel).collect();
            let join = |texts: Vec<String>| texts.join(" / ");
            row.push(join(here.iter().map(|shown| shown.listing.to_string()).collect()));
            row.push(join(here.iter().filter_map(|shown| shown.value.clone()).collect()));
        }
        rows.push(row);
    }
    rows
}

/// The table as an answer; `next` is the address of the next page.
pub(super) fn answer(rows: Vec<Row>, next: Option<String>) -> Response {
    let text = match text(rows) {
        Ok(text) => text,
        Err(problem) => return Problem::internal(problem).into_response(),
    };
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"laporan-kolom.csv\""),
    );
    if let Some(link) = next.and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok()) {
        headers.insert(header::LINK, link);
    }
    response
}

fn text(rows: Vec<Row>) -> Result<String, String> {
    let mut writer = csv::Writer::from_writer(MARK.as_bytes().to_vec());
    for row in rows {
        writer.write_record(row.into_iter().map(harmless)).map_err(|error| error.to_string())?;
    }
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

/// A spreadsheet runs a cell that begins like a formula. An apostrophe in front makes it a text.
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Absent => "kosong",
        Verdict::Agree => "sama",
        Verdict::Incomparable => "tidak_sebanding",
        Verdict::Lacking => "kurang",
        Verdict::Differ => "berbeda",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_a_text_and_everything_else_reads_back() {
        let cells = ["=1+1", "+62", "-5", "@x", "\tx", "\rx", "a\"b", "baris\nlain", "a;b,c", "é", ""];
        let rows = vec![cells.map(str::to_owned).to_vec()];
        let text = text(rows).unwrap();
        let text = text.strip_prefix(MARK).expect("the mark stands first");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let read = reader.records().next().unwrap().unwrap();
        for (cell, read) in cells.iter().zip(&read) {
            let safe = !read.starts_with(['=', '+', '-', '@', '\t', '\r']);
            assert!(safe && read.strip_prefix('\'').unwrap_or(read) == *cell, "{cell:?} became {read:?}");
        }
    }
}
