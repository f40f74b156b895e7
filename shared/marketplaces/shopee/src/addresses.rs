//! Where an item is shown to buyers and edited by its seller.

use app::marketplace::Addresses;
use domain::ListingKey;

/// Shopee Indonesia's pages of an item. Buyers' addresses name the shop and the item.
pub(crate) fn of(key: &ListingKey) -> Addresses {
    Addresses {
        buyer: Some(format!("https://shopee.co.id/product/{}/{}", key.shop, key.external_id)),
        seller: Some(format!("https://seller.shopee.co.id/portal/product/{}", key.external_id)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_has_a_page_for_buyers_and_one_for_its_seller() {
        let found = of(&ListingKey::parse("shopee:14701711:2500139861").unwrap());
        assert_eq!(found.buyer.as_deref(), Some("https://shopee.co.id/product/14701711/2500139861"));
        assert_eq!(found.seller.as_deref(), Some("https://seller.shopee.co.id/portal/product/2500139861"));
    }
}
