//! Who owns the SKUs of a file.

use std::collections::BTreeMap;

use futures::{StreamExt, TryStreamExt, stream};

use crate::{Ports, StoreError, ports::SkuClaim};

/// Keys of one batched read.
const READ: usize = 100;
/// Batched reads under way at once.
const AT_ONCE: usize = 8;

/// By folded SKU.
pub(super) async fn claims(
    ports: &Ports,
    folded: Vec<String>,
) -> Result<BTreeMap<String, SkuClaim>, StoreError> {
    let chunks: Vec<Vec<String>> = folded.chunks(READ).map(<[String]>::to_vec).collect();
    let found: Vec<Vec<SkuClaim>> = stream::iter(chunks)
        .map(|chunk| async move { ports.products.sku_claims(&chunk).await })
        .buffered(AT_ONCE)
        .try_collect()
        .await?;
    Ok(found.into_iter().flatten().map(|claim| (claim.sku.clone(), claim)).collect())
}
