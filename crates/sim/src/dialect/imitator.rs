//! Servers whose login looks like Source's and that are not quite Source.

use rcon_proto::PacketRef;

use super::session::Reads;
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
