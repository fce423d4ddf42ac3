//! The one rule for which lines hold a password: they stay out of the history,
//! and out of transcripts and `-v` output but for their harmless part.
//!
//! The rule errs on the safe side: a line that is wrongly taken for one with a
//! password is merely not remembered.

use std::borrow::Cow;
use std::ops::Range;

use super::words::{Word, commands, is_local, words};

/// What [`redact`] puts in a password's place.
const REDACTED: &str = "(redacted)";

/// Commands that pass another one on, or set the variable that follows.
const WRAPPERS: [&str; 8] = [
    "rcon", "set", "seta", "sets", "setinfo", "sm_cvar", "sm_rcon", "alias",
];

/// How deep quoted commands inside quoted commands are looked into.
const MAX_DEPTH: usize = 3;

/// Whether a line holds a password: `!connect SERVER PASSWORD`, or a command
/// between `;` whose name contains `password` or `passwd` and has an argument.
pub(crate) fn secret_part(line: &str) -> bool {
    !secrets(line).is_empty()
}

/// The line with `(redacted)` where it holds a password.
pub(crate) fn redact(line: &str) -> Cow<'_, str> {
    let secrets = secrets(line);
    if secrets.is_empty() {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len());
    let mut at = 0;
    for range in secrets {
        out.push_str(&line[at..range.start]);
        out.push_str(REDACTED);
        at = range.end;
    }
    out.push_str(&line[at..]);
    Cow::Owned(out)
}

/// The parts of a (perhaps multi-line) entry that are or may be passwords, in
/// order.
fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !may_hold_any(text) {
        return found;
    }
    let mut start = 0;
    for line in text.split(['\n', '\r']) {
        in_line(line, start, &mut found);
        start += line.len() + 1;
    }
    found
}

/// Whether there is any of what no secret is without: `!`, the "sw" of
/// password and passwd, the "nn" of connect. A quick look, for a history has
/// thousands of lines, and nearly none of them holds one.
fn may_hold_any(text: &str) -> bool {
    let mut before = 0;
    text.bytes().any(|byte| {
        let pair = (before, byte.to_ascii_lowercase());
        before = pair.1;
        byte == b'!' || pair == (b's', b'w') || pair == (b'n', b'n')
    })
}

fn in_line(line: &str, base: usize, found: &mut Vec<Range<usize>>) {
    if let Some(range) = connect_password(line) {
        found.push(base + range.start..base + range.end);
        return;
    }
    let inner = if is_local(line) { sent_by(line) } else { 0 };
    for range in commands(&line[inner..]) {
        let (start, end) = (inner + range.start, inner + range.end);
        if let Some(secret) = argument(&line[start..end], 0) {
            found.push(base + start + secret.start..base + start + secret.end);
        }
    }
}

/// What follows the server in `!connect SERVER PASSWORD`; everything from the
/// first flag on, since a flag may be the password's. The name is taken
/// loosely: a slip of the finger must not put a password into a file.
fn connect_password(line: &str) -> Option<Range<usize>> {
    let mut words = words(line);
    let name = words.next()?.text.to_ascii_lowercase();
    let slip = is_local(line) && name.starts_with("!c");
    if !slip && !name.trim_start_matches('!').contains("connect") {
        return None;
    }
    let server = words.next()?;
    let password = words.next()?;
    let secret = if server.text.starts_with('-') {
        server
    } else {
        password
    };
    Some(outer_start(line, secret)..line.trim_end().len())
}

/// Where the command starts that a `!` command sends: after `::` in `!pipe`,
/// after the seconds in `!watch`. Others send none.
fn sent_by(line: &str) -> usize {
    if let Some(mark) = line.find("::") {
        return mark + 2;
    }
    let mut words = words(line);
    match (words.next(), words.next()) {
        (Some(name), Some(seconds)) if name.text.eq_ignore_ascii_case("!watch") => seconds.end(),
        _ => 0,
    }
}

/// The arguments of a command whose name says that they are a password.
fn argument(command: &str, depth: usize) -> Option<Range<usize>> {
    let end = command.trim_end().len();
    let mut previous: Option<Word<'_>> = None;
    for (index, word) in words(command).enumerate() {
        let named = previous.is_some_and(|name| {
            is_secret_name(name.text) && (index == 1 || follows_wrapper(command, index))
        });
        if named {
            return Some(outer_start(command, word)..end);
        }
        // An alias, a key binding: a command within quotes.
        if index > 0 && depth < MAX_DEPTH && word.text.contains(char::is_whitespace) {
            for range in commands(word.text) {
                let start = word.start + range.start;
                if let Some(inner) = argument(&command[start..word.start + range.end], depth + 1) {
                    return Some(start + inner.start..word.end());
                }
            }
        }
        previous = Some(word);
    }
    None
}

/// Whether the word before the one at `index` is itself behind a wrapper alone.
fn follows_wrapper(command: &str, index: usize) -> bool {
    words(command).take(index - 1).all(|word| {
        WRAPPERS
            .iter()
            .any(|wrapper| wrapper.eq_ignore_ascii_case(word.text.trim_start_matches('!')))
    })
}

fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains("password") || name.contains("passwd")
}

/// Where a word starts, its opening quote included.
fn outer_start(command: &str, word: Word<'_>) -> usize {
    if command[..word.start].ends_with('"') {
        word.start - 1
    } else {
        word.start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_hold_a_password() {
        for (line, safe) in [
            ("rcon_password x", "rcon_password (redacted)"),
            ("RCON_PassWord  x y", "RCON_PassWord  (redacted)"),
            ("sv_password \"a;b\"", "sv_password (redacted)"),
            ("say hi; sv_password x", "say hi; sv_password (redacted)"),
            ("sv_password x;status", "sv_password (redacted);status"),
            ("\"rcon_password\" \"x\"", "\"rcon_password\" (redacted)"),
            ("rcon_password\"x\"", "rcon_password(redacted)"),
            (
                "tv_passwd x; sv_password y",
                "tv_passwd (redacted); sv_password (redacted)",
            ),
            ("!connect host pw", "!connect host (redacted)"),
            ("  !CONNECT host \"p w\" ", "  !CONNECT host (redacted) "),
            (
                "!connect \"my host\" 'p w'",
                "!connect \"my host\" (redacted)",
            ),
            ("!connect -p pw host", "!connect (redacted)"),
            ("!connect host --password=pw", "!connect host (redacted)"),
            ("!conect host pw", "!conect host (redacted)"),
            ("!reconnect host pw", "!reconnect host (redacted)"),
            ("connect host pw", "connect host (redacted)"),
            ("!!rcon_password x", "!!rcon_password (redacted)"),
            ("!watch 5 sv_password x", "!watch 5 sv_password (redacted)"),
            (
                "!watch 5 status; sv_password x",
                "!watch 5 status; sv_password (redacted)",
            ),
            ("!rcon_password x", "!rcon_password (redacted)"),
            ("!set rcon_password x", "!set rcon_password (redacted)"),
            (
                "!pipe less :: sv_password x",
                "!pipe less :: sv_password (redacted)",
            ),
            (
                "status\nrcon_password x\nstats",
                "status\nrcon_password (redacted)\nstats",
            ),
            ("sm_cvar sv_password x", "sm_cvar sv_password (redacted)"),
            (
                "alias a \"sv_password x\"",
                "alias a \"sv_password (redacted)\"",
            ),
            ("say \"x; sv_password y", "say \"x; sv_password (redacted)"),
            ("sv_password ü; say ü", "sv_password (redacted); say ü"),
        ] {
            assert!(secret_part(line), "{line}");
            assert_eq!(redact(line), safe);
        }
    }

    #[test]
    fn lines_that_do_not() {
        for line in [
            "",
            "status",
            "rcon_password",
            "rcon_password ;status",
            "help rcon_password",
            "find password",
            "say the password is on the forum",
            "!connect host",
            "!connect",
            "!find password list",
            "!help connect",
            "!set timeout 5",
            "!disconnect",
        ] {
            assert!(!secret_part(line), "{line}");
            assert_eq!(redact(line), line);
        }
    }

    #[test]
    fn a_topic_of_help_is_no_password() {
        use crate::typing::editor::secret_part;
        assert!(secret_part("say hi; rcon_password x"));
        assert!(!secret_part("help rcon_password"));
    }

    #[test]
    fn the_rest_of_the_line_stays() {
        use crate::typing::editor::redact;
        assert_eq!(
            redact("sv_password \"a b\"; status"),
            "sv_password (redacted); status"
        );
    }
}
