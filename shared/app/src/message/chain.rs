//! Work that goes through all records page by page, with one message for each page. This decides which message may do a
//! page.
//!
//! The record of such a chain has the number of counted pages and the start of the next one. It is written only at the
//! version at which it was read. A message names its page. If a restart or a repeat causes several messages for one
//! page, only one of them counts it. The end follows from the record, so a partial result is never treated as complete.

/// What a message for page `page` must do when `counted` pages are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Do the page and count it.
    Now,
    /// The page was counted before, by a worker that may have died before it sent the next page: send the next page.
    Counted,
    /// A later page than the next one: the message belongs to a chain that was started again since. Ignore it.
    Stray,
}

pub(crate) fn turn(counted: u32, page: u32) -> Turn {
    match page.cmp(&counted) {
        std::cmp::Ordering::Equal => Turn::Now,
        std::cmp::Ordering::Less => Turn::Counted,
        std::cmp::Ordering::Greater => Turn::Stray,
    }
}
