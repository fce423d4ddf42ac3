//! What one line means, in scripts and at the prompt alike.

/// The `!` commands that make sense where nobody watches.
pub(crate) const LOCAL_IN_SCRIPTS: [&str; 9] = [
    "connect",
    "disconnect",
    "exit",
    "log",
    "reconnect",
    "run",
    "set",
    "shutdown",
    "sleep",
];

/// The `!` commands that only a person at the prompt has.
const LOCAL_AT_PROMPT: [&str; 8] = [
    "find", "help", "history", "pipe", "refresh", "save", "servers", "watch",
];

/// A line, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Line {
    /// Blank, or a comment.
    Nothing,
    /// Bytes for the server.
    Send(Vec<u8>),
    /// A command of this program.
    Local(Local),
}

/// A `!` command, not yet known to be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Local {
    /// Its name, without the `!`.
    pub name: String,
    /// What follows the name, without the blanks around it.
    pub rest: String,
}

impl Local {
    /// Why a script cannot have this command, if it cannot.
    pub(crate) fn refusal_in_script(&self) -> Option<String> {
        let name = self.name.as_str();
        if LOCAL_IN_SCRIPTS.contains(&name) {
            None
        } else if LOCAL_AT_PROMPT.contains(&name) {
            Some(format!("!{name} is for the prompt, not for scripts"))
        } else {
            Some(format!("Unknown command !{name}"))
        }
    }
}

/// Reads a line without its line ending. `!!x` is the text `!x`; whatever is
/// sent is sent as it was written, blanks included.
pub(crate) fn parse(line: &[u8]) -> Line {
    let trimmed = line.trim_ascii();
    match trimmed {
        [] => Line::Nothing,
        [b'!', text @ ..] if text.starts_with(b"!") => Line::Send(text.to_vec()),
        [b'!', text @ ..] => {
            let text = String::from_utf8_lossy(text);
            let (name, rest) = text.split_once(char::is_whitespace).unwrap_or((&text, ""));
            Line::Local(Local {
                name: name.to_owned(),
                rest: rest.trim().to_owned(),
            })
        }
        _ => Line::Send(line.to_vec()),
    }
}

/// Whether a script skips this line: `#`, or `//` and then a blank or nothing
/// (`//calculate` is a command of some Minecraft servers).
pub(super) fn is_comment(line: &[u8]) -> bool {
    match line.trim_ascii() {
        [b'#', ..] | [b'/', b'/'] => true,
        [b'/', b'/', next, ..] => next.is_ascii_whitespace(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_those_of_the_manual() {
        for comment in ["#", "#x", "# x", "//", "// x", "//\tx", "  # x", "// "] {
            assert!(is_comment(comment.as_bytes()), "{comment:?}");
        }
        for command in ["//calculate 1+1", "/ /x", "/x", "say # x", "///", ""] {
            assert!(!is_comment(command.as_bytes()), "{command:?}");
        }
    }

    #[test]
    fn scripts_have_some_local_commands_and_say_why_not_others() {
        let refusal = |name: &str| {
            let local = Local {
                name: name.to_owned(),
                rest: String::new(),
            };
            local.refusal_in_script()
        };
        for name in LOCAL_IN_SCRIPTS {
            assert_eq!(refusal(name), None, "{name}");
        }
        assert!(refusal("watch").is_some_and(|text| text.contains("prompt")));
        assert_eq!(refusal("x").as_deref(), Some("Unknown command !x"));
        assert_eq!(refusal("").as_deref(), Some("Unknown command !"));
    }

    #[test]
    fn a_line_is_nothing_a_command_or_one_of_ours() {
        use crate::typing::script::{Line, parse};

        assert_eq!(parse(b"  "), Line::Nothing);
        assert_eq!(parse(b"say hi "), Line::Send(b"say hi ".to_vec()));
        assert_eq!(parse(b"!!x"), Line::Send(b"!x".to_vec()));
        let Line::Local(local) = parse(b"!connect tf2 'a b'") else {
            panic!()
        };
        assert_eq!(
            (local.name.as_str(), local.rest.as_str()),
            ("connect", "tf2 'a b'")
        );
    }
}
