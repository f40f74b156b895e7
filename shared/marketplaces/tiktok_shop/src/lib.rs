//! tiktok_shop.
