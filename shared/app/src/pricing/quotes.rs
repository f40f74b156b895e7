//! Quotes of values that nobody saved, so that a form shows the prices that saving would make.

use std::collections::BTreeMap;

use domain::{
    Channel, Product, ProductId, Rupiah, Title, Variant, VariantId,
    pricing::{Method, PriceRule, QuoteOutcome, Scope},
};

use crate::{
    StoreError, UseCaseError,
    catalogue::{price_book::ChannelRules, products},
    ports::Ports,
    shops::limits::limits_of,
};

/// The most variants of one question.
pub const MOST_VARIANTS: usize = 1_000;

/// A variant as the form has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// A variant of the product; absent for a new one. Its rules and stored values count.
    pub variant: Option<VariantId>,
    /// In place of the stored one; `Some(None)` empties it.
    pub base_price: Option<Option<Rupiah>>,
    /// In place of the stored one; `Some(None)` empties it.
    pub cost: Option<Option<Rupiah>>,
    /// What is kept at exactly this price, whatever the rule would make of the base price.
    pub price: Option<Rupiah>,
}

/// What is to be quoted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Absent for a product that is not saved yet.
    pub product: Option<ProductId>,
    /// In place of the stored one; `Some(None)` empties it.
    pub category: Option<Option<String>>,
    /// Every channel where it is empty.
    pub channels: Vec<Channel>,
    /// All stored variants as they are where it is empty.
    pub variants: Vec<Asked>,
}

/// The quotes of one channel, in the order of the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelQuotes {
    pub channel: Channel,
    pub quotes: Vec<(VariantId, QuoteOutcome)>,
}

/// Quotes as if the values were saved. Saves nothing and calls no channel.
pub async fn quote(ports: &Ports, question: &Question) -> Result<Vec<ChannelQuotes>, UseCaseError> {
    let (product, asked) = unsaved(ports, question).await?;
    let mut all = Vec::new();
    for marketplace in ports.marketplaces.all() {
        let capabilities = marketplace.capabilities();
        let channel = &capabilities.channel;
        if !question.channels.is_empty() && !question.channels.contains(channel) {
            continue;
        }
        let mut rules = ChannelRules::load(ports, channel).await?;
        for (variant, price) in &asked {
            if let (Some(price), Some(known)) = (price, product.variant(variant)) {
                fix(&mut rules, &product, known, *price);
            }
        }
        let limits = match shop_of(ports, channel).await? {
            Some(shop) => limits_of(ports, marketplace.as_ref(), &shop).await?,
            None => capabilities.limits.clone(),
        };
        let mut found = rules.quotes(&product, &BTreeMap::new(), &limits);
        let quotes = asked.iter().filter_map(|(variant, _)| Some((variant.clone(), found.remove(variant)?)));
        all.push(ChannelQuotes { channel: channel.clone(), quotes: quotes.collect() });
    }
    Ok(all)
}

/// The shop whose limits count: a channel with several has the same rules for all of them.
async fn shop_of(ports: &Ports, channel: &Channel) -> Result<Option<domain::ShopId>, StoreError> {
    let connection = ports.connections.get(channel).await?;
    Ok(connection.and_then(|connection| connection.value.shops.into_keys().next()))
}

/// Lets the rule that applies to `variant` ask `price`. Its floor, its ceiling and the fees hold as they do.
fn fix(rules: &mut ChannelRules, product: &Product, variant: &Variant, price: Rupiah) {
    let Some(chosen) = rules.book.rule_of(product, variant) else { return };
    let rule = PriceRule { method: Method::Fixed { price }, ..chosen.value.clone() };
    let version = chosen.version;
    let scope = Scope::Variant { product: product.id.clone(), variant: variant.id.clone() };
    rules.book.rules.insert(scope, (rule, version));
}

/// The product with the form's values, and what is asked of each variant.
async fn unsaved(
    ports: &Ports,
    question: &Question,
) -> Result<(Product, Vec<(VariantId, Option<Rupiah>)>), UseCaseError> {
    let mut product = if let Some(id) = &question.product {
        products::find(ports, id).await?.value
    } else {
        let id = ProductId::derived(&["unsaved"]);
        let blank = Product::blank(id, Title::parse("-")?, ports.clock.now());
        Product { variants: Vec::new(), ..blank }
    };
    if let Some(category) = &question.category {
        product.category.clone_from(category);
    }
    if question.variants.is_empty() {
        let all = product.variants.iter().map(|variant| (variant.id.clone(), None)).collect();
        return Ok((product, all));
    }
    let mut asked = Vec::new();
    for (place, one) in question.variants.iter().enumerate() {
        let id = if let Some(id) = &one.variant {
            id.clone()
        } else {
            let id = VariantId::derived(&["unsaved", &place.to_string()]);
            product.variants.push(Variant {
                id: id.clone(),
                sku: None,
                option_values: vec![place.to_string()],
                base_price: None,
                cost: None,
                stock: None,
                weight: None,
                image: None,
            });
            id
        };
        let missing = || UseCaseError::NotFound { what: "variant", id: id.to_string() };
        let variant = product.variants.iter_mut().find(|known| known.id == id).ok_or_else(missing)?;
        if let Some(base) = one.base_price {
            variant.base_price = base;
        }
        if let Some(cost) = one.cost {
            variant.cost = cost;
        }
        asked.push((id, one.price));
    }
    Ok((product, asked))
}
