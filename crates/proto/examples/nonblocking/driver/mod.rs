// Sessions on non-blocking sockets: many servers, one thread, no runtime.
//
// `run` is the event loop. All that it knows of a `Link` is when to wake it:
// when its socket is ready, and when its deadline has passed.

mod link;

use std::fmt;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::{Events, Interest, Poll, Token};
use rcon_proto::session::{LoginFailure, ProtocolError, SessionConfig};
use rcon_proto::{Error, Password};

use link::Link;

/// Commands for one server.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    pub(crate) address: SocketAddr,
    pub(crate) password: Password,
    pub(crate) commands: Vec<String>,
    pub(crate) config: SessionConfig,
}

/// What came of a job.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// The reply to each command that was sent; `None` for one that did not
    /// come, or not all of it, in time.
    pub(crate) replies: Vec<Option<Vec<u8>>>,
    /// Why there are not more of them.
    pub(crate) failure: Option<Failure>,
}

#[derive(Debug)]
pub(crate) enum Failure {
    /// There is no connection. Trying again later does no harm.
    Connect(io::Error),
    /// Refused, or closed before an answer. Trying again may end in a ban.
    Login(LoginFailure),
    /// The login was never answered. Likewise.
    LoginTimedOut,
    /// The link died. Where `sent`, whether the command ran is unknown, so it
    /// must not be sent again; else a new connection may carry it.
    Lost { sent: bool },
    /// What came is no RCON, or too much of it.
    Protocol(ProtocolError),
    /// The command cannot be sent, because it is too long say.
    Command(Error),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect(error) => write!(f, "no connection: {error}"),
            Self::Login(failure) => failure.fmt(f),
            Self::LoginTimedOut => f.write_str("the login was not answered"),
            Self::Lost { sent: true } => f.write_str("the link died; the command may have run"),
            Self::Lost { sent: false } => f.write_str("the link died between two commands"),
            Self::Protocol(error) => error.fmt(f),
            Self::Command(error) => error.fmt(f),
        }
    }
}

/// Does all jobs at once. `timeout` is for connecting, for the login, and for
/// each reply.
pub(crate) fn run(jobs: Vec<Job>, timeout: Duration) -> io::Result<Vec<Report>> {
    let mut poll = Poll::new()?;
    let mut events = Events::with_capacity(256);
    let mut links = Vec::new();
    for (index, job) in jobs.into_iter().enumerate() {
        let mut link = Link::open(job, timeout)?;
        let both = Interest::READABLE | Interest::WRITABLE;
        poll.registry()
            .register(link.source(), Token(index), both)?;
        links.push(link);
    }
    while !links.iter().all(Link::is_done) {
        let next = links.iter().filter_map(Link::deadline).min();
        let wait = next.map(|at| at.saturating_duration_since(Instant::now()));
        match poll.poll(&mut events, wait) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            result => result?,
        }
        for event in &events {
            if let Some(link) = links.get_mut(event.token().0) {
                link.on_ready();
            }
        }
        for link in &mut links {
            if link.deadline().is_some_and(|at| at <= Instant::now()) {
                link.on_time();
            }
        }
    }
    Ok(links.into_iter().map(Link::into_report).collect())
}
