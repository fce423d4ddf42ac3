//! What Tab offers.

use rustyline::completion::{FilenameCompleter, Pair};

use super::display::{columns, fit, is_hidden};
use super::knowledge::{ArgKind, Candidate, Knowledge, LocalCommand, Matches};
use super::words::{Typed, commands, is_local, typed};

/// The most candidates offered at a time.
const MAX_CANDIDATES: usize = 1000;

/// The answer to one Tab.
pub(super) struct Completion {
    /// Where the text starts that a candidate replaces, in bytes.
    pub start: usize,
    /// What can stand there, with what the list shows.
    pub pairs: Vec<Pair>,
}

/// What belongs at the cursor.
#[derive(Debug)]
enum Place<'a> {
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
struct Spot<'a> {
    place: Place<'a>,
    word: &'a str,
    start: usize,
}

/// Whether the names of the server would help at the cursor.
pub(super) fn wants_names(line: &str, pos: usize, knowledge: &dyn Knowledge) -> bool {
    let spot = spot(line, line.floor_char_boundary(pos), knowledge);
    match spot.place {
        Place::Name { .. } => !spot.word.starts_with('!'),
        _ => false,
    }
}

/// The candidates at byte `pos` of a line, each drawn in less than `width`
/// columns.
pub(super) fn complete(
    line: &str,
    pos: usize,
    knowledge: &dyn Knowledge,
    width: usize,
) -> Completion {
    let pos = line.floor_char_boundary(pos);
    let Spot { place, word, start } = spot(line, pos, knowledge);
    let matches = match place {
        Place::Name { own } => names(word, own, knowledge),
        Place::Value(words) => fitting(knowledge.values_for(&words), word),
        Place::Server => fitting(knowledge.servers(), word),
        Place::OneOf(candidates) => fitting(candidates, word),
        Place::File(others) => return files(line, pos, others, word, start, width),
        Place::Nothing => Matches::default(),
    };
    let quotes = Quotes {
        open: line[..start].ends_with('"'),
        closed: line[pos..].starts_with('"'),
    };
    Completion {
        start,
        pairs: pairs(&matches, word, quotes, width),
    }
}

/// The quotes around the word at the cursor.
#[derive(Debug, Clone, Copy, Default)]
struct Quotes {
    open: bool,
    closed: bool,
}

impl Quotes {
    /// A candidate as it goes into the line: quoted where it has to be. `None`
    /// where it would not be one word even so, or holds what cannot be typed.
    fn apply(self, text: &str) -> Option<String> {
        let quoted = self.open || text.contains(|c: char| c.is_whitespace() || c == ';');
        if text.contains(is_hidden) || (quoted && text.contains('"')) {
            return None;
        }
        let before = if quoted && !self.open { "\"" } else { "" };
        let after = if quoted && !self.closed { "\"" } else { "" };
        Some(format!("{before}{text}{after}"))
    }
}

fn spot<'a>(line: &'a str, pos: usize, knowledge: &dyn Knowledge) -> Spot<'a> {
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
            let sent = super::words::words(before)
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

/// Names that start with `word`: this shell's first, then the server's.
fn names(word: &str, own: bool, knowledge: &dyn Knowledge) -> Matches {
    let mut candidates = Vec::new();
    if own {
        candidates.extend(
            knowledge
                .local_commands()
                .iter()
                .filter(|command| starts_with(command.name, word))
                .map(|command| Candidate::new(command.name, command.help)),
        );
    }
    let mut total = candidates.len();
    if !word.starts_with('!') {
        let matches = knowledge.names_matching(word, MAX_CANDIDATES - candidates.len());
        total += matches.total;
        for candidate in matches.candidates {
            if candidates.iter().any(|own| own.text == candidate.text) {
                total -= 1;
            } else {
                candidates.push(candidate);
            }
        }
    }
    Matches { candidates, total }
}

/// Those of `all` that start with `word`.
fn fitting(all: Vec<Candidate>, word: &str) -> Matches {
    let mut candidates: Vec<_> = all
        .into_iter()
        .filter(|candidate| starts_with(&candidate.text, word))
        .collect();
    let total = candidates.len();
    candidates.truncate(MAX_CANDIDATES);
    Matches { candidates, total }
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Files, and the words that may stand in a file's place.
fn files(
    line: &str,
    pos: usize,
    others: &[&str],
    word: &str,
    start: usize,
    width: usize,
) -> Completion {
    let words = others.iter().map(|word| Candidate::new(*word, ""));
    let words = pairs(
        &fitting(words.collect(), word),
        word,
        Quotes::default(),
        width,
    );
    // A folder that cannot be read offers nothing.
    let (from, mut found) = FilenameCompleter::new()
        .complete_path(line, pos)
        .unwrap_or((start, Vec::new()));
    found.retain(|pair| !pair.replacement.contains(is_hidden));
    found.truncate(MAX_CANDIDATES);
    for pair in &mut found {
        pair.display = fit(&pair.display, width.saturating_sub(1));
    }
    if from == start {
        found.splice(0..0, words);
    }
    Completion {
        start: from,
        pairs: found,
    }
}

/// Candidates as rustyline takes them: in columns, cut, with a last line where
/// there are more.
fn pairs(matches: &Matches, word: &str, quotes: Quotes, width: usize) -> Vec<Pair> {
    // One column stays free, or the terminal would wrap.
    let width = width.saturating_sub(1);
    let shown = matches.candidates.iter().take(MAX_CANDIDATES);
    let left_out = matches.total.saturating_sub(shown.len());
    let longest = shown
        .clone()
        .map(|candidate| columns(&candidate.text))
        .max();
    let column = longest.unwrap_or(0).min(width / 2);
    let mut pairs: Vec<_> = shown
        .filter_map(|candidate| {
            Some(Pair {
                display: row(candidate, column, width),
                replacement: quotes.apply(&candidate.text)?,
            })
        })
        .collect();
    if left_out > 0 && !pairs.is_empty() {
        pairs.push(Pair {
            display: fit(&format!("… and {left_out} more"), width),
            // Those left out may have less in common than those shown; this
            // much all have.
            replacement: word.to_owned(),
        });
    }
    pairs
}

/// One candidate's line: its name, then what it does.
fn row(candidate: &Candidate, column: usize, width: usize) -> String {
    let mut row = fit(&candidate.text, width);
    let used = columns(&row);
    let help = used.max(column) + 2;
    if !candidate.help.trim().is_empty() && help < width {
        row.extend(std::iter::repeat_n(' ', help - used));
        row.push_str(&fit(&candidate.help, width - help));
    }
    row
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    /// Completes at the `|`, and gives the line up to the cursor with each
    /// candidate put in.
    fn lines(line: &str) -> Vec<String> {
        let pos = line.find('|').unwrap();
        let line = line.replacen('|', "", 1);
        let Completion { start, pairs } = complete(&line, pos, &Fake::default(), 80);
        pairs
            .iter()
            .map(|pair| format!("{}{}", &line[..start], pair.replacement))
            .collect()
    }

    #[test]
    fn names_where_a_command_starts() {
        assert_eq!(lines("sv_ch|"), ["sv_cheats"]);
        assert_eq!(lines("SV_CH|"), ["sv_cheats"]);
        assert_eq!(lines("  sv_ch|"), ["  sv_cheats"]);
        assert_eq!(lines("status;sv_ch|"), ["status;sv_cheats"]);
        assert_eq!(lines("say \"a;\"; sv_ch|"), ["say \"a;\"; sv_cheats"]);
        assert_eq!(lines("say \"a; sv_ch|"), [""; 0]);
        assert_eq!(lines("status\nsv_ch|"), ["status\nsv_cheats"]);
        assert_eq!(lines("sv_ch| 1"), ["sv_cheats"]);
        assert_eq!(lines("help sv_ch|"), ["help sv_cheats"]);
        assert_eq!(lines("help sv_cheats sv_ch|"), [""; 0]);
    }

    #[test]
    fn own_commands_at_the_start_of_a_line_only() {
        assert_eq!(lines("!co|"), ["!connect"]);
        assert_eq!(lines("status; !co|"), [""; 0]);
        assert_eq!(lines("!!co|"), [""; 0]);
        assert_eq!(lines("!help sv_ch|"), ["!help sv_cheats"]);
        assert_eq!(lines("!help !co|"), ["!help !connect"]);
        let all = lines("|");
        assert_eq!(all[0], "!connect");
        assert!(all.contains(&"sv_cheats".to_owned()));
    }

    #[test]
    fn arguments_of_own_commands() {
        assert_eq!(lines("!connect t|"), ["!connect tf2"]);
        assert_eq!(lines("!connect @|"), ["!connect @eu"]);
        assert_eq!(lines("!connect tf2 t|"), [""; 0]);
        assert_eq!(lines("!set ti|"), ["!set timing"]);
        assert_eq!(
            lines("!set timing o|"),
            ["!set timing on", "!set timing off"]
        );
        assert_eq!(lines("!watch 5 sv_ch|"), ["!watch 5 sv_cheats"]);
        assert_eq!(
            lines("!watch 5 status; sv_ch|"),
            ["!watch 5 status; sv_cheats"]
        );
        assert_eq!(lines("!watch sv_ch|"), [""; 0]);
        assert_eq!(lines("!pipe less :: sv_ch|"), ["!pipe less :: sv_cheats"]);
        assert_eq!(lines("!pipe sv_ch|"), [""; 0]);
        assert_eq!(lines("!log of|"), ["!log off"]);
    }

    #[test]
    fn files_with_the_words_that_may_stand_for_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().display();
        std::fs::write(folder.path().join("restart.cfg"), "").unwrap();
        std::fs::create_dir(folder.path().join("rounds")).unwrap();
        assert_eq!(
            lines(&format!("!run {path}/r|")),
            [
                format!("!run {path}/restart.cfg"),
                format!("!run {path}/rounds/")
            ]
        );
        assert_eq!(lines(&format!("!log {path}/nothing|")), [""; 0]);
    }

    #[test]
    fn values_are_quoted_where_they_must_be() {
        assert_eq!(lines("changelevel cp_b|"), ["changelevel cp_badlands"]);
        assert_eq!(
            lines("changelevel \"cp_b|"),
            ["changelevel \"cp_badlands\""]
        );
        assert_eq!(
            lines("changelevel \"cp_b|\""),
            ["changelevel \"cp_badlands"]
        );
        assert_eq!(lines("kick |"), ["kick \"The Dude\"", "kick zoe"]);
        assert_eq!(lines("kick \"The D|"), ["kick \"The Dude\""]);
        assert_eq!(lines("status; kick z|"), ["status; kick zoe"]);
    }

    #[test]
    fn help_stands_beside_the_names_and_is_cut() {
        for width in [1, 5, 40, 80] {
            for pair in complete("sv_", 3, &Fake::default(), width).pairs {
                assert!(columns(&pair.display) < width.max(1), "{}", pair.display);
            }
        }
        let shown = |line: &str, width| {
            let pairs = complete(line, line.len(), &Fake::default(), width).pairs;
            pairs
                .into_iter()
                .map(|pair| pair.display)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            shown("sv_", 30),
            [
                "sv_cheats   Allow cheats on …",
                "sv_gravity  World gravity."
            ]
        );
        assert_eq!(shown("evil", 60), ["evil  \\x1b]0;owned\\x07 two lines"]);
    }

    #[test]
    fn a_name_that_could_not_be_typed_is_not_offered() {
        assert!(Fake::default().lookup("bad\x07name").is_some());
        assert_eq!(lines("bad|"), [""; 0]);
    }

    #[test]
    fn a_thousand_candidates_and_a_line_that_counts_the_rest() {
        let fake = Fake::with_names((0..50_000).map(|n| format!("name_{n:05}")));
        let pairs = complete("na", 2, &fake, 80).pairs;
        assert_eq!(pairs.len(), MAX_CANDIDATES + 1);
        let last = pairs.last().unwrap();
        assert_eq!(last.display, "… and 49000 more");
        // All that are shown start with `name_00`, the others do not.
        assert_eq!(last.replacement, "na");
    }

    #[test]
    fn names_are_wanted_only_where_they_help() {
        let wants = |line: &str| wants_names(line, line.len(), &Fake::default());
        for line in ["", "sv_", "status;", "help ", "!help ", "!watch 5 s"] {
            assert!(wants(line), "{line}");
        }
        for line in ["!co", "!connect ", "changelevel ", "!set "] {
            assert!(!wants(line), "{line}");
        }
    }
}
