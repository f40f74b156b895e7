//! What Shopee takes of a sale, as published in Indonesia. No API tells it: the seller checks and edits these numbers.

use domain::{
    BasisPoints, Rupiah,
    pricing::{Fee, FeeKind, FeeSchedule},
};

/// A preset to start from: non-Mall seller, category group "Lainnya" (others), 2026. The admin fee and the order
/// processing fee are on; programme fees are listed with their caps and are off until the seller says that the shop
/// takes part.
pub fn preset_fees() -> FeeSchedule {
    let percent = |name: &str, hundredths: i32, cap: Option<i64>, enabled: bool| Fee {
        name: name.to_owned(),
        kind: FeeKind::Percent { rate: BasisPoints(hundredths), cap: cap.map(Rupiah::new) },
        enabled,
    };
    let per_order = |name: &str, amount: i64, enabled: bool| Fee {
        name: name.to_owned(),
        kind: FeeKind::PerOrder { amount: Rupiah::new(amount) },
        enabled,
    };
    FeeSchedule {
        fees: vec![
            percent("Biaya administrasi (Lainnya, non-Mall)", 825, None, true),
            per_order("Biaya proses pesanan", 1_250, true),
            percent("Gratis Ongkir XTRA (ukuran biasa)", 650, Some(40_000), false),
            percent("Gratis Ongkir XTRA (ukuran khusus)", 800, Some(60_000), false),
            percent("Promo XTRA", 450, Some(60_000), false),
            percent("Promo XTRA+", 650, Some(80_000), false),
            percent("Live XTRA", 300, Some(20_000), false),
            percent("Biaya layanan pre-order", 300, None, false),
            percent("SPayLater XTRA (3 bulan)", 250, None, false),
            percent("SPayLater XTRA (6 bulan)", 400, None, false),
            per_order("Hemat Biaya Kirim", 350, false),
            percent("Asuransi pengiriman", 50, None, false),
            percent("PPh 22", 50, None, false),
        ],
        source: "Preset, periksa di Seller Education Shopee Indonesia (seller.shopee.co.id/edu: 7187, 15965, 7216, \
                 25787); tarif grup kategori berbeda-beda. Tabel administrasi Januari 2026 (katadata, 2025-12-09), \
                 biaya proses pesanan sejak 2025-07-20, Gratis Ongkir XTRA sejak 2026-05-02. \
                 Preset: check it against Shopee's own pages before relying on it."
            .to_owned(),
        valid_from: "2026-05-02".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_fees_that_every_seller_pays_are_on() {
        let on: Vec<_> = preset_fees().fees.into_iter().filter(|fee| fee.enabled).collect();
        assert_eq!(on.len(), 2);
        let taken: Vec<_> = on.iter().map(|fee| fee.of(Rupiah::new(172_500)).unwrap().get()).collect();
        assert_eq!(taken, [14_231, 1_250], "8.25 % of Rp172,500 is Rp14,231.25");
    }
}
