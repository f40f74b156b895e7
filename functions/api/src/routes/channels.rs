//! The channels that exist and what they can do.

use axum::{Json, extract::State};

use crate::{
    ApiState,
    query::Listed,
    route::{Routes, routes},
    wire::connection::Channel,
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(list))
}

/// Every channel of the registry, connected or not.
#[utoipa::path(get, path = "/v1/channels", tag = "connections", responses((status = 200, body = Listed<Channel>)))]
async fn list(State(state): State<ApiState>) -> Json<Listed<Channel>> {
    let channel = |marketplace: &std::sync::Arc<dyn app::Marketplace>| {
        let capabilities = marketplace.capabilities();
        Channel::of(capabilities, state.settings.webhook_url(&capabilities.channel))
    };
    Json(Listed { items: state.ports.marketplaces.all().iter().map(channel).collect(), next: None })
}
