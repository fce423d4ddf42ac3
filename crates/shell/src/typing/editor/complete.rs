//! What Tab offers.

use super::files;
use super::knowledge::{Candidate, Knowledge, Matches};
use super::rows::{Completion, MAX_CANDIDATES, Quotes, pairs};
use super::spot::{Slot, Spot, spot};
use crate::commands::{Quoting, redact};
use crate::fit::Fit;

/// Whether the names of the server would help at the cursor.
pub(super) fn wants_names(line: &str, pos: usize, knowledge: &dyn Knowledge) -> bool {
    let aliases = knowledge.aliases();
    let spot = spot(line, line.floor_char_boundary(pos), &aliases);
    match spot.slot {
        // Some consoles chat without the slash: there it is their own command that
        // is being typed, and the question for names would be chat.
        Slot::Name { .. } if spot.word.starts_with('/') => !knowledge.may_chat(),
        Slot::Name { .. } => !spot.word.starts_with('!'),
        _ => false,
    }
}

/// Whether something of the server's would stand at the cursor.
pub(super) fn is_servers(line: &str, pos: usize, knowledge: &dyn Knowledge) -> bool {
    let aliases = knowledge.aliases();
    let spot = spot(line, line.floor_char_boundary(pos), &aliases);
    match spot.slot {
        Slot::Name { .. } => !spot.word.starts_with('!'),
        Slot::Value(_) => true,
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
    let aliases = knowledge.aliases();
    let Spot { slot, word, start } = spot(line, pos, &aliases);
    let (fit, matches) = match slot {
        Slot::Name { own } => names(word, own, knowledge),
        Slot::Value(words) => values(&words, word, knowledge),
        Slot::Server => fitting(&knowledge.servers(), word),
        Slot::Members => fitting(&knowledge.members(), word),
        Slot::OneOf(candidates) => fitting(&candidates, word),
        Slot::File(others) => return files_or_words(line, pos, others, word, start, width),
        Slot::Nothing => (Fit::Begins, Matches::default()),
    };
    let quotes = Quotes {
        open: line[..start].ends_with('"'),
        closed: line[pos..].starts_with('"'),
    };
    Completion {
        start,
        fit,
        pairs: pairs(&matches, word, quotes, width),
    }
}

/// What the narrowest way gives that gives anything.
fn narrowest(matches: impl Fn(Fit) -> Matches) -> (Fit, Matches) {
    let mut ways = Fit::ALL.into_iter().map(|fit| (fit, matches(fit)));
    ways.find(|(_, matches)| matches.total > 0)
        .unwrap_or((Fit::Begins, Matches::default()))
}

/// Names that `word` fits: this shell's first, then the server's.
fn names(word: &str, own: bool, knowledge: &dyn Knowledge) -> (Fit, Matches) {
    narrowest(|fit| {
        let mut candidates = Vec::new();
        if own {
            candidates.extend(own_names(fit, word, knowledge));
        }
        let mut total = candidates.len();
        if !word.starts_with('!') {
            let matches = knowledge.names_fitting(fit, word, MAX_CANDIDATES - candidates.len());
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
    })
}

/// The names of this shell that `word` fits. Those of the mark's are meant by
/// who begins with it, or who types just so.
fn own_names(fit: Fit, word: &str, knowledge: &dyn Knowledge) -> Vec<Candidate> {
    let takes = move |typed: &str| match (typed.strip_prefix('!'), word.strip_prefix('!')) {
        (Some(name), Some(word)) => fit.takes(name, word),
        (Some(name), None) => fit == Fit::Holds && Fit::Begins.takes(name, word) || word.is_empty(),
        (None, _) => fit.takes(typed, word),
    };
    let way = knowledge.way();
    let rows = crate::commands::rows().filter(|row| row.ways.contains(&way) && takes(row.typed));
    let mut found: Vec<_> = rows
        .map(|row| Candidate::new(row.typed, row.help))
        .collect();
    let aliases = knowledge.aliases();
    let aliases = aliases.iter().filter(|alias| takes(&alias.typed()));
    found.extend(aliases.map(|alias| Candidate::new(alias.typed(), redact(&alias.meaning()))));
    found
}

/// The values that `word` fits, after those words.
fn values(words: &[&str], word: &str, knowledge: &dyn Knowledge) -> (Fit, Matches) {
    let values = knowledge.values_for(words);
    narrowest(|fit| {
        let mut matches = those_fitting(&values.candidates, fit, word);
        if values.names {
            let room = MAX_CANDIDATES - matches.candidates.len();
            let names = knowledge.names_fitting(fit, word, room);
            matches.total += names.total;
            matches.candidates.extend(names.candidates);
        }
        matches
    })
}

/// Those of `all` that `word` fits.
fn fitting(all: &[Candidate], word: &str) -> (Fit, Matches) {
    narrowest(|fit| those_fitting(all, fit, word))
}

fn those_fitting(all: &[Candidate], fit: Fit, word: &str) -> Matches {
    let takes = |candidate: &&Candidate| {
        fit.takes(&candidate.text, word) || candidate.by_help && fit.takes(&candidate.help, word)
    };
    let found = all.iter().filter(takes);
    Matches {
        total: found.clone().count(),
        candidates: found.take(MAX_CANDIDATES).cloned().collect(),
    }
}

/// Files, and the words that may stand in a file's slot.
fn files_or_words(
    line: &str,
    pos: usize,
    others: &[&str],
    word: &str,
    start: usize,
    width: usize,
) -> Completion {
    let words = others.iter().map(|word| Candidate::new(*word, ""));
    let words: Vec<_> = words.collect();
    let words = pairs(
        &those_fitting(&words, Fit::Begins, word),
        word,
        Quotes::default(),
        width,
    );
    let mut found = files::files(Quoting::HERE, &line[start..pos], &line[pos..], width);
    found.splice(0..0, words);
    Completion {
        start,
        fit: Fit::Begins,
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
        let Completion { start, pairs, .. } = complete(&line, pos, &Fake::default(), 80);
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
    fn what_is_in_the_middle_then_letters_in_order() {
        assert_eq!(lines("gravity|"), ["sv_gravity"]);
        assert_eq!(lines("svgr|"), ["sv_gravity"]);
        assert_eq!(lines("svy|"), ["sv_gravity"]);
        assert_eq!(lines("status; GRAV|"), ["status; sv_gravity"]);
        // What begins so hides what holds it.
        assert_eq!(lines("s|"), ["status", "sv_cheats", "sv_gravity"]);
        assert_eq!(lines("xyz|"), [""; 0]);
        assert_eq!(lines("connect|"), ["!connect"]);
        assert_eq!(lines("!nnect|"), ["!connect", "!disconnect", "!reconnect"]);
        assert_eq!(lines("toggle gravity|"), ["toggle sv_gravity"]);
        assert_eq!(lines("kick dude|"), ["kick \"The Dude\""]);
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
        assert_eq!(lines("!watch sv_ch|"), ["!watch sv_cheats"]);
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
    fn aliases_and_what_they_take() {
        assert_eq!(lines("!g|"), ["!gg"]);
        assert_eq!(lines("!help !ou|"), ["!help !out"]);
        assert_eq!(lines("!out |"), ["!out \"The Dude\"", "!out zoe"]);
        assert_eq!(lines("!out zoe z|"), [""; 0]);
        assert_eq!(lines("!gg |"), [""; 0]);
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
        let wants = |line: &str| wants_names(line, line.len(), &Fake::default());
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
