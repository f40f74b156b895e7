//! What a price rule would do, before it is saved.

use std::collections::BTreeMap;

use app::{
    Ports,
    ports::{CatalogueQuery, CatalogueSort},
    usecase::{rules::check_rule, target::ChannelRules},
};
use axum::{Json, extract::State};
use domain::{
    BasisPoints, Product, ProductId, ProductStatus, Rupiah, Variant,
    pricing::{FeeSchedule, NoPrice, PriceRule as Rule, QuoteOutcome, quote},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ApiState,
    body::Body,
    problem::Problem,
    wire::{
        number::Percent,
        price::{PriceRule, Quote},
    },
};

/// How many examples an answer shows.
const EXAMPLES: usize = 20;
/// Products read at once.
const PAGE: usize = 200;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(preview))
}

/// A rule to try on a channel.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewRequest {
    pub channel: String,
    pub rule: PriceRule,
}

/// What the rule would do to the channel's offers. Amounts are in whole rupiah.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct Preview {
    pub products: u64,
    /// Variants of these products: one price each.
    pub offers: u64,
    /// Prices that would be another.
    pub changed: u64,
    pub raised: u64,
    pub lowered: u64,
    /// The sum of all differences.
    pub total_difference: i64,
    #[schema(value_type = Option<f64>)]
    pub largest_move_percent: Option<Percent>,
    /// Changed prices whose move is larger than the rule's guard: they would not be pushed.
    pub over_guard: u64,
    /// Offers that would fall under the floor.
    pub under_floor: u64,
    /// Offers that have a price now and would have none.
    pub losing_price: u64,
    /// Offers that would have no price, by reason.
    pub refused: BTreeMap<String, u64>,
    /// The first changed offers.
    pub examples: Vec<PreviewExample>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PreviewExample {
    pub product_id: String,
    pub title: String,
    pub variant_id: String,
    pub sku: Option<String>,
    /// With the rule that is stored; refused where there is none.
    pub from: Quote,
    /// With the rule that was sent.
    pub to: Quote,
}

/// Who would change, by how much, and who would fall under the floor. Nothing is saved.
#[utoipa::path(post, path = "/v1/price-rules/preview", tag = "prices", request_body = PreviewRequest,
    responses((status = 200, body = Preview)))]
async fn preview(
    State(state): State<ApiState>,
    Body(asked): Body<PreviewRequest>,
) -> Result<Json<Preview>, Problem> {
    let channel = super::products::channel_of(&state, &asked.channel)?;
    let rule: Rule = asked.rule.into();
    check_rule(&rule).map_err(|invalid| invalid.within("rule"))?;
    let current = ChannelRules::load(&state.ports, &channel).await?;
    let remote = state.ports.marketplaces.get(&channel).is_some_and(|m| m.capabilities().remote);
    let mut query = CatalogueQuery {
        status: Some(ProductStatus::Active),
        // Everything active can be sold in the seller's own store; elsewhere what is listed there.
        channel: remote.then(|| channel.clone()),
        sort: CatalogueSort::Title,
        limit: PAGE,
        ..CatalogueQuery::default()
    };
    let mut tally =
        Tally { rule: &rule, fees: current.fees.as_ref().map(|f| &f.value), found: Preview::default() };
    loop {
        let page = state.ports.catalogue.search(&query).await?;
        let ids: Vec<ProductId> = page.cards.into_iter().map(|card| card.id).collect();
        for product in in_order(&state.ports, &ids).await? {
            tally.count(&product, &current);
        }
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => break,
        }
    }
    Ok(Json(tally.found))
}

async fn in_order(ports: &Ports, ids: &[ProductId]) -> Result<Vec<Product>, Problem> {
    let found = ports.products.get_many(ids).await?;
    let mut found: BTreeMap<_, _> = found.into_iter().map(|p| (p.value.id.clone(), p.value)).collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

struct Tally<'a> {
    rule: &'a Rule,
    fees: Option<&'a FeeSchedule>,
    found: Preview,
}

impl Tally<'_> {
    fn count(&mut self, product: &Product, current: &ChannelRules) {
        self.found.products += 1;
        for variant in &product.variants {
            self.found.offers += 1;
            let before = current.quote(variant);
            let rule = Some((self.rule, current.rule.as_ref().map_or(1, |rule| rule.version + 1)));
            let fees = self.fees.zip(current.fees.as_ref().map(|fees| fees.version));
            let after = quote(variant.base_price, variant.cost, rule, fees);
            let (from, to) = (price_of(&before), price_of(&after));
            if let QuoteOutcome::Refused { reason } = &after {
                *self.found.refused.entry(reason.as_str().to_owned()).or_insert(0) += 1;
                self.found.under_floor += u64::from(*reason == NoPrice::UnderFloor);
                self.found.losing_price += u64::from(from.is_some());
            }
            if from != to {
                self.changed(from, to);
                self.example(product, variant, &before, &after);
            }
        }
    }

    fn changed(&mut self, from: Option<Rupiah>, to: Option<Rupiah>) {
        let found = &mut self.found;
        found.changed += 1;
        let (Some(from), Some(to)) = (from, to) else { return };
        found.raised += u64::from(to > from);
        found.lowered += u64::from(to < from);
        found.total_difference = found.total_difference.saturating_add(to.get() - from.get());
        let moved = to.move_from(from).unwrap_or(BasisPoints(i32::MAX));
        found.over_guard += u64::from(moved > self.rule.guard);
        if found.largest_move_percent.is_none_or(|largest| moved > largest.0) {
            found.largest_move_percent = Some(Percent(moved));
        }
    }

    fn example(&mut self, product: &Product, variant: &Variant, from: &QuoteOutcome, to: &QuoteOutcome) {
        if self.found.examples.len() < EXAMPLES {
            self.found.examples.push(PreviewExample {
                product_id: product.id.to_string(),
                title: product.title.to_string(),
                variant_id: variant.id.to_string(),
                sku: variant.sku.as_ref().map(ToString::to_string),
                from: from.into(),
                to: to.into(),
            });
        }
    }
}

fn price_of(outcome: &QuoteOutcome) -> Option<Rupiah> {
    match outcome {
        QuoteOutcome::Quoted(quote) => Some(quote.price),
        QuoteOutcome::Refused { .. } => None,
    }
}
