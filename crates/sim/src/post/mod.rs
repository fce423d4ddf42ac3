//! The thread that sends what servers log: a flood, or a listener that does not
//! answer, keeps no client waiting.

mod http;

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender as Channel, channel};
use std::thread;
use std::time::Duration;

use crate::parcel::{Parcel, Sender};

use http::Listener;

/// How often those are tried again who did not answer 200.
const AGAIN: Duration = Duration::from_millis(100);

/// Sends what it is handed; ends when dropped, behind what is under way.
#[derive(Debug, Default)]
pub(crate) struct Post {
    /// There once something is to be sent.
    to: Option<Channel<(SocketAddr, Parcel)>>,
}

impl Post {
    /// Sends this for the server at `home`.
    pub(crate) fn send(&mut self, home: SocketAddr, parcel: Parcel) {
        let to = self.to.get_or_insert_with(start);
        // Without a thread nothing is sent: a log may be lost.
        let _ = to.send((home, parcel));
    }
}

fn start() -> Channel<(SocketAddr, Parcel)> {
    let (to, parcels) = channel();
    let worker = Worker::default();
    let named = thread::Builder::new().name("rcon-sim-log".to_owned());
    drop(named.spawn(move || worker.run(&parcels)));
    to
}

/// The thread's own.
#[derive(Default)]
struct Worker {
    /// By the address that they send from.
    sockets: HashMap<SocketAddr, Option<UdpSocket>>,
    listeners: HashMap<(SocketAddr, String), Listener>,
}

impl Worker {
    fn run(mut self, parcels: &Receiver<(SocketAddr, Parcel)>) {
        loop {
            let waiting = self.listeners.values().any(Listener::has_more);
            let wait = if waiting {
                AGAIN
            } else {
                Duration::from_mins(1)
            };
            match parcels.recv_timeout(wait) {
                Ok((home, parcel)) => self.take(home, parcel),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            // Those of one moment go together, as those of one tick do.
            while let Ok((home, parcel)) = parcels.try_recv() {
                self.take(home, parcel);
            }
            self.listeners.retain(|_, listener| listener.update());
        }
    }

    fn take(&mut self, home: SocketAddr, parcel: Parcel) {
        match parcel {
            Parcel::Datagram {
                to,
                bytes,
                from,
                times,
            } => {
                let from = match from {
                    Sender::Server => home,
                    Sender::Stranger => SocketAddr::new(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2)), 0),
                };
                if let Some(socket) = self.socket(from) {
                    for _ in 0..times {
                        let _ = socket.send_to(&bytes, to);
                    }
                }
            }
            Parcel::Post { url, lines } => {
                let listener = self.listeners.entry((home, url));
                let listener = listener.or_insert_with_key(|(home, url)| Listener::new(*home, url));
                listener.push(&lines);
            }
            Parcel::Forget { url } => {
                self.listeners.remove(&(home, url));
            }
            Parcel::Push(_) | Parcel::Tell { .. } => {}
        }
    }

    /// A game's port has the number of its RCON port; where somebody else has
    /// that, any will do.
    fn socket(&mut self, from: SocketAddr) -> Option<&UdpSocket> {
        let bind = || {
            let own = UdpSocket::bind(from);
            let any = || UdpSocket::bind(SocketAddr::new(from.ip(), 0));
            own.or_else(|_| any()).ok()
        };
        self.sockets.entry(from).or_insert_with(bind).as_ref()
    }
}
