//! `[aliases]`.

use std::sync::Arc;

use toml_edit::Item;

use super::section::Section;
use super::{ConfigError, Problem};
use crate::commands::{Alias, Aliases};

/// The aliases of a section: a text each, or several.
pub(super) fn aliases(section: &Section<'_>) -> Result<Arc<Aliases>, ConfigError> {
    let mut all: Vec<Alias> = Vec::new();
    for (name, item) in section.iter() {
        let texts = texts(item).ok_or_else(|| {
            let problem = Problem::WrongType {
                key: name.to_owned(),
                expected: "a command in quotes, or a list of them",
            };
            section.error_at(name, problem)
        })?;
        let wrong = |why: String| section.error_at(name, Problem::BadAlias(why));
        let alias = Alias::new(name, &texts).map_err(wrong)?;
        let twice = |other: &&Alias| other.name().eq_ignore_ascii_case(name);
        if let Some(other) = all.iter().find(twice) {
            let other = other.name();
            return Err(wrong(format!(
                "{name} and {other} are one alias: small and capital letters are alike here"
            )));
        }
        all.push(alias);
    }
    Ok(Arc::new(Aliases::new(all)))
}

fn texts(item: &Item) -> Option<Vec<&str>> {
    match item.as_str() {
        Some(text) => Some(vec![text]),
        None => item.as_array()?.iter().map(|text| text.as_str()).collect(),
    }
}
