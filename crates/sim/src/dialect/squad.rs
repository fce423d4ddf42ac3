//! Squad: Source's login, except that a wrong password is answered by a close.
//! A probe is answered by two empty packets and seven bytes outside of any.
//! The players' chat comes as packets of type 1, at any time.

use rcon_proto::{PacketRef, SERVERDATA_RESPONSE_VALUE};

use crate::outbox::End;

use super::source::Source;
use super::{Dialect, Link};

/// See the module's documentation.
pub(super) struct Squad {
    source: Source,
}

impl Squad {
    pub(super) fn new(source: Source) -> Self {
        Self { source }
    }
}

impl Dialect for Squad {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.source
    }

    fn admits(&mut self, _size: i32, _link: &mut Link<'_, '_>) -> bool {
        true
    }

    fn bans(&mut self) -> bool {
        false
    }

    fn refuse(&mut self, _id: i32, link: &mut Link<'_, '_>) {
        link.end(End::Close);
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        // The worst moment for it: between a command and its reply.
        link.send(
            0,
            1,
            b"[ChatAll] [SteamID:76561190000000001] Ada : anyone there?",
        );
        let answer = link.run(request.body);
        link.deliver(request.id, self.shape(), answer);
    }

    fn other(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        link.send(request.id, SERVERDATA_RESPONSE_VALUE, b"");
        link.send(request.id, SERVERDATA_RESPONSE_VALUE, b"");
        link.send_bytes(&[0, 1, 0, 0, 0, 0, 0]);
    }
}
