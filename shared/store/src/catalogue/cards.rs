//! All cards of the process, each with the texts and numbers that a search compares.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use app::ports::{CatalogueCard, ChannelCard, ListingCard, Versioned, cards::by_channel};
use domain::{Channel, ListingKey, ProductId, SyncState, identity};
use jiff::Timestamp;

use super::{
    card::{Found, Placed},
    fold::{push_compact, push_words},
};

/// Marks the start of each word in a row's text.
pub(super) const WORD: char = ' ';
/// Marks the start of each SKU in a row's text. The SKU is written without punctuation.
pub(super) const SKU: char = '\n';

/// The cards in a form that can be searched.
#[derive(Debug, Default)]
pub struct Cards {
    pub(super) rows: Vec<Row>,
    by_id: HashMap<ProductId, usize>,
    listings: HashMap<ListingKey, Versioned<ListingCard>>,
    /// The listings of each product, by their cards.
    by_product: HashMap<ProductId, BTreeSet<ListingKey>>,
    /// Every channel that a card names. The index of a channel is its bit in [`Row::channels`].
    channels: Vec<Channel>,
}

#[derive(Debug)]
pub(super) struct Row {
    pub(super) card: CatalogueCard,
    /// The product's sync states on its channels, as bits; see [`bit_of`].
    pub(super) states: u16,
    /// When the product's card or one of its listings' cards was last written.
    written: Timestamp,
    /// Such as ` frame 5 inci mtk 01\nmtk01`: the words of the title and of the SKUs, then each SKU without
    /// punctuation.
    pub(super) text: Box<str>,
    /// Bytes of `text` that belong to the title. Sorting by title compares these.
    title: u32,
    /// Start and length in `text`, in bytes, of the first SKU without punctuation.
    sku: (u32, u32),
    /// The card's category, folded for comparison.
    pub(super) category: Option<Box<str>>,
    /// The card's channels as bits, by their index in [`Cards::channels`].
    pub(super) channels: u64,
}

/// The bit of a state.
pub(super) const fn bit_of(state: SyncState) -> u16 {
    1 << (state as u16)
}

fn bits_of(card: &CatalogueCard) -> u16 {
    card.states().into_iter().map(bit_of).fold(0, |bits, bit| bits | bit)
}

impl Row {
    pub(super) fn title(&self) -> &str {
        self.text.get(..self.title as usize).unwrap_or_default()
    }

    /// The first SKU without punctuation; empty if the product has none.
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
        Self {
            states: bits_of(&card),
            card,
            written: Timestamp::MIN,
            text: text.into_boxed_str(),
            title,
            sku: first,
            category,
            channels,
        }
    }
}

impl Cards {
    pub(super) fn put_placed(&mut self, Placed { written, found }: Placed) {
        let product = match found {
            Found::Product(card) => {
                let product = card.id.clone();
                self.put(card);
                Some(product)
            }
            Found::Listing(card) => {
                let before = self.listings.get(&card.value.key).and_then(|known| known.value.product.clone());
                let product = card.value.product.clone();
                self.put_listing(card);
                if before != product {
                    self.touch(before.as_ref(), written);
                }
                product
            }
            Found::Nothing => None,
        };
        self.touch(product.as_ref(), written);
    }

    /// Records that a card of the product's row was written at `written`.
    fn touch(&mut self, product: Option<&ProductId>, written: Timestamp) {
        let row =
            product.and_then(|product| self.by_id.get(product)).and_then(|place| self.rows.get_mut(*place));
        if let Some(row) = row {
            row.written = row.written.max(written);
        }
    }

    /// The cards written at or after `since` (all cards without it), in the order of their ids.
    pub(super) fn written_since(&self, since: Option<Timestamp>) -> Vec<CatalogueCard> {
        let rows = self.rows.iter().filter(|row| since.is_none_or(|since| row.written >= since));
        let mut cards: Vec<CatalogueCard> = rows.map(|row| row.card.clone()).collect();
        cards.sort_by(|a, b| a.id.cmp(&b.id));
        cards
    }

    /// Adds a listing's card or replaces an older one.
    pub fn put_listing(&mut self, card: Versioned<ListingCard>) {
        let known = self.listings.get(&card.value.key);
        if known.is_some_and(|known| known.version >= card.version) {
            return;
        }
        let before = known.and_then(|known| known.value.product.clone());
        let (key, now) = (card.value.key.clone(), card.value.product.clone());
        if before != now
            && let Some(product) = &before
            && let Some(listings) = self.by_product.get_mut(product)
        {
            listings.remove(&key);
        }
        if let Some(product) = &now {
            self.by_product.entry(product.clone()).or_default().insert(key.clone());
        }
        self.listings.insert(key, card);
        let moved = before.as_ref().filter(|before| Some(*before) != now.as_ref());
        for product in moved.into_iter().chain(&now) {
            let listed = self.listed(product);
            if let Some(row) = self.by_id.get(product).and_then(|place| self.rows.get_mut(*place)) {
                row.card.listed = listed;
                row.states = bits_of(&row.card);
            }
        }
    }

    fn listed(&self, product: &ProductId) -> BTreeMap<Channel, ChannelCard> {
        let keys = self.by_product.get(product).into_iter().flatten();
        by_channel(keys.filter_map(|key| Some(&self.listings.get(key)?.value)))
    }

    /// Adds a card or replaces an older one of the same product.
    pub fn put(&mut self, mut card: CatalogueCard) {
        card.listed = self.listed(&card.id);
        let channels = self.bits(&card.channels);
        if let Some(place) = self.by_id.get(&card.id) {
            if let Some(row) = self.rows.get_mut(*place)
                && row.card.version < card.version
            {
                let written = row.written;
                *row = Row { written, ..Row::new(card, channels) };
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

    /// The bit of a channel; `None` when no card names the channel.
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
                // A leaf of a B-tree allocates room for eleven entries.
                + usize::from(!card.channels.is_empty()) * (11 * size_of::<Channel>() + 16)
                + card.channels.iter().map(|channel| channel.as_str().len()).sum::<usize>()
                + usize::from(!card.attention.is_empty()) * (11 * size_of::<String>() + 16)
                + card.attention.iter().map(String::capacity).sum::<usize>()
        };
        let listings = |card: &Versioned<ListingCard>| {
            // The key is in the map of listings, in the set of its product and in the row's copy, which also has the
            // price ranges.
            let key = size_of::<ListingKey>() + card.value.key.to_string().len();
            size_of::<Versioned<ListingCard>>()
                + 3 * key
                + size_of::<(Channel, ChannelCard)>()
                + (card.value.fields.len() + card.value.blocked.len()) * 2 * size_of::<String>()
        };
        self.listings.values().map(listings).sum::<usize>()
            + self.rows.capacity() * size_of::<Row>()
            + self.by_id.capacity() * (size_of::<(ProductId, usize)>() + 1)
            + self.rows.iter().map(texts).sum::<usize>()
    }
}
