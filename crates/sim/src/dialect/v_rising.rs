//! V Rising, whose console is `RCONServerLib`: a read that is not exactly one
//! packet ends the link, and so do a packet that is no command and an empty
//! command. A login is answered by one packet, or, with an option, by Source's
//! two. A half-close is not noticed: it is read over and over.
//!
//! From `RemoteConTcpClient.cs`, `RemoteConPacket.cs` and `RemoteConServer.cs` of
//! <https://github.com/IT-Hock/source-rcon-library>; the game's
//! `SendAuthImmediately` is true in `ServerHostSettings.json`, which means one
//! packet. The game itself allows 99 wrong passwords, the library 3, which ban
//! for a quarter of an hour. A reply of more than 4082 bytes is an exception, at
//! which the client is thrown out.

use std::time::{Duration, Instant};

use rcon_proto::{PacketRef, SERVERDATA_AUTH_RESPONSE, SERVERDATA_RESPONSE_VALUE};

use crate::frames::Shape;
use crate::options::HalfClose;
use crate::outbox::End;

use super::bytes::ascii;
use super::reads::{Mismatch, Reads};
use super::source::Source;
use super::{Dialect, Link};

/// A read of a whole buffer lacks the NULs behind it that it is checked for.
const READ: usize = 4096;

/// The largest size that it reads.
const MOST: i32 = 4091;

/// Most bytes of a reply.
const MOST_TEXT: u64 = 4096 - 14;

/// `MaxPasswordTries` of the game.
const TRIES: usize = 99;

/// `BanMinutes` of the library.
const BAN: Duration = Duration::from_mins(15);

/// See the module's documentation.
pub(super) struct VRising {
    source: Source,
    /// Whether an empty packet comes before a login's verdict.
    two: bool,
}

impl VRising {
    /// As the game comes.
    pub(super) fn one_packet(source: Source) -> Self {
        Self { source, two: false }
    }

    /// With `SendAuthImmediately` set to false.
    pub(super) fn two_packets(source: Source) -> Self {
        Self { source, two: true }
    }

    fn verdict(&self, echo: i32, verdict: i32, link: &mut Link<'_, '_>) {
        if self.two {
            link.send(echo, SERVERDATA_RESPONSE_VALUE, b"");
        }
        link.send(verdict, SERVERDATA_AUTH_RESPONSE, b"");
    }
}

impl Dialect for VRising {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.source
    }

    fn reads(&mut self) -> Reads {
        Reads::PerRead(READ, Mismatch::Close)
    }

    fn half_close(&mut self) -> HalfClose {
        HalfClose::Ignore
    }

    fn shape(&mut self) -> Shape {
        Shape::PLAIN
    }

    fn bans(&mut self) -> bool {
        false
    }

    fn admits(&mut self, size: i32, link: &mut Link<'_, '_>) -> bool {
        link.close_unless(size <= MOST)
    }

    fn accept(&mut self, id: i32, link: &mut Link<'_, '_>) {
        self.verdict(id, id, link);
    }

    fn refuse(&mut self, id: i32, link: &mut Link<'_, '_>) {
        let from = link.from();
        if link.host().failed_login(from, Instant::now()) >= TRIES {
            link.host().ban(from, Some(BAN));
            link.end(End::Close);
        } else {
            self.verdict(id, -1, link);
        }
    }

    fn early(&mut self, _request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        link.end(End::Close);
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        if request.body.is_empty() {
            link.end(End::Close);
            return;
        }
        let shape = self.shape();
        let answer = link.run(request.body);
        link.deliver_with(request.id, shape, answer, |link, body| {
            if body.len() > MOST_TEXT {
                link.end(End::Close);
            } else {
                link.send(request.id, shape.kind, &ascii(&body.into_bytes()));
            }
        });
    }

    fn other(&mut self, _request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        link.end(End::Close);
    }
}
