//! Limits the length of functions.

use std::fs;

use super::{files, root};

/// The number of functions over 60 lines in product code. It may only become smaller: lower it when you shorten one.
const LONG: usize = 18;
const LINES: usize = 60;

/// The functions of a file that `rustfmt` formatted, each with its number of lines.
fn functions(text: &str) -> Vec<(String, usize)> {
    let text = text.split("\nmod tests {").next().unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let words = line.trim_start();
        let words =
            words.strip_prefix("pub").map_or(words, |rest| rest.split_once(' ').map_or("", |(_, w)| w));
        let words =
            ["const ", "async ", "unsafe "].iter().fold(words, |w, word| w.strip_prefix(word).unwrap_or(w));
        let Some(name) = words.strip_prefix("fn ") else { continue };
        // A declaration without a body ends with a semicolon.
        let opens =
            lines[at..].iter().find(|line| line.ends_with('{') || line.ends_with(';') || line.ends_with('}'));
        if opens.is_none_or(|line| !line.ends_with('{')) {
            continue;
        }
        let indent = &line[..line.len() - line.trim_start().len()];
        let end = format!("{indent}}}");
        let length = lines[at..].iter().position(|line| *line == end).map_or(0, |last| last + 1);
        let name = name.split(['(', '<']).next().unwrap_or_default();
        found.push((name.to_owned(), length));
    }
    found
}

#[test]
fn long_functions_become_fewer() {
    let mut long = Vec::new();
    let mut seen = 0;
    for path in files(".rs") {
        let relative = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        let product = relative.starts_with("shared/") || relative.starts_with("functions/");
        if !product || relative.contains("/tests/") || relative.ends_with("tests.rs") {
            continue;
        }
        for (name, lines) in functions(&fs::read_to_string(&path).unwrap()) {
            seen += 1;
            if lines > LINES {
                long.push(format!("{relative}: {name} ({lines} lines)"));
            }
        }
    }
    assert!(seen > 3000, "the reader finds nothing any more: {seen}");
    assert!(long.len() <= LONG, "more long functions than {LONG}; shorten one: {long:#?}");
    assert!(long.len() == LONG, "only {} long functions are left: lower LONG to that", long.len());
}
