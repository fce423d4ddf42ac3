//! What the editor asks of the rest of the program while a line is typed.

use std::sync::Arc;
use std::time::Duration;

use crate::commands::{Aliases, Way};
use crate::fit::Fit;

/// Something that Tab can offer. Both texts may hold whatever a server sent:
/// the editor escapes and cuts them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Candidate {
    /// What is put into the line.
    pub text: String,
    /// What is shown beside it. May be empty.
    pub help: String,
    /// It is found by its help, too: a player's number, by the name.
    pub by_help: bool,
}

impl Candidate {
    /// A candidate with its help text.
    pub fn new(text: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            help: help.into(),
            by_help: false,
        }
    }

    /// The same, found by its help as well.
    pub fn found_by_help(self) -> Self {
        Self {
            by_help: true,
            ..self
        }
    }
}

/// What is known of one name of the server's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameInfo {
    /// The server's own description. May be empty.
    pub help: String,
    /// The arguments that it takes, where that is known.
    pub arguments: String,
    /// The server marks it as a cheat.
    pub cheat: bool,
    /// Running it stops or restarts the server.
    pub stops_server: bool,
    /// A command rather than a variable.
    pub is_command: bool,
}

/// What can stand in the place of an argument.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values {
    /// These.
    pub candidates: Vec<Candidate>,
    /// Any of the server's names.
    pub names: bool,
}

/// The names that fit some text: the first of them, and how many there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matches {
    /// At most as many as were asked for, in order.
    pub candidates: Vec<Candidate>,
    /// How many there are in all.
    pub total: usize,
}

/// How far the names of the present server are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamesState {
    /// They are here.
    Ready,
    /// They have been asked for.
    Fetching,
    /// They have not been asked for.
    Unknown,
    /// This server has none, or there is no server.
    None,
}

/// How the editor learns about names without knowing where they come from.
///
/// All but [`want_names`](Self::want_names) and
/// [`values_for`](Self::values_for) are called at every key: they look up, and
/// neither wait nor copy lists.
pub trait Knowledge: Send + Sync {
    /// The server's names that `typed` fits in this way; at most `limit` of
    /// them are copied.
    fn names_fitting(&self, fit: Fit, typed: &str, limit: usize) -> Matches;

    /// What is known of exactly this name, without regard to ASCII case.
    fn lookup(&self, name: &str) -> Option<NameInfo>;

    /// The values that can follow these words, the first of which is the
    /// command's name: all of them, the editor picks those that fit. Called at
    /// Tab only, so that what has to be asked for can be waited for, shortly.
    fn values_for(&self, words: &[&str]) -> Values;

    /// Profiles, for `!connect`.
    fn servers(&self) -> Vec<Candidate>;

    /// The aliases that there are.
    fn aliases(&self) -> Arc<Aliases>;

    /// Whether nothing is known of the server, and what it does not know could go
    /// to its players.
    fn may_chat(&self) -> bool;

    /// Whose names are not asked for because of that, as it is said.
    fn unasked(&self) -> Option<String> {
        self.may_chat().then(|| "this server".to_owned())
    }

    /// The servers of a fleet, for `!on`.
    fn members(&self) -> Vec<Candidate> {
        Vec::new()
    }

    /// Whose commands of ours are offered.
    fn way(&self) -> Way {
        Way::Prompt
    }

    /// Whether the server, where it is asked, has more names than those at hand.
    fn has_better(&self) -> bool {
        false
    }

    /// Whether the server would not do what a line says.
    fn is_rejected(&self, line: &str) -> bool;

    /// How far the names are known.
    fn ready(&self) -> NamesState;

    /// Called at Tab where names would help: asks for them if need be, and
    /// waits for them, but for no longer than `wait`, since keys (Ctrl-C too)
    /// are dead meanwhile.
    fn want_names(&self, wait: Duration) -> NamesState;
}
