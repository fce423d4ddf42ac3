//! What a session is told, and what it tells its driver to do.

use std::time::Duration;

use zeroize::Zeroizing;

use crate::dialect::Game;

/// What a session needs to be told.
#[derive(Debug, Clone)]
pub struct SessionConfig {
    /// What the user knows of the server.
    pub game: Game,
    /// The longest command that is sent, in bytes. `None`: 1014 on the Source
    /// shape (`sv_rcon_maxpacketsize 1024`), 1446 on the other (Minecraft).
    pub max_command: Option<usize>,
    /// The largest packet that is held whole, in bytes. A packet of a reply
    /// that is waited for is handed on in parts and may be of any size.
    pub max_packet: usize,
    /// The login's id; the others count up from it.
    pub first_id: i32,
}

impl Default for SessionConfig {
    fn default() -> Self {
        Self {
            game: Game::Auto,
            max_command: None,
            max_packet: 64 << 20,
            // Large enough not to be met by servers that use small ids of
            // their own.
            first_id: 10_000,
        }
    }
}

/// How a command is sent.
#[derive(Debug, Clone, Copy)]
pub struct Execute {
    /// How long the reply may take; begins again with each KiB of its text.
    pub timeout: Duration,
    /// How much of the reply is waited for.
    pub wait: Wait,
    /// Nothing will be sent after this command, and its stream can be closed
    /// in one direction: the end of the reply is then found without waiting.
    pub last: bool,
}

/// How much of a reply is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// All of it.
    Reply,
    /// Its first packet: some servers lose what is sent before that.
    Begun,
    /// Nothing.
    Nothing,
}

/// What the driver has to do to the stream.
#[derive(Debug)]
pub enum Transmit {
    /// Write these bytes, in one call: some servers take one packet per read.
    Segment(Zeroizing<Vec<u8>>),
    /// Shut the stream down for writing.
    HalfClose,
}
