//! What Minecraft says of its gamerules.

use std::collections::HashSet;

/// The answer to `gamerule NAME`. Told by [`gamerule`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Gamerule {
    /// Its value.
    Value(String),
    /// There is no such rule.
    Unknown,
}

/// Reads the answer to `gamerule NAME`; nothing where it is none. The sentences are
/// those of `en_us.json`, 1.13 to 1.21 (`commands.gamerule.query`,
/// `argument.id.unknown`), and of 1.12 (`NAME = value`,
/// `commands.gamerule.norule`).
///
/// ```
/// use rcon_proto::settings::{Gamerule, gamerule};
///
/// let told = gamerule("keepInventory", "Gamerule keepInventory is currently set to: true");
/// assert_eq!(told, Some(Gamerule::Value("true".to_owned())));
/// ```
pub fn gamerule(name: &str, reply: &str) -> Option<Gamerule> {
    let text = crate::console_text::markup::strip_colours(reply);
    let text = text.trim();
    let line = text.lines().next().unwrap_or_default();
    let value = line
        .strip_prefix("Gamerule ")
        .map(|rest| rest.strip_prefix("minecraft:").unwrap_or(rest))
        .and_then(|rest| rest.strip_prefix(name.strip_prefix("minecraft:").unwrap_or(name)))
        .and_then(|rest| rest.strip_prefix(" is currently set to: "))
        .or_else(|| line.strip_prefix(name)?.strip_prefix(" = "));
    if let Some(value) = value {
        return Some(Gamerule::Value(value.trim().to_owned()));
    }
    let unknown = [
        "Incorrect argument for command",
        "Unknown or incomplete command",
        "No game rule called",
        "Can't find element",
        "Unknown game rule",
    ];
    unknown
        .iter()
        .any(|start| line.starts_with(start))
        .then_some(Gamerule::Unknown)
}

/// The gamerules that the answer to `help gamerule` (since 1.13, a form a rule), or
/// to `gamerule` alone (until 1.12, names between commas), names.
///
/// ```
/// use rcon_proto::settings::gamerules;
///
/// let reply = "/gamerule doFireTick [<value>]/gamerule keepInventory [<value>]";
/// assert_eq!(gamerules(reply), ["doFireTick", "keepInventory"]);
/// assert_eq!(gamerules("commandBlockOutput, doFireTick"), ["commandBlockOutput", "doFireTick"]);
/// ```
pub fn gamerules(reply: &str) -> Vec<String> {
    /// More than any game has.
    const MAX: usize = 10_000;
    let text = crate::console_text::markup::strip_colours(reply);
    let is_rule = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_.:".contains(c))
    };
    let forms = text.split("/gamerule ").skip(1);
    let named: Vec<&str> = forms
        .filter_map(|form| form.split_whitespace().next())
        .filter(is_rule)
        .collect();
    let listed = || {
        let words: Vec<&str> = text.split(',').map(str::trim).collect();
        let all = words.len() > 1 && words.iter().all(is_rule);
        if all { words } else { Vec::new() }
    };
    let found = if named.is_empty() { listed() } else { named };
    // Since 1.21.11 a rule is an entry of a registry, and a form may have its whole
    // name: `minecraft:keep_inventory`. It is the same one.
    let mut seen = HashSet::new();
    let found = found.into_iter().map(|name| {
        let short = name.strip_prefix("minecraft:");
        short.unwrap_or(name)
    });
    let found = found.filter(|name| seen.insert(*name));
    found.take(MAX).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_version_says_it_in_its_own_words() {
        let value = |value: &str| Some(Gamerule::Value(value.to_owned()));
        for (reply, told) in [
            (
                "Gamerule keepInventory is currently set to: false",
                value("false"),
            ),
            (
                "Gamerule minecraft:keepInventory is currently set to: 3\n",
                value("3"),
            ),
            ("keepInventory = true", value("true")),
            (
                "No game rule called 'keepInventory' is available",
                Some(Gamerule::Unknown),
            ),
            (
                "Incorrect argument for command...gamerule keepInventory<--[HERE]",
                Some(Gamerule::Unknown),
            ),
            ("Gamerule other is currently set to: 3", None),
            ("", None),
        ] {
            assert_eq!(gamerule("keepInventory", reply), told, "{reply}");
        }
    }

    #[test]
    fn a_rule_of_a_registry_is_one_by_either_name() {
        let reply = "/gamerule keep_inventory [<value>]/gamerule minecraft:keep_inventory [<value>]\
            /gamerule minecraft:random_tick_speed [<value>]/gamerule mod:own_rule [<value>]";
        assert_eq!(
            gamerules(reply),
            ["keep_inventory", "random_tick_speed", "mod:own_rule"]
        );
        let told = Some(Gamerule::Value("3".to_owned()));
        for reply in [
            "Gamerule random_tick_speed is currently set to: 3",
            "Gamerule minecraft:random_tick_speed is currently set to: 3",
        ] {
            assert_eq!(gamerule("random_tick_speed", reply), told);
            assert_eq!(gamerule("minecraft:random_tick_speed", reply), told);
        }
    }

    #[test]
    fn the_form_without_a_rule_names_none() {
        assert!(gamerules("/gamerule <rule> [<value>]").is_empty());
        assert!(gamerules("Unknown command").is_empty());
    }
}
