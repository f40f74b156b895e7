//! What the documents say that the channel takes in Indonesia.

use domain::{Limits, Rupiah, capabilities::Range};

/// Before the rules of a category are known.
pub(crate) fn preset() -> Limits {
    Limits {
        title: Range::new(25, 255),
        description: Range::new(1, 10_000),
        images: Range::new(1, 9),
        price: Range::new(Rupiah::new(100), Rupiah::new(100_000_000)),
        // The current page starts at 1, an older one at 0; 0 is how a product is sold out.
        stock: Range::new(0, 99_999),
        variants: 100,
        options: 3,
        option_name: 20,
        option_value: 50,
        sku: 50,
        sku_without_spaces: true,
        pre_order_days: Some(Range::new(3, 30)),
        price_spread: None,
        weight_required: true,
        dimensions_required: false,
    }
}
