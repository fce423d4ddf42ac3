//! A list of names by itself as what the editor knows.

use std::sync::Arc;
use std::time::Duration;

use super::values::arguments;
use super::{Kind, Name, NameList};
use crate::commands::Aliases;
use crate::fit::Fit;
use crate::typing::editor::{Candidate, Knowledge, Matches, NameInfo, NamesState, Values};

/// What stands beside a name: what it does, or else how it is used.
fn help(name: &Name<'_>) -> String {
    let help = name.description();
    let help = if help.is_empty() { name.usage() } else { help };
    help.into_owned()
}

impl Knowledge for NameList {
    fn names_fitting(&self, fit: Fit, typed: &str, limit: usize) -> Matches {
        let (found, total) = self.complete(fit, typed, limit);
        let candidates = found
            .iter()
            .map(|name| Candidate::new(name.name(), help(name)));
        Matches {
            candidates: candidates.collect(),
            total,
        }
    }

    fn lookup(&self, name: &str) -> Option<NameInfo> {
        let found = self.get(name)?;
        Some(NameInfo {
            help: found.description().into_owned(),
            arguments: arguments(&found.usage()).to_owned(),
            cheat: found.is_cheat(),
            stops_server: false,
            is_command: found.kind() == Kind::Command,
        })
    }

    fn values_for(&self, _: &[&str]) -> Values {
        Values::default()
    }

    fn servers(&self) -> Vec<Candidate> {
        Vec::new()
    }

    fn aliases(&self) -> Arc<Aliases> {
        Arc::default()
    }

    fn may_chat(&self) -> bool {
        false
    }

    fn is_rejected(&self, _: &str) -> bool {
        false
    }

    fn ready(&self) -> NamesState {
        NamesState::Ready
    }

    fn want_names(&self, _: Duration) -> NamesState {
        self.ready()
    }
}
