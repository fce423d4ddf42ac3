//! Whether to use colours, and which: the program's few styles in one place.

use std::ffi::OsString;

use anstyle::{AnsiColor, Style};

use crate::system::terminal;

/// The prompt.
pub(crate) const PROMPT: Style = AnsiColor::Green.on_default().bold();
/// What matters less: timings, hints, unsolicited text, a reply's late rest.
pub(crate) const DIM: Style = Style::new().dimmed();
/// The word `warning` before a message, and commands to think about.
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// Headings: a server's name in a fleet's output, a table's.
pub(crate) const HEADING: Style = Style::new().bold();
/// What differs from the round before, in `!watch`.
pub(crate) const CHANGED: Style = Style::new().invert();
/// A name that the server knows.
pub(crate) const KNOWN: Style = AnsiColor::Cyan.on_default();
/// A command of this shell.
pub(crate) const LOCAL: Style = AnsiColor::Blue.on_default().bold();

/// `text` in `style`, or as it is.
pub(crate) fn paint(style: Style, text: &str, colour: bool) -> String {
    if colour {
        format!("{style}{text}{style:#}")
    } else {
        text.to_owned()
    }
}

/// `--color`, as given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Into pipes and files too
    Always,
    /// Not at all
    Never,
}

impl ColorChoice {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            ColorChoice::Auto => "auto",
            ColorChoice::Always => "always",
            ColorChoice::Never => "never",
        }
    }

    /// Whether standard output gets colours.
    pub fn for_stdout(self) -> bool {
        self.decide(terminal::streams().stdout, |name| std::env::var_os(name))
    }

    /// Whether standard error gets colours.
    pub fn for_stderr(self) -> bool {
        self.decide(terminal::streams().stderr, |name| std::env::var_os(name))
    }

    /// The decision for one stream. An option wins over the environment, there
    /// `NO_COLOR` over `CLICOLOR_FORCE` over what the terminal is.
    fn decide(self, terminal: bool, variable: impl Fn(&str) -> Option<OsString>) -> bool {
        let is_set = |name| variable(name).is_some_and(|value| !value.is_empty() && value != "0");
        // Any value but an empty one counts here: https://no-color.org.
        let refused = variable("NO_COLOR").is_some_and(|value| !value.is_empty());
        match self {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if refused => false,
            ColorChoice::Auto if is_set("CLICOLOR_FORCE") => true,
            ColorChoice::Auto => {
                let capable = match variable("TERM") {
                    Some(name) => name != "dumb",
                    // Only Unix names every terminal.
                    None => cfg!(windows),
                };
                terminal && capable && variable("CLICOLOR").is_none_or(|value| value != "0")
            }
        }
    }
}

/// Lets a Windows console understand colours; elsewhere there is nothing to do.
pub(crate) fn prepare_console() {
    // Making one switches the console over for good.
    let _ = anstream::AutoStream::always_ansi(std::io::stdout());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_win_over_the_environment_and_that_over_the_terminal() {
        use ColorChoice::{Always, Auto, Never};
        let xterm = ("TERM", "xterm");
        for (choice, terminal, environment, expected) in [
            (Auto, true, &[xterm][..], true),
            (Auto, false, &[xterm], false),
            (Auto, true, &[("TERM", "dumb")], false),
            (Auto, true, &[xterm, ("NO_COLOR", "0")], false),
            (Auto, true, &[xterm, ("NO_COLOR", "")], true),
            (Auto, true, &[xterm, ("CLICOLOR", "0")], false),
            (Auto, false, &[("CLICOLOR_FORCE", "1")], true),
            (Auto, false, &[xterm, ("CLICOLOR_FORCE", "0")], false),
            (
                Auto,
                true,
                &[xterm, ("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")],
                false,
            ),
            (Always, false, &[("NO_COLOR", "1"), ("TERM", "dumb")], true),
            (Never, true, &[xterm, ("CLICOLOR_FORCE", "1")], false),
        ] {
            let variable = |name: &str| {
                let found = environment.iter().find(|(key, _)| *key == name);
                found.map(|(_, value)| OsString::from(value))
            };
            let decided = choice.decide(terminal, variable);
            assert_eq!(decided, expected, "{choice:?} {terminal} {environment:?}");
        }
    }

    #[test]
    fn paint_ends_where_the_text_does() {
        assert_eq!(paint(DIM, "1.9 ms", true), "\x1b[2m1.9 ms\x1b[0m");
        assert_eq!(paint(DIM, "1.9 ms", false), "1.9 ms");
    }
}
