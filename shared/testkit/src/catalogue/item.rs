//! The product itself, before the seller types it into any shop.

use domain::{Dimensions, Grams, Length, Rupiah, Sku};
use rand::{
    Rng,
    seq::{IndexedRandom as _, SliceRandom as _},
};
use rand_chacha::ChaCha8Rng;

use super::parts::{CLAIMS, COLOURS, Choice, KINDS, Kind};

/// A true product.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub kind: &'static Kind,
    pub fit: Choice,
    pub size: Choice,
    pub material: Choice,
    pub title: String,
    pub paragraphs: Vec<String>,
    pub options: Vec<String>,
    /// A product without variants has one entry, without option values.
    pub variants: Vec<ItemVariant>,
    pub weight: Grams,
    pub dimensions: Dimensions,
    pub images: usize,
}

#[derive(Debug, Clone)]
pub(super) struct ItemVariant {
    pub values: Vec<String>,
    pub sku: Sku,
    pub price: Rupiah,
    pub stock: u32,
}

impl Item {
    pub fn has_variants(&self) -> bool {
        !self.options.is_empty()
    }
}

/// Selects one product of all that could be printed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choices {
    kind: usize,
    fit: usize,
    size: usize,
    material: usize,
}

/// Every product that could be printed, in a random order.
pub(super) fn all_choices(rng: &mut ChaCha8Rng) -> Vec<Choices> {
    let mut all = Vec::new();
    for (kind, part) in KINDS.iter().enumerate() {
        for fit in 0..part.fits.len() {
            for size in 0..part.sizes.len() {
                for material in 0..part.materials.len() {
                    all.push(Choices { kind, fit, size, material });
                }
            }
        }
    }
    all.shuffle(rng);
    all
}

impl Choices {
    /// The same product in the next size.
    pub fn resized(self) -> Self {
        Self { size: (self.size + 1) % KINDS[self.kind].sizes.len(), ..self }
    }

    fn parts(self) -> (&'static Kind, Choice, Choice, Choice) {
        let kind = &KINDS[self.kind];
        (kind, kind.fits[self.fit], kind.sizes[self.size], kind.materials[self.material])
    }

    /// The SKU, which is unique among all products.
    pub fn sku(self) -> String {
        let (kind, fit, size, material) = self.parts();
        format!("MTK-{}-{}-{}{}", kind.code, fit.0, size.0, material.0)
    }

    /// A product without variants.
    pub fn plain(self, rng: &mut ChaCha8Rng) -> Item {
        let (kind, fit, size, material) = self.parts();
        let price = self.price(rng);
        let variant = ItemVariant { values: Vec::new(), sku: sku(&self.sku()), price, stock: stock(rng) };
        let mut item = self.bare(rng, vec![variant]);
        item.title = title(rng, kind, fit, Some(size), material);
        item.paragraphs = paragraphs(rng, &item);
        item
    }

    /// A product with 2 to 12 variants on one or two axes.
    pub fn varied(self, rng: &mut ChaCha8Rng) -> Item {
        let (kind, fit, _, material) = self.parts();
        let mut colours: Vec<Choice> = COLOURS.to_vec();
        colours.shuffle(rng);
        let (sizes, colours) = match rng.random_range(0..10) {
            // Two axes, at most 12 combinations.
            0..4 => {
                let sizes = rng.random_range(2..=4.min(kind.sizes.len()));
                (take(kind.sizes, sizes), take(&colours, rng.random_range(2..=(12 / sizes).min(4))))
            }
            4..7 => (take(kind.sizes, rng.random_range(2..=kind.sizes.len())), Vec::new()),
            _ => (Vec::new(), take(&colours, rng.random_range(2..=COLOURS.len()))),
        };
        let base = self.price(rng);
        let mut variants = Vec::new();
        let one_size: &[Choice] = &[("", "")];
        let one_colour: &[Choice] = &[("", "")];
        for (step, size) in or(&sizes, one_size).iter().enumerate() {
            // A larger size costs more. The highest price stays well under seven times the lowest.
            let extra = i64::try_from(step).unwrap_or(0) * (base.get() / 8000 * 1000).max(1000);
            for colour in or(&colours, one_colour) {
                let values = [size.1, colour.1].into_iter().filter(|value| !value.is_empty());
                let tail: Vec<&str> =
                    [size.0, colour.0].into_iter().filter(|code| !code.is_empty()).collect();
                variants.push(ItemVariant {
                    values: values.map(str::to_owned).collect(),
                    sku: sku(&format!("{}-V-{}", self.sku(), tail.join("-"))),
                    price: beside_the_demo(base.get() + extra),
                    stock: stock(rng),
                });
            }
        }
        let mut item = self.bare(rng, variants);
        if !sizes.is_empty() {
            item.options.push(kind.axis.to_owned());
        }
        if !colours.is_empty() {
            item.options.push("Warna".to_owned());
        }
        item.title = title(rng, kind, fit, None, material);
        item.paragraphs = paragraphs(rng, &item);
        item
    }

    fn bare(self, rng: &mut ChaCha8Rng, variants: Vec<ItemVariant>) -> Item {
        let (kind, fit, size, material) = self.parts();
        let length = |rng: &mut ChaCha8Rng, cm: u32| {
            Length::parse((cm + rng.random_range(0..3)) * 100).expect("parcels are under 10 m")
        };
        Item {
            kind,
            fit,
            size,
            material,
            title: String::new(),
            paragraphs: Vec::new(),
            options: Vec::new(),
            variants,
            weight: Grams::parse(rng.random_range(kind.weight.0..=kind.weight.1))
                .expect("weights are 5 g to 2 kg"),
            dimensions: Dimensions {
                length: length(rng, kind.parcel.0),
                width: length(rng, kind.parcel.1),
                height: length(rng, kind.parcel.2),
            },
            images: *[1, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9].choose(rng).unwrap_or(&3),
        }
    }

    /// Larger sizes cost more. Most prices end in thousands, some in 500 or 900, a few are odd.
    fn price(self, rng: &mut ChaCha8Rng) -> Rupiah {
        let (kind, ..) = self.parts();
        let (low, high) = kind.price;
        let steps = u32::try_from(kind.sizes.len()).unwrap_or(1);
        let step = u32::try_from(self.size).unwrap_or(0);
        let base = low + (high - low) * step / steps + rng.random_range(0..=(high - low) / steps);
        let tail = match rng.random_range(0..20) {
            0..12 => 0,
            12..16 => 500,
            16..19 => 900,
            _ => rng.random_range(1..1000),
        };
        beside_the_demo(i64::from(base) * 1000 + tail)
    }
}

/// Avoids Rp150.000, the price by which the demo's products are found.
pub(super) fn beside_the_demo(amount: i64) -> Rupiah {
    Rupiah::new(if amount == 150_000 { 150_500 } else { amount })
}

pub(super) fn sku(text: &str) -> Sku {
    Sku::parse(text).expect("the codes make short SKUs")
}

fn stock(rng: &mut ChaCha8Rng) -> u32 {
    if rng.random_bool(0.06) { 0 } else { rng.random_range(1..=60) }
}

fn take(choices: &[Choice], count: usize) -> Vec<Choice> {
    choices.iter().take(count).copied().collect()
}

fn or<'a>(choices: &'a [Choice], alone: &'a [Choice]) -> &'a [Choice] {
    if choices.is_empty() { alone } else { choices }
}

/// A title as a seller types it for Shopee: from a few words to more than 100 characters.
fn title(rng: &mut ChaCha8Rng, kind: &Kind, fit: Choice, size: Option<Choice>, material: Choice) -> String {
    let noun = kind.noun;
    let size = size.map(|size| format!(" {}", size.1)).unwrap_or_default();
    let claims: Vec<&str> = CLAIMS.choose_multiple(rng, 3).copied().collect();
    match rng.random_range(0..100) {
        0..4 => format!("{} {}", noun.split(' ').next().unwrap_or(noun), fit.0),
        4..34 => format!("{noun} {}{size} {}", fit.1, material.1),
        34..64 => format!("{noun} untuk {}{size} Bahan {} Drone FPV", fit.1, material.1),
        64..92 => format!("{noun} {}{size} {} - {}, {}", fit.1, material.1, claims[0], claims[1]),
        _ => format!(
            "{noun} untuk {}{size} Bahan {} Cetak 3D Aksesoris Drone FPV {} {} {} Pre Order",
            fit.1, material.1, claims[0], claims[1], claims[2]
        ),
    }
}

/// The description's paragraphs, lines joined by line ends.
pub(super) fn paragraphs(rng: &mut ChaCha8Rng, item: &Item) -> Vec<String> {
    let Item { kind, fit, size, material, .. } = item;
    let mut text = vec![format!(
        "{} untuk {}, dicetak 3D dari {}. Gunanya {}.",
        kind.noun, fit.1, material.1, kind.purpose
    )];
    let measure = if item.has_variants() { "lihat pilihan varian" } else { size.1 };
    text.push(format!(
        "Spesifikasi\n{}: {measure}\nBahan: {}\nBerat: sekitar {} gram",
        kind.axis,
        material.1,
        item.weight.get()
    ));
    text.push(format!("Isi paket\n1 buah {}\nBaut M3 sesuai kebutuhan", kind.noun.to_lowercase()));
    let notes = [
        "Warna bisa sedikit berbeda dari foto karena pencahayaan.",
        "Garis tipis pada permukaan adalah ciri cetak 3D dan bukan cacat.",
        "Pastikan ukuran rangka Anda sebelum memesan.",
        "Tanyakan lewat chat bila butuh ukuran khusus.",
    ];
    for note in notes.choose_multiple(rng, 2) {
        text.push((*note).to_owned());
    }
    text.push(
        "Pre-order 5 hari: dicetak setelah pesanan masuk, biasanya selesai dalam 1 sampai 3 hari.".to_owned(),
    );
    text
}
