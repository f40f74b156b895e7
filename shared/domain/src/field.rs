//! The fields of a listing, what names one of them, and who decides what it says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::OfferId;

/// A field of a listing, or of one of its offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Title,
    Description,
    Images,
    Weight,
    Dimensions,
    PreOrder,
    Category,
    Attributes,
    Brand,
    Shipping,
    Storefronts,
    Visibility,
    /// Which variants the listing has: an offer is added or removed.
    Variants,
    Price,
    Stock,
    Sku,
}

impl Field {
    /// Every field, in the order in which a plan shows them.
    pub const ALL: [Self; 16] = [
        Self::Title,
        Self::Description,
        Self::Images,
        Self::Weight,
        Self::Dimensions,
        Self::PreOrder,
        Self::Category,
        Self::Attributes,
        Self::Brand,
        Self::Shipping,
        Self::Storefronts,
        Self::Visibility,
        Self::Variants,
        Self::Price,
        Self::Stock,
        Self::Sku,
    ];

    /// Kept per offer rather than once for the listing.
    pub const fn is_per_offer(self) -> bool {
        matches!(self, Self::Variants | Self::Price | Self::Stock | Self::Sku)
    }

    /// Who decides the field when nobody said otherwise.
    pub const fn default_owner(self) -> Owner {
        match self {
            Self::Category | Self::Attributes | Self::Brand | Self::Shipping | Self::Storefronts => {
                Owner::Channel
            }
            _ => Owner::Master,
        }
    }

    /// Only read from channels. A target never contains it, so only the channel can change it.
    pub const fn is_read_only(self) -> bool {
        matches!(self.default_owner(), Owner::Channel)
    }

    /// Channels move it without anybody's edit: every sale lowers stock, and pre-order days follow a category's limits.
    /// What moved there was nobody's mistake, so it is not put back unless a person wants that. (A status moves too, and
    /// is only read.)
    pub const fn moves_by_itself(self) -> bool {
        matches!(self, Self::Stock | Self::PreOrder)
    }

    /// The stable word for it, as in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Description => "description",
            Self::Images => "images",
            Self::Weight => "weight",
            Self::Dimensions => "dimensions",
            Self::PreOrder => "pre_order",
            Self::Category => "category",
            Self::Attributes => "attributes",
            Self::Brand => "brand",
            Self::Shipping => "shipping",
            Self::Storefronts => "storefronts",
            Self::Visibility => "visibility",
            Self::Variants => "variants",
            Self::Price => "price",
            Self::Stock => "stock",
            Self::Sku => "sku",
        }
    }
}

/// Who decides what a field says when the master and the channel differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The master's value is pushed.
    Master,
    /// The channel's value is taken over; nothing is pushed.
    Channel,
    /// A person is asked whenever the two differ.
    Ask,
}

/// Who decides which field of a listing: the defaults, with the seller's exceptions on top.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Owners(pub BTreeMap<Field, Owner>);

impl Owners {
    /// One owner for every field.
    pub fn all(owner: Owner) -> Self {
        Self(Field::ALL.into_iter().map(|field| (field, owner)).collect())
    }

    pub fn of(&self, field: Field) -> Owner {
        self.0.get(&field).copied().unwrap_or(field.default_owner())
    }

    /// These, and `beneath` for the fields that these say nothing about.
    #[must_use]
    pub fn above(&self, beneath: &Self) -> Self {
        let mut owners = beneath.0.clone();
        owners.extend(self.0.iter().map(|(field, owner)| (*field, *owner)));
        Self(owners)
    }
}

/// Where a base value is kept: the field, and for a field kept per offer, the offer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FieldKey {
    pub field: Field,
    pub offer: Option<OfferId>,
}

impl FieldKey {
    pub fn listing(field: Field) -> Self {
        Self { field, offer: None }
    }

    pub fn offer(field: Field, offer: &OfferId) -> Self {
        Self { field, offer: Some(offer.clone()) }
    }
}

impl From<FieldKey> for String {
    fn from(key: FieldKey) -> Self {
        match key.offer {
            Some(offer) => format!("{}/{offer}", key.field.as_str()),
            None => key.field.as_str().to_owned(),
        }
    }
}

impl TryFrom<String> for FieldKey {
    type Error = crate::Invalid;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let (field, offer) = text.split_once('/').map_or((text.as_str(), None), |(f, o)| (f, Some(o)));
        let field = Field::ALL.into_iter().find(|known| known.as_str() == field).ok_or_else(|| {
            crate::Invalid::new("field", "field_unknown", format!("no such field: {field}"))
        })?;
        Ok(Self { field, offer: offer.map(OfferId::parse).transpose()? })
    }
}
