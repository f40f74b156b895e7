//! Checks that the documents about the API agree with the code.

use std::{collections::BTreeSet, fs, path::PathBuf};

use api::{openapi, permissions::TABLE, problem::codes};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Set `UPDATE_OPENAPI=1` to write the snapshot again, and check the difference before you commit it.
#[test]
fn the_openapi_snapshot_is_what_the_code_says() {
    let path = root().join("functions/api/openapi.json");
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        fs::write(&path, openapi::json()).unwrap();
        return;
    }
    assert!(
        openapi::SNAPSHOT == openapi::json(),
        "functions/api/openapi.json differs: run `UPDATE_OPENAPI=1 cargo test -p api openapi` and look at the difference"
    );
    assert!(openapi::SNAPSHOT.contains("\"openapi\": \"3.1.0\""));
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let mut names = BTreeSet::new();
    for item in openapi::document().paths.paths.into_values() {
        for operation in [item.get, item.put, item.post, item.patch, item.delete].into_iter().flatten() {
            let name = operation.operation_id.unwrap();
            assert!(names.insert(name.clone()), "two operations are called {name}");
        }
    }
}

#[tokio::test]
async fn the_served_document_is_the_snapshot() {
    let reply = crate::world::World::new().get("/v1/openapi.json").await;
    assert_eq!(reply.text, openapi::SNAPSHOT);
    assert_eq!(reply.header("content-type"), "application/json");
}

/// The rows of a Markdown table whose first cell is a code: code → the other cells.
fn rows(text: &str) -> Vec<(String, Vec<String>)> {
    let row = |line: &str| {
        let mut cells = line.trim().trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned());
        let code = cells.next()?.strip_prefix('`')?.strip_suffix('`')?.to_owned();
        Some((code, cells.collect()))
    };
    text.lines().filter(|line| line.starts_with("| `")).filter_map(row).collect()
}

fn section<'a>(text: &'a str, heading: &str) -> &'a str {
    let from = text.find(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("no section {heading}"));
    let rest = &text[from + 4..];
    rest.find("\n## ").map_or(rest, |to| &rest[..to])
}

#[test]
fn every_code_of_an_answer_is_documented_with_its_status_and_words() {
    let text = read("docs/ERRORS.md");
    let documented = rows(section(&text, "Answers of the API"));
    let expected: Vec<_> = codes::all()
        .map(|code| {
            let cells = [code.status.to_string(), code.detail.to_owned(), code.detail_en.to_owned()];
            (code.code.to_owned(), cells.to_vec())
        })
        .collect();
    for row in &expected {
        assert!(
            documented.contains(row),
            "docs/ERRORS.md lacks this row:\n| `{}` | {} |",
            row.0,
            row.1.join(" | ")
        );
    }
    assert_eq!(documented.len(), expected.len(), "docs/ERRORS.md has a row too many");
}

/// String literals that follow `marker` in the sources below `folder`.
fn literals(folder: &str, marker: &str, skip: usize) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in sources(&root().join(folder)) {
        let text = fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for rest in text.split(marker).skip(1) {
            // Only the literals of this call, up to the end of its statement.
            let call = rest.split(';').next().unwrap_or_default();
            if let Some(literal) = call.split('"').skip(1).step_by(2).nth(skip) {
                found.insert(literal.to_owned());
            }
        }
    }
    found
}

fn sources(folder: &std::path::Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("words") {
            // The sentences themselves, with examples of codes that do not exist.
            continue;
        }
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn every_code_that_a_use_case_refuses_with_is_in_the_table() {
    let refused = literals("shared/app/src", "UseCaseError::Refused { code: ", 0);
    // Not `publishing`: there a conflict is refused with a value, which `Invalid::new` names.
    let areas = ["catalogue", "intake", "pricing", "reports", "shops"];
    let helped: BTreeSet<String> =
        areas.iter().flat_map(|area| literals(&format!("shared/app/src/{area}"), "refused(", 0)).collect();
    for code in
        refused.iter().chain(&helped).filter(|code| code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
    {
        assert!(codes::find(code).is_some(), "{code} is not in shared/app/src/words/codes");
    }
    assert!(refused.contains("plan_empty"), "the search finds nothing any more: {refused:?}");
}

#[test]
fn every_code_of_an_invalid_value_is_in_the_table() {
    let mut invalid = BTreeSet::new();
    for folder in ["shared/domain/src", "shared/app/src"] {
        for at in [0, 1] {
            invalid.extend(literals(folder, "Invalid::new(", at));
        }
    }
    let words = invalid.iter().filter(|word| word.contains('_') && !word.contains(['[', '{', '.', ' ']));
    // The other literal of a call is the field's own name.
    let fields = [
        "base_price",
        "app_id",
        "service_id",
        "webhook_url",
        "option_values",
        "valid_from",
        "weight_g",
        "external_id",
        "offer_id",
        "pre_order_days",
        "sku_or_id",
        "charm_ending",
        "image_hash",
    ];
    for code in words.filter(|word| !fields.contains(&word.as_str())) {
        assert!(codes::find(code).is_some(), "{code} is not in shared/app/src/words/codes");
    }
    assert!(invalid.contains("title_too_long"), "the search finds nothing any more");
}

#[test]
fn every_reason_against_a_push_is_documented() {
    let text = read("docs/ERRORS.md");
    let blockers: BTreeSet<String> =
        rows(section(&text, "Why a change is not pushed")).into_iter().map(|(code, _)| code).collect();
    assert_eq!(blockers, blocker_codes());
    let prices: BTreeSet<String> =
        rows(section(&text, "Why there is no price")).into_iter().map(|(code, _)| code).collect();
    let expected: BTreeSet<String> =
        domain::pricing::NoPrice::ALL.iter().map(|reason| reason.as_str().to_owned()).collect();
    assert_eq!(prices, expected);
    let said: BTreeSet<String> =
        rows(section(&text, "What a channel said")).into_iter().map(|(code, _)| code).collect();
    let source = read("shared/app/src/error.rs");
    let codes = source.split("pub fn code(&self)").nth(1).unwrap().split("\n    }\n").next().unwrap();
    assert_eq!(said, codes.split('"').skip(1).step_by(2).map(str::to_owned).collect());
}

#[test]
fn every_failure_of_a_job_or_a_message_is_documented() {
    let text = read("docs/ERRORS.md");
    let documented: BTreeSet<String> =
        rows(section(&text, "Why a job or a message failed")).into_iter().map(|(code, _)| code).collect();
    let mut used: BTreeSet<String> = literals("shared/app/src", "Fail { code: ", 0);
    used.extend(literals("shared/app/src", "Failure { code: ", 0));
    used.extend(app::words::JobFailure::ALL.iter().map(|failure| failure.code().to_owned()));
    used.extend(literals("shared/app/src/publishing/push", ".fail(", 0));
    used.extend(literals("shared/app/src/publishing/push", ".fail_as_stale(", 0));
    used.extend(literals("shared/platform/src", "WorkError::Fail { code: ", 0));
    used.extend(literals("shared/app/src", "lost(", 0).iter().map(|what| format!("{what}_missing")));
    for code in used.iter().filter(|code| code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')) {
        assert!(
            documented.contains(code),
            "docs/ERRORS.md lacks {code} under \"Why a job or a message failed\""
        );
    }
    assert!(
        used.contains("stale") && used.contains("message_unreadable"),
        "the search finds nothing: {used:?}"
    );
}

/// The JSON names of the variants of `Blocker`. They are read from the source, because Rust cannot list the variants of
/// an enum.
fn blocker_codes() -> BTreeSet<String> {
    let source = read("shared/domain/src/plan/blocker.rs");
    let body = source.split("pub enum Blocker {").nth(1).unwrap().split("\n}\n").next().unwrap();
    let variant = |line: &str| {
        let name = line.strip_prefix("    ")?.trim_end_matches([',', '{', ' ']);
        (name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.bytes().all(|b| b.is_ascii_alphanumeric()))
        .then(|| snake(name))
    };
    body.lines().filter_map(variant).collect()
}

fn snake(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}

#[test]
fn every_route_is_in_the_handbook_with_its_role() {
    let text = read("docs/API.md");
    for (method, template, access) in TABLE {
        let role = access.role().map_or("open", |role| role.as_str());
        let key = if matches!(access, api::permissions::Access::Once(_)) { "yes" } else { "" };
        let row = format!("| `{method} {template}` | {role} | {key} |");
        assert!(text.contains(row.trim_end_matches(' ')), "docs/API.md lacks: {row}");
    }
}
