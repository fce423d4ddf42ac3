// One session on its socket.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::Shutdown;
use std::time::{Duration, Instant};

use mio::event::Source;
use mio::net::TcpStream;
use rcon_proto::Error;
use rcon_proto::session::{
    Closed, Ended, Event, Execute, HalfClosing, ProtocolError, RequestId, Session, ToSend,
};

use super::{Failure, Job, Report};

/// A session keeps no reply; whoever does sets a limit, in bytes.
const MAX_REPLY: usize = 16 << 20;

/// Reads of one link in a row: a server that never stops sending is not to
/// keep the others waiting.
const READS_IN_A_ROW: usize = 16;

/// One server, its session and its socket.
pub(super) struct Link {
    stream: TcpStream,
    session: Session,
    job: Job,
    timeout: Duration,
    /// Until when the connection has to be there; `None` once it is.
    connecting: Option<Instant>,
    /// Nothing more can be written.
    mute: bool,
    /// There may be more to read than was read.
    more: bool,
    /// Nothing is under way: the next command can go.
    idle: bool,
    /// The commands that were sent, with as much of each reply as has come.
    asked: Vec<(RequestId, Option<Vec<u8>>)>,
    failure: Option<Failure>,
    done: bool,
}

/// What an event asks of its link.
enum Step {
    Go,
    Idle,
    /// Nothing came in time; the session goes on.
    NoReply,
    Stop(Failure),
}

impl Link {
    pub(super) fn open(job: Job, timeout: Duration) -> io::Result<Self> {
        Ok(Self {
            stream: TcpStream::connect(job.address)?,
            session: Session::new(job.config.clone()),
            job,
            timeout,
            connecting: Some(Instant::now() + timeout),
            mute: false,
            more: false,
            idle: false,
            asked: Vec::new(),
            failure: None,
            done: false,
        })
    }

    /// What is registered with the event loop.
    pub(super) fn source(&mut self) -> &mut impl Source {
        &mut self.stream
    }

    pub(super) fn is_done(&self) -> bool {
        self.done
    }

    /// When this link wants to be woken although nothing has happened to its
    /// socket. It changes with whatever is told to the session.
    pub(super) fn deadline(&self) -> Option<Instant> {
        match self.connecting {
            _ if self.done => None,
            Some(until) => Some(until),
            None if self.more => Some(Instant::now()),
            None => self.session.poll_timeout(),
        }
    }

    /// The socket can be read, or written, or has failed. The loop hears of a
    /// change once, so all of it is used up.
    pub(super) fn on_ready(&mut self) {
        if self.done || !self.is_connected() {
            return;
        }
        self.read();
        self.turn();
    }

    /// The deadline has passed. The session is told so only when the socket
    /// was looked at and had nothing: bytes that wait there are no silence.
    pub(super) fn on_time(&mut self) {
        if self.connecting.is_some() {
            self.stop(Failure::Connect(ErrorKind::TimedOut.into()));
            return;
        }
        if !self.read() {
            self.session.handle_timeout(Instant::now());
        }
        self.turn();
    }

    /// What follows from what was read. The next command goes only now, when
    /// there is nothing more to read, as a rule: an end that hides there would
    /// be found behind the command, and nobody could tell whether it ran.
    fn turn(&mut self) {
        self.take_events();
        if self.idle && !self.done {
            self.idle = false;
            self.next_command();
            self.take_events();
        }
        self.flush();
    }

    /// Whether there is a connection. The moment there is, the login goes out.
    fn is_connected(&mut self) -> bool {
        if self.connecting.is_none() {
            return true;
        }
        let error = self.stream.take_error().unwrap_or_else(Some);
        match error.map_or_else(|| self.stream.peer_addr().map(drop), Err) {
            Ok(()) => {
                self.connecting = None;
                // A segment is to leave when it is written.
                let _ = self.stream.set_nodelay(true);
                let (password, now) = (&self.job.password, Instant::now());
                if let Err(error) = self.session.login(password, self.timeout, now) {
                    self.stop(Failure::Command(error));
                }
                true
            }
            // Woken too early.
            Err(error) if error.kind() == ErrorKind::NotConnected => false,
            Err(error) => {
                self.stop(Failure::Connect(error));
                false
            }
        }
    }

    /// Reads what is there. Whether there was anything, an end too.
    ///
    /// Invariant of the loop: all events of what was read have been taken
    /// before more is read.
    fn read(&mut self) -> bool {
        self.more = false;
        for turn in 0..READS_IN_A_ROW {
            if self.done {
                return true;
            }
            match self.stream.read(self.session.space()) {
                Ok(0) => self.session.closed(Ended::Cleanly),
                Ok(count) => self.session.received(count, Instant::now()),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return turn > 0,
                Err(_) => self.session.closed(Ended::WithError),
            }
            self.take_events();
        }
        self.more = true;
        true
    }

    /// Writes until there is nothing to write or the system takes no more; a
    /// change of that wakes the link again.
    fn flush(&mut self) {
        while !self.done && !self.mute {
            let written = match self.session.transmit() {
                None => return,
                // One call where the system takes it all, which it does but for
                // commands of a megabyte.
                Some(ToSend::Bytes(bytes)) => self.stream.write(bytes),
                Some(ToSend::HalfClose) => self.stream.shutdown(Shutdown::Write).map(|()| 0),
            };
            match written {
                Ok(count) => self.session.transmitted(count),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(_) => {
                    // The server has closed. Reading comes to that, behind what
                    // it said before: the reply, or the reason.
                    self.mute = true;
                    self.more = true;
                }
            }
        }
    }

    fn take_events(&mut self) {
        while !self.done {
            // An event borrows from the session, so what follows from it is
            // done when it is gone.
            let step = match self.session.poll_event() {
                None => return,
                Some(Event::LoggedIn { .. } | Event::ReplyEnded { .. }) => Step::Idle,
                Some(Event::Reply { request, bytes }) => {
                    // Not always the newest command's: see `EndedBy::is_provisional`.
                    let asked = self.asked.iter_mut().rev().find(|(id, _)| *id == request);
                    match asked {
                        Some((_, Some(reply))) if reply.len() + bytes.len() > MAX_REPLY => {
                            let limit = MAX_REPLY;
                            Step::Stop(Failure::Protocol(ProtocolError::ReplyTooLarge { limit }))
                        }
                        Some((_, Some(reply))) => {
                            reply.extend_from_slice(&bytes);
                            Step::Go
                        }
                        _ => Step::Go,
                    }
                }
                Some(Event::ReplyTimedOut { .. }) => Step::NoReply,
                Some(Event::LoginFailed(failure)) => Step::Stop(Failure::Login(failure)),
                Some(Event::LoginTimedOut { .. }) => Step::Stop(Failure::LoginTimedOut),
                Some(Event::Closed(Closed::Protocol(error))) => {
                    Step::Stop(Failure::Protocol(error))
                }
                Some(Event::Closed(closed)) => Step::Stop(Failure::Lost {
                    sent: matches!(closed, Closed::Awaiting { .. }),
                }),
                // Late output, chat, a server's known fault, a line break that
                // the server has left out: for a log, or a screen.
                Some(_) => Step::Go,
            };
            match step {
                Step::Go => {}
                Step::Idle => self.finish_or_go_on(),
                Step::NoReply => {
                    if let Some((_, reply)) = self.asked.last_mut() {
                        *reply = None;
                    }
                    self.finish_or_go_on();
                }
                Step::Stop(failure) => self.stop(failure),
            }
        }
    }

    fn finish_or_go_on(&mut self) {
        self.done = self.asked.len() == self.job.commands.len();
        self.idle = !self.done;
    }

    fn next_command(&mut self) {
        let Some(command) = self.job.commands.get(self.asked.len()) else {
            return;
        };
        let last = self.asked.len() + 1 == self.job.commands.len();
        let half_closing = if last {
            HalfClosing::NothingFollows
        } else {
            HalfClosing::Never
        };
        let how = Execute::new(self.timeout).half_closing(half_closing);
        match self
            .session
            .execute(command.as_bytes(), how, Instant::now())
        {
            Ok(request) => self.asked.push((request, Some(Vec::new()))),
            // `Event::Closed` says why.
            Err(Error::State(_)) => {}
            Err(error) => self.stop(Failure::Command(error)),
        }
    }

    fn stop(&mut self, failure: Failure) {
        self.failure = Some(failure);
        self.done = true;
    }

    pub(super) fn into_report(mut self) -> Report {
        if matches!(self.failure, Some(Failure::Lost { sent: true })) {
            // Its reply is no reply.
            self.asked.pop();
        }
        Report {
            replies: self.asked.into_iter().map(|(_, reply)| reply).collect(),
            failure: self.failure,
        }
    }
}
