//! A client that knows packets and nothing else.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use rcon_proto::{Decoded, Packet, decode, encode_into};

use crate::{Builder, Game, Server};

/// Long enough for anything that comes at all.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a silence is a silence. Only waited for where nothing may come.
const SILENCE: Duration = Duration::from_millis(150);

/// What a client sees next.
#[derive(Debug, Eq)]
pub(super) enum Seen {
    Packet(Packet),
    /// An orderly end.
    End,
    /// A reset.
    Reset,
    /// Nothing for a while.
    Silence,
}

/// On Windows a reset is as good as an end: wine tells it as one where it came
/// before anybody looked.
impl PartialEq for Seen {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Packet(one), Self::Packet(another)) => one == another,
            (Self::End, Self::Reset) | (Self::Reset, Self::End) => cfg!(windows),
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

pub(super) struct Client {
    stream: TcpStream,
    /// What was read and is no packet yet.
    pub(super) rest: Vec<u8>,
}

pub(super) fn start(game: Game) -> Server {
    Builder::default().game(game).start().expect("a free port")
}

/// A server of this kind, and a client that is logged in.
pub(super) fn logged_in(game: Game) -> (Server, Client) {
    let server = start(game);
    let client = Client::log_in(&server);
    (server, client)
}

impl Client {
    pub(super) fn connect(server: &Server) -> Self {
        Self::connect_to(server.addr())
    }

    fn connect_to(addr: SocketAddr) -> Self {
        let stream = TcpStream::connect(addr).expect("it listens");
        Self {
            stream,
            rest: Vec::new(),
        }
    }

    /// Connects and logs in; what came in answer is read and thrown away.
    pub(super) fn log_in(server: &Server) -> Self {
        Self::log_in_at(server.addr())
    }

    pub(super) fn log_in_at(addr: SocketAddr) -> Self {
        let mut client = Self::connect_to(addr);
        client.send(&[(1, 3, "secret")]);
        while client.packet().kind == 0 {}
        client
    }

    /// Sends packets in one segment.
    pub(super) fn send(&mut self, packets: &[(i32, i32, &str)]) {
        let mut bytes = Vec::new();
        for (id, kind, body) in packets {
            encode_into(&mut bytes, *id, *kind, body.as_bytes());
        }
        self.send_bytes(&bytes);
    }

    pub(super) fn send_bytes(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).expect("the link is up");
    }

    pub(super) fn half_close(&self) {
        self.stream
            .shutdown(Shutdown::Write)
            .expect("the link is up");
    }

    pub(super) fn next(&mut self) -> Seen {
        self.next_within(PATIENCE)
    }

    /// What comes, where nothing should.
    pub(super) fn soon(&mut self) -> Seen {
        self.next_within(SILENCE)
    }

    fn next_within(&mut self, time: Duration) -> Seen {
        self.stream.set_read_timeout(Some(time)).expect("a timeout");
        loop {
            if let Ok(Decoded::Packet { packet, rest }) = decode(&self.rest) {
                let packet = packet.to_packet();
                self.rest = rest.to_vec();
                return Seen::Packet(packet);
            }
            let mut buffer = [0; 4096];
            match self.stream.read(&mut buffer) {
                Ok(0) => return Seen::End,
                Ok(n) => self.rest.extend_from_slice(&buffer[..n]),
                Err(e) if e.kind() == ErrorKind::ConnectionReset => return Seen::Reset,
                Err(_) => return Seen::Silence,
            }
        }
    }

    pub(super) fn packet(&mut self) -> Packet {
        match self.next() {
            Seen::Packet(packet) => packet,
            other => panic!("no packet but {other:?}"),
        }
    }

    /// The next packets' ids and types.
    pub(super) fn heads(&mut self, count: usize) -> Vec<(i32, i32)> {
        let packets = (0..count).map(|_| self.packet());
        packets.map(|packet| (packet.id, packet.kind)).collect()
    }

    /// Packets up to the end of the connection.
    pub(super) fn until_end(&mut self) -> (Vec<Packet>, Seen) {
        let mut packets = Vec::new();
        loop {
            match self.next() {
                Seen::Packet(packet) => packets.push(packet),
                other => return (packets, other),
            }
        }
    }

    /// Runs a command of which one packet comes.
    pub(super) fn ask(&mut self, command: &str) -> String {
        self.send(&[(7, 2, command)]);
        String::from_utf8(self.packet().body).expect("text")
    }
}

pub(super) fn packet(id: i32, kind: i32, body: &str) -> Seen {
    Seen::Packet(Packet::new(id, kind, body))
}
