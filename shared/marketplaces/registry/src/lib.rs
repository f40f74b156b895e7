//! The only list of channels.
//!
//! Owns: which channels exist, in which order masters prefer them as a source, and what each of them asks of the
//! deployment's settings.
//! Refuses: knowing anything else about a channel; the rest of SyncStore asks its `Capabilities`.
//!
//! `docs/ADDING-A-MARKETPLACE.md` says what a new channel needs; `tests/places.rs` names what is missing.

use std::{collections::BTreeMap, sync::Arc};

use app::{Marketplace, Marketplaces, ports::Listings};
use domain::{Capabilities, Channel, pricing::FeePreset, titles::TitleRule};
use url::Url;

mod build;

/// A channel as the registry knows it.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    pub capabilities: fn() -> Capabilities,
    /// What the channel takes of a sale, to start from; the seller edits it.
    pub fee_presets: fn() -> Vec<FeePreset>,
    /// How its titles are made, to start from; the seller edits it.
    pub preset_titles: fn() -> TitleRule,
    /// The first word of its settings: `SHOPEE` means `SHOPEE_API_BASE`, `SHOPEE_AUTH_BASE` and
    /// `SHOPEE_CALLS_PER_SECOND`. Absent for a channel without a remote.
    pub setting: Option<&'static str>,
    build: Build,
}

type Built = Result<Arc<dyn Marketplace>, RegistryError>;
type Build = fn(&Parts<'_>, Bases) -> Built;

/// One channel: its crate, and the first word of its settings.
macro_rules! channel {
    ($name:ident, $setting:expr) => {
        Entry {
            capabilities: $name::capabilities,
            fee_presets: $name::fee_presets,
            preset_titles: $name::preset_titles,
            setting: $setting,
            build: build::$name,
        }
    };
}

/// The channels that exist, the preferred source of masters first.
pub const CHANNELS: [Entry; 3] =
    [channel!(shopee, Some("SHOPEE")), channel!(tiktok_shop, Some("TIKTOK")), channel!(website, None)];

/// Where a channel is reached; its own hosts where nothing is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bases {
    pub api: Option<Url>,
    pub auth: Option<Url>,
}

/// Why the channels cannot be put together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistryError {
    #[error("the setting {name} is missing")]
    Missing { name: String },
    #[error("an address of a channel cannot be read: {0}")]
    Address(#[from] url::ParseError),
}

struct Parts<'a> {
    http: &'a reqwest::Client,
    listings: &'a Arc<dyn Listings>,
}

/// All channels, ready for use.
#[derive(Clone)]
pub struct Registry {
    channels: Vec<Arc<dyn Marketplace>>,
}

impl Registry {
    /// `bases` are by the first word of a channel's settings. `listings` are the records that the web store serves.
    pub fn new(
        http: &reqwest::Client,
        bases: &BTreeMap<&'static str, Bases>,
        listings: &Arc<dyn Listings>,
    ) -> Result<Self, RegistryError> {
        let parts = Parts { http, listings };
        let build = |entry: &Entry| {
            let bases = entry.setting.and_then(|word| bases.get(word)).cloned().unwrap_or_default();
            (entry.build)(&parts, bases)
        };
        Ok(Self { channels: CHANNELS.iter().map(build).collect::<Result<_, _>>()? })
    }
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.channels.iter().map(|known| &known.capabilities().channel)).finish()
    }
}

impl Marketplaces for Registry {
    fn get(&self, channel: &Channel) -> Option<Arc<dyn Marketplace>> {
        self.channels.iter().find(|known| &known.capabilities().channel == channel).cloned()
    }

    fn all(&self) -> Vec<Arc<dyn Marketplace>> {
        self.channels.clone()
    }

    fn fee_presets(&self, channel: &Channel) -> Vec<FeePreset> {
        fee_presets(channel)
    }

    fn preset_titles(&self, channel: &Channel) -> Option<TitleRule> {
        let entry = CHANNELS.iter().find(|entry| &(entry.capabilities)().channel == channel)?;
        Some((entry.preset_titles)())
    }
}

/// The fees to start from on `channel`; none for a channel that does not exist.
pub fn fee_presets(channel: &Channel) -> Vec<FeePreset> {
    let entry = CHANNELS.iter().find(|entry| &(entry.capabilities)().channel == channel);
    entry.map(|entry| (entry.fee_presets)()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registry(bases: &BTreeMap<&'static str, Bases>) -> Result<Registry, RegistryError> {
        let listings: Arc<dyn Listings> = Arc::new(testkit::Memory::new());
        let http = reqwest::Client::builder().build().unwrap();
        Registry::new(&http, bases, &listings)
    }

    fn local() -> Url {
        "http://127.0.0.1:8791/".parse().unwrap()
    }

    #[test]
    fn every_channel_is_found_under_the_name_it_gives_itself() {
        let registry = registry(&BTreeMap::new()).unwrap();
        for (known, entry) in registry.all().iter().zip(&CHANNELS) {
            let capabilities = known.capabilities();
            assert_eq!(capabilities, &(entry.capabilities)());
            assert!(registry.get(&capabilities.channel).is_some());
            assert_eq!(capabilities.remote, entry.setting.is_some(), "{}", capabilities.channel);
            let presets = fee_presets(&capabilities.channel);
            assert_eq!(presets.iter().filter(|preset| preset.default).count(), 1, "one to start from");
        }
        assert!(registry.get(&Channel::parse("lazada").unwrap()).is_none());
        assert!(fee_presets(&Channel::parse("lazada").unwrap()).is_empty());
    }

    #[test]
    fn channels_have_names_and_settings_of_their_own() {
        let names: std::collections::BTreeSet<_> = CHANNELS.map(|e| (e.capabilities)().channel).into();
        let words: Vec<_> = CHANNELS.iter().filter_map(|e| e.setting).collect();
        assert_eq!(names.len(), CHANNELS.len());
        assert_eq!(words, ["SHOPEE", "TIKTOK"]);
    }

    #[test]
    fn a_stand_in_for_half_of_a_channel_is_refused() {
        let half = BTreeMap::from([("TIKTOK", Bases { api: Some(local()), auth: None })]);
        assert_eq!(registry(&half).unwrap_err().to_string(), "the setting TIKTOK_AUTH_BASE is missing");
        let own = Url::parse("https://auth.tiktok-shops.com").unwrap();
        let named = BTreeMap::from([("TIKTOK", Bases { api: Some(local()), auth: Some(own) })]);
        assert_eq!(registry(&named).unwrap_err().to_string(), "the setting TIKTOK_AUTH_BASE is missing");
        let whole = BTreeMap::from([("TIKTOK", Bases { api: Some(local()), auth: Some(local()) })]);
        assert!(registry(&whole).is_ok());
    }
}
