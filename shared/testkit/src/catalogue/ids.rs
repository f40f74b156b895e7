//! Ids and picture names in the formats of the marketplaces, each drawn only once.

use std::collections::BTreeSet;

use domain::{ExternalId, OfferId};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// Draws random ids and remembers them.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    drawn: BTreeSet<String>,
}

impl Numbers {
    /// Marks an id that is set by hand, so that it is not drawn.
    pub fn reserve(&mut self, id: &str) {
        self.drawn.insert(id.to_owned());
    }

    /// 10 or 11 digits.
    pub fn shopee_item(&mut self, rng: &mut ChaCha8Rng) -> ExternalId {
        external(&self.fresh(|| rng.random_range(1_000_000_000..60_000_000_000_u64).to_string()))
    }

    /// 12 digits.
    pub fn shopee_model(&mut self, rng: &mut ChaCha8Rng) -> OfferId {
        offer(&self.fresh(|| rng.random_range(100_000_000_000..400_000_000_000_u64).to_string()))
    }

    /// 19 digits.
    pub fn tiktok_product(&mut self, rng: &mut ChaCha8Rng) -> ExternalId {
        external(&self.fresh(|| tiktok(rng)))
    }

    /// 19 digits.
    pub fn tiktok_sku(&mut self, rng: &mut ChaCha8Rng) -> OfferId {
        offer(&self.fresh(|| tiktok(rng)))
    }

    pub fn shopee_image(&mut self, rng: &mut ChaCha8Rng) -> String {
        self.fresh(|| format!("id-11134207-{}-{}", letters(rng, 5), letters(rng, 14)))
    }

    pub fn tiktok_image(&mut self, rng: &mut ChaCha8Rng) -> String {
        self.fresh(|| format!("tos-alisg-i-aphluv4xwc-sg-{:032x}", rng.random::<u128>()))
    }

    fn fresh(&mut self, mut draw: impl FnMut() -> String) -> String {
        loop {
            let text = draw();
            if self.drawn.insert(text.clone()) {
                return text;
            }
        }
    }
}

fn tiktok(rng: &mut ChaCha8Rng) -> String {
    rng.random_range(1_729_380_000_000_000_000..1_732_600_000_000_000_000_u64).to_string()
}

fn letters(rng: &mut ChaCha8Rng, count: usize) -> String {
    const SET: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    (0..count).map(|_| char::from(SET[rng.random_range(0..SET.len())])).collect()
}

fn external(text: &str) -> ExternalId {
    ExternalId::parse(text).expect("digits are a valid id")
}

fn offer(text: &str) -> OfferId {
    OfferId::parse(text).expect("digits are a valid id")
}
