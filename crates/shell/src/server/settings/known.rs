//! Which names a server has.

use std::collections::HashMap;

use rcon_proto::CvarList;
use rcon_proto::convar::{ListStyle, Value};

/// The names that a server says it has.
#[derive(Debug)]
pub(crate) enum Known {
    /// Convars and commands.
    Convars(Convars),
    /// Minecraft's gamerules, as far as it lists them.
    Gamerules(Vec<String>),
}

/// What `cvarlist` told.
#[derive(Debug)]
pub(crate) struct Convars {
    pub(super) style: ListStyle,
    /// By name in lower case.
    entries: HashMap<String, Listed>,
    /// In the order of the list, as it writes them.
    variables: Vec<String>,
}

/// An entry of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Listed {
    Command,
    Variable {
        /// Its value, where the list's column is exact.
        value: Option<String>,
    },
}

impl Convars {
    pub(super) fn of(list: &CvarList) -> Self {
        let exact = list.style().values_are_exact();
        let mut entries = HashMap::with_capacity(list.len());
        let mut variables = Vec::new();
        for entry in list {
            let listed = match entry.value {
                Value::Command => Listed::Command,
                value => Listed::Variable {
                    value: value
                        .as_str()
                        .filter(|text| {
                            exact && is_plain(value, text) && !entry.flags.contains("prot")
                        })
                        .map(str::to_owned),
                },
            };
            if entries
                .insert(super::key(entry.name).into_owned(), listed.clone())
                .is_none()
                && listed != Listed::Command
            {
                variables.push(entry.name.to_owned());
            }
        }
        Self {
            style: list.style(),
            entries,
            variables,
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Listed> {
        self.entries.get(&*super::key(name))
    }
}

/// Whether a column shows such a value as it is: blanks around a text, and a text
/// that looks like the border of a column, it does not.
fn is_plain(value: Value<'_>, text: &str) -> bool {
    matches!(value, Value::Number(_)) || text == "true" || text == "false"
}

impl Known {
    /// The names of all settings, in the server's order.
    pub(crate) fn settings(&self) -> &[String] {
        match self {
            Known::Convars(convars) => &convars.variables,
            Known::Gamerules(rules) => rules,
        }
    }

    /// Whether both are of one kind, so that they can be compared.
    pub(crate) fn is_like(&self, other: &Known) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// Whether the game says of a value that it is the default.
    pub(crate) fn tells_defaults(&self) -> bool {
        matches!(self, Known::Convars(convars) if convars.style == ListStyle::Source)
    }

    /// Whether the game runs a file of settings by itself.
    pub(crate) fn runs_files(&self) -> bool {
        matches!(self, Known::Convars(_))
    }
}
