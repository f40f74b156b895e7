//! [`app::ports::Catalogue`]: search by words, prefixes and SKU, filters, sorting, stable pages, totals and tabs.

use app::ports::{Catalogue, CataloguePage, CatalogueQuery, CatalogueSort, Products, Versioned};
use domain::{Channel, Product, ProductId, ProductStatus};
use jiff::SignedDuration;

use super::{moment, own_channel, unique};
use crate::build::{ProductVerbs as _, VariantVerbs as _, a_product_named};

/// The whole contract. `products` writes the records that `catalogue` searches.
pub async fn catalogue(products: &dyn Products, catalogue: &dyn Catalogue) {
    let suite = Suite { products, catalogue };
    suite.words_and_prefixes_find_titles().await;
    suite.skus_are_found_however_they_are_typed().await;
    suite.a_card_shows_the_product().await;
    suite.filters_narrow_and_tabs_do_not().await;
    suite.every_sort_goes_both_ways().await;
    suite.pages_stay_in_place_while_products_change().await;
    suite.a_change_is_seen_at_once().await;
}

struct Suite<'a> {
    products: &'a dyn Products,
    catalogue: &'a dyn Catalogue,
}

impl Suite<'_> {
    async fn add(&self, product: Product) -> Product {
        self.products.create(&product).await.expect("a new product can be created");
        product
    }

    async fn search(&self, query: CatalogueQuery) -> CataloguePage {
        self.catalogue.search(&query).await.expect("the catalogue can be searched")
    }

    async fn found(&self, text: &str) -> Vec<ProductId> {
        let page = self.search(text_query(text)).await;
        assert_eq!(page.total, page.cards.len(), "all fit on one page");
        let mut ids: Vec<ProductId> = page.cards.into_iter().map(|card| card.id).collect();
        ids.sort();
        ids
    }

    async fn words_and_prefixes_find_titles(&self) {
        // Only these titles contain this word, so the search finds no other records of the table.
        let mark = unique();
        let title = |words: &str| fresh().with_title(&format!("{words} {mark}"));
        let gopro = self.add(title("Dudukan Kamera GoPro—TPU")).await.id;
        let insta = self.add(title("Dudukan kamera Insta360 (TPU)")).await.id;
        let frame = self.add(title("Frame Émax 5\" Kámera Depan")).await.id;
        let ids = |wanted: &[&ProductId]| {
            let mut ids: Vec<ProductId> = wanted.iter().map(|&id| id.clone()).collect();
            ids.sort();
            ids
        };
        for (text, expected) in [
            (mark.clone(), ids(&[&gopro, &insta, &frame])),
            (mark[..12].to_owned(), ids(&[&gopro, &insta, &frame])),
            (format!("kamera {mark}"), ids(&[&gopro, &insta, &frame])),
            (format!("{mark} DUDUKAN"), ids(&[&gopro, &insta])),
            (format!("dud kam {mark}"), ids(&[&gopro, &insta])),
            (format!("kam gopro {mark}"), ids(&[&gopro])),
            (format!("  gopro,,, {mark}!  "), ids(&[&gopro])),
            (format!("tpu {mark}"), ids(&[&gopro, &insta])),
            (format!("emax {mark}"), ids(&[&frame])),
            (format!("éMÁX kamera {mark}"), ids(&[&frame])),
            (format!("amera {mark}"), ids(&[])),
            (format!("gopro insta360 {mark}"), ids(&[])),
            (format!("{mark}x"), ids(&[])),
        ] {
            assert_eq!(self.found(&text).await, expected, "search for {text:?}");
        }
    }

    async fn skus_are_found_however_they_are_typed(&self) {
        let mark = unique();
        let product = a_product_named(&unique()).with_variants(
            &["Ukuran"],
            &[(&["3"], &format!("{mark}-GP-03"), 90_000), (&["5"], &format!("{mark}-GP-05"), 95_000)],
        );
        let product = self.add(product).await.id;
        let other = self.add(fresh().with_sku(&format!("{mark}-XX-01"))).await.id;
        let both = {
            let mut ids = vec![product.clone(), other];
            ids.sort();
            ids
        };
        let upper = mark.to_uppercase();
        for (text, expected) in [
            (format!("{mark}-GP-05"), vec![product.clone()]),
            (format!("{upper}-gp-05"), vec![product.clone()]),
            (format!("{mark}-gp"), vec![product.clone()]),
            (mark.clone(), both.clone()),
            (mark[..13].to_owned(), both),
            (format!("{mark}-GP-07"), vec![]),
        ] {
            assert_eq!(self.found(&text).await, expected, "search for {text:?}");
        }
        assert_eq!(
            self.found(&format!("kamera {mark}")).await.len(),
            2,
            "title words and a SKU may be mixed"
        );
    }

    async fn a_card_shows_the_product(&self) {
        let (mark, channel) = (unique(), own_channel());
        let mut product = a_product_named(&mark)
            .with_title(&format!("Ducting Cinewhoop {mark}"))
            .with_variants(
                &["Ukuran"],
                &[
                    (&["2.5 inch"], &format!("{mark}a"), 75_000),
                    (&["3 inch"], &format!("{mark}b"), 125_000),
                    (&["5 inch"], &format!("{mark}c"), 99_000),
                ],
            )
            .with_channel(&channel);
        product.attention.insert("base_price_differs".to_owned());
        product.variants[2] = product.variants[2].clone().without_base_price();
        self.add(product.clone()).await;
        self.products.put(&product, 1, &[]).await.expect("the version is the stored one");
        let page = self.search(text_query(&mark)).await;
        assert_eq!(page.cards.len(), 1);
        let card = &page.cards[0];
        assert_eq!((&card.id, card.title.as_str()), (&product.id, product.title.as_str()));
        let mut skus = card.skus.clone();
        skus.sort();
        assert_eq!(skus, [format!("{mark}a"), format!("{mark}b"), format!("{mark}c")]);
        assert_eq!(card.min_price, product.variants[0].base_price);
        assert_eq!(card.max_price, product.variants[1].base_price);
        assert_eq!(card.channels, product.channels);
        assert_eq!(card.attention, product.attention);
        assert_eq!(card.category, product.category);
        assert_eq!(card.image.as_deref(), product.images.first().map(|image| image.url.as_str()));
        assert_eq!((card.status, card.updated_at, card.version), (product.status, product.updated_at, 2));
    }

    async fn filters_narrow_and_tabs_do_not(&self) {
        let (mark, channel, category) = (unique(), own_channel(), format!("Kategori {}", unique()));
        let title = format!("Pelindung Baling-baling {mark}");
        let plain = || fresh().with_title(&title);
        for _ in 0..3 {
            self.add(plain().with_channel(&channel).with_category(&category)).await;
        }
        self.add(plain().with_channel(&own_channel())).await;
        self.add(plain().with_channel(&channel).with_status(ProductStatus::Archived)).await;
        let mut odd = plain();
        odd.attention.insert("sku_missing".to_owned());
        let odd = self.add(odd).await;

        let all = text_query(&mark);
        let page = self.search(all.clone()).await;
        assert_eq!(page.total, 6);
        let tabs = [(ProductStatus::Active, 5), (ProductStatus::Archived, 1)];
        assert_eq!(page.by_status, tabs.into_iter().collect());
        let page = self.search(CatalogueQuery { status: Some(ProductStatus::Archived), ..all.clone() }).await;
        assert_eq!((page.total, page.cards.len()), (1, 1));
        assert_eq!(page.by_status, tabs.into_iter().collect(), "tabs count whatever status was asked for");

        let query = CatalogueQuery { channel: Some(channel.clone()), ..all.clone() };
        let page = self.search(query.clone()).await;
        assert_eq!(page.total, 4);
        assert!(page.cards.iter().all(|card| card.channels.contains(&channel)));
        let page = self.search(CatalogueQuery { status: Some(ProductStatus::Active), ..query }).await;
        assert_eq!(page.total, 3, "every condition must hold");
        let query = CatalogueQuery { missing_on: Some(channel.clone()), ..all.clone() };
        let page = self.search(query).await;
        assert_eq!(page.total, 2, "the rest of the six");
        assert!(page.cards.iter().all(|card| !card.channels.contains(&channel)));
        let nowhere = Channel::parse("nowhere").expect("a valid channel");
        let page = self.search(CatalogueQuery { missing_on: Some(nowhere), ..all.clone() }).await;
        assert_eq!(page.total, 6, "no product is on a channel that nobody knows");
        let page = self.search(CatalogueQuery { category: Some(category.clone()), ..all.clone() }).await;
        assert_eq!(page.total, 3);
        let page = self.search(CatalogueQuery { attention: true, ..all }).await;
        assert_eq!(page.cards.iter().map(|card| &card.id).collect::<Vec<_>>(), [&odd.id]);
        let query = CatalogueQuery { category: Some(category), limit: 50, ..CatalogueQuery::default() };
        assert_eq!(self.search(query).await.total, 3, "a filter needs no text");
    }

    async fn every_sort_goes_both_ways(&self) {
        let mark = unique();
        let mut made = Vec::new();
        // The products have a different order in each sort.
        for (title, sku, price, minute) in [
            ("Bravo", "3", 50_000, 2),
            ("alfa", "2", 70_000, 1),
            ("Delta", "1", 60_000, 4),
            ("charlie", "4", 40_000, 3),
        ] {
            let product = fresh()
                .with_title(&format!("{title} {mark}"))
                .with_sku(&format!("{mark}{sku}"))
                .with_base_price(price)
                .with_updated_at(moment() + SignedDuration::from_mins(minute));
            made.push((title, self.add(product).await.id));
        }
        for (sort, expected) in [
            (CatalogueSort::Title, ["alfa", "Bravo", "charlie", "Delta"]),
            (CatalogueSort::Sku, ["Delta", "alfa", "Bravo", "charlie"]),
            (CatalogueSort::Price, ["charlie", "Bravo", "Delta", "alfa"]),
            (CatalogueSort::UpdatedAt, ["alfa", "Bravo", "charlie", "Delta"]),
        ] {
            for descending in [false, true] {
                for limit in [1, 3, 50] {
                    let query = CatalogueQuery { sort, descending, limit, ..text_query(&mark) };
                    let found: Vec<&str> = self
                        .walk(query)
                        .await
                        .iter()
                        .filter_map(|id| made.iter().find(|(_, known)| known == id).map(|(title, _)| *title))
                        .collect();
                    let mut expected = expected.to_vec();
                    if descending {
                        expected.reverse();
                    }
                    assert_eq!(found, expected, "{sort:?}, descending {descending}, pages of {limit}");
                }
            }
        }
    }

    /// All pages of a query, in order.
    async fn walk(&self, mut query: CatalogueQuery) -> Vec<ProductId> {
        let mut ids = Vec::new();
        let mut total = None;
        loop {
            let page = self.search(query.clone()).await;
            assert!(page.cards.len() <= query.limit, "a page is at most as long as asked for");
            assert_eq!(*total.get_or_insert(page.total), page.total, "every page tells the whole number");
            ids.extend(page.cards.into_iter().map(|card| card.id));
            query.cursor = page.next;
            if query.cursor.is_none() {
                return ids;
            }
        }
    }

    async fn pages_stay_in_place_while_products_change(&self) {
        let mark = unique();
        let named = |name: &str| fresh().with_title(&format!("{name} {mark}"));
        let mut expected = Vec::new();
        for name in ["b", "d", "f", "h", "j"] {
            expected.push(self.add(named(name)).await.id);
        }
        let query = CatalogueQuery { sort: CatalogueSort::Title, limit: 2, ..text_query(&mark) };
        let first = self.search(query.clone()).await;
        assert_eq!(first.total, 5);
        // A new product appears before the current position, and one after it.
        self.add(named("a")).await;
        let late = self.add(named("g")).await.id;
        expected.insert(3, late);
        let rest = self.walk(CatalogueQuery { cursor: first.next.clone(), ..query }).await;
        let found: Vec<ProductId> = first.cards.into_iter().map(|card| card.id).chain(rest).collect();
        assert_eq!(found, expected, "nothing is shown twice or skipped");

        // Products with equal sort values still have a fixed order.
        let twins = unique();
        let mut made = Vec::new();
        for _ in 0..7 {
            made.push(self.add(fresh().with_title(&format!("Kembar {twins}"))).await.id);
        }
        for sort in [CatalogueSort::Title, CatalogueSort::Price, CatalogueSort::UpdatedAt] {
            let mut found = self.walk(CatalogueQuery { sort, limit: 2, ..text_query(&twins) }).await;
            found.sort();
            made.sort();
            assert_eq!(found, made, "each twin once when sorted by {sort:?}");
        }
    }

    async fn a_change_is_seen_at_once(&self) {
        let (old, new) = (unique(), unique());
        let product = self.add(fresh().with_title(&format!("Tali Baterai {old}"))).await;
        assert_eq!(self.found(&old).await, std::slice::from_ref(&product.id));
        let renamed = product.clone().with_title(&format!("Tali Baterai {new}"));
        let stored: Versioned<Product> =
            self.products.put(&renamed, 1, &[]).await.expect("the version is the stored one");
        assert_eq!(self.found(&old).await, [], "the old word is forgotten");
        let page = self.search(text_query(&new)).await;
        assert_eq!(page.cards.iter().map(|card| card.version).collect::<Vec<_>>(), [stored.version]);
    }
}

fn fresh() -> Product {
    a_product_named(&unique())
}

fn text_query(text: &str) -> CatalogueQuery {
    CatalogueQuery { text: Some(text.to_owned()), limit: 50, ..CatalogueQuery::default() }
}
