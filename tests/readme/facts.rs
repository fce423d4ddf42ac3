//! What the pages say of the program is so, and their links lead somewhere.

use rcon_proto::ErrorKind;
use rcon_shell::internals::{command, exit_code};

#[cfg(unix)]
use super::page::REFERENCE;
use super::page::{PAGES, Page, README, root};
use crate::support::{Server, Target as _, nobody, rcon, with_deadline};

/// Headings below which other programs' options are named.
const OTHERS_OPTIONS: &str = "## Coming from another client";

#[test]
fn every_option_that_is_named_is_there() {
    let mut command = command();
    // With --help and --version.
    command.build();
    let known: Vec<_> = command
        .get_arguments()
        .filter_map(clap::Arg::get_long)
        .collect();
    let mut seen = 0;
    for page in PAGES.map(Page::read) {
        let own = page.prose.split(OTHERS_OPTIONS).next().unwrap();
        // Odd parts are between backticks.
        for code in own.split('`').skip(1).step_by(2) {
            let words = code.split([' ', '=']);
            for option in words.filter_map(|word| word.strip_prefix("--")) {
                assert!(known.contains(&option), "{}: --{option}", page.name);
                seen += 1;
            }
        }
    }
    assert!(seen >= 10, "few options are named: {seen}");
}

#[test]
fn the_exit_codes_are_the_program_s() {
    let readme = Page::read(README);
    for kind in [
        ErrorKind::Other,
        ErrorKind::Usage,
        ErrorKind::Connect,
        ErrorKind::Refused,
        ErrorKind::Closed,
        ErrorKind::Lost,
        ErrorKind::Protocol,
        ErrorKind::Rejected,
        ErrorKind::Drift,
        ErrorKind::Timeout,
        ErrorKind::Interrupted,
    ] {
        let start = format!("| {} | `{}` |", exit_code(kind), kind.as_str());
        assert!(readme.prose.contains(&start), "no row {start}");
    }
}

#[test]
fn what_it_says_in_trouble_is_what_it_says() {
    let readme = Page::read(README);
    let server = Server::start();
    let said = [
        rcon([&nobody(), "-p", "x", "-e", "status"]),
        rcon([&server.address(), "-p", "wrong", "-e", "status"]),
    ]
    .map(|run| run.assert().stderr)
    .concat();
    let attempt = |deadline: f64| {
        let run = server.run(["-t", &deadline.to_string(), "-e", "sim_silent"]);
        (deadline, run.assert().stderr)
    };
    let (deadline, silence) = with_deadline(0.2, attempt, |(_, said)| said.contains("sent, but"));
    let said = said + &silence;
    let table = readme.prose.split("| if it says |").nth(1).unwrap();
    let rows = table.lines().take_while(|line| !line.is_empty());
    let quoted: Vec<_> = rows.filter_map(|row| row.strip_prefix("| `")).collect();
    assert_eq!(quoted.len(), 3, "{table}");
    for row in quoted {
        let text = row
            .split('`')
            .next()
            .unwrap()
            .replace("10 s", &format!("{deadline} s"));
        assert!(said.contains(&text), "{text}\n{said}");
    }
}

#[cfg(unix)]
#[test]
fn the_shell_s_commands_are_those_of_its_help() {
    let reference = Page::read(REFERENCE);
    let mut screen = rcon(["--no-config"]).start_on_screen(30, 80);
    screen.type_text("!help\n").wait_text("All else goes");
    let rows = screen.rows();
    let named = rows.iter().filter_map(|row| row.strip_prefix("  !"));
    let commands: Vec<_> = named.filter_map(|row| row.split(' ').next()).collect();
    assert!(commands.len() > 10, "{screen}");
    for name in commands {
        assert!(reference.prose.contains(&format!("`!{name}")), "!{name}");
    }
}

#[cfg(unix)]
#[test]
fn the_keys_are_those_of_its_help() {
    let reference = std::fs::read_to_string(root().join(REFERENCE)).unwrap();
    let reference = reference.replace('`', "");
    let mut screen = rcon(["--no-config"]).start_on_screen(40, 100);
    screen.wait_row("RCON ]");
    screen.type_text("!help keys\n").wait_text("q   ");
    screen.wait_row("RCON ]");
    let rows = screen.rows();
    let keys = rows
        .iter()
        .filter_map(|row| row.strip_prefix("  ")?.split_once("  "));
    let keys: Vec<_> = keys.collect();
    assert!(keys.len() > 15, "{screen}");
    for (key, does) in keys {
        let row = format!("| {key} | {} |", does.trim());
        assert!(reference.contains(&row), "{row}");
    }
}

#[test]
fn links_lead_somewhere() {
    for page in PAGES.map(Page::read) {
        let folder = root().join(page.name).parent().unwrap().to_owned();
        for target in page.links().filter(|link| !link.starts_with("https://")) {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let path = folder.join(file);
            assert!(path.exists(), "{}: {target}", page.name);
            if heading.is_empty() {
                continue;
            }
            let anchors = if file.is_empty() {
                page.anchors()
            } else {
                let path = path.canonicalize().unwrap();
                let named = PAGES.into_iter().find(|name| path.ends_with(name));
                Page::read(named.unwrap_or_else(|| panic!("{target} is no page"))).anchors()
            };
            assert!(
                anchors.iter().any(|anchor| anchor == heading),
                "{}: {target}",
                page.name
            );
        }
    }
}
