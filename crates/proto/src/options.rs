//! What a connection can be told.

use std::time::Duration;

use crate::address::Address;
use crate::cancel::Cancel;
use crate::game::Game;
use crate::request::Follows;
use crate::scheme::Scheme;
use crate::server_options::ServerOptions;

/// How to connect, and with which limits.
///
/// ```
/// use std::time::Duration;
/// use rcon_proto::{Cancel, ConnectOptions, Game};
///
/// let cancel = Cancel::new();
/// let options = ConnectOptions::default()
///     .timeout(Duration::from_secs(3))
///     .game(Game::Source)
///     .max_reply(1 << 20)
///     .settle(Duration::from_millis(200))
///     .proxy_command("ssh -W %h:%p bastion")
///     .proxy_without("RCON_PASSWORD")
///     .cancel(cancel.clone());
/// assert_eq!(options.timeout, Duration::from_secs(3));
/// cancel.cancel(); // from another thread, or a signal's handler
/// assert!(options.cancel.is_cancelled());
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ConnectOptions {
    /// Deadline for connecting and logging in together, and for each reply; 10
    /// seconds by default. A reply's begins when its command is sent, and
    /// again with each KiB of its text.
    pub timeout: Duration,
    /// What is known of the server; nothing by default.
    pub server: ServerOptions,
    /// The longest reply that is kept whole, in bytes; 64 MiB by default. A
    /// reply that goes to an [`Observer`](crate::Observer) has no limit.
    pub max_reply: usize,
    /// Reach the server through this program's standard input and output,
    /// `%h` and `%p` filled in. One command, which the system's shell runs.
    pub proxy_command: Option<String>,
    /// Variables of this process's environment that the proxy command does not
    /// get: one that holds a password, say. None by default.
    pub proxy_without: Vec<String>,
    /// After connecting, wait this long for the connection to be dropped
    /// before the password goes out: a port-forwarder takes a connection also
    /// when there is no server behind it. `None`, the default: do not wait.
    pub settle: Option<Duration>,
    /// Ends every wait early. While it is raised, neither a password nor a command
    /// is sent.
    pub cancel: Cancel,
}

impl Default for ConnectOptions {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            server: ServerOptions::default(),
            max_reply: 64 << 20,
            proxy_command: None,
            proxy_without: Vec::new(),
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

    /// Sets [`max_reply`](Self::max_reply), in bytes.
    #[must_use]
    pub fn max_reply(mut self, bytes: usize) -> Self {
        self.max_reply = bytes;
        self
    }

    /// Sets [`proxy_command`](Self::proxy_command).
    #[must_use]
    pub fn proxy_command(mut self, command: impl Into<String>) -> Self {
        self.proxy_command = Some(command.into());
        self
    }

    /// Adds a name to [`proxy_without`](Self::proxy_without).
    #[must_use]
    pub fn proxy_without(mut self, variable: impl Into<String>) -> Self {
        self.proxy_without.push(variable.into());
        self
    }

    /// Sets [`settle`](Self::settle).
    #[must_use]
    pub fn settle(mut self, time: Duration) -> Self {
        self.settle = Some(time);
        self
    }

    /// Sets [`cancel`](Self::cancel).
    #[must_use]
    pub fn cancel(mut self, cancel: Cancel) -> Self {
        self.cancel = cancel;
        self
    }

    /// The console to try at an address, and the one that it may be else: where
    /// the address says nothing and the game has two, the one that was found
    /// there before comes first.
    pub(crate) fn consoles(&self, address: &Address) -> (Scheme, Option<Scheme>) {
        if let Some(scheme) = address.scheme() {
            return (scheme, None);
        }
        let facts = self.server.game.facts();
        let found = self.server.shown.shape.map(crate::game::Shape::console);
        match facts.other_console {
            Some(other) if found == Some(other) => (other, Some(facts.console)),
            other => (facts.console, other),
        }
    }
}

/// How to execute one command.
///
/// ```
/// use std::time::Duration;
/// use rcon_proto::{ExecuteOptions, Follows};
///
/// let how = ExecuteOptions::default().timeout(Duration::from_secs(60)).follows(Follows::Nothing);
/// assert_eq!(how.follows, Follows::Nothing);
/// ```
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ExecuteOptions {
    /// A deadline of its own; `None`, the default: the connection's.
    pub timeout: Option<Duration>,
    /// What will be sent after it. [`Follows::Nothing`] spares a wait on servers
    /// that do not mark the end of a reply, and ends the connection.
    pub follows: Follows,
    /// Ends the wait early, in the place of the connection's own
    /// [`cancel`](ConnectOptions::cancel). Raised before the call, nothing is sent.
    pub cancel: Option<Cancel>,
}

impl ExecuteOptions {
    /// Sets [`timeout`](Self::timeout).
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets [`follows`](Self::follows).
    #[must_use]
    pub fn follows(mut self, follows: Follows) -> Self {
        self.follows = follows;
        self
    }

    /// Sets [`cancel`](Self::cancel).
    #[must_use]
    pub fn cancel(mut self, cancel: Cancel) -> Self {
        self.cancel = Some(cancel);
        self
    }
}
