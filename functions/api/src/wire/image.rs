//! A stored picture.

use serde::Serialize;
use utoipa::ToSchema;

/// A stored picture.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoredImage {
    /// The hash of the stored bytes.
    pub id: String,
    /// Its address, for the `images` of a product.
    pub url: String,
}
