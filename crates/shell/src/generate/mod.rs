//! Completion files and the manual page, made from the one definition of the
//! options.
//!
//! A program to be handed on prints those of `completions/`, which the tests
//! hold to what is made: to make them takes more bytes than they have.

mod committed;
mod completion;

use std::io::{self, Write};
use std::path::Path;

use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::commands::{self, Command, Way};
use crate::request::cli::{self, What, manual};
use crate::request::config::listing;
use completion::completion;

/// The bytes of a file: the same ones every time, with no date and no version
/// in them, so that they can be committed and compared. Of the names of
/// servers, those in `config` now.
///
/// # Errors
///
/// None that is expected: writing to memory does not fail.
pub(crate) fn generate(what: What, config: Option<&Path>) -> io::Result<Vec<u8>> {
    if what == What::Servers {
        return Ok(config.map(listing).unwrap_or_default().into_bytes());
    }
    // Known to the compiler, which then leaves out what follows.
    if !cfg!(debug_assertions) {
        return Ok(committed::file(what).as_bytes().to_vec());
    }
    make(what)
}

fn make(what: What) -> io::Result<Vec<u8>> {
    Ok(completion(match what {
        What::Bash => Shell::Bash,
        What::Zsh => Shell::Zsh,
        What::Fish => Shell::Fish,
        What::PowerShell => Shell::PowerShell,
        What::Elvish => Shell::Elvish,
        What::Man => return manual_page(),
        What::Servers => return Ok(Vec::new()),
    }))
}

/// Writes the file to standard output. Whoever closes it early has seen
/// enough.
///
/// # Errors
///
/// Standard output's own, other than that it was closed.
pub(crate) fn print(what: What, config: Option<&Path>) -> io::Result<()> {
    let bytes = generate(what, config)?;
    let mut out = io::stdout().lock();
    match out.write_all(&bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

fn manual_page() -> io::Result<Vec<u8>> {
    // What the short help leaves out for want of room has its place here.
    let command = cli::command().mut_args(|option| option.hide_short_help(false));
    let man = Man::new(command)
        .title("RCON-SHELL")
        // In the place of name and version.
        .source("rcon-shell")
        .manual("User Commands");
    let mut out = Vec::new();
    man.render_title(&mut out)?;
    man.render_name_section(&mut out)?;
    man.render_synopsis_section(&mut out)?;
    man.render_description_section(&mut out)?;
    man.render_options_section(&mut out)?;
    let mut roff = Roff::new();
    shell_commands(&mut roff);
    keys(&mut roff);
    configuration(&mut roff);
    for section in manual::SECTIONS {
        roff.control("SH", [section.title.to_uppercase().as_str()]);
        if !section.text.is_empty() {
            roff.text([roman(section.text)]);
        }
        for (term, meaning) in section.rows {
            entry(&mut roff, term, meaning);
        }
    }
    roff.to_writer(&mut out)?;
    Ok(out)
}

/// The `!` commands, and which of them scripts have.
fn shell_commands(roff: &mut Roff) {
    roff.control("SH", ["SHELL COMMANDS"]);
    roff.text([roman(
        "A line that starts with ! is for the shell, all else goes to the server. \
         !!x sends the text !x.",
    )]);
    for row in commands::rows() {
        let help = format!("{}. {}", row.help, row.more);
        entry(roff, &row.synopsis(), help.trim_end().trim_end_matches('.'));
    }
    let all = Command::ALL.iter();
    let script = all.filter(|command| command.row().ways.contains(&Way::Script));
    let names: Vec<_> = script.map(|command| command.typed()).collect();
    roff.control("PP", []);
    let names = names.join(", ");
    roff.text([roman(format!("Scripts, -e and pipes have {names}."))]);
}

/// The keys of the prompt.
fn keys(roff: &mut Roff) {
    roff.control("SH", ["KEYS"]);
    roff.text([roman(
        "At the prompt, with the keys of Emacs; the setting vi takes those of vi.",
    )]);
    for (key, does) in commands::KEYS {
        entry(roff, key, does);
    }
}

/// What the configuration file may hold.
fn configuration(roff: &mut Roff) {
    roff.control("SH", ["CONFIGURATION"]);
    roff.text([roman(manual::CONFIGURATION)]);
    for (key, means) in manual::CONFIGURATION_KEYS {
        entry(roff, key, means);
    }
}

/// A term, and what it means below it.
fn entry(roff: &mut Roff, term: &str, meaning: &str) {
    roff.control("TP", []);
    roff.text([bold(term)]);
    roff.text([roman(meaning)]);
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;
    use crate::request::config::keys as config_keys;

    fn files() -> impl Iterator<Item = (What, String)> {
        let all = What::value_variants().iter().copied();
        let files = all.filter(|what| *what != What::Servers);
        files.map(|what| {
            let bytes = make(what).unwrap();
            (what, String::from_utf8(bytes).unwrap())
        })
    }

    #[test]
    fn every_file_names_every_option() {
        let command = cli::command();
        let options: Vec<_> = command
            .get_arguments()
            .filter_map(clap::Arg::get_long)
            .collect();
        for (what, text) in files() {
            let text = text.replace('\\', "");
            for option in &options {
                assert!(text.contains(option), "{what:?} lacks --{option}");
            }
        }
    }

    #[test]
    fn the_manual_page_has_commands_keys_and_configuration() {
        let page = String::from_utf8(manual_page().unwrap()).unwrap();
        let page = page.replace('\\', "");
        for row in commands::rows() {
            assert!(page.contains(&row.synopsis()), "{}", row.typed);
        }
        for (key, _) in commands::KEYS {
            assert!(page.contains(&key.replace('\\', "")), "{key}");
        }
        for key in config_keys() {
            let is_term = |line: &str| {
                let line = line.trim_start_matches("fB").trim_end_matches("fR");
                line.split(", ")
                    .any(|term| term.split(' ').next() == Some(key))
            };
            assert!(page.lines().any(is_term), "{key}");
        }
    }

    /// An option that takes something says what.
    #[test]
    fn the_manual_page_has_each_option_s_argument() {
        let page = String::from_utf8(manual_page().unwrap()).unwrap();
        let page = page.replace('\\', "");
        for option in cli::command().get_arguments() {
            let (Some(long), true) = (option.get_long(), option.get_action().takes_values()) else {
                continue;
            };
            let line = page
                .lines()
                .find(|line| line.contains(&format!("--{long}fR")));
            assert!(
                line.is_some_and(|line| line.contains("fI")),
                "--{long}: {line:?}"
            );
        }
    }

    #[test]
    fn what_is_committed_is_what_is_made() {
        for (what, text) in files() {
            assert!(
                committed::file(what) == text,
                "mend with what a debug build prints for --generate {what:?}"
            );
        }
    }

    #[test]
    fn a_new_version_changes_no_file() {
        for (what, text) in files() {
            assert!(!text.contains(env!("CARGO_PKG_VERSION")), "{what:?}");
        }
    }
}
