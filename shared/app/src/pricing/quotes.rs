//! Quotes of unsaved values, so that a form shows the prices that saving would give.

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

/// The most variants in one request.
pub const MOST_VARIANTS: usize = 1_000;

/// A variant with the values of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// A variant of the product, whose rules and stored values are used; absent for a new one.
    pub variant: Option<VariantId>,
    /// Replaces the stored value; `Some(None)` empties it.
    pub base_price: Option<Option<Rupiah>>,
    /// Replaces the stored value; `Some(None)` empties it.
    pub cost: Option<Option<Rupiah>>,
    /// If set, the quote is for exactly this price, whatever price the rule would give.
    pub price: Option<Rupiah>,
}

/// The request for quotes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Absent for a product that is not saved yet.
    pub product: Option<ProductId>,
    /// Replaces the stored value; `Some(None)` empties it.
    pub category: Option<Option<String>>,
    /// Every channel if empty.
    pub channels: Vec<Channel>,
    /// All stored variants if empty.
    pub variants: Vec<Asked>,
}

/// The quotes of one channel, in the order of the request.
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

/// The shop whose limits are used. A channel with several shops has the same rules for all of them.
async fn shop_of(ports: &Ports, channel: &Channel) -> Result<Option<domain::ShopId>, StoreError> {
    let connection = ports.connections.get(channel).await?;
    Ok(connection.and_then(|connection| connection.value.shops.into_keys().next()))
}

/// Replaces the method of the rule for `variant` by the fixed `price`. Its floor, its ceiling and the fees still apply.
fn fix(rules: &mut ChannelRules, product: &Product, variant: &Variant, price: Rupiah) {
    let Some(chosen) = rules.book.rule_of(product, variant) else { return };
    let rule = PriceRule { method: Method::Fixed { price }, ..chosen.value.clone() };
    let version = chosen.version;
    let scope = Scope::Variant { product: product.id.clone(), variant: variant.id.clone() };
    rules.book.rules.insert(scope, (rule, version));
}

/// The product with the form's values, and the requested quote of each variant.
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
