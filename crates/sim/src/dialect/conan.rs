//! Conan Exiles, of which builds differ in the ids of their replies: 42 for the
//! first and 0 for all others; or the id of the request before, 0 for the
//! first; or right ones, with a close after each command. Who sends too many
//! commands is told so, and closed.
//!
//! From its users' reports: <https://github.com/gorcon/rcon-cli/issues/6> (10 to
//! 20 commands in half a minute, id 42, three minutes), and notes taken on a
//! running server of 2026-05 (one packet, a close after every command, probes
//! never answered).

use rcon_proto::PacketRef;

use crate::outbox::End;

use super::plain::Plain;
use super::{Dialect, Link};

/// What whoever sends too many commands is told.
const TOO_MANY: &str = "Too many commands, try again later.";

/// Which of its builds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Build {
    /// Replies have id 0, the first one 42.
    FixedIds,
    /// A reply has the id of the command before it, the first one 0.
    ShiftedIds,
    /// Replies have their command's id, and the link ends after each.
    Closing,
}

/// See the module's documentation.
pub(super) struct Conan {
    plain: Plain,
    build: Build,
    /// The last command's id.
    last: Option<i32>,
}

impl Conan {
    pub(super) fn new(build: Build) -> Self {
        Self {
            plain: Plain,
            build,
            last: None,
        }
    }

    fn reply_id(&mut self, request: i32) -> i32 {
        let last = self.last.replace(request);
        match self.build {
            Build::FixedIds if last.is_none() => 42,
            Build::FixedIds => 0,
            Build::ShiftedIds => last.unwrap_or(0),
            Build::Closing => request,
        }
    }
}

impl Dialect for Conan {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.plain
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let shape = self.shape();
        let from = link.from();
        if !link.host().admits_command(from) {
            link.reply(42, shape, TOO_MANY);
            link.end(End::Close);
            return;
        }
        let id = self.reply_id(request.id);
        let answer = link.run(request.body);
        let ends = self.build == Build::Closing && !answer.mutes_probe;
        link.deliver(id, shape, answer);
        if ends {
            link.end(End::Close);
        }
    }
}
