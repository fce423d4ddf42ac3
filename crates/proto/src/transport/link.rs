//! What is asked of a stream to a server, whichever it is.

use std::future::Future;
use std::io;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::address::Address;
use crate::cancel::Cancel;
use crate::error::Error;
use crate::scheme::Carrier;

/// Where to, how, and until when.
#[derive(Debug)]
pub(crate) struct Route<'a> {
    pub(crate) address: &'a Address,
    pub(crate) carrier: Carrier,
    pub(crate) proxy_command: Option<&'a str>,
    pub(crate) proxy_without: &'a [String],
    pub(crate) timeout: Duration,
    pub(crate) cancel: &'a Cancel,
}

/// What reading brought.
#[derive(Debug)]
pub(crate) enum Read {
    /// So many bytes, at least one.
    Data(usize),
    /// Nothing within the time given.
    Nothing,
    /// The other side has finished.
    End,
    /// The stream broke.
    Broken(io::Error),
}

impl Read {
    pub(crate) fn from_result(result: io::Result<usize>) -> Self {
        match result {
            Ok(0) => Read::End,
            Ok(count) => Read::Data(count),
            Err(error) if would_block(&error) => Read::Nothing,
            Err(error) => Read::Broken(error),
        }
    }
}

/// One stream to a server. A blocking one answers with futures that are ready;
/// of the others each may be dropped before it is, and nothing is lost by it.
pub(crate) trait Link: Sized {
    /// The longest wait in which nobody looks at a [`Cancel`].
    const SLICE: Duration;

    /// Opens it.
    fn open(route: &Route<'_>) -> impl Future<Output = Result<Self, Error>>;

    /// Reads what is there, or waits this long for it.
    fn read(&mut self, space: &mut [u8], wait: Duration) -> impl Future<Output = Read>;

    /// Reads what is there, without waiting.
    fn read_now(&mut self, space: &mut [u8]) -> Read;

    /// Writes some of it, at least one byte, or, where datagrams are what carries
    /// it, one datagram. Says how many; a stream that takes nothing within this
    /// long, or less, is an error that [`would_block`] knows.
    fn write(&mut self, bytes: &[u8], at_most: Duration)
    -> impl Future<Output = io::Result<usize>>;

    /// Tells the other side that nothing more will come.
    fn half_close(&mut self) -> io::Result<()>;

    /// Ends the stream: tells the other side, and waits for its end for at most
    /// this long.
    fn leave(&mut self, at_most: Duration, cancel: &Cancel) -> impl Future<Output = ()>;

    /// Whether a half-close reaches the server as such.
    fn can_half_close(&self) -> bool;

    /// Whether the host has said that nobody listens there, of a carrier where
    /// only a first datagram shows it.
    fn was_refused(&self) -> bool;

    /// Why a program that carries the stream has ended, where that is known.
    fn obituary(&mut self) -> impl Future<Output = Option<String>>;
}

/// Whether a read or write came to nothing only for now.
pub(crate) fn would_block(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted
    )
}

/// Runs a future whose link blocks.
///
/// # Panics
///
/// When it is not ready at once, which is a mistake in the link.
pub(crate) fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("a link that blocks has waited instead of blocking"),
    }
}
