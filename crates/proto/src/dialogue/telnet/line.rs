//! What a line of 7 Days to Die's telnet console is.

use crate::log_line::seven_days;

/// What asks for the password, and what says no to one.
const PROMPT: &str = "Please enter password:";
const INCORRECT: &str = "Password incorrect, please enter password:";
const TOO_MANY: &str = "Too many failed login attempts!";

/// What says yes, and what the banner behind it ends in.
const WELCOME: &str = "Logon successful.";
const BANNER_END: &str = "Press 'help' to get a list of all commands.";

/// A line before the login is through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AtLogin {
    Asked,
    Refused,
    Accepted,
    /// Of the banner, or a log's.
    Other,
    /// The banner is through.
    Ready,
}

pub(super) fn at_login(line: &str) -> AtLogin {
    match line.trim() {
        PROMPT => AtLogin::Asked,
        INCORRECT | TOO_MANY => AtLogin::Refused,
        WELCOME => AtLogin::Accepted,
        line if line.starts_with(BANNER_END) => AtLogin::Ready,
        _ => AtLogin::Other,
    }
}

/// A line behind the login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// The log says that this command of a telnet link runs.
    Executing(&'a str),
    /// Another line of the log.
    Log,
    /// Anything else: of a reply, as a rule.
    Other,
}

pub(super) fn line(text: &str) -> Line<'_> {
    let Some((_, message)) = seven_days(text) else {
        return Line::Other;
    };
    let command = message.strip_prefix("Executing command '");
    match command.and_then(|it| it.rsplit_once("' by Telnet from ")) {
        Some((command, _)) => Line::Executing(command),
        None => Line::Log,
    }
}

/// The name that the console says it does not know.
pub(super) fn unknown(text: &str) -> Option<&str> {
    let name = text.strip_prefix("*** ERROR: unknown command '")?;
    name.trim_end().strip_suffix('\'')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STAMP: &str = "2020-11-14T23:09:20 31220.643 INF ";

    #[test]
    fn the_log_is_told_from_replies() {
        let of = |rest: &str| format!("{STAMP}{rest}");
        let text = of(
            "Executing command 'say \"it's' by Telnet from x\"' by Telnet from 172.18.0.1:32864",
        );
        assert_eq!(
            line(&text),
            Line::Executing("say \"it's' by Telnet from x\"")
        );
        for log in [
            "Chat (from '-non-player-')",
            "Executing command 'x' by client y",
            "",
        ] {
            assert_eq!(line(&of(log)), Line::Log, "{log}");
        }
        for other in [
            "Total of 1 in the game",
            "2020-11-14T23:09:20 31220.643 ABC x",
            "2020-11-14T23:09:20 31220 INF x",
            "2020-11-14 23:09:20 31220.643 INF x",
            "2020-11-14T23:09:20 é",
            "",
        ] {
            assert_eq!(line(other), Line::Other, "{other}");
        }
    }

    #[test]
    fn the_login_is_read() {
        assert_eq!(at_login("Please enter password:"), AtLogin::Asked);
        assert_eq!(
            at_login("Password incorrect, please enter password:"),
            AtLogin::Refused
        );
        assert_eq!(at_login("Logon successful."), AtLogin::Accepted);
        let end = "Press 'help' to get a list of all commands. Press 'exit' to end session.";
        assert_eq!(at_login(end), AtLogin::Ready);
        assert_eq!(at_login("*** Connected with 7DTD server."), AtLogin::Other);
    }

    proptest! {
        #[test]
        fn no_line_panics(text: String) {
            line(&text);
            line(&format!("{STAMP}{text}"));
            at_login(&text);
        }
    }
}
