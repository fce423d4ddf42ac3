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
mod tests;
