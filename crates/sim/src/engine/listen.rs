//! Listeners, and the limits that they run into.

use std::io;
use std::net::SocketAddr;

use mio::net::{TcpListener, UdpSocket};
use socket2::{Domain, Protocol, Socket, Type};

use crate::game::Carrier;

/// Where clients come.
pub(crate) enum Listener {
    Stream(TcpListener),
    Datagrams(UdpSocket),
}

/// Connections that may wait to be accepted.
const BACKLOG: i32 = 1024;

/// Listens on an address; says on which, since the port may be any.
pub(crate) fn listen(addr: SocketAddr, carrier: Carrier) -> io::Result<(SocketAddr, Listener)> {
    match carrier {
        Carrier::Stream => {
            let listener = listen_again(None, addr)?;
            Ok((listener.local_addr()?, Listener::Stream(listener)))
        }
        Carrier::Datagrams => {
            let socket = UdpSocket::bind(addr)?;
            Ok((socket.local_addr()?, Listener::Datagrams(socket)))
        }
    }
}

/// Takes a port without listening on it: whoever knocks is refused, as where
/// nobody is, and no other program is given it.
pub(super) fn hold(addr: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(addr), Type::STREAM, Some(Protocol::TCP))?;
    // On Windows this option would let two programs share a port.
    #[cfg(not(windows))]
    socket.set_reuse_address(true)?;
    socket.bind(&addr.into())?;
    Ok(socket)
}

/// Listens on a port, which may be held already.
pub(super) fn listen_again(held: Option<Socket>, addr: SocketAddr) -> io::Result<TcpListener> {
    let socket = held.map_or_else(|| hold(addr), Ok)?;
    socket.listen(BACKLOG)?;
    socket.set_nonblocking(true)?;
    Ok(TcpListener::from_std(socket.into()))
}

/// Whether an error says that no more files can be opened, by this process or
/// by the whole system.
pub(crate) fn is_file_limit(error: &io::Error) -> bool {
    // EMFILE and ENFILE on every Unix; WSAEMFILE.
    let codes: &[i32] = if cfg!(windows) { &[10024] } else { &[24, 23] };
    error
        .raw_os_error()
        .is_some_and(|code| codes.contains(&code))
}
