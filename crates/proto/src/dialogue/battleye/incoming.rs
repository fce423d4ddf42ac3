//! What a `BattlEye` server sends: the login's answer, answers, messages.

use std::time::{Duration, Instant};

use super::frame::{self, Piece};
use super::parts::Added;
use super::reforger::{self, Of};
use super::{BattlEye, Whose};
use crate::dialogue::desk::Desk;
use crate::error::{LoginFailure, ProtocolError};
use crate::game::Game;
use crate::marks::{self, Mark};
use crate::pace::later;
use crate::reply::EndedBy;
use crate::request::RequestId;

/// What `BattlEye` itself says behind a login.
const GREETING: &[u8] = b"RCon admin #";

/// So long an empty answer is held where no message has told yet whose console it
/// is: Reforger's says some 300 ms later that the command runs.
const GREETED: Duration = Duration::from_millis(700);

/// A greeting that was lost comes again two seconds later, and is waited for until
/// then, behind the login.
const GREETED_AGAIN: Duration = Duration::from_millis(2700);

impl BattlEye {
    pub(super) fn on_login(&mut self, desk: &mut Desk, accepted: bool, now: Instant) {
        if !desk.is_logging_in() {
            // Its answer to one that was sent again.
            return;
        }
        let login = self.login.take();
        if accepted {
            let round_trip = login.as_ref().map(|login| login.round_trip(now));
            let round_trip = round_trip.unwrap_or_default();
            if login.is_some_and(|login| !login.was_resent()) {
                desk.pace.observe(round_trip);
            }
            self.last_command = Some(now);
            self.greeted_by = Some(later(now, GREETED_AGAIN));
            desk.logged_in_after(round_trip);
        } else {
            desk.refuse(LoginFailure::WrongPassword);
        }
    }

    pub(super) fn on_answer(&mut self, desk: &mut Desk, seq: u8, piece: &Piece<'_>, now: Instant) {
        let Some(flight) = self.flights.get_mut(seq) else {
            // It was answered already.
            return;
        };
        if flight.resent == 0 {
            desk.pace
                .observe(now.saturating_duration_since(flight.sent));
        }
        let request = flight.request;
        let awaited = request.is_some_and(|request| desk.awaits(request));
        if self.console == Whose::Reforgers {
            // Only that the command has come; stray bytes may stand behind it.
            if !matches!(piece, Piece::Whole(b"")) {
                marks::hit(Mark::StrayAnswer);
            }
            self.answered_flight(desk, seq);
            // That of a sign of life, or of one that was given up, says nothing of
            // the command under way.
            if awaited {
                self.reforger.arrived(now);
            }
            return;
        }
        let whole = match piece {
            Piece::Whole(text) => text.to_vec(),
            Piece::Broken => return,
            Piece::Part(part, text) => match flight.parts.add(*part, text) {
                Added::Whole(whole) => whole,
                Added::Known => return,
                Added::More => {
                    let (size, limit) = (flight.parts.len(), desk.config.max_packet);
                    if size > limit {
                        desk.fail(ProtocolError::PacketTooLarge { size, limit });
                    } else if awaited {
                        desk.begun(now);
                        desk.progress(size, now);
                    }
                    return;
                }
            },
        };
        self.answered_flight(desk, seq);
        desk.redactor.received(&whole);
        let Some(request) = request else {
            return;
        };
        if whole.is_empty() && self.console == Whose::Unknown {
            if !awaited {
                // It would stand in the place of the one that is.
                return;
            }
            marks::hit(Mark::HeldAnswer);
            self.reforger.arrived(now);
            let pause = GREETED.max(desk.pace.half_close_ignored());
            let until = later(now, pause).max(self.greeted_by.unwrap_or(now));
            // Rather an end that may not be one than none.
            let deadline = desk.deadline().unwrap_or(until);
            self.held = Some((request, until.min(deadline)));
        } else {
            answered(desk, request, &whole, now);
        }
    }

    fn answered_flight(&mut self, desk: &mut Desk, seq: u8) {
        self.flights.end(seq);
        if !self.flights.any_unheard() {
            desk.arrived();
        }
    }

    /// Whose console it is, is known.
    fn on_greeting(&mut self, desk: &mut Desk, text: &[u8], now: Instant) {
        if reforger::is_its(text) {
            self.console = Whose::Reforgers;
            self.held = None;
            desk.shows(Game::Reforger);
        } else if self.console == Whose::Unknown && text.starts_with(GREETING) {
            self.console = Whose::BattlEyes;
            if let Some((request, _)) = self.held.take() {
                answered(desk, request, b"", now);
            }
        }
    }

    pub(super) fn on_message(&mut self, desk: &mut Desk, seq: u8, text: &[u8], now: Instant) {
        desk.send(frame::write(frame::MESSAGE, &[&[seq]]));
        if !self.messages.is_new(seq, text, now) {
            return;
        }
        desk.redactor.received(text);
        self.on_greeting(desk, text, now);
        if self.console == Whose::Reforgers && !self.messages.is_late(seq) {
            self.messages.hold(seq, text, now);
            self.reforgers_messages(desk, now);
        } else {
            self.messages.told(seq);
            desk.unsolicited(i32::from(seq), text);
        }
    }

    /// Tells the messages whose turn it is: on this console they are replies, and a
    /// lost one comes again.
    pub(super) fn reforgers_messages(&mut self, desk: &mut Desk, now: Instant) {
        while let Some((seq, text)) = self.messages.next(now) {
            match self.reforger.on_message(&text, now) {
                Of::Nobody => desk.unsolicited(i32::from(seq), &text),
                Of::Start => desk.begun(now),
                Of::Reply { request, line } => {
                    if line {
                        marks::hit(Mark::MessagesJoined);
                        desk.reply(request, b"\n", now);
                    }
                    desk.reply(request, &text, now);
                }
            }
        }
    }
}

/// A whole answer: its end is certain.
fn answered(desk: &mut Desk, request: RequestId, whole: &[u8], now: Instant) {
    desk.reply(request, whole, now);
    if desk.awaits(request) {
        desk.end_reply(EndedBy::Mark);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue::Dialogue;
    use crate::dialogue::battleye::frame::{COMMAND, write};
    use crate::scheme::Scheme;
    use crate::session::{Execute, SessionConfig, Wait};

    fn logged_in(game: Game, now: Instant) -> Dialogue {
        let config = SessionConfig::default().game(game);
        let mut dialogue = Dialogue::new(Scheme::BattlEye, config);
        let password = "pw".into();
        dialogue.login(&password, GREETED, now).expect("a login");
        dialogue.receive(&write(0, &[&[1]]), now);
        dialogue
    }

    fn answer(seq: u8) -> Vec<u8> {
        write(COMMAND, &[&[seq]])
    }

    #[test]
    fn only_its_own_answer_shows_that_a_command_has_come() {
        for game in [Game::DayZ, Game::Reforger, Game::Auto] {
            let now = Instant::now();
            let mut dialogue = logged_in(game, now);
            let awaited = Execute::new(GREETED);
            dialogue.execute(b"#a", awaited, now).expect("a command");
            dialogue.give_up();
            let unawaited = Execute {
                wait: Wait::Nothing,
                ..awaited
            };
            for command in [b"#b", b"#c"] {
                let sent = dialogue.execute(command, unawaited, now);
                sent.expect("a command");
            }
            // The late one of the first, that of the last, and the one that is missing.
            for (seq, unheard) in [(0, true), (2, true), (1, false)] {
                dialogue.receive(&answer(seq), now);
                assert_eq!(dialogue.is_unheard(), unheard, "{game} {seq}");
            }
        }
    }
}
