//! All cards of the process, each beside the texts and numbers that searches look at.

use std::collections::{BTreeSet, HashMap};

use app::ports::CatalogueCard;
use domain::{Channel, ProductId, identity};

use super::fold::{push_compact, push_words};

/// Stands before every word of a row's text.
pub(super) const WORD: char = ' ';
/// Stands before every SKU of a row's text, which follows without its punctuation.
pub(super) const SKU: char = '\n';

/// The cards, searchable.
#[derive(Debug, Default)]
pub struct Cards {
    pub(super) rows: Vec<Row>,
    by_id: HashMap<ProductId, usize>,
    /// Every channel that a card names, at its place in the rows' bits.
    channels: Vec<Channel>,
}

#[derive(Debug)]
pub(super) struct Row {
    pub(super) card: CatalogueCard,
    /// ` frame 5 inci mtk 01\nmtk01`: the words of the title and the SKUs, then the SKUs in one piece.
    pub(super) text: Box<str>,
    /// How much of `text` is the title: what sorting by title compares.
    title: u32,
    /// Where the first SKU in one piece begins, and its length.
    sku: (u32, u32),
    /// The card's category as categories are compared.
    pub(super) category: Option<Box<str>>,
    /// The card's channels as bits, by their place in [`Cards::channels`].
    pub(super) channels: u64,
}

impl Row {
    pub(super) fn title(&self) -> &str {
        self.text.get(..self.title as usize).unwrap_or_default()
    }

    /// The first SKU in one piece; empty without one.
    pub(super) fn sku(&self) -> &str {
        let (start, length) = self.sku;
        self.text.get(start as usize..(start + length) as usize).unwrap_or_default()
    }

    fn new(card: CatalogueCard, channels: u64) -> Self {
        let place = |text: &String| u32::try_from(text.len()).unwrap_or(u32::MAX);
        let mut text = String::with_capacity(
            card.title.len() + card.skus.iter().map(|s| 2 * s.len() + 4).sum::<usize>(),
        );
        push_words(&mut text, WORD, &card.title);
        let title = place(&text);
        for sku in &card.skus {
            push_words(&mut text, WORD, sku);
        }
        let mut first = (0, 0);
        for (nth, sku) in card.skus.iter().enumerate() {
            text.push(SKU);
            let start = place(&text);
            push_compact(&mut text, sku);
            if nth == 0 {
                first = (start, place(&text) - start);
            }
        }
        let category = card.category.as_deref().map(|name| identity::key(name).into_boxed_str());
        Self { card, text: text.into_boxed_str(), title, sku: first, category, channels }
    }
}

impl Cards {
    /// Adds a card or replaces an older one of the same product.
    pub fn put(&mut self, card: CatalogueCard) {
        let channels = self.bits(&card.channels);
        if let Some(place) = self.by_id.get(&card.id) {
            if let Some(row) = self.rows.get_mut(*place)
                && row.card.version < card.version
            {
                *row = Row::new(card, channels);
            }
        } else {
            self.by_id.insert(card.id.clone(), self.rows.len());
            self.rows.push(Row::new(card, channels));
        }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The bit of a channel; none when no card names it.
    pub(super) fn bit(&self, channel: &Channel) -> Option<u64> {
        self.channels.iter().position(|known| known == channel).map(|place| 1 << place)
    }

    fn bits(&mut self, channels: &BTreeSet<Channel>) -> u64 {
        let mut bits = 0;
        for channel in channels {
            if !self.channels.contains(channel) && self.channels.len() < 64 {
                self.channels.push(channel.clone());
            }
            bits |= self.bit(channel).unwrap_or(0);
        }
        bits
    }

    /// Bytes that the cards hold, heap included; for the bench.
    pub(super) fn bytes(&self) -> usize {
        let texts = |row: &Row| {
            let card = &row.card;
            let optional = |text: &Option<String>| text.as_ref().map_or(0, String::capacity);
            row.text.len()
                + card.id.as_str().len() * 2
                + card.title.capacity()
                + card.skus.capacity() * size_of::<String>()
                + card.skus.iter().map(String::capacity).sum::<usize>()
                + optional(&card.category)
                + optional(&card.image)
                // A B-tree's leaf takes room for eleven entries.
                + usize::from(!card.channels.is_empty()) * (11 * size_of::<Channel>() + 16)
                + card.channels.iter().map(|channel| channel.as_str().len()).sum::<usize>()
                + usize::from(!card.attention.is_empty()) * (11 * size_of::<String>() + 16)
                + card.attention.iter().map(String::capacity).sum::<usize>()
        };
        self.rows.capacity() * size_of::<Row>()
            + self.by_id.capacity() * (size_of::<(ProductId, usize)>() + 1)
            + self.rows.iter().map(texts).sum::<usize>()
    }
}
