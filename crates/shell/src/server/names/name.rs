//! One name of a list.

use std::borrow::Cow;

use rcon_proto::convar::Query;

use super::field;

/// What kind of thing a name is, and what is known of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// A command.
    #[default]
    Command,
    /// A variable whose printed value is its value.
    Variable,
    /// A variable whose list prints every value as a number, as Source 1
    /// does: what it shows may stand for any text.
    Unproven,
    /// A heading of the help, which is no command.
    Topic,
}

impl Kind {
    pub(super) fn code(self) -> char {
        match self {
            Self::Command => 'c',
            Self::Variable => 'v',
            Self::Unproven => 'u',
            Self::Topic => 't',
        }
    }

    fn of_code(code: &str) -> Self {
        match code {
            "v" => Self::Variable,
            "u" => Self::Unproven,
            "t" => Self::Topic,
            _ => Self::Command,
        }
    }
}

/// One name, and what its list says of it. Fields are read when asked for.
#[derive(Debug, Clone, Copy)]
pub struct Name<'a> {
    text: &'a str,
    /// Kind, printed value, flags, usage and description, apart by tabs.
    fields: &'a str,
    learned: Option<&'a Query>,
}

impl<'a> Name<'a> {
    /// A name of a list's line, with the fields behind it.
    pub(super) fn new(text: &'a str, fields: &'a str, learned: Option<&'a Query>) -> Self {
        Self {
            text,
            fields,
            learned,
        }
    }

    /// The name, raw.
    pub fn name(&self) -> &'a str {
        self.text
    }

    /// What kind of thing it is.
    pub fn kind(&self) -> Kind {
        Kind::of_code(self.raw(0))
    }

    /// Its value, where one is known for sure: printed by a list that prints
    /// real values, or by the variable itself later on.
    pub fn value(&self) -> Option<Cow<'a, str>> {
        let later = self.learned.and_then(|query| query.value.as_deref());
        let printed = || (self.kind() == Kind::Variable).then(|| self.field(1));
        later.map(Cow::Borrowed).or_else(printed)
    }

    /// The list's value column, even where it may not be the value.
    pub(super) fn printed_value(&self) -> &'a str {
        self.raw(1)
    }

    /// What the console said of the variable when it was asked.
    pub fn learned(&self) -> Option<&'a Query> {
        self.learned
    }

    /// Whether the value differs from the default, where that is known.
    pub fn is_changed(&self) -> Option<bool> {
        let query = self.learned?;
        let value = query.value.as_ref()?;
        match &query.default {
            Some(default) => Some(default != value),
            // Source 1 prints the default where it differs; others never do.
            None => (self.kind() == Kind::Unproven).then_some(false),
        }
    }

    /// Its flags, in the list's own abbreviations.
    pub fn flags(&self) -> impl Iterator<Item = &'a str> {
        self.raw(2).split(',').filter(|flag| !flag.is_empty())
    }

    /// Whether it works only while cheats are allowed.
    pub fn is_cheat(&self) -> bool {
        let asked = self
            .learned
            .is_some_and(|query| query.flags.contains("cheat"));
        asked || self.flags().any(|flag| flag == "cheat")
    }

    /// How it is used, such as `ban <name> [reason ...]`; empty if not known.
    pub fn usage(&self) -> Cow<'a, str> {
        self.field(3)
    }

    /// Its help text; empty if there is none.
    pub fn description(&self) -> Cow<'a, str> {
        let own = self.field(4);
        match self.learned {
            Some(query) if own.is_empty() => Cow::Borrowed(&query.description),
            _ => own,
        }
    }

    /// The help text without its escapes undone, for searching.
    pub(super) fn raw_description(&self) -> &'a str {
        self.raw(4)
    }

    fn raw(&self, index: usize) -> &'a str {
        self.fields.split('\t').nth(index).unwrap_or_default()
    }

    fn field(&self, index: usize) -> Cow<'a, str> {
        field::unescape(self.raw(index))
    }
}
