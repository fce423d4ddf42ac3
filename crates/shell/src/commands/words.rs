//! How a line divides: into lines, commands and words.
//!
//! The rules are those of the Source console, which other consoles share as far
//! as they have them: `;` ends a command, blanks separate words, and double
//! quotes keep both from doing so. A quote never reaches past the end of its
//! line.

use std::borrow::Cow;
use std::ops::Range;

use super::comment::is_comment;

/// A text without the quotes that stand around all of it.
pub(crate) fn unquoted(text: &str) -> &str {
    let inner = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).unwrap_or(text)
}

/// Whether a line goes on in the next one: it ends in a backslash, which is not
/// itself behind one.
pub(crate) fn goes_on(line: &[u8]) -> bool {
    let backslashes = line.iter().rev().take_while(|byte| **byte == b'\\');
    backslashes.count() % 2 == 1
}

/// Splits what was pasted (or typed with newlines in it) into the lines that are to
/// run, one by one: without line ends, without the blank ones and the comments. A
/// word with `#` in front that stands alone is none: it is how Arma's and `DayZ`'s
/// commands begin, and nobody types a comment.
/// Those that go on are one, with newlines in it and without the backslashes; the
/// last one of all has nothing to go on in, and keeps its own.
pub(crate) fn split_pasted(text: &str) -> Vec<Cow<'_, str>> {
    let mut all: Vec<Cow<'_, str>> = Vec::new();
    let mut begun: Option<String> = None;
    let physical = text.split('\n').flat_map(|line| {
        // A lone carriage return ends a line too.
        line.strip_suffix('\r').unwrap_or(line).split('\r')
    });
    let alone = !text.trim().contains(['\n', '\r']);
    let is_word = |line: &str| {
        let behind = line.trim().strip_prefix('#');
        alone && behind.is_some_and(|it| it.starts_with(char::is_alphabetic))
    };
    for line in physical {
        let skipped = || line.trim().is_empty() || is_comment(line.as_bytes());
        if begun.is_none() && skipped() && !is_word(line) {
            continue;
        }
        let goes_on = goes_on(line.as_bytes());
        let line = match begun.take() {
            Some(begun) => Cow::Owned(continued(begun, line)),
            None => Cow::Borrowed(line),
        };
        if goes_on {
            begun = Some(line.into_owned());
        } else {
            all.push(line);
        }
    }
    all.extend(begun.map(Cow::Owned));
    all
}

/// A line that goes on, and the next one.
fn continued(mut begun: String, next: &str) -> String {
    begun.pop();
    begun.push('\n');
    begun + next
}

/// A text with each of its lines that go on in the next one joined to it by a
/// newline alone.
pub(crate) fn joined(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let end = [&b"\r\n"[..], b"\n"]
            .into_iter()
            .find_map(|end| line.strip_suffix(end));
        match end.filter(|line| goes_on(line)) {
            Some(line) => {
                out.extend_from_slice(&line[..line.len() - 1]);
                out.push(b'\n');
            }
            None => out.extend_from_slice(line),
        }
    }
    out
}

/// Whether a word is what people type to leave a shell, any shell. To a
/// server it would say something else.
pub(crate) fn leaves_a_shell(word: &str) -> bool {
    ["exit", "quit"]
        .iter()
        .any(|own| own.eq_ignore_ascii_case(word))
}

/// The byte ranges of the commands in one line, the `;` left out.
pub(crate) fn commands(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut quoted = false;
    let mut start = Some(0);
    std::iter::from_fn(move || {
        let from = start?;
        for (at, byte) in line.bytes().enumerate().skip(from) {
            match byte {
                b'"' => quoted = !quoted,
                b';' if !quoted => {
                    start = Some(at + 1);
                    return Some(from..at);
                }
                _ => {}
            }
        }
        start = None;
        Some(from..line.len())
    })
}

/// A word of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    /// Its text, without quotes.
    pub text: &'a str,
    /// Where that text starts, in bytes.
    pub start: usize,
    /// Nothing separates it from what is typed next: no blank, no closing quote.
    pub open: bool,
}

impl Word<'_> {
    /// Where its text ends, in bytes.
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The words of one command.
pub(crate) fn words(command: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = command.get(at..)?;
        let blanks = rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let start = at + blanks;
        let (start, text, end) = if let Some(quoted) = rest.strip_prefix('"') {
            let end = quoted.find('"');
            (start + 1, &quoted[..end.unwrap_or(quoted.len())], end)
        } else {
            let end = rest.find(|c: char| c.is_whitespace() || c == '"');
            (start, &rest[..end.unwrap_or(rest.len())], end)
        };
        let open = end.is_none();
        at = start + text.len();
        if rest.starts_with('"') && !open {
            at += 1; // its closing quote
        }
        Some(Word { text, start, open })
    })
}

/// What stands before the cursor in one command: the words that are complete,
/// and the one being typed (empty after a blank).
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Typed<'a> {
    pub before: Vec<&'a str>,
    pub word: &'a str,
    /// Where `word` starts, in bytes of what was given.
    pub start: usize,
}

/// Takes a command as it stands up to the cursor.
pub(crate) fn typed(command: &str) -> Typed<'_> {
    let mut before = Vec::new();
    for word in words(command) {
        if word.open {
            return Typed {
                before,
                word: word.text,
                start: word.start,
            };
        }
        before.push(word.text);
    }
    Typed {
        before,
        word: "",
        start: command.len(),
    }
}

/// Whether a line is for this shell rather than the server; `!!x` sends `!x`.
pub(crate) fn is_local(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('!') && !line.starts_with("!!")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_around_all_of_a_text_are_taken_off() {
        assert_eq!(unquoted("\"a b\""), "a b");
        assert_eq!(unquoted("\"a\" b \"c\""), "\"a\" b \"c\"");
        assert_eq!(unquoted("\""), "\"");
    }

    #[test]
    fn a_word_with_a_hash_that_is_typed_is_a_command() {
        assert_eq!(split_pasted("#shutdown\n"), ["#shutdown"]);
        assert_eq!(split_pasted(" #kick 3"), [" #kick 3"]);
        for comment in ["# x", "#", "#3", "// x", "#one\n#two\n"] {
            assert!(split_pasted(comment).is_empty(), "{comment:?}");
        }
    }

    fn split(line: &str) -> Vec<&str> {
        commands(line).map(|range| &line[range]).collect()
    }

    fn texts(command: &str) -> Vec<&str> {
        words(command).map(|word| word.text).collect()
    }

    #[test]
    fn a_semicolon_ends_a_command_unless_quoted() {
        assert_eq!(split(""), [""]);
        assert_eq!(split("status; say hi"), ["status", " say hi"]);
        assert_eq!(split("say \"a;b\";x"), ["say \"a;b\"", "x"]);
        assert_eq!(split("say \"a;b"), ["say \"a;b"]);
        assert_eq!(split(";;"), ["", "", ""]);
    }

    #[test]
    fn quotes_make_words_and_end_them() {
        assert_eq!(texts("  a  bc "), ["a", "bc"]);
        assert_eq!(texts("say \"a b\"c d"), ["say", "a b", "c", "d"]);
        assert_eq!(texts("x\"y z"), ["x", "y z"]);
        assert_eq!(texts("\"\"\"\""), ["", ""]);
        assert_eq!(texts("grüße ü"), ["grüße", "ü"]);
    }

    #[test]
    fn the_word_under_the_cursor() {
        let at = |command| {
            let typed = typed(command);
            (typed.before.len(), typed.word, typed.start)
        };
        assert_eq!(at(""), (0, "", 0));
        assert_eq!(at(" sv_gr"), (0, "sv_gr", 1));
        assert_eq!(at("help "), (1, "", 5));
        assert_eq!(at("map \"cp_ba"), (1, "cp_ba", 5));
        assert_eq!(at("map \"cp_ba\""), (2, "", 11));
        assert_eq!(at("map \""), (1, "", 5));
    }

    #[test]
    fn pasted_lines_lose_ends_and_blanks_only() {
        let lines = |text| split_pasted(text);
        assert_eq!(lines("a\nb"), ["a", "b"]);
        assert_eq!(lines(" a \r\n\r\n\tb\n"), [" a ", "\tb"]);
        assert!(lines(" \n").is_empty());
    }

    #[test]
    fn two_marks_are_for_the_server() {
        assert!(is_local(" !connect x"));
        assert!(!is_local("!!x"));
        assert!(!is_local("status"));
    }

    #[test]
    fn a_paste_is_its_lines() {
        assert_eq!(
            split_pasted("status\r\n\nsv_gravity 600\n"),
            ["status", "sv_gravity 600"]
        );
        assert_eq!(split_pasted("# a \\\nb\n// c"), ["b"]);
    }

    #[test]
    fn a_backslash_makes_one_line_of_two() {
        assert_eq!(
            split_pasted("say a \\\r\n  b\\\n# c\nd"),
            ["say a \n  b\n# c", "d"]
        );
        assert_eq!(split_pasted("a\\\\\nb\\"), ["a\\\\", "b\\"]);
        assert_eq!(joined(b"a\\\nb\\\r\nc\nd\\\\\ne\\"), b"a\nb\nc\nd\\\\\ne\\");
    }
}
