//! The position in the list of all products: spans of update times still to read, and the channel's own page token.

use std::fmt;

use app::ChannelError;

use crate::{mapping::unexpected, wire::listing::SearchPage};

/// No product is older: the channel opened in 2021.
const FIRST_SECOND: i64 = 1_609_459_200;

/// Unix seconds, both ends inclusive. An open end means everything later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    from: Option<i64>,
    to: Option<i64>,
}

/// The first span is the current one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    spans: Vec<Span>,
    pub token: Option<String>,
    whole: bool,
}

impl Cursor {
    pub fn start(from: Option<i64>) -> Self {
        Self { spans: vec![Span { from, to: None }], token: None, whole: true }
    }

    pub fn span(&self) -> (Option<i64>, Option<i64>) {
        self.spans.first().map_or((None, None), |span| (span.from, span.to))
    }

    /// The search was not cut into spans, so that the channel's total counts everything.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// Two halves in place of the current span, from its beginning. `None` when it is only a second long.
    pub fn halved(&self, now: i64) -> Option<Self> {
        let (current, rest) = self.spans.split_first()?;
        let from = current.from.unwrap_or(FIRST_SECOND);
        let to = current.to.unwrap_or(now);
        if from >= to {
            return None;
        }
        let middle = from + (to - from) / 2;
        let mut spans = vec![
            Span { from: Some(from), to: Some(middle) },
            Span { from: Some(middle + 1), to: current.to },
        ];
        spans.extend_from_slice(rest);
        Some(Self { spans, token: None, whole: false })
    }

    /// The position after `page`. Every page must lead further, or the reading would never end: an empty page with more
    /// to follow is in no document, and neither is a token that repeats.
    pub fn after(self, page: &SearchPage) -> Result<Option<Self>, ChannelError> {
        let token = page.next_page_token.clone();
        if token.is_some() && token == self.token {
            return Err(unexpected("the search of products answers with the page token that it was given"));
        }
        if token.is_some() && page.products.is_empty() {
            return Err(unexpected("the search of products promises more behind an empty page"));
        }
        Ok(self.next(token))
    }

    /// Where to go on after a page.
    fn next(self, token: Option<String>) -> Option<Self> {
        match token {
            Some(token) => Some(Self { token: Some(token), ..self }),
            None if self.spans.len() > 1 => {
                Some(Self { spans: self.spans[1..].to_vec(), token: None, whole: false })
            }
            None => None,
        }
    }

    /// Reads what [`fmt::Display`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let (head, token) = text.split_once('|')?;
        let (kind, spans) = head.split_at_checked(1)?;
        let second = |text: &str| match text {
            "" => Some(None),
            digits => digits.parse().ok().map(Some),
        };
        let span = |text: &str| {
            let (from, to) = text.split_once('-')?;
            Some(Span { from: second(from)?, to: second(to)? })
        };
        let spans: Option<Vec<Span>> = spans.split(',').map(span).collect();
        let token = (!token.is_empty()).then(|| token.to_owned());
        matches!(kind, "w" | "s").then_some(Self { spans: spans?, token, whole: kind == "w" })
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = |second: Option<i64>| second.map(|s| s.to_string()).unwrap_or_default();
        let spans: Vec<String> =
            self.spans.iter().map(|span| format!("{}-{}", second(span.from), second(span.to))).collect();
        let kind = if self.whole { 'w' } else { 's' };
        write!(f, "{kind}{}|{}", spans.join(","), self.token.as_deref().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_walk_ends_where_the_channel_gives_no_token() {
        let start = Cursor::start(None);
        assert_eq!(start.to_string(), "w-|");
        let next = start.clone().next(Some("a+/==|".to_owned())).unwrap();
        assert_eq!(Cursor::parse(&next.to_string()), Some(next));
        assert_eq!(start.next(None), None);
    }

    #[test]
    fn the_halves_meet_without_a_gap_and_the_last_stays_open() {
        let halves = Cursor::start(Some(100)).halved(201).unwrap();
        assert_eq!(halves.span(), (Some(100), Some(150)));
        let second = halves.next(None).unwrap();
        assert_eq!(second.span(), (Some(151), None));
        assert!(!second.is_whole());
        assert_eq!(Cursor::start(Some(5)).halved(5), None);
    }

    proptest! {
        #[test]
        fn a_cursor_survives_its_text(from in 0_i64..2_000_000_000, width in 1_i64..1_000_000, token in "[A-Za-z0-9+/=|]{0,20}") {
            let cursor = Cursor::start(Some(from)).halved(from + width).unwrap();
            let cursor = if token.is_empty() { cursor } else { cursor.next(Some(token)).unwrap() };
            prop_assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
        }

        #[test]
        fn strange_texts_are_no_cursor_and_no_panic(text in ".{0,30}") {
            let _ = Cursor::parse(&text);
        }
    }
}
