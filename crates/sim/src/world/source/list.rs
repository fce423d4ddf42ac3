//! `cvarlist`: the table of all names.

use std::fmt::Write as _;

use super::Source;
use super::registry::{self, Entry, Kind};

const RULE: &str = "--------------\n";

impl Source {
    /// The table of the names that begin with `prefix`; of all where it is
    /// empty.
    pub(super) fn cvarlist(&self, prefix: &str) -> String {
        let mut text = format!("cvar list\n{RULE}");
        let wanted = prefix.to_ascii_lowercase();
        let mut count = 0;
        for entry in self.entries() {
            if entry.name.to_ascii_lowercase().starts_with(&wanted) {
                row(&mut text, entry, self.value(entry));
                count += 1;
            }
        }
        text.push_str(RULE);
        // Writing to a String cannot fail.
        let _ = if prefix.is_empty() {
            writeln!(text, "{count:3} total convars/concommands")
        } else {
            writeln!(text, "{count:3} convars/concommands for [{prefix}]")
        };
        text
    }
}

/// The columns are minimum widths: what is longer pushes the rest to the
/// right.
fn row(text: &mut String, entry: &Entry, value: &str) {
    let value = match entry.kind {
        Kind::Command => "cmd".to_owned(),
        Kind::Variable => numeric(value),
    };
    let mut flags = String::new();
    for flag in &entry.flags {
        let _ = write!(flags, ", \"{flag}\"");
    }
    let _ = writeln!(
        text,
        "{:<40} : {value:<8} : {flags:<16} : {}",
        entry.name, entry.help
    );
}

/// Values are shown as numbers only: a text is 0.
fn numeric(value: &str) -> String {
    let number = registry::number(value);
    if number.fract() == 0.0 {
        format!("{number:.0}")
    } else {
        format!("{number:.3}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn server() -> Source {
        Source::new("a host", ([127, 0, 0, 1], 27015).into())
    }

    /// The rows between the rules, and the number in the footer.
    fn rows(text: &str) -> (Vec<&str>, usize) {
        let lines: Vec<_> = text.lines().collect();
        let [head, rule, rows @ .., end, footer] = &lines[..] else {
            panic!("not a table: {text}");
        };
        assert_eq!(
            (*head, *rule, *end),
            ("cvar list", "--------------", "--------------")
        );
        let count = footer.split_whitespace().next().expect("a footer");
        (rows.to_vec(), count.parse().expect("a count"))
    }

    proptest! {
        #[test]
        fn the_footer_counts_the_rows(prefix in "[a-z_]{0,5}") {
            let text = server().cvarlist(&prefix);
            let (rows, count) = rows(&text);
            prop_assert_eq!(rows.len(), count);
            let begins = |row: &&str| row.to_ascii_lowercase().starts_with(&prefix);
            prop_assert!(rows.iter().all(begins));
        }
    }

    #[test]
    fn the_columns_are_those_of_source() {
        let text = server().cvarlist("");
        let (all, count) = rows(&text);
        assert_eq!(count, registry::all().len());
        let find = |name: &str| all.iter().find(|row| row.starts_with(name)).copied();
        let gravity = find("sv_gravity ").expect("a row");
        let start = format!(
            "{:<40} : 800      : , \"sv\", \"nf\", \"rep\" : ",
            "sv_gravity"
        );
        assert!(gravity.starts_with(&start), "{gravity}");
        let status = find("status ").expect("a row");
        assert!(
            status.contains(" : cmd      :                  : "),
            "{status}"
        );
        assert!(find("hostname ").is_some_and(|row| row.contains(" : 0 ")));
        assert!(text.ends_with(&format!("{count} total convars/concommands\n")));
        let none = server().cvarlist("zzz");
        assert!(none.ends_with("  0 convars/concommands for [zzz]\n"));
    }
}
