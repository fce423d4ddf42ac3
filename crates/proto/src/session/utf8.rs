//! Asking Rust's older console for UTF-8, and knowing that it was heard.
//!
//! The packet that asks is not answered, and what follows it in the same read
//! is dropped: the console looks at its links every 20 ms and handles the first
//! packet that it finds. A command that is sent too soon is lost, and a busy
//! machine makes any wait too short. So a packet of type 0 follows, which is
//! answered where it comes alone and does nothing where it is lost.

use std::time::{Duration, Instant};

use super::outbound::Transmit;
use crate::decode::Header;
use crate::pace::later;
use crate::packet::SERVERDATA_RESPONSE_VALUE;

/// How long each packet may take to be handled, the one that asks first: two looks
/// of the console and a bit. A question that is asked again while the one before
/// is still to be handled would take the command's place, so that is late.
const WAITS: [Duration; 3] = [
    Duration::from_millis(45),
    Duration::from_millis(500),
    Duration::from_millis(500),
];

/// How long another question that was sent may still wait to be handled, where one
/// of several was answered.
const OTHERS: Duration = Duration::from_millis(60);

/// It was asked for. Until [`on_answer`](Self::on_answer) says that it was heard, or
/// there is nothing more to send, no command may be.
#[derive(Debug)]
pub(super) struct Utf8Asked {
    id: i32,
    due: Instant,
    /// The waits that have passed.
    waits: usize,
    /// The questions whether it was heard, and the answers.
    questions: usize,
    answers: usize,
}

impl Utf8Asked {
    /// What asks, under the id of the login, and the wait for it.
    pub(super) fn ask(login: i32, now: Instant) -> (Self, Transmit) {
        let asked = Self {
            id: login,
            due: later(now, WAITS[0]),
            waits: 0,
            questions: 0,
            answers: 0,
        };
        (asked, Transmit::utf8(login))
    }

    pub(super) fn due(&self) -> Instant {
        self.due
    }

    /// It is due: what is to be sent now. With nothing more the console has heard, or
    /// is one that answers nothing, and has had its time.
    pub(super) fn on_due(&mut self, now: Instant) -> Option<Transmit> {
        self.waits += 1;
        self.due = later(now, *WAITS.get(self.waits)?);
        self.questions += 1;
        Some(Transmit::probe(self.id))
    }

    /// Whether this says that all that was sent is handled.
    pub(super) fn on_answer(&mut self, header: &Header, now: Instant) -> bool {
        let is_one = header.id == self.id && header.kind == SERVERDATA_RESPONSE_VALUE;
        if !is_one || self.questions == 0 {
            return false;
        }
        self.answers += 1;
        // Another one was lost, or is handled at the next look.
        self.waits = WAITS.len();
        self.due = later(now, OTHERS);
        self.answers >= self.questions
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(id: i32) -> Header {
        Header {
            size: 10,
            id,
            kind: SERVERDATA_RESPONSE_VALUE,
        }
    }

    #[test]
    fn an_answer_counts_behind_a_question_only() {
        let now = Instant::now();
        let (mut asked, _) = Utf8Asked::ask(7, now);
        // The login's own first answer, late.
        assert!(!asked.on_answer(&header(7), now));
        assert!(asked.on_due(asked.due()).is_some());
        assert!(!asked.on_answer(&header(8), now));
        assert!(asked.on_answer(&header(7), now));
    }

    #[test]
    fn a_question_that_may_still_be_handled_is_waited_for() {
        let start = Instant::now();
        let (mut asked, _) = Utf8Asked::ask(7, start);
        assert!(asked.on_due(asked.due()).is_some());
        assert!(asked.on_due(asked.due()).is_some());
        assert!(!asked.on_answer(&header(7), start));
        assert_eq!(asked.due(), start + OTHERS);
        let (mut lost, due) = (asked, start + OTHERS);
        assert!(lost.on_due(due).is_none(), "it was lost");
        let (mut asked, _) = Utf8Asked::ask(7, start);
        for _ in 0..2 {
            assert!(asked.on_due(asked.due()).is_some());
        }
        assert!(!asked.on_answer(&header(7), start));
        assert!(asked.on_answer(&header(7), start), "both were handled");
    }

    #[test]
    fn a_console_that_answers_nothing_is_not_waited_for_for_long() {
        let start = Instant::now();
        let (mut asked, _) = Utf8Asked::ask(7, start);
        let mut sent = 0;
        while asked.on_due(asked.due()).is_some() {
            sent += 1;
        }
        assert_eq!(sent, WAITS.len() - 1);
        assert_eq!(asked.due() - start, WAITS.iter().sum());
    }
}
