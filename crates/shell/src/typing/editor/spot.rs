//! Where in a line the cursor stands, and what belongs there.

use super::knowledge::{ArgKind, Candidate, Knowledge, LocalCommand};
use super::words::{self, Typed, commands, is_local, typed};

/// What belongs at the cursor.
#[derive(Debug)]
pub(super) enum Place<'a> {
    /// The name of a command, this shell's own among them where the flag is set.
    Name { own: bool },
    /// A value, after these words.
    Value(Vec<&'a str>),
    /// A server.
    Server,
    /// A file, or one of these words.
    File(&'static [&'static str]),
    /// One of these.
    OneOf(Vec<Candidate>),
    /// Nothing known.
    Nothing,
}

/// A place in a line, and the part of a word that stands there already.
#[derive(Debug)]
pub(super) struct Spot<'a> {
    pub place: Place<'a>,
    pub word: &'a str,
    pub start: usize,
}

/// What belongs at byte `pos` of a line, which is between characters.
pub(super) fn spot<'a>(line: &'a str, pos: usize, knowledge: &dyn Knowledge) -> Spot<'a> {
    let before = &line[..pos];
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let before = &before[start..];
    let mut spot = if is_local(before) {
        local_spot(before, knowledge)
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
    let place = match words.as_slice() {
        [] => Place::Name {
            own: line_start && range.start == 0,
        },
        [help] if help.eq_ignore_ascii_case("help") => Place::Name { own: false },
        _ => Place::Value(words),
    };
    Spot {
        place,
        word,
        start: range.start + start,
    }
}

/// In a line for this shell.
fn local_spot<'a>(before: &'a str, knowledge: &dyn Knowledge) -> Spot<'a> {
    let Typed {
        before: words,
        word,
        start,
    } = typed(before);
    let Some((name, args)) = words.split_first() else {
        let place = Place::Name { own: true };
        return Spot { place, word, start };
    };
    let kind = find(knowledge, name).map_or(ArgKind::None, |command| command.args);
    let place = match kind {
        ArgKind::Server if args.is_empty() => Place::Server,
        ArgKind::File(others) if args.is_empty() => Place::File(others),
        ArgKind::Name if args.is_empty() => Place::Name { own: true },
        ArgKind::Setting(settings) => match args {
            [] => Place::OneOf(
                settings
                    .iter()
                    .map(|setting| Candidate::new(setting.name, setting.help))
                    .collect(),
            ),
            [name] => Place::OneOf(
                settings
                    .iter()
                    .filter(|setting| setting.name.eq_ignore_ascii_case(name))
                    .flat_map(|setting| setting.values)
                    .map(|value| Candidate::new(*value, ""))
                    .collect(),
            ),
            _ => Place::Nothing,
        },
        ArgKind::CommandAfterWords(count) if args.len() >= count => {
            let sent = words::words(before)
                .nth(count)
                .map_or(before.len(), |word| word.end());
            return sent_spot(before, sent);
        }
        ArgKind::CommandAfterMark(mark) => match before.find(mark) {
            Some(at) => return sent_spot(before, at + mark.len()),
            None => Place::Nothing,
        },
        _ => Place::Nothing,
    };
    Spot { place, word, start }
}

/// In the command that a `!` command sends, which starts at `sent`.
fn sent_spot(before: &str, sent: usize) -> Spot<'_> {
    // The word before may have ended in a quote.
    let sent = sent + usize::from(before[sent..].starts_with('"'));
    let mut spot = server_spot(&before[sent..], false);
    spot.start += sent;
    spot
}

/// One of this shell's own commands.
pub(super) fn find<'k>(knowledge: &'k dyn Knowledge, name: &str) -> Option<&'k LocalCommand> {
    knowledge
        .local_commands()
        .iter()
        .find(|command| command.name.eq_ignore_ascii_case(name))
}
