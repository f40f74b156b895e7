//! What the channel can do, known without a call.

use domain::{Capabilities, Channel};

use crate::{CHANNEL, check, mapping, wire};

/// How many listings one `fetch` takes. The channel gives one listing for each call; this is what a worker reads at
/// once.
const DETAIL_BATCH: usize = 20;

/// What the channel can do, known without a call.
pub fn capabilities() -> Capabilities {
    #[expect(clippy::expect_used, reason = "a constant that the tests read")]
    let channel = Channel::parse(CHANNEL).expect("a valid channel name");
    Capabilities {
        channel,
        // The brand must not be shown alone in Indonesia: the platform requires this name.
        name: "Tokopedia & Shop".to_owned(),
        storefronts: vec![mapping::status::TIKTOK_SHOP.to_owned(), mapping::status::TOKOPEDIA.to_owned()],
        remote: true,
        audits_edits: true,
        html_description: true,
        uploads_images: true,
        detail_batch: DETAIL_BATCH,
        offers_per_call: check::SKUS_PER_CALL,
        limits: mapping::limits::preset(),
        fields: wire::fields::NAMES.map(|(field, name)| (field, name.to_owned())).into(),
        statuses: mapping::status::table(),
    }
}
