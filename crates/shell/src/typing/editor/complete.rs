//! What Tab offers.

use rustyline::completion::FilenameCompleter;

use super::display::fit;
use super::knowledge::{Candidate, Knowledge, Matches};
use super::rows::{Completion, MAX_CANDIDATES, Quotes, pairs};
use super::spot::{Place, Spot, spot};
use crate::show::escape::is_hazard;

/// Whether the names of the server would help at the cursor.
pub(super) fn wants_names(line: &str, pos: usize) -> bool {
    let spot = spot(line, line.floor_char_boundary(pos));
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
    let Spot { place, word, start } = spot(line, pos);
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

/// Names that start with `word`: this shell's first, then the server's.
fn names(word: &str, own: bool, knowledge: &dyn Knowledge) -> Matches {
    let mut candidates = Vec::new();
    if own {
        candidates.extend(
            crate::commands::rows()
                .filter(|row| starts_with(row.typed, word))
                .map(|row| Candidate::new(row.typed, row.help)),
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
    found.retain(|pair| !pair.replacement.contains(is_hazard));
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
        assert_eq!(lines("!set timi|"), ["!set timing"]);
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
        assert_eq!(lines("!send sv_ch|"), ["!send sv_cheats"]);
        assert_eq!(
            lines("!send kick |"),
            lines("kick |")
                .iter()
                .map(|line| format!("!send {line}"))
                .collect::<Vec<_>>()
        );
        assert_eq!(
            lines("!send x; changelevel cp|"),
            ["!send x; changelevel cp_badlands"]
        );
        assert_eq!(lines("!save x p|"), ["!save x password"]);
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
    fn a_blank_follows_the_one_that_fits() {
        for (line, after, closed) in [
            ("sv_ch", "", "sv_cheats "),
            ("sv_ch", " 1", "sv_cheats"),
            ("changelevel \"cp_b", "", "cp_badlands\" "),
        ] {
            let mut completion = complete(line, line.len(), &Fake::default(), 80);
            completion.close(after);
            assert_eq!(completion.pairs[0].replacement, closed, "{line}|{after}");
        }
        let mut several = complete("sv_", 3, &Fake::default(), 80);
        several.close("");
        assert_eq!(several.pairs[0].replacement, "sv_cheats");
    }

    #[test]
    fn help_stands_beside_the_names_and_is_cut() {
        for width in [1, 5, 40, 80] {
            for pair in complete("sv_", 3, &Fake::default(), width).pairs {
                assert!(
                    crate::show::escape::width(&pair.display) < width.max(1),
                    "{}",
                    pair.display
                );
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
        let wants = |line: &str| wants_names(line, line.len());
        for line in [
            "",
            "sv_",
            "status;",
            "help ",
            "!help ",
            "!watch 5 s",
            "!send ",
        ] {
            assert!(wants(line), "{line}");
        }
        for line in ["!co", "!connect ", "changelevel ", "!set "] {
            assert!(!wants(line), "{line}");
        }
    }
}
