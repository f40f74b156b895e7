//! A small reader of imports: which file of a crate uses which other.
//!
//! It reads `use` statements, paths that begin with `crate`, `super` or `self`, and paths that begin with a module of
//! the same file. A name that a file only re-exports with `pub use` is followed to the file that defines it: an import
//! of the name depends on that definition, and the re-export itself is not a dependency.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// A module by its path from the crate's root; empty for the root.
pub type Module = Vec<String>;

/// The files of a crate with the files that each uses.
pub type Imports = BTreeMap<Module, BTreeSet<Module>>;

/// A path, and whether it is only re-exported.
struct Used {
    path: Module,
    /// The name in this file: that of an `as`, otherwise the last part of the path.
    name: String,
    passed_on: bool,
}

/// Reads the crate whose sources lie in `src`.
pub fn of_crate(src: &Path) -> Imports {
    let mut texts = BTreeMap::new();
    read_folder(src, &mut Module::new(), &mut texts);
    let modules: BTreeSet<&Module> = texts.keys().collect();
    let used: BTreeMap<&Module, Vec<Used>> =
        texts.iter().map(|(module, text)| (module, uses_of(module, text, &modules))).collect();
    let mut known: BTreeMap<(Module, String), Module> = BTreeMap::new();
    for (module, used) in &used {
        for one in used.iter().filter(|one| !one.name.is_empty()) {
            known.insert(((*module).clone(), one.name.clone()), one.path.clone());
        }
    }
    let mut imports = Imports::new();
    for (module, used) in used {
        let of = used.iter().filter(|one| !one.passed_on);
        let of = of.map(|one| file_of(&definition(&one.path, &known, &modules), &modules));
        imports.insert(module.clone(), of.filter(|file| file != module).collect());
    }
    imports
}

fn read_folder(folder: &Path, module: &mut Module, texts: &mut BTreeMap<Module, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if name == "tests" {
            continue;
        }
        if path.is_dir() {
            module.push(name);
            read_folder(&path, module, texts);
            module.pop();
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let mut of = module.clone();
            // The imports of a crate's root file belong to the crate itself.
            if !(module.is_empty() && name == "lib") {
                of.push(name);
            }
            texts.insert(of, code_of(&fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The text up to its tests, without comments and without the contents of strings.
fn code_of(text: &str) -> String {
    let text = text.split("\nmod tests {").next().unwrap_or_default();
    let mut code = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let skipped = match letter {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '"' => 1 + quoted(&rest[1..]),
            'r' if rest.starts_with("r#\"") => rest.find("\"#").map_or(rest.len(), |end| end + 2),
            // A character literal, and not a lifetime.
            '\'' if rest.starts_with("'\\") => 2 + rest[2..].find('\'').map_or(0, |end| end + 1),
            '\'' if rest.chars().nth(2) == Some('\'') => {
                rest.char_indices().nth(3).map_or(rest.len(), |c| c.0)
            }
            _ => 0,
        };
        if skipped == 0 {
            code.push(letter);
        }
        rest = &rest[skipped.max(letter.len_utf8())..];
    }
    code
}

/// The length of a string's text, including its closing quote.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

fn uses_of(module: &Module, text: &str, modules: &BTreeSet<&Module>) -> Vec<Used> {
    let mut used = Vec::new();
    let mut rest = String::new();
    let mut statement: Option<String> = None;
    for line in text.lines() {
        let begins = ["use ", "pub use ", "pub(crate) use ", "pub(super) use "];
        if statement.is_none() && begins.iter().any(|begin| line.trim_start().starts_with(begin)) {
            statement = Some(String::new());
        }
        if let Some(whole) = &mut statement {
            whole.push_str(line.trim());
            whole.push(' ');
            if line.trim_end().ends_with(';') {
                read_use(module, &statement.take().unwrap_or_default(), modules, &mut used);
            }
        } else {
            rest.push_str(line);
            rest.push('\n');
        }
    }
    for path in paths_in(&rest) {
        if let Some(path) = absolute(module, &path, modules) {
            used.push(Used { path, name: String::new(), passed_on: false });
        }
    }
    used
}

fn read_use(module: &Module, statement: &str, modules: &BTreeSet<&Module>, used: &mut Vec<Used>) {
    let passed_on = statement.starts_with("pub");
    let tree = statement.split_once("use ").map_or("", |(_, tree)| tree).trim().trim_end_matches(';');
    let mut leaves = Vec::new();
    flatten("", tree, &mut leaves);
    for leaf in leaves {
        let (path, alias) = leaf.split_once(" as ").map_or((leaf.as_str(), None), |(p, a)| (p, Some(a)));
        let path = path.trim_end_matches("::self");
        let parts: Vec<String> = path.split("::").map(|part| part.trim().to_owned()).collect();
        if let Some(path) = absolute(module, &parts, modules) {
            let last = path.last().cloned().unwrap_or_default();
            used.push(Used { name: alias.map_or(last, |alias| alias.trim().to_owned()), path, passed_on });
        }
    }
}

/// The paths of a `use` tree.
fn flatten(before: &str, tree: &str, leaves: &mut Vec<String>) {
    let (mut depth, mut part) = (0, String::new());
    let mut parts = Vec::new();
    for letter in tree.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(letter);
    }
    parts.push(part);
    for part in parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()) {
        match part.split_once('{') {
            Some((head, inner)) => {
                let inner = inner.trim_end().strip_suffix('}').unwrap_or(inner);
                flatten(&format!("{before}{}", head.trim()), inner, leaves);
            }
            None => leaves.push(format!("{before}{part}")),
        }
    }
}

/// Every path `a::b::c` in the text, as its parts.
fn paths_in(text: &str) -> Vec<Vec<String>> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let words = text.split(|c: char| !is_part(c)).filter(|word| word.contains("::"));
    let parts =
        words.map(|word| word.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect());
    parts.filter(|parts: &Vec<String>| !parts.is_empty()).collect()
}

/// The path from the crate's root; `None` for a path into another crate.
fn absolute(module: &Module, path: &[String], modules: &BTreeSet<&Module>) -> Option<Module> {
    let mut at = module.clone();
    let mut rest = path;
    match rest.first()?.as_str() {
        "crate" => (at, rest) = (Module::new(), &rest[1..]),
        "self" => rest = &rest[1..],
        "super" => {
            while rest.first().is_some_and(|part| part == "super") {
                at.pop();
                rest = &rest[1..];
            }
        }
        child => {
            let mut known = at.clone();
            known.push(child.to_owned());
            if !modules.contains(&known) {
                return None;
            }
        }
    }
    at.extend(rest.iter().cloned());
    Some(at)
}

fn file_of(path: &[String], modules: &BTreeSet<&Module>) -> Module {
    let mut path = path.to_vec();
    while !path.is_empty() && !modules.contains(&path) {
        path.pop();
    }
    path
}

/// Follows re-exported names to their definition.
fn definition(
    path: &[String],
    known: &BTreeMap<(Module, String), Module>,
    modules: &BTreeSet<&Module>,
) -> Module {
    let mut path = path.to_vec();
    for _ in 0..8 {
        let file = file_of(&path, modules);
        let Some(name) = path.get(file.len()) else { break };
        let Some(target) = known.get(&(file.clone(), name.clone())) else { break };
        let next: Module = target.iter().chain(&path[file.len() + 1..]).cloned().collect();
        if next == path {
            break;
        }
        path = next;
    }
    path
}

/// The circles among files: groups in which every file reaches every other one. Each group is sorted.
pub fn circles(imports: &Imports) -> BTreeSet<Vec<String>> {
    let reach: BTreeMap<&Module, BTreeSet<&Module>> =
        imports.keys().map(|module| (module, reached_from(module, imports))).collect();
    let circle = |module: &Module| -> Vec<String> {
        let both = reach[module].iter().filter(|other| reach[**other].contains(module));
        both.map(|other| other.join("::")).collect()
    };
    imports.keys().map(circle).filter(|circle| circle.len() > 1).collect()
}

fn reached_from<'a>(module: &'a Module, imports: &'a Imports) -> BTreeSet<&'a Module> {
    let mut reached = BTreeSet::new();
    let mut next = vec![module];
    while let Some(file) = next.pop() {
        next.extend(imports.get(file).into_iter().flatten().filter(|used| reached.insert(*used)));
    }
    reached
}
