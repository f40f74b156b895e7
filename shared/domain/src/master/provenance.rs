//! Where a value came from, in a form small enough to be stored for every field.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};

use crate::{Channel, Invalid, ListingKey, Rupiah, VariantId};

/// The names of fields in [`crate::Product::sources`]. Fields kept per variant are named by [`of`](field::of).
pub mod field {
    use crate::VariantId;

    pub const TITLE: &str = "title";
    pub const DESCRIPTION: &str = "description";
    pub const IMAGES: &str = "images";
    pub const CATEGORY: &str = "category";
    pub const BRAND: &str = "brand";
    pub const WEIGHT: &str = "weight";
    pub const DIMENSIONS: &str = "dimensions";
    pub const PRE_ORDER: &str = "pre_order";
    pub const OPTIONS: &str = "options";
    pub const VARIANTS: &str = "variants";
    pub const SKU: &str = "sku";
    pub const BASE_PRICE: &str = "base_price";
    pub const IMAGE: &str = "image";
    pub const COST: &str = "cost";
    pub const STOCK: &str = "stock";

    /// Fields of the product as a whole.
    pub const OF_PRODUCT: [&str; 10] =
        [TITLE, DESCRIPTION, IMAGES, CATEGORY, BRAND, WEIGHT, DIMENSIONS, PRE_ORDER, OPTIONS, VARIANTS];
    /// Fields of each variant that listings decide.
    pub const OF_VARIANT: [&str; 4] = [SKU, BASE_PRICE, WEIGHT, IMAGE];

    /// The field of a name with or without a variant.
    pub fn bare(name: &str) -> &str {
        name.split_once('/').map_or(name, |(field, _)| field)
    }

    /// The name of a variant's field: `base_price/var_0199c0ffee`.
    pub fn of(name: &str, variant: &VariantId) -> String {
        format!("{name}/{variant}")
    }
}

/// Who decided the value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Origin {
    /// A person typed it in SyncStore.
    Person,
    Listing(ListingKey),
}

impl Origin {
    pub fn listing(&self) -> Option<&ListingKey> {
        match self {
            Self::Person => None,
            Self::Listing(key) => Some(key),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person => f.write_str("person"),
            Self::Listing(key) => key.fmt(f),
        }
    }
}

impl TryFrom<String> for Origin {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        if text == "person" { Ok(Self::Person) } else { ListingKey::parse(&text).map(Self::Listing) }
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.to_string()
    }
}

/// The rule that chose the value. The table at the top of [`crate::master`] lists the rule of each field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// A person typed it.
    Typed,
    /// A person chose this listing for the field.
    Chosen,
    /// All sources say the same.
    Agree,
    /// Only one source has a value.
    OnlyOne,
    NewerEdit,
    LongerText,
    Union,
    LongerPromise,
    MostVariants,
    /// The value is older than the recording of provenance.
    Earlier,
}

impl Rule {
    /// The stable word for it, as in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::Chosen => "chosen",
            Self::Agree => "agree",
            Self::OnlyOne => "only_one",
            Self::NewerEdit => "newer_edit",
            Self::LongerText => "longer_text",
            Self::Union => "union",
            Self::LongerPromise => "longer_promise",
            Self::MostVariants => "most_variants",
            Self::Earlier => "earlier",
        }
    }
}

/// Where the value of one field came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct Provenance {
    pub from: Origin,
    pub rule: Rule,
    /// The sources with another value, the newest edit first. A source that is not in the list agrees or has no value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Said>,
    /// For a base price: the channels that had a price rule when it was decided, so that base prices were computed from
    /// their shops' prices. A channel that is not in the list had no rule then, so the meaning of its prices is not
    /// known yet.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub through: BTreeSet<Channel>,
    /// For a base price: the shops' prices that it was computed from although the rule gives a different price.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreed: Vec<Agreed>,
}

/// A price that no base price gives exactly. It stays in its shop while the rule gives `quote`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    pub listing: ListingKey,
    /// The shop's price.
    pub price: Rupiah,
    /// The price that the rule gives for the base price.
    pub quote: Rupiah,
}

/// A source's value that was not chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub from: ListingKey,
    /// As text, cut to [`Said::MAX`] characters.
    pub value: String,
}

impl Said {
    /// The most characters that are stored of a value that was not chosen; the listing has the complete value.
    pub const MAX: usize = 120;

    pub fn new(from: &ListingKey, value: &str) -> Self {
        let mut kept: String = value.chars().take(Self::MAX).collect();
        if kept.len() < value.len() {
            kept.pop();
            kept.push('…');
        }
        Self { from: from.clone(), value: kept }
    }
}

impl Provenance {
    /// The provenance of a value that `from` decided by `rule`; `others` have different values.
    pub fn new(from: Origin, rule: Rule, others: Vec<Said>) -> Self {
        Self { from, rule, others, through: BTreeSet::new(), agreed: Vec::new() }
    }

    /// The provenance of a value that a person typed.
    pub fn typed() -> Self {
        Self::new(Origin::Person, Rule::Typed, Vec::new())
    }

    /// Whether a person decided it, so that building does not change it.
    pub fn is_person(&self) -> bool {
        self.from == Origin::Person
    }

    /// The listing that a person chose for the field.
    pub fn chosen(&self) -> Option<&ListingKey> {
        self.from.listing().filter(|_| self.rule == Rule::Chosen)
    }
}

/// Products of earlier versions stored only the name of the listing.
#[derive(Deserialize)]
#[serde(untagged)]
enum Stored {
    Earlier(ListingKey),
    Now {
        from: Origin,
        rule: Rule,
        #[serde(default)]
        others: Vec<Said>,
        #[serde(default)]
        through: BTreeSet<Channel>,
        #[serde(default)]
        agreed: Vec<Agreed>,
    },
}

impl From<Stored> for Provenance {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Earlier(key) => Self::new(Origin::Listing(key), Rule::Earlier, Vec::new()),
            Stored::Now { from, rule, others, through, agreed } => {
                Self { from, rule, others, through, agreed }
            }
        }
    }
}

/// The field and the variant of a name in [`crate::Product::sources`].
pub fn variant_of(name: &str) -> Option<VariantId> {
    name.split_once('/').and_then(|(_, id)| VariantId::parse(id).ok())
}
