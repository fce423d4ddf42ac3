//! Velocity, the Minecraft proxy, with the RCON module of `TensaPlugin`: Source's
//! login; commands run on a thread of their own, so that a probe behind one is
//! answered at once, by text, and the reply comes later: in packets of 2048
//! characters and an empty one. A wrong password is refused by two packets of
//! id -1, and the third one within five seconds keeps its address out for five
//! minutes.
//!
//! From `src/main/java/ua/co/tensa/modules/rcon/server/{RconHandler,
//! RconFramingHandler,RconServer}.java` of
//! <https://github.com/TensaCraft/TensaPlugin>, 2026-11. Earlier versions wait
//! for the command first, and one of them puts the empty packet before the
//! reply. The words of a probe's answer can be changed by its users. As Netty
//! does where it is not told otherwise, it closes at once when a client
//! half-closes: a reply that is not there by then is lost.

use std::time::{Duration, Instant};

use rcon_proto::{PacketRef, SERVERDATA_AUTH_RESPONSE, SERVERDATA_RESPONSE_VALUE};

use crate::frames::{Cut, Shape};
use crate::options::HalfClose;
use crate::outbox::End;

use super::source::Source;
use super::{Dialect, Link};

/// How long a command takes on its own thread.
const TAKES: Duration = Duration::from_millis(30);

/// The largest size that it reads.
const MOST: i32 = 4096;

/// Wrong passwords that keep their address out, within how long, and for how long.
const TRIES: usize = 3;
const WINDOW: Duration = Duration::from_secs(5);
const BLOCK: Duration = Duration::from_mins(5);

/// See the module's documentation.
pub(super) struct Velocity {
    source: Source,
}

impl Velocity {
    pub(super) fn new(source: Source) -> Self {
        Self { source }
    }
}

impl Dialect for Velocity {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.source
    }

    fn shape(&mut self) -> Shape {
        Shape {
            cut: Cut::Chars(2048),
            ..Shape::PLAIN
        }
    }

    fn half_close(&mut self) -> HalfClose {
        HalfClose::Abandon
    }

    fn bans(&mut self) -> bool {
        false
    }

    // Who is kept out may connect.
    fn welcome(&mut self, _link: &mut Link<'_, '_>) {}

    fn admits(&mut self, size: i32, link: &mut Link<'_, '_>) -> bool {
        link.close_unless((0..=MOST).contains(&size))
    }

    fn accept(&mut self, id: i32, link: &mut Link<'_, '_>) {
        let from = link.from();
        if link.host().is_banned(from) {
            link.end(End::Close);
        } else {
            self.source.accept(id, link);
        }
    }

    fn refuse(&mut self, _id: i32, link: &mut Link<'_, '_>) {
        let from = link.from();
        if link.host().is_banned(from) {
            link.end(End::Close);
            return;
        }
        let now = Instant::now();
        if link.host().failed_login_within(WINDOW, from, now) >= TRIES {
            link.host().ban(from, Some(BLOCK));
        }
        self.source.verdict(-1, -1, link);
    }

    fn early(&mut self, _request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        link.send(-1, SERVERDATA_AUTH_RESPONSE, b"");
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let shape = self.shape();
        let stops =
            request.body.eq_ignore_ascii_case(b"end") || request.body.eq_ignore_ascii_case(b"stop");
        let answer = link.run(request.body);
        let replies = !answer.items.is_empty();
        let send = |link: &mut Link<'_, '_>| {
            link.deliver(request.id, shape, answer);
            if replies {
                link.send(request.id, SERVERDATA_RESPONSE_VALUE, b"");
            }
        };
        if stops {
            send(link);
        } else {
            link.later(TAKES, send);
        }
    }

    fn other(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let text = format!("Unknown request {:x}", request.kind);
        link.send(request.id, SERVERDATA_RESPONSE_VALUE, text.as_bytes());
    }
}
