//! A file of `name value` lines, read as Source's console reads a `cfg`.

/// The most settings that are read from one file, and the most lines that are told
/// as skipped.
const MAX: usize = 100_000;

/// A value that a file gives to a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The name as written.
    pub name: String,
    /// The value, without the one pair of quotes around it.
    pub value: String,
    /// The line of the file, from 1.
    pub line: usize,
}

/// What a file holds besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The command, as it stands there.
    pub text: String,
    /// The line of the file, from 1.
    pub line: usize,
}

/// What a file of settings says. Made by [`Cfg::parse`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cfg {
    /// The settings, each name once and in the order of the file: of two of the
    /// same name the later one holds, as in a game that runs the file.
    pub settings: Vec<Setting>,
    /// What is no setting: names without a value, and commands that no list need
    /// tell of.
    pub skipped: Vec<Skipped>,
}

/// First words that are commands in every console, and take something behind
/// them that looks like a value.
const COMMANDS: &[&str] = &[
    "addip",
    "alias",
    "banid",
    "banip",
    "bind",
    "changelevel",
    "ban",
    "deop",
    "echo",
    "exec",
    "execifexists",
    "execwithwhitelist",
    "give",
    "kick",
    "kickid",
    "logaddress_add",
    "logaddress_del",
    "map",
    "mp_disable_autokick",
    "op",
    "pardon",
    "plugin_load",
    "rcon",
    "removeid",
    "removeip",
    "say",
    "say_team",
    "setmaster",
    "sm",
    "sm_cvar",
    "stop",
    "tell",
    "toggle",
    "incrementvar",
    "tv_record",
    "unalias",
    "unbind",
    "wait",
    "whitelist",
];

impl Cfg {
    /// Reads a file as Source's console does (`CCommandBuffer` and
    /// `CCvarUtilities::IsCommand` of the Source SDK): `;` and a line's end divide
    /// commands, `//` begins a comment, neither of them inside quotes; what follows
    /// a name is its value, less one pair of quotes. `name=value` is read too, as
    /// `server.properties` has it, and a line that begins with `#` is skipped
    /// without a word.
    ///
    /// ```
    /// use rcon_proto::settings::Cfg;
    ///
    /// let cfg = Cfg::parse("\"SV_Tags\" \"\"; sv_gravity  600 // low\nsv_gravity 800\nkeepInventory true");
    /// let found: Vec<_> = cfg.settings.iter().map(|it| (&*it.name, &*it.value, it.line)).collect();
    /// assert_eq!(found, [("SV_Tags", "", 1), ("sv_gravity", "800", 2), ("keepInventory", "true", 3)]);
    /// ```
    pub fn parse(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut cfg = Self::default();
        let mut places = std::collections::HashMap::new();
        for (at, line) in text.lines().enumerate() {
            if line.trim_start().starts_with('#') {
                continue;
            }
            for command in commands(line) {
                match setting(command) {
                    Some((name, value)) => {
                        let setting = Setting {
                            name: name.to_owned(),
                            value: value.to_owned(),
                            line: at + 1,
                        };
                        let next = cfg.settings.len();
                        let place = *places.entry(name.to_lowercase()).or_insert(next);
                        match cfg.settings.get_mut(place) {
                            Some(there) => *there = setting,
                            None if place < MAX => cfg.settings.push(setting),
                            None => {}
                        }
                    }
                    None if cfg.skipped.len() < MAX => cfg.skipped.push(Skipped {
                        text: command.to_owned(),
                        line: at + 1,
                    }),
                    None => {}
                }
            }
        }
        cfg
    }
}

/// The commands of a line, without blanks around them and comments behind them.
fn commands(line: &str) -> impl Iterator<Item = &str> {
    let (mut parts, mut start, mut quoted) = (Vec::new(), 0, false);
    let mut end = line.len();
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b';' if !quoted => {
                parts.push(&line[start..at]);
                start = at + 1;
            }
            b'/' if !quoted && line[at..].starts_with("//") => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    parts.push(&line[start..end]);
    let blank = |c: char| c <= ' ';
    let trimmed = parts.into_iter().map(move |part| part.trim_matches(blank));
    trimmed.filter(|part| !part.is_empty())
}

/// Name and value, where a command has both.
fn setting(command: &str) -> Option<(&str, &str)> {
    let (name, rest) = if let Some(quoted) = command.strip_prefix('"') {
        quoted.split_once('"')?
    } else {
        let end = command.find(|c: char| c <= ' ' || c == '=' || c == '"')?;
        let (name, rest) = command.split_at(end);
        // As in `server.properties`.
        (name, rest.trim_start().strip_prefix('=').unwrap_or(rest))
    };
    let sound = !name.is_empty() && !name.contains(|c: char| c <= ' ' || "\";{}()".contains(c));
    let rest = rest.trim_start_matches(|c: char| c <= ' ');
    let has_value = !rest.is_empty() || command.ends_with('=');
    let is_command = COMMANDS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
        || name.starts_with(['+', '-', '/', '!']);
    (sound && has_value && !is_command).then(|| (name, less_quotes(rest)))
}

/// Less one pair of quotes: there is no escape inside them.
fn less_quotes(rest: &str) -> &str {
    match rest.strip_prefix('"') {
        Some(rest) => {
            let rest = rest.trim_end_matches(|c: char| c <= ' ');
            rest.strip_suffix('"').unwrap_or(rest)
        }
        None => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> Vec<(String, String)> {
        let cfg = Cfg::parse(text);
        cfg.settings
            .into_iter()
            .map(|it| (it.name, it.value))
            .collect()
    }

    #[track_caller]
    fn one(text: &str, name: &str, value: &str) {
        assert_eq!(
            settings(text),
            [(name.to_owned(), value.to_owned())],
            "{text}"
        );
    }

    #[test]
    fn lines_are_read_as_source_reads_them() {
        one("sv_gravity 800", "sv_gravity", "800");
        one("  sv_gravity\t800  \r\n", "sv_gravity", "800");
        one("hostname \"A; B // C\" // ours", "hostname", "A; B // C");
        one("hostname My own server", "hostname", "My own server");
        one("\"hostname\" \"x\"", "hostname", "x");
        one("hostname\"x\"", "hostname", "x");
        one(
            "hostname \"the \"best\" one\"",
            "hostname",
            "the \"best\" one",
        );
        one("hostname the \"best\" one", "hostname", "the \"best\" one");
        one("hostname \" blanks \"", "hostname", " blanks ");
        one("hostname \"unclosed", "hostname", "unclosed");
        one("sv_tags \"\"", "sv_tags", "");
        one(
            "\u{feff}hostname \u{41f}\u{440}\u{438}",
            "hostname",
            "\u{41f}\u{440}\u{438}",
        );
        one("max-players=20", "max-players", "20");
        one("level-seed =", "level-seed", "");
        one("# a comment\nkeepInventory true", "keepInventory", "true");
    }

    #[test]
    fn the_last_of_a_name_holds() {
        let cfg = Cfg::parse("a 1\nb 2\nA 3");
        assert_eq!(settings("a 1\nb 2\nA 3").len(), 2);
        assert_eq!((&*cfg.settings[0].value, cfg.settings[0].line), ("3", 3));
    }

    #[test]
    fn what_is_no_setting_is_kept_for_a_word_about_it() {
        let cfg = Cfg::parse("exec a.cfg\nwriteid; say hi\nalias x \"a; b\"\n\n// nothing\n+map x");
        let skipped: Vec<_> = cfg.skipped.iter().map(|it| (it.line, &*it.text)).collect();
        assert_eq!(
            skipped,
            [
                (1, "exec a.cfg"),
                (2, "writeid"),
                (2, "say hi"),
                (3, "alias x \"a; b\""),
                (6, "+map x")
            ]
        );
        assert!(cfg.settings.is_empty());
    }
}
