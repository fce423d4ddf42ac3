//! A server that has room for one client: the next one's connection is ended
//! until it has seen the end of the one before.
//!
//! From `src/server.js`, `src/api/{socketWriter,parseRawRequestData}.js` of
//! <https://github.com/TheArmagan/node-rcon-server> (`rcon-server` on npm), where
//! `clientLimit` is 1. It counts whoever has logged in, until the socket is
//! closed. A read is a packet, all of it. An empty packet has a body of one NUL,
//! so that it ends in three. A wrong password is refused by type -1.

use crate::host::Host;
use crate::outbox::End;

use super::quirk::Quirk;
use super::reads::{Mismatch, Reads};
use super::{Dialect, Link};

/// Most bytes that Node reads at once.
const READ: usize = 64 * 1024;

/// See the module's documentation.
pub(super) struct OneLink {
    quirk: Quirk,
    /// Whether this is the one that there is room for.
    holds: bool,
}

impl Default for OneLink {
    fn default() -> Self {
        Self {
            quirk: Quirk::NPM_SERVER,
            holds: false,
        }
    }
}

impl Dialect for OneLink {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.quirk
    }

    fn reads(&mut self) -> Reads {
        Reads::PerRead(READ, Mismatch::Glue)
    }

    fn welcome(&mut self, link: &mut Link<'_, '_>) {
        if link.host().holders > 0 {
            link.end(End::Close);
        }
    }

    fn accept(&mut self, id: i32, link: &mut Link<'_, '_>) {
        self.quirk.accept(id, link);
        if !self.holds {
            self.holds = true;
            link.host().holders += 1;
        }
    }

    fn closed(&mut self, host: &mut Host) {
        if self.holds {
            host.holders -= 1;
        }
    }
}
