//! A blocking connection: drives a session over a stream, with deadlines and
//! a way to be interrupted.

mod collect;
mod options;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::address::Address;
use crate::cancel::Cancel;
use crate::convar::CvarList;
use crate::dialect::Shape;
use crate::error::{ConnectError, Error, Lost, StateError};
use crate::observer::{Nobody, Observer};
use crate::password::Password;
use crate::reply::EndedBy;
use crate::session::{
    Closed, Event, Execute, LoginFailure, RequestId, Session, SessionConfig, Transmit, Wait,
};
use crate::transport::{Read, Route, SLICE, Transport, Watch};

use collect::Collect;
pub use collect::Reply;
pub use options::{ConnectOptions, ExecuteOptions};

/// Commands whose text is remembered, to name them when output comes late.
const REMEMBERED: usize = 64;

/// What a server of the Source shape is given at the least to begin a reply
/// that nobody waits for. Real ones lose nothing without it; imitators of them
/// read one packet a segment, and would be sent several in one.
const MOMENT: Duration = Duration::from_millis(100);

/// How much is read before a send while the server keeps sending, in bytes.
const LOOK_LIMIT: usize = 1 << 20;

/// One connection to a server. Dropping it closes it.
///
/// ```no_run
/// use rcon_proto::{ConnectOptions, Connection};
///
/// let mut connection = Connection::connect("127.0.0.1:27015", ConnectOptions::default())?;
/// connection.authenticate(&"secret".into())?;
/// println!("{}", connection.execute("status")?.text_lossy());
/// # Ok::<(), rcon_proto::Error>(())
/// ```
#[derive(Debug)]
pub struct Connection {
    address: Address,
    options: ConnectOptions,
    /// `None` once closed.
    transport: Option<Transport>,
    session: Session,
    opened: Instant,
    /// How long the connection took, which its login's deadline is less by.
    connecting: Duration,
    round_trip: Option<Duration>,
    sent: VecDeque<(RequestId, String)>,
    /// Whether anything has come over this connection.
    heard: bool,
}

/// What ends a wait.
#[derive(Debug)]
enum Outcome {
    LoggedIn,
    LoginFailed(LoginFailure),
    LoginTimedOut,
    Ended(EndedBy),
    TimedOut { begun: bool, after: Duration },
    Closed(Closed),
}

impl Connection {
    /// Opens a connection. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Error::Address`] for a text that is none, [`Error::Connect`] when
    /// there is no connection to be had within the timeout.
    pub fn connect<A>(address: A, options: ConnectOptions) -> Result<Self, Error>
    where
        A: TryInto<Address>,
        Error: From<A::Error>,
    {
        let address = address.try_into()?;
        let started = Instant::now();
        let transport = Transport::open(&Route {
            address: &address,
            proxy_command: options.proxy_command.as_deref(),
            timeout: options.timeout,
            cancel: &options.cancel,
        })
        .map_err(|error| match error {
            Error::Authentication(LoginFailure::Closed { .. }) if options.settle.is_some() => {
                Error::Connect(ConnectError::Dropped(address.clone()))
            }
            error => error,
        })?;
        let opened = Instant::now();
        log::debug!("connected to {address} in {:?}", opened - started);
        let session = Session::new(SessionConfig {
            game: options.game,
            max_command: options.max_command,
            max_packet: options.max_reply,
            ..SessionConfig::default()
        });
        let mut connection = Self {
            address,
            options,
            transport: Some(transport),
            session,
            opened,
            connecting: opened - started,
            round_trip: None,
            sent: VecDeque::new(),
            heard: false,
        };
        connection.settle()?;
        Ok(connection)
    }

    /// Connects and logs in.
    ///
    /// # Errors
    ///
    /// Those of [`connect`](Self::connect) and
    /// [`authenticate`](Self::authenticate).
    pub fn open<A>(address: A, password: &Password, options: ConnectOptions) -> Result<Self, Error>
    where
        A: TryInto<Address>,
        Error: From<A::Error>,
    {
        let mut connection = Self::connect(address, options)?;
        connection.authenticate(password)?;
        Ok(connection)
    }

    /// Waits a moment, where that is asked for, to see whether this
    /// connection lasts: a port-forwarder takes one also when there is no
    /// server behind it.
    fn settle(&mut self) -> Result<(), Error> {
        let Some(settle) = self.options.settle else {
            return Ok(());
        };
        let until = Instant::now() + settle;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            self.receive(left, &mut Nobody);
            // A welcome is of no interest here, an end is.
            self.take_events(&mut Nobody);
            if self.transport.is_none() || self.session.is_closed() {
                return Err(Error::Connect(ConnectError::Dropped(self.address.clone())));
            }
        }
    }

    /// Logs in. A failed login closes the connection.
    ///
    /// # Errors
    ///
    /// [`Error::Authentication`], which tells a refusal from a close before
    /// the answer; [`Error::LoginTimeout`]; [`Error::Protocol`] when this is
    /// no RCON server.
    pub fn authenticate(&mut self, password: &Password) -> Result<(), Error> {
        self.authenticate_with(password, &mut Nobody)
    }

    /// As [`authenticate`](Self::authenticate), telling what else arrives.
    ///
    /// # Errors
    ///
    /// As [`authenticate`](Self::authenticate).
    pub fn authenticate_with(
        &mut self,
        password: &Password,
        observer: &mut dyn Observer,
    ) -> Result<(), Error> {
        // What came before anything was asked is no answer.
        if let Some(outcome) = self.look(observer) {
            let error = self.login_error(outcome);
            self.close();
            return Err(error);
        }
        let left = self
            .options
            .timeout
            .saturating_sub(self.connecting)
            .max(Duration::from_millis(1));
        self.session.login(password, left, Instant::now())?;
        log::debug!("login sent to {}", self.address);
        let outcome = self.drive(None, observer);
        let result = match outcome {
            Ok(Outcome::LoggedIn) => return Ok(()),
            Ok(outcome) => Err(self.login_error(outcome)),
            Err(error) => Err(error),
        };
        self.close();
        result
    }

    fn login_error(&mut self, outcome: Outcome) -> Error {
        match outcome {
            Outcome::LoginFailed(LoginFailure::Closed { said }) => {
                let obituary = self.transport.as_mut().and_then(Transport::obituary);
                match obituary {
                    Some(detail) if !self.heard => Error::Connect(ConnectError::Proxy {
                        address: self.address.clone(),
                        detail,
                    }),
                    _ => Error::Authentication(LoginFailure::Closed { said }),
                }
            }
            Outcome::LoginFailed(failure) => Error::Authentication(failure),
            Outcome::LoginTimedOut => Error::LoginTimeout {
                after: self.options.timeout,
            },
            other => Self::command_error(other),
        }
    }

    fn command_error(outcome: Outcome) -> Error {
        match outcome {
            Outcome::TimedOut { begun: true, after } => Error::Unfinished { after },
            Outcome::TimedOut {
                begun: false,
                after,
            } => Error::Timeout { after },
            Outcome::Closed(Closed::Protocol(error)) => Error::Protocol(error),
            Outcome::Closed(Closed::Awaiting { .. }) => Error::Lost(Lost::AfterSend),
            Outcome::Closed(Closed::Idle | Closed::IdsTellNothing) => Error::Lost(Lost::Idle),
            Outcome::LoggedIn
            | Outcome::LoginFailed(_)
            | Outcome::LoginTimedOut
            | Outcome::Ended(_) => Error::State(StateError::Closed),
        }
    }

    /// Sends a command and waits for its reply, which is kept whole.
    ///
    /// # Errors
    ///
    /// [`Error::Timeout`] and [`Error::Unfinished`]: the reply is lost, the
    /// connection is not. [`Error::Lost`] with [`Lost::Idle`]: nothing was
    /// sent; with [`Lost::AfterSend`]: the outcome is unknown.
    /// [`Error::Protocol`] also for a reply beyond
    /// [`max_reply`](ConnectOptions::max_reply). [`Error::Message`]: nothing
    /// was sent.
    pub fn execute(&mut self, command: &str) -> Result<Reply, Error> {
        self.execute_bytes(command.as_bytes(), &ExecuteOptions::default())
    }

    /// As [`execute`](Self::execute), with a timeout of its own or as the
    /// last command.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute).
    pub fn execute_bytes(&mut self, command: &[u8], how: &ExecuteOptions) -> Result<Reply, Error> {
        let mut collect = Collect::new(self.options.max_reply);
        let by = self.execute_with(command, how, &mut collect);
        match collect.finish() {
            Ok(bytes) => Ok(Reply::new(bytes, by?)),
            Err(error) => {
                self.close();
                Err(Error::Protocol(error))
            }
        }
    }

    /// Sends a command, and hands its reply to the observer as it arrives:
    /// nothing is kept, however long it is.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute).
    pub fn execute_with(
        &mut self,
        command: &[u8],
        how: &ExecuteOptions,
        observer: &mut dyn Observer,
    ) -> Result<EndedBy, Error> {
        let timeout = how.timeout.unwrap_or(self.options.timeout);
        self.begin(command, timeout, Wait::Reply, how.last, observer)?;
        self.finish(how.cancel.as_ref(), observer)
    }

    /// Sends a command and does not wait for its reply, except that where
    /// `more` commands will follow its first packet is waited for: some servers
    /// lose what they are sent before that. Those of the Source shape are
    /// given only a moment for it.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute), of what can happen so far.
    pub fn send(&mut self, command: &[u8], more: bool) -> Result<(), Error> {
        let timeout = self.options.timeout;
        if more {
            let moment = self.round_trip.unwrap_or_default() * 2 + MOMENT;
            let patient = self.session.shape() == Some(Shape::OnePacket);
            let at_most = if patient {
                timeout
            } else {
                moment.min(timeout)
            };
            self.begin(command, at_most, Wait::Begun, false, &mut Nobody)?;
            return match self.finish(None, &mut Nobody) {
                Err(Error::Timeout { .. } | Error::Unfinished { .. }) if !patient => Ok(()),
                result => result.map(drop),
            };
        }
        self.begin(command, timeout, Wait::Nothing, false, &mut Nobody)?;
        self.flush();
        if self.transport.is_none() {
            return Err(Error::Lost(Lost::AfterSend));
        }
        Ok(())
    }

    /// Gives a server that was sent something unawaited the time to read it:
    /// a close with an unread answer resets the link, and what the server
    /// has not read by then is lost. Waits for the first sign of an answer,
    /// and at most this long.
    pub fn linger(&mut self, at_most: Duration) {
        let until = Instant::now() + at_most;
        while self.transport.is_some() && !self.options.cancel.is_cancelled() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || self.receive(left, &mut Nobody) {
                break;
            }
        }
        self.take_events(&mut Nobody);
    }

    fn begin(
        &mut self,
        command: &[u8],
        timeout: Duration,
        wait: Wait,
        last: bool,
        observer: &mut dyn Observer,
    ) -> Result<(), Error> {
        self.look(observer);
        if self.transport.is_none() || self.session.is_closed() {
            self.close();
            return Err(Error::Lost(Lost::Idle));
        }
        let last = last
            && self
                .transport
                .as_ref()
                .is_some_and(Transport::can_half_close);
        let how = Execute {
            timeout,
            wait,
            last,
        };
        let request = match self.session.execute(command, how, Instant::now()) {
            Err(Error::State(StateError::Closed)) => {
                self.close();
                return Err(Error::Lost(Lost::Idle));
            }
            result => result?,
        };
        observer.sent(request);
        let text = String::from_utf8_lossy(command).into_owned();
        self.sent.push_back((request, text));
        if self.sent.len() > REMEMBERED {
            self.sent.pop_front();
        }
        Ok(())
    }

    fn finish(
        &mut self,
        cancel: Option<&Cancel>,
        observer: &mut dyn Observer,
    ) -> Result<EndedBy, Error> {
        match self.drive(cancel, observer) {
            Ok(Outcome::Ended(by)) => Ok(by),
            Ok(outcome) => {
                if matches!(outcome, Outcome::Closed(_)) {
                    self.close();
                }
                Err(Self::command_error(outcome))
            }
            Err(error) => Err(error),
        }
    }

    /// Does what the session wants until something ends the wait.
    ///
    /// Invariant of the loop: every event of what was read has been told, and
    /// everything that is to be sent was sent, before more is read.
    fn drive(
        &mut self,
        cancel: Option<&Cancel>,
        observer: &mut dyn Observer,
    ) -> Result<Outcome, Error> {
        let cancel = cancel.unwrap_or(&self.options.cancel).clone();
        loop {
            if let Some(outcome) = self.take_events(observer) {
                return Ok(outcome);
            }
            self.flush();
            if observer.stop() {
                self.close();
                return Err(Error::Interrupted);
            }
            if cancel.is_cancelled() {
                observer.pause();
                self.session.give_up();
                self.take_events(observer);
                return Err(Error::Interrupted);
            }
            let now = Instant::now();
            let due = self.session.poll_timeout();
            let wait = due.map_or(SLICE, |at| at.saturating_duration_since(now).min(SLICE));
            if !self.receive(wait, observer)
                && let Some(at) = due
                && Instant::now() >= at
            {
                self.session.handle_timeout(Instant::now());
            }
        }
    }

    /// Reads once. Whether anything happened.
    fn receive(&mut self, wait: Duration, observer: &mut dyn Observer) -> bool {
        let Some(transport) = &mut self.transport else {
            self.session.closed(true);
            return true;
        };
        let read = if wait.is_zero() {
            transport.read_now(self.session.space())
        } else {
            let space = self.session.space();
            // Output is held while more is at hand; about to wait, it goes.
            observer.pause();
            transport.read(space, wait)
        };
        self.on_read(read)
    }

    fn on_read(&mut self, read: Read) -> bool {
        match read {
            Read::Data(count) => {
                log::trace!("{count} bytes from {}", self.address);
                self.heard = true;
                self.session.received(count, Instant::now());
            }
            Read::Nothing => return false,
            Read::End => {
                log::debug!("{} closed the connection", self.address);
                self.session.closed(false);
            }
            Read::Broken(error) => {
                log::debug!("connection to {} broke: {error}", self.address);
                self.session.closed(true);
            }
        }
        true
    }

    /// Reads without waiting until nothing more is there, so that an end that
    /// hides behind other things is seen before anything is sent into it.
    fn look(&mut self, observer: &mut dyn Observer) -> Option<Outcome> {
        let mut seen = 0;
        let mut outcome = None;
        while seen < LOOK_LIMIT {
            let Some(transport) = &mut self.transport else {
                break;
            };
            let read = transport.read_now(self.session.space());
            if let Read::Data(count) = read {
                seen += count;
            }
            let more = matches!(read, Read::Data(_));
            self.on_read(read);
            outcome = outcome.or(self.take_events(observer));
            if !more {
                break;
            }
        }
        outcome
    }

    /// Tells the observer what the session has to say. The first event that
    /// ends a wait is returned, when all have been told.
    fn take_events(&mut self, observer: &mut dyn Observer) -> Option<Outcome> {
        let mut outcome = None;
        let mut held_up = Duration::ZERO;
        while let Some(event) = self.session.poll_event() {
            let ends = match event {
                Event::Reply { request, bytes } => {
                    held_up += timed(|| observer.reply(request, &bytes));
                    None
                }
                Event::Late { request, bytes } => {
                    let sent = self.sent.iter().find(|(id, _)| *id == request);
                    let command = sent.map_or("", |(_, text)| text.as_str());
                    held_up += timed(|| observer.late(command, &bytes));
                    None
                }
                Event::Unsolicited { bytes, .. } => {
                    held_up += timed(|| observer.unsolicited(&bytes));
                    None
                }
                Event::Quirk(quirk) => {
                    observer.quirk(quirk);
                    None
                }
                Event::LoggedIn { round_trip, shape } => {
                    log::debug!("logged in to {} ({shape:?})", self.address);
                    self.round_trip = Some(round_trip);
                    Some(Outcome::LoggedIn)
                }
                Event::LoginFailed(failure) => Some(Outcome::LoginFailed(failure)),
                Event::LoginTimedOut { .. } => Some(Outcome::LoginTimedOut),
                Event::ReplyEnded { by, .. } => {
                    log::debug!("reply ended by {by:?}");
                    Some(Outcome::Ended(by))
                }
                Event::ReplyTimedOut { begun, after, .. } => {
                    Some(Outcome::TimedOut { begun, after })
                }
                Event::Closed(closed) => Some(Outcome::Closed(closed)),
            };
            outcome = outcome.or(ends);
        }
        if !held_up.is_zero() {
            self.session.excuse(held_up);
        }
        outcome
    }

    fn flush(&mut self) {
        while let Some(transmit) = self.session.poll_transmit() {
            let Some(transport) = &mut self.transport else {
                return;
            };
            let sent = match transmit {
                Transmit::Segment(bytes) => {
                    log::trace!("{} bytes to {}", bytes.len(), self.address);
                    transport.write(&bytes, self.options.timeout)
                }
                Transmit::HalfClose => transport.half_close(),
            };
            if let Err(error) = sent {
                log::debug!("sending to {} failed: {error}", self.address);
                self.drain();
                self.session.closed(true);
            }
        }
    }

    /// What the server said before it closed may still be there to be read.
    fn drain(&mut self) {
        while let Some(transport) = &mut self.transport {
            match transport.read_now(self.session.space()) {
                Read::Data(count) => self.session.received(count, Instant::now()),
                _ => return,
            }
        }
    }

    /// Reads what has arrived while nothing was under way, and tells it.
    /// `false` when the connection is over.
    pub fn poll_idle(&mut self, observer: &mut dyn Observer) -> bool {
        self.look(observer);
        observer.pause();
        !self.is_closed()
    }

    /// Something to wait on for a thread that does not hold the connection;
    /// when it says so, [`poll_idle`](Self::poll_idle) has something to read.
    ///
    /// # Errors
    ///
    /// [`Error::Lost`] when the connection is closed already.
    pub fn watch(&self) -> Result<Watch, Error> {
        let transport = self.transport.as_ref();
        transport
            .and_then(|transport| transport.watch().ok())
            .ok_or(Error::Lost(Lost::Idle))
    }

    /// The server's convars and commands, as its `cvarlist` has them.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute). A reply in which nothing is found is an
    /// empty list.
    pub fn cvarlist(&mut self) -> Result<CvarList, Error> {
        Ok(CvarList::parse(self.execute("cvarlist")?.bytes()))
    }

    /// Closes the connection. Doing so twice is no error.
    pub fn close(&mut self) {
        self.transport = None;
        self.session.closed(false);
        while self.session.poll_event().is_some() {}
    }

    /// Changes the deadline of replies from now on.
    pub fn set_timeout(&mut self, timeout: Duration) {
        self.options.timeout = timeout;
    }

    /// How it was made.
    pub fn options(&self) -> &ConnectOptions {
        &self.options
    }

    /// Where to.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// What the login showed; `None` before it.
    pub fn shape(&self) -> Option<Shape> {
        self.session.shape()
    }

    /// From sending the login to its answer; `None` before it.
    pub fn round_trip(&self) -> Option<Duration> {
        self.round_trip
    }

    /// Since when the stream is open.
    pub fn opened(&self) -> Instant {
        self.opened
    }

    /// Whether the stream is open, as far as is known.
    pub fn is_connected(&self) -> bool {
        self.transport.is_some() && !self.session.is_closed()
    }

    /// Whether the password was accepted and the stream is open.
    pub fn is_authenticated(&self) -> bool {
        self.transport.is_some() && self.session.is_authenticated()
    }

    /// Whether the stream is closed.
    pub fn is_closed(&self) -> bool {
        !self.is_connected()
    }
}

/// How long a call took.
fn timed(call: impl FnOnce()) -> Duration {
    let before = Instant::now();
    call();
    before.elapsed()
}

/// One command in a connection of its own: connects, logs in, executes,
/// closes.
///
/// # Errors
///
/// Those of [`Connection::open`] and [`Connection::execute`].
///
/// ```no_run
/// let reply = rcon_proto::execute("127.0.0.1:27015", "secret", "echo Hello")?;
/// assert_eq!(reply, "Hello\n");
/// # Ok::<(), rcon_proto::Error>(())
/// ```
pub fn execute<A>(address: A, password: &str, command: &str) -> Result<String, Error>
where
    A: TryInto<Address>,
    Error: From<A::Error>,
{
    let options = ConnectOptions::default();
    let mut connection = Connection::open(address, &password.into(), options)?;
    let how = ExecuteOptions {
        last: true,
        ..ExecuteOptions::default()
    };
    let reply = connection.execute_bytes(command.as_bytes(), &how)?;
    Ok(reply.text_lossy().into_owned())
}
