//! Errors as `application/problem+json`: a stable code, both languages, and never anything internal.

use app::words::{self, SellerText};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::Invalid;
use serde::Serialize;
use utoipa::ToSchema;

pub use app::words::codes;
mod mapping;
pub use mapping::not_found;

use codes::Code;

/// The error of a request. It is boxed to keep the `Result` of every fallible function small.
#[derive(Debug, Clone)]
pub struct Problem(Box<Parts>);

#[derive(Debug, Clone)]
struct Parts {
    code: &'static Code,
    /// A code that is not in the table, such as that of a value's own check; shown instead of the table's code.
    shown: Option<&'static str>,
    status: StatusCode,
    detail: Option<String>,
    detail_en: Option<String>,
    field: Option<String>,
    errors: Vec<FieldProblem>,
    retry_after: Option<u64>,
    cause: Option<String>,
}

/// One thing that is wrong with a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldProblem {
    /// The field, such as `variants[2].base_price`.
    pub field: String,
    /// A stable code, as in `docs/ERRORS.md`.
    pub code: String,
    /// In Bahasa Indonesia.
    pub detail: String,
    /// In English.
    pub detail_en: String,
}

/// An error as RFC 9457 has it, in both languages.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// `urn:syncstore:error:` and the code.
    pub r#type: String,
    /// In short, in English.
    pub title: String,
    pub status: u16,
    /// Stable; every code is in `docs/ERRORS.md`.
    pub code: String,
    /// What is wrong and what can be done, in Bahasa Indonesia.
    pub detail: String,
    /// The same in English.
    pub detail_en: String,
    /// The field that is wrong, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Everything that is wrong, where the body was looked at as a whole.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
}

/// The internal cause, for the log. It is attached to the response inside the process and never sent.
#[derive(Debug, Clone)]
pub struct Cause(pub String);

impl Problem {
    /// A problem with the texts of its code.
    pub fn of(code: &'static Code) -> Self {
        Self(Box::new(Parts {
            code,
            shown: None,
            status: StatusCode::from_u16(code.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            detail: None,
            detail_en: None,
            field: None,
            errors: Vec::new(),
            retry_after: None,
            cause: None,
        }))
    }

    /// An internal error: `cause` is logged and not shown to the caller.
    pub fn internal(cause: impl Into<String>) -> Self {
        Self::of(&codes::request::INTERNAL).caused_by(cause)
    }

    /// Replaces the English text with a more exact one.
    #[must_use]
    pub fn english(mut self, text: impl Into<String>) -> Self {
        self.0.detail_en = Some(text.into());
        self
    }

    /// Replaces the Indonesian text with a more exact one.
    #[must_use]
    pub fn indonesian(mut self, text: impl Into<String>) -> Self {
        self.0.detail = Some(text.into());
        self
    }

    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.0.field = Some(field.into());
        self
    }

    /// Replaces the texts in both languages.
    #[must_use]
    pub fn told(self, SellerText { text, text_en }: SellerText) -> Self {
        self.indonesian(text).english(text_en)
    }

    /// Sets the cause for the log; only a 5xx is logged with it.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Into<String>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }

    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after = Some(seconds.max(1));
        self
    }

    /// The same problem with status 404, for a value in the path: nothing can exist under a malformed id.
    #[must_use]
    pub fn in_path(mut self) -> Self {
        self.0.status = StatusCode::NOT_FOUND;
        self
    }

    /// All problems of a body, at least one. The first one gives the code and the texts.
    pub fn invalid(problems: Vec<Invalid>) -> Self {
        let all: Vec<FieldProblem> = problems.iter().map(field_problem).collect();
        let mut first = problems
            .into_iter()
            .next()
            .map_or_else(|| Self::internal("an edit was refused without a reason"), Self::from);
        if all.len() > 1 {
            first.0.errors = all;
        }
        first
    }

    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    pub fn code(&self) -> &'static str {
        self.0.shown.unwrap_or(self.0.code.code)
    }

    /// What is sent.
    pub fn body(&self) -> ProblemBody {
        ProblemBody {
            r#type: format!("urn:syncstore:error:{}", self.code()),
            title: self.0.code.title.to_owned(),
            status: self.0.status.as_u16(),
            code: self.code().to_owned(),
            detail: self.0.detail.clone().unwrap_or_else(|| self.0.code.detail.to_owned()),
            detail_en: self.0.detail_en.clone().unwrap_or_else(|| self.0.code.detail_en.to_owned()),
            field: self.0.field.clone(),
            errors: self.0.errors.clone(),
        }
    }
}

fn field_problem(invalid: &Invalid) -> FieldProblem {
    let SellerText { text, text_en } = words::invalid(invalid);
    FieldProblem {
        field: invalid.field.clone(),
        code: invalid.code.to_owned(),
        detail: text,
        detail_en: text_en,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.0.status, Json(self.body())).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.0.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.0.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        let code = self.code();
        response.extensions_mut().insert(Cause(match self.0.cause {
            Some(cause) => format!("{code}: {cause}"),
            None => code.to_owned(),
        }));
        response
    }
}
