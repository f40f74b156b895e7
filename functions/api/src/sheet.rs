//! The file formats of spreadsheets: bytes to neutral rows and back. `app::catalogue::sheet` decides what a row means.
//!
//! A file is not trusted: its size, its number of rows and its unpacked size are limited before any of it is stored.

use app::{ports::SheetFormat, words};
use domain::sheet::{Fault, Grid, MAX_ROWS};

use crate::problem::{Problem, codes::request};

mod csv;
mod encoding;
mod xlsx;

pub use self::csv::{Separator, write as write_csv, write_more as write_more_csv};
pub use xlsx::write as write_xlsx;

/// The upload route. It is the only route with a larger body limit.
pub const ROUTE: &str = "/v1/products/sheets";
/// The largest uploaded file, in bytes. A request through Lambda can have 6 MB, and base64 makes the file a third
/// longer.
pub const MAX_FILE: usize = 4 * 1024 * 1024;
/// The largest unpacked size of a compressed file, in bytes.
const MAX_UNPACKED: u64 = 48 * 1024 * 1024;
/// The most rows that are read: enough to detect that there are too many.
const MOST_ROWS: usize = MAX_ROWS + 2;

/// Why a file cannot be read as a spreadsheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// What is wrong and what to do, in Bahasa Indonesia and in English.
    Because(&'static str, &'static str),
    /// The structure of its rows is broken.
    Broken(Fault),
    /// Its unpacked size is over the limit.
    TooLarge,
}

impl From<Unreadable> for Problem {
    fn from(unreadable: Unreadable) -> Self {
        match unreadable {
            Unreadable::Because(id, en) => Self::of(&request::SHEET_UNREADABLE).indonesian(id).english(en),
            Unreadable::Broken(fault) => {
                Self::of(&request::SHEET_UNREADABLE).told(words::sheet_fault(&fault))
            }
            Unreadable::TooLarge => Self::of(&request::SHEET_TOO_LARGE),
        }
    }
}

/// Reads a file. The format is detected from its bytes, not from its name or content type. `name` becomes the sheet's
/// name of a CSV file.
pub fn read(bytes: &[u8], name: &str) -> Result<(SheetFormat, Vec<Grid>), Unreadable> {
    read_within(bytes, name, MAX_UNPACKED)
}

/// Like [`read`], with a limit of `most` bytes for the unpacked size.
pub fn read_within(bytes: &[u8], name: &str, most: u64) -> Result<(SheetFormat, Vec<Grid>), Unreadable> {
    match bytes {
        [b'P', b'K', 3, 4, ..] => Ok((SheetFormat::Xlsx, xlsx::read(bytes, most)?)),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(Unreadable::Because(
            "Ini berkas Excel lama (.xls) atau berkas bersandi. Simpan sebagai .xlsx tanpa sandi lalu unggah lagi.",
            "This is an old Excel file (.xls) or one with a password. Save it as .xlsx without a password.",
        )),
        [0x1f, 0x8b, ..] => {
            let unpacked = gunzip(bytes, most)?;
            Ok((SheetFormat::Csv, vec![csv::read(&unpacked, name)?]))
        }
        _ => Ok((SheetFormat::Csv, vec![csv::read(bytes, name)?])),
    }
}

fn gunzip(bytes: &[u8], most: u64) -> Result<Vec<u8>, Unreadable> {
    use std::io::Read as _;
    let mut unpacked = Vec::new();
    let mut reader = flate2::read::GzDecoder::new(bytes).take(most + 1);
    reader
        .read_to_end(&mut unpacked)
        .map_err(|_| Unreadable::Because("Berkas gzip ini rusak.", "This gzip file is damaged."))?;
    if unpacked.len() as u64 > most { Err(Unreadable::TooLarge) } else { Ok(unpacked) }
}
