//! `BattlEye` RCON, over UDP: `DayZ`, Arma 2 and 3, Arma Reforger.
//!
//! A datagram may be lost, doubled or late. A command is sent again under the
//! number that it has, never under a new one, so that the server can tell that it
//! has it already; its answer ends exactly, also one in parts. What the server
//! says by itself is acknowledged each time and told once. Without a command
//! every 45 s the server forgets the login without a word, so an empty one is
//! sent in time; a login that must be gone is made anew.
//!
//! From `BattlEye`'s `BERConProtocol.txt`, and from what `bercon-cli`, `berconpy` and
//! `conqp/rcon` found of servers.

mod flight;
mod frame;
mod parts;
mod reforger;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::desk::Desk;
use super::redact::sent_other;
use super::talk::Console;
use crate::error::{Error, LoginFailure, ProtocolError};
use crate::game::Game;
use crate::pace::later;
use crate::password::Password;
use crate::reply::EndedBy;
use crate::request::RequestId;
use crate::session::Execute;

use flight::{Flights, resend_after};
use frame::{Frame, Part};
use parts::Added;
use reforger::{Of, Reforger};

/// Without a command for so long the next one is an empty one. The server forgets
/// a login after 45 s.
const SIGN_OF_LIFE: Duration = Duration::from_secs(30);

/// After so long without a command the login is gone.
const FORGOTTEN: Duration = Duration::from_secs(45);

/// The numbers of server messages that are remembered: one is repeated up to five
/// times within ten seconds.
const REMEMBERED: usize = 16;

/// A login's answer is waited for so long before it is sent again.
const LOGIN_AGAIN: Duration = Duration::from_millis(700);

/// So long an empty answer is held where no message has told yet whose console it
/// is.
const GREETED: Duration = Duration::from_millis(700);

/// See the [module](self).
#[derive(Default)]
pub(super) struct BattlEye {
    login: Option<Login>,
    flights: Flights,
    /// When the newest command was sent.
    last_command: Option<Instant>,
    messages: VecDeque<u8>,
    console: Whose,
    reforger: Reforger,
    /// A command was answered by nothing, which is all that either console may
    /// say to it.
    held: Option<(RequestId, Instant)>,
}

/// Whose console it is: the first message tells, which comes behind the login's
/// answer, or, where it is lost, some seconds later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Whose {
    #[default]
    Unknown,
    BattlEyes,
    Reforgers,
}

struct Login {
    datagram: Zeroizing<Vec<u8>>,
    wait: Duration,
    again: Instant,
}

impl BattlEye {
    fn on_login(&mut self, desk: &mut Desk, accepted: bool, now: Instant) {
        if !desk.is_logging_in() {
            // Its answer to one that was sent again.
            return;
        }
        self.login = None;
        if accepted {
            self.last_command = Some(now);
            desk.logged_in(now);
        } else {
            desk.refuse(LoginFailure::WrongPassword);
        }
    }

    fn on_answer(
        &mut self,
        desk: &mut Desk,
        seq: u8,
        part: Option<Part>,
        text: &[u8],
        now: Instant,
    ) {
        let Some(flight) = self.flights.get_mut(seq) else {
            // It was answered already.
            return;
        };
        if flight.resent == 0 {
            desk.pace
                .observe(now.saturating_duration_since(flight.sent));
        }
        let request = flight.request;
        if self.console == Whose::Reforgers {
            // Only that the command has come; stray bytes may stand behind it.
            self.flights.end(seq);
            desk.arrived();
            self.reforger.arrived(now);
            return;
        }
        let whole = match part {
            None => text.to_vec(),
            Some(part) => match flight.parts.add(part, text) {
                Added::Whole(whole) => whole,
                Added::Known => return,
                Added::More => {
                    let (size, limit) = (flight.parts.len(), desk.config.max_packet);
                    if size > limit {
                        desk.fail(ProtocolError::PacketTooLarge { size, limit });
                    } else if request.is_some_and(|request| desk.awaits(request)) {
                        desk.progress(size, now);
                    }
                    return;
                }
            },
        };
        self.flights.end(seq);
        desk.redactor.received(&whole);
        desk.arrived();
        let Some(request) = request else {
            return;
        };
        if whole.is_empty() && self.console == Whose::Unknown {
            self.reforger.arrived(now);
            self.held = Some((request, later(now, GREETED)));
        } else {
            answered(desk, request, &whole, now);
        }
    }

    /// Whose console it is, is known.
    fn on_greeting(&mut self, desk: &mut Desk, text: &[u8], now: Instant) {
        if text.starts_with(reforger::GREETING) {
            self.console = Whose::Reforgers;
            self.held = None;
            desk.shows(Game::Reforger);
        } else if self.console == Whose::Unknown {
            self.console = Whose::BattlEyes;
            if let Some((request, _)) = self.held.take() {
                answered(desk, request, b"", now);
            }
        }
    }

    fn on_message(&mut self, desk: &mut Desk, seq: u8, text: &[u8], now: Instant) {
        desk.send(frame::write(frame::MESSAGE, &[&[seq]]));
        if self.messages.contains(&seq) {
            return;
        }
        if self.messages.len() == REMEMBERED {
            self.messages.pop_front();
        }
        self.messages.push_back(seq);
        desk.redactor.received(text);
        self.on_greeting(desk, text, now);
        let of = match self.console {
            Whose::Reforgers => self.reforger.on_message(text, now),
            Whose::Unknown | Whose::BattlEyes => Of::Nobody,
        };
        match of {
            Of::Nobody => desk.unsolicited(i32::from(seq), text),
            Of::Start => desk.begun(now),
            Of::Reply { request, line } => {
                if line {
                    desk.reply(request, b"\n", now);
                }
                desk.reply(request, text, now);
            }
        }
    }

    fn reforgers_end(&self, desk: &Desk) -> Option<Instant> {
        let exchange = desk
            .exchange()
            .filter(|_| self.console == Whose::Reforgers)?;
        self.reforger.end(exchange, desk.pace)
    }

    fn command(&mut self, desk: &mut Desk, request: Option<RequestId>, text: &[u8], now: Instant) {
        let wait = resend_after(desk.pace);
        let datagram = self.flights.begin(request, text, wait, now);
        self.last_command = Some(now);
        desk.send(datagram);
    }
}

/// A whole answer: its end is certain.
fn answered(desk: &mut Desk, request: RequestId, whole: &[u8], now: Instant) {
    desk.reply(request, whole, now);
    if desk.awaits(request) {
        desk.end_reply(EndedBy::Mark);
    }
}

impl Console for BattlEye {
    fn login(&mut self, desk: &mut Desk, password: &Password, now: Instant) -> Result<(), Error> {
        self.console = match desk.config.game {
            Game::Reforger => Whose::Reforgers,
            Game::DayZ => Whose::BattlEyes,
            _ => Whose::Unknown,
        };
        let frame = frame::write(frame::LOGIN, &[password.expose()]);
        let datagram = Zeroizing::new(frame);
        sent_other("the login (redacted)");
        desk.send_secret(datagram.clone());
        self.login = Some(Login {
            datagram,
            wait: LOGIN_AGAIN,
            again: later(now, LOGIN_AGAIN),
        });
        Ok(())
    }

    fn send(
        &mut self,
        desk: &mut Desk,
        request: RequestId,
        command: &[u8],
        _: Execute,
        now: Instant,
    ) {
        self.held = None;
        self.reforger.sent(request, command);
        self.command(desk, Some(request), command, now);
    }

    fn read(&mut self, desk: &mut Desk, datagram: &[u8], now: Instant) {
        match frame::read(datagram) {
            None => {}
            Some(Frame::Login { accepted }) => self.on_login(desk, accepted, now),
            Some(Frame::Answer { seq, part, text }) => self.on_answer(desk, seq, part, text, now),
            Some(Frame::Message { seq, text }) => self.on_message(desk, seq, text, now),
        }
    }

    fn due(&self, desk: &Desk) -> Option<Instant> {
        if desk.is_logging_in() {
            return self.login.as_ref().map(|login| login.again);
        }
        let alive = self.last_command.map(|at| later(at, SIGN_OF_LIFE));
        let held = self.held.map(|(_, until)| until);
        let all = [alive, self.flights.due(), self.reforgers_end(desk), held];
        all.into_iter().flatten().min()
    }

    fn on_time(&mut self, desk: &mut Desk, now: Instant) {
        if desk.is_logging_in() {
            if let Some(login) = self.login.as_mut().filter(|login| login.again <= now) {
                desk.send_secret(login.datagram.clone());
                login.wait = (login.wait * 3 / 2).min(Duration::from_secs(2));
                login.again = later(now, login.wait);
            }
            return;
        }
        if self.reforgers_end(desk).is_some_and(|at| at <= now) {
            desk.end_reply(EndedBy::Silence);
        }
        if let Some((request, _)) = self.held.take_if(|(_, until)| *until <= now) {
            answered(desk, request, b"", now);
        }
        let under_way = desk.exchange().map(|it| (it.request, it.sent));
        desk.on_deadline(now);
        if let Some((request, sent)) = under_way
            && desk.exchange().is_none()
        {
            self.flights.give_up(request);
            // Not a word of anything: the login may be forgotten, and nothing
            // would ever say so.
            if desk.heard().is_none_or(|heard| heard < sent) {
                desk.closed();
                return;
            }
        }
        let (again, dead) = self.flights.on_time(now);
        for datagram in again {
            desk.send(datagram);
        }
        if dead {
            desk.closed();
        } else if self
            .last_command
            .is_some_and(|at| later(at, SIGN_OF_LIFE) <= now)
        {
            self.command(desk, None, b"", now);
        }
    }

    fn given_up(&mut self, request: RequestId) {
        self.flights.give_up(request);
    }

    fn is_gone(&self, now: Instant) -> bool {
        self.last_command
            .is_some_and(|at| later(at, FORGOTTEN) <= now)
    }

    fn is_unheard(&self) -> bool {
        self.flights.any_unanswered()
    }
}
