//! A hostile server's end of one connection.

use std::time::Duration;

use rcon_proto::{Decoded, Packet, SERVERDATA_AUTH, SERVERDATA_EXECCOMMAND, decode, encode_into};

use crate::outbox::End;
use crate::peer::{Cx, Peer};

use super::endless::Endless;
use super::{Hostile, Stage};

/// See the module's documentation.
pub(super) struct Player {
    hostile: Hostile,
    buffer: Vec<u8>,
    login: i32,
    /// Nothing is answered any more.
    mute: bool,
}

impl Player {
    pub(super) fn new(hostile: Hostile) -> Self {
        Self {
            hostile,
            buffer: Vec::new(),
            login: 0,
            mute: false,
        }
    }

    fn handle(&mut self, packet: &Packet, cx: &mut Cx<'_>) {
        if self.mute {
            return;
        }
        match packet.kind {
            SERVERDATA_AUTH => self.log_in(packet.id, cx),
            SERVERDATA_EXECCOMMAND => {
                let text = String::from_utf8_lossy(&packet.body).into_owned();
                let host = cx.host.index;
                cx.host.counters.update(|c| c.command(host, text));
                self.command(packet.id, cx);
            }
            _ => {
                cx.host.counters.update(|c| c.probes += 1);
                send(cx, packet.id, 0, b"");
                send(cx, packet.id, 0, &[0, 1, 0, 0]);
            }
        }
    }

    fn log_in(&mut self, id: i32, cx: &mut Cx<'_>) {
        self.login = id;
        cx.host.counters.update(|c| c.logins += 1);
        if self.strike(Stage::Login, id, cx) {
            return;
        }
        match self.hostile {
            Hostile::OddVerdict(kind) => send(cx, id, kind, b""),
            Hostile::NoVerdict => send(cx, id, 0, b""),
            _ => {
                send(cx, id, 0, b"");
                send(cx, id, 2, b"");
            }
        }
        match self.hostile {
            Hostile::DoubleVerdict => send(cx, id, 2, b""),
            Hostile::BothVerdicts => send(cx, -1, 2, b""),
            _ => {}
        }
        self.strike(Stage::LoggedIn, id, cx);
    }

    fn command(&mut self, id: i32, cx: &mut Cx<'_>) {
        if self.strike(Stage::Command, id, cx) {
            return;
        }
        let id = match self.hostile {
            Hostile::ForeignIds => id.wrapping_add(100_000),
            Hostile::NegativeIds => -1,
            Hostile::RepeatedIds => self.login,
            _ => id,
        };
        match self.hostile {
            Hostile::EndlessPackets => cx.out.stream(Endless::packets(id, 0, &[b'x'; 4000])),
            Hostile::EndlessPacket => {
                cx.out.bytes(header(i32::MAX, id, 0));
                cx.out.stream(Endless(vec![b'x'; 16 * 1024]));
            }
            Hostile::Reset(Stage::Reply)
            | Hostile::Close(Stage::Reply)
            | Hostile::HalfClose(Stage::Reply)
            | Hostile::Silent(Stage::Reply) => {
                cx.out.bytes(half(id, 0));
                self.strike(Stage::Reply, id, cx);
            }
            _ => send(cx, id, 0, b"hello\n"),
        }
    }

    /// Does what is to be done at this stage; true when that takes the place
    /// of the answer.
    fn strike(&mut self, stage: Stage, id: i32, cx: &mut Cx<'_>) -> bool {
        let kind = if stage == Stage::Login { 2 } else { 0 };
        let here = |at: Stage| at == stage;
        match self.hostile {
            Hostile::Size(size, at) if here(at) => cx.out.bytes(header(size, id, kind)),
            Hostile::Truncated(at) if here(at) => cx.out.bytes(half(id, kind)),
            Hostile::Torn(at) if here(at) => {
                cx.out.bytes(half(id, kind));
                cx.out.end(End::Close);
            }
            Hostile::Drip(at) if here(at) => {
                for byte in Packet::new(id, kind, "hello\n").encode() {
                    cx.out.bytes([byte]);
                    cx.out.wait(Duration::from_secs(1));
                }
            }
            Hostile::EndlessEmpty(at) if here(at) => {
                cx.out.stream(Endless::packets(id, 0, b""));
            }
            Hostile::EndlessUnsolicited(at) if here(at) => {
                cx.out.stream(Endless::packets(77, 1, b"buy now\n"));
            }
            Hostile::Reset(at) if here(at) => cx.out.end(End::Reset),
            Hostile::Close(at) if here(at) => cx.out.end(End::Close),
            Hostile::HalfClose(at) if here(at) => cx.out.end(End::HalfClose),
            Hostile::Silent(at) if here(at) => {}
            _ => return false,
        }
        self.mute = true;
        true
    }
}

impl Peer for Player {
    fn reads(&self) -> bool {
        self.hostile != Hostile::NeverReads
    }

    fn on_connect(&mut self, cx: &mut Cx<'_>) {
        let greeting: Option<&[u8]> = match self.hostile {
            Hostile::Ssh => Some(b"SSH-2.0-OpenSSH_9.6\r\n"),
            Hostile::Telnet => Some(b"Please enter password:\r\n"),
            Hostile::Rocket => Some(b"RocketRcon v4.9.3.18\r\n"),
            _ => None,
        };
        if let Some(greeting) = greeting {
            cx.out.bytes(greeting);
            self.mute = true;
        }
        self.strike(Stage::Accept, 0, cx);
    }

    fn on_bytes(&mut self, bytes: &[u8], cx: &mut Cx<'_>) {
        let answer: Option<&[u8]> = match self.hostile {
            Hostile::Http => {
                Some(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            }
            // A fatal alert: unexpected message.
            Hostile::Tls => Some(&[0x15, 3, 3, 0, 2, 2, 10]),
            _ => None,
        };
        if let Some(answer) = answer {
            if !std::mem::replace(&mut self.mute, true) {
                cx.out.bytes(answer);
                cx.out.end(End::Close);
            }
            return;
        }
        self.buffer.extend_from_slice(bytes);
        while let Ok(Decoded::Packet { packet, rest }) = decode(&self.buffer) {
            let packet = packet.to_packet();
            let used = self.buffer.len() - rest.len();
            self.buffer.drain(..used);
            self.handle(&packet, cx);
        }
    }

    fn on_eof(&mut self, cx: &mut Cx<'_>) {
        // A hostile server does not go away for being asked to, but one that
        // has nothing more to say may.
        if !self.mute {
            cx.out.end(End::Close);
        }
    }
}

fn send(cx: &mut Cx<'_>, id: i32, kind: i32, body: &[u8]) {
    let mut bytes = Vec::new();
    encode_into(&mut bytes, id, kind, body);
    cx.out.bytes(bytes);
}

fn header(size: i32, id: i32, kind: i32) -> Vec<u8> {
    [size, id, kind].map(i32::to_le_bytes).concat()
}

/// The first half of a packet with a text.
fn half(id: i32, kind: i32) -> Vec<u8> {
    let mut bytes = Packet::new(id, kind, "hello, this text is cut off\n").encode();
    bytes.truncate(bytes.len() / 2);
    bytes
}
