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
mod event;
mod ids;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use crate::auth::{LoginRule, Said, Verdict};
use crate::dialect::{Game, Shape, is_unsolicited_body, is_unsolicited_kind};
use crate::error::{Error, MessageError, StateError};
use crate::inbound::{Bad, Handling, Inbound, Part};
use crate::pace::{Pace, later};
use crate::packet::{
    SERVERDATA_AUTH, SERVERDATA_EXECCOMMAND, SERVERDATA_RESPONSE_VALUE, encode_into,
};
use crate::password::Password;
use crate::reply::{
    EndedBy, FirstPacketRule, HalfCloseRule, Learned, ProbeRule, ProbeTrust, ReplyRule,
    SilenceRule, Step,
};

use awaiting::Awaiting;
pub use event::{Closed, Event, LoginFailure, ProtocolError, Quirk, RequestId};
use ids::{IdOf, Ids};

/// The largest packet that is believed before a login is answered, in bytes.
/// Real ones have 14; a banned address may be told so in a sentence. The first
/// four bytes of SSH, HTTP, SMTP or TLS read as a size are beyond it.
const LOGIN_PACKET_LIMIT: usize = 0xffff;

/// How much may come between two replies that nobody asked for, in bytes.
const UNSOLICITED_LIMIT: usize = 4 << 20;

/// Ids of unsolicited packets that are remembered.
const FOREIGN_IDS_KEPT: usize = 32;

/// What a session needs to be told.
#[derive(Debug, Clone)]
pub struct SessionConfig {
    /// What the user knows of the server.
    pub game: Game,
    /// The longest command that is sent, in bytes. `None`: 1014 on the Source
    /// shape (`sv_rcon_maxpacketsize 1024`), 1446 on the other (Minecraft).
    pub max_command: Option<usize>,
    /// The largest packet that is held whole, in bytes. A packet of a reply
    /// that is waited for is handed on in parts and may be of any size.
    pub max_packet: usize,
    /// The login's id; the others count up from it.
    pub first_id: i32,
}

impl Default for SessionConfig {
    fn default() -> Self {
        Self {
            game: Game::Auto,
            max_command: None,
            max_packet: 64 << 20,
            // Large enough not to be met by servers that use small ids of
            // their own.
            first_id: 10_000,
        }
    }
}

/// How a command is sent.
#[derive(Debug, Clone, Copy)]
pub struct Execute {
    /// How long the reply may take; begins again with each KiB of its text.
    pub timeout: Duration,
    /// How much of the reply is waited for.
    pub wait: Wait,
    /// Nothing will be sent after this command, and its stream can be closed
    /// in one direction: the end of the reply is then found without waiting.
    pub last: bool,
}

/// How much of a reply is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// All of it.
    Reply,
    /// Its first packet: some servers lose what is sent before that.
    Begun,
    /// Nothing.
    Nothing,
}

/// What the driver has to do to the stream.
#[derive(Debug)]
pub enum Transmit {
    /// Write these bytes, in one call: some servers take one packet per read.
    Segment(Zeroizing<Vec<u8>>),
    /// Shut the stream down for writing.
    HalfClose,
}

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
        if let State::Awaiting(awaiting) = &mut self.state {
            // What is late, or an answer to a probe, is nobody's progress.
            let unfinished = self.inbound.unfinished();
            let foreign = unfinished.filter(|header| self.ids.what_is(header.id) == IdOf::Foreign);
            awaiting.on_bytes(foreign, count, now);
        }
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

    /// When [`handle_timeout`](Self::handle_timeout) is to be called if
    /// nothing comes before; ask again after every other call.
    pub fn poll_timeout(&self) -> Option<Instant> {
        match &self.state {
            State::LoggingIn { sent, timeout, .. } => Some(later(*sent, *timeout)),
            State::Awaiting(awaiting) => {
                let silence = self.silence_ends(awaiting);
                Some(silence.map_or(awaiting.deadline, |at| at.min(awaiting.deadline)))
            }
            _ => None,
        }
    }

    /// When the silence since the last byte means something.
    fn silence_ends(&self, awaiting: &Awaiting) -> Option<Instant> {
        let since = self.heard?.max(awaiting.sent);
        let wait = if self.is_short_packet(awaiting) {
            self.pace.short_packet()
        } else if !self.inbound.at_border() {
            return None;
        } else {
            awaiting.silence(&self.learned, self.pace)?
        };
        Some(since + wait)
    }

    fn is_short_packet(&self, awaiting: &Awaiting) -> bool {
        self.shape == Some(Shape::OnePacket)
            && self.inbound.rests_in_short_packet()
            && self
                .inbound
                .unfinished()
                .is_some_and(|header| awaiting.may_be_reply(&header, &self.learned))
    }

    /// Time has passed, and the stream was looked at since: nothing is there.
    /// Call it only then, or bytes that have arrived and were not read yet
    /// are taken for a silence.
    pub fn handle_timeout(&mut self, now: Instant) {
        match &mut self.state {
            State::LoggingIn { sent, timeout, .. } if now >= later(*sent, *timeout) => {
                let after = *timeout;
                self.end_with(Event::LoginTimedOut { after });
            }
            State::Awaiting(_) => self.handle_reply_timeout(now),
            _ => {}
        }
    }

    /// The time until now did not count, because the driver did not look at
    /// the stream: it was held up by whoever takes the events.
    pub fn excuse(&mut self, lost: Duration) {
        if let State::Awaiting(awaiting) = &mut self.state {
            awaiting.deadline = later(awaiting.deadline, lost);
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
                Ok(Some(part)) => {
                    if let Some(told) = self.on_part(&part) {
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

    /// Whether the deadline had passed when the newest bytes came. A server
    /// that never stops sending, but makes no progress, leaves no pause in
    /// which [`handle_timeout`](Self::handle_timeout) would be called.
    fn is_overdue(&mut self) -> bool {
        let Some(heard) = self.heard else {
            return false;
        };
        match &self.state {
            State::LoggingIn { sent, timeout, .. } if heard >= later(*sent, *timeout) => {
                let after = *timeout;
                self.end_with(Event::LoginTimedOut { after });
                true
            }
            State::Awaiting(awaiting) if heard >= awaiting.deadline => {
                self.on_deadline();
                true
            }
            _ => false,
        }
    }

    fn next_part(&mut self) -> Result<Option<Part>, Bad> {
        let whole = Handling::Whole {
            limit: self.config.max_packet,
        };
        let (ids, state, learned) = (&self.ids, &self.state, &self.learned);
        let part = self.inbound.next(|header| match state {
            State::Awaiting(awaiting) if awaiting.owns(header.id, learned) => Handling::Stream,
            State::Awaiting(_) | State::Ready if ids.what_is(header.id) == IdOf::Command => {
                Handling::Stream
            }
            _ => whole,
        })?;
        Ok(part.map(|part| self.without_third_nul(part)))
    }

    /// Some servers end a packet in three NULs. The codec takes two, as the
    /// protocol has it; text does not end in one.
    fn without_third_nul(&self, mut part: Part) -> Part {
        if part.last && self.inbound.bytes(part.range.clone()).ends_with(&[0]) {
            part.range.end -= 1;
        }
        part
    }

    /// Deals with a part of a packet; the answer says what its bytes are, if
    /// anybody is to be told of them.
    fn on_part(&mut self, part: &Part) -> Option<Told> {
        match &mut self.state {
            State::LoggingIn { .. } => self.on_login_part(part),
            State::Awaiting(_) => self.on_awaiting_part(part),
            State::Connected | State::Ready | State::Closed => self.on_idle_part(part),
        }
    }

    fn on_login_part(&mut self, part: &Part) -> Option<Told> {
        let State::LoggingIn { rule, sent, .. } = &mut self.state else {
            return None;
        };
        let body = self.inbound.bytes(part.range.clone());
        match rule.on_packet(part.header.id, part.header.kind, body) {
            Verdict::Pending => None,
            Verdict::Unsolicited => {
                self.said.note(part.header.kind, body);
                self.unsolicited(part)
            }
            Verdict::Refused => {
                self.end_with(Event::LoginFailed(LoginFailure::Refused));
                None
            }
            Verdict::Accepted(seen) => {
                let shape = self.config.game.shape().unwrap_or(seen);
                let round_trip = self.heard.unwrap_or(*sent).duration_since(*sent);
                self.pace.observe(round_trip);
                self.shape = Some(shape);
                self.state = State::Ready;
                self.inbound.limit_size(usize::MAX);
                self.events.push_back(Event::LoggedIn { shape, round_trip });
                None
            }
        }
    }

    /// A packet while nothing is under way.
    fn on_idle_part(&mut self, part: &Part) -> Option<Told> {
        let id = part.header.id;
        if matches!(self.state, State::Connected) {
            let body = self.inbound.bytes(part.range.clone());
            self.said.note(part.header.kind, body);
        }
        match self.ids.what_is(id) {
            IdOf::Login => self.unsolicited(part),
            IdOf::Probe => {
                self.late_probe();
                None
            }
            IdOf::Command => self.earlier_output(part),
            IdOf::Foreign if self.learned.foreign_id == Some(id) => match self.previous {
                Some(Previous { id, open: true }) => {
                    shown(part).then_some(Told::Reply(RequestId(id)))
                }
                _ => self.unsolicited(part),
            },
            IdOf::Foreign => {
                if !self.given_up_silent && !self.idle_ids.contains(&id) {
                    self.idle_ids.push_back(id);
                    if self.idle_ids.len() > FOREIGN_IDS_KEPT {
                        self.idle_ids.pop_front();
                    }
                }
                self.unsolicited(part)
            }
        }
    }

    /// Output of a command before the present one.
    fn earlier_output(&mut self, part: &Part) -> Option<Told> {
        if !shown(part) {
            return None;
        }
        let request = RequestId(part.header.id);
        match self.previous {
            Some(Previous { id, open: true }) if id == request.0 => Some(Told::Reply(request)),
            _ => {
                self.count_unsolicited(part.range.len())?;
                Some(Told::Late(request))
            }
        }
    }

    fn unsolicited(&mut self, part: &Part) -> Option<Told> {
        self.count_unsolicited(part.range.len())?;
        shown(part).then_some(Told::Unsolicited(part.header.id))
    }

    /// `None` when it was too much, and the session is over.
    fn count_unsolicited(&mut self, bytes: usize) -> Option<()> {
        // While nobody waits for anything, nobody is held up either.
        if matches!(self.state, State::Ready) {
            return Some(());
        }
        self.unsolicited_bytes += bytes;
        if self.unsolicited_bytes > UNSOLICITED_LIMIT {
            let limit = UNSOLICITED_LIMIT;
            self.fail(ProtocolError::TooMuchUnsolicited { limit });
            return None;
        }
        Some(())
    }

    /// A probe of an earlier command was answered after all. Either the
    /// server is slow, or it is one that reads the second packet of a segment
    /// only when more bytes come: then probes would cost a wait each time.
    fn late_probe(&mut self) {
        self.inbound.expect_stray();
        if self.learned.probes == ProbeTrust::Unanswered {
            let answer_to_a_send = match (self.heard, self.spoke) {
                (Some(heard), Some(spoke)) => {
                    self.is_awaiting() && heard.duration_since(spoke) <= self.pace.prompt_answer()
                }
                _ => false,
            };
            if !answer_to_a_send {
                self.learned.probes = ProbeTrust::Unknown;
            }
        }
    }

    fn on_end(&mut self, ended: Ended) {
        match &self.state {
            State::Connected | State::LoggingIn { .. } => {
                let said = self.said.text();
                self.end_with(Event::LoginFailed(LoginFailure::Closed { said }));
            }
            State::Awaiting(_) => self.on_end_of_awaiting(ended),
            State::Ready => self.end_with(Event::Closed(Closed::Idle)),
            State::Closed => {}
        }
    }

    fn on_bad(&mut self, bad: Bad) {
        let login = matches!(self.state, State::Connected | State::LoggingIn { .. });
        self.fail(match bad {
            _ if login => ProtocolError::NotRcon {
                began: beginning(self.inbound.unread()),
            },
            Bad::Frame(error) => ProtocolError::Frame(error),
            Bad::TooLarge { size, limit } => ProtocolError::PacketTooLarge { size, limit },
        });
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

/// What the bytes of a part are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Reply(RequestId),
    Late(RequestId),
    Unsolicited(i32),
}

impl Told {
    fn with(self, bytes: Cow<'_, [u8]>) -> Event<'_> {
        match self {
            Told::Reply(request) => Event::Reply { request, bytes },
            Told::Late(request) => Event::Late { request, bytes },
            Told::Unsolicited(id) => Event::Unsolicited { id, bytes },
        }
    }
}

/// Whether a part holds anything to show.
fn shown(part: &Part) -> bool {
    !part.range.is_empty()
}

/// The beginning of what came, for a message: as far as it is text, the first
/// line, else a few bytes in hexadecimal.
fn beginning(bytes: &[u8]) -> String {
    const SHOWN: usize = 48;
    let line = bytes
        .split(|&b| b == b'\r' || b == b'\n')
        .next()
        .unwrap_or_default();
    let line = &line[..line.len().min(SHOWN)];
    let printable = |b: &u8| b.is_ascii_graphic() || *b == b' ';
    if line.len() >= 4 && line.iter().all(printable) {
        return String::from_utf8_lossy(line).into_owned();
    }
    match bytes {
        [0x15, 3, ..] => "with a TLS alert".to_owned(),
        [0x16, 3, ..] => "with a TLS handshake".to_owned(),
        _ => bytes
            .iter()
            .take(8)
            .fold("with bytes".to_owned(), |mut text, byte| {
                use std::fmt::Write as _;
                // Writing to a `String` does not fail.
                let _ = write!(text, " {byte:02x}");
                text
            }),
    }
}
