//! What is known of a server before anything was said to it.

use crate::game::Game;
use crate::shown::Shown;

/// What a connection or a session is told about the server at its other end.
///
/// A [`Game`] is one where no more is to be said:
///
/// ```
/// use rcon_proto::session::{Session, SessionConfig};
/// use rcon_proto::{ConnectOptions, Game, ServerOptions, TransferEncoding};
///
/// let session = Session::new(SessionConfig::default().server(Game::Factorio));
/// assert_eq!(session.max_command(), 4000);
///
/// let pal = ServerOptions::from(Game::Palworld).transfer(TransferEncoding::Base64);
/// let options = ConnectOptions::default().server(pal);
/// assert_eq!(options.server.game, Game::Palworld);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerOptions {
    /// What the user knows of it; [`Game::Auto`] by default.
    pub game: Game,
    /// The longest command that is sent, in bytes. `None`, the default: what
    /// the game is known to survive, else 1014 on the Source shape
    /// (`sv_rcon_maxpacketsize 1024`, past which an address is banned), 1446 on
    /// the other (Minecraft). See [`Game::max_command`].
    pub max_command: Option<usize>,
    /// What connections before this one have shown of it; nothing by default.
    pub shown: Shown,
    /// How commands and replies are written on the wire.
    pub transfer: TransferEncoding,
}

/// How commands and replies are written on the wire. Limits are those of the
/// wire, and the login is never encoded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransferEncoding {
    /// As they are.
    #[default]
    Plain,
    /// In base64 (`PalDefender`, for Palworld). A connection tells a reply when
    /// it is whole, and as it came where it is no base64 of UTF-8; a session
    /// tells what came.
    Base64,
}

impl ServerOptions {
    /// Sets [`game`](Self::game).
    #[must_use]
    pub fn game(mut self, game: Game) -> Self {
        self.game = game;
        self
    }

    /// Sets [`max_command`](Self::max_command), in bytes.
    #[must_use]
    pub fn max_command(mut self, bytes: usize) -> Self {
        self.max_command = Some(bytes);
        self
    }

    /// Sets [`shown`](Self::shown).
    #[must_use]
    pub fn shown(mut self, shown: Shown) -> Self {
        self.shown = shown;
        self
    }

    /// Sets [`transfer`](Self::transfer).
    #[must_use]
    pub fn transfer(mut self, encoding: TransferEncoding) -> Self {
        self.transfer = encoding;
        self
    }
}

impl From<Game> for ServerOptions {
    fn from(game: Game) -> Self {
        Self::default().game(game)
    }
}
