//! `!help`, and `help` alone: the one table of what is done here.

use std::fmt::Write as _;

use crate::error::NotConnected;
use crate::show::escape;
use crate::typing::editor::{ArgKind, LocalCommand, Setting};
use crate::ways::prompt::{Next, Repl};

/// What `!set` can set.
pub(crate) const SETTINGS: [Setting; 5] = [
    Setting {
        name: "timeout",
        help: "seconds to wait for each reply",
        values: &["5", "10", "30"],
    },
    Setting {
        name: "color",
        help: "when to use colours",
        values: &["auto", "always", "never"],
    },
    Setting {
        name: "timing",
        help: "say how long each reply took",
        values: &["on", "off"],
    },
    Setting {
        name: "pager",
        help: "long replies go to $PAGER",
        values: &["on", "off"],
    },
    Setting {
        name: "vi",
        help: "edit lines as in vi",
        values: &["on", "off"],
    },
];

const fn command(
    name: &'static str,
    usage: &'static str,
    help: &'static str,
    args: ArgKind,
) -> LocalCommand {
    LocalCommand {
        name,
        usage,
        help,
        args,
    }
}

/// Every command of this shell, in the order of its help.
#[rustfmt::skip]
pub(crate) const COMMANDS: [LocalCommand; 18] = [
    command("!connect", "SERVER [PASSWORD]", "log in to a server", ArgKind::Server),
    command("!disconnect", "", "leave the server", ArgKind::None),
    command("!reconnect", "", "leave the server and log in again", ArgKind::None),
    command("!shutdown", "", "stop the server", ArgKind::None),
    command("!exit", "", "leave this shell; the server runs on (Ctrl-D)", ArgKind::None),
    command("!help", "[NAME]", "this list, or what is known of a name", ArgKind::Name),
    command("!find", "TEXT", "search the server's names and help texts", ArgKind::None),
    command("!refresh", "", "ask the server for its names again", ArgKind::None),
    command("!servers", "", "list profiles and groups", ArgKind::None),
    command("!save", "NAME [password]", "keep this connection as a profile", ArgKind::None),
    command("!history", "[N]", "show the last lines", ArgKind::None),
    command("!run", "FILE", "run the commands of a file", ArgKind::File(&[])),
    command("!sleep", "SECONDS", "wait", ArgKind::None),
    command("!watch", "SECONDS COMMAND", "run a command again and again", ArgKind::CommandAfterWords(1)),
    command("!pipe", "SHELL-COMMAND :: COMMAND", "give a reply to a program", ArgKind::CommandAfterMark("::")),
    command("!log", "FILE, or off", "keep a transcript", ArgKind::File(&["off"])),
    command("!set", "NAME VALUE", "timeout, color, timing, pager, vi", ArgKind::Setting(&SETTINGS)),
    command("help", "NAME", "ask the server about a name", ArgKind::Name),
];

/// Fewer columns than this, and a command and its help take a line each.
const WIDE: usize = 80;

/// `help` alone: the commands of this shell.
///
/// # Errors
///
/// Standard output cannot be written.
pub(crate) fn list(repl: &mut Repl) -> crate::error::Result<Next> {
    let mut text = String::new();
    let narrow = crate::system::terminal::size().0 < WIDE;
    for command in &COMMANDS {
        let line = format!("{} {}", command.name, command.usage);
        // Writing to a `String` does not fail.
        let _ = if narrow {
            writeln!(text, "{}\n  {}", line.trim_end(), command.help)
        } else {
            writeln!(text, "  {line:32} {}", command.help)
        };
    }
    text.push_str("\nAll else goes to the server.\n!!x sends the text !x.\n");
    repl.print(&text)
}

/// `!help [NAME]`.
///
/// # Errors
///
/// Standard output cannot be written.
pub(crate) fn help(repl: &mut Repl, rest: &str) -> crate::error::Result<Next> {
    let name = rest.trim();
    if name.is_empty() {
        return list(repl);
    }
    let bare = name.trim_start_matches('!');
    let own = COMMANDS.iter().find(|command| {
        command
            .name
            .trim_start_matches('!')
            .eq_ignore_ascii_case(bare)
    });
    if let Some(own) = own {
        return repl.print(&format!("{} {}\n  {}\n", own.name, own.usage, own.help));
    }
    let known = repl.directory.with_names(|names| {
        names.get(name).map(|found| {
            let usage = found.usage();
            let text = format!("{} {usage}\n  {}", found.name(), found.description());
            let lines = text
                .lines()
                .map(|line| escape::line(line.trim_end(), usize::MAX));
            lines.collect::<Vec<_>>().join("\n") + "\n"
        })
    });
    match known {
        Some(text) => repl.print(&text),
        None if repl.console.target.is_some() => {
            repl.send(format!("help {name}").as_bytes())?;
            Ok(Next::Go)
        }
        None => Err(NotConnected.into()),
    }
}
