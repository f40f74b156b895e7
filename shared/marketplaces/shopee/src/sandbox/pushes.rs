//! Signed pushes, and the queue of those that did not arrive.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{
    Sandbox,
    request::{Answer, Ctx, int, response, text},
    state::{LostPush, State},
};
use crate::client::sign::sign_push;

/// Whether a push arrived: any 2xx with an empty body, in time.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Delivery {
    pub status: Option<u16>,
    pub accepted: bool,
}

/// Sends what the last call caused, without making it wait.
pub(super) fn send_later(sandbox: &Arc<Sandbox>) {
    let pushes = std::mem::take(&mut sandbox.state().outbox);
    for (code, data) in pushes {
        let sandbox = Arc::clone(sandbox);
        tokio::spawn(async move { send(&sandbox, code, data).await });
    }
}

/// Sends one push. One that does not arrive is lost at once: the sandbox does not repeat it hours later.
pub(super) async fn send(sandbox: &Sandbox, code: i64, data: Value) -> Option<Delivery> {
    let url = sandbox.state().callback_url.clone()?;
    let timestamp = sandbox.now().as_second();
    let body = match code {
        0 => json!({ "code": code, "data": data }),
        1 | 2 | 12 => {
            json!({ "code": code, "partner_id": sandbox.options.partner_id, "timestamp": timestamp, "data": data })
        }
        _ => {
            json!({ "data": data, "shop_id": sandbox.options.shop_id, "code": code, "timestamp": timestamp })
        }
    };
    let body = body.to_string();
    let authorization = sign_push(&sandbox.options.partner_key, &url, body.as_bytes());
    let sent = sandbox
        .http
        .post(&url)
        .header("Authorization", authorization)
        .header("Content-Type", "application/json")
        .body(body.clone())
        .send()
        .await;
    let delivery = match sent {
        Ok(answer) => {
            let status = answer.status();
            let empty = answer.bytes().await.is_ok_and(|body| body.is_empty());
            Delivery { status: Some(status.as_u16()), accepted: status.is_success() && empty }
        }
        Err(_) => Delivery { status: None, accepted: false },
    };
    if !delivery.accepted && code != 0 {
        let mut state = sandbox.state();
        state.last_lost += 1;
        let id = state.last_lost;
        state.lost.push(LostPush { id, code, timestamp, body });
    }
    Some(delivery)
}

pub(super) fn config(state: &mut State, _: &Ctx<'_>) -> Answer {
    Ok(response(json!({
        "callback_url": state.callback_url.clone().unwrap_or_default(), "live_push_status": "Normal",
        "suspended_time": 0, "blocked_shop_id": [], "push_config_on_list": [1, 2, 12, 16, 22, 27],
        "push_config_off_list": []
    })))
}

pub(super) fn set_config(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    if let Some(url) = text(&ctx.call.body, "callback_url") {
        state.callback_url = Some(url.to_owned());
    }
    Ok(response(json!({ "result": "success" })))
}

/// The first hundred.
pub(super) fn lost(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    let page: Vec<&LostPush> = state.lost.iter().take(100).collect();
    let view = |push: &&LostPush| json!({ "shop_id": ctx.options.shop_id, "code": push.code, "timestamp": push.timestamp, "data": push.body });
    Ok(response(json!({
        "push_message_list": page.iter().map(view).collect::<Vec<_>>(),
        "has_next_page": state.lost.len() > page.len(),
        "last_message_id": page.last().map_or(0, |push| push.id)
    })))
}

pub(super) fn confirm(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    let last = int(&ctx.call.body, "last_message_id")?;
    state.lost.retain(|push| push.id > last);
    Ok(response(json!({})))
}
