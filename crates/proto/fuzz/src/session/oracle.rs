//! The rules that hold whatever a server does, told from the outside.

use rcon_proto::session::{
    Closed, Event, Execute, HalfClosing, LoginFailure, Quirk, RequestId, Session, SessionConfig,
    Wait,
};
use rcon_proto::{EndedBy, Game, ProtocolError, Shape};

pub(super) const PASSWORD: &str = "correct horse";

/// What was told: what it was, and its text.
pub(super) type Log = Vec<(String, Vec<u8>)>;

/// What has become of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Awaited,
    /// Ended, and parts of it that come before the next reply are its own.
    Open,
    /// Over: what still comes is late.
    Done,
}

struct Request {
    id: RequestId,
    how: Execute,
    probed: bool,
    /// Parts of its reply for which no further probe has gone out: each may be
    /// a page that was had by one.
    pages: usize,
    /// A probe was sent after it, to move its server on.
    nudged: bool,
    fate: Fate,
}

/// Looks on.
pub(super) struct Oracle {
    game: Game,
    shape: Option<Shape>,
    login_sent: bool,
    over: bool,
    requests: Vec<Request>,
    /// The newest request of which there was text.
    begun: usize,
    /// Segments that are to be sent because of what the client did.
    expected: Vec<Vec<u8>>,
    half_closed: bool,
    /// A reply was given up: where ids tell nothing it could come later.
    given_up: bool,
    /// A command was not taken for that reason: the end follows.
    ending: bool,
    /// UTF-8 was asked for: once, of a server that is said to be Rust or looks
    /// like it.
    utf8_asked: bool,
    /// How often it was asked whether that was heard.
    utf8_questions: u32,
    /// Each reply ends in a mark.
    marked: bool,
    /// What could be a packet of type 4 under id 0 has come: lines may come
    /// without their ends.
    console: bool,
    /// The newest bytes: one may begin there.
    tail: Vec<u8>,
    /// Ids come over again.
    one_byte: bool,
    /// A line break was told of this request: text of it comes next.
    line_break: Option<RequestId>,
    /// The server's bytes up to the login's answer.
    before_login: Vec<u8>,
    received: usize,
    text: usize,
    told: usize,
    log: Log,
}

impl Oracle {
    pub(super) fn new(config: &SessionConfig) -> Self {
        Self {
            game: config.server.game,
            shape: None,
            login_sent: false,
            over: false,
            requests: Vec::new(),
            begun: 0,
            expected: Vec::new(),
            half_closed: false,
            given_up: false,
            ending: false,
            utf8_asked: false,
            utf8_questions: 0,
            marked: config.server.game == Game::Rust,
            console: config.server.game == Game::Rust,
            tail: Vec::new(),
            one_byte: false,
            line_break: None,
            before_login: Vec::new(),
            received: 0,
            text: 0,
            told: 0,
            log: Log::new(),
        }
    }

    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    /// Events so far.
    pub(super) fn told(&self) -> usize {
        self.told
    }

    /// What was told, the parts of a text joined.
    pub(super) fn into_log(self) -> Log {
        self.log
    }

    /// Whoever said that a command is the last one sends no other.
    pub(super) fn may_not_send_more(&self) -> bool {
        self.requests
            .iter()
            .any(|request| request.how.half_closing == HalfClosing::NothingFollows)
    }

    pub(super) fn login(&mut self, taken: bool) {
        assert_eq!(taken, !self.login_sent && !self.over);
        if taken {
            self.login_sent = true;
            self.expected.push(packet(1000, 3, PASSWORD.as_bytes()));
        }
    }

    pub(super) fn execute(&mut self, command: &[u8], how: Execute, taken: Option<RequestId>) {
        let ready = self.shape.is_some() && !self.over && self.awaited().is_none();
        let sound = command.len() <= 1014 && !command.contains(&0);
        match taken {
            None if ready && sound => {
                assert!(self.given_up, "a command was not taken");
                assert_eq!(self.shape, Some(Shape::OnePacket));
                self.ending = true;
            }
            None => {}
            Some(id) => {
                assert!(ready && !command.contains(&0) && command.len() <= 1446);
                let newest = self.requests.last().map_or(1000, |r| r.id.wire_id());
                let fresh = id.wire_id() > newest;
                assert!(fresh || self.one_byte, "an id comes twice");
                self.expected.push(packet(id.wire_id(), 2, command));
                let fate = match how.wait {
                    Wait::Nothing => Fate::Done,
                    Wait::Reply | Wait::Begun => Fate::Awaited,
                    other => panic!("a wait that this check does not know: {other:?}"),
                };
                // Only the command before the present one can get more.
                for earlier in self.requests.iter_mut().rev().skip(1) {
                    earlier.fate = Fate::Done;
                }
                if how.wait == Wait::Nothing {
                    self.given_up = true;
                    self.all_done();
                }
                self.requests.push(Request {
                    id,
                    how,
                    probed: false,
                    pages: 0,
                    nudged: false,
                    fate,
                });
            }
        }
    }

    pub(super) fn given_up(&mut self) {
        if let Some(at) = self.awaited() {
            self.requests[at].fate = Fate::Done;
            self.given_up = true;
        }
    }

    pub(super) fn received(&mut self, bytes: &[u8]) {
        self.received += bytes.len();
        self.tail.extend_from_slice(bytes);
        self.console |= self.tail.windows(8).any(|w| w == [0, 0, 0, 0, 4, 0, 0, 0]);
        self.tail.drain(..self.tail.len().saturating_sub(7));
        if self.shape.is_none() {
            self.before_login.extend_from_slice(bytes);
        }
    }

    /// One write: the login, a command, a command with its probe, or a probe
    /// for a server that is one packet behind.
    pub(super) fn segment(&mut self, bytes: &[u8]) {
        assert!(!self.over, "sent after the end");
        assert!(!self.half_closed, "sent into a half-closed stream");
        if bytes == packet(1000, 5, b"") {
            assert!(self.marked && !self.utf8_asked, "UTF-8 is asked for once");
            self.utf8_asked = true;
            return;
        }
        // Whether it was heard: under the id of the login, and only behind it.
        if self.utf8_asked && bytes == packet(1000, 0, b"") {
            self.utf8_questions += 1;
            assert!(self.utf8_questions <= 2, "a question for ever");
            return;
        }
        if self.expected.is_empty() {
            let request = self.requests.last_mut().expect("only commands are probed");
            assert_eq!(bytes, packet(request.id.wire_id() + 1, 0, b""));
            assert_eq!(self.shape, Some(Shape::Source), "an unasked probe");
            if request.probed && request.pages > 0 {
                // For the next page, or to move a server on. What is read before
                // this is written may have ended the reply.
                request.pages -= 1;
                return;
            }
            assert_eq!(request.fate, Fate::Awaited);
            assert!(!request.nudged, "pushed twice");
            request.nudged = true;
            return;
        }
        let expected = self.expected.remove(0);
        let behind = bytes
            .strip_prefix(&expected[..])
            .expect("what was asked for");
        if behind.is_empty() {
            return;
        }
        let request = self.requests.last_mut().expect("only commands are probed");
        assert_eq!(behind, packet(request.id.wire_id() + 1, 0, b""));
        assert_eq!(self.shape, Some(Shape::Source), "an unasked probe");
        assert_eq!(request.how.wait, Wait::Reply);
        request.probed = true;
    }

    pub(super) fn half_close(&mut self) {
        assert!(!self.over && !self.half_closed);
        let request = self.requests.last().expect("there is a last command");
        assert!(
            request.how.half_closing == HalfClosing::NothingFollows
                && request.how.wait == Wait::Reply
        );
        self.half_closed = true;
    }

    pub(super) fn event(&mut self, event: &Event<'_>) {
        assert!(!self.over, "{event:?} after the end");
        self.told += 1;
        if let Some(broken) = self.line_break.take() {
            let follows = matches!(event, Event::Reply { request, .. } if *request == broken);
            assert!(follows, "{event:?} behind a line break");
        }
        match event {
            Event::LoggedIn { shape, .. } => self.logged_in(*shape),
            Event::LoginFailed(failure) => {
                assert!(self.shape.is_none());
                // A close is one also before the password went out.
                assert!(self.login_sent || matches!(failure, LoginFailure::Closed { .. }));
                self.over = true;
            }
            Event::LoginTimedOut { .. } => {
                assert!(self.login_sent && self.shape.is_none());
                self.over = true;
            }
            Event::Reply { request, bytes } => {
                self.reply(*request);
                return self.note_text(format!("reply to {}", request.wire_id()), bytes);
            }
            Event::LineBreak { request } => {
                assert!(self.console || self.shape == Some(Shape::OnePacket));
                assert_eq!(self.find(*request), self.begun, "a line before the first");
                self.line_break = Some(*request);
            }
            Event::ReplyEnded { request, by } => self.ended(*request, *by),
            Event::ReplyTimedOut { request, .. } => {
                self.awaited_is_done(*request);
                self.given_up = true;
            }
            Event::Late { request, bytes } => {
                let at = self.find(*request);
                assert_ne!(self.requests[at].fate, Fate::Awaited);
                return self.note_text(format!("late of {}", request.wire_id()), bytes);
            }
            Event::Unsolicited { id, bytes } => {
                return self.note_text(format!("unsolicited under {id}"), bytes);
            }
            // Nothing tells such a reply from the next one.
            Event::Quirk(Quirk::ForeignId) => self.given_up = true,
            Event::Quirk(Quirk::MarkedEnds) => self.marked = true,
            Event::Quirk(Quirk::OneByte) => self.one_byte = true,
            Event::Quirk(_) => {}
            Event::Closed(closed) => {
                if let Closed::Awaiting { request } = closed {
                    self.awaited_is_done(*request);
                }
                self.all_done();
                self.over = true;
            }
            other => panic!("an event that this check does not know: {other:?}"),
        }
        self.note(match event {
            // How much of it had come by then depends on the cuts.
            Event::Closed(Closed::Protocol(ProtocolError::NotRcon { .. })) => "not RCON".into(),
            Event::Closed(Closed::Protocol(ProtocolError::Text { .. })) => "text".into(),
            event => format!("{event:?}"),
        });
    }

    fn logged_in(&mut self, shape: Shape) {
        assert!(self.login_sent && self.shape.is_none());
        if let Some(vouched_for) = self.game.shape() {
            assert_eq!(shape, vouched_for);
        } else if !holds_empty_packet(&self.before_login) {
            assert_eq!(shape, Shape::OnePacket, "taken for a Source server");
        }
        self.shape = Some(shape);
    }

    fn reply(&mut self, request: RequestId) {
        let at = self.find(request);
        assert_ne!(self.requests[at].fate, Fate::Done, "text behind the end");
        assert!(at >= self.begun, "text of an earlier reply");
        if at > self.begun {
            for earlier in &mut self.requests[..at] {
                earlier.fate = Fate::Done;
            }
        }
        self.requests[at].pages += 1;
        self.begun = at;
    }

    fn ended(&mut self, request: RequestId, by: EndedBy) {
        let at = self.find(request);
        let ended = &mut self.requests[at];
        assert_eq!(ended.fate, Fate::Awaited);
        assert!(by != EndedBy::Probe || ended.probed || ended.nudged);
        assert!(by != EndedBy::FirstPacket || ended.how.wait == Wait::Begun);
        let certain = matches!(by, EndedBy::Probe | EndedBy::Mark | EndedBy::Close);
        ended.fate = if certain || ended.how.wait == Wait::Begun {
            Fate::Done
        } else {
            Fate::Open
        };
    }

    fn awaited_is_done(&mut self, request: RequestId) {
        let at = self.find(request);
        assert_eq!(self.requests[at].fate, Fate::Awaited);
        self.requests[at].fate = Fate::Done;
    }

    fn all_done(&mut self) {
        for request in &mut self.requests {
            request.fate = Fate::Done;
        }
    }

    /// Everything was told and sent: what the session says of itself agrees.
    pub(super) fn settled(&mut self, session: &Session) {
        assert!(self.line_break.is_none(), "a line break and no line");
        assert!(self.over || !self.ending, "neither taken nor over");
        assert_eq!(session.is_closed(), self.over);
        assert_eq!(session.shape(), self.shape);
        assert_eq!(session.is_awaiting(), self.awaited().is_some());
        let authenticated = self.shape.is_some() && !self.over;
        assert_eq!(session.is_authenticated(), authenticated);
        let logging_in = self.login_sent && self.shape.is_none() && !self.over;
        let waiting = session.is_awaiting() || logging_in;
        assert_eq!(
            session.poll_timeout().is_some(),
            waiting,
            "a wait has a deadline"
        );
        assert!(
            self.over || self.expected.is_empty(),
            "something was not sent"
        );
        // No byte is told twice, and no event comes of nothing.
        assert!(self.text <= self.received);
        assert!(self.told <= self.received + 4 * (self.requests.len() + 1));
    }

    fn awaited(&self) -> Option<usize> {
        let last = self.requests.len().checked_sub(1)?;
        (self.requests[last].fate == Fate::Awaited).then_some(last)
    }

    fn find(&self, request: RequestId) -> usize {
        // The newest that has it.
        let found = self.requests.iter().rposition(|known| known.id == request);
        found.expect("a command that was sent")
    }

    fn note(&mut self, what: String) {
        self.log.push((what, Vec::new()));
    }

    fn note_text(&mut self, what: String, bytes: &[u8]) {
        assert!(!bytes.is_empty(), "text without text");
        self.text += bytes.len();
        match self.log.last_mut() {
            Some((before, text)) if *before == what => text.extend_from_slice(bytes),
            _ => self.log.push((what, bytes.to_vec())),
        }
    }
}

fn packet(id: i32, kind: i32, body: &[u8]) -> Vec<u8> {
    let size = i32::try_from(body.len() + 10).expect("a small packet");
    let numbers = [size, id, kind].map(i32::to_le_bytes).concat();
    [&numbers, body, b"\0\0"].concat()
}

/// Whether these bytes hold, anywhere, what could be an empty packet of type
/// 0.
fn holds_empty_packet(wire: &[u8]) -> bool {
    wire.windows(12).any(|window| {
        window[8..] == [0; 4] && window[1..4] == [0; 3] && (10..=12).contains(&window[0])
    })
}
