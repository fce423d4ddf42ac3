//! What Rust's `find TEXT` prints, as `Commands.Find` of `Facepunch.Console` makes it:
//!
//! ```text
//! Variables:
//!  server.hostname          What the server is called. (Ours)
//!
//! Commands:
//!  global.kick(  ) Throws a player out.
//! ```
//!
//! A name is padded to 24 columns; a variable's value stands in brackets at the
//! end, and may hold brackets and line ends of its own, as its help may.

use super::lines::lines_up_to;
use super::row::MAX_NAME;

/// The most names that are read.
const MAX_ENTRIES: usize = 50_000;

/// The longest line that is looked at, in bytes.
const MAX_LINE: usize = 64 << 10;

/// The group whose name may be left out, and is.
const GLOBAL: &str = "global.";

/// One name of what [`found`] reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Found {
    /// The name, without the `global.` that nobody types.
    pub name: String,
    /// A variable's value; `None` for a command. Empty too where it holds the end of
    /// a line.
    pub value: Option<String>,
    /// A command's arguments as the list has them, often none.
    pub arguments: String,
    /// What it does; may be empty.
    pub description: String,
}

/// Reads the reply to Rust's `find TEXT`; `find .` finds all names. A text that is no such
/// reply has none.
///
/// ```
/// use rcon_proto::convar::found;
///
/// let reply = b"Variables:\n server.hostname          Its name. (Ours)\n\nCommands:\n global.kick(  ) \n";
/// let names = found(reply);
/// assert_eq!(names[0].value.as_deref(), Some("Ours"));
/// assert_eq!((&*names[1].name, names[1].value.is_some()), ("kick", false));
/// ```
pub fn found(reply: &[u8]) -> Vec<Found> {
    let mut read: Option<fn(&str) -> Option<Found>> = None;
    let mut all = Vec::new();
    for line in lines_up_to(reply, MAX_LINE) {
        let line = String::from_utf8_lossy(line);
        match line.trim_end() {
            "Variables:" => read = Some(variable),
            "Commands:" => read = Some(command),
            // Lines that do not begin with a blank are the rest of a value.
            text => {
                let entry = text.strip_prefix(' ').zip(read);
                all.extend(entry.and_then(|(text, read)| read(text)));
            }
        }
        if all.len() >= MAX_ENTRIES {
            break;
        }
    }
    all
}

fn variable(text: &str) -> Option<Found> {
    let (name, rest) = text.split_once(' ')?;
    let rest = rest.trim();
    let (description, value) = value_of(rest).unwrap_or((rest, ""));
    Some(Found {
        name: named(name)?,
        value: Some(value.to_owned()),
        description: description.trim_end().to_owned(),
        ..Found::default()
    })
}

fn command(text: &str) -> Option<Found> {
    let (name, rest) = text.split_once("( ")?;
    let (arguments, description) = rest.split_once(')').unwrap_or((rest, ""));
    Some(Found {
        name: named(name)?,
        arguments: arguments.trim().to_owned(),
        description: description.trim().to_owned(),
        ..Found::default()
    })
}

/// A name, as it is typed.
fn named(name: &str) -> Option<String> {
    let fits = |c: char| c.is_ascii_graphic() && c != '(';
    let is_one = name.len() <= MAX_NAME && name.contains('.') && name.chars().all(fits);
    let typed = name.strip_prefix(GLOBAL).unwrap_or(name);
    (is_one && !typed.is_empty()).then(|| typed.to_owned())
}

/// The help, and the value behind it: the last brackets that are even, for either
/// may hold some.
fn value_of(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix(')')?;
    let mut depth = 1;
    let open = inner.bytes().enumerate().rev().find(|(_, byte)| {
        depth += match byte {
            b')' => 1,
            b'(' => -1,
            _ => 0,
        };
        depth == 0
    });
    let at = open.map(|(at, _)| at).or_else(|| inner.rfind('('))?;
    Some((&text[..at], &inner[at + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_variable(entry: &Found, name: &str, help: &str, value: &str) -> bool {
        entry.name == name && entry.description == help && entry.value.as_deref() == Some(value)
    }

    #[test]
    fn a_group_alone_is_no_name() {
        let reply = b"Commands:\n global. an( \"name\" ) Bans.\n global.( ) \n a.b( ) \n";
        let names: Vec<_> = found(reply).into_iter().map(|it| it.name).collect();
        assert_eq!(names, ["a.b"]);
    }

    #[test]
    fn names_values_and_help_are_told_apart() {
        let reply = "Variables:\n ai.think                  (True)\n \
            server.description       Shown in the list (of servers). (Ours (new))\n \
            server.url               A link ()\n \
            chat.a_name_that_is_longer_than_its_column Its help (3)\n \
            server.motd              (one\nof two lines)\n \
            server.odd               a :( b)\n\n\
            Commands:\n global.ban( \"name\" ) Bans (for ever).\n entity.debug_lookat(  ) \n";
        let names = found(reply.as_bytes());
        assert!(is_variable(&names[0], "ai.think", "", "True"));
        let help = "Shown in the list (of servers).";
        assert!(is_variable(
            &names[1],
            "server.description",
            help,
            "Ours (new)"
        ));
        assert!(is_variable(&names[2], "server.url", "A link", ""));
        let long = "chat.a_name_that_is_longer_than_its_column";
        assert!(is_variable(&names[3], long, "Its help", "3"));
        assert!(is_variable(&names[4], "server.motd", "(one", ""));
        assert!(is_variable(&names[5], "server.odd", "a :", " b"));
        let ban = &names[6];
        assert_eq!((&*ban.name, &*ban.arguments), ("ban", "\"name\""));
        assert_eq!((&*ban.description, &ban.value), ("Bans (for ever).", &None));
        assert_eq!((&*names[7].name, names.len()), ("entity.debug_lookat", 8));
    }

    #[test]
    fn what_is_no_such_list_has_no_names() {
        for text in [
            "",
            "Command 'find' not found",
            "command  value  help",
            "Variables:\n\nCommands:\n",
        ] {
            assert_eq!(found(text.as_bytes()), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics_and_each_name_is_one(bytes: Vec<u8>, text: String) {
            found(&bytes);
            for section in ["Variables:", "Commands:"] {
                for entry in found(format!("{section}\n {text}\n a.b{text}").as_bytes()) {
                    prop_assert!(!entry.name.is_empty() && !entry.name.contains(' '));
                }
            }
        }

        #[test]
        fn what_is_written_is_read(value in "[a-z]{0,9}( [a-z]{1,9}){0,3}", help in "([A-Za-z]{1,9} ?){0,5}") {
            let help = help.trim();
            let text = format!("Variables:\n {:<24} {help} ({value})\n", "server.x");
            let names = found(text.as_bytes());
            prop_assert!(is_variable(&names[0], "server.x", help, &value), "{names:?}");
        }
    }
}
