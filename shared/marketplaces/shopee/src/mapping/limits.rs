//! What Shopee accepts: the limits of the documents, and over them those that the shop itself reports.

use domain::{Limits, Rupiah, capabilities::Range};

use crate::wire::categories::{Bounds, ItemLimit};

/// Before the shop's own limits are read. Lengths are the widest quoted for Indonesia, so that nothing is refused that
/// the shop accepts: the shop's own limits are read before anything is written.
pub(crate) fn preset() -> Limits {
    Limits {
        title: Range::new(1, 255),
        description: Range::new(1, 5_000),
        images: Range::new(1, 9),
        price: Range::new(Rupiah::new(1), Rupiah::MAX_PRICE),
        stock: Range::new(0, 10_000_000),
        variants: 50,
        options: 2,
        option_name: 14,
        option_value: 20,
        sku: 100,
        sku_without_spaces: false,
        pre_order_days: Some(Range::new(1, 90)),
        // Documented for Indonesia and Malaysia; other markets have other numbers.
        price_spread: Some(7),
        weight_required: true,
        dimensions_required: false,
    }
}

/// Bounds that the shop does not report keep their preset.
pub(crate) fn read(wire: &ItemLimit) -> Limits {
    let mut limits = preset();
    narrow(&mut limits.title, wire.item_name_length_limit.as_ref());
    narrow(&mut limits.description, wire.item_description_length_limit.as_ref());
    narrow(&mut limits.images, wire.item_image_count_limit.as_ref());
    narrow(&mut limits.stock, wire.stock_limit.as_ref());
    if let Some(bounds) = &wire.price_limit {
        let positive = |value: &i64| *value > 0;
        if let Some(min) = bounds.min_limit.ceil().filter(positive) {
            limits.price.min = Rupiah::new(min);
        }
        if let Some(max) = bounds.max_limit.floor().filter(positive) {
            limits.price.max = Rupiah::new(max).min(Rupiah::MAX_PRICE);
        }
    }
    if let Some(most) = wire.tier_variation_name_length_limit.as_ref().and_then(most) {
        limits.option_name = most;
    }
    if let Some(most) = wire.tier_variation_option_length_limit.as_ref().and_then(most) {
        limits.option_value = most;
    }
    if let Some(days) = wire.dts_limit.as_ref().and_then(|dts| dts.days_to_ship_limit.as_ref()) {
        let bound = |value: Option<i64>| value.and_then(|days| u16::try_from(days).ok());
        limits.pre_order_days = match (bound(days.min_limit.ceil()), bound(days.max_limit.floor())) {
            (Some(min), Some(max)) if max > 0 && min <= max => Some(Range::new(min, max)),
            // -1 and -1: the category takes no pre-orders.
            _ => None,
        };
    }
    if let Some(weight) = &wire.weight_limit {
        limits.weight_required = weight.weight_mandatory.0;
    }
    if let Some(dimension) = &wire.dimension_limit {
        limits.dimensions_required = dimension.dimension_mandatory.0;
    }
    limits
}

fn most(bounds: &Bounds) -> Option<u32> {
    u32::try_from(bounds.max_limit.floor()?).ok().filter(|most| *most > 0)
}

fn narrow(range: &mut Range<u32>, bounds: Option<&Bounds>) {
    let Some(bounds) = bounds else { return };
    if let Some(min) = bounds.min_limit.ceil().and_then(|min| u32::try_from(min).ok()) {
        range.min = min;
    }
    if let Some(max) = most(bounds) {
        range.max = max;
    }
}
