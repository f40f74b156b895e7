//! What a proposal may not lose or alter, and what has to go whole.

use super::*;

/// Both channels' titles of `master`.
fn made(master: &str) -> Vec<String> {
    both(&input(master)).into_iter().filter_map(|proposal| proposal.title).collect()
}

fn all_say(master: &str, said: &str) {
    let made = made(master);
    assert!(!made.is_empty(), "nothing is proposed for {master}");
    for title in made {
        assert!(title.contains(said), "{title} of {master}");
    }
}

#[test]
fn sizes_and_codes_keep_the_signs_within_them() {
    all_say("Dudukan Kamera FPV 30*30 mm TPU Drone", "30x30 mm");
    all_say("Baut Rangka Drone FPV M3*10 TPU", "M3x10");
    all_say("Baki Baterai LiPo 5~6S TPU Drone FPV", "5-6S");
    all_say("Pelindung Motor FPV Tahan 60℃ TPU Drone", "60°C");
    all_say("Baterai AAAA untuk Remote Drone FPV", "AAAA");
}

#[test]
fn a_number_with_a_sign_that_no_channel_takes_is_not_guessed_at() {
    for master in
        ["Rangka Drone FPV ≤250g PA-CF", "Rangka Drone FPV -40 derajat PA-CF", "Rangka 2⅓ inch Drone FPV"]
    {
        for proposal in both(&input(master)) {
            assert_eq!(proposal.title, None, "{master}");
            assert!(matches!(proposal.explanations[..], [Explanation::NumberUnclear { .. }]), "{proposal:?}");
        }
    }
}

#[test]
fn sides_sizes_and_names_are_never_dropped() {
    all_say("Spion Sepeda Aluminium Hitam Kiri", "Kiri");
    all_say("Rangka Drone FPV TPU Hitam Ukuran L", "Ukuran L");
    all_say("Rangka Drone FPV Mini TPU Besar Pre Order", "Mini");
    all_say("Rangka Drone FPV Mini TPU Besar Pre Order", "Besar");
    all_say("Rangka Drone FPV Mini TPU Besar Pre Order", "Pre Order");
    all_say("Dudukan Kamera TPU untuk Caddx Ratel Pro Ringan Kuat", "untuk Caddx Ratel Pro");
    all_say("Kanopi Drone FPV TPU Trisula Ringan", "Trisula");
}

#[test]
fn a_claim_takes_along_what_only_leads_to_it() {
    for (master, lost, kept) in [
        ("Tas Kamera Drone Bahan Premium Anti Air Hitam", "Bahan", "Anti Air"),
        ("Baki Baterai Drone FPV TPU Garansi Resmi", "Garansi", "TPU"),
        ("Baut Rangka Drone FPV Non Original M3", "Non", "M3"),
        ("Baut Rangka Drone FPV 100% Original M3", "100%", "M3"),
        ("Rangka Drone FPV Ringan dan Murah TPU", " dan ", "Ringan"),
    ] {
        for title in made(master) {
            assert!(!title.contains(lost) && title.contains(kept), "{title} of {master}");
        }
        assert!(!made(master).is_empty(), "{master}");
    }
    all_say("Bantalan Kamera Drone FPV Katun 100% Premium", "Katun 100%");
    all_say("Motor Drone FPV Garansi Resmi 12 bulan TPU", "Garansi 12 bulan");
    all_say("Rangka Drone FPV Full Set Original TPU", "Full Set");
}

#[test]
fn keywords_stand_behind_the_whole_kind_and_say_nothing_thrice() {
    let [shopee, tiktok] =
        both(&input("Dudukan Antena Ganda untuk Dipole T 15 derajat Bahan TPU 85A Drone FPV"));
    assert!(shopee.title.unwrap().contains("Antena Ganda Mount Holder untuk Dipole T"));
    assert!(tiktok.title.unwrap().contains("Antena Ganda untuk Dipole T 15 derajat"));
    for title in made("Pelindung Baling-baling untuk Kenari 3,5 inch Bahan TPU 95A Drone FPV") {
        assert!(!title.contains("Guard Protector"), "{title}");
    }
    let [shopee, _] = both(&input("Kotak Baterai LiPo 6S 1300 30,5x30,5 mm PLA+ - Pas Presisi, Bonus Baut"));
    assert!(!shopee.title.unwrap().contains("PLA+ Akurat"), "a dash stays before what was said otherwise");
}

#[test]
fn an_explanation_has_to_be_true() {
    let length = Range::new(25, 255);
    let rule = &rules()[1];
    let master = "Rangka Drone Elang lima inci PA-CF";
    let proposal = |title: &str, why: Explanation| Proposal {
        title: Some(title.to_owned()),
        similarity: Some(Similarity::of(master, title)),
        explanations: vec![why],
    };
    for (why, expected) in [
        (Explanation::ShortTitle { words: 2 }, false),
        (Explanation::MinimumLength { min: 25 }, false),
        (Explanation::MaximumLength { max: 255 }, false),
        (Explanation::ClaimsRemoved { words: vec!["murah".to_owned()] }, false),
        (Explanation::NothingToChange, true),
        (Explanation::Locked, false),
    ] {
        let proposal = proposal(master, why.clone());
        assert_eq!(proves(&why, master, &proposal, rule, length, false), expected, "{why:?}");
    }
    let short = "Dudukan GPS";
    let made = propose(&input(short), rule, length, &[]);
    assert!(proves(&Explanation::MinimumLength { min: 25 }, short, &made, rule, length, false), "{made:?}");
    assert!(proves(&Explanation::ShortTitle { words: 2 }, short, &made, rule, length, false));
}

#[test]
fn what_no_title_may_keep_proves_that_nothing_can_be_changed() {
    let proven = |master: &str, title: &str, claims: &[&str]| {
        let claims = claims.iter().map(ToString::to_string).collect();
        let proposal = Proposal {
            title: Some(title.to_owned()),
            similarity: Some(Similarity::of(master, title)),
            explanations: vec![Explanation::ClaimsRemoved { words: claims }, Explanation::NothingToChange],
        };
        assert!(!proposal.in_band(), "{title} of {master}");
        proves(&Explanation::NothingToChange, master, &proposal, &rules()[0], Range::new(1, 100), false)
    };
    // One letter fifteen times is another word when it is shorter.
    assert!(proven("resmi abu-abu aaaaaaaaaaaaaaa", "abu-abu aaaaaaaaa", &["resmi"]));
    // A word said again takes its joint with it.
    let (repeated, title) = ("Ringan Dudukan dan Ringan Baling-baling", "Ringan Dudukan Baling-baling");
    assert!(proven(&format!("resmi {repeated} PROMO"), title, &["resmi", "PROMO"]));
    // What was merely forgotten proves nothing, nor does a claim that is none.
    assert!(!proven("Dudukan Kamera Depan Rangka Elang", "Dudukan Kamera", &[]));
    assert!(!proven("Dudukan Kamera Depan Rangka Elang", "Dudukan Kamera", &["Depan Rangka Elang"]));
}
