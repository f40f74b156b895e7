//! How each channel's client is made from the settings. One function for each channel.

use std::sync::Arc;

use url::Url;

use crate::{Bases, Built, Parts, RegistryError};

pub(crate) fn shopee(parts: &Parts<'_>, bases: Bases) -> Built {
    let api = bases.api.map_or_else(|| Url::parse(shopee::PRODUCTION), Ok)?;
    Ok(Arc::new(shopee::Shopee::new(parts.http.clone(), shopee::Config::new(api, bases.auth))))
}

pub(crate) fn tiktok_shop(parts: &Parts<'_>, bases: Bases) -> Built {
    // A deployment may also name the channel's own hosts; these are not a stand-in.
    let own = tiktok_shop::Config::parse(None, None)?;
    let api = bases.api.filter(|url| *url != own.api_base);
    let auth = bases.auth.filter(|url| *url != own.auth_base);
    // Tokens come from a host of their own: with a stand-in for one of the two only, the app's secret would go to the
    // real one.
    if api.is_some() != auth.is_some() {
        let half = if api.is_some() { "TIKTOK_AUTH_BASE" } else { "TIKTOK_API_BASE" };
        return Err(RegistryError::Missing { name: half.to_owned() });
    }
    let config = tiktok_shop::Config::parse(api.as_ref().map(Url::as_str), auth.as_ref().map(Url::as_str))?;
    Ok(Arc::new(tiktok_shop::TiktokShop::new(parts.http.clone(), config)))
}

#[expect(clippy::unnecessary_wraps, reason = "one shape for all channels")]
pub(crate) fn website(parts: &Parts<'_>, _: Bases) -> Built {
    Ok(Arc::new(website::Website::new(parts.listings.clone())))
}
