//! What a session is told, and what it tells its driver to do.

use std::time::Duration;

use crate::game::Game;
use crate::server_options::ServerOptions;

/// What a session needs to be told before it begins.
///
/// ```
/// use rcon_proto::session::{Session, SessionConfig};
/// use rcon_proto::{Game, ServerOptions};
///
/// let config = SessionConfig::default().game(Game::Factorio);
/// assert_eq!(Session::new(config).max_command(), 4000);
/// let server = ServerOptions::from(Game::Factorio).max_command(3000);
/// let config = SessionConfig::default().server(server);
/// assert_eq!(Session::new(config).max_command(), 3000);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionConfig {
    /// What is known of the server; nothing by default.
    pub server: ServerOptions,
    /// The largest packet that is held whole, in bytes; 64 MiB by default. A
    /// packet of a reply that is waited for is handed on in parts and may be of
    /// any size.
    pub max_packet: usize,
    /// The login's id; those of commands and probes count up from it. Kept
    /// between 1 and 2^20; 10,000 by default.
    pub first_id: i32,
    /// The server's `host:port`, which a console over HTTP is told; empty by
    /// default.
    pub authority: String,
}

impl Default for SessionConfig {
    fn default() -> Self {
        Self {
            server: ServerOptions::default(),
            max_packet: 64 << 20,
            // Large enough not to be met by servers that use small ids of
            // their own.
            first_id: 10_000,
            authority: String::new(),
        }
    }
}

impl SessionConfig {
    /// Sets [`server`](Self::server): a [`Game`], or all of it.
    #[must_use]
    pub fn server(mut self, server: impl Into<ServerOptions>) -> Self {
        self.server = server.into();
        self
    }

    /// Names the [`game`](ServerOptions::game) of the server.
    #[must_use]
    pub fn game(mut self, game: Game) -> Self {
        self.server.game = game;
        self
    }

    /// Sets [`max_packet`](Self::max_packet), in bytes.
    #[must_use]
    pub fn max_packet(mut self, bytes: usize) -> Self {
        self.max_packet = bytes;
        self
    }

    /// Sets [`first_id`](Self::first_id).
    #[must_use]
    pub fn first_id(mut self, id: i32) -> Self {
        self.first_id = id;
        self
    }

    /// Sets [`authority`](Self::authority).
    #[must_use]
    pub fn authority(mut self, authority: impl Into<String>) -> Self {
        self.authority = authority.into();
        self
    }
}

/// How a command is sent, and how long its reply may take.
///
/// ```
/// use std::time::Duration;
/// use rcon_proto::session::{Execute, HalfClosing, Wait};
///
/// let how = Execute::new(Duration::from_secs(10));
/// assert_eq!((how.wait, how.half_closing), (Wait::Reply, HalfClosing::Never));
/// let last = how.half_closing(HalfClosing::NothingFollows);
/// assert_eq!(last.half_closing, HalfClosing::NothingFollows);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Execute {
    /// How long the reply may take. Begins when the command is sent, and again
    /// with each KiB of its text; empty and unsolicited packets do not count.
    pub timeout: Duration,
    /// How much of the reply is waited for; all of it by default.
    pub wait: Wait,
    /// When its stream may be closed in one direction, to find the reply's
    /// end; never by default.
    pub half_closing: HalfClosing,
}

impl Execute {
    /// Waits for all of the reply, this long.
    pub fn new(timeout: Duration) -> Self {
        Self {
            timeout,
            wait: Wait::Reply,
            half_closing: HalfClosing::Never,
        }
    }

    /// Sets [`wait`](Self::wait).
    #[must_use]
    pub fn wait(mut self, wait: Wait) -> Self {
        self.wait = wait;
        self
    }

    /// Sets [`half_closing`](Self::half_closing).
    #[must_use]
    pub fn half_closing(mut self, half_closing: HalfClosing) -> Self {
        self.half_closing = half_closing;
        self
    }
}

/// When the stream of a command may be closed in one direction; see
/// [`Execute::half_closing`]. A server that is told so that no more will be sent
/// closes, as a rule, and that close is the end of its reply where nothing else
/// marks one.
///
/// ```
/// # use std::time::{Duration, Instant};
/// use rcon_proto::Packet;
/// use rcon_proto::session::{Execute, HalfClosing, Session, SessionConfig, ToSend};
///
/// # let now = Instant::now();
/// # let mut session = Session::new(SessionConfig::default().first_id(7));
/// # session.login(&"secret".into(), Duration::from_secs(10), now)?;
/// # while session.poll_transmit().is_some() {}
/// # session.receive(&Packet::new(7, 2, "").encode(), now);
/// # while session.poll_event().is_some() {}
/// let how = Execute::new(Duration::from_secs(10)).half_closing(HalfClosing::NothingFollows);
/// let request = session.execute(b"list", how, now)?;
/// # while session.poll_transmit().is_some() {}
/// // The first packet of the reply; nothing in it says whether it is the last.
/// session.receive(&Packet::new(request.wire_id(), 0, "nobody").encode(), now);
/// while session.poll_event().is_some() {}
/// assert_eq!(session.transmit(), Some(ToSend::HalfClose));
/// # Ok::<(), rcon_proto::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum HalfClosing {
    /// It cannot be, or more commands are to follow on it.
    #[default]
    Never,
    /// More is to be sent later, over another stream. Where the reply comes
    /// under an id that was never given out (Palworld, Conan Exiles), nothing
    /// can follow it on this one
    /// ([`Session::needs_fresh_login`](super::Session::needs_fresh_login)), so it
    /// is half-closed there; else it is not.
    IfNothingCanFollow,
    /// Nothing will be sent after this command. Where nothing marks the end of a
    /// reply, the end is found without waiting: a
    /// [`Transmit::HalfClose`](super::Transmit::HalfClose) follows the reply's
    /// first packet, and the server's own close is the end.
    NothingFollows,
}

/// How much of a reply is waited for; see [`Execute::wait`].
///
/// ```
/// # use std::time::{Duration, Instant};
/// use rcon_proto::Packet;
/// use rcon_proto::session::{Execute, Session, SessionConfig, Wait};
///
/// # let now = Instant::now();
/// # let mut session = Session::new(SessionConfig::default().first_id(7));
/// # session.login(&"secret".into(), Duration::from_secs(10), now)?;
/// # session.receive(&Packet::new(7, 2, "").encode(), now);
/// # while session.poll_event().is_some() {}
/// let how = Execute::new(Duration::from_secs(10)).wait(Wait::Begun);
/// let request = session.execute(b"save-all", how, now)?;
/// session.receive(&Packet::new(request.wire_id(), 0, "Saving…").encode(), now);
/// while session.poll_event().is_some() {}
/// assert!(!session.is_awaiting()); // The next command may go.
/// # Ok::<(), rcon_proto::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Wait {
    /// All of it.
    Reply,
    /// Its first packet: Minecraft and other servers of one packet a login
    /// lose what they are sent before that.
    Begun,
    /// Nothing. What comes of the reply is [`Event::Late`](super::Event::Late).
    Nothing,
}
