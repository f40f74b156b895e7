//! Every code is rendered, and what it says is held to the same rules.
//!
//! The lists are complete by construction: each value names the one after it in a `match` without a wildcard, so that a
//! new variant without an example here does not compile.

use domain::{ListingStatus, ShopId, diff::Field, plan::Blocker, pricing::NoPrice, sheet::Fault};

use super::*;

mod examples;
mod outcomes;
use examples::{next_blocker, next_channel_error, next_explanation, next_warning, next_work_error};

/// English words that an Indonesian sentence has no use for.
const ENGLISH: [&str; 40] = [
    "the", "a", "an", "is", "are", "was", "of", "and", "or", "not", "refused", "refuses", "channel",
    "answered", "weight", "length", "price", "stock", "picture", "host", "slow", "down", "cannot", "with",
    "this", "that", "again", "value", "field", "title", "shop", "missing", "unknown", "live", "unlisted",
    "review", "draft", "deleted", "read", "failed",
];
/// Indonesian words that an English sentence has no use for.
const INDONESIAN: [&str; 22] = [
    "yang", "tidak", "dan", "kanal", "ini", "itu", "harga", "judul", "berat", "stok", "baris", "sudah",
    "belum", "di", "ke", "dari", "untuk", "atau", "lagi", "perbaiki", "ubah", "isi",
];
/// What an Indonesian sentence begins a piece of advice with.
const ADVICE: &[&str] = &[
    "isi",
    "ubah",
    "periksa",
    "perbaiki",
    "tunggu",
    "coba",
    "pilih",
    "buat",
    "hapus",
    "impor",
    "hubungkan",
    "simpan",
    "lengkapi",
    "kurangi",
    "tambah",
    "tambahkan",
    "tampilkan",
    "tulis",
    "pendekkan",
    "dekatkan",
    "pisahkan",
    "samakan",
    "kosongkan",
    "ulangi",
    "buka",
    "bagi",
    "tutup",
    "beri",
    "unduh",
    "salin",
    "ekspor",
    "ketik",
    "naikkan",
    "turunkan",
    "terima",
    "jalankan",
    "tekan",
    "hitung",
    "muat",
    "kirim",
    "minta",
    "masuk",
    "mulai",
    "sebutkan",
    "lihat",
    "pakai",
    "gabungkan",
    "sesuaikan",
    "batalkan",
    "melanjutkan",
    "lepas",
    "lepaskan",
    "baca",
];

fn words_of(text: &str) -> Vec<String> {
    // What somebody else said, in quotes, is theirs; an address or a name of the API is no word.
    let ours: String = text.split('"').step_by(2).collect();
    let plain = ours.split_whitespace().filter(|word| !word.contains(['/', '_']));
    let words = plain.flat_map(|word| word.split(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Why this sentence is not allowed.
pub(super) fn faults_of(SellerText { text, text_en }: &SellerText, advises: bool) -> Vec<String> {
    let mut faults = Vec::new();
    let mut must = |holds: bool, what: String| {
        if !holds {
            faults.push(what);
        }
    };
    must(text != text_en, "both languages are the same".to_owned());
    for said in [text, text_en] {
        let ours: String = said.split('"').step_by(2).collect();
        must(said.ends_with('.'), format!("no full stop: {said}"));
        must(!ours.contains(['{', '}']), format!("a placeholder is left: {said}"));
        for debug in ["Some(", "None", "::", "()", "Ok(", "Err(", "_id"] {
            must(!ours.contains(debug), format!("{debug}: {said}"));
        }
        must(!said.contains("  ") && !said.contains(" ."), format!("spaces: {said}"));
    }
    for word in words_of(text) {
        must(!ENGLISH.contains(&word.as_str()), format!("English {word:?}: {text}"));
    }
    for word in words_of(text_en) {
        must(!INDONESIAN.contains(&word.as_str()), format!("Indonesian {word:?}: {text_en}"));
    }
    let advice = words_of(text).iter().any(|word| ADVICE.contains(&word.as_str()));
    must(!advises || advice, format!("nothing to do: {text}"));
    faults
}

pub(super) fn hold(all: impl IntoIterator<Item = (String, SellerText, bool)>) {
    let mut count = 0;
    let mut faults = Vec::new();
    for (code, told, advises) in all {
        count += 1;
        faults.extend(faults_of(&told, advises).into_iter().map(|fault| format!("{code}: {fault}")));
    }
    assert!(count > 0 && faults.is_empty(), "of {count}:\n{}", faults.join("\n"));
}

pub(super) fn every<T>(next: impl Fn(Option<&T>) -> Option<T>) -> Vec<T> {
    let mut all: Vec<T> = Vec::new();
    while let Some(one) = next(all.last()) {
        all.push(one);
        assert!(all.len() < 500, "the list goes round");
    }
    all
}

#[test]
fn every_reason_against_a_push_is_said_in_both_languages_with_what_to_do() {
    hold(every(next_blocker).iter().map(|one| (format!("{one:?}"), blocker(one), true)));
    hold(every(next_warning).iter().map(|one| (format!("{one:?}"), warning(one), true)));
}

#[test]
fn every_field_and_status_of_a_listing_has_a_name() {
    use ListingStatus::{Deleted, Draft, Frozen, Live, Refused, UnderReview, Unknown, Unlisted};

    let text = |field| Blocker::TextLength { field, length: 1, min: 2, max: 3 };
    hold(Field::ALL.map(|field| (field.as_str().to_owned(), blocker(&text(field)), true)));
    let next = |before: Option<&ListingStatus>| match before {
        None => Some(Live),
        Some(Live) => Some(Unlisted),
        Some(Unlisted) => Some(UnderReview),
        Some(UnderReview) => Some(Refused),
        Some(Refused) => Some(Frozen),
        Some(Frozen) => Some(Draft),
        Some(Draft) => Some(Deleted),
        Some(Deleted) => Some(Unknown),
        Some(Unknown) => None,
    };
    hold(
        every(next)
            .into_iter()
            .map(|status| (format!("{status:?}"), blocker(&Blocker::NotEditable { status }), status != Live)),
    );
}

#[test]
fn every_reason_for_a_missing_price_is_its_own() {
    let all = NoPrice::ALL.map(|reason| (reason.as_str().to_owned(), no_price(reason), true));
    hold(all.clone());
    for (code, told, _) in all {
        assert_eq!(blocker(&Blocker::NoPrice { reason: code }), told, "a plan says what the quote says");
    }
    let unknown = blocker(&Blocker::NoPrice { reason: "nobody_knows_this".into() });
    assert_eq!(faults_of(&unknown, true), Vec::<String>::new());
}

#[test]
fn every_explanation_of_a_title_is_said_in_both_languages() {
    hold(every(next_explanation).iter().map(|one| (format!("{one:?}"), explanation(one), false)));
}

#[test]
fn every_failure_of_a_channel_or_a_job_says_what_to_do() {
    hold(every(next_channel_error).iter().map(|one| (format!("{one:?}"), one.seller_text(), true)));
    hold(every(next_work_error).iter().map(|one| (format!("{one:?}"), one.seller_text(), true)));
}

#[test]
fn every_fault_of_a_sheet_says_what_to_write() {
    hold(Fault::all().iter().map(|fault| (fault.code().to_owned(), sheet_fault(fault), true)));
}

#[test]
fn every_notice_is_said_in_both_languages_with_what_to_do() {
    let (shop, channel) = (ShopId::parse("14701711").unwrap(), domain::Channel::parse("shopee").unwrap());
    let name = "Shopee";
    let why = || {
        SellerText::new("Kanal belum menjawab. Ulangi nanti.", "The channel did not answer. Repeat later.")
    };
    let next = |before: Option<&Notice<'_>>| -> Option<Notice<'_>> {
        let Some(before) = before else {
            return Some(Notice::ListingUnreadable { channel: name, listing: "250", why: why() });
        };
        let failed = |why| Notice::ImportFailed { channel: name, shop: &shop, why };
        Some(match before {
            Notice::ListingUnreadable { .. } => {
                Notice::ConnectionIll { channel: name, shop: &shop, why: why() }
            }
            Notice::ConnectionIll { .. } => Notice::ChangesUnreadable { channel: name, shop: &shop },
            Notice::ChangesUnreadable { .. } => failed(ImportFailure::Authorization),
            Notice::ImportFailed { why: ImportFailure::Authorization, .. } => {
                failed(ImportFailure::PagesBroken)
            }
            Notice::ImportFailed { why: ImportFailure::PagesBroken, .. } => {
                failed(ImportFailure::RetriesExhausted)
            }
            Notice::ImportFailed { why: ImportFailure::RetriesExhausted, .. } => failed(ImportFailure::Lost),
            Notice::ImportFailed { why: ImportFailure::Lost, .. } => failed(ImportFailure::Other),
            Notice::ImportFailed { why: ImportFailure::Other, .. } => Notice::SheetStopped { sheet: "sht_1" },
            Notice::SheetStopped { .. } => Notice::FieldReportFailed,
            Notice::FieldReportFailed => {
                Notice::ListingViolation { channel: &channel, listing: "250", said: "the title is \"spam\"" }
            }
            Notice::ListingViolation { .. } => Notice::ShopDeauthorized { channel: &channel, shop: &shop },
            Notice::ShopDeauthorized { .. } => Notice::ListingGone { title: "The Frame", channel: name },
            Notice::ListingGone { .. } => {
                Notice::ListingDrift { title: "The Frame", channel: name, fields: &Field::ALL }
            }
            other => return outcomes::next_notice(other),
        })
    };
    hold(every(next).iter().map(|one| (one.kind().to_owned(), one.seller_text(), true)));
}

#[test]
fn every_code_of_an_answer_is_said_in_both_languages() {
    hold(codes::all().map(|entry| {
        let values = codes::values_of(entry).map(|name| (name, "7".to_owned())).collect();
        (entry.code.to_owned(), coded(entry.code, &values), false)
    }));
}

/// The codes that the sources below `folder` refuse values with: the second argument of each call.
fn codes_below(folder: &std::path::Path, found: &mut std::collections::BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            codes_below(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            for call in text.split("#[cfg(test)]").next().unwrap_or_default().split("Invalid::new(").skip(1) {
                let mut depth = 0;
                let comma = call.find(|c: char| {
                    depth +=
                        i32::from(matches!(c, '(' | '[' | '{')) - i32::from(matches!(c, ')' | ']' | '}'));
                    c == ',' && depth == 0
                });
                let code = comma.and_then(|at| call[at + 1..].trim_start().strip_prefix('"'));
                found.extend(code.and_then(|rest| rest.split_once('"')).map(|(code, _)| code.to_owned()));
            }
        }
    }
}

#[test]
fn every_code_that_a_value_is_refused_with_has_words() {
    let shared = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = std::collections::BTreeSet::new();
    for folder in ["domain/src", "app/src", "marketplaces", "platform/src"] {
        codes_below(&shared.join(folder), &mut found);
    }
    let without: Vec<&String> =
        found.iter().filter(|code| codes::find(code).is_none() && !code.contains("nobody")).collect();
    assert!(found.len() > 90 && without.is_empty(), "of {} these have no words: {without:?}", found.len());
}

#[test]
fn every_reason_for_nothing_planned_has_words_of_its_own_for_many_products() {
    let unknown = nothing_planned_of_many("unknown", 3);
    for code in domain::plan::NothingPlanned::CODES {
        let told = nothing_planned_of_many(code, 3);
        assert_ne!(told, unknown, "{code}");
        assert_eq!(faults_of(&told, false), Vec::<String>::new(), "{code}");
    }
}

#[test]
fn a_value_stands_in_its_place_or_behind_the_first_sentence() {
    let refused =
        domain::Invalid::new("skus[0]", "sku_unknown", "no product has the SKU").with("sku", "A-404");
    let told = invalid(&refused);
    assert_eq!(told.text, "Tidak ada produk dengan SKU ini (\"A-404\").");
    assert_eq!(told.text_en, "No product has this SKU (\"A-404\").");
    let values = BTreeMap::from([("max", "9".to_owned())]);
    assert_eq!(filled("Paling banyak {max}. Kurangi.", &values), "Paling banyak 9. Kurangi.");
}

#[test]
fn the_rules_find_what_they_are_for() {
    let told = |text: &str| SellerText::new(text, "The channel refuses it. Change the value.");
    assert_eq!(faults_of(&told("Kanal menolaknya. Perbaiki nilainya."), true), Vec::<String>::new());
    for (text, fault) in [
        ("Refused: perbaiki nilainya.", "English \"refused\""),
        ("Listing berstatus Some(UnderReview), periksa.", "Some("),
        ("Paling banyak {max}, kurangi.", "placeholder"),
        ("Perbaiki nilainya", "full stop"),
        ("Nilainya salah.", "nothing to do"),
    ] {
        assert!(faults_of(&told(text), true).iter().any(|found| found.contains(fault)), "{text}");
    }
}
