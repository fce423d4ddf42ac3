//! What follows from a command's row.

use super::row::{Arg, MARK, Way};
use super::table::Command;
use crate::error::UsageError;

impl Command {
    /// The command of this name, given without its mark, without regard to
    /// ASCII case.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Command::ALL
            .iter()
            .copied()
            .find(|command| command.name().eq_ignore_ascii_case(name))
    }

    /// Its name, without the mark.
    pub(crate) fn name(self) -> &'static str {
        self.row().name()
    }

    /// As it is typed: `!connect`.
    pub(crate) fn typed(self) -> &'static str {
        self.row().typed
    }

    /// Why a way of running does not have this command, if it does not: with
    /// how the text is sent to a server that has such a command of its own.
    pub(crate) fn refusal(self, way: Way) -> Option<String> {
        let row = self.row();
        let why = (!row.ways.contains(&way)).then(|| way.refusal(row.ways))?;
        Some(format!("{} {why}{}", row.typed, instead(row.typed)))
    }

    /// The words do not fit: how it is used.
    pub(crate) fn usage_error(self) -> UsageError {
        UsageError(format!("usage: {}", self.row().synopsis()))
    }

    /// Whether one of its arguments is a command for the server.
    pub(crate) fn sends(self) -> bool {
        self.row().args.contains(&Arg::Command)
    }

    /// Where in its arguments, as typed, the command for the server starts,
    /// once they reach that far.
    pub(crate) fn sent_at(self, arguments: &str) -> Option<usize> {
        let mut at = 0;
        for arg in self.row().args {
            let rest = &arguments[at..];
            let word = at + rest.len() - rest.trim_start().len();
            at = match arg {
                Arg::Command => return Some(word),
                Arg::Shell => at + mark_end(rest)?,
                // Before a command it may be left out.
                Arg::Seconds if !may_be_number(&arguments[word..]) => word,
                _ => word + arguments[word..].find(char::is_whitespace)?,
            };
        }
        None
    }

    /// Whether the words before that command can be what they should be: a
    /// time that begins like a number. Else one of them may have been left
    /// out, and the command starts earlier than it seems to.
    pub(crate) fn fits(self, arguments: &str) -> bool {
        let own = |arg: &&Arg| !matches!(arg, Arg::Command | Arg::Shell);
        let args = self.row().args.iter().take_while(own);
        args.zip(arguments.split_whitespace())
            .all(|(arg, word)| *arg != Arg::Seconds || begins_as_number(word))
    }
}

/// Behind the first mark that is a word of its own: an address (`nc ::1 9000`) and a
/// name (`List::Util`) are the program's.
fn mark_end(text: &str) -> Option<usize> {
    let blank = |sign: Option<char>| sign.is_none_or(char::is_whitespace);
    let ends = text
        .match_indices(MARK)
        .map(|(at, mark)| (at, at + mark.len()));
    ends.filter(|&(at, end)| {
        blank(text[..at].chars().next_back()) && blank(text[end..].chars().next())
    })
    .map(|(_, end)| end)
    .next()
}

/// Whether a time stands there, or may once more is typed.
fn may_be_number(text: &str) -> bool {
    text.is_empty() || begins_as_number(text)
}

fn begins_as_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-'))
}

/// The end of a message about a `!x` that there is not, here: how the text is
/// sent. Some servers' own commands begin with `!`.
pub(super) fn instead(typed: &str) -> String {
    format!(": !{typed} sends the text {typed} to the server")
}
