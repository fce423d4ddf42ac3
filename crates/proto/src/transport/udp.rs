//! A UDP socket that hears one server: the kernel drops what strangers send.

use std::collections::VecDeque;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::time::Duration;

use socket2::SockRef;

use super::dial::io_error;
use super::{Read, look};
use crate::address::Address;
use crate::error::Error;

/// An answer of `BattlEye`'s has at most 255 datagrams, which come all at once. So
/// much memory, in bytes, a system takes for them.
const LONGEST_ANSWER: usize = 1 << 20;

/// A socket of one address of a name, and how it goes on to the next: for every
/// kind of socket.
#[derive(Debug)]
pub(crate) struct Named<S> {
    pub(super) socket: S,
    /// Other addresses of the same name, for one where nobody listens.
    others: VecDeque<SocketAddr>,
    open: fn(SocketAddr) -> io::Result<S>,
    heard: bool,
    refused: bool,
}

impl<S> Named<S> {
    /// No datagram is sent: whether anybody is there shows when one is.
    pub(super) fn open(
        address: &Address,
        mut others: VecDeque<SocketAddr>,
        open: fn(SocketAddr) -> io::Result<S>,
    ) -> Result<Self, Error> {
        let mut failed = io::Error::from(io::ErrorKind::AddrNotAvailable);
        while let Some(next) = others.pop_front() {
            match open(next) {
                Ok(socket) => {
                    return Ok(Self {
                        socket,
                        others,
                        open,
                        heard: false,
                        refused: false,
                    });
                }
                Err(error) => failed = error,
            }
        }
        Err(io_error(address, failed))
    }

    /// What receiving a datagram came to.
    pub(super) fn received(&mut self, result: io::Result<usize>) -> Read {
        match result {
            // A datagram of nothing is not the end of anything.
            Ok(0) => Read::Nothing,
            Ok(count) => {
                self.heard = true;
                Read::Data(count)
            }
            Err(error) if is_refusal(&error) => {
                if self.next_address() {
                    Read::Nothing
                } else {
                    Read::Broken(error)
                }
            }
            Err(error) => Read::from_result(Err(error)),
        }
    }

    /// What sending a datagram came to: whether it is gone, or is to be sent once
    /// more, to another address.
    pub(super) fn sent(&mut self, result: io::Result<usize>) -> io::Result<bool> {
        match result {
            Ok(_) => Ok(true),
            // What was sent before has come to nobody.
            Err(error) if is_refusal(&error) => {
                if self.next_address() {
                    Ok(false)
                } else {
                    Err(error)
                }
            }
            // A network that is gone for a moment loses datagrams.
            Err(error) if self.heard && is_passing(&error) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Goes on to another address of the same name, as long as nobody has
    /// answered.
    fn next_address(&mut self) -> bool {
        self.refused = !self.heard;
        while !self.heard
            && let Some(address) = self.others.pop_front()
        {
            if let Ok(socket) = (self.open)(address) {
                self.socket = socket;
                self.refused = false;
                return true;
            }
        }
        false
    }

    /// Whether the host has said that nobody listens there.
    pub(super) fn was_refused(&self) -> bool {
        self.refused
    }
}

#[derive(Debug)]
pub(crate) struct Udp(Named<UdpSocket>);

impl Udp {
    pub(crate) fn open(address: &Address, others: VecDeque<SocketAddr>) -> Result<Self, Error> {
        Named::open(address, others, connect).map(Self)
    }

    pub(crate) fn read(&mut self, space: &mut [u8], wait: Duration) -> Read {
        let socket = &self.0.socket;
        let wait = wait.max(Duration::from_millis(1));
        let told = socket.set_read_timeout(Some(wait));
        let read = told.and_then(|()| socket.recv(space));
        self.0.received(read)
    }

    pub(crate) fn read_now(&mut self, space: &mut [u8]) -> Read {
        let socket = &self.0.socket;
        let told = socket.set_nonblocking(true);
        let read = told.and_then(|()| socket.recv(space));
        let back = socket.set_nonblocking(false);
        self.0.received(back.and(read))
    }

    /// What is written is one datagram.
    pub(crate) fn write(&mut self, datagram: &[u8]) -> io::Result<()> {
        loop {
            let sent = self.0.socket.send(datagram);
            if self.0.sent(sent)? {
                return Ok(());
            }
        }
    }

    /// Whether the host has said that nobody listens there.
    pub(crate) fn was_refused(&self) -> bool {
        self.0.was_refused()
    }

    pub(crate) fn watch(&self) -> io::Result<UdpWatch> {
        Ok(UdpWatch(self.0.socket.try_clone()?))
    }
}

/// A socket that sends to this address and hears nobody else.
pub(super) fn connect(address: SocketAddr) -> io::Result<UdpSocket> {
    let any: IpAddr = match address {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = UdpSocket::bind((any, 0))?;
    // The system may give less: what is lost then is sent again.
    let _ = SockRef::from(&socket).set_recv_buffer_size(LONGEST_ANSWER);
    socket.connect(address)?;
    Ok(socket)
}

/// The host answers that nobody listens: Linux and macOS say refused, Windows
/// says reset.
fn is_refusal(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionReset
    )
}

fn is_passing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkDown
            | io::ErrorKind::WouldBlock
            | io::ErrorKind::Interrupted
    )
}

/// Looks at a clone of the socket: the host's word that nobody listens is left to
/// whoever reads.
#[derive(Debug)]
pub(crate) struct UdpWatch(UdpSocket);

impl UdpWatch {
    pub(crate) fn wait(&self, at_most: Duration) -> bool {
        look::within(&self.0, at_most, |wait| {
            let wait = wait.max(Duration::from_millis(1));
            self.0.set_read_timeout(Some(wait))
        })
        .unwrap_or(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    fn open(at: SocketAddr) -> Udp {
        Udp::open(&at.into(), [at].into()).expect("a socket")
    }

    #[test]
    fn a_strangers_datagrams_are_not_heard() {
        let server = UdpSocket::bind("127.0.0.1:0").expect("bind");
        let stranger = UdpSocket::bind("127.0.0.1:0").expect("bind");
        let mut udp = open(server.local_addr().expect("bound"));
        udp.write(b"hello").expect("it is taken");
        let mut space = [0; 16];
        let (_, us) = server.recv_from(&mut space).expect("a datagram");
        stranger.send_to(b"boo", us).expect("it is taken");
        server.send_to(b"", us).expect("it is taken");
        server.send_to(b"hi", us).expect("it is taken");
        loop {
            match udp.read(&mut space, Duration::from_secs(5)) {
                Read::Data(count) => break assert_eq!(&space[..count], b"hi"),
                Read::Nothing => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// As far as the system lets anybody: the most that it gives is asked for.
    #[test]
    fn there_is_room_for_the_longest_answer_at_once() {
        let server = UdpSocket::bind("127.0.0.1:0").expect("bind");
        let room = |socket: &UdpSocket| SockRef::from(socket).recv_buffer_size().expect("a size");
        let most = UdpSocket::bind("127.0.0.1:0").expect("bind");
        let _ = SockRef::from(&most).set_recv_buffer_size(LONGEST_ANSWER);
        let socket = connect(server.local_addr().expect("bound")).expect("a socket");
        assert_eq!(room(&socket), room(&most));
        assert!(room(&socket) >= room(&server));
    }

    #[test]
    fn where_nobody_listens_is_known_where_the_host_says_so() {
        let gone = UdpSocket::bind("127.0.0.1:0").expect("bind");
        let address = gone.local_addr().expect("bound");
        drop(gone);
        let mut udp = open(address);
        udp.write(b"hello").expect("it is taken");
        let mut space = [0; 16];
        let until = Instant::now() + Duration::from_secs(20);
        while !udp.was_refused() {
            assert!(Instant::now() < until, "no host says nothing here");
            udp.read(&mut space, Duration::from_millis(50));
        }
    }

    /// Looking into a socket would take the host's word away from whoever reads.
    #[cfg(unix)]
    #[test]
    fn a_watch_leaves_the_hosts_word_to_the_reader() {
        let gone = UdpSocket::bind("127.0.0.1:0").expect("bind");
        let address = gone.local_addr().expect("bound");
        drop(gone);
        let mut udp = open(address);
        let watch = udp.watch().expect("a watch");
        udp.write(b"hello").expect("it is taken");
        let until = Instant::now() + Duration::from_secs(20);
        while !watch.wait(Duration::from_millis(50)) {
            assert!(Instant::now() < until, "no host says nothing here");
        }
        udp.read_now(&mut [0; 16]);
        assert!(udp.was_refused());
    }

    #[test]
    fn the_next_address_of_a_name_is_tried_where_nobody_listens() {
        let gone = UdpSocket::bind("127.0.0.1:0").expect("bind");
        let dead = gone.local_addr().expect("bound");
        drop(gone);
        let server = UdpSocket::bind("127.0.0.1:0").expect("bind");
        let alive = server.local_addr().expect("bound");
        let mut udp = Udp::open(&dead.into(), [dead, alive].into()).expect("a socket");
        let waited = server.set_read_timeout(Some(Duration::from_millis(50)));
        waited.expect("a timeout");
        let mut space = [0; 16];
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            assert!(Instant::now() < until, "it stays with the dead one");
            udp.write(b"hello").expect("it is taken");
            if server.recv(&mut space).is_ok() {
                break;
            }
        }
        assert!(!udp.was_refused());
    }
}
