//! An edit of a product, and its result.
//!
//! Owns: one edit by hand ([`ProductEdit`]), one change of many products ([`FieldChange`]), how the audit shows them
//! ([`differences`]). Refuses: reading and writing.

use std::collections::BTreeSet;

use crate::{
    Dimensions, Grams, ImageId, Invalid, Length, PreOrderDays, Product, ProductImage, ProductStatus, Rupiah,
    Sku, Title, Variant, VariantId, identity,
};

mod differences;
pub mod field_change;
pub use differences::differences;
pub use field_change::{AmountChange, FieldChange, Moved, TextChange};

/// The longest name of an option and of its values, in characters; each channel's own limit is checked when planning.
const MAX_OPTION: usize = 50;
/// The longest address of a picture, in bytes.
const MAX_URL: usize = 2_048;

/// Outside values for the fields of a product. An absent field stays as it is; `Some(None)` empties it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProductEdit {
    pub title: Option<String>,
    pub description: Option<String>,
    /// The whole list, in order.
    pub images: Option<Vec<ImageEdit>>,
    pub category: Option<Option<String>>,
    pub brand: Option<Option<String>>,
    /// Grams.
    pub weight: Option<Option<u32>>,
    pub dimensions: Option<Option<DimensionsEdit>>,
    pub pre_order_days: Option<Option<u16>>,
    pub options: Option<Vec<String>>,
    /// The whole list, in order: one that is left out is removed, one without an id is new.
    pub variants: Option<Vec<VariantEdit>>,
    pub status: Option<ProductStatus>,
    /// The flags that remain; a person can only remove flags.
    pub attention: Option<BTreeSet<String>>,
}

/// A picture by its id, its address, or both. A picture that the product already has keeps its id and its channel
/// copies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImageEdit {
    pub id: Option<String>,
    pub url: Option<String>,
}

/// Decimal numbers of centimetres.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DimensionsEdit {
    pub length: String,
    pub width: String,
    pub height: String,
}

/// Outside values for the fields of a variant. An absent field stays as it is; `Some(None)` empties it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VariantEdit {
    /// Absent for a new variant.
    pub id: Option<String>,
    pub sku: Option<Option<String>>,
    pub option_values: Option<Vec<String>>,
    pub base_price: Option<Option<Rupiah>>,
    pub cost: Option<Option<Rupiah>>,
    pub stock: Option<Option<u32>>,
    /// Grams.
    pub weight: Option<Option<u32>>,
    pub image: Option<Option<String>>,
}

impl VariantEdit {
    /// The variants of a product that names none: one.
    pub fn only() -> Vec<Self> {
        vec![Self::default()]
    }
}

/// Collects all problems, so that a person sees them together.
#[derive(Default)]
struct Problems(Vec<Invalid>);

impl Problems {
    fn keep<T>(&mut self, result: Result<T, Invalid>) -> Option<T> {
        result.map_err(|problem| self.0.push(problem)).ok()
    }
}

impl ProductEdit {
    /// The product after this edit. `unique` draws texts for new ids.
    pub fn apply(self, before: &Product, unique: &dyn Fn() -> String) -> Result<Product, Vec<Invalid>> {
        let mut after = before.clone();
        let mut problems = Problems::default();
        if let Some(title) = self.title
            && let Some(title) = problems.keep(Title::parse(&title))
        {
            after.title = title;
        }
        if let Some(description) = self.description {
            if description != before.description {
                problems.keep(crate::description::check("description", &description));
            }
            after.description = description;
        }
        if let Some(images) = self.images {
            after.images = images_after(images, before, unique, &mut problems);
        }
        if let Some(category) = self.category {
            after.category = problems.keep(line("category", category)).flatten();
        }
        if let Some(brand) = self.brand {
            after.brand = problems.keep(line("brand", brand)).flatten();
        }
        if let Some(weight) = self.weight {
            after.weight = problems.keep(grams(weight)).flatten();
        }
        if let Some(dimensions) = self.dimensions {
            after.dimensions = problems.keep(dimensions.as_ref().map(dimensions_of).transpose()).flatten();
        }
        if let Some(days) = self.pre_order_days {
            after.pre_order = problems.keep(days.map(PreOrderDays::parse).transpose()).flatten();
        }
        if let Some(options) = self.options {
            for (index, option) in options.iter().enumerate() {
                problems.keep(option_text(&format!("options[{index}]"), option));
            }
            after.options = options.iter().map(|option| identity::visible(option)).collect();
        }
        if let Some(variants) = self.variants {
            after.variants = variants_after(variants, before, unique, &mut problems);
        }
        if let Some(status) = self.status {
            after.status = status;
            if status == ProductStatus::Active {
                // It is a separate product again, and needs its SKUs.
                after.merged_into = None;
            }
        }
        if let Some(attention) = self.attention {
            after.attention.retain(|word| attention.contains(word));
        }
        finish(after, problems)
    }
}

/// The product after `edit` of one of its variants.
pub fn one_variant(before: &Product, id: &VariantId, edit: VariantEdit) -> Result<Product, Vec<Invalid>> {
    let mut after = before.clone();
    let mut problems = Problems::default();
    if let Some(variant) = after.variants.iter_mut().find(|variant| &variant.id == id) {
        for problem in edit_into(edit, variant) {
            problems.0.push(problem);
        }
    }
    finish(after, problems)
}

fn finish(after: Product, mut problems: Problems) -> Result<Product, Vec<Invalid>> {
    if problems.0.is_empty() {
        problems.keep(after.check());
        problems.keep(images_of_variants(&after));
    }
    if problems.0.is_empty() { Ok(after) } else { Err(problems.0) }
}

fn images_of_variants(product: &Product) -> Result<(), Invalid> {
    for (index, variant) in product.variants.iter().enumerate() {
        if let Some(image) = &variant.image
            && !product.images.iter().any(|known| &known.id == image)
        {
            let problem = format!("the product has no image {image}");
            return Err(Invalid::new(format!("variants[{index}].image_id"), "image_unknown", problem));
        }
    }
    Ok(())
}

fn images_after(
    images: Vec<ImageEdit>,
    before: &Product,
    unique: &dyn Fn() -> String,
    problems: &mut Problems,
) -> Vec<ProductImage> {
    let mut after: Vec<ProductImage> = Vec::new();
    for (index, image) in images.into_iter().enumerate() {
        let at = format!("images[{index}]");
        let known = before.images.iter().find(|known| match (&image.id, &image.url) {
            (Some(id), _) => known.id.as_str() == id,
            (None, Some(url)) => &known.url == url,
            (None, None) => false,
        });
        let made = match (known, image) {
            (Some(known), ImageEdit { url: Some(url), .. }) if url != known.url => {
                // Another address has another picture, so the channels' copies are not copies of it.
                picture_url(&at, &url).map(|()| ProductImage {
                    id: known.id.clone(),
                    url,
                    origin: None,
                    copies: Vec::new(),
                })
            }
            (Some(known), _) => Ok(known.clone()),
            (None, ImageEdit { id: Some(id), .. }) => {
                let problem = format!("the product has no image {id}");
                Err(Invalid::new(format!("{at}.id"), "image_unknown", problem))
            }
            (None, ImageEdit { url: Some(url), .. }) => picture_url(&at, &url).map(|()| {
                let id = ImageId::from_unique(&unique());
                ProductImage { id, url, origin: None, copies: Vec::new() }
            }),
            (None, _) => Err(Invalid::new(format!("{at}.url"), "field_missing", "an image needs an address")),
        };
        match problems.keep(made) {
            Some(made) if after.iter().any(|other| other.id == made.id) => {
                problems.0.push(Invalid::new(at, "image_duplicate", "the image is named twice"));
            }
            Some(made) => after.push(made),
            None => {}
        }
    }
    after
}

fn picture_url(at: &str, url: &str) -> Result<(), Invalid> {
    let fits = url.len() <= MAX_URL
        && url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if fits {
        Ok(())
    } else {
        let problem = "an image is an http or https address of at most 2048 characters";
        Err(Invalid::new(format!("{at}.url"), "image_url_malformed", problem))
    }
}

fn variants_after(
    variants: Vec<VariantEdit>,
    before: &Product,
    unique: &dyn Fn() -> String,
    problems: &mut Problems,
) -> Vec<Variant> {
    let mut after = Vec::new();
    for (index, edit) in variants.into_iter().enumerate() {
        let at = format!("variants[{index}]");
        let mut variant = match &edit.id {
            None => Variant {
                id: VariantId::from_unique(&unique()),
                sku: None,
                option_values: Vec::new(),
                base_price: None,
                cost: None,
                stock: None,
                weight: None,
                image: None,
            },
            Some(id) => {
                let Some(known) = before.variants.iter().find(|known| known.id.as_str() == id) else {
                    let problem = format!("the product has no variant {id}; leave the id out for a new one");
                    problems.0.push(Invalid::new(format!("{at}.id"), "variant_unknown", problem));
                    continue;
                };
                known.clone()
            }
        };
        problems.0.extend(edit_into(edit, &mut variant).into_iter().map(|problem| problem.within(&at)));
        after.push(variant);
    }
    after
}

fn edit_into(edit: VariantEdit, variant: &mut Variant) -> Vec<Invalid> {
    let mut problems = Problems::default();
    if let Some(sku) = edit.sku {
        variant.sku = problems.keep(sku.map(|sku| Sku::parse(&sku)).transpose()).flatten();
    }
    if let Some(values) = edit.option_values {
        for (index, value) in values.iter().enumerate() {
            problems.keep(option_text(&format!("option_values[{index}]"), value));
        }
        variant.option_values = values.iter().map(|value| identity::visible(value)).collect();
    }
    if let Some(price) = edit.base_price {
        let price = price.map(|price| Rupiah::price(price.get())).transpose();
        variant.base_price = problems.keep(price.map_err(|p| named(p, "base_price"))).flatten();
    }
    if let Some(cost) = edit.cost {
        variant.cost = problems.keep(cost.map(cost_of).transpose()).flatten();
    }
    if let Some(stock) = edit.stock {
        variant.stock = stock;
    }
    if let Some(weight) = edit.weight {
        variant.weight = problems.keep(grams(weight)).flatten();
    }
    if let Some(image) = edit.image {
        let image = image.map(|id| ImageId::parse(&id)).transpose();
        variant.image = problems.keep(image.map_err(|p| named(p, "image_id"))).flatten();
    }
    problems.0
}

fn cost_of(cost: Rupiah) -> Result<Rupiah, Invalid> {
    if cost >= Rupiah::ZERO && cost <= Rupiah::MAX_PRICE {
        Ok(cost)
    } else {
        Err(Invalid::new("cost", "cost_out_of_range", "a cost is Rp0 to Rp100,000,000"))
    }
}

fn grams(weight: Option<u32>) -> Result<Option<Grams>, Invalid> {
    weight.map(Grams::parse).transpose().map_err(|problem| named(problem, "weight_g"))
}

fn dimensions_of(edit: &DimensionsEdit) -> Result<Dimensions, Invalid> {
    let side = |name: &str, text: &str| {
        Length::from_centimetres(text).map_err(|problem| named(problem, &format!("dimensions.{name}_cm")))
    };
    Ok(Dimensions {
        length: side("length", &edit.length)?,
        width: side("width", &edit.width)?,
        height: side("height", &edit.height)?,
    })
}

fn named(mut problem: Invalid, field: &str) -> Invalid {
    field.clone_into(&mut problem.field);
    problem
}

/// One line of text; `None` if it is empty.
fn line(field: &str, text: Option<String>) -> Result<Option<String>, Invalid> {
    let Some(text) = text.map(|text| identity::visible(&text)).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    if text.chars().count() > 100 || text.chars().any(char::is_control) {
        return Err(Invalid::new(field, "text_malformed", "at most 100 characters on one line"));
    }
    Ok(Some(text))
}

fn option_text(field: &str, text: &str) -> Result<(), Invalid> {
    let text = identity::visible(text);
    if (1..=MAX_OPTION).contains(&text.chars().count()) && !text.chars().any(char::is_control) {
        Ok(())
    } else {
        Err(Invalid::new(field, "option_malformed", "an option is 1 to 50 characters on one line"))
    }
}
