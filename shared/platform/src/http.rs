//! The only place that builds HTTP clients, so that each of them has time-outs.

use std::time::Duration;

use reqwest::{Client, ClientBuilder, redirect::Policy};

mod tls;

/// The time-out of one call, from connecting to the last byte of the answer.
pub const CALL: Duration = Duration::from_secs(10);
/// The time-out for connecting.
pub const CONNECT: Duration = Duration::from_secs(3);

/// The client for the marketplaces. It follows redirects only within the same origin, because a signed request with its
/// tokens must not reach another host or scheme.
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
