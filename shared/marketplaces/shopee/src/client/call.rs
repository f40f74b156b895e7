//! One call before it is signed, and what a successful one brings.

use app::{ChannelError, marketplace::call::Effect};

use crate::wire::envelope::Failure;

/// Who signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signer {
    /// With the shop's token and id.
    Shop,
    /// With the partner's key alone.
    Partner,
}

#[derive(Debug, Clone)]
pub(crate) enum Body {
    Get,
    Json(Vec<u8>),
    Image { bytes: bytes::Bytes, file_name: String, mime: &'static str },
}

/// One call, before it is signed.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub path: &'static str,
    pub query: Vec<(&'static str, String)>,
    pub body: Body,
    pub effect: Effect,
    pub signer: Signer,
    /// The answer's fields are next to `error`, not in `response`.
    pub flat: bool,
    /// Ours: the field that a refusal without a known code is about.
    pub about: Option<&'static str>,
}

impl Call {
    pub fn get(path: &'static str, query: Vec<(&'static str, String)>) -> Self {
        let (body, effect) = (Body::Get, Effect::Read);
        Self { path, query, body, effect, signer: Signer::Shop, flat: false, about: None }
    }

    pub fn post(
        path: &'static str,
        effect: Effect,
        body: &impl serde::Serialize,
    ) -> Result<Self, ChannelError> {
        let bytes = serde_json::to_vec(body).map_err(|problem| ChannelError::Unexpected {
            reason: format!("cannot write JSON: {problem}"),
        })?;
        let body = Body::Json(bytes);
        Ok(Self { path, query: Vec::new(), body, effect, signer: Signer::Shop, flat: false, about: None })
    }

    pub fn flat(mut self) -> Self {
        self.flat = true;
        self
    }

    pub fn public(mut self) -> Self {
        self.signer = Signer::Partner;
        self
    }

    pub fn about(mut self, field: &'static str) -> Self {
        self.about = Some(field);
        self
    }
}

/// What a successful call brought.
#[derive(Debug)]
pub(crate) struct Reply<T> {
    pub value: T,
    pub warning: Option<String>,
    /// Parts that were refused although the call as a whole was not.
    pub failures: Vec<Failure>,
}
