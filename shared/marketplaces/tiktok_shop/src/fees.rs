//! The fees of Tokopedia & Shop for a start. They change several times a year: a preset that the seller checks.

use domain::{
    BasisPoints, Rupiah,
    pricing::{Fee, FeeKind, FeeSchedule},
};

/// What was published until February 2026, for a shop that is no Mall shop.
///
/// The category tables of the platform commission are pictures that could not be read; 6.97 % is what holds for every
/// category outside them. The dynamic commission is quoted as 4–6 %; 5 % is its middle, the cap is certain.
pub fn preset_fees() -> FeeSchedule {
    let percent = |name: &str, rate: i32, cap: Option<i64>, enabled: bool| Fee {
        name: name.to_owned(),
        kind: FeeKind::Percent { rate: BasisPoints(rate), cap: cap.map(Rupiah::new) },
        enabled,
    };
    FeeSchedule {
        fees: vec![
            percent("Komisi platform (kategori di luar tabel)", 697, None, true),
            percent("Komisi dinamis", 500, Some(40_000), true),
            Fee {
                name: "Biaya pemrosesan pesanan".to_owned(),
                kind: FeeKind::PerOrder { amount: Rupiah::new(1_250) },
                enabled: true,
            },
            // Taken of items that are bought as a pre-order; off for a shop that sells from stock.
            percent("Biaya layanan pre-order", 300, None, true),
            percent("Biaya layanan Mall", 180, Some(50_000), false),
        ],
        source: "Pusat Edukasi Tokopedia & TikTok Shop (seller-id.tokopedia.com): komisi platform 6,97% \
                 (2024-09-01, tabel 2025-10-01 dan 2026-02-13 tidak terbaca), komisi dinamis 4-6% maks Rp40.000 \
                 (2025-06-10), biaya pemrosesan Rp1.250 (2025-08-11), pre-order +3% (2025-10-01), Mall 1,8% maks \
                 Rp50.000 (Juli 2025). Periksa di Seller Center sebelum dipakai."
            .to_owned(),
        valid_from: "2026-02-13".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preset_takes_what_a_pre_order_of_a_hundred_thousand_costs() {
        let taken: i64 =
            preset_fees().fees.iter().map(|fee| fee.of(Rupiah::new(100_000)).unwrap().get()).sum();
        assert_eq!(taken, 6_970 + 5_000 + 1_250 + 3_000);
    }

    #[test]
    fn the_dynamic_commission_stops_at_its_cap() {
        let schedule = preset_fees();
        assert_eq!(schedule.fees[1].of(Rupiah::new(2_000_000)), Some(Rupiah::new(40_000)));
    }
}
