//! A script on one connection.

use std::sync::Arc;

use rcon_proto::{Decoded, Packet, SERVERDATA_RESPONSE_VALUE, decode};

use crate::outbox::End;
use crate::peer::{Cx, Peer};

use super::scripted::{Log, Unfulfilled};
use super::step::{Act, Expect, Step, hex, packet as in_words};

/// See the module's documentation.
pub(super) struct Player {
    log: Arc<Log>,
    /// Which connection this is, from 0.
    index: usize,
    /// The next step.
    at: usize,
    buffer: Vec<u8>,
    /// The id of the last login or command.
    request: i32,
    /// The id of the last probe.
    probe: i32,
}

impl Player {
    pub(super) fn new(log: Arc<Log>) -> Self {
        let mut progress = log.progress();
        let index = progress.came;
        progress.came += 1;
        drop(progress);
        Self {
            log,
            index,
            at: 0,
            buffer: Vec::new(),
            request: 0,
            probe: 0,
        }
    }

    fn step(&self) -> Option<&Step> {
        self.log.connections.get(self.index)?.get(self.at)
    }

    /// Does the steps up to the next one that waits for the client.
    fn act(&mut self, cx: &mut Cx<'_>) {
        while let Some(Step::Act(act)) = self.step() {
            match act {
                Act::Answer(kind, body) => {
                    cx.out
                        .bytes(Packet::new(self.request, *kind, body.clone()).encode());
                }
                Act::Mirror(body) => {
                    let kind = SERVERDATA_RESPONSE_VALUE;
                    cx.out
                        .bytes(Packet::new(self.probe, kind, body.clone()).encode());
                }
                Act::Bytes(bytes) => cx.out.bytes(bytes.clone()),
                Act::Pause(time) => cx.out.wait(*time),
                Act::End(end) => cx.out.end(*end),
            }
            self.at += 1;
        }
        let (index, at) = (self.index, self.at);
        if let Some(done) = self.log.progress().done.get_mut(index) {
            *done = at;
        }
        // Nothing is counted; whoever waits for the script looks again.
        cx.host.counters.update(|_| ());
    }

    fn advance(&mut self, cx: &mut Cx<'_>) {
        self.at += 1;
        self.act(cx);
    }

    fn fail(&mut self, came: &str, cx: &mut Cx<'_>) {
        let (connection, step) = (self.index + 1, self.at + 1);
        let text = match self.step() {
            Some(expected) => {
                format!("connection {connection}, step {step}: expected {expected}, got {came}")
            }
            None => format!("connection {connection}: the script is over, but got {came}"),
        };
        self.log.progress().failure.get_or_insert(Unfulfilled(text));
        cx.out.clear();
        cx.out.end(End::Close);
        cx.host.counters.update(|_| ());
    }

    /// Takes what the next step waits for out of the buffer. False when more
    /// has to come first, or nothing may.
    fn take(&mut self, cx: &mut Cx<'_>) -> bool {
        if let Some(Step::Expect(Expect::Bytes(bytes))) = self.step() {
            let shared = bytes.len().min(self.buffer.len());
            let (expected, whole) = (bytes[..shared].to_vec(), shared == bytes.len());
            if self.buffer[..shared] != expected {
                self.fail(&format!("the bytes {}", hex(&self.buffer)), cx);
                return false;
            }
            if whole {
                self.buffer.drain(..shared);
                self.advance(cx);
            }
            return whole;
        }
        let (packet, used) = match decode(&self.buffer) {
            Ok(Decoded::Packet { packet, rest }) => {
                (packet.to_packet(), self.buffer.len() - rest.len())
            }
            Ok(Decoded::NeedMore { .. }) => return false,
            Err(error) => {
                self.fail(&format!("bytes that are no packet: {error}"), cx);
                return false;
            }
        };
        self.buffer.drain(..used);
        self.check(&packet, cx)
    }

    fn check(&mut self, packet: &Packet, cx: &mut Cx<'_>) -> bool {
        let matches = match self.step() {
            Some(Step::Expect(Expect::Packet(kind, body))) => {
                *kind == packet.kind && *body == packet.body
            }
            Some(Step::Expect(Expect::Any)) => true,
            _ => false,
        };
        if !matches {
            let words = in_words(packet.kind, &packet.body);
            self.fail(&format!("{words} (id {})", packet.id), cx);
            return false;
        }
        if packet.kind == SERVERDATA_RESPONSE_VALUE {
            self.probe = packet.id;
        } else {
            self.request = packet.id;
        }
        self.advance(cx);
        true
    }
}

impl Peer for Player {
    fn on_connect(&mut self, cx: &mut Cx<'_>) {
        if self.index < self.log.connections.len() {
            self.act(cx);
        } else {
            self.fail("a connection more than it has", cx);
        }
    }

    fn on_bytes(&mut self, bytes: &[u8], cx: &mut Cx<'_>) {
        self.buffer.extend_from_slice(bytes);
        while !self.buffer.is_empty() && self.take(cx) {}
    }

    fn on_eof(&mut self, cx: &mut Cx<'_>) {
        match self.step() {
            Some(Step::Expect(Expect::End)) => self.advance(cx),
            Some(_) => self.fail("the client's end", cx),
            None => cx.out.end(End::Close),
        }
    }
}
