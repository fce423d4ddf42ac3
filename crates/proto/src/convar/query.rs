//! What a console prints for a bare variable name or `help NAME`.

use std::collections::BTreeSet;

use super::lines::lines;

/// The most answers that are read from one reply.
const MAX_QUERIES: usize = 1000;

/// The flags as Source's consoles spell them out after a value.
const FLAG_WORDS: &[&str] = &[
    "archive",
    "cheat",
    "client",
    "clientcmd_can_execute",
    "demo",
    "game",
    "launcher",
    "lua_client",
    "lua_server",
    "notconnected",
    "notify",
    "protected",
    "replicated",
    "server_can_execute",
    "singleplayer",
    "user",
];

/// One variable or command as its console describes it. Made by
/// [`Query::parse`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Query {
    /// Its name as printed.
    pub name: String,
    /// Its value; nothing for a command.
    pub value: Option<String>,
    /// The default, where the console prints it: Source does so only where
    /// the value differs from it.
    pub default: Option<String>,
    /// The least value, as printed.
    pub min: Option<String>,
    /// The greatest value, as printed.
    pub max: Option<String>,
    /// Flags spelled out, such as `cheat` or `replicated`.
    pub flags: BTreeSet<String>,
    /// The help text; empty if there is none.
    pub description: String,
}

impl Query {
    /// The first answer in a reply.
    ///
    /// ```
    /// use rcon_proto::convar::Query;
    ///
    /// let reply = b"\"sv_gravity\" = \"600\" ( def. \"800\" )\n game notify replicated\n - World gravity.\n";
    /// let query = Query::parse(reply).expect("a variable");
    /// assert_eq!(query.value.as_deref(), Some("600"));
    /// assert_eq!(query.default.as_deref(), Some("800"));
    /// assert!(query.flags.contains("notify"));
    /// assert_eq!(query.description, "World gravity.");
    /// ```
    pub fn parse(reply: &[u8]) -> Option<Self> {
        Self::parse_all(reply).into_iter().next()
    }

    /// Every answer in a reply: several names can be asked for in one line.
    /// Lines that belong to none are skipped. At most 1000 are read.
    ///
    /// ```
    /// use rcon_proto::convar::Query;
    ///
    /// // What CS2 prints for `sv_lan; sv_cheats`.
    /// let both = Query::parse_all(b"sv_lan = false\nsv_cheats = true\n");
    /// assert_eq!(both[1].value.as_deref(), Some("true"));
    /// ```
    pub fn parse_all(reply: &[u8]) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for line in lines(reply) {
            let line = String::from_utf8_lossy(line);
            if let Some(query) = Self::head(&line) {
                if found.len() == MAX_QUERIES {
                    break;
                }
                found.push(query);
            } else if let Some(query) = found.last_mut() {
                query.continue_with(&line);
            }
        }
        found
    }

    /// A line that begins an answer.
    fn head(line: &str) -> Option<Self> {
        quoted(line).or_else(|| bare(line)).or_else(|| colon(line))
    }

    /// A line below the head: flags, or the help text.
    fn continue_with(&mut self, line: &str) {
        if let Some(help) = line.trim_start().strip_prefix("- ") {
            if self.description.is_empty() {
                help.trim().clone_into(&mut self.description);
            }
        } else if line.starts_with(' ') && line.split_whitespace().all(is_flag) {
            self.flags
                .extend(line.split_whitespace().map(str::to_owned));
        }
    }

    /// What stands behind the value in the same line.
    fn tail(&mut self, mut rest: &str) {
        if let Some((default, after)) = default_of(rest) {
            self.default = Some(default.to_owned());
            rest = after;
        }
        let mut words = rest.split_ascii_whitespace();
        while let Some(word) = words.next() {
            match word {
                "min." => self.min = words.next().map(str::to_owned),
                "max." => self.max = words.next().map(str::to_owned),
                "-" => break,
                word if is_flag(word) => {
                    self.flags.insert(word.to_owned());
                }
                _ => {}
            }
        }
        if let Some((_, help)) = rest.split_once(" - ") {
            help.trim().clone_into(&mut self.description);
        }
    }
}

/// Source 1: `"name" = "value" …`, `GoldSrc`: `"name" is "value"`, and
/// `"name"` alone for a command.
fn quoted(line: &str) -> Option<Query> {
    let (name, rest) = line.strip_prefix('"')?.split_once('"')?;
    if !is_name(name) {
        return None;
    }
    let mut query = Query {
        name: name.to_owned(),
        ..Query::default()
    };
    let assigned = rest
        .strip_prefix(" = \"")
        .or_else(|| rest.strip_prefix(" is \""));
    if let Some(value) = assigned {
        let start = line.len() - value.len();
        let (value, rest) = whole(line, start).or_else(|| closing_quote(value))?;
        query.value = Some(value.to_owned());
        query.tail(rest);
    } else if rest.trim().is_empty() || rest.split_whitespace().next().is_some_and(is_flag) {
        query.tail(rest);
    } else {
        return None;
    }
    Some(query)
}

/// CS2: `name = value`, the value up to the line's end.
fn bare(line: &str) -> Option<Query> {
    let (name, value) = line
        .split_once(" = ")
        .or_else(|| Some((line.strip_suffix(" =")?, "")))?;
    is_name(name).then(|| Query {
        name: name.to_owned(),
        value: Some(value.to_owned()),
        ..Query::default()
    })
}

/// Rust, the game: `name: "value"`.
fn colon(line: &str) -> Option<Query> {
    let (name, value) = line.split_once(": \"")?;
    let value = value.trim_end().strip_suffix('"')?;
    is_name(name).then(|| Query {
        name: name.to_owned(),
        value: Some(value.to_owned()),
        ..Query::default()
    })
}

/// The column at which CS:GO begins the help text: `%-80s - %s`, in
/// `ConVar_PrintDescription` of the Source SDK.
const HELP_COLUMN: usize = 80;

/// Splits at the quote that ends the value that begins at `start`, where the line
/// is one that Source prints: then whatever the value holds, the last quote is
/// the one that has nothing but a default, bounds and flags behind it.
fn whole(line: &str, start: usize) -> Option<(&str, &str)> {
    // In bytes as it came; in characters where it was another encoding's.
    let at_column = |at: usize| at == HELP_COLUMN || line[..at].chars().count() == HELP_COLUMN;
    let helps = line
        .match_indices(" - ")
        .map(|(at, _)| at)
        .filter(|&at| at >= HELP_COLUMN && (!line[..at].ends_with(' ') || at_column(at)));
    // A long text of many dashes costs no more than a few looks.
    let ends = helps.take(8).chain([line.len()]);
    let quote = ends
        .into_iter()
        .find_map(|end| last_quote(line.get(start..end)?))?;
    Some((
        line.get(start..start + quote)?,
        line.get(start + quote + 1..)?,
    ))
}

/// Where the quote is that has nothing behind it but what Source prints there.
fn last_quote(text: &str) -> Option<usize> {
    let mut rest = text.trim_end_matches(' ');
    while let Some((before, word)) = rest.rsplit_once(' ')
        && is_flag(word)
    {
        rest = before.trim_end_matches(' ');
    }
    for bound in [" max. ", " min. "] {
        if let Some((before, number)) = rest.rsplit_once(bound)
            && number.parse::<f64>().is_ok()
        {
            rest = before;
        }
    }
    if rest.ends_with("\" )")
        && let Some(at) = rest.rfind("\" ( def. \"")
    {
        return Some(at);
    }
    rest.strip_suffix('"').map(str::len)
}

/// Splits at the quote that ends a value, in a line that is none of Source's own.
/// The value can hold quotes itself, so it is the first one behind which the line goes on as a console's does;
/// the last one if there is none such.
fn closing_quote(text: &str) -> Option<(&str, &str)> {
    let last = text.rfind('"')?;
    let at = text
        .match_indices('"')
        .map(|(at, _)| at)
        .find(|at| text.get(at + 1..).is_some_and(goes_on))
        .unwrap_or(last);
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Whether `rest` can follow a value's closing quote. Looks no further than
/// the first word, so that asking at every quote costs no more than the line.
fn goes_on(rest: &str) -> bool {
    if rest.is_empty() {
        return true;
    }
    rest.starts_with(' ')
        && match rest.split_ascii_whitespace().next() {
            None | Some("min." | "max." | "-") => true,
            Some("(") => rest.trim_start().starts_with("( def. \""),
            Some(word) => is_flag(word),
        }
}

/// ` ( def. "…" )` at the front, and what follows it.
fn default_of(rest: &str) -> Option<(&str, &str)> {
    rest.trim_start()
        .strip_prefix("( def. \"")?
        .split_once("\" )")
}

fn is_flag(word: &str) -> bool {
    FLAG_WORDS.binary_search(&word).is_ok()
}

fn is_name(name: &str) -> bool {
    super::row::is_name(name) && !name.contains('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(reply: &str) -> Query {
        let all = Query::parse_all(reply.as_bytes());
        assert_eq!(all.len(), 1, "{all:?}");
        all.into_iter().next().expect("counted")
    }

    fn flags(query: &Query) -> Vec<&str> {
        query.flags.iter().map(String::as_str).collect()
    }

    #[test]
    fn the_words_can_be_searched() {
        assert!(FLAG_WORDS.is_sorted());
    }

    #[test]
    fn source_prints_flags_and_help_on_lines_of_their_own() {
        let query = one(
            "\"door_force\" = \"7\" ( def. \"5\" ) min. 0.000000 max. 10.000000\n game cheat replicated\n - How hard doors shut.\n",
        );
        assert_eq!(query.name, "door_force");
        assert_eq!(query.value.as_deref(), Some("7"));
        assert_eq!(query.default.as_deref(), Some("5"));
        assert_eq!(query.min.as_deref(), Some("0.000000"));
        assert_eq!(query.max.as_deref(), Some("10.000000"));
        assert_eq!(flags(&query), ["cheat", "game", "replicated"]);
        assert_eq!(query.description, "How hard doors shut.");
    }

    #[test]
    fn csgo_prints_all_in_one_line_and_a_log_line_after_it() {
        let query = one(
            "\"door_force\" = \"1\" min. 0.000000 game notify replicated           - Whether doors shut - or not.\n\
             L 11/06/2020 - 19:05:14: rcon from \"127.0.0.1:54598\": command \"door_force\"\n",
        );
        assert_eq!(query.value.as_deref(), Some("1"));
        assert_eq!(query.min.as_deref(), Some("0.000000"));
        assert_eq!(query.max, None);
        assert_eq!(flags(&query), ["game", "notify", "replicated"]);
        assert_eq!(query.description, "Whether doors shut - or not.");
    }

    #[test]
    fn values_may_hold_quotes_semicolons_and_nothing() {
        let query = one("\"motd\" = \"the \"best\" one; really\" ( def. \"a \"b\"\" ) notify");
        assert_eq!(query.value.as_deref(), Some("the \"best\" one; really"));
        assert_eq!(query.default.as_deref(), Some("a \"b\""));
        assert_eq!(one("\"tags\" = \"\"").value.as_deref(), Some(""));
    }

    #[test]
    fn a_value_is_what_stands_before_the_last_quote() {
        for value in [
            "say \"hi\" - bob",
            "a\" min. 3",
            "x\" game",
            "\"",
            "\"\"",
            "a\" ( def. \"b",
            "\u{e4}\u{20ac}; // x",
            "a - b",
            " blanks ",
        ] {
            for tail in [
                "",
                " ( def. \"0\" )",
                " min. 0.000000 max. 1.000000",
                " ( def. \"\" ) min. -1.000000 game notify replicated",
            ] {
                let line = format!("\"motd\" = \"{value}\"{tail}");
                assert_eq!(one(&line).value.as_deref(), Some(value), "{line}");
                // CS:GO's, with the help in the same line.
                let line = format!("{line:<80} - Say \"x\" or \"y\"");
                assert_eq!(one(&line).value.as_deref(), Some(value), "{line}");
            }
        }
    }

    #[test]
    fn a_command_has_no_value() {
        let query = one("\"door_open\"\n game\n - Opens every door.\n");
        assert_eq!(
            (query.value.as_deref(), query.description.as_str()),
            (None, "Opens every door.")
        );
        assert_eq!(flags(&query), ["game"]);
    }

    #[test]
    fn other_consoles_have_other_forms() {
        let cs2 = Query::parse_all(b"hostname = My ! Server = fine\nsv_lan = false\nsv_tags =\n");
        let values: Vec<_> = cs2.iter().map(|it| it.value.as_deref()).collect();
        assert_eq!(
            values,
            [Some("My ! Server = fine"), Some("false"), Some("")]
        );
        let rust = one("server.motd: \"'Reindeer'\"\n");
        assert_eq!(
            (rust.name.as_str(), rust.value.as_deref()),
            ("server.motd", Some("'Reindeer'"))
        );
        assert_eq!(one("\"lights\" is \"3\"\n").value.as_deref(), Some("3"));
    }

    #[test]
    fn prose_is_no_answer() {
        for reply in [
            "Unknown command \"x\"\n",
            "\"Ann\" joined the game\n",
            "the answer = 42\n",
            "Ann said: \"hi\"\n",
            "\"x\" = \"unclosed\n",
            "",
        ] {
            assert_eq!(Query::parse(reply.as_bytes()), None, "{reply:?}");
        }
    }
}
