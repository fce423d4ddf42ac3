//! The protocol as a state machine: bytes and a clock in, bytes and events
//! out. It has no socket, clock or thread, so it can be driven by any
//! runtime and tested byte by byte.
//!
//! Whoever drives it repeats, in this order:
//! 1. [`poll_event`](Session::poll_event) until there is none;
//! 2. [`poll_transmit`](Session::poll_transmit) until there is none, each
//!    [`Transmit::Segment`] written in one call;
//! 3. wait for bytes, at the longest until
//!    [`poll_timeout`](Session::poll_timeout);
//! 4. [`space`](Session::space) and [`received`](Session::received), or
//!    [`closed`](Session::closed), or, if nothing came,
//!    [`handle_timeout`](Session::handle_timeout).

mod awaiting;
mod config;
mod event;
mod foreign;
mod ids;
mod lines;
mod reading;
mod timers;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use crate::auth::{LoginRule, Said};
use crate::dialect::{Game, Shape, is_unsolicited_body, is_unsolicited_kind};
use crate::error::{Error, MessageError, StateError};
use crate::inbound::{Inbound, Part};
use crate::pace::Pace;
use crate::packet::{
    SERVERDATA_AUTH, SERVERDATA_EXECCOMMAND, SERVERDATA_RESPONSE_VALUE, encode_into,
};
use crate::password::Password;
use crate::reply::{
    EndedBy, FirstPacketRule, HalfCloseRule, Learned, ProbeRule, ProbeTrust, ReplyRule,
    SilenceRule, Step,
};

use awaiting::Awaiting;
pub use config::{Execute, SessionConfig, Transmit, Wait};
pub use event::{Closed, Event, LoginFailure, ProtocolError, Quirk, RequestId};
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
/// use rcon_proto::session::{Event, Execute, Session, SessionConfig, Transmit, Wait};
/// use rcon_proto::Packet;
///
/// let now = Instant::now();
/// let mut session = Session::new(SessionConfig { first_id: 7, ..Default::default() });
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
/// let how = Execute { timeout: Duration::from_secs(10), wait: Wait::Reply, last: false };
/// let request = session.execute(b"echo hi", how, now)?;
/// let id = request.wire_id();
/// session.receive(&Packet::new(id, 0, "hi").encode(), now);
/// session.receive(&Packet::new(id + 1, 0, "").encode(), now); // the probe's answer
/// assert!(matches!(session.poll_event(), Some(Event::Reply { bytes, .. }) if &*bytes == b"hi"));
/// assert!(matches!(session.poll_event(), Some(Event::ReplyEnded { .. })));
/// # Ok::<(), rcon_proto::Error>(())
/// ```
#[derive(Debug)]
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

impl Session {
    /// A session on a stream that has just been opened.
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

    /// Sends the password. The answer is [`Event::LoggedIn`] or one of the
    /// failures, within `timeout`.
    ///
    /// # Errors
    ///
    /// [`StateError`] when this was done before.
    pub fn login(
        &mut self,
        password: &Password,
        timeout: Duration,
        now: Instant,
    ) -> Result<(), Error> {
        match self.state {
            State::Connected => {}
            State::Closed => return Err(StateError::Closed.into()),
            _ => return Err(StateError::AlreadyAuthenticated.into()),
        }
        if let Some(position) = password.expose().iter().position(|&b| b == 0) {
            return Err(MessageError::Nul { position }.into());
        }
        let id = self.ids.login();
        self.transmit(|out| encode_into(out, id, SERVERDATA_AUTH, password.expose()));
        self.spoke = Some(now);
        self.state = State::LoggingIn {
            rule: LoginRule::new(id),
            sent: now,
            timeout,
        };
        Ok(())
    }

    /// Sends a command. With [`Wait::Nothing`] there is no event for it;
    /// otherwise [`Event::ReplyEnded`], [`Event::ReplyTimedOut`] or
    /// [`Event::Closed`] follows, and until then no other command is taken.
    ///
    /// # Errors
    ///
    /// [`MessageError`] for a command that cannot be sent, [`StateError`]
    /// when not logged in or busy. In both cases nothing is sent.
    /// [`StateError::Closed`] also where a command was given up before this
    /// server had shown that its replies have the ids of their commands: the
    /// late reply could be taken for this one's. [`Event::Closed`] follows.
    pub fn execute(
        &mut self,
        command: &[u8],
        how: Execute,
        now: Instant,
    ) -> Result<RequestId, Error> {
        match self.state {
            State::Ready => {}
            State::Connected | State::LoggingIn { .. } => {
                return Err(StateError::NotAuthenticated.into());
            }
            State::Awaiting(_) => return Err(StateError::Busy.into()),
            State::Closed => return Err(StateError::Closed.into()),
        }
        self.check(command)?;
        if self.might_mistake_a_reply() {
            self.end_with(Event::Closed(Closed::IdsTellNothing));
            return Err(StateError::Closed.into());
        }
        let id = self.ids.command();
        let probe_id = Ids::probe_of(id);
        let probed = how.wait == Wait::Reply
            && self.shape == Some(Shape::Source)
            && self.learned.probes != ProbeTrust::Unanswered;
        self.transmit(|out| {
            encode_into(out, id, SERVERDATA_EXECCOMMAND, command);
            if probed {
                encode_into(out, probe_id, SERVERDATA_RESPONSE_VALUE, b"");
            }
        });
        self.spoke = Some(now);
        let rule = match how.wait {
            Wait::Nothing => {
                self.previous = Some(Previous { id, open: false });
                return Ok(RequestId(id));
            }
            Wait::Begun => ReplyRule::FirstPacket(FirstPacketRule),
            Wait::Reply if probed => ReplyRule::Probe(ProbeRule::new(probe_id, how.last)),
            Wait::Reply if how.last => ReplyRule::HalfClose(HalfCloseRule::default()),
            Wait::Reply => ReplyRule::Silence(SilenceRule),
        };
        let stops = Game::is_stop_command(&String::from_utf8_lossy(command));
        self.state = State::Awaiting(Box::new(Awaiting::new(id, rule, how.timeout, stops, now)));
        Ok(RequestId(id))
    }

    /// Whether the next reply could be that of a command which was given up:
    /// on a server that may be one of those with ids of their own, nothing
    /// tells the two apart.
    fn might_mistake_a_reply(&self) -> bool {
        self.given_up_silent && !self.learned.own_ids && self.shape == Some(Shape::OnePacket)
    }

    fn check(&self, command: &[u8]) -> Result<(), MessageError> {
        let limit = self.max_command();
        if command.len() > limit {
            let len = command.len();
            return Err(MessageError::TooLong { len, limit });
        }
        match command.iter().position(|&b| b == 0) {
            Some(position) => Err(MessageError::Nul { position }),
            None => Ok(()),
        }
    }

    /// The longest command that this session sends, in bytes.
    pub fn max_command(&self) -> usize {
        self.config.max_command.unwrap_or(match self.shape {
            Some(Shape::OnePacket) => 1446,
            // Also before the login: the smaller of the two.
            Some(Shape::Source) | None => 1014,
        })
    }

    /// Gives up the reply that is waited for. What still comes of it is
    /// [`Event::Late`]. Where this server's ids tell nothing,
    /// [`Event::Closed`] follows.
    pub fn give_up(&mut self) {
        if let State::Awaiting(awaiting) = &self.state {
            let (id, begun) = (awaiting.id, awaiting.progress.packets > 0);
            self.leave_awaiting(id, begun);
        }
    }

    /// The next thing to do to the stream.
    pub fn poll_transmit(&mut self) -> Option<Transmit> {
        self.outbound.pop_front()
    }

    /// Room to read into, never empty. Then tell [`received`](Self::received).
    pub fn space(&mut self) -> &mut [u8] {
        self.inbound.space()
    }

    /// So many bytes were read into [`space`](Self::space). Ask for events
    /// until there is none before reading more.
    pub fn received(&mut self, count: usize, now: Instant) {
        self.inbound.received(count);
        self.heard = Some(now);
        self.count_unfinished(now);
    }

    /// As [`space`](Self::space) and [`received`](Self::received), for bytes
    /// that are elsewhere already; they are copied, all of them.
    pub fn receive(&mut self, mut bytes: &[u8], now: Instant) {
        while !bytes.is_empty() {
            let space = self.inbound.space();
            let count = space.len().min(bytes.len());
            let (head, rest) = bytes.split_at(count);
            space[..count].copy_from_slice(head);
            self.received(count, now);
            bytes = rest;
        }
    }

    /// The stream has ended: cleanly, or with an error such as a reset, which
    /// may have swallowed what came before it.
    pub fn closed(&mut self, reset: bool) {
        if self.ended.is_none() {
            self.ended = Some(Ended { reset });
        }
    }

    /// What the login showed; `None` before it.
    pub fn shape(&self) -> Option<Shape> {
        self.shape
    }

    /// Whether the password was accepted and the stream is open.
    pub fn is_authenticated(&self) -> bool {
        matches!(self.state, State::Ready | State::Awaiting(_))
    }

    /// Whether a reply is waited for.
    pub fn is_awaiting(&self) -> bool {
        matches!(self.state, State::Awaiting(_))
    }

    /// Whether the session is over.
    pub fn is_closed(&self) -> bool {
        matches!(self.state, State::Closed)
    }

    fn transmit(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let mut segment = Zeroizing::new(Vec::new());
        write(&mut segment);
        self.outbound.push_back(Transmit::Segment(segment));
    }

    /// The next event. The text in it lives until the next call.
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
