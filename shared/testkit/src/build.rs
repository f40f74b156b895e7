//! Valid values for tests, and methods to change them.

use std::collections::BTreeMap;

use app::{
    marketplace::{AppCredentials, FetchedListing},
    ports::Observed,
};
use domain::{
    Channel, Dimensions, ExternalId, Grams, ImageId, Length, ListingContent, ListingImage, ListingKey,
    ListingStatus, Offer, OfferId, PreOrderDays, Product, ProductId, ProductImage, ProductStatus, Rupiah,
    ShopId, Sku, Title, Variant, VariantId, listing::Named,
};
use jiff::Timestamp;

use crate::FixedClock;

mod run;
pub use run::a_run_of_one;

/// The moment at which [`FixedClock`] starts.
pub fn a_moment() -> Timestamp {
    Timestamp::from_second(FixedClock::START).expect("a constant within range")
}

pub fn a_channel(name: &str) -> Channel {
    Channel::parse(name).expect("a test names a valid channel")
}

pub fn a_shop(id: &str) -> ShopId {
    ShopId::parse(id).expect("a test names a valid shop")
}

pub fn a_sku(text: &str) -> Sku {
    Sku::parse(text).expect("a test names a valid SKU")
}

pub fn an_offer_id(id: &str) -> OfferId {
    OfferId::parse(id).expect("a test names a valid offer")
}

pub fn an_external_id(id: &str) -> ExternalId {
    ExternalId::parse(id).expect("a test names a valid listing")
}

/// `shopee:14701711:2500139861` as a key.
pub fn a_key(text: &str) -> ListingKey {
    ListingKey::parse(text).expect("a test names a valid listing")
}

pub fn rupiah(amount: i64) -> Rupiah {
    Rupiah::price(amount).expect("a test names a valid price")
}

pub fn grams(weight: u32) -> Grams {
    Grams::parse(weight).expect("a test names a valid weight")
}

/// A parcel in whole centimetres.
pub fn centimetres(length: u32, width: u32, height: u32) -> Dimensions {
    let side = |cm: u32| Length::parse(cm * 100).expect("a test names a valid length");
    Dimensions { length: side(length), width: side(width), height: side(height) }
}

pub fn days(days: u16) -> PreOrderDays {
    PreOrderDays::parse(days).expect("a test names valid days")
}

/// Invented credentials.
pub fn credentials() -> AppCredentials {
    AppCredentials {
        app_id: "1000016".to_owned(),
        app_secret: "test-app-secret".to_owned().into(),
        service_id: None,
    }
}

/// A product without variants, complete enough to be listed on any channel. `name` makes it different from all others.
pub fn a_product_named(name: &str) -> Product {
    let id = ProductId::derived(&["test", name]);
    let image = format!("https://images.test/{id}.png");
    let title = Title::parse(&format!("Dudukan Kamera GoPro TPU untuk Drone FPV {name}"));
    Product {
        description: "Dudukan kamera dari TPU, dicetak 3D. Kuat dan lentur.".to_owned(),
        images: vec![ProductImage {
            id: ImageId::derived(&[&image]),
            url: image,
            origin: None,
            copies: Vec::new(),
        }],
        category: Some("Dudukan".to_owned()),
        weight: Some(grams(25)),
        dimensions: Some(centimetres(8, 6, 4)),
        pre_order: Some(days(5)),
        variants: vec![a_variant().with_id_of(name).with_sku(&format!("MTK-{name}"))],
        ..Product::blank(id, title.expect("the title is short enough"), a_moment())
    }
}

/// The product `1`.
pub fn a_product() -> Product {
    a_product_named("1")
}

/// A variant of a product without options, at a base price of Rp150.000.
pub fn a_variant() -> Variant {
    Variant {
        id: VariantId::derived(&["test", "variant"]),
        sku: Some(a_sku("MTK-GP-01")),
        option_values: Vec::new(),
        base_price: Some(rupiah(150_000)),
        cost: Some(rupiah(40_000)),
        stock: None,
        weight: None,
        image: None,
    }
}

/// The content of a listing without variants, at Rp150.000.
pub fn a_content() -> ListingContent {
    ListingContent {
        title: "Dudukan Kamera GoPro TPU untuk Drone FPV".to_owned(),
        description: "Dudukan kamera dari TPU, dicetak 3D. Kuat dan lentur.".to_owned(),
        images: vec![ListingImage { reference: "id-11134207-7r98o-1".to_owned(), url: None }],
        category: Some(Named { id: "100630".to_owned(), name: Some("Aksesoris Drone".to_owned()) }),
        attributes: Vec::new(),
        brand: None,
        weight: Some(grams(25)),
        dimensions: Some(centimetres(8, 6, 4)),
        pre_order: Some(days(5)),
        shipping: vec![Named { id: "8003".to_owned(), name: Some("J&T Express".to_owned()) }],
        storefronts: Vec::new(),
        status: ListingStatus::Live,
        storefront_status: BTreeMap::new(),
        promotion: None,
        options: Vec::new(),
        offers: vec![an_offer()],
    }
}

/// The only offer of a listing without variants.
pub fn an_offer() -> Offer {
    Offer {
        id: OfferId::only(),
        sku: Some(a_sku("MTK-GP-01")),
        option_values: Vec::new(),
        price: Some(rupiah(150_000)),
        stock: Some(10),
        weight: None,
        image: None,
        price_locked: false,
    }
}

/// A listing as a channel returns it.
pub fn a_listing(id: &str) -> FetchedListing {
    FetchedListing {
        id: an_external_id(id),
        content: a_content(),
        updated_at: Some(a_moment()),
        audit: None,
        partial: false,
    }
}

/// An observation of `content` under `key`.
pub fn observed(key: &ListingKey, content: ListingContent) -> Observed {
    Observed {
        key: key.clone(),
        hash: content.content_hash(),
        content,
        updated_at: Some(a_moment()),
        seen_at: a_moment(),
    }
}

/// Methods that change a product.
pub trait ProductVerbs: Sized {
    #[must_use]
    fn with_title(self, title: &str) -> Self;
    /// Replaces the variants: one for each entry of option values, SKU and base price.
    #[must_use]
    fn with_variants(self, options: &[&str], variants: &[(&[&str], &str, i64)]) -> Self;
    /// Sets the SKU of the first variant.
    #[must_use]
    fn with_sku(self, sku: &str) -> Self;
    /// Sets the base price of the first variant.
    #[must_use]
    fn with_base_price(self, price: i64) -> Self;
    #[must_use]
    fn with_status(self, status: ProductStatus) -> Self;
    #[must_use]
    fn with_category(self, category: &str) -> Self;
    #[must_use]
    fn with_channel(self, channel: &Channel) -> Self;
    #[must_use]
    fn with_updated_at(self, at: Timestamp) -> Self;
}

impl ProductVerbs for Product {
    fn with_title(mut self, title: &str) -> Self {
        self.title = Title::parse(title).expect("a test names a valid title");
        self
    }

    fn with_variants(mut self, options: &[&str], variants: &[(&[&str], &str, i64)]) -> Self {
        self.options = options.iter().map(|&option| option.to_owned()).collect();
        self.variants = variants
            .iter()
            .map(|(values, sku, price)| Variant {
                id: VariantId::derived(&[self.id.as_str(), sku]),
                option_values: values.iter().map(|&value| value.to_owned()).collect(),
                ..a_variant().with_sku(sku).with_base_price(*price)
            })
            .collect();
        self
    }

    fn with_sku(mut self, sku: &str) -> Self {
        self.variants[0].sku = Some(a_sku(sku));
        self
    }

    fn with_base_price(mut self, price: i64) -> Self {
        self.variants[0].base_price = Some(rupiah(price));
        self
    }

    fn with_status(mut self, status: ProductStatus) -> Self {
        self.status = status;
        self
    }

    fn with_category(mut self, category: &str) -> Self {
        self.category = Some(category.to_owned());
        self
    }

    fn with_channel(mut self, channel: &Channel) -> Self {
        self.channels.insert(channel.clone());
        self
    }

    fn with_updated_at(mut self, at: Timestamp) -> Self {
        self.updated_at = at;
        self
    }
}

/// Methods that change a variant.
pub trait VariantVerbs: Sized {
    /// Sets the id that belongs to `name`.
    #[must_use]
    fn with_id_of(self, name: &str) -> Self;
    #[must_use]
    fn with_sku(self, sku: &str) -> Self;
    #[must_use]
    fn without_sku(self) -> Self;
    #[must_use]
    fn with_base_price(self, price: i64) -> Self;
    #[must_use]
    fn without_base_price(self) -> Self;
    #[must_use]
    fn with_option_values(self, values: &[&str]) -> Self;
}

impl VariantVerbs for Variant {
    fn with_id_of(mut self, name: &str) -> Self {
        self.id = VariantId::derived(&["test", name]);
        self
    }

    fn with_sku(mut self, sku: &str) -> Self {
        self.sku = Some(a_sku(sku));
        self
    }

    fn without_sku(mut self) -> Self {
        self.sku = None;
        self
    }

    fn with_base_price(mut self, price: i64) -> Self {
        self.base_price = Some(rupiah(price));
        self
    }

    fn without_base_price(mut self) -> Self {
        self.base_price = None;
        self
    }

    fn with_option_values(mut self, values: &[&str]) -> Self {
        self.option_values = values.iter().map(|&value| value.to_owned()).collect();
        self
    }
}

/// Methods that change a listing's content; a fetched listing passes them on to its content.
pub trait ListingVerbs: Sized {
    #[must_use]
    fn with(self, change: impl FnOnce(&mut ListingContent)) -> Self;

    #[must_use]
    fn with_title(self, title: &str) -> Self {
        self.with(|content| title.clone_into(&mut content.title))
    }

    #[must_use]
    fn with_description(self, description: &str) -> Self {
        self.with(|content| description.clone_into(&mut content.description))
    }

    #[must_use]
    fn with_status(self, status: ListingStatus) -> Self {
        self.with(|content| content.status = status)
    }

    /// Sets the SKU of the first offer.
    #[must_use]
    fn with_sku(self, sku: &str) -> Self {
        self.with(|content| content.offers[0].sku = Some(a_sku(sku)))
    }

    /// Sets the price of the first offer.
    #[must_use]
    fn with_price(self, price: i64) -> Self {
        self.with(|content| content.offers[0].price = Some(rupiah(price)))
    }

    #[must_use]
    fn with_storefronts(self, storefronts: &[&str]) -> Self {
        self.with(|content| content.storefronts = storefronts.iter().map(|&s| s.to_owned()).collect())
    }

    #[must_use]
    fn with_images(self, references: &[&str]) -> Self {
        self.with(|content| {
            content.images = references
                .iter()
                .map(|&reference| ListingImage { reference: reference.to_owned(), url: None })
                .collect();
        })
    }

    /// Replaces the only offer by offers `1`, `2`, …, each with option values, SKU and price.
    #[must_use]
    fn with_offers(self, options: &[&str], offers: &[(&[&str], &str, i64)]) -> Self {
        self.with(|content| {
            content.options = options.iter().map(|&option| option.to_owned()).collect();
            content.offers = offers
                .iter()
                .enumerate()
                .map(|(index, (values, sku, price))| Offer {
                    id: an_offer_id(&(index + 1).to_string()),
                    sku: Some(a_sku(sku)),
                    option_values: values.iter().map(|&value| value.to_owned()).collect(),
                    price: Some(rupiah(*price)),
                    ..an_offer()
                })
                .collect();
        })
    }
}

impl ListingVerbs for ListingContent {
    fn with(mut self, change: impl FnOnce(&mut ListingContent)) -> Self {
        change(&mut self);
        self
    }
}

impl ListingVerbs for FetchedListing {
    fn with(mut self, change: impl FnOnce(&mut ListingContent)) -> Self {
        change(&mut self.content);
        self
    }
}
