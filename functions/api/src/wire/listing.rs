//! Listings: what a channel shows, our own state, and the prices.

use std::collections::BTreeMap;

use app::publishing::listing_edit::ListingEdit;
use domain::diff::Owner;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    card::ChannelState,
    connection::Limits,
    enums::{Field, FieldOwner, ListingStatus},
    patch::present,
    plan::{Blocked, Change},
    price::Quote,
    product::Dimensions,
};

mod shown;
pub use shown::{ListingTarget, TargetImage, TargetOffer};

/// A product on one channel.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Listing {
    /// `channel:shop:id`.
    pub key: String,
    pub channel: String,
    pub shop: String,
    /// The channel's own id.
    pub external_id: String,
    /// The product it follows; absent until it is matched.
    pub product_id: Option<String>,
    /// What buyers see; absent where the channel has no such page.
    pub url: Option<String>,
    /// Where the seller edits it at the channel.
    pub seller_url: Option<String>,
    /// Its state now.
    pub state: ChannelState,
    /// Which variant each offer sells.
    pub links: BTreeMap<String, String>,
    pub overrides: Overrides,
    /// Who decides which field, where it is not the default.
    pub owners: BTreeMap<Field, FieldOwner>,
    /// Not found in the shop any more.
    pub gone: bool,
    /// What the channel last said.
    pub observed: ListingContent,
    /// What it should say; absent where it follows no product.
    pub target: Option<ListingTarget>,
    /// Every part in which target and observed differ, whether or not it would be pushed.
    pub differences: Vec<Change>,
    /// The shop's limits that keep something of the target back.
    pub limits_hit: Vec<Blocked>,
    /// What the shop takes.
    pub limits: Option<Limits>,
    /// The channel's own time of the last change.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub updated_at: Option<Timestamp>,
    /// When we read it.
    #[schema(value_type = String, format = DateTime)]
    pub seen_at: Timestamp,
    /// The computed price of each variant here.
    pub prices: Vec<VariantPrice>,
    /// Of what a person edits; also the `ETag`.
    pub version: u64,
}

/// The listing's own values where they differ from the master.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Overrides {
    pub title: Option<String>,
    pub description: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VariantPrice {
    pub variant_id: String,
    pub quote: Quote,
}

/// What a listing says, in our words.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListingContent {
    pub title: String,
    /// As the channel keeps it.
    pub description: String,
    pub images: Vec<ListingImage>,
    pub category: Option<Named>,
    pub brand: Option<Named>,
    pub weight_g: Option<u32>,
    pub dimensions: Option<Dimensions>,
    pub pre_order_days: Option<u16>,
    pub shipping: Vec<Named>,
    pub storefronts: Vec<String>,
    pub storefront_status: BTreeMap<String, ListingStatus>,
    pub status: ListingStatus,
    pub attributes: Vec<Attribute>,
    pub options: Vec<String>,
    pub offers: Vec<Offer>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListingImage {
    /// The channel's name for it.
    pub reference: String,
    pub url: Option<String>,
}

/// Something the channel numbers.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Named {
    pub id: String,
    pub name: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Attribute {
    pub id: String,
    pub name: Option<String>,
    pub values: Vec<String>,
}

/// A variant of a listing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Offer {
    pub id: String,
    pub sku: Option<String>,
    pub option_values: Vec<String>,
    /// The seller's own price in whole rupiah, never a promotion's.
    pub price: Option<i64>,
    pub stock: Option<u32>,
    pub weight_g: Option<u32>,
    pub image_url: Option<String>,
    /// A running promotion holds the price.
    pub price_locked: bool,
}

/// An edit of a listing's exceptions: absent fields stay, `null` returns to the master's value.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListingPatch {
    #[serde(default)]
    pub overrides: OverridesPatch,
    /// By field: who decides it here, or `default`.
    #[serde(default)]
    pub owners: BTreeMap<Field, OwnerChoice>,
    /// By offer: the variant of the listing's product that it sells, as id or SKU; `null` takes the link away.
    #[serde(default)]
    pub links: BTreeMap<String, Option<String>>,
}

/// Who decides a field; `default` returns to what holds when nobody chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OwnerChoice {
    Master,
    Channel,
    Ask,
    Default,
}

impl From<OwnerChoice> for Option<Owner> {
    fn from(choice: OwnerChoice) -> Self {
        match choice {
            OwnerChoice::Master => Some(Owner::Master),
            OwnerChoice::Channel => Some(Owner::Channel),
            OwnerChoice::Ask => Some(Owner::Ask),
            OwnerChoice::Default => None,
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverridesPatch {
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub title: Option<Option<String>>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub description: Option<Option<String>>,
}

impl From<ListingPatch> for ListingEdit {
    fn from(patch: ListingPatch) -> Self {
        let owners = patch.owners.into_iter();
        Self {
            title: patch.overrides.title,
            description: patch.overrides.description,
            owners: owners.map(|(field, owner)| (field.into(), owner.into())).collect(),
            links: patch.links,
        }
    }
}

impl From<&domain::listing::Named> for Named {
    fn from(named: &domain::listing::Named) -> Self {
        Self { id: named.id.clone(), name: named.name.clone() }
    }
}

impl From<&domain::Offer> for Offer {
    fn from(offer: &domain::Offer) -> Self {
        Self {
            id: offer.id.to_string(),
            sku: offer.sku.as_ref().map(ToString::to_string),
            option_values: offer.option_values.clone(),
            price: offer.price.map(domain::Rupiah::get),
            stock: offer.stock,
            weight_g: offer.weight.map(domain::Grams::get),
            image_url: offer.image.as_ref().and_then(|image| image.url.clone()),
            price_locked: offer.price_locked,
        }
    }
}

impl From<&domain::ListingContent> for ListingContent {
    fn from(content: &domain::ListingContent) -> Self {
        let image = |image: &domain::ListingImage| ListingImage {
            reference: image.reference.clone(),
            url: image.url.clone(),
        };
        let attribute = |attribute: &domain::listing::Attribute| Attribute {
            id: attribute.id.clone(),
            name: attribute.name.clone(),
            values: attribute.values.iter().filter_map(|v| v.name.clone().or_else(|| v.id.clone())).collect(),
        };
        let statuses = content.storefront_status.iter();
        Self {
            title: content.title.clone(),
            description: content.description.clone(),
            images: content.images.iter().map(image).collect(),
            category: content.category.as_ref().map(Named::from),
            brand: content.brand.as_ref().map(Named::from),
            weight_g: content.weight.map(domain::Grams::get),
            dimensions: content.dimensions.map(Dimensions::from),
            pre_order_days: content.pre_order.map(domain::PreOrderDays::get),
            shipping: content.shipping.iter().map(Named::from).collect(),
            storefronts: content.storefronts.clone(),
            storefront_status: statuses.map(|(name, status)| (name.clone(), (*status).into())).collect(),
            status: content.status.into(),
            attributes: content.attributes.iter().map(attribute).collect(),
            options: content.options.clone(),
            offers: content.offers.iter().map(Offer::from).collect(),
        }
    }
}
