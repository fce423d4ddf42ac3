//! A TCP stream that is read with a deadline and looked at without waiting.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};

use super::Read;

/// Keepalive: after a minute of silence, four questions in a minute.
const KEEPALIVE: TcpKeepalive = TcpKeepalive::new()
    .with_time(Duration::from_mins(1))
    .with_interval(Duration::from_secs(15));

/// How often a thread that only watches wakes up.
const WATCH_SLICE: Duration = Duration::from_secs(1);

/// The timeout that the kernel has for reads of a socket, so that it is told
/// only when it changes. Shared, because clones of a socket share it too; the
/// lock is held while the kernel is told, or the two could come to differ.
#[derive(Debug, Clone, Default)]
struct ReadTimeout(Arc<Mutex<Duration>>);

impl ReadTimeout {
    fn set(&self, stream: &TcpStream, wait: Duration) -> io::Result<()> {
        // Zero would mean no timeout at all; below a millisecond some
        // kernels round to it.
        let wait = wait.max(Duration::from_millis(1));
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if *known != wait {
            stream.set_read_timeout(Some(wait))?;
            *known = wait;
        }
        Ok(())
    }
}

#[derive(Debug)]
pub(crate) struct Tcp {
    stream: TcpStream,
    timeout: ReadTimeout,
    write_timeout: Duration,
}

impl Tcp {
    pub(crate) fn new(stream: TcpStream) -> Self {
        // Neither is worth failing for: without the first a command may wait
        // for the next one, without the second a dead link is found later.
        let told = stream.set_nodelay(true);
        let told = told.and(SockRef::from(&stream).set_tcp_keepalive(&KEEPALIVE));
        if let Err(error) = told {
            log::debug!("socket options: {error}");
        }
        Self {
            stream,
            timeout: ReadTimeout::default(),
            write_timeout: Duration::ZERO,
        }
    }

    pub(crate) fn read(&mut self, space: &mut [u8], wait: Duration) -> Read {
        match self.timeout.set(&self.stream, wait) {
            Ok(()) => Read::from_result(self.stream.read(space)),
            Err(error) => Read::Broken(error),
        }
    }

    /// One system call while nothing is there.
    pub(crate) fn read_now(&mut self, space: &mut [u8]) -> Read {
        match look(&self.stream) {
            Ok(true) => Read::from_result(self.stream.read(space)),
            Ok(false) => Read::Nothing,
            Err(error) => Read::from_result(Err(error)),
        }
    }

    pub(crate) fn write(&mut self, bytes: &[u8], timeout: Duration) -> io::Result<()> {
        if self.write_timeout != timeout && !timeout.is_zero() {
            self.stream.set_write_timeout(Some(timeout))?;
            self.write_timeout = timeout;
        }
        self.stream.write_all(bytes)
    }

    pub(crate) fn half_close(&mut self) -> io::Result<()> {
        self.stream.shutdown(Shutdown::Write)
    }

    pub(crate) fn watch(&self) -> io::Result<TcpWatch> {
        Ok(TcpWatch {
            stream: self.stream.try_clone()?,
            timeout: self.timeout.clone(),
        })
    }
}

/// Whether a read would return at once: with data, the end, or an error.
#[cfg(unix)]
fn look(stream: &TcpStream) -> io::Result<bool> {
    let mut byte = [std::mem::MaybeUninit::uninit()];
    let flags = libc::MSG_PEEK | libc::MSG_DONTWAIT;
    match SockRef::from(stream).recv_with_flags(&mut byte, flags) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(false),
        Err(error) => Err(error),
    }
}

/// Elsewhere there is no flag for it, and the socket is switched twice.
#[cfg(not(unix))]
fn look(stream: &TcpStream) -> io::Result<bool> {
    stream.set_nonblocking(true)?;
    let peeked = stream.peek(&mut [0]);
    stream.set_nonblocking(false)?;
    match peeked {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(false),
        Err(error) => Err(error),
    }
}

/// Peeks at a clone of the socket, so that nothing is taken from whoever
/// reads.
#[derive(Debug)]
pub(crate) struct TcpWatch {
    stream: TcpStream,
    timeout: ReadTimeout,
}

impl TcpWatch {
    pub(crate) fn wait(&self, at_most: Duration) -> bool {
        if self
            .timeout
            .set(&self.stream, at_most.min(WATCH_SLICE))
            .is_err()
        {
            return true;
        }
        match self.stream.peek(&mut [0]) {
            Ok(_) => true,
            Err(error) => !matches!(
                error.kind(),
                io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted
            ),
        }
    }
}
