//! Listeners, and the limits that they run into.

use std::io;
use std::net::SocketAddr;

use mio::net::TcpListener;
use socket2::{Domain, Protocol, Socket, Type};

/// Clients that may wait to be accepted: a fleet knocks all at once.
const BACKLOG: i32 = 1024;

/// Listens on an address, and says which it is: port 0 takes any free one.
pub(crate) fn listen(addr: SocketAddr) -> io::Result<(SocketAddr, TcpListener)> {
    let socket = Socket::new(Domain::for_address(addr), Type::STREAM, Some(Protocol::TCP))?;
    // On Windows this option would let two programs share a port.
    #[cfg(not(windows))]
    socket.set_reuse_address(true)?;
    socket.bind(&addr.into())?;
    socket.listen(BACKLOG)?;
    socket.set_nonblocking(true)?;
    let listener = TcpListener::from_std(socket.into());
    Ok((listener.local_addr()?, listener))
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
