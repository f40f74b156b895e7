//! Checks the order of the areas of `app`, and that no files use each other in a circle.

use std::collections::BTreeSet;

use super::{imports, root};

/// The areas from the highest to the lowest: each may use those after it. Modules that are not listed here (ports,
/// errors, messages, words) are below all of them.
const AREAS: [&str; 8] =
    ["worker", "intake", "reports", "publishing", "pricing", "catalogue", "shops", "notices"];

fn rank(module: &[String]) -> usize {
    let area = module.first().map_or("", String::as_str);
    AREAS.len() - AREAS.iter().position(|known| *known == area).unwrap_or(AREAS.len())
}

#[test]
fn each_area_of_app_uses_only_those_below_it() {
    let mut wrong = Vec::new();
    let imports = imports::of_crate(&root().join("shared/app/src"));
    for (module, used) in imports.iter().filter(|(module, _)| !module.is_empty()) {
        let above = used.iter().filter(|other| rank(other) > rank(module));
        wrong.extend(above.map(|other| format!("{} uses {}", module.join("::"), other.join("::"))));
    }
    assert!(imports.len() > 150, "the reader finds nothing any more");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_area_of_app_has_its_place_in_the_order() {
    let below = ["conflict", "error", "lease", "marketplace", "message", "pacing", "ports", "words"];
    let imports = imports::of_crate(&root().join("shared/app/src"));
    let found: BTreeSet<&str> = imports.keys().filter_map(|module| Some(module.first()?.as_str())).collect();
    let known: BTreeSet<&str> = AREAS.into_iter().chain(below).collect();
    assert_eq!(found, known);
}

/// Circles that still exist. Remove an entry when its circle is resolved; never add one.
const APP_CIRCLES: &[&[&str]] = &[];

/// The same for `domain`.
const DOMAIN_CIRCLES: &[&[&str]] = &[];

fn no_new_circles(folder: &str, known: &[&[&str]]) {
    let found = imports::circles(&imports::of_crate(&root().join(folder)));
    let known: BTreeSet<Vec<String>> =
        known.iter().map(|circle| circle.iter().map(|file| (*file).to_owned()).collect()).collect();
    let new: Vec<&Vec<String>> = found.difference(&known).collect();
    assert!(new.is_empty(), "files of {folder} use each other in a circle: {new:#?}");
    let opened: Vec<&Vec<String>> = known.difference(&found).collect();
    assert!(opened.is_empty(), "these circles of {folder} are open now; take them off the list: {opened:#?}");
}

#[test]
fn the_files_of_app_use_each_other_in_one_direction() {
    no_new_circles("shared/app/src", APP_CIRCLES);
}

#[test]
fn the_files_of_domain_use_each_other_in_one_direction() {
    no_new_circles("shared/domain/src", DOMAIN_CIRCLES);
}
