//! Saves a shop, so that it survives a restart: one file per channel, written a moment after a change and at the end.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use app::marketplace::FetchedListing;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use testkit::catalogue::SeedCatalogue;
use tokio::sync::Notify;

/// A change is written after this time, together with the changes made in the meantime.
const DEBOUNCE: Duration = Duration::from_secs(1);

/// The operations of both stand-ins.
pub trait Sandbox: Send + Sync {
    fn fill(&self, catalogue: &SeedCatalogue);
    fn snapshot(&self) -> Value;
    fn restore(&self, snapshot: Value) -> Result<(), serde_json::Error>;
}

impl Sandbox for shopee::sandbox::Sandbox {
    fn fill(&self, catalogue: &SeedCatalogue) {
        self.seed(catalogue.shopee.clone());
    }
    fn snapshot(&self) -> Value {
        self.snapshot()
    }
    fn restore(&self, snapshot: Value) -> Result<(), serde_json::Error> {
        self.restore(snapshot)
    }
}

impl Sandbox for tiktok_shop::sandbox::Sandbox {
    fn fill(&self, catalogue: &SeedCatalogue) {
        let listings: Vec<FetchedListing> = catalogue.tiktok.clone();
        self.seed(listings);
    }
    fn snapshot(&self) -> Value {
        self.snapshot()
    }
    fn restore(&self, snapshot: Value) -> Result<(), serde_json::Error> {
        self.restore(snapshot)
    }
}

/// One shop and its file.
#[derive(Clone)]
pub struct Keeper {
    file: PathBuf,
    seed: u64,
    sandbox: Arc<dyn Sandbox>,
    changed: Arc<Notify>,
}

impl std::fmt::Debug for Keeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keeper").field("file", &self.file).finish_non_exhaustive()
    }
}

#[derive(Serialize, Deserialize)]
struct Kept {
    seed: u64,
    shop: Value,
}

impl Keeper {
    pub fn new(folder: &Path, channel: &str, seed: u64, sandbox: Arc<dyn Sandbox>) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let file = folder.join(format!("{channel}.json"));
        Ok(Self { file, seed, sandbox, changed: Arc::default() })
    }

    /// The signal that the shop may have changed.
    pub fn changed(&self) -> Arc<Notify> {
        self.changed.clone()
    }

    /// Restores the saved shop; `false` when none is saved.
    pub fn restore(&mut self) -> Result<bool> {
        let remedy = || format!("{} cannot be read: delete it to start with nothing", self.file.display());
        let bytes = match fs::read(&self.file) {
            Ok(bytes) => bytes,
            Err(problem) if problem.kind() == std::io::ErrorKind::NotFound => return Ok(false),
            Err(problem) => return Err(problem).with_context(remedy),
        };
        let kept: Kept = serde_json::from_slice(&bytes).with_context(remedy)?;
        if kept.seed != self.seed {
            bail!(
                "{} was made of seed {}: delete it to use seed {}",
                self.file.display(),
                kept.seed,
                self.seed
            );
        }
        self.sandbox.restore(kept.shop).with_context(remedy)?;
        Ok(true)
    }

    /// Fills an empty shop and saves it.
    pub fn seed(&self, catalogue: &SeedCatalogue) -> Result<()> {
        self.sandbox.fill(catalogue);
        self.save()
    }

    /// Writes the shop. After a crash during the write, the previous file is still there.
    pub fn save(&self) -> Result<()> {
        let problem = || format!("{} cannot be written", self.file.display());
        let kept = Kept { seed: self.seed, shop: self.sandbox.snapshot() };
        let next = self.file.with_extension("json.new");
        fs::write(&next, serde_json::to_vec(&kept).with_context(problem)?).with_context(problem)?;
        fs::rename(&next, &self.file).with_context(problem)
    }

    /// Writes the shop a moment after each change; never returns.
    pub async fn save_when_changed(self) {
        loop {
            self.changed.notified().await;
            tokio::time::sleep(DEBOUNCE).await;
            let keeper = self.clone();
            let saved = tokio::task::spawn_blocking(move || keeper.save()).await;
            if let Ok(Err(problem)) = saved {
                tracing::warn!("{problem:#}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Default)]
    struct Counter(Mutex<u64>);

    impl Sandbox for Counter {
        fn fill(&self, catalogue: &SeedCatalogue) {
            *self.0.lock().unwrap() = catalogue.tiktok.len() as u64;
        }
        fn snapshot(&self) -> Value {
            (*self.0.lock().unwrap()).into()
        }
        fn restore(&self, snapshot: Value) -> Result<(), serde_json::Error> {
            *self.0.lock().unwrap() = serde_json::from_value(snapshot)?;
            Ok(())
        }
    }

    #[test]
    fn a_shop_is_seeded_once_and_then_kept() {
        let folder = std::env::temp_dir().join(format!("sandbox-keep-{}", std::process::id()));
        let keeper = |seed| Keeper::new(&folder, "shopee", seed, Arc::new(Counter::default())).unwrap();
        let mut first = keeper(1);
        assert!(!first.restore().unwrap(), "nothing is kept yet");
        let catalogue = testkit::catalogue::generate(1, "http://s.test", "http://t.test");
        first.seed(&catalogue).unwrap();
        first.sandbox.restore(7.into()).unwrap();
        first.save().unwrap();
        let mut again = keeper(1);
        assert!(again.restore().unwrap());
        assert_eq!(again.sandbox.snapshot(), Value::from(7));
        let other = keeper(2).restore().unwrap_err().to_string();
        assert!(other.contains("was made of seed 1"), "{other}");
        fs::write(folder.join("shopee.json"), "{").unwrap();
        let broken = keeper(1).restore().unwrap_err().to_string();
        assert!(broken.contains("delete it to start with nothing"), "{broken}");
        fs::remove_dir_all(&folder).unwrap();
    }
}
