//! `WebRcon`, Rust's console since 2015: JSON over a WebSocket.
//!
//! The login is the request line of the handshake. Each answer carries the
//! number of its command, so none is ever taken for another's; several for one
//! command are joined by newlines. Nothing marks the last one. All of them come
//! together and before the next command's, for the game runs commands one after
//! the other; so a silence is the end of a reply that has begun.
//!
//! A command that prints nothing is not answered at all. Where nothing came for
//! a while, `serverinfo` is asked, which panels ask every few seconds and which
//! changes nothing: its answer, which nobody is shown, says that the command
//! before it has run. Nothing is asked behind a command that was answered.
//!
//! From `Facepunch.Rcon/Listener.cs` and `Facepunch/RCon.cs` of the server,
//! Fleck's `Hybi13Handler.cs`, and Facepunch's own client.

mod handshake;
mod message;
mod progress;
mod socket;

use std::time::{Duration, Instant};

use super::Parting;
use super::desk::{Desk, Exchange};
use super::redact::sent_other;
use super::talk::Console;
use crate::error::{Error, LoginFailure, MessageError, ProtocolError};
use crate::marks::{self, Mark};
use crate::password::Password;
use crate::reply::EndedBy;
use crate::request::RequestId;
use crate::scheme::WEBRCON_BAN;
use crate::session::{Execute, Wait};

use handshake::{Answer, Handshake};
use progress::Progress;
use socket::{Socket, Told};

/// The close code of servers that look at the password behind the handshake
/// ("policy violation").
const POLICY: u16 = 1008;

/// What is asked to see whether a silent command has run.
const MARK: &str = "serverinfo";

/// Without an answer for so long, a command is taken for a silent one.
const SILENT: Duration = Duration::from_millis(750);

/// The least silence behind the reply of a last command: nothing is shown after
/// it.
const LAST: Duration = Duration::from_millis(250);

/// Bytes of a message's frames that are none of its text, at the most; and an
/// eighth of the text.
const FRAMING: usize = 64 << 10;

/// See the [module](self).
pub(super) struct WebRcon {
    state: State,
    /// Answers so far, of the command whose reply came last.
    parts: Option<RequestId>,
    /// The mark that was sent for the command under way.
    mark: Option<i32>,
    /// Anything has come through the socket.
    heard: bool,
    progress: Progress,
    /// Bytes since a message was whole.
    unfinished: usize,
    /// Those of them that are text.
    unfinished_text: usize,
}

enum State {
    Shaking(Handshake),
    Open(Box<Socket>),
}

impl WebRcon {
    pub(super) fn new() -> Self {
        Self {
            state: State::Shaking(Handshake::new()),
            parts: None,
            mark: None,
            heard: false,
            progress: Progress::default(),
            unfinished: 0,
            unfinished_text: 0,
        }
    }

    fn follow(&mut self, desk: &mut Desk, answer: Answer, rest: &[u8], now: Instant) {
        match answer {
            Answer::Pending => {}
            Answer::Refused => desk.refuse(LoginFailure::RefusedOrBanned { ban: WEBRCON_BAN }),
            Answer::Broken(error) => desk.fail(error),
            Answer::Open { used } => {
                self.state = State::Open(Box::new(Socket::new(desk.config.max_packet)));
                let frames = &rest[used.min(rest.len())..];
                // Refused behind the handshake, and in the same breath.
                if frames.first() != Some(&0x88) {
                    desk.logged_in(now);
                }
                self.frames(desk, frames, now);
            }
        }
    }

    fn frames(&mut self, desk: &mut Desk, bytes: &[u8], now: Instant) {
        let State::Open(socket) = &mut self.state else {
            return;
        };
        self.unfinished += bytes.len();
        self.unfinished_text += self.progress.data_in(bytes);
        let mut told = Vec::new();
        let answers = socket.read(bytes, |it| told.push(it));
        if !answers.is_empty() {
            desk.send(answers);
        }
        for told in told {
            (self.unfinished, self.unfinished_text) = (0, 0);
            match told {
                Told::Nothing => {}
                Told::Text(text) => self.text(desk, &text, now),
                Told::Close(code) => {
                    if !self.heard && (code == Some(POLICY) || desk.is_logging_in()) {
                        marks::hit(Mark::RefusedInside);
                        desk.refuse(LoginFailure::RefusedOrBanned { ban: WEBRCON_BAN });
                    }
                    desk.closed();
                }
                Told::Broken(error) => desk.fail(error),
            }
        }
        let (size, limit) = (self.unfinished, desk.config.max_packet);
        // Fragments in which nothing is come to no message that is too long.
        if size > limit.saturating_add(limit / 8).saturating_add(FRAMING) {
            desk.fail(ProtocolError::PacketTooLarge { size, limit });
        } else if self.unfinished_text > 0 {
            desk.progress(self.unfinished_text, now);
        }
    }

    fn text(&mut self, desk: &mut Desk, text: &str, now: Instant) {
        self.heard = true;
        let said = message::read(text);
        desk.redactor.received(said.text.as_bytes());
        // Commands and their marks have every number from the first one on.
        let request = RequestId(said.id.saturating_sub(1) | 1);
        if said.id < RequestId::FIRST_OF_CONSOLES || !desk.was_given(request) {
            desk.unsolicited(said.id, said.text.as_bytes());
        } else if request.0 != said.id {
            self.on_mark(desk, said.id);
        } else {
            self.answer(desk, request, &said.text, now);
        }
    }

    fn on_mark(&mut self, desk: &mut Desk, id: i32) {
        if self.mark == Some(id) {
            marks::hit(Mark::SilentCommand);
            self.mark = None;
            desk.end_reply(EndedBy::Probe);
        }
    }

    fn answer(&mut self, desk: &mut Desk, request: RequestId, text: &str, now: Instant) {
        let joined;
        let text = if self.parts == Some(request) {
            marks::hit(Mark::AnswersJoined);
            joined = format!("\n{text}");
            &joined
        } else {
            text
        };
        self.parts = Some(request);
        desk.reply(request, text.as_bytes(), now);
    }

    /// When the reply under way is over, or is to be asked about.
    fn turn(&self, desk: &Desk) -> Option<(Instant, Turn)> {
        let exchange = desk.exchange()?;
        if let Some(newest) = exchange.newest {
            return Some((newest + silence(desk, exchange), Turn::End));
        }
        let silent = SILENT.max(desk.pace.end_of_reply(0) * 2);
        self.mark
            .is_none()
            .then(|| (exchange.sent + silent, Turn::Ask))
    }
}

enum Turn {
    End,
    Ask,
}

fn silence(desk: &Desk, exchange: &Exchange) -> Duration {
    let silence = desk.pace.end_of_reply(exchange.newest_len);
    if exchange.last {
        silence.max(LAST)
    } else {
        silence
    }
}

impl Console for WebRcon {
    fn login(&mut self, desk: &mut Desk, password: &Password, _: Instant) -> Result<(), Error> {
        if let State::Shaking(handshake) = &self.state {
            desk.redactor
                .know_as(&handshake::encoded(password.expose()));
            sent_other("the handshake, which is the login (redacted)");
            let request = handshake.request(&desk.config.authority, password.expose());
            desk.send_secret(request);
        }
        Ok(())
    }

    fn send(
        &mut self,
        desk: &mut Desk,
        request: RequestId,
        command: &[u8],
        how: Execute,
        _: Instant,
    ) {
        let State::Open(socket) = &mut self.state else {
            return;
        };
        self.mark = None;
        let command = String::from_utf8_lossy(command);
        let frame = socket.text(&message::request(request.0, &command));
        desk.send(frame);
        if how.wait == Wait::Begun {
            // Nothing is lost that comes before it has answered.
            desk.end_reply(EndedBy::FirstPacket);
        }
    }

    fn read(&mut self, desk: &mut Desk, bytes: &[u8], now: Instant) {
        match &mut self.state {
            State::Shaking(_) if desk.is_connected() => desk.say(&String::from_utf8_lossy(bytes)),
            State::Shaking(handshake) => {
                let answer = handshake.read(bytes);
                self.follow(desk, answer, bytes, now);
            }
            State::Open(_) => self.frames(desk, bytes, now),
        }
    }

    fn ended(&mut self, desk: &mut Desk) {
        if let State::Shaking(handshake) = &self.state
            && let Some(answer) = handshake.ended()
        {
            let now = desk.heard().unwrap_or_else(Instant::now);
            self.follow(desk, answer, b"", now);
        }
    }

    fn due(&self, desk: &Desk) -> Option<Instant> {
        self.turn(desk).map(|(at, _)| at)
    }

    fn on_time(&mut self, desk: &mut Desk, now: Instant) {
        let Some((at, turn)) = self.turn(desk) else {
            return;
        };
        if now < at {
            return;
        }
        match (turn, &mut self.state, desk.exchange()) {
            (Turn::End, _, _) => desk.end_reply(EndedBy::Silence),
            (Turn::Ask, State::Open(socket), Some(exchange)) => {
                let id = exchange.request.0 + 1;
                self.mark = Some(id);
                sent_other(MARK);
                let frame = socket.text(&message::request(id, MARK));
                desk.send(frame);
            }
            _ => {}
        }
    }

    /// The close of RFC 6455 (7.1.2): frames are read in order, so all before it
    /// have been.
    fn part(&mut self, desk: &mut Desk) -> Parting {
        let State::Open(socket) = &mut self.state else {
            return Parting::Nothing;
        };
        sent_other("a close");
        let frame = socket.close();
        desk.send(frame);
        Parting::Close
    }

    /// JSON is UTF-8.
    fn check(&self, command: &[u8]) -> Result<(), MessageError> {
        crate::text::TextEncoding::decode(&crate::text::Utf8, command)
            .map(drop)
            .map_err(MessageError::from)
    }
}
