//! The union of the sources' pictures, never one picture twice.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{Origin, Provenance, Rule, Said, Source, Work, field, flag, shape};
use crate::{
    ImageHash, ImageId, ListingKey, Product, ProductImage,
    diff::Field,
    product::{ImageOrigin, MAX_IMAGES},
};

/// Pictures whose hashes differ in at most this many of their 64 bits are one picture.
pub const SAME_PICTURE_BITS: u32 = 8;

/// The product's picture of each channel copy: by listing and the channel's name for it.
pub(super) type Copies = BTreeMap<(ListingKey, String), ImageId>;

impl<'a> Work<'a> {
    /// Decides the pictures; returns which copy shows which.
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
                // Ours lacks some of theirs: pushing it would take them away.
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

    /// Sources with pictures that can be fetched: the one that a person chose, or those with the most first.
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
        // Stable: the newest edit stays first among equals.
        order.sort_by_key(|source| Reverse(count(source)));
        // As many pictures elsewhere are no reason for another first picture.
        let leads = order.iter().position(|source| Some(source.key) == from);
        if let Some(at) = leads.filter(|at| count(order[*at]) == count(order[0])) {
            order[..=at].rotate_right(1);
        }
        order
    }

    /// Where building must leave the pictures alone: the provenance to keep.
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
                    // Whether it is there already cannot be known: twice the same picture would be worse than one less.
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

/// Whether the shop of `key` keeps its own pictures for now: some of another shop could not be compared with those of
/// `product`, which would replace them. Over with the flag: a build that can compare takes it away, or a person does.
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

/// What a picture is to those that a master has already.
enum Nearest {
    /// A copy of the one at this place.
    Same(usize),
    New,
    /// Cannot be known: a hash is missing.
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
        // It may be the one without a hash.
        None if unknown => Nearest::Unknown,
        None => Nearest::New,
    }
}
