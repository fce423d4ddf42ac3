//! What can stand at a place in a command, from how the command is used:
//! `whitelist (add <targets>|list|off)`, `/ban PLAYER REASON`.
//!
//! Blanks separate arguments outside of brackets, `|` one alternative from the
//! next. A bare word stands for itself; `<targets>`, or a word in capitals as
//! the built-in lists have them, for a kind of value.

use std::collections::BTreeSet;

/// Longer texts are not read, in bytes.
const LONGEST: usize = 2048;

/// Steps after which a usage is given up: a server can write what it likes.
const STEPS: usize = 1000;

/// What can stand at one place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Argument {
    /// One of these words.
    pub(crate) words: BTreeSet<String>,
    /// The kinds of value.
    pub(crate) kinds: Vec<ValueKind>,
}

/// A kind of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueKind {
    /// The players on the server by name.
    Players,
    /// The same by the number under which they are on: Source's user id,
    /// Squad's and Conan's index.
    PlayerNumbers,
    /// The same by their lasting identifier.
    PlayerIds,
    /// The server's maps, as `maps *` lists them.
    Maps,
    /// The names of the server's list.
    Names,
}

/// What Minecraft and its plugins write between `<` and `>`.
const BRACKETED: &[(&str, ValueKind)] = &[
    ("command", ValueKind::Names),
    ("destination", ValueKind::Players),
    ("otherplayer", ValueKind::Players),
    ("player", ValueKind::Players),
    ("players", ValueKind::Players),
    ("target", ValueKind::Players),
    ("targets", ValueKind::Players),
    ("victim", ValueKind::Players),
];

/// The same where the values are always the same words.
const BRACKETED_WORDS: &[(&str, &[&str])] = &[
    (
        "gamemode",
        &["adventure", "creative", "spectator", "survival"],
    ),
    ("difficulty", &["easy", "hard", "normal", "peaceful"]),
];

/// What the built-in lists write in capitals.
const CAPITALS: &[(&str, ValueKind)] = &[
    ("COMMAND", ValueKind::Names),
    ("ID", ValueKind::PlayerIds),
    ("INDEX", ValueKind::PlayerNumbers),
    ("MAP", ValueKind::Maps),
    ("PLAYER", ValueKind::Players),
];

impl Argument {
    /// Whether nothing is known.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.kinds.is_empty()
    }

    /// Adds what `usage` takes behind these arguments. Both without the
    /// command's name.
    pub(crate) fn add(&mut self, usage: &str, given: &[&str]) {
        if usage.len() <= LONGEST {
            Walk {
                found: self,
                left: STEPS,
            }
            .walk(usage, given);
        }
    }

    /// Adds one kind of value.
    pub(crate) fn add_kind(&mut self, kind: ValueKind) {
        if !self.kinds.contains(&kind) {
            self.kinds.push(kind);
        }
    }

    /// Adds words.
    pub(crate) fn add_words<'a>(&mut self, words: impl IntoIterator<Item = &'a str>) {
        self.words.extend(words.into_iter().map(str::to_owned));
    }

    /// Adds what one alternative stands for.
    fn add_token(&mut self, token: &str) {
        let bare = token.trim_matches('"');
        if let Some(name) = bare.strip_prefix('<').and_then(|t| t.strip_suffix('>')) {
            let name = name.to_ascii_lowercase();
            if let Some((_, kind)) = BRACKETED.iter().find(|(known, _)| *known == name) {
                self.add_kind(*kind);
            }
            if let Some((_, words)) = BRACKETED_WORDS.iter().find(|(known, _)| *known == name) {
                self.add_words(words.iter().copied());
            }
        } else if let Some((_, kind)) = CAPITALS.iter().find(|(known, _)| *known == bare) {
            self.add_kind(*kind);
        } else if is_word(bare) {
            self.words.insert(bare.to_owned());
        }
    }
}

/// Whether a token stands for itself.
fn is_word(token: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-.:".contains(c);
    let named = token.contains(|c: char| c.is_ascii_lowercase());
    let number = token.bytes().all(|byte| byte.is_ascii_digit());
    !token.is_empty() && !token.contains("..") && token.chars().all(plain) && (named || number)
}

struct Walk<'a> {
    found: &'a mut Argument,
    left: usize,
}

impl Walk<'_> {
    /// Goes along a usage, an argument that was given at a time.
    fn walk(&mut self, usage: &str, given: &[&str]) {
        let Some(left) = self.left.checked_sub(1) else {
            return;
        };
        self.left = left;
        let (token, rest) = first_token(usage);
        if token.is_empty() {
            return;
        }
        let group = alternatives(token);
        let [only] = group.as_slice() else {
            for alternative in group {
                self.walk(&format!("{alternative} {rest}"), given);
            }
            return;
        };
        if *only != token {
            // Brackets around one thing, several words perhaps.
            self.walk(&format!("{only} {rest}"), given);
            return;
        }
        match given.split_first() {
            None => self.found.add_token(token),
            Some((word, given)) => {
                let bare = token.trim_matches('"');
                if !is_word(bare) || bare.eq_ignore_ascii_case(word) {
                    self.walk(rest, given);
                }
            }
        }
    }
}

/// The first argument of a usage, and what is behind it.
fn first_token(usage: &str) -> (&str, &str) {
    let usage = usage.trim_start();
    let end = at_depth_zero(usage, char::is_whitespace).next();
    usage.split_at(end.unwrap_or(usage.len()))
}

/// The alternatives of one argument, its outer brackets taken off. `<targets>`
/// keeps its own.
fn alternatives(token: &str) -> Vec<&str> {
    let inner = match (token.chars().next(), token.chars().next_back()) {
        (Some('('), Some(')')) | (Some('['), Some(']')) => &token[1..token.len() - 1],
        (Some('<'), Some('>')) if token.contains('|') => &token[1..token.len() - 1],
        _ => token,
    };
    let mut parts = Vec::new();
    let mut start = 0;
    for at in at_depth_zero(inner, |c| c == '|') {
        parts.push(&inner[start..at]);
        start = at + 1;
    }
    parts.push(&inner[start..]);
    // `[item]`, as older servers have it, is no word that could be typed.
    if inner.len() < token.len() && token.starts_with('[') && parts.len() == 1 {
        let old = !inner.contains(['<', '[', '(', ' ']) && is_word(inner);
        if old {
            return vec![older(inner)];
        }
    }
    parts
}

/// `[player]` of older servers, which is `[<player>]` today; other words there
/// may stand for themselves or not.
fn older(inner: &str) -> &str {
    match inner {
        "player" => "<player>",
        "command" => "<command>",
        "flush" | "uuids" => inner,
        _ => "<value>",
    }
}

/// Where characters stand that are in no brackets.
fn at_depth_zero(text: &str, wanted: impl Fn(char) -> bool) -> impl Iterator<Item = usize> {
    let mut depth = 0_usize;
    text.char_indices().filter_map(move |(at, c)| {
        match c {
            '<' | '[' | '(' | '{' => depth += 1,
            '>' | ']' | ')' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0 && wanted(c)).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(usage: &str, given: &[&str]) -> Argument {
        let mut found = Argument::default();
        found.add(usage, given);
        found
    }

    fn words(usage: &str, given: &[&str]) -> Vec<String> {
        at(usage, given).words.into_iter().collect()
    }

    fn kinds(usage: &str, given: &[&str]) -> Vec<ValueKind> {
        at(usage, given).kinds
    }

    #[test]
    fn the_first_argument() {
        assert_eq!(words("(clear|give) <targets> ...", &[]), ["clear", "give"]);
        assert_eq!(words("[ips|players]", &[]), ["ips", "players"]);
        assert_eq!(words("<grant|revoke|test> <player>", &[]).len(), 3);
        assert_eq!(words("[flush]", &[]), ["flush"]);
        assert_eq!(kinds("<targets> [<reason>]", &[]), [ValueKind::Players]);
        assert_eq!(kinds("[player] [item]", &[]), [ValueKind::Players]);
        assert_eq!(kinds("[<command>]", &[]), [ValueKind::Names]);
        assert_eq!(kinds("PLAYER REASON", &[]), [ValueKind::Players]);
        assert_eq!(kinds("\"PLAYER\" REASON", &[]), [ValueKind::Players]);
        assert_eq!(kinds("ID", &[]), [ValueKind::PlayerIds]);
        assert_eq!(words("<gamemode> [<target>]", &[]).len(), 4);
        for nothing in ["", "REASON", "<x> <y>", "...", "SECONDS TEXT", "[item]"] {
            assert!(at(nothing, &[]).is_empty(), "{nothing}");
        }
    }

    #[test]
    fn what_was_given_decides_what_follows() {
        let whitelist = "(add <targets>|list|off|remove <targets>)";
        assert_eq!(kinds(whitelist, &["add"]), [ValueKind::Players]);
        assert_eq!(kinds(whitelist, &["ADD"]), [ValueKind::Players]);
        assert!(at(whitelist, &["list"]).is_empty());
        assert!(at(whitelist, &["other"]).is_empty());
        assert!(at(whitelist, &["add", "Ada"]).is_empty());
        assert_eq!(kinds("(a|b) <targets>", &["b"]), [ValueKind::Players]);
        assert_eq!(kinds("<item> <targets>", &["x"]), [ValueKind::Players]);
        assert_eq!(words("PLAYER on|off", &["Ada"]), ["off", "on"]);
        let tp = "(<location>|<destination>|<targets> (<location>|<destination>))";
        assert_eq!(kinds(tp, &[]), [ValueKind::Players]);
        assert_eq!(kinds(tp, &["Ada"]), [ValueKind::Players]);
    }

    proptest! {
        #[test]
        fn any_usage_ends(usage in "[ab<>()\\[\\]| ü\"]{0,80}", given in prop::collection::vec("[ab]{0,2}", 0..6)) {
            let given: Vec<_> = given.iter().map(String::as_str).collect();
            at(&usage, &given);
        }
    }

    #[test]
    fn a_hostile_usage_is_given_up() {
        let wide = "(<a>|<b>|<c>|<d>) ".repeat(100);
        assert!(at(&wide, &["x"; 90]).is_empty());
        assert!(at(&"(".repeat(LONGEST), &[]).is_empty());
    }
}
