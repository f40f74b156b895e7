//! Checks the credentials that a seller types to connect a channel.

use domain::Invalid;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::marketplace::AppCredentials;

/// The unchecked input.
#[derive(Debug, Clone)]
pub struct CredentialsInput {
    /// Shopee's partner id, TikTok Shop's app key.
    pub app_id: String,
    pub app_secret: SecretString,
    pub service_id: Option<String>,
    /// The address for the channel's pushes, exactly as it was saved there. Absent for the default address.
    pub webhook_url: Option<String>,
}

impl CredentialsInput {
    pub(super) fn credentials(&self) -> Result<AppCredentials, Invalid> {
        let service_id = self.service_id.as_deref().map(str::trim).filter(|id| !id.is_empty());
        Ok(AppCredentials {
            app_id: word("app_id", "app_id_malformed", &self.app_id, 128)?,
            app_secret: word("app_secret", "app_secret_malformed", self.app_secret.expose_secret(), 512)?
                .into(),
            service_id: service_id
                .map(|id| word("service_id", "service_id_malformed", id, 128))
                .transpose()?,
        })
    }

    pub(super) fn webhook_url(&self) -> Result<Option<String>, Invalid> {
        let Some(text) = self.webhook_url.as_deref().map(str::trim).filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        let readable =
            Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        if readable && text.len() <= 255 {
            // Stored as typed: one channel's signature covers the exact text of the address, and a URL type would
            // normalise it.
            Ok(Some(text.to_owned()))
        } else {
            let problem = "expected an http or https address of at most 255 characters";
            Err(Invalid::new("webhook_url", "webhook_url_malformed", problem))
        }
    }
}

/// Checks that it is one word of visible ASCII. The message never repeats the input, which may be a secret in the wrong
/// field.
fn word(field: &'static str, code: &'static str, text: &str, longest: usize) -> Result<String, Invalid> {
    let text = text.trim();
    if (1..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic()) {
        Ok(text.to_owned())
    } else {
        let problem = format!("expected 1 to {longest} letters, digits and signs without spaces");
        Err(Invalid::new(field, code, problem))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(app_id: &str, secret: &str, url: Option<&str>) -> CredentialsInput {
        CredentialsInput {
            app_id: app_id.into(),
            app_secret: secret.into(),
            service_id: Some("  ".into()),
            webhook_url: url.map(str::to_owned),
        }
    }

    #[test]
    fn credentials_are_trimmed() {
        let credentials = input(" 1000016 ", "s3cr3t\n", None).credentials().unwrap();
        assert_eq!(credentials.app_id, "1000016");
        assert_eq!(credentials.app_secret.expose_secret(), "s3cr3t");
        assert_eq!(credentials.service_id, None);
    }

    #[test]
    fn a_missing_secret_is_named_and_never_repeated() {
        assert_eq!(input("1", " ", None).credentials().unwrap_err().field, "app_secret");
        let wrong = input("1", "two words", None).credentials().unwrap_err();
        assert!(!wrong.to_string().contains("two words"));
        assert_eq!(input("", "s", None).credentials().unwrap_err().code, "app_id_malformed");
    }

    #[test]
    fn the_address_of_pushes_is_kept_to_the_letter() {
        let typed = "https://Example.com:443/webhooks/shopee?";
        assert_eq!(input("1", "s", Some(typed)).webhook_url().unwrap().as_deref(), Some(typed));
        for wrong in ["example.com/x", "ftp://example.com", "javascript:alert(1)"] {
            assert!(input("1", "s", Some(wrong)).webhook_url().is_err(), "{wrong}");
        }
    }
}
