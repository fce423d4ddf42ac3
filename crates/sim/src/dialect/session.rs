//! What all dialects have in common: finding packets in what was read,
//! counting, checking the password.

use std::time::Instant;

use rcon_proto::{Decoded, Packet, PacketRef, SERVERDATA_AUTH, SERVERDATA_EXECCOMMAND, decode};

use crate::options::{HalfClose, MapChange};
use crate::outbox::End;
use crate::peer::{Cx, Peer};

use super::{Dialect, Link};

/// How a server finds packets in what it reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reads {
    /// Properly, wherever the segment borders are.
    Stream,
    /// Properly, but of several packets in one segment only the first is
    /// handled until more bytes come.
    FirstOfSegment,
    /// A read of at most this many bytes is a packet. What to do where it is
    /// not exactly one is the other value.
    PerRead(usize, Mismatch),
}

/// What a server that takes a read for a packet does with more or less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mismatch {
    /// Closes.
    Close,
    /// Takes the first packet and loses what follows it; closes where there is
    /// no whole one.
    LoseRest,
}

/// A larger packet than any client sends on purpose, in bytes. No simulated
/// server buffers more.
const MOST: usize = 16 * 1024 * 1024;

/// The server's end of one connection.
pub(crate) struct Session {
    dialect: Box<dyn Dialect>,
    buffer: Vec<u8>,
    /// Of which map the login is.
    login: Option<u32>,
    /// The next probe gets no answer either.
    mutes_probe: bool,
    /// Nothing more is read.
    over: bool,
}

impl Session {
    pub(crate) fn new(dialect: Box<dyn Dialect>) -> Self {
        Self {
            dialect,
            buffer: Vec::new(),
            login: None,
            mutes_probe: false,
            over: false,
        }
    }

    fn close(&mut self, cx: &mut Cx<'_>) {
        self.over = true;
        cx.out.end(End::Close);
    }

    /// Takes the first packet out of the buffer. `None` when there is no whole
    /// one, or when the connection ends here.
    fn next(&mut self, cx: &mut Cx<'_>) -> Option<Packet> {
        let size = i32::from_le_bytes(*self.buffer.first_chunk::<4>()?);
        if self.over || !self.dialect.admits(size, &mut Link::new(cx)) {
            self.over = true;
            return None;
        }
        match decode(&self.buffer) {
            Ok(Decoded::Packet { packet, rest }) => {
                let packet = packet.to_packet();
                let used = self.buffer.len() - rest.len();
                self.buffer.drain(..used);
                Some(packet)
            }
            Ok(Decoded::NeedMore { .. }) if usize::try_from(size).is_ok_and(|n| n <= MOST) => None,
            _ => {
                self.close(cx);
                None
            }
        }
    }

    fn per_read(&mut self, bytes: &[u8], mismatch: Mismatch, cx: &mut Cx<'_>) {
        self.buffer.clear();
        self.buffer.extend_from_slice(bytes);
        let whole = self.next(cx);
        let exact = self.buffer.is_empty() || mismatch == Mismatch::LoseRest;
        match whole {
            Some(packet) if exact => self.handle(&packet, cx),
            _ if self.over => {}
            _ => self.close(cx),
        }
    }

    fn handle_all(&mut self, cx: &mut Cx<'_>) {
        while let Some(packet) = self.next(cx) {
            self.handle(&packet, cx);
        }
    }

    fn handle(&mut self, packet: &Packet, cx: &mut Cx<'_>) {
        let request = PacketRef {
            id: packet.id,
            kind: packet.kind,
            body: &packet.body,
        };
        match packet.kind {
            SERVERDATA_AUTH => self.log_in(request, cx),
            SERVERDATA_EXECCOMMAND if self.may_execute(cx) => {
                let (host, text) = (cx.host.index, String::from_utf8_lossy(request.body));
                cx.host
                    .counters
                    .update(|c| c.command(host, text.into_owned()));
                let mut link = Link::new(cx);
                self.dialect.command(request, &mut link);
                self.mutes_probe |= link.mutes_probe;
                self.over |= link.over;
            }
            SERVERDATA_EXECCOMMAND => self.with_link(cx, |d, link| d.early(request, link)),
            _ => {
                cx.host.counters.update(|c| c.probes += 1);
                if !std::mem::take(&mut self.mutes_probe) {
                    self.with_link(cx, |d, link| d.other(request, link));
                }
            }
        }
    }

    fn with_link(
        &mut self,
        cx: &mut Cx<'_>,
        call: impl FnOnce(&mut dyn Dialect, &mut Link<'_, '_>),
    ) {
        let mut link = Link::new(cx);
        call(self.dialect.as_mut(), &mut link);
        self.over |= link.over;
    }

    fn may_execute(&self, cx: &Cx<'_>) -> bool {
        let forgets = cx.host.options.map_change == MapChange::ForgetLogins;
        self.login
            .is_some_and(|map| map == cx.host.map_changes || !forgets)
    }

    fn log_in(&mut self, request: PacketRef<'_>, cx: &mut Cx<'_>) {
        let password = &cx.host.password;
        let right = !password.is_empty() && request.body == password;
        self.login = right.then_some(cx.host.map_changes);
        cx.host.counters.update(|c| {
            c.logins += 1;
            c.refusals += u64::from(!right);
        });
        if right {
            self.with_link(cx, |d, link| d.accept(request.id, link));
            return;
        }
        self.with_link(cx, |d, link| d.refuse(request.id, link));
        if self.dialect.bans() {
            cx.host.failed_login(cx.from, Instant::now());
            if cx.host.is_banned(cx.from) {
                self.close(cx);
            }
        }
    }
}

impl Peer for Session {
    fn read_len(&mut self) -> usize {
        match self.dialect.reads() {
            Reads::PerRead(len, _) => len,
            Reads::Stream | Reads::FirstOfSegment => 16 * 1024,
        }
    }

    fn on_connect(&mut self, cx: &mut Cx<'_>) {
        self.with_link(cx, |d, link| d.welcome(link));
    }

    fn on_bytes(&mut self, bytes: &[u8], cx: &mut Cx<'_>) {
        if self.over {
            return;
        }
        let reads = self.dialect.reads();
        if let Reads::PerRead(_, mismatch) = reads {
            self.per_read(bytes, mismatch, cx);
            return;
        }
        if reads == Reads::FirstOfSegment {
            // What was left of earlier segments is read now that more has come.
            self.handle_all(cx);
            self.buffer.extend_from_slice(bytes);
            if let Some(packet) = self.next(cx) {
                self.handle(&packet, cx);
            }
            return;
        }
        self.buffer.extend_from_slice(bytes);
        self.handle_all(cx);
    }

    fn on_eof(&mut self, cx: &mut Cx<'_>) {
        match cx.host.options.half_close {
            HalfClose::Finish => cx.out.end(End::Close),
            HalfClose::Abandon => {
                cx.out.clear();
                cx.out.end(End::Close);
            }
            HalfClose::Ignore => {}
        }
    }

    fn on_sibling_closed(&mut self) {
        self.dialect.sibling_closed();
    }
}
