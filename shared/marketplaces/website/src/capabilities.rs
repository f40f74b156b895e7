//! What the web store can do. Its limits are our own: wide enough that the marketplaces' come first.

use domain::{Capabilities, Channel, Limits, Rupiah, capabilities::Range, diff::Field};

/// The fields of a listing in the web store. Their names are ours, because there is no other side.
const FIELDS: [Field; 12] = [
    Field::Title,
    Field::Description,
    Field::Images,
    Field::Weight,
    Field::Dimensions,
    Field::PreOrder,
    Field::Category,
    Field::Visibility,
    Field::Variants,
    Field::Price,
    Field::Stock,
    Field::Sku,
];

/// What the web store can do.
pub fn capabilities() -> Capabilities {
    #[expect(clippy::expect_used, reason = "a constant that the tests read")]
    let channel = Channel::parse(crate::CHANNEL).expect("a valid channel name");
    Capabilities {
        channel,
        name: "Website".to_owned(),
        storefronts: Vec::new(),
        remote: false,
        audits_edits: false,
        html_description: false,
        uploads_images: false,
        detail_batch: 100,
        offers_per_call: 1000,
        limits: Limits {
            title: Range::new(1, 255),
            description: Range::new(0, 10_000),
            images: Range::new(0, 20),
            price: Range::new(Rupiah::new(1), Rupiah::MAX_PRICE),
            stock: Range::new(0, 1_000_000),
            variants: 100,
            options: 3,
            option_name: 50,
            option_value: 50,
            sku: 100,
            sku_without_spaces: false,
            pre_order_days: Some(Range::new(1, 90)),
            price_spread: None,
            weight_required: false,
            dimensions_required: false,
        },
        fields: FIELDS.map(|field| (field, field.as_str().to_owned())).into(),
        statuses: Vec::new(),
    }
}
