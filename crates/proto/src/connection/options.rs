//! What a connection can be told.

use std::time::Duration;

use crate::cancel::Cancel;
use crate::dialect::Game;

/// How to connect, and with which limits.
///
/// ```
/// use std::time::Duration;
/// use rcon_proto::{ConnectOptions, Game};
///
/// let options = ConnectOptions::default()
///     .timeout(Duration::from_secs(3))
///     .game(Game::Source);
/// assert_eq!(options.timeout, Duration::from_secs(3));
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ConnectOptions {
    /// Deadline for connecting and logging in, and for each reply.
    pub timeout: Duration,
    /// What is known of the server.
    pub game: Game,
    /// The longest command that is sent, in bytes; see
    /// [`SessionConfig::max_command`](crate::session::SessionConfig::max_command).
    pub max_command: Option<usize>,
    /// The longest reply that is kept whole, in bytes.
    pub max_reply: usize,
    /// Reach the server through this program's standard input and output,
    /// `%h` and `%p` filled in.
    pub proxy_command: Option<String>,
    /// After connecting, wait this long for the connection to be dropped
    /// before the password goes out.
    pub settle: Option<Duration>,
    /// Ends every wait early.
    pub cancel: Cancel,
}

impl Default for ConnectOptions {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            game: Game::Auto,
            max_command: None,
            max_reply: 64 << 20,
            proxy_command: None,
            settle: None,
            cancel: Cancel::new(),
        }
    }
}

impl ConnectOptions {
    /// Sets [`timeout`](Self::timeout).
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets [`game`](Self::game).
    #[must_use]
    pub fn game(mut self, game: Game) -> Self {
        self.game = game;
        self
    }

    /// Sets [`max_reply`](Self::max_reply), in bytes.
    #[must_use]
    pub fn max_reply(mut self, bytes: usize) -> Self {
        self.max_reply = bytes;
        self
    }

    /// Sets [`cancel`](Self::cancel).
    #[must_use]
    pub fn cancel(mut self, cancel: Cancel) -> Self {
        self.cancel = cancel;
        self
    }
}

/// How to execute one command.
#[derive(Debug, Clone, Default)]
pub struct ExecuteOptions {
    /// A deadline of its own; `None`: the connection's.
    pub timeout: Option<Duration>,
    /// Nothing will be sent after it. On servers that do not mark the end of
    /// a reply this spares a wait, and ends the connection.
    pub last: bool,
    /// Ends the wait early, in the place of the connection's own
    /// [`cancel`](ConnectOptions::cancel).
    pub cancel: Option<Cancel>,
}
