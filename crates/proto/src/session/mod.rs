//! The protocol as a state machine: bytes and a clock in, bytes and events
//! out. It has no socket, clock or thread, so it can be driven by any
//! runtime and tested byte by byte.
//!
//! [The guide](crate::guide::event_loop) goes through a driver on a
//! non-blocking socket. In short: whoever drives it repeats, in this order:
//! 1. [`poll_event`](Session::poll_event) until there is none;
//! 2. [`poll_transmit`](Session::poll_transmit) until there is none, each
//!    [`Transmit::Segment`] written in one call;
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

mod awaiting;
mod config;
mod ending;
mod event;
mod foreign;
mod ids;
mod lines;
mod nudge;
mod reading;
mod sending;
mod stream;
mod timers;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::time::{Duration, Instant};

use crate::auth::{LoginRule, Said};
use crate::game::Shape;
use crate::inbound::Inbound;
use crate::pace::Pace;
use crate::reply::Learned;

pub use crate::error::{Closed, LoginFailure, ProtocolError};
pub use crate::request::RequestId;
use awaiting::Awaiting;
pub use config::{Execute, SessionConfig, Transmit, Wait};
pub use event::{Event, Quirk};
use ids::Ids;
use lines::LastLine;
use reading::Told;

/// The largest packet that is believed before a login is answered, in bytes.
/// Real ones have 14; a banned address may be told so in a sentence. The first
/// four bytes of SSH, HTTP, SMTP or TLS read as a size are beyond it.
const LOGIN_PACKET_LIMIT: usize = 0xffff;

#[derive(Debug)]
enum State {
    Connected,
    LoggingIn {
        rule: LoginRule,
        sent: Instant,
        timeout: Duration,
    },
    Ready,
    Awaiting(Box<Awaiting>),
    Closed,
}

/// The reply before the present one, to which late parts still belong.
#[derive(Debug, Clone, Copy)]
struct Previous {
    id: i32,
    /// More of it may come and is put in its place.
    open: bool,
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
    inbound: Inbound,
    outbound: VecDeque<Transmit>,
    /// Events that carry nothing of the buffer's.
    events: VecDeque<Event<'static>>,
    ids: Ids,
    pace: Pace,
    learned: Learned,
    shape: Option<Shape>,
    previous: Option<Previous>,
    /// A command that was given up without a sign of its reply: what comes
    /// under a foreign id may be that.
    given_up_silent: bool,
    /// Foreign ids that were seen while nothing was under way.
    idle_ids: VecDeque<i32>,
    said: Said,
    last_line: LastLine,
    /// Bytes nobody asked for, since the last packet of a reply.
    unsolicited_bytes: usize,
    /// When bytes last came, and when they were last sent.
    heard: Option<Instant>,
    spoke: Option<Instant>,
    /// The stream has ended: set when told, dealt with when all is read.
    ended: Option<Ended>,
}

#[derive(Debug, Clone, Copy)]
struct Ended {
    reset: bool,
}

/// What a reader of a log can use: the buffer with the server's bytes is as
/// long as it is uninteresting, and may hold what nobody should see.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("config", &self.config)
            .field("state", &self.state)
            .field("shape", &self.shape)
            .field("learned", &self.learned)
            .field("unread", &self.inbound.unread().len())
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
        let mut inbound = Inbound::new();
        inbound.limit_size(LOGIN_PACKET_LIMIT);
        Self {
            state: State::Connected,
            inbound,
            outbound: VecDeque::new(),
            events: VecDeque::new(),
            ids: Ids::starting_at(config.first_id),
            pace: Pace::default(),
            learned: Learned::default(),
            shape: None,
            previous: None,
            given_up_silent: false,
            idle_ids: VecDeque::new(),
            said: Said::default(),
            last_line: LastLine::default(),
            unsolicited_bytes: 0,
            heard: None,
            spoke: None,
            ended: None,
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
        self.shape
    }

    /// Whether the password was accepted and the stream is open.
    pub fn is_authenticated(&self) -> bool {
        matches!(self.state, State::Ready | State::Awaiting(_))
    }

    /// Whether a reply is waited for, so that no other command is taken.
    pub fn is_awaiting(&self) -> bool {
        matches!(self.state, State::Awaiting(_))
    }

    /// Whether the session is over: nothing is sent any more, and no event
    /// follows those that are queued.
    pub fn is_closed(&self) -> bool {
        matches!(self.state, State::Closed)
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
            if self.is_closed() {
                return None;
            }
            match self.next_part() {
                Ok(Some(part)) if self.disowns_candidates(&part) => {
                    self.candidates_were_unsolicited();
                    self.queue_part(&part);
                }
                Ok(Some(part)) if self.may_break_line(&part) => self.queue_part(&part),
                Ok(Some(part)) => {
                    if let Some(told) = self.on_part(&part) {
                        self.note_line(told, &part);
                        let bytes = Cow::Borrowed(self.inbound.bytes(part.range));
                        return Some(told.with(bytes));
                    }
                }
                Ok(None) => match self.ended.take() {
                    Some(ended) => self.on_end(ended),
                    None if self.is_overdue() => {}
                    None => return None,
                },
                Err(bad) => self.on_bad(bad),
            }
        }
    }

    fn fail(&mut self, error: ProtocolError) {
        self.end_with(Event::Closed(Closed::Protocol(error)));
    }

    fn end_with(&mut self, event: Event<'static>) {
        self.state = State::Closed;
        self.outbound.clear();
        self.events.push_back(event);
    }
}
