//! One call before it is signed, and what a successful one brings. The body is serialised once: the same bytes are
//! signed and sent.

use app::{ChannelError, marketplace::call::Effect};
use bytes::Bytes;
use reqwest::Method;
use serde::Serialize;

use crate::{mapping::unexpected, wire::envelope::PartialError};

#[derive(Debug, Clone)]
pub(crate) enum Body {
    Nothing,
    Json(Bytes),
    /// Its parts are not signed.
    Picture {
        bytes: Bytes,
        file_name: String,
        mime: &'static str,
        use_case: &'static str,
    },
}

/// A request before it is signed.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub method: Method,
    pub path: String,
    pub query: Vec<(&'static str, String)>,
    pub body: Body,
    pub cipher: bool,
    pub effect: Effect,
    pub keeps_errors: bool,
    pub may_be_empty: bool,
}

impl Call {
    fn new(method: Method, path: String, body: Body, effect: Effect) -> Self {
        let (query, cipher, keeps_errors, may_be_empty) = (Vec::new(), true, false, false);
        Self { method, path, query, body, cipher, effect, keeps_errors, may_be_empty }
    }

    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path.into(), Body::Nothing, Effect::Read)
    }

    /// A POST that only reads.
    pub fn search(path: &str, body: &impl Serialize) -> Result<Self, ChannelError> {
        Ok(Self::new(Method::POST, path.to_owned(), json(body)?, Effect::Read))
    }

    pub fn write(method: Method, path: String, body: &impl Serialize) -> Result<Self, ChannelError> {
        Ok(Self::new(method, path, json(body)?, Effect::Set))
    }

    pub fn upload(
        path: &str,
        bytes: Bytes,
        file_name: &str,
        mime: &'static str,
        use_case: &'static str,
    ) -> Self {
        let body = Body::Picture { bytes, file_name: file_name.to_owned(), mime, use_case };
        Self::new(Method::POST, path.to_owned(), body, Effect::Set)
    }

    pub fn query(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.query.push((key, value.into()));
        self
    }

    /// For the calls that refuse a shop cipher.
    pub fn without_cipher(mut self) -> Self {
        self.cipher = false;
        self
    }

    /// For a write that must not happen twice.
    pub fn once(mut self) -> Self {
        self.effect = Effect::Make;
        self
    }

    /// For a read that may answer that there is nothing by leaving `data` out.
    pub fn may_be_empty(mut self) -> Self {
        self.may_be_empty = true;
        self
    }

    /// Leaves `data.errors` to the caller instead of failing on them.
    pub fn keeping_errors(mut self) -> Self {
        self.keeps_errors = true;
        self
    }
}

fn json(body: &impl Serialize) -> Result<Body, ChannelError> {
    let bytes = serde_json::to_vec(body).map_err(|problem| unexpected(problem.to_string()))?;
    Ok(Body::Json(bytes.into()))
}

/// What a successful call brought.
#[derive(Debug)]
pub(crate) struct Reply<T> {
    pub value: T,
    pub warnings: Vec<String>,
    /// Parts that were refused although the call as a whole was not.
    pub failures: Vec<PartialError>,
}
