//! What a profile lets be sent: patterns with `*`, asked of each command in a
//! text.
//!
//! The rule errs on the safe side: every `;` and every end of a line divides,
//! in quotes too, since the client cannot know how the server reads them.

use crate::order;

/// The patterns of a profile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Guard {
    /// Only what one of these matches is sent.
    pub allow: Option<Vec<String>>,
    /// What one of these matches is not sent.
    pub deny: Vec<String>,
}

impl Guard {
    /// The first command in a text that is not to be sent, if any.
    pub(crate) fn refuses<'a>(&self, text: &'a str) -> Option<&'a str> {
        if self.allow.is_none() && self.deny.is_empty() {
            return None;
        }
        parts(text).find(|part| self.is_denied(part) || !self.is_allowed(part))
    }

    fn is_allowed(&self, part: &str) -> bool {
        let Some(allow) = &self.allow else {
            return true;
        };
        let part = plain(part);
        allow.iter().any(|pattern| matches(&plain(pattern), &part))
    }

    fn is_denied(&self, part: &str) -> bool {
        self.deny.iter().any(|pattern| {
            let pattern = plain(pattern);
            // A name alone means it with any arguments.
            let name_only = !pattern.contains(' ');
            spellings(part).iter().any(|spelling| {
                matches(&pattern, spelling) || name_only && matches(&pattern, name(spelling))
            })
        })
    }
}

/// The commands in a text, as cautiously as can be: between any two `;` or ends
/// of lines. Without those that are blank.
pub(crate) fn parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split([';', '\n', '\r']);
    parts.map(trim).filter(|part| !part.is_empty())
}

/// Consoles take every control character for a blank.
fn is_blank(c: char) -> bool {
    c <= ' ' || c.is_whitespace()
}

fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// One blank between words, in small letters.
fn plain(text: &str) -> String {
    let words = text.split(is_blank).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

/// How a console may read a command: as it stands, without its quotes, in the
/// words of Source's console, without the comment behind it, without the slash
/// and the owner's name in front (`/stop`, `minecraft:stop`, `global.quit`), and
/// what follows words that hand on a command.
pub(crate) fn spellings(part: &str) -> Vec<String> {
    /// What runs the rest of the line.
    const RUNS: [&str; 6] = ["rcon", "sm_rcon", "sudo", "wait", "run", "cmd"];

    let whole = plain(part);
    let bare = plain(&part.replace(['"', '\''], " "));
    let broken = broken(&bare);
    // `//` begins a comment, of which a name may be the neighbour.
    let commented = [&whole, &bare, &broken].map(|text| {
        text.split("//")
            .next()
            .unwrap_or(text)
            .trim_end()
            .to_owned()
    });
    let mut found = vec![whole, bare, broken];
    found.extend(commented);
    for text in found.clone() {
        let words: Vec<&str> = text.split(' ').collect();
        for (at, word) in words.iter().enumerate() {
            // `execute as @a run stop`.
            if RUNS.contains(&word.trim_start_matches('/')) && (at == 0 || *word == "run") {
                found.push(words[at + 1..].join(" "));
            }
        }
    }
    for text in found.clone() {
        let (first, rest) = text.split_once(' ').unwrap_or((&text, ""));
        let first = first.trim_start_matches('/');
        for divider in [':', '.'] {
            let owned = first.rsplit(divider).next().unwrap_or(first);
            found.push(format!("{owned} {rest}").trim_end().to_owned());
        }
        found.push(format!("{first} {rest}").trim_end().to_owned());
    }
    order::texts(&mut found);
    found.retain(|text| !text.is_empty());
    found
}

/// In the words of Source's console, where each of these signs is a word of its
/// own: `quit:x` runs `quit`, and `rcon_password:` sets a password. Elsewhere a
/// colon is within a name, which is why [`name`] leaves it there.
fn broken(text: &str) -> String {
    const WORDS: [char; 6] = ['{', '}', '(', ')', ':', ','];

    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if WORDS.contains(&c) {
            out.extend([' ', c, ' ']);
        } else {
            out.push(c);
        }
    }
    plain(&out)
}

/// The name of a command, up to what ends a word in Source's console too.
pub(crate) fn name(command: &str) -> &str {
    let command = command.trim_start_matches(['{', '}', '(', ')', ',', '\'']);
    let end = command.find([' ', '{', '}', '(', ')', ',', '\'']);
    &command[..end.unwrap_or(command.len())]
}

/// Whether a pattern, in which `*` is any text, is the whole of a text.
fn matches(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let mut pieces: Vec<&str> = pieces.collect();
    let Some(last) = pieces.pop() else {
        return rest.is_empty();
    };
    for piece in pieces {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deny(patterns: &[&str]) -> Guard {
        let deny = patterns.iter().map(|p| (*p).to_owned()).collect();
        Guard { allow: None, deny }
    }

    fn allow(patterns: &[&str]) -> Guard {
        let allow = Some(patterns.iter().map(|p| (*p).to_owned()).collect());
        Guard {
            allow,
            deny: Vec::new(),
        }
    }

    #[test]
    fn stars_are_any_text() {
        for (pattern, text, fits) in [
            ("quit", "quit", true),
            ("quit", "quits", false),
            ("rcon_*", "rcon_password x", true),
            ("*pass*word*", "sv_password 1", true),
            ("a*b*c", "abc", true),
            ("a*b*c", "acb", false),
            ("a*a", "a", false),
            ("*", "", true),
            ("", "x", false),
        ] {
            assert_eq!(matches(pattern, text), fits, "{pattern} {text}");
        }
    }

    #[test]
    fn a_denied_name_is_denied_however_it_is_written() {
        let guard = deny(&[
            "quit",
            "rcon_password*",
            "rcon_name *",
            "stop",
            "say bye *",
            "sv_cheats 1",
        ]);
        for text in [
            "quit",
            "QUIT",
            " quit ",
            "quit now",
            "\"quit\"",
            "quit\t1",
            "\x01quit",
            "quit{",
            "quit:",
            "quit:x",
            "quit: now",
            "\"quit\":x",
            "rcon quit:x",
            "quit://x",
            "rcon_name:x",
            "rcon_name{",
            "status; quit",
            "status;quit;",
            "status\nquit",
            "say \"a; quit\"",
            "rcon quit",
            "/stop",
            "minecraft:stop",
            "execute as @a run stop",
            "global.quit",
            "RCON_PASSWORD x",
            "rcon_passwords",
            "say  bye all",
            "quit//",
            "quit//x y",
            "\"quit\"// x",
            "sv_cheats 1 // a comment",
        ] {
            assert!(guard.refuses(text).is_some(), "{text:?}");
        }
        for text in ["", "status", "say quit", "sv_quit", "say hi", ";;"] {
            assert_eq!(guard.refuses(text), None, "{text:?}");
        }
        assert_eq!(guard.refuses("status; quit now ;x"), Some("quit now"));
    }

    #[test]
    fn each_part_has_to_be_allowed() {
        let guard = allow(&["status", "say *"]);
        for text in [
            "status",
            "STATUS",
            "say hi",
            "status; say hi",
            "status\nstatus",
            "",
        ] {
            assert_eq!(guard.refuses(text), None, "{text:?}");
        }
        for text in [
            "status x",
            "sv_cheats 1",
            "status;quit",
            "say a\nquit",
            "/say a",
            "say \"a;b\"",
        ] {
            assert!(guard.refuses(text).is_some(), "{text:?}");
        }
        assert!(allow(&[]).refuses("status").is_some());
    }

    #[test]
    fn both_have_to_let_it_pass() {
        let guard = Guard {
            deny: vec!["say bye".to_owned()],
            ..allow(&["say *"])
        };
        assert_eq!(guard.refuses("say hi"), None);
        assert_eq!(guard.refuses("say hi;say BYE"), Some("say BYE"));
    }
}
