//! Where the channel's hosts are, and what differs from market to market.

use url::Url;

/// Every signed call, for all regions.
const API_BASE: &str = "https://open-api.tiktokglobalshop.com";
/// Tokens, and the older form of the authorise page.
const AUTH_BASE: &str = "https://auth.tiktok-shops.com";
/// The authorise page of apps that have a service id, for sellers outside the United States.
const SERVICES_BASE: &str = "https://services.tiktokshop.com";
/// Sellers in South-East Asia moved to the seven-level tree in 2025 and must write it since 2026-01-12, though the
/// reference page still names `v1`; hence a setting and not a constant.
const CATEGORY_VERSION: &str = "v2";

/// The settings of the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub api_base: Url,
    pub auth_base: Url,
    /// Absent with a stand-in: then the authorise page is the one of `auth_base`.
    pub services_base: Option<Url>,
    /// `v1` or `v2`: which category tree the category ids belong to.
    pub category_version: String,
}

impl Config {
    /// The channel's own hosts, or those that stand in for them.
    pub fn parse(api_base: Option<&str>, auth_base: Option<&str>) -> Result<Self, url::ParseError> {
        let services_base = match auth_base {
            Some(_) => None,
            None => Some(Url::parse(SERVICES_BASE)?),
        };
        Ok(Self {
            api_base: Url::parse(api_base.unwrap_or(API_BASE))?,
            auth_base: Url::parse(auth_base.unwrap_or(AUTH_BASE))?,
            services_base,
            category_version: CATEGORY_VERSION.to_owned(),
        })
    }
}

/// `path` below `base`, whether or not the base ends in a slash.
pub(crate) fn endpoint(base: &Url, path: &str) -> Result<Url, url::ParseError> {
    Url::parse(&format!("{}{path}", base.as_str().trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stand_in_for_the_auth_host_also_serves_the_authorise_page() {
        let config = Config::parse(Some("http://127.0.0.1:4010/"), Some("http://127.0.0.1:4010/")).unwrap();
        assert_eq!(config.services_base, None);
        assert_eq!(
            endpoint(&config.api_base, "/product/202309/products").unwrap().as_str(),
            "http://127.0.0.1:4010/product/202309/products"
        );
        assert!(Config::parse(None, None).unwrap().services_base.is_some());
    }
}
