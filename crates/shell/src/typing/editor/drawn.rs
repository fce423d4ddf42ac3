//! What the editor draws, without a terminal to draw it on: for whoever wants
//! to measure it.

use rustyline::history::{History as _, SearchDirection};

use super::history::History;
use super::knowledge::Knowledge;
use super::{complete, highlight, hint};

/// A person who types, with a history and with names.
///
/// ```
/// use rcon_shell::typing::editor::Typing;
/// use rcon_shell::server::names::builtin;
///
/// let names = builtin::list(rcon_proto::Game::Minecraft).expect("there is one");
/// let typing = Typing::new(vec!["whitelist add Steve".to_owned()], &names, 80);
/// assert!(typing.at_key("whitelist a").contains("dd Steve"));
/// assert!(typing.at_tab("white")[0].starts_with("whitelist"));
/// ```
pub struct Typing<'a> {
    history: History,
    knowledge: &'a dyn Knowledge,
    width: usize,
}

impl<'a> Typing<'a> {
    /// `history` is oldest first; `width` is the terminal's, in columns.
    pub fn new(history: Vec<String>, knowledge: &'a dyn Knowledge, width: usize) -> Self {
        Self {
            history: History::of(history),
            knowledge,
            width,
        }
    }

    /// What is drawn after a key: the line with its colours, the cursor at its
    /// end, and the hint behind it.
    pub fn at_key(&self, line: &str) -> String {
        let mut drawn = highlight::line(line, line.len(), self.knowledge).into_owned();
        let newest = self.history.len().saturating_sub(1);
        let found = self
            .history
            .starts_with(line, newest, SearchDirection::Reverse)
            .unwrap_or(None);
        let entry = found.as_ref().map(|found| found.entry.as_ref());
        if let Some(hint) = hint::hint(line, entry, self.knowledge, 0, self.width) {
            drawn.push_str(&highlight::hint(rustyline::hint::Hint::display(&hint)));
        }
        drawn
    }

    /// The rows that are listed at Tab, the cursor at the end of the line.
    pub fn at_tab(&self, line: &str) -> Vec<String> {
        let found = complete::complete(line, line.len(), self.knowledge, self.width);
        let rows = found.pairs.into_iter();
        rows.map(|pair| highlight::candidate(&pair.display).into_owned())
            .collect()
    }
}
