//! Where in a line the cursor stands, and what belongs there.

use super::knowledge::Candidate;
use crate::commands::words::{self, Typed, commands, is_local, typed};
use crate::commands::{Aliases, Arg, Command, Quoting, Setting};

/// A word of many consoles that is followed by a player, as ours are.
const TAKES_A_PLAYER: &str = "kick";

/// What belongs at the cursor.
#[derive(Debug)]
pub(super) enum Slot<'a> {
    /// The name of a command, this shell's own among them where the flag is set.
    Name { own: bool },
    /// A value, after these words.
    Value(Vec<&'a str>),
    /// A server.
    Server,
    /// Servers of a fleet, a comma between two.
    Members,
    /// A file, or one of these words.
    File(&'static [&'static str]),
    /// One of these.
    OneOf(Vec<Candidate>),
    /// Nothing known.
    Nothing,
}

/// A slot in a line, and the part of a word that stands there already.
#[derive(Debug)]
pub(super) struct Spot<'a> {
    pub slot: Slot<'a>,
    pub word: &'a str,
    pub start: usize,
}

/// What belongs at byte `pos` of a line, which is between characters.
pub(super) fn spot<'a>(line: &'a str, pos: usize, aliases: &'a Aliases) -> Spot<'a> {
    let before = &line[..pos];
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let before = &before[start..];
    let mut spot = if is_local(before) {
        local_spot(before, aliases)
    } else {
        server_spot(before, true)
    };
    spot.start += start;
    spot
}

/// In a line for the server.
fn server_spot(before: &str, line_start: bool) -> Spot<'_> {
    let range = commands(before).last().unwrap_or(0..before.len());
    let command = &before[range.clone()];
    let Typed {
        before: words,
        word,
        start,
    } = typed(command);
    let slot = match words.as_slice() {
        [] => Slot::Name {
            own: line_start && range.start == 0,
        },
        [help] if help.eq_ignore_ascii_case("help") => Slot::Name { own: false },
        _ => Slot::Value(words),
    };
    Spot {
        slot,
        word,
        start: range.start + start,
    }
}

/// In a line for this shell.
fn local_spot<'a>(before: &'a str, aliases: &'a Aliases) -> Spot<'a> {
    let Typed {
        before: words,
        word,
        start,
    } = typed(before);
    let Some((name, args)) = words.split_first() else {
        let slot = Slot::Name { own: true };
        return Spot { slot, word, start };
    };
    let named = name.trim_start_matches('!');
    if let Some(alias) = aliases.get(named) {
        // What belongs there in the command that it stands for.
        let in_alias = alias.before(args.len());
        let slot = match in_alias.map(|line| typed(line).before) {
            Some(words) if !words.is_empty() => Slot::Value(words),
            _ => Slot::Nothing,
        };
        return Spot { slot, word, start };
    }
    let command = Command::named(named);
    let end = words::words(before).next().map_or(0, |name| name.end());
    if let Some(sent) = command.and_then(|command| command.sent_at(&before[end..])) {
        let sent = end + sent;
        // What goes to some servers of a fleet may be one of ours again.
        if command == Some(Command::On) && is_local(&before[sent..]) {
            let mut spot = local_spot(&before[sent..], aliases);
            spot.start += sent;
            return spot;
        }
        return sent_spot(before, sent);
    }
    let arguments = command.map_or(&[][..], |command| command.row().args);
    if let [Arg::File(others), then @ ..] = arguments
        && before.len() > end
    {
        return file_spot(before, end, (others, then));
    }
    let arg = arguments.get(args.len());
    let slot = match arg {
        Some(Arg::Members) => return members_spot(word, start),
        Some(Arg::ServerOrFile) if word.contains(['/', '\\', '.']) => Slot::File(&[]),
        Some(Arg::Server | Arg::ServerOrFile) => Slot::Server,
        Some(Arg::Player) => Slot::Value(vec![TAKES_A_PLAYER]),
        Some(Arg::Name) => Slot::Name { own: true },
        Some(Arg::Setting) => Slot::OneOf(settings()),
        Some(Arg::Value) => Slot::OneOf(values(args)),
        Some(Arg::Word(word)) => Slot::OneOf(vec![Candidate::new(*word, "")]),
        // A file has a spot of its own, and one for the server comes to nothing where its
        // command's own words have not led to it.
        Some(Arg::Command | Arg::File(_)) | None => Slot::Nothing,
        Some(Arg::Password | Arg::Seconds | Arg::Count | Arg::NewName | Arg::Text | Arg::Shell) => {
            Slot::Nothing
        }
    };
    Spot { slot, word, start }
}

/// In a command that takes a file, whose name ends at byte `end`: its word is
/// quoted as the platform's shell does it, unlike a server's. Words that may stand in
/// its place, such as `all`, may have one behind them.
fn file_spot<'a>(
    before: &'a str,
    end: usize,
    (others, then): (&'static [&'static str], &'static [Arg]),
) -> Spot<'a> {
    let (closed, open) = Quoting::HERE.words(&before[end..]);
    let start = open.map_or(before.len(), |word| end + word.start);
    let slot = match (closed.len(), then) {
        (0, _) => Slot::File(others),
        (1, [Arg::File(more), ..]) if others.contains(&before[end..start].trim()) => {
            Slot::File(more)
        }
        _ => Slot::Nothing,
    };
    let word = &before[start..];
    Spot { slot, word, start }
}

/// The name behind the last comma.
fn members_spot(word: &str, start: usize) -> Spot<'_> {
    let at = word.rfind(',').map_or(0, |comma| comma + 1);
    Spot {
        slot: Slot::Members,
        word: &word[at..],
        start: start + at,
    }
}

fn settings() -> Vec<Candidate> {
    let all = Setting::ALL.iter();
    all.map(|setting| Candidate::new(setting.name(), setting.help()))
        .collect()
}

/// The values of the setting that the words before end in.
fn values(before: &[&str]) -> Vec<Candidate> {
    let name = before.last().map(|name| name.to_ascii_lowercase());
    let setting = name.and_then(|name| Setting::named(&name));
    let values = setting.map_or(&[][..], Setting::values);
    values
        .iter()
        .map(|value| Candidate::new(*value, ""))
        .collect()
}

/// In the command that a `!` command sends, which starts at `sent`.
fn sent_spot(before: &str, sent: usize) -> Spot<'_> {
    let mut spot = server_spot(&before[sent..], false);
    spot.start += sent;
    spot
}
