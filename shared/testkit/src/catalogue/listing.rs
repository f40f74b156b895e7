//! A version of a product as its shop shows it.

use std::collections::BTreeMap;

use app::marketplace::FetchedListing;
use domain::{
    ExternalId, ListingContent, ListingImage, ListingStatus, Offer, OfferId, PreOrderDays,
    listing::{Attribute, AttributeValue, Named},
};
use jiff::Timestamp;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::{drift::Version, ids::Numbers, item::Item, parts::CATEGORIES, scene::Scene};

/// The shipping time of all pre-orders, in days.
const PRE_ORDER: u16 = 5;

/// Makes the listings of one seed.
#[derive(Debug)]
pub(super) struct Maker<'a> {
    pub numbers: Numbers,
    pub shopee_base: &'a str,
    pub tiktok_base: &'a str,
    /// The pictures made so far, by the channel's name for the picture.
    pub pictures: BTreeMap<String, Scene>,
}

/// A listing, with the offer of each variant of the product; `None` if the shop lacks the variant.
#[derive(Debug)]
pub(super) struct Made {
    pub listing: FetchedListing,
    pub offers: Vec<Option<OfferId>>,
}

impl Maker<'_> {
    pub fn shopee(&mut self, rng: &mut ChaCha8Rng, id: ExternalId, version: &Version) -> Made {
        let item = &version.item;
        let (category, shopee_id, _) = CATEGORIES[item.kind.category];
        let varied = item.has_variants();
        let offer_ids: Vec<OfferId> = version
            .present
            .iter()
            .map(|_| if varied { self.numbers.shopee_model(rng) } else { OfferId::only() })
            .collect();
        let images = self.images(rng, item, self.shopee_base, Numbers::shopee_image);
        let content = ListingContent {
            description: item.paragraphs.join("\n\n"),
            category: Some(named(shopee_id, category)),
            attributes: vec![attribute("100134", item)],
            brand: Some(named("0", "NoBrand")),
            shipping: vec![named("8003", "J&T Express"), named("8006", "SPX Standard")],
            storefronts: Vec::new(),
            ..common(version, images, &offer_ids)
        };
        let offers = offers_of(version, offer_ids);
        Made {
            listing: FetchedListing {
                id,
                content,
                updated_at: Some(moment(rng)),
                audit: None,
                partial: false,
            },
            offers,
        }
    }

    pub fn tiktok(&mut self, rng: &mut ChaCha8Rng, id: ExternalId, version: &Version) -> Made {
        let item = &version.item;
        let (category, _, tiktok_id) = CATEGORIES[item.kind.category];
        let offer_ids: Vec<OfferId> = version.present.iter().map(|_| self.numbers.tiktok_sku(rng)).collect();
        let images = self.images(rng, item, self.tiktok_base, Numbers::tiktok_image);
        let paragraph =
            |text: &String| format!("<p>{}</p>", text.replace('&', "&amp;").replace('\n', "<br>"));
        let content = ListingContent {
            description: item.paragraphs.iter().map(paragraph).collect(),
            category: Some(named(tiktok_id, category)),
            attributes: vec![attribute("100398", item)],
            brand: None,
            shipping: vec![named("7129000000000000008", "Pengiriman Reguler")],
            storefronts: vec!["tiktok_shop".to_owned(), "tokopedia".to_owned()],
            ..common(version, images, &offer_ids)
        };
        let offers = offers_of(version, offer_ids);
        Made {
            listing: FetchedListing {
                id,
                content,
                updated_at: Some(moment(rng)),
                audit: None,
                partial: false,
            },
            offers,
        }
    }

    fn images(
        &mut self,
        rng: &mut ChaCha8Rng,
        item: &Item,
        base: &str,
        name: fn(&mut Numbers, &mut ChaCha8Rng) -> String,
    ) -> Vec<ListingImage> {
        let stamped = base == self.tiktok_base;
        (0..item.images)
            .map(|place| {
                let reference = name(&mut self.numbers, rng);
                self.pictures.insert(reference.clone(), Scene::of(item, place, stamped));
                let url = Some(format!("{}/_sandbox/images/{reference}", base.trim_end_matches('/')));
                ListingImage { reference, url }
            })
            .collect()
    }
}

/// The content that is the same on both marketplaces.
fn common(version: &Version, images: Vec<ListingImage>, ids: &[OfferId]) -> ListingContent {
    let item = &version.item;
    let offers = item
        .variants
        .iter()
        .enumerate()
        .filter(|(index, _)| version.present[*index])
        .map(|(index, variant)| Offer {
            id: ids[index].clone(),
            sku: version.skus[index].clone(),
            option_values: variant.values.clone(),
            price: Some(variant.price),
            stock: Some(variant.stock),
            weight: None,
            image: None,
            price_locked: false,
        })
        .collect();
    ListingContent {
        title: item.title.clone(),
        description: String::new(),
        images,
        category: None,
        attributes: Vec::new(),
        brand: None,
        weight: Some(item.weight),
        dimensions: Some(item.dimensions),
        pre_order: PreOrderDays::parse(PRE_ORDER).ok(),
        shipping: Vec::new(),
        storefronts: Vec::new(),
        status: ListingStatus::Live,
        storefront_status: BTreeMap::new(),
        promotion: None,
        options: item.options.clone(),
        offers,
    }
}

fn offers_of(version: &Version, ids: Vec<OfferId>) -> Vec<Option<OfferId>> {
    ids.into_iter().zip(&version.present).map(|(id, present)| present.then_some(id)).collect()
}

fn named(id: &str, name: &str) -> Named {
    Named { id: id.to_owned(), name: Some(name.to_owned()) }
}

fn attribute(id: &str, item: &Item) -> Attribute {
    let material = item.material.1.split(' ').next().unwrap_or(item.material.1);
    Attribute {
        id: id.to_owned(),
        name: Some("Bahan".to_owned()),
        values: vec![AttributeValue {
            id: Some(material_id(material).to_owned()),
            name: Some(material.to_owned()),
            unit: None,
        }],
    }
}

fn material_id(material: &str) -> &'static str {
    match material {
        "TPU" => "5881",
        "PETG" => "5882",
        "PETG-CF" => "5883",
        "ASA" => "5884",
        "PLA+" => "5885",
        _ => "5886",
    }
}

/// A random second between November 2024 and October 2026.
fn moment(rng: &mut ChaCha8Rng) -> Timestamp {
    let second = rng.random_range(1_730_400_000..1_793_400_000);
    Timestamp::from_second(second).expect("a constant range of years")
}
