//! How a simulated server is set up.

use std::time::Duration;

use crate::game::Game;
use crate::throttle::Rate;

/// What a server does when the client has ended its direction of the
/// connection (`shutdown(Write)`); see
/// [`Builder::half_close`](crate::Builder::half_close).
///
/// ```
/// use rcon_proto::{ConnectOptions, Connection, ExecuteOptions, Follows};
/// use rcon_sim::{Game, HalfClose, Server};
///
/// let server = Server::builder().game(Game::Minecraft).half_close(HalfClose::Ignore).start()?;
/// let mut bot = Connection::open(server.addr(), &"secret".into(), ConnectOptions::default())?;
/// // The last command of a run may half-close; this server takes no notice.
/// let reply = bot.execute_bytes(b"list", &ExecuteOptions::default().follows(Follows::Nothing))?;
/// assert!(reply.text_lossy().starts_with("There are"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum HalfClose {
    /// Sends what is left of its replies, then closes. Most servers.
    #[default]
    Finish,
    /// Closes at once; what was not sent is lost.
    Abandon,
    /// Takes no notice, and closes only after a minute in which nothing moves.
    Ignore,
}

/// What `changelevel` and `map` do to the links of a Source server; see
/// [`Builder::map_change`](crate::Builder::map_change).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum MapChange {
    /// Nothing.
    #[default]
    Keep,
    /// Closes them, as where a map's configuration writes `rcon_password`.
    DropLinks,
    /// Forgets their logins: every command is answered by an empty packet
    /// until the client logs in again.
    ForgetLogins,
}

/// How a Source server keeps out an address that it has banned; see
/// [`Builder::ban`](crate::Builder::ban).
///
/// ```
/// use rcon_proto::{ConnectOptions, Connection, ErrorKind};
/// use rcon_sim::{Ban, Server};
///
/// let server = Server::builder().ban_after(1).ban(Ban::Close).start()?;
/// let open = |password: &str| {
///     Connection::open(server.addr(), &password.into(), ConnectOptions::default())
/// };
/// assert_eq!(open("wrong").unwrap_err().kind(), ErrorKind::Refused);
/// // Not even the right one helps now.
/// assert_eq!(open("secret").unwrap_err().kind(), ErrorKind::Closed);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Ban {
    /// Accepts, then closes.
    #[default]
    Close,
    /// Accepts, then resets.
    Reset,
    /// Accepts, and never answers.
    Silence,
    /// Says so in a packet of text, then closes. Old servers.
    Text,
}

/// Everything that can be chosen.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) game: Game,
    pub(crate) password: Vec<u8>,
    pub(crate) hostname: String,
    /// Who is in the game besides the usual few, by name.
    pub(crate) guests: Vec<String>,
    /// Where it is not as the game has it.
    pub(crate) half_close: Option<HalfClose>,
    pub(crate) map_change: MapChange,
    pub(crate) ban: Ban,
    pub(crate) auth_gap: Duration,
    pub(crate) ban_after: usize,
    /// Where it is not as the game has it.
    pub(crate) ban_time: Option<Duration>,
    pub(crate) rate: Rate,
    pub(crate) threads: usize,
    pub(crate) part: usize,
    pub(crate) base64: bool,
    /// From the command that stops a server to the end of its links.
    pub(crate) stops_after: Duration,
    /// From its end until a manager has started it again, where there is one.
    pub(crate) returns_after: Option<Duration>,
    /// Convars of a Source server besides its own.
    pub(crate) convars: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            game: Game::Source,
            password: b"secret".to_vec(),
            hostname: "rcon-shell demo".to_owned(),
            guests: Vec::new(),
            half_close: None,
            map_change: MapChange::default(),
            ban: Ban::default(),
            auth_gap: Duration::ZERO,
            // `sv_rcon_minfailures`.
            ban_after: 5,
            ban_time: None,
            rate: Rate::CONAN,
            threads: 64,
            part: 4096,
            base64: false,
            stops_after: Duration::ZERO,
            returns_after: None,
            convars: 0,
        }
    }
}
