//! What `docs/ADDING-A-MARKETPLACE.md` asks for, held place by place: a forgotten one is named.

#![expect(clippy::unwrap_used, reason = "a test that cannot read the tree has failed")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use registry::{CHANNELS, Entry};

/// A file that names every channel, and what it has to say. `{name}` is the channel's name, `{SETTING}` the first word
/// of its settings.
struct Place {
    file: &'static str,
    says: &'static [&'static str],
    /// Only channels that are reached over the network stand there.
    remote: bool,
}

const PLACES: [Place; 14] = [
    Place {
        file: "Cargo.toml",
        says: &["{name} = { path = \"shared/marketplaces/{name}\" }"],
        remote: false,
    },
    Place {
        file: "shared/marketplaces/registry/Cargo.toml",
        says: &["{name}.workspace = true"],
        remote: false,
    },
    Place { file: "shared/marketplaces/registry/src/lib.rs", says: &["channel!({name}, "], remote: false },
    Place {
        file: "infra/template.yaml",
        says: &["{SETTING}_API_BASE: !Ref", "{SETTING}_CALLS_PER_SECOND: !Ref", "/{name}-??????"],
        remote: true,
    },
    Place {
        file: "Makefile",
        says: &["{SETTING}_SANDBOX_PORT", "{SETTING}_API_BASE", "{SETTING}_CALLS_PER_SECOND"],
        remote: true,
    },
    Place {
        file: "tests/sandbox/Cargo.toml",
        says: &["{name} = { workspace = true, features = [\"sandbox\"] }"],
        remote: true,
    },
    Place { file: "tests/sandbox/src/shops.rs", says: &["channel: \"{name}\""], remote: true },
    Place { file: "tests/local/settings.py", says: &["{SETTING}_SANDBOX_PORT"], remote: true },
    Place { file: "frontend/src/ui/glyph.tsx", says: &["\"{name}\"", "{name}: "], remote: false },
    Place { file: "frontend/src/ui/words.id.ts", says: &["{name}: "], remote: false },
    Place { file: "frontend/src/features/connections/words.id.ts", says: &["{name}: {"], remote: true },
    Place { file: "frontend/src/features/products/choices.ts", says: &["\"{name}\""], remote: false },
    Place {
        file: "frontend/src/features/products/components/columns.tsx",
        says: &["ofChannel(\"{name}\")"],
        remote: false,
    },
    Place { file: "frontend/src/features/products/words.id.ts", says: &["{name}: "], remote: false },
];

/// The file names that a marketplace may have, beside those of `mapping/` and `sandbox/`, which follow its own words.
const SOURCES: [&str; 15] = [
    "addresses",
    "capabilities",
    "check",
    "client",
    "config",
    "facts",
    "lib",
    "mapping",
    "marketplace",
    "presets",
    "sandbox",
    "tests",
    "thumbnail",
    "webhook",
    "wire",
];
const CLIENT: [&str; 14] = [
    "account",
    "ahead",
    "call",
    "categories",
    "create",
    "edits",
    "listings",
    "logistics",
    "media",
    "notices",
    "parse_error",
    "promotions",
    "send",
    "sign",
];
const WIRE: [&str; 10] = [
    "account",
    "categories",
    "edit",
    "envelope",
    "fields",
    "listing",
    "logistics",
    "notice",
    "promotions",
    "tolerant",
];
/// The files that none may lack.
const NEEDED: [&str; 7] = [
    "Cargo.toml",
    "README.md",
    "fees.json",
    "src/lib.rs",
    "src/capabilities.rs",
    "src/marketplace.rs",
    "src/presets.rs",
];
/// The files that no channel may lack that is reached over the network.
const NEEDED_REMOTE: [&str; 13] = [
    "src/client/account.rs",
    "src/client/create.rs",
    "src/client/edits.rs",
    "src/client/listings.rs",
    "src/client/media.rs",
    "src/client/parse_error.rs",
    "src/client/send.rs",
    "src/client/sign.rs",
    "src/config.rs",
    "src/mapping.rs",
    "src/sandbox.rs",
    "src/webhook.rs",
    "src/wire.rs",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3).unwrap().to_owned()
}

fn text(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|problem| panic!("{file}: {problem}"))
}

fn name_of(entry: &Entry) -> String {
    (entry.capabilities)().channel.to_string()
}

/// The names in a folder; without their ending where they have `.rs`.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.map(|name| name.strip_suffix(".rs").unwrap_or(&name).to_owned()).collect()
}

#[test]
fn every_channel_is_in_every_place() {
    let mut missing = Vec::new();
    for place in PLACES {
        let text = text(place.file);
        for line in place.says {
            let concerned = CHANNELS.iter().filter(|entry| entry.setting.is_some() || !place.remote);
            let counts: Vec<(String, usize)> = concerned
                .map(|entry| {
                    let line = line.replace("{name}", &name_of(entry));
                    let line = line.replace("{SETTING}", entry.setting.unwrap_or_default());
                    let count = text.matches(&line).count();
                    (line, count)
                })
                .collect();
            // A function that has the setting of one channel has those of all.
            let most = counts.iter().map(|(_, count)| *count).max().unwrap_or_default().max(1);
            let most = if place.file == "infra/template.yaml" { most } else { 1 };
            let fewer = counts.into_iter().filter(|(_, count)| *count < most);
            missing.extend(fewer.map(|(line, count)| format!("{}: {line} ({count} of {most})", place.file)));
        }
    }
    assert!(missing.is_empty(), "missing, see docs/ADDING-A-MARKETPLACE.md: {missing:#?}");
}

#[test]
fn the_page_about_adding_a_marketplace_names_every_place() {
    let page = text("docs/ADDING-A-MARKETPLACE.md");
    let unnamed: Vec<_> = PLACES.iter().map(|place| place.file).filter(|file| !page.contains(file)).collect();
    assert!(unnamed.is_empty(), "{unnamed:#?}");
}

#[test]
fn every_folder_is_a_channel_of_the_registry() {
    let folders = names(&root().join("shared/marketplaces"));
    let channels: BTreeSet<String> = CHANNELS.iter().map(name_of).chain(["registry".to_owned()]).collect();
    assert_eq!(folders, channels);
}

#[test]
fn all_marketplaces_have_one_shape() {
    let mut wrong = Vec::new();
    for entry in &CHANNELS {
        let folder = root().join("shared/marketplaces").join(name_of(entry));
        let remote = NEEDED_REMOTE.iter().filter(|_| entry.setting.is_some());
        for file in NEEDED.iter().chain(remote) {
            if !folder.join(file).exists() {
                wrong.push(format!("{}/{file} is missing", name_of(entry)));
            }
        }
        for (part, allowed) in [("src", &SOURCES[..]), ("src/client", &CLIENT[..]), ("src/wire", &WIRE[..])] {
            let strange =
                names(&folder.join(part)).into_iter().filter(|name| !allowed.contains(&name.as_str()));
            wrong.extend(
                strange.map(|name| {
                    format!("{}/{part}/{name}: no other channel knows this name", name_of(entry))
                }),
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
