//! Variations: the axes of a listing and their options, read from either of the two shapes that Shopee sends, and
//! written in the one that it still accepts.

use domain::{ListingImage, identity};

use crate::wire::{
    edit,
    listing::{ImageInfo, Models},
};

/// One axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tier {
    pub name: String,
    pub options: Vec<TierOption>,
    /// Shopee's number for a standard variation, 0 for the seller's own words.
    id: u64,
    group: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TierOption {
    pub name: String,
    pub image: Option<ListingImage>,
    id: u64,
}

/// The axes of `models`, names from the free-text shape where it is there, numbers from the standard one.
pub(crate) fn of(models: &Models) -> Vec<Tier> {
    let standard = |tier: usize| models.standardise_tier_variation.get(tier);
    if models.tier_variation.is_empty() {
        return models
            .standardise_tier_variation
            .iter()
            .map(|tier| Tier {
                name: tier.variation_name.clone(),
                id: tier.variation_id.id().unwrap_or(0),
                group: tier.variation_group_id.id().unwrap_or(0),
                options: tier
                    .variation_option_list
                    .iter()
                    .map(|option| TierOption {
                        name: option.variation_option_name.clone(),
                        image: reference(&option.image_id, None),
                        id: option.variation_option_id.id().unwrap_or(0),
                    })
                    .collect(),
            })
            .collect();
    }
    models
        .tier_variation
        .iter()
        .enumerate()
        .map(|(position, tier)| Tier {
            name: tier.name.clone(),
            id: standard(position).and_then(|tier| tier.variation_id.id()).unwrap_or(0),
            group: standard(position).and_then(|tier| tier.variation_group_id.id()).unwrap_or(0),
            options: tier
                .option_list
                .iter()
                .enumerate()
                .map(|(at, option)| TierOption {
                    name: option.option.clone(),
                    image: option.image.as_ref().and_then(image),
                    id: standard(position)
                        .and_then(|tier| tier.variation_option_list.get(at)?.variation_option_id.id())
                        .unwrap_or(0),
                })
                .collect(),
        })
        .collect()
}

/// The axes of a new listing: options in the order in which the offers name them.
pub(crate) fn fresh<'a>(names: &[String], offers: impl Iterator<Item = &'a [String]>) -> Vec<Tier> {
    let mut tiers: Vec<Tier> =
        names.iter().map(|name| Tier { name: name.clone(), options: Vec::new(), id: 0, group: 0 }).collect();
    for values in offers {
        for (tier, value) in tiers.iter_mut().zip(values) {
            tier.position_or_add(value);
        }
    }
    tiers
}

impl Tier {
    /// Two options that look the same to a buyer are one.
    pub fn position(&self, value: &str) -> Option<usize> {
        let exact = self.options.iter().position(|option| option.name == value);
        let alike = || self.options.iter().position(|option| identity::same(&option.name, value));
        exact.or_else(alike)
    }

    /// `true` when the option is new.
    pub fn position_or_add(&mut self, value: &str) -> (usize, bool) {
        if let Some(position) = self.position(value) {
            return (position, false);
        }
        self.options.push(TierOption { name: value.to_owned(), image: None, id: 0 });
        (self.options.len() - 1, true)
    }
}

/// The positions of `values` on the axes; `None` when an option does not exist.
pub(crate) fn index_of(tiers: &[Tier], values: &[String]) -> Option<Vec<usize>> {
    if tiers.len() != values.len() {
        return None;
    }
    tiers.iter().zip(values).map(|(tier, value)| tier.position(value)).collect()
}

/// Shopee requires pictures on all options of the first axis or on none: options without one get `cover`.
pub(crate) fn with_cover(tiers: &mut [Tier], cover: Option<&ListingImage>) {
    if let (Some(first), Some(cover)) = (tiers.first_mut(), cover)
        && first.options.iter().any(|option| option.image.is_some())
    {
        for option in first.options.iter_mut().filter(|option| option.image.is_none()) {
            option.image = Some(cover.clone());
        }
    }
}

pub(crate) fn to_wire(tiers: &[Tier]) -> Vec<edit::Tier> {
    tiers
        .iter()
        .map(|tier| edit::Tier {
            variation_id: tier.id,
            variation_name: tier.name.clone(),
            variation_group_id: (tier.group > 0).then_some(tier.group),
            variation_option_list: tier
                .options
                .iter()
                .map(|option| edit::TierOption {
                    variation_option_id: option.id,
                    variation_option_name: option.name.clone(),
                    image_id: option.image.as_ref().map(|image| image.reference.clone()),
                })
                .collect(),
        })
        .collect()
}

fn image(wire: &ImageInfo) -> Option<ListingImage> {
    reference(&wire.image_id, Some(&wire.image_url))
}

fn reference(id: &str, url: Option<&String>) -> Option<ListingImage> {
    let url = url.filter(|url| !url.is_empty()).cloned();
    (!id.is_empty()).then(|| ListingImage { reference: id.to_owned(), url })
}
