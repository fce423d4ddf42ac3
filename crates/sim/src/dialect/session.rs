//! What all dialects have in common: cutting what was read into packets,
//! counting, checking the password.

use std::time::{Duration, Instant};

use rcon_proto::{
    Decoded, Packet, PacketRef, SERVERDATA_AUTH, SERVERDATA_EXECCOMMAND, SERVERDATA_RESPONSE_VALUE,
    decode,
};

use crate::host::Host;
use crate::options::{HalfClose, MapChange};
use crate::outbox::End;
use crate::peer::{Cx, Peer};

use super::reads::{Mismatch, Reads, glued, packets_in};
use super::{Dialect, Link};

/// A larger packet than any client sends on purpose, in bytes. No simulated
/// server buffers more.
const MOST: usize = 16 * 1024 * 1024;

/// The server's end of one connection.
pub(crate) struct Session {
    dialect: Box<dyn Dialect>,
    buffer: Vec<u8>,
    /// The packet that is handled when the next one comes.
    held: Option<Packet>,
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
            held: None,
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

    /// Takes the first packet of what was read; the rest is lost. Without a
    /// whole one the connection ends.
    fn first_of(&mut self, bytes: &[u8], cx: &mut Cx<'_>) {
        self.buffer.clear();
        self.buffer.extend_from_slice(bytes);
        let whole = self.next(cx);
        let lost = packets_in(&std::mem::take(&mut self.buffer));
        cx.host.counters.update(|c| {
            c.packets += lost;
            c.lost += lost;
        });
        match whole {
            Some(packet) => self.handle(&packet, cx),
            None if self.over => {}
            None => self.close(cx),
        }
    }

    fn per_read(&mut self, bytes: &[u8], most: usize, mismatch: Mismatch, cx: &mut Cx<'_>) {
        let size = bytes.first_chunk::<4>().map(|b| i32::from_le_bytes(*b));
        let exact = size.and_then(|n| usize::try_from(n).ok()) == bytes.len().checked_sub(4);
        match mismatch {
            Mismatch::Close if !exact => self.close(cx),
            Mismatch::Close | Mismatch::LoseRest => self.first_of(bytes, cx),
            Mismatch::FillUp => {
                let mut filled = bytes.to_vec();
                filled.resize(most.max(bytes.len()), 0);
                self.first_of(&filled, cx);
            }
            Mismatch::Glue => {
                if let Some(packet) = glued(bytes) {
                    self.handle(&packet, cx);
                }
            }
        }
    }

    fn available(&mut self, bytes: &[u8], least: usize, most: usize, cx: &mut Cx<'_>) {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() > most {
            self.close(cx);
        } else if self.buffer.len() >= least {
            let bytes = std::mem::take(&mut self.buffer);
            self.first_of(&bytes, cx);
        }
    }

    fn one_behind(&mut self, cx: &mut Cx<'_>) {
        while let Some(packet) = self.next(cx) {
            let now = packet.kind == SERVERDATA_AUTH;
            let due = if now {
                Some(packet)
            } else {
                self.held.replace(packet)
            };
            if let Some(packet) = due {
                self.handle(&packet, cx);
            }
        }
    }

    fn handle_all(&mut self, cx: &mut Cx<'_>) {
        while let Some(packet) = self.next(cx) {
            self.handle(&packet, cx);
        }
    }

    fn handle(&mut self, packet: &Packet, cx: &mut Cx<'_>) {
        cx.host.counters.update(|c| c.packets += 1);
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
            kind => {
                let probes = u64::from(kind == SERVERDATA_RESPONSE_VALUE);
                cx.host.counters.update(|c| c.probes += probes);
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

    fn may_execute(&mut self, cx: &Cx<'_>) -> bool {
        if self.dialect.lets_anyone() {
            return true;
        }
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
            let failed = cx.host.failed_login(cx.from, Instant::now());
            if failed >= cx.host.options.ban_after {
                cx.host.ban(cx.from, None);
                self.close(cx);
            }
        }
    }
}

impl Peer for Session {
    fn read_len(&mut self) -> usize {
        self.dialect.reads().most()
    }

    fn polls(&mut self) -> Option<Duration> {
        self.dialect.polls()
    }

    fn nagles(&mut self) -> bool {
        self.dialect.nagles()
    }

    fn on_connect(&mut self, cx: &mut Cx<'_>) {
        self.with_link(cx, |d, link| d.welcome(link));
    }

    fn on_bytes(&mut self, bytes: &[u8], cx: &mut Cx<'_>) {
        if self.over {
            return;
        }
        match self.dialect.reads() {
            Reads::PerRead(most, mismatch) => self.per_read(bytes, most, mismatch, cx),
            Reads::Available { least, most } => self.available(bytes, least, most, cx),
            Reads::OneBehind => {
                self.buffer.extend_from_slice(bytes);
                self.one_behind(cx);
            }
            Reads::FirstOfSegment => {
                // What was left of earlier segments is read now that more has
                // come.
                self.handle_all(cx);
                self.buffer.extend_from_slice(bytes);
                if let Some(packet) = self.next(cx) {
                    self.handle(&packet, cx);
                }
            }
            Reads::OneEachRead => {
                self.buffer.extend_from_slice(bytes);
                if let Some(packet) = self.next(cx) {
                    self.handle(&packet, cx);
                }
            }
            Reads::Stream => {
                self.buffer.extend_from_slice(bytes);
                self.handle_all(cx);
            }
        }
    }

    fn on_eof(&mut self, cx: &mut Cx<'_>) {
        let chosen = cx.host.options.half_close;
        match chosen.unwrap_or_else(|| self.dialect.half_close()) {
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

    fn on_close(&mut self, host: &mut Host) {
        self.dialect.closed(host);
    }
}
