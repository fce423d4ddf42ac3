//! The lines that were typed: what is remembered, and how it is searched.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustyline::history::{History as RustylineHistory, SearchDirection, SearchResult};

use crate::live;

use super::history_file::{HistoryFile, MAX_ENTRIES, is_kept};
use super::recall::Recall;

/// The entries, oldest first and no two alike, with the file behind them.
pub(super) struct History {
    entries: Arc<Vec<String>>,
    file: Option<HistoryFile>,
    /// What they are narrowed down to while somebody goes back in them.
    recall: Recall,
}

impl History {
    /// Reads the history from `path`, or starts one that is kept in memory. An
    /// error says why it will be forgotten with this process; the history works
    /// all the same.
    pub(super) fn open(path: Option<PathBuf>) -> (Self, Option<io::Error>) {
        let mut history = Self::of(Vec::new());
        let Some(path) = path else {
            return (history, None);
        };
        match HistoryFile::open(path) {
            Ok((file, entries)) => {
                history.entries = Arc::new(entries);
                history.file = file;
                (history, None)
            }
            Err(error) => (history, Some(error)),
        }
    }

    /// These entries, in memory only.
    pub(super) fn of(entries: Vec<String>) -> Self {
        Self {
            entries: Arc::new(entries),
            file: None,
            recall: Recall::default(),
        }
    }

    /// Remembers a line, unless it is one that is not kept, or holds a password that is known; an older entry like
    /// it goes. The file is let go of at its first error.
    pub(super) fn remember(&mut self, line: &str) -> io::Result<()> {
        let line = line.trim_end();
        if !is_kept(line) || live::is_in(line.as_bytes()) {
            return Ok(());
        }
        let entries = Arc::make_mut(&mut self.entries);
        entries.retain(|entry| entry != line);
        if entries.len() >= MAX_ENTRIES {
            entries.remove(0);
        }
        entries.push(line.to_owned());
        match self.file.as_ref().map(|file| file.append(line)) {
            Some(Err(error)) => {
                self.file = None;
                Err(error)
            }
            _ => Ok(()),
        }
    }

    /// Takes a line out of the file, not out of memory.
    pub(super) fn forget_in_file(&mut self, line: &str) -> io::Result<()> {
        let line = line.trim_end();
        match self.file.as_ref().map(|file| file.remove(line)) {
            Some(Err(error)) => {
                self.file = None;
                Err(error)
            }
            _ => Ok(()),
        }
    }

    /// Gives those alone that this takes, one by one.
    pub(super) fn narrow_by(&mut self, recall: Recall) {
        self.recall = recall;
    }

    /// The entries as they are now, to be looked at while a line is read.
    pub(super) fn shared(&self) -> Arc<Vec<String>> {
        Arc::clone(&self.entries)
    }

    /// The entries, oldest first.
    pub(super) fn entries(&self) -> &[String] {
        &self.entries
    }

    /// The nearest entry from `start` on that passes a test, which gives the
    /// cursor's place in it.
    fn nearest(
        &self,
        start: usize,
        direction: SearchDirection,
        test: impl Fn(&str) -> Option<usize>,
    ) -> Option<SearchResult<'_>> {
        let hit = |idx: usize| {
            let entry = self.entries.get(idx)?;
            let pos = test(entry)?;
            let entry = Cow::Borrowed(entry.as_str());
            Some(SearchResult { entry, idx, pos })
        };
        if start >= self.entries.len() {
            return None;
        }
        match direction {
            SearchDirection::Forward => (start..self.entries.len()).find_map(hit),
            SearchDirection::Reverse => (0..=start).rev().find_map(hit),
        }
    }
}

impl RustylineHistory for History {
    fn get(
        &self,
        index: usize,
        direction: SearchDirection,
    ) -> rustyline::Result<Option<SearchResult<'_>>> {
        let test = |entry: &str| self.recall.takes(entry).then_some(0);
        let found = self.nearest(index, direction, test);
        let past_the_newest = direction == SearchDirection::Forward && found.is_none();
        Ok(found.or_else(|| {
            // What was typed comes after them.
            let entry = self.recall.typed().filter(|_| past_the_newest)?;
            Some(SearchResult {
                pos: entry.len(),
                entry: Cow::Owned(entry),
                idx: self.entries.len(),
            })
        }))
    }

    fn add(&mut self, line: &str) -> rustyline::Result<bool> {
        let before = self.entries.len();
        self.remember(line)?;
        Ok(self.entries.len() > before)
    }

    fn add_owned(&mut self, line: String) -> rustyline::Result<bool> {
        self.add(&line)
    }

    fn len(&self) -> usize {
        self.entries.len()
    }

    fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn search(
        &self,
        term: &str,
        start: usize,
        dir: SearchDirection,
    ) -> rustyline::Result<Option<SearchResult<'_>>> {
        if term.is_empty() {
            return Ok(None);
        }
        Ok(self.nearest(start, dir, |entry| entry.find(term)))
    }

    fn starts_with(
        &self,
        term: &str,
        start: usize,
        dir: SearchDirection,
    ) -> rustyline::Result<Option<SearchResult<'_>>> {
        let test = |entry: &str| entry.starts_with(term).then_some(term.len());
        Ok(self.nearest(start, dir, test))
    }

    fn clear(&mut self) -> rustyline::Result<()> {
        Arc::make_mut(&mut self.entries).clear();
        Ok(())
    }

    // The rules are this module's, not rustyline's, and so is the file.

    fn set_max_len(&mut self, _: usize) -> rustyline::Result<()> {
        Ok(())
    }

    fn ignore_dups(&mut self, _: bool) -> rustyline::Result<()> {
        Ok(())
    }

    fn ignore_space(&mut self, _: bool) {}

    fn save(&mut self, _: &Path) -> rustyline::Result<()> {
        Ok(())
    }

    fn append(&mut self, _: &Path) -> rustyline::Result<()> {
        Ok(())
    }

    fn load(&mut self, _: &Path) -> rustyline::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(lines: &[&str]) -> History {
        let (mut history, error) = History::open(None);
        assert!(error.is_none());
        for line in lines {
            history.remember(line).unwrap();
        }
        history
    }

    #[test]
    fn what_is_not_kept() {
        let long = "x".repeat(crate::typing::editor::history_file::MAX_ENTRY + 1);
        let lines = [
            "",
            " status",
            "\tstatus",
            "a\0b",
            &long,
            "!connect x pw",
            "rcon_password x",
        ];
        assert!(history(&lines).is_empty());
    }

    #[test]
    fn the_newer_of_two_alike_stays() {
        let history = history(&["status", "stats", "status \n"]);
        assert_eq!(history.entries(), ["stats", "status"]);
    }

    #[test]
    fn the_oldest_goes_when_it_is_full() {
        let lines: Vec<_> = (0..=MAX_ENTRIES).map(|n| format!("say {n}")).collect();
        let (mut history, _) = History::open(None);
        history.entries = Arc::new(lines[..MAX_ENTRIES].to_vec());
        history.remember(&lines[MAX_ENTRIES]).unwrap();
        assert_eq!(history.entries(), &lines[1..]);
    }

    #[test]
    fn a_search_starts_where_it_is_told_to() {
        let history = history(&["say one", "status", "say two"]);
        let index = |result: rustyline::Result<Option<SearchResult<'_>>>| {
            result.unwrap().map(|hit| (hit.idx, hit.pos))
        };
        let (back, on) = (SearchDirection::Reverse, SearchDirection::Forward);
        assert_eq!(index(history.starts_with("say", 2, back)), Some((2, 3)));
        assert_eq!(index(history.starts_with("say", 1, back)), Some((0, 3)));
        assert_eq!(index(history.search("t", 0, on)), Some((1, 1)));
        assert_eq!(index(history.search("t", 3, back)), None);
        assert_eq!(index(history.search("", 2, back)), None);
        assert_eq!(index(history.get(1, on)), Some((1, 0)));
        assert_eq!(index(history.get(3, on)), None);
    }

    #[test]
    fn going_back_stops_at_what_begins_as_what_was_typed() {
        let mut history = history(&["say one", "status", "say two", "say", "stats"]);
        let recall = Recall::default();
        history.narrow_by(recall.clone());
        let got = |index, direction| {
            let found = history.get(index, direction).unwrap();
            found.map(|found| (found.idx, found.entry.into_owned()))
        };
        let (back, on) = (SearchDirection::Reverse, SearchDirection::Forward);
        recall.begin("say", 3, true);
        assert_eq!(got(4, back), Some((2, "say two".to_owned())));
        recall.begin("say two", 7, true);
        assert_eq!(got(1, back), Some((0, "say one".to_owned())));
        recall.go_on("say one");
        assert_eq!(got(1, on), Some((2, "say two".to_owned())));
        recall.go_on("say two");
        assert_eq!(got(3, on), Some((5, "say".to_owned())));
        // Changed meanwhile, it is another question.
        recall.pause("say two");
        recall.begin("st", 2, true);
        assert_eq!(got(4, back), Some((4, "stats".to_owned())));
        // Without a change it is the same one.
        recall.pause("stats");
        recall.begin("stats", 0, true);
        assert_eq!(got(3, back), Some((1, "status".to_owned())));
    }
}
