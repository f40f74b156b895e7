//! Pictures over HTTP, from addresses that a seller or a channel gave us.
//!
//! Such an address may point anywhere, so a private, local or otherwise special address is refused (server-side request
//! forgery): as the address itself, as the result of a name look-up, and as the target of a redirect. The marketplaces'
//! own hosts are the exception, because the deployment names them. If one of them is this machine, which is the case
//! only in local runs, all ports of this machine are allowed.

use std::{net::IpAddr, time::Duration};

use app::{ChannelError, ports::ImageSource};
use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use reqwest::{Client, Response, StatusCode, redirect::Policy};
use url::{Host, Origin, Url};

mod guard;
use guard::{PublicOnly, is_public};

/// The largest picture that any channel accepts, in bytes.
pub const LARGEST: usize = 10 * 1024 * 1024;
/// The time-out for one picture; longer than for an API call, because of its size.
const FETCH: Duration = Duration::from_secs(20);

/// Fetches pictures for uploads to a channel.
#[derive(Debug, Clone)]
pub struct HttpImages {
    guarded: Client,
    trusted: Client,
    origins: Vec<Origin>,
    local: bool,
}

impl HttpImages {
    /// `bases` are the marketplaces' addresses of this deployment.
    pub fn new(bases: &[Url]) -> Result<Self, reqwest::Error> {
        let builder = || crate::http::builder().timeout(FETCH);
        Ok(Self {
            // With a proxy, the guard would not see the address behind a name.
            guarded: builder().no_proxy().dns_resolver(PublicOnly).redirect(public_redirects()).build()?,
            trusted: builder().redirect(Policy::none()).build()?,
            origins: bases.iter().map(Url::origin).collect(),
            local: bases.iter().any(is_loopback),
        })
    }

    fn client(&self, url: &Url) -> Result<&Client, ChannelError> {
        if self.origins.contains(&url.origin()) || (self.local && is_loopback(url)) {
            Ok(&self.trusted)
        } else if is_allowed(url) {
            Ok(&self.guarded)
        } else {
            Err(refused("image_address", "the address of the picture is not a public web address"))
        }
    }
}

#[async_trait]
impl ImageSource for HttpImages {
    async fn fetch(&self, url: &str) -> Result<Bytes, ChannelError> {
        let url = Url::parse(url)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.username().is_empty())
            .ok_or_else(|| refused("image_address", "the address of the picture is not a web address"))?;
        let response = self.client(&url)?.get(url).send().await.map_err(broken)?;
        match response.status() {
            StatusCode::OK => read(response).await,
            status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
                Err(ChannelError::Unavailable { reason: format!("the picture's host answered {status}") })
            }
            status => Err(refused("image_missing", format!("the picture's host answered {status}"))),
        }
    }
}

async fn read(mut response: Response) -> Result<Bytes, ChannelError> {
    let too_large = || refused("image_too_large", "a picture can have at most 10 MB");
    if response.content_length().is_some_and(|length| length > LARGEST as u64) {
        return Err(too_large());
    }
    let mut bytes = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(broken)? {
        if bytes.len() + chunk.len() > LARGEST {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    if is_picture(&bytes) {
        Ok(bytes.freeze())
    } else {
        Err(refused("image_kind", "the address does not hold a JPEG, PNG or WebP picture"))
    }
}

/// Checks the first bytes. The content type of a server is often wrong, and channels check the bytes too.
fn is_picture(bytes: &[u8]) -> bool {
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    bytes.starts_with(b"\xFF\xD8\xFF") || bytes.starts_with(b"\x89PNG\r\n\x1a\n") || webp
}

fn refused(code: &str, reason: impl Into<String>) -> ChannelError {
    ChannelError::Rejected { code: code.to_owned(), field: Some("images".to_owned()), reason: reason.into() }
}

/// The address is left out of the reason: it may carry a signature.
fn broken(error: reqwest::Error) -> ChannelError {
    let guarded = guard::is_refusal(&error);
    let text = crate::aws::chain(&error.without_url());
    if guarded {
        refused("image_address", "the address of the picture is not a public web address")
    } else {
        ChannelError::Unavailable { reason: format!("the picture cannot be fetched: {text}") }
    }
}

fn is_allowed(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => is_public(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => is_public(IpAddr::V6(ip)),
        Some(Host::Domain(name)) => !name.is_empty(),
        None => false,
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// Follows at most three redirects, only to public web addresses, and never from https to http.
fn public_redirects() -> Policy {
    Policy::custom(|attempt| {
        let from = attempt.previous().last().map_or("http", Url::scheme);
        let scheme = attempt.url().scheme();
        let safe = scheme == "https" || (scheme == "http" && from == "http");
        if safe && is_allowed(attempt.url()) && attempt.previous().len() <= 3 {
            attempt.follow()
        } else {
            attempt.error(guard::Refused)
        }
    })
}

#[cfg(test)]
mod tests;
