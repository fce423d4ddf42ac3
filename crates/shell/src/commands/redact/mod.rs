//! The one rule for which lines hold a password: they stay out of the history,
//! and out of transcripts and `-v` output but for their harmless part.
//!
//! The rule errs on the safe side: a line that is wrongly taken for one with a
//! password is merely not remembered.

use std::borrow::Cow;
use std::ops::Range;

use super::alias;
use super::words::{Word, commands, goes_on, is_local, words};
use super::{Arg, Command};
use crate::live::REDACTED;
use crate::nearest::nearest;
use crate::order;

/// Commands that pass another one on, or set the variable that follows.
const WRAPPERS: [&str; 8] = [
    "rcon", "set", "seta", "sets", "setinfo", "sm_cvar", "sm_rcon", "alias",
];

/// So many words of a `!` command that is not understood may stand before the
/// command that it sends.
const MAX_ARGUMENTS: usize = 10;

/// How deep quoted commands inside quoted commands are looked into.
const MAX_DEPTH: usize = 3;

/// Whether a line holds a password: in the place of one among the arguments of
/// a `!` command, or in a command between `;`, the one that a `!` command sends
/// included, whose name contains `password` or `passwd` and has an argument.
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

/// Whether a line asks for a password's value: a command between `;` that is
/// the name of one alone.
pub(crate) fn asks_for_secret(line: &str) -> bool {
    commands(line).any(|range| {
        let mut words = words(&line[range]);
        let mut first = words.next();
        while first.is_some_and(|word| is_wrapper(word.text)) {
            first = words.next();
        }
        first.is_some_and(|word| is_secret_name(word.text))
    })
}

/// The parts of a (perhaps multi-line) entry that are or may be passwords, in
/// order.
fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !may_hold_any(text) && !alias::known().is_some_and(|all| all.begins(text)) {
        return found;
    }
    let mut start = 0;
    let mut before = "";
    for line in text.split(['\n', '\r']) {
        if is_awaited(before) && !line.trim().is_empty() {
            found.push(start..start + line.trim_end().len());
        } else {
            in_line(line, start, &mut found);
        }
        start += line.len() + 1;
        if !line.trim().is_empty() {
            before = line;
        }
    }
    if let Some(joined) = unbroken(text) {
        let mut again = Vec::new();
        in_line(&joined, 0, &mut again);
        found.extend(again);
        found = order::ranges(found);
    }
    found
}

/// Whether a line ends in the name of a password, whose value may be what
/// stands in the next one: one command can have several lines.
fn is_awaited(line: &str) -> bool {
    let line = line.strip_suffix('\\').unwrap_or(line);
    let last = commands(line).last().map(|range| words(&line[range]));
    let mut words = last.into_iter().flatten();
    let name = words.find(|word| !is_wrapper(word.text));
    name.is_some_and(|name| is_secret_name(name.text)) && words.next().is_none()
}

/// A text whose lines go on in the next ones, with blanks where they do, place
/// for place; nothing where none does.
fn unbroken(text: &str) -> Option<String> {
    if !text.contains("\\\n") {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        match line
            .strip_suffix('\n')
            .filter(|line| goes_on(line.as_bytes()))
        {
            Some(line) => {
                out.push_str(&line[..line.len() - 1]);
                out.push_str("  ");
            }
            None => out.push_str(line),
        }
    }
    Some(out)
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
    let mut here = Vec::new();
    look_into(line, 0, &mut here);
    // The same one is seen as the line's own and as that of what it sends.
    let apart = order::ranges(here).into_iter();
    found.extend(apart.map(|range| base + range.start..base + range.end));
}

/// What is secret in a line, and in the command that it sends if it is a `!`
/// command, or in what an alias makes of it.
fn look_into(line: &str, depth: usize, found: &mut Vec<Range<usize>>) {
    if let Some(range) = login_password(line).or_else(|| alias_argument(line, depth)) {
        found.push(range);
        return;
    }
    for range in commands(line) {
        if let Some(secret) = argument(&line[range.clone()], 0) {
            found.push(range.start + secret.start..range.start + secret.end);
        }
    }
    if depth == MAX_DEPTH || !is_local(line) {
        return;
    }
    for start in sent_by(line) {
        let mut inner = Vec::new();
        look_into(&line[start..], depth + 1, &mut inner);
        found.extend(
            inner
                .iter()
                .map(|secret| start + secret.start..start + secret.end),
        );
    }
}

/// The password among the arguments of a command that takes one, and all that
/// follows; everything from the first flag on, since a flag may be the
/// password's. The name is taken loosely: a slip of the finger must not put a
/// password into a file.
fn login_password(line: &str) -> Option<Range<usize>> {
    let mut words = words(line);
    let name = words.next()?.text.to_ascii_lowercase();
    let place = Command::ALL.iter().find_map(|command| {
        let args = command.row().args;
        let place = args.iter().position(|arg| *arg == Arg::Password)?;
        may_mean(&name, is_local(line), *command).then_some(place)
    })?;
    let args: Vec<_> = words.take(place + 1).collect();
    let password = args.get(place)?;
    let flag = args.iter().find(|word| word.text.starts_with('-'));
    let secret = flag.unwrap_or(password);
    Some(outer_start(line, *secret)..line.trim_end().len())
}

/// All arguments of an alias, where one of them becomes a password.
fn alias_argument(line: &str, depth: usize) -> Option<Range<usize>> {
    if depth == MAX_DEPTH {
        return None;
    }
    let lines = alias::known()?.loosely(line)?.ok();
    let mut words = words(line);
    words.next()?;
    let first = words.next()?;
    // What cannot be told may be one.
    let holds_one = lines.is_none_or(|lines| {
        lines.iter().any(|line| {
            let mut found = Vec::new();
            for line in line.split('\n') {
                look_into(line, MAX_DEPTH, &mut found);
            }
            !found.is_empty()
        })
    });
    holds_one.then(|| outer_start(line, first)..line.trim_end().len())
}

/// Whether a name could be that of a command, misspelt or without its mark.
fn may_mean(typed: &str, local: bool, command: Command) -> bool {
    let name = typed.trim_start_matches('!');
    if name.contains(command.name()) {
        return true;
    }
    let same_start = name.chars().next() == command.name().chars().next();
    let near = same_start || nearest(name, [command.name()]).is_some();
    local && near && Command::named(name).is_none()
}

/// Where a command may start that a `!` command sends: where the table says,
/// if the line is as it should be; else, and where the name is none of ours,
/// at any word.
fn sent_by(line: &str) -> Vec<usize> {
    let mut words = words(line);
    let Some(name) = words.next() else {
        return Vec::new();
    };
    let command = Command::named(name.text.trim_start_matches('!'));
    let rest = &line[name.end()..];
    let fitting = command.filter(|command| command.fits(rest));
    let at = fitting.and_then(|command| command.sent_at(rest));
    match (command, at) {
        (Some(command), _) if !command.sends() => Vec::new(),
        (_, Some(at)) => vec![name.end() + at],
        (_, None) => {
            let words = words.take(MAX_ARGUMENTS);
            words.map(|word| outer_start(line, word)).collect()
        }
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
        if let Some(at) = glued(word.text)
            && (index == 0 || follows_wrapper(command, index + 1))
        {
            return Some(word.start + at..end);
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

/// Where the argument begins in a word that is a password's name and its
/// argument. Source's console ends a word at these signs too; `=` is how files
/// have it, and a slip of the finger.
fn glued(word: &str) -> Option<usize> {
    const ENDS: [char; 8] = ['{', '}', '(', ')', '\'', ':', ',', '='];

    let at = word.find(ENDS)?;
    let argument = word[at..].trim_start_matches(ENDS);
    (is_secret_name(&word[..at]) && !argument.is_empty()).then_some(at)
}

/// Whether the word before the one at `index` is itself behind a wrapper alone.
fn follows_wrapper(command: &str, index: usize) -> bool {
    words(command)
        .take(index - 1)
        .all(|word| is_wrapper(word.text))
}

fn is_wrapper(word: &str) -> bool {
    let word = word.trim_start_matches('!');
    WRAPPERS
        .iter()
        .any(|wrapper| wrapper.eq_ignore_ascii_case(word))
}

/// Whether a command's or a variable's name says that it is about a password.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let holds = |word: &str| {
        let mut places = name.as_bytes().windows(word.len());
        places.any(|place| place.eq_ignore_ascii_case(word.as_bytes()))
    };
    holds("password") || holds("passwd")
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
mod tests;
