//! Settings: read once and typed; an error names the variable.
//!
//! This is the only place that reads the process's environment. A function builds its `Config` from the small parts
//! below, so that it requires only what it uses.

use std::{collections::BTreeMap, fmt, str::FromStr};

use app::ports::QueueName;
use url::Url;

/// Why a process cannot start. Names the variable and never its value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("the setting {name} is missing")]
    Missing { name: String },
    #[error("the setting {name} cannot be used: {problem}")]
    Unusable { name: String, problem: String },
}

/// The environment of a process. An empty variable counts as not set, because templates pass empty ones.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Env(BTreeMap<String, String>);

impl Env {
    /// The variables of this process; those that are not Unicode are left out.
    pub fn of_process() -> Self {
        std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect()
    }

    pub fn optional(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    pub fn text(&self, name: &str) -> Result<&str, ConfigError> {
        self.optional(name).ok_or_else(|| ConfigError::Missing { name: name.to_owned() })
    }

    /// A setting of any type that can be parsed from text.
    pub fn parsed<T>(&self, name: &str) -> Result<T, ConfigError>
    where
        T: FromStr,
        T::Err: fmt::Display,
    {
        parse(name, self.text(name)?)
    }

    pub fn parsed_or<T>(&self, name: &str, default: T) -> Result<T, ConfigError>
    where
        T: FromStr,
        T::Err: fmt::Display,
    {
        self.optional(name).map_or(Ok(default), |text| parse(name, text))
    }

    /// An absolute http(s) address.
    pub fn url(&self, name: &str) -> Result<Url, ConfigError> {
        let url: Url = self.parsed(name)?;
        if matches!(url.scheme(), "http" | "https") && url.has_host() {
            Ok(url)
        } else {
            Err(unusable(name, "expected an address that starts with https:// or http://"))
        }
    }

    pub fn optional_url(&self, name: &str) -> Result<Option<Url>, ConfigError> {
        self.optional(name).map(|_| self.url(name)).transpose()
    }

    /// Values separated by commas.
    pub fn list(&self, name: &str) -> Vec<String> {
        let values = self.optional(name).unwrap_or_default().split(',').map(str::trim);
        values.filter(|value| !value.is_empty()).map(str::to_owned).collect()
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Env {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl fmt::Debug for Env {
    /// Names only: an environment holds credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

fn parse<T>(name: &str, text: &str) -> Result<T, ConfigError>
where
    T: FromStr,
    T::Err: fmt::Display,
{
    text.parse().map_err(|problem: T::Err| unusable(name, problem))
}

fn unusable(name: &str, problem: impl fmt::Display) -> ConfigError {
    ConfigError::Unusable { name: name.to_owned(), problem: problem.to_string() }
}

/// The word for a queue in the names of settings.
fn word(queue: QueueName) -> &'static str {
    match queue {
        QueueName::Import => "IMPORT",
        QueueName::Sync => "SYNC",
        QueueName::Pricing => "PRICING",
        QueueName::Notify => "NOTIFY",
    }
}

/// The addresses of the queues that a function may use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueUrls(BTreeMap<QueueName, String>);

impl QueueUrls {
    /// `{IMPORT,SYNC,PRICING,NOTIFY}_QUEUE_URL` of the queues that a function sends to.
    pub fn sending(env: &Env, queues: &[QueueName]) -> Result<Self, ConfigError> {
        Self::read(env, queues, "QUEUE_URL")
    }

    /// `{IMPORT,SYNC,PRICING,NOTIFY}_DLQ_URL` of the queues whose dead letters a function may touch.
    pub fn dead(env: &Env, queues: &[QueueName]) -> Result<Self, ConfigError> {
        Self::read(env, queues, "DLQ_URL")
    }

    fn read(env: &Env, queues: &[QueueName], ending: &str) -> Result<Self, ConfigError> {
        let url =
            |queue: &QueueName| Ok((*queue, env.url(&format!("{}_{ending}", word(*queue)))?.to_string()));
        Ok(Self(queues.iter().map(url).collect::<Result<_, _>>()?))
    }

    pub fn get(&self, queue: QueueName) -> Option<&str> {
        self.0.get(&queue).map(String::as_str)
    }
}

/// The queue that a function consumes, with its dead-letter queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consumed {
    pub name: QueueName,
    pub url: String,
    pub dead_letters: String,
}

impl Consumed {
    pub fn from_env(env: &Env, name: QueueName) -> Result<Self, ConfigError> {
        let read = |ending: &str| Ok(env.url(&format!("{}_{ending}", word(name)))?.to_string());
        Ok(Self { name, url: read("QUEUE_URL")?, dead_letters: read("DLQ_URL")? })
    }
}

/// Who issues the access tokens that the API accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oidc {
    /// The `iss` of every token.
    pub issuer: String,
    /// The address of the issuer's keys. It is a separate setting, because an emulator uses the real issuer's name.
    pub jwks_url: Url,
    pub client_id: String,
}

impl Oidc {
    pub fn from_env(env: &Env) -> Result<Self, ConfigError> {
        Ok(Self {
            issuer: env.text("OIDC_ISSUER")?.trim_end_matches('/').to_owned(),
            jwks_url: env.url("OIDC_JWKS_URL")?,
            client_id: env.text("OIDC_CLIENT_ID")?.to_owned(),
        })
    }
}

/// Sender and recipient of mails about what needs attention. Without one of the two addresses no mail is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub from: String,
    pub to: String,
}

impl Mail {
    pub fn from_env(env: &Env) -> Result<Option<Self>, ConfigError> {
        let address = |name: &str| match env.optional(name) {
            Some(text) if text.contains('@') => Ok(Some(text.to_owned())),
            Some(_) => Err(unusable(name, "expected an e-mail address")),
            None => Ok(None),
        };
        Ok(address("MAIL_FROM")?.zip(address("MAIL_TO")?).map(|(from, to)| Self { from, to }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_or_empty_setting_is_refused_by_its_name() {
        let env = Env::from_iter([("TABLE_NAME", " ")]);
        assert_eq!(env.text("TABLE_NAME").unwrap_err().to_string(), "the setting TABLE_NAME is missing");
        assert_eq!(
            Consumed::from_env(&Env::from_iter([("SYNC_QUEUE_URL", "http://127.0.0.1/q")]), QueueName::Sync)
                .unwrap_err()
                .to_string(),
            "the setting SYNC_DLQ_URL is missing"
        );
    }

    #[test]
    fn an_unusable_setting_is_refused_by_its_name_and_without_its_value() {
        let env = Env::from_iter([("OIDC_JWKS_URL", "file:///etc/passwd"), ("PORT", "eighty")]);
        let refused = env.url("OIDC_JWKS_URL").unwrap_err().to_string();
        assert!(refused.contains("OIDC_JWKS_URL") && !refused.contains("passwd"));
        assert!(
            matches!(env.parsed::<u16>("PORT"), Err(ConfigError::Unusable { name, .. }) if name == "PORT")
        );
    }

    #[test]
    fn queues_that_a_function_does_not_use_need_no_setting() {
        let env = Env::from_iter([("SYNC_QUEUE_URL", "https://sqs.example/1/sync.fifo")]);
        let urls = QueueUrls::sending(&env, &[QueueName::Sync]).unwrap();
        assert_eq!(urls.get(QueueName::Sync), Some("https://sqs.example/1/sync.fifo"));
        assert_eq!(urls.get(QueueName::Import), None);
    }

    #[test]
    fn mail_needs_both_addresses_and_is_off_without_them() {
        let both = Env::from_iter([("MAIL_FROM", "a@b.id"), ("MAIL_TO", "c@d.id")]);
        assert!(Mail::from_env(&both).unwrap().is_some());
        assert!(Mail::from_env(&Env::from_iter([("MAIL_TO", "c@d.id")])).unwrap().is_none());
        assert!(Mail::from_env(&Env::from_iter([("MAIL_FROM", "nobody")])).is_err());
    }

    #[test]
    fn the_debug_text_of_an_environment_shows_no_value() {
        let env = Env::from_iter([("AWS_SECRET_ACCESS_KEY", "hush")]);
        assert_eq!(format!("{env:?}"), r#"{"AWS_SECRET_ACCESS_KEY"}"#);
    }

    #[test]
    fn a_list_is_separated_by_commas() {
        let env = Env::from_iter([("ALLOWED_ORIGINS", "http://a.test, http://b.test,")]);
        assert_eq!(env.list("ALLOWED_ORIGINS"), ["http://a.test", "http://b.test"]);
    }
}
