//! All ports at once, over the fakes.

use std::{path::Path, sync::Arc};

use app::{Marketplace, Marketplaces, Ports, pacing::Pacers, ports::Settings};
use domain::{Channel, titles::TitleRule};

use crate::fake::{
    ByteHasher, CountingIds, FixedClock, Memory, MemoryMedia, PassingPreparer, PictureSource,
    RecordingMailer, RecordingOutbox,
};

/// The fakes behind a [`Ports`], which a test can read and change.
#[derive(Debug, Clone)]
pub struct Fakes {
    pub memory: Arc<Memory>,
    pub clock: Arc<FixedClock>,
    pub ids: Arc<CountingIds>,
    pub outbox: Arc<RecordingOutbox>,
    pub mailer: Arc<RecordingMailer>,
    pub pictures: Arc<PictureSource>,
    pub media: Arc<MemoryMedia>,
}

/// A fixed list of channels.
#[derive(Clone, Default)]
pub struct Channels(pub Vec<Arc<dyn Marketplace>>);

impl std::fmt::Debug for Channels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|channel| &channel.capabilities().channel)).finish()
    }
}

impl Marketplaces for Channels {
    fn get(&self, channel: &Channel) -> Option<Arc<dyn Marketplace>> {
        self.0.iter().find(|known| &known.capabilities().channel == channel).cloned()
    }

    fn all(&self) -> Vec<Arc<dyn Marketplace>> {
        self.0.clone()
    }

    /// The preset of the real channel with the same name.
    fn preset_titles(&self, channel: &Channel) -> Option<TitleRule> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../marketplaces").join(channel.as_str());
        let preset = std::fs::read_to_string(folder.join("titles.json")).ok()?;
        Some(serde_json::from_str(&preset).expect("the presets are rules"))
    }
}

/// Ports over fresh fakes and these channels.
pub fn ports(marketplaces: impl IntoIterator<Item = Arc<dyn Marketplace>>) -> (Ports, Fakes) {
    ports_over(Arc::new(Channels(marketplaces.into_iter().collect())))
}

/// Ports over fresh fakes and a registry of channels. Pictures are not hashed unless a test enables it.
pub fn ports_over(marketplaces: Arc<dyn Marketplaces>) -> (Ports, Fakes) {
    let clock = Arc::new(FixedClock::default());
    let memory = Arc::new(Memory::new());
    let fakes = Fakes {
        outbox: Arc::new(RecordingOutbox::new(clock.clone(), memory.life())),
        memory,
        media: Arc::new(MemoryMedia::new(clock.clone())),
        clock,
        ids: Arc::default(),
        mailer: Arc::default(),
        pictures: Arc::default(),
    };
    let memory = &fakes.memory;
    let ports = Ports {
        clock: fakes.clock.clone(),
        ids: fakes.ids.clone(),
        products: memory.clone(),
        catalogue: memory.clone(),
        card_maker: Arc::new(app::publishing::cards::PlannedCards),
        listings: memory.clone(),
        matches: memory.clone(),
        matching_rules: memory.clone(),
        imports: memory.clone(),
        rules: memory.clone(),
        field_mappings: memory.clone(),
        field_reports: memory.clone(),
        repricings: memory.clone(),
        bulk_tasks: memory.clone(),
        categories: memory.clone(),
        title_rules: memory.clone(),
        verifications: memory.clone(),
        plans: memory.clone(),
        runs: memory.clone(),
        sheets: memory.clone(),
        connections: memory.clone(),
        secrets: memory.clone(),
        leases: memory.clone(),
        budget: memory.clone(),
        pacers: Pacers::default(),
        events: memory.clone(),
        idempotency: memory.clone(),
        audit: memory.clone(),
        preferences: memory.clone(),
        notifications: memory.clone(),
        dead_letters: memory.clone(),
        outbox: fakes.outbox.clone(),
        mailer: fakes.mailer.clone(),
        images: fakes.pictures.clone(),
        media: fakes.media.clone(),
        picture_preparer: Arc::new(PassingPreparer),
        image_hasher: Arc::new(ByteHasher),
        image_hashes: memory.clone(),
        marketplaces,
        settings: settings(),
    };
    (ports, fakes)
}

/// Requests may take an hour, so that a slow machine does not change the result of a test.
fn settings() -> Settings {
    Settings { hash_images: false, request_time: std::time::Duration::from_hours(1), ..Settings::default() }
}
