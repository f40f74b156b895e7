//! Pushes: signed over the app key and the raw body, sent to the address of their kind.

use domain::ContentHash;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::Sandbox;
use crate::client::sign::sign_notice;

/// One push to send.
#[derive(Debug, Clone)]
pub struct Push {
    pub kind: i64,
    pub data: Value,
    /// Unix seconds.
    pub at: i64,
}

impl Push {
    /// 15: the content of a live product changed. Writes over the API echo back as `OPEN_API`.
    pub fn information(id: &str, source: &str, fields: &[&str], at: i64) -> Self {
        let data = json!({
            // The page of this kind shows the id as a number.
            "product_id": id.parse::<u64>().map_or_else(|_| json!(id), |id| json!(id)),
            "change_source": source,
            "changed_fields": fields,
            "update_time": at,
        });
        Self { kind: 15, data, at }
    }

    /// 5: something about the status; which is to be read from the product.
    pub fn status(id: &str, status: &str, reason: &str, at: i64) -> Self {
        let data = json!({
            "product_id": id, "status": status, "suspended_reason": reason, "update_time": at,
        });
        Self { kind: 5, data, at }
    }

    /// 37: an audit has ended.
    pub fn audit(id: &str, status: &str, at: i64) -> Self {
        let data = json!({
            "product_id": id.parse::<u64>().map_or_else(|_| json!(id), |id| json!(id)),
            "audit": { "status": status },
            // One object on the page of this kind, though it is a list in products.
            "integrated_platform_statuses": { "platform": "TOKOPEDIA", "status": status },
            "update_time": at,
        });
        Self { kind: 37, data, at }
    }
}

/// The name under which an address for a kind is saved.
fn event_type(kind: i64) -> &'static str {
    match kind {
        5 => "PRODUCT_STATUS_CHANGE",
        6 => "SELLER_DEAUTHORIZATION",
        7 => "UPCOMING_AUTHORIZATION_EXPIRATION",
        15 => "PRODUCT_INFORMATION_CHANGE",
        16 => "PRODUCT_CREATION",
        18 => "PRODUCT_CATEGORY_CHANGE",
        37 => "PRODUCT_AUDIT_STATUS_CHANGE",
        _ => "",
    }
}

impl Sandbox {
    pub(super) async fn send_all(&self, pushes: Vec<Push>) {
        for push in pushes {
            let body = self.envelope(push.kind, &push.data, push.at);
            if let Some(address) = self.address(push.kind) {
                // A receiver that is not there is its own affair; the channel would retry later.
                let _: Result<u16, String> = self.send(&address, body).await;
            }
        }
    }

    /// A shop's own address overrides the one of the console.
    pub(super) fn address(&self, kind: i64) -> Option<String> {
        let own = self.lock().state.webhooks.get(event_type(kind)).map(|webhook| webhook.address.clone());
        own.or_else(|| self.options.webhook_url.as_ref().map(ToString::to_string))
    }

    pub(super) fn envelope(&self, kind: i64, data: &Value, at: i64) -> Value {
        let number = self.lock().state.next_id();
        json!({
            "type": kind,
            "tts_notification_id": number,
            "shop_id": self.options.shop_id,
            "timestamp": at,
            "data": data,
        })
    }

    /// Sends a body unchanged; returns the status of the answer.
    pub(super) async fn send(&self, address: &str, body: Value) -> Result<u16, String> {
        let body = body.to_string();
        let secret = self.options.app_secret.expose_secret();
        let signature = sign_notice(&self.options.app_key, secret, body.as_bytes());
        self.post(address, body, signature).await
    }

    /// The same with a signature made without the secret.
    pub(super) async fn forge(&self, address: &str, body: Value) -> Result<u16, String> {
        let body = body.to_string();
        let signature = ContentHash::of_bytes(body.as_bytes()).to_string();
        self.post(address, body, signature).await
    }

    async fn post(&self, address: &str, body: String, signature: String) -> Result<u16, String> {
        let request = self
            .http
            .post(address)
            .header(CONTENT_TYPE, "application/json")
            .header(AUTHORIZATION, signature)
            .body(body);
        match request.send().await {
            Ok(answer) => Ok(answer.status().as_u16()),
            Err(error) => Err(error.without_url().to_string()),
        }
    }
}
