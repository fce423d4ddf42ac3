//! What many servers told of their settings, folded as it comes: a value that all
//! of them have is kept once.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;

use rcon_proto::settings::same;

use super::{Known, Reading, State, key};
use crate::error::{Result, UsageError};
use crate::order;

/// The most that is kept of all servers together, in bytes of names and values:
/// one that lies takes no memory from the others.
const ROOM: usize = 64 << 20;

/// See the [module](self).
#[derive(Debug, Default)]
pub(crate) struct Together {
    convars: Table,
    gamerules: Table,
    bytes: usize,
}

/// The settings of one kind, of those servers that have such.
#[derive(Debug, Default)]
pub(crate) struct Table {
    servers: Vec<usize>,
    tells_defaults: bool,
    runs_files: bool,
    rows: Vec<Told>,
    /// By name in lower case.
    index: HashMap<String, usize>,
}

/// What was told of one name.
#[derive(Debug)]
struct Told {
    name: String,
    values: Vec<Value>,
    untold: Vec<usize>,
}

#[derive(Debug)]
struct Value {
    text: String,
    /// Whether it is the default on all of these, as far as they tell it.
    is_default: Option<bool>,
    servers: Vec<usize>,
}

/// A setting, and who has it how.
#[derive(Debug)]
pub(crate) struct Setting<'a> {
    pub(crate) name: &'a str,
    /// The largest group first, of equally large ones that of the first server.
    pub(crate) groups: Vec<Group<'a>>,
    /// Those that do not tell its value.
    pub(crate) untold: Vec<usize>,
}

/// Servers that have the same value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group<'a> {
    /// Nothing where they know no such name.
    pub(crate) value: Option<&'a str>,
    pub(crate) is_default: Option<bool>,
    /// In their order.
    pub(crate) servers: Vec<usize>,
}

impl Setting<'_> {
    /// Whether any of them differs from another.
    pub(crate) fn differs(&self) -> bool {
        self.groups.len() > 1
    }

    /// Whether more of them have the first group's value than any other.
    pub(crate) fn has_majority(&self) -> bool {
        match &self.groups[..] {
            [first, second, ..] => first.servers.len() > second.servers.len(),
            _ => true,
        }
    }

    /// The value, where all of them have it.
    pub(crate) fn agreed(&self) -> Option<&Group<'_>> {
        match &self.groups[..] {
            [only] if self.untold.is_empty() => Some(only),
            _ => None,
        }
    }

    /// What this server has; nothing where it does not tell that.
    pub(crate) fn of(&self, server: usize) -> Option<&Group<'_>> {
        let mut groups = self.groups.iter();
        groups.find(|group| group.servers.contains(&server))
    }
}

impl Together {
    /// Adds what one server told.
    ///
    /// # Errors
    ///
    /// It is more than is kept.
    pub(crate) fn add(&mut self, server: usize, known: &Known, state: &State) -> Result<()> {
        let table = match known {
            Known::Convars(_) => &mut self.convars,
            Known::Gamerules(_) => &mut self.gamerules,
        };
        table.servers.push(server);
        table.tells_defaults |= known.tells_defaults();
        table.runs_files = known.runs_files();
        for name in known.settings() {
            self.bytes += table.add(server, name, state.get(name));
            if self.bytes > ROOM {
                table.servers.retain(|one| *one != server);
                return Err(UsageError(format!(
                    "the settings of all servers together take more than {} MiB",
                    ROOM >> 20
                ))
                .into());
            }
        }
        Ok(())
    }

    /// Leaves out what others than these told.
    pub(crate) fn keep(&mut self, is_kept: impl Fn(usize) -> bool) {
        for table in [&mut self.convars, &mut self.gamerules] {
            table.servers.retain(|server| is_kept(*server));
        }
    }

    /// The kinds of settings that any of them have.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &Table> {
        let tables = [&self.convars, &self.gamerules].into_iter();
        tables.filter(|table| !table.servers.is_empty())
    }
}

impl Table {
    /// How many bytes it takes.
    fn add(&mut self, server: usize, name: &str, reading: &Reading) -> usize {
        let mut bytes = size_of::<usize>();
        let at = *self
            .index
            .entry(key(name).into_owned())
            .or_insert(self.rows.len());
        if at == self.rows.len() {
            bytes += 2 * name.len() + size_of::<Told>();
            self.rows.push(Told {
                name: name.to_owned(),
                values: Vec::new(),
                untold: Vec::new(),
            });
        }
        let Some(row) = self.rows.get_mut(at) else {
            return bytes;
        };
        let Reading::Value { value, is_default } = reading else {
            // A name that is listed is known.
            row.untold.push(server);
            return bytes;
        };
        let mut values = row.values.iter_mut();
        if let Some(known) = values.find(|it| same(&it.text, value)) {
            known.servers.push(server);
            // Builds may have other defaults.
            if known.is_default != *is_default {
                known.is_default = Some(false);
            }
        } else {
            bytes += value.len() + size_of::<Value>();
            row.values.push(Value {
                text: value.clone(),
                is_default: *is_default,
                servers: vec![server],
            });
        }
        bytes
    }

    /// The servers that have such settings, in their order.
    pub(crate) fn servers(&self) -> Vec<usize> {
        let mut servers = self.servers.clone();
        order::sort(&mut servers, Ord::cmp);
        servers
    }

    /// Whether any of them says which values are defaults.
    pub(crate) fn tells_defaults(&self) -> bool {
        self.tells_defaults
    }

    /// Whether the game runs a file of them by itself.
    pub(crate) fn runs_files(&self) -> bool {
        self.runs_files
    }

    /// The settings by their names.
    pub(crate) fn settings(&self) -> Vec<Setting<'_>> {
        let servers = self.servers();
        let mut rows: Vec<(Cow<'_, str>, &Told)> = Vec::new();
        rows.extend(self.rows.iter().map(|row| (key(&row.name), row)));
        order::sort(&mut rows, |one, other| one.0.cmp(&other.0));
        let rows = rows.into_iter().map(|(_, row)| row.setting(&servers));
        let is_known = |it: &Setting<'_>| {
            !it.untold.is_empty() || it.groups.iter().any(|group| group.value.is_some())
        };
        rows.filter(is_known).collect()
    }
}

impl Told {
    fn setting(&self, all: &[usize]) -> Setting<'_> {
        // What is left of them is what nobody has told anything of.
        let mut unknown = vec![true; all.len()];
        let mut told = |server: &usize| {
            let place = all.binary_search(server).ok();
            let unknown = place.and_then(|at| unknown.get_mut(at));
            unknown.is_some_and(std::mem::take)
        };
        let mut kept = |servers: &[usize]| {
            let mut those: Vec<usize> = servers.to_vec();
            those.retain(&mut told);
            order::sort(&mut those, Ord::cmp);
            those
        };
        let values = self.values.iter();
        let mut groups: Vec<Group<'_>> = values
            .map(|value| Group {
                value: Some(&value.text),
                is_default: value.is_default,
                servers: kept(&value.servers),
            })
            .collect();
        let untold = kept(&self.untold);
        let unknown = all.iter().zip(unknown).filter(|(_, unknown)| *unknown);
        let unknown = unknown.map(|(server, _)| *server).collect();
        groups.push(Group {
            value: None,
            is_default: None,
            servers: unknown,
        });
        groups.retain(|group| !group.servers.is_empty());
        order::sort(&mut groups, |one, other| {
            let size = |group: &Group<'_>| group.servers.len();
            size(other)
                .cmp(&size(one))
                .then_with(|| one.servers.first().cmp(&other.servers.first()))
        });
        Setting {
            name: &self.name,
            groups,
            untold,
        }
    }
}
