//! Rules for the source as tests: dependencies between crates, the length of files, the template.

#![expect(clippy::unwrap_used, reason = "a test that cannot read the tree has failed")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

mod areas;
mod functions;
mod imports;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("tests/it lies two folders deep")
        .to_owned()
}

/// Our crates, each with those of our crates that it depends on. `kind` is `None` for a product build, `dev` for tests.
fn dependencies(kind: Option<&str>) -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo metadata runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let ours: BTreeSet<String> = packages.iter().map(|p| p["name"].as_str().unwrap().to_owned()).collect();
    packages
        .iter()
        .map(|package| {
            let used = package["dependencies"].as_array().unwrap().iter();
            let used =
                used.filter(|d| d["kind"].as_str() == kind).map(|d| d["name"].as_str().unwrap().to_owned());
            (package["name"].as_str().unwrap().to_owned(), used.filter(|name| ours.contains(name)).collect())
        })
        .collect()
}

/// The folders of the marketplaces are their crates.
static MARKETPLACES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folders = fs::read_dir(root().join("shared/marketplaces")).unwrap();
    let names = folders.map(|folder| folder.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name != "registry").collect()
});
const FUNCTIONS: [&str; 7] = ["api", "webhook", "import", "sync", "pricing", "schedule", "notify"];

/// What a crate may depend on. `None` for tests and tools, which may depend on everything; nothing may depend on them.
fn allowed(name: &str) -> Option<Vec<&str>> {
    Some(match name {
        "domain" => vec![],
        "app" => vec!["domain"],
        "store" | "platform" | "testkit" => vec!["app", "domain"],
        "registry" => ["app", "domain"].into_iter().chain(MARKETPLACES.iter().map(String::as_str)).collect(),
        "wiring" => vec!["app", "domain", "store", "platform", "registry", "website"],
        name if MARKETPLACES.iter().any(|known| known == name) => vec!["app", "domain"],
        name if FUNCTIONS.contains(&name) => {
            vec!["app", "domain", "store", "platform", "registry", "wiring"]
        }
        "it" | "local" | "sandbox" | "bench" => return None,
        other => panic!("{other} has no place in the graph of docs/ARCHITECTURE.md yet"),
    })
}

#[test]
fn dependencies_point_one_way() {
    for kind in [None, Some("dev"), Some("build")] {
        for (name, used) in dependencies(kind) {
            let Some(mut allowed) = allowed(&name) else { continue };
            // Tests may also use the fakes, except those of `domain`, which knows no ports.
            if kind == Some("dev") && name != "domain" {
                allowed.push("testkit");
            }
            let wrong: Vec<&String> = used.iter().filter(|used| !allowed.contains(&used.as_str())).collect();
            assert!(wrong.is_empty(), "{name} must not depend on {wrong:?} ({kind:?})");
        }
    }
}

/// The folder of our crates, by path from the root.
fn crate_of(path: &str) -> Option<&str> {
    let parts = if path.starts_with("shared/marketplaces/") { 3 } else { 2 };
    let end = path.match_indices('/').nth(parts - 1).map(|(at, _)| at)?;
    Some(&path[..end])
}

/// Files from other folders that a crate includes at compile time, each with its reason.
const TAKEN_IN: [(&str, &str); 4] = [
    // The tests of titles and the fakes need the title rules that a marketplace provides.
    ("shared/domain/src/titles/tests.rs", "shared/marketplaces/"),
    ("shared/testkit/src/ports.rs", "shared/marketplaces/"),
    // Functions and tools are compared with the template that deploys them.
    ("functions/", "infra/template.yaml"),
    ("tests/", "infra/template.yaml"),
];

#[test]
fn files_taken_in_at_compile_time_lie_in_the_crate_itself() {
    for path in files(".rs") {
        let relative = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        if relative.starts_with("tests/it/") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for marker in ["include_str!(", "include_bytes!(", "include!(", "#[path = "] {
            for rest in text.split(marker).skip(1) {
                let Some(named) = rest.split('"').nth(1) else { continue };
                let mut target = path.parent().unwrap().to_owned();
                for part in named.split('/') {
                    if part == ".." {
                        target.pop()
                    } else {
                        target.push(part);
                        true
                    };
                }
                let target = target.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
                let own = crate_of(&relative) == crate_of(&target);
                let known =
                    TAKEN_IN.iter().any(|(from, to)| relative.starts_with(from) && target.starts_with(to));
                assert!(own || known, "{relative} takes in {target}");
            }
        }
    }
}

/// Files with this ending that git tracks or would track.
fn files(ending: &str) -> Vec<PathBuf> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git runs");
    let listed = String::from_utf8(output.stdout).expect("paths are text");
    listed
        .lines()
        .filter(|line| line.ends_with(ending))
        .map(|line| root().join(line))
        .filter(|p| p.exists())
        .collect()
}

#[test]
fn no_source_file_is_longer_than_four_hundred_lines() {
    let is_test =
        |path: &Path| path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs");
    let long: Vec<String> = files(".rs")
        .into_iter()
        .chain(files(".py"))
        .filter(|path| !is_test(path.strip_prefix(root()).unwrap()))
        .filter_map(|path| {
            let lines = fs::read_to_string(&path).ok()?.lines().count();
            (lines > 400).then(|| format!("{} ({lines})", path.strip_prefix(root()).unwrap().display()))
        })
        .collect();
    assert!(long.is_empty(), "split these: {long:#?}");
}

/// Where a float may stand: probabilities and words of the matcher, picture hashes, the meter of table units, what a
/// title's likeness is in JSON, and the cells of a spreadsheet file, which are floats in its format.
const FLOATS: [&str; 9] = [
    "shared/domain/src/matching.rs",
    "shared/domain/src/matching/",
    "shared/domain/src/image_hash.rs",
    "shared/app/src/catalogue/matches/found.rs",
    "shared/store/src/meter.rs",
    "shared/store/tests/units.rs",
    "functions/api/src/wire/title.rs",
    "functions/api/tests/api/titles.rs",
    "functions/api/src/sheet/xlsx.rs",
];

#[test]
fn no_float_stands_beside_money() {
    for path in files(".rs") {
        let relative = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        if !relative.starts_with("shared/") && !relative.starts_with("functions/") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let may_hold_floats = FLOATS.iter().any(|place| relative.starts_with(place));
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            // A deserialiser that gets a float refuses it or passes it on as text.
            if code.contains("fn visit_f64") {
                continue;
            }
            // The JSON schema's word for a decimal that we read as text, and the question whether a number is a float.
            let code = ["value_type = f64", "value_type = Option<f64>", "is_f64"]
                .iter()
                .fold(code.to_owned(), |code, said| code.replace(said, ""));
            let names_float =
                code.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| matches!(word, "f32" | "f64"));
            // The learned weights of the calibration have the names of their evidence, such as `price_close`.
            let weight = relative.ends_with("matching/calibration.rs");
            let money = code.contains("Rupiah") || (!weight && code.contains("price"));
            assert!(!names_float || (may_hold_floats && !money), "{relative}:{}: {line}", number + 1);
        }
    }
}

#[test]
fn every_function_folder_is_a_resource_of_the_template() {
    let template = fs::read_to_string(root().join("infra/template.yaml")).unwrap();
    for folder in fs::read_dir(root().join("functions")).unwrap() {
        let name = folder.unwrap().file_name().into_string().unwrap();
        let code = format!("CodeUri: ../functions/{name}");
        assert_eq!(template.lines().filter(|line| line.trim() == code).count(), 1, "{code}");
    }
}

#[test]
fn the_lock_of_packages_names_no_download_address() {
    for path in files("package-lock.json") {
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            !text.contains("\"resolved\""),
            "{}: set omit-lockfile-registry-resolved=true",
            path.display()
        );
    }
}

#[test]
fn product_code_holds_no_unfinished_business() {
    let marks = ["todo!(", "unimplemented!(", "FIXME", "#[ignore", "#[allow("];
    for path in files(".rs") {
        if path.ends_with("tests/it/tests/tidy/main.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for mark in marks {
            assert!(!text.contains(mark), "{} contains {mark}", path.display());
        }
    }
}
