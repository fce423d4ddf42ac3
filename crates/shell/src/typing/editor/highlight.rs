//! How the line looks while it is typed: what a command is shows before Enter.

use std::borrow::Cow;
use std::ops::Range;

use anstyle::{AnsiColor, Color, Effects, Style};

use super::display::drawable;
use super::knowledge::{Knowledge, NamesState};
use crate::commands::words::{Word, commands, goes_on, is_local, leaves_a_shell, words};
use crate::commands::{row_of, rows};
use crate::fit::Fit;
use crate::show::style::{self, DIM, KNOWN, LOCAL};

/// A name that nobody here knows.
const UNKNOWN: Style = AnsiColor::Red.on_default().effects(Effects::UNDERLINE);
/// A name that the server marks as a cheat.
const CHEAT: Style = style::WARNING;
/// A command that stops or restarts the server.
const STOPS: Style = AnsiColor::BrightWhite
    .on_default()
    .bg_color(Some(Color::Ansi(AnsiColor::Red)))
    .effects(Effects::BOLD);

/// The line with its command names marked, and without what would act on the
/// terminal.
pub(super) fn line<'l>(line: &'l str, pos: usize, knowledge: &dyn Knowledge) -> Cow<'l, str> {
    let mut out = String::new();
    let mut at = 0;
    for (range, look) in styles(line, pos, knowledge) {
        out.push_str(&drawable(&line[at..range.start]));
        out.push_str(&style::paint(look, &drawable(&line[range.clone()]), true));
        at = range.end;
    }
    if at == 0 {
        return drawable(line);
    }
    out.push_str(&drawable(&line[at..]));
    Cow::Owned(out)
}

/// A hint, dim.
pub(super) fn hint(hint: &str) -> String {
    style::paint(DIM, hint, true)
}

/// A row of the list of candidates, what stands beside the name dim.
pub(super) fn candidate(row: &str) -> Cow<'_, str> {
    let Some((name, help)) = row.split_once("  ") else {
        return Cow::Borrowed(row);
    };
    Cow::Owned(format!("{name}  {}", style::paint(DIM, help, true)))
}

/// The command names in what was typed, in order, each with its style.
fn styles(text: &str, pos: usize, knowledge: &dyn Knowledge) -> Vec<(Range<usize>, Style)> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut begun = false;
    for line in text.split('\n') {
        let cursor = pos.checked_sub(start);
        // What a command goes on with is no name.
        if std::mem::replace(&mut begun, goes_on(line.as_bytes())) {
            start += line.len() + 1;
            continue;
        }
        if is_local(line) {
            found.extend(local(line, cursor, knowledge).map(|(word, style)| (word, style, start)));
        } else {
            for range in commands(line) {
                let base = start + range.start;
                let cursor = cursor.and_then(|cursor| cursor.checked_sub(range.start));
                found.extend(
                    server(&line[range], cursor, base == start, knowledge)
                        .map(|(word, style)| (word, style, base)),
                );
            }
        }
        start += line.len() + 1;
    }
    found
        .into_iter()
        .map(|(word, style, base)| (base + word.start..base + word.end(), style))
        .collect()
}

/// The name of a `!` command.
fn local<'l>(
    line: &'l str,
    cursor: Option<usize>,
    knowledge: &dyn Knowledge,
) -> Option<(Word<'l>, Style)> {
    let name = words(line).next()?;
    let aliases = knowledge.aliases();
    let called = name.text.strip_prefix('!');
    if row_of(name.text).is_some() || called.is_some_and(|name| aliases.get(name).is_some()) {
        return Some((name, LOCAL));
    }
    let begins = |typed: &str| Fit::Begins.takes(typed, name.text);
    let begun = cursor == Some(name.end())
        && (rows().any(|row| begins(row.typed))
            || aliases.iter().any(|alias| begins(&alias.typed())));
    Some((name, if begun { LOCAL } else { UNKNOWN }))
}

/// The name that a command for the server starts with; after `help`, the name
/// that is asked about.
fn server<'l>(
    command: &'l str,
    cursor: Option<usize>,
    line_start: bool,
    knowledge: &dyn Knowledge,
) -> Option<(Word<'l>, Style)> {
    let mut words = words(command);
    let first = words.next()?;
    let name = if first.text.eq_ignore_ascii_case("help") {
        words.next().unwrap_or(first)
    } else {
        first
    };
    if line_start && name == first && leaves_a_shell(name.text) {
        // The shell answers these itself: nothing stops.
        return Some((name, LOCAL));
    }
    let style = match knowledge.lookup(name.text) {
        Some(info) if info.stops_server && name == first => STOPS,
        Some(info) if info.cheat => CHEAT,
        Some(_) => KNOWN,
        None if knowledge.ready() != NamesState::Ready => return None,
        // Not wrong yet: it may become a name that is known.
        None if cursor == Some(name.end()) && begins_a_name(name.text, knowledge) => {
            return None;
        }
        None => UNKNOWN,
    };
    Some((name, style))
}

fn begins_a_name(text: &str, knowledge: &dyn Knowledge) -> bool {
    knowledge.names_fitting(Fit::Begins, text, 0).total > 0
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    /// The styled words of a line, the cursor at its end.
    fn styled(text: &str) -> Vec<(&str, Style)> {
        styles(text, text.len(), &Fake::default())
            .into_iter()
            .map(|(range, style)| (&text[range], style))
            .collect()
    }

    #[test]
    fn each_kind_of_command_has_its_look() {
        assert_eq!(styled("status"), [("status", KNOWN)]);
        assert_eq!(styled(" SV_Gravity 600"), [("SV_Gravity", KNOWN)]);
        assert_eq!(styled("host_timescale 2"), [("host_timescale", CHEAT)]);
        assert_eq!(styled("nonsense"), [("nonsense", UNKNOWN)]);
        assert_eq!(styled("!connect tf2"), [("!connect", LOCAL)]);
        assert_eq!(styled("!gg 600"), [("!gg", LOCAL)]);
        assert_eq!(styled("!nonsense"), [("!nonsense", UNKNOWN)]);
        assert_eq!(
            styled("say \"a;b\"; quit;status\nkick x"),
            [
                ("say", UNKNOWN),
                ("quit", STOPS),
                ("status", KNOWN),
                ("kick", KNOWN)
            ]
        );
        assert_eq!(styled("help quit"), [("quit", KNOWN)]);
        assert_eq!(styled("\"status\" x"), [("status", KNOWN)]);
    }

    #[test]
    fn what_a_command_goes_on_with_is_no_name() {
        assert_eq!(
            styled("status \\\nquit\nkick"),
            [("status", KNOWN), ("kick", KNOWN)]
        );
    }

    #[test]
    fn quit_alone_stops_nothing() {
        assert_eq!(styled("quit"), [("quit", LOCAL)]);
        assert_eq!(styled("Exit now"), [("Exit", LOCAL)]);
    }

    #[test]
    fn a_name_being_typed_is_not_wrong_yet() {
        assert_eq!(styled("sv_gra"), []);
        assert_eq!(styled("sv_gra "), [("sv_gra", UNKNOWN)]);
        assert_eq!(styled("status; sv_gra"), [("status", KNOWN)]);
        assert_eq!(styled("!conn"), [("!conn", LOCAL)]);
        assert_eq!(styled("!conn "), [("!conn", UNKNOWN)]);
    }

    #[test]
    fn nothing_is_unknown_until_the_names_are_here() {
        let mut fake = Fake::with_names([]);
        fake.state = NamesState::Fetching;
        assert!(styles("nonsense", 8, &fake).is_empty());
    }

    #[test]
    fn a_styled_line_is_the_same_text() {
        let text = "say \x1b[31mü; quit \x07 重力";
        let shown = line(text, text.len(), &Fake::default());
        assert!(shown.contains("\x1b[41mquit\x1b[0m"), "{shown:?}");
        assert_eq!(drawable(&shown), drawable(text));
        assert_eq!(hint("x"), "\x1b[2mx\x1b[0m");
        assert_eq!(candidate("name   help"), "name  \x1b[2m help\x1b[0m");
    }
}
