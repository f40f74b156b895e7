//! Decodes a CSV file, whose encoding depends on the spreadsheet program.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Unreadable;

/// Accepts UTF-8 with or without a byte order mark, UTF-16 in both byte orders, and Windows-1252. Valid UTF-8 is always
/// read as UTF-8.
pub(super) fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    let (encoding, mark) =
        Encoding::for_bom(bytes).or_else(|| Some((guess(bytes)?, 0))).ok_or_else(unknown)?;
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
    // Five bytes of Windows-1252 have no character; the decoder makes control characters of them.
    let is_readable =
        |text: &str| encoding != WINDOWS_1252 || !text.contains(|c| ('\u{80}'..'\u{a0}').contains(&c));
    text.filter(|text| is_readable(text)).map(Into::into).ok_or_else(unknown)
}

/// The encoding of bytes without a byte order mark. Headings are ASCII, so in UTF-16 every second byte is zero.
fn guess(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => Some(UTF_16LE),
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => Some(UTF_16BE),
        _ if bytes.contains(&0) => None,
        _ if std::str::from_utf8(bytes).is_ok() => Some(UTF_8),
        _ => Some(WINDOWS_1252),
    }
}

fn unknown() -> Unreadable {
    Unreadable::Because(
        "Berkas ini bukan CSV atau XLSX yang bisa dibaca. Simpan sebagai CSV UTF-8 atau XLSX lalu unggah lagi.",
        "This is no readable CSV or XLSX file. Save it as CSV UTF-8 or XLSX and upload it again.",
    )
}
