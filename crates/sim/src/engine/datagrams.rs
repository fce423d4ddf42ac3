//! A port of datagrams: one socket, a peer for each address that they come
//! from, and a link on which they are lost, doubled and late.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::Registry;
use mio::net::UdpSocket;

use crate::host::Host;
use crate::line::DatagramFaults;
use crate::noise::Noise;
use crate::outbox::{Next, Outbox};
use crate::peer::{Cx, Peer};

use super::Factory;

/// Addresses that are remembered; another one pushes an old one out.
const MOST_CLIENTS: usize = 256;

/// The longest datagram there is.
const LONGEST: usize = 64 << 10;

/// How late a datagram is that others overtake.
const OVERTAKEN: Duration = Duration::from_millis(15);

struct Client {
    peer: Box<dyn Peer>,
    out: Outbox,
}

/// A datagram on its way: when it arrives, its number, to whom, and what it holds.
type Parcel = (Instant, u64, SocketAddr, Vec<u8>);

/// See the [module](self).
pub(super) struct Datagrams {
    socket: UdpSocket,
    clients: HashMap<SocketAddr, Client>,
    /// What is under way to clients, the next one first.
    under_way: BinaryHeap<Reverse<Parcel>>,
    /// Counts datagrams, so that those of one moment keep their order.
    count: u64,
    faults: DatagramFaults,
    noise: Noise,
    /// When somebody comes by, at the latest.
    alarm: Option<Instant>,
}

impl Datagrams {
    pub(super) fn new(socket: UdpSocket, faults: DatagramFaults, index: usize) -> Self {
        Self {
            socket,
            clients: HashMap::new(),
            under_way: BinaryHeap::new(),
            count: 0,
            faults,
            // Another one for each port: not all lose the same datagrams.
            noise: Noise::new(0x7263_6f6e ^ (index as u64 + 1).wrapping_mul(0x9e37_79b9)),
            alarm: None,
        }
    }

    /// Does what there is to do now. When to come again, if somebody has to be told
    /// of it.
    pub(super) fn turn(&mut self, host: &mut Host, factory: &Factory) -> Option<Instant> {
        self.receive(host, factory);
        let now = Instant::now();
        let mut due = None;
        let addresses: Vec<SocketAddr> = self.clients.keys().copied().collect();
        for from in addresses {
            let next = self.client(from, host, now);
            due = due.into_iter().chain(next).min();
        }
        self.send(now);
        let next = self.under_way.peek().map(|Reverse((at, ..))| *at);
        let at = due.into_iter().chain(next).min()?;
        if self.alarm.is_some_and(|alarm| alarm <= at && alarm > now) {
            return None;
        }
        self.alarm = Some(at);
        Some(at)
    }

    fn receive(&mut self, host: &mut Host, factory: &Factory) {
        let mut buffer = vec![0; LONGEST];
        // What cannot be received is lost, as datagrams are.
        while let Ok((count, from)) = self.socket.recv_from(&mut buffer) {
            if self.faults.silent || self.is_lost() {
                continue;
            }
            let datagram = &buffer[..count];
            let times = if self.faults.double { 2 } else { 1 };
            for _ in 0..times {
                self.hand(from, datagram, host, factory);
            }
        }
    }

    fn hand(&mut self, from: SocketAddr, datagram: &[u8], host: &mut Host, factory: &Factory) {
        if self.clients.len() >= MOST_CLIENTS && !self.clients.contains_key(&from) {
            let any = self.clients.keys().next().copied();
            if let Some(mut old) = any.and_then(|any| self.clients.remove(&any)) {
                old.peer.on_close(host);
            }
        }
        let client = self.clients.entry(from).or_insert_with(|| Client {
            peer: factory(host),
            out: Outbox::default(),
        });
        let Client { peer, out } = client;
        peer.on_bytes(datagram, &mut Cx { out, host, from });
    }

    /// Moves what a client is to be sent onto the link; when there will be more.
    fn client(&mut self, from: SocketAddr, host: &mut Host, now: Instant) -> Option<Instant> {
        let Client { peer, out } = self.clients.get_mut(&from)?;
        if peer.due().is_some_and(|at| at <= now) {
            peer.on_time(now, &mut Cx { out, host, from });
        }
        let due = peer.due();
        let mut datagrams = Vec::new();
        let mut waits = None;
        loop {
            match out.next(now) {
                Next::Bytes(bytes) => datagrams.push(bytes),
                Next::At(at) => {
                    waits = Some(at);
                    break;
                }
                // There is nothing to close: the peer has forgotten its login.
                Next::End(_) => {}
                Next::Idle => break,
            }
        }
        for datagram in datagrams {
            self.push(from, &datagram, now);
        }
        due.into_iter().chain(waits).min()
    }

    fn push(&mut self, to: SocketAddr, datagram: &[u8], now: Instant) {
        let times = if self.faults.double { 2 } else { 1 };
        for _ in 0..times {
            if self.is_lost() {
                continue;
            }
            let jitter = self.faults.jitter.mul_f64(self.noise.fraction());
            let mut due = now + self.faults.latency + jitter;
            if self.faults.reorder && self.noise.fraction() < 0.5 {
                due += OVERTAKEN.mul_f64(self.noise.fraction());
            }
            self.count += 1;
            let entry = (due, self.count, to, datagram.to_vec());
            self.under_way.push(Reverse(entry));
        }
    }

    fn is_lost(&mut self) -> bool {
        self.noise.fraction() * 100.0 < f64::from(self.faults.lose)
    }

    fn send(&mut self, now: Instant) {
        while let Some(Reverse((at, ..))) = self.under_way.peek() {
            if *at > now {
                return;
            }
            if let Some(Reverse((_, _, to, datagram))) = self.under_way.pop() {
                // A client that is gone hears nothing.
                let _ = self.socket.send_to(&datagram, to);
            }
        }
    }

    /// Sends a datagram to every client that is known.
    pub(super) fn inject(&mut self, bytes: &[u8]) {
        for client in self.clients.values_mut() {
            client.out.bytes(bytes);
        }
    }

    /// Somebody says this in the game, so many times.
    pub(super) fn tell(&mut self, text: &str, times: u64, host: &mut Host) {
        for (&from, Client { peer, out }) in &mut self.clients {
            peer.on_said(text, times, &mut Cx { out, host, from });
        }
    }

    /// Knows none of its clients any more, as behind a restart.
    pub(super) fn forget_all(&mut self, host: &mut Host) {
        for (_, mut client) in self.clients.drain() {
            client.peer.on_close(host);
        }
    }

    /// Ends: what was to be sent goes out.
    pub(super) fn close(&mut self, registry: &Registry, host: &mut Host) {
        let addresses: Vec<SocketAddr> = self.clients.keys().copied().collect();
        let now = Instant::now();
        for from in addresses {
            self.client(from, host, now);
        }
        while let Some(Reverse((_, _, to, datagram))) = self.under_way.pop() {
            let _ = self.socket.send_to(&datagram, to);
        }
        self.forget_all(host);
        let _ = registry.deregister(&mut self.socket);
    }
}
