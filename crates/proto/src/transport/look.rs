//! Whether a socket has something to read, found without reading: nothing is taken from
//! whoever reads.

pub(super) use platform::{IS_CHEAP, now, within};

#[cfg(unix)]
mod platform {
    use std::io;
    use std::net::TcpStream;
    use std::time::Duration;

    use std::os::fd::AsFd;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;

    /// A look is one system call.
    pub(crate) const IS_CHEAP: bool = true;

    /// Whether a read would return at once: with data, the end, or an error.
    pub(crate) fn now(stream: &TcpStream) -> io::Result<bool> {
        ready(stream, Duration::ZERO)
    }

    /// The same, after a wait of at most so long, or of less where a signal comes.
    pub(crate) fn within(
        socket: &impl AsFd,
        at_most: Duration,
        _: impl FnOnce(Duration) -> io::Result<()>,
    ) -> io::Result<bool> {
        ready(socket, at_most)
    }

    /// Not by looking ahead into the stream: that would take an error away from the read
    /// behind it, which would then tell of a plain end after a reset.
    fn ready(socket: &impl AsFd, at_most: Duration) -> io::Result<bool> {
        // Longer than can be said is for ever.
        let at_most = Timespec::try_from(at_most).ok();
        let mut looked = [PollFd::new(socket, PollFlags::IN)];
        match poll(&mut looked, at_most.as_ref()) {
            Ok(ready) => Ok(ready > 0),
            Err(Errno::INTR) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

/// Elsewhere there is no such call, and the socket is switched to and fro.
#[cfg(not(unix))]
mod platform {
    use std::io;
    use std::mem::MaybeUninit;
    use std::net::TcpStream;
    use std::os::windows::io::AsSocket;
    use std::time::Duration;

    use socket2::SockRef;

    use crate::transport::would_block;

    /// How long a wait is at most: its timeout is that of whoever reads, too.
    const SLICE: Duration = Duration::from_secs(1);

    pub(crate) const IS_CHEAP: bool = false;

    pub(crate) fn now(stream: &TcpStream) -> io::Result<bool> {
        stream.set_nonblocking(true)?;
        let peeked = peek(stream);
        stream.set_nonblocking(false)?;
        peeked
    }

    pub(crate) fn within(
        socket: &impl AsSocket,
        at_most: Duration,
        set_timeout: impl FnOnce(Duration) -> io::Result<()>,
    ) -> io::Result<bool> {
        set_timeout(at_most.min(SLICE))?;
        peek(socket)
    }

    fn peek(socket: &impl AsSocket) -> io::Result<bool> {
        match SockRef::from(socket).peek(&mut [MaybeUninit::uninit()]) {
            Ok(_) => Ok(true),
            Err(error) if would_block(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
