//! Every command line of the pages, in whatever kind of file it stands, is one
//! that the program takes.

use std::path::PathBuf;

use clap::Parser as _;
use rcon_shell::internals::{Args, Surroundings, resolve};

use super::page::{Block, PAGES, Page, README, REFERENCE};
use crate::support::Home;

/// The arguments of every `rcon-shell` that is called in a line of a shell, or
/// of a file that holds such a line.
fn calls(line: &str) -> Vec<Vec<String>> {
    let words = shlex::split(line).unwrap_or_default();
    let between = |word: &String| ["|", "||", "&&", ";", "&", ")"].contains(&word.as_str());
    let called = |word: &String| word == "rcon-shell" || word.ends_with("/rcon-shell");
    // A redirection, what other programs fill in, or their own arguments.
    let ours = |word: &&String| {
        !["<", ">", "$(", "{{", "::::"]
            .iter()
            .any(|w| word.starts_with(w))
    };
    words
        .split(between)
        .filter_map(|command| {
            let at = command.iter().position(called)?;
            let args = command[at + 1..].iter().take_while(ours);
            Some(args.map(|word| filled_in(word)).collect())
        })
        .collect()
}

/// A word as a shell would expand it: `${NAME:-DEFAULT}` is its default, any
/// other variable (and GNU parallel's `{}`) a server.
fn filled_in(word: &str) -> String {
    if let Some((_, default)) = word.split_once(":-") {
        return default.trim_end_matches('}').to_owned();
    }
    if word.starts_with('$') || word == "{}" {
        return "tf2".to_owned();
    }
    word.to_owned()
}

#[test]
fn every_command_line_is_taken() {
    let home = Home::new();
    let config = home.file("config.toml", Page::read(REFERENCE).block("[groups]"));
    let mut seen = 0;
    for page in PAGES.map(Page::read) {
        // A Dockerfile copies the program, which is no call of it.
        let blocks = page.blocks.iter();
        let blocks = blocks.filter(|block| block.language != "dockerfile");
        for line in blocks.flat_map(Block::lines) {
            let line = line.trim_start().trim_start_matches("$ ");
            for words in calls(line) {
                assert_taken(line, &words, &config);
                seen += 1;
            }
        }
    }
    assert!(seen >= 30, "the pages show few commands: {seen}");
}

/// Fails unless the program would run with these arguments.
#[track_caller]
fn assert_taken(line: &str, words: &[String], config: &str) {
    let call = std::iter::once("rcon-shell").chain(words.iter().map(String::as_str));
    let mut args =
        Args::try_parse_from(call).unwrap_or_else(|error| panic!("{line}\n{words:?}\n{error}"));
    args.config = Some(PathBuf::from(config));
    // The scripts take the server from the environment.
    let around = Surroundings::with_variables(|name| match name {
        "RCON_HOST" => Some("game.example.com".into()),
        _ => None,
    });
    if let Err(error) = resolve(&args, &around, None) {
        // A bare line of a pipe: what comes before it is the script.
        assert!(line.contains('|'), "{line}\n{error}");
    }
}

#[test]
fn the_readme_s_first_two_commands_are_the_demo_and_the_tests() {
    let readme = Page::read(README);
    let lines = readme.blocks.iter().flat_map(Block::lines);
    let commands: Vec<_> = lines.take(2).collect();
    let expected = ["cargo run --release -- --demo", "cargo test --workspace"];
    assert_eq!(commands, expected);
}
