//! What Shopee can do, known without a call.

use domain::{Capabilities, Channel};

use crate::{CHANNEL, mapping, wire};

/// What Shopee can do, known without a call.
pub fn capabilities() -> Capabilities {
    #[expect(clippy::expect_used, reason = "a constant that the tests read")]
    let channel = Channel::parse(CHANNEL).expect("a valid channel name");
    Capabilities {
        channel,
        name: "Shopee".to_owned(),
        storefronts: Vec::new(),
        remote: true,
        audits_edits: false,
        html_description: false,
        uploads_images: true,
        detail_batch: 50,
        offers_per_call: 50,
        limits: mapping::limits::preset(),
        fields: wire::fields::NAMES.map(|(field, name)| (field, name.to_owned())).into(),
        statuses: mapping::status::table(),
    }
}
