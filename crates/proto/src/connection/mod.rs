//! A blocking connection: drives a session over a stream, with deadlines and
//! a way to be interrupted.

mod call;
mod collect;
mod drive;
mod login;
mod options;
mod wire;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::address::Address;
use crate::cancel::Cancel;
use crate::convar::CvarList;
use crate::dialect::Shape;
use crate::error::{ConnectError, Error, Lost, StateError};
use crate::observer::{Nobody, Observer};
use crate::pace::later;
use crate::password::Password;
use crate::reply::EndedBy;
use crate::session::{Closed, Execute, LoginFailure, RequestId, Session, SessionConfig, Wait};
use crate::transport::{Route, SLICE, Transport, Watch};

pub use call::execute;
use collect::Collect;
pub use collect::Reply;
use drive::Outcome;
pub use options::{ConnectOptions, ExecuteOptions};

/// Commands whose text is remembered, to name them when output comes late.
const REMEMBERED: usize = 64;

/// What a server of the Source shape is given at the least to begin a reply
/// that nobody waits for. Real ones lose nothing without it; imitators of them
/// read one packet a segment, and would be sent several in one.
const MOMENT: Duration = Duration::from_millis(100);

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
    /// The newest reply that has ended: parts that still come are more of it.
    ended: Option<RequestId>,
    /// Whether anything has come over this connection.
    heard: bool,
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
        let took = (opened - started).as_secs_f64() * 1000.0;
        log::debug!("connected to {address} in {took:.1} ms");
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
            ended: None,
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
            | Outcome::LoginTimedOut { .. }
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
        let until = later(Instant::now(), at_most);
        while self.transport.is_some() && !self.options.cancel.is_cancelled() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || self.receive(left, &mut Nobody) {
                break;
            }
        }
        self.take_events(&mut Nobody);
    }

    /// Ends the use of the connection where it turns out only now that the last
    /// command was the last: tells the server so, and reads what is still to
    /// come of a reply whose end was provisional, until the server closes or
    /// is silent. Closes the connection.
    pub fn conclude(&mut self, observer: &mut dyn Observer) {
        let silence = self.session.concluding_silence();
        let deadline = later(Instant::now(), self.options.timeout);
        if let Some(transport) = &mut self.transport
            && transport.can_half_close()
        {
            // Broken already: what was sent before can be read all the same.
            let _ = transport.half_close();
        }
        let mut heard = Instant::now();
        while !self.is_closed() && !self.options.cancel.is_cancelled() && !observer.stop() {
            let end = deadline.min(later(heard, silence));
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            if self.receive(left.min(SLICE), observer) {
                heard = Instant::now();
            }
            self.take_events(observer);
        }
        self.close();
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
        // Kept to name it when output comes late; a password is not kept.
        let text = if wire::mentions_password(command) {
            "a command about a password".to_owned()
        } else {
            String::from_utf8_lossy(command).into_owned()
        };
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
