//! Where bulk tasks are kept. Each page has a partition of its own, so that a task over the whole catalogue never writes
//! thousands of rows under one.

use domain::ids::BulkTaskId;

use super::{Key, bounded};

pub fn bulk_task(id: &BulkTaskId) -> Key {
    Key::new(format!("BULK#{id}"), "BULK")
}

pub fn bulk_page_partition(id: &BulkTaskId, page: u32) -> String {
    format!("BULK#{id}#{page:06}")
}

pub const BULK_ROW: &str = "ROW#";

pub fn bulk_row(id: &BulkTaskId, page: u32, key: &str) -> Key {
    Key::new(bulk_page_partition(id, page), format!("{BULK_ROW}{}", bounded(key)))
}

/// Which task works alone at `what`.
pub fn bulk_alone(what: &str) -> Key {
    Key::new(format!("BULKALONE#{what}"), "TASK")
}
