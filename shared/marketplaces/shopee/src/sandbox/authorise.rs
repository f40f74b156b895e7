//! The authorise pages, which say yes at once, and the tokens.

use std::sync::Arc;

use axum::{
    extract::{Request, State as Shared},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use url::Url;

use super::{
    Sandbox,
    api::answer,
    gate::{check_partner, check_sign, check_time},
    request::{Answer, Call, Ctx, Refusal, id, missing, refuse, text},
    state::State,
};
use crate::client::sign::{Scope, sign};

/// A code lives ten minutes and works once.
const CODE_LIFE: i64 = 600;
/// The access token before the refreshed one keeps working for five minutes.
const GRACE: i64 = 300;
const YEAR: i64 = 365 * 86_400;

/// Link B.
pub(super) async fn signed_page(Shared(sandbox): Shared<Arc<Sandbox>>, request: Request) -> Response {
    page(&sandbox, request, |call| {
        let options = &sandbox.options;
        check_partner(call, options.partner_id)?;
        let timestamp = check_time(call, sandbox.now().as_second())?;
        check_sign(call, &options.partner_key, options.partner_id, timestamp, Scope::Public)?;
        call.query("redirect").map(str::to_owned).ok_or_else(|| missing("redirect"))
    })
    .await
}

/// Link A.
pub(super) async fn open_page(Shared(sandbox): Shared<Arc<Sandbox>>, request: Request) -> Response {
    page(&sandbox, request, |call| {
        check_partner(call, sandbox.options.partner_id)?;
        if call.query("auth_type") != Some("seller") || call.query("response_type") != Some("code") {
            return Err(refuse("error_param", "auth_type must be seller and response_type must be code"));
        }
        let redirect = call.query("redirect_uri").ok_or_else(|| missing("redirect_uri"))?;
        let mut redirect =
            Url::parse(redirect).map_err(|_| refuse("error_param", "redirect_uri is malformed"))?;
        if let Some(state) = call.query("state") {
            redirect.query_pairs_mut().append_pair("state", state);
        }
        Ok(redirect.to_string())
    })
    .await
}

async fn page(
    sandbox: &Sandbox,
    request: Request,
    check: impl FnOnce(&Call) -> Result<String, Refusal>,
) -> Response {
    let redirect = match Call::read(request).await {
        Ok(call) => check(&call),
        Err(refusal) => Err(refusal),
    };
    let redirect = redirect.and_then(|text| {
        Url::parse(&text).map_err(|_| refuse("error_param", "The domain of redirect_uri is not consistent"))
    });
    match redirect {
        Ok(mut redirect) => {
            let now = sandbox.now().as_second();
            let mut state = sandbox.state();
            let code = draw(&mut state, sandbox, "code");
            state.codes.insert(code.clone(), now + CODE_LIFE);
            redirect
                .query_pairs_mut()
                .append_pair("code", &code)
                .append_pair("shop_id", &sandbox.options.shop_id.to_string());
            (StatusCode::FOUND, [(header::LOCATION, redirect.to_string())]).into_response()
        }
        Err(Refusal { error, message, .. }) => {
            // These pages call the text `msg`.
            answer(200, &json!({ "code": 1, "error": error, "msg": message }))
        }
    }
}

/// 32 hex digits that cannot be guessed without the partner's key.
fn draw(state: &mut State, sandbox: &Sandbox, kind: &str) -> String {
    draw_with(state, &sandbox.options.partner_key, sandbox.now().as_nanosecond(), kind)
}

fn draw_with(state: &mut State, key: &secrecy::SecretString, nanos: i128, kind: &str) -> String {
    state.drawn += 1;
    sign(key, &format!("{kind}{}{nanos}", state.drawn)).chars().take(32).collect()
}

fn check_app(ctx: &Ctx<'_>) -> Result<(), Refusal> {
    if id(&ctx.call.body, "partner_id")? == ctx.options.partner_id {
        Ok(())
    } else {
        Err(refuse("invalid_partner_id", "Invalid partner_id."))
    }
}

pub(super) fn exchange(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    check_app(ctx)?;
    let body = &ctx.call.body;
    let code = text(body, "code").ok_or_else(|| missing("code"))?;
    if body.get("shop_id").is_some() == body.get("main_account_id").is_some() {
        return Err(refuse("error_param", "exactly one of shop_id and main_account_id"));
    }
    if id(body, "shop_id")? != ctx.options.shop_id {
        return Err(Refusal {
            status: 403,
            ..refuse("invalid_shop_id", "The shop_id does not match the code.")
        });
    }
    match state.codes.remove(code) {
        Some(ends) if ends > ctx.now => {}
        _ => return Err(Refusal { status: 403, ..refuse("invalid_code", "Invalid code.") }),
    }
    let mut answer = pair(state, ctx);
    if let Some(answer) = answer.as_object_mut() {
        for list in
            ["shop_id_list", "merchant_id_list", "supplier_id_list", "user_id_list", "principal_id_list"]
        {
            answer.insert(list.to_owned(), json!([]));
        }
    }
    Ok(answer)
}

pub(super) fn refresh(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    check_app(ctx)?;
    let body = &ctx.call.body;
    let token = text(body, "refresh_token").ok_or_else(|| missing("refresh_token"))?;
    if id(body, "shop_id")? != ctx.options.shop_id {
        let message = "The refresh_token does not belong to the shop.";
        return Err(Refusal { status: 403, ..refuse("error_shop_refresh_token", message) });
    }
    if !state.refresh.remove(token) {
        return Err(Refusal { status: 403, ..refuse("error_auth", "Invalid refresh_token.") });
    }
    for ends in state.access.values_mut() {
        *ends = (*ends).min(ctx.now + GRACE);
    }
    state.access.retain(|_, ends| *ends > ctx.now);
    let mut answer = pair(state, ctx);
    if let Some(answer) = answer.as_object_mut() {
        answer.insert("partner_id".to_owned(), json!(ctx.options.partner_id));
        answer.insert("shop_id".to_owned(), json!(ctx.options.shop_id));
    }
    Ok(answer)
}

fn pair(state: &mut State, ctx: &Ctx<'_>) -> Value {
    let nanos = i128::from(ctx.now);
    let access = draw_with(state, &ctx.options.partner_key, nanos, "access");
    let refresh = draw_with(state, &ctx.options.partner_key, nanos, "refresh");
    let life = i64::try_from(ctx.options.access_token_ttl.as_secs()).unwrap_or(i64::MAX);
    state.access.insert(access.clone(), ctx.now.saturating_add(life));
    state.refresh.insert(refresh.clone());
    json!({ "access_token": access, "refresh_token": refresh, "expire_in": life })
}

/// The authorisation is always as good as new.
pub(super) fn authorised_until(now: i64) -> (i64, i64) {
    (now - 86_400, now - 86_400 + YEAR)
}

pub(super) fn shops(_: &mut State, ctx: &Ctx<'_>) -> Answer {
    let (size, _page) = (ctx.call.query_int("page_size")?, ctx.call.query_int("page_no")?);
    if !(1..=100).contains(&size) {
        return Err(refuse("error_param", "page_size must be 1 to 100"));
    }
    let (auth_time, expire_time) = authorised_until(ctx.now);
    let shop_id = ctx.options.shop_id;
    Ok(json!({
        "authed_shop_list": [{
            "region": "ID", "shop_id": shop_id, "auth_time": auth_time, "expire_time": expire_time,
            "sip_affi_shop_list": []
        }],
        "more": false
    }))
}

pub(super) fn addresses(_: &mut State, _: &Ctx<'_>) -> Answer {
    Ok(json!({ "ip_list": ["127.0.0.1"] }))
}
