//! Servers that are broken on purpose, or no RCON servers at all: what a
//! client must survive without hanging, growing or crashing.

mod console;
mod endless;
mod player;
#[cfg(test)]
#[path = "tests.rs"]
mod wire;

use std::fmt;
use std::str::FromStr;

use crate::game::{Game, UnknownName};
use crate::peer::Peer;

pub use console::{BadBattlEye, BadConsole, BadTelnet, BadWeb};
use player::Player;

/// Where in an exchange something happens; the part of a [`Hostile`] behind
/// its `@`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// As soon as the connection is accepted.
    Accept,
    /// When a login has come, in place of its answer.
    Login,
    /// Right after a login was accepted.
    LoggedIn,
    /// When a command has come, in place of its reply.
    Command,
    /// After the first half of a reply's packet.
    Reply,
}

/// A hostile server. Unless it says otherwise it accepts any password, with
/// the two packets of a Source server, answers each command with `hello`, and
/// mirrors probes.
///
/// ```
/// use rcon_sim::{Hostile, Server};
///
/// for &hostile in Hostile::ALL {
///     let server = Server::builder().hostile(hostile).start()?;
///     println!("{hostile} on {}", server.addr());
/// }
/// # Ok::<(), rcon_sim::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hostile {
    /// `size=N@…`: a packet announces this size, then the link stays silent.
    Size(i32, Stage),
    /// `truncated@…`: half a packet, then silence.
    Truncated(Stage),
    /// `torn@…`: half a packet, then an orderly close.
    Torn(Stage),
    /// `drip@…`: a right answer, one byte a second.
    Drip(Stage),
    /// `endless-packets`: a reply whose packets never end.
    EndlessPackets,
    /// `endless-packet`: a reply of one packet of 2 GiB, as fast as it is
    /// read.
    EndlessPacket,
    /// `endless-empty@…`: empty packets with the request's id, for ever.
    EndlessEmpty(Stage),
    /// `endless-unsolicited@…`: packets that nobody asked for, for ever.
    EndlessUnsolicited(Stage),
    /// `foreign-ids`: replies have an id that was never sent.
    ForeignIds,
    /// `negative-ids`: replies have the id -1.
    NegativeIds,
    /// `repeated-ids`: replies have the id of the login.
    RepeatedIds,
    /// `no-verdict`: a login is answered by its empty packet and no more.
    NoVerdict,
    /// `double-verdict`: a login is accepted twice.
    DoubleVerdict,
    /// `both-verdicts`: a login is accepted, then refused.
    BothVerdicts,
    /// `verdict=N`: a login is answered by one packet of this type.
    OddVerdict(i32),
    /// `ssh`: greets as an SSH server.
    Ssh,
    /// `telnet`: greets as the telnet console of 7 Days to Die, which asks for a
    /// password before it is asked for anything.
    Telnet,
    /// `rocket`: greets as the console of `RocketMod` (Unturned): text, a line
    /// each way (`Rocket.Core/RCON/RCONServer.cs` of
    /// <https://github.com/SmartlyDressedGames/Legacy-RocketMod>).
    Rocket,
    /// `http`: answers as a web server does to nonsense, then closes.
    Http,
    /// `tls`: answers as a TLS server does to nonsense, then closes.
    Tls,
    /// `reset@…`: a reset (RST).
    Reset(Stage),
    /// `close@…`: an orderly close.
    Close(Stage),
    /// `half-close@…`: the server ends its own direction and keeps reading.
    HalfClose(Stage),
    /// `silent@…`: reads, but sends nothing from there on.
    Silent(Stage),
    /// `never-reads`: accepts, and neither reads nor sends.
    NeverReads,
    /// `web-…`, `be-…`, `telnet-…`: a server of another console. These are in
    /// [`BadConsole::all`].
    Console(BadConsole),
}

use Stage::{Accept, Command, LoggedIn, Login, Reply};

/// A slice of the wrong sizes, each at both stages, and of the rest.
macro_rules! every {
    (sizes: $($size:expr),*; $($other:expr),* $(,)?) => {
        &[
            $(Self::Size($size, Login), Self::Size($size, Command),)*
            $($other,)*
        ]
    };
}

impl Hostile {
    /// Every kind that speaks RCON, or none of the consoles that are known, with every
    /// stage and number worth a test: what a client must survive without
    /// hanging, growing or crashing. Those of the other consoles are in
    /// [`BadConsole::all`].
    pub const ALL: &'static [Self] = every![
        sizes: -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, i32::MAX, i32::MIN;
        Self::Truncated(Login),
        Self::Truncated(Command),
        Self::Torn(Login),
        Self::Torn(Command),
        Self::Drip(Login),
        Self::Drip(Command),
        Self::EndlessPackets,
        Self::EndlessPacket,
        Self::EndlessEmpty(Login),
        Self::EndlessEmpty(Command),
        Self::EndlessUnsolicited(Accept),
        Self::EndlessUnsolicited(Login),
        Self::EndlessUnsolicited(LoggedIn),
        Self::EndlessUnsolicited(Command),
        Self::ForeignIds,
        Self::NegativeIds,
        Self::RepeatedIds,
        Self::NoVerdict,
        Self::DoubleVerdict,
        Self::BothVerdicts,
        Self::OddVerdict(1),
        Self::OddVerdict(7),
        Self::Ssh,
        Self::Telnet,
        Self::Rocket,
        Self::Http,
        Self::Tls,
        Self::Reset(Accept),
        Self::Reset(Login),
        Self::Reset(LoggedIn),
        Self::Reset(Command),
        Self::Reset(Reply),
        Self::Close(Accept),
        Self::Close(Login),
        Self::Close(LoggedIn),
        Self::Close(Command),
        Self::Close(Reply),
        Self::HalfClose(Accept),
        Self::HalfClose(LoggedIn),
        Self::HalfClose(Reply),
        Self::Silent(Accept),
        Self::Silent(LoggedIn),
        Self::Silent(Reply),
        Self::NeverReads,
    ];

    pub(crate) fn peer(self) -> Box<dyn Peer> {
        match self {
            Self::Console(bad) => bad.peer(),
            hostile => Box::new(Player::new(hostile)),
        }
    }

    /// A game that is reached in the same way, where that says how.
    pub(crate) fn game(self) -> Option<Game> {
        match self {
            Self::Console(bad) => Some(bad.game()),
            _ => None,
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Accept => "accept",
            Self::Login => "login",
            Self::LoggedIn => "logged-in",
            Self::Command => "command",
            Self::Reply => "reply",
        })
    }
}

impl fmt::Display for Hostile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Size(size, stage) => write!(f, "size={size}@{stage}"),
            Self::Truncated(stage) => write!(f, "truncated@{stage}"),
            Self::Torn(stage) => write!(f, "torn@{stage}"),
            Self::Drip(stage) => write!(f, "drip@{stage}"),
            Self::EndlessPackets => f.write_str("endless-packets"),
            Self::EndlessPacket => f.write_str("endless-packet"),
            Self::EndlessEmpty(stage) => write!(f, "endless-empty@{stage}"),
            Self::EndlessUnsolicited(stage) => write!(f, "endless-unsolicited@{stage}"),
            Self::ForeignIds => f.write_str("foreign-ids"),
            Self::NegativeIds => f.write_str("negative-ids"),
            Self::RepeatedIds => f.write_str("repeated-ids"),
            Self::NoVerdict => f.write_str("no-verdict"),
            Self::DoubleVerdict => f.write_str("double-verdict"),
            Self::BothVerdicts => f.write_str("both-verdicts"),
            Self::OddVerdict(kind) => write!(f, "verdict={kind}"),
            Self::Ssh => f.write_str("ssh"),
            Self::Telnet => f.write_str("telnet"),
            Self::Rocket => f.write_str("rocket"),
            Self::Http => f.write_str("http"),
            Self::Tls => f.write_str("tls"),
            Self::Reset(stage) => write!(f, "reset@{stage}"),
            Self::Close(stage) => write!(f, "close@{stage}"),
            Self::HalfClose(stage) => write!(f, "half-close@{stage}"),
            Self::Silent(stage) => write!(f, "silent@{stage}"),
            Self::NeverReads => f.write_str("never-reads"),
            Self::Console(bad) => f.write_str(&bad.name()),
        }
    }
}

impl FromStr for Hostile {
    type Err = UnknownName;

    /// Reads the name of one of [`Hostile::ALL`] or [`BadConsole::all`].
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let all = || {
            let consoles = BadConsole::all().map(Self::Console);
            Self::ALL.iter().copied().chain(consoles)
        };
        let names: Vec<_> = all().map(|it| it.to_string()).collect();
        let found = all().find(|known| known.to_string() == name);
        found.ok_or_else(|| {
            UnknownName::new("hostile server", name, names.iter().map(String::as_str))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_one_has_a_name_of_its_own() {
        let consoles = BadConsole::all().map(Hostile::Console);
        for hostile in Hostile::ALL.iter().copied().chain(consoles) {
            assert_eq!(hostile.to_string().parse(), Ok(hostile));
        }
        let error = "nice".parse::<Hostile>().expect_err("no such server");
        assert!(error.to_string().contains("never-reads"));
    }
}
