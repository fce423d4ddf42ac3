//! Source 1 (SRCDS): Team Fortress 2, Counter-Strike: Source.
//!
//! A login is answered by two packets. A packet that is neither a login nor a
//! command (a probe) is mirrored when the replies before it are done, followed
//! by a second packet with a body of four bytes. An oversized packet bans the
//! address that sent it, and so do too many wrong passwords.

use std::time::Duration;

use rcon_proto::{PacketRef, SERVERDATA_AUTH_RESPONSE, SERVERDATA_RESPONSE_VALUE};

use crate::frames::{Cut, Shape};
use crate::options::{Ban, Options};
use crate::outbox::End;

use super::plain::Plain;
use super::{Dialect, Link};

/// `sv_rcon_maxpacketsize`.
const MOST: i32 = 1024;

/// See the module's documentation.
pub(super) struct Source {
    plain: Plain,
    gap: Duration,
    part: usize,
}

impl Source {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            plain: Plain,
            gap: options.auth_gap,
            part: options.part,
        }
    }

    /// The two packets of a login's answer. Each is a write of its own; with
    /// no gap both are usually read at once.
    pub(super) fn verdict(&self, echo: i32, verdict: i32, link: &mut Link<'_, '_>) {
        link.send(echo, SERVERDATA_RESPONSE_VALUE, b"");
        if !self.gap.is_zero() {
            link.wait(self.gap);
        }
        link.send(verdict, SERVERDATA_AUTH_RESPONSE, b"");
    }
}

impl Dialect for Source {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.plain
    }

    fn shape(&mut self) -> Shape {
        Shape {
            cut: Cut::Lines(self.part),
            ..Shape::PLAIN
        }
    }

    fn bans(&mut self) -> bool {
        true
    }

    fn welcome(&mut self, link: &mut Link<'_, '_>) {
        let from = link.from();
        if link.host().is_banned(from) {
            keep_out(link);
        }
    }

    fn admits(&mut self, size: i32, link: &mut Link<'_, '_>) -> bool {
        let admitted = size <= MOST;
        if !admitted {
            let from = link.from();
            link.host().ban(from, None);
            link.end(End::Close);
        }
        admitted
    }

    fn accept(&mut self, id: i32, link: &mut Link<'_, '_>) {
        self.verdict(id, id, link);
    }

    fn refuse(&mut self, id: i32, link: &mut Link<'_, '_>) {
        self.verdict(id, -1, link);
    }

    fn early(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        link.send(request.id, SERVERDATA_RESPONSE_VALUE, b"");
    }

    fn other(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        link.send(request.id, SERVERDATA_RESPONSE_VALUE, b"");
        link.send(request.id, SERVERDATA_RESPONSE_VALUE, &[0, 1, 0, 0]);
    }
}

fn keep_out(link: &mut Link<'_, '_>) {
    match link.host().options.ban {
        Ban::Close => link.end(End::Close),
        Ban::Reset => link.end(End::Reset),
        Ban::Silence => link.ignore(),
        Ban::Text => {
            let text = b"You have been banned from this server.\n";
            link.send(0, SERVERDATA_RESPONSE_VALUE, text);
            link.end(End::Close);
        }
    }
}
