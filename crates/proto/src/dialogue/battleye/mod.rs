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
mod incoming;
mod login;
mod messages;
mod parts;
mod reforger;

use std::time::{Duration, Instant};

use super::Parting;
use super::desk::Desk;
use super::redact::sent_other;
use super::talk::Console;
use crate::error::Error;
use crate::game::Game;
use crate::pace::later;
use crate::password::Password;
use crate::reply::EndedBy;
use crate::request::RequestId;
use crate::session::{Execute, Wait};

use flight::{Flights, resend_after};
use frame::Frame;
use login::Login;
use messages::Messages;
use reforger::Reforger;

/// Without a command for so long the next one is an empty one. The server forgets
/// a login after 45 s.
const SIGN_OF_LIFE: Duration = Duration::from_secs(30);

/// After so long without a command the login is gone.
const FORGOTTEN: Duration = Duration::from_secs(45);

/// See the [module](self).
#[derive(Default)]
pub(super) struct BattlEye {
    login: Option<Login>,
    flights: Flights,
    /// When the newest command was sent.
    last_command: Option<Instant>,
    messages: Messages,
    console: Whose,
    reforger: Reforger,
    /// By when a greeting has come that was lost at first.
    greeted_by: Option<Instant>,
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

impl BattlEye {
    fn reforgers_end(&self, desk: &Desk) -> Option<Instant> {
        let exchange = desk
            .exchange()
            .filter(|_| self.console == Whose::Reforgers)?;
        // While one is missing, it may be of the reply.
        let missing = self.messages.missing_until();
        missing.or_else(|| self.reforger.end(exchange, desk.pace))
    }

    fn command(&mut self, desk: &mut Desk, request: Option<RequestId>, text: &[u8], now: Instant) {
        let wait = resend_after(desk.pace);
        let datagram = self.flights.begin(request, text, wait, now);
        self.last_command = Some(now);
        desk.send(datagram);
    }
}

impl Console for BattlEye {
    fn login(&mut self, desk: &mut Desk, password: &Password, now: Instant) -> Result<(), Error> {
        self.console = match desk.config.server.game {
            Game::Reforger => Whose::Reforgers,
            Game::DayZ => Whose::BattlEyes,
            _ => Whose::Unknown,
        };
        sent_other("the login (redacted)");
        let login = self.login.insert(Login::new(password, now));
        desk.send_secret(login.datagram());
        Ok(())
    }

    fn send(
        &mut self,
        desk: &mut Desk,
        request: RequestId,
        command: &[u8],
        how: Execute,
        now: Instant,
    ) {
        self.held = None;
        self.reforger.sent(request, command);
        self.command(desk, Some(request), command, now);
        if how.wait == Wait::Nothing {
            self.flights.newest_is_unawaited();
        }
    }

    fn read(&mut self, desk: &mut Desk, datagram: &[u8], now: Instant) {
        match frame::read(datagram) {
            None => {}
            Some(Frame::Login { accepted }) => self.on_login(desk, accepted, now),
            Some(Frame::Answer { seq, piece }) => self.on_answer(desk, seq, &piece, now),
            Some(Frame::Message { seq, text }) => self.on_message(desk, seq, text, now),
        }
    }

    fn due(&self, desk: &Desk) -> Option<Instant> {
        if desk.is_logging_in() {
            return self.login.as_ref().map(Login::due);
        }
        let alive = self.last_command.map(|at| later(at, SIGN_OF_LIFE));
        let held = self.held.map(|(_, until)| until);
        let missing = self.messages.missing_until();
        let end = self.reforgers_end(desk);
        let all = [alive, self.flights.due(), end, held, missing];
        all.into_iter().flatten().min()
    }

    fn on_time(&mut self, desk: &mut Desk, now: Instant) {
        if desk.is_logging_in() {
            if let Some(datagram) = self.login.as_mut().and_then(|login| login.again(now)) {
                desk.send_secret(datagram);
            }
            return;
        }
        self.reforgers_messages(desk, now);
        if self.reforgers_end(desk).is_some_and(|at| at <= now) {
            desk.end_reply(EndedBy::Silence);
        }
        if let Some((request, _)) = self.held.take_if(|(_, until)| *until <= now)
            && desk.awaits(request)
        {
            // Nobody has said whose console it is: on Reforger's a reply may follow.
            desk.end_reply(EndedBy::Silence);
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

    /// A datagram has no end that anybody could close.
    fn part(&mut self, _: &mut Desk) -> Parting {
        Parting::Answers
    }

    fn given_up(&mut self, request: RequestId) {
        self.flights.give_up(request);
    }

    fn is_gone(&self, now: Instant) -> bool {
        self.last_command
            .is_some_and(|at| later(at, FORGOTTEN) <= now)
    }

    fn is_unheard(&self) -> bool {
        self.flights.any_unheard()
    }
}
