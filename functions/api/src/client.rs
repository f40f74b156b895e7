//! Where a request comes from, for the audit: the network address and the program, if the request contains them.
//!
//! Use cases write the audit and know nothing about requests. So the guard stores the client in a task-local value, and
//! the audit port of the handlers adds it to every entry.

use std::{net::IpAddr, sync::Arc};

use app::{
    StoreError,
    ports::{Audit, AuditEntry, AuditFilter, Audited, Client, Page},
};
use async_trait::async_trait;
use axum::{extract::Request, http::HeaderMap, http::header};
use lambda_http::request::RequestContext;

/// The most characters of an agent that are stored.
const AGENT: usize = 200;

tokio::task_local! {
    static CLIENT: Client;
}

/// Runs `work` with `client` as the client of all its audit entries.
pub async fn with<T>(client: Client, work: impl Future<Output = T>) -> T {
    CLIENT.scope(client, work).await
}

/// Who sent `request`.
pub fn of(request: &Request) -> Client {
    let peer = match request.extensions().get::<RequestContext>() {
        Some(RequestContext::ApiGatewayV2(context)) => context.http.source_ip.clone(),
        _ => None,
    };
    let headers = request.headers();
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    Client {
        address: address(headers, peer),
        agent: agent.map(|agent| agent.chars().filter(|c| !c.is_control()).take(AGENT).collect()),
    }
}

/// Behind `CloudFront` the peer is one of its own machines, and it appends its caller's address to the header that the
/// caller sent. Without `CloudFront` only the address that the gateway saw is trusted. On a laptop there is neither.
fn address(headers: &HeaderMap, peer: Option<String>) -> Option<String> {
    let behind = headers.contains_key("x-amz-cf-id");
    let claimed = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut hops = claimed.split(',').map(str::trim).filter(|hop| hop.parse::<IpAddr>().is_ok());
    let last = hops.rfind(|hop| Some(*hop) != peer.as_deref()).map(str::to_owned);
    match peer {
        Some(peer) if !behind => Some(peer),
        Some(peer) => last.or(Some(peer)),
        None => last,
    }
}

/// An audit that adds the client of the current request.
pub(crate) struct FromClient(pub Arc<dyn Audit>);

#[async_trait]
impl Audit for FromClient {
    async fn append_from(&self, entry: &AuditEntry, client: Option<&Client>) -> Result<(), StoreError> {
        let here = CLIENT.try_with(Clone::clone).ok();
        self.0.append_from(entry, client.or(here.as_ref())).await
    }

    async fn search(
        &self,
        filter: &AuditFilter,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Audited>, StoreError> {
        self.0.search(filter, cursor, limit).await
    }

    async fn list(
        &self,
        subject: Option<&str>,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<AuditEntry>, StoreError> {
        self.0.list(subject, cursor, limit).await
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn seen(headers: &[(&'static str, &'static str)], peer: Option<&str>) -> Option<String> {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        address(&headers.collect(), peer.map(str::to_owned))
    }

    #[test]
    fn the_address_is_the_one_that_our_own_machines_saw() {
        let peer = Some("198.51.100.9");
        let forwarded = ("x-forwarded-for", "10.0.0.1, 203.0.113.7, 198.51.100.9");
        assert_eq!(seen(&[forwarded], peer).as_deref(), peer, "a claim counts for nothing");
        let edge = ("x-amz-cf-id", "abc");
        assert_eq!(seen(&[forwarded, edge], peer).as_deref(), Some("203.0.113.7"));
        assert_eq!(seen(&[edge], peer).as_deref(), peer);
        assert_eq!(seen(&[("x-forwarded-for", "<script>")], None), None);
    }
}
