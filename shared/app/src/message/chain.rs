//! Work that goes through everything a page at a time, one message for each page: whose turn is it?
//!
//! The record of such a chain says how many pages were counted, and what the next one is; it is written at the version
//! at which it was read. A message names its page. However many messages of one page there are, after a restart or a
//! repeat, one of them counts it, and the end follows from the record: a part is never taken for the whole.

/// What a message of page `page` has to do where `counted` pages were counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Work the page and count it.
    Now,
    /// Counted before, by a worker that may have died before it sent the next page: send that one.
    Counted,
    /// A page that nobody is at yet: a message of a chain that was started again since.
    Stray,
}

pub(crate) fn turn(counted: u32, page: u32) -> Turn {
    match page.cmp(&counted) {
        std::cmp::Ordering::Equal => Turn::Now,
        std::cmp::Ordering::Less => Turn::Counted,
        std::cmp::Ordering::Greater => Turn::Stray,
    }
}
