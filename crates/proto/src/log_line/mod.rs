//! What servers log, line by line: as it travels, and as data.
//!
//! [`LogLine::read`] takes a line apart: when, who, to whom, what was said.
//! [`unpack`] takes a line out of a datagram of Source's log. Both take time
//! linear in what they are given, and never panic. What a player put into a name
//! or a text is handed on as it is, control characters included: escaping is the
//! matter of whoever shows it. A form that is not known is [`LogKind::Other`], with
//! its text.
//!
//! | form | of |
//! | --- | --- |
//! | `L 11/27/2026 - 19:05:14: "Ada<2><[U:1:22]><Red>" say "hi"` | Source, over UDP |
//! | `11/27/2026 - 19:05:14.123 - "Ada<2><[U:1:22]><CT>" say "hi"` | CS:GO and CS2, over HTTP |
//! | `[ChatAll] [Online IDs:EOS: 0002… steam: 7656…] Ada : hi` | Squad |
//! | `[CHAT] Ada[76561190000000002] : hi` | Rust |
//! | `[team chat] Ada: hi` | Rust over `WebRcon`, as a connection hands it on |
//! | `(Global) Ada: hi` | `BattlEye` |
//! | `2026-11-27T19:05:14 31.643 INF Chat (from '…', …): 'Ada': hi` | 7 Days to Die |
//!
//! Source's and CS:GO's stamps and packets are those of Valve's `engine/sv_log.cpp`
//! and `game/server/server_log_http_dispatcher.cpp`; what stands behind the stamp is the
//! [HL Log Standard](https://developer.valvesoftware.com/wiki/HL_Log_Standard). Squad's forms
//! are those that its admin tools match, `SquadJS` among them.

mod datagram;
mod player;
#[cfg(test)]
mod properties;
mod pushed;
mod stamp;
#[cfg(test)]
mod tests;

pub use datagram::{NotALogLine, unpack};
pub(crate) use stamp::seven_days;

/// What a line of a log is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LogKind {
    /// Somebody says something.
    Chat,
    /// A player does something, or something happens to one.
    Player,
    /// A command came over RCON.
    Rcon,
    /// Anything else.
    Other,
}

/// A line of a log, taken apart. Texts are parts of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogLine<'a> {
    /// When, as the server wrote it, in its own time zone.
    pub time: Option<&'a str>,
    /// What it is about.
    pub kind: LogKind,
    /// Who.
    pub player: Option<&'a str>,
    /// What identifies the player: `[U:1:22]`, `BOT`, `7656…`.
    pub id: Option<&'a str>,
    /// The player's team.
    pub team: Option<&'a str>,
    /// Whom it is said to, where that is not everybody: `team`, `Squad`, `Admin`.
    pub to: Option<&'a str>,
    /// What is said, else what stands behind the time.
    pub text: &'a str,
}

impl<'a> LogLine<'a> {
    /// Takes a line apart, without its line end.
    ///
    /// ```
    /// use rcon_proto::log_line::{LogKind, LogLine};
    ///
    /// let line = r#"L 11/27/2026 - 19:05:14: "Ada<2><[U:1:22]><Red>" say_team "on me""#;
    /// let read = LogLine::read(line);
    /// assert_eq!(read.kind, LogKind::Chat);
    /// assert_eq!(read.time, Some("11/27/2026 - 19:05:14"));
    /// assert_eq!((read.player, read.team), (Some("Ada"), Some("Red")));
    /// assert_eq!((read.to, read.text), (Some("team"), "on me"));
    ///
    /// let other = LogLine::read("something else");
    /// assert_eq!((other.kind, other.text), (LogKind::Other, "something else"));
    /// ```
    pub fn read(line: &'a str) -> Self {
        let line = line.trim_end_matches(['\n', '\r', '\0']);
        let (time, body) = stamp::split(line);
        let read = player::read(body).or_else(|| pushed::read(body));
        let read = read.unwrap_or_else(|| Self::other(body));
        Self { time, ..read }
    }

    fn other(text: &'a str) -> Self {
        Self {
            time: None,
            kind: LogKind::Other,
            player: None,
            id: None,
            team: None,
            to: None,
            text,
        }
    }

    /// Whether somebody says something.
    pub fn is_chat(&self) -> bool {
        self.kind == LogKind::Chat
    }
}
