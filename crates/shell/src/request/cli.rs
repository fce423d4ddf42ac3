//! The command line as it is typed.
//!
//! This file says which options there are and what one word of them may look
//! like. What they mean together, and with the environment and the
//! configuration, is worked out in [`options`](crate::request::options).

pub(crate) mod foreign;
pub(crate) mod manual;
mod plain;
pub(crate) mod stray;
pub(crate) mod value;
mod words;

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{OsStringValueParser, PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, CommandFactory, Parser, ValueHint};
use rcon_proto::{Game, Password};

use crate::request::log_place::{Listen, Via};
use crate::request::settings::FailOn;
use crate::show::style::ColorChoice;
use crate::system::encoding::ServerEncoding;

pub(crate) use words::{Format, What};

/// The console client for game servers that speak RCON
///
/// Without -e, -f, --check or piped commands it is a shell: names complete with
/// Tab, and !help lists the commands of its own.
///
/// Passwords and commands travel in plain text: whoever sees the traffic reads
/// them. Where that matters, go through ssh:
/// --proxy-command 'ssh -W %h:%p bastion'.
// No `Debug`: nothing needs it, and there is a password in here.
#[derive(Default, Parser)]
#[command(
    name = "rcon-shell",
    bin_name = "rcon-shell",
    version,
    max_term_width = 100,
    after_help = "RCON is plain text, passwords too: see --proxy-command. --help tells it all.",
    after_long_help = manual::after_long_help()
)]
pub struct Args {
    /// HOST, HOST:PORT, a profile or @GROUP; none: a bare shell
    ///
    /// The port is 27015 if none is given. An IPv6 address with a port is
    /// written `[ADDRESS]:PORT`. Other consoles have a scheme in front: ws:// (Rust,
    /// port 28016), be:// (Arma and its kin, 2306), telnet:// (7 Days to Die,
    /// 8081). Several servers, a group, or @all, which is every profile, are asked
    /// at once: by -e, -f, --check or piped commands, else by a prompt that speaks
    /// to all. Without a server the shell is not connected.
    #[arg(value_name = "SERVER", value_hint = ValueHint::Hostname)]
    pub servers: Vec<String>,

    /// The password; others see it in `ps`
    ///
    /// Anyone on this machine sees it while this runs, and the shell that you
    /// type it into keeps it in its history. --password-file, a profile and
    /// the prompt do neither.
    #[arg(
        short, long, value_name = "PASSWORD", allow_hyphen_values = true, group = "password_option",
        value_hint = ValueHint::Other,
        value_parser = OsStringValueParser::new().try_map(value::password)
    )]
    pub password: Option<Password>,

    /// Read the password from the first line of FILE
    ///
    /// Refused if group or others may read the file (`chmod 600 FILE` mends
    /// that), unless it is a mounted secret: under /run/secrets or
    /// /var/run/secrets, or owned by someone else.
    #[arg(long, value_name = "FILE", group = "password_option", value_hint = ValueHint::FilePath)]
    pub password_file: Option<PathBuf>,

    /// Read the password from the first line of standard input
    ///
    /// What follows that line is there for -f -, or is the script.
    #[arg(
        long,
        group = "password_option",
        help_heading = "Connection",
        hide_short_help = true
    )]
    pub password_stdin: bool,

    /// Address and password out of the game's own file
    ///
    /// On the server's own machine: server.properties (Minecraft), a *.cfg with
    /// `rcon_password` (Source), `PalWorldSettings.ini`, `GameUserSettings.ini`
    /// (ARK), the server's *.ini (Zomboid), Rcon.cfg (Squad), Game.ini (Conan)
    /// or beserver*.cfg (Arma, `DayZ`).
    /// It says the game too. The same as `from` in a profile.
    #[arg(
        long, value_name = "FILE", help_heading = "Connection", hide_short_help = true,
        conflicts_with_all = ["servers", "demo"], value_hint = ValueHint::FilePath
    )]
    pub from: Option<PathBuf>,

    /// Run COMMAND, print its reply, exit; repeatable
    ///
    /// Several run in order over one connection, and the first that fails ends
    /// the run.
    #[arg(
        short, long, value_name = "COMMAND", allow_hyphen_values = true, conflicts_with = "file",
        action = ArgAction::Append, value_hint = ValueHint::Other
    )]
    pub execute: Vec<OsString>,

    /// Run the commands in FILE; - is standard input
    ///
    /// One command a line. Blank lines are skipped, and so are lines that start
    /// with #, or with // and then a blank or nothing.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,

    /// With -e or -f: send, do not wait for replies
    #[arg(long, help_heading = "Scripts", hide_short_help = true)]
    pub no_wait: bool,

    /// Deadline for login and each reply [default: 10]
    ///
    /// Fractions are allowed. A reply's begins when its command is sent, and
    /// again with each KiB of its text.
    #[arg(short, long, value_name = "SECONDS", allow_negative_numbers = true, value_hint = ValueHint::Other, value_parser = value::deadline)]
    pub timeout: Option<Duration>,

    /// Keep trying to connect for so long
    ///
    /// For a server that is still starting. Only what fails before a password
    /// went out is tried again. When the time is up, the exit code is the one
    /// that the last attempt would have had without this. !restart waits as
    /// long for the server to come back, by default 5 minutes.
    #[arg(
        long, value_name = "SECONDS", allow_negative_numbers = true, value_hint = ValueHint::Other, help_heading = "Connection",
        hide_short_help = true, value_parser = value::duration
    )]
    pub wait: Option<Duration>,

    /// Log in, print one line, exit; runs no command
    ///
    /// The line has address, game and round trip. The exit code tells a port
    /// that does not answer (3) from a password that is wrong (4): stop probing
    /// at 4, servers ban the address that the attempts come from.
    #[arg(long, conflicts_with_all = ["execute", "file", "no_wait"])]
    pub check: bool,

    /// Print who is on, exit
    ///
    /// A table, with --json an object a player, with --format csv rows. Bots are
    /// listed and not counted; what a game does not tell is left out.
    #[arg(long, help_heading = "Scripts", hide_short_help = true, conflicts_with_all = ["execute", "file", "no_wait"])]
    pub players: bool,

    /// Print the server's log as it happens, until Ctrl-C
    ///
    /// A Source server is asked to send it here and CS2 likewise; Squad and Rust
    /// send what is said by themselves. With --json an object a line. It outlives
    /// the server: after a restart it goes on.
    #[arg(
        long, help_heading = "Scripts", hide_short_help = true,
        conflicts_with_all = ["execute", "file", "no_wait", "check", "players"]
    )]
    pub follow: bool,

    /// Listen for the server's log at ADDRESS
    ///
    /// With a port or without, for !logs and --follow; else on the address that
    /// the connection has on this machine, and a free port.
    #[arg(
        long, value_name = "ADDRESS", help_heading = "Connection", hide_short_help = true,
        value_parser = str::parse::<Listen>, value_hint = ValueHint::Other
    )]
    pub log_listen: Option<Listen>,

    /// The server reaches that listener through HOST:PORT
    ///
    /// For a machine behind NAT, whose router forwards that port, or a server that
    /// is reached through --proxy-command.
    #[arg(
        long, value_name = "HOST:PORT", help_heading = "Connection", hide_short_help = true,
        value_parser = str::parse::<Via>, value_hint = ValueHint::Other
    )]
    pub log_via: Option<Via>,

    /// Compare with the settings in FILE, exit: 9 where any differs
    ///
    /// A line `name value` each, as a server.cfg has them. Each value is asked for,
    /// and none changed; what differs is printed, with --json an object a
    /// difference.
    #[arg(
        long, value_name = "FILE", help_heading = "Scripts", hide_short_help = true,
        conflicts_with_all = ["execute", "file", "no_wait", "check", "players", "follow", "apply"], value_hint = ValueHint::FilePath
    )]
    pub expect: Option<PathBuf>,

    /// Set what is not as FILE says, exit: 8 where any would not take
    ///
    /// Like --expect, and then what differs is set and asked for again. Names that
    /// hold `password` are left alone.
    #[arg(
        long, value_name = "FILE", help_heading = "Scripts", hide_short_help = true,
        conflicts_with_all = ["execute", "file", "no_wait", "check", "players", "follow"], value_hint = ValueHint::FilePath
    )]
    pub apply: Option<PathBuf>,

    /// What standard output holds [default: text]
    #[arg(
        long,
        value_name = "FORMAT",
        help_heading = "Output",
        hide_short_help = true
    )]
    pub format: Option<Format>,

    /// One JSON object a line on standard output
    ///
    /// Short for --format json.
    #[arg(long)]
    pub json: bool,

    /// Go on after a command that failed
    ///
    /// The exit code is that of the first failure.
    #[arg(long)]
    pub keep_going: bool,

    /// A reply that refuses its command is a failure
    ///
    /// What the server says when it knows no such command, or when it failed
    /// (Unknown command "x", Minecraft's Unknown or incomplete command, …), then
    /// ends the run with exit code 8. The same as strict = true in a profile.
    #[arg(long, help_heading = "Scripts", hide_short_help = true)]
    pub strict: bool,

    /// A reply in which REGEX is found is a failure; repeatable
    ///
    /// It ends the run with exit code 8. (?i) in front takes letters of any case,
    /// (?m) lets ^ and $ be the ends of any line.
    #[arg(
        long, value_name = "REGEX", help_heading = "Scripts", hide_short_help = true,
        allow_hyphen_values = true, action = ArgAction::Append,
        value_parser = str::parse::<FailOn>, value_hint = ValueHint::Other
    )]
    pub fail_on: Vec<FailOn>,

    /// When to use colours [default: auto]
    #[arg(
        long,
        value_name = "WHEN",
        help_heading = "Output",
        hide_short_help = true
    )]
    pub color: Option<ColorChoice>,

    /// Print the bytes of a reply exactly as they came
    ///
    /// No newline is added. On a terminal, a hostile reply can then do anything
    /// that escape sequences can.
    #[arg(long, help_heading = "Output", hide_short_help = true)]
    pub raw: bool,

    /// The server's text encoding [default: utf-8]
    ///
    /// Of commands and replies, by its WHATWG name (utf-8, windows-1251, gbk,
    /// …). When given, output is converted to UTF-8, unless --raw is too. base64
    /// is for commands and replies that are base64 of UTF-8, as some mods want it.
    #[arg(
        long, value_name = "NAME", help_heading = "Connection", hide_short_help = true,
        value_parser = str::parse::<ServerEncoding>, value_hint = ValueHint::Other
    )]
    pub encoding: Option<ServerEncoding>,

    /// Longest command to send, in bytes
    ///
    /// Servers ban, cut or crash on longer ones than they can take, so the
    /// default is what the server's kind is known to survive: 1014 or 1446, more
    /// where the game is known to take it.
    /// 2K is 2048.
    #[arg(
        long, value_name = "BYTES", help_heading = "Connection", hide_short_help = true,
        value_parser = value::bytes, value_hint = ValueHint::Other
    )]
    pub max_command: Option<usize>,

    /// Longest reply to keep in memory, in bytes [default: 64M]
    ///
    /// Where a reply has to be whole: JSON, several servers, the pager, !pipe.
    /// One that is only printed has no limit.
    #[arg(
        long, value_name = "BYTES", help_heading = "Output", hide_short_help = true,
        value_parser = value::bytes, value_hint = ValueHint::Other
    )]
    pub max_reply: Option<usize>,

    /// The kind of server, where `auto` guesses wrong [default: auto]
    ///
    /// It fixes how the end of a reply is found and which names are completed;
    /// `generic` is one packet a reply and no names.
    #[arg(
        long, value_name = "NAME", help_heading = "Connection", hide_short_help = true,
        value_parser = PossibleValuesParser::new(Game::ALL.iter().map(|game| game.name()))
            .try_map(|name| name.parse::<Game>())
    )]
    pub game: Option<Game>,

    /// Go through CMD, such as 'ssh -W %h:%p bastion'
    ///
    /// The standard input and output of CMD are the connection; %h and %p in it
    /// become host and port. Through ssh, passwords and commands are encrypted,
    /// which RCON alone does not do. `none` undoes the configuration's.
    #[arg(long, value_name = "CMD", allow_hyphen_values = true, value_hint = ValueHint::CommandString)]
    pub proxy_command: Option<String>,

    /// Ask at most N servers at a time [default: 256]
    #[arg(
        long, value_name = "N", help_heading = "Several servers", hide_short_help = true,
        value_parser = value::count, value_hint = ValueHint::Other
    )]
    pub parallel: Option<usize>,

    /// Print equal replies once, under all their servers
    #[arg(long, help_heading = "Several servers", hide_short_help = true)]
    pub group_by_reply: bool,

    /// Read this configuration file instead of the usual one
    #[arg(
        long, value_name = "FILE", help_heading = "Miscellaneous", hide_short_help = true,
        conflicts_with = "no_config", value_hint = ValueHint::FilePath
    )]
    pub config: Option<PathBuf>,

    /// Read no configuration file
    #[arg(long, help_heading = "Miscellaneous", hide_short_help = true)]
    pub no_config: bool,

    /// Neither read nor keep the history of typed lines
    #[arg(long, help_heading = "Miscellaneous", hide_short_help = true)]
    pub no_history: bool,

    /// Try it without a game server
    ///
    /// Starts a simulated Source server on this machine and opens a shell on it.
    #[arg(long, conflicts_with = "servers")]
    pub demo: bool,

    /// Print a shell's completion file, or the manual page
    #[arg(
        long,
        value_name = "WHAT",
        help_heading = "Miscellaneous",
        hide_short_help = true
    )]
    pub generate: Option<What>,

    /// No greeting and no notices; errors stay
    #[arg(short, long, help_heading = "Miscellaneous", hide_short_help = true)]
    pub quiet: bool,

    /// Tell what happens on the wire; -vv with bytes
    ///
    /// On standard error, and never a password.
    #[arg(short, long, action = ArgAction::Count)]
    pub verbose: u8,

    /// Where the words stood, for what is to be said of one too many.
    #[arg(skip)]
    pub(crate) positions: stray::Positions,
}

/// The definition of the command line: for the help, the completions and the
/// manual page.
pub fn command() -> clap::Command {
    Args::command()
}

#[cfg(test)]
mod tests;
