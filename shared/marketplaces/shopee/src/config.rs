//! Where Shopee is reached, and how long we give it.

use std::time::Duration;

use url::Url;

/// The production host for a server near Singapore, which is the one for a shop in Indonesia.
pub const PRODUCTION: &str = "https://partner.shopeemobile.com";
/// The production authorise portal of link A.
pub const PRODUCTION_PORTAL: &str = "https://open.shopee.com";

/// Which of Shopee's two generations of authorise links is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthLink {
    /// Link B: signed, on the API host, valid for five minutes. Works in every case that was observed.
    Signed,
    /// Link A: unsigned, on the portal, echoes `state`.
    Open,
}

/// Where Shopee is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Scheme, host and port of the API. Paths such as `/api/v2/product/get_item_list` are added to it.
    pub api_base: Url,
    /// The authorise portal of link A.
    pub auth_base: Option<Url>,
    pub auth_link: AuthLink,
    /// The pause between creating an item and adding its variations; Shopee's documents advise five seconds.
    pub settle: Duration,
}

impl Config {
    /// Link A when the portal is given, otherwise link B.
    pub fn new(api_base: Url, auth_base: Option<Url>) -> Self {
        let auth_link = if auth_base.is_some() { AuthLink::Open } else { AuthLink::Signed };
        Self { api_base, auth_base, auth_link, settle: Duration::from_secs(5) }
    }

    /// The address of an API path. A base that already ends in `/api/v2` also works, because many people write it so.
    pub(crate) fn endpoint(&self, path: &str) -> Url {
        let base = self.api_base.path().trim_end_matches('/');
        let base = base.strip_suffix("/api/v2").unwrap_or(base);
        let mut url = self.api_base.clone();
        url.set_path(&format!("{base}{path}"));
        url.set_query(None);
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_with_or_without_the_version_gives_the_same_address() {
        for base in ["https://partner.shopeemobile.com", "https://partner.shopeemobile.com/api/v2/"] {
            let config = Config::new(Url::parse(base).unwrap(), None);
            assert_eq!(
                config.endpoint("/api/v2/auth/token/get").as_str(),
                "https://partner.shopeemobile.com/api/v2/auth/token/get"
            );
        }
    }

    #[test]
    fn the_open_link_is_chosen_only_where_a_portal_is_named() {
        let api = Url::parse(PRODUCTION).unwrap();
        assert_eq!(Config::new(api.clone(), None).auth_link, AuthLink::Signed);
        let portal = Url::parse(PRODUCTION_PORTAL).unwrap();
        assert_eq!(Config::new(api, Some(portal)).auth_link, AuthLink::Open);
    }
}
