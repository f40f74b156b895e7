//! [`app::ports::Catalogue`]: the cards of listings, and how lists use them.

use app::ports::{
    Catalogue, CatalogueQuery, CatalogueSort, ListingCard, PriceSpan, Products, PushMark, PushPhase,
    Versioned,
};
use domain::{
    BasisPoints, Channel, ContentHash, JobId, ListingKey, Product, ProductId, RunId, Rupiah, SyncState,
    diff::Field,
};

use super::{moment, own_channel, own_shop, unique};
use crate::build::{ProductVerbs as _, a_product_named, an_external_id};

/// The part of the contract that is about listing cards. `products` writes the products that `catalogue` combines with
/// the cards.
pub async fn listing_cards(products: &dyn Products, catalogue: &dyn Catalogue) {
    let suite = Suite { products, catalogue };
    suite.a_card_reads_back_and_an_older_one_never_wins().await;
    suite.a_product_shows_how_its_listings_stand().await;
    suite.states_prices_and_margins_filter_sort_and_count().await;
    suite.an_offset_leaves_out_the_first().await;
    suite.the_index_tells_what_changed_since().await;
}

struct Suite<'a> {
    products: &'a dyn Products,
    catalogue: &'a dyn Catalogue,
}

fn a_card(channel: &Channel, product: &ProductId, state: SyncState, price: i64) -> ListingCard {
    ListingCard {
        key: ListingKey::new(channel.clone(), own_shop(), an_external_id(&unique())),
        product: Some(product.clone()),
        state,
        since: moment(),
        fields: [Field::Price].into(),
        blocked: ["no_price".to_owned()].into(),
        target: Some(PriceSpan { min: Rupiah::new(price), max: Rupiah::new(price + 500) }),
        live: PriceSpan::of([Rupiah::new(price - 1_000)]),
        keeps_min: Some(Rupiah::new(price / 2)),
        margin: Some(BasisPoints(i32::try_from(price / 10).expect("a small price"))),
        under_floor: state == SyncState::Failed,
        push: Some(PushMark {
            run: RunId::derived(&["run"]),
            job: JobId::derived(&["job"]),
            phase: PushPhase::Failed,
            code: Some("channel_rejected".to_owned()),
            at: moment(),
        }),
        observed: ContentHash::of("content").short(),
        seen_at: moment(),
    }
}

impl Suite<'_> {
    async fn add(&self, mark: &str, channel: &Channel) -> Product {
        let product = a_product_named(&unique()).with_title(&format!("Kartu {mark}")).with_channel(channel);
        self.products.create(&product).await.expect("a new product can be created");
        product
    }

    async fn put(&self, card: &ListingCard, expected: u64) -> bool {
        let written = self.catalogue.put_listing_cards(&[(card.clone(), expected)]).await;
        written.expect("a card can be written") == [true]
    }

    async fn total(&self, query: CatalogueQuery) -> usize {
        self.catalogue.search(&query).await.expect("the catalogue can be searched").total
    }

    async fn a_card_reads_back_and_an_older_one_never_wins(&self) {
        let channel = own_channel();
        let product = self.add(&unique(), &channel).await;
        let card = a_card(&channel, &product.id, SyncState::Pending, 10_000);
        assert!(self.put(&card, 0).await);
        assert!(!self.put(&card, 0).await, "it is there already");
        let stranger = a_card(&channel, &product.id, SyncState::Pending, 10_000);
        let keys = [card.key.clone(), stranger.key.clone()];
        let read = self.catalogue.listing_cards(&keys).await.expect("cards can be read");
        assert_eq!(read, [Versioned { value: card.clone(), version: 1 }]);
        let next = ListingCard { state: SyncState::Synced, fields: [].into(), push: None, ..card.clone() };
        assert!(self.put(&next, 1).await);
        assert!(!self.put(&card, 1).await, "the one that was read is not there any more");
        let both = [(next.clone(), 2), (stranger.clone(), 0), (card, 1)];
        let written = self.catalogue.put_listing_cards(&both).await.expect("cards can be written");
        assert_eq!(written, [true, true, false], "each on its own");
    }

    async fn a_product_shows_how_its_listings_stand(&self) {
        let (mark, channel, other) = (unique(), own_channel(), own_channel());
        let (one, two) = (self.add(&mark, &channel).await, self.add(&mark, &channel).await);
        let first = a_card(&channel, &one.id, SyncState::Synced, 10_000);
        let second = a_card(&channel, &one.id, SyncState::Failed, 20_000);
        let third = a_card(&other, &one.id, SyncState::Gone, 30_000);
        for card in [&first, &second, &third] {
            assert!(self.put(card, 0).await);
        }
        let query = CatalogueQuery { text: Some(mark.clone()), limit: 50, ..CatalogueQuery::default() };
        let cards = self.catalogue.search(&query).await.expect("the catalogue can be searched").cards;
        let shown = cards.iter().find(|card| card.id == one.id).expect("the product is found");
        let on = &shown.listed[&channel];
        assert_eq!(on.state, SyncState::Failed, "the most urgent one speaks");
        assert_eq!((on.code.as_deref(), on.run.is_some()), (Some("channel_rejected"), true));
        assert_eq!(on.target.map(|span| (span.min.get(), span.max.get())), Some((10_000, 20_500)));
        assert_eq!((on.keeps_min, on.under_floor), (Some(Rupiah::new(5_000)), true));
        assert_eq!((on.listings.len(), shown.listed[&other].state), (2, SyncState::Gone));
        let waiting = cards.iter().find(|card| card.id == two.id).expect("the product is found");
        assert_eq!(waiting.state_on(&channel), SyncState::Pending, "its card is not made yet");
        assert_eq!(waiting.state_on(&other), SyncState::NotListed);

        // A listing that moves to another product is no longer shown with the old one. Then it is unlinked from both.
        assert!(self.put(&ListingCard { product: Some(two.id.clone()), ..second.clone() }, 1).await);
        let cards = self.catalogue.search(&query).await.expect("the catalogue can be searched").cards;
        let state =
            |id: &ProductId| cards.iter().find(|card| &card.id == id).map(|card| card.state_on(&channel));
        assert_eq!((state(&one.id), state(&two.id)), (Some(SyncState::Synced), Some(SyncState::Failed)));
        assert!(self.put(&ListingCard { product: None, ..second }, 2).await);
        let cards = self.catalogue.search(&query).await.expect("the catalogue can be searched").cards;
        let left = cards.iter().find(|card| card.id == two.id).expect("the product is found");
        assert!(left.listed.is_empty(), "no list shows it any more");
    }

    async fn states_prices_and_margins_filter_sort_and_count(&self) {
        let (mark, channel) = (unique(), own_channel());
        let mut made = Vec::new();
        for (state, price) in
            [(SyncState::Synced, 30_000), (SyncState::Pending, 10_000), (SyncState::Failed, 20_000)]
        {
            let product = self.add(&mark, &channel).await;
            assert!(self.put(&a_card(&channel, &product.id, state, price), 0).await);
            made.push(product.id);
        }
        let bare = a_product_named(&unique()).with_title(&format!("Kartu {mark}"));
        self.products.create(&bare).await.expect("a new product can be created");
        let all = CatalogueQuery { text: Some(mark.clone()), limit: 50, ..CatalogueQuery::default() };
        let page = self.catalogue.search(&all).await.expect("the catalogue can be searched");
        let counts = [SyncState::NotListed, SyncState::Synced, SyncState::Pending, SyncState::Failed];
        assert_eq!(page.by_state, counts.into_iter().map(|state| (state, 1)).collect());
        assert_eq!(page.under_floor, 1);
        let pending = CatalogueQuery { state: Some(SyncState::Pending), ..all.clone() };
        let found = self.catalogue.search(&pending).await.expect("the catalogue can be searched");
        assert_eq!(found.cards.iter().map(|card| &card.id).collect::<Vec<_>>(), [&made[1]]);
        assert_eq!(found.by_state, page.by_state, "tabs count whatever state was asked for");
        let only = |change: &dyn Fn(&mut CatalogueQuery)| {
            let mut query = all.clone();
            change(&mut query);
            self.total(query)
        };
        let on = |state| vec![(channel.clone(), state)];
        assert_eq!(only(&|q| q.channel_states = on(SyncState::Failed)).await, 1);
        assert_eq!(only(&|q| q.channel_states = on(SyncState::NotListed)).await, 1);
        assert_eq!(only(&|q| q.under_floor = Some(true)).await, 1);
        assert_eq!(only(&|q| q.under_floor = Some(false)).await, 3);
        assert_eq!(only(&|q| q.margin_min = Some(BasisPoints(2_000))).await, 2);
        assert_eq!(only(&|q| q.margin_max = Some(BasisPoints(1_999))).await, 1);
        assert_eq!(only(&|q| q.ids = Some(made.iter().take(2).cloned().collect())).await, 2);
        assert_eq!(only(&|q| q.except = made.iter().cloned().collect()).await, 1);
        for (sort, expected) in [(CatalogueSort::Margin, [1, 2, 0]), (CatalogueSort::ChannelPrice, [1, 2, 0])]
        {
            let query = CatalogueQuery { sort, channel: Some(channel.clone()), limit: 2, ..all.clone() };
            let first = self.catalogue.search(&query).await.expect("the catalogue can be searched");
            let rest = CatalogueQuery { cursor: first.next, ..query };
            let rest = self.catalogue.search(&rest).await.expect("the catalogue can be searched");
            let found: Vec<ProductId> =
                first.cards.into_iter().chain(rest.cards).map(|card| card.id).collect();
            assert_eq!(found, expected.map(|at: usize| made[at].clone()), "{sort:?}");
        }
    }

    async fn an_offset_leaves_out_the_first(&self) {
        let (mark, channel) = (unique(), own_channel());
        for _ in 0..7 {
            self.add(&mark, &channel).await;
        }
        let all = CatalogueQuery {
            text: Some(mark),
            sort: CatalogueSort::Id,
            limit: 50,
            ..CatalogueQuery::default()
        };
        let page = self.catalogue.search(&all).await.expect("the catalogue can be searched");
        for (offset, limit) in [(0, 3), (2, 3), (5, 3), (7, 3), (9, 3)] {
            let query = CatalogueQuery { offset, limit, ..all.clone() };
            let found = self.catalogue.search(&query).await.expect("the catalogue can be searched");
            let expected: Vec<_> = page.cards.iter().skip(offset).take(limit).cloned().collect();
            assert_eq!((found.cards, found.total), (expected, 7), "from {offset}");
            assert_eq!(found.next.is_some(), offset + limit < 7, "from {offset}");
        }
    }

    async fn the_index_tells_what_changed_since(&self) {
        let (mark, channel) = (unique(), own_channel());
        let (one, two) = (self.add(&mark, &channel).await, self.add(&mark, &channel).await);
        let whole = self.catalogue.index(None).await.expect("the index can be read");
        for product in [&one, &two] {
            assert!(whole.cards.iter().any(|card| card.id == product.id));
        }
        assert!(whole.cards.is_sorted_by(|a, b| a.id < b.id));
        let card = a_card(&channel, &one.id, SyncState::Drift, 10_000);
        assert!(self.put(&card, 0).await);
        let since = self.catalogue.index(Some(&whole.token)).await.expect("the index can be read");
        let moved = since.cards.iter().find(|card| card.id == one.id).expect("what changed is there");
        assert_eq!(moved.state_on(&channel), SyncState::Drift);
        assert!(self.catalogue.index(Some("yesterday")).await.is_err(), "a token that is not ours");
    }
}
