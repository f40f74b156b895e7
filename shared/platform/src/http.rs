//! The one way to an HTTP client, so that none is without time-outs.

use std::time::Duration;

use reqwest::{Client, ClientBuilder, redirect::Policy};

mod tls;

/// Time for one call, from connecting to the last byte of the answer.
pub const CALL: Duration = Duration::from_secs(10);
/// Time for connecting.
pub const CONNECT: Duration = Duration::from_secs(3);

/// What the marketplaces' clients use. A redirect is followed within one origin only: a signed request with its tokens
/// must not travel to another host or to another scheme.
pub fn client() -> Result<Client, reqwest::Error> {
    builder().redirect(same_origin()).build()
}

pub(crate) fn builder() -> ClientBuilder {
    Client::builder()
        .timeout(CALL)
        .connect_timeout(CONNECT)
        .tls_backend_preconfigured(tls::config())
        .user_agent(concat!("syncstore/", env!("CARGO_PKG_VERSION")))
}

fn same_origin() -> Policy {
    Policy::custom(|attempt| {
        let stays = attempt.previous().last().is_some_and(|from| from.origin() == attempt.url().origin());
        if stays && attempt.previous().len() <= 3 { attempt.follow() } else { attempt.stop() }
    })
}
