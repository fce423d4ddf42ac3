//! `!find`: names and help texts that hold a text, best first.

use super::list::NameList;
use super::name::Name;
use crate::order;

/// How well a name fits; the first is best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Exact,
    Prefix,
    InName,
    /// Every word of the search is one of the description's or in the name.
    Words,
    /// Every word of the search is somewhere in description or name.
    Parts,
}

impl NameList {
    /// At most `limit` names that hold `text` in their name or help text, in
    /// any ASCII case, best match first: the name itself, names that begin so,
    /// names that hold it, then descriptions with all of its words. Time
    /// linear in the size of the list.
    pub fn find(&self, text: &str, limit: usize) -> Vec<Name<'_>> {
        let text = text.trim();
        let words: Vec<&str> = text.split_whitespace().collect();
        if words.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(Fit, Name<'_>)> = self
            .iter()
            .filter_map(|name| Some((fit(&name, text, &words)?, name)))
            .collect();
        // Stable: within a fit the list's own order stays.
        order::sort(&mut found, |one, other| one.0.cmp(&other.0));
        found
            .into_iter()
            .take(limit)
            .map(|(_, name)| name)
            .collect()
    }
}

fn fit(name: &Name<'_>, text: &str, words: &[&str]) -> Option<Fit> {
    match position(name.name(), text) {
        Some(_) if name.name().len() == text.len() => return Some(Fit::Exact),
        Some(0) => return Some(Fit::Prefix),
        Some(_) => return Some(Fit::InName),
        None => {}
    }
    let help = name.raw_description();
    let mut fit = Fit::Words;
    for word in words {
        if position(name.name(), word).is_some() {
            continue;
        }
        match position(help, word) {
            Some(_) if holds_word(help, word) => {}
            Some(_) => fit = Fit::Parts,
            None => return None,
        }
    }
    Some(fit)
}

/// Whether `word` stands in `text` by itself.
fn holds_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|part| part.eq_ignore_ascii_case(word))
}

/// Where `part` first stands in `text`, without regard to ASCII case.
fn position(text: &str, part: &str) -> Option<usize> {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    let first = part.first()?.to_ascii_lowercase();
    text.windows(part.len()).position(|window| {
        window.first().map(u8::to_ascii_lowercase) == Some(first)
            && window.eq_ignore_ascii_case(part)
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Builder, NewName};
    use super::*;

    fn list() -> NameList {
        let mut builder = Builder::default();
        for (name, description) in [
            ("gravity", ""),
            ("gravity_scale", ""),
            ("sv_gravity", "How hard things fall."),
            ("fall_damage", "Hurt by Gravity, or not."),
            ("float", "An antigravity device."),
            ("other", "Nothing of the kind."),
        ] {
            builder.push(&NewName {
                name,
                description,
                ..NewName::default()
            });
        }
        builder.build()
    }

    fn found(text: &str) -> Vec<String> {
        let list = list();
        let found = list.find(text, 10);
        found.iter().map(|name| name.name().to_owned()).collect()
    }

    #[test]
    fn the_best_match_comes_first() {
        assert_eq!(
            found("GRAVITY"),
            [
                "gravity",
                "gravity_scale",
                "sv_gravity",
                "fall_damage",
                "float"
            ]
        );
        assert_eq!(list().find("gravity", 2).len(), 2);
    }

    #[test]
    fn several_words_must_all_be_there() {
        assert_eq!(found("hurt gravity"), ["fall_damage"]);
        assert_eq!(found("sv hard"), ["sv_gravity"]);
        assert!(found("hurt kind").is_empty());
        assert!(found("  ").is_empty());
    }

    #[test]
    fn names_are_found_by_what_is_in_them() {
        use crate::server::names::builtin;

        let ark = builtin::list(rcon_proto::Game::Ark).expect("there is one");
        assert_eq!(ark.find("saveworld", 1)[0].name(), "SaveWorld");
    }
}
