//! Who sends a request.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// The rights of a person. Each role includes all rights of the roles before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads.
    Viewer,
    /// Also edits products and plans, and starts imports.
    Member,
    /// Also starts and approves runs, edits rules and connections, and handles dead letters.
    Admin,
    /// Also manages people and secrets.
    Owner,
}

impl Role {
    /// Every role, from the least to the most.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Member, Self::Admin, Self::Owner];

    /// The stable word for it: the name of the group in the user pool.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Member => "member",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    /// The role of a group of the user pool, if it has one.
    pub fn of_group(group: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == group)
    }
}

/// A person, or a script with a person's token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// The issuer's own name for the person; never changes.
    pub subject: String,
    /// The name in the audit: the e-mail address, if it is known.
    pub name: String,
    pub role: Role,
}

/// Why a token is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuthError {
    /// The token was valid once.
    #[error("the token has expired")]
    Expired,
    /// Wrong signature, issuer, audience or kind of token.
    #[error("the token is not accepted: {0}")]
    Rejected(String),
    /// A valid token of a person who is in none of our groups.
    #[error("the person has no role")]
    NoRole,
    /// The issuer's keys cannot be fetched: try again later.
    #[error("the token cannot be checked: {0}")]
    Unavailable(String),
}

#[async_trait]
pub trait Authenticator: Send + Sync {
    /// Checks an access token, which is the text after `Bearer `.
    async fn verify(&self, bearer: &str) -> Result<Principal, AuthError>;
}
