//! The shell's rooms stand as the map draws them: each floor uses only those
//! below it, and no two modules import each other.

use std::fs;
use std::path::{Path, PathBuf};

use rcon_proto::Game;

#[path = "../crates/proto/tests/circles/mod.rs"]
mod circles;

/// From the ground up. What stands on one floor knows nothing of its
/// neighbours there.
const FLOORS: &[&[&str]] = &[
    &["order"],
    &["live"],
    &["error", "fit", "nearest"],
    &["commands"],
    &["system"],
    &["show"],
    &["typing"],
    &["request"],
    &["server"],
    &["ways", "generate"],
    &["run"],
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn no_arrow_runs_up_between_the_floors() {
    let mut up = Vec::new();
    visit(&source(), &mut |path, text| {
        let inside = path.strip_prefix(source()).unwrap();
        let room = inside.iter().next().unwrap().to_str().unwrap();
        let room = room.trim_end_matches(".rs");
        if matches!(room, "lib" | "main") {
            return;
        }
        for used in rooms_used(text) {
            if used != room && floor(&used) >= floor(room) {
                up.push(format!("{}: {used}", inside.display()));
            }
        }
    });
    assert_eq!(up, Vec::<String>::new());
}

#[test]
fn no_two_rooms_of_a_floor_use_each_other() {
    let mut arrows = Vec::new();
    visit(&source(), &mut |path, text| {
        let inside = path.strip_prefix(source()).unwrap();
        let mut parts = inside.iter().map(|part| part.to_str().unwrap());
        let (Some(floor), Some(room)) = (parts.next(), parts.next()) else {
            return;
        };
        let room = room.trim_end_matches(".rs");
        for used in words_after(text, &format!("crate::{floor}::")) {
            if used != room && room != "mod" {
                arrows.push([format!("{floor}::{room}"), format!("{floor}::{used}")]);
            }
        }
    });
    arrows.sort();
    arrows.dedup();
    let back = |[from, to]: &[String; 2]| [to.clone(), from.clone()];
    let mut circles: Vec<_> = arrows
        .iter()
        .filter(|it| arrows.contains(&back(it)))
        .collect();
    circles.retain(|it| it[0] < it[1]);
    assert_eq!(circles, Vec::<&[String; 2]>::new());
}

#[test]
fn every_room_has_its_floor_in_the_map() {
    let map = fs::read_to_string(source().join("../../README.md")).unwrap();
    for room in FLOORS.iter().copied().flatten() {
        let named = [format!("`{room}/`"), format!("`{room}.rs`")];
        assert!(named.iter().any(|name| map.contains(name)), "{room}");
    }
}

/// A promise is worth what holds it.
#[test]
fn each_promise_names_a_test_that_exists() {
    let root = source().join("../../..");
    let page = fs::read_to_string(root.join("crates/SECURITY.md")).unwrap();
    let rows = page
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains(".rs`"));
    let mut promises = 0;
    for row in rows {
        let cell = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let words: Vec<&str> = cell
            .split('`')
            .filter(|word| !word.trim().is_empty())
            .collect();
        let [file, test] = words[..] else {
            panic!("no file and test in {row}");
        };
        let code = fs::read_to_string(root.join(file)).unwrap_or_else(|_| panic!("no {file}"));
        let found = code.split("#[test]").skip(1).any(|behind| {
            let name = behind
                .split("fn ")
                .nth(1)
                .and_then(|name| name.split('(').next());
            name == Some(test)
        });
        assert!(found, "no test {test} in {file}");
        promises += 1;
    }
    assert!(promises > 20, "{promises}");
}

/// Those of `rcon-proto` are looked at in its own tests.
#[test]
fn no_two_modules_import_each_other() {
    assert_eq!(circles::pairs(&source()), Vec::<String>::new());
    let simulator = source().join("../../sim/src");
    assert_eq!(circles::pairs(&simulator), Vec::<String>::new());
    for src in [source(), simulator] {
        assert_eq!(circles::rooms(&src), Vec::<String>::new());
    }
}

/// The map names files by the ends of their paths: a file that has moved is
/// missed.
#[test]
fn each_file_that_the_map_names_is_there() {
    let crates = source().join("../..");
    let map = fs::read_to_string(crates.join("README.md")).unwrap();
    let mut there = Vec::new();
    for inside in [
        "crates/proto",
        "crates/shell",
        "crates/sim",
        "tests",
        ".ci",
        ".github",
    ] {
        paths_below(&crates.join("..").join(inside), inside, &mut there);
    }
    let mut named = 0;
    for word in map.split('`').skip(1).step_by(2) {
        let is_path = word.contains('/')
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-/".contains(c))
            && !word.starts_with('/');
        if is_path {
            named += 1;
            let end = format!("/{}", word.trim_end_matches('/'));
            let found = there.iter().any(|path| {
                let path = format!("/{path}");
                path.ends_with(&end) || path.ends_with(&format!("{end}.rs"))
            });
            assert!(found, "the map names {word}, which is not there");
        }
    }
    assert!(named > 60, "{named}");
}

/// Files and folders, but for what is built.
fn paths_below(folder: &Path, as_named: &str, paths: &mut Vec<String>) {
    paths.push(as_named.to_owned());
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let named = format!("{as_named}/{}", entry.file_name().to_str().unwrap());
        if entry.file_name() == "target" {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            paths_below(&entry.path(), &named, paths);
        } else {
            paths.push(named);
        }
    }
}

/// Strings that are the same as a game's word and mean something else.
const OTHER_MEANINGS: &[(&str, &[&str])] = &[
    // Values of settings and of `--color`.
    ("shell/src/commands/setting.rs", &["auto", "stop"]),
    ("shell/src/request/manner.rs", &["stop"]),
    ("shell/src/show/style.rs", &["auto"]),
    // What people type to leave any shell.
    ("shell/src/commands/words.rs", &["exit", "quit"]),
    // Words that are no secret.
    ("shell/src/live/index.rs", &["exit"]),
    // A thread's name.
    ("shell/src/server/restart/away.rs", &["restart"]),
    // Shapes of logins.
    ("proto/src/shown/text.rs", &["source", "battleye"]),
    // What a person types to leave a telnet console, not to stop its server.
    ("proto/src/dialogue/telnet/mod.rs", &["exit"]),
    // Console variables that no file may set.
    ("proto/src/settings/cfg.rs", &["stop"]),
];

/// What stands in two places contradicts itself one day.
#[test]
fn names_and_stop_words_of_games_stand_in_their_table_alone() {
    let mut words: Vec<&str> = Vec::new();
    for game in Game::ALL {
        let facts = game.facts();
        words.extend([facts.name, facts.stop]);
        words.extend(facts.stop_words);
    }
    let crates = source().join("../..");
    let mut found = Vec::new();
    for inner in ["proto/src", "shell/src"] {
        visit(&crates.join(inner), &mut |path, text| {
            let inside = path.strip_prefix(&crates).unwrap();
            let tests = ["tests", "table", "builtin", "properties", "fake"];
            if inside.components().any(|part| {
                let part = part.as_os_str().to_str().unwrap();
                tests.contains(&part.trim_end_matches(".rs")) || part.ends_with("_tests.rs")
            }) {
                return;
            }
            let others = OTHER_MEANINGS
                .iter()
                .find(|(file, _)| Path::new(file) == inside);
            let others = others.map_or(&[][..], |(_, words)| *words);
            let code = code(text);
            for word in &words {
                if !others.contains(word) && code.contains(&format!("\"{word}\"")) {
                    found.push(format!("{}: {word}", inside.display()));
                }
            }
        });
    }
    assert_eq!(found, Vec::<String>::new());
}

/// Else a command that gets another name keeps its old one somewhere.
#[test]
fn names_of_own_commands_stand_in_their_table_alone() {
    let table = source().join("commands/table.rs");
    let text = fs::read_to_string(&table).unwrap();
    let names: Vec<&str> = text
        .split("typed: \"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        // `help` is a server's word too.
        .filter(|name| name.starts_with('!'))
        .collect();
    assert!(names.len() > 20, "{names:?}");
    let mut found = Vec::new();
    visit(&source(), &mut |path, text| {
        if path == table || path.file_stem().is_some_and(|stem| stem == "tests") {
            return;
        }
        for said in texts(&code(text)) {
            for name in names.iter().filter(|name| names_it(&said, name)) {
                found.push(format!("{}: {name}", path.display()));
            }
        }
    });
    assert_eq!(found, Vec::<String>::new());
}

/// The library says what happened, and this program which option helps.
#[test]
fn the_library_names_no_option_of_the_program() {
    let args = rcon_shell::internals::command();
    let options: Vec<String> = args
        .get_arguments()
        .filter_map(|arg| Some(format!("--{}", arg.get_long()?)))
        .collect();
    assert!(options.len() > 20, "{options:?}");
    assert!(names_it("try --game rust", "--game") && !names_it("---players", "--players"));
    let mut found = Vec::new();
    visit(&source().join("../../proto/src"), &mut |path, text| {
        for said in texts(&code(text)) {
            for option in options.iter().filter(|option| names_it(&said, option)) {
                found.push(format!("{}: {option}", path.display()));
            }
        }
    });
    assert_eq!(found, Vec::<String>::new());
}

/// What stands in quotes in a file's code, near enough.
fn texts(code: &str) -> Vec<String> {
    let code = code.replace("\\\"", "'").replace("'\"'", "' '");
    code.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// Whether a text has this word, and not within another.
fn names_it(text: &str, word: &str) -> bool {
    let within = |c: char| c.is_alphanumeric() || c == '-' || c == '!';
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let behind = text[at + word.len()..].chars().next();
        !before.is_some_and(within) && !behind.is_some_and(within)
    })
}

/// How high a room stands.
#[track_caller]
fn floor(room: &str) -> usize {
    let found = FLOORS.iter().position(|floor| floor.contains(&room));
    found.unwrap_or_else(|| panic!("{room} stands on no floor: give it one here and in the map"))
}

/// The rooms that a file names, but for its tests.
fn rooms_used(text: &str) -> Vec<String> {
    words_after(text, "crate::")
}

/// The words behind a beginning of paths, in the code of a file.
fn words_after(text: &str, start: &str) -> Vec<String> {
    let code = code(text);
    let paths = code.split(start).skip(1);
    paths
        .map(|path| {
            let end = path.find(|c: char| !c.is_alphanumeric() && c != '_');
            path[..end.unwrap_or(path.len())].to_owned()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// A file without its tests and the lines that are comments.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code: Vec<&str> = code.lines().filter(is_code).collect();
    code.join("\n")
}

fn visit(folder: &Path, see: &mut dyn FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit(&path, see);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            see(&path, &fs::read_to_string(&path).unwrap());
        }
    }
}
