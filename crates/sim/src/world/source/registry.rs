//! The variables and commands of the simulated Source server, read once from
//! `source.txt`.

use std::collections::HashMap;
use std::sync::OnceLock;

/// A line an entry: `name | default | bounds | flags | help`. The default is
/// `cmd` for a command; bounds are `-`, `least..`, `..most` or `least..most`;
/// flags are the short words that `cvarlist` prints, or `-`.
const DATA: &str = include_str!("source.txt");

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::world) enum Kind {
    Variable,
    Command,
}

/// A variable or a command.
#[derive(Debug, Clone)]
pub(in crate::world) struct Entry {
    pub(in crate::world) name: &'static str,
    pub(in crate::world) kind: Kind,
    pub(in crate::world) default: &'static str,
    pub(in crate::world) least: Option<f64>,
    pub(in crate::world) most: Option<f64>,
    pub(in crate::world) flags: Vec<&'static str>,
    pub(in crate::world) help: &'static str,
}

impl Entry {
    fn parse(line: &'static str) -> Option<Self> {
        let mut fields = line.splitn(5, '|').map(str::trim);
        let name = fields.next().filter(|name| !name.is_empty())?;
        let default = fields.next()?;
        let (least, most) = fields.next()?.split_once("..").unwrap_or_default();
        let flags = fields.next()?;
        Some(Self {
            name,
            kind: if default == "cmd" {
                Kind::Command
            } else {
                Kind::Variable
            },
            default: default.trim_matches('"'),
            least: least.parse().ok(),
            most: most.parse().ok(),
            flags: flags.split_whitespace().filter(|f| *f != "-").collect(),
            help: fields.next()?,
        })
    }

    /// Whether it has this flag.
    pub(in crate::world) fn has(&self, flag: &str) -> bool {
        self.flags.contains(&flag)
    }

    /// A new value, moved into the bounds where it is outside.
    pub(in crate::world) fn clamp(&self, value: &str) -> String {
        let given = number(value);
        match (self.least, self.most) {
            (Some(least), _) if given < least => plain(least),
            (_, Some(most)) if given > most => plain(most),
            _ => value.to_owned(),
        }
    }
}

/// A number as short as it can be.
fn plain(number: f64) -> String {
    number.to_string()
}

/// The number that a value begins with, as C's `atof` reads it; 0 where it
/// begins with none.
pub(in crate::world) fn number(value: &str) -> f64 {
    let value = value.trim();
    let numeric = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
    let end = value.find(|c| !numeric(c)).unwrap_or(value.len());
    let mut text = &value[..end];
    loop {
        match text.parse() {
            Ok(number) => return number,
            Err(_) if text.is_empty() => return 0.0,
            Err(_) => text = &text[..text.len() - 1],
        }
    }
}

/// What names are ordered by.
fn folded(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().map(|byte| byte.to_ascii_lowercase())
}

struct Registry {
    /// In the order of their names.
    entries: Vec<Entry>,
    /// Places in `entries`, by name in lower case.
    places: HashMap<String, usize>,
}

fn registry() -> &'static Registry {
    static REGISTRY: OnceLock<Registry> = OnceLock::new();
    REGISTRY.get_or_init(|| {
        let lines = DATA.lines().filter(|line| !line.starts_with('#'));
        // Each at its place: for some hundreds that is as quick as to sort them,
        // and a fraction of the code.
        let mut entries: Vec<Entry> = Vec::new();
        for entry in lines.filter_map(Entry::parse) {
            let is_before = |other: &Entry| folded(other.name).le(folded(entry.name));
            entries.insert(entries.partition_point(is_before), entry);
        }
        let places = entries.iter().enumerate();
        let places = places.map(|(at, entry)| (entry.name.to_ascii_lowercase(), at));
        Registry {
            places: places.collect(),
            entries,
        }
    })
}

/// All entries, in the order of their names.
pub(in crate::world) fn all() -> &'static [Entry] {
    &registry().entries
}

/// The entry of this name, in any case.
pub(in crate::world) fn find(name: &str) -> Option<&'static Entry> {
    let registry = registry();
    let place = registry.places.get(&name.to_ascii_lowercase())?;
    registry.entries.get(*place)
}

/// The most convars that a server can have besides.
const MOST: usize = 10_000;

/// So many convars for a server that is to have many: `many_0000` and so on, a
/// number and a text in turn. Made once.
pub(super) fn extra(count: usize) -> &'static [Entry] {
    static EXTRA: OnceLock<Vec<Entry>> = OnceLock::new();
    if count == 0 {
        return &[];
    }
    let made = EXTRA.get_or_init(|| {
        let entry = |at: usize| {
            let is_text = at % 3 == 2;
            let default = if is_text {
                format!("text of {at}; \"x\"")
            } else {
                at.to_string()
            };
            Entry {
                name: format!("many_{at:04}").leak(),
                kind: Kind::Variable,
                default: default.leak(),
                least: (!is_text).then_some(0.0),
                most: None,
                flags: vec!["sv", "nf"],
                help: "One of many.",
            }
        };
        (0..MOST).map(entry).collect()
    });
    made.get(..count.min(MOST)).unwrap_or_default()
}

/// One of those, by its name.
pub(super) fn find_extra(extra: &'static [Entry], name: &str) -> Option<&'static Entry> {
    let number = name.get(..5).filter(|it| it.eq_ignore_ascii_case("many_"));
    let entry = extra.get(name.get(number?.len()..)?.parse::<usize>().ok()?)?;
    entry.name.eq_ignore_ascii_case(name).then_some(entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_a_well_formed_entry() {
        let lines: Vec<_> = DATA
            .lines()
            .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
            .collect();
        assert_eq!(all().len(), lines.len(), "a line is not an entry");
        assert_eq!(
            registry().places.len(),
            lines.len(),
            "a name is there twice"
        );
        assert!(all().is_sorted_by_key(|entry| entry.name.to_ascii_lowercase()));
        assert!(all().len() >= 300, "only {} entries", all().len());
        let known = [
            "a",
            "sp",
            "sv",
            "cheat",
            "user",
            "nf",
            "prot",
            "rep",
            "demo",
            "norecord",
            "cl",
            "server_can_execute",
            "clientcmd_can_execute",
        ];
        for entry in all() {
            let name = entry.name;
            assert!(name.len() <= 47 && !name.contains(' '), "{name}");
            assert!(
                entry.flags.iter().all(|f| known.contains(f)),
                "{name}: flags"
            );
            assert!(!entry.help.is_empty(), "{name}: no help");
            if entry.kind == Kind::Variable {
                assert_eq!(entry.clamp(entry.default), entry.default, "{name}: bounds");
            }
        }
    }

    #[test]
    fn numbers_are_read_as_far_as_they_go() {
        for (text, value) in [
            ("600", 600.0),
            ("0.5x", 0.5),
            ("x", 0.0),
            ("-2e", -2.0),
            ("", 0.0),
        ] {
            assert!((number(text) - value).abs() < f64::EPSILON, "{text}");
        }
    }
}
