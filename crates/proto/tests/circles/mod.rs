//! Which modules of a crate import each other, read from its source.
//!
//! A module imports another where it names an item of it, in a `use` or in a
//! path. A re-export (`pub use`) is followed to where the item is, and is no
//! import of its own. Test modules are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A module's path, without `crate`.
type Module = Vec<String>;

/// Pairs of modules that import each other, as they are written in Rust.
pub(crate) fn pairs(src: &Path) -> Vec<String> {
    both_ways(&arrows(src))
}

/// Pairs of the crate's own modules, each with all that is in it, that import each
/// other.
pub(crate) fn rooms(src: &Path) -> Vec<String> {
    let room = |module: Module| module.into_iter().take(1).collect::<Module>();
    let rooms = arrows(src).into_iter();
    let rooms = rooms.map(|(from, to)| (room(from), room(to)));
    both_ways(
        &rooms
            .filter(|(from, to)| !from.is_empty() && !to.is_empty())
            .collect(),
    )
}

/// Which module imports which.
fn arrows(src: &Path) -> BTreeSet<(Module, Module)> {
    let mut texts = BTreeMap::new();
    collect(src, &Vec::new(), &mut texts);
    let exports = exports(&texts);
    let mut arrows = BTreeSet::new();
    for (module, text) in &texts {
        for path in paths(text, module) {
            if let Some(target) = target(path, &texts, &exports)
                && target != *module
            {
                arrows.insert((module.clone(), target));
            }
        }
    }
    arrows
}

fn both_ways(arrows: &BTreeSet<(Module, Module)>) -> Vec<String> {
    let both_ways = arrows
        .iter()
        .filter(|(from, to)| from < to && arrows.contains(&(to.clone(), from.clone())));
    both_ways
        .map(|(from, to)| format!("{} <-> {}", name(from), name(to)))
        .collect()
}

fn name(module: &Module) -> String {
    format!("crate::{}", module.join("::"))
}

/// Reads the files below a folder, but for those that hold tests alone.
fn collect(folder: &Path, module: &Module, texts: &mut BTreeMap<Module, String>) {
    for entry in fs::read_dir(folder).expect("a folder of the source") {
        let path = entry.expect("an entry of it").path();
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let stem = stem.expect("a name in UTF-8").to_owned();
        let mut inner = module.clone();
        if !matches!(&*stem, "mod" | "lib" | "main") {
            inner.push(stem);
        }
        if path.is_dir() {
            collect(&path, &inner, texts);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            let text = fs::read_to_string(&path).expect("a file of the source");
            texts.insert(inner, without_tests_and_comments(&text));
        }
    }
    let of_tests: Vec<Module> = texts
        .iter()
        .flat_map(|(module, text)| {
            let declared = text.split("#[cfg(test)]\nmod ").skip(1);
            declared.filter_map(|rest| {
                let (name, _) = rest.split_once(';')?;
                Some([&module[..], &[name.to_owned()]].concat())
            })
        })
        .collect();
    texts.retain(|module, _| !of_tests.iter().any(|tests| module.starts_with(tests)));
}

/// Tests stand at the end of a file, or in one of their own.
fn without_tests_and_comments(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next();
    let lines = code.unwrap_or_default().lines();
    lines
        .map(|line| {
            let comment = line.trim_start().starts_with("//");
            if comment {
                "\n".into()
            } else {
                format!("{line}\n")
            }
        })
        .collect()
}

/// Where the names that a module exports from another one lead.
fn exports(texts: &BTreeMap<Module, String>) -> BTreeMap<Module, Module> {
    let mut exports = BTreeMap::new();
    for (module, text) in texts {
        for statement in statements(text) {
            let Some((_, tree)) = statement
                .split_once(" use ")
                .filter(|(v, _)| v.contains("pub"))
            else {
                continue;
            };
            for path in leaves(tree) {
                let (path, last) = absolute(&path, module, texts);
                if let Some(last) = last {
                    let target = [&path[..], std::slice::from_ref(&last)].concat();
                    exports.insert([&module[..], &[last]].concat(), target);
                }
            }
        }
    }
    exports
}

/// Every statement, on one line.
fn statements(text: &str) -> impl Iterator<Item = String> {
    text.split(';').map(|statement| {
        let line = statement.split_whitespace().collect::<Vec<_>>().join(" ");
        // What stands before the statement in the same piece of text.
        let start = [
            "pub use ",
            "pub(crate) use ",
            "pub(super) use ",
            "use ",
            "pub(in ",
        ]
        .iter()
        .filter_map(|word| line.rfind(word))
        .min();
        match start {
            Some(start) => format!(" {}", &line[start..]),
            None => String::new(),
        }
    })
}

/// The paths that a module imports or names, from the crate's root.
fn paths(text: &str, module: &Module) -> BTreeSet<Module> {
    let mut found = BTreeSet::new();
    let mut add = |path: &str| {
        let mut words = path.split("::").map(str::trim);
        let mut absolute = match words.next() {
            Some("crate") => Vec::new(),
            Some("super") if !module.is_empty() => module[..module.len() - 1].to_vec(),
            _ => return,
        };
        for word in words {
            match word {
                "super" => drop(absolute.pop()),
                "self" | "*" | "" => {}
                word => absolute.push(word.to_owned()),
            }
        }
        found.insert(absolute);
    };
    for statement in statements(text) {
        if let Some(tree) = statement.strip_prefix(" use ") {
            for path in leaves(tree) {
                add(&path);
            }
        }
    }
    // Paths in the code itself.
    let code = text.lines().filter(|line| !line.contains("use "));
    for line in code {
        for start in ["crate::", "super::"] {
            for (at, _) in line.match_indices(start) {
                let in_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
                let preceded = line[..at].chars().next_back().is_some_and(in_path);
                let path = line[at..].split(|c| !in_path(c)).next();
                if let Some(path) = path.filter(|_| !preceded) {
                    add(path.trim_end_matches(':'));
                }
            }
        }
    }
    found
}

/// The paths of a tree such as `a::{b, c::{d, e as f}}`.
fn leaves(tree: &str) -> Vec<String> {
    let Some((prefix, rest)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        return vec![path.trim().to_owned()];
    };
    let inside = rest.rsplit_once('}').map_or(rest, |(inside, _)| inside);
    let mut depth = 0;
    let parts = inside.split(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    });
    let parts = parts.map(str::trim).filter(|part| !part.is_empty());
    parts
        .flat_map(leaves)
        .map(|leaf| format!("{}{leaf}", prefix.trim()))
        .collect()
}

/// The path of a re-export, which may be relative, and its last word.
fn absolute(
    path: &str,
    module: &Module,
    texts: &BTreeMap<Module, String>,
) -> (Module, Option<String>) {
    let mut words: Vec<String> = path.split("::").map(str::to_owned).collect();
    let last = words.pop().filter(|last| last != "*" && last != "self");
    let mut base = match words.first().map(String::as_str) {
        Some("crate") => Vec::new(),
        Some("super") => module[..module.len().saturating_sub(1)].to_vec(),
        Some(first) => {
            let mut child = module.clone();
            child.push(first.to_owned());
            if !texts.contains_key(&child) {
                return (Vec::new(), None);
            }
            child
        }
        None => return (Vec::new(), None),
    };
    base.extend(words.into_iter().skip(1));
    (base, last)
}

/// The module in which the item of a path is.
fn target(
    mut path: Module,
    texts: &BTreeMap<Module, String>,
    exports: &BTreeMap<Module, Module>,
) -> Option<Module> {
    // Re-exports of re-exports.
    for _ in 0..8 {
        let known = (1..=path.len())
            .rev()
            .find_map(|len| Some((len, exports.get(&path[..len])?)));
        let Some((len, to)) = known else { break };
        path = [&to[..], &path[len..]].concat();
    }
    (0..=path.len())
        .rev()
        .map(|len| path[..len].to_vec())
        .find(|module| texts.contains_key(module))
}
