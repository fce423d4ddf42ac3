//! One variable or command as Source describes it: by its bare name, by
//! `help` and by `find`.

use std::fmt::Write as _;

use super::registry::{Entry, Kind};

/// The words for flags, in the order in which Source prints them.
const FLAGS: &[(&str, &str)] = &[
    ("sv", "game"),
    ("cl", "client"),
    ("a", "archive"),
    ("nf", "notify"),
    ("sp", "singleplayer"),
    ("norecord", "notconnected"),
    ("cheat", "cheat"),
    ("rep", "replicated"),
    ("server_can_execute", "server_can_execute"),
    ("clientcmd_can_execute", "clientcmd_can_execute"),
];

/// The lines that describe an entry with this value.
pub(super) fn entry(entry: &Entry, value: &str) -> String {
    let mut text = match entry.kind {
        Kind::Command => format!("command:  \"{}\"", entry.name),
        Kind::Variable => variable(entry, value),
    };
    text.push('\n');
    let mut flags = String::new();
    for (flag, word) in FLAGS {
        if entry.has(flag) {
            flags.push(' ');
            flags.push_str(word);
        }
    }
    if !flags.is_empty() {
        text.push_str(&flags);
        text.push('\n');
    }
    if !entry.help.is_empty() {
        // Writing to a String cannot fail.
        let _ = writeln!(text, " - {}", entry.help);
    }
    text
}

fn variable(entry: &Entry, value: &str) -> String {
    let shown = if entry.has("prot") && !value.is_empty() {
        "***PROTECTED***"
    } else {
        value
    };
    let mut text = format!("\"{}\" = \"{shown}\"", entry.name);
    if !value.eq_ignore_ascii_case(entry.default) {
        let _ = write!(text, " ( def. \"{}\" )", entry.default);
    }
    if let Some(least) = entry.least {
        let _ = write!(text, " min. {least:.6}");
    }
    if let Some(most) = entry.most {
        let _ = write!(text, " max. {most:.6}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::registry;
    use super::*;

    #[test]
    fn a_variable_is_shown_in_source_s_own_form() {
        let gravity = registry::find("sv_gravity").expect("it is in the data");
        let text = entry(gravity, "600");
        let mut lines = text.lines();
        assert_eq!(
            lines.next(),
            Some("\"sv_gravity\" = \"600\" ( def. \"800\" )")
        );
        assert_eq!(lines.next(), Some(" game notify replicated"));
        assert!(lines.next().is_some_and(|line| line.starts_with(" - ")));
        assert!(entry(gravity, "800").starts_with("\"sv_gravity\" = \"800\"\n"));
    }

    #[test]
    fn bounds_flags_and_secrets() {
        let share = registry::find("sv_consistency").expect("it is in the data");
        let text = entry(share, "1");
        assert!(text.starts_with("\"sv_consistency\" = \"1\" min. 0.000000 max. 1.000000\n"));
        let password = registry::find("rcon_password").expect("it is in the data");
        assert!(!entry(password, "hunter2").contains("hunter2"));
        let status = registry::find("status").expect("it is in the data");
        assert!(entry(status, "").starts_with("command:  \"status\"\n - "));
    }
}
