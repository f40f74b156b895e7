//! Mail to the seller.

use async_trait::async_trait;

use crate::StoreError;

#[async_trait]
pub trait Mailer: Send + Sync {
    async fn send(&self, subject: &str, text: &str) -> Result<(), StoreError>;
}
