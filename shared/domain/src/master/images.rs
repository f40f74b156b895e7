//! The union of the sources' pictures, with each picture once.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{Origin, Provenance, Rule, Said, Source, Work, field, flag, shape};
use crate::{
    ImageHash, ImageId, ListingKey, Product, ProductImage,
    diff::Field,
    product::{ImageOrigin, MAX_IMAGES},
};

/// Pictures whose hashes differ in at most this many of their 64 bits are one picture.
pub const SAME_PICTURE_BITS: u32 = 8;

/// The product's picture for each channel copy, by listing and the channel's name for the copy.
pub(super) type Copies = BTreeMap<(ListingKey, String), ImageId>;

impl<'a> Work<'a> {
    /// Decides the pictures; returns which copy shows which picture.
    pub(super) fn build_images(&mut self) -> Copies {
        for source in self.sources.clone() {
            let lost: Vec<&str> = source
                .content
                .images
                .iter()
                .filter(|image| image.url.is_none())
                .map(|image| image.reference.as_str())
                .collect();
            if !lost.is_empty() {
                self.raised.raise(flag::IMAGES_MISSING, format!("{} {}", source.key, lost.join(" ")));
                // The product lacks some of the listing's pictures, and a push would remove them.
                self.keep(source.key, Field::Images);
            }
        }
        let order = self.by_pictures();
        if let Some(kept) = self.kept_pictures(&order) {
            self.remember(field::IMAGES.to_owned(), Some(kept));
        } else if let Some(first) = order.first() {
            self.unite(first, &order);
        }
        self.copies()
    }

    /// The sources with pictures that can be fetched: first the one that a person chose, then those with the most
    /// pictures.
    fn by_pictures(&self) -> Vec<&'a Source<'a>> {
        let before = self.before(field::IMAGES);
        let mut order: Vec<&Source<'_>> =
            self.sources.iter().copied().filter(|source| count(source) > 0).collect();
        if let Some(chosen) = before.and_then(Provenance::chosen)
            && let Some(source) = order.iter().find(|source| source.key == chosen)
        {
            return vec![source];
        }
        let from = before.and_then(|before| before.from.listing());
        // The sort is stable, so the newest edit stays first among equals.
        order.sort_by_key(|source| Reverse(count(source)));
        // Another source with the same number of pictures is no reason to change the first picture.
        let leads = order.iter().position(|source| Some(source.key) == from);
        if let Some(at) = leads.filter(|at| count(order[*at]) == count(order[0])) {
            order[..=at].rotate_right(1);
        }
        order
    }

    /// The provenance to keep, if building must not change the pictures.
    fn kept_pictures(&self, order: &[&Source<'_>]) -> Option<Provenance> {
        let current = self.request.current?;
        let person = |rule| Provenance::new(Origin::Person, rule, Vec::new());
        match self.before(field::IMAGES) {
            Some(before) if before.is_person() => Some(person(before.rule)),
            Some(before) if order.is_empty() => Some(before.clone()),
            Some(before) if before.rule == Rule::Earlier => {
                let ours = |image: &ProductImage| {
                    order.iter().any(|source| shape::images_of(source).any(|theirs| theirs.id == image.id))
                };
                (!current.images.iter().all(ours)).then(|| person(Rule::Earlier))
            }
            Some(_) => None,
            None if current.images.is_empty() => None,
            None => Some(person(Rule::Typed)),
        }
    }

    fn unite(&mut self, first: &Source<'a>, order: &[&'a Source<'a>]) {
        let mut images: Vec<(ProductImage, Option<ImageHash>)> = shape::images_of(first)
            .map(|image| {
                let hash = hash_of(first, &image);
                (image, hash)
            })
            .collect();
        let (mut others, mut left_out) = (Vec::new(), images.len().saturating_sub(MAX_IMAGES));
        for source in order.iter().skip(1) {
            let (mut added, mut uncompared) = (0, Vec::new());
            for image in shape::images_of(source) {
                let hash = hash_of(source, &image);
                match nearest(&images, hash) {
                    // It is unknown whether the product has it already. A duplicate picture would be worse than a
                    // missing one.
                    Nearest::Unknown => uncompared.extend(image.origin.map(|origin| origin.reference)),
                    Nearest::Same(at) => images[at].0.copies.extend(image.origin),
                    Nearest::New => {
                        added += 1;
                        left_out += usize::from(images.len() >= MAX_IMAGES);
                        images.push((image, hash));
                    }
                }
            }
            if !uncompared.is_empty() {
                self.uncompared += uncompared.len();
                self.raised
                    .raise(flag::IMAGES_NOT_COMPARED, format!("{} {}", source.key, uncompared.join(" ")));
            }
            others.push(Said::new(source.key, &format!("{} (+{added})", count(source))));
        }
        if left_out > 0 {
            self.raised.raise(flag::IMAGES_LEFT_OUT, format!("{left_out} {}", first.key));
        }
        images.truncate(MAX_IMAGES);
        self.product.images = images.into_iter().map(|(image, _)| image).collect();
        for image in &mut self.product.images {
            image.copies.sort();
            image.copies.dedup();
        }
        let chosen = self.before(field::IMAGES).and_then(Provenance::chosen) == Some(first.key);
        let rule = match others.len() {
            _ if chosen => Rule::Chosen,
            0 => Rule::OnlyOne,
            _ => Rule::Union,
        };
        let from = Origin::Listing(first.key.clone());
        self.remember(field::IMAGES.to_owned(), Some(Provenance::new(from, rule, others)));
    }

    fn copies(&self) -> Copies {
        let mut copies = Copies::new();
        for source in &self.sources {
            for image in &self.product.images {
                let here =
                    image.origin.iter().chain(&image.copies).filter(|origin| is_of(origin, source.key));
                copies.extend(
                    here.map(|origin| ((source.key.clone(), origin.reference.clone()), image.id.clone())),
                );
            }
        }
        copies
    }
}

/// Whether the listing `key` keeps its own pictures for now, because some pictures could not be compared and those of
/// `product` would replace them. This ends when the flag is removed, by a build that can compare them or by a person.
pub fn withholds_images(product: &Product, key: &ListingKey) -> bool {
    let from = product.sources.get(field::IMAGES).and_then(|provenance| provenance.from.listing());
    product.attention.contains(flag::IMAGES_NOT_COMPARED) && from.is_some_and(|from| from != key)
}

fn is_of(origin: &ImageOrigin, key: &ListingKey) -> bool {
    origin.channel == key.channel && origin.shop == key.shop
}

fn count(source: &Source<'_>) -> usize {
    source.content.images.iter().filter(|image| image.url.is_some()).count()
}

fn hash_of(source: &Source<'_>, image: &ProductImage) -> Option<ImageHash> {
    image.origin.as_ref().and_then(|origin| source.hashes.get(&origin.reference)).copied()
}

/// How a picture relates to the master's pictures.
enum Nearest {
    /// A copy of the one at this index.
    Same(usize),
    New,
    /// Unknown, because a hash is missing.
    Unknown,
}

fn nearest(images: &[(ProductImage, Option<ImageHash>)], hash: Option<ImageHash>) -> Nearest {
    let Some(hash) = hash else { return Nearest::Unknown };
    let mut best: Option<(u32, usize)> = None;
    let mut unknown = false;
    for (at, (_, other)) in images.iter().enumerate() {
        let Some(other) = *other else {
            unknown = true;
            continue;
        };
        let bits = hash.distance(other);
        if bits <= SAME_PICTURE_BITS && best.is_none_or(|(least, _)| bits < least) {
            best = Some((bits, at));
        }
    }
    match best {
        Some((_, at)) => Nearest::Same(at),
        // It may be a copy of a picture without a hash.
        None if unknown => Nearest::Unknown,
        None => Nearest::New,
    }
}
