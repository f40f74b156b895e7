//! A table that a seller can read: the master's title, then each channel's, with its likeness.

use insta::assert_snapshot;

use super::*;

const MASTERS: &[&str] = &[
    "Dudukan Kamera untuk Action Cam 9 25 derajat Bahan TPU 95A Drone FPV",
    "Dudukan Kamera Action Cam 11 30 derajat TPU 64D",
    "Dudukan Antena SMA Lurus 40 mm TPU 95A",
    "Dudukan Antena Ganda untuk Dipole T 15 derajat Bahan TPU 85A Drone FPV",
    "Dudukan GPS M10 20 mm 15 derajat TPU 95A - Ringan dan Kuat, Anti Getar",
    "Dudukan GPS",
    "Rangka Drone Elang 5 inch PA-CF",
    "Rangka Drone untuk Elang 2,5 inch Bahan PETG-CF Cetak 3D Aksesoris Drone FPV Lentur Siap Pasang Tahan Panas Pre Order",
    "Rangka Cinewhoop Garuda 3 inch PETG-CF - Tahan Benturan, Buatan Lokal",
    "Lengan Rangka Rajawali 7 inch PA-CF",
    "Pelindung Baling-baling untuk Kenari 3,5 inch Bahan TPU 95A Drone FPV",
    "Pelindung Motor 2207 30,5x30,5 mm TPU 95A",
    "Spacer Motor 2306 60 mm PA-CF",
    "Tali Baterai LiPo 4S 650 20x250 mm TPU 95A",
    "Baki Baterai untuk Li-Ion 6S 3000 80 mm Bahan PETG Drone FPV",
    "Kotak Baterai LiPo 6S 1300 30,5x30,5 mm PLA+ - Pas Presisi, Bonus Baut",
    "Pendingin VTX Analog 20x20 16x16 mm ASA",
    "Braket Kamera FPV untuk Unit Digital 3 20 derajat Bahan PETG Drone FPV",
    "[PO] Dual Antenna Mount Dipole 900 MHz 25 derajat TPU 95A Lightweight Premium",
    "GPS M8 18 mm GPS Mount Kokoh Tahan Crash bahan TPU 95A untuk drone FPV",
    "Kaki Pendarat Badai 5 inch PLA+",
    "Kanopi Trisula 3 inch TPU 85A Hitam",
    "Pegangan Remote Klasik 100 mm TPU 95A",
    "Alat Pasang Baling-baling Motor 1404 80 mm PETG-CF",
    "PROMO MURAH Mount GPS BEST SELLER 5 inch TPU",
    "Peredam Flight Controller VTX Analog 30x30 20x20 mm TPU 64D",
    "Mount Action Cam 3D Print TPU Hitam untuk Frame 5 inch",
    "Baut M3x10 isi 20 pcs",
];

#[test]
fn titles_read_naturally() {
    let line = |proposal: &Proposal| {
        let likeness = proposal.similarity.map_or(0, |likeness| likeness.0 / 100);
        let why: Vec<String> = proposal.explanations.iter().map(code).collect();
        format!(
            "{} ({likeness} %){}{}",
            proposal.title.as_deref().unwrap_or("-"),
            if why.is_empty() { "" } else { " " },
            why.join(", ")
        )
    };
    let table: Vec<String> = MASTERS
        .iter()
        .map(|master| {
            let [one, two] = both(&input(master));
            format!("{master}\n  {}\n  {}", line(&one), line(&two))
        })
        .collect();
    assert_snapshot!(table.join("\n"));
}

fn code(why: &Explanation) -> String {
    serde_json::to_value(why).unwrap()["code"].as_str().unwrap().to_owned()
}
