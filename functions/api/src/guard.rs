//! Runs before every route: checks the token, the permission and the idempotency key.

use app::ports::{Principal, Role};
use axum::{
    extract::{FromRequestParts, MatchedPath, Request, State},
    http::{HeaderMap, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    ApiState, client, idempotency,
    permissions::{Access, access},
    problem::{Problem, codes::request},
};

/// Passes a request on to its route if the table of permissions allows it.
pub async fn guard(
    State(state): State<ApiState>,
    path: MatchedPath,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(access) = access(request.method().as_str(), path.as_str()) else {
        // A route that is missing in the table is refused. A test checks that all routes are in it.
        return Problem::internal(format!("{} {} is not in the table", request.method(), path.as_str()))
            .into_response();
    };
    let Some(needed) = access.role() else { return next.run(request).await };
    let principal = match identify(&state, request.headers()).await {
        Ok(principal) => principal,
        Err(problem) => return problem.into_response(),
    };
    if principal.role < needed {
        return Problem::role(needed).into_response();
    }
    request.extensions_mut().insert(Caller(principal.clone()));
    let from = client::of(&request);
    let answer = async {
        match access {
            Access::Once(_) => idempotency::once(&state.ports, &principal, request, next).await,
            _ => next.run(request).await,
        }
    };
    client::with(from, answer).await
}

async fn identify(state: &ApiState, headers: &HeaderMap) -> Result<Principal, Problem> {
    let missing = || Problem::of(&request::TOKEN_MISSING);
    let value = headers.get(header::AUTHORIZATION).ok_or_else(missing)?;
    let text = value.to_str().map_err(|_| Problem::of(&request::TOKEN_INVALID))?;
    let (scheme, token) = text.split_once(' ').ok_or_else(missing)?;
    if !scheme.eq_ignore_ascii_case("bearer") || token.trim().is_empty() {
        return Err(missing());
    }
    Ok(state.auth.verify(token.trim()).await?)
}

/// The person behind a request that passed the guard.
#[derive(Debug, Clone)]
pub struct Caller(pub Principal);

impl Caller {
    /// The person's name at the issuer of tokens.
    pub fn subject(&self) -> &str {
        &self.0.subject
    }

    /// Refuses a person below `role`, where a route's need depends on what it is asked to do.
    pub fn needs(&self, role: Role) -> Result<(), Problem> {
        if self.0.role < role { Err(Problem::role(role)) } else { Ok(()) }
    }

    /// The person's name in the audit.
    pub fn actor(&self) -> &str {
        &self.0.name
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let caller = parts.extensions.get::<Self>().cloned();
        caller.ok_or_else(|| Problem::internal("a guarded route was reached without its guard"))
    }
}
