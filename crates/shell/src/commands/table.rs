//! The table of the `!` commands.

use super::row::{Arg, Row, Way};

/// Makes the enum, the list of all, and the row of each.
macro_rules! table {
    ($($command:ident { typed: $typed:literal, $($field:ident: $value:expr,)+ })+) => {
        /// A command of this shell.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Command {
            $(#[doc = concat!("`", $typed, "`")] $command,)+
        }

        impl Command {
            /// All of them, in the order of the help.
            pub(crate) const ALL: &[Command] = &[$(Command::$command,)+];

            /// What the table says of it.
            pub(crate) fn row(self) -> &'static Row {
                match self {
                    $(Command::$command => {
                        const ROW: Row = Row { typed: $typed, $($field: $value,)+ };
                        &ROW
                    })+
                }
            }
        }
    };
}

/// At the prompt of one server alone.
const ONE_PROMPT: &[Way] = &[Way::Prompt];
const PROMPTS: &[Way] = &[Way::Prompt, Way::FleetPrompt];
const ONE_SERVER: &[Way] = &[Way::Prompt, Way::Script];
const NO_FLEET_SCRIPT: &[Way] = &[Way::Prompt, Way::Script, Way::FleetPrompt];
const EVERYWHERE: &[Way] = &[Way::Prompt, Way::Script, Way::Fleet, Way::FleetPrompt];

table! {
    Connect {
        typed: "!connect",
        usage: "SERVER [PASSWORD]",
        help: "log in to a server",
        more: "SERVER is an address, a profile, or - for the one before; shell quoting.",
        args: &[Arg::Server, Arg::Password],
        ways: ONE_SERVER,
    }
    Disconnect {
        typed: "!disconnect",
        usage: "",
        help: "leave the server",
        more: "",
        args: &[],
        ways: NO_FLEET_SCRIPT,
    }
    Reconnect {
        typed: "!reconnect",
        usage: "",
        help: "log in again to the last server",
        more: "",
        args: &[],
        ways: EVERYWHERE,
    }
    Send {
        typed: "!send",
        usage: "TEXT",
        help: "send a text as it is, whatever it begins with",
        more: "!send help asks the server for its help, !send exit sends the word exit.",
        args: &[Arg::Command],
        ways: EVERYWHERE,
    }
    Shutdown {
        typed: "!shutdown",
        usage: "",
        help: "stop the server",
        more: "Sends exit, or the game's own word for it, once that has been agreed to.",
        args: &[],
        ways: EVERYWHERE,
    }
    Restart {
        typed: "!restart",
        usage: "[in TIME] [TEXT]",
        help: "restart the server, announced",
        more: "TIME is 30s, 5m or 1h30m. Saves, stops, and waits until it is back.",
        args: &[Arg::Word("in"), Arg::Text],
        ways: EVERYWHERE,
    }
    Players {
        typed: "!players",
        usage: "",
        help: "who is on",
        more: "Asks in the game's own words; bots are listed and not counted.",
        args: &[],
        ways: EVERYWHERE,
    }
    Kick {
        typed: "!kick",
        usage: "PLAYER [REASON]",
        help: "throw a player out",
        more: "PLAYER is a name, an id, or the beginning of one: then it asks first.",
        args: &[Arg::Player, Arg::Text],
        ways: EVERYWHERE,
    }
    Ban {
        typed: "!ban",
        usage: "PLAYER [MINUTES] [REASON]",
        help: "ban a player, after asking",
        more: "Without MINUTES it is for ever.",
        args: &[Arg::Player, Arg::Text],
        ways: EVERYWHERE,
    }
    Msg {
        typed: "!msg",
        usage: "PLAYER TEXT",
        help: "say something to one player",
        more: "",
        args: &[Arg::Player, Arg::Text],
        ways: EVERYWHERE,
    }
    Say {
        typed: "!say",
        usage: "TEXT",
        help: "say something to all players",
        more: "In the game's own words, quoted as its console needs it.",
        args: &[Arg::Text],
        ways: EVERYWHERE,
    }
    Logs {
        typed: "!logs",
        usage: "[REGEX, or off]",
        help: "show the server's log as it happens",
        more: "Above the prompt; REGEX shows only the lines in which it is found.",
        args: &[Arg::Text],
        ways: PROMPTS,
    }
    On {
        typed: "!on",
        usage: "NAME[,NAME] COMMAND",
        help: "in a fleet: to these servers only",
        more: "COMMAND may be one of ours too: !on tf2-eu !kick Mia.",
        args: &[Arg::Members, Arg::Command],
        ways: &[Way::FleetPrompt],
    }
    Diff {
        typed: "!diff",
        usage: "[SERVER or FILE]",
        help: "settings that differ elsewhere, or in a file",
        more: "In a fleet, alone: those on which not all servers agree. Nothing is changed.",
        args: &[Arg::ServerOrFile],
        ways: EVERYWHERE,
    }
    Snapshot {
        typed: "!snapshot",
        usage: "[all] FILE",
        help: "the settings as a file to exec",
        more: "No defaults, or all. In a fleet: what all agree on; a file each with {name}.",
        args: &[Arg::File(&["all"]), Arg::File(&[])],
        ways: EVERYWHERE,
    }
    Exit {
        typed: "!exit",
        usage: "",
        help: "leave this shell; the server runs on (Ctrl-D)",
        more: "",
        args: &[],
        ways: EVERYWHERE,
    }
    Help {
        typed: "!help",
        usage: "[NAME]",
        help: "this list, or what is known of a name",
        more: "!help keys lists the keys of the prompt.",
        args: &[Arg::Name],
        ways: PROMPTS,
    }
    Find {
        typed: "!find",
        usage: "TEXT",
        help: "search the server's names and help texts",
        more: "",
        args: &[Arg::Text],
        ways: PROMPTS,
    }
    Refresh {
        typed: "!refresh",
        usage: "",
        help: "ask the server for its names again",
        more: "Without it, they are asked for again after a day.",
        args: &[],
        ways: PROMPTS,
    }
    Servers {
        typed: "!servers",
        usage: "",
        help: "list profiles and groups",
        more: "",
        args: &[],
        ways: PROMPTS,
    }
    Info {
        typed: "!info",
        usage: "",
        help: "the server, its game, names, log and settings",
        more: "",
        args: &[],
        ways: PROMPTS,
    }
    Save {
        typed: "!save",
        usage: "NAME [password]",
        help: "keep this connection as a profile",
        more: "Its password is kept only where the word password says so.",
        args: &[Arg::NewName, Arg::Word("password")],
        ways: ONE_PROMPT,
    }
    History {
        typed: "!history",
        usage: "[N]",
        help: "show the last lines",
        more: "",
        args: &[Arg::Count],
        ways: PROMPTS,
    }
    Run {
        typed: "!run",
        usage: "FILE",
        help: "run the commands of a file",
        more: "It ends at the first line that fails, and names it.",
        args: &[Arg::File(&[])],
        ways: EVERYWHERE,
    }
    Sleep {
        typed: "!sleep",
        usage: "SECONDS",
        help: "wait",
        more: "",
        args: &[Arg::Seconds],
        ways: EVERYWHERE,
    }
    Watch {
        typed: "!watch",
        usage: "[SECONDS] COMMAND",
        help: "run a command again and again",
        more: "Every 2 s by default; players alone is a table of who is on. q ends it.",
        args: &[Arg::Seconds, Arg::Command],
        ways: PROMPTS,
    }
    Pipe {
        typed: "!pipe",
        usage: "SHELL-COMMAND :: COMMAND",
        help: "give a reply to a program",
        more: "",
        args: &[Arg::Shell, Arg::Command],
        ways: PROMPTS,
    }
    Log {
        typed: "!log",
        usage: "[FILE, or off]",
        help: "keep a transcript",
        more: "With times, without passwords. Alone, it says whether it is on.",
        args: &[Arg::File(&["off"])],
        ways: NO_FLEET_SCRIPT,
    }
    Set {
        typed: "!set",
        usage: "NAME VALUE",
        help: "change a setting, or show them",
        more: "They are timeout, color, timing, pager, vi, game, confirm and strict.",
        args: &[Arg::Setting, Arg::Value],
        ways: EVERYWHERE,
    }
}

/// `help` is the shell's where it stands alone, else the server's.
const SERVER_HELP: Row = Row {
    typed: "help",
    usage: "NAME",
    help: "ask the server about a name",
    more: "",
    args: &[Arg::Name],
    ways: PROMPTS,
};

/// The rows of all commands, and of `help`, in the order of the help.
pub(crate) fn rows() -> impl Iterator<Item = &'static Row> {
    let own = Command::ALL.iter().map(|command| command.row());
    own.chain([&SERVER_HELP])
}

/// The row of what was typed, `!connect` or `help`, without regard to ASCII
/// case.
pub(crate) fn row_of(typed: &str) -> Option<&'static Row> {
    rows().find(|row| row.typed.eq_ignore_ascii_case(typed))
}
