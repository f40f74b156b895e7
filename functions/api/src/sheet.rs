//! The file formats of spreadsheets: bytes to neutral rows and back. What a row means is `app::catalogue::sheet`'s.
//!
//! A file is somebody else's work: its size, its rows and what it unpacks to are bounded before any of it is kept.

use app::{ports::SheetFormat, words};
use domain::sheet::{Fault, Grid, MAX_ROWS};

use crate::problem::{Problem, codes::request};

mod csv;
mod encoding;
mod xlsx;

pub use self::csv::{Separator, write as write_csv, write_more as write_more_csv};
pub use xlsx::write as write_xlsx;

/// Where files are uploaded: the one route whose body may be larger than the others'.
pub const ROUTE: &str = "/v1/products/sheets";
/// The largest file that is taken, as it is sent: a request through Lambda holds 6 MB, a third of it encoding.
pub const MAX_FILE: usize = 4 * 1024 * 1024;
/// The most bytes that a packed file may unpack to.
const MAX_UNPACKED: u64 = 48 * 1024 * 1024;
/// Rows that are read at most: enough to say that there are too many.
const MOST_ROWS: usize = MAX_ROWS + 2;

/// Why a file is no spreadsheet of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// In Bahasa Indonesia and English: what is wrong and what to do.
    Because(&'static str, &'static str),
    /// Its rows do not hold together.
    Broken(Fault),
    /// It unpacks to more than is taken.
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

/// Reads a file by what it is, whatever its name and type say. `name` names the sheet of a CSV file.
pub fn read(bytes: &[u8], name: &str) -> Result<(SheetFormat, Vec<Grid>), Unreadable> {
    read_within(bytes, name, MAX_UNPACKED)
}

/// The same, where a packed file may unpack to at most `most` bytes.
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
