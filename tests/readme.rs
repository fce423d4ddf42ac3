//! What the README tells people to type is what the program takes.

use std::path::Path;

use crate::support::rcon;

fn readme() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::fs::read_to_string(root.join("README.md")).unwrap()
}

/// The lines of all code blocks, those that end in a backslash joined.
fn code_lines(markdown: &str) -> Vec<String> {
    let mut fenced = false;
    let mut lines = Vec::new();
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            lines.push(line.trim_start().trim_start_matches("$ "));
        }
    }
    let text = lines.join("\n").replace("\\\n", " ");
    text.lines().map(str::to_owned).collect()
}

/// The arguments of every `rcon-shell` that is called in this line.
fn calls(line: &str) -> Vec<Vec<String>> {
    let words = shlex::split(line).unwrap_or_default();
    let ends = |word: &String| ["|", "||", "&&", ";", "&", ")"].contains(&word.as_str());
    words
        .split(ends)
        .filter_map(|command| {
            let at = command.iter().position(|word| word == "rcon-shell")?;
            let redirected = |word: &&String| !word.starts_with(['>', '<']);
            Some(
                command[at + 1..]
                    .iter()
                    .take_while(redirected)
                    .cloned()
                    .collect(),
            )
        })
        .collect()
}

#[test]
fn every_command_line_in_it_is_taken() {
    let calls: Vec<_> = code_lines(&readme())
        .iter()
        .flat_map(|line| calls(line))
        .collect();
    assert!(calls.len() >= 5, "the README shows few commands: {calls:?}");
    for args in calls {
        println!("rcon-shell {args:?}");
        // The version is printed once everything before it was understood.
        rcon(&args).args(["--version"]).assert().code(0);
    }
}

#[test]
fn the_demo_and_the_tests_are_its_first_two_commands() {
    let lines = code_lines(&readme());
    let commands: Vec<_> = lines
        .iter()
        .filter(|line| line.starts_with("cargo "))
        .collect();
    assert!(commands[0].ends_with("-- --demo"), "{commands:?}");
    assert!(commands[1].starts_with("cargo test"), "{commands:?}");
}
