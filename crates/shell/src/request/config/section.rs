//! One table of the file, read key by key so that every error knows its line.

use std::fmt::Display;
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use toml_edit::{Item, TableLike};

use super::{ConfigError, Problem};
use crate::nearest::nearest;
use crate::request::cli::value;

/// A text with its file's name.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) path: &'a Path,
    pub(super) text: &'a str,
}

impl Source<'_> {
    /// An error at these bytes of the file.
    pub(super) fn error(&self, span: Option<Range<usize>>, problem: Problem) -> ConfigError {
        let line = span.map(|span| {
            let before = self.text.as_bytes().iter().take(span.start);
            before.filter(|byte| **byte == b'\n').count() + 1
        });
        ConfigError::new(self.path, line, problem)
    }
}

/// A table, and what messages call it.
pub(super) struct Section<'a> {
    source: Source<'a>,
    name: String,
    table: &'a dyn TableLike,
    span: Option<Range<usize>>,
}

impl<'a> Section<'a> {
    /// `item` as a table that is called `name`.
    pub(super) fn of(source: Source<'a>, name: &str, item: &'a Item) -> Result<Self, ConfigError> {
        let wrong = || Problem::WrongType {
            key: name.to_owned(),
            expected: "a table",
        };
        let table = item
            .as_table_like()
            .ok_or_else(|| source.error(item.span(), wrong()))?;
        Ok(Self {
            source,
            name: name.to_owned(),
            table,
            span: item.span(),
        })
    }

    /// What messages call it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// An error about the whole table.
    pub(super) fn error(&self, problem: Problem) -> ConfigError {
        self.source.error(self.span.clone(), problem)
    }

    /// An error about one key.
    pub(super) fn error_at(&self, key: &str, problem: Problem) -> ConfigError {
        let span = self
            .table
            .get_key_value(key)
            .and_then(|(key, _)| key.span());
        self.source
            .error(span.or_else(|| self.span.clone()), problem)
    }

    /// Refuses keys other than these.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), ConfigError> {
        match self.table.iter().find(|(key, _)| !known.contains(key)) {
            None => Ok(()),
            Some((key, _)) => Err(self.error_at(
                key,
                Problem::UnknownKey {
                    key: key.to_owned(),
                    section: self.name.clone(),
                    hint: match nearest(key, known.iter().copied()) {
                        Some(near) => format!("did you mean {near}?"),
                        None => format!("there are {}", known.join(", ")),
                    },
                },
            )),
        }
    }

    /// The keys with their values, in the order of the file.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, &'a Item)> + use<'a> {
        self.table.iter()
    }

    /// Whether the key is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// A text.
    pub(super) fn text(&self, key: &str) -> Result<Option<&'a str>, ConfigError> {
        self.typed(key, "a text in quotes", Item::as_str)
    }

    /// Several texts.
    pub(super) fn texts(&self, key: &str) -> Result<Option<Vec<String>>, ConfigError> {
        self.typed(key, "a list of texts in quotes", |item| {
            let texts = item.as_array()?.iter();
            texts.map(|text| text.as_str().map(str::to_owned)).collect()
        })
    }

    /// A switch.
    pub(super) fn flag(&self, key: &str) -> Result<Option<bool>, ConfigError> {
        self.typed(key, "true or false", Item::as_bool)
    }

    /// A text that is to be understood further.
    pub(super) fn parsed<T, E: Display>(
        &self,
        key: &str,
        parse: impl FnOnce(&'a str) -> Result<T, E>,
    ) -> Result<Option<T>, ConfigError> {
        let text = self.text(key)?;
        self.understood(key, text.map(parse))
    }

    /// A deadline in seconds.
    pub(super) fn deadline(&self, key: &str) -> Result<Option<Duration>, ConfigError> {
        let digits = self.typed(key, "a number of seconds", |item| {
            let whole = item.as_integer().map(|number| number.to_string());
            whole.or_else(|| item.as_float().map(|number| number.to_string()))
        })?;
        self.understood(key, digits.map(|digits| value::deadline(&digits)))
    }

    /// A size in bytes: a number, or a text such as `"64M"`.
    pub(super) fn bytes(&self, key: &str) -> Result<Option<usize>, ConfigError> {
        let digits = self.typed(key, "a number of bytes", |item| {
            let whole = item.as_integer().map(|number| number.to_string());
            whole.or_else(|| item.as_str().map(str::to_owned))
        })?;
        self.understood(key, digits.map(|digits| value::bytes(&digits)))
    }

    /// How many, at least one.
    pub(super) fn count(&self, key: &str) -> Result<Option<usize>, ConfigError> {
        let number = self.typed(key, "a number", Item::as_integer)?;
        self.understood(key, number.map(|number| value::count(&number.to_string())))
    }

    fn typed<T>(
        &self,
        key: &str,
        expected: &'static str,
        read: impl FnOnce(&'a Item) -> Option<T>,
    ) -> Result<Option<T>, ConfigError> {
        let Some(item) = self.table.get(key) else {
            return Ok(None);
        };
        let wrong = || Problem::WrongType {
            key: key.to_owned(),
            expected,
        };
        let value = read(item).ok_or_else(|| self.error_at(key, wrong()))?;
        Ok(Some(value))
    }

    fn understood<T, E: Display>(
        &self,
        key: &str,
        value: Option<Result<T, E>>,
    ) -> Result<Option<T>, ConfigError> {
        value.transpose().map_err(|why| {
            let problem = Problem::WrongValue {
                key: key.to_owned(),
                detail: why.to_string(),
            };
            self.error_at(key, problem)
        })
    }
}
