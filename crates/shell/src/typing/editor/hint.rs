//! The dim text after the line: what was typed before, or what the name means.

use rustyline::hint::Hint as RustylineHint;

use super::display::fit;
use super::knowledge::{Knowledge, NameInfo};
use crate::commands::words::{commands, is_local, words};
use crate::commands::{redact, row_of};
use crate::show::escape;

/// Fewer columns than this are left free: so little says nothing.
const MIN_COLUMNS: usize = 4;

/// What is shown after the line, and what the right arrow takes over.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hint {
    display: String,
    rest: Option<String>,
}

impl RustylineHint for Hint {
    fn display(&self) -> &str {
        &self.display
    }

    fn completion(&self) -> Option<&str> {
        self.rest.as_deref()
    }
}

/// The hint for a line whose cursor is at its end.
///
/// `entry` is the newest entry of the history that starts with the line;
/// `prompt` is how many columns the prompt takes, `width` the terminal.
pub(super) fn hint(
    line: &str,
    entry: Option<&str>,
    knowledge: &dyn Knowledge,
    prompt: usize,
    width: usize,
) -> Option<Hint> {
    let room = room(line, prompt, width);
    if room < MIN_COLUMNS || line.trim().is_empty() {
        return None;
    }
    if let Some(rest) = entry.and_then(|entry| entry.strip_prefix(line))
        && !rest.is_empty()
    {
        // `fit` trims, and the blank between words is part of the text here.
        let blank = if rest.starts_with(' ') { " " } else { "" };
        let more = if rest.trim_end().contains('\n') {
            " …"
        } else {
            ""
        };
        let first = rest.lines().find(|line| !line.trim().is_empty())?;
        return Some(Hint {
            display: format!(
                "{blank}{}",
                fit(&format!("{first}{more}"), room - blank.len())
            ),
            rest: Some(rest.to_owned()),
        });
    }
    let meaning = meaning(line, knowledge)?;
    Some(Hint {
        display: format!("  {}", fit(&meaning, room - 2)),
        rest: None,
    })
}

/// The columns between the end of the line and the terminal's edge, one left
/// free: a hint that wraps would break rustyline's drawing.
fn room(line: &str, prompt: usize, width: usize) -> usize {
    let last = line.rsplit('\n').next().unwrap_or(line);
    let before = if last.len() == line.len() { prompt } else { 0 };
    let column = (before + escape::width(last)) % width.max(1);
    width.saturating_sub(column + 1)
}

/// The help text of the command that the line ends in, once its name is
/// complete.
fn meaning(line: &str, knowledge: &dyn Knowledge) -> Option<String> {
    let line = line.rsplit('\n').next()?;
    if is_local(line) {
        let aliases = knowledge.aliases();
        let mut words = words(line);
        let name = words.next()?.text;
        if let Some(alias) = name.strip_prefix('!').and_then(|name| aliases.get(name)) {
            let meaning = alias.meaning();
            let meaning = redact(&meaning);
            return Some(match (words.next(), alias.usage().as_str()) {
                (None, usage) if !usage.is_empty() => format!("{usage}: {meaning}"),
                _ => meaning.into_owned(),
            });
        }
        let command = row_of(name)?;
        return Some(match words.next() {
            None if !command.usage.is_empty() => format!("{}: {}", command.usage, command.help),
            _ => command.help.to_owned(),
        });
    }
    let name = words(&line[commands(line).last()?]).next()?.text;
    let NameInfo {
        help, arguments, ..
    } = knowledge.lookup(name)?;
    match (arguments.trim(), help.trim()) {
        ("", "") => None,
        ("", _) => Some(help),
        (arguments, "") => Some(arguments.to_owned()),
        (arguments, help) => Some(format!("{arguments}: {help}")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    fn shown(line: &str, entry: Option<&str>, width: usize) -> Option<(String, Option<String>)> {
        hint(line, entry, &Fake::default(), 4, width).map(|hint| (hint.display, hint.rest))
    }

    fn display(line: &str) -> Option<String> {
        shown(line, None, 80).map(|(display, _)| display)
    }

    #[test]
    fn the_rest_of_a_history_line_comes_before_the_meaning() {
        assert_eq!(
            shown("sv_gravity", Some("sv_gravity 600"), 80),
            Some((" 600".to_owned(), Some(" 600".to_owned())))
        );
        assert_eq!(
            shown("sv_gravity", Some("sv_gravity"), 80),
            Some(("  World gravity.".to_owned(), None))
        );
        assert_eq!(shown("", Some("status"), 80), None);
    }

    #[test]
    fn a_history_entry_of_several_lines_shows_its_first() {
        let (display, rest) = shown("sta", Some("status\nstats\n"), 80).unwrap();
        assert_eq!(display, "tus …");
        assert_eq!(rest.unwrap(), "tus\nstats\n");
    }

    #[test]
    fn the_meaning_of_the_last_command() {
        assert_eq!(display("sv_gravity 6"), Some("  World gravity.".to_owned()));
        assert_eq!(display("status; kick"), Some("  Kick a player.".to_owned()));
        assert_eq!(display("sv_grav"), None);
        assert_eq!(
            display("!connect"),
            Some("  SERVER [PASSWORD]: log in to a server".to_owned())
        );
        assert_eq!(display("!gg"), Some("  $1: sv_gravity $1".to_owned()));
        assert_eq!(display("!gg 6"), Some("  sv_gravity $1".to_owned()));
        assert_eq!(
            display("evil"),
            Some("  \\x1b]0;owned\\x07 two lines".to_owned())
        );
    }

    #[test]
    fn a_hint_never_reaches_the_edge() {
        let long = format!("say {}", "word ".repeat(100));
        for width in 1..60 {
            for line in [
                "say",
                "sv_gravity",
                "status; sv_gravity 重力",
                "!connect",
                "a\nsay",
            ] {
                for entry in [
                    None,
                    Some(long.as_str()),
                    Some("a\nsay what there is to say"),
                ] {
                    let Some(hint) = hint(line, entry, &Fake::default(), 4, width) else {
                        continue;
                    };
                    let last = line.rsplit('\n').next().unwrap();
                    let prompt = if line.contains('\n') { 0 } else { 4 };
                    let column = (prompt + escape::width(last)) % width;
                    assert!(
                        column + escape::width(&hint.display) < width,
                        "{hint:?} at {width}"
                    );
                }
            }
        }
    }
}
