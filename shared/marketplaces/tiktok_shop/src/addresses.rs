//! Where a product is shown to buyers and edited by its seller.

use app::marketplace::Addresses;
use domain::ListingKey;

/// TikTok Shop Indonesia's pages of a product. The seller centre is the one that TikTok Shop shares with Tokopedia.
pub(crate) fn of(key: &ListingKey) -> Addresses {
    let id = &key.external_id;
    Addresses {
        buyer: Some(format!("https://shop.tiktok.com/view/product/{id}?region=ID&locale=id")),
        seller: Some(format!("https://seller-id.tokopedia.com/product/edit/{id}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_has_a_page_for_buyers_and_one_for_its_seller() {
        let found = of(&ListingKey::parse("tiktok_shop:7496:1729384756").unwrap());
        assert_eq!(
            found.buyer.as_deref(),
            Some("https://shop.tiktok.com/view/product/1729384756?region=ID&locale=id")
        );
        assert_eq!(found.seller.as_deref(), Some("https://seller-id.tokopedia.com/product/edit/1729384756"));
    }
}
