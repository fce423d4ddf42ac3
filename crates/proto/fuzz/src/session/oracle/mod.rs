//! The rules that hold whatever a server does, told from the outside.

mod sent;
mod told;

use rcon_proto::session::{Execute, RequestId, Session, SessionConfig};
use rcon_proto::{Game, Shape};

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
    /// Probes that were sent after it: to move its server on, or as the one that
    /// tells its end.
    pushes: usize,
    /// The answer to one has come that is still to be written: what is read
    /// first may be that of a server that does not wait for it.
    owed: bool,
    fate: Fate,
}

/// Looks on.
pub(super) struct Oracle {
    game: Game,
    shape: Option<Shape>,
    login_sent: bool,
    over: bool,
    requests: Vec<Request>,
    /// The reply that was waited for when everything had been told and sent.
    settled: Option<usize>,
    /// The newest request of which there was text.
    begun: usize,
    /// Segments that are to be sent because of what the client did.
    expected: Vec<Vec<u8>>,
    half_closed: bool,
    /// A reply was given up: where ids tell nothing it could come later.
    given_up: bool,
    /// A reply was taken under an id that is none of ours.
    foreign_ids: bool,
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
            settled: None,
            begun: 0,
            expected: Vec::new(),
            half_closed: false,
            given_up: false,
            foreign_ids: false,
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

    pub(super) fn received(&mut self, bytes: &[u8]) {
        self.received += bytes.len();
        self.tail.extend_from_slice(bytes);
        self.console |= self.tail.windows(8).any(|w| w == [0, 0, 0, 0, 4, 0, 0, 0]);
        self.tail.drain(..self.tail.len().saturating_sub(7));
        if self.shape.is_none() {
            self.before_login.extend_from_slice(bytes);
        }
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
        let owed = self.requests.last().is_some_and(|request| request.owed);
        assert!(self.over || !owed, "its answer came, and it was not sent");
        self.settled = self.awaited();
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
}
