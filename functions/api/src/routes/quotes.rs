//! Quotes for forms: prices computed from values that are not saved.

use app::pricing::quotes::{MOST_VARIANTS, quote};
use axum::{Json, extract::State};

use super::imports::channels_of;
use crate::{
    ApiState,
    body::Body,
    problem::{Problem, codes::values},
    route::{Routes, routes},
    wire::quotes::{NewQuotes, Quotes},
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(make))
}

/// What every channel would ask and the seller would keep, as if the values were saved. Saves nothing.
#[utoipa::path(post, path = "/v1/quotes", tag = "prices", request_body = NewQuotes,
    responses((status = 200, body = Quotes)))]
async fn make(State(state): State<ApiState>, Body(new): Body<NewQuotes>) -> Result<Json<Quotes>, Problem> {
    if new.variants.len() > MOST_VARIANTS {
        return Err(Problem::of(&values::TOO_MANY_NAMED).field("variants"));
    }
    let channels = channels_of(&state, &new.channels, "channels")?;
    let unsaved: Vec<bool> = new.variants.iter().map(|variant| variant.variant_id.is_none()).collect();
    let question = new.question(channels)?;
    let found = quote(&state.ports, &question).await?;
    Ok(Json(Quotes::of(&found, &unsaved)))
}
