//! Some servers of the fleet, by their names.

use std::collections::BTreeSet;
use std::path::Path;

use super::Fleet;
use crate::error::{Result, UsageError};
use crate::nearest::{did_you_mean, nearest};
use crate::order;
use crate::ways::prompt::typed::Came;

impl Fleet {
    /// The logs that profiles of its servers ask for, each once.
    pub(crate) fn logs_of_profiles(&self) -> BTreeSet<&Path> {
        self.members
            .iter()
            .filter_map(|member| member.target.manner.log.as_deref())
            .collect()
    }

    /// Does something with these servers alone: names with a comma between two.
    ///
    /// # Errors
    ///
    /// A name that is none of the fleet's, or what `act` says.
    pub(crate) fn on(
        &mut self,
        names: &str,
        act: impl FnOnce(&mut Self) -> Result<Came>,
    ) -> Result<Came> {
        let mut chosen = Vec::new();
        for name in names.split(',').filter(|name| !name.is_empty()) {
            let place = self.place_of(name)?;
            if !chosen.contains(&place) {
                chosen.push(place);
            }
        }
        order::sort(&mut chosen, Ord::cmp);
        chosen.retain(|place| self.selected.contains(place));
        if chosen.is_empty() {
            return Err(UsageError(format!("{names:?} names no server of this fleet")).into());
        }
        let before = std::mem::replace(&mut self.selected, chosen);
        let result = act(self);
        self.selected = before;
        result
    }

    /// The server of this name, or at this address.
    pub(super) fn place_of(&self, name: &str) -> Result<usize, UsageError> {
        let is = |same: &dyn Fn(&str) -> bool| {
            self.members.iter().position(|member| {
                let target = &member.target;
                let address = target.address.to_string();
                target.name.as_deref().is_some_and(same) || same(&address)
            })
        };
        let found = is(&|known| known == name);
        let found = found.or_else(|| is(&|known| known.eq_ignore_ascii_case(name)));
        found.ok_or_else(|| {
            let names = self.members.iter().map(|member| member.name.as_str());
            UsageError(format!(
                "no server of this fleet is called {name:?}{}",
                did_you_mean(nearest(name, names))
            ))
        })
    }
}
