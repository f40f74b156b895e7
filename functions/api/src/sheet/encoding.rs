//! Decodes a CSV file, whose encoding depends on the spreadsheet program.

use super::Unreadable;

/// Windows-1252 from 0x80 to 0x9f; the five places without a character are zero.
const WINDOWS_1252: [u32; 32] = [
    0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
    0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
    0x0153, 0, 0x017e, 0x0178,
];

/// Accepts UTF-8 with or without a byte order mark, UTF-16 in both byte orders, and Windows-1252. Valid UTF-8 is always
/// read as UTF-8.
pub(super) fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).map_err(|_| unknown()),
        [0xff, 0xfe, rest @ ..] => utf_16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf_16(rest, u16::from_be_bytes),
        // Headings are ASCII, so in UTF-16 without a byte order mark every second byte is zero.
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => utf_16(bytes, u16::from_le_bytes),
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => utf_16(bytes, u16::from_be_bytes),
        _ if bytes.contains(&0) => Err(unknown()),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => windows_1252(bytes),
        },
    }
}

fn utf_16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> Result<String, Unreadable> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(unknown());
    }
    char::decode_utf16(pairs.iter().map(|pair| read(*pair))).collect::<Result<_, _>>().map_err(|_| unknown())
}

fn windows_1252(bytes: &[u8]) -> Result<String, Unreadable> {
    let character = |byte: &u8| match byte {
        0x80..=0x9f => {
            let code = WINDOWS_1252.get(usize::from(byte - 0x80)).copied().unwrap_or(0);
            char::from_u32(code).filter(|c| *c != '\0').ok_or_else(unknown)
        }
        byte => Ok(char::from(*byte)),
    };
    bytes.iter().map(character).collect()
}

fn unknown() -> Unreadable {
    Unreadable::Because(
        "Berkas ini bukan CSV atau XLSX yang bisa dibaca. Simpan sebagai CSV UTF-8 atau XLSX lalu unggah lagi.",
        "This is no readable CSV or XLSX file. Save it as CSV UTF-8 or XLSX and upload it again.",
    )
}
