//! The first screen: how things stand.

use std::collections::BTreeMap;

use app::ports::{CatalogueQuery, QueueName, RunState as State_};
use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    ApiState,
    problem::Problem,
    route::{Routes, routes},
    wire::{
        connection::Connection,
        enums::{ProductStatus, Queue},
        import::Import,
        run::Run,
    },
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(dashboard))
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Dashboard {
    pub connections: Vec<Connection>,
    /// The last five.
    pub imports: Vec<Import>,
    pub products: BTreeMap<ProductStatus, usize>,
    /// Products that a person should look at.
    pub attention: usize,
    /// Of the last twenty runs those that are not over.
    pub runs: Vec<Run>,
    /// Dead letters per queue, as the queues count them.
    pub dead_letters: BTreeMap<Queue, usize>,
}

/// How things stand.
#[utoipa::path(get, path = "/v1/dashboard", tag = "operations", responses((status = 200, body = Dashboard)))]
async fn dashboard(State(state): State<ApiState>) -> Result<Json<Dashboard>, Problem> {
    let ports = &state.ports;
    let all = CatalogueQuery { limit: 1, ..CatalogueQuery::default() };
    let watched = CatalogueQuery { attention: true, ..all.clone() };
    let letters = |queue: QueueName| ports.dead_letters.count(queue);
    let (connections, imports, products, attention, runs, import, sync, pricing, notify) = tokio::try_join!(
        ports.connections.all(),
        ports.imports.recent(None, 5),
        ports.catalogue.search(&all),
        ports.catalogue.search(&watched),
        ports.runs.recent(None, 20),
        letters(QueueName::Import),
        letters(QueueName::Sync),
        letters(QueueName::Pricing),
        letters(QueueName::Notify),
    )?;
    let open = |run: &&app::ports::Run| !matches!(run.state, State_::Finished | State_::Cancelled);
    let letters = [import, sync, pricing, notify];
    Ok(Json(Dashboard {
        connections: connections.iter().map(Connection::from).collect(),
        imports: imports.items.iter().map(Import::from).collect(),
        products: products.by_status.into_iter().map(|(status, count)| (status.into(), count)).collect(),
        attention: attention.total,
        runs: runs.items.iter().filter(open).map(Run::from).collect(),
        dead_letters: Queue::ALL.into_iter().zip(letters).collect(),
    }))
}
