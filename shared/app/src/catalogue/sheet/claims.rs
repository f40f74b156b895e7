//! Who owns the SKUs of a file.

use std::collections::BTreeMap;

use crate::{Ports, StoreError, ports::SkuClaim};

/// By folded SKU.
pub(super) async fn claims(
    ports: &Ports,
    folded: Vec<String>,
) -> Result<BTreeMap<String, SkuClaim>, StoreError> {
    let found = ports.products.sku_claims(&folded).await?;
    Ok(found.into_iter().map(|claim| (claim.sku.clone(), claim)).collect())
}
