//! The position in the list of the shop's items.
//!
//! Shopee caps how deep an offset may go, at a depth that no document names. Until the cap is met the whole shop (or
//! the one window of `changed_since`) is walked by offset. When it is met the walk starts again over windows of
//! `update_time`, each halved until it holds fewer items than the cap let through. Listings seen before the cap come
//! again then; pages are idempotent, so that costs calls and nothing else.

use std::fmt;

use app::ChannelError;
use jiff::Timestamp;

/// How many items `get_item_list` gives in one page.
pub(super) const PAGE: usize = 100;
/// A time before the first shop of the channel.
const BEGINNING: i64 = 1_420_070_400;

/// `offset`, then, each after a `~`: the depth of the cap where it was met, and the windows still to be walked, the
/// current one first, in unix seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cursor {
    pub offset: usize,
    cap: Option<usize>,
    windows: Vec<(i64, i64)>,
}

impl Cursor {
    pub fn start(changed_since: Option<Timestamp>, now: Timestamp) -> Self {
        let window = changed_since.map(|since| (since.as_second().max(0), end(now)));
        Self { offset: 0, cap: None, windows: window.into_iter().collect() }
    }

    pub fn window(&self) -> Option<(i64, i64)> {
        self.windows.first().copied()
    }

    /// No windows: the count that the channel reports is the shop's.
    pub fn is_whole(&self) -> bool {
        self.windows.is_empty()
    }

    /// The cursor of the next page; `None` at the very end.
    pub fn next(&self, next_offset: Option<usize>) -> Option<Self> {
        if let Some(offset) = next_offset {
            return Some(Self { offset, ..self.clone() });
        }
        let windows: Vec<_> = self.windows.iter().skip(1).copied().collect();
        (!windows.is_empty()).then_some(Self { offset: 0, cap: self.cap, windows })
    }

    /// Starts again in windows after the channel refused this offset.
    pub fn beyond_offset_limit(&self, now: Timestamp) -> Result<Self, ChannelError> {
        let cap = self.cap.map_or(self.offset, |cap| cap.min(self.offset));
        let mut windows = self.windows.clone();
        if windows.is_empty() {
            windows.push((BEGINNING, end(now)));
        }
        let narrower = Self { offset: 0, cap: Some(cap), windows };
        if cap == 0 {
            let reason = "the channel refuses the offset 0".to_owned();
            return Err(ChannelError::Unexpected { reason });
        }
        narrower.halved().ok_or_else(|| ChannelError::Unexpected {
            reason: "more items changed in one second than the channel lists".to_owned(),
        })
    }

    /// Halves of the current window, when it is known to hold more than the cap lets through.
    pub fn narrowed(&self, total: Option<u64>) -> Option<Self> {
        let cap = self.cap?;
        let total = usize::try_from(total?).ok()?;
        (self.offset == 0 && total > cap).then(|| self.halved()).flatten()
    }

    fn halved(&self) -> Option<Self> {
        let (from, to) = self.window()?;
        if from >= to {
            return None;
        }
        let middle = from + (to - from) / 2;
        let mut windows = vec![(from, middle), (middle + 1, to)];
        windows.extend(self.windows.iter().skip(1));
        Some(Self { offset: 0, cap: self.cap, windows })
    }

    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('~');
        let offset = parts.next()?.parse().ok()?;
        let cap = match parts.next()? {
            "" => None,
            cap => Some(cap.parse().ok()?),
        };
        let windows = parts
            .map(|part| {
                let (from, to) = part.split_once('-')?;
                Some((from.parse().ok()?, to.parse().ok()?))
            })
            .collect::<Option<_>>()?;
        Some(Self { offset, cap, windows })
    }
}

/// A minute of slack for clocks that differ.
fn end(now: Timestamp) -> i64 {
    now.as_second() + 60
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~", self.offset)?;
        if let Some(cap) = self.cap {
            write!(f, "{cap}")?;
        }
        self.windows.iter().try_for_each(|(from, to)| write!(f, "~{from}-{to}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_second(1_790_000_000).unwrap()
    }

    #[test]
    fn a_cursor_survives_its_text() {
        let plain = Cursor::start(None, now()).next(Some(100)).unwrap();
        let windowed = plain.beyond_offset_limit(now()).unwrap();
        let since = Cursor::start(Some(Timestamp::from_second(1_700_000_000).unwrap()), now());
        for cursor in [plain, windowed, since] {
            assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
        }
        assert_eq!(Cursor::parse("x"), None);
        assert_eq!(Cursor::parse(""), None);
    }

    #[test]
    fn windows_cover_all_time_without_overlap() {
        let cursor =
            Cursor::start(None, now()).next(Some(5_000)).unwrap().beyond_offset_limit(now()).unwrap();
        let cursor = cursor.narrowed(Some(9_000)).unwrap();
        let mut expected = BEGINNING;
        for (from, to) in &cursor.windows {
            assert_eq!(*from, expected);
            assert!(to >= from);
            expected = to + 1;
        }
        assert_eq!(expected, end(now()) + 1);
    }

    #[test]
    fn a_window_that_fits_under_the_cap_is_walked_to_its_end() {
        let cursor = Cursor::start(None, now()).next(Some(300)).unwrap().beyond_offset_limit(now()).unwrap();
        assert_eq!(cursor.narrowed(Some(300)), None);
        let second = cursor.next(None).unwrap();
        assert_eq!(second.windows.len(), cursor.windows.len() - 1);
        assert_eq!(second.next(None), None);
    }

    #[test]
    fn a_channel_that_refuses_the_first_offset_is_not_asked_for_ever() {
        assert!(Cursor::start(None, now()).beyond_offset_limit(now()).is_err());
    }
}
