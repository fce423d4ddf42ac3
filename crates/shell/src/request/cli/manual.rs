//! What the long help and the manual page say beyond the options.
//!
//! One source for both: the help prints it, `generate` sets
//! it in the manual page's own markup.

use std::fmt::Write as _;

/// A part of the manual.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ManualSection {
    /// Its heading, as in a sentence.
    pub title: &'static str,
    /// What comes before the rows; may be empty.
    pub text: &'static str,
    /// Terms with what they mean.
    pub rows: &'static [(&'static str, &'static str)],
}

/// The parts of the manual, in order.
pub(crate) const SECTIONS: &[ManualSection] = &[
    ManualSection {
        title: "Exit status",
        text: "",
        rows: &[
            ("0", "every command was sent and answered"),
            (
                "1",
                "anything not below; servers that failed in different ways",
            ),
            (
                "2",
                "usage: options, configuration, address, no password to be had",
            ),
            (
                "3",
                "no connection: name not found, refused, unreachable, too slow",
            ),
            ("4", "the server refused the password"),
            (
                "5",
                "closed before the login was answered: banned, not RCON",
            ),
            (
                "6",
                "the connection died after a command was sent: outcome unknown",
            ),
            (
                "7",
                "what came is not RCON, passed a limit, or came too late",
            ),
            ("8", "the answer is an error (--strict, --fail-on, --apply)"),
            ("9", "a value is not as the file says (--expect)"),
            ("124", "connected, but no answer within the deadline"),
            ("130", "interrupted with Ctrl-C"),
        ],
    },
    ManualSection {
        title: "Environment",
        text: "Used where no option says otherwise.",
        rows: &[
            ("RCON_HOST", "the SERVER where none is given"),
            ("RCON_PORT", "its port; read only together with RCON_HOST"),
            ("RCON_PASSWORD", "the password"),
            (
                "RCON_PASSWORD_FILE",
                "a file that holds it; wins over RCON_PASSWORD",
            ),
            ("RCON_SHELL_CONFIG", "the configuration file"),
            (
                "NO_COLOR",
                "set: no colours; CLICOLOR_FORCE: colours into pipes too",
            ),
            ("PAGER", "shows long replies where the setting pager is on"),
            ("VISUAL, EDITOR", "the editor for Ctrl-X Ctrl-E"),
        ],
    },
    ManualSection {
        title: "Passwords",
        text: "Looked for in this order: options, the profile's own, the environment, \
               a prompt on the terminal. RCON sends passwords and commands in plain \
               text; --proxy-command 'ssh -W %h:%p bastion' keeps them from whoever \
               listens.",
        rows: &[],
    },
    ManualSection {
        title: "Files",
        text: "Below $XDG_CONFIG_HOME, $XDG_STATE_HOME and $XDG_CACHE_HOME where those \
               are set; on Windows below %APPDATA% and %LOCALAPPDATA%.",
        rows: &[
            (
                "~/.config/rcon-shell/config.toml",
                "profiles, groups, defaults",
            ),
            ("~/.local/state/rcon-shell", "the history of typed lines"),
            ("~/.cache/rcon-shell", "the names of each server"),
        ],
    },
    ManualSection {
        title: "Examples",
        text: "",
        rows: &[
            ("rcon-shell --demo", "a shell on a simulated server"),
            ("rcon-shell mc.example.com:25575", "a shell on yours"),
            ("rcon-shell tf2 -e status", "one command on the profile tf2"),
            (
                "rcon-shell @eu --json -e 'sv_gravity 800'",
                "on a whole group, as JSON lines",
            ),
            (
                "rcon-shell tf2 --follow | grep ' say '",
                "what is said, as it is said",
            ),
            ("rcon-shell @eu", "a prompt that speaks to the whole group"),
        ],
    },
];

/// What the manual page says of the configuration file, before its keys.
pub(crate) const CONFIGURATION: &str = "config.toml, in TOML. [defaults] is for all servers, [servers.NAME] a profile: NAME is then a \
     SERVER, and the prompt shows it. [groups] has lists of profiles and addresses: eu = [\"tf2\", \
     \"css.example.com:27016\"] is the SERVER @eu. [aliases] has names for lines: gg = \
     \"sv_gravity $1\" is then !gg 600, and a list of texts is several lines; $1 to $9 are \
     arguments, $* all of them, $$ is a dollar. Options go before profiles, profiles before \
     defaults. Those with (P) stand in profiles alone, those with (D) in defaults alone.";

/// The keys of the configuration file.
pub(crate) const CONFIGURATION_KEYS: &[(&str, &str)] = &[
    ("address (P)", "HOST:PORT"),
    (
        "from (P)",
        "the game's own file, which has address and password, as --from",
    ),
    (
        "password_command, password_file, password",
        "the password: a program that prints it, a file, itself",
    ),
    ("timeout", "as --timeout, in seconds"),
    ("game", "as --game"),
    ("encoding", "as --encoding"),
    ("proxy_command", "as --proxy-command"),
    (
        "max_command_bytes, max_reply_bytes",
        "as --max-command and --max-reply",
    ),
    ("strict", "true: as --strict"),
    (
        "confirm",
        "what is asked about first: \"stop\", which is the default, \"all\", also what goes to \
         more than one server, or \"off\"",
    ),
    (
        "prompt",
        "the prompt, {name}, {address} and {game} filled in",
    ),
    (
        "color",
        "in a profile the colour of the prompt, red or bright-red; in defaults as --color",
    ),
    (
        "allow, deny (P)",
        "patterns, * any text, of the commands that may, or may not, be sent",
    ),
    ("log (P)", "a transcript that is always kept"),
    (
        "on_connect (P)",
        "lines that are run once connected, at the prompt only",
    ),
    (
        "pager, timing, vi, history (D)",
        "true or false: $PAGER for long replies, times of replies, the keys of vi, whether typed \
         lines are kept",
    ),
    ("parallel (D)", "as --parallel"),
];

/// The sections as the long help shows them: at most 80 columns, as clap wraps
/// nothing that is laid out by hand.
pub(crate) fn after_long_help() -> String {
    let mut out = String::new();
    for section in SECTIONS {
        if !out.is_empty() {
            out.push('\n');
        }
        let _ = writeln!(out, "{}:", section.title);
        for line in wrap(section.text, 76) {
            let _ = writeln!(out, "  {line}");
        }
        let width = section.rows.iter().map(|(term, _)| term.len()).max();
        let width = width.unwrap_or_default();
        for (term, meaning) in section.rows {
            if width + meaning.len() + 4 <= 80 {
                let _ = writeln!(out, "  {term:width$}  {meaning}");
            } else {
                let _ = writeln!(out, "  {term}\n      {meaning}");
            }
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Words of `text` in lines of at most `width` bytes (the texts are ASCII).
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_a_terminal() {
        for line in after_long_help().lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }

    #[test]
    fn text_is_wrapped_between_words() {
        assert_eq!(wrap("one two  three", 7), ["one two", "three"]);
        assert!(wrap("", 7).is_empty());
    }
}
