//! How a record is stored in an item: its JSON in one attribute, deflated when that saves write units.
//!
//! DynamoDB charges a write by the kilobyte of the whole item. A listing's JSON is 3 to 8 KB and deflates to about a
//! third; its parts as DynamoDB attributes would be as large as the JSON and could not be deflated. A small record
//! stays readable text, because an item under a kilobyte costs one unit either way.

use std::io::{Read, Write as _};

use app::StoreError;
use aws_sdk_dynamodb::{primitives::Blob, types::AttributeValue};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use serde::{Serialize, de::DeserializeOwned};

use crate::db::Item;

/// The attribute that holds the record.
pub(crate) const BODY: &str = "body";
/// JSON up to this many bytes stays text.
const READABLE: usize = 600;
/// The largest body that is inflated, in bytes. All of our records are smaller.
const LARGEST: u64 = 16 * 1024 * 1024;

pub(crate) fn pack<T: Serialize + ?Sized>(value: &T) -> Result<AttributeValue, StoreError> {
    let json = serde_json::to_string(value).map_err(|problem| StoreError::Corrupt(problem.to_string()))?;
    if json.len() <= READABLE {
        return Ok(AttributeValue::S(json));
    }
    let mut deflated = DeflateEncoder::new(Vec::with_capacity(json.len() / 2), Compression::default());
    let written = deflated.write_all(json.as_bytes()).and_then(|()| deflated.finish());
    match written {
        Ok(bytes) if bytes.len() < json.len() => Ok(AttributeValue::B(Blob::new(bytes))),
        _ => Ok(AttributeValue::S(json)),
    }
}

/// The record in `item`. An item whose body is missing or cannot be read is `Corrupt`.
pub(crate) fn unpack<T: DeserializeOwned>(item: &Item) -> Result<T, StoreError> {
    unpack_from(item, BODY)
}

pub(crate) fn unpack_from<T: DeserializeOwned>(item: &Item, attribute: &str) -> Result<T, StoreError> {
    let read = match item.get(attribute) {
        Some(AttributeValue::S(json)) => serde_json::from_str(json),
        Some(AttributeValue::B(blob)) => {
            serde_json::from_reader(std::io::BufReader::new(DeflateDecoder::new(blob.as_ref()).take(LARGEST)))
        }
        _ => return Err(unreadable(item, &format!("{attribute} is missing"))),
    };
    read.map_err(|problem| unreadable(item, &problem.to_string()))
}

/// A `Corrupt` error that names the item's key, so that a person can find the item.
pub(crate) fn unreadable(item: &Item, problem: &str) -> StoreError {
    let part = |name: &str| item.get(name).and_then(|value| value.as_s().ok()).map_or("?", String::as_str);
    StoreError::Corrupt(format!("{} {}: {problem}", part("pk"), part("sk")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(text: &str) -> (bool, String) {
        let packed = pack(text).unwrap();
        let deflated = packed.is_b();
        (deflated, unpack(&Item::from([(BODY.to_owned(), packed)])).unwrap())
    }

    #[test]
    fn a_small_record_stays_readable_and_a_large_one_is_deflated() {
        assert_eq!(round_trip("Frame 5 inci"), (false, "Frame 5 inci".to_owned()));
        let long = "Bahan: TPU 95A, dicetak 3D. ".repeat(100);
        assert_eq!(round_trip(&long), (true, long));
    }

    #[test]
    fn a_record_of_another_shape_names_its_item() {
        let mut item = crate::keys::Key::new("P#prd_1", "PRODUCT").into_item();
        item.insert(BODY.to_owned(), AttributeValue::S("{}".to_owned()));
        let error = unpack::<String>(&item).unwrap_err();
        assert!(error.to_string().contains("P#prd_1 PRODUCT"), "{error}");
    }
}
