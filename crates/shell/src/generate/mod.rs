//! Completion files and the manual page, made from the one definition of the
//! options.

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
    Ok(completion(match what {
        What::Bash => Shell::Bash,
        What::Zsh => Shell::Zsh,
        What::Fish => Shell::Fish,
        What::PowerShell => Shell::PowerShell,
        What::Elvish => Shell::Elvish,
        What::Man => return manual_page(),
        What::Servers => return Ok(config.map(listing).unwrap_or_default().into_bytes()),
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

    fn files() -> impl Iterator<Item = (What, String)> {
        let all = What::value_variants().iter().copied();
        let files = all.filter(|what| *what != What::Servers);
        files.map(|what| {
            let bytes = generate(what, None).unwrap();
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
    fn a_new_version_changes_no_file() {
        for (what, text) in files() {
            assert!(!text.contains(env!("CARGO_PKG_VERSION")), "{what:?}");
        }
    }
}
