//! Channels and the connections to them. Secrets can be written and are never returned.

use app::{
    ports::{self, Versioned},
    shops::connect::CredentialsInput,
};
use domain::capabilities;
use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::enums::ConnectionState;

/// A place to sell, and what it can do.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each is an ability of a channel, as the model names them")]
pub struct Channel {
    pub channel: String,
    /// As the seller knows it.
    pub name: String,
    /// Storefronts within the channel; empty where there is only one.
    pub storefronts: Vec<String>,
    /// A remote shop that must be connected.
    pub remote: bool,
    /// Edits of text and pictures are looked at by the channel before they are live.
    pub audits_edits: bool,
    /// The description is limited HTML rather than plain text.
    pub html_description: bool,
    /// Pictures are uploaded to the channel.
    pub uploads_images: bool,
    /// Where the seller saves the address of pushes at the channel.
    pub webhook_url: String,
    pub limits: Limits,
}

/// Lengths, counts and amounts that a channel accepts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Limits {
    pub title_min: u32,
    pub title_max: u32,
    pub description_min: u32,
    pub description_max: u32,
    pub images_min: u32,
    pub images_max: u32,
    /// Whole rupiah.
    pub price_min: i64,
    pub price_max: i64,
    pub stock_max: u32,
    pub variants_max: u32,
    pub options_max: u32,
    pub option_name_max: u32,
    pub option_value_max: u32,
    pub sku_max: u32,
    pub sku_without_spaces: bool,
    pub pre_order_days_min: Option<u16>,
    pub pre_order_days_max: Option<u16>,
    /// The dearest variant may cost at most this many times the cheapest.
    pub price_spread: Option<u32>,
    pub weight_required: bool,
    pub dimensions_required: bool,
}

impl From<&capabilities::Limits> for Limits {
    fn from(limits: &capabilities::Limits) -> Self {
        Self {
            title_min: limits.title.min,
            title_max: limits.title.max,
            description_min: limits.description.min,
            description_max: limits.description.max,
            images_min: limits.images.min,
            images_max: limits.images.max,
            price_min: limits.price.min.get(),
            price_max: limits.price.max.get(),
            stock_max: limits.stock.max,
            variants_max: limits.variants,
            options_max: limits.options,
            option_name_max: limits.option_name,
            option_value_max: limits.option_value,
            sku_max: limits.sku,
            sku_without_spaces: limits.sku_without_spaces,
            pre_order_days_min: limits.pre_order_days.map(|days| days.min),
            pre_order_days_max: limits.pre_order_days.map(|days| days.max),
            price_spread: limits.price_spread,
            weight_required: limits.weight_required,
            dimensions_required: limits.dimensions_required,
        }
    }
}

impl Channel {
    pub fn of(capabilities: &domain::Capabilities, webhook_url: String) -> Self {
        Self {
            channel: capabilities.channel.to_string(),
            name: capabilities.name.clone(),
            storefronts: capabilities.storefronts.clone(),
            remote: capabilities.remote,
            audits_edits: capabilities.audits_edits,
            html_description: capabilities.html_description,
            uploads_images: capabilities.uploads_images,
            webhook_url,
            limits: (&capabilities.limits).into(),
        }
    }
}

/// What may be shown of a connection; of its secret only the last 4 characters.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Connection {
    pub channel: String,
    pub state: ConnectionState,
    pub app_id: String,
    pub secret_last4: String,
    /// What the seller saves at the channel as the address of pushes, to the letter.
    pub webhook_url: String,
    pub shops: Vec<ConnectedShop>,
    /// What went wrong last.
    pub problem: Option<String>,
    /// Until when an authorisation that is under way may be finished.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub authorization_pending_until: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    /// Also the `ETag`.
    pub version: u64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConnectedShop {
    pub shop: String,
    pub name: Option<String>,
    pub region: Option<String>,
    /// When the seller has to authorise again.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub authorization_expires_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    pub access_expires_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub refresh_expires_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    pub last_refresh_at: Timestamp,
    /// When the limits were read from the shop.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub checked_at: Option<Timestamp>,
    /// The shop's own limits, where it says them.
    pub limits: Option<Limits>,
}

impl From<&Versioned<ports::Connection>> for Connection {
    fn from(stored: &Versioned<ports::Connection>) -> Self {
        let connection = &stored.value;
        let shop = |(id, shop): (&domain::ShopId, &ports::ConnectedShop)| ConnectedShop {
            shop: id.to_string(),
            name: shop.info.name.clone(),
            region: shop.info.region.clone(),
            authorization_expires_at: shop.info.authorization_expires_at,
            access_expires_at: shop.access_expires_at,
            refresh_expires_at: shop.refresh_expires_at,
            last_refresh_at: shop.last_refresh_at,
            checked_at: shop.checked_at,
            limits: shop.info.limits.as_ref().map(Limits::from),
        };
        Self {
            channel: connection.channel.to_string(),
            state: connection.state.into(),
            app_id: connection.app_id.clone(),
            secret_last4: connection.secret_last4.clone(),
            webhook_url: connection.webhook_url.clone(),
            shops: connection.shops.iter().map(shop).collect(),
            problem: connection.problem.clone(),
            authorization_pending_until: connection.pending.as_ref().map(|pending| pending.expires_at),
            updated_at: connection.updated_at,
            version: stored.version,
        }
    }
}

/// What a seller types in once to connect a channel.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// Shopee's partner id, TikTok Shop's app key; also accepted as `partner_id` and `app_key`.
    #[serde(alias = "partner_id", alias = "app_key", deserialize_with = "id_text")]
    #[schema(example = "2001887")]
    pub app_id: String,
    /// Shopee's partner key, TikTok Shop's app secret; also accepted as `partner_key`.
    #[serde(alias = "partner_key", deserialize_with = "secret")]
    #[schema(value_type = String, format = Password)]
    pub app_secret: SecretString,
    /// TikTok Shop's service id, where the app has one.
    #[serde(default, deserialize_with = "optional_id_text")]
    pub service_id: Option<String>,
    /// Where the channel sends pushes, to the letter as it was saved there; the usual address when left out.
    #[serde(default)]
    pub webhook_url: Option<String>,
}

fn secret<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    String::deserialize(deserializer).map(SecretString::from)
}

/// An id that channels print as a number and JSON writers send as one.
fn id_text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    IdText::deserialize(deserializer).map(String::from)
}

fn optional_id_text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<IdText>::deserialize(deserializer)?.map(String::from))
}

#[derive(Deserialize)]
#[serde(untagged)]
enum IdText {
    Text(String),
    Number(u64),
}

impl From<IdText> for String {
    fn from(id: IdText) -> Self {
        match id {
            IdText::Text(text) => text,
            IdText::Number(number) => number.to_string(),
        }
    }
}

impl From<Credentials> for CredentialsInput {
    fn from(typed: Credentials) -> Self {
        Self {
            app_id: typed.app_id,
            app_secret: typed.app_secret,
            service_id: typed.service_id,
            webhook_url: typed.webhook_url,
        }
    }
}

/// Where the seller allows access.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuthorizationLink {
    /// Open it in a browser, signed in at the channel as the shop's main account.
    pub link: String,
}

/// What a test of a connection found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConnectionTest {
    /// Every shop answered, and there is one.
    pub passed: bool,
    pub shops: Vec<CheckedShop>,
    pub connection: Connection,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CheckedShop {
    pub shop: String,
    pub passed: bool,
    /// Why it did not answer, as in `docs/ERRORS.md`.
    pub code: Option<String>,
    pub text: Option<String>,
    pub text_en: Option<String>,
}
