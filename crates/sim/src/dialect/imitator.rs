//! Servers whose login looks like Source's and that are not quite Source.

use rcon_proto::{PacketRef, SERVERDATA_AUTH_RESPONSE, SERVERDATA_RESPONSE_VALUE, encode_into};

use crate::frames::Shape;

use super::reads::Reads;
use super::source::Source;
use super::{Dialect, Link};

/// Never answers a probe.
pub(super) struct NoProbe {
    source: Source,
}

impl NoProbe {
    pub(super) fn new(source: Source) -> Self {
        Self { source }
    }
}

impl Dialect for NoProbe {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.source
    }

    fn other(&mut self, _request: PacketRef<'_>, _link: &mut Link<'_, '_>) {}
}

/// Handles the first packet of a segment; a second one in it waits until more
/// bytes come.
pub(super) struct OnePerRead {
    source: Source,
}

impl OnePerRead {
    pub(super) fn new(source: Source) -> Self {
        Self { source }
    }
}

impl Dialect for OnePerRead {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.source
    }

    fn reads(&mut self) -> Reads {
        Reads::FirstOfSegment
    }
}

/// After the login, a packet is handled when the next one comes.
///
/// Reported of an Insurgency server,
/// <https://github.com/kr5ch/rkon-core/issues/5>.
pub(super) struct OneBehind {
    source: Source,
}

impl OneBehind {
    pub(super) fn new(source: Source) -> Self {
        Self { source }
    }
}

impl Dialect for OneBehind {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.source
    }

    fn reads(&mut self) -> Reads {
        Reads::OneBehind
    }
}

/// Writes the header and the body of a packet one after the other, on a socket
/// that holds small writes back: the body waits until the header was
/// acknowledged. What many servers do that never heard of `TCP_NODELAY`.
pub(super) struct SplitHeader {
    source: Source,
}

impl SplitHeader {
    pub(super) fn new(source: Source) -> Self {
        Self { source }
    }

    fn send(id: i32, kind: i32, body: &[u8], link: &mut Link<'_, '_>) {
        let mut bytes = Vec::new();
        encode_into(&mut bytes, id, kind, body);
        let (header, rest) = bytes.split_at(12);
        link.send_bytes(header);
        link.send_bytes(rest);
    }
}

impl Dialect for SplitHeader {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.source
    }

    fn nagles(&mut self) -> bool {
        true
    }

    fn shape(&mut self) -> Shape {
        Shape::PLAIN
    }

    fn accept(&mut self, id: i32, link: &mut Link<'_, '_>) {
        Self::send(id, SERVERDATA_RESPONSE_VALUE, b"", link);
        Self::send(id, SERVERDATA_AUTH_RESPONSE, b"", link);
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let (id, shape) = (request.id, self.shape());
        let answer = link.run(request.body);
        link.deliver_with(id, shape, answer, |link, body| {
            Self::send(id, shape.kind, &body.into_bytes(), link);
        });
    }

    fn other(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        Self::send(request.id, SERVERDATA_RESPONSE_VALUE, b"", link);
    }
}

/// Left 4 Dead: when one link of a server is closed, its others get no answer
/// any more.
pub(super) struct Silenced {
    source: Source,
    silent: bool,
}

impl Silenced {
    pub(super) fn new(source: Source) -> Self {
        Self {
            source,
            silent: false,
        }
    }
}

impl Dialect for Silenced {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.source
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let answer = link.run(request.body);
        if !self.silent {
            link.deliver(request.id, self.shape(), answer);
        }
    }

    fn other(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        if !self.silent {
            self.source.other(request, link);
        }
    }

    fn sibling_closed(&mut self) {
        self.silent = true;
    }
}
