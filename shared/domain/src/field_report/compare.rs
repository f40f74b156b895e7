//! Two listings of one product, one field: the same, different, lacking, or beyond comparison. Symmetric throughout.

use std::collections::BTreeSet;

use super::{
    Side, Verdict,
    compared::{Compared, has},
    value::{attributes, brand, folded, names, spaced},
};
use crate::{ImageHash, Length, ListingContent, diff::Field, listing::Named};

/// Bits that two hashes of one picture may differ in after two channels have compressed it.
const SAME_PICTURE: u32 = 8;

/// Compares `a` with `b` in a field that is kept once for the listing.
pub(super) fn compare(field: Field, a: &Side<'_>, b: &Side<'_>) -> Compared {
    let has = (has(field, a.content), has(field, b.content));
    let verdict = match has {
        (false, false) => Verdict::Absent,
        (true, false) | (false, true) => Verdict::Lacking,
        (true, true) => same(field, a, b),
    };
    Compared { verdict, identical: has == (true, true) && identical(field, a, b) }
}

/// Of two listings that both say something.
fn same(field: Field, a: &Side<'_>, b: &Side<'_>) -> Verdict {
    let (one, other) = (a.content, b.content);
    let here = a.key.channel == b.key.channel;
    match field {
        Field::Title => of(folded(&one.title) == folded(&other.title)),
        Field::Description => of(spaced(a.description) == spaced(b.description)),
        Field::Images => of(same_pictures(a, b)),
        Field::Weight => of(one.weight == other.weight),
        Field::Dimensions => of(parcel(one) == parcel(other)),
        Field::PreOrder => of(one.pre_order == other.pre_order),
        Field::Category => numbered(one.category.iter(), other.category.iter(), here),
        Field::Brand => numbered(brand(one), brand(other), here),
        Field::Shipping => numbered(&one.shipping, &other.shipping, here),
        Field::Attributes => same_attributes(one, other, here),
        Field::Storefronts => {
            let set = |content: &ListingContent| content.storefronts.iter().cloned().collect::<BTreeSet<_>>();
            of(set(one) == set(other))
        }
        Field::Visibility => of(one.status == other.status),
        Field::Variants | Field::Price | Field::Stock | Field::Sku => Verdict::Incomparable,
    }
}

fn of(same: bool) -> Verdict {
    if same { Verdict::Agree } else { Verdict::Differ }
}

fn identical(field: Field, a: &Side<'_>, b: &Side<'_>) -> bool {
    let (one, other) = (a.content, b.content);
    match field {
        Field::Title => one.title == other.title,
        Field::Description => one.description == other.description,
        Field::Images => {
            let references = |content: &ListingContent| {
                content.images.iter().map(|image| image.reference.clone()).collect::<Vec<_>>()
            };
            references(one) == references(other)
        }
        Field::Weight => one.weight == other.weight,
        Field::Dimensions => one.dimensions == other.dimensions,
        Field::PreOrder => one.pre_order == other.pre_order,
        Field::Category => one.category == other.category,
        Field::Attributes => one.attributes == other.attributes,
        Field::Brand => one.brand == other.brand,
        Field::Shipping => one.shipping == other.shipping,
        Field::Storefronts => one.storefronts == other.storefronts,
        Field::Visibility => one.status == other.status && one.storefront_status == other.storefront_status,
        Field::Variants | Field::Price | Field::Stock | Field::Sku => false,
    }
}

/// The sides of the parcel in whole centimetres, the shortest first.
fn parcel(content: &ListingContent) -> Option<[u32; 3]> {
    content.dimensions.map(|size| {
        let mut sides = [size.length, size.width, size.height].map(Length::to_whole_centimetres);
        sides.sort_unstable();
        sides
    })
}

/// By name where every item has one; by number within one channel; else beyond comparison.
fn numbered<'a>(
    one: impl IntoIterator<Item = &'a Named> + Clone,
    other: impl IntoIterator<Item = &'a Named> + Clone,
    one_channel: bool,
) -> Verdict {
    match (names(one.clone()), names(other.clone())) {
        (Some(one), Some(other)) => of(one == other),
        _ if one_channel => {
            let ids = |items: Vec<&'a Named>| items.into_iter().map(|item| &item.id).collect::<BTreeSet<_>>();
            of(ids(one.into_iter().collect()) == ids(other.into_iter().collect()))
        }
        _ => Verdict::Incomparable,
    }
}

fn same_attributes(one: &ListingContent, other: &ListingContent, one_channel: bool) -> Verdict {
    let (Some(a), Some(b)) = (attributes(&one.attributes), attributes(&other.attributes)) else {
        return if one_channel { of(one.attributes == other.attributes) } else { Verdict::Incomparable };
    };
    if a.iter().any(|(name, values)| b.get(name).is_some_and(|others| others != values)) {
        Verdict::Differ
    } else if a.len() == b.len() && a.keys().all(|name| b.contains_key(name)) {
        Verdict::Agree
    } else {
        Verdict::Lacking
    }
}

fn same_pictures(a: &Side<'_>, b: &Side<'_>) -> bool {
    let hashes = |side: &Side<'_>| -> Option<Vec<ImageHash>> {
        side.content.images.iter().map(|image| side.hashes.get(&image.reference).copied()).collect()
    };
    let (one, other) = (&a.content.images, &b.content.images);
    if one.len() != other.len() {
        return false;
    }
    if let (Some(one), Some(other)) = (hashes(a), hashes(b)) {
        return paired(&one, &other);
    }
    let names = |images: &[crate::ListingImage]| {
        images.iter().map(|image| image.reference.clone()).collect::<BTreeSet<_>>()
    };
    // References of two channels never meet; within one channel they say which picture it is.
    a.key.channel != b.key.channel || names(one) == names(other)
}

/// Whether every picture of one has a picture of the other of its own that looks the same: a perfect matching, grown
/// along augmenting paths, so that the answer does not depend on which side is asked.
fn paired(one: &[ImageHash], other: &[ImageHash]) -> bool {
    fn grow(
        from: usize,
        one: &[ImageHash],
        other: &[ImageHash],
        taken: &mut [Option<usize>],
        seen: &mut [bool],
    ) -> bool {
        for to in 0..other.len() {
            if seen[to] || one[from].distance(other[to]) > SAME_PICTURE {
                continue;
            }
            seen[to] = true;
            if taken[to].is_none_or(|rival| grow(rival, one, other, taken, seen)) {
                taken[to] = Some(from);
                return true;
            }
        }
        false
    }
    let mut taken = vec![None; other.len()];
    (0..one.len()).all(|from| grow(from, one, other, &mut taken, &mut vec![false; other.len()]))
}
