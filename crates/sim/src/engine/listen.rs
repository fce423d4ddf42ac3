//! Listeners, and the limits that they run into.

use std::io;
use std::net::SocketAddr;

use mio::net::{TcpListener, UdpSocket};
use socket2::{Domain, Protocol, Socket, Type};

/// What a server is reached over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carrier {
    Stream,
    Datagrams,
}

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
            let socket = Socket::new(Domain::for_address(addr), Type::STREAM, Some(Protocol::TCP))?;
            // Elsewhere than on Unix it would let two programs share a port.
            #[cfg(not(windows))]
            socket.set_reuse_address(true)?;
            socket.bind(&addr.into())?;
            socket.listen(BACKLOG)?;
            socket.set_nonblocking(true)?;
            let listener = TcpListener::from_std(socket.into());
            Ok((listener.local_addr()?, Listener::Stream(listener)))
        }
        Carrier::Datagrams => {
            let socket = UdpSocket::bind(addr)?;
            Ok((socket.local_addr()?, Listener::Datagrams(socket)))
        }
    }
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
