//! The settings of the API.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use domain::Channel;
use url::Url;

use crate::problem::Problem;

/// The addresses that the API gives to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiSettings {
    /// The API's own address; without it, the address of the request is used.
    pub public_api_url: Option<Url>,
    /// The address below which channels send their pushes.
    pub webhook_base: Url,
    /// Browser origins that may call the API.
    pub allowed_origins: Vec<HeaderValue>,
}

impl ApiSettings {
    /// The address for a channel's pushes, unless the seller chose another one.
    pub fn webhook_url(&self, channel: &Channel) -> String {
        format!("{}/webhooks/{channel}", self.webhook_base.as_str().trim_end_matches('/'))
    }

    /// The API's own address, without a slash at its end.
    pub fn own_address(&self, headers: &HeaderMap) -> String {
        match &self.public_api_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None => called(headers),
        }
    }

    /// The address to which a channel sends the seller after consent.
    pub fn callback_url(&self, channel: &Channel, headers: &HeaderMap) -> Result<Url, Problem> {
        let base = self.own_address(headers);
        format!("{base}/v1/connections/{channel}/callback")
            .parse()
            .map_err(|error| Problem::internal(format!("the API does not know its own address: {error}")))
    }
}

/// The address that the caller used, as far as the headers show it.
fn called(headers: &HeaderMap) -> String {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST).unwrap_or("127.0.0.1");
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let local = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
    let scheme = match text(HeaderName::from_static("x-forwarded-proto")) {
        Some("http") => "http",
        None if local => "http",
        _ => "https",
    };
    format!("{scheme}://{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(public: Option<&str>) -> ApiSettings {
        ApiSettings {
            public_api_url: public.map(|url| url.parse().unwrap()),
            webhook_base: "https://hooks.test/".parse().unwrap(),
            allowed_origins: Vec::new(),
        }
    }

    #[test]
    fn the_callback_stands_below_the_configured_address_or_the_one_that_was_called() {
        let shopee = Channel::parse("shopee").unwrap();
        let from =
            |host: &'static str| HeaderMap::from_iter([(header::HOST, HeaderValue::from_static(host))]);
        let url = |public, host| settings(public).callback_url(&shopee, &from(host)).unwrap().to_string();
        let path = "/v1/connections/shopee/callback";
        assert_eq!(url(Some("https://api.test/"), "x.test"), format!("https://api.test{path}"));
        assert_eq!(url(None, "127.0.0.1:8080"), format!("http://127.0.0.1:8080{path}"));
        assert_eq!(url(None, "x.test"), format!("https://x.test{path}"));
    }

    #[test]
    fn pushes_arrive_below_the_webhook_base() {
        let url = settings(None).webhook_url(&Channel::parse("shopee").unwrap());
        assert_eq!(url, "https://hooks.test/webhooks/shopee");
    }
}
