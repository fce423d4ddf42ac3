//! The protocol as a state machine: bytes and a clock in, bytes and events
//! out. It has no socket, clock or thread, so it can be driven by any
//! runtime and tested byte by byte.
//!
//! [The guide](crate::guide::event_loop) goes through a driver on a
//! non-blocking socket. In short: whoever drives it repeats, in this order:
//! 1. [`poll_event`](Session::poll_event) until there is none;
//! 2. [`transmit`](Session::transmit) until there is none or the stream takes
//!    no more, each time telling [`transmitted`](Session::transmitted);
//! 3. wait for bytes, at the longest until
//!    [`poll_timeout`](Session::poll_timeout);
//! 4. [`space`](Session::space) and [`received`](Session::received), or
//!    [`closed`](Session::closed), or, if nothing came,
//!    [`handle_timeout`](Session::handle_timeout).
//!
//! What a command may be, what is waited for and what is sent along with it
//! follows from what the login showed ([`Shape`]) and from what the server has
//! done since. Nothing is held without a limit: a packet that has to be whole
//! up to [`SessionConfig::max_packet`], 4 MiB of what nobody asked for between
//! two replies, and a reply not at all.

mod candidates;
mod config;
mod console;
mod deadline;
mod earlier;
mod effects;
mod event;
mod exchange;
mod ids;
mod incoming;
mod known;
mod lines;
mod login;
mod nudge;
mod open;
mod outbound;
mod sending;
mod stream;
mod timers;
mod unasked;
mod utf8;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;

use crate::game::Shape;
use crate::inbound::Part;
use crate::shown::Shown;

pub use crate::error::{Closed, LoginFailure, ProtocolError};
pub use crate::request::RequestId;
pub use config::{Execute, HalfClosing, SessionConfig, Wait};
pub(crate) use deadline::Deadline;
pub use event::{Event, Quirk};
pub use incoming::Ended;
pub(crate) use outbound::Outbound;
pub use outbound::{ToSend, Transmit};

use effects::{Effects, NextState, Reading, Told};
use ids::login_id;
use incoming::Incoming;
use known::Known;
use login::{Connected, Login};
use open::Open;

/// Each state owns what it alone needs.
enum State {
    Connected(Connected),
    LoggingIn(Login),
    Open(Box<Open>),
    /// What was known of the server in the end, where a login was answered.
    Closed(Option<Known>),
}

impl State {
    fn known(&self) -> Option<&Known> {
        match self {
            State::Connected(_) | State::LoggingIn(_) => None,
            State::Open(open) => Some(open.known()),
            State::Closed(known) => known.as_ref(),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            State::Connected(_) => "Connected",
            State::LoggingIn(_) => "LoggingIn",
            State::Open(open) if open.is_busy() => "Awaiting",
            State::Open(_) => "Ready",
            State::Closed(_) => "Closed",
        }
    }
}

/// One connection's state. See the [module](self) for how it is driven.
///
/// ```
/// use std::time::{Duration, Instant};
/// use rcon_proto::session::{Event, Execute, Session, SessionConfig, Transmit};
/// use rcon_proto::Packet;
///
/// let now = Instant::now();
/// let mut session = Session::new(SessionConfig::default().first_id(7));
/// session.login(&"secret".into(), Duration::from_secs(10), now)?;
/// let Some(Transmit::Segment(login)) = session.poll_transmit() else {
///     panic!("the login is to be sent");
/// };
/// assert_eq!(*login, Packet::new(7, 3, "secret").encode());
///
/// // A Source server answers with two packets.
/// session.receive(&Packet::new(7, 0, "").encode(), now);
/// session.receive(&Packet::new(7, 2, "").encode(), now);
/// assert!(matches!(session.poll_event(), Some(Event::LoggedIn { .. })));
///
/// let how = Execute::new(Duration::from_secs(10));
/// let request = session.execute(b"echo hi", how, now)?;
/// let id = request.wire_id();
/// session.receive(&Packet::new(id, 0, "hi").encode(), now);
/// session.receive(&Packet::new(id + 1, 0, "").encode(), now); // the probe's answer
/// assert!(matches!(session.poll_event(), Some(Event::Reply { bytes, .. }) if &*bytes == b"hi"));
/// assert!(matches!(session.poll_event(), Some(Event::ReplyEnded { .. })));
/// # Ok::<(), rcon_proto::Error>(())
/// ```
pub struct Session {
    config: SessionConfig,
    state: State,
    incoming: Incoming,
    outbound: Outbound,
    /// Events that carry nothing of the buffer's.
    events: VecDeque<Event<'static>>,
}

/// What a reader of a log can use: the buffer with the server's bytes is as
/// long as it is uninteresting, and may hold what nobody should see.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("config", &self.config)
            .field("state", &self.state.name())
            .field("known", &self.state.known())
            .field("unread", &self.incoming.unread())
            .finish_non_exhaustive()
    }
}

impl Session {
    /// A session on a stream that has just been opened. Nothing is sent.
    ///
    /// ```
    /// use rcon_proto::session::{Session, SessionConfig};
    ///
    /// let mut session = Session::new(SessionConfig::default());
    /// assert!(session.poll_transmit().is_none());
    /// assert!(session.poll_timeout().is_none());
    /// ```
    pub fn new(config: SessionConfig) -> Self {
        Self {
            state: State::Connected(Connected::new(login_id(config.first_id))),
            incoming: Incoming::new(),
            outbound: Outbound::default(),
            events: VecDeque::new(),
            config,
        }
    }

    /// What the login showed, or the game that was named says; `None` before
    /// the login.
    ///
    /// ```
    /// # use std::time::{Duration, Instant};
    /// use rcon_proto::{Packet, Shape, session::{Session, SessionConfig}};
    ///
    /// # let now = Instant::now();
    /// let mut session = Session::new(SessionConfig::default().first_id(7));
    /// session.login(&"secret".into(), Duration::from_secs(10), now)?;
    /// session.receive(&Packet::new(7, 2, "").encode(), now); // as Minecraft does
    /// while session.poll_event().is_some() {}
    /// assert_eq!(session.shape(), Some(Shape::OnePacket));
    /// assert!(session.is_authenticated() && !session.is_awaiting());
    /// # Ok::<(), rcon_proto::Error>(())
    /// ```
    pub fn shape(&self) -> Option<Shape> {
        self.state.known().map(|known| known.shape)
    }

    /// What the server has shown, for the next connection to it: what this one
    /// was told ([`ServerOptions::shown`](crate::ServerOptions::shown)), and what has come to it since. At
    /// any time, also when the session is over.
    ///
    /// ```
    /// # use std::time::{Duration, Instant};
    /// use rcon_proto::session::{Session, SessionConfig};
    /// use rcon_proto::{Packet, ServerOptions, Shape, Shown};
    ///
    /// # let now = Instant::now();
    /// let Ok(before) = "one-packet half-close=closes".parse::<Shown>();
    /// let server = ServerOptions::default().shown(before.clone());
    /// let mut session = Session::new(SessionConfig::default().first_id(7).server(server));
    /// session.login(&"secret".into(), Duration::from_secs(10), now)?;
    /// assert_eq!(session.shown(), &before);
    ///
    /// // It was another server, or has become one.
    /// session.receive(&Packet::new(7, 0, "").encode(), now);
    /// session.receive(&Packet::new(7, 2, "").encode(), now);
    /// while session.poll_event().is_some() {}
    /// assert_eq!(session.shown().to_string(), "source");
    /// # Ok::<(), rcon_proto::Error>(())
    /// ```
    pub fn shown(&self) -> &Shown {
        self.state
            .known()
            .map_or(&self.config.server.shown, Known::shown)
    }

    /// Whether the password was accepted and the stream is open.
    pub fn is_authenticated(&self) -> bool {
        matches!(self.state, State::Open(_))
    }

    /// Whether a reply is waited for, so that no other command is taken.
    pub fn is_awaiting(&self) -> bool {
        matches!(&self.state, State::Open(open) if open.is_busy())
    }

    /// Whether the session is over: nothing is sent any more, and no event
    /// follows those that are queued.
    pub fn is_closed(&self) -> bool {
        matches!(self.state, State::Closed(_))
    }

    /// The next event. The text in it lives until the next call. Ask until
    /// there is none, after every call that takes bytes, time or a command.
    ///
    /// ```
    /// # use std::time::{Duration, Instant};
    /// use rcon_proto::session::{Event, LoginFailure, Session, SessionConfig};
    ///
    /// # let now = Instant::now();
    /// let mut session = Session::new(SessionConfig::default());
    /// session.login(&"wrong".into(), Duration::from_secs(10), now)?;
    /// // A refusal: id -1, type 2.
    /// session.receive(b"\x0a\0\0\0\xff\xff\xff\xff\x02\0\0\0\0\0", now);
    /// assert_eq!(session.poll_event(), Some(Event::LoginFailed(LoginFailure::Refused)));
    /// assert!(session.poll_event().is_none() && session.is_closed());
    /// # Ok::<(), rcon_proto::Error>(())
    /// ```
    ///
    /// Invariant of the loop: events are given out in the order in which
    /// their causes came, so nothing is read while one is queued, and the
    /// stream's end is looked at when everything before it has been read.
    pub fn poll_event(&mut self) -> Option<Event<'_>> {
        loop {
            if let Some(event) = self.events.pop_front() {
                return Some(event);
            }
            let (incoming, config) = (&mut self.incoming, &self.config);
            let read = match &mut self.state {
                State::Connected(connected) => connected.read(incoming, config),
                State::LoggingIn(login) => login.read(incoming, config),
                State::Open(open) => open.read(incoming),
                State::Closed(_) => return None,
            };
            match read {
                Ok(Reading::Part(part, effects)) => {
                    if let Some(told) = self.follow_part(&part, effects) {
                        let bytes = Cow::Borrowed(self.incoming.bytes(&part));
                        return Some(told.with(bytes));
                    }
                }
                Ok(Reading::Rest(effects)) => self.follow(effects),
                Ok(Reading::Nothing) => return None,
                Err(error) => self.fail(error),
            }
        }
    }

    /// Does what follows from a part. Its text is told by whoever asked, if it
    /// is the next thing to be told, as it nearly always is: it is lent then,
    /// and else copied.
    fn follow_part(&mut self, part: &Part, mut effects: Effects) -> Option<Told> {
        let next = if effects.begins_with_text() {
            effects.told.take()
        } else {
            effects = effects.with_text(self.incoming.bytes(part));
            None
        };
        self.follow(effects);
        next
    }

    /// Does what follows.
    fn follow(&mut self, effects: Effects) {
        let Some(rest) = effects.into_rest() else {
            return;
        };
        self.events.extend(rest.before);
        self.events.extend(rest.after);
        if let Some(transmit) = rest.transmit {
            self.outbound.push(transmit);
        }
        match rest.next {
            NextState::Same => {}
            NextState::LoggedIn(begun) => {
                let (known, unasked) = *begun;
                self.incoming.believe();
                let login_id = login_id(self.config.first_id);
                let open = Open::new(login_id, known, unasked, self.config.max_packet);
                self.state = State::Open(Box::new(open));
            }
            NextState::Closed => {
                self.outbound.clear();
                self.state = State::Closed(self.state.known().cloned());
            }
        }
    }

    fn fail(&mut self, error: ProtocolError) {
        let closed = Closed::Protocol(error);
        self.follow(Effects::default().and_closed(closed));
    }
}
